//! Lines in which something stands beside a title, as on printed pages.

use super::titles::{LEAST_BYTES, MOST_BYTES, begins_in_upper_case, has_digit};
use super::{Filing, Titles, is_stamp};

impl Titles {
    /// The kind of filing that a line names with a title beside which something else stands that
    /// is no title: a number of the case in front, a page number, a stamp or a name across a gap, a
    /// sign of a list, `(kopia)` behind.
    pub(crate) fn beside(&self, line: &str) -> Option<Filing> {
        if !(LEAST_BYTES..=2 * MOST_BYTES).contains(&line.len()) {
            return None;
        }
        let mut cells = cells(line);
        cells.find_map(|cell| {
            let cell = cell.trim_start_matches(|c: char| !c.is_alphanumeric());
            let cell = after_number(without_copy(cell.trim_end_matches([' ', '*', '_', '='])));
            let tails = [None, before_name(cell), before_stamp(cell)];
            let mut titles = tails.into_iter().map(|head| head.unwrap_or(cell));
            titles.find_map(|title| self.kind(title))
        })
    }
}

/// What stands behind a title of a copy, in lower case.
const COPIES: [&str; 4] = ["(kopia)", "(copy)", "[kopia]", "[copy]"];

/// The cells of a line: what gaps, tabs and upright strokes part.
pub(crate) fn cells(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    let parts = std::iter::from_fn(move || {
        let line = rest?;
        let (part, more) = match gap(line.as_bytes()) {
            Some((start, end)) => (&line[..start], Some(&line[end..])),
            None => (line, None),
        };
        rest = more;
        Some(part)
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// Where the first gap of a line begins and ends. Blanks that do not break are one, too, where
/// there are several.
fn gap(line: &[u8]) -> Option<(usize, usize)> {
    let length = |rest: &[u8]| match rest {
        [b'\t' | b'|', ..] => 1,
        [b' ', b' ', ..] => 2,
        [0xC2, 0xA0, 0xC2, 0xA0, ..] => 4,
        _ => 0,
    };
    let mut found = (0..line.len()).map(|at| (at, at + length(&line[at..])));
    found.find(|(start, end)| end > start)
}

/// A cell without what says that it is a copy.
fn without_copy(cell: &str) -> &str {
    let lower = cell.to_lowercase();
    let copy = COPIES.iter().find(|word| lower.ends_with(**word));
    cell[..cell.len() - copy.map_or(0, |word| word.len())].trim_end()
}

/// A cell without a number of the case, or a date, in front.
fn after_number(cell: &str) -> &str {
    let (mut rest, mut is_named) = (cell, false);
    while let Some((word, more)) = rest.split_once(char::is_whitespace) {
        let is_series = is_named && word.len() <= 6 && word.chars().all(char::is_uppercase);
        if !has_digit(word) && !is_label(word) && !is_series {
            break;
        }
        (rest, is_named) = (more.trim_start(), is_label(word));
    }
    rest
}

/// What stands before a comma or a dash with a name or a number of few words behind it.
fn before_name(cell: &str) -> Option<&str> {
    let parts = [" – ", " - ", ", "].into_iter();
    let mut parts = parts.filter_map(|sign| cell.rsplit_once(sign));
    let (head, _) = parts.find(|(_, tail)| {
        tail.split_whitespace().count() <= MOST_NAMES
            && (has_digit(tail) || begins_in_upper_case(tail))
    })?;
    Some(head)
}

/// What stands before a word of a stamp with its date behind it.
fn before_stamp(cell: &str) -> Option<&str> {
    let blanks = cell.match_indices(' ');
    blanks
        .map(|(at, _)| cell.split_at(at))
        .find_map(|(head, tail)| {
            let mut words = tail.split_whitespace();
            let is_its = words.next().is_some_and(is_stamp) && words.clone().next().is_some();
            (is_its && words.all(has_digit)).then_some(head)
        })
}

/// So many words the name behind a title has at most, or the number.
const MOST_NAMES: usize = 4;

/// Whether a word says what the number behind it is of.
fn is_label(word: &str) -> bool {
    const LABELS: [&str; 10] = [
        "bilaga",
        "aktbilaga",
        "handling",
        "appendix",
        "dnr",
        "diarienr",
        "diarienummer",
        "ärende",
        "ärendenummer",
        "case",
    ];
    let word = word.trim_end_matches([':', '.']).to_lowercase();
    LABELS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;

    #[test]
    fn a_title_may_have_something_beside_it() {
        let titles = &Edition::default_edition().titles;
        for (line, kind) in [
            (
                "PUI-2024-0006 Komplettering av personuppgiftsincidentsanmälan",
                Filing::Supplement,
            ),
            (
                "Dnr: PUI-2024-0006 Komplettering av anmälan",
                Filing::Supplement,
            ),
            ("Bilaga 1: Komplettering av anmälan", Filing::Supplement),
            ("2. Komplettering av anmälan", Filing::Supplement),
            ("# Komplettering av anmälan", Filing::Supplement),
            ("Dnr KS 2024/7 Komplettering av anmälan", Filing::Supplement),
            ("Komplettering av anmälan – Sida 1 av 5", Filing::Supplement),
            ("Återkallelse av anmälan, Exempelkommun", Filing::Withdrawal),
            (
                "Komplettering av anmälan Inkom 2024-03-20",
                Filing::Supplement,
            ),
            ("Komplettering av anmälan (kopia)", Filing::Supplement),
            (
                "Komplettering av anmälan     Sida 1 av 5",
                Filing::Supplement,
            ),
            (
                "Komplettering av anmälan\tInkom 2024-03-20",
                Filing::Supplement,
            ),
            (
                "Exempelkommun   Återkallelse av anmälan PUI-2024-0006",
                Filing::Withdrawal,
            ),
            (
                "Sida 1 av 5 | Anmälan av personuppgiftsincident",
                Filing::Initial,
            ),
        ] {
            assert_eq!(titles.beside(line), Some(kind), "{line}");
        }
        for line in [
            "Komplettering kommer   2024-03-20",
            "Komplettering av anmälan, som vi lovade",
            "KS Komplettering av anmälan",
            "Komplettering av anmälan inkom från Exempelkommun",
            "Vi lämnar en komplettering av anmälan senare",
            "2024-03-20 kom en komplettering av anmälan in",
            "Komplettering/eventuell sekretess   Sida 5 av 5",
        ] {
            assert_eq!(titles.beside(line), None, "{line}");
        }
    }
}
