//! The parts that tables with bars share: their columns, the rows outside the base, and what
//! is said below them.

use super::View;
use super::control::suppressed;
use crate::config::Words;
use crate::report::block::{Column, Datum};
use crate::table::{Row, Table};

/// The columns of a table with bars.
pub(super) const fn columns(first: Words) -> [Column; 4] {
    [
        Column::Words(first),
        Column::Figures(Words::new("anmälningar", "notifications")),
        Column::Figures(Words::new("procent", "percent")),
        Column::Bars,
    ]
}

/// A row outside the base: in brackets and without a share.
pub(super) fn aside(row: &Row) -> Vec<Datum> {
    let label = Datum::Text(format!("({})", row[1]));
    vec![label, Datum::count(&row[3]), Datum::Blank, Datum::Blank]
}

/// The remark below a table about its shares and suppressed counts.
pub(super) fn footing(view: View, table: &Table, is_small: bool) -> String {
    let words = Words::new(
        " Under 30: inga procenttal här.",
        " Below 30: no percentages here.",
    );
    let small = if is_small {
        words.get(view.language)
    } else {
        ""
    };
    let hidden = view.hidden.by_table.get(&table.id);
    hidden.map_or_else(
        || small.to_owned(),
        |count| format!("{small} {}", suppressed(*count, view.language)),
    )
}
