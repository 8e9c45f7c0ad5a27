//! What the program says on standard error: complaints that end the command, and
//! remarks that do not. A complaint holds its words in both languages. Which of them
//! are shown is decided where they are printed, since some arise before the language is
//! known.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};

use crate::audit::IgnoresError;
use crate::check::UnknownRule;
use crate::cli::given::When;
use crate::compare::SideError;
use crate::config::{Config, Language, Message, Words};
use crate::destination::DestinationError;
use crate::discover::DiscoverError;
use crate::intake::Failure;
use crate::notification::MASKED;
use crate::read::receipts::ReceiptsError;
use crate::records::RecordsError;
use crate::report::broken;
use crate::statistics::{AgainError, CountError};
use crate::table::TableError;
use crate::value::impersonal;

/// What keeps a command from running, in both languages.
#[derive(Debug)]
struct Complaint {
    words: Message,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

/// An error of these words.
pub(super) fn complaint(words: impl Into<Message>) -> anyhow::Error {
    Complaint {
        words: words.into(),
        cause: None,
    }
    .into()
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.get(Language::En))
    }
}

impl Error for Complaint {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

/// Words around the error of a result.
pub(super) trait Complaining<T> {
    /// The result, its error the cause of one of these words.
    fn complaining<M: Into<Message>>(self, words: impl FnOnce() -> M) -> anyhow::Result<T>;
}

impl<T, E: Into<Box<dyn Error + Send + Sync>>> Complaining<T> for Result<T, E> {
    fn complaining<M: Into<Message>>(self, words: impl FnOnce() -> M) -> anyhow::Result<T> {
        self.map_err(|error| {
            Complaint {
                words: words().into(),
                cause: Some(error.into()),
            }
            .into()
        })
    }
}

/// How errors are printed.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    /// The language of their words.
    pub(super) language: Language,
    /// When they are in colour.
    pub(super) colour: When,
}

impl Voice {
    /// Prints an error with its causes to standard error.
    pub fn complain(self, error: &anyhow::Error) {
        self.say(&message(error).get(self.language));
    }

    /// Prints what is wrong, masked, after the word for an error.
    pub(super) fn say(self, text: &str) {
        let word = Words::new("fel", "error").get(self.language);
        let text = impersonal(text, MASKED);
        remark(&if self.colour.paints(&io::stderr()) {
            format!("\x1b[1;31m{word}\x1b[0m: {text}")
        } else {
            format!("{word}: {text}")
        });
    }
}

/// A line on standard error.
pub(super) fn remark(text: &str) {
    let size = terminal_size::terminal_size_of(io::stderr());
    let lines = match size {
        Some((width, _)) => broken(text, width.0.into()),
        None => vec![text.to_owned()],
    };
    // Nothing is left to tell it to if standard error is closed.
    let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
}

/// An error with its causes, in both languages as far as they are ours.
pub(super) fn message(error: &anyhow::Error) -> Message {
    let one = |cause| wording(cause).unwrap_or_else(|| Message::Same(cause.to_string()));
    Message::Row(Words::same(": "), error.chain().map(one).collect())
}

/// The words of a cause that has them in both languages.
fn wording(cause: &(dyn Error + 'static)) -> Option<Message> {
    if let Some(complaint) = cause.downcast_ref::<Complaint>() {
        return Some(complaint.words.clone());
    }
    if let Some(error) = cause.downcast_ref::<io::Error>() {
        // Libraries wrap the system's error in one of theirs, with names of temporary files.
        // The kind says more. What is of no kind at all has only its own text.
        let is_told = error.get_ref().is_none() || error.kind() != io::ErrorKind::Other;
        return is_told.then(|| Failure::from(error).wording());
    }
    cause
        .downcast_ref()
        .map(UnknownRule::wording)
        .or_else(|| cause.downcast_ref().map(IgnoresError::wording))
        .or_else(|| cause.downcast_ref().map(DiscoverError::wording))
        .or_else(|| cause.downcast_ref().map(ReceiptsError::wording))
        .or_else(|| cause.downcast_ref().map(RecordsError::wording))
        .or_else(|| cause.downcast_ref().map(AgainError::wording))
        .or_else(|| cause.downcast_ref().map(CountError::wording))
        .or_else(|| cause.downcast_ref().map(TableError::wording))
        .or_else(|| cause.downcast_ref().map(DestinationError::wording))
        .or_else(|| cause.downcast_ref().map(SideError::wording))
}

/// A remark on standard error, unless the user wants silence.
pub(super) fn note(config: &Config, text: impl Into<Message>) {
    if config.verbosity > -2 {
        remark(&text.into().get(config.language));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_told_in_the_language() {
        let failed = crate::check::Selected::new(&["zz".to_owned()], &[]);
        let error = failed
            .complaining(|| Words::new("nivåer", "levels"))
            .unwrap_err();
        let told = message(&error).get(Language::Sv);
        assert!(told.starts_with("nivåer: ingen regel har koden"), "{told}");
        assert!(
            message(&error)
                .get(Language::En)
                .starts_with("levels: no rule has the code")
        );
        assert_eq!(
            message(&complaint(Words::new("fel", "wrong"))).get(Language::En),
            "wrong"
        );
    }
}
