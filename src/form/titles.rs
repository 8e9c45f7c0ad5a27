//! The titles of filings: which lines are one, and the kind of filing that they
//! name. The words are data of the edition.

use serde::Deserialize;

/// What a filing is: a first notification, or a later one about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filing {
    /// A first notification.
    Initial,
    /// A later filing that adds to a notification (Art. 33(4)).
    Supplement,
    /// A later filing that takes a notification back.
    Withdrawal,
    /// The source says what it is, but not in words that are known.
    Undeterminable,
}

impl Filing {
    /// All kinds, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Initial, Self::Supplement, Self::Withdrawal, Self::Undeterminable];

    /// The word in column `kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Supplement => "supplement",
            Self::Withdrawal => "withdrawal",
            Self::Undeterminable => "(undeterminable)",
        }
    }

    /// The kind that a text names.
    pub fn parse(text: &str) -> Option<Self> {
        match crate::form::squash(text).as_str() {
            "initial"
            | "initialnotification"
            | "firstnotification"
            | "anmälan"
            | "notification"
            | "förstaanmälan"
            | "initialanmälan" => Some(Self::Initial),
            "supplement" | "supplementary" | "komplettering" | "kompletterande" => Some(Self::Supplement),
            "withdrawal" | "withdrawn" | "återkallelse" | "återkallad" | "återkallande" => {
                Some(Self::Withdrawal)
            }
            _ => None,
        }
    }

    /// Whether it says only what is new about an earlier filing.
    pub(crate) fn is_later(self) -> bool {
        matches!(self, Self::Supplement | Self::Withdrawal)
    }

    /// Whether it is a notification, whole in itself: only such are judged for
    /// what they lack, and counted.
    pub(crate) fn is_notification(self) -> bool {
        self == Self::Initial
    }
}

/// The words of titles, as the form file has them: in lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    initial: Vec<String>,
    supplement: Vec<String>,
    withdrawal: Vec<String>,
    words: Vec<String>,
}

/// The longest title, in bytes.
const MOST_BYTES: usize = 160;

impl Titles {
    /// The kind of filing that a line names, if it is a title and nothing more:
    /// `Komplettering av anmälan PUI-2021-1654`.
    pub(crate) fn kind(&self, line: &str) -> Option<Filing> {
        if !may_be_title(line) {
            return None;
        }
        let mut padded = String::with_capacity(line.len() + 2);
        padded.push(' ');
        for word in line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/'))) {
            let word = word.trim_matches(['-', '/']);
            if word.is_empty() {
                continue;
            }
            padded.push_str(&word.to_lowercase());
            padded.push(' ');
        }
        let names = |phrases: &[String]| phrases.iter().any(|phrase| has_phrase(&padded, phrase));
        let kind = if names(&self.withdrawal) {
            Filing::Withdrawal
        } else if names(&self.supplement) {
            Filing::Supplement
        } else if names(&self.initial) {
            Filing::Initial
        } else {
            return None;
        };
        padded.split_ascii_whitespace().all(|word| self.has_word(word)).then_some(kind)
    }

    /// Whether a word may stand in a title.
    fn has_word(&self, word: &str) -> bool {
        word.contains(|c: char| c.is_ascii_digit())
            || self.words.iter().any(|known| known == word)
            || [&self.initial, &self.supplement, &self.withdrawal]
                .into_iter()
                .flatten()
                .any(|phrase| phrase.split(' ').any(|known| known == word))
    }
}

/// Whether a line may be a title by its length and ends: most cannot.
fn may_be_title(line: &str) -> bool {
    let first = line.chars().find(|c| c.is_alphanumeric());
    (8..=MOST_BYTES).contains(&line.len())
        && first.is_some_and(char::is_uppercase)
        && !line.ends_with(['.', '?', '!', ','])
}

/// Whether words between blanks hold a phrase.
fn has_phrase(padded: &str, phrase: &str) -> bool {
    memchr::memmem::find_iter(padded.as_bytes(), phrase.as_bytes())
        .any(|at| padded.as_bytes()[at - 1] == b' ' && padded.as_bytes()[at + phrase.len()] == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;

    #[test]
    fn a_title_names_the_kind_of_filing() {
        let titles = &Edition::default_edition().titles;
        for (title, kind) in [
            ("Anmälan av personuppgiftsincident", Filing::Initial),
            ("Anmälan av gränsöverskridande personuppgiftsincident", Filing::Initial),
            ("Notification of a personal data breach", Filing::Initial),
            ("Komplettering", Filing::Supplement),
            ("KOMPLETTERING AV ANMÄLAN", Filing::Supplement),
            ("Komplettering av anmälan PUI-2021-1654", Filing::Supplement),
            ("Komplettering av personuppgiftsincidentsanmälan", Filing::Supplement),
            ("Komplettering av gränsöverskridande personuppgiftsincidentsanmälan", Filing::Supplement),
            ("Komplettering till anmälan (DI-2020-1, dnr 12/2021)", Filing::Supplement),
            ("Kompletterande anmälan av personuppgiftsincident", Filing::Supplement),
            ("Kompletterande uppgifter till ärende IMY-2023-12", Filing::Supplement),
            ("Blankett – komplettering av anmälan om personuppgiftsincident", Filing::Supplement),
            ("Anmälan av personuppgiftsincident (komplettering)", Filing::Supplement),
            ("Supplement to notification of a personal data breach", Filing::Supplement),
            ("Supplementary notification of cross-border personal data breach", Filing::Supplement),
            ("Supplement to case no. IMY-2024-77", Filing::Supplement),
            ("Återkallelse av anmälan PUI-2024-0006", Filing::Withdrawal),
            ("Återkallelse av komplettering", Filing::Withdrawal),
            ("Withdrawal of notification of a personal data breach", Filing::Withdrawal),
        ] {
            assert_eq!(titles.kind(title), Some(kind), "{title}");
        }
    }

    #[test]
    fn running_text_and_the_forms_own_words_are_no_title() {
        let edition = Edition::default_edition();
        for text in [
            "kompletterande uppgifter i efterhand, men det är viktigt att",
            "kompletterande uppgifter",
            "Kompletterande",
            "Kompletterande uppgifter kan lämnas i efterhand.",
            "Komplettering/eventuell sekretess",
            "Komplettering kommer",
            "Återkallelse av fullmakt",
            "Anmälan eller komplettering",
            "Anmälan",
        ] {
            assert_eq!(edition.titles.kind(text), None, "{text}");
        }
        let labels = edition.questions.iter().map(|question| &question.label.sv);
        let options =
            edition.questions.iter().flat_map(|question| &question.options).map(|option| &option.sv);
        for text in labels.chain(options).chain(edition.sections.iter().map(|section| &section.label.sv)) {
            assert_eq!(edition.titles.kind(text), None, "{text}");
        }
    }

    #[test]
    fn kinds_are_read_in_both_languages() {
        for kind in [Filing::Initial, Filing::Supplement, Filing::Withdrawal] {
            assert_eq!(Filing::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Filing::parse("Återkallelse"), Some(Filing::Withdrawal));
        assert_eq!(Filing::parse("register"), None);
    }
}
