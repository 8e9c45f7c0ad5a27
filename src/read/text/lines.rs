//! The lines of a text copy: split at any line end, trimmed, blank ones left
//! out, page heads and feet taken away. Lines are places in the text, not copies.

use std::ops::Range;

use memchr::{memchr, memchr3};

use crate::form::{Along, Edition, Filing, PrintedLine, squash};
use crate::read::text::furniture;
use crate::read::text::headings::may_be_numbered;
use crate::read::text::help;
use crate::read::text::page_number::{PageNumber, Shape, may_be_page_number};
use crate::read::text::stamps;

/// How many lines at either end of a page may be its head or foot.
const EDGE: usize = 3;
/// The sign that begins a page.
const FORM_FEED: u8 = 0x0c;

/// The non-blank lines of a text.
pub(super) struct Lines<'a> {
    /// The whole text.
    pub(super) source: &'a str,
    /// Non-blank, trimmed lines in order.
    pub(super) all: Vec<Line<'a>>,
    /// The positions of the lines that are not known to be the form's: the fewest.
    pub(super) others: Vec<usize>,
    /// The positions of the lines that may be headings: the form's own, and others that
    /// begin as one.
    pub(super) numbered: Vec<usize>,
    /// The positions of the lines that may be help or counters.
    pub(super) asides: Vec<usize>,
    /// Where page furniture was taken out: start and end in bytes.
    noise: Vec<(usize, usize)>,
    /// The positions of the lines that are the title of a filing, and what it names.
    pub(super) titles: Vec<(usize, Filing)>,
    /// How many such lines there are, page furniture and all.
    pub(super) title_count: usize,
    /// Whether any line may be a page number by its ends.
    may_number_pages: bool,
    /// Whether any line may stand at the edge of a page by its bytes.
    may_have_edges: bool,
    /// Where the next slash stands, as far as lines were looked at.
    slash: usize,
    /// Whether any line may be a counter of characters without words.
    pub(super) may_count: bool,
    /// The positions of the lines that may begin a stamp by their first word.
    pub(super) stamped: Vec<usize>,
}

/// One trimmed line: a place in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// 1-based number in the source.
    pub(super) number: u32,
    /// 0-based page, counted by form feeds.
    pub(super) page: u32,
    /// The line of the form that it is as it stands.
    pub(super) printed: Option<&'static PrintedLine>,
}

impl Line<'_> {
    fn is_heading(&self) -> bool {
        self.printed
            .is_some_and(|printed| printed.heading.is_some())
    }
}

impl<'a> Lines<'a> {
    /// Splits `source`, the first of whose lines has a number, and takes away what
    /// is neither the form's nor an answer.
    pub(super) fn split(source: &'a str, edition: &'static Edition, number: u32) -> Self {
        let mut lines = Self::whole(source, edition, number);
        lines.title_count = lines.titles.len();
        lines.drop_page_furniture(edition);
        let help = help::find(&lines, edition);
        lines.drop(&help);
        let stamps = stamps::find(&lines, edition, lines.first_heading());
        lines.drop(&stamps);
        lines
    }

    /// Splits `source`. Form feeds count pages and end lines.
    pub(super) fn whole(source: &'a str, edition: &'static Edition, mut number: u32) -> Self {
        let bytes = source.as_bytes();
        let all = Vec::with_capacity(256);
        let mut lines = Lines {
            source,
            all,
            others: Vec::with_capacity(64),
            numbered: Vec::with_capacity(64),
            asides: Vec::new(),
            noise: Vec::new(),
            titles: Vec::new(),
            title_count: 0,
            may_number_pages: false,
            may_have_edges: false,
            slash: memchr(b'/', bytes).unwrap_or(bytes.len()),
            may_count: false,
            stamped: Vec::new(),
        };
        let mut along = edition.printed().along();
        let (mut at, mut page) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            let rest = &bytes[at..];
            match byte {
                b'\n' => number += 1,
                b'\r' => number += u32::from(rest.get(1) != Some(&b'\n')),
                &FORM_FEED => page += 1,
                _ => {
                    at += lines.push(at, number, page, &mut along, edition);
                    continue;
                }
            }
            at += 1;
        }
        lines
    }

    /// Where the line at a position begins, in bytes.
    pub(super) fn start(&self, position: usize) -> usize {
        place(self.source, &self.all[position]).0
    }

    /// The text of the line at a position.
    pub(super) fn text(&self, position: usize) -> &'a str {
        self.all[position].text
    }

    /// The text from the start of one line to the end of another.
    pub(super) fn span(&self, first: &Line, last: &Line) -> &'a str {
        &self.source[place(self.source, first).0..place(self.source, last).1]
    }

    /// Whether page furniture was taken out between the two lines.
    pub(super) fn is_broken(&self, first: &Line, last: &Line) -> bool {
        let (from, to) = (place(self.source, first).0, place(self.source, last).1);
        self.noise
            .iter()
            .any(|(start, end)| *start >= from && *end <= to)
    }

    /// Keeps the line that begins at `start`, unless it is blank. Gives its length
    /// in bytes.
    fn push(
        &mut self,
        start: usize,
        number: u32,
        page: u32,
        along: &mut Along<'static>,
        edition: &Edition,
    ) -> usize {
        let rest = &self.source[start..];
        let bytes = rest.as_bytes();
        if let Some((printed, length)) = along.expected(bytes)
            && bytes.get(length).is_none_or(|byte| is_line_end(*byte))
        {
            along.step();
            if printed.heading.is_some() {
                self.numbered.push(self.all.len());
            }
            self.all.push(Line {
                text: &rest[..length],
                number,
                page,
                printed: Some(printed),
            });
            return length;
        }
        let length = memchr3(b'\n', b'\r', FORM_FEED, bytes).unwrap_or(bytes.len());
        let line = &rest[..length];
        // Most lines begin and end with a plain character: nothing to trim.
        let text = if has_plain_ends(line.as_bytes()) {
            line
        } else {
            trim(line)
        };
        if !text.is_empty() {
            self.may_number_pages = self.may_number_pages || may_be_page_number(text.as_bytes());
            let printed = along.find(text);
            match printed {
                None => self.note_other(text, start..start + length, edition),
                Some(printed) if printed.heading.is_some() => self.numbered.push(self.all.len()),
                Some(_) => {}
            }
            self.all.push(Line {
                text,
                number,
                page,
                printed,
            });
        }
        length
    }

    /// Takes note of what the next line may be, which is not known to be the form's. This
    /// is apart from what is done for every line, which has the registers for itself.
    #[inline(never)]
    fn note_other(&mut self, text: &str, place: Range<usize>, edition: &Edition) {
        self.others.push(self.all.len());
        if may_be_numbered(text) {
            self.numbered.push(self.all.len());
        }
        if help::may_be_aside(text, edition) {
            self.asides.push(self.all.len());
        }
        if let Some(kind) = edition.titles.kind(text) {
            self.titles.push((self.all.len(), kind));
        }
        self.may_count = self.may_count || help::bare_counter(text).is_some();
        if stamps::may_begin(text) {
            self.stamped.push(self.all.len());
        }
        if self.may_have_edges {
            return;
        }
        if self.slash < place.start {
            let rest = &self.source.as_bytes()[place.start..];
            self.slash = place.start + memchr(b'/', rest).unwrap_or(rest.len());
        }
        self.may_have_edges = furniture::may_hold_page_number(text.as_bytes())
            || self.slash < place.end && furniture::may_be_parted(text.as_bytes());
    }

    /// Takes out page numbers, and lines that recur at the head or foot of
    /// pages, unless they are the form's own words.
    fn drop_page_furniture(&mut self, edition: &Edition) {
        let paged = self.all.last().is_some_and(|last| last.page > 0);
        let mut furniture = if paged {
            self.recurring(edition)
        } else {
            Vec::new()
        };
        if paged {
            furniture.extend(self.rising_at_edges());
        }
        if self.may_number_pages {
            furniture.extend(self.page_numbers());
        }
        if furniture.is_empty() && !paged && !self.may_have_edges {
            return;
        }
        // What stands before the first heading is no answer, and may be a title or a stamp.
        let first = self.first_heading();
        if self.may_have_edges || paged {
            let last = self.all.iter().rposition(Line::is_heading).unwrap_or(0);
            furniture.extend(furniture::find(self, edition, first, last));
        }
        furniture.retain(|position| *position >= first);
        furniture.sort_unstable();
        furniture.dedup();
        self.drop(&furniture);
    }

    /// The position of the first heading that stands as the form prints it.
    fn first_heading(&self) -> usize {
        self.all.iter().position(Line::is_heading).unwrap_or(0)
    }

    /// Takes out the lines at some positions, in order and each once.
    fn drop(&mut self, positions: &[usize]) {
        if positions.is_empty() {
            return;
        }
        let (source, noise) = (self.source, &mut self.noise);
        let mut position = 0;
        self.all.retain(|line| {
            let drop = positions.binary_search(&position).is_ok();
            position += 1;
            if drop {
                noise.push(place(source, line));
            }
            !drop
        });
        // What was not dropped moves up by as many lines as were dropped before it.
        let moved = |position: usize| match positions.binary_search(&position) {
            Ok(_) => None,
            Err(before) => Some(position - before),
        };
        let noted = [
            &mut self.others,
            &mut self.numbered,
            &mut self.asides,
            &mut self.stamped,
        ];
        for noted in noted {
            *noted = noted.iter().filter_map(|at| moved(*at)).collect();
        }
        let titles = self.titles.iter();
        self.titles = titles
            .filter_map(|(at, kind)| Some((moved(*at)?, *kind)))
            .collect();
    }

    /// The heads and feet of pages: which of the two, how far from the edge,
    /// page and position.
    fn edges(&self) -> Vec<(bool, usize, u32, usize)> {
        let mut edges = Vec::new();
        let mut next = 0;
        for page in self.all.chunk_by(|a, b| a.page == b.page) {
            let first = next;
            next += page.len();
            for distance in 0..page.len().min(EDGE) {
                edges.push((true, distance, page[0].page, first + distance));
                edges.push((false, distance, page[0].page, next - 1 - distance));
            }
        }
        edges
    }

    /// Positions of numbers, however bare, that stand at the same edge of several
    /// pages and rise with them.
    fn rising_at_edges(&self) -> Vec<usize> {
        let mut numbers: Vec<_> = self
            .edges()
            .into_iter()
            .filter_map(|(is_head, distance, page, position)| {
                let number = PageNumber::of(self.text(position))?;
                Some((
                    is_head,
                    distance,
                    i64::from(number.page) - i64::from(page),
                    position,
                ))
            })
            .collect();
        numbers.sort_unstable();
        let rises = numbers
            .chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2))
            .filter(|run| run.len() > 1);
        rises.flatten().map(|number| number.3).collect()
    }

    /// Positions of page numbers told by their wording. What an answer may look
    /// like as well must rise from one to the next, or stand beside a form feed.
    fn page_numbers(&self) -> Vec<usize> {
        let numbers: Vec<(usize, PageNumber)> = (0..self.all.len())
            .filter(|position| may_be_page_number(self.text(*position).as_bytes()))
            .filter_map(|position| Some((position, PageNumber::of(self.text(position))?)))
            .filter(|(_, number)| number.shape != Shape::Bare)
            .collect();
        let rises = |index: usize| {
            let number = &numbers[index].1;
            let before = index
                .checked_sub(1)
                .is_some_and(|before| number.follows(&numbers[before].1));
            before
                || numbers
                    .get(index + 1)
                    .is_some_and(|(_, next)| next.follows(number))
        };
        (0..numbers.len())
            .filter(|index| {
                let (position, number) = &numbers[*index];
                number.shape == Shape::Whole || rises(*index) || self.is_beside_form_feed(*position)
            })
            .map(|index| numbers[index].0)
            .collect()
    }

    /// Whether only blanks stand between a line and a form feed.
    fn is_beside_form_feed(&self, position: usize) -> bool {
        let (start, end) = place(self.source, &self.all[position]);
        let bytes = self.source.as_bytes();
        let is_form_feed = |byte: Option<&u8>| byte == Some(&FORM_FEED);
        let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        is_form_feed(bytes[end..].iter().find(|byte| !is_blank(byte)))
            || is_form_feed(bytes[..start].iter().rfind(|byte| !is_blank(byte)))
    }

    /// Positions of lines that recur at the edges of at least two pages and of
    /// half of them. The head of the first page and the foot of the last are no
    /// evidence, since the form begins and ends there, unless there are only two
    /// pages and the line is the outermost; but they are taken out with the others.
    fn recurring(&self, edition: &Edition) -> Vec<usize> {
        let mut edges: Vec<(String, Option<u32>, usize)> = Vec::new();
        let pages = self.all.last().map_or(0, |last| last.page + 1);
        for page in 0..pages {
            let first = self.all.partition_point(|line| line.page < page);
            let end = self.all.partition_point(|line| line.page <= page);
            let head = first..(first + EDGE).min(end);
            let foot = end.saturating_sub(EDGE).max(first)..end;
            for (position, is_outer) in head
                .map(|at| (at, page == 0))
                .chain(foot.map(|at| (at, page + 1 == pages)))
            {
                // The form's own lines are no furniture, wherever they stand.
                if self.all[position].printed.is_some() {
                    continue;
                }
                let is_outermost = pages == 2 && (position == first || position + 1 == end);
                let key = furniture_key(self.text(position));
                if !key.is_empty() {
                    edges.push((key, (!is_outer || is_outermost).then_some(page), position));
                }
            }
        }
        edges.sort();
        edges.dedup();
        let mut recurring = Vec::new();
        for group in edges.chunk_by(|a, b| a.0 == b.0) {
            let mut on: Vec<u32> = group.iter().filter_map(|edge| edge.1).collect();
            on.sort_unstable();
            on.dedup();
            let recurs = on.len() >= 2 && on.len() * 2 >= pages as usize - 1;
            if recurs && !is_form_text(&group[0].0, edition) {
                recurring.extend(group.iter().map(|edge| edge.2));
            }
        }
        recurring.sort_unstable();
        recurring.dedup();
        recurring
    }
}

/// Where a line stands in its text: start and end in bytes.
fn place(source: &str, line: &Line) -> (usize, usize) {
    let start = line.text.as_ptr() as usize - source.as_ptr() as usize;
    (start, start + line.text.len())
}

/// Whether a byte ends a line.
fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | FORM_FEED)
}

/// Whether neither end can be a blank: ASCII that shows, or a letter from
/// U+00C0 to U+00FF, which is 0xC3 and one more byte.
fn has_plain_ends(line: &[u8]) -> bool {
    let (Some(first), Some(last)) = (line.first(), line.last()) else {
        return false;
    };
    (first.is_ascii_graphic() || *first == 0xC3)
        && (last.is_ascii_graphic() || matches!(line, [.., 0xC3, _]))
}

/// A line without its digits: page numbers and times differ from page to page.
fn furniture_key(text: &str) -> String {
    if text.len() > 160 {
        String::new()
    } else {
        let mut key = squash(text);
        key.retain(|c| !c.is_ascii_digit());
        key
    }
}

/// Whether these are the form's own words, digits left out: a label or a piece of
/// one, an option, an instruction.
fn is_form_text(key: &str, edition: &Edition) -> bool {
    edition
        .instructions
        .iter()
        .any(|instruction| instruction == key)
        || edition
            .sections
            .iter()
            .any(|section| section.squashed == key)
        || edition
            .questions
            .iter()
            .any(|question| question.squashed_add_another.as_deref() == Some(key))
        || edition.printed().has_in_a_label(key)
}

/// Trims blanks of every kind: also NBSP, zero-width space and BOM.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(u32, String)> {
        let lines = Lines::split(text, Edition::default_edition(), 1);
        lines
            .all
            .iter()
            .map(|line| (line.number, line.text.to_owned()))
            .collect()
    }

    #[test]
    fn any_line_end_counts_once() {
        for text in ["a\n\nb\nc", "a\r\n\r\nb\r\nc", "a\r\rb\rc"] {
            assert_eq!(
                split(text),
                [(1, "a".into()), (3, "b".into()), (4, "c".into())],
                "{text:?}"
            );
        }
    }

    #[test]
    fn line_ends_are_found_wherever_they_stand() {
        for at in 0..200 {
            let text = format!("{}\r\n\x0cå{}\n", "b".repeat(at), "c".repeat(200 - at));
            let ends: Vec<u32> = split(&text).iter().map(|line| line.0).collect();
            assert_eq!(ends, if at == 0 { vec![2] } else { vec![1, 2] }, "{at}");
        }
    }

    #[test]
    fn page_furniture_is_taken_out() {
        let text =
            "En rad\nIMY utskrift\n\x0cIMY utskrift\nbrödtext\nSida 2 av 3\n\x0cIMY utskrift\nslut";
        let texts: Vec<String> = split(text).into_iter().map(|line| line.1).collect();
        assert_eq!(texts, ["En rad", "brödtext", "slut"]);
    }

    #[test]
    fn the_first_head_and_the_last_foot_go_with_the_others() {
        let page = |n: u32, body: &str| {
            format!("Kopia 2021-04-0{n}\nbrödtext {body}\nfile:///kopia {n}/4\n\x0c")
        };
        for pages in 2..5 {
            let text: String = (1..=pages)
                .map(|n| page(n, ["a", "b", "c", "d"][n as usize - 1]))
                .collect();
            let texts: Vec<String> = split(text.trim_end_matches('\x0c'))
                .into_iter()
                .map(|line| line.1)
                .collect();
            assert_eq!(texts.len(), pages as usize, "{texts:?}");
            assert!(
                texts.iter().all(|line| line.starts_with("brödtext")),
                "{texts:?}"
            );
        }
        // An answer at the end is no foot because a page before ended with it.
        let body = "a\nb\nc\nd\ne\nf\ng\nh\n";
        let text = format!(
            "{body}Huddinge\n\x0c{}\x0c{}Huddinge\n",
            body.to_uppercase(),
            body.replace('\n', "!\n")
        );
        assert_eq!(
            split(&text)
                .iter()
                .filter(|line| line.1 == "Huddinge")
                .count(),
            2
        );
    }

    fn texts(text: &str) -> Vec<String> {
        split(text).into_iter().map(|line| line.1).collect()
    }

    #[test]
    fn numbers_that_rise_with_the_pages_are_taken_out() {
        for number in [
            "#",
            "- # -",
            "#/5",
            "# av 5",
            "Sid #(5)",
            "Sida # av 5",
            "# (5)",
        ] {
            let page = |n: u8| number.replace('#', &n.to_string());
            let feet = format!(
                "a\n2\n5\n\n{}\n\x0cb\n5\nc\n  {}\n\x0c\x0cd\n{}\n\x0c",
                page(1),
                page(2),
                page(4)
            );
            assert_eq!(
                texts(&feet),
                ["a", "2", "5", "b", "5", "c", "d"],
                "{number}"
            );
            let heads = format!("{}\na\n\x0c{}\nb\n", page(2), page(3));
            assert_eq!(texts(&heads), ["a", "b"], "{number}");
        }
        // Answers at the ends of pages do not rise with them.
        assert_eq!(
            texts("a\n3\n\x0cb\n3\n\x0cc\n12\n"),
            ["a", "3", "b", "3", "c", "12"]
        );
    }

    #[test]
    fn a_page_number_without_pages_must_rise() {
        for answer in ["2 (5)", "Sida 4", "Sid 4", "4 av 7", "- 2 -"] {
            assert_eq!(texts(&format!("a\n{answer}\nb")), ["a", answer, "b"]);
            assert_eq!(
                texts(&format!("a\n{answer}\nb\n{answer}\nc")).len(),
                5,
                "{answer}"
            );
            assert_eq!(texts(&format!("a\n{answer}\n\x0cb")), ["a", "b"]);
            assert_eq!(texts(&format!("a\n\x0c\n{answer}\nb")), ["a", "b"]);
        }
        assert_eq!(
            texts("2 (5)\na\n1 (5)\nb\n2 (5)\nc\n3 (5)"),
            ["2 (5)", "a", "b", "c"]
        );
        assert_eq!(texts("a\nSida 1 av 1"), ["a"]);
    }
}
