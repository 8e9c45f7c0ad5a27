//! What a form file must say beyond its shape: texts that are not empty, where they come from,
//! codes that differ, bands that are bands, a date, a name of its own. Each mistake has its line.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::{Message, Words, toml_mistake};

/// A mistake on a line of the file.
pub(super) fn on_line(line: usize, mistake: &Message) -> Message {
    Words::new("rad {line}: {mistake}", "line {line}: {mistake}")
        .with("line", line)
        .within("mistake", mistake)
}

/// A mistake that keeps an edition file from being read at all.
pub(super) fn mistake(error: &toml::de::Error, source: &str) -> Message {
    match toml_mistake(error, source) {
        (0, mistake) => mistake,
        (line, mistake) => on_line(line, &mistake),
    }
}

/// The 1-based line of a byte offset, for messages.
pub(crate) fn line_of(source: &str, offset: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &source.as_bytes()[..offset.min(source.len())]).count()
}

/// Looks for what makes no sense in a form file. `taken` are the names of other editions.
pub(super) fn check(source: &str, taken: &[&str]) -> Result<(), Message> {
    let file = DeTable::parse(source).map_err(|error| mistake(&error, source))?;
    let table = file.get_ref();
    let checked = Checked {
        source,
        is_whole: !table.contains_key("base"),
    };
    checked.head(table, taken)?;
    for name in ["section", "question", "extra", "number"] {
        for item in items(table.get(name)) {
            checked.item(name, item)?;
        }
    }
    Ok(())
}

/// A form file whose sense is checked.
struct Checked<'s> {
    source: &'s str,
    /// Whether it stands for itself. What is laid over another edition has the words of an
    /// export, which the form never printed.
    is_whole: bool,
}

/// A value of the file with its place.
type Value<'s> = Spanned<DeValue<'s>>;

impl Checked<'_> {
    /// What the edition is called, since when it is in use, and its title.
    fn head(&self, table: &DeTable, taken: &[&str]) -> Result<(), Message> {
        if let Some(name) = table.get("name")
            && let Some(text) = name.get_ref().as_str()
        {
            self.filled(name, "name")?;
            if taken.contains(&text) {
                return self.wrong(name, Words::new(
                    "`{text}` är namnet på en formulärversion som programmet har; välj ett annat namn",
                    "`{text}` is the name of a form edition that the program has; choose another name",
                ).with("text", text));
            }
        }
        if let Some(day) = table.get("valid_from")
            && day
                .get_ref()
                .as_str()
                .is_none_or(|text| text.parse::<jiff::civil::Date>().is_err())
        {
            return self.wrong(
                day,
                Words::new(
                    "`valid_from` ska vara ett datum inom citattecken, som \"2024-06-01\"",
                    "`valid_from` must be a date in quotes, such as \"2024-06-01\"",
                ),
            );
        }
        match table.get("title") {
            Some(title) => self.texts(title, "title"),
            None => Ok(()),
        }
    }

    /// A section, a question, an extra dimension or an extra number.
    fn item(&self, name: &str, item: &Value) -> Result<(), Message> {
        let Some(table) = item.get_ref().as_table() else {
            return Ok(());
        };
        if let Some(question) = table.get("question").filter(|_| name == "extra") {
            self.item("question", question)?;
        }
        if let Some(label) = table.get("label") {
            self.label(label)?;
        }
        for part in items(table.get("part")) {
            if let Some(label) = part.get_ref().get("label") {
                self.label(label)?;
            }
        }
        for list in ["option", "options"] {
            self.options(table.get(list))?;
        }
        self.bands(table.get("bands"))
    }

    /// Options, each with its texts, and a code of its own or none for "don't know".
    fn options(&self, list: Option<&Value>) -> Result<(), Message> {
        let mut codes: Vec<&str> = Vec::new();
        for option in items(list) {
            let table = option.get_ref();
            if let Some(missing) = ["sv", "en"]
                .into_iter()
                .find(|key| table.get(*key).is_none())
            {
                return self.wrong(option, NO_TEXT.with("missing", missing));
            }
            self.label(option)?;
            let is_unknown = table.get("unknown").and_then(|one| one.get_ref().as_bool());
            let Some(code) = table.get("code") else {
                if is_unknown == Some(true) {
                    continue;
                }
                return self.wrong(option, NO_CODE);
            };
            self.filled(code, "code")?;
            let text = code.get_ref().as_str().unwrap_or_default();
            if codes.contains(&text) {
                return self.wrong(code, TWICE.with("code", text));
            }
            codes.push(text);
        }
        Ok(())
    }

    /// Bands, in ascending order.
    fn bands(&self, list: Option<&Value>) -> Result<(), Message> {
        let mut after = None;
        for one in items(list) {
            let Some(text) = one.get_ref().as_str() else {
                return Ok(());
            };
            let Some((least, most)) = ends(text) else {
                return self.wrong(one, NO_BAND.with("text", text));
            };
            if after.is_some_and(|after| least <= after) {
                return self.wrong(one, NOT_ASCENDING.with("text", text));
            }
            after = Some(most);
        }
        Ok(())
    }

    /// The texts of a label; in a whole edition also where they come from.
    fn label(&self, label: &Value) -> Result<(), Message> {
        self.texts(label, "label")?;
        let has_source = label.get_ref().get("source").is_some();
        if self.is_whole && label.get_ref().is_table() && !has_source {
            return self.wrong(label, NO_SOURCE);
        }
        Ok(())
    }

    /// The texts of both languages.
    fn texts(&self, label: &Value, name: &str) -> Result<(), Message> {
        for key in ["sv", "en"] {
            match label.get_ref().get(key) {
                Some(text) => self.filled(text, key)?,
                None if label.get_ref().is_table() => {
                    return self.wrong(label, NO_LANGUAGE.with("name", name).with("missing", key));
                }
                None => {}
            }
        }
        Ok(())
    }

    /// A text that says something.
    fn filled(&self, text: &Value, key: &str) -> Result<(), Message> {
        match text.get_ref().as_str() {
            Some(words) if words.trim().is_empty() => self.wrong(text, EMPTY.with("key", key)),
            _ => Ok(()),
        }
    }

    /// A mistake at a value.
    fn wrong(&self, at: &Value, mistake: impl Into<Message>) -> Result<(), Message> {
        Err(on_line(
            line_of(self.source, at.span().start),
            &mistake.into(),
        ))
    }
}

const NO_TEXT: Words = Words::new(
    "alternativet saknar `{missing}`: ett alternativ har texter på svenska (sv) och engelska (en)",
    "the option has no `{missing}`: an option has a Swedish text (sv) and an English one (en)",
);
const NO_LANGUAGE: Words = Words::new(
    "`{name}` saknar `{missing}`: skriv { sv = \"...\", en = \"...\" }",
    "`{name}` has no `{missing}`: write { sv = \"...\", en = \"...\" }",
);
const NO_CODE: Words = Words::new(
    "alternativet saknar `code`; bara ett som betyder ”vet inte” kan vara utan, med unknown = true",
    "the option has no `code`; only one that means \"don't know\" can be without, with unknown = true",
);
const NO_SOURCE: Words = Words::new(
    "texten saknar `source`, som säger hur den är känd: exact, mt, para, inf, guess eller own",
    "the text has no `source`, which says how it is known: exact, mt, para, inf, guess or own",
);
const TWICE: Words = Words::new(
    "koden `{code}` står två gånger i listan; varje alternativ har sin egen",
    "the code `{code}` is in the list twice; each option has its own",
);
const EMPTY: Words = Words::new(
    "`{key}` är tom; skriv en text",
    "`{key}` is empty; write a text",
);
const NO_BAND: Words = Words::new(
    "`{text}` är inget intervall; skriv som \"1-10\", \"1001-\" eller \"0\"",
    "`{text}` is no band; write such as \"1-10\", \"1001-\" or \"0\"",
);
const NOT_ASCENDING: Words = Words::new(
    "intervallet `{text}` överlappar det som står före; intervall stiger",
    "the band `{text}` overlaps the one before it; bands ascend",
);

/// The values of a list; none where it is no list.
fn items<'v, 's>(list: Option<&'v Value<'s>>) -> impl Iterator<Item = &'v Value<'s>> {
    list.and_then(|list| list.get_ref().as_array())
        .into_iter()
        .flatten()
}

/// The ends of a band by its code: `1-10`, `1001-`, `0`.
fn ends(code: &str) -> Option<(u64, u64)> {
    let number = |digits: &str| {
        let is_plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse::<u64>().ok().filter(|_| is_plain)
    };
    let (least, most) = match code.split_once('-') {
        None => (number(code)?, number(code)?),
        Some((least, "")) => (number(least)?, u64::MAX),
        Some((least, most)) => (number(least)?, number(most)?),
    };
    (least <= most).then_some((least, most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;
    use crate::form::Edition;

    const IMY_2021: &str = include_str!("imy-2021.toml");

    #[test]
    fn the_built_in_edition_makes_sense() {
        assert_eq!(check(IMY_2021, &[]), Ok(()));
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_line() {
        let head = "base = \"imy-2021\"\nname = \"x\"\n";
        let cause = "[[question]]\nfield = \"incident.cause\"\n";
        let option = "{ code = \"a\", sv = \"a\", en = \"a\" }";
        for (body, told) in [
            (
                "valid_from = \"snart\"".to_owned(),
                "rad 3: `valid_from` ska vara ett datum",
            ),
            (
                "valid_from = 2024-01-01".to_owned(),
                "rad 3: `valid_from` ska vara ett datum",
            ),
            (
                "title = { sv = \"\", en = \"x\" }".to_owned(),
                "rad 3: `sv` är tom",
            ),
            (
                "title = { sv = \"x\" }".to_owned(),
                "rad 3: `title` saknar `en`",
            ),
            (
                format!("{cause}options = [\n{{ code = \"a\" }}]"),
                "rad 6: alternativet saknar `sv`",
            ),
            (
                format!("{cause}options = [\n{{ sv = \"a\", en = \"a\" }}]"),
                "rad 6: alternativet saknar `code`",
            ),
            (
                format!("{cause}options = [{option},\n{option}]"),
                "rad 6: koden `a` står två",
            ),
            (
                format!("{cause}label = {{ sv = \" \", en = \"a\" }}"),
                "rad 5: `sv` är tom",
            ),
            (
                format!("{cause}bands = [\"1-4\", \"5-x\"]"),
                "rad 5: `5-x` är inget intervall",
            ),
            (
                format!("{cause}bands = [\"9-4\"]"),
                "rad 5: `9-4` är inget intervall",
            ),
            (
                format!("{cause}bands = [\"1-4\",\n\"4-\"]"),
                "rad 6: intervallet `4-` överlappar",
            ),
            (
                "[[extra]]\nname = \"e\"\noptions = []".to_owned(),
                "rad 3: nyckeln `label` saknas",
            ),
            (
                format!(
                    "[[extra]]\nname = \"e\"\nlabel = {{ sv = \"a\", en = \"a\" }}\noptions = [{option}, {option}]"
                ),
                "rad 6: koden `a` står två",
            ),
        ] {
            let mistake = Edition::load(&format!("{head}{body}\n")).unwrap_err();
            let mistake = mistake.get(Language::Sv);
            assert!(mistake.starts_with(told), "{body}: {mistake}");
        }
    }

    #[test]
    fn an_edition_has_a_name_of_its_own() {
        for (name, told) in [
            ("imy-2021", "line 1: `imy-2021` is the name"),
            ("", "line 1: `name` is empty"),
        ] {
            let file = format!("name = \"{name}\"\nbase = \"imy-2021\"\n");
            let mistake = Edition::load(&file).unwrap_err().get(Language::En);
            assert!(mistake.starts_with(told), "{mistake}");
        }
    }

    #[test]
    fn a_whole_edition_says_how_each_text_is_known() {
        let whole = IMY_2021.replacen("imy-2021", "own-2027", 1);
        assert!(Edition::load(&whole).is_ok());
        let (before, after) = whole.split_once(", source = \"exact\"").unwrap();
        let mistake = Edition::load(&format!("{before}{after}")).unwrap_err();
        let line = line_of(&whole, before.len());
        let told = format!("line {line}: the text has no `source`");
        assert!(mistake.get(Language::En).starts_with(&told), "{mistake:?}");
    }
}
