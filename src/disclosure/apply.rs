//! The suppressed cells of the model written into one-way and cross tables:
//! counts, and the shares, bases and changes that would tell them.

use crate::disclosure::build::is_simple;
use crate::disclosure::model::{Model, State, VALUES};
use crate::disclosure::shape::{are_same, dimensions};
use crate::disclosure::suppress::Failed;
use crate::disclosure::{Hidden, MARK};
use crate::statistics::Structure;
use crate::table::Table;

/// Suppresses the cells of one-way and cross tables.
pub(super) fn write(tables: &mut [Table], model: &Model, hidden: &mut Hidden) {
    for table in tables {
        let Some(dimensions) = dimensions(table) else {
            continue;
        };
        let dimensions: Vec<String> = dimensions.into_iter().map(str::to_owned).collect();
        match dimensions.len() {
            1 => one_way(table, model, hidden),
            _ => cross(table, &dimensions, model, hidden),
        }
    }
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
    let names = [
        "notifications",
        "percent",
        "base",
        "change",
        "change_percent",
    ];
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
        let told = change
            .and_then(|at| row.get(at))
            .is_some_and(|cell| !cell.is_empty());
        for at in [change, change_percent].into_iter().flatten() {
            // Whether a change is given in percent tells of the counts, so the mark
            // stands also where it is not.
            if told && (own_hidden || before_hidden) {
                MARK.clone_into(&mut row[at]);
            }
        }
        if let Some(cell) = count.filter(|_| own_hidden).and_then(|at| row.get_mut(at)) {
            hidden.hide(&id, cell);
        }
        before_hidden = own_hidden;
    }
}

fn cross(table: &mut Table, dimensions: &[String], model: &Model, hidden: &mut Hidden) {
    let (Some(count), Some(percent)) = (table.column("notifications"), table.column("percent"))
    else {
        return;
    };
    let [base, share_within, within] =
        ["base", "percent_within", "base_within"].map(|name| table.column(name));
    let id = table.id.clone();
    let parts = |row: &[String]| -> Vec<(String, String)> {
        dimensions
            .iter()
            .enumerate()
            .map(|(at, id)| (id.clone(), row[at * 2].clone()))
            .collect()
    };
    let find = |parts: &[(String, String)]| {
        let parts: Vec<(&str, &str)> = parts
            .iter()
            .map(|(id, value)| (id.as_str(), value.as_str()))
            .collect();
        model.find(&parts)
    };
    let is_open =
        |cell: Option<usize>| cell.is_none_or(|cell| model.cells[cell].state == State::Open);
    let hides: Vec<bool> = table
        .rows
        .iter()
        .map(|row| !is_open(find(&parts(row))))
        .collect();
    // Whether the base is suppressed that is over all values of the dimension `over`.
    let base_hidden = |table: &Table, at: usize, over: usize| {
        let mut whole = parts(&table.rows[at]);
        VALUES.clone_into(&mut whole[over].1);
        let is_same =
            |row: &[String]| (0..dimensions.len()).all(|d| d == over || row[d * 2] == whole[d].1);
        match find(&whole) {
            found @ Some(_) => !is_open(found),
            // Where no cell stands for the base, any suppressed one may be in it.
            None => (0..table.rows.len()).any(|other| hides[other] && is_same(&table.rows[other])),
        }
    };
    for (at, hides) in hides.iter().copied().enumerate() {
        let row_hidden = base_hidden(table, at, dimensions.len() - 1);
        let within_hidden = within.is_some() && base_hidden(table, at, 0);
        let row = &mut table.rows[at];
        let shares = [
            (Some(percent), hides || row_hidden),
            (share_within, hides || within_hidden),
        ];
        for (cell, off) in shares
            .into_iter()
            .chain([(base, row_hidden), (within, within_hidden)])
        {
            if let Some(cell) = cell.filter(|_| off) {
                blot(&mut row[cell]);
            }
        }
        if hides {
            hidden.hide(&id, &mut row[count]);
        }
    }
}

/// Withholds the tables whose cells no witness protects: those for which none
/// was found, and those that a network does not hold (three dimensions,
/// multiple choices, details against groups on both sides) if they have a small
/// cell or sum to a suppressed one.
pub(super) fn withhold(
    tables: &[Table],
    small: &[String],
    failed: &Failed,
    structure: &Structure,
    hidden: &mut Hidden,
) {
    let related = |id: &str| {
        let mut all = vec![id.to_owned()];
        all.extend(Structure::coarser(id).map(str::to_owned));
        all.extend(
            Structure::coarser(id)
                .and_then(Structure::coarser)
                .map(str::to_owned),
        );
        all
    };
    let lost = |id: &str| {
        failed.dimensions.iter().any(|gone| {
            let (gone, own) = (related(gone), related(id));
            gone.iter().any(|gone| own.contains(gone))
        })
    };
    let mut gone: Vec<String> = Vec::new();
    for table in tables {
        let Some(ids) = dimensions(table) else {
            continue;
        };
        let complex = ids.len() > 1 && (!is_simple(&ids, structure) || is_tangled(&ids, tables));
        let unsafe_whole = complex && (small.contains(&table.id) || !is_free(&ids, hidden, tables));
        let has_failed = failed.tables.iter().any(|id| {
            let other = tables
                .iter()
                .find(|table| table.id == *id)
                .and_then(dimensions);
            other.is_some_and(|other| are_same(&ids, &other))
        });
        if unsafe_whole || has_failed || ids.iter().any(|id| lost(id)) {
            gone.push(table.id.clone());
        }
    }
    if gone
        .iter()
        .any(|id| id == "sector" || id.starts_with("sector-by-"))
    {
        gone.extend(["delay", "affected"].map(str::to_owned));
    }
    if !failed.dimensions.is_empty() {
        gone.extend(["answers", "unlisted"].map(str::to_owned));
    }
    let gone = tables
        .iter()
        .map(|table| &table.id)
        .filter(|id| gone.contains(id));
    let gone: Vec<String> = gone
        .filter(|id| !hidden.withheld.contains(id))
        .cloned()
        .collect();
    hidden.withheld.extend(gone);
}

/// Whether both dimensions of a cross table are details of groups that the run
/// crosses, too.
fn is_tangled(ids: &[&str], tables: &[Table]) -> bool {
    let crossed = |a: &str, b: &str| {
        let mut others = tables.iter().filter_map(dimensions);
        others.any(|other| other.len() == 2 && other.contains(&a) && other.contains(&b))
    };
    let &[a, b] = ids else { return true };
    let coarse = |id| Structure::coarser(id);
    coarse(a).is_some_and(|coarse| crossed(coarse, b))
        && coarse(b).is_some_and(|coarse| crossed(a, coarse))
}

/// Whether no cell is suppressed in the tables that the cells of a table sum to.
fn is_free(ids: &[&str], hidden: &Hidden, tables: &[Table]) -> bool {
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
    hidden
        .by_table
        .keys()
        .filter_map(|id| tables.iter().find(|table| table.id == *id))
        .all(|table| {
            dimensions(table).is_none_or(|other| !other.iter().all(|id| own.contains(&family(id))))
        })
}
