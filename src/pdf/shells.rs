//! Files whose document is not on their pages: forms that only one program can draw, and
//! collections of files. What their pages show is a word to wait, or a cover.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name};

use crate::pdf::Unreadable;

/// The longest text in which the words of a shell are looked for, in bytes.
const MOST_WORDS: usize = 2_000;
/// What such pages say, in lower case: all of a row. Only the English words are certain.
const WORDS: [(&[&str], Unreadable); 9] = [
    (
        &["this message is not", "replaced", "document"],
        Unreadable::Xfa,
    ),
    (
        &["you are trying to load requires adobe reader"],
        Unreadable::Xfa,
    ),
    (
        &["you need a later version of the pdf viewer"],
        Unreadable::Xfa,
    ),
    (
        &["meddelande", "inte", "ersätts av", "dokument"],
        Unreadable::Xfa,
    ),
    (&["bitte warten", "meldung", "ersetzt"], Unreadable::Xfa),
    (&["open this pdf portfolio"], Unreadable::Portfolio),
    (&["contained within a pdf package"], Unreadable::Portfolio),
    (&["öppna", "pdf-portfölj"], Unreadable::Portfolio),
    (&["öffnen", "pdf-portfolio"], Unreadable::Portfolio),
];

/// How many annotations of a page are looked at.
const MOST_NOTES: usize = 1000;

/// Why the document itself may not be on the pages. To be believed where these hold
/// no notification.
pub(super) fn of(pdf: &Pdf) -> Option<Unreadable> {
    let root = pdf.xref().get::<Dict>(pdf.xref().root_id())?;
    if is_dynamic_form(&root, pdf) {
        return Some(Unreadable::Xfa);
    }
    root.contains_key(b"Collection")
        .then_some(Unreadable::Portfolio)
}

/// The same by what the pages say: a shell that was printed or saved anew keeps its words
/// alone.
pub(super) fn told(text: &str) -> Option<Unreadable> {
    if text.len() > MOST_WORDS {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let said = words.join(" ").to_lowercase();
    WORDS
        .iter()
        .find(|(words, _)| words.iter().all(|word| said.contains(word)))
        .map(|(_, reason)| *reason)
}

/// Whether the pages of a form are drawn from a description of it.
fn is_dynamic_form(root: &Dict, pdf: &Pdf) -> bool {
    let has_description = root
        .get::<Dict>(b"AcroForm")
        .is_some_and(|form| form.contains_key(b"XFA"));
    let has_fields = || {
        pdf.pages()
            .iter()
            .any(|page| annotations(page.raw()).any(|note| is(&note, b"Widget")))
    };
    has_description && (root.get::<bool>(b"NeedsRendering") == Some(true) || !has_fields())
}

pub(super) fn annotations<'p>(page: &Dict<'p>) -> impl Iterator<Item = Dict<'p>> {
    page.get::<Array>(b"Annots")
        .into_iter()
        .flat_map(|all| all.iter::<Dict>().take(MOST_NOTES))
}

pub(super) fn is(note: &Dict, subtype: &[u8]) -> bool {
    note.get::<Name>(b"Subtype")
        .is_some_and(|found| &*found == subtype)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_are_known_by_their_words() {
        let wait = "Please wait...\nIf this message is not\n  eventually replaced with the proper \
                    contents of the document";
        assert_eq!(told(wait), Some(Unreadable::Xfa));
        let cover = "For the best experience, open this PDF portfolio in\nAcrobat X";
        assert_eq!(told(cover), Some(Unreadable::Portfolio));
        let wait_sv = "Vänta... Om det här meddelandet inte så småningom ersätts av dokumentets \
                       innehåll";
        assert_eq!(told(wait_sv), Some(Unreadable::Xfa));
        assert_eq!(
            told("För bästa upplevelse, öppna denna PDF-portfölj i Acrobat"),
            Some(Unreadable::Portfolio)
        );
        assert_eq!(told("Please wait for the portfolio"), None);
        assert_eq!(told(&format!("{wait}{}", "x".repeat(MOST_WORDS))), None);
    }
}
