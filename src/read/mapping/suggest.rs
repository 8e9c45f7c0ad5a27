//! A first mapping for a foreign export: guesses which column is which field by
//! its name in Swedish, English and French, how dates and lists are written by
//! looking at the values, and which of our options a value is like. What could
//! not be guessed stands in the file as a comment to be filled in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use strsim::{jaro_winkler, sorensen_dice};

use crate::config::Language;
use crate::decode::{Charset, decode};
use crate::form::{Choice, Edition, FIELDS, Key, Kind, squash};
use crate::read::mapping::amounts::band_in_words;

mod columns;
mod dates;
mod fields;
mod page;

use columns::{Column, csv_columns, json_columns};
use dates::{dates, is_date};
use fields::{assign, is_vague, time_of};
use page::Page;

/// How many values of a choice are listed.
const VALUES: usize = 40;
/// From which likeness a guess needs no mark.
const SURE: f64 = 0.95;
/// How often a value must stand to be shown: what stands once may be a person's.
const OFTEN: usize = 3;
/// Up to how many different values are few.
const FEW: usize = 12;

/// Writes a first mapping for the beginning of an export. `None` if it is
/// neither a table nor JSON. Its comments are in `language`.
pub(crate) fn suggest(head: &[u8], language: Language) -> Option<String> {
    let text = decode(head).text;
    let (format, (columns, records), delimiter) = match text.trim_start().as_bytes().first()? {
        b'{' | b'[' => ("json", json_columns(&text), None),
        _ => {
            let (columns, delimiter) = csv_columns(head)?;
            ("csv", (columns, None), Some(delimiter))
        }
    };
    if columns.is_empty() {
        return None;
    }
    let edition = Edition::default_edition();
    let mut out = Page::new(language);
    out.say(page::HEAD);
    let _ = writeln!(out, "format = \"{format}\"");
    if let Some(delimiter) = delimiter {
        let _ = writeln!(
            out,
            "delimiter = {}",
            quoted(&char::from(delimiter).to_string())
        );
        out.say(page::ENCODING.with("name", Charset::of(head).name()));
    }
    if let Some(records) = records {
        let _ = writeln!(out, "records = {}", quoted(&records));
    }
    let assigned = assign(&columns, edition);
    if format == "csv" {
        grouped(&mut out, &columns, &assigned);
    }
    let is_date = |at: usize| assigned[at].is_some_and(|(key, _)| edition.kind(key) == Kind::Date);
    let times =
        |at: usize| time_of(&columns, at).filter(|time| is_date(at) && assigned[*time].is_none());
    let joined: Vec<Option<usize>> = (0..columns.len()).map(times).collect();
    for (at, (column, to)) in columns.iter().zip(&assigned).enumerate() {
        match *to {
            // It stands with its dates.
            _ if joined.contains(&Some(at)) => {}
            _ if !can_be_shown(&column.name) => {
                out.say(page::UNSHOWN.with("number", at + 1));
            }
            Some((to, score)) => {
                let time = joined[at].map(|time| &columns[time]);
                field(&mut out, (column, time), (to, score), edition);
            }
            None if option(&mut out, column, edition) => {}
            None => unguessed(&mut out, column),
        }
    }
    Some(out.into_text())
}

/// Numbers of notifications that repeat: the rows of one may be one notification.
fn grouped(out: &mut Page, columns: &[Column], assigned: &[Option<(Key, f64)>]) {
    let repeats = |column: &&Column| {
        column.values.len() > 1
            && column.values.values().any(|count| *count > 1)
            && can_be_shown(&column.name)
    };
    let numbers = [Key::CaseNumber, Key::ControllerReference];
    let of = |key| {
        let mut pairs = columns.iter().zip(assigned);
        pairs.find(|(_, to)| to.is_some_and(|(to, _)| to == key))
    };
    let keys = numbers.into_iter().filter_map(of);
    if let Some(column) = keys.map(|(column, _)| column).find(repeats) {
        let rows: usize = column.values.values().sum();
        let message = page::REPEATS.with("rows", rows);
        let message = message.with("numbers", column.values.len());
        out.say(message.with("name", quoted(&column.name)));
    }
}

/// What a mapping calls a field: date and time together are one, and so are the
/// exact number and its band; of a list it is the first entry.
fn target(key: Key) -> String {
    let column = key.csv_column(0);
    let whole = column
        .strip_suffix(".date")
        .or_else(|| column.strip_suffix(".exact"));
    whole.map_or_else(|| column.clone(), str::to_owned)
}

/// One entry for a column whose field was guessed.
fn field(
    out: &mut Page,
    (column, time): (&Column, Option<&Column>),
    (key, score): (Key, f64),
    edition: &Edition,
) {
    let doubt = match score {
        _ if is_vague(score) => out.words(page::VAGUE),
        score if score < SURE => out.words(page::DOUBT),
        _ => "",
    };
    let from = match time {
        Some(time) => format!("[{}, {}]", quoted(&column.name), quoted(&time.name)),
        None => quoted(&column.name),
    };
    let to = target(key);
    let _ = write!(out, "\n[[field]]\nto = \"{to}\"{doubt}\nfrom = {from}\n");
    let options = edition
        .place(key)
        .map_or(&[][..], |(question, _)| &question.options);
    match edition.kind(key) {
        Kind::Date => match time {
            Some(time) => dates(out, &column.with_times(time)),
            None => dates(out, column),
        },
        Kind::Count => amounts(out, column),
        Kind::Choice => {
            let mut split = out.another();
            let single = separated(&mut split, column);
            if single.len() < column.values.len() {
                out.say(page::SEVERAL.with("split", split.into_text()));
            }
            choices(out, &column.values, options, edition);
        }
        Kind::Choices => {
            let single = separated(out, column);
            choices(out, &single, options, edition);
        }
        _ => {}
    }
}

/// How numbers are written.
fn amounts(out: &mut Page, column: &Column) {
    let values = || column.values.keys();
    if values().any(|value| value.contains(',')) {
        out.push_str("thousands = \",\"\n");
    }
    let unread = values().any(|value| {
        crate::value::parse_band(value).is_none()
            && band_in_words(value).is_none()
            && !value.chars().any(|c| c.is_ascii_digit())
    });
    if unread {
        out.say(page::NO_NUMBER);
    }
}

/// The values of a cell that holds several, and the separator.
fn separated(out: &mut Page, column: &Column) -> BTreeMap<String, usize> {
    let holds = |mark: char| column.values.keys().any(|value| value.contains(mark));
    let bare_comma = column.values.keys().any(|value| {
        value
            .match_indices(',')
            .any(|(at, _)| !value[at + 1..].starts_with(char::is_whitespace))
    });
    let (line, split): (&str, fn(&str) -> Vec<&str>) = if holds('|') {
        ("split = \"|\"\n", |value| value.split('|').collect())
    } else if holds('\n') {
        ("split = \"\\n\"\n", |value| value.split('\n').collect())
    } else if holds(';') {
        ("split = \";\"\n", |value| value.split(';').collect())
    } else if bare_comma {
        ("split_pattern = ',(?!\\s)'\n", |value| split_bare(value))
    } else if holds(',') {
        (out.words(page::COMMA), |value| value.split(',').collect())
    } else {
        ("", |value| vec![value])
    };
    out.push_str(line);
    let mut single: BTreeMap<String, usize> = BTreeMap::new();
    for (value, count) in &column.values {
        for piece in split(value)
            .into_iter()
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
        {
            *single.entry(piece.to_owned()).or_default() += count;
        }
    }
    single
}

/// Splits at commas that no blank follows.
fn split_bare(value: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, _) in value.match_indices(',') {
        if !value[at + 1..].starts_with(char::is_whitespace) {
            pieces.push(&value[start..at]);
            start = at + 1;
        }
    }
    pieces.push(&value[start..]);
    pieces
}

/// The code of the option that a value is like, and how much.
type Likeness = (String, f64);
/// A value that is no option as it stands, how often it stands, and what it is like.
type Foreign<'v> = (&'v String, usize, Option<Likeness>);

/// The different values of a choice with the options that they are like. Values
/// that stand seldom may be free text and are only counted.
fn choices(
    out: &mut Page,
    values: &BTreeMap<String, usize>,
    options: &[Choice],
    edition: &Edition,
) {
    let is_option = |value: &str| {
        options
            .iter()
            .any(|option| option.squashed.contains(&squash(value)))
    };
    let mut foreign: Vec<Foreign> = values
        .iter()
        .filter(|(value, _)| !is_option(value))
        .map(|(value, count)| (value, *count, likely(value, options, edition)))
        .collect();
    foreign.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let sure = |likely: &Option<Likeness>| likely.as_ref().is_some_and(|(_, score)| *score >= SURE);
    let all_known = values.len() <= FEW && foreign.iter().all(|(.., likely)| sure(likely));
    let lines: Vec<String> = foreign
        .iter()
        .filter(|(value, count, _)| {
            (all_known || *count >= OFTEN) && crate::value::is_safe_label(value)
        })
        .take(VALUES)
        .map(|(value, count, likely)| match likely {
            Some((code, score)) if *score >= SURE => {
                format!("{} = \"{code}\"   # {count}", quoted(value))
            }
            Some((code, _)) => format!("# ? {} = \"{code}\"   # {count}", quoted(value)),
            None => format!("# ? {} = \"\"   # {count}", quoted(value)),
        })
        .collect();
    if foreign.is_empty() {
        return;
    }
    let codes: Vec<&str> = options
        .iter()
        .map(|option| option.code.as_str())
        .filter(|code| !code.is_empty())
        .collect();
    out.say(page::OPTIONS.with("codes", codes.join(", ")));
    if lines.iter().all(|line| line.starts_with('#')) {
        out.push_str("# ");
    }
    let _ = writeln!(out, "[field.values]");
    for line in &lines {
        let _ = writeln!(out, "{line}");
    }
    if foreign.len() > lines.len() {
        out.say(page::more(foreign.len() - lines.len()));
    }
}

/// The option most like a value.
fn likely(value: &str, options: &[Choice], edition: &Edition) -> Option<Likeness> {
    if edition.is_unknown(value)
        || ["inconnu", "unknown", "okänt"].contains(&value.to_lowercase().as_str())
    {
        return Some(("(unknown)".to_owned(), 1.0));
    }
    let squashed = squash(value);
    let known = options.iter().filter(|option| !option.code.is_empty());
    let scored = known.flat_map(|option| {
        option.squashed.iter().map(|label| {
            (
                option.code.clone(),
                jaro_winkler(&squashed, label).max(sorensen_dice(&squashed, label)),
            )
        })
    });
    scored
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|(_, score)| *score > 0.7)
}

/// A column that is called like an option of a multiple choice: one of a column
/// for each option.
fn option(out: &mut Page, column: &Column, edition: &Edition) -> bool {
    let several = FIELDS.iter().filter(|field| field.kind == Kind::Choices);
    let found = several.map(|field| field.key).find_map(|key| {
        let (question, _) = edition.place(key)?;
        let option = &question.options[question.find_option(&column.name)?];
        (!option.code.is_empty()).then_some((key, option))
    });
    let Some((key, option)) = found else {
        return false;
    };
    let from = quoted(&column.name);
    let _ = write!(
        out,
        "\n[[field]]\nto = \"{}\"\nfrom = {from}\noption = \"{}\"\n",
        key.path(),
        option.code
    );
    true
}

/// A column whose field could not be guessed, as a comment: what kind of values
/// it has, but none of them.
fn unguessed(out: &mut Page, column: &Column) {
    let _ = write!(
        out,
        "\n# ? [[field]]\n# to = \"\"\n# from = {}\n",
        quoted(&column.name)
    );
    let all = |is: fn(&str) -> bool| column.values.keys().all(|value| is(value));
    match column.values.len() {
        0 => out.say(page::EMPTY),
        _ if all(is_number) => out.say(page::NUMBERS),
        _ if all(is_date) => out.say(page::DATES),
        count => out.say(page::texts(count)),
    }
}

fn is_number(value: &str) -> bool {
    matches!(
        crate::value::parse_count(value),
        crate::value::Count::Exact(..)
    )
}

/// Whether a name, be it of several lines, holds nothing personal.
fn can_be_shown(name: &str) -> bool {
    crate::value::is_safe_label(&name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text as TOML writes it on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests;
