//! Disclosure control. It is given finished tables and gives tables back that may be published.
//! Either the small cells are suppressed, and with them as many others as are needed so that
//! nobody can work out a suppressed cell. Or every count is rounded. This module neither counts
//! nor writes.
//!
//! `suppress` says what is promised of a suppressed cell. `build` holds what is known to add up
//! to what.

use std::collections::BTreeMap;

use crate::config::{CellRule, Language, Words};
use crate::disclosure::ladder::{LADDER, Merges, Rung};
use crate::disclosure::model::Model;
use crate::disclosure::shape::Counts;
use crate::form::Edition;
use crate::statistics::{Before, LISTS, NUMBER, Structure, YEAR_ON_YEAR};
use crate::table::{Cell, Table, TableError};

mod answers;
mod apply;
mod build;
mod figures;
mod ladder;
mod model;
mod overlap;
mod previous;
mod regroup;
mod rounding;
mod rules;
mod search;
mod sectors;
mod shape;
mod suppress;
#[cfg(test)]
mod tests;
mod unsure;
mod years;
pub(crate) use figures::{Earlier, Figure, Figures, Totals};
pub(crate) use previous::Previous;
pub(crate) use regroup::members as counted_together;
pub(crate) use rounding::{is_firm, most_lost};

/// What was suppressed in the tables of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    /// How many counts are suppressed in each table that has any. It does not say which of
    /// them are small themselves, because that would tell their values. Shares and changes
    /// that were hidden because of a count are not included.
    pub by_table: BTreeMap<String, usize>,
    /// Ids of the tables that are withheld as a whole.
    pub withheld: Vec<String>,
}

impl Hidden {
    /// Withholds a table, if it is not withheld already.
    fn withhold(&mut self, id: &str) {
        if !self.withheld.iter().any(|own| own == id) {
            self.withheld.push(id.to_owned());
        }
    }

    /// The number of suppressed counts over all tables.
    pub fn total(&self) -> usize {
        self.by_table.values().sum()
    }

    /// Suppresses a count and remembers it.
    fn hide(&mut self, table: &str, cell: &mut Cell) {
        if cell.count().is_some() {
            *self.by_table.entry(table.to_owned()).or_default() += 1;
            *cell = Cell::Hidden;
        }
    }

    /// Suppresses a count unless it is 0. That nobody was counted is no secret.
    fn hide_unless_zero(&mut self, table: &str, cell: &mut Cell) {
        if *cell != Cell::Count(0) {
            self.hide(table, cell);
        }
    }
}

const SUPPRESSED: Words = Words::new(
    "Celler med {:c} är undertryckta: de är små, eller små celler kunde räknas ut ur dem.",
    "Cells with {:c} are suppressed: they are small, or small cells could be worked out from them.",
);
const WITHHELD: Words = Words::new(
    "Tabellen redovisas inte: den har små celler, eller undertryckta i andra tabeller kunde räknas ut ur den.",
    "The table is withheld: it has small cells, or suppressed ones of other tables could be worked out from it.",
);

/// The tables as they may be published under a rule, and what was suppressed in them.
///
/// # Errors
/// A table is not what it should be: what this module cannot read is not published. Or counts
/// are suppressed, and the notifications are of editions that ask differently: what one of
/// them says of the others is not known to the suppression.
pub fn protect(
    tables: Vec<Table>,
    rule: CellRule,
    editions: &[&'static Edition],
    language: Language,
) -> Result<(Vec<Table>, Hidden), TableError> {
    protect_beside(tables, &Beside::default(), rule, editions, language)
}

/// What tables are compared with.
#[derive(Debug, Default)]
pub(crate) struct Beside<'p> {
    /// The other year, where they are of one year.
    pub(crate) before: Option<Before>,
    /// The release before.
    pub(crate) previous: Option<&'p Previous>,
}

/// The same for tables that others stand beside.
///
/// # Errors
/// The same as those of [`protect`]. Or so few notifications came since the release before that
/// every table would tell of them.
pub(crate) fn protect_beside(
    tables: Vec<Table>,
    beside: &Beside,
    rule: CellRule,
    editions: &[&'static Edition],
    language: Language,
) -> Result<(Vec<Table>, Hidden), TableError> {
    tables.iter().try_for_each(Table::check)?;
    match rule {
        CellRule::AsCounted => Ok((tables, Hidden::default())),
        CellRule::RoundTo(multiple) => rounded(tables, multiple),
        CellRule::AtLeast(least) => {
            let control = Control {
                least,
                editions,
                language,
                previous: beside.previous,
            };
            control.refuse_few(&tables)?;
            let before = beside.before.as_ref();
            if let Some(previous) = beside.previous {
                let alone = Control {
                    previous: None,
                    ..control
                };
                let published = published(&tables, before, alone)?;
                if previous.tells(&published.0) {
                    return Ok(published);
                }
            }
            published(&tables, before, control)
        }
    }
}

/// What may be published of tables and of those of the year before.
fn published(
    tables: &[Table],
    before: Option<&Before>,
    control: Control,
) -> Result<(Vec<Table>, Hidden), TableError> {
    let before = before.map(|before| {
        let own = control.previous;
        let previous = own.map(|own| own.of_year_before(before, tables));
        let previous = previous.transpose()?.flatten();
        published_before(
            before,
            Control {
                previous: previous.as_ref(),
                ..control
            },
        )
    });
    let (mut tables, mut hidden) = regrouped(tables, control)?;
    years::write(&mut tables, before.transpose()?.as_deref(), &mut hidden);
    Ok((tables, hidden))
}

/// What suppression goes by.
#[derive(Clone, Copy)]
struct Control<'c> {
    /// The least count that is published.
    least: u64,
    editions: &'c [&'static Edition],
    language: Language,
    previous: Option<&'c Previous>,
}

impl Control<'_> {
    /// Refuses a release that differs from the one before by few notifications: their number
    /// alone would be told.
    fn refuse_few(self, tables: &[Table]) -> Result<(), TableError> {
        let counts = previous::initial(tables).zip(self.previous.and_then(Previous::initial));
        let is_few = |(now, before): (u64, u64)| (1..self.least).contains(&now.abs_diff(before));
        if counts.is_some_and(is_few) {
            return Err(TableError::Few(self.least));
        }
        Ok(())
    }
}

/// What may be published of the year before. Nothing, if it has few notifications, or if few
/// filings are in neither year: whoever knows how many were read could work them out.
fn published_before(before: &Before, control: Control) -> Result<Vec<Table>, TableError> {
    let initial = previous::initial(&before.tables);
    let is_small = |count: u64| (1..control.least).contains(&count);
    if is_small(initial.unwrap_or(0)) || is_small(before.others) {
        return Ok(Vec::new());
    }
    Ok(regrouped(&before.tables, control)?.0)
}

/// The tables with their small cells suppressed and nothing else. This is what `protect` would
/// give if it did not look at sums. The tests check that the attacker breaks it.
///
/// # Errors
/// The same as those of [`protect`].
#[doc(hidden)]
pub fn only_primary(tables: Vec<Table>, least: u64) -> Result<Vec<Table>, TableError> {
    let control = Control {
        least,
        editions: &[Edition::default_edition()],
        language: Language::En,
        previous: None,
    };
    Ok(suppressed(tables, &Merges::new(), control, Reach::Primary)?.0)
}

/// The tables that list single incidents. Rounding does not protect them.
const OF_INCIDENTS: [&str; 2] = ["incidents", "processor"];

fn rounded(tables: Vec<Table>, multiple: u64) -> Result<(Vec<Table>, Hidden), TableError> {
    let mut tables = rounding::round(tables, multiple)?;
    let mut hidden = Hidden::default();
    for table in &mut tables {
        let id = table.id.as_str();
        let of_few = [OF_INCIDENTS, LISTS].as_flattened().contains(&id);
        if of_few || id.starts_with(NUMBER) {
            hidden.withhold(&table.id);
            table.withhold();
            table.notes.push(WITHHELD);
        }
    }
    Ok((tables, hidden))
}

/// How far suppression goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Primary,
    All,
}

/// The tables that are neither one-way tables nor cross tables, but whose figures have rules of
/// their own in this module. Any other table is withheld.
const OTHERS: [&str; 6] = [
    "delay",
    "affected",
    "answers",
    "unlisted",
    "rules",
    YEAR_ON_YEAR,
];

fn suppressed(
    mut tables: Vec<Table>,
    merges: &Merges,
    control: Control,
    reach: Reach,
) -> Result<(Vec<Table>, Hidden), TableError> {
    let least = control.least;
    let structure = Structure::new(&tables, control.editions);
    if let Some(names) = structure.mixed() {
        return Err(TableError::Forms(names.join(", ")));
    }
    let multiple = build::multiple(&tables, &structure);
    let structure = structure.with_multiple(multiple);
    let mut hidden = Hidden::default();
    if let Some(previous) = control.previous {
        previous.withhold(&mut tables, &structure, &mut hidden);
    }
    let mut model = build::model(&tables, merges, &structure);
    if let Some(previous) = control.previous {
        previous.mark(&mut model, merges, &structure, least);
    }
    suppress::primary(&mut model, least);
    let failed = match reach {
        Reach::Primary => suppress::Failed::default(),
        Reach::All => suppress::secondary(&mut model, least),
    };
    let small = small_tables(&tables, control, &structure);
    let is_known = |table: &&Table| {
        Counts::of(table, &structure).is_some() || OTHERS.contains(&table.id.as_str())
    };
    let is_new = |table: &&Table| !is_known(table) && !hidden.withheld.contains(&table.id);
    let unknown: Vec<&Table> = tables.iter().filter(is_new).collect();
    for table in unknown {
        hidden.withhold(&table.id);
    }
    if reach == Reach::All {
        let differences = control
            .previous
            .map(|previous| tables.iter().map(|own| previous.difference(own)).collect());
        let differences: Option<Vec<Table>> = differences;
        let telling = unsure::telling(&tables, differences.as_deref(), least, &structure);
        for id in &telling {
            hidden.withhold(id);
        }
    }
    apply::write(&mut tables, &model, &structure, &mut hidden);
    special(&mut tables, &model, control, &structure, &mut hidden)?;
    if reach == Reach::All {
        sectors::withhold(&tables, &structure, &mut hidden)?;
    }
    tables.iter_mut().for_each(apply::shares);
    if reach == Reach::All {
        rules::withhold(&tables, &mut hidden);
        apply::withhold(&tables, &small, &failed, &structure, &mut hidden);
    }
    for table in &mut tables {
        if hidden.withheld.contains(&table.id) {
            hidden.by_table.remove(&table.id);
            table.withhold();
            table.notes.push(WITHHELD);
        } else if hidden.by_table.contains_key(&table.id) {
            table.notes.push(SUPPRESSED);
        }
    }
    Ok((tables, hidden))
}

/// Suppresses cells of the tables that have rules of their own, by their counts and by the
/// differences to the release before.
fn special(
    tables: &mut [Table],
    model: &Model,
    control: Control,
    structure: &Structure,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let least = control.least;
    let write = |tables: &mut [Table], model: &Model, hidden: &mut Hidden| {
        sectors::write(tables, model, least, hidden)?;
        answers::write(tables, model, (least, structure), hidden)?;
        rules::write(tables, least, hidden)
    };
    let Some(previous) = control.previous else {
        write(tables, model, hidden)?;
        return sectors::single(tables, least);
    };
    let others = tables.iter().filter(|own| !regroup::is_two_way(own));
    let mut differences: Vec<Table> = others.map(|own| previous.difference(own)).collect();
    write(
        &mut differences,
        &model.of_differences(),
        &mut Hidden::default(),
    )?;
    write(tables, model, hidden)?;
    Previous::hide(tables, &differences, hidden);
    sectors::single(tables, least)
}

/// The tables with their small cells suppressed. Where a two-way table would be withheld, or
/// much of it hidden, the ladder of regroupings is climbed first, as far as it helps.
fn regrouped(tables: &[Table], control: Control) -> Result<(Vec<Table>, Hidden), TableError> {
    let structure = Structure::new(tables, control.editions).speaking(control.language);
    let multiple = build::multiple(tables, &structure);
    let structure = structure.with_multiple(multiple);
    let crossed: Vec<&Table> = tables
        .iter()
        .filter(|one| regroup::is_two_way(one))
        .collect();
    let previous = control.previous;
    let mut merges = previous.map_or_else(Merges::new, |previous| previous.merges(&crossed));
    let start = regroup::apply(tables, &merges, &structure);
    let mut best = suppressed(start, &merges, control, Reach::All)?;
    for rung in LADDER {
        let poor = Worth::poor(&best);
        if poor.is_empty() {
            break;
        }
        let next = match rung {
            Rung::NonValues => ladder::non_values(&crossed),
            Rung::Rare(times) => {
                let rare = crossed.iter().filter(|table| poor.contains(&table.id));
                let rare = rare.map(|table| {
                    let orders = ladder::orders(table, &crossed, &structure);
                    let bound = control.least * times;
                    (table.id.clone(), ladder::rare(table, bound, orders))
                });
                merges.clone().into_iter().chain(rare).collect()
            }
        };
        if next == merges {
            continue;
        }
        let regrouped = regroup::apply(tables, &next, &structure);
        let tried = suppressed(regrouped, &next, control, Reach::All)?;
        if Worth::of(&tried) < Worth::of(&best) {
            (best, merges) = (tried, next);
        }
    }
    Ok(best)
}

/// How little of protected tables is published: what is withheld, how many two-way tables show
/// little, and how many of their cells in a thousand are hidden. Less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Worth {
    withheld: usize,
    poor: usize,
    hidden: usize,
}

impl Worth {
    fn of(protected: &(Vec<Table>, Hidden)) -> Self {
        let two_way = protected
            .0
            .iter()
            .filter(|table| regroup::is_two_way(table));
        let cells: Vec<[usize; 2]> = two_way.map(Self::cells).collect();
        let [hidden, all] = [0, 1].map(|at| cells.iter().map(|own| own[at]).sum::<usize>());
        Self {
            withheld: protected.1.withheld.len(),
            poor: Self::poor(protected).len(),
            hidden: hidden * 1000 / all.max(1),
        }
    }

    /// How many counts of a table are hidden, and how many it has.
    fn cells(table: &Table) -> [usize; 2] {
        let count = table.column("notifications");
        let is_hidden = |row: &&crate::table::Row| count.is_some_and(|at| row[at] == Cell::Hidden);
        [
            table.rows.iter().filter(is_hidden).count(),
            table.rows.len(),
        ]
    }

    /// The ids of the two-way tables that are withheld, or show fewer than 70 % of their cells.
    fn poor((tables, _): &(Vec<Table>, Hidden)) -> Vec<String> {
        let is_poor = |table: &&Table| {
            let [hidden, all] = Self::cells(table);
            regroup::is_two_way(table) && (table.is_withheld() || hidden * 10 > all * 3)
        };
        tables
            .iter()
            .filter(is_poor)
            .map(|table| table.id.clone())
            .collect()
    }
}

/// The ids of the one-way and cross tables that hold a small cell, as counted. With a release
/// before also those with a small difference, or one that it does not tell.
fn small_tables(tables: &[Table], control: Control, structure: &Structure) -> Vec<String> {
    let has_small = |table: &Table| {
        let counts = Counts::of(table, structure);
        let is_small = |count: &u64| (1..control.least).contains(count);
        counts.is_some_and(|own| own.rows.iter().any(|(_, count)| is_small(count)))
    };
    let is_small = |table: &&Table| {
        let difference = control.previous.map(|previous| previous.difference(table));
        let is_off = |own: &Table| has_small(own) || Counts::of(own, structure).is_none();
        has_small(table) || difference.as_ref().is_some_and(is_off)
    };
    tables
        .iter()
        .filter(is_small)
        .map(|table| table.id.clone())
        .collect()
}
