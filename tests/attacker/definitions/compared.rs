//! The table that sets two years side by side, where the run is of all years: its cells are
//! those of dimensions by year. Of a run of one year the other year is attacked by itself.

use std::collections::BTreeMap;

use super::super::{Published, System};
use super::{is_value, name, percent};

pub(super) fn compared(
    system: &mut System,
    table: &Published,
    values: &BTreeMap<String, Vec<String>>,
) {
    let Some(first) = table.rows.first() else {
        return;
    };
    let (now, before) = first[1].split_once('/').expect("two years");
    let years = values.get("year").map_or(&[][..], Vec::as_slice);
    if !years.iter().any(|year| is_value(year) && year != now) {
        return;
    }
    let totals = [(now, &first[3]), (before, &first[4])];
    let totals =
        totals.map(|(year, text)| system.cell(&name(&[("year", year)]), text, "year-on-year"));
    let mut dimensions: Vec<&String> = table.rows[1..].iter().map(|row| &row[0]).collect();
    dimensions.dedup();
    for id in dimensions {
        let rows: Vec<_> = table.rows[1..].iter().filter(|row| row[0] == *id).collect();
        for (at, year) in [now, before].into_iter().enumerate() {
            let why = format!("year-on-year: {id} in {year}");
            let base = format!("base of {id} in {year}");
            let base = system.cell(&base, &rows[0][9 + at], "year-on-year");
            let (mut sum, mut all) = (vec![(base, -1.0)], vec![(base, 1.0), (totals[at], -1.0)]);
            for row in &rows {
                let cell = system.cell(
                    &name(&[(id, &row[1]), ("year", year)]),
                    &row[3 + at],
                    "year-on-year",
                );
                if is_value(&row[1]) {
                    sum.push((cell, 1.0));
                    percent(system, &row[7 + at], cell, &[base], &why);
                } else {
                    all.push((cell, 1.0));
                }
            }
            let most = if system.form.multiple.contains(&id.as_str()) {
                f64::INFINITY
            } else {
                0.0
            };
            system.between(sum, 0.0, most, why.clone());
            // What is no value may be counted together elsewhere, and not be here.
            system.between(all, f64::NEG_INFINITY, 0.0, why);
        }
        for row in rows {
            let of = |system: &mut System, year: &str| {
                system.unknown(&name(&[(id, &row[1]), ("year", year)]))
            };
            let (cell, earlier) = (of(system, now), of(system, before));
            let why = format!("year-on-year: {id} {}", row[1]);
            system.between(
                vec![(cell, 1.0), (earlier, 1.0)],
                1.0,
                f64::INFINITY,
                why.clone(),
            );
            if let Ok(change) = row[5].parse::<f64>() {
                system.equal(vec![(cell, 1.0), (earlier, -1.0)], change, why.clone());
            }
            if let Ok(share) = row[6].parse::<f64>() {
                for (bound, low, high) in [
                    (share - 0.05, -1e-9, f64::INFINITY),
                    (share + 0.05, f64::NEG_INFINITY, 1e-9),
                ] {
                    let terms = vec![(cell, 100.0), (earlier, -100.0 - bound)];
                    system.between(terms, low, high, why.clone());
                }
            }
        }
    }
}
