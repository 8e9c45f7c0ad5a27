//! The form's numbered headings, told by how they begin.

use crate::form::{Edition, Follow, follow, squash};

/// The fewest bytes of a label, squashed, that make its beginning known.
const FEWEST: usize = 4;

/// The number that a line begins with (`12.`, `? 29.`) and the offset after it.
pub(crate) fn numbered(text: &str) -> Option<(u8, usize)> {
    let rest = if text.starts_with(|c: char| c.is_ascii_digit()) {
        text
    } else {
        text.strip_prefix(['?', '❓', 'ⓘ'])?.trim_start()
    };
    let (number, digits, after) = match rest.as_bytes() {
        [ones @ b'0'..=b'9', b'.', after @ ..] => (ones - b'0', 1, after),
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', b'.', after @ ..] => {
            ((tens - b'0') * 10 + (ones - b'0'), 2, after)
        }
        _ => return None,
    };
    if number == 0 || after.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some((number, text.len() - rest.len() + digits + 1))
}

impl Edition {
    /// The number of the heading that a text is or begins with. Of a heading that
    /// is wrapped its first line is enough.
    pub(crate) fn heading_at(&self, text: &str) -> Option<u8> {
        let (number, offset) = numbered(text)?;
        let question = self.question(number)?;
        let begins = |label: &str| match follow(&text[offset..], label) {
            Follow::Mismatch => false,
            Follow::Rest(rest) => rest.is_empty() || label.len() - rest.len() >= FEWEST,
            Follow::Beyond(_) => true,
        };
        let is_heading =
            begins(&question.squashed) || question.also.iter().any(|also| begins(&squash(also)));
        is_heading.then_some(number)
    }

    /// Whether one of the headings stands anywhere within a text. Without the
    /// full stop of a number there is none.
    pub(crate) fn holds_heading(&self, text: &str) -> bool {
        memchr::memchr_iter(b'.', text.as_bytes()).any(|stop| {
            let number = text[..stop]
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .len();
            self.heading_at(&text[number..]).is_some()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_by_number_and_label() {
        let edition = Edition::default_edition();
        for (text, number) in [
            ("16. Kort beskrivning av incidenten", Some(16)),
            ("14. Om er anmälan kommer in", Some(14)),
            ("? 12. Pågår incidenten fortfarande?  Ja", Some(12)),
            ("16. Kor", None),
            ("15. Kort beskrivning av incidenten", None),
            ("Kort beskrivning av incidenten", None),
        ] {
            assert_eq!(edition.heading_at(text), number, "{text}");
        }
        for text in [
            "KS 2021/7  16. Kort beskrivning av incidenten",
            "4. 12. Pågår incidenten",
        ] {
            assert!(edition.holds_heading(text), "{text}");
        }
        for text in ["KS 2021/7", "dnr 1.4.2-2881", "§ 16. Kopia", "å.", "."] {
            assert!(!edition.holds_heading(text), "{text}");
        }
    }

    #[test]
    fn numbers_are_recognised() {
        assert_eq!(numbered("? 29. Hur"), Some((29, 5)));
        assert_eq!(numbered("3. Betydande"), Some((3, 2)));
        for text in ["2021-02-12", "10 001", "1.4.2-2881", "007. x", "0. x", "x"] {
            assert_eq!(numbered(text), None, "{text}");
        }
    }
}
