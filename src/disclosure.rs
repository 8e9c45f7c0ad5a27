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
use crate::disclosure::shape::Counts;
use crate::form::Edition;
use crate::statistics::{Before, LISTS, Structure, YEAR_ON_YEAR};
use crate::table::{Cell, Table, TableError};

mod answers;
mod apply;
mod build;
mod figures;
mod ladder;
mod model;
mod regroup;
mod rounding;
mod rules;
mod search;
mod sectors;
mod shape;
mod suppress;
#[cfg(test)]
mod tests;
mod years;
pub(crate) use figures::{Figure, Figures, Totals};

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
    "Celler med :c är undertryckta: de är små, eller små celler kunde räknas ut ur dem.",
    "Cells with :c are suppressed: they are small, or small cells could be worked out from them.",
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
    protect_beside(tables, None, rule, editions, language)
}

/// The same for the tables of one year, which one of them compares with another year.
///
/// # Errors
/// The same as those of [`protect`].
pub(crate) fn protect_beside(
    tables: Vec<Table>,
    before: Option<Before>,
    rule: CellRule,
    editions: &[&'static Edition],
    language: Language,
) -> Result<(Vec<Table>, Hidden), TableError> {
    tables.iter().try_for_each(Table::check)?;
    match rule {
        CellRule::AsCounted => Ok((tables, Hidden::default())),
        CellRule::RoundTo(multiple) => rounded(tables, multiple),
        CellRule::AtLeast(least) => {
            let (mut tables, mut hidden) = regrouped(&tables, least, editions, language)?;
            let before = before.map(|before| published_before(&before, least, editions, language));
            years::write(&mut tables, before.transpose()?.as_deref(), &mut hidden);
            Ok((tables, hidden))
        }
    }
}

/// What may be published of the year before. Nothing, if it has few notifications, or if few
/// filings are in neither year: whoever knows how many were read could work them out.
fn published_before(
    before: &Before,
    least: u64,
    editions: &[&'static Edition],
    language: Language,
) -> Result<Vec<Table>, TableError> {
    let kind = before.tables.iter().find(|table| table.id == "kind");
    let [count] = kind.map_or(Ok([3]), |kind| kind.places(["notifications"]))?;
    let initial = kind.and_then(|kind| kind.row("initial")?[count].count());
    let is_small = |count: u64| (1..least).contains(&count);
    if is_small(initial.unwrap_or(0)) || is_small(before.others) {
        return Ok(Vec::new());
    }
    Ok(regrouped(&before.tables, least, editions, language)?.0)
}

/// The tables with their small cells suppressed and nothing else. This is what `protect` would
/// give if it did not look at sums. The tests check that the attacker breaks it.
///
/// # Errors
/// The same as those of [`protect`].
#[doc(hidden)]
pub fn only_primary(tables: Vec<Table>, least: u64) -> Result<Vec<Table>, TableError> {
    Ok(suppressed(
        tables,
        &Merges::new(),
        least,
        &[Edition::default_edition()],
        Reach::Primary,
    )?
    .0)
}

/// The tables that list single incidents. Rounding does not protect them.
const OF_INCIDENTS: [&str; 2] = ["incidents", "processor"];

fn rounded(tables: Vec<Table>, multiple: u64) -> Result<(Vec<Table>, Hidden), TableError> {
    let mut tables = rounding::round(tables, multiple)?;
    let mut hidden = Hidden::default();
    for table in &mut tables {
        if [OF_INCIDENTS, LISTS]
            .as_flattened()
            .contains(&table.id.as_str())
        {
            hidden.withheld.push(table.id.clone());
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
    least: u64,
    editions: &[&'static Edition],
    reach: Reach,
) -> Result<(Vec<Table>, Hidden), TableError> {
    let structure = Structure::new(&tables, editions);
    if let Some(names) = structure.mixed() {
        return Err(TableError::Forms(names.join(", ")));
    }
    let multiple = build::multiple(&tables, &structure);
    let structure = structure.with_multiple(multiple);
    let mut model = build::model(&tables, merges, &structure);
    suppress::primary(&mut model, least);
    let failed = match reach {
        Reach::Primary => suppress::Failed::default(),
        Reach::All => suppress::secondary(&mut model, least),
    };
    let mut hidden = Hidden::default();
    let small = small_tables(&tables, least, &structure);
    let is_known = |table: &&Table| {
        Counts::of(table, &structure).is_some() || OTHERS.contains(&table.id.as_str())
    };
    let unknown = tables.iter().filter(|table| !is_known(table));
    hidden
        .withheld
        .extend(unknown.map(|table| table.id.clone()));
    apply::write(&mut tables, &model, &structure, &mut hidden);
    sectors::write(&mut tables, &model, least, &mut hidden)?;
    if reach == Reach::All {
        sectors::withhold(&tables, &structure, &mut hidden)?;
    }
    answers::write(&mut tables, &model, (least, &structure), &mut hidden)?;
    rules::write(&mut tables, least, &mut hidden)?;
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

/// The tables with their small cells suppressed. Where a two-way table would be withheld, or
/// much of it hidden, the ladder of regroupings is climbed first, as far as it helps.
fn regrouped(
    tables: &[Table],
    least: u64,
    editions: &[&'static Edition],
    language: Language,
) -> Result<(Vec<Table>, Hidden), TableError> {
    let structure = Structure::new(tables, editions).speaking(language);
    let multiple = build::multiple(tables, &structure);
    let structure = structure.with_multiple(multiple);
    let crossed: Vec<&Table> = tables
        .iter()
        .filter(|one| regroup::is_two_way(one))
        .collect();
    let mut merges = Merges::new();
    let mut best = suppressed(tables.to_vec(), &merges, least, editions, Reach::All)?;
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
                    (table.id.clone(), ladder::rare(table, least * times, orders))
                });
                merges.clone().into_iter().chain(rare).collect()
            }
        };
        if next == merges {
            continue;
        }
        let regrouped = regroup::apply(tables, &next, &structure);
        let tried = suppressed(regrouped, &next, least, editions, Reach::All)?;
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

/// The ids of the one-way and cross tables that hold a small cell, as counted.
fn small_tables(tables: &[Table], least: u64, structure: &Structure) -> Vec<String> {
    let is_small = |table: &&Table| {
        let counts = Counts::of(table, structure);
        counts.is_some_and(|own| own.rows.iter().any(|(_, count)| (1..least).contains(count)))
    };
    tables
        .iter()
        .filter(is_small)
        .map(|table| table.id.clone())
        .collect()
}
