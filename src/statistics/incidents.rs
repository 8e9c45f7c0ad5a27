//! What the notifications tell of incidents of several controllers: incidents.csv,
//! incident-size.csv and processor.csv. How many incidents there are is an interval: if all that
//! may be one is one, and if only what surely is. So is the number of data subjects of an
//! incident, since one person may be in several notifications.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Copies, Words};
use crate::moment::Instant;
use crate::records::{Cells, Link, Links, OPEN};
use crate::row::{Certainty, Part};
use crate::statistics::error::CountError;
use crate::statistics::names;
use crate::table::{Cell, Column, Key, Row, Table};

/// The columns of the records that these tables need, those of texts first.
pub(super) const COLUMNS: [&str; 13] = [
    "kind",
    "copy_of",
    "incident",
    "incident_certainty",
    "organisation_number",
    "controller",
    "processor_numbers",
    "discovered_earliest",
    "discovered_latest",
    "received_earliest",
    "received_latest",
    "data_subjects_min",
    "data_subjects_max",
];
const TEXTS: usize = 7;

/// Which incident: the folder of its records, and its id.
type Id<'t> = (usize, &'t str);

/// Ends of an interval, each as far as it is known.
type Ends = [Option<i64>; 2];

/// Some filings by these columns, and what is known beside them.
pub(super) struct Filings<'f> {
    cells: &'f [Cells],
    links: &'f [Links],
    folder: &'f (dyn Fn(usize) -> usize + 'f),
    copies: Copies,
}

/// The notifications of one incident of one certainty.
#[derive(Debug, Default)]
struct Group<'t> {
    notifications: u64,
    /// Those that name no controller that may be shown: each is its own.
    masked: u64,
    controllers: BTreeSet<&'t str>,
    processors: BTreeMap<&'t str, u64>,
    discovered: Ends,
    received: Ends,
    /// The largest lower bound of one notification, and the sum of the upper ones; none once one
    /// is open.
    least: u64,
    most: Option<u64>,
}

/// What is known of a processor.
#[derive(Debug, Default)]
struct Processor<'t> {
    notifications: u64,
    /// Its notifications in incidents, and those incidents: surely, and perhaps.
    strong: (u64, BTreeSet<Id<'t>>),
    any: (u64, BTreeSet<Id<'t>>),
}

/// All that the tables show.
#[derive(Debug, Default)]
struct Gathered<'t> {
    groups: BTreeMap<(Id<'t>, Certainty), Group<'t>>,
    processors: BTreeMap<&'t str, Processor<'t>>,
}

impl<'f> Filings<'f> {
    /// The filings of these columns. `folder` says in which folder a filing's records lie, which
    /// `links` are by.
    pub(super) fn new(
        cells: &'f [Cells],
        links: &'f [Links],
        folder: &'f (dyn Fn(usize) -> usize + 'f),
        copies: Copies,
    ) -> Result<Self, CountError> {
        let is_typed =
            |(at, cells): (usize, &Cells)| matches!(cells, Cells::Text(_)) == (at < TEXTS);
        if cells.len() != COLUMNS.len() || !cells.iter().enumerate().all(is_typed) {
            return Err(CountError::Column("incident".to_owned()));
        }
        Ok(Self {
            cells,
            links,
            folder,
            copies,
        })
    }

    /// The tables.
    pub(super) fn tables(&self) -> Vec<Table> {
        let gathered = self.gathered();
        vec![
            self.incidents(&gathered),
            sizes(&gathered),
            self.processors(&gathered),
        ]
    }

    /// Which filings belong to mass incidents.
    pub(super) fn in_mass(&self) -> Vec<bool> {
        let gathered = self.gathered();
        let mut mass: BTreeMap<Id, bool> = BTreeMap::new();
        for ((id, certainty), group) in &gathered.groups {
            let link = self.link(*id);
            let by_size = *certainty == Certainty::Strong && group.controllers() >= MASS;
            *mass.entry(*id).or_default() |= link.map_or(by_size, |link| link.is_mass);
        }
        let texts: Vec<Vec<&str>> = self.texts();
        self.rows(&texts)
            .map(|row| {
                let is_strong = row.certainty == Some(Certainty::Strong);
                row.is_counted && is_strong && mass.get(&row.id).copied().unwrap_or_default()
            })
            .collect()
    }

    fn link(&self, (folder, id): Id) -> Option<&Link> {
        self.links.get(folder)?.incidents.get(id)
    }

    fn texts(&self) -> Vec<Vec<&'f str>> {
        let texts = self.cells.iter().take(TEXTS);
        texts
            .map(|cells| match cells {
                Cells::Text(texts) => texts.texts(),
                Cells::Number(_) => Vec::new(),
            })
            .collect()
    }

    /// The filings one by one.
    fn rows<'s>(&'s self, texts: &'s [Vec<&'f str>]) -> impl Iterator<Item = Filing<'f>> + 's {
        let mut columns: Vec<Box<dyn Iterator<Item = u32> + 's>> = Vec::new();
        let mut numbers: Vec<Box<dyn Iterator<Item = Option<i64>> + 's>> = Vec::new();
        for cells in self.cells {
            match cells {
                Cells::Text(texts) => columns.push(Box::new(texts.cells.iter())),
                Cells::Number(own) => numbers.push(Box::new(own.iter())),
            }
        }
        (0..self.cells[0].len()).map(move |at| {
            let mut text = |column: usize| {
                let id = columns[column].next().unwrap_or_default() as usize;
                texts[column].get(id).copied().unwrap_or_default()
            };
            let [kind, copy_of, incident, certainty, number, name, processors]: [&str; TEXTS] =
                std::array::from_fn(&mut text);
            let mut number_of = |column: usize| numbers[column].next().flatten();
            let numbers: [Option<i64>; 6] = std::array::from_fn(&mut number_of);
            let counts = self.copies == Copies::Counted || copy_of == "none";
            Filing {
                is_counted: kind == "initial" && counts,
                id: ((self.folder)(at), incident),
                certainty: Certainty::ALL
                    .into_iter()
                    .find(|own| own.as_str() == certainty),
                controller: [number, name],
                processors,
                discovered: [numbers[0], numbers[1]],
                received: [numbers[2], numbers[3]],
                subjects: [numbers[4], numbers[5]],
            }
        })
    }

    fn gathered(&self) -> Gathered<'f> {
        let mut all = Gathered::default();
        let texts = self.texts();
        for filing in self.rows(&texts).filter(|filing| filing.is_counted) {
            if let Some(certainty) = filing.certainty {
                let group = all.groups.entry((filing.id, certainty)).or_default();
                group.add(&filing);
            }
            for number in numbers(filing.processors) {
                let processor = all.processors.entry(number).or_default();
                processor.notifications += 1;
                if let Some(certainty) = filing.certainty {
                    let add = |(count, ids): &mut (u64, BTreeSet<Id<'f>>)| {
                        *count += 1;
                        ids.insert(filing.id);
                    };
                    add(&mut processor.any);
                    if certainty == Certainty::Strong {
                        add(&mut processor.strong);
                    }
                }
            }
        }
        all
    }

    fn incidents(&self, gathered: &Gathered) -> Table {
        let row = |((id, certainty), group): (&(Id, Certainty), &Group)| {
            let evidence = self.link(*id).map(|link| link.kinds.joined());
            let mut row: Row = vec![
                Cell::Key(Key::value(id.1)),
                Cell::Key(Key::value(certainty.as_str())),
                Cell::Count(group.notifications),
                Cell::Count(group.controllers()),
                Cell::text(group.processor()),
            ];
            row.extend(
                [group.discovered, group.received]
                    .into_iter()
                    .flatten()
                    .map(instant),
            );
            row.push(Cell::Count(group.least));
            row.push(group.most.map_or(Cell::Unbounded, Cell::Count));
            row.push(Cell::text(evidence.as_deref().unwrap_or(UNDETERMINABLE)));
            row
        };
        let mut columns = vec![Column::key("incident"), Column::key("certainty")];
        let others = [
            "notifications",
            "controllers",
            "processor_number",
            "discovered_earliest",
            "discovered_latest",
            "received_earliest",
            "received_latest",
            "data_subjects_lower",
            "data_subjects_upper",
            "evidence",
        ];
        columns.extend(others.map(Column::new));
        let rows = gathered.groups.iter().map(row).collect();
        with_notes(
            Table::new("incidents", names::title("incidents"), columns, rows),
            &[BELIEVED, PERSONS],
        )
    }

    fn processors(&self, gathered: &Gathered) -> Table {
        let name = |number: &str| {
            let names = self.links.iter();
            let names = names.filter_map(|links| links.processors.get(number));
            names.min().cloned().unwrap_or_default()
        };
        let row = |(number, own): (&&str, &Processor)| {
            let incidents = |(count, ids): &(u64, BTreeSet<Id>)| {
                Cell::Count(own.notifications - count + ids.len() as u64)
            };
            vec![
                Cell::Key(Key::value(*number)),
                Cell::text(name(number)),
                Cell::Count(own.notifications),
                incidents(&own.any),
                incidents(&own.strong),
            ]
        };
        let mut columns = vec![Column::key("number")];
        let others = ["name", "notifications", "incidents_min", "incidents_max"];
        columns.extend(others.map(Column::new));
        let rows = gathered.processors.iter().map(row).collect();
        with_notes(
            Table::new("processor", names::title("processor"), columns, rows),
            &[NUMBERED, BELIEVED],
        )
    }
}

/// One filing, as far as these tables need it.
struct Filing<'t> {
    is_counted: bool,
    id: Id<'t>,
    certainty: Option<Certainty>,
    /// Number and name.
    controller: [&'t str; 2],
    processors: &'t str,
    discovered: Ends,
    received: Ends,
    subjects: Ends,
}

impl<'t> Group<'t> {
    fn add(&mut self, filing: &Filing<'t>) {
        if self.notifications == 0 {
            self.most = Some(0);
        }
        self.notifications += 1;
        let is_known = |text: &&&str| !text.is_empty() && !text.starts_with('(');
        match filing.controller.iter().find(is_known) {
            Some(controller) => {
                self.controllers.insert(controller);
            }
            None => self.masked += u64::from(filing.controller.contains(&MASKED)),
        }
        for number in numbers(filing.processors) {
            *self.processors.entry(number).or_default() += 1;
        }
        widen(&mut self.discovered, filing.discovered);
        widen(&mut self.received, filing.received);
        let [least, most] = filing.subjects;
        self.least = self.least.max(least.map_or(0, |least| least.max(0) as u64));
        let most = most.filter(|most| *most != OPEN);
        let most = most.and_then(|most| u64::try_from(most).ok());
        self.most = self.most.zip(most).map(|(sum, most)| sum + most);
    }

    /// How many controllers there are; those whose names are masked are taken for different.
    fn controllers(&self) -> u64 {
        self.controllers.len() as u64 + self.masked
    }

    /// The processor that at least half of them name.
    fn processor(&self) -> &'t str {
        let most = self
            .processors
            .iter()
            .max_by_key(|(number, count)| (**count, std::cmp::Reverse(**number)));
        let most = most.filter(|(_, count)| 2 * **count >= self.notifications);
        most.map_or("", |(number, _)| number)
    }
}

/// How many incidents some notifications tell of, by what incidents.csv tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// If all that may be one incident is one.
    pub(crate) least: u64,
    /// If only what surely is one is one.
    pub(crate) most: u64,
    /// The incidents that surely are one, and the notifications of them.
    pub(crate) strong: [u64; 2],
    /// The notifications that possibly tell of the same event as others.
    pub(crate) possible: u64,
}

/// How many incidents `notifications` tell of, by incidents.csv. Nothing, where a count of it is
/// not told.
pub(crate) fn bounds(table: &Table, notifications: u64) -> Option<Bounds> {
    let names = ["incident", "certainty", "notifications"];
    let [incident, certainty, count] = table.places(names).ok()?;
    let (mut events, mut all, mut strong) = (0, 0, [0, 0]);
    let mut before: Option<&Row> = None;
    for row in &table.rows {
        let count = row[count].count()?;
        all += count;
        // The strong and the possible part of an incident stand together. Records of several
        // folders may have incidents of the same name.
        let is_other_part =
            |other: &Row| other[incident] == row[incident] && other[certainty] != row[certainty];
        events += u64::from(!before.is_some_and(is_other_part));
        if row[certainty].is(Certainty::Strong.as_str()) {
            strong = [strong[0] + 1, strong[1] + count];
        }
        before = Some(row);
    }
    Some(Bounds {
        least: notifications.checked_sub(all)? + events,
        most: notifications.checked_sub(strong[1])? + strong[0],
        strong,
        possible: all - strong[1],
    })
}

/// From so many controllers on, a strong incident is a mass incident.
const MASS: u64 = Part::MASS as u64;
const MASKED: &str = crate::notification::MASKED;
const UNDETERMINABLE: &str = "(undeterminable)";

const BELIEVED: Words = Words::new(
    "Enhet: anmälningar som tros gälla samma händelse. Programmet slår aldrig ihop dem. {strong}: två slags tecken säger samma sak, eller texterna är nästan lika; {possible}: ett slags tecken.",
    "Unit: notifications believed to tell of one event. The program never merges them. {strong}: two kinds of evidence agree, or the texts are nearly the same; {possible}: one kind.",
);
const PERSONS: Words = Words::new(
    "En person kan finnas i flera anmälningar om samma incident: de registrerade är minst de i den största anmälan och högst summan.",
    "One person may be in several notifications of one incident: the data subjects are at least those of the largest notification and at most the sum.",
);
const NUMBERED: Words = Words::new(
    "Bara biträden som anges med ett giltigt organisationsnummer; namn bara på juridiska personer.",
    "Only processors given with a valid organisation number; names only of legal persons.",
);

fn with_notes(mut table: Table, notes: &[Words]) -> Table {
    table.notes = notes.to_vec();
    table
}

/// The organisation numbers of legal persons in a cell, each once.
fn numbers(cell: &str) -> BTreeSet<&str> {
    let is_number = |number: &&str| {
        let bytes = number.as_bytes();
        bytes.len() == 11
            && bytes[6] == b'-'
            && bytes.iter().filter(|byte| byte.is_ascii_digit()).count() == 10
    };
    cell.split('|').filter(is_number).collect()
}

/// Widens an interval by another.
fn widen(own: &mut Ends, other: Ends) {
    let (from, to) = (own[0].into_iter().chain(other[0]), own[1].max(other[1]));
    *own = [from.min(), to];
}

fn instant(minutes: Option<i64>) -> Cell {
    let minutes = minutes.and_then(|minutes| i32::try_from(minutes).ok());
    Cell::text(minutes.map_or_else(
        || UNDETERMINABLE.to_owned(),
        |minutes| Instant(minutes).to_string(),
    ))
}

/// How many incidents there are of how many controllers.
fn sizes(gathered: &Gathered) -> Table {
    let mut sizes: BTreeMap<(u64, Certainty), [u64; 2]> = BTreeMap::new();
    for ((_, certainty), group) in &gathered.groups {
        let size = sizes.entry((group.controllers(), *certainty)).or_default();
        size[0] += 1;
        size[1] += group.notifications;
    }
    let row = |((controllers, certainty), counts): ((u64, Certainty), [u64; 2])| {
        let keys = [controllers.to_string(), certainty.as_str().to_owned()];
        let keys = keys.map(|key| Cell::Key(Key::value(key)));
        keys.into_iter().chain(counts.map(Cell::Count)).collect()
    };
    let mut columns = vec![Column::key("controllers"), Column::key("certainty")];
    columns.extend(["incidents", "notifications"].map(Column::new));
    let rows = sizes.into_iter().map(row).collect();
    with_notes(
        Table::new(
            "incident-size",
            names::title("incident-size"),
            columns,
            rows,
        ),
        &[BELIEVED],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_of_two_parts_counts_once_at_least_and_its_strong_part_at_most() {
        let table = |rows: &[[&str; 3]]| {
            let names = ["incident", "certainty", "notifications"].map(str::to_owned);
            let rows: Vec<Vec<String>> = rows
                .iter()
                .map(|row| row.map(str::to_owned).into())
                .collect();
            Table::read("incidents", &names, rows.iter().map(Vec::as_slice))
        };
        let own = table(&[
            ["a", "strong", "4"],
            ["a", "possible", "2"],
            ["b", "possible", "3"],
        ]);
        let bounds = |table: &Table, all| bounds(table, all).map(|own| (own.least, own.most));
        assert_eq!(bounds(&own, 20), Some((13, 17)));
        // Two folders, each with an incident of this name.
        let two = table(&[["a", "strong", "4"], ["a", "strong", "5"]]);
        assert_eq!(bounds(&two, 20), Some((13, 13)));
        assert_eq!(bounds(&table(&[]), 20), Some((20, 20)));
        assert_eq!(bounds(&table(&[["a", "strong", ":c"]]), 20), None);
        assert_eq!(bounds(&two, 8), None);
    }
}
