//! Figures that can be published: an attacker who has everything that a run
//! published, and a solver, finds no suppressed cell more closely than the rule
//! allows; and finds out a suppression that only looks at single cells.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../attacker/mod.rs"]
mod attacker;
#[path = "../common/mod.rs"]
mod common;
mod previous;
mod rounded;
mod unsure;
mod years;

use std::path::{Path, PathBuf};

use attacker::{COLUMNS, DIMENSIONS, DRAFT, OTHER, Published, System, Tables, WITHHELD, read};
use breach_audit::config::{CellRule, Language};
use breach_audit::disclosure::{only_primary, protect};
use breach_audit::form::Edition;
use breach_audit::table::Table;
use common::{OTHER_EDITION, audit, here, on_draft, on_other_edition, program};

/// A report on a synthetic corpus.
fn report(folder: &Path, count: u32, seed: u32, more: &[&str]) -> PathBuf {
    let corpus = folder.join(format!("c-{count}-{seed}"));
    if !corpus.exists() {
        program()
            .args([
                "synth",
                "--format",
                "ndjson",
                "--count",
                &count.to_string(),
                "--seed",
                &seed.to_string(),
            ])
            .arg(&corpus)
            .assert()
            .success();
    }
    let out = folder.join(format!("r-{count}-{seed}-{}", more.join("")));
    audit(&[&corpus], &out, more);
    out
}

/// Published tables as the program's own.
fn tables(published: &Tables) -> Vec<Table> {
    let read = |(id, table): (&String, &Published)| {
        Table::read(id, &table.header, table.rows.iter().map(Vec::as_slice))
    };
    published.iter().map(read).collect()
}

fn published(tables: &[Table]) -> Tables {
    let written = |table: &Table| {
        let (header, rows) = table.written();
        (table.id.clone(), Published::new(header, rows))
    };
    tables.iter().map(written).collect()
}

/// The number of notifications, which the summary tells.
fn all(truth: &Tables) -> u64 {
    let kind = &truth["kind"];
    kind.rows.iter().find(|row| row[0] == "initial").unwrap()[3]
        .parse()
        .unwrap()
}

/// Attacks published tables, given what is true.
fn attack(public: &Tables, truth: &Tables, least: u64) -> (Vec<String>, usize) {
    let system = System::new(public, all(truth));
    let known = System::new(truth, all(truth));
    assert_eq!(
        system.broken_by(&known),
        Vec::<String>::new(),
        "the attacker has a definition wrong"
    );
    attack_with(&system, &known, least)
}

/// Attacks published tables of an export that has several answers where the form
/// has one: by the definitions that hold for it.
fn attack_export(public: &Tables, truth: &Tables, least: u64) -> (Vec<String>, usize) {
    let known = System::new(truth, all(truth));
    let wrong = known.broken_by(&known);
    let mut system = System::new(public, all(truth));
    system
        .constraints
        .retain(|constraint| !wrong.contains(&constraint.why));
    attack_with(&system, &known, least)
}

fn attack_with(system: &System, known: &System, least: u64) -> (Vec<String>, usize) {
    let (broken, attacked) = system.attack(least);
    // A zero is no secret: it may be told, and so may be found out.
    let broken = broken
        .iter()
        .filter(|found| known.is_secret(&found.cell, least))
        .map(|found| {
            format!(
                "{} {:?}: {} to {}",
                found.cell.replace(char::is_control, " "),
                found.tables,
                found.low,
                found.high
            )
        })
        .collect();
    (broken, attacked)
}

#[test]
fn no_suppressed_cell_can_be_worked_out() {
    let folder = tempfile::tempdir().unwrap();
    for (count, seed) in [(300, 1), (700, 2), (1500, 3), (3000, 4)] {
        let truth = read(&report(folder.path(), count, seed, &[]));
        for least in [3, 5, 10] {
            let (tables, hidden) = protect(
                tables(&truth),
                CellRule::AtLeast(least),
                &[Edition::default_edition()],
                Language::En,
            )
            .unwrap();
            let (broken, attacked) = attack(&published(&tables), &truth, least);
            println!(
                "{count} {seed} N={least}: {attacked} {:?} {:?}",
                hidden.total(),
                hidden.withheld
            );
            assert_eq!(
                broken,
                Vec::<String>::new(),
                "{count} seed {seed} N={least}"
            );
        }
    }
}

/// The columns that count notifications.
const COUNTS: [&str; 25] = [
    "notifications",
    "notifications_before",
    "base_before",
    "base",
    "base_within",
    "base_judged",
    "least",
    "most",
    "errors",
    "warnings",
    "infos",
    "n",
    "indeterminate",
    "late_min",
    "late_max",
    "exact_n",
    "band_n",
    "unknown_n",
    "answered",
    "blank",
    "unknown",
    "undeterminable",
    "not_shown",
    "not_asked",
    "not_runnable",
];

/// The small counts that tables publish.
fn small_counts(public: &Tables, least: u64) -> Vec<String> {
    let small = |cell: &String| {
        cell.parse::<u64>()
            .is_ok_and(|count| (1..least).contains(&count))
    };
    let mut found = Vec::new();
    for (id, table) in public {
        for at in COUNTS.iter().filter_map(|name| table.at(name)) {
            found.extend(
                table
                    .rows
                    .iter()
                    .filter(|row| small(&row[at]))
                    .map(|row| format!("{id} {row:?}")),
            );
        }
    }
    found
}

#[test]
fn extra_cross_tables_tell_no_suppressed_cell() {
    let folder = tempfile::tempdir().unwrap();
    let crosses = [
        "--cross",
        "ongoing,encrypted,informed",
        "--cross",
        "subject-groups,sector",
        "--cross",
        "verdict,sector",
        "--cross",
        "kind,sector",
        "--cross",
        "sector,severity,informed",
        "--cross",
        "verdict,time-to-report",
        "--cross",
        "reading,time-to-report",
        "--cross",
        "time-to-report,sector",
        "--cross",
        "time-to-report,year",
    ];
    let truth = read(&report(folder.path(), 700, 2, &crosses));
    for least in [3, 5, 10] {
        let (tables, hidden) = protect(
            tables(&truth),
            CellRule::AtLeast(least),
            &[Edition::default_edition()],
            Language::En,
        )
        .unwrap();
        let public = published(&tables);
        assert_eq!(
            small_counts(&public, least),
            Vec::<String>::new(),
            "N={least}"
        );
        let (broken, attacked) = attack(&public, &truth, least);
        println!("N={least}: {attacked} {:?}", hidden.withheld);
        assert_eq!(broken, Vec::<String>::new(), "N={least}");
    }
}

/// Whoever adds a dimension or a column must say what its counts tell of others.
#[test]
fn the_attacker_knows_every_dimension_and_every_column() {
    let own: Vec<&str> = breach_audit::statistics::DIMENSIONS
        .iter()
        .map(|dimension| dimension.id)
        .collect();
    for dimension in breach_audit::statistics::DIMENSIONS.iter() {
        let known = (dimension.id, dimension.tells());
        assert!(
            DIMENSIONS.contains(&known),
            "nobody said what an attacker learns: {known:?}"
        );
    }
    assert_eq!(own.len(), DIMENSIONS.len());
    let folder = tempfile::tempdir().unwrap();
    let least = ["--min-cell", "5", "--cross", "supplement-state,sector"];
    let small = read(&report(folder.path(), 61, 1, &least));
    let crossed = ["--cross", "supplement-state,sector"];
    for (id, table) in read(&report(folder.path(), 60, 1, &crossed)) {
        let is_list =
            ["incidents", "incident-size", "processor", "promises"].contains(&id.as_str());
        let tells_of_cases = id.contains("supplement-state");
        if is_list || tells_of_cases || id.ends_with("-without-mass-incidents") {
            assert!(small[&id].rows.is_empty(), "{id} is not withheld");
        }
        if is_list {
            let known = |name: &String| WITHHELD.contains(&name.as_str());
            assert!(table.header.iter().all(known), "{id}: {:?}", table.header);
            continue;
        }
        for column in table
            .header
            .iter()
            .filter(|name| !name.starts_with("largest3"))
        {
            let text = matches!(
                column.as_str(),
                "table" | "value" | "label" | "kind" | "code" | "name" | "severity"
            );
            let is_key = own.contains(&column.as_str()) || column.ends_with("_label");
            let known = text || is_key || COLUMNS.contains(&column.as_str());
            assert!(known, "nobody attacks column {column} of {id}");
        }
    }
}

#[test]
fn what_a_few_notifications_say_is_never_published() {
    let folder = tempfile::tempdir().unwrap();
    let rows = |more: &[&str]| read(&report(folder.path(), 700, 2, more));
    let suppressed = rows(&["--min-cell", "5"]);
    let rounded = rows(&["--round-to", "10"]);
    // The longest time is that of one notification, under either rule.
    for table in [&suppressed["delay"], &rounded["delay"]] {
        let largest = ["max_min", "max_max"].map(|name| table.at(name).unwrap());
        let is_told = |row: &Vec<String>| largest.iter().any(|at| row[*at].parse::<f64>().is_ok());
        assert!(!table.rows.is_empty() && !table.rows.iter().any(is_told));
    }
    for table in [&suppressed["affected"], &rounded["affected"]] {
        let at = table.at("largest3").unwrap();
        assert!(table.rows.iter().all(|row| {
            row[at..]
                .iter()
                .all(|cell| matches!(cell.as_str(), "" | ":c"))
        }));
    }
    assert!(!rounded["affected"].rows.is_empty());
    let delay = &rounded["delay"];
    let quantiles = delay.at("median_min").unwrap()..delay.at("late_min").unwrap();
    assert!(
        delay
            .rows
            .iter()
            .all(|row| row[quantiles.clone()].iter().all(String::is_empty))
    );
    assert!(
        delay
            .rows
            .iter()
            .any(|row| row[delay.at("n").unwrap()] != "0")
    );
}

#[test]
fn rounded_inputs_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    audit(&[&here("fixtures")], &out, &["--round-to", "10"]);
    let run: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("run.json")).unwrap()).unwrap();
    let count = |key: &str| run["counts"][key].as_u64().unwrap();
    assert_eq!(
        count("discovered"),
        count("read") + count("unreadable") + count("skipped")
    );
    assert!(count("unreadable") > 0 && count("skipped") > 0);
}

#[test]
fn run_json_tells_no_suppressed_count() {
    let folder = tempfile::tempdir().unwrap();
    let out = report(folder.path(), 700, 2, &["--min-cell", "5"]);
    let run: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("run.json")).unwrap()).unwrap();
    assert!(
        read(&out)["rules"].rows.is_empty(),
        "answers are suppressed that rules count too"
    );
    assert_eq!(run["rules"]["not_runnable"], ":c");
    assert_eq!(run["counts"]["findings"]["error"], ":c");
    let by_reason = run["suppressed"]["tables"]
        .as_object()
        .unwrap()
        .values()
        .any(|count| !count.is_u64());
    assert!(
        !by_reason,
        "how many counts are small themselves is not told"
    );
    let verdicts = &read(&out)["verdict"];
    if verdicts.rows.iter().any(|row| row[3] == ":c") && run["period"]["by_discovery"] != 0 {
        assert_eq!(run["period"]["by_discovery"], ":c");
    }
}

#[test]
fn the_attacker_finds_out_suppression_of_small_cells_alone() {
    let folder = tempfile::tempdir().unwrap();
    let truth = read(&report(folder.path(), 700, 2, &[]));
    let tables = only_primary(tables(&truth), 5).unwrap();
    let (broken, attacked) = attack(&published(&tables), &truth, 5);
    assert!(
        broken.len() * 3 > attacked,
        "{} of {attacked}",
        broken.len()
    );
}

#[test]
fn the_small_cells_of_real_data_are_kept() {
    let data = here("../shared/data/cnil/cnil_breach_notifications_2018-05_2020.csv");
    if !data.exists() {
        common::skipped("../shared/data/cnil is absent");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let mapping = here("fixtures/mappings/cnil.toml");
    audit(&[&data], &out, &["--mapping", mapping.to_str().unwrap()]);
    let truth = read(&out);
    let small = |cell: &str| cell.parse().is_ok_and(|count: u64| (1..5).contains(&count));
    let cross = &truth["sector-by-data-subjects"];
    assert!(cross.rows.iter().filter(|row| small(&row[4])).count() >= 16);
    let source = std::fs::read_to_string(here("fixtures/mappings/cnil.form.toml")).unwrap();
    let edition: &'static Edition = Box::leak(Box::new(Edition::load(&source).unwrap()));
    let editions = [Edition::default_edition(), edition];
    for least in [3, 5, 10] {
        let (tables, _) = protect(
            tables(&truth),
            CellRule::AtLeast(least),
            &editions,
            Language::En,
        )
        .unwrap();
        let public = published(&tables);
        let shown = |row: &&Vec<String>| (1..least).contains(&row[4].parse().unwrap_or(0));
        assert_eq!(
            public["sector-by-data-subjects"]
                .rows
                .iter()
                .filter(shown)
                .count(),
            0
        );
        let (broken, attacked) = attack_export(&public, &truth, least);
        assert!(attacked > 0 || public["sector-by-data-subjects"].rows.is_empty());
        assert_eq!(broken, Vec::<String>::new(), "N={least}");
    }
}

/// Which questions have several answers, and which are shown only after another, is taken
/// from the edition of the notifications: where an attacker knows that values add up, the
/// suppression knows it too.
/// Attacks what is published of notifications on a form that `--min-cell` has been through.
fn nothing_is_found(form: attacker::Form, corpus: &str, options: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("corpus.ndjson");
    std::fs::write(&file, corpus).unwrap();
    let report = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        audit(&[&file], &out, &[options, more].concat());
        read(&out)
    };
    let truth = report("truth", &[]);
    let known = System::on(form, &truth, all(&truth));
    assert_eq!(known.broken_by(&known), Vec::<String>::new());
    let mut all_attacked = 0;
    for least in ["3", "5", "10"] {
        let public = report(least, &["--min-cell", least]);
        let system = System::on(form, &public, all(&truth));
        let (broken, attacked) = attack_with(&system, &known, least.parse().unwrap());
        all_attacked += attacked;
        assert_eq!(broken, Vec::<String>::new(), "N={least}");
    }
    assert!(all_attacked > 0);
}

#[test]
fn the_attacker_knows_another_edition_and_finds_nothing() {
    let form = here(OTHER_EDITION);
    let options = ["--form", form.to_str().unwrap()];
    nothing_is_found(OTHER, &on_other_edition(400), &options);
}

#[test]
fn the_attacker_knows_the_draft_and_finds_nothing() {
    for count in [60, 400] {
        nothing_is_found(DRAFT, &on_draft(count), &["--cross", "impact,risk"]);
    }
}
