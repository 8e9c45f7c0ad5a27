//! Why a name or a value of `--where` and `--cross` is refused.

use crate::config::{Message, Words};

/// Why a name or a value is refused, with what would be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no such field: its name, what may be meant.
    Field(String, Message),
    /// There is no such dimension: its name, what may be meant.
    Dimension(String, Message),
    /// The field cannot hold the value: field, value, what may be meant.
    Value(String, String, Message),
}

impl Refusal {
    /// The refusal in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::Field(field, meant) => Words::new(
                "det finns ingen kolumn `{field}`; {meant}",
                "there is no column `{field}`; {meant}",
            )
            .with("field", field)
            .within("meant", meant),
            Self::Dimension(name, meant) => Words::new(
                "det finns ingen dimension `{name}`; {meant}",
                "there is no dimension `{name}`; {meant}",
            )
            .with("name", name)
            .within("meant", meant),
            Self::Value(field, value, meant) => Words::new(
                "`{field}` kan inte vara `{value}`; {meant}",
                "`{field}` cannot be `{value}`; {meant}",
            )
            .with("field", field)
            .with("value", value)
            .within("meant", meant),
        }
    }
}
