//! Texts that a spreadsheet takes for formulas. In what we write they have an apostrophe in
//! front; in what we read of our own it is taken away again.

/// What begins a formula, or hides that one follows.
const BEGINS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether a spreadsheet might take a cell for a formula.
pub(crate) fn looks_like_formula(cell: &str) -> bool {
    cell.starts_with(BEGINS)
}

/// A text without the apostrophe that keeps a spreadsheet from computing it.
pub(crate) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => cell,
    }
}
