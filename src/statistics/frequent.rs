//! frequent-findings.csv, a part of `--by-controller`: of each year the rules that found something
//! in most notifications, of all controllers together and of each, beside the year before.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::check::rules;
use crate::config::Words;
use crate::statistics::controllers::{IDS, rest, year_before};
use crate::statistics::error::CountError;
use crate::statistics::frame::Frame;
use crate::statistics::names;
use crate::table::{Cell, Column, Key, Row, Table};

/// How many rules are named of each year of a controller.
const MOST: usize = 5;

const NOTE: Words = Words::new(
    "De fem regler som fann något i flest anmälningar, år för år. {base} är årets alla anmälningar. {notifications_before} är anmälningarna med ett sådant fynd året före.",
    "The five rules that found something in most notifications, year by year. {base} are all notifications of the year. {notifications_before} are the notifications with such a finding the year before.",
);

/// What was found in the notifications of a year: how many there are, and by rule.
#[derive(Debug, Default, Clone)]
struct Found {
    notifications: u64,
    rules: BTreeMap<usize, u64>,
}

impl Found {
    fn add(&mut self, mut found: u128) {
        self.notifications += 1;
        while found != 0 {
            *self
                .rules
                .entry(found.trailing_zeros() as usize)
                .or_default() += 1;
            found &= found - 1;
        }
    }
}

/// The table of a frame. `found` has for each notification that it counts the rules that found
/// something in it, by their place in the catalogue.
///
/// # Errors
/// `found` is of other notifications.
pub(super) fn table(frame: &Frame, found: &[u128]) -> Result<Table, CountError> {
    let mut by_year: BTreeMap<(Option<&str>, &str), Found> = BTreeMap::new();
    let mut whole: BTreeMap<&str, u64> = BTreeMap::new();
    let [controllers, years] = ["controller", "year"].map(|name| frame.categories_of(name));
    let cells = ["controller", "year"].map(|name| frame.texts(name));
    let [of_controllers, of_years] = cells;
    let cells = of_controllers?.into_iter().zip(of_years?);
    if found.len() != frame.notifications() {
        return Err(CountError::Column("code".to_owned()));
    }
    for ((name, year), found) in cells.zip(found) {
        let (name, year) = (&*controllers[name as usize], &*years[year as usize]);
        *whole.entry(name).or_default() += 1;
        for name in [Some(name), None] {
            by_year.entry((name, year)).or_default().add(*found);
        }
    }
    let dated = by_year.keys().map(|(_, year)| *year);
    let first = dated.filter(|year| !year.starts_with('(')).min();
    let mut all: Vec<&str> = whole.keys().copied().collect();
    all.sort_by_key(|name| (rest(name), Reverse(whole[name]), *name));
    let mut rows: Vec<Row> = Vec::new();
    for name in [None].into_iter().chain(all.into_iter().map(Some)) {
        let own = by_year.range((name, "")..);
        for ((_, year), own) in own.take_while(|((own, _), _)| *own == name) {
            let before = year_before(year);
            let before = before.filter(|own| first.is_some_and(|first| first <= own.as_str()));
            let before = before.as_deref().map(|year| by_year.get(&(name, year)));
            let mut most: Vec<(usize, u64)> = own.rules.iter().map(|(at, n)| (*at, *n)).collect();
            most.sort_by_key(|(at, many)| (Reverse(*many), *at));
            for (at, many) in most.into_iter().take(MOST) {
                let rule = rules()[at];
                let of_before = before.map(|found| {
                    let many = found.and_then(|found| found.rules.get(&at));
                    Cell::Count(many.copied().unwrap_or(0))
                });
                rows.push(vec![
                    Cell::Key(name.map_or(Key::Total, Key::of)),
                    Cell::Key(Key::of(year)),
                    Cell::Key(Key::value(rule.code.to_string())),
                    Cell::text(rule.name),
                    Cell::Count(many),
                    of_before.unwrap_or(Cell::Nothing),
                    Cell::Count(own.notifications),
                ]);
            }
        }
    }
    let keys = ["controller", "year", "code"].map(Column::key);
    let others = ["name", "notifications", "notifications_before", "base"].map(Column::new);
    let columns = keys.into_iter().chain(others).collect();
    let mut table = Table::new(IDS[3], names::title(IDS[3]), columns, rows);
    table.notes.push(NOTE);
    Ok(table)
}
