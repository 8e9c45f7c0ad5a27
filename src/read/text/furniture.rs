//! What printed pages have at their edges, wherever text copies keep it: titles,
//! addresses, dates and times of printing, page numbers, stamps; alone or side by
//! side. A date alone may be an answer: it must recur at every edge.

use crate::bytes;
use crate::form::Edition;
use crate::read::text::lines::Lines;
use crate::read::text::looks::MOST_BYTES;
use crate::read::text::made::{Made, made};

/// So many lines next to a page number may be furniture that recurs.
const REACH: usize = 3;
/// What stands at so many edges, and at all, is no answer.
const MANY: usize = 3;

/// The positions of the furniture among lines, told by page numbers and by what
/// recurs beside them or beside form feeds. Some page numbers are `known`.
pub(super) fn find(
    lines: &Lines,
    edition: &Edition,
    known: &[usize],
    first_heading: usize,
    last_heading: usize,
) -> Vec<usize> {
    let made_at = |at: usize| {
        let line = &lines.all[at];
        if line.printed.is_none() {
            made(line.text, edition)
        } else {
            Made::default()
        }
    };
    let others = lines.others.iter().copied();
    let numbered = others.filter(|at| may_have_number(lines.text(*at).as_bytes()));
    let mut pages = page_numbers(&numbered.map(|at| (at, made_at(at))).collect::<Vec<_>>());
    pages.extend(known);
    pages.sort_unstable();
    pages.dedup();
    let is_paged = lines
        .all
        .last()
        .is_some_and(|last| last.page != lines.all[0].page);
    if pages.is_empty() && !is_paged {
        return pages;
    }
    let is_page = |at: usize| pages.binary_search(&at).is_ok();
    let is_nothing_else = |made: Made| made.kinds() > 0 && !made.has_words;
    let is_like = |at: usize| is_page(at) || is_nothing_else(made_at(at));
    let edges = edges(lines, &pages, is_like);
    // What stands at the foot of every page stands at the foot of the last one too. There it is
    // no evidence, since an answer may stand there as well.
    let last = edges.last().map_or(0, |edge| edge.end);
    let is_other = |at: &usize| lines.all[*at].printed.is_none();
    let foot = (last..lines.all.len())
        .rev()
        .take(REACH)
        .take_while(is_other);
    let foot = lines.all.len() - if is_paged { foot.count() } else { 0 };
    let mut found: Vec<usize> = pages.clone();
    let at_edges = edges.iter().cloned().flatten();
    found.extend(at_edges.filter(|at| made_at(*at).is_surely_an_edge()));
    found.extend(recurring(
        lines,
        (&edges, foot..lines.all.len()),
        (first_heading, last_heading),
        &found,
        edition,
    ));
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a line may have a page number among its words: a digit, and a sign or word
/// that stands beside one.
fn may_have_number(line: &[u8]) -> bool {
    let begins = |at: usize, word: &[u8; 3]| {
        let three = line.get(at..at + 3);
        three.is_some_and(|three| three.eq_ignore_ascii_case(word))
    };
    let is_beside = |at: usize| match line[at] {
        b'/' | b'(' => true,
        b'a' => at + 2 < line.len() && line[at + 1] == b'v',
        b'o' => at + 2 < line.len() && line[at + 1] == b'f',
        b's' | b'S' => begins(at, b"sid"),
        b'p' | b'P' => begins(at, b"pag"),
        _ => false,
    };
    (3..=MOST_BYTES).contains(&line.len())
        && bytes::count(line, |byte| byte.is_ascii_digit()) > 0
        && (0..line.len()).any(is_beside)
}

/// The positions of lines whose page number is one: it rises from one to the next,
/// or something else of an edge stands beside it.
fn page_numbers(mades: &[(usize, Made)]) -> Vec<usize> {
    let numbered: Vec<(usize, Made, u32, Option<u32>)> = mades
        .iter()
        .filter_map(|(at, made)| made.page.map(|(page, pages)| (*at, *made, page, pages)))
        .collect();
    let rises = |at: usize| {
        let (_, _, page, pages) = numbered[at];
        let is_next = |other: Option<&(usize, Made, u32, Option<u32>)>, wanted: Option<u32>| {
            pages.is_some()
                && other.is_some_and(|other| Some(other.2) == wanted && other.3 == pages)
        };
        let before = at.checked_sub(1).and_then(|before| numbered.get(before));
        is_next(before, page.checked_sub(1)) || is_next(numbered.get(at + 1), Some(page + 1))
    };
    (0..numbered.len())
        .filter(|index| {
            let made = numbered[*index].1;
            made.is_surely_an_edge() || rises(*index) && (!made.has_words || made.is_set)
        })
        .map(|index| numbered[index].0)
        .collect()
}

/// The edges of pages: runs of lines that may be furniture, with a page number among
/// them or a form feed, and the lines next to them.
fn edges(
    lines: &Lines,
    pages: &[usize],
    is_like: impl Fn(usize) -> bool,
) -> Vec<std::ops::Range<usize>> {
    let breaks_before = |at: &usize| lines.all[*at].page != lines.all[at - 1].page;
    let breaks = (1..lines.all.len()).filter(breaks_before);
    let mut places: Vec<usize> = pages.iter().copied().chain(breaks).collect();
    places.sort_unstable();
    places.dedup();
    let mut edges: Vec<std::ops::Range<usize>> = Vec::new();
    for at in places {
        let is_page = pages.binary_search(&at).is_ok();
        let is_known = edges
            .last()
            .is_some_and(|edge| edge.end > at || edge.end == at && !is_page);
        if is_known {
            continue;
        }
        let (mut first, mut end) = (at, at + usize::from(is_page));
        while first > 0 && is_like(first - 1) {
            first -= 1;
        }
        while end < lines.all.len() && is_like(end) {
            end += 1;
        }
        let least = edges.last().map_or(0, |edge| edge.end);
        let is_other = |at: usize| lines.all[at].printed.is_none();
        for _ in 0..REACH {
            first -= usize::from(first > least && is_other(first - 1));
            end += usize::from(end < lines.all.len() && is_other(end));
        }
        edges.push(first.max(least)..end);
    }
    edges
}

/// The positions of lines that stand, as they are, at every edge between two pages,
/// and at the head of the first or the foot of the last: unless no answer looks so.
fn recurring(
    lines: &Lines,
    (edges, foot): (&[std::ops::Range<usize>], std::ops::Range<usize>),
    (first_heading, last_heading): (usize, usize),
    found: &[usize],
    edition: &Edition,
) -> Vec<usize> {
    let is_inner =
        |edge: &&std::ops::Range<usize>| edge.start > first_heading && edge.start < last_heading;
    let inner: Vec<_> = edges.iter().filter(is_inner).collect();
    let Some(one) = inner.first() else {
        return Vec::new();
    };
    let outer: Vec<usize> = (0..first_heading.min(lines.all.len()))
        .chain(
            edges
                .iter()
                .filter(|edge| edge.start > last_heading)
                .flat_map(Clone::clone),
        )
        .collect();
    let is_free = |at: &usize| lines.all[*at].printed.is_none() && !found.contains(at);
    let count = |edge: &std::ops::Range<usize>, text: &str| {
        edge.clone()
            .filter(is_free)
            .filter(|at| lines.text(*at) == text)
            .count()
    };
    let mut texts: Vec<&str> = (*one)
        .clone()
        .filter(is_free)
        .map(|at| lines.text(at))
        .collect();
    texts.sort_unstable();
    texts.dedup();
    let mut recurring = Vec::new();
    for text in texts {
        let least = inner
            .iter()
            .map(|edge| count(edge, text))
            .min()
            .unwrap_or_default();
        let made = made(text, edition);
        let is_no_answer = !made.has_words
            && (made.has_address
                || made.has_title
                || made.has_stamp
                || made.has_date && made.has_time);
        let is_proven =
            is_no_answer || inner.len() >= MANY || outer.iter().any(|at| lines.text(*at) == text);
        if least == 0 || !is_proven {
            continue;
        }
        let edges = edges.iter().chain([&foot]);
        for edge in edges.filter(|edge| edge.start > first_heading) {
            recurring.extend(
                edge.clone()
                    .filter(is_free)
                    .filter(|at| lines.text(*at) == text)
                    .take(least),
            );
        }
    }
    recurring
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::text::looks::{may_be_parted, may_hold_page_number};

    #[test]
    fn few_lines_are_looked_at_twice() {
        let may_be_edge =
            |text: &str| may_hold_page_number(text.as_bytes()) || may_be_parted(text.as_bytes());
        for text in [
            "05/03/2024   1/3",
            "1 av 3  2024-03-05 10:02",
            "1/3",
            "Sida 1 (3)",
            "a  1 (3)",
            "https://imy.se/",
            "Page 1 of 3",
        ] {
            assert!(may_be_edge(text), "{text}");
            assert!(
                may_have_number(text.as_bytes()) || text.contains("://"),
                "{text}"
            );
        }
        for text in [
            "2024-03-05",
            "10:02",
            "Nej",
            "11 - 100",
            "212000-0142",
            "KS 2024/1",
            "Box 1",
            "Åtgärd/övrigt",
        ] {
            assert!(!may_be_edge(text), "{text}");
        }
    }
}
