//! Which rows of a table count, which cells are filled from the row above, and which
//! rows are one notification. It works on cells as text, so any format with rows can ask.

use std::borrow::Cow;

use crate::config::Words;
use crate::form::squash;
use crate::read::mapping::Source;
use crate::read::mapping::path::{Path, Placed};
use crate::read::trimmed::{is_margin, trimmed};

/// The tables `[rows]` and `[group]`, checked.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// How many rows the header has.
    pub(super) header: usize,
    /// Whether the mapping says so.
    pub(super) says_header: bool,
    /// How many rows below the header are left out.
    pub(super) skip: usize,
    /// A row in which one of these is blank is left out.
    pub(super) required: Vec<Source>,
    /// A blank cell of these has the value of the row above.
    pub(super) fill_down: Vec<Source>,
    /// A row counts where all hold.
    pub(super) conditions: Vec<Condition>,
    /// From the row where it holds nothing counts.
    pub(super) until: Option<Condition>,
    /// The column that says how many notifications a row stands for, if there is one.
    pub(super) weight: Vec<Source>,
    /// Rows with the same values in these are one notification.
    pub(super) group: Vec<Source>,
    /// Words that stand for nothing.
    pub(super) blank: Vec<String>,
}

/// What a cell must say. Texts are compared without regard to case.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) from: Source,
    /// One of these; any text where there are none.
    pub(super) is: Vec<String>,
    /// None of these.
    pub(super) is_not: Vec<String>,
    /// Something that this pattern finds.
    pub(super) pattern: Option<fancy_regex::Regex>,
}

/// Columns as they are named.
pub(super) fn sources(names: Vec<String>, line: usize, optional: bool) -> Vec<Source> {
    let source = |name: String| Source {
        squashed: squash(&name),
        path: Path::new(&name),
        place: place(&name),
        line,
        optional,
        name,
    };
    names.into_iter().map(source).collect()
}

/// Of `name[2]` the name, squashed, and the 2.
fn place(name: &str) -> Option<(String, usize)> {
    let (name, number) = name.trim().strip_suffix(']')?.rsplit_once('[')?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    Some((squash(name), number))
}

impl Condition {
    /// Whether any text meets it.
    pub(super) fn says_nothing(&self) -> bool {
        self.is.is_empty() && self.is_not.is_empty() && self.pattern.is_none()
    }

    /// Whether it holds in an object: of several texts one must be what is asked for, and
    /// none what is not.
    fn holds_in(&self, object: &Placed) -> bool {
        let mut texts = self.from.path.texts_in(object).unwrap_or_default();
        if texts.is_empty() {
            texts.push(String::new());
        }
        let mut texts = texts.iter().map(|text| text.trim());
        if self.is.is_empty() && self.pattern.is_none() {
            texts.all(|text| self.holds(text))
        } else {
            texts.any(|text| self.holds(text))
        }
    }

    fn holds(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        // A pattern that gives up on a text has found nothing.
        let found = |pattern: &fancy_regex::Regex| pattern.is_match(text).unwrap_or(false);
        (self.is.is_empty() || self.is.contains(&lower))
            && !self.is_not.contains(&lower)
            && self.pattern.as_ref().is_none_or(found)
    }
}

impl Rows {
    /// Whether all rows below the header count, each by itself.
    pub(super) fn says_nothing(&self) -> bool {
        self.skip == 0 && self.sources().next().is_none()
    }

    /// What an object of a list must have, and be it in one object of the run: a condition
    /// whose path is mistaken would leave all of them out.
    pub(super) fn asked_of_all(&self) -> impl Iterator<Item = &Source> {
        let conditions = self.conditions.iter().map(|condition| &condition.from);
        conditions.chain(&self.required)
    }

    /// The first rule that an object does not meet; its number is that in its list. What is
    /// no notification by any path is not asked for more than its place.
    pub(super) fn unmet(&self, object: &Placed, number: u32, is_read: bool) -> Option<Unmet> {
        let holds = |condition: &Condition| condition.holds_in(object);
        if number as usize <= self.skip {
            Some(Unmet::Place)
        } else if self.until.as_ref().is_some_and(holds) {
            Some(Unmet::End)
        } else if is_read && self.required.iter().any(|one| self.lacks(one, object)) {
            Some(Unmet::Required)
        } else if is_read && !self.conditions.iter().all(holds) {
            Some(Unmet::Condition)
        } else {
            None
        }
    }

    /// Whether an object says nothing at a path.
    fn lacks(&self, source: &Source, object: &Placed) -> bool {
        let texts = source.path.texts_in(object);
        texts.is_some_and(|texts| texts.iter().all(|text| is_blank(text, &self.blank)))
    }

    /// All columns that it names.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        let conditions = self.conditions.iter().chain(&self.until);
        let lists = [&self.required, &self.fill_down, &self.weight, &self.group];
        conditions
            .map(|condition| &condition.from)
            .chain(lists.into_iter().flatten())
    }

    /// Lays it on a header, of which `column` gives the columns of a name.
    pub(super) fn plan<'m, E>(
        &'m self,
        column: impl Fn(&Source) -> Result<usize, E>,
    ) -> Result<RowPlan<'m>, E> {
        let all = |sources: &[Source]| sources.iter().map(&column).collect::<Result<Vec<_>, E>>();
        let condition = |one: &'m Condition| Ok((column(&one.from)?, one));
        Ok(RowPlan {
            rows: self,
            required: all(&self.required)?,
            fill_down: all(&self.fill_down)?,
            conditions: self
                .conditions
                .iter()
                .map(condition)
                .collect::<Result<_, E>>()?,
            until: self.until.as_ref().map(condition).transpose()?,
            weight: all(&self.weight)?.pop(),
            group: all(&self.group)?,
        })
    }
}

/// The rules for rows laid on the header of one table.
#[derive(Debug)]
pub(crate) struct RowPlan<'m> {
    rows: &'m Rows,
    required: Vec<usize>,
    /// The columns whose blank cells have the value of the row above.
    pub(crate) fill_down: Vec<usize>,
    conditions: Vec<(usize, &'m Condition)>,
    until: Option<(usize, &'m Condition)>,
    /// The column that says how many notifications a row stands for.
    pub(crate) weight: Option<usize>,
    /// The columns that are the key of a notification.
    pub(crate) group: Vec<usize>,
}

/// Which rule a row does not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unmet {
    /// A column that must be filled in is blank.
    Required,
    /// A condition does not hold.
    Condition,
    /// The row ends the table.
    End,
    /// It is one of those at the beginning that do not count.
    Place,
}

/// Whether a text says nothing: nothing stands there, or a word for nothing.
fn is_blank(text: &str, words: &[String]) -> bool {
    let text = text.trim_matches(is_margin);
    text.is_empty() || words.iter().any(|word| word == text)
}

/// What stands between the values of one column in a row made of several.
pub(crate) const BETWEEN: char = '\u{1f}';

/// The most notifications that one row may stand for.
const MOST: u32 = 100_000;

impl RowPlan<'_> {
    /// How many rows below the header are left out.
    pub(crate) fn skip(&self) -> usize {
        self.rows.skip
    }

    /// Whether a cell says nothing.
    pub(crate) fn is_blank(&self, text: &str) -> bool {
        is_blank(text, &self.rows.blank)
    }

    /// The first rule that a row does not meet.
    pub(crate) fn unmet<'c>(&self, cell: impl Fn(usize) -> Cow<'c, str>) -> Option<Unmet> {
        let holds =
            |(at, condition): &(usize, &Condition)| condition.holds(&trimmed(cell(*at), is_margin));
        if self.until.iter().any(holds) {
            Some(Unmet::End)
        } else if self.required.iter().any(|at| self.is_blank(&cell(*at))) {
            Some(Unmet::Required)
        } else if !self.conditions.iter().all(holds) {
            Some(Unmet::Condition)
        } else {
            None
        }
    }

    /// How many notifications a cell says that its row stands for.
    pub(crate) fn weight_of(text: &str) -> Option<u32> {
        let blank = |c: &char| !is_margin(*c) && !matches!(c, ' ' | '\u{a0}' | '\u{202f}');
        let digits: String = text.chars().filter(blank).collect();
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|number| *number <= MOST);
        number.filter(|_| is_number)
    }
}

/// What F003 says of a single value on which the rows of one notification disagree.
pub(super) const ROWS_DISAGREE: Words = Words::new(
    "Raderna i anmälan säger olika om ”{part}”{at_question} (antal olika värden: {times}); svaret går inte att avgöra.",
    "The rows of the notification disagree on \"{part}\"{at_question} (different values: {times}); the answer cannot be determined.",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_number_in_brackets_at_the_end() {
        for (name, told) in [
            ("[3]", Some(("", 3))),
            ("Data Type[2]", Some(("datatype", 2))),
            ("Data [Type]", None),
            ("Data[0]", None),
            ("Data[]", None),
            ("Data", None),
        ] {
            let told = told.map(|(name, number)| (name.to_owned(), number));
            assert_eq!(place(name), told, "{name}");
        }
    }

    #[test]
    fn a_weight_is_a_whole_number_of_some_size() {
        for (text, weight) in [
            ("3", Some(3)),
            (" 1 234 ", Some(1234)),
            ("0", Some(0)),
            ("", None),
            ("-1", None),
            ("1,5", None),
            ("100001", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(RowPlan::weight_of(text), weight, "{text}");
        }
    }
}
