//! Writes the suppressed cells of the model into one-way and cross tables. It also hides the
//! shares, bases and changes that would give a suppressed count away.

use crate::disclosure::Hidden;
use crate::disclosure::build::is_simple;
use crate::disclosure::model::{Id, Model, Part, State};
use crate::disclosure::shape::are_same;
use crate::disclosure::suppress::Failed;
use crate::statistics::{Dimension, Structure};
use crate::table::{Cell, Row, Table};

/// Suppresses cells of one-way and cross tables.
pub(super) fn write(
    tables: &mut [Table],
    model: &Model,
    structure: &Structure,
    hidden: &mut Hidden,
) {
    for table in tables {
        let ids: Vec<Id> = structure
            .dimensions(table)
            .iter()
            .map(|own| own.id)
            .collect();
        let Some(count) = table.column("notifications") else {
            continue;
        };
        match ids.as_slice() {
            [] => {}
            [id] => one_way(table, (id, count), model, hidden),
            _ => cross(table, (&ids, count), model, hidden),
        }
    }
}

fn one_way(table: &mut Table, (id, count): (Id, usize), model: &Model, hidden: &mut Hidden) {
    let base_hidden = model.is_hidden([(id, Part::Values)]);
    let mut before_hidden = false;
    let names = ["base", "change", "change_percent"];
    let [base, change, change_percent] = names.map(|name| table.column(name));
    for row in &mut table.rows {
        let own_hidden = row[0]
            .key()
            .is_some_and(|key| model.is_hidden([(id, Part::of(key))]));
        if let Some(base) = base.filter(|_| base_hidden) {
            row[base].hide();
        }
        // Whether a change has a percentage depends on the counts. So its cell is
        // hidden even where it is empty.
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

fn cross(table: &mut Table, (ids, count): (&[Id], usize), model: &Model, hidden: &mut Hidden) {
    let [base, within] = ["base", "base_within"].map(|name| table.column(name));
    let shares = table.column("percent");
    let places = table.keys();
    let keys = |row: &Row| {
        places
            .iter()
            .map(|at| row[*at].clone())
            .collect::<Vec<Cell>>()
    };
    let parts = |row: &Row| -> Vec<(Id, Part)> {
        let parts = places.iter().filter_map(|at| row[*at].key()).map(Part::of);
        ids.iter().copied().zip(parts).collect()
    };
    let is_open =
        |cell: Option<usize>| cell.is_none_or(|cell| model.cells[cell].state == State::Open);
    let hides: Vec<bool> = table
        .rows
        .iter()
        .map(|row| !is_open(model.find(parts(row))))
        .collect();
    // Whether the base is suppressed that counts all values of the dimension `over`.
    let base_hidden = |table: &Table, at: usize, over: usize| {
        let row = &table.rows[at];
        let mut whole = parts(row);
        whole[over].1 = Part::Values;
        let is_same = |other: &Row| {
            let same = keys(row).into_iter().zip(keys(other)).enumerate();
            same.into_iter()
                .all(|(at, (own, other))| at == over || own == other)
        };
        match model.find(whole) {
            found @ Some(_) => !is_open(found),
            // If no cell of the model is this base, any suppressed cell may be part
            // of it.
            None => (0..table.rows.len()).any(|other| hides[other] && is_same(&table.rows[other])),
        }
    };
    for (at, hides) in hides.iter().copied().enumerate() {
        let row_hidden = base_hidden(table, at, ids.len() - 1);
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

/// Hides the shares whose part or whole is hidden, because the share would tell it.
pub(super) fn shares(table: &mut Table) {
    let places = table.shares();
    for row in &mut table.rows {
        for (share, of) in &places {
            if of.iter().flatten().any(|at| row[*at] == Cell::Hidden) {
                row[*share].hide();
            }
        }
    }
}

/// Withholds the tables whose cells no witness protects. These are the tables for which no
/// witness was found, and those that no network describes (three dimensions, multiple choices,
/// details against groups on both sides) if they have a small cell or add up to a suppressed
/// one.
pub(super) fn withhold(
    tables: &[Table],
    small: &[String],
    failed: &Failed,
    structure: &Structure,
    hidden: &mut Hidden,
) {
    // A dimension, and those that it is part of.
    let related = |dimension: &Dimension| {
        let all = std::iter::successors(Some(dimension.id), |id| {
            Some(Dimension::named(id)?.coarser()?.id)
        });
        all.collect::<Vec<Id>>()
    };
    let lost = |own: &Dimension| {
        let own = related(own);
        let gone = failed
            .dimensions
            .iter()
            .filter_map(|id| Dimension::named(id));
        gone.flat_map(related).any(|gone| own.contains(&gone))
            || failed.dimensions.contains(&own[0])
    };
    let mut gone: Vec<&str> = Vec::new();
    let mut sectors_gone = false;
    for table in tables {
        let dimensions = structure.dimensions(table);
        let ids: Vec<Id> = dimensions.iter().map(|own| own.id).collect();
        let Some(first) = ids.first() else { continue };
        let complex = ids.len() > 1
            && (!is_simple(&dimensions, structure) || is_tangled(&dimensions, tables));
        let unsafe_whole = complex
            && (small.contains(&table.id) || !is_free(&dimensions, hidden, tables, structure));
        let has_failed = failed.tables.iter().any(|other| are_same(&ids, other));
        if unsafe_whole || has_failed || dimensions.iter().any(|own| lost(own)) {
            gone.push(&table.id);
            sectors_gone |= *first == "sector";
        }
    }
    if sectors_gone {
        gone.extend(["delay", "affected"]);
    }
    // No question asks for the classes of the time to report.
    let is_asked = |id: &Id| Dimension::named(id).is_none_or(|own| !own.is_time());
    if failed.dimensions.iter().any(is_asked) {
        gone.extend(["answers", "unlisted"]);
    }
    for id in tables
        .iter()
        .map(|table| &table.id)
        .filter(|id| gone.contains(&id.as_str()))
    {
        hidden.withhold(id);
    }
}

/// Whether both dimensions of a cross table are details of groups, and the run crosses those
/// groups too.
fn is_tangled(dimensions: &[&Dimension], tables: &[Table]) -> bool {
    let &[a, b] = dimensions else { return true };
    let crossed = |a: &Dimension, b: &Dimension| {
        let ids = [a.id, b.id];
        tables
            .iter()
            .any(|table| are_same(&ids, &table.dimensions()))
    };
    a.coarser().is_some_and(|coarse| crossed(coarse, b))
        && b.coarser().is_some_and(|coarse| crossed(a, coarse))
}

/// Whether no cell is suppressed in the tables whose counts are sums over the cells of this
/// table.
fn is_free(
    dimensions: &[&Dimension],
    hidden: &Hidden,
    tables: &[Table],
    structure: &Structure,
) -> bool {
    let own: Vec<Id> = dimensions.iter().map(|own| structure.family(own)).collect();
    let mut touched = tables
        .iter()
        .filter(|table| hidden.by_table.contains_key(&table.id));
    touched.all(|table| {
        let other = structure.dimensions(table);
        other.is_empty()
            || !other
                .iter()
                .all(|other| own.contains(&structure.family(other)))
    })
}
