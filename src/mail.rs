//! Mails as folders of their parts: what was written, and what is attached. What the parts
//! mean is not known here.

mod message;
mod outlook;

pub(crate) use message::{mailbox, page, read};
pub(crate) use outlook::read as read_outlook;

/// A mail.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Mail {
    /// What it is about; empty where it does not say.
    pub subject: String,
    /// The address of who sent it, in lower case; empty where it does not say.
    pub sender: String,
    /// What was written: the plain text, or the page where there is none.
    pub body: Option<Part>,
    /// What is attached, in order.
    pub attached: Vec<Part>,
}

/// One part of a mail.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// The name of the file, or one that says what it is.
    pub name: String,
    /// Its bytes, decoded; text in UTF-8.
    pub bytes: Vec<u8>,
}

/// A mail has more parts, or mails within it, than mails have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMany;
