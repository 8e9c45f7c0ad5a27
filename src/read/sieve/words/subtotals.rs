//! Words for a sum beside a value of a column, as spreadsheets write them below each group, and
//! figures with what they count in one cell.

use super::{SUMS, count, is_figure, is_sum, words};

/// What a spreadsheet writes behind the value of a group for certain.
const BEHIND: [&str; 9] = [
    "summa", "totalt", "total", "totaler", "delsumma", "subtotal", "sum", "totals", "ergebnis",
];
/// The same, of words that may end an answer, too.
const DOUBTFUL: [&str; 18] = [
    "antal",
    "count",
    "medel",
    "medelvärde",
    "genomsnitt",
    "average",
    "mean",
    "max",
    "min",
    "produkt",
    "product",
    "stdav",
    "stddev",
    "varians",
    "var",
    "resultat",
    "result",
    "anzahl",
];
/// What stands before a key where a cell has both.
const NAMES: [&str; 16] = [
    "dnr",
    "diarienr",
    "diarienummer",
    "nr",
    "nummer",
    "id",
    "ref",
    "referens",
    "ärende",
    "ärendenr",
    "ärendenummer",
    "case",
    "no",
    "number",
    "löpnr",
    "löpnummer",
];
/// What a block of figures below a table is called.
const SUMMARIES: [&str; 12] = [
    "statistik",
    "sammanställning",
    "sammanfattning",
    "fördelning",
    "summering",
    "översikt",
    "nyckeltal",
    "statistics",
    "summary",
    "overview",
    "breakdown",
    "totals",
];

/// The value of which a text names the sum, and whether its word stands for one for certain:
/// `KS 2024/11 Summa`, `Summa KS 2024/11`.
pub(in crate::read::sieve) fn subtotal(text: &str) -> Option<(&str, bool)> {
    if text.len() > 120 {
        return None;
    }
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = |value: &'_ str| -> bool { value.chars().any(char::is_alphanumeric) };
    let (before, last) = text.rsplit_once(|c: char| !c.is_alphanumeric())?;
    let word = last.to_lowercase();
    if (BEHIND.contains(&word.as_str()) || DOUBTFUL.contains(&word.as_str())) && bare(before) {
        let value = before.trim_end_matches(|c: char| !c.is_alphanumeric());
        return Some((value, BEHIND.contains(&word.as_str())));
    }
    let (first, behind) = text.split_once(|c: char| !c.is_alphanumeric())?;
    let is_word = SUMS
        .iter()
        .any(|sum| *sum == [first.to_lowercase().as_str()]);
    let value = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
    let value = match value.split_once(' ') {
        Some(("för" | "for" | "of" | "av" | "i" | "till", rest)) => rest,
        _ => value,
    };
    (is_word && bare(value) && !is_sum(text)).then_some((value, true))
}

/// Whether a text is words and what they count: `Anmälda till IMY: 3`.
pub(in crate::read::sieve) fn is_counted(text: &str) -> bool {
    let mark = |c: char| matches!(c, ':' | '=' | '–' | '-');
    let Some((before, behind)) = text.rsplit_once(mark) else {
        return false;
    };
    let parted = text.contains([':', '=']) || before.ends_with(' ') && behind.starts_with(' ');
    let all = words(before);
    let is_name = all.iter().any(|word| NAMES.contains(&word.as_str()));
    let is_code = all.len() == 1 && !before.chars().any(char::is_lowercase);
    let has_digit = before.bytes().any(|byte| byte.is_ascii_digit());
    parted
        && !(all.is_empty() || is_name || is_code || has_digit)
        && is_figure(behind.trim())
        && !behind.contains(['/', '-', ':'])
}

/// Whether a text is a number of rows or a share of them: `2`, `2 st`, `67 %`.
pub(in crate::read::sieve) fn is_small_figure(text: &str) -> bool {
    let is_small = |number: u64| number < 10_000;
    count(text).is_some_and(is_small) || text.ends_with('%') && is_figure(text)
}

/// Whether a heading is that of a block of figures.
pub(in crate::read::sieve) fn is_summary(text: &str) -> bool {
    let words = words(text);
    words.len() < 6
        && words
            .first()
            .is_some_and(|word| SUMMARIES.contains(&word.as_str()))
}
