//! Words and numbers for periods, as headings and sums of a table name them.

use super::{is_number, is_year, words};

pub(super) const MONTHS: [&str; 53] = [
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
pub(super) const PERIODS: [&str; 63] = [
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
    "tertialet",
    "terminen",
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
    "fjärde",
    "sista",
    "period",
    "delår",
    "läsår",
    "läsåret",
    "skolår",
    "skolåret",
    "räkenskapsår",
    "räkenskapsåret",
    "verksamhetsår",
    "verksamhetsåret",
    "budgetår",
    "budgetåret",
    "vårterminen",
    "höstterminen",
    "sommaren",
    "vintern",
];
/// What stands between the words and numbers of a period: `1:a halvåret`, `januari t.o.m. mars`.
const BETWEEN: [&str; 9] = ["a", "e", "till", "to", "t", "o", "m", "och", "and"];
/// What stands directly before or behind the number of a part of a year: `VT24`, `2024Q1`, with
/// the largest number that it counts to in a year.
const COUNTED: [(&str, u32); 11] = [
    ("q", 4),
    ("kv", 4),
    ("t", 3),
    ("h", 2),
    ("w", 53),
    ("v", 53),
    ("m", 12),
    ("vt", 0),
    ("ht", 0),
    ("fy", 0),
    ("p", 12),
];

/// The number of a month, as `2024-01` has it.
fn is_month_number(word: &str) -> bool {
    word.len() == 2 && word.parse().is_ok_and(|month| (1..=12).contains(&month))
}

/// Whether a text names a period, as headings within a table do: `Januari 2024`, `Q1`.
pub(in crate::read::sieve) fn is_period(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let words = words(text);
    let of_period =
        |word: &String| MONTHS.contains(&word.as_str()) || PERIODS.contains(&word.as_str());
    let is_between = |word: &String| BETWEEN.contains(&word.as_str());
    match &words[..] {
        [] => false,
        [one] => is_year(one) || of_period(one) || is_counted(one),
        [year, month] if is_year(year) && is_month_number(month) => true,
        [first, last] if is_year(first) && follows(first, last) => true,
        many => {
            is_span(text, &words)
                || many.iter().any(of_period)
                    && (many.iter())
                        .all(|word| of_period(word) || is_number(word) || is_between(word))
        }
    }
}

/// Whether a text names a period with a whole word for it, as keys have none: `Läsår 24/25`.
pub(in crate::read::sieve) fn is_period_in_words(text: &str) -> bool {
    let is_long = |word: &String| {
        let word = word.as_str();
        word.chars().count() > 4 && (MONTHS.contains(&word) || PERIODS.contains(&word))
    };
    text.len() < 40 && words(text).iter().any(is_long) && is_period(text)
}

/// Whether a word is a part of a year by a letter and a number: `VT24`, `2024Q1`.
fn is_counted(word: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = word.split_at(digits(word));
    let letters = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
    let (name, number) = rest.split_at(letters);
    let Some((_, most)) = COUNTED.iter().find(|(known, _)| *known == name) else {
        return false;
    };
    let is_number = !number.is_empty() && digits(number) == number.len();
    let of_year = (1..=*most).contains(&number.parse().unwrap_or(0));
    match (is_year(year), *most) {
        (true, 0) => number.is_empty(),
        (true, _) => is_number && of_year,
        (false, 0) => year.is_empty() && is_number && (number.len() == 2 || is_year(number)),
        (false, ..=4) => year.is_empty() && is_number && of_year,
        (false, _) => false,
    }
}

/// Whether a year follows another, or both begin and end several: `2024/2025`, `2024/25`,
/// `2021–2024`.
fn follows(first: &str, last: &str) -> bool {
    let (Ok(first), Ok(number)) = (first.parse::<u32>(), last.parse::<u32>()) else {
        return false;
    };
    match last.len() {
        2 => number == (first + 1) % 100,
        4 => is_year(last) && (first + 1..first + 30).contains(&number),
        _ => false,
    }
}

/// Whether a text is from one month or day to another: `2024-01 – 2024-03`, `1/1–31/3`.
fn is_span(text: &str, words: &[String]) -> bool {
    if !words.iter().all(|word| is_number(word)) {
        return false;
    }
    let is_day = |day: &String| (1..=31).contains(&day.parse().unwrap_or(0)) && day.len() < 3;
    let is_month =
        |month: &String| (1..=12).contains(&month.parse().unwrap_or(0)) && month.len() < 3;
    match words {
        [from, month, to, last] if is_year(from) => {
            is_year(to) && is_month_number(month) && is_month_number(last) && from <= to
        }
        [from, month, day, to, last, other] => {
            is_year(from)
                && is_year(to)
                && is_month_number(month)
                && is_month_number(last)
                && is_day(day)
                && is_day(other)
                && from <= to
        }
        [day, month, other, last] | [day, month, other, last, _] => {
            let is_between = |c: char| matches!(c, '-' | '–' | '—');
            text.contains('/')
                && text.matches(is_between).count() == 1
                && is_day(day)
                && is_day(other)
                && is_month(month)
                && is_month(last)
                && words.get(4).is_none_or(|year| is_year(year))
        }
        _ => false,
    }
}

/// Whether a text names a month or a part of a year, not a year alone.
pub(in crate::read::sieve) fn is_part_of_year(text: &str) -> bool {
    is_period(text) && (text.chars().any(char::is_alphabetic) || is_span(text, &words(text)))
}

/// Whether a text has a word before a whole date, and nothing behind it: `Per 2024-06-01`.
pub(in crate::read::sieve) fn is_as_of(text: &str) -> bool {
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
