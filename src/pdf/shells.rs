//! Files that carry the document within themselves: forms that only one program can
//! draw, collections, and attachments. What their pages show is a cover, or a word to
//! wait.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as Bytes};

use crate::pdf::Unreadable;
use crate::pdf::fields::decoded;

/// How deep the list of attachments may nest, and how long it may be.
const DEEPEST: usize = 8;
const MOST_NAMES: usize = 1000;

/// Why the document itself may not be on the pages. To be believed where these hold
/// no notification.
pub(super) fn of(pdf: &Pdf) -> Option<Unreadable> {
    let root = pdf.xref().get::<Dict>(pdf.xref().root_id())?;
    if is_dynamic_form(&root, pdf) {
        return Some(Unreadable::Xfa);
    }
    let mut names = Vec::new();
    if let Some(attached) = root
        .get::<Dict>(b"Names")
        .and_then(|names| names.get::<Dict>(b"EmbeddedFiles"))
    {
        collect(&attached, DEEPEST, &mut names);
    }
    for page in pdf.pages().iter() {
        names.extend(
            annotations(page.raw())
                .filter(|note| is(note, b"FileAttachment"))
                .filter_map(|note| note.get::<Dict>(b"FS").map(|file| file_name(&file))),
        );
    }
    if root.contains_key(b"Collection") {
        return Some(Unreadable::Portfolio);
    }
    // Data of invoices and the like are no copies.
    names
        .iter()
        .any(|name| may_be_copy(name))
        .then_some(Unreadable::Attachments)
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

fn annotations<'p>(page: &Dict<'p>) -> impl Iterator<Item = Dict<'p>> {
    page.get::<Array>(b"Annots")
        .into_iter()
        .flat_map(|all| all.iter::<Dict>().take(MOST_NAMES))
}

fn is(note: &Dict, subtype: &[u8]) -> bool {
    note.get::<Name>(b"Subtype")
        .is_some_and(|found| &*found == subtype)
}

/// The names in a tree of attachments.
fn collect(tree: &Dict, depth: usize, names: &mut Vec<String>) {
    if let Some(pairs) = tree.get::<Array>(b"Names") {
        for object in pairs.iter::<Object>().take(MOST_NAMES) {
            if let Object::Dict(file) = object {
                names.push(file_name(&file));
            }
        }
    }
    if let Some(kids) = tree
        .get::<Array>(b"Kids")
        .filter(|_| depth > 0 && names.len() < MOST_NAMES)
    {
        kids.iter::<Dict>()
            .take(MOST_NAMES)
            .for_each(|kid| collect(&kid, depth - 1, names));
    }
}

fn file_name(file: &Dict) -> String {
    let name = file.get::<Bytes>(b"UF").or_else(|| file.get::<Bytes>(b"F"));
    name.map(|name| decoded(name.as_bytes()))
        .unwrap_or_default()
}

/// Whether what is called so may be a copy of a notification; what has no name may be.
fn may_be_copy(name: &str) -> bool {
    const COPIES: [&str; 14] = [
        "pdf", "txt", "docx", "doc", "odt", "rtf", "htm", "html", "mht", "eml", "msg", "zip",
        "json", "csv",
    ];
    match name.rsplit_once('.') {
        Some((_, extension)) => COPIES
            .iter()
            .any(|copy| extension.eq_ignore_ascii_case(copy)),
        None => true,
    }
}
