//! What people write into rows of a table that are no records: words for sums and
//! periods, the beginnings of notes, dates and numbers by their look.

mod figures;
mod periods;
mod rows;
mod subtotals;

pub(super) use figures::{count, is_first_of_month, whole};
use periods::{MONTHS, PERIODS};
pub(super) use periods::{is_as_of, is_part_of_year, is_period, is_period_in_words};
use rows::is_noted;
pub(super) use rows::{
    is_bracketed, is_example, is_extreme, is_nothing, is_part, is_share, is_unit, may_be_example,
    may_begin_sum, names_period,
};
pub(super) use subtotals::{is_counted, is_small_figure, is_summary, subtotal};

/// What a row of sums begins with, in Swedish, English, French, German and the languages of the
/// neighbours, and so rows of averages.
const SUMS: [&[&str]; 94] = [
    &["summa"],
    &["summan"],
    &["summering"],
    &["sum"],
    &["sums"],
    &["sub", "total"],
    &["subtotal"],
    &["subtotals"],
    &["grand", "total"],
    &["grand", "count"],
    &["grand", "average"],
    &["grand", "max"],
    &["grand", "min"],
    &["totalantal"],
    &["ergebnis"],
    &["gesamtergebnis"],
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
    &["i", "alt"],
    &["ialt"],
    &["totalt", "i", "alt"],
    &["sum", "i", "alt"],
    &["sammenlagt"],
    &["mellomsum"],
    &["mellansumma"],
    &["mellansummor"],
    &["delsum"],
    &["summert"],
    &["gennemsnit"],
    &["gennemsnitt"],
    &["gjennomsnitt"],
    &["middelværdi"],
    &["middelverdi"],
    &["zwischensumme"],
    &["teilergebnis"],
    &["teilsumme"],
    &["insgesamt"],
    &["gesamtzahl"],
    &["mittelwert"],
    &["durchschnitt"],
    &["yhteensä"],
    &["välisumma"],
    &["keskiarvo"],
    &["totaal"],
    &["subtotaal"],
    &["gemiddelde"],
    &["cumul"],
    &["total", "partiel"],
];

/// What may stand behind a word for a sum: what is summed.
const SUMMED: [&str; 71] = [
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
    "max",
    "min",
    "resultat",
    "result",
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
const UNKNOWN: [&str; 22] = [
    "okänd",
    "okänt",
    "okända",
    "unknown",
    "vet",
    "oklart",
    "saknas",
    "uppgift",
    "ej",
    "inte",
    "na",
    "n",
    "none",
    "not",
    "inconnu",
    "ingen",
    "muntlig",
    "muntligt",
    "muntligen",
    "tbd",
    "tba",
    "väntar",
];
/// The same, as the last word: `Dnr saknas`, `nummer kommer`.
const NOT_YET: [&str; 7] = [
    "saknas", "okänd", "okänt", "missing", "unknown", "kommer", "senare",
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
    let words = words(text);
    words
        .first()
        .is_none_or(|word| UNKNOWN.contains(&word.as_str()))
        || words
            .last()
            .is_some_and(|word| NOT_YET.contains(&word.as_str()))
}

/// Whether a text says so where a key stands, and may be no heading: `Muntlig`, `Dnr saknas`.
pub(super) fn is_no_key(text: &str) -> bool {
    let words = words(text);
    let is = |word: Option<&String>, known: &[&str]| {
        word.is_some_and(|word| known.contains(&word.as_str()))
    };
    is_unknown(text) && (is(words.last(), &NOT_YET) || !is(words.first(), &["uppgift", "not", "n"]))
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
