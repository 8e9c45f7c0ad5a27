//! What is told of later filings that name a number which no notification has.

use std::collections::{BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use crate::across::cases::named::{By, Named};
use crate::across::cases::tie::{Tie, counted};
use crate::across::cases::ties::Set;
use crate::across::near;
use crate::notification::Filing;
use crate::row::Row;

/// Of what names a number that nothing has: the only notification whose number is nearly that
/// one, else one that fits by its day.
pub(super) fn tell_near(rows: &[Box<Row>], named: &[Named], set: &Set, ties: &mut [Tie]) {
    let open: Vec<(usize, &str)> = (0..named.len())
        .filter(|at| ties[*at] == Tie::None)
        .filter_map(|at| Some((at, named[at].case()?)))
        .collect();
    if open.is_empty() {
        return;
    }
    let near: HashSet<String> = open
        .iter()
        .flat_map(|(_, own)| near::numbers(own))
        .collect();
    let found = rows.par_iter().enumerate();
    let found = found.filter(|(_, row)| row.filing == Filing::Initial);
    let found = found.filter_map(|(at, row)| {
        let named = Named::of(row);
        let number = near.get(&named.cases[1])?;
        Some((number.as_str(), counted(rows, at)))
    });
    let mut numbers: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for (number, counted) in found.collect::<Vec<_>>() {
        numbers.entry(number).or_default().insert(counted);
    }
    for (at, number) in open {
        let own = &named[at];
        let fitting: BTreeSet<usize> = near::numbers(number)
            .filter_map(|near| numbers.get(near.as_str()))
            .flatten()
            .copied()
            .filter(|at| {
                let differs = own.contradicts(&Named::of(&rows[*at]), By::CaseNumber);
                differs.is_none()
            })
            .collect();
        let by_day = set.all(own, By::Discovery);
        ties[at] = match (fitting.len(), fitting.first()) {
            (1, Some(one)) => Tie::Near(*one),
            _ => match by_day[..] {
                [one] => Tie::OtherwiseFits(one),
                _ => Tie::None,
            },
        };
    }
}
