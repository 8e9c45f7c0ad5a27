//! What the system says when something cannot be read or written, in words that a
//! person understands. This module does not know what was tried.

use std::io::{self, ErrorKind};

use crate::config::{Message, Words};

/// A failure of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    /// Its kind.
    pub kind: ErrorKind,
    /// The system's number for it, if it has one.
    pub code: Option<i32>,
}

impl From<&io::Error> for Failure {
    fn from(error: &io::Error) -> Self {
        Self {
            kind: error.kind(),
            code: error.raw_os_error(),
        }
    }
}

impl Failure {
    /// Whether another program holds the file. Then its words say what to do.
    pub(crate) fn is_held(self) -> bool {
        cfg!(windows) && self.code.is_some_and(|code| HELD.contains(&code))
    }

    /// The failure in words. An unusual one is named by the system's number.
    pub(crate) fn wording(self) -> Message {
        if self.is_held() {
            return OPEN_ELSEWHERE.into();
        }
        match (usual(self.kind), self.code) {
            (Some(words), _) => words.into(),
            (None, Some(code)) => Words::new("systemfel {code}", "{kind} (os error {code})")
                .with("code", code)
                .with("kind", self.kind),
            (None, None) => Words::new("okänt fel", "{kind}").with("kind", self.kind),
        }
    }
}

/// The numbers by which Windows says that another program has a file open (a sharing and a lock
/// violation), and lets nobody replace it meanwhile.
const HELD: [i32; 2] = [32, 33];
const OPEN_ELSEWHERE: Words = Words::new(
    "den är öppen i ett annat program, till exempel Excel; stäng den där och kör igen",
    "another program has it open, such as Excel; close it there and run again",
);

/// The usual kinds in words.
fn usual(kind: ErrorKind) -> Option<Words> {
    Some(match kind {
        ErrorKind::NotFound => Words::new("finns inte", "it does not exist"),
        ErrorKind::PermissionDenied => Words::new("åtkomst nekas", "permission is denied"),
        ErrorKind::IsADirectory => Words::new("är en mapp", "it is a folder"),
        ErrorKind::NotADirectory => Words::new(
            "en del av sökvägen är ingen mapp",
            "a part of the path is no folder",
        ),
        ErrorKind::AlreadyExists => Words::new("finns redan", "it exists already"),
        ErrorKind::StorageFull => Words::new(
            "lagringsutrymmet är slut",
            "no space is left on the storage",
        ),
        ErrorKind::QuotaExceeded => {
            Words::new("utrymmeskvoten är slut", "the quota of space is used up")
        }
        ErrorKind::FileTooLarge => Words::new("filen är för stor", "the file is too large"),
        ErrorKind::ReadOnlyFilesystem => Words::new(
            "filsystemet är skrivskyddat",
            "the file system is read-only",
        ),
        ErrorKind::Unsupported => Words::new(
            "filsystemet tillåter det inte där",
            "the file system does not allow it there",
        ),
        ErrorKind::Interrupted => Words::new("avbröts", "it was interrupted"),
        ErrorKind::TimedOut => Words::new("tog för lång tid", "it took too long"),
        ErrorKind::InvalidInput => Words::new("ogiltigt anrop", "invalid input"),
        ErrorKind::InvalidData => Words::new("innehållet är ogiltigt", "the content is invalid"),
        ErrorKind::UnexpectedEof => Words::new("tog slut för tidigt", "it ended too early"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;

    #[test]
    fn usual_failures_are_in_words_and_others_keep_their_number() {
        let told = |kind, code| Failure { kind, code }.wording();
        let folder = told(ErrorKind::IsADirectory, Some(21));
        assert_eq!(
            [Language::Sv, Language::En].map(|language| folder.get(language)),
            ["är en mapp", "it is a folder"]
        );
        let loops = told(ErrorKind::Other, Some(40));
        assert_eq!(loops.get(Language::Sv), "systemfel 40");
        assert!(loops.get(Language::En).ends_with("(os error 40)"));
        assert_eq!(told(ErrorKind::Other, None).get(Language::Sv), "okänt fel");
    }
}
