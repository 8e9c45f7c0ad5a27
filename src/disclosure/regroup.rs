//! Merges rows of tables, so that fewer counts are small and tables need not be withheld. Totals
//! stay. One-way tables are left as they are.

use std::collections::BTreeMap;

use crate::config::{Language, Words};
use crate::disclosure::ladder::{MERGED, Merge, Merges};
use crate::statistics::{Dimension, Structure, band_label};
use crate::table::{Cell, Key, Kind, Other, Row, Table, percent};
use crate::value::parse_band;

/// Whether a table counts by two dimensions.
pub(super) fn is_two_way(table: &Table) -> bool {
    table.dimensions().len() == 2 && table.column("base_within").is_some()
}

/// The tables that count by sector, each with the cross table whose cells they add up.
const BY_SECTOR: [(&str, &str); 2] = [
    ("delay", "sector-by-verdict"),
    ("affected", "sector-by-data-subjects"),
];

const REGROUPED: Words = Words::new(
    "Ovanliga värden och sådant som inte kan bedömas räknas ihop, så att tabellen kan redovisas.",
    "Rare values, and what cannot be judged, are counted together, so that the table can be published.",
);

/// The tables with their rows merged.
pub(super) fn apply(tables: &[Table], merges: &Merges, structure: &Structure) -> Vec<Table> {
    let none = Merge::default();
    let regrouped = |table: &Table| {
        let by_sector = BY_SECTOR.iter().find(|(id, _)| *id == table.id);
        let merge = merges.get(by_sector.map_or(table.id.as_str(), |(_, cross)| cross));
        let merge = merge.unwrap_or(&none);
        let mut table = table.clone();
        if by_sector.is_some() && !merge.0[0].is_empty() {
            added_up(&mut table, &merge.0[0], structure.language());
        } else if is_two_way(&table) && *merge != none {
            table = merged(&table, merge, structure);
        } else {
            return table;
        }
        table.notes.push(REGROUPED);
        table
    };
    tables.iter().map(regrouped).collect()
}

/// Before the values that are counted together, and after them if more is.
const OTHERS: Words = Words::new("övriga", "others");
const AND: Words = Words::new(
    "och sådana som inte kan bedömas",
    "and what cannot be judged",
);

/// The label of what is not shown by itself.
fn label(members: &BTreeMap<&Key, &Cell>, language: Language) -> Cell {
    let values = members.iter().filter(|(key, _)| key.is_value());
    let values: Vec<&str> = values.map(|(_, label)| label.as_text()).collect();
    let others = members.keys().any(|key| !key.is_value());
    let rest = Other::Merged.words();
    let (all, and) = (OTHERS.get(language), AND.get(language));
    Cell::text(match (values.as_slice(), others) {
        ([], _) => rest.get(language).to_owned(),
        (values, false) => format!("{all} ({})", values.join("; ")),
        (values, true) => format!("{all} ({}) {and}", values.join("; ")),
    })
}

/// What a label, as [`label`] writes it in either language, counts together: the labels of the
/// values, and whether what is no value is among it. `None` for any other text.
pub(crate) fn members(label: &str) -> Option<(Vec<&str>, bool)> {
    [Language::Sv, Language::En]
        .into_iter()
        .find_map(|language| {
            if label == Other::Merged.words().get(language) {
                return Some((Vec::new(), true));
            }
            let listed = label.strip_prefix(OTHERS.get(language))?;
            let (listed, others) = match listed.strip_suffix(AND.get(language)) {
                Some(listed) => (listed.trim_end(), true),
                None => (listed, false),
            };
            let listed = listed.strip_prefix(" (")?.strip_suffix(')')?;
            Some((listed.split("; ").collect(), others))
        })
}

/// Counts the rows of sectors that are not shown by themselves together. Counts add up; medians
/// do not.
fn added_up(table: &mut Table, merge: &BTreeMap<Key, Key>, language: Language) {
    let is_rest = |row: &Row| row[0].key().is_some_and(|key| merge.contains_key(key));
    let (rest, mut rows): (Vec<Row>, Vec<Row>) = std::mem::take(&mut table.rows)
        .into_iter()
        .partition(is_rest);
    let Some(mut sum) = rest.first().cloned() else {
        table.rows = rows;
        return;
    };
    let labels = rest.iter().filter_map(|row| Some((row[0].key()?, &row[1])));
    let label = label(&labels.collect(), language);
    for (place, column) in table.columns.iter().enumerate() {
        let cells = rest.iter().map(|row| &row[place]);
        sum[place] = match column.kind {
            Kind::Key => Cell::Key(MERGED),
            Kind::Text => label.clone(),
            // No less than the largest of all rows together.
            Kind::Count | Kind::Few => added(cells),
            _ if rest.len() == 1 => continue,
            _ => Cell::Nothing,
        };
    }
    for (share, [part, whole]) in table.shares() {
        let of = |at: Option<usize>| at.and_then(|at| sum[at].count());
        if let (Some(part), Some(whole)) = (of(part), of(whole)) {
            sum[share] = percent(part, whole);
        }
    }
    let is_total = |row: &Row| row[0] == Cell::Key(Key::Total);
    let end = rows.iter().position(is_total).unwrap_or(rows.len());
    rows.insert(end, sum);
    table.rows = rows;
}

/// A sum of counts; without a bound, if one of them has none.
fn added<'c>(cells: impl Iterator<Item = &'c Cell>) -> Cell {
    let mut sum = 0;
    for cell in cells {
        match cell {
            Cell::Count(count) => sum += count,
            other => return other.clone(),
        }
    }
    Cell::Count(sum)
}

/// A two-way table while its rows are merged.
#[derive(Default)]
struct Merging<'t> {
    /// The keys of both dimensions in their order.
    keys: [Vec<&'t Key>; 2],
    /// For each of them, the keys that it counts, with their labels.
    members: [Vec<BTreeMap<&'t Key, &'t Cell>>; 2],
    /// The counts, by the places of both keys.
    counts: BTreeMap<[usize; 2], u64>,
    /// For each key of a dimension, the bases that its members have over the other dimension.
    bases: [BTreeMap<usize, BTreeMap<&'t Key, u64>>; 2],
}

impl<'t> Merging<'t> {
    /// The place of a key in the order of a dimension. What is no value comes last.
    fn place(&mut self, axis: usize, key: &'t Key) -> usize {
        let keys = &mut self.keys[axis];
        keys.iter().position(|own| *own == key).unwrap_or_else(|| {
            keys.push(key);
            self.members[axis].push(BTreeMap::new());
            keys.len() - 1
        })
    }

    fn of(table: &'t Table, merge: &'t Merge, [count, base, within]: [usize; 3]) -> Self {
        let mut own = Self::default();
        for row in &table.rows {
            let keys = [0, 1].map(|axis| row[axis * 2].key().unwrap_or(&MERGED));
            let at = [0, 1].map(|axis| {
                let at = own.place(axis, merge.to(axis, keys[axis]));
                own.members[axis][at].insert(keys[axis], &row[axis * 2 + 1]);
                at
            });
            *own.counts.entry(at).or_default() += row[count].count().unwrap_or(0);
            for (axis, column) in [base, within].into_iter().enumerate() {
                if let Some(base) = row[column].count() {
                    let bases = own.bases[axis].entry(at[axis]).or_default();
                    bases.insert(keys[axis], base);
                }
            }
        }
        for first in 0..own.keys[0].len() {
            for second in 0..own.keys[1].len() {
                own.counts.entry([first, second]).or_default();
            }
        }
        own
    }

    /// Whether values of a dimension are counted among what is not shown by itself.
    fn hides_values(&self, axis: usize) -> bool {
        let mut keys = self.keys[axis].iter().zip(&self.members[axis]);
        keys.any(|(key, members)| !key.is_value() && members.keys().any(|own| own.is_value()))
    }

    /// The base of a key over the other dimension. Where values of that one are not shown by
    /// themselves, it is the sum of those that are.
    fn base(&self, axis: usize, at: usize) -> u64 {
        if !self.hides_values(1 - axis) {
            let bases = self.bases[axis].get(&at);
            return bases.map_or(0, |bases| bases.values().sum());
        }
        let own = self.counts.iter().filter(|(cell, _)| cell[axis] == at);
        own.filter(|(cell, _)| self.keys[1 - axis][cell[1 - axis]].is_value())
            .map(|(_, count)| count)
            .sum()
    }

    /// The label of a key.
    fn label(&self, axis: usize, at: usize, dimension: &Dimension, structure: &Structure) -> Cell {
        let (key, members) = (self.keys[axis][at], &self.members[axis][at]);
        if let (1, Some(label)) = (members.len(), members.get(key)) {
            return (*label).clone();
        }
        match (parse_band(key.id()), key.is_value()) {
            (Some(band), true) if dimension.is_banded() => {
                Cell::text(band_label(band.min, band.max, structure.language()))
            }
            (_, true) => Cell::text(key.id().replace('-', "–")),
            _ => label(members, structure.language()),
        }
    }

    /// The places of the keys of a dimension: values by the order of their first member, then
    /// what is no value.
    fn order(&self, axis: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.keys[axis].len()).collect();
        order.sort_by_key(|at| !self.keys[axis][*at].is_value());
        order
    }
}

/// A two-way table whose rows with the same new keys are counted together.
fn merged(table: &Table, merge: &Merge, structure: &Structure) -> Table {
    let names = [
        "notifications",
        "percent",
        "base",
        "percent_within",
        "base_within",
    ];
    let Ok([count, share, base, within_share, within]) = table.places(names) else {
        return table.clone();
    };
    let own = Merging::of(table, merge, [count, base, within]);
    let dimensions = structure.dimensions(table);
    let mut rows = Vec::with_capacity(own.counts.len());
    for first in own.order(0) {
        for second in own.order(1) {
            let at = [first, second];
            let notifications = own.counts[&at];
            let mut row = vec![Cell::Nothing; table.columns.len()];
            for axis in 0..2 {
                row[axis * 2] = Cell::Key(own.keys[axis][at[axis]].clone());
                row[axis * 2 + 1] = own.label(axis, at[axis], dimensions[axis], structure);
            }
            row[count] = Cell::Count(notifications);
            if (0..2).all(|axis| own.keys[axis][at[axis]].is_value()) {
                for (axis, share, base) in [(0, share, base), (1, within_share, within)] {
                    let all = own.base(axis, at[axis]);
                    row[share] = percent(notifications, all);
                    row[base] = Cell::Count(all);
                }
            }
            rows.push(row);
        }
    }
    Table {
        rows,
        ..table.clone()
    }
}
