//! Several notifications in one text, such as a case file or merged copies: where
//! each begins. A form that is quoted in a free text begins none: the notification
//! that it stands in goes on after it.

use std::ops::Range;

use crate::form::{Edition, Filing, Key, Presence, is_squashed, squash};
use crate::read::text::heading::Heading;
use crate::read::text::lines::{Line, Lines};
use crate::read::text::looks::case_number;
use crate::read::text::order::{ends_in_prose, follows};
use crate::read::text::slips::find;
use crate::read::text::{
    CERTAIN_HEADINGS, HEADINGS_WITHOUT_TITLE, cover, letter, margin, preamble,
};

/// The parts of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Parts {
    /// It holds one notification, or none.
    One,
    /// Each notification: its bytes, and the number of its first line.
    Several(Vec<(Range<usize>, u32)>),
    /// Several whose headings are mixed.
    Mixed,
}

/// Headings twice in one part, neither in a free text: more than a slip of the copy.
pub(super) const MOST_TWICE: usize = 5;

/// Parts a text.
pub(super) fn part(text: &str, edition: &'static Edition) -> Parts {
    let mut lines = Lines::whole(text, edition, 1);
    margin::cut(&mut lines, edition);
    let candidates = find(&lines, edition).candidates;
    let parting = Parting::new(&lines, edition, &candidates);
    let Some(starts) = parting.starts() else {
        return Parts::Mixed;
    };
    if starts.is_empty() {
        return Parts::One;
    }
    let mut places = vec![(0, 1)];
    places.extend(
        starts
            .iter()
            .map(|start| (lines.start(*start), lines.all[*start].number)),
    );
    let ends = places
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([text.len()]);
    Parts::Several(
        places
            .iter()
            .zip(ends)
            .map(|((start, number), end)| (*start..end, *number))
            .collect(),
    )
}

/// What a heading after a title is.
enum Beginning {
    /// The first of a further notification.
    Of,
    /// One more of the same, or of a form quoted in it.
    No,
    /// The first of one that cannot be parted from the one before.
    Mixed,
}

/// Whose number stands at a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    /// There is none, or none to hold it against.
    None,
    /// That of the notification before.
    Same,
    /// Another than those of the notification before.
    Other,
}

/// A text with what the parting needs to know of it.
struct Parting<'l, 'a> {
    lines: &'l Lines<'a>,
    edition: &'static Edition,
    headings: &'l [Heading<'a>],
    /// The questions that every copy has, bit n for question n.
    always: u64,
}

impl<'l, 'a> Parting<'l, 'a> {
    fn new(lines: &'l Lines<'a>, edition: &'static Edition, headings: &'l [Heading<'a>]) -> Self {
        let always = edition
            .questions
            .iter()
            .filter(|asked| !matches!(asked.presence, Presence::When(_)));
        let always = always.fold(0, |all, question| all | 1 << question.number);
        Self {
            lines,
            edition,
            headings,
            always,
        }
    }

    /// The first lines of all notifications but the first; `None` where they are mixed.
    fn starts(&self) -> Option<Vec<usize>> {
        let mut starts = Vec::new();
        let mut first = 0;
        for at in 1..self.headings.len() {
            let title = self.title_before(at);
            match self.beginning(first, at, title) {
                Beginning::No => {}
                Beginning::Mixed => return None,
                Beginning::Of => {
                    starts.push(self.first_line(at, title.map(|(line, _)| line)));
                    first = at;
                }
            }
        }
        Some(starts)
    }

    /// The last title between a heading and the one before it.
    fn title_before(&self, at: usize) -> Option<(usize, Filing)> {
        let (after, before) = (self.headings[at - 1].line, self.headings[at].line);
        let titles = &self.lines.titles;
        let end = titles.partition_point(|(line, _)| *line < before);
        titles[..end]
            .last()
            .copied()
            .filter(|(line, _)| *line > after)
    }

    /// Whether the heading at `at` begins a notification after the one that begins
    /// with the heading at `first`.
    fn beginning(&self, first: usize, at: usize, title: Option<(usize, Filing)>) -> Beginning {
        let (before, number) = (&self.headings[first..at], self.headings[at].number);
        let last = before[before.len() - 1].number;
        let is_first = number == 1;
        let own = self.own_number(first, at, title);
        if !is_first
            && (title.is_none()
                || own != Own::Other
                    && follows(last, number, self.edition)
                    && !self.passes_over(last, number))
        {
            return Beginning::No;
        }
        let rest = self.rest(at);
        let has_ended = self.has_ended(before);
        if title.is_none() && (has_ended || own != Own::Other) {
            // Without a title it may be quoted, unless it is whole and begins as copies do.
            let is_whole = numbers(rest).count_ones() >= CERTAIN_HEADINGS;
            return if has_ended && is_whole {
                Beginning::Of
            } else {
                Beginning::No
            };
        }
        let is_other_kind = title.is_some_and(|(_, kind)| kind != self.kind_of(first));
        if !has_ended && self.resumes(last, rest) {
            let in_prose = self.edition.question(last).is_some_and(ends_in_prose);
            // A form that is quoted with a number of its own is another notification all the
            // same: whose the answers below it are cannot be told.
            return if own == Own::Other || is_first && !in_prose {
                Beginning::Mixed
            } else {
                Beginning::No
            };
        }
        // Pages of one copy in another order have no heading in common.
        let common = (numbers(rest) & numbers(before)).count_ones();
        let is_again = 2 * common >= numbers(rest).count_ones();
        if is_again || is_other_kind || own == Own::Other {
            return Beginning::Of;
        }
        // Of one whose last pages are missing most comes again in a whole one.
        let comes_again = is_first
            && before.len() >= HEADINGS_WITHOUT_TITLE
            && 2 * common >= numbers(before).count_ones();
        match own {
            Own::None if comes_again && self.is_same_page(first, at) => Beginning::Mixed,
            _ if comes_again => Beginning::Of,
            _ => Beginning::No,
        }
    }

    /// Whose number stands at the head of what may begin with the heading at `at`, as the one
    /// that begins with the heading at `first` has numbers.
    fn own_number(&self, first: usize, at: usize, title: Option<(usize, Filing)>) -> Own {
        let after = |at: usize| at.checked_sub(1).map_or(0, |at| self.headings[at].next);
        let head = |at: usize| after(at)..self.headings[at].line;
        let all = head(at);
        let found = match title {
            Some((title, _)) => self.numbers_below(title, all.end),
            None => self.numbers_of(all).collect(),
        };
        let mut known = self.numbers_of(head(first)).peekable();
        if found.is_empty() || known.peek().is_none() {
            return Own::None;
        }
        let known: Vec<String> = known.collect();
        if found.iter().any(|number| known.contains(number)) {
            Own::Same
        } else {
            Own::Other
        }
    }

    /// The case numbers that a title and the lines right below it name.
    fn numbers_below(&self, title: usize, end: usize) -> Vec<String> {
        let is_head = |at: &usize| *at == title || self.is_cover(&self.lines.all[*at]);
        let end = (title..end).find(|at| !is_head(at)).unwrap_or(end);
        self.numbers_of(title..end).collect()
    }

    /// The case numbers that stamps and titles among lines name, squashed.
    fn numbers_of(&self, places: Range<usize>) -> impl Iterator<Item = String> {
        places.filter_map(|at| {
            let text = self.lines.text(at);
            let stamped = preamble::stamp(text)
                .filter(|(key, _)| *key == Key::CaseNumber)
                .map(|(_, number)| number);
            let titled = || case_number(text).filter(|_| self.edition.titles.kind(text).is_some());
            stamped.or_else(titled).map(squash)
        })
    }

    /// Whether the lines from one first heading on are those from another on, as far as the first
    /// of the two goes: a page that came twice.
    fn is_same_page(&self, first: usize, at: usize) -> bool {
        let (first, at) = (self.headings[first].line, self.headings[at].line);
        let title = (first..at).rev().find(|line| {
            let titles = &self.lines.titles;
            titles
                .binary_search_by_key(line, |(title, _)| *title)
                .is_ok()
        });
        let many = title.unwrap_or(at) - first;
        let text = |at: usize| self.lines.all.get(at).map(|line| line.text);
        (0..many).all(|line| text(first + line) == text(at + line))
    }

    /// Whether headings that every copy has lie between two numbers.
    fn passes_over(&self, after: u8, before: u8) -> bool {
        (after + 1..before).any(|number| self.always >> number & 1 == 1)
    }

    /// The headings up to the next first one.
    fn rest(&self, at: usize) -> &'l [Heading<'a>] {
        let rest = &self.headings[at..];
        let is_next = |next: &usize| {
            rest[*next].number == 1
                && (self.title_before(at + next).is_some()
                    || rest[next - 1].number >= self.last_asked())
        };
        let end = (1..rest.len()).find(is_next).unwrap_or(rest.len());
        &rest[..end]
    }

    /// The first question of the last section.
    fn last_asked(&self) -> u8 {
        self.edition
            .sections
            .last()
            .map_or(self.edition.last(), |section| section.first)
    }

    /// Whether a notification is at its end, by its last heading.
    fn has_ended(&self, headings: &[Heading]) -> bool {
        headings
            .last()
            .is_some_and(|last| last.number >= self.last_asked())
    }

    /// Whether what stood at a question goes on after it within `rest`: as it does
    /// where a form was quoted.
    fn resumes(&self, last: u8, rest: &[Heading]) -> bool {
        rest.array_windows().any(|[before, after]| {
            let (before, after) = (before.number, after.number);
            after > last && (after < before || before < last && self.passes_over(before, after))
        })
    }

    /// The kind that the titles before a heading name.
    fn kind_of(&self, at: usize) -> Filing {
        let after = at
            .checked_sub(1)
            .map_or(0, |before| self.headings[before].line);
        let before = self.headings[at].line;
        let titles = &self.lines.titles;
        let mut titles = titles
            .iter()
            .filter(|(line, _)| (after..before).contains(line));
        titles
            .next_back()
            .map_or(Filing::Initial, |(_, kind)| *kind)
    }

    /// The first line of the notification whose first heading is at `at`: its title,
    /// or what stands before it and is no answer.
    fn first_line(&self, at: usize, title: Option<usize>) -> usize {
        let after = self.headings[at - 1].next;
        let title = title.or_else(|| self.title_above(at));
        let mut first = title.unwrap_or_else(|| self.section_before(at));
        loop {
            let page = self.lines.all[first].page;
            let top = self
                .lines
                .all
                .partition_point(|line| line.page < page)
                .max(after);
            let starts_page = top > after || self.lines.all[after - 1].page < page;
            // Copies begin on a page of their own, perhaps below a head or a note.
            first = if starts_page && first - top <= MOST_ABOVE {
                top
            } else {
                self.above(first, after)
            };
            // A page before it that is no answer is a cover.
            let Some(before) = first
                .checked_sub(1)
                .filter(|before| *before >= after && starts_page)
            else {
                return first;
            };
            let page = self.lines.all[before].page;
            let cover = self.lines.all.partition_point(|line| line.page < page);
            if cover < after
                || !self.lines.all[cover..first]
                    .iter()
                    .any(|line| self.is_cover(line))
            {
                return first;
            }
            first = cover;
        }
    }

    /// The first of the lines right above one that are no answers, of the paragraph that such
    /// lines end, and of a letter that goes with what it stands above.
    fn above(&self, mut first: usize, after: usize) -> usize {
        let (lines, edition) = (self.lines, self.edition);
        let mut names = false;
        while first > after {
            let text = lines.text(first - 1);
            if cover::is_divider(text) || cover::is_title(text, edition) {
                // What stands above these is another paragraph, however it is set.
                (first, names) = (first - 1, false);
            } else if self.is_cover(&lines.all[first - 1]) {
                first -= 1;
                names = text.contains(char::is_alphanumeric);
            } else if first >= after + 2 && lines.broken_title(first - 2, edition).is_some() {
                (first, names) = (first - 2, false);
            } else {
                break;
            }
        }
        let is_next = |at: usize| self.lines.all[at].number == self.lines.all[at - 1].number + 1;
        let paragraph = (after.max(1)..=first).rev().find(|at| !is_next(*at));
        let first = paragraph
            .filter(|_| names)
            .map_or(first, |start| start.max(after));
        let letter = letter::beginning(lines, after..first);
        letter.map_or(first, |start| self.above(start, after))
    }

    /// The nearest line above a heading that is a title with something beside it, or the first of
    /// two that are one.
    fn title_above(&self, at: usize) -> Option<usize> {
        let (lines, edition) = (self.lines, self.edition);
        let (after, before) = (self.headings[at - 1].next, self.headings[at].line);
        let near = after.max(before.saturating_sub(MOST_ABOVE))..before;
        let mut others = near.rev().filter(|line| lines.all[*line].printed.is_none());
        others.find(|line| {
            cover::is_title(lines.text(*line), edition)
                || lines.broken_title(*line, edition).is_some()
        })
    }

    /// The title of the first section right above a heading, or the heading.
    fn section_before(&self, at: usize) -> usize {
        let line = self.headings[at].line;
        let section = self
            .edition
            .sections
            .first()
            .map_or("", |section| &section.squashed);
        let is_section = line > 0 && is_squashed(self.lines.text(line - 1), section);
        line - usize::from(is_section)
    }

    /// Whether a line stands between notifications rather than in one.
    fn is_cover(&self, line: &Line) -> bool {
        cover::is_cover(line.text, self.edition)
    }
}

/// So many lines may stand above a title on its page.
const MOST_ABOVE: usize = 12;

/// The numbers of headings, bit n for number n.
fn numbers(headings: &[Heading]) -> u64 {
    headings
        .iter()
        .fold(0, |all, heading| all | 1 << (heading.number % 64))
}
