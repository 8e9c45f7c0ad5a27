//! What printed pages have at their edges, wherever text copies keep it: titles,
//! addresses, dates and times of printing, page numbers, stamps; alone or side by
//! side. A date alone may be an answer: it must recur at every edge.

use crate::form::Edition;
use crate::read::text::lines::Lines;
use crate::read::text::preamble;

/// The longest line that is furniture, in bytes.
const MOST_BYTES: usize = 200;
/// So many lines next to a page number may be furniture that recurs.
const REACH: usize = 3;
/// What stands at so many edges, and at all, is no answer.
const MANY: usize = 3;

/// What a line is made of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Made {
    /// A page number, and how many pages there are.
    page: Option<(u32, Option<u32>)>,
    /// Whether the page number is in words, or with its sum in brackets.
    is_set: bool,
    has_date: bool,
    has_time: bool,
    has_address: bool,
    has_title: bool,
    has_stamp: bool,
    /// Whether other words stand beside.
    has_words: bool,
}

impl Made {
    /// How many kinds of things stand side by side.
    fn kinds(self) -> usize {
        let things = [
            self.page.is_some(),
            self.has_date || self.has_time,
            self.has_address,
            self.has_title,
            self.has_stamp,
        ];
        things.into_iter().filter(|is_there| *is_there).count()
    }

    /// Whether it is a page number beside something else of the edge of a page, and
    /// so surely no answer.
    fn is_surely_an_edge(self) -> bool {
        !self.has_words
            && (self.page.is_some() && self.kinds() > 1
                || self.has_title && (self.has_address || self.has_date))
    }
}

/// Whether a line holds nothing but what stands at the edges of pages.
pub(super) fn is_furniture(text: &str, edition: &Edition) -> bool {
    let made = made(text, edition);
    made.kinds() > 0 && !made.has_words
}

/// Whether a line with a slash may hold a page number or an address, by its bytes.
pub(super) fn may_be_parted(line: &[u8]) -> bool {
    let may_part = |slash: usize| {
        line.get(slash + 1) == Some(&b'/') || parts_pages(&line[..slash], &line[slash + 1..])
    };
    line.len() <= MOST_BYTES && memchr::memchr_iter(b'/', line).any(may_part)
}

/// Whether a line may hold a page number without a slash, by its bytes: most do not.
pub(super) fn may_hold_page_number(line: &[u8]) -> bool {
    if line.len() > MOST_BYTES {
        return false;
    }
    let is_digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    let ends_in_number = is_digit(line.last());
    let (begins_with_number, is_named) = (
        is_digit(line.first()),
        line.starts_with(b"Sid") || line.starts_with(b"Page"),
    );
    if !(ends_in_number || begins_with_number || is_named) {
        return matches!(line, [.., b'0'..=b'9', b')']);
    }
    let may_number = |blank: usize| match &line[blank + 1..] {
        [b'(', b'0'..=b'9', ..] => true,
        [b'a' | b'o', b'v' | b'f', b' ', b'0'..=b'9', ..] => {
            blank > 0 && is_digit(line.get(blank - 1))
        }
        _ => false,
    };
    (0..line.len()).any(|at| line[at] == b' ' && may_number(at))
}

/// Whether a slash may part a page from the number of pages: `2/3`, not `2024/1`.
fn parts_pages(before: &[u8], after: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let after = after.trim_ascii_start();
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let (page, pages) = (
        before.iter().rev().take_while(is_digit).count(),
        after.iter().take_while(is_digit).count(),
    );
    let is_less = || page < pages || before[before.len() - page..] <= after[..pages];
    (1..=3).contains(&page) && (1..=3).contains(&pages) && is_less()
}

/// The positions of the furniture among lines, told by page numbers and by what
/// recurs beside them or beside form feeds.
pub(super) fn find(
    lines: &Lines,
    edition: &Edition,
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
    let is_other = |at: &usize| lines.all[*at].printed.is_none();
    let others = (0..lines.all.len()).filter(is_other);
    let numbered = others.filter(|at| may_have_number(lines.text(*at).as_bytes()));
    let pages = page_numbers(&numbered.map(|at| (at, made_at(at))).collect::<Vec<_>>());
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
    let edges = edges(lines, is_page, is_like);
    let mut found: Vec<usize> = pages.clone();
    let at_edges = edges.iter().cloned().flatten();
    found.extend(at_edges.filter(|at| made_at(*at).is_surely_an_edge()));
    found.extend(recurring(
        lines,
        &edges,
        first_heading,
        last_heading,
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
        && line.iter().any(u8::is_ascii_digit)
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
    is_page: impl Fn(usize) -> bool,
    is_like: impl Fn(usize) -> bool,
) -> Vec<std::ops::Range<usize>> {
    let breaks_before = |at: usize| at > 0 && lines.all[at].page != lines.all[at - 1].page;
    let mut edges: Vec<std::ops::Range<usize>> = Vec::new();
    for at in 0..lines.all.len() {
        let (is_page, breaks) = (is_page(at), breaks_before(at));
        let is_known = edges
            .last()
            .is_some_and(|edge| edge.end > at || edge.end == at && !is_page);
        if !is_page && !breaks || is_known {
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
    edges: &[std::ops::Range<usize>],
    first_heading: usize,
    last_heading: usize,
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
        for edge in edges.iter().filter(|edge| edge.start > first_heading) {
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

/// What a line is made of.
fn made(text: &str, edition: &Edition) -> Made {
    let mut made = Made::default();
    if text.len() > MOST_BYTES {
        return Made {
            has_words: true,
            ..made
        };
    }
    let may_be = |byte: u8| byte.is_ascii_digit() || byte == b'/';
    let is_titled = text.contains(edition.title.sv.as_str()) || edition.titles.kind(text).is_some();
    if !is_titled && !text.bytes().any(may_be) && text != edition.authority {
        return Made {
            has_words: true,
            ..made
        };
    }
    let mut rest = text.to_owned();
    for name in [&edition.title.sv, &edition.authority] {
        if rest.contains(name.as_str()) {
            made.has_title = true;
            rest = rest.replace(name.as_str(), " ");
        }
    }
    let words: Vec<&str> = rest
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | ';' | '·' | '•'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut at = 0;
    while at < words.len() {
        at += made.take(&words[at..]);
    }
    if made.has_words && edition.titles.kind(text).is_some() {
        (made.has_title, made.has_words) = (true, false);
    }
    made
}

impl Made {
    /// Takes in the next word, or several that belong together. Gives how many.
    fn take(&mut self, words: &[&str]) -> usize {
        let word = words[0];
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        if !has_digit && !word.starts_with(['S', 's', 'P', 'p']) {
            self.take_word(word);
            return 1;
        }
        if let Some((count, page, is_set)) = page_number(words) {
            self.has_words |= self.page.is_some();
            self.page = Some(page);
            self.is_set = is_set;
            return count;
        }
        if let [day, month, year, ..] = words
            && is_number(day, 1..=31)
            && is_month(month)
            && is_number(year, 1900..=2100)
        {
            self.has_date = true;
            return 3;
        }
        let (date, time) = word.split_once(['T', 't']).unwrap_or((word, ""));
        let (is_date, is_instant) = (is_date(word), is_date(date) && is_time(time));
        self.has_date |= is_date || is_instant;
        self.has_time |= is_time(word) || is_instant;
        if !(is_date || is_instant || is_time(word)) {
            self.take_word(word);
        }
        1
    }

    /// Takes in a word that is no date, time or page number.
    fn take_word(&mut self, word: &str) {
        if self.has_words || is_filler(word) {
            return;
        }
        let is_address =
            word.contains("://") || word.starts_with("www.") || word.starts_with("file:/");
        let is_stamp = STAMPS.contains(&word.trim_end_matches([':', '.']).to_lowercase().as_str())
            || preamble::case_number(word) == Some(word);
        self.has_address |= is_address;
        self.has_stamp |= is_stamp;
        self.has_words |= !(is_address || is_stamp);
    }
}

/// Words before a date or number that is stamped or printed on pages.
const STAMPS: &[&str] = &[
    "inkom",
    "inkommen",
    "inkommet",
    "ink",
    "ankom",
    "ankommen",
    "mottagen",
    "mottaget",
    "diarieförd",
    "diarienr",
    "diarienummer",
    "dnr",
    "utskriven",
    "utskrivet",
    "utskrift",
    "utskriftsdatum",
    "skriven",
    "received",
    "printed",
    "registered",
    "registrerad",
];

fn is_filler(word: &str) -> bool {
    !word.contains(char::is_alphanumeric)
        || [
            "kl", "kl.", "klockan", "den", "at", "on", "am", "pm", "fm", "em", "imy", "dnr",
        ]
        .contains(&word.to_lowercase().as_str())
}

fn is_month(word: &str) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "mar", "apr", "maj", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov",
        "dec",
    ];
    let word = word.to_lowercase();
    word.chars().count() <= 9 && MONTHS.iter().any(|month| word.starts_with(month))
}

/// Whether digits are a number within bounds.
fn is_number(word: &str, bounds: std::ops::RangeInclusive<u32>) -> bool {
    word.len() <= 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && word.parse().is_ok_and(|n| bounds.contains(&n))
}

/// `2024-03-05`, `2024/03/05`, `05/03/2024`, `3/5/24`, `5.3.2024`.
fn is_date(word: &str) -> bool {
    let Some(sign) = word
        .chars()
        .find(|c| !c.is_ascii_digit())
        .filter(|c| matches!(c, '-' | '/' | '.'))
    else {
        return false;
    };
    let parts: Vec<&str> = word.split(sign).collect();
    let is_day = |part: &str| is_number(part, 1..=31);
    match parts[..] {
        [year, month, day] if year.len() == 4 => {
            is_number(year, 1900..=2100) && is_day(month) && is_day(day)
        }
        [day, month, year] => {
            is_day(day) && is_day(month) && matches!(year.len(), 2 | 4) && is_number(year, 0..=2100)
        }
        _ => false,
    }
}

/// `10:02`, `10:02:11`, `10:02+01:00`.
fn is_time(word: &str) -> bool {
    let clock = word.split(['+', 'Z', 'z']).next().unwrap_or(word);
    let parts: Vec<&str> = clock.split(':').collect();
    matches!(parts.len(), 2 | 3)
        && is_number(parts[0], 0..=24)
        && parts[1..].iter().all(|part| is_number(part, 0..=60))
}

/// The page number that words begin with: how many words, the page and the pages,
/// and whether it is in words or brackets.
fn page_number(words: &[&str]) -> Option<(usize, (u32, Option<u32>), bool)> {
    const NAMES: &[&str] = &["sida", "sid", "sid.", "page"];
    let is_named = NAMES.contains(&words[0].to_lowercase().as_str());
    let rest = &words[usize::from(is_named)..];
    let digits = |word: &str| {
        word.parse::<u32>()
            .ok()
            .filter(|_| word.len() <= 4 && !word.starts_with('+'))
    };
    let first = *rest.first()?;
    let named = usize::from(is_named);
    let ordered = |page: u32, pages: u32| {
        (page > 0 && page <= pages && pages < 1000).then_some((page, Some(pages)))
    };
    // 1/3, 1(3)
    if let Some((page, pages)) = first.split_once(['/', '(']) {
        let is_set = is_named || first.contains('(');
        let pages = if first.contains('(') {
            pages.strip_suffix(')')?
        } else {
            pages
        };
        return Some((named + 1, ordered(digits(page)?, digits(pages)?)?, is_set));
    }
    let page = digits(first)?;
    match rest[1..] {
        // 1 av 3, 1 / 3
        ["av" | "of" | "/", pages, ..] if digits(pages).is_some() => {
            Some((named + 3, ordered(page, digits(pages)?)?, true))
        }
        // 1 (3)
        [pages, ..] if pages.starts_with('(') => {
            let pages = pages
                .strip_prefix('(')
                .and_then(|pages| pages.strip_suffix(')'))?;
            Some((named + 2, ordered(page, digits(pages)?)?, true))
        }
        _ => is_named.then_some((2, (page, None), true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_edges_is_known_in_every_order() {
        let edition = Edition::default_edition();
        for text in [
            "1 av 3  2024-03-05 10:02",
            "2024-03-05 10:02   1 av 3",
            "2024-03-05, 10:02  Anmälan av personuppgiftsincident",
            "Anmälan av personuppgiftsincident   https://etjanst.imy.se/a/b",
            "https://etjanst.imy.se/a/b  1/3",
            "1/3",
            "Sida 1 (3)",
            "Sida 1 av 3",
            "Page 1 of 3",
            "3/5/24, 10:02 AM",
            "05/03/2024 10:02",
            "Inkom 2024-03-05",
            "Ink. 5 mars 2024 kl. 10:02 | Sida 2 (3)",
            "2024-03-05T10:02 file:///C:/kopia.html 2/3",
            "Dnr PUI-2024-0006  1 (3)",
        ] {
            assert!(is_furniture(text, edition), "{text}");
        }
        for text in [
            "Nej",
            "11 - 100",
            "Box 1",
            "KS 2024/1",
            "08-465 004 01",
            "Skola 2024-03-05",
            "Okänt",
            "16407",
        ] {
            assert!(!is_furniture(text, edition), "{text}");
        }
    }

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
