//! Mistakes in a TOML file in both languages: made anew from what the library says, on one line.

use std::ops::Range;

use crate::config::suggestion::instead;
use crate::config::{Message, Words};

/// What the library calls the kinds of values, and what it expects, in words.
const KINDS: &[(&str, Words)] = &[
    ("a string", TEXT),
    ("a borrowed string", TEXT),
    ("a boolean", Words::new("true eller false", "true or false")),
    (
        "a sequence",
        Words::new("en lista inom hakparenteser", "a list in square brackets"),
    ),
    ("a map", TABLE),
    (
        "u8",
        Words::new("ett heltal från 0 till 255", "a whole number from 0 to 255"),
    ),
    ("u16", COUNT),
    ("u32", COUNT),
    ("u64", COUNT),
    ("usize", COUNT),
    ("i64", Words::new("ett heltal", "a whole number")),
    ("f64", Words::new("ett tal", "a number")),
    (
        "`true`, or how many times, up to 255",
        Words::new(
            "`true`, eller hur många gånger, högst 255",
            "`true`, or how many times, up to 255",
        ),
    ),
    (
        "this must be a whole number from 0 to 4294967295",
        Words::new(
            "ett heltal från 0 till 4294967295",
            "a whole number from 0 to 4294967295",
        ),
    ),
    (
        "this must be a list of whole numbers from 0 up, as in [100, 999]",
        Words::new(
            "en lista med heltal från 0, som i [100, 999]",
            "a list of whole numbers from 0 up, as in [100, 999]",
        ),
    ),
    ("not a size, such as 512M or 2G", SIZE),
    (
        "data did not match any variant of untagged enum Written",
        SIZE,
    ),
];

const TEXT: Words = Words::new("text inom citattecken", "text in quotes");
const TABLE: Words = Words::new("en tabell", "a table");
const COUNT: Words = Words::new("ett heltal från 0", "a whole number from 0 up");
const SIZE: Words = Words::new(
    "en storlek, som 512M eller 2G",
    "a size, such as 512M or 2G",
);

/// What kind of value stands there, by how the library begins to name it.
const FOUND: &[(&str, Words)] = &[
    ("string ", Words::new("texten {value}", "the text {value}")),
    (
        "integer ",
        Words::new("heltalet {value}", "the whole number {value}"),
    ),
    (
        "floating point ",
        Words::new("decimaltalet {value}", "the number {value}"),
    ),
    (
        "boolean ",
        Words::new("värdet {value}", "the value {value}"),
    ),
    (
        "datetime ",
        Words::new("datumet {value}", "the date {value}"),
    ),
    ("sequence", Words::new("en lista", "a list")),
    ("map", TABLE),
];

/// What is wrong at a place of a TOML file, and what to do, without the line.
pub(super) fn mistake(message: &str, span: Option<Range<usize>>, source: &str) -> Message {
    let key = span.and_then(|span| key_at(source, span.start));
    let at_key = |text: Message| match &key {
        Some(key) => Words::same("`{key}`: {text}")
            .with("key", key)
            .within("text", text),
        None => text,
    };
    if let Some((name, known)) = named(message, "unknown field ") {
        let none = Words::new(
            "det finns ingen nyckel `{name}`{instead}",
            "there is no key `{name}`{instead}",
        );
        let instead = match &known[..] {
            [] => Message::Same(String::new()),
            known => Words::same("; {instead}").within("instead", instead(name, known)),
        };
        return none.with("name", name).within("instead", instead);
    }
    if let Some((name, known)) = named(message, "unknown variant ") {
        return at_key(
            Words::new(
                "`{name}` går inte; möjliga värden är {known}",
                "`{name}` is not possible; possible values are {known}",
            )
            .with("name", name)
            .with("known", known.join(", ")),
        );
    }
    if let Some((name, _)) = named(message, "missing field ") {
        return Words::new(
            "nyckeln `{name}` saknas; lägg till den",
            "the key `{name}` is missing; add it",
        )
        .with("name", name);
    }
    if message.starts_with("duplicate ") {
        return at_key(
            Words::new(
                "nyckeln står två gånger; ta bort den ena",
                "the key stands there twice; take one out",
            )
            .into(),
        );
    }
    let typed = ["invalid type: ", "invalid value: "]
        .iter()
        .find_map(|start| message.strip_prefix(start));
    if let Some((found, expected)) = typed.and_then(|rest| rest.split_once(", expected ")) {
        return at_key(of_type(found, expected));
    }
    if message.starts_with("a date, not ") {
        let date = Words::new("ett datum, som 2024-06-01", "a date, such as 2024-06-01");
        return at_key(HERE.within("expected", date));
    }
    match kind(message) {
        Some(expected) => at_key(HERE.within("expected", expected)),
        None => Words::new(
            "går inte att läsa; skriv `nyckel = värde`, text inom citattecken",
            "it cannot be read; write `key = value`, with text in quotes",
        )
        .into(),
    }
}

const HERE: Words = Words::new("här ska stå {expected}", "write {expected} here");

/// What is wrong where a value is of another type than its key.
fn of_type(found: &str, expected: &str) -> Message {
    let found = FOUND
        .iter()
        .find_map(|(start, words)| Some(words.with("value", found.strip_prefix(start)?)));
    let expected = kind(expected).map_or_else(|| Message::Same(expected.to_owned()), Message::from);
    match found {
        Some(found) => Words::new(
            "{found} går inte; här ska stå {expected}",
            "{found} is not possible; write {expected} here",
        )
        .within("found", found)
        .within("expected", expected),
        None => HERE.within("expected", expected),
    }
}

/// A kind of value in words.
fn kind(expected: &str) -> Option<Words> {
    if expected.starts_with("struct ") {
        return Some(TABLE);
    }
    let found = KINDS.iter().find(|(en, _)| *en == expected);
    found.map(|(_, words)| *words)
}

/// The name that follows such a beginning in backticks, and the names that are known.
fn named<'m>(message: &'m str, start: &str) -> Option<(&'m str, Vec<&'m str>)> {
    let (name, rest) = message
        .strip_prefix(start)?
        .strip_prefix('`')?
        .split_once('`')?;
    Some((name, rest.split('`').skip(1).step_by(2).collect()))
}

/// The key of the line at a byte.
fn key_at(source: &str, at: usize) -> Option<String> {
    let before = source.get(..at)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = source[start..].lines().next()?;
    let key = line.split_once('=')?.0.trim();
    (!key.is_empty()).then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    #[allow(dead_code, reason = "only its mistakes are looked at")]
    struct File {
        name: Option<String>,
        times: Option<u8>,
        list: Option<Vec<String>>,
        is_on: Option<bool>,
        level: Option<Level>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Level {
        Error,
        Info,
    }

    #[test]
    fn the_usual_mistakes_are_on_one_line_in_both_languages() {
        for (source, told) in [
            (
                "nam = 'x'",
                "det finns ingen nyckel `nam`; menade du `name`? Det finns name, times, list, is-on, level",
            ),
            (
                "\nname = 5",
                "`name`: heltalet `5` går inte; här ska stå text inom citattecken",
            ),
            (
                "times = 'x'",
                "`times`: texten \"x\" går inte; här ska stå ett heltal från 0 till 255",
            ),
            (
                "times = 300",
                "`times`: heltalet `300` går inte; här ska stå ett heltal från 0 till 255",
            ),
            (
                "list = 'a'",
                "`list`: texten \"a\" går inte; här ska stå en lista inom hakparenteser",
            ),
            (
                "is-on = 'ja'",
                "`is-on`: texten \"ja\" går inte; här ska stå true eller false",
            ),
            (
                "level = 'warn'",
                "`level`: `warn` går inte; möjliga värden är error, info",
            ),
            (
                "name = 'a'\nname = 'b'",
                "`name`: nyckeln står två gånger; ta bort den ena",
            ),
            (
                "name",
                "går inte att läsa; skriv `nyckel = värde`, text inom citattecken",
            ),
        ] {
            let error = toml::from_str::<File>(source).unwrap_err();
            let both = mistake(error.message(), error.span(), source);
            assert_eq!(both.get(Language::Sv), told, "{}", error.message());
            let english = both.get(Language::En);
            assert!(!english.contains(['å', 'ä', 'ö', '\n']), "{english}");
            assert!(!english.contains("invalid type"), "{english}");
        }
    }
}
