//! What rows begin with, or consist of, that say something of the table and are no records:
//! extremes and shares, that nothing happened, units below the header.

use super::{MONTHS, NOTES, PERIODS, SUMMED, is_number, is_unknown, words};

/// Words for figures of a column that are no sums and no averages. Some are names, too.
const EXTREMES: [&str; 22] = [
    "max",
    "min",
    "maximum",
    "minimum",
    "maxvärde",
    "minvärde",
    "maxantal",
    "maximalt",
    "minimalt",
    "högst",
    "högsta",
    "lägst",
    "lägsta",
    "största",
    "minsta",
    "highest",
    "lowest",
    "standardavvikelse",
    "stdav",
    "typvärde",
    "kvartil",
    "percentil",
];

/// What the row of a part of the others begins with; anything may follow.
const PARTS: [&str; 6] = ["varav", "därav", "dont", "davon", "andel", "andelen"];
/// The same, and what compares the rows with others. Answers may begin so, too.
const COMPARED: [&str; 14] = [
    "procent",
    "procentandel",
    "share",
    "percentage",
    "proportion",
    "differens",
    "skillnad",
    "förändring",
    "jämförelse",
    "förra",
    "föregående",
    "difference",
    "change",
    "previous",
];

/// What says that there is nothing, beside a word for what there might be.
const NOTHING: [&str; 8] = [
    "inga", "ingen", "inget", "no", "none", "aucun", "aucune", "keine",
];
const SUBJECTS: [&str; 18] = [
    "incident",
    "incidenter",
    "incidents",
    "personuppgiftsincident",
    "personuppgiftsincidenter",
    "anmälan",
    "anmälningar",
    "anmälda",
    "ärende",
    "ärenden",
    "händelse",
    "händelser",
    "notification",
    "notifications",
    "breach",
    "breaches",
    "case",
    "cases",
];

/// What stands in a row of units and forms.
const UNITS: [&str; 40] = [
    "datum",
    "date",
    "tid",
    "time",
    "och",
    "and",
    "klockslag",
    "st",
    "stycken",
    "antal",
    "number",
    "pcs",
    "timmar",
    "tim",
    "h",
    "hours",
    "dagar",
    "days",
    "minuter",
    "min",
    "kr",
    "sek",
    "ja",
    "nej",
    "yes",
    "no",
    "text",
    "fritext",
    "åååå",
    "mm",
    "dd",
    "yyyy",
    "hh",
    "tt",
    "val",
    "lista",
    "siffra",
    "siffror",
    "nummer",
    "obligatorisk",
];

/// Whether a text stands for an extreme of the rows above it.
pub(in crate::read::sieve) fn is_extreme(text: &str) -> bool {
    if text.len() > 80 {
        return false;
    }
    let words = words(text);
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    let goes_on = |word: &String| {
        let word = word.as_str();
        SUMMED.contains(&word) || EXTREMES.contains(&word) || ["värde", "value"].contains(&word)
    };
    EXTREMES.contains(&first.as_str()) && rest.iter().all(goes_on)
}

/// Whether a text stands for a part of the rows above it: `varav sena`, `Andel sena`; or for what
/// they are compared with, where no answer stands.
pub(in crate::read::sieve) fn is_part(text: &str, is_label: bool) -> bool {
    if text.len() > 80 {
        return false;
    }
    match &words(text)[..] {
        [of, which, ..] if of == "of" && which == "which" => true,
        [first, ..] => {
            PARTS.contains(&first.as_str()) || is_label && COMPARED.contains(&first.as_str())
        }
        [] => false,
    }
}

/// Whether a text says that nothing happened: `Inga incidenter under maj`.
pub(in crate::read::sieve) fn is_nothing(text: &str) -> bool {
    if text.len() > 120 {
        return false;
    }
    let words = words(text);
    // `Juni: inga incidenter`
    let mut said = words.iter().skip_while(|word| is_of_period(word));
    said.next()
        .is_some_and(|first| NOTHING.contains(&first.as_str()))
        && said.any(|word| SUBJECTS.contains(&word.as_str()))
}

/// Whether a text names a month or another part of a year somewhere.
pub(in crate::read::sieve) fn names_period(text: &str) -> bool {
    let mut words = words(text).into_iter();
    words.any(|word| is_of_period(&word) && !is_number(&word))
}

fn is_of_period(word: &str) -> bool {
    MONTHS.contains(&word) || PERIODS.contains(&word) || is_number(word)
}

/// Whether a text is a share: `33 %`.
pub(in crate::read::sieve) fn is_share(text: &str) -> bool {
    text.ends_with('%') && super::is_figure(text)
}

/// Whether a text is a unit or a form: `(st)`, `ÅÅÅÅ-MM-DD`.
pub(in crate::read::sieve) fn is_unit(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    if text.len() > 40 || has_digit || is_unknown(text) {
        return false;
    }
    let words = words(text);
    !words.is_empty() && words.iter().all(|word| UNITS.contains(&word.as_str()))
}

/// Whether a text stands in brackets.
pub(in crate::read::sieve) fn is_bracketed(text: &str) -> bool {
    [("(", ")"), ("[", "]"), ("<", ">")]
        .iter()
        .any(|(begins, ends)| text.starts_with(begins) && text.ends_with(ends))
}

/// Whether a cell may begin a row that is told by its words though it has a date: a sum, or
/// that nothing happened. Few cells get beyond the first letters.
pub(in crate::read::sieve) fn may_begin_sum(cell: &[u8]) -> bool {
    const BEGIN: [&[u8; 2]; 20] = [
        b"su", b"to", b"gr", b"ov", b"de", b"sl", b"sa", b"ti", b"so", b"en", b"ge", b"an", b"co",
        b"no", b"me", b"sn", b"av", b"mo", b"in", b"i ",
    ];
    let cell = cell.trim_ascii();
    cell.get(..2)
        .is_some_and(|first| BEGIN.iter().any(|own| own.eq_ignore_ascii_case(first)))
        && !cell.iter().any(|byte| matches!(byte, b'/' | b'-'))
}

/// Whether a word is one that notes begin with, also within a longer one: `uttagsdatum`.
pub(super) fn is_noted(word: &str) -> bool {
    let is_date = ["datum", "dag", "tid", "date"]
        .iter()
        .any(|end| word.ends_with(end));
    let of_note = |own: &&str| own.len() > 4 && word.starts_with(&**own);
    NOTES.contains(&word) || is_date && (NOTES.iter().any(of_note) || word.starts_with("uttag"))
}

/// Words for a row that shows how rows are filled in.
const EXAMPLES: [&str; 9] = [
    "exempel",
    "exempelrad",
    "exempelpost",
    "exempelärende",
    "exempeltext",
    "example",
    "sample",
    "testrad",
    "mallrad",
];

/// Whether a cell says that its row is an example: `EXEMPEL`, `Ex. KS 2024/1`.
pub(in crate::read::sieve) fn is_example(text: &str) -> bool {
    let first = words(text).into_iter().next().unwrap_or_default();
    EXAMPLES.contains(&first.as_str())
        || first == "ex"
            && text
                .get(2..3)
                .is_some_and(|mark| [".", ":"].contains(&mark))
}

/// Whether a cell may do so, by how it begins.
pub(in crate::read::sieve) fn may_be_example(cell: &[u8]) -> bool {
    let begins = |word: &&[u8]| {
        let start = cell.trim_ascii().get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    [&b"ex"[..], b"sample", b"testrad", b"mallrad"]
        .iter()
        .any(begins)
}
