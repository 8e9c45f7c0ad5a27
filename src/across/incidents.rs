//! Notifications of several controllers that tell of one event. Evidence is of three kinds: a
//! processor that many name in few days, nearly the same text, the number of another matter.
//! Days that fit are a condition for each. An incident is strong where two kinds agree, or
//! where texts are nearly the same. Else it is possible.
//!
//! Only notifications that count are looked at. Copies and supplements go with theirs.
//! Repeated filings of one controller are no incident. Nothing joins two groups but a
//! processor that most of both name in the same days, so unlike ones are not chained.

use std::collections::{BTreeMap, HashMap};

use crate::across::incidents::found::Found;
use crate::across::incidents::member::Members;
use crate::across::incidents::named::{Processors, by_number};
use crate::across::incidents::texts::{Near, Texts};
use crate::check::{PART_OF_INCIDENT, Selected, position};
use crate::config::Words;
use crate::finding::{Fact, Finding};
use crate::form::squash;
use crate::notification::Filing;
use crate::row::{Certainty, Kinds, Part, Row, Scope};

mod bursts;
mod found;
mod member;
mod named;
mod texts;
mod weights;

/// One incident.
#[derive(Debug, PartialEq, Eq)]
struct Incident {
    /// The positions of the rows that are surely of it, and of those that may be, sorted.
    sure: Vec<u32>,
    maybe: Vec<u32>,
    kinds: Kinds,
    /// How many controllers the ones and the others name.
    controllers: [u32; 2],
}

impl Incident {
    /// Its first row.
    fn first(&self) -> u32 {
        let both = [&self.sure, &self.maybe].into_iter();
        both.filter_map(|rows| rows.first())
            .min()
            .copied()
            .unwrap_or_default()
    }

    /// Its rows by how sure they are, with how many controllers they name.
    fn parts(&self) -> [(Certainty, &[u32], u32); 2] {
        let [strong, possible] = self.controllers;
        [
            (Certainty::Strong, &self.sure, strong),
            (Certainty::Possible, &self.maybe, possible),
        ]
    }
}

/// Finds the incidents of a set, and tells each row of which one it is part (M007). The traces,
/// by which they are found, are given up. Copies and supplements are part of what their
/// notifications are part of.
pub(super) fn mark(
    rows: &mut [Box<Row>],
    scope: &Scope,
    selected: &Selected,
) -> BTreeMap<Box<str>, Box<str>> {
    let incidents = find(rows);
    let names = names(rows);
    let tells = position(PART_OF_INCIDENT.code).is_some_and(|at| selected.has(at));
    for incident in &incidents {
        let first = &rows[incident.first() as usize];
        let (name, first) = (first.place(scope), (first.source, first.record));
        for (certainty, own, controllers) in incident.parts() {
            let part = Part {
                incident: first,
                certainty,
                kinds: incident.kinds,
                controllers,
                notifications: own.len() as u32,
            };
            for at in own {
                let row = &mut rows[*at as usize];
                row.set_part(part);
                if tells {
                    row.add(finding(&part, &name, row.line));
                }
            }
        }
    }
    if !incidents.is_empty() {
        inherit(rows);
    }
    names
}

/// The names of the processors, of several of one number the first in order. The traces of the
/// rows are given up.
fn names(rows: &mut [Box<Row>]) -> BTreeMap<Box<str>, Box<str>> {
    let mut names: BTreeMap<Box<str>, Box<str>> = BTreeMap::new();
    let traces = rows.iter_mut().filter_map(|row| row.traces.take());
    for traces in traces {
        let processors = traces.named.iter().flat_map(|named| &named.processors);
        for (number, name) in processors.filter_map(|own| own.shown.as_deref()) {
            match names.get_mut(number) {
                Some(own) if *own <= *name => {}
                Some(own) => *own = name.clone(),
                None => drop(names.insert(number.clone(), name.clone())),
            }
        }
    }
    names
}

fn finding(part: &Part, name: &str, line: u32) -> Finding {
    let kinds = Kinds::ALL.iter().filter(|(kind, ..)| part.kinds.has(*kind));
    let kinds: Vec<Words> = kinds.map(|(_, _, words)| *words).collect();
    let certainty = match part.certainty {
        Certainty::Strong => Words::new("Med stor säkerhet", "With great certainty"),
        Certainty::Possible => Words::new("Möjligen", "Possibly"),
    };
    PART_OF_INCIDENT
        .finding(0, line)
        .with("incident", Fact::Value(name.into()))
        .with("certainty", certainty)
        .with("notifications", i64::from(part.notifications))
        .with("controllers", i64::from(part.controllers))
        .with("evidence", Fact::List(kinds.into()))
}

/// Gives copies and supplements the part of their notifications.
fn inherit(rows: &mut [Box<Row>]) {
    let mut by_number: HashMap<String, Part> = HashMap::new();
    for row in rows.iter() {
        if let (Some(part), Some(number)) = (row.part(), row.case_number().text()) {
            by_number.entry(squash(number)).or_insert(*part);
        }
    }
    let part_of = |row: &Row| match row.copy_of() {
        Some(counted) => {
            let at = rows.binary_search_by_key(&counted, |row| (row.source, row.record));
            let at = at.ok()?;
            rows[at].part().copied()
        }
        None if row.filing == Filing::Supplement => {
            by_number.get(&squash(row.supplements().text()?)).copied()
        }
        None => None,
    };
    let inherited = rows.iter().map(|row| part_of(row));
    let inherited: Vec<(usize, Part)> = (0..)
        .zip(inherited)
        .filter_map(|(at, part)| Some((at, part?)))
        .collect();
    for (at, part) in inherited {
        rows[at].set_part(part);
    }
}

/// The incidents, in the order of their first rows.
fn find(rows: &[Box<Row>]) -> Vec<Incident> {
    if rows.iter().all(|row| row.traces.is_none()) {
        return Vec::new();
    }
    let members = Members::of(rows);
    let (processors, numbers) = (Processors::of(&members), by_number(&members, rows));
    let texts = Texts::of(&members);
    let near = texts.near().into_iter();
    let near: Vec<Near> = near
        .flat_map(|near| processors.apart(near, &members))
        .collect();
    let mut incidents = Found::new(&members, &texts, &processors).all(&near, &numbers);
    incidents.sort_unstable_by_key(Incident::first);
    incidents
}
