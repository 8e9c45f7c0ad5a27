//! A cell of a row in which something stands, and what such cells say of the row.

use std::borrow::Cow;

use super::{Left, Role, words};

/// A cell that says something.
pub(super) struct Filled<'c> {
    pub(super) at: usize,
    pub(super) role: Role,
    pub(super) text: Cow<'c, str>,
}

impl Filled<'_> {
    /// Whether it is a mark before a comment or note.
    pub(super) fn is_mark(&self) -> bool {
        self.at == 0 && self.text.starts_with(['#', '*', '†'])
    }

    /// Whether it stands where rows say what they are: where keys stand, or in a first column
    /// that is not read.
    pub(super) fn is_label(&self) -> bool {
        self.role == Role::Key || self.at == 0 && self.role == Role::Unread
    }

    /// Whether it is a word for a sum or another figure of the rows above. An extreme may be
    /// a name.
    fn is_of_sum(&self) -> bool {
        words::is_sum(&self.text)
            || self.is_label() && words::is_extreme(&self.text)
            || words::is_part(&self.text, self.is_label())
                && (self.is_label() || self.role == Role::Word)
    }

    /// Whether its last word is one for a sum.
    pub(super) fn ends_in_sum(&self) -> bool {
        let last = self.text.rsplit(|c: char| !c.is_alphanumeric()).next();
        last.is_some_and(words::is_sum)
    }

    /// Whether it is a short note with a date: `Uttag 2024-06-01`.
    pub(super) fn is_dated_note(&self) -> bool {
        words::begins_note(&self.text, 2)
            && words::is_date(self.text.as_bytes())
            && !words::is_long(&self.text, 5)
    }

    /// Whether a row that begins with it is a comment.
    pub(super) fn is_comment(&self, has_key: bool, is_record: bool) -> bool {
        let Some(rest) = self
            .text
            .strip_prefix('#')
            .or_else(|| self.text.strip_prefix("//"))
        else {
            return false;
        };
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
        self.at == 0 && !has_key && !is_number && (!is_record || rest.starts_with([' ', '#', '\t']))
    }

    /// What a row with so many cells is whose first is this, none of which is read.
    pub(super) fn unread(&self, cells: usize) -> Left {
        let has_digit = self.text.bytes().any(|byte| byte.is_ascii_digit());
        if cells == 1 && (words::begins_note(&self.text, 2) || words::is_long(&self.text, 5)) {
            Left::Note
        } else if cells == 1 && (words::is_period(&self.text) || !has_digit) {
            Left::Heading
        } else {
            Left::NoAnswer
        }
    }
}

/// What a row without a key is that has nothing but a date, or a date beside what notes
/// begin with, in a table whose records have keys.
pub(super) fn told_by_date(filled: &[Filled]) -> Option<Left> {
    match filled {
        [one] if one.role != Role::Amount && words::is_first_of_month(&one.text) => {
            Some(Left::Heading)
        }
        [one] if one.is_dated_note() => Some(Left::Note),
        [first, date] => {
            let is_note = first.at == 0
                && first.role != Role::Prose
                && words::begins_note(&first.text, 1)
                && !words::is_long(&first.text, 5)
                && !first.text.bytes().any(|byte| byte.is_ascii_digit())
                && words::is_date(date.text.as_bytes())
                && !date.text.chars().any(|c| c.is_alphabetic() && c != 'T');
            is_note.then_some(Left::Note)
        }
        _ => None,
    }
}

/// Whether something stands in a column of dates that is none, nor says that it is unknown.
pub(super) fn is_odd_date(cell: &Filled) -> bool {
    cell.role == Role::Moment
        && !words::is_date(cell.text.as_bytes())
        && !words::is_unknown(&cell.text)
}

/// Whether a row is a word for a sum and figures.
pub(super) fn is_sum(filled: &[Filled]) -> bool {
    let of_sum = |cell: &Filled| cell.is_of_sum();
    let is_part = |cell: &Filled| {
        of_sum(cell) || words::is_period(&cell.text) || words::is_figure(&cell.text)
    };
    filled.iter().any(of_sum) && filled.iter().all(is_part)
}

/// Whether a row has a word for a sum where keys stand, and figures and dates alone.
pub(super) fn is_dated_sum(filled: &[Filled]) -> bool {
    let Some((label, rest)) = filled.split_first() else {
        return false;
    };
    let is_bare = |cell: &Filled| !cell.text.chars().any(|c| c.is_alphabetic() && c != 'T');
    let is_figure = |cell: &Filled| cell.role == Role::Amount && words::is_figure(&cell.text);
    label.is_label()
        && words::is_sum(&label.text)
        && rest.iter().all(is_bare)
        && rest.iter().any(is_figure)
}

/// Whether a row says that nothing happened, and has no figure but noughts. Beside a period
/// there may be a date, too.
pub(super) fn is_nothing(filled: &[Filled]) -> bool {
    let may_say = |cell: &Filled| !matches!(cell.role, Role::Prose | Role::Amount);
    let says = |cell: &&Filled| may_say(cell) && words::is_nothing(&cell.text);
    let Some(told) = filled.iter().find(says) else {
        return false;
    };
    let is_date = |cell: &Filled| {
        let may_date = told.is_label() && words::names_period(&told.text);
        may_date && cell.role == Role::Moment && words::is_date(cell.text.as_bytes())
    };
    let is_period = |cell: &Filled| cell.is_label() && words::is_part_of_year(&cell.text);
    let is_nought = |cell: &Filled| words::whole(cell.text.as_bytes()) == Some(0);
    let mut rest = filled.iter().filter(|cell| cell.at != told.at);
    rest.all(|cell| is_date(cell) || is_nought(cell) || is_period(cell))
}

/// Whether a row is shares, perhaps with what they are shares of where keys stand.
pub(super) fn is_shares(filled: &[Filled]) -> bool {
    let is_label =
        |cell: &Filled| cell.is_label() && !cell.text.bytes().any(|byte| byte.is_ascii_digit());
    filled.iter().any(|cell| words::is_share(&cell.text))
        && filled
            .iter()
            .all(|cell| is_label(cell) || words::is_figure(&cell.text))
}

/// Whether a row holds nothing but the units and the forms of its columns.
pub(super) fn is_units(filled: &[Filled]) -> bool {
    let is_form = |cell: &Filled| matches!(cell.role, Role::Moment | Role::Amount);
    let is_sure = filled.len() > 1 || filled.iter().all(|cell| words::is_bracketed(&cell.text));
    is_sure && filled.iter().any(is_form) && filled.iter().all(|cell| words::is_unit(&cell.text))
}

/// Whether a row is a period and figures of it: a month, a part of a year, what was until a day.
pub(super) fn is_period_of_figures(filled: &[Filled]) -> bool {
    let Some((first, rest)) = filled.split_first() else {
        return false;
    };
    let figure = |cell: &Filled| cell.role != Role::Moment && words::is_figure(&cell.text);
    !rest.is_empty()
        && matches!(first.role, Role::Key | Role::Unread)
        && (words::is_part_of_year(&first.text) || words::is_as_of(&first.text))
        && rest.iter().all(figure)
}
