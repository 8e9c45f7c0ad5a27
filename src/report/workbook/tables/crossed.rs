//! A cross of two dimensions as rows and columns: the counts, the base of each row, and the shares
//! of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::report::partial;
use crate::report::workbook::cell::{Datum, NO_FIGURE};
use crate::report::workbook::pen::{Head, Ink, Pen, Place};
use crate::report::workbook::tables::{called, figure, is_on_few, leave_out_empty, notes};
use crate::table::{Key, Row, Table};

/// What the columns of shares are called behind the value that they are of.
const SHARE: &str = ", %";

/// A row of the sheet: its value, what it is called, and the rows of the table by the other value.
struct Down<'t> {
    key: &'t Key,
    label: String,
    cells: BTreeMap<&'t Key, &'t Row>,
}

/// The values of both dimensions in their order: those that go across, and those that go down.
fn sides<'t>(
    ink: &Ink,
    table: &'t Table,
    [first, second]: [usize; 2],
) -> (Vec<(&'t Key, String)>, Vec<Down<'t>>) {
    // Labels stand behind their keys.
    let label = |row: &Row, key: usize| {
        let label = row[key + 1].to_string();
        if partial::is_year(table, key + 1) {
            ink.year(&label)
        } else {
            label
        }
    };
    let mut across: Vec<(&Key, String)> = Vec::new();
    let mut down: Vec<Down> = Vec::new();
    for row in &table.rows {
        let (Some(one), Some(other)) = (row[first].key(), row[second].key()) else {
            continue;
        };
        if !across.iter().any(|(key, _)| *key == other) {
            across.push((other, label(row, second)));
        }
        if down.last().is_none_or(|last| last.key != one) {
            down.push(Down {
                key: one,
                label: label(row, first),
                cells: BTreeMap::new(),
            });
        }
        if let Some(last) = down.last_mut() {
            last.cells.insert(other, row);
        }
    }
    (across, down)
}

/// The sheet of a cross: a row for each value of one dimension, columns for each of the other.
pub(super) fn matrix(pen: &mut Pen, table: &Table) -> Result<Place, XlsxError> {
    let (keys, language) = (table.keys(), pen.ink.language);
    let [first, second] = [keys[0], keys[1]];
    let [count, share, base] =
        ["notifications", "percent", "base"].map(|name| table.column(name).unwrap_or(first));
    let (across, down) = sides(&pen.ink, table, [first, second]);
    let said = called(table, language);
    let head = |name: String, width| Head { name, width };
    let counts = across.iter().map(|(_, label)| head(label.clone(), 14.0));
    let shares = across.iter();
    let shares = shares.map(|(_, label)| head(format!("{label}{SHARE}"), 14.0));
    let mut heads: Vec<Head> = [head(said[first + 1].clone(), 44.0)]
        .into_iter()
        .chain(counts)
        .chain([head(said[base].clone(), 12.0)])
        .chain(shares)
        .collect();
    let rows = down.into_iter().map(|down| {
        // A pair that has no row was given by nobody.
        let count = |key: &&Key| match down.cells.get(key) {
            Some(row) => figure(&row[count]),
            None => Datum::Count(0.0),
        };
        let share = |key: &&Key| match down.cells.get(key) {
            Some(row) if !is_on_few(table, row, share) => figure(&row[share]),
            _ => Datum::Mark(NO_FIGURE),
        };
        let base = down.cells.values().map(|row| figure(&row[base]));
        let base = base
            .into_iter()
            .find(|base| *base != Datum::Mark(NO_FIGURE));
        let values = || across.iter().map(|(key, _)| *key);
        [Datum::Text(Cow::Owned(down.label))]
            .into_iter()
            .chain(values().map(|key| count(&key)))
            .chain([base.unwrap_or(Datum::Mark(NO_FIGURE))])
            .chain(values().map(|key| share(&key)))
            .collect()
    });
    let mut rows: Vec<Vec<Datum>> = rows.collect();
    leave_out_empty(&mut heads, &mut rows);
    let title = table.title.get(language);
    let notes = notes(pen, table, &[first, second, count, share, base]);
    pen.list((&title, &title), &notes, &heads, rows)
}
