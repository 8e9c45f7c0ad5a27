//! Mistakes in a TOML file, told in Swedish: made anew from what the library says.
//! English is the library's own.

use std::ops::Range;

use crate::config::suggestion::nearest;

/// What the library calls the kinds of values, and what it expects, in Swedish.
const KINDS: &[(&str, &str)] = &[
    ("a string", "text inom citattecken"),
    ("a boolean", "true eller false"),
    ("a sequence", "en lista inom hakparenteser"),
    ("a map", "en tabell"),
    ("a borrowed string", "text inom citattecken"),
    ("u8", "ett heltal från 0 till 255"),
    ("u16", "ett heltal från 0"),
    ("u32", "ett heltal från 0"),
    ("u64", "ett heltal från 0"),
    ("usize", "ett heltal från 0"),
    ("i64", "ett heltal"),
    ("f64", "ett tal"),
    (
        "`true`, or how many times, up to 255",
        "`true`, eller hur många gånger, högst 255",
    ),
    (
        "this must be a whole number from 0 to 4294967295",
        "ett heltal från 0 till 4294967295",
    ),
    (
        "this must be a list of whole numbers from 0 up, as in [100, 999]",
        "en lista med heltal från 0, som i [100, 999]",
    ),
    (
        "not a size, such as 512M or 2G",
        "en storlek, som 512M eller 2G",
    ),
    (
        "data did not match any variant of untagged enum Written",
        "en storlek, som 512M eller 2G",
    ),
];

/// What kind of value stands there, by how the library begins to name it.
const FOUND: &[(&str, &str)] = &[
    ("string ", "texten "),
    ("integer ", "heltalet "),
    ("floating point ", "decimaltalet "),
    ("boolean ", "värdet "),
    ("datetime ", "datumet "),
    ("sequence", "en lista"),
    ("map", "en tabell"),
];

/// What is wrong at a place of a TOML file, in Swedish, without the line.
pub(super) fn swedish(message: &str, span: Option<Range<usize>>, source: &str) -> String {
    let key = span.and_then(|span| key_at(source, span.start));
    let at_key = |text: String| match &key {
        Some(key) => format!("`{key}`: {text}"),
        None => text,
    };
    if let Some((name, known)) = named(message, "unknown field ") {
        let near = nearest(name, known.split(", "))
            .map(|near| format!("; menade du `{near}`?"))
            .unwrap_or_default();
        let known = if known.is_empty() {
            known
        } else {
            format!("; det finns {known}")
        };
        return format!("det finns ingen nyckel `{name}`{near}{known}");
    }
    if let Some((name, known)) = named(message, "unknown variant ") {
        return at_key(format!("`{name}` går inte; möjliga värden är {known}"));
    }
    if let Some((name, _)) = named(message, "missing field ") {
        return format!("nyckeln `{name}` saknas");
    }
    if message.starts_with("duplicate ") {
        return at_key("nyckeln står två gånger".to_owned());
    }
    let typed = ["invalid type: ", "invalid value: "]
        .iter()
        .find_map(|start| message.strip_prefix(start));
    if let Some((found, expected)) = typed.and_then(|rest| rest.split_once(", expected ")) {
        let found = FOUND
            .iter()
            .find_map(|(en, sv)| Some(format!("{sv}{}", found.strip_prefix(en)?)));
        let expected = kind(expected).unwrap_or(expected);
        return at_key(match found {
            Some(found) => format!("{found} går inte; här ska stå {expected}"),
            None => format!("här ska stå {expected}"),
        });
    }
    if message.starts_with("a date, not ") {
        return at_key("här ska stå ett datum, som 2024-06-01".to_owned());
    }
    match kind(message) {
        Some(expected) => at_key(format!("här ska stå {expected}")),
        None => "går inte att läsa; skriv `nyckel = värde`, text inom citattecken".to_owned(),
    }
}

/// A kind of value in Swedish.
fn kind(expected: &str) -> Option<&'static str> {
    if expected.starts_with("struct ") {
        return Some("en tabell");
    }
    KINDS
        .iter()
        .find(|(en, _)| *en == expected)
        .map(|(_, sv)| *sv)
}

/// The name that follows such a beginning in backticks, and the names that are known.
fn named<'m>(message: &'m str, start: &str) -> Option<(&'m str, String)> {
    let (name, rest) = message
        .strip_prefix(start)?
        .strip_prefix('`')?
        .split_once('`')?;
    let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    Some((name, known.join(", ")))
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
    fn the_usual_mistakes_are_told_in_swedish() {
        for (source, told) in [
            (
                "nam = 'x'",
                "det finns ingen nyckel `nam`; menade du `name`?; det finns name, times, list, is-on, level",
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
            ("name = 'a'\nname = 'b'", "`name`: nyckeln står två gånger"),
            (
                "name",
                "går inte att läsa; skriv `nyckel = värde`, text inom citattecken",
            ),
        ] {
            let error = toml::from_str::<File>(source).unwrap_err();
            assert_eq!(
                swedish(error.message(), error.span(), source),
                told,
                "{}",
                error.message()
            );
        }
    }
}
