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
    /// When it was sent, as RFC 3339 writes it; empty where it does not say.
    pub sent: String,
    /// What was written: the plain text, or the page where there is none.
    pub body: Option<Part>,
    /// The same as a page or rich text, where there is plain text, too.
    pub beside: Option<Part>,
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_message_within_a_message_that_is_cut_off_ends() {
        let lines = [
            "Content-Type: multipart/mixed; boundary=x",
            "",
            "--x",
            "Content-Type: message/rfc822",
            "",
            "Content-Type: message/rfc822",
            "",
            "",
            "--x--",
        ];
        let _ = read(lines.join("\r\n").as_bytes());
    }

    proptest! {
        #[test]
        fn any_mail_ends(
            lines in prop::collection::vec(
                prop_oneof![
                    "(From|Subject|Date|Content-Type|MIME-Version): [ -~]{0,20}",
                    "Content-Type: (multipart/mixed; boundary=x|message/rfc822|text/html)",
                    "Content-Transfer-Encoding: (base64|quoted-printable|8bit)",
                    "--x(--)?",
                    "From [a-z@ ]{0,8}",
                    "",
                    "[ -~=]{0,30}",
                ],
                0..40,
            ),
            bytes in prop::collection::vec(any::<u8>(), 0..600),
        ) {
            let source = lines.join("\r\n").into_bytes();
            let _ = read(&source);
            let _ = page(&source);
            mailbox(&source);
            let _ = read(&bytes);
            let compound = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &bytes[..]].concat();
            let _ = read_outlook(&compound);
        }
    }
}
