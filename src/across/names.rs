//! One organisation number with several names (M013).
//!
//! Looked at are the notifications that count, with a valid number that is no public body's, and
//! with a name. Names are taken as the records show them: what is masked in them is left out,
//! and a name that is masked as a whole is none. They are the same if they are equal squashed and
//! without their legal form. The finding stands on the first of these notifications in the order
//! of the sources, and says in which others the further names stand first.

use std::collections::{HashMap, HashSet};

use crate::across::{at_question, places};
use crate::check::{SEVERAL_NAMES, Selected, position};
use crate::config::Copies;
use crate::finding::{Fact, Finding};
use crate::form::{Key, squash};
use crate::notification::MASKED;
use crate::row::{Row, Scope, hash_of};
use crate::value::{Organisation, OrganisationNumber, without_form};

/// Runs the rule, if it is selected.
pub(super) fn check(rows: &mut [Box<Row>], scope: &Scope, selected: &Selected) {
    let Some(rule) = position(SEVERAL_NAMES.code).filter(|at| selected.has(*at)) else {
        return;
    };
    let found = found(rows, scope);
    for (at, finding) in found {
        rows[at].add(finding);
    }
    for row in rows.iter_mut().filter(|row| row.is_counted(Copies::Aside)) {
        if is_unclear(row) {
            row.not_runnable |= 1 << rule;
        }
    }
}

/// Whether the number, or the name beside a number that the rule looks at, was lost or never asked.
fn is_unclear(row: &Row) -> bool {
    row.organisation_number().is_open() || row.controller().is_open() && number(row).is_some()
}

/// The number of a row, if the rule looks at it.
fn number(row: &Row) -> Option<OrganisationNumber> {
    match OrganisationNumber::parse(row.organisation_number().text()?) {
        Organisation::Valid { number, .. } if !number.is_public_body() => Some(number),
        _ => None,
    }
}

/// The findings with the positions of their rows, in the order of the numbers.
fn found(rows: &[Box<Row>], scope: &Scope) -> Vec<(usize, Finding)> {
    let named = || {
        let counted = (0_u32..).zip(rows);
        let counted = counted.filter(|(_, row)| row.is_counted(Copies::Aside));
        counted.filter_map(|(at, row)| Some((number(row)?, row.controller().text()?, at)))
    };
    // Most numbers have one name, written in one way: only of the others names are compared.
    let mut first: HashMap<OrganisationNumber, &str> = HashMap::new();
    let mut several: HashSet<OrganisationNumber> = HashSet::new();
    for (number, name, _) in named() {
        if *first.entry(number).or_insert(name) != name {
            several.insert(number);
        }
    }
    drop(first);
    let compared = named().filter(|(number, ..)| several.contains(number));
    let mut compared: Vec<(OrganisationNumber, u32, u32)> = compared
        .filter_map(|(number, name, at)| Some((number, key(name)?, at)))
        .collect();
    compared.sort_unstable();
    let of_number = compared.chunk_by(|a, b| a.0 == b.0);
    of_number
        .filter_map(|own| {
            let names = own.chunk_by(|a, b| a.1 == b.1);
            let mut firsts: Vec<usize> = names.map(|same| same[0].2 as usize).collect();
            firsts.sort_unstable();
            let (first, others) = firsts.split_first().filter(|(_, rest)| !rest.is_empty())?;
            let row = &rows[*first];
            let number = Fact::Value(own[0].0.to_string().into());
            let finding = at_question(&SEVERAL_NAMES, row, Key::ControllerOrganisationNumber)
                .with("number", number)
                .with("notifications", own.len() as i64)
                .with("names", firsts.len() as i64)
                .with("others", places(rows, others, scope));
            Some((*first, finding))
        })
        .collect()
}

/// A name as a number; nothing for what holds no letters.
fn key(name: &str) -> Option<u32> {
    let name = name.replace(MASKED, " ");
    let (plain, _) = without_form(&name);
    let plain = if plain.is_empty() {
        squash(&name)
    } else {
        plain
    };
    (!plain.is_empty()).then(|| hash_of(&plain))
}
