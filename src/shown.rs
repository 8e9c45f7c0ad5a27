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

    proptest! {
        #[test]
        fn any_document_ends(text in pieces(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = page::shown(&text);
            let _ = word::shown(&text);
            let _ = opentext::shown(&text);
            rich::shown(text.as_bytes());
            rich::shown(&bytes);
            let _ = page::shown(&String::from_utf8_lossy(&bytes));
        }
    }
}
