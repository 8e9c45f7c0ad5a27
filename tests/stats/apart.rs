//! Reports whose cases lie apart: supplements, withdrawals, copies and later versions in another
//! report than their notification. Tables are those of one run over all inputs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::common::{AS_OF, audit, here, overlay, program, rows};
use crate::tables;

/// What only one run can see: incidents over several reports.
const OF_INCIDENTS: [&str; 3] = ["incidents.csv", "incident-size.csv", "processor.csv"];

/// These are found in each report by itself, too.
const OPTIONS: [&str; 2] = ["--ignore", "M007,M013,M015"];

/// Reports of some folders, each by itself, and one over all of them.
pub(crate) struct Set {
    pub(crate) room: tempfile::TempDir,
    pub(crate) reports: Vec<PathBuf>,
    options: &'static [&'static str],
}

impl Set {
    /// Reports over the lines of folders.
    fn new(folders: &[Vec<String>]) -> Self {
        Self::at(folders, &[], (&OPTIONS, &[]))
    }

    /// The same, the reports made at these times. The options are those of every run, and those
    /// that only the reports have.
    pub(crate) fn at(
        folders: &[Vec<String>],
        clocks: &[&str],
        (options, own): (&'static [&'static str], &[&str]),
    ) -> Self {
        let room = tempfile::tempdir().unwrap();
        let each = folders.iter().enumerate().map(|(at, lines)| {
            let folder = room.path().join(format!("in/{}", 2023 + at));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("set.ndjson"), lines.join("\n")).unwrap();
            let out = room.path().join(format!("report-{at}"));
            let mut audit = program();
            audit.arg("audit").arg(&folder).arg("-o").arg(&out);
            let clock = clocks.get(at).unwrap_or(&AS_OF);
            audit.args(["-q", "--as-of", clock]).args(options).args(own);
            let output = audit.output().unwrap();
            assert!(output.status.code() < Some(2), "{output:?}");
            out
        });
        let reports = each.collect();
        Self {
            room,
            reports,
            options,
        }
    }

    /// The report of one run over all folders.
    pub(crate) fn whole(&self, options: &[&str]) -> PathBuf {
        let inputs = fs::read_dir(self.room.path().join("in")).unwrap();
        let mut inputs: Vec<PathBuf> = inputs.map(|entry| entry.unwrap().path()).collect();
        inputs.sort();
        let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
        let out = self.room.path().join("whole");
        audit(
            &inputs,
            &out,
            &[&["--force"], self.options, options].concat(),
        );
        out
    }

    /// What `stats` makes of records; gives the folder and what it says.
    pub(crate) fn stats(&self, records: &[&Path], options: &[&str]) -> (PathBuf, String) {
        let out = self.room.path().join("together");
        let mut stats = program();
        stats.arg("stats").args(records).arg("-o").arg(&out);
        stats.args(["--force", "--as-of", AS_OF]).args(options);
        let output = stats.output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{told}");
        (out, told)
    }

    pub(crate) fn paths(&self) -> Vec<&Path> {
        self.reports.iter().map(PathBuf::as_path).collect()
    }

    /// `stats` gives the tables of one run, but for what is named. Gives what it says.
    fn check(&self, records: &[&Path], options: &[&str]) -> String {
        let whole = self.whole(options);
        let (together, told) = self.stats(records, options);
        let (expected, found) = (tables(&whole), tables(&together));
        assert!(expected.keys().eq(found.keys()));
        let may: BTreeSet<PathBuf> = OF_INCIDENTS.map(PathBuf::from).into();
        for (name, bytes) in expected.iter().filter(|(name, _)| !may.contains(*name)) {
            if name == Path::new("rules.csv") {
                assert_eq!(
                    rules(&together, &whole),
                    rules(&whole, &whole),
                    "{options:?}"
                );
            } else {
                let lines = |bytes: &Vec<u8>| -> Vec<String> {
                    let text = String::from_utf8(bytes.clone()).unwrap();
                    text.lines().map(str::to_owned).collect()
                };
                let (expected, found) = (lines(bytes), lines(&found[name]));
                let differs = |at: &usize| expected.get(*at) != found.get(*at);
                let first = (0..expected.len().max(found.len())).find(differs);
                let first = first.map(|at| (expected.get(at), found.get(at)));
                assert_eq!(first, None, "{} {options:?}", name.display());
            }
        }
        told
    }

    /// The number of filings of a kind in what `stats` makes of the reports.
    fn kind(&self, kind: &str) -> u64 {
        let (out, _) = self.stats(&self.paths(), &["--lang", "en"]);
        kinds(&out).get(kind).copied().unwrap_or(0)
    }
}

/// How many filings there are of each kind.
pub(crate) fn kinds(report: &Path) -> BTreeMap<String, u64> {
    let kinds = rows(&report.join("tables/kind.csv")).into_iter();
    let count = |row: &crate::Row| row["notifications"].parse().unwrap();
    kinds
        .map(|row| (row["value"].clone(), count(&row)))
        .collect()
}

/// The lines of rules.csv. In how many notifications a rule could not be run is left out where
/// `stats` does not tell.
fn rules(report: &Path, whole: &Path) -> Vec<crate::Row> {
    let told = rows(&report.join("tables/rules.csv"));
    let other = if report == whole {
        rows(&whole.with_file_name("together").join("tables/rules.csv"))
    } else {
        told.clone()
    };
    let lines = told.into_iter().zip(other);
    let line = |(mut line, other): (crate::Row, crate::Row)| {
        if other["not_runnable"].is_empty() {
            line.remove("not_runnable");
        }
        line
    };
    lines.map(line).collect()
}

/// The lines of a synthetic corpus with later filings in two folders: every other one here, some
/// in both, and some with another answer.
fn corpus() -> Vec<Vec<String>> {
    corpus_with(&[])
}

/// The same, with more options of `synth`.
pub(crate) fn corpus_with(options: &[&str]) -> Vec<Vec<String>> {
    let room = tempfile::tempdir().unwrap();
    let corpus = room.path().join("corpus");
    let mut synth = program();
    synth.args([
        "synth", "--count", "1200", "--seed", "5", "--format", "ndjson",
    ]);
    synth.args(options).arg(&corpus).assert().success();
    let text = fs::read_to_string(corpus.join("notifications.ndjson")).unwrap();
    let mut folders = vec![Vec::new(), Vec::new()];
    for (at, line) in text.lines().enumerate() {
        folders[at % 2].push(line.to_owned());
        if at % 40 == 7 {
            folders[(at + 1) % 2].push(line.to_owned());
        } else if at % 40 == 18 {
            let mut other: Value = serde_json::from_str(line).unwrap();
            other["affected"]["data_subjects"] = json!({"exact": at + 70});
            folders[(at + 1) % 2].push(other.to_string());
        }
    }
    folders
}

#[test]
fn cases_that_lie_in_two_reports_give_the_tables_of_one_run() {
    let set = Set::new(&corpus());
    let paths = set.paths();
    let told = set.check(&paths, &[]);
    assert!(told.contains("another report"), "{told}");
    let whole = kinds(&set.whole(&[]));
    assert!(whole["copy"] > 40 && whole["withdrawn"] > 5, "{whole:?}");
    let reversed: Vec<&Path> = paths.iter().rev().copied().collect();
    set.check(&reversed, &["--by-controller"]);
    for options in [
        &["--count-copies"][..],
        &["--period", "2023"],
        &["--where", "sector=public", "--cross", "sector,kind"],
        &["--min-cell", "5"],
    ] {
        set.check(&paths, options);
    }
    for report in &set.reports {
        fs::remove_file(report.join("records.parquet")).unwrap();
    }
    set.check(&paths, &[]);
}

#[test]
fn promises_are_judged_by_the_clock_of_this_run() {
    let clocks = ["2021-06-01", "2023-06-01"];
    let set = Set::at(&corpus(), &clocks, (&OPTIONS, &[]));
    let whole = set.whole(&[]);
    let (together, _) = set.stats(&set.paths(), &[]);
    let table = |report: &Path| fs::read_to_string(report.join("tables/promises.csv")).unwrap();
    assert_eq!(table(&together), table(&whole));
    // What lay in the future of a report was found in it then (T007); the rest follows.
    let is_other = |line: &crate::Row| {
        let codes = [
            "T014", "M001", "M002", "M003", "M004", "M005", "M006", "M014",
        ];
        codes.contains(&line["code"].as_str())
    };
    let of_cases = |report: &Path| -> Vec<crate::Row> {
        rules(report, &whole).into_iter().filter(is_other).collect()
    };
    assert_eq!(of_cases(&together), of_cases(&whole));
}

/// A notification with these fields changed, as a line. Of a later filing only the head is kept.
fn filing(change: &Value) -> String {
    let complete = fs::read_to_string(here("fixtures/notifications/complete.json")).unwrap();
    let complete: Value = serde_json::from_str(&complete).unwrap();
    let mut filing = complete.clone();
    if change.get("kind").is_some() {
        filing = json!({"controller": complete["controller"]});
        filing["incident"]["discovered"] = complete["incident"]["discovered"].clone();
    }
    overlay(&mut filing, change);
    filing.to_string()
}

/// A notification that promises a supplement.
fn notification(number: &str, day: u32) -> Value {
    json!({
        "case_number": number, "received": at(day), "supplement": {"intended": "Ja"},
        "controller": {"reference": format!("KS {number}")},
    })
}

/// A later filing about a case.
fn later(kind: &str, about: &str, own: &str, day: u32) -> Value {
    json!({
        "kind": kind, "supplements": about, "case_number": own, "received": at(day),
        "controller": {"reference": null},
    })
}

fn at(day: u32) -> String {
    format!("2024-03-{day:02}T10:00:00+01:00")
}

fn set(folders: &[&[Value]]) -> Set {
    let lines = |filings: &&[Value]| filings.iter().map(filing).collect();
    Set::new(&folders.iter().map(lines).collect::<Vec<Vec<String>>>())
}

/// The row of promises.csv of a year.
fn promised(set: &Set) -> crate::Row {
    let (out, _) = set.stats(&set.paths(), &[]);
    let found = rows(&out.join("tables/promises.csv")).into_iter();
    found.last().unwrap()
}

#[test]
fn a_supplement_in_another_report_keeps_the_promise() {
    let set = set(&[
        &[
            notification("PUI-2024-0701", 5),
            notification("PUI-2024-0702", 5),
        ],
        &[later("supplement", "PUI-2024-0701", "", 9)],
    ]);
    let told = set.check(&set.paths(), &[]);
    assert!(
        told.contains("a notification in another report: 1."),
        "{told}"
    );
    let promised = promised(&set);
    assert_eq!((&*promised["received"], &*promised["missing"]), ("1", "1"));
}

#[test]
fn supplements_that_differ_in_texts_are_told_apart_by_their_receipts() {
    let supplement = |text: &str, day: u32| {
        let mut filing = later("supplement", "PUI-2024-0701", "", day);
        let change = json!({
            "controller": {"reference": "KS PUI-2024-0701"}, "incident": {"description": text},
        });
        overlay(&mut filing, &change);
        filing
    };
    let set = set(&[
        &[notification("PUI-2024-0701", 5)],
        &[supplement("Loggarna är genomgångna.", 9)],
        &[supplement("Utredningen är avslutad.", 19)],
    ]);
    set.check(&set.paths(), &[]);
    assert_eq!(set.kind("supplement"), 2);
}

#[test]
fn what_fits_two_notifications_is_left_and_told() {
    let mut second = notification("PUI-2024-0702", 5);
    overlay(
        &mut second,
        &json!({"controller": {"reference": "KS PUI-2024-0701"}}),
    );
    let mut supplement = later("supplement", "", "", 9);
    overlay(
        &mut supplement,
        &json!({"controller": {"reference": "KS PUI-2024-0701"}}),
    );
    let set = set(&[
        &[notification("PUI-2024-0701", 5), second],
        std::slice::from_ref(&supplement),
    ]);
    let told = set.check(&set.paths(), &[]);
    assert!(told.contains("so belong to none: 1."), "{told}");
    assert_eq!(promised(&set)["missing"], "2");
}

#[test]
fn a_withdrawal_in_another_report_takes_its_notification_back() {
    let set = set(&[
        &[
            notification("PUI-2024-0701", 5),
            notification("PUI-2024-0702", 5),
        ],
        &[
            later("withdrawal", "PUI-2024-0701", "PUI-2024-0799", 9),
            notification("PUI-2024-0703", 5),
        ],
    ]);
    set.check(&set.paths(), &[]);
    assert_eq!((set.kind("initial"), set.kind("withdrawn")), (2, 1));
}

/// It has no case number and no reference of its own, and says nothing of the breach.
#[test]
fn the_number_that_a_later_filing_is_about_is_key_enough() {
    for kind in ["supplement", "withdrawal"] {
        let mut about = later(kind, "pui-2024-0701", "", 9);
        about["incident"] = Value::Null;
        let set = set(&[&[notification("PUI-2024-0701", 5)], &[about]]);
        let told = set.check(&set.paths(), &["--lang", "en"]);
        assert!(
            told.contains("a notification in another report: 1."),
            "{told}"
        );
    }
}

#[test]
fn a_withdrawal_of_a_supplement_and_of_a_withdrawal_in_other_reports() {
    let set = set(&[
        &[
            notification("PUI-2024-0701", 5),
            later("supplement", "PUI-2024-0701", "PUI-2024-0710", 7),
            notification("PUI-2024-0702", 5),
            later("withdrawal", "PUI-2024-0702", "PUI-2024-0711", 7),
        ],
        &[later("withdrawal", "PUI-2024-0710", "", 9)],
        &[later("withdrawal", "PUI-2024-0711", "", 9)],
    ]);
    set.check(&set.paths(), &[]);
    assert_eq!((set.kind("initial"), set.kind("withdrawn")), (2, 0));
    assert_eq!(promised(&set)["missing"], "2");
}

#[test]
fn a_copy_and_a_later_version_in_other_reports_are_counted_once() {
    let first = notification("PUI-2024-0701", 5);
    let mut other = first.clone();
    overlay(
        &mut other,
        &json!({"incident": {"ongoing": "Ja"}, "received": at(12)}),
    );
    // Of the copy fewer answers can be determined.
    let mut less = first.clone();
    overlay(&mut less, &json!({"received": null, "not_asked": [24, 29]}));
    let set = set(&[std::slice::from_ref(&less), &[first], &[other]]);
    let told = set.check(&set.paths(), &[]);
    assert!(told.contains("so are counted once: 2."), "{told}");
    assert_eq!((set.kind("initial"), set.kind("copy")), (1, 2));
    // The later version is what came of the promise.
    assert_eq!(promised(&set)["received"], "1");
    set.check(&set.paths(), &["--count-copies"]);
}

#[test]
fn filings_that_name_each_other_are_tied_to_none() {
    let set = set(&[
        &[later("supplement", "PUI-2024-0702", "PUI-2024-0701", 5)],
        &[
            later("supplement", "PUI-2024-0701", "PUI-2024-0702", 6),
            notification("PUI-2024-0703", 5),
        ],
    ]);
    set.check(&set.paths(), &[]);
    assert_eq!((set.kind("supplement"), set.kind("copy")), (2, 0));
}

#[test]
fn a_report_given_twice_counts_once() {
    let set = set(&[&[
        notification("PUI-2024-0701", 5),
        later("supplement", "PUI-2024-0701", "", 9),
        notification("PUI-2024-0702", 5),
    ]]);
    let again = set.room.path().join("again");
    fs::create_dir(&again).unwrap();
    for entry in fs::read_dir(&set.reports[0]).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, again.join(path.file_name().unwrap())).unwrap();
        }
    }
    let (once, _) = set.stats(&[&set.reports[0]], &[]);
    let expected = tables(&once);
    let (twice, told) = set.stats(&[&set.reports[0], &again], &[]);
    assert!(
        told.contains("equal byte by byte; they are counted once"),
        "{told}"
    );
    let found = tables(&twice);
    let differ: Vec<&PathBuf> = expected
        .iter()
        .filter(|(name, bytes)| found[*name] != **bytes)
        .map(|(name, _)| name)
        .collect();
    // They are copies: of those two tables tell.
    assert_eq!(differ, [Path::new("kind.csv"), Path::new("rules.csv")]);
    let kinds = kinds(&twice);
    assert_eq!((kinds["initial"], kinds["copy"]), (2, 3));
}

#[test]
fn what_a_report_settled_stays() {
    // In its own report the supplement fits the only notification; another report has its number.
    let first = notification("PUI-2024-0701", 5);
    let mut other = notification("PUI-2024-0701", 6);
    overlay(
        &mut other,
        &json!({"controller": {"organisation_number": "556016-0680", "name": "Andra AB"}}),
    );
    let set = set(&[
        &[first, later("supplement", "PUI-2024-0701", "", 9)],
        std::slice::from_ref(&other),
    ]);
    assert_eq!(promised(&set)["received"], "1");
    assert_eq!(set.kind("initial"), 2);
}

#[test]
fn answers_that_a_supplement_completes_lack_no_more() {
    let mut first = notification("PUI-2024-0701", 5);
    overlay(&mut first, &json!({"consequences": {"severity": null}}));
    let mut supplement = later("supplement", "PUI-2024-0701", "", 9);
    overlay(
        &mut supplement,
        &json!({"consequences": {"severity": "3. Betydande"}}),
    );
    let set = set(&[&[first], std::slice::from_ref(&supplement)]);
    set.check(&set.paths(), &[]);
    let (out, _) = set.stats(&set.paths(), &[]);
    let lines = rows(&out.join("tables/rules.csv"));
    let missing = lines.iter().find(|line| line["code"] == "C010").unwrap();
    assert_eq!(missing["findings"], "0");
}
