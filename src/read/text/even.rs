//! Heads and feet of pages that only their regular return tells: a number that rises by one
//! from page to page, whatever stands beside it, and a line that is the same on every page.
//! Copies that lost their page breaks have them in the middle of answers.

use crate::form::{Edition, is_stamp};
use crate::read::text::lines::Lines;
use crate::read::text::made::made;

/// A longer line is text of an answer, in bytes.
const MOST_BYTES: usize = 160;
/// A number that rises so often is one of pages.
const PAGES: usize = 3;
/// A line that is the same so often may be the head of a page.
const HEADS: usize = 4;
/// A shorter word alone, in bytes, is no head.
const LEAST_WORD: usize = 5;
/// So many lines, blank ones left out, a page has at least.
const LEAST_GAP: usize = 8;
/// The longest page has at most so many times the lines of the shortest, where its number
/// rises.
const UNEVEN_RISING: usize = 3;
/// The same, where only a line is the same.
const UNEVEN_SAME: usize = 2;
/// A bare number counts pages only up to this.
const MOST_PAGES: u32 = 200;
/// How many kinds of beginnings are told apart at the first look.
const KINDS: usize = 1024;

/// What returns from page to page: positions in the order of the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Returning {
    /// The lines whose number rises by one.
    pub(super) rising: Vec<usize>,
    /// The lines that are the same.
    pub(super) same: Vec<usize>,
}

/// A line that ends or begins with a number: what stands beside the number, and the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Numbered<'a> {
    words: &'a str,
    /// Whether the number stands before the words.
    is_first: bool,
    at: usize,
    number: u32,
}

/// Finds what returns from page to page among the lines that are not the form's.
pub(super) fn find(lines: &Lines, edition: &Edition) -> Returning {
    let mut seen = [0_u8; KINDS];
    let mut may_return = false;
    let mut see = |kind: usize| {
        seen[kind] = seen[kind].saturating_add(1);
        may_return |= usize::from(seen[kind]) >= PAGES;
    };
    for at in &lines.others {
        let [whole, words] = kinds(lines.text(*at));
        whole.map(&mut see);
        words.map(&mut see);
    }
    if !may_return {
        return Returning::default();
    }
    let returns = |at: &&usize| {
        let mut kinds = kinds(lines.text(**at)).into_iter().flatten();
        kinds.any(|kind| usize::from(seen[kind]) >= PAGES)
    };
    let candidates: Vec<usize> = lines.others.iter().filter(returns).copied().collect();
    Returning {
        rising: rising(lines, &candidates, edition),
        same: same(lines, &candidates, edition),
    }
}

/// The kinds of a line by its length and its ends: as a whole, and without the number that
/// it ends or begins with. Equal lines are of one kind; others rarely are.
#[inline]
fn kinds(text: &str) -> [Option<usize>; 2] {
    let line = text.as_bytes();
    let (Some(first), Some(last)) = (line.first(), line.last()) else {
        return [None; 2];
    };
    if line.len() > MOST_BYTES {
        return [None; 2];
    }
    let kind = |part: &[u8], salt: u64| {
        let ends = match (part.first_chunk::<4>(), part.last_chunk::<4>()) {
            (Some(head), Some(tail)) => {
                u64::from(u32::from_le_bytes(*head)) << 32 | u64::from(u32::from_le_bytes(*tail))
            }
            _ => part
                .iter()
                .fold(0, |ends, byte| ends << 8 | u64::from(*byte)),
        };
        let mixed = (ends ^ salt << 62)
            .wrapping_add(part.len() as u64)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> (u64::BITS - KINDS.ilog2())) as usize
    };
    let digits =
        |bytes: &mut dyn Iterator<Item = &u8>| bytes.take_while(|b| b.is_ascii_digit()).count();
    let words = if last.is_ascii_digit() {
        Some(kind(
            &line[..line.len() - digits(&mut line.iter().rev())],
            1,
        ))
    } else if first.is_ascii_digit() {
        Some(kind(&line[digits(&mut line.iter())..], 2))
    } else {
        None
    };
    [Some(kind(line, 0)), words]
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// The positions of the lines whose number rises by one, at least three times at even
/// distances, while the words beside it stay.
fn rising(lines: &Lines, candidates: &[usize], edition: &Edition) -> Vec<usize> {
    let mut numbered: Vec<Numbered> = candidates
        .iter()
        .flat_map(|at| {
            [false, true]
                .into_iter()
                .filter_map(|is_first| number_of(lines.text(*at), is_first, *at))
        })
        .collect();
    numbered.sort_unstable();
    let mut rising = Vec::new();
    let groups = numbered.chunk_by(|a, b| a.words == b.words && a.is_first == b.is_first);
    for group in groups.filter(|group| group.len() >= PAGES) {
        let chain = longest_chain(group);
        let may_count = |at: &usize| may_count_pages(lines.text(*at), edition);
        if is_even(&chain, PAGES, UNEVEN_RISING) && chain.iter().all(may_count) {
            rising.extend(chain);
        }
    }
    rising.sort_unstable();
    rising.dedup();
    rising
}

/// Whether a line that rises may count pages: days rise from one answer to the next too.
fn may_count_pages(text: &str, edition: &Edition) -> bool {
    let made = made(text, edition);
    let is_lone_moment = (made.has_date || made.has_time) && !made.has_words && made.kinds() == 1;
    !is_lone_moment
        && (text.contains(char::is_alphabetic) || text.bytes().all(|b| b.is_ascii_digit()))
}

/// A line by the number at one of its ends, unless the number alone stands there and
/// cannot be one of a page.
fn number_of(text: &str, is_first: bool, at: usize) -> Option<Numbered<'_>> {
    let (words, digits) = if is_first {
        let words = text.trim_start_matches(is_digit);
        (words, &text[..text.len() - words.len()])
    } else {
        let words = text.trim_end_matches(is_digit);
        (words, &text[words.len()..])
    };
    let is_bare = words.is_empty();
    let number = digits.get(digits.len().saturating_sub(9)..)?.parse().ok()?;
    let may_count_pages = !is_bare || !is_first && digits.len() <= 3 && number <= MOST_PAGES;
    may_count_pages.then_some(Numbered {
        words: words.trim(),
        is_first,
        at,
        number,
    })
}

/// The longest run of lines, each the first below the one before whose number is one more.
/// A bare number begins with the first page or the second.
fn longest_chain(group: &[Numbered]) -> Vec<usize> {
    let mut longest = Vec::new();
    for (index, first) in group.iter().enumerate() {
        let is_bare = first.words.is_empty();
        if is_bare && !(1..=2).contains(&first.number) {
            continue;
        }
        let (mut chain, mut number) = (vec![first.at], first.number);
        for next in &group[index + 1..] {
            if Some(next.number) == number.checked_add(1) {
                chain.push(next.at);
                number = next.number;
            }
        }
        if chain.len() > longest.len() {
            longest = chain;
        }
    }
    longest
}

/// The positions of the lines that are the same at least four times at even distances, and
/// stand at least twice where no answer begins. Answers begin below labels of the form; the
/// edge of a page comes anywhere.
fn same(lines: &Lines, candidates: &[usize], edition: &Edition) -> Vec<usize> {
    let is_wordy = |at: &&usize| may_be_head(lines.text(**at), edition);
    let mut by_text: Vec<usize> = candidates.iter().filter(is_wordy).copied().collect();
    by_text.sort_by_key(|at| (lines.text(*at), *at));
    let groups = by_text.chunk_by(|a, b| lines.text(*a) == lines.text(*b));
    let begins_no_answer = |at: &&usize| {
        let above = at.checked_sub(1).and_then(|above| lines.all.get(above));
        above.is_some_and(|line| line.printed.is_none_or(|printed| !printed.may_ask()))
    };
    let mut same: Vec<usize> = groups
        .filter(|group| {
            let free = group.iter().filter(begins_no_answer).count();
            // A word alone may be an answer that is given often, and so begin most of them.
            let is_word = !lines.text(group[0]).contains(' ');
            let least = if is_word { group.len().div_ceil(3) } else { 2 };
            // Pages have as many lines, blank ones counted, or else as many that are not blank.
            let numbers = group.iter().map(|at| lines.all[*at].number as usize);
            let numbers: Vec<usize> = numbers.collect();
            let is_even = |places: &[usize]| is_even(places, HEADS, UNEVEN_SAME);
            (is_even(group) || is_even(&numbers)) && free >= least.max(2)
        })
        .flatten()
        .copied()
        .collect();
    same.sort_unstable();
    same
}

/// Whether a line may be the head of a page: several words, a long word, an address, or a date
/// with a time. A date, a number, a short word alone is as well an answer that is given often.
fn may_be_head(text: &str, edition: &Edition) -> bool {
    if !text.contains(' ') {
        let is_address = text.contains('.') && text.contains('/');
        let is_word = text.len() >= LEAST_WORD && text.chars().all(char::is_alphabetic);
        // A word of a stamp goes with the moment below it.
        return is_address || is_word && !is_stamp(text);
    }
    if !text.contains(char::is_alphabetic) {
        return false;
    }
    let made = made(text, edition);
    made.has_words || made.has_time || made.kinds() > 1
}

/// Whether there are at least so many positions, at the distances of pages, of which none
/// is longer than so many times another. The last page may be shorter.
fn is_even(positions: &[usize], least: usize, uneven: usize) -> bool {
    let gaps: Vec<usize> = positions.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let Some((last, full)) = gaps.split_last() else {
        return false;
    };
    let (Some(shortest), Some(longest)) = (full.iter().min(), full.iter().max()) else {
        return false;
    };
    positions.len() >= least && *shortest >= LEAST_GAP && (*longest).max(*last) <= shortest * uneven
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What returns in a text whose pages are made of a number, so many of them.
    fn returning(pages: usize, page: impl Fn(usize) -> String) -> Returning {
        let text: String = (1..=pages).map(page).collect();
        let edition = Edition::default_edition();
        find(&Lines::whole(&text, edition, 1), edition)
    }

    /// Different words of an answer on so many lines.
    fn body(page: usize, lines: usize) -> String {
        let lines: Vec<String> = (0..lines)
            .map(|line| format!("ord {} slut", "x".repeat(page * 7 + line)))
            .collect();
        lines.join("\n") + "\n"
    }

    #[test]
    fn numbers_that_rise_from_page_to_page_return() {
        for foot in ["#", "BAT00012#", "Kopia # ", "# | Utskrift", "Blad nr #"] {
            let foot = |page: usize| foot.replace('#', &page.to_string());
            let found = returning(4, |page| format!("{}{}\n", body(page, 20), foot(page)));
            assert_eq!(found.rising, [20, 41, 62, 83], "{}", foot(1));
        }
    }

    #[test]
    fn a_line_that_is_the_same_returns() {
        let found = returning(5, |page| format!("Kopia till arkivet\n{}", body(page, 20)));
        assert_eq!(found.same, [0, 21, 42, 63, 84]);
    }

    #[test]
    fn a_word_or_an_address_returns_where_it_begins_no_answer() {
        for head in ["KOPIA", "Konfidentiellt", "etjanster.imy.se/anmalan?id=77"] {
            let found = returning(5, |page| format!("{head}\n{}", body(page, 20)));
            assert_eq!(found.same, [0, 21, 42, 63, 84], "{head}");
            let found = returning(5, |page| format!("Ort *\n{head}\n{}", body(page, 20)));
            assert_eq!(found.same, [0; 0], "{head}");
        }
    }

    #[test]
    fn answers_do_not_return() {
        // Too near to each other, not rising, too few, or each below a label of the form.
        let none = Returning::default();
        for found in [
            returning(5, |page| format!("{}{page}\n", body(page, 3))),
            returning(5, |page| format!("{}{}\n", body(page, 20), 7 - page)),
            returning(2, |page| format!("{}{page}\n", body(page, 20))),
            returning(5, |page| format!("{}Ort *\nExempelstad\n", body(page, 20))),
            returning(5, |page| format!("{}{}\n", body(page, 20), page + 16_000)),
            returning(5, |page| format!("{}2020-06-1{page}\n", body(page, 20))),
            returning(5, |page| format!("{}1{page} juni 2020\n", body(page, 20))),
            returning(5, |page| format!("{}2020-06-12\n", body(page, 20))),
        ] {
            assert_eq!(found, none);
        }
    }
}
