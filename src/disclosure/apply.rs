//! The suppressed cells of the model written into one-way and cross tables:
//! counts, and the shares, bases and changes that would tell them.

use crate::disclosure::build::is_simple;
use crate::disclosure::model::{Model, VALUES};
use crate::disclosure::shape::{Counts, counts};
use crate::disclosure::suppress::Failed;
use crate::disclosure::{Hidden, MARK};
use crate::statistics::Structure;
use crate::table::Table;

/// Suppresses the cells of one-way and cross tables.
pub(super) fn write(tables: &mut [Table], model: &Model, hidden: &mut Hidden) {
    for at in 0..tables.len() {
        let repeats = repeats(tables, at);
        let table = &mut tables[at];
        let Some(shape) = counts(table) else { continue };
        let dimensions: Vec<String> = shape.dimensions.iter().map(|id| (*id).to_owned()).collect();
        match dimensions.len() {
            1 => one_way(table, model, hidden),
            _ => cross(table, &dimensions, model, repeats, hidden),
        }
    }
}

/// Whether a table before this one shows the same cells in another order.
fn repeats(tables: &[Table], at: usize) -> bool {
    let Some(own) = counts(&tables[at]) else { return false };
    own.dimensions.len() > 1 && tables[..at].iter().filter_map(counts).any(|other| own.has_cells_of(&other))
}

/// A share or a change that would tell a suppressed count; what is empty stays so.
pub(super) fn blot(cell: &mut String) {
    if !cell.is_empty() {
        MARK.clone_into(cell);
    }
}

fn one_way(table: &mut Table, model: &Model, hidden: &mut Hidden) {
    let id = table.id.clone();
    let base_hidden = model.is_hidden(&[(&id, VALUES)]);
    let mut before_hidden = false;
    let names = ["notifications", "percent", "base", "change", "change_percent"];
    let [count, percent, base, change, change_percent] = names.map(|name| table.column(name));
    for row in &mut table.rows {
        let own_hidden = model.is_hidden(&[(&id, &row[0])]);
        let mut at = |column: Option<usize>, off: bool| {
            if let Some(cell) = column.filter(|_| off).and_then(|at| row.get_mut(at)) {
                blot(cell);
            }
        };
        at(percent, own_hidden || base_hidden);
        at(base, base_hidden);
        at(change, own_hidden || before_hidden);
        at(change_percent, own_hidden || before_hidden);
        if let Some(cell) = count.filter(|_| own_hidden).and_then(|at| row.get_mut(at)) {
            hidden.hide(&id, cell);
        }
        before_hidden = own_hidden;
    }
}

fn cross(table: &mut Table, dimensions: &[String], model: &Model, repeats: bool, hidden: &mut Hidden) {
    let (Some(count), Some(percent)) = (table.column("notifications"), table.column("percent")) else {
        return;
    };
    let id = table.id.clone();
    let parts = |row: &[String]| -> Vec<(String, String)> {
        dimensions.iter().enumerate().map(|(at, id)| (id.clone(), row[at * 2].clone())).collect()
    };
    let is_hidden = |parts: &[(String, String)]| {
        let parts: Vec<(&str, &str)> =
            parts.iter().map(|(id, value)| (id.as_str(), value.as_str())).collect();
        model.is_hidden(&parts)
    };
    let hides: Vec<bool> = table.rows.iter().map(|row| is_hidden(&parts(row))).collect();
    for at in 0..table.rows.len() {
        let mut whole = parts(&table.rows[at]);
        let first = whole[0].1.clone();
        if let Some(last) = whole.last_mut() {
            VALUES.clone_into(&mut last.1);
        }
        let whole_parts: Vec<(&str, &str)> =
            whole.iter().map(|(id, value)| (id.as_str(), value.as_str())).collect();
        // Where no cell stands for the base, any suppressed one of the row may be in it.
        let base_hidden = match model.find(&whole_parts).filter(|_| !repeats) {
            Some(_) => is_hidden(&whole),
            None => (0..table.rows.len()).any(|other| hides[other] && table.rows[other][0] == first),
        };
        let row = &mut table.rows[at];
        if hides[at] || base_hidden {
            blot(&mut row[percent]);
        }
        if hides[at] {
            hidden.hide(&id, &mut row[count]);
        }
    }
}

/// Withholds the tables whose cells no witness protects: those for which none
/// was found, and those that a network does not hold (three dimensions,
/// multiple choices, details against groups on both sides) if they have a small
/// cell or sum to a suppressed one.
pub(super) fn withhold(
    tables: &mut [Table],
    (originals, least): (&[Table], u64),
    failed: &Failed,
    structure: &Structure,
    hidden: &mut Hidden,
) {
    let related = |id: &str| {
        let mut all = vec![id.to_owned()];
        all.extend(Structure::coarser(id).map(str::to_owned));
        all.extend(Structure::coarser(id).and_then(Structure::coarser).map(str::to_owned));
        all
    };
    let lost = |id: &str| {
        failed.dimensions.iter().any(|gone| {
            let (gone, own) = (related(gone), related(id));
            gone.iter().any(|gone| own.contains(gone))
        })
    };
    let mut gone: Vec<String> = Vec::new();
    for at in 0..tables.len() {
        let Some(shape) = counts(&tables[at]) else { continue };
        let ids: Vec<String> = shape.dimensions.iter().map(|id| (*id).to_owned()).collect();
        let complex = ids.len() > 1 && (!is_simple(&shape, structure) || is_tangled(&shape, tables));
        let small = || has_small(&originals[at], least);
        let unsafe_whole = complex && (small() || !is_free(&ids, hidden, tables));
        let has_failed = failed.tables.iter().any(|id| {
            let other = tables.iter().find(|table| table.id == *id).and_then(counts);
            other.is_some_and(|other| shape.has_cells_of(&other))
        });
        if unsafe_whole || has_failed || ids.iter().any(|id| lost(id)) {
            gone.push(tables[at].id.clone());
        }
    }
    if gone.iter().any(|id| id == "sector" || id.starts_with("sector-by-")) {
        gone.extend(["delay", "affected"].map(str::to_owned));
    }
    if !failed.dimensions.is_empty() {
        gone.extend(["answers", "unlisted"].map(str::to_owned));
    }
    for table in tables.iter_mut().filter(|table| gone.contains(&table.id)) {
        table.rows.clear();
        hidden.by_table.remove(&table.id);
        hidden.withheld.push(table.id.clone());
    }
}

/// Whether both dimensions of a cross table are details of groups that the run
/// crosses, too.
fn is_tangled(shape: &Counts, tables: &[Table]) -> bool {
    let crossed = |a: &str, b: &str| {
        tables.iter().filter_map(counts).any(|other| {
            other.dimensions.len() == 2 && other.dimensions.contains(&a) && other.dimensions.contains(&b)
        })
    };
    let &[a, b] = shape.dimensions.as_slice() else { return true };
    let coarse = |id| Structure::coarser(id);
    coarse(a).is_some_and(|coarse| crossed(coarse, b)) && coarse(b).is_some_and(|coarse| crossed(a, coarse))
}

/// Whether a table as counted has a small cell.
fn has_small(table: &Table, least: u64) -> bool {
    counts(table).is_some_and(|shape| shape.rows.iter().any(|(_, count)| (1..least).contains(count)))
}

/// Whether no cell is suppressed in the tables that the cells of a table sum to.
fn is_free(ids: &[String], hidden: &Hidden, tables: &[Table]) -> bool {
    // Details and their groups, and what one answer says of another question.
    let family = |id: &str| {
        let coarse = Structure::coarser(id).unwrap_or(id);
        match Structure::coarser(coarse).unwrap_or(coarse) {
            "time-to-report" => "verdict".to_owned(),
            "will-inform" => "informed".to_owned(),
            other => other.to_owned(),
        }
    };
    let own: Vec<String> = ids.iter().map(|id| family(id)).collect();
    hidden.by_table.keys().filter_map(|id| tables.iter().find(|table| table.id == *id)).all(|table| {
        counts(table).is_none_or(|shape| !shape.dimensions.iter().all(|id| own.contains(&family(id))))
    })
}
