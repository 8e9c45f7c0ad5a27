//! Which notification of one report is which of the other, and what changed of
//! its verdict and findings. The keys are tried in the order case number,
//! organisation number with reference, source with record.

use std::collections::{BTreeMap, VecDeque};

use super::side::{Found, Record};
use super::{Change, Difference, Section, within};
use crate::table::Cell;

/// The notifications of two reports, matched.
#[derive(Debug)]
pub(super) struct Matches<'s> {
    old: &'s [Record],
    new: &'s [Record],
    /// Positions in both, in the order of the new.
    pub(super) pairs: Vec<(usize, usize)>,
    /// Positions of those only in the old, and only in the new.
    gone: Vec<usize>,
    come: Vec<usize>,
}

/// The key of a notification, if it has one.
type KeyOf = fn(&Record) -> Option<(&str, &str)>;

/// The keys by which the old and the new are matched, in order. A later key holds
/// only where one of the two lacks the earlier: other case numbers are other
/// notifications, whatever they share.
const STAGES: [(KeyOf, KeyOf); 14] = [
    (by_case, by_case),
    (reference_alone, reference_alone),
    (reference_alone, by_reference),
    (by_reference, reference_alone),
    (place_alone, place_alone),
    (place_alone, |record| Some(place(record))),
    (|record| Some(place(record)), place_alone),
    (place_without_case, place_without_reference),
    (place_without_reference, place_without_case),
    (within_alone, within_alone),
    (within_alone, |record| Some(inner(record))),
    (|record| Some(inner(record)), within_alone),
    (within_without_case, within_without_reference),
    (within_without_reference, within_without_case),
];

/// Findings of one kind at one notification: the code and the question.
type Kinds<'s> = BTreeMap<(&'s str, &'s str), u64>;
/// A notification of a report by source and record.
type Place<'s> = (&'s str, &'s str);

impl<'s> Matches<'s> {
    /// Matches; notifications that share a key are paired in their order, copies
    /// after what counts.
    pub(super) fn of(old: &'s [Record], new: &'s [Record]) -> Self {
        let mut partner: Vec<Option<usize>> = vec![None; new.len()];
        let mut left = vec![true; old.len()];
        for (key_of_old, key_of_new) in STAGES {
            let mut places: BTreeMap<(&str, &str), VecDeque<usize>> = BTreeMap::new();
            for (at, record) in in_order(old).filter(|(at, _)| left[*at]) {
                if let Some(key) = key_of_old(record) {
                    places.entry(key).or_default().push_back(at);
                }
            }
            for (own, record) in in_order(new) {
                if partner[own].is_none()
                    && let Some(at) = key_of_new(record)
                        .and_then(|key| places.get_mut(&key))
                        .and_then(VecDeque::pop_front)
                {
                    partner[own] = Some(at);
                    left[at] = false;
                }
            }
        }
        let pairs = partner
            .iter()
            .enumerate()
            .filter_map(|(at, old)| old.map(|old| (old, at)))
            .collect();
        let gone = (0..old.len()).filter(|at| left[*at]).collect();
        let come = (0..new.len()).filter(|at| partner[*at].is_none()).collect();
        Self {
            old,
            new,
            pairs,
            gone,
            come,
        }
    }

    /// Notifications that came and went, and verdicts that changed.
    pub(super) fn differences(&self) -> Vec<Difference> {
        let gone = self.gone.iter().map(|at| {
            let record = &self.old[*at];
            difference(
                Section::Notification,
                Change::Removed,
                record,
                "verdict",
                [Cell::words(&record.verdict), Cell::Nothing],
            )
        });
        let come = self.come.iter().map(|at| {
            let record = &self.new[*at];
            difference(
                Section::Notification,
                Change::Added,
                record,
                "verdict",
                [Cell::Nothing, Cell::words(&record.verdict)],
            )
        });
        let verdicts = self.pairs.iter().filter_map(|(old, new)| {
            let (old, new) = (&self.old[*old], &self.new[*new]);
            let verdicts = [&old.verdict, &new.verdict].map(Cell::words);
            (old.verdict != new.verdict)
                .then(|| difference(Section::Verdict, Change::Changed, new, "verdict", verdicts))
        });
        gone.chain(come)
            .chain(verdicts)
            .chain(self.states())
            .collect()
    }

    /// What became of the notifications in both: their supplement came or is missing now, they
    /// are a copy or a later version of another one, or no longer.
    fn states(&self) -> Vec<Difference> {
        let of_both = |(old, new): &(usize, usize)| {
            let (old, new) = (&self.old[*old], &self.new[*new]);
            let supplements = [&old.supplement_state, &new.supplement_state];
            let copies = [&old.copy_of, &new.copy_of];
            let is_told = supplements.iter().all(|state| !state.is_empty());
            let is_other = is_told && supplements[0] != supplements[1];
            let became = counts(old) != counts(new);
            let told = |measure, words: [&String; 2]| {
                difference(
                    Section::State,
                    Change::Changed,
                    new,
                    measure,
                    words.map(Cell::words),
                )
            };
            let supplement = is_other.then(|| told("supplement_state", supplements));
            [supplement, became.then(|| told("copy_of", copies))]
        };
        self.pairs.iter().flat_map(of_both).flatten().collect()
    }

    /// Findings that came and went, notification by notification, and those
    /// about no notification by their source.
    pub(super) fn findings(&self, old: &[Found], new: &[Found]) -> Vec<Difference> {
        let (before, after) = (by_notification(old), by_notification(new));
        let none = Kinds::new();
        let of = |all: &'_ BTreeMap<Place<'_>, Kinds<'_>>,
                  record: Option<&Record>|
         -> Vec<((String, String), u64)> {
            let place = record.map(|record| (record.source.as_str(), record.number.as_str()));
            let kinds = place.and_then(|place| all.get(&place)).unwrap_or(&none);
            kinds
                .iter()
                .map(|((code, question), count)| {
                    (((*code).to_owned(), (*question).to_owned()), *count)
                })
                .collect()
        };
        let loose = |source: &str| Record {
            source: source.to_owned(),
            number: "0".to_owned(),
            ..Record::default()
        };
        let mut sources: Vec<&str> = before
            .keys()
            .chain(after.keys())
            .filter(|place| place.1 == "0")
            .map(|place| place.0)
            .collect();
        sources.sort_unstable();
        sources.dedup();
        let loose: Vec<Record> = sources.into_iter().map(loose).collect();
        let pairs = self
            .pairs
            .iter()
            .map(|(old, new)| (Some(&self.old[*old]), Some(&self.new[*new])));
        let gone = self.gone.iter().map(|at| (Some(&self.old[*at]), None));
        let come = self.come.iter().map(|at| (None, Some(&self.new[*at])));
        let about_none = loose.iter().map(|record| (Some(record), Some(record)));
        let mut found = Vec::new();
        for (was, is) in pairs.chain(gone).chain(come).chain(about_none) {
            let mut kinds: BTreeMap<(String, String), [u64; 2]> = BTreeMap::new();
            for (side, list) in [of(&before, was), of(&after, is)].into_iter().enumerate() {
                for (kind, count) in list {
                    kinds.entry(kind).or_default()[side] += count;
                }
            }
            let Some(record) = is.or(was) else { continue };
            found.extend(
                kinds
                    .into_iter()
                    .filter_map(|((code, question), [old, new])| {
                        let change = if new > old {
                            Change::Added
                        } else {
                            Change::Removed
                        };
                        let counts = [old, new].map(Cell::Count);
                        let mut difference =
                            difference(Section::Finding, change, record, &question, counts);
                        difference.item = code;
                        (old != new).then_some(difference)
                    }),
            );
        }
        found
    }
}

/// The notifications of a report with their positions, copies and later versions last.
fn in_order(records: &[Record]) -> impl Iterator<Item = (usize, &Record)> {
    let all = || records.iter().enumerate();
    all()
        .filter(|(_, record)| counts(record))
        .chain(all().filter(|(_, record)| !counts(record)))
}

/// Whether a notification counts itself, and is no copy or later version of another.
fn counts(record: &Record) -> bool {
    matches!(record.copy_of.as_str(), "none" | "")
}

/// Findings by source and record, counted by code and question.
fn by_notification(findings: &[Found]) -> BTreeMap<Place<'_>, Kinds<'_>> {
    let mut all: BTreeMap<Place, Kinds> = BTreeMap::new();
    for finding in findings {
        let kinds = all.entry((&finding.source, &finding.record)).or_default();
        *kinds.entry((&finding.code, &finding.question)).or_insert(0) += 1;
    }
    all
}

/// Whether a cell holds a value, not one of the words for none.
fn is_value(cell: &str) -> bool {
    !cell.is_empty() && !cell.starts_with('(')
}

fn by_case(record: &Record) -> Option<(&str, &str)> {
    is_value(&record.case_number).then_some((record.case_number.as_str(), ""))
}

fn by_reference(record: &Record) -> Option<(&str, &str)> {
    let key = (
        record.organisation_number.as_str(),
        record.reference.as_str(),
    );
    (is_value(key.0) && is_value(key.1)).then_some(key)
}

fn reference_alone(record: &Record) -> Option<(&str, &str)> {
    by_reference(record).filter(|_| by_case(record).is_none())
}

fn place(record: &Record) -> (&str, &str) {
    (&record.source, &record.number)
}

fn place_alone(record: &Record) -> Option<(&str, &str)> {
    place_without_case(record).filter(|_| by_reference(record).is_none())
}

fn place_without_case(record: &Record) -> Option<(&str, &str)> {
    Some(place(record)).filter(|_| by_case(record).is_none())
}

fn place_without_reference(record: &Record) -> Option<(&str, &str)> {
    Some(place(record)).filter(|_| by_reference(record).is_none())
}

/// The place without the folder or archive that was named on the command line,
/// which may have another name in each run.
fn inner(record: &Record) -> (&str, &str) {
    (within(&record.source), &record.number)
}

fn within_alone(record: &Record) -> Option<(&str, &str)> {
    within_without_case(record).filter(|_| by_reference(record).is_none())
}

fn within_without_case(record: &Record) -> Option<(&str, &str)> {
    Some(inner(record)).filter(|_| by_case(record).is_none())
}

fn within_without_reference(record: &Record) -> Option<(&str, &str)> {
    Some(inner(record)).filter(|_| by_reference(record).is_none())
}

/// A notification as it is named to a person: by its case number, else by its
/// place; always with its place.
fn name(record: &Record) -> String {
    let place = match record.number.as_str() {
        "0" => record.source.clone(),
        number => format!("{}#{number}", record.source),
    };
    if is_value(&record.case_number) {
        format!("{} ({place})", record.case_number)
    } else {
        place
    }
}

fn difference(
    section: Section,
    change: Change,
    record: &Record,
    measure: &str,
    [old, new]: [Cell; 2],
) -> Difference {
    Difference {
        section,
        change,
        subject: name(record),
        item: String::new(),
        measure: measure.to_owned(),
        old,
        new,
        keys: Vec::new(),
    }
}
