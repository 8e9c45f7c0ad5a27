//! What people write into rows of a table that are no records: words for sums and
//! periods, the beginnings of notes, dates and numbers by their look.

mod figures;
mod rows;

pub(super) use figures::{count, is_first_of_month, whole};
use rows::is_noted;
pub(super) use rows::{
    is_bracketed, is_example, is_extreme, is_nothing, is_part, is_share, is_unit, may_be_example,
    may_begin_sum, names_period,
};

/// What a row of sums begins with, in Swedish, English, French and German, and so
/// rows of averages.
const SUMS: [&[&str]; 57] = [
    &["summa"],
    &["summan"],
    &["summering"],
    &["sum"],
    &["sums"],
    &["sub", "total"],
    &["subtotal"],
    &["subtotals"],
    &["grand", "total"],
    &["overall", "total"],
    &["total"],
    &["totals"],
    &["tot"],
    &["ttl"],
    &["s", "a"],
    &["i", "snitt"],
    &["i", "genomsnitt"],
    &["i", "medel"],
    &["snittet"],
    &["genomsnittlig"],
    &["genomsnittligt"],
    &["medeltal"],
    &["medeltalet"],
    &["medelantal"],
    &["mv"],
    &["totalt"],
    &["totalen"],
    &["totaler"],
    &["totalsumma"],
    &["totalsumman"],
    &["slutsumma"],
    &["delsumma"],
    &["delsummor"],
    &["sammanlagt"],
    &["samtliga"],
    &["tillsammans"],
    &["i", "allt"],
    &["in", "all"],
    &["all", "rows"],
    &["somme"],
    &["total", "général"],
    &["sous", "total"],
    &["ensemble"],
    &["gesamt"],
    &["summe"],
    &["gesamtsumme"],
    &["antal"],
    &["count"],
    &["nombre"],
    &["medelvärde"],
    &["medel"],
    &["genomsnitt"],
    &["snitt"],
    &["average"],
    &["mean"],
    &["median"],
    &["moyenne"],
];

/// What may stand behind a word for a sum: what is summed.
const SUMMED: [&str; 67] = [
    "antal",
    "alla",
    "all",
    "samtliga",
    "för",
    "for",
    "of",
    "av",
    "de",
    "des",
    "du",
    "la",
    "le",
    "the",
    "per",
    "och",
    "and",
    "et",
    "rader",
    "rows",
    "lignes",
    "anmälningar",
    "anmälda",
    "incidenter",
    "personer",
    "registrerade",
    "drabbade",
    "berörda",
    "uppgifter",
    "ärenden",
    "poster",
    "notifications",
    "breaches",
    "incidents",
    "records",
    "people",
    "persons",
    "personnes",
    "affected",
    "hela",
    "helår",
    "perioden",
    "period",
    "inkl",
    "incl",
    "general",
    "général",
    "cases",
    "number",
    "count",
    "ärende",
    "anmälan",
    "incident",
    "person",
    "registrerad",
    "händelse",
    "händelser",
    "fall",
    "dag",
    "dagar",
    "tim",
    "timmar",
    "sena",
    "försenade",
    "exkl",
    "excl",
    "case",
];

const MONTHS: [&str; 53] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "okt",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "may",
    "june",
    "july",
    "august",
    "october",
    "oct",
    "janvier",
    "février",
    "fevrier",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "decembre",
    "januar",
    "februar",
    "märz",
    "juillet",
    "dezember",
    "oktobre",
];

/// Words for parts of a year; with a number, or alone.
const PERIODS: [&str; 43] = [
    "kvartal",
    "kvartalet",
    "kv",
    "quarter",
    "qtr",
    "q",
    "q1",
    "q2",
    "q3",
    "q4",
    "t1",
    "t2",
    "t3",
    "h1",
    "h2",
    "ht",
    "vt",
    "vecka",
    "week",
    "v",
    "w",
    "semaine",
    "halvår",
    "halvåret",
    "helår",
    "helåret",
    "kalenderår",
    "kalenderåret",
    "tertial",
    "trimestre",
    "semestre",
    "år",
    "året",
    "year",
    "année",
    "månad",
    "month",
    "mois",
    "våren",
    "hösten",
    "första",
    "andra",
    "tredje",
];

/// What notes below a table begin with.
const NOTES: [&str; 60] = [
    "källa",
    "källor",
    "source",
    "sources",
    "quelle",
    "not",
    "noter",
    "note",
    "notes",
    "nb",
    "anm",
    "anmärkning",
    "obs",
    "observera",
    "fotnot",
    "footnote",
    "remark",
    "remarks",
    "kommentar",
    "uttag",
    "uttaget",
    "utdrag",
    "utskrift",
    "utskriven",
    "rapport",
    "report",
    "export",
    "exporterad",
    "exporterat",
    "exported",
    "extract",
    "extracted",
    "skapad",
    "skapat",
    "created",
    "generated",
    "genererad",
    "genererat",
    "uppdaterad",
    "updated",
    "senast",
    "printed",
    "copyright",
    "sammanställd",
    "sammanställt",
    "utskrivet",
    "utskrivna",
    "uppdaterat",
    "framtagen",
    "framtaget",
    "hämtad",
    "hämtat",
    "retrieved",
    "downloaded",
    "skapande",
    "uppdatering",
    "uppdaterings",
    "framtagning",
    "hämtning",
    "sammanställning",
];

/// What stands for an answer that is not known.
const UNKNOWN: [&str; 16] = [
    "okänd", "okänt", "okända", "unknown", "vet", "oklart", "saknas", "uppgift", "ej", "inte",
    "na", "n", "none", "not", "inconnu", "ingen",
];

/// The words of a text in lower case, without what stands between them.
fn words(text: &str) -> Vec<String> {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number of a month, as `2024-01` has it.
fn is_month_number(word: &str) -> bool {
    word.len() == 2 && word.parse().is_ok_and(|month| (1..=12).contains(&month))
}

/// A year of our time.
fn is_year(word: &str) -> bool {
    word.len() == 4 && is_number(word) && (word.starts_with("19") || word.starts_with("20"))
}

/// Whether a text is a sign that stands for a sum, a share or a mean.
pub(super) fn is_sum_sign(text: &str) -> bool {
    matches!(text.trim(), "Σ" | "∑" | "%" | "‰" | "Ø" | "⌀")
}

/// Whether a text stands for a sum: a word for one, alone or with what is summed.
pub(super) fn is_sum(text: &str) -> bool {
    // Nobody writes that much there.
    if text.len() > 80 {
        return false;
    }
    if is_sum_sign(text) {
        return true;
    }
    let words = words(text);
    let begins =
        |sum: &&&[&str]| words.len() >= sum.len() && sum.iter().zip(&words).all(|(a, b)| a == b);
    let rest = SUMS
        .iter()
        .filter(begins)
        .map(|sum| sum.len())
        .max()
        .map(|length| &words[length..]);
    let summed = |word: &String| {
        let word = word.as_str();
        SUMMED.contains(&word)
            || MONTHS.contains(&word)
            || PERIODS.contains(&word)
            || is_number(word)
            || SUMS.iter().any(|sum| *sum == [word])
    };
    rest.is_some_and(|rest| rest.iter().all(summed))
}

/// Whether a text names a period, as headings within a table do: `Januari 2024`, `Q1`.
pub(super) fn is_period(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let words = words(text);
    let of_period =
        |word: &String| MONTHS.contains(&word.as_str()) || PERIODS.contains(&word.as_str());
    match &words[..] {
        [] => false,
        [one] => is_year(one) || of_period(one),
        [year, month] if is_year(year) && is_month_number(month) => true,
        many => {
            many.iter().any(of_period) && many.iter().all(|word| of_period(word) || is_number(word))
        }
    }
}

/// Whether a text names a month or a part of a year, not a year alone.
pub(super) fn is_part_of_year(text: &str) -> bool {
    is_period(text) && text.chars().any(char::is_alphabetic)
}

/// Whether a text has a word before a whole date, and nothing behind it: `Per 2024-06-01`.
pub(super) fn is_as_of(text: &str) -> bool {
    let Some((word, date)) = text.split_once(' ') else {
        return false;
    };
    let numbers: Vec<&str> = date.split(|c: char| !c.is_ascii_digit()).collect();
    let year = numbers.iter().filter(|number| number.len() == 4).count();
    word.chars()
        .all(|c| c.is_alphabetic() || matches!(c, '.' | ':'))
        && !date.chars().any(char::is_alphabetic)
        && (numbers.len() == 3 && year == 1 || matches!(numbers[..], [one] if one.len() == 8))
}

/// Whether a text says that it is a note: `Källa: ...`, `* ...`.
pub(super) fn is_named_note(text: &str) -> bool {
    let Some((before, _)) = text.split_once(':') else {
        return text.starts_with(['*', '©', '†']);
    };
    let words = words(before);
    words.len() <= 3 && is_note(&words)
}

/// Whether a text begins as a note does and has so many words.
pub(super) fn begins_note(text: &str, at_least: usize) -> bool {
    let words = words(text);
    words.len() >= at_least && is_note(&words)
}

/// Whether words are those of a note: `Uttag`, `Uttagsdatum`, `Datum för uttag`.
fn is_note(words: &[String]) -> bool {
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    is_noted(first)
        || matches!(first.as_str(), "datum" | "date" | "tid")
            && matches!(rest, [of, note, ..] if ["för", "of", "av"].contains(&of.as_str()) && is_noted(note))
}

/// Whether a text has so many words.
pub(super) fn is_long(text: &str, at_least: usize) -> bool {
    text.split_whitespace().nth(at_least - 1).is_some()
}

/// Whether a text says that something is not known.
pub(super) fn is_unknown(text: &str) -> bool {
    words(text)
        .first()
        .is_none_or(|word| UNKNOWN.contains(&word.as_str()))
}

/// Whether a text looks like a date or a time, whatever its format: at least two
/// numbers, or one of at least six digits.
pub(super) fn is_date(text: &[u8]) -> bool {
    let (mut digits, mut groups, mut before) = (0, 0, false);
    for byte in text {
        let is_digit = byte.is_ascii_digit();
        digits += usize::from(is_digit);
        groups += usize::from(is_digit && !before);
        before = is_digit;
    }
    groups > 1 || digits >= 6
}

/// Whether a text is a number with no more than a unit: `158`, `3 st`, `1 234,5 %`.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim_start_matches(['-', '−', '–', '~', '≈', '(', '<', '>', '+', '=', ' ']);
    let marks = text.matches(['/', ':', '-']).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.starts_with(|c: char| c.is_ascii_digit())
        && letters <= 12
        && marks <= 1
        && words(text).len() <= 6
}

/// The look of a key: runs of digits and of letters each as one sign.
pub(super) fn shape(text: &str) -> String {
    let mut shape = String::new();
    for c in text.chars() {
        let sign = if c.is_ascii_digit() {
            '9'
        } else if c.is_alphabetic() {
            'a'
        } else if c.is_whitespace() {
            ' '
        } else {
            c
        };
        if !(shape.ends_with(sign) && matches!(sign, '9' | 'a' | ' ')) {
            shape.push(sign);
        }
    }
    shape
}

#[cfg(test)]
mod tests;
