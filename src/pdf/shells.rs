//! Files whose document is not on their pages: forms that only one program can draw, and
//! collections of files. What their pages show is a word to wait, or a cover.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name};

use crate::pdf::Unreadable;

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
