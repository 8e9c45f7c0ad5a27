//! What becomes of a table that is none of ours: a register is named as one.

use super::{Found, Head, looks_like_table, rows};
use crate::decode::Charset;
use crate::read::{Reason, Refusal, register};

/// What becomes of a file that is none of ours.
pub(super) fn other(head: Head, charset: Charset) -> Found<'static> {
    let reason = if is_register(head, charset) {
        Reason::Register
    } else if looks_like_table(head) {
        Reason::OtherColumns
    } else {
        return Found::NotCsv;
    };
    Found::Refused(Refusal::skipped(reason))
}

/// Whether a table has the headings of a register.
pub(super) fn is_register(head: Head, charset: Charset) -> bool {
    let mut delimiters = head.delimiters(None).into_iter();
    delimiters.any(|delimiter| register::looks_like_one(rows(head.rows, delimiter, charset)))
}
