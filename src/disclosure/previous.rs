//! The release before, as far as it is published. Whoever has both releases can take one from the
//! other, so the differences of their counts are protected like counts: a small difference is
//! hidden, and with it as many others as are needed. What the release before hid stays hidden,
//! because its own small counts could be worked out from what is added to it.

use std::collections::BTreeSet;

use crate::disclosure::Hidden;
use crate::disclosure::ladder::{MERGED, Merge, Merges};
use crate::disclosure::model::{self, Model, Name, Part, State};
use crate::disclosure::overlap::{Axis, Share, Then, base, holder, several, summed, values};
use crate::disclosure::shape::are_same;
use crate::statistics::{Before, Structure, YEAR_ON_YEAR, compared_years};
use crate::table::{Cell, Key, Row, Table, TableError};

/// The tables with rules of their own, which are written from their differences, too.
const SPECIAL: [&str; 6] = [
    "delay",
    "affected",
    "time-to-report",
    "answers",
    "unlisted",
    "rules",
];

/// The published figures of the release before.
#[derive(Debug, Default)]
pub(crate) struct Previous {
    tables: Vec<Table>,
}

impl Previous {
    /// A release by its tables.
    pub(crate) fn new(tables: Vec<Table>) -> Self {
        Self { tables }
    }

    /// A table, if its rows are published.
    fn told(&self, id: &str) -> Option<&Table> {
        let is_own = |table: &&Table| table.id == id && !table.is_withheld();
        self.tables.iter().find(is_own)
    }

    /// Whether it tells all that these tables tell. Who publishes the same again tells nothing new.
    pub(super) fn tells(&self, tables: &[Table]) -> bool {
        let is_told = |own: &Table| {
            let mut then = self.tables.iter();
            then.any(|then| then.id == own.id && then.rows == own.rows)
        };
        tables.iter().all(is_told)
    }

    /// How many notifications it counts, if it says so.
    pub(crate) fn initial(&self) -> Option<u64> {
        initial(&self.tables)
    }

    /// What it tells of the year before, as tables of one dimension. Nothing, if it compares other
    /// years than `before` does.
    ///
    /// # Errors
    /// Its table of two years lacks a column of the year before: what it tells is not known.
    pub(super) fn of_year_before(
        &self,
        before: &Before,
        now: &[Table],
    ) -> Result<Option<Self>, TableError> {
        let is_pair = |table: &&Table| table.id == YEAR_ON_YEAR;
        let pair = self.told(YEAR_ON_YEAR).zip(now.iter().find(is_pair));
        let Some((own, now)) = pair else {
            return Ok(None);
        };
        let years = compared_years(own);
        if years.is_none() || years != compared_years(now) {
            return Ok(None);
        }
        let [count, base] = own.places(["notifications_before", "base_before"])?;
        let told = |table: &&Table| table.dimensions().len() == 1;
        let tables = before.tables.iter().filter(told).map(|table| {
            let rows = own.rows.iter().filter(|row| row[0].is(&table.id));
            let places = table.places(["notifications", "base"]);
            let row = |row: &Row| {
                let mut cells = vec![Cell::Nothing; table.columns.len()];
                cells[0] = row[1].clone();
                if let Ok([own_count, own_base]) = places {
                    cells[own_count] = row[count].clone();
                    cells[own_base] = row[base].clone();
                }
                cells
            };
            let rows: Vec<Row> = rows.map(row).collect();
            let mut table = table.clone();
            if rows.is_empty() {
                table.withhold();
            }
            Table { rows, ..table }
        });
        Ok(Some(Self {
            tables: tables.collect(),
        }))
    }

    /// Withholds what the release before withheld or did not have. With a table that a sector's
    /// or a question's counts are protected by, what repeats them is withheld, too.
    pub(super) fn withhold(
        &self,
        tables: &mut [Table],
        structure: &Structure,
        hidden: &mut Hidden,
    ) {
        let mut gone: Vec<&str> = Vec::new();
        for table in tables.iter().filter(|own| self.told(&own.id).is_none()) {
            let dimensions = structure.dimensions(table);
            let by_sector = [
                "sector",
                "verdict",
                "data-subjects",
                "time-to-report",
                "reading",
            ];
            if dimensions.iter().any(|own| by_sector.contains(&own.id)) {
                gone.extend(["delay", "affected"]);
            }
            if dimensions.len() == 1 {
                gone.extend(["answers", "unlisted", "rules"]);
            }
        }
        for table in tables {
            let is_gone = self.told(&table.id).is_none() && table.id != YEAR_ON_YEAR;
            if is_gone || gone.contains(&table.id.as_str()) {
                table.withhold();
                hidden.withhold(&table.id);
            }
        }
    }

    /// How the release before counted values together, where it did so in these tables.
    pub(super) fn merges(&self, tables: &[&Table]) -> Merges {
        let merge = |table: &&Table| {
            let then = self.told(&table.id)?;
            let mut merge = Merge::default();
            for (axis, (own, before)) in table.keys().into_iter().zip(then.keys()).enumerate() {
                let keys = values(then, before);
                let gone = values(table, own)
                    .into_iter()
                    .filter(|key| !keys.contains(key));
                let held = gone.filter_map(|key| Some((key.clone(), holder(key, &keys)?.clone())));
                merge.0[axis] = held.collect();
            }
            (merge != Merge::default()).then(|| (table.id.clone(), merge))
        };
        tables.iter().filter_map(merge).collect()
    }

    /// Says of each cell how much of it was published before, and hides the cells whose
    /// difference is small or which the release before hid.
    pub(super) fn mark(
        &self,
        model: &mut Model,
        merges: &Merges,
        structure: &Structure,
        least: u64,
    ) {
        let one_way = one_way_keys(model);
        let then = |cell: &model::Cell| self.then(&cell.name, merges, structure, &one_way);
        let thens: Vec<Option<Then>> = model.cells.iter().map(then).collect();
        for (cell, then) in model.cells.iter_mut().zip(&thens) {
            let is_off = match then {
                Some(Then::Told(before)) => {
                    cell.before = (*before).min(cell.value);
                    (1..least).contains(&cell.value.abs_diff(*before))
                }
                Some(Then::Hidden) => true,
                None => false,
            };
            if cell.shown && is_off && cell.value > 0 {
                cell.state = State::Primary;
            }
        }
        let is_told = |at: usize| matches!(thens[at], Some(Then::Told(_)));
        self.guess(model, &is_told);
    }

    /// Guesses what the release before hid. Nobody knows it, so any numbers will do that add up to
    /// what it told: from there a witness moves only what came since.
    fn guess(&self, model: &mut Model, is_told: &dyn Fn(usize) -> bool) {
        let all = self.initial().unwrap_or(0);
        for at in 0..model.nets.len() {
            let net = &model.nets[at];
            let leaves: Vec<usize> = net.leaves(&model.cells);
            let (told, off): (Vec<usize>, Vec<usize>) = leaves.iter().partition(|at| is_told(**at));
            let told: u64 = told.iter().map(|at| model.cells[*at].before).sum();
            let now: u64 = off.iter().map(|at| model.cells[*at].value).sum();
            for at in off {
                let cell = &mut model.cells[at];
                let share = u128::from(cell.value) * u128::from(all.saturating_sub(told));
                let guess = share.div_ceil(u128::from(now.max(1)));
                cell.before = u64::try_from(guess).unwrap_or(u64::MAX).min(cell.value);
            }
            let sums: Vec<(usize, Vec<usize>)> = model.nets[at].sums(&model.cells);
            for (sum, leaves) in sums.into_iter().filter(|(sum, _)| !is_told(*sum)) {
                let before = leaves.iter().map(|at| model.cells[*at].before).sum();
                model.cells[sum].before = model.cells[sum].value.min(before);
            }
        }
    }

    /// What the release before tells of a cell by its name; `None` without a table of its
    /// dimensions.
    fn then(
        &self,
        name: &Name,
        merges: &Merges,
        structure: &Structure,
        one_way: &BTreeSet<(&str, Key)>,
    ) -> Option<Then> {
        let ids: Vec<&str> = name.iter().map(|(id, _)| *id).collect();
        let is_own = |table: &&Table| !table.is_withheld() && are_same(&ids, &table.dimensions());
        let table = self.tables.iter().find(is_own)?;
        let dimensions = structure.dimensions(table);
        let own_merge = merges
            .iter()
            .find(|(id, _)| are_same(&id.split("-by-").collect::<Vec<_>>(), &ids));
        let parts: Vec<&Part> = dimensions
            .iter()
            .filter_map(|own| Some(&name.iter().find(|(id, _)| *id == own.id)?.1))
            .collect();
        if let ([own], [part]) = (dimensions.as_slice(), parts.as_slice())
            && structure.is_multiple(own)
        {
            return Some(several(table, part));
        }
        let axes: Vec<Vec<(&Key, Share)>> = (0..dimensions.len())
            .map(|axis| {
                let own = Axis {
                    dimension: dimensions[axis],
                    part: parts[axis],
                    merge: own_merge.and_then(|(id, merge)| {
                        let at = id.split("-by-").position(|id| id == dimensions[axis].id)?;
                        Some((merge, at))
                    }),
                };
                let keys = values(table, table.keys()[axis]);
                let all = self.told(own.dimension.id).map(|table| values(table, 0));
                let known = one_way.iter().filter(|(id, _)| *id == own.dimension.id);
                let known = known.map(|(_, key)| key).chain(all.into_iter().flatten());
                own.shares(&keys, &known.collect(), structure)
            })
            .collect();
        let sum = summed(table, &axes);
        Some(match sum {
            Then::Hidden => base(table, &axes, &parts),
            told @ Then::Told(_) => told,
        })
    }

    /// A table with the differences in place of its counts. What the release before hid is hidden.
    pub(super) fn difference(&self, table: &Table) -> Table {
        let Some(then) = self.told(&table.id) else {
            return table.clone();
        };
        let (places, then_places) = (table.keys(), then.keys());
        let keys = |row: &Row, places: &[usize]| -> Vec<Key> {
            places
                .iter()
                .filter_map(|at| row[*at].key().cloned())
                .collect()
        };
        let all = |table: &Table, places: &[usize]| -> Vec<Vec<Key>> {
            table.rows.iter().map(|row| keys(row, places)).collect()
        };
        let (own, before) = (all(table, &places), all(then, &then_places));
        // Where other values are counted together, no row is what it was.
        let is_merged = |keys: &[Vec<Key>]| keys.iter().flatten().any(|key| *key == MERGED);
        let is_same = !(is_merged(&own) || is_merged(&before))
            || own.iter().collect::<BTreeSet<_>>() == before.iter().collect();
        let mut out = table.clone();
        for (row, keys) in out.rows.iter_mut().zip(&own) {
            let before = before.iter().position(|other| other == keys);
            let before = before.map(|at| &then.rows[at]);
            let figures = table.columns.iter().enumerate();
            for (at, column) in figures.filter(|(_, column)| !column.is_words()) {
                let before = before.and_then(|row| Some(&row[then.column(&column.name)?]));
                row[at] = less(&row[at], before, is_same);
            }
        }
        out
    }

    /// Hides what is hidden in the same tables of differences.
    pub(super) fn hide(tables: &mut [Table], differences: &[Table], hidden: &mut Hidden) {
        for table in tables
            .iter_mut()
            .filter(|own| SPECIAL.contains(&own.id.as_str()))
        {
            let Some(other) = differences.iter().find(|own| own.id == table.id) else {
                continue;
            };
            for (row, other) in table.rows.iter_mut().zip(&other.rows) {
                for (cell, other) in row.iter_mut().zip(other) {
                    if *other != Cell::Hidden || *cell == Cell::Count(0) {
                        continue;
                    }
                    match cell.count() {
                        Some(_) => hidden.hide(&table.id, cell),
                        None => cell.hide(),
                    }
                }
            }
        }
    }
}

/// A figure less what the release before published of it. Without a row of it that is nothing, if
/// the rows of both are of the same kind.
fn less(own: &Cell, before: Option<&Cell>, is_same: bool) -> Cell {
    match (own, before) {
        (_, Some(Cell::Hidden)) => Cell::Hidden,
        _ if !is_same => Cell::Hidden,
        (Cell::Count(own), Some(Cell::Count(before))) => Cell::Count(own.abs_diff(*before)),
        (own, _) => own.clone(),
    }
}

/// How many notifications are counted, as the table of kinds says.
pub(super) fn initial(tables: &[Table]) -> Option<u64> {
    let kind = tables.iter().find(|table| table.id == "kind")?;
    kind.row("initial")?[kind.column("notifications")?].count()
}

/// The keys of the tables of one dimension.
fn one_way_keys(model: &Model) -> BTreeSet<(&'static str, Key)> {
    let key = |name: &Name| match name.as_slice() {
        [(id, Part::Of(key))] => Some((*id, key.clone())),
        _ => None,
    };
    model
        .cells
        .iter()
        .filter_map(|cell| key(&cell.name))
        .collect()
}
