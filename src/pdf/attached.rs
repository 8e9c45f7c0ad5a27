//! The files that a PDF carries: those in the list of the document, and those pinned to a
//! page. Each is taken out once, however often it is named.

use std::borrow::Cow;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, Object, ObjectIdentifier, Stream, String as Bytes,
};

use crate::pdf::fields::decoded;
use crate::pdf::shells::{annotations, is};
use crate::pdf::{MOST_ATTACHED, Unreadable};

/// The most nodes of the list of attachments, of which one may be named many times over.
const MOST_NODES: usize = 1_000;
/// The most attached files.
const MOST_FILES: usize = 1_000;

/// A file that a PDF carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attached {
    /// Its name, which the sender chose.
    pub name: String,
    /// Its bytes; `None` where they cannot be unpacked.
    pub bytes: Option<Vec<u8>>,
}

/// The files that a document carries.
///
/// # Errors
/// It carries more than the limits against hostile files allow.
pub(super) fn of(pdf: &Pdf) -> Result<Vec<Attached>, Unreadable> {
    let mut finder = Finder::default();
    let root = pdf.xref().get::<Dict>(pdf.xref().root_id());
    let names = root.and_then(|root| root.get::<Dict>(b"Names"));
    if let Some(tree) = names.and_then(|names| names.get::<Dict>(b"EmbeddedFiles")) {
        finder.tree(tree)?;
    }
    for page in pdf.pages().iter() {
        for note in annotations(page.raw()).filter(|note| is(note, b"FileAttachment")) {
            if let Some(file) = note.get::<Dict>(b"FS") {
                finder.file(&file)?;
            }
        }
    }
    Ok(finder.found)
}

/// Files as they are found.
#[derive(Default)]
struct Finder {
    found: Vec<Attached>,
    seen: Vec<ObjectIdentifier>,
    size: usize,
}

impl Finder {
    /// The files of a list, which is a tree.
    fn tree<'p>(&mut self, root: Dict<'p>) -> Result<(), Unreadable> {
        // The next node is the last one, so that files come in the order of the list.
        let mut open = vec![root];
        for _ in 0..MOST_NODES {
            let Some(node) = open.pop() else {
                return Ok(());
            };
            if let Some(pairs) = node.get::<Array>(b"Names") {
                for file in dicts(&pairs) {
                    self.file(&file)?;
                }
            }
            if let Some(kids) = node.get::<Array>(b"Kids") {
                let kids: Vec<Dict<'p>> = dicts(&kids).take(MOST_NODES).collect();
                open.extend(kids.into_iter().rev());
            }
        }
        Err(Unreadable::Limits)
    }

    /// A file by its description.
    fn file(&mut self, file: &Dict) -> Result<(), Unreadable> {
        let Some(kept) = file.get::<Dict>(b"EF") else {
            return Ok(());
        };
        let stream = kept
            .get::<Stream>(b"UF")
            .or_else(|| kept.get::<Stream>(b"F"));
        let Some(stream) = stream.filter(|stream| !self.seen.contains(&stream.obj_id())) else {
            return Ok(());
        };
        if self.found.len() == MOST_FILES {
            return Err(Unreadable::Limits);
        }
        self.seen.push(stream.obj_id());
        let bytes = stream.decoded_data().ok().map(Cow::into_owned);
        self.size += bytes.as_ref().map_or(0, Vec::len);
        if self.size > MOST_ATTACHED {
            return Err(Unreadable::Limits);
        }
        let name = file_name(file);
        self.found.push(Attached { name, bytes });
        Ok(())
    }
}

/// The dictionaries among the members of a list, which also holds the names of files.
fn dicts<'p>(array: &Array<'p>) -> impl Iterator<Item = Dict<'p>> {
    array.iter::<Object>().filter_map(|object| match object {
        Object::Dict(dict) => Some(dict),
        _ => None,
    })
}

fn file_name(file: &Dict) -> String {
    let name = file.get::<Bytes>(b"UF").or_else(|| file.get::<Bytes>(b"F"));
    name.map(|name| decoded(name.as_bytes()))
        .unwrap_or_default()
}
