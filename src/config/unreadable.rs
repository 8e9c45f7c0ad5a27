//! Mistakes in a TOML file in words that a person understands, in both languages: made anew
//! from what the library says, which speaks of types.

use std::ops::Range;

use crate::config::suggestion::instead;
use crate::config::{Message, Words};

const TEXT: Words = Words::new("text inom citattecken", "text in quotes");
const WHOLE: Words = Words::new("ett heltal från 0", "a whole number from 0");
const SIZE: Words = Words::new(
    "en storlek, som 512M eller 2G",
    "a size, such as 512M or 2G",
);
const TABLE: Words = Words::new("en tabell", "a table");
const LIST: Words = Words::new("en lista inom hakparenteser", "a list in square brackets");

/// What the library calls the kinds of values, and what it expects.
const KINDS: &[(&str, Words)] = &[
    ("a string", TEXT),
    ("a borrowed string", TEXT),
    ("path string", TEXT),
    ("wanted string or table", TEXT),
    ("a boolean", Words::new("true eller false", "true or false")),
    ("a sequence", LIST),
    ("a map", TABLE),
    (
        "u8",
        Words::new("ett heltal från 0 till 255", "a whole number from 0 to 255"),
    ),
    ("u16", WHOLE),
    ("u32", WHOLE),
    ("u64", WHOLE),
    ("usize", WHOLE),
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
        "a text, or a list of texts",
        Words::new(
            "text inom citattecken, eller en lista av sådana",
            "text in quotes, or a list of such texts",
        ),
    ),
];

/// By what the library knows a date that stands where none may.
const DATE: &str = "$__toml_private_datetime";
const NO_DATE: Words = Words::new(
    "ett datum eller klockslag går inte; är det en text ska den stå inom citattecken",
    "a date or time is not possible; if it is a text, put it in quotes",
);

/// A kind of value that the library knows and this module does not.
const OTHER: Words = Words::new("ett annat slags värde", "another kind of value");

/// What kind of value stands there, by how the library begins to name it.
const FOUND: &[(&str, Words)] = &[
    ("string ", Words::new("texten {it}", "the text {it}")),
    ("integer ", Words::new("heltalet {it}", "the number {it}")),
    (
        "floating point ",
        Words::new("decimaltalet {it}", "the number {it}"),
    ),
    ("boolean ", Words::new("värdet {it}", "the value {it}")),
    ("datetime ", Words::new("datumet {it}", "the date {it}")),
    ("sequence", Words::new("en lista", "a list")),
    ("map", TABLE),
];

/// What is wrong at a place of a TOML file, without the line.
pub(super) fn told(message: &str, span: Option<Range<usize>>, source: &str) -> Message {
    if let Some((name, known)) = named(message, "unknown field ") {
        return Words::new(
            "det finns ingen nyckel `{name}`; {instead}",
            "there is no key `{name}`; {instead}",
        )
        .with("name", name)
        .within("instead", instead(name, &known));
    }
    if let Some((name, _)) = named(message, "missing field ") {
        return Words::new("nyckeln `{name}` saknas", "the key `{name}` is missing")
            .with("name", name);
    }
    let place = span.and_then(|span| place(source, span.start));
    let Some(mistake) = of_value(message, place.as_deref()) else {
        return Words::new(
            "går inte att läsa; skriv `nyckel = värde`, text inom citattecken",
            "cannot be read ({message}); write `key = value`, text in quotes",
        )
        .with("message", message.lines().next().unwrap_or_default());
    };
    match place {
        Some(place) => Words::same("`{place}`: {mistake}")
            .with("place", place)
            .within("mistake", mistake),
        None => mistake,
    }
}

/// What is wrong with the value of a key; `None` where the file is no TOML.
fn of_value(message: &str, place: Option<&str>) -> Option<Message> {
    if let Some((name, known)) = named(message, "unknown variant ") {
        let words = Words::new(
            "`{name}` går inte; möjliga värden är {known}",
            "`{name}` is not possible; possible values are {known}",
        );
        return Some(words.with("name", name).with("known", known.join(", ")));
    }
    if message.starts_with("duplicate ") {
        return Some(Words::new("nyckeln står två gånger", "the key is there twice").into());
    }
    if message.starts_with("a date, not ") {
        return Some(write(Words::new(
            "ett datum, som 2024-06-01",
            "a date, such as 2024-06-01",
        )));
    }
    // The library would take a list for a table, value by value.
    if message.starts_with("invalid length ") && message.contains(", expected struct ") {
        return Some(write(TABLE));
    }
    // A table in place of a word.
    if message.starts_with("wanted exactly 1 element") {
        return Some(write(TEXT));
    }
    if message.contains(DATE) {
        return Some(NO_DATE.into());
    }
    let starts = ["invalid type: ", "invalid value: "];
    let typed = starts.iter().find_map(|start| message.strip_prefix(start));
    match typed.and_then(|rest| rest.split_once(", expected ")) {
        Some((found, expected)) => Some(of_kind(found, expected, place)),
        None => kind(message).map(write),
    }
}

/// What is to stand there.
fn write(expected: Words) -> Message {
    Words::new("här ska stå {expected}", "write {expected}").within("expected", expected)
}

/// A value of another kind than what is expected.
fn of_kind(found: &str, expected: &str, place: Option<&str>) -> Message {
    if let Some(header) = place.filter(|place| place.starts_with('[')) {
        let doubled = Words::new("skriv `[{header}]`", "write `[{header}]`");
        return doubled.with("header", header);
    }
    let expected = kind(expected).unwrap_or(OTHER);
    let found = FOUND.iter().find_map(|(start, words)| {
        let it = found.strip_prefix(start)?;
        Some(words.with("it", it))
    });
    match found {
        Some(found) => Words::new(
            "{found} går inte; här ska stå {expected}",
            "{found} is not possible; write {expected}",
        )
        .within("found", found)
        .within("expected", expected),
        None => write(expected),
    }
}

/// A kind of value by what the library calls it.
fn kind(expected: &str) -> Option<Words> {
    if expected.starts_with("struct ") {
        return Some(TABLE);
    }
    let known = KINDS.iter().find(|(name, _)| *name == expected);
    known.map(|(_, words)| *words)
}

/// The name that follows such a beginning in backticks, and the names that are known.
fn named<'m>(message: &'m str, start: &str) -> Option<(&'m str, Vec<&'m str>)> {
    let (name, rest) = message
        .strip_prefix(start)?
        .strip_prefix('`')?
        .split_once('`')?;
    Some((name, rest.split('`').skip(1).step_by(2).collect()))
}

/// The key of what stands at a byte, or the `[header]` of a table that begins there.
fn place(source: &str, at: usize) -> Option<String> {
    let before = source.get(..at)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let (before, line) = (&before[start..], source[start..].lines().next()?);
    if line.starts_with('[') {
        return (before.is_empty() && line.trim_end().ends_with(']'))
            .then(|| line.trim_end().to_owned());
    }
    let written = match before.rsplit_once('=') {
        Some((before, _)) => before,
        // A table within a list that goes over lines has no key.
        None if line.trim_start().starts_with('{') => return None,
        None => line.split_once('=')?.0,
    };
    let key = written.rsplit(['{', ',']).next()?.trim();
    (!key.is_empty()).then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
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
        path: Option<std::path::PathBuf>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Level {
        Error,
        Info,
    }

    #[test]
    fn the_usual_mistakes_are_told_in_swedish() {
        for (source, told) in [
            (
                "nam = 'x'",
                "det finns ingen nyckel `nam`; menade du `name`? Det finns name, times, list, is-on, level, path",
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
                "list = [\n  'a',\n  { b = 5 },\n]",
                "en tabell går inte; här ska stå text inom citattecken",
            ),
            ("[list]\na = 1", "`[list]`: skriv `[[list]]`"),
            (
                "path = 5",
                "`path`: heltalet `5` går inte; här ska stå text inom citattecken",
            ),
            ("level = 5", "`level`: här ska stå text inom citattecken"),
            (
                "level = 'warn'",
                "`level`: `warn` går inte; möjliga värden är error, info",
            ),
            ("name = 'a'\nname = 'b'", "`name`: nyckeln står två gånger"),
            (
                "name",
                "går inte att läsa; skriv `nyckel = värde`, text inom citattecken",
            ),
        ] {
            let error = toml::from_str::<File>(source).unwrap_err();
            let mistake = super::told(error.message(), error.span(), source);
            assert_eq!(mistake.get(Language::Sv), told, "{}", error.message());
        }
    }
}
