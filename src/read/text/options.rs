//! The options of a choice as a copy prints them: each with its bullet and its mark, which are
//! taken off. Which option a label names is not asked here.

use std::borrow::Cow;

use crate::form::{Question, Sign, squash, squash_into};
use crate::read::text::lines::Lines;
use crate::read::text::mark::{Bullet, Stands, split_mark};
use crate::read::text::row::{Part, apart, may_hold_marks};
use crate::read::{Item, Mark};

/// The options that are printed below a choice, each with its mark; wrapped labels put together,
/// and what is written below a ticked `Övrigt:` put to it.
pub(super) fn items<'a>(
    lines: &Lines<'a>,
    question: &Question,
    positions: impl Iterator<Item = usize>,
) -> Vec<Item<'a>> {
    list(lines, question, positions).judged().0
}

/// The same where one option is asked for: `None` where the lines are no list, but an answer.
pub(super) fn listed<'a>(
    lines: &Lines<'a>,
    question: &Question,
    positions: impl Iterator<Item = usize> + Clone,
) -> Option<Vec<Item<'a>>> {
    let mut is_one = true;
    let mut may_be_marked = |at: usize| {
        let (text, is_first) = (lines.text(at), is_one);
        is_one = false;
        !is_first || split_mark(text).0 != Stands::Nothing || may_hold_marks(text)
    };
    if !positions.clone().any(&mut may_be_marked) {
        return None;
    }
    let (items, has_marks) = list(lines, question, positions).judged();
    (has_marks || are_bare(&items, question)).then_some(items)
}

/// Whether these are options without marks: two of the list, or one among others that begin as
/// options do.
fn are_bare(items: &[Item], question: &Question) -> bool {
    let mut options = items
        .iter()
        .filter_map(|item| question.find_option(&item.text));
    let Some(first) = options.next() else {
        return false;
    };
    let begins_one = |item: &Item| item.text.starts_with(char::is_uppercase);
    options.any(|option| option != first) || items.len() > 2 && items.iter().all(begins_one)
}

/// The options that a text of one line names with marks: `None` where it has none.
pub(crate) fn marked<'a>(text: &'a str, question: &Question) -> Option<Vec<Item<'a>>> {
    if !may_hold_marks(text) {
        return None;
    }
    let mut list = List::new(question);
    list.add(text, apart(text, question));
    let (items, has_marks) = list.judged();
    has_marks.then_some(items)
}

fn list<'a, 'q>(
    lines: &Lines<'a>,
    question: &'q Question,
    positions: impl Iterator<Item = usize>,
) -> List<'a, 'q> {
    let mut list = List::new(question);
    for position in positions {
        let line = &lines.all[position];
        // A line that the form prints is one option.
        let row = if line.printed.is_some() {
            None
        } else {
            apart(line.text, question)
        };
        list.add(line.text, row);
    }
    list
}

/// A list of options as its lines are read.
struct List<'a, 'q> {
    question: &'q Question,
    items: Vec<Item<'a>>,
    seen: Seen,
    /// Where the options of the last line begin that has any.
    row: usize,
    lone: Lone<'a>,
}

/// Marks that stand alone on their lines, as cells of a table are read.
#[derive(Default)]
struct Lone<'a> {
    /// The options that one stands right before.
    given: Vec<(usize, Stands, &'a str)>,
    /// The last one, as long as no option follows it.
    pending: Option<(Stands, &'a str)>,
    /// Whether one is certainly a mark, and whether one is not followed by an option.
    is_certain: bool,
    is_broken: bool,
}

impl<'a, 'q> List<'a, 'q> {
    fn new(question: &'q Question) -> Self {
        Self {
            question,
            items: Vec::with_capacity(question.options.len()),
            seen: Seen::default(),
            row: 0,
            lone: Lone::default(),
        }
    }

    /// Adds a line, which is cut into a row of options or is at most one.
    fn add(&mut self, line: &'a str, row: Option<Vec<Part<'a>>>) {
        let is_row = |row: &Vec<Part>| {
            row[0].stands != Stands::Nothing
                || self.begun(row[0].text).is_some()
                || row.iter().any(|part| self.names_one(part.text))
        };
        match row.filter(is_row) {
            Some(row) => self.add_row(line, row),
            None => self.add_one(line),
        }
    }

    /// Adds a line that is at most one option.
    fn add_one(&mut self, line: &'a str) {
        let (stands, bullet, text) = split_mark(line);
        if text.is_empty() {
            self.lone.add(stands, line);
            return;
        }
        if stands == Stands::Nothing {
            let lone = self.lone.pending.take();
            let lone = lone.filter(|_| !self.seen.has_any());
            if let Some((stands, line)) = lone {
                self.lone.given.push((self.items.len(), stands, line));
            } else if bullet == Bullet::None && self.goes_on(text) {
                return;
            }
        }
        self.row = self.items.len();
        self.seen.note(stands, self.items.len(), line);
        self.push(text, stands);
    }

    /// Whether a text names an option.
    fn names_one(&self, text: &str) -> bool {
        self.question.find_option(text).is_some()
    }

    /// Adds options that stand side by side. Each mark must stand before its label; one alone
    /// behind a label is its mark if no other option is there.
    fn add_row(&mut self, line: &'a str, mut row: Vec<Part<'a>>) {
        let mut begins = self.items.len();
        let first = row[0].text;
        if row[0].stands == Stands::Nothing && !self.names_one(first) {
            if self.completes(first) {
                row.remove(0);
                begins = self.row;
            } else if self.comments(line) {
                return;
            } else if first.ends_with([':', '?']) {
                row.remove(0);
            }
        }
        if let [label, mark] = row.as_slice()
            && label.stands == Stands::Nothing
            && mark.text.is_empty()
        {
            self.seen.note(mark.stands, self.items.len(), mark.written);
            self.seen.is_behind = true;
            self.push(label.text, mark.stands);
        } else {
            for part in row {
                self.seen.note(part.stands, self.items.len(), part.written);
                self.seen.is_unclear |= part.stands == Stands::Nothing || part.text.is_empty();
                if !part.text.is_empty() {
                    self.push(part.text, part.stands);
                }
            }
        }
        self.row = begins;
    }

    fn push(&mut self, text: &'a str, stands: Stands) {
        self.items.push(Item {
            text: Cow::Borrowed(text),
            mark: stands.mark(),
        });
    }

    /// Puts a line without bullet and mark to an option of the line before it: the rest of a
    /// wrapped label, or the comment on a ticked `Övrigt`. In columns several labels may go on.
    fn goes_on(&mut self, text: &str) -> bool {
        if self.completes(text) || self.comments(text) {
            return true;
        }
        let cells = || text.split('\t').flat_map(|cell| cell.split("  "));
        let cells = || cells().map(str::trim).filter(|cell| !cell.is_empty());
        let go_on = self.items.len() - self.row > 1
            && cells().count() > 1
            && cells().all(|cell| self.begun(cell).is_some());
        if go_on {
            for cell in cells() {
                self.completes(cell);
            }
        }
        go_on
    }

    /// The option of the line before whose label goes on with a text.
    fn begun(&self, text: &str) -> Option<usize> {
        let is_begun = |item: &Item| {
            let mut whole = squash(&item.text);
            squash_into(text, &mut whole);
            let mut labels = self.question.options.iter();
            labels.any(|option| option.squashed[0].starts_with(&whole))
        };
        let at = self.items[self.row..].iter().position(is_begun)?;
        Some(self.row + at)
    }

    /// Puts the rest of a wrapped label to its option.
    fn completes(&mut self, text: &str) -> bool {
        let Some(at) = self.begun(text) else {
            return false;
        };
        let item = &mut self.items[at];
        item.text = Cow::Owned(format!("{} {text}", item.text));
        true
    }

    /// Puts a comment to a ticked `Övrigt`.
    fn comments(&mut self, text: &str) -> bool {
        let question = self.question;
        let takes_it = |item: &&mut Item| {
            let head = item.text.split(':').next().unwrap_or_default();
            let is_other = |other| question.find_option(head) == Some(other);
            item.mark == Mark::Ticked && question.option("other").is_some_and(is_other)
        };
        let Some(item) = self.items[self.row..].iter_mut().find(takes_it) else {
            return false;
        };
        if question.find_option(text).is_some() {
            return false;
        }
        let colon = if item.text.contains(':') { "" } else { ":" };
        item.text = Cow::Owned(format!("{}{colon} {text}", item.text));
        true
    }

    /// The options with the marks that all signs have together, and whether there are marks.
    fn judged(mut self) -> (Vec<Item<'a>>, bool) {
        if self.lone.is_certain && !self.seen.has_any() {
            self.place_lone();
        }
        self.seen.is_unclear |= self.seen.is_behind && self.items.len() > 1;
        self.seen.judge(&mut self.items, self.question);
        (self.items, self.seen.has_marks())
    }

    /// Gives marks that stand alone to the options that they stand before.
    fn place_lone(&mut self) {
        let Lone {
            given,
            pending,
            is_broken,
            ..
        } = std::mem::take(&mut self.lone);
        let mut places = given;
        if let Some((stands, line)) = pending {
            self.seen.is_unclear = self.items.len() != 1 || !places.is_empty();
            places.push((0, stands, line));
        }
        self.seen.is_unclear |= is_broken;
        for (at, stands, line) in places {
            self.seen.note(stands, at, line);
            if let Some(item) = self.items.get_mut(at) {
                item.mark = stands.mark();
            }
        }
    }
}

impl<'a> Lone<'a> {
    fn add(&mut self, stands: Stands, line: &'a str) {
        if stands == Stands::Nothing {
            return;
        }
        self.is_broken |= self.pending.is_some();
        self.is_certain |= stands.mark() != Mark::None;
        self.pending = Some((stands, line));
    }
}

/// The signs of one list, which are judged together. Most lists have none.
#[derive(Debug, Default)]
struct Seen {
    ticks: bool,
    boxes: bool,
    strange: bool,
    /// A box with a check mark, and one with a cross: where one says yes, the
    /// other may say no.
    checked: bool,
    crossed: bool,
    /// Whether a mark stands behind its label, and whether it cannot be told to which label one
    /// belongs.
    is_behind: bool,
    is_unclear: bool,
    /// Positions of signs whose mark depends on the others.
    crosses: Vec<usize>,
    perhaps_ticks: Vec<usize>,
    perhaps_boxes: Vec<usize>,
}

impl Seen {
    /// Takes note of what stands before the option at a position.
    fn note(&mut self, stands: Stands, position: usize, line: &str) {
        match stands {
            Stands::Nothing => {}
            Stands::Strange => self.strange = true,
            Stands::Sign(Sign::Tick) => {
                self.ticks = true;
                // Texts are searched for faster than characters.
                let has = |signs: [&str; 2]| signs.iter().any(|sign| line.contains(sign));
                self.checked = self.checked || has(["☑", "🗹"]);
                self.crossed = self.crossed || has(["☒", "🗷"]);
            }
            Stands::Sign(Sign::Cross) => self.crosses.push(position),
            Stands::Sign(Sign::Box) => self.boxes = true,
            Stands::Sign(Sign::PerhapsTick) => self.perhaps_ticks.push(position),
            Stands::Sign(Sign::PerhapsBox) => self.perhaps_boxes.push(position),
        }
    }

    /// Whether any sign stands before an option.
    fn has_any(&self) -> bool {
        self.has_marks() || !self.perhaps_ticks.is_empty() || !self.perhaps_boxes.is_empty()
    }

    /// Whether there are marks. What may be a tick and what may be a box are marks together;
    /// each alone is a bullet.
    fn has_marks(&self) -> bool {
        let are_perhaps = !self.perhaps_ticks.is_empty() && !self.perhaps_boxes.is_empty();
        self.ticks || self.boxes || !self.crosses.is_empty() || are_perhaps
    }

    /// Gives the options the marks that the signs have together, or none to any
    /// where that cannot be told.
    fn judge(&self, items: &mut [Item], question: &Question) {
        let lose = |items: &mut [Item]| items.iter_mut().for_each(|item| item.mark = Mark::None);
        if self.is_unclear {
            lose(items);
            return;
        }
        let may_be_ticks = !self.perhaps_ticks.is_empty();
        let may_be_boxes = !self.perhaps_boxes.is_empty();
        let has_ticks = self.ticks || may_be_ticks && (self.boxes || may_be_boxes);
        let has_boxes = self.boxes || may_be_boxes && (has_ticks || !self.crosses.is_empty());
        let mut give =
            |positions: &[usize], mark| positions.iter().for_each(|at| items[*at].mark = mark);
        if has_boxes {
            give(&self.perhaps_ticks, Mark::Ticked);
            give(&self.perhaps_boxes, Mark::Empty);
        }
        // Where something else is the tick, a cross says no.
        if has_ticks {
            give(&self.crosses, Mark::Empty);
        }
        let is_lost = if has_boxes {
            self.strange || lacks_marks(items, question)
        } else {
            self.checked && self.crossed
        };
        if is_lost {
            lose(items);
        }
    }
}

/// Whether an option of a list with boxes has a sign that is not known or, where
/// nothing is ticked, none at all.
fn lacks_marks(items: &[Item], question: &Question) -> bool {
    let is_ticked = items.iter().any(|item| item.mark == Mark::Ticked);
    let is_in_doubt = |text: &str| match text.chars().next() {
        Some(first) if first.is_alphanumeric() => !is_ticked,
        // The label is quoted: the form's own words.
        Some('"' | '”' | '“' | '\'' | '’' | '»' | '(') | None => false,
        Some(_) => true,
    };
    let mut unmarked = items.iter().filter(|item| item.mark == Mark::None);
    unmarked.any(|item| is_in_doubt(&item.text) && question.find_option(&item.text).is_some())
}

#[cfg(test)]
mod tests;
