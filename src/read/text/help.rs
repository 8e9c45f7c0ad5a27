//! What the page of the form shows beside its fields, and a copy of the page has
//! too: help, and counters of the characters that are left.

use crate::form::{Edition, Follow, follow, initial, squash};
use crate::read::text::lines::Lines;
use crate::read::text::looks::{LEAST_HELP, bare_counter, is_limit, may_be_counter};

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
    let length = letters.len();
    letters.retain(|c| !c.is_ascii_digit());
    let has_number = letters.len() < length;
    let known = edition.counters.iter();
    known
        .into_iter()
        .any(|(counter, needs_number)| (has_number || !needs_number) && *counter == letters)
}

/// The positions of counters without words, `0/4000`, of which there are several with
/// the same limit, as large as limits of text are and no year. One of them is enough where
/// nothing was written, since no reference counts from 0.
fn bare_counters(lines: &Lines) -> Vec<usize> {
    if !lines.may_count {
        return Vec::new();
    }
    let counters = lines
        .all
        .iter()
        .enumerate()
        .filter(|(_, line)| line.printed.is_none());
    let counters: Vec<(usize, (u32, u32))> = counters
        .filter_map(|(at, line)| Some((at, bare_counter(line.text)?)))
        .collect();
    let recurs = |limit: u32| {
        let same = counters.iter().filter(|(_, (_, other))| *other == limit);
        same.count() > 1
    };
    counters
        .iter()
        .filter(|(_, (count, limit))| *count == 0 && is_limit(&limit.to_string()) || recurs(*limit))
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
            "TECKEN KVAR: 2000",
            "tecKen Kvar",
            "CHARACTERS LEFT: 5",
            "Kvarvarande tecken: 2000",
            "KVARVARANDE TECKEN",
            "Återstår 2000 tecken",
            "ÅTERSTÅENDE TECKEN: 12",
            "2000 kvar",
            "Kvar: 2 000",
            "0 of 2000 characters",
            "Of 2000 characters: 0",
            "du har 2000 tecken kvar",
            "[2000 tecken kvar]",
            "Skriv högst 2000 tecken",
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
            "Kvar",
            "2 patienter kvar",
            "kvar i systemet",
            "Left",
        ] {
            assert!(
                !(may_be_counter(text, edition) && is_counter(text, edition)),
                "{text}"
            );
        }
        assert_eq!(bare_counter("0/4000"), Some((0, 4000)));
        for text in ["12/2021", "1/3", "KS 1/4000", "2024/1"] {
            assert_eq!(bare_counter(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_a_counter_passes_the_first_look() {
        let edition = Edition::default_edition();
        for (counter, _) in &edition.counters {
            for text in [counter.clone(), counter.to_uppercase()] {
                let text = format!("{text}: 12");
                assert!(may_be_counter(&text, edition), "{text}");
                assert!(is_counter(&text, edition), "{text}");
            }
        }
        for (_, help) in edition
            .help
            .iter()
            .filter(|(_, help)| help.len() >= LEAST_HELP)
        {
            for text in [help.clone(), help.to_uppercase(), format!("({help}")] {
                assert!(edition.may_be_help(&text), "{text}");
            }
        }
    }

    #[test]
    fn a_counter_without_words_stands_alone_where_nothing_was_written() {
        let edition = Edition::default_edition();
        for (text, count) in [
            ("0/2000", 1),
            ("0 / 2000", 1),
            ("12/2000", 0),
            ("0/1234", 0),
            ("12/4000\nsvar\n0/4000", 2),
        ] {
            assert_eq!(
                find(&Lines::whole(text, edition, 1), edition).len(),
                count,
                "{text}"
            );
        }
    }
}
