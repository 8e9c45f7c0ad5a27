//! Inputs of two reports: the same bytes are the same input, whatever its name;
//! else the same name is. The folder or archive that was named on the command
//! line may have another name in each run.

use std::collections::{BTreeMap, VecDeque};

use super::side::Input;
use super::{Change, Difference, Section, within};
use crate::table::Cell;

/// The key of an input, if it has one.
type KeyOf = fn(&Input) -> Option<(&str, &str)>;

/// The keys by which inputs are matched, in order.
const KEYS: [KeyOf; 5] = [
    by_both,
    by_digest_within,
    by_digest,
    |input| Some(("", &input.source)),
    |input| Some(("", within(&input.source))),
];

/// What came, went, was renamed or changed.
pub(super) fn differences(old: &[Input], new: &[Input]) -> Vec<Difference> {
    let mut left: Vec<bool> = vec![true; old.len()];
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    for key in KEYS {
        let mut places: BTreeMap<(&str, &str), VecDeque<usize>> = BTreeMap::new();
        for (at, input) in old.iter().enumerate().filter(|(at, _)| left[*at]) {
            if let Some(key) = key(input) {
                places.entry(key).or_default().push_back(at);
            }
        }
        for (input, partner) in new
            .iter()
            .zip(&mut partner)
            .filter(|(_, partner)| partner.is_none())
        {
            *partner = key(input)
                .and_then(|key| places.get_mut(&key))
                .and_then(VecDeque::pop_front);
            if let Some(at) = *partner {
                left[at] = false;
            }
        }
    }
    let gone = old
        .iter()
        .zip(&left)
        .filter(|(_, left)| **left)
        .map(|(input, _)| difference(Change::Removed, &input.source, "", &input.status, ""));
    let pairs = new.iter().zip(&partner);
    let rest = pairs.filter_map(|(input, partner)| pair(partner.map(|at| &old[at]), input));
    let mut found: Vec<Difference> = gone.chain(rest).collect();
    found.sort_by(|a, b| (a.change, &a.subject).cmp(&(b.change, &b.subject)));
    found
}

fn by_both(input: &Input) -> Option<(&str, &str)> {
    by_digest(input).map(|(digest, _)| (digest, input.source.as_str()))
}

fn by_digest(input: &Input) -> Option<(&str, &str)> {
    (!input.digest.is_empty()).then_some((input.digest.as_str(), ""))
}

fn by_digest_within(input: &Input) -> Option<(&str, &str)> {
    by_digest(input).map(|(digest, _)| (digest, within(&input.source)))
}

/// What became of an input that is in the new report.
fn pair(old: Option<&Input>, new: &Input) -> Option<Difference> {
    let Some(old) = old else {
        return Some(difference(Change::Added, &new.source, "", "", &new.status));
    };
    if old.digest != new.digest {
        return Some(difference(
            Change::Changed,
            &new.source,
            "",
            &old.status,
            &new.status,
        ));
    }
    if within(&old.source) != within(&new.source) {
        return Some(difference(
            Change::Renamed,
            &new.source,
            &old.source,
            &old.status,
            &new.status,
        ));
    }
    (old.status != new.status)
        .then(|| difference(Change::Changed, &new.source, "", &old.status, &new.status))
}

fn difference(change: Change, subject: &str, item: &str, old: &str, new: &str) -> Difference {
    Difference {
        section: Section::Input,
        change,
        subject: subject.to_owned(),
        item: item.to_owned(),
        measure: "status".to_owned(),
        old: Cell::words(old),
        new: Cell::words(new),
        keys: Vec::new(),
    }
}
