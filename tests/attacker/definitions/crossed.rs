//! The tables of two dimensions: what each cell has to do with its neighbours, the totals
//! and the tables of one dimension.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Published, System};
use super::{dimensions, is_rest, is_value, name, percent, rest_has_values};

pub(super) fn cross(
    system: &mut System,
    id: &str,
    table: &Published,
    values: &BTreeMap<String, Vec<String>>,
) {
    let ids = dimensions(table);
    let width = ids.len();
    let count = width * 2;
    let mut written: BTreeSet<Vec<String>> = BTreeSet::new();
    for row in &table.rows {
        let parts: Vec<(&str, &str)> = ids
            .iter()
            .zip(row.iter().step_by(2))
            .map(|(id, v)| (*id, v.as_str()))
            .collect();
        let cell = system.cell(&name(&parts), &row[count], id);
        // Between values, and of what is counted together, a zero is written; else the row
        // is there for its count.
        if !parts
            .iter()
            .all(|(_, value)| is_value(value) || is_rest(value))
        {
            system.positive.insert(cell);
        }
        written.insert(row[..count].iter().step_by(2).cloned().collect());
    }
    // Shares of the row's notifications with a value in the last dimension.
    for row in &table.rows {
        let parts: Vec<(&str, &str)> = ids
            .iter()
            .zip(row.iter().step_by(2))
            .map(|(id, v)| (*id, v.as_str()))
            .collect();
        if system.form.multiple.contains(&ids[width - 1]) {
            continue;
        }
        let same = written.iter().filter(|other| {
            other[..width - 1]
                == parts[..width - 1]
                    .iter()
                    .map(|(_, v)| (*v).to_owned())
                    .collect::<Vec<_>>()[..]
                && is_value(&other[width - 1])
        });
        let whole: Vec<usize> = same
            .map(|other| {
                let parts: Vec<(&str, &str)> = ids
                    .iter()
                    .zip(other)
                    .map(|(id, value)| (*id, value.as_str()))
                    .collect();
                system.has(&name(&parts)).expect("a written cell")
            })
            .collect();
        let cell = system.has(&name(&parts)).expect("a written cell");
        percent(system, &row[count + 1], cell, &whole, id);
    }
    both_ways(system, id, table, &ids, &written);
    // Sums over each dimension.
    for over in 0..width {
        if system.form.multiple.contains(&ids[over]) {
            continue;
        }
        let mut sums: BTreeMap<Vec<(String, String)>, Vec<usize>> = BTreeMap::new();
        for cell in &written {
            let parts: Vec<(&str, &str)> = ids
                .iter()
                .zip(cell)
                .map(|(id, v)| (*id, v.as_str()))
                .collect();
            let at = system.has(&name(&parts)).expect("a written cell");
            if parts[over].0 == "kind" && parts[over].1 != "initial" {
                continue;
            }
            let mut rest: Vec<(String, String)> = parts
                .iter()
                .map(|(id, v)| ((*id).to_owned(), (*v).to_owned()))
                .collect();
            rest.remove(over);
            sums.entry(rest).or_default().push(at);
        }
        for (rest, cells) in sums {
            let parts: Vec<(&str, &str)> = rest
                .iter()
                .map(|(id, v)| (id.as_str(), v.as_str()))
                .collect();
            let known = parts.len() > 1 || values.contains_key(parts[0].0);
            if !known {
                continue;
            }
            let whole = system.unknown(&name(&parts));
            let mut terms: Vec<(usize, f64)> = cells.into_iter().map(|at| (at, 1.0)).collect();
            terms.push((whole, -1.0));
            system.equal(terms, 0.0, format!("{id}: sums over {}", ids[over]));
        }
    }
}

/// The bases of a two-way table, and the shares within its second dimension.
fn both_ways(
    system: &mut System,
    id: &str,
    table: &Published,
    ids: &[&str],
    written: &BTreeSet<Vec<String>>,
) {
    let places = ["base", "percent_within", "base_within"].map(|name| table.at(name));
    let [Some(base), Some(share), Some(within)] = places else {
        return;
    };
    for row in table.rows.iter().filter(|row| !row[base].is_empty()) {
        // Of a dimension with several values each, a base is no sum.
        for (own, over, column) in [(0, 1, base), (1, 0, within)] {
            let value = &row[own * 2];
            let base = base_of(written.iter().map(|cell| cell[over].as_str()));
            let whole = name(&[(ids[own], value), (ids[over], &base)]);
            let whole = system.cell(&whole, &row[column], id);
            if system.form.multiple.contains(&ids[over]) {
                continue;
            }
            let mut terms = vec![(whole, -1.0)];
            for cell in written
                .iter()
                .filter(|cell| cell[own] == *value && is_value(&cell[over]))
            {
                let cell = system.has(&name(&[(ids[0], &cell[0]), (ids[1], &cell[1])]));
                terms.push((cell.expect("a written cell"), 1.0));
            }
            system.equal(terms, 0.0, format!("{id}: base over {}", ids[over]));
        }
        let cell = system
            .has(&name(&[(ids[0], &row[0]), (ids[1], &row[2])]))
            .expect("a written cell");
        let base = base_of(written.iter().map(|cell| cell[0].as_str()));
        let whole = system.unknown(&name(&[(ids[1], &row[2]), (ids[0], &base)]));
        percent(system, &row[share], cell, &[whole], id);
    }
}

/// The name of the base over the values of a dimension: of those that are shown, where some are
/// not shown by themselves.
fn base_of<'v>(mut values: impl Iterator<Item = &'v str>) -> String {
    match values.find(|value| rest_has_values(value)) {
        Some(rest) => format!("base without {rest}"),
        None => "base".to_owned(),
    }
}
