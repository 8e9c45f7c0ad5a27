//! What the page of the form shows beside its fields, and a copy of the page has
//! too: help, and counters of the characters that are left.

use crate::form::{Edition, Follow, follow, initial, squash};
use crate::read::text::lines::Lines;
use crate::read::text::looks::{LEAST_HELP, bare_counter, may_be_counter};

/// The most lines over which help is wrapped.
const MOST_LINES: usize = 8;

/// The positions of help and counters among lines.
pub(super) fn find(lines: &Lines, edition: &Edition) -> Vec<usize> {
    let mut found = Vec::new();
    let mut after = 0;
    for at in lines.asides.iter().copied() {
        if at < after {
            continue;
        }
        let text = lines.text(at);
        let mut count = 0;
        if text.len() >= LEAST_HELP && edition.may_be_help(text) {
            count = help_at(lines, at, edition);
        }
        if count == 0 && may_be_counter(text, edition) && is_counter(text, edition) {
            let is_number =
                |next: &str| next.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b' '));
            let is_split = !text.contains(|c: char| c.is_ascii_digit());
            let next = lines
                .all
                .get(at + 1)
                .filter(|next| is_split && is_number(next.text));
            count = 1 + usize::from(next.is_some());
        }
        found.extend(at..at + count);
        after = at + count;
    }
    found.extend(bare_counters(lines));
    found.sort_unstable();
    found.dedup();
    found
}

/// How many lines from `at` on are a help text.
fn help_at(lines: &Lines, at: usize, edition: &Edition) -> usize {
    let initial = initial(lines.text(at));
    // An initial of 0 may be any.
    let may_be =
        |(of_help, _): &&(u8, String)| *of_help == initial || *of_help == 0 || initial == 0;
    let length = |(_, help): &(u8, String)| {
        let mut wanted = help.as_str();
        for (count, line) in lines.all[at..].iter().take(MOST_LINES).enumerate() {
            match follow(line.text, wanted) {
                Follow::Rest("") => return Some(count + 1),
                Follow::Rest(rest) => wanted = rest,
                Follow::Mismatch | Follow::Beyond(_) => return None,
            }
        }
        None
    };
    let lengths = edition.help.iter().filter(may_be).filter_map(length);
    lengths.max().unwrap_or(0)
}

/// Whether a line is a counter: `Tecken kvar: 3 950`, `0/4000 tecken`, `Max 4000 tecken`.
fn is_counter(text: &str, edition: &Edition) -> bool {
    let mut letters = squash(text);
    letters.retain(|c| !c.is_ascii_digit());
    edition.counters.contains(&letters)
        && (letters != "tecken" || letters.len() < squash(text).len())
}

/// The positions of counters without words, `0/4000`, of which there are several with
/// the same limit, as large as limits of text are and no year.
fn bare_counters(lines: &Lines) -> Vec<usize> {
    if !lines.may_count {
        return Vec::new();
    }
    let counters = lines
        .all
        .iter()
        .enumerate()
        .filter(|(_, line)| line.printed.is_none());
    let counters: Vec<(usize, u32)> = counters
        .filter_map(|(at, line)| Some((at, bare_counter(line.text)?)))
        .collect();
    let recurs = |limit: u32| counters.iter().filter(|(_, other)| *other == limit).count() > 1;
    counters
        .iter()
        .filter(|(_, limit)| recurs(*limit))
        .map(|(at, _)| *at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_told_from_answers() {
        let edition = Edition::default_edition();
        for text in [
            "Tecken kvar",
            "Tecken kvar: 4000",
            "3 950 tecken kvar",
            "Antal tecken kvar: 12",
            "Tecken kvar: 2000 av 2000",
            "Max 4000 tecken",
            "(max 4000 tecken)",
            "0/4000 tecken",
            "0 av 4000 tecken",
            "Högst 500 tecken",
            "4000 characters left",
            "Characters remaining: 20",
        ] {
            assert!(
                may_be_counter(text, edition) && is_counter(text, edition),
                "{text}"
            );
        }
        for text in [
            "Tecken på intrång",
            "Tecken",
            "Ja",
            "4000",
            "12 tecken försvann",
            "Max",
        ] {
            assert!(
                !(may_be_counter(text, edition) && is_counter(text, edition)),
                "{text}"
            );
        }
        assert_eq!(bare_counter("0/4000"), Some(4000));
        for text in ["12/2021", "1/3", "KS 1/4000", "2024/1"] {
            assert_eq!(bare_counter(text), None, "{text}");
        }
    }
}
