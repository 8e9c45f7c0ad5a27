//! The register held against the notifications: which row tells of which notification, and where
//! the two disagree. Rows are tied by case number, else by reference, else by controller and
//! days; what fits several is told and not tied. A case number that is wrong by one digit is
//! told and not tied either.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Words;
use crate::form::{Key, squash};
use crate::moment::Moment;
use crate::read::receipts::Cell;
use crate::read::register::{Entry, Notified, Persons};
use crate::row::{Row, Scope, column, period};
use crate::value::{Band, parse_band};

/// What became of a row of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tie {
    /// It tells of this notification.
    One(usize),
    /// It fits several notifications, or others fit the same one.
    Ambiguous,
    /// Its case number is that of this notification but for one digit.
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

/// A field in which register and notification differ, with both values.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub field: Field,
    pub in_register: String,
    pub in_folder: String,
}

/// What is held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Notified,
    CaseNumber,
    Discovered,
    Received,
    DataSubjects,
    Informed,
}

impl Field {
    /// What it is called in messages.
    pub(crate) fn words(self) -> Words {
        match self {
            Self::Notified => Words::new("om incidenten är anmäld", "whether it was notified"),
            Self::CaseNumber => Words::new("diarienummer", "the case number"),
            Self::Discovered => Words::new("upptäckt", "the discovery"),
            Self::Received => Words::new("när anmälan kom in", "the receipt"),
            Self::DataSubjects => Words::new("antal registrerade", "the number of data subjects"),
            Self::Informed => Words::new(
                "om de registrerade är informerade",
                "whether the data subjects were told",
            ),
        }
    }

    /// Its name in reconciliation.csv.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Notified => "notified",
            Self::CaseNumber => "case_number",
            Self::Discovered => "discovered",
            Self::Received => "received",
            Self::DataSubjects => "data_subjects",
            Self::Informed => "informed",
        }
    }
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

    /// The notification whose case number differs in one digit, if there is one alone.
    fn near(&self, case_number: &str) -> Tie {
        let near = self.case_numbers.iter();
        let mut near = near.filter(|(own, _)| is_near(own, case_number));
        match (near.next(), near.next()) {
            (Some((_, rows)), None) if rows.len() == 1 => Tie::Near(rows[0]),
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

/// Whether two numbers of one length differ in a single digit.
fn is_near(one: &str, other: &str) -> bool {
    let differing = || {
        one.bytes()
            .zip(other.bytes())
            .filter(|(own, others)| own != others)
    };
    one.len() == other.len()
        && differing().count() == 1
        && differing().all(|(own, others)| own.is_ascii_digit() && others.is_ascii_digit())
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

/// Where a row of the register and its notification cannot both be right.
pub(crate) fn differences(entry: &Entry, row: &Row, scope: &Scope) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut add = |field, in_register: String, in_folder: String| {
        found.push(Difference {
            field,
            in_register,
            in_folder,
        });
    };
    if entry.notified == Notified::No {
        add(Field::Notified, "no".into(), "yes".into());
    }
    let case_number = row.case_number().text().filter(|own| {
        let other = &entry.receipt.case_number;
        !other.is_empty() && squash(own) != squash(other)
    });
    if let Some(own) = case_number {
        add(
            Field::CaseNumber,
            safe(&entry.receipt.case_number),
            own.to_owned(),
        );
    }
    let moments = [
        (Field::Discovered, &entry.discovered, row.start().moment()),
        (
            Field::Received,
            &entry.receipt.received,
            row.received.moment(),
        ),
    ];
    for (field, own, other) in moments {
        if let Some((own, other)) = own.given().zip(other)
            && own.disagrees(other)
        {
            add(field, shown(own), shown(other));
        }
    }
    let persons = entry.persons.given().zip(persons(row, scope));
    if let Some((own, (least, most))) = persons.filter(|(own, ends)| own.disagrees(row, *ends)) {
        add(Field::DataSubjects, own.shown(), range(least, most));
    }
    let cell = cell(row, scope, "informed");
    let informed = match cell.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if let (Cell::Given(own), Some(other)) = (entry.informed, informed)
        && own != other
    {
        add(Field::Informed, yes_or_no(own).into(), cell);
    }
    found
}

/// A number of a register as it may be shown.
pub(crate) fn safe(number: &str) -> String {
    let number = crate::value::mask(number);
    if crate::value::is_safe_reference(&number) {
        number.replace('|', "¦")
    } else {
        crate::notification::MASKED.to_owned()
    }
}

/// The word for yes or no.
pub(crate) fn yes_or_no(is_yes: bool) -> &'static str {
    if is_yes { "yes" } else { "no" }
}

/// A moment as it is precise: a day, an instant, or the first and the last day of several.
pub(crate) fn shown(moment: &Moment) -> String {
    let minutes = moment.earliest.minutes_to(moment.latest);
    let (first, last) = (moment.earliest.date(), moment.latest.date());
    if minutes < 2 {
        let mut out = String::new();
        moment.earliest.write_to(&mut out);
        out
    } else if first == last {
        first.to_string()
    } else {
        format!("{first}/{last}")
    }
}

/// The cell of a column as it is written.
pub(crate) fn cell(row: &Row, scope: &Scope, name: &str) -> String {
    let mut out = String::new();
    if let Some(column) = column(name) {
        column.cell(row, scope).write(&mut out);
    }
    out
}

/// The least and the most data subjects of a notification, if it says any number.
fn persons(row: &Row, scope: &Scope) -> Option<(u64, Option<u64>)> {
    let least = cell(row, scope, "data_subjects_min").parse().ok()?;
    Some((least, cell(row, scope, "data_subjects_max").parse().ok()))
}

fn range(least: u64, most: Option<u64>) -> String {
    Band {
        min: least,
        max: most,
    }
    .code()
}

impl Persons {
    /// Whether the number cannot be one within these bounds. What is about a number is taken
    /// for any in the band of the form that holds it.
    fn disagrees(self, row: &Row, (least, most): (u64, Option<u64>)) -> bool {
        let own = match self {
            Self::Exactly(count) => Band {
                min: count,
                max: Some(count),
            },
            Self::About(count) => {
                let question = row.edition.place(Key::AffectedDataSubjectsRange);
                let bands = question.map_or(&[][..], |(question, _)| &question.bands);
                let mut bands = bands.iter().filter_map(|code| parse_band(code));
                let exactly = Band {
                    min: count,
                    max: Some(count),
                };
                bands.find(|band| band.contains(count)).unwrap_or(exactly)
            }
            Self::Within(band) => band,
        };
        own.max.is_some_and(|max| max < least) || most.is_some_and(|most| most < own.min)
    }

    /// The number as it is written: `34`, `~100`, `101-1000`.
    pub(crate) fn shown(self) -> String {
        match self {
            Self::Exactly(count) => count.to_string(),
            Self::About(count) => format!("~{count}"),
            Self::Within(band) => band.code(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn a_number_is_near_if_one_digit_is_another() {
        assert!(is_near("imy20211200", "imy20211290"));
        assert!(!is_near("imy20211200", "imy20211200"));
        assert!(!is_near("imy20211200", "imy2021120"));
        assert!(!is_near("imy20211200", "imx20211200"));
        assert!(!is_near("imy20211200", "imy20211021"));
    }
}
