//! The lines of a copy without what is neither the form's nor an answer: heads and feet of
//! pages, stamps, help and counters of the page of the form.

use crate::form::{Edition, squash};
use crate::read::text::even::{self, Returning};
use crate::read::text::lines::{FORM_FEED, Line, Lines, place};
use crate::read::text::page_number::{PageNumber, Shape};
use crate::read::text::{furniture, help, margin, stamps};

/// How many lines at either end of a page may be its head or foot.
const EDGE: usize = 3;
impl<'a> Lines<'a> {
    /// Splits `source`, the first of whose lines has a number, and takes away what
    /// is neither the form's nor an answer.
    pub(super) fn split(source: &'a str, edition: &'static Edition, number: u32) -> Self {
        let mut lines = Self::whole(source, edition, number);
        margin::cut(&mut lines, edition);
        lines.title_count = lines.titles.len();
        lines.drop_page_furniture(edition);
        let help = help::find(&lines, edition);
        lines.drop(&help);
        // Without a heading no line is surely below the stamps that say when it came in.
        if let Some(first) = lines.first_heading() {
            let stamps = stamps::find(&lines, edition, first);
            lines.drop(&stamps);
        }
        lines
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
        // Where page breaks are left, the edges of pages say more.
        let returning = if paged {
            Returning::default()
        } else {
            even::find(self, edition)
        };
        let mut numbers = self.page_numbers();
        if paged {
            furniture.append(&mut numbers);
        }
        numbers.extend(returning.rising);
        furniture.extend(returning.same);
        let may_have_edges = self.may_have_edges || paged || !numbers.is_empty();
        if furniture.is_empty() && !may_have_edges {
            return;
        }
        // What stands before the first heading is no answer, and may be a title or a stamp.
        let first = self.first_heading().unwrap_or(0);
        if may_have_edges {
            let last = self.all.iter().rposition(Line::is_heading).unwrap_or(0);
            furniture.extend(furniture::find(self, edition, &numbers, first, last));
        }
        furniture.retain(|position| *position >= first);
        furniture.sort_unstable();
        furniture.dedup();
        self.drop(&furniture);
    }

    /// The position of the first heading that stands as the form prints it.
    fn first_heading(&self) -> Option<usize> {
        self.all.iter().position(Line::is_heading)
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
    /// pages and rise with them; of whatever kind, where they do so on all of them.
    fn rising_at_edges(&self) -> Vec<usize> {
        let edges = self.edges();
        let mut rising = self.rising_on_all(&edges);
        let mut numbers: Vec<_> = edges
            .into_iter()
            .filter_map(|(is_head, distance, page, position)| {
                let number = PageNumber::of_any(self.text(position))?;
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
        rising.extend(rises.flatten().map(|number| number.3));
        rising
    }

    /// Positions of lines at the same place of all pages, three or more, that differ in one
    /// number alone, which is one more on each page: a page number, however it is written.
    fn rising_on_all(&self, edges: &[(bool, usize, u32, usize)]) -> Vec<usize> {
        let pages = self.all.last().map_or(0, |last| last.page as usize + 1);
        let mut rising = Vec::new();
        for place in (0..2 * EDGE).map(|place| (place % 2 == 0, place / 2)) {
            let at_place = edges.iter().filter(|edge| (edge.0, edge.1) == place);
            let lines: Vec<(u32, usize)> = at_place.map(|edge| (edge.2, edge.3)).collect();
            let is_short = |(_, at): &(u32, usize)| self.text(*at).len() <= MOST_NUMBERED;
            if pages < 3 || lines.len() != pages || !lines.iter().all(is_short) {
                continue;
            }
            let read = lines.iter().map(|(_, at)| numbers_of(self.text(*at)));
            let read: Vec<(String, Vec<u32>)> = read.collect();
            let first = &read[0];
            let is_alike = read.iter().all(|own| own.0 == first.0);
            // Which numbers stay as they are, and which one rises with the pages.
            let differs = |at: &usize| read.iter().any(|own| own.1[*at] != first.1[*at]);
            let rises = |at: usize| {
                let mut pairs = read.array_windows();
                pairs.all(|[before, after]| after.1[at].checked_sub(before.1[at]) == Some(1))
            };
            if is_alike {
                let different: Vec<usize> = (0..first.1.len()).filter(differs).collect();
                if let [one] = different[..]
                    && rises(one)
                {
                    rising.extend(lines.iter().map(|(_, at)| *at));
                }
            }
        }
        rising
    }

    /// Positions of page numbers told by their wording. What an answer may look
    /// like as well must rise from one to the next, or stand beside a form feed.
    fn page_numbers(&self) -> Vec<usize> {
        let numbers: Vec<(usize, PageNumber)> = self
            .page_numbers
            .iter()
            .filter_map(|position| Some((*position, PageNumber::of_any(self.text(*position))?)))
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

/// The longest line with a page number in it, in bytes.
const MOST_NUMBERED: usize = 120;

/// A line with a sign in place of each number, and the numbers. One that is too long stands for
/// all such.
fn numbers_of(text: &str) -> (String, Vec<u32>) {
    let (mut words, mut numbers) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = &rest[start..];
        let end = digits.find(|c: char| !c.is_ascii_digit());
        let (digits, more) = digits.split_at(end.unwrap_or(digits.len()));
        words.extend([&rest[..start], "#"]);
        numbers.push(digits.parse().unwrap_or(u32::MAX));
        rest = more;
    }
    words.push_str(rest);
    (words, numbers)
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
            "R",
            "- R -",
            "R (V)",
        ] {
            let roman = ["", "I", "II", "III", "IV"];
            let page = |n: u8| {
                let number = number.replace('#', &n.to_string());
                number.replace('R', roman[usize::from(n)])
            };
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
