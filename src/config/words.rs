//! Words in two languages: fixed texts, texts with places for facts, and messages that are put
//! together of them. Which language is shown is chosen where a message is printed.

/// Language of everything a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl Language {
    /// The two-letter code, as in `--lang`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }
}

/// A fixed text in both languages. Two fields, so that a missing translation
/// does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Swedish.
    pub sv: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// Both languages at once.
    pub(crate) const fn new(sv: &'static str, en: &'static str) -> Self {
        Self { sv, en }
    }

    /// The same in both languages.
    pub(crate) const fn same(text: &'static str) -> Self {
        Self::new(text, text)
    }

    /// The text in `language`.
    pub(crate) fn get(self, language: Language) -> &'static str {
        match language {
            Language::Sv => self.sv,
            Language::En => self.en,
        }
    }

    /// Appends the text with each `{name}` replaced by what `fact` appends for the name. Where it
    /// says that it knows none, the name stays as it is, so that a mistake shows itself.
    pub(crate) fn fill(
        self,
        language: Language,
        out: &mut String,
        mut fact: impl FnMut(&str, &mut String) -> bool,
    ) {
        let mut rest = self.get(language);
        while let Some(open) = memchr::memchr(b'{', rest.as_bytes()) {
            out.push_str(&rest[..open]);
            rest = &rest[open..];
            let Some(close) = rest.find('}') else { break };
            if !fact(&rest[1..close], out) {
                out.push_str(&rest[..=close]);
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
    }

    /// The message of this text with a fact that is written alike in both languages.
    pub(crate) fn with(self, name: &'static str, fact: impl std::fmt::Display) -> Message {
        Message::from(self).with(name, fact)
    }

    /// The message of this text with a fact in words.
    pub(crate) fn within(self, name: &'static str, fact: impl Into<Message>) -> Message {
        Message::from(self).within(name, fact)
    }
}

/// A number written with a point, with the decimal sign of the language.
pub(crate) fn decimal(number: &str, language: Language) -> String {
    match language {
        Language::Sv => number.replace('.', ","),
        Language::En => number.to_owned(),
    }
}

/// A whole number with a no-break space between thousands.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 8);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

/// A text that is put together at run time, in either language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A fixed text whose `{names}` stand for these facts.
    Filled(Words, Vec<(&'static str, Message)>),
    /// A name, a number or a path: the same in both languages.
    Same(String),
    /// What is written in both languages elsewhere, as in a form file: Swedish, English.
    Pair(String, String),
    /// Several in a row, with this between them.
    Row(Words, Vec<Message>),
}

impl Message {
    /// The text in `language`.
    pub(crate) fn get(&self, language: Language) -> String {
        let mut out = String::new();
        self.write(language, &mut out);
        out
    }

    /// Appends the text in `language`.
    fn write(&self, language: Language, out: &mut String) {
        match (self, language) {
            (Self::Filled(words, facts), _) => words.fill(language, out, |name, out| {
                let fact = facts.iter().find(|(own, _)| *own == name);
                fact.map(|(_, fact)| fact.write(language, out)).is_some()
            }),
            (Self::Same(text) | Self::Pair(text, _), Language::Sv)
            | (Self::Same(text) | Self::Pair(_, text), Language::En) => out.push_str(text),
            (Self::Row(between, messages), _) => {
                for (at, message) in messages.iter().enumerate() {
                    out.push_str(if at > 0 { between.get(language) } else { "" });
                    message.write(language, out);
                }
            }
        }
    }

    /// The same with a fact that is written alike in both languages.
    #[must_use]
    pub(crate) fn with(self, name: &'static str, fact: impl std::fmt::Display) -> Self {
        self.within(name, Self::Same(fact.to_string()))
    }

    /// The same with a fact in words.
    #[must_use]
    pub(crate) fn within(self, name: &'static str, fact: impl Into<Self>) -> Self {
        match self {
            Self::Filled(words, mut facts) => {
                facts.push((name, fact.into()));
                Self::Filled(words, facts)
            }
            // Nothing else has a place for it.
            other => other,
        }
    }
}

impl From<Words> for Message {
    fn from(words: Words) -> Self {
        Self::Filled(words, Vec::new())
    }
}

impl From<&Words> for Message {
    fn from(words: &Words) -> Self {
        (*words).into()
    }
}

impl From<&Self> for Message {
    fn from(message: &Self) -> Self {
        message.clone()
    }
}
