//! The most frequent findings of years and controllers, against the files of records and findings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::common::{Row, rows};

/// Each count of the most frequent findings is that of the files of records and of findings, and
/// none that is left out is larger.
pub(crate) fn findings_are_those_of_the_records(out: &Path) {
    let table = rows(&out.join("tables/frequent-findings.csv"));
    let history = rows(&out.join("tables/history.csv"));
    let mut found: BTreeMap<[String; 3], BTreeSet<[String; 2]>> = BTreeMap::new();
    let records = rows(&out.join("records.csv"));
    let key = |row: &Row| [row["source"].clone(), row["record"].clone()];
    let counted: BTreeMap<[String; 2], String> = records
        .iter()
        .filter(|row| {
            row["kind"] == "initial" && row["copy_of"] == "none" && row["withdrawn"] != "yes"
        })
        .map(|row| (key(row), row["controller"].clone()))
        .collect();
    for finding in rows(&out.join("findings.csv")) {
        if let Some(controller) = counted.get(&key(&finding)) {
            for name in [controller.as_str(), "(total)"] {
                let group = [name.to_owned(), String::new(), finding["code"].clone()];
                found.entry(group).or_default().insert(key(&finding));
            }
        }
    }
    assert!(!table.is_empty());
    for row in &table {
        let is_own =
            |own: &&Row| own["controller"] == row["controller"] && own["year"] == row["year"];
        let own: Vec<&Row> = table.iter().filter(is_own).collect();
        assert!(own.len() <= 5);
        let of_year = history.iter().find(is_own).unwrap();
        assert_eq!(row["base"], of_year["notifications"]);
        // Of one rule the years have no more than all.
        let of_rule = table
            .iter()
            .filter(|own| own["controller"] == row["controller"] && own["code"] == row["code"]);
        let sum: usize = of_rule
            .map(|own| own["notifications"].parse::<usize>().unwrap())
            .sum();
        let group = [
            row["controller"].clone(),
            String::new(),
            row["code"].clone(),
        ];
        assert!(sum <= found[&group].len(), "{row:?}");
        let is_whole = history
            .iter()
            .filter(|own| own["controller"] == row["controller"])
            .all(|own| {
                table.iter().any(|other| {
                    other["year"] == own["year"]
                        && other["controller"] == row["controller"]
                        && other["code"] == row["code"]
                })
            });
        if is_whole {
            assert_eq!(sum, found[&group].len(), "{row:?}");
        }
        // Beside it stands the year before, where it is told, too.
        let year = row["year"]
            .parse::<i32>()
            .map_or(String::new(), |year| (year - 1).to_string());
        let before = table.iter().find(|own| {
            own["year"] == year
                && own["controller"] == row["controller"]
                && own["code"] == row["code"]
        });
        if let Some(before) = before {
            assert_eq!(
                row["notifications_before"], before["notifications"],
                "{row:?}"
            );
        }
    }
}
