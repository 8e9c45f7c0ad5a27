//! The register held against the notifications: which row tells of which notification, and where
//! the two disagree. Rows are tied by case number, else by reference, else by controller and
//! days; what fits several is told and not tied. A case number that is wrong by one digit, or in
//! which two have changed places, is told and not tied either.

use std::collections::{BTreeMap, BTreeSet};

use crate::across::near;
use crate::form::squash;
use crate::moment::Moment;
use crate::read::register::{Entry, Notified};
use crate::row::{Row, period};

/// What became of a row of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tie {
    /// It tells of this notification.
    One(usize),
    /// It fits several notifications, or others fit the same one.
    Ambiguous,
    /// Its case number is that of this notification but for one digit, or for two that changed
    /// places.
    Near(usize),
    /// It repeats the row at this position.
    Double(usize),
    /// It has no notification, and the set has none of its year.
    OtherYear,
    /// It has no notification.
    None,
}

/// The register beside the notifications.
#[derive(Debug)]
pub(crate) struct Ties {
    /// What became of each row of the register.
    pub entries: Vec<Tie>,
    /// The notifications that the register does not have, and whether it has others of their
    /// year.
    pub untied: Vec<(usize, Years)>,
}

/// Whether the register has rows of the year of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Years {
    /// It has.
    Shared,
    /// It has none.
    Other,
}

/// Ties the rows of the register to the notifications at these positions.
pub(crate) fn tie(entries: &[&Entry], rows: &[Box<Row>], counted: &[usize]) -> Ties {
    let mut ties = vec![Tie::None; entries.len()];
    for (at, first) in doubles(entries) {
        ties[at] = Tie::Double(first);
    }
    let is_single = |at: &usize| ties[*at] == Tie::None;
    let singles: Vec<usize> = (0..entries.len()).filter(is_single).collect();
    let keys = Keys::of(rows, counted);
    for at in &singles {
        ties[*at] = keys.tie(entries[*at]);
    }
    part_rivals(&mut ties, entries, rows);
    by_days(&mut ties, entries, rows, counted);
    let years = |moment: &Moment| [moment.earliest, moment.latest].map(|end| end.date().year());
    let of_row = |row: &Row| {
        period(row).map(|(earliest, latest)| [earliest, latest].map(|end| end.date().year()))
    };
    let in_folder: BTreeSet<i16> = counted
        .iter()
        .filter_map(|at| of_row(&rows[*at]))
        .flatten()
        .collect();
    let in_register: BTreeSet<i16> = entries
        .iter()
        .filter_map(|entry| entry.period())
        .flat_map(years)
        .collect();
    for at in &singles {
        let own = entries[*at].period().map(years);
        let is_other = own.is_some_and(|own| own.iter().all(|year| !in_folder.contains(year)));
        if ties[*at] == Tie::None && is_other {
            ties[*at] = Tie::OtherYear;
        }
    }
    let tied: BTreeSet<usize> = ties.iter().filter_map(|tie| tie.one()).collect();
    let contested = keys.contested(&ties, entries);
    let untied = counted
        .iter()
        .filter(|at| !tied.contains(at) && !contested.contains(at));
    let untied = untied.map(|at| {
        let own = of_row(&rows[*at]);
        let is_other = own.is_some_and(|own| own.iter().all(|year| !in_register.contains(year)));
        (
            *at,
            if is_other {
                Years::Other
            } else {
                Years::Shared
            },
        )
    });
    Ties {
        untied: untied.collect(),
        entries: ties,
    }
}

impl Tie {
    /// The notification that the row tells of.
    pub(crate) fn one(self) -> Option<usize> {
        match self {
            Self::One(row) => Some(row),
            _ => None,
        }
    }
}

impl Entry {
    /// The moment of which the period of the breach is taken.
    pub(crate) fn period(&self) -> Option<&Moment> {
        let received = self.receipt.received.given();
        received
            .or(self.discovered.given())
            .or(self.occurred.given())
    }
}

/// The rows that repeat an earlier one, each with it: the same number, the same discovery and
/// the same word on whether it was notified.
fn doubles(entries: &[&Entry]) -> Vec<(usize, usize)> {
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut doubles = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let keys = [&entry.receipt.case_number, &entry.receipt.reference];
        let Some(key) = keys
            .into_iter()
            .map(|key| squash(key))
            .find(|key| !key.is_empty())
        else {
            continue;
        };
        let same = seen.entry(key).or_default();
        let first = same.iter().find(|first| repeats(entry, entries[**first]));
        match first {
            Some(first) => doubles.push((at, *first)),
            None => same.push(at),
        }
    }
    doubles
}

/// Whether two rows of one number tell of the same breach.
fn repeats(entry: &Entry, first: &Entry) -> bool {
    let days = entry.discovered.given().zip(first.discovered.given());
    let numbers = [
        (&entry.receipt.case_number, &first.receipt.case_number),
        (&entry.receipt.reference, &first.receipt.reference),
    ];
    entry.notified == first.notified
        && !days.is_some_and(|(own, other)| own.disagrees(other))
        && numbers
            .iter()
            .all(|(own, other)| own.is_empty() || other.is_empty() || squash(own) == squash(other))
}

/// The notifications by their numbers.
struct Keys {
    case_numbers: BTreeMap<String, Vec<usize>>,
    references: BTreeMap<String, Vec<usize>>,
}

impl Keys {
    fn of(rows: &[Box<Row>], counted: &[usize]) -> Self {
        let by = |key: fn(&Row) -> Option<&str>| {
            let mut by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for at in counted {
                if let Some(key) = key(&rows[*at]) {
                    by.entry(squash(key)).or_default().push(*at);
                }
            }
            by.remove("");
            by
        };
        Self {
            case_numbers: by(|row| row.case_number().text()),
            references: by(|row| row.reference().text()),
        }
    }

    /// The notifications that a row fits by its first number that fits any.
    fn fitting(&self, entry: &Entry) -> &[usize] {
        let by_case = self.case_numbers.get(&squash(&entry.receipt.case_number));
        let by_reference = || self.references.get(&squash(&entry.receipt.reference));
        by_case.or_else(by_reference).map_or(&[], Vec::as_slice)
    }

    fn tie(&self, entry: &Entry) -> Tie {
        match *self.fitting(entry) {
            [] => self.near(&squash(&entry.receipt.case_number)),
            [one] => Tie::One(one),
            ref several => {
                let reference = squash(&entry.receipt.reference);
                let both = self
                    .references
                    .get(&reference)
                    .map_or(&[][..], Vec::as_slice);
                let mut both = several.iter().filter(|at| both.contains(at));
                match (both.next(), both.next()) {
                    (Some(one), None) => Tie::One(*one),
                    _ => Tie::Ambiguous,
                }
            }
        }
    }

    /// The notification whose case number is nearly this one, if there is one alone.
    fn near(&self, case_number: &str) -> Tie {
        let near: BTreeSet<String> = near::numbers(case_number).collect();
        let near = near.iter();
        let mut near = near.filter_map(|number| self.case_numbers.get(number));
        match (near.next(), near.next()) {
            (Some(rows), None) if rows.len() == 1 => Tie::Near(rows[0]),
            _ => Tie::None,
        }
    }

    /// The notifications that ambiguous rows fit. They are in the register, if not tied.
    fn contested(&self, ties: &[Tie], entries: &[&Entry]) -> BTreeSet<usize> {
        let ambiguous = ties
            .iter()
            .zip(entries)
            .filter(|(tie, _)| **tie == Tie::Ambiguous);
        ambiguous
            .flat_map(|(_, entry)| self.fitting(entry).iter().copied())
            .collect()
    }
}

/// Where several rows are tied to one notification, the one by both numbers has it. If there is
/// no such, none has.
fn part_rivals(ties: &mut [Tie], entries: &[&Entry], rows: &[Box<Row>]) {
    let mut claims: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, tie) in ties.iter().enumerate() {
        if let Tie::One(row) = tie {
            claims.entry(*row).or_default().push(at);
        }
    }
    for (row, rivals) in claims.into_iter().filter(|(_, rivals)| rivals.len() > 1) {
        let has_both = |at: &&usize| {
            let receipt = &entries[**at].receipt;
            let is = |own: &str, text: Option<&str>| {
                text.is_some_and(|text| squash(text) == squash(own))
            };
            is(&receipt.case_number, rows[row].case_number().text())
                && is(&receipt.reference, rows[row].reference().text())
        };
        let both: Vec<usize> = rivals.iter().filter(has_both).copied().collect();
        for at in rivals {
            if both != [at] {
                ties[at] = Tie::Ambiguous;
            }
        }
    }
}

/// Ties what no number ties: the same controller and the same days, if that fits one row and one
/// notification alone.
fn by_days(ties: &mut [Tie], entries: &[&Entry], rows: &[Box<Row>], counted: &[usize]) {
    let tied: BTreeSet<usize> = ties.iter().filter_map(|tie| tie.one()).collect();
    let free: Vec<usize> = counted
        .iter()
        .copied()
        .filter(|at| !tied.contains(at))
        .collect();
    let open: Vec<usize> = (0..entries.len())
        .filter(|at| ties[*at] == Tie::None && entries[*at].notified != Notified::No)
        .collect();
    let fits = |at: usize, row: usize| have_same_days(entries[at], &rows[row]);
    let found: Vec<(usize, Tie)> = open
        .iter()
        .filter_map(|at| {
            let mut fitting = free.iter().filter(|row| fits(*at, **row));
            let row = *fitting.next()?;
            let is_only =
                fitting.next().is_none() && open.iter().filter(|at| fits(**at, row)).count() == 1;
            Some((
                *at,
                if is_only {
                    Tie::One(row)
                } else {
                    Tie::Ambiguous
                },
            ))
        })
        .collect();
    for (at, tie) in found {
        ties[at] = tie;
    }
}

/// Whether a row and a notification are of one controller and of the same days, and have no
/// numbers that differ.
fn have_same_days(entry: &Entry, row: &Row) -> bool {
    let differ = |own: &str, text: Option<&str>| {
        !own.is_empty() && text.is_some_and(|text| squash(text) != squash(own))
    };
    let same_controller = row.controller().text().is_some_and(|name| {
        !entry.controller.is_empty() && squash(name) == squash(&entry.controller)
    });
    let agree = |own: Option<&Moment>, other: Option<&Moment>| {
        own.zip(other).map(|(own, other)| !own.disagrees(other))
    };
    let discovered = agree(entry.discovered.given(), row.start().moment());
    let received = agree(entry.receipt.received.given(), row.received.moment());
    same_controller
        && discovered == Some(true)
        && received != Some(false)
        && !differ(&entry.receipt.case_number, row.case_number().text())
        && !differ(&entry.receipt.reference, row.reference().text())
}
