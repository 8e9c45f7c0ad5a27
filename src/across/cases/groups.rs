//! The filings of one notification, and which of them count, after withdrawals: what was filed
//! again after the withdrawal is a notification of its own, with its copies and versions.

use std::collections::BTreeMap;

use crate::across::cases::{is_before, position};
use crate::across::copies::{CaseNumber, Filed, Several, in_order};
use crate::across::{Family, Place};
use crate::row::Row;

/// One notification of the set with its copies and versions, by positions of the rows.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) several: Several,
    pub(super) fate: Fate,
}

/// What became of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It counts.
    Counts,
    /// It was withdrawn.
    Withdrawn,
    /// It counts: it was filed again after this one was withdrawn.
    Again(usize),
}

/// What stands in place of a notification of which some filings were withdrawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parted {
    /// What was withdrawn.
    pub(super) old: usize,
    /// What was filed again, if it was.
    pub(super) again: Option<usize>,
}

/// All notifications with more than one filing or a withdrawal, and by notification what became
/// of those that were withdrawn. `withdrawn` are the withdrawals of each. One that came certainly
/// before all filings takes nothing back.
pub(super) fn groups(
    rows: &[Box<Row>],
    families: &[Family],
    withdrawn: &BTreeMap<usize, Vec<usize>>,
) -> (Vec<Group>, BTreeMap<usize, Parted>) {
    let mut groups = Vec::new();
    let mut parted = BTreeMap::new();
    let all = families.iter().map(|family| family.several(rows));
    let mut all: BTreeMap<usize, Several> = all.map(|own| (own.counted(), own)).collect();
    for (notification, by) in withdrawn {
        let own = all.remove(notification);
        let own = own.unwrap_or_else(|| Several::single(*notification));
        let is_after = |at: &usize| by.iter().all(|by| is_before(&rows[*by], &rows[*at]));
        let (mut old, mut again) = (Vec::new(), Vec::new());
        for version in &own.versions {
            let is_known = |at: &usize| rows[*at].received.ends().is_some();
            // What has no time of its own is a copy of one that has.
            let mut known = version.iter().filter(|at| is_known(at)).peekable();
            if known.peek().is_some() && known.all(is_after) {
                again.push(version.clone());
                continue;
            }
            let (after, before) = version.iter().copied().partition::<Vec<_>, _>(is_after);
            let parts = [(&mut again, after), (&mut old, before)];
            for (into, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
                into.push(part);
            }
        }
        if old.is_empty() {
            all.insert(*notification, own);
            continue;
        }
        if again.is_empty() {
            let old = *notification;
            parted.insert(old, Parted { old, again: None });
            let (several, fate) = (own, Fate::Withdrawn);
            groups.push(Group { several, fate });
            continue;
        }
        let [old, again] = [old, again].map(|versions| ordered(rows, versions));
        let (first, second) = (old.counted(), again.counted());
        parted.insert(
            *notification,
            Parted {
                old: first,
                again: Some(second),
            },
        );
        for (several, fate) in [(old, Fate::Withdrawn), (again, Fate::Again(first))] {
            groups.push(Group { several, fate });
        }
    }
    let fate = Fate::Counts;
    groups.extend(all.into_values().map(|several| Group { several, fate }));
    (groups, parted)
}

/// Versions with the one that counts first.
fn ordered(rows: &[Box<Row>], versions: Vec<Vec<usize>>) -> Several {
    let filed = |at: usize| Filed {
        row: &rows[at],
        digest: None,
        case_number: CaseNumber::Certain,
    };
    in_order(filed, versions)
}

impl Family {
    /// With positions of the rows, which are in their order.
    fn several(&self, rows: &[Box<Row>]) -> Several {
        let at = |place: &Place| position(rows, *place);
        let version = |places: &Vec<Place>| places.iter().filter_map(at).collect();
        Several {
            versions: self.versions.iter().map(version).collect(),
            order: self.order,
        }
    }
}
