//! Why nothing can be counted, of a run or of the records of earlier ones.

use polars::error::PolarsError;

use crate::config::{Language, Message, Words};
use crate::records::RecordsError;
use crate::table::TableError;
use crate::value::is_safe_label;

/// Why nothing can be counted: what the library says of a frame that this
/// program made. An empty table in its place would be a wrong 0.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub(crate) enum CountError {
    /// The library that counts failed.
    Library(#[from] PolarsError),
    /// A column that is not in the frame, or of another type.
    Column(String),
    /// A finished table is not what it should be.
    Table(#[from] TableError),
}

impl CountError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::Library(error) => Words::new(
                "anmälningarna kan inte räknas: {error}",
                "the notifications cannot be counted: {error}",
            )
            .with("error", error),
            Self::Column(column) => Words::new(
                "fel i programmet: kolumnen {column} räknas inte som den ska",
                "a fault of the program: column {column} is not counted as it should be",
            )
            .with("column", column),
            Self::Table(error) => error.wording(),
        }
    }
}

/// Why records cannot be counted.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub(crate) enum AgainError {
    /// They cannot be read.
    Records(RecordsError),
    /// `--where` asks for a word in a column of numbers.
    Word(String),
    /// Nothing can be counted.
    Count(CountError),
    /// They were read by a form that is not among the editions.
    Form {
        /// The file.
        file: String,
        /// The first line or row.
        place: Message,
        /// The name of a form that is not known.
        form: String,
    },
}

impl From<RecordsError> for AgainError {
    fn from(error: RecordsError) -> Self {
        Self::Records(error)
    }
}

impl From<CountError> for AgainError {
    fn from(error: CountError) -> Self {
        Self::Count(error)
    }
}

impl AgainError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::Records(error) => error.wording(),
            Self::Count(error) => error.wording(),
            Self::Word(column) => Words::new(
"--where: i `{column}` har posterna tal och tidpunkter men inte varför någon saknas; det står i `states`",
"--where: records keep numbers and instants in `{column}` and not why one is missing; that stands in `states`",
).with("column", column),
            Self::Form { file, place, form } => Words::new(
"{file}, {place}: `form` är formuläret `{form}`, som inte är känt; ange dess fil med --form",
"{file}, {place}: `form` is the form `{form}`, which is not known; name its file with --form",
).with("file", file).within("place", place).with("form", if is_safe_label(form) { form } else { crate::notification::UNLISTED }),
        }
    }
}
