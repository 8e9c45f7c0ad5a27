//! The suppressed cells of the model written into one-way and cross tables:
//! counts, and the shares, bases and changes that would tell them.

use crate::disclosure::Hidden;
use crate::disclosure::build::is_simple;
use crate::disclosure::model::{Model, State, VALUES};
use crate::disclosure::shape::are_same;
use crate::disclosure::suppress::Failed;
use crate::statistics::Structure;
use crate::table::{Cell, Kind, Row, Table};

/// Suppresses the cells of one-way and cross tables.
pub(super) fn write(tables: &mut [Table], model: &Model, hidden: &mut Hidden) {
    for table in tables {
        let dimensions: Vec<String> = table.dimensions().into_iter().map(str::to_owned).collect();
        let Some(count) = table.column("notifications") else {
            continue;
        };
        match dimensions.len() {
            0 => {}
            1 => one_way(table, count, model, hidden),
            _ => cross(table, count, &dimensions, model, hidden),
        }
    }
}

fn one_way(table: &mut Table, count: usize, model: &Model, hidden: &mut Hidden) {
    let base_hidden = model.is_hidden(&[(&table.id, VALUES)]);
    let mut before_hidden = false;
    let names = ["base", "change", "change_percent"];
    let [base, change, change_percent] = names.map(|name| table.column(name));
    for row in &mut table.rows {
        let own_hidden = row[0]
            .key()
            .is_some_and(|key| model.is_hidden(&[(&table.id, key.id())]));
        if let Some(base) = base.filter(|_| base_hidden) {
            row[base].hide();
        }
        // Whether a change is given in percent tells of the counts, so it is hidden
        // also where it is not given.
        if let (Some(change), Some(share)) = (change, change_percent)
            && row[change].is_told()
            && (own_hidden || before_hidden)
        {
            (row[change], row[share]) = (Cell::Hidden, Cell::Hidden);
        }
        if own_hidden {
            hidden.hide(&table.id, &mut row[count]);
        }
        before_hidden = own_hidden;
    }
}

fn cross(
    table: &mut Table,
    count: usize,
    dimensions: &[String],
    model: &Model,
    hidden: &mut Hidden,
) {
    let [base, within] = ["base", "base_within"].map(|name| table.column(name));
    let shares = table.column("percent");
    let keys = table.keys();
    let parts = |row: &Row| -> Vec<(String, String)> {
        dimensions
            .iter()
            .cloned()
            .zip(keys.iter().map(|at| row[*at].to_string()))
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
            |row: &Row| (0..dimensions.len()).all(|d| d == over || row[keys[d]].is(&whole[d].1));
        match find(&whole) {
            found @ Some(_) => !is_open(found),
            // Where no cell stands for the base, any suppressed one may be in it.
            None => (0..table.rows.len()).any(|other| hides[other] && is_same(&table.rows[other])),
        }
    };
    for (at, hides) in hides.iter().copied().enumerate() {
        let row_hidden = base_hidden(table, at, dimensions.len() - 1);
        let bases = [
            (base.or(shares), row_hidden),
            (within, within.is_some() && base_hidden(table, at, 0)),
        ];
        let row = &mut table.rows[at];
        bases
            .into_iter()
            .filter(|(_, off)| *off)
            .filter_map(|(base, _)| base)
            .for_each(|base| row[base].hide());
        if hides {
            hidden.hide(&table.id, &mut row[count]);
        }
    }
}

/// Hides the shares whose part or whole is hidden: they would tell it.
pub(super) fn shares(table: &mut Table) {
    let places: Vec<(usize, [Option<usize>; 2])> = table
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| match column.kind {
            Kind::Share(part, whole) => Some((at, [part, whole].map(|name| table.column(name)))),
            _ => None,
        })
        .collect();
    for row in &mut table.rows {
        for (share, of) in &places {
            if of.iter().flatten().any(|at| row[*at] == Cell::Hidden) {
                row[*share].hide();
            }
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
        let ids = table.dimensions();
        if ids.is_empty() {
            continue;
        }
        let complex = ids.len() > 1 && (!is_simple(&ids, structure) || is_tangled(&ids, tables));
        let unsafe_whole = complex && (small.contains(&table.id) || !is_free(&ids, hidden, tables));
        let has_failed = failed.tables.iter().any(|id| {
            let other = tables
                .iter()
                .find(|table| table.id == *id)
                .map(Table::dimensions);
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
        let mut others = tables.iter().map(Table::dimensions);
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
            let other = table.dimensions();
            other.is_empty() || !other.iter().all(|id| own.contains(&family(id)))
        })
}
