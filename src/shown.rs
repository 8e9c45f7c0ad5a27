//! The text that a document of another program shows: pages of the web, Word, OpenDocument,
//! rich text. Bytes or markup in, lines out, as a reader of the document sees them; the state
//! of its check boxes is made visible as marks. The form is not known here.

mod colour;
mod css;
mod hiding;
pub(crate) mod lists;
pub(crate) mod opentext;
pub(crate) mod page;
pub(crate) mod rich;
mod style;
mod symbols;
mod text;
pub(crate) mod word;
mod xml;

use std::time::{Duration, Instant};

/// When the reading of a document is given up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    until: Option<Instant>,
    steps: u32,
}

impl Clock {
    /// A clock that starts now.
    pub(crate) fn start(most: Duration) -> Self {
        let until = Instant::now().checked_add(most);
        Self { until, steps: 0 }
    }

    /// Takes note of a small step.
    ///
    /// # Errors
    /// [`Fault::Slow`] where the time is over.
    fn step(&mut self) -> Result<(), Fault> {
        self.steps = self.steps.wrapping_add(1);
        let is_over = || self.until.is_some_and(|until| Instant::now() > until);
        if self.steps.is_multiple_of(STEPS) && is_over() {
            return Err(Fault::Slow);
        }
        Ok(())
    }
}

/// A clock that never ends, for tests of what is read.
#[cfg(test)]
impl Default for Clock {
    fn default() -> Self {
        Self {
            until: None,
            steps: 0,
        }
    }
}

/// How many steps are taken between two looks at the clock.
const STEPS: u32 = 256;

/// Why a document gives no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is not well-formed, or ends too early.
    Broken,
    /// It is larger or deeper than documents are.
    Limits,
    /// It took too long.
    Slow,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces of which documents are made, and pieces that break them.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[ -~å☐]{0,6}",
            "</?(p|td|table|b|select|option|textarea|input checked type=radio)>",
            "</?w:(p|r|t|sdt|sdtContent|txbxContent|ffData|checkBox|fldChar)/?>",
            "</?(text:p|text:span|draw:text-box|office:annotation|form:checkbox)/?>",
            r"\\(par|u[0-9-]{1,6}|uc[0-9]|bin[0-9]{1,4}|'..|\\*|fonttbl|shptxt|ffl|v0?) ?",
            "[{}]{1,3}",
            "&(#x?[0-9a-f]{1,6}|amp|nosuch);?",
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn what_takes_too_long_is_given_up() {
        let over = || Clock::start(Duration::ZERO);
        let many = |piece: &str| piece.repeat(3_000);
        assert_eq!(page::shown(&many("<p hidden>a"), over()), Err(Fault::Slow));
        assert_eq!(
            word::shown(&many("<w:p/>"), (None, None), over()),
            Err(Fault::Slow)
        );
        assert_eq!(
            opentext::shown(&many("<text:p/>"), None, over()),
            Err(Fault::Slow)
        );
        assert_eq!(
            rich::shown(many("{a}").as_bytes(), over()),
            Err(Fault::Slow)
        );
    }

    proptest! {
        #[test]
        fn any_document_ends(text in pieces(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = page::shown(&text, Clock::default());
            let _ = word::shown(&text, (Some(&text), Some(&text)), Clock::default());
            let _ = opentext::shown(&text, Some(&text), Clock::default());
            let _ = rich::shown(text.as_bytes(), Clock::default());
            let _ = rich::shown(&bytes, Clock::default());
            let _ = page::shown(&String::from_utf8_lossy(&bytes), Clock::default());
        }
    }
}
