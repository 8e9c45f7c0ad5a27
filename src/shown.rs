//! The text that a document of another program shows: pages of the web, Word, OpenDocument,
//! rich text. Bytes or markup in, lines out, as a reader of the document sees them; the state
//! of its check boxes is made visible as marks. The form is not known here.

pub(crate) mod opentext;
pub(crate) mod page;
pub(crate) mod rich;
mod symbols;
mod text;
pub(crate) mod word;
mod xml;

/// Why a document gives no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is not well-formed, or ends too early.
    Broken,
    /// It is larger or deeper than documents are.
    Limits,
}
