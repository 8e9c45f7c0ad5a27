//! What a row is that is no record, what a column holds, and of which columns keys are made.

use crate::form::Question;

/// What a row is that is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// Above the header.
    Title,
    Header,
    /// The units of the columns.
    Units,
    Heading,
    Sum,
    Note,
    /// It shows how rows are filled in.
    Example,
    Comment,
    OtherTable,
    Blank,
    /// Something stands there, but in no column that is read.
    NoAnswer,
    /// Below the header, as the mapping says.
    Skipped,
    /// A condition of the mapping does not hold.
    Unmet,
    /// A column that the mapping requires is blank.
    Incomplete,
    /// From where the mapping says that the table ends.
    Below,
    /// It stands for no notification.
    Weightless,
}

/// What a column holds, as far as it tells records from other rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A case number or reference.
    Key,
    /// A date, a time, or both.
    Moment,
    /// A number or a band.
    Amount,
    /// Free text.
    Prose,
    /// A name, an option, or anything else that is read.
    Word,
    /// Nothing that is read.
    Unread,
}

/// The columns that keys are made of, by position.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyColumns {
    /// The case number.
    pub(crate) case_number: Option<usize>,
    /// The controller's own reference, which another controller may have too.
    pub(crate) reference: Option<usize>,
    /// Number and name of the controller.
    pub(crate) controller: Vec<usize>,
    /// Whether each row is of one controller that no column names: a mapping says it.
    pub(crate) is_of_one: bool,
    /// The kind of filing: a supplement has the keys of what it supplements.
    pub(crate) kind: Option<usize>,
    /// The columns of questions with options, each with its question.
    pub(crate) options: Vec<(usize, &'static Question)>,
}
