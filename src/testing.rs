//! What unit tests of several modules share.

use std::io::Write as _;

use toml::{Table, Value};

use crate::config::{Language, Message};

/// A whole text copy.
pub(crate) const COPY: &str = include_str!("../fixtures/notifications/imy-2021-text-copy.txt");

/// What may stand in place of any value, of every kind that TOML has.
const KINDS: &str = "kinds = [5, -1, 5000000000, 5.5, true, \"§\", \"\", [], [1], [[]], [{ a = 1 }], \
    { a = 1 }, {}, { map = 1 }, 2024-01-01, 2024-01-01T10:00:00, 10:00:00, [[\"a\"], \"b\"]]";

/// Words of the library and of the language of this program, which no user is to read.
const FOREIGN: &[&str] = &[
    "u8",
    "u16",
    "u32",
    "u64",
    "usize",
    "i64",
    "f64",
    "bool",
    "char",
    "struct",
    "enum",
    "variant",
    "untagged",
    "expected",
    "wanted",
    "invalid type",
    "invalid value",
    "sequence",
    "a string",
    "Option",
    "Vec",
    "missing field",
    "unknown field",
    "duplicate",
    "deserial",
    "another kind",
    "ett annat slags",
    "cannot be read",
    "går inte att läsa",
    "TOML",
    "Spanned",
];

/// Every file that differs from this one in one place and is wrong there, or may be: a value
/// of another kind, a key too few, a key too many.
pub(crate) fn broken(source: &str) -> Vec<String> {
    let file = Value::Table(toml::from_str(source).unwrap());
    let kinds: Table = toml::from_str(KINDS).unwrap();
    let mut all = Vec::new();
    differing(
        &file,
        kinds["kinds"].as_array().unwrap(),
        &|other| other,
        &mut all,
    );
    all
}

/// Adds what differs within one value; `whole` puts it into the file.
fn differing(
    value: &Value,
    kinds: &[Value],
    whole: &dyn Fn(Value) -> Value,
    all: &mut Vec<String>,
) {
    let mut add = |value: Value| {
        let whole = whole(value);
        all.extend(
            whole
                .as_table()
                .map(|table| toml::to_string(table).unwrap()),
        );
    };
    for kind in kinds {
        add(kind.clone());
    }
    if let Value::Table(table) = value {
        let mut more = table.clone();
        more.insert("xyzzy".to_owned(), Value::Integer(1));
        add(Value::Table(more));
        for key in table.keys() {
            let mut fewer = table.clone();
            fewer.remove(key);
            add(Value::Table(fewer));
        }
        for (key, inner) in table {
            let put = |other: Value| {
                let mut table = table.clone();
                table.insert(key.clone(), other);
                whole(Value::Table(table))
            };
            differing(inner, kinds, &put, all);
        }
    } else if let Value::Array(list) = value {
        for (at, inner) in list.iter().enumerate() {
            let put = |other: Value| {
                let mut list = list.clone();
                list[at] = other;
                whole(Value::Array(list))
            };
            differing(inner, kinds, &put, all);
        }
    }
}

/// Asserts that a mistake speaks of no type of the library in either language.
pub(crate) fn is_in_plain_words(mistake: &Message, of: &str) {
    for language in [Language::Sv, Language::En] {
        let told = mistake.get(language);
        let is_word = |foreign: &&&str| {
            let mut around = told.match_indices(**foreign);
            around.any(|(at, found)| {
                let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                !letter(told[..at].chars().next_back())
                    && !letter(told[at + found.len()..].chars().next())
            })
        };
        let foreign = FOREIGN.iter().find(is_word);
        assert_eq!(foreign, None, "{told}\n\n{of}");
    }
}

/// Says that a test asserts nothing for want of something, where it is seen: what
/// a test prints in the usual way is shown only when it fails.
pub(crate) fn skipped(why: &str) {
    // Nothing is left to tell it to if standard error is closed.
    let _ = writeln!(
        std::io::stderr(),
        "SKIPPED: {why}; this test asserts nothing"
    );
}
