//! A release after another: whoever has both finds no small count in what came between them.

use super::*;

/// A corpus, and its beginning, as two releases would count them.
fn corpora(folder: &Path, count: usize, first: usize, seed: u32) -> [PathBuf; 2] {
    let all = folder.join("all");
    let args = ["synth", "--format", "ndjson", "--count", &count.to_string()];
    program()
        .args(args)
        .args(["--seed", &seed.to_string()])
        .arg(&all)
        .assert()
        .success();
    let text = std::fs::read_to_string(all.join("notifications.ndjson")).unwrap();
    let beginning: Vec<&str> = text.lines().take(first).collect();
    let before = folder.join("before");
    std::fs::create_dir(&before).unwrap();
    std::fs::write(before.join("notifications.ndjson"), beginning.join("\n")).unwrap();
    [before, all]
}

/// The small differences and the small counts that an attacker with both releases finds, and how
/// many were attacked.
fn attack_both(
    [before, now]: [&Tables; 2],
    [before_truth, truth]: [&Tables; 2],
    least: u64,
) -> (Vec<String>, usize) {
    let system = |tables: &Tables, truth: &Tables| System::new(tables, all(truth));
    let (before_known, known) = (system(before_truth, before_truth), system(truth, truth));
    let difference = |name: &str| {
        let of = |known: &System| known.truth(name).unwrap_or(0.0);
        of(&known) - of(&before_known)
    };
    for name in known.named() {
        assert!(difference(name) >= 0.0, "{name:?}: not every count grows");
    }
    let is_target = |name: &str| (1.0..least as f64).contains(&difference(name));
    let both = system(now, truth).after(&system(before, before_truth), is_target);
    let (broken, attacked) = both.attack(least);
    let is_secret = |cell: &str| match cell.strip_prefix("before: ") {
        Some(cell) => before_known.is_secret(cell, least),
        None => known.is_secret(cell, least),
    };
    let broken = broken.iter().filter(|found| is_secret(&found.cell));
    let told = |found: &attacker::Bounds| {
        let cell = found.cell.replace(char::is_control, " ");
        format!("{cell} {:?}: {} to {}", found.tables, found.low, found.high)
    };
    (broken.map(told).collect(), attacked)
}

#[test]
fn two_releases_tell_no_small_difference() {
    for (count, first, seed) in [(700, 450, 2), (1500, 1350, 3)] {
        let folder = tempfile::tempdir().unwrap();
        let [before, now] = corpora(folder.path(), count, first, seed);
        let report = |corpus: &PathBuf, name: &str, more: &[&str]| {
            let out = folder.path().join(name);
            audit(&[corpus], &out, more);
            (read(&out), out)
        };
        let (before_truth, _) = report(&before, "before-truth", &[]);
        let (truth, _) = report(&now, "truth", &[]);
        let truths = [&before_truth, &truth];
        for least in [3, 5, 10] {
            let number = least.to_string();
            let protected = ["--min-cell", number.as_str()];
            let (first, folder) = report(&before, &format!("before-{least}"), &protected);
            let previous = ["--previous", folder.to_str().unwrap()];
            let after = [protected, previous].concat();
            let (after, _) = report(&now, &format!("after-{least}"), &after);
            assert_eq!(small_counts(&after, least), Vec::<String>::new());
            // Without the release before there is something to protect. To show it once is enough.
            if least == 5 {
                let (alone, _) = report(&now, "alone", &protected);
                let (found, _) = attack_both([&first, &alone], truths, least);
                assert!(!found.is_empty(), "{count} N={least}: nothing to protect");
            }
            let (broken, attacked) = attack_both([&first, &after], truths, least);
            let told = after
                .values()
                .filter(|table| !table.rows.is_empty())
                .count();
            println!("{count} N={least}: {attacked} attacked, {told} tables");
            assert_eq!(broken, Vec::<String>::new(), "{count} N={least}");
        }
    }
}

#[test]
fn a_release_that_another_cannot_follow_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let [before, now] = corpora(path, 400, 398, 6);
    let report = |name: &str, more: &[&str]| audit(&[&before], &path.join(name), more);
    report("protected", &["--min-cell", "5"]);
    report("open", &[]);
    report("other", &["--min-cell", "10"]);
    report("year", &["--min-cell", "5", "--period", "2023"]);
    report("where", &["--min-cell", "5", "--where", "sector=public"]);
    report("law", &["--min-cell", "5", "--policy", "proposal-96h"]);
    report("pictures", &["--min-cell", "5", "--formats", "md"]);
    std::fs::create_dir(path.join("empty")).unwrap();
    let told = |command: &[&str], previous: &str, more: &[&str]| {
        let mut run = program();
        run.current_dir(path)
            .args(command)
            .args(["-o", "out", "--lang", "sv"]);
        let output = run
            .args(["--previous", previous])
            .args(more)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{previous}");
        assert!(!path.join("out").exists());
        String::from_utf8(output.stderr).unwrap()
    };
    let (all, records) = (now.to_str().unwrap(), path.join("open"));
    let stats = ["stats", records.to_str().unwrap()];
    for command in [&["audit", all][..], &stats] {
        for (previous, why) in [
            ("nope", "kan inte läsa rapportmappen nope: finns inte"),
            (
                "empty",
                "empty är ingen rapportmapp: den har ingen run.json",
            ),
            ("open", "--previous: open: den är inte gjord med --min-cell"),
            (
                "other",
                "--previous: other är gjord med --min-cell 10, inte 5; använd samma",
            ),
            ("year", "--previous: year: den gäller en annan period"),
            ("where", "--previous: where: den räknar ett annat urval"),
            (
                "law",
                "--previous: law: den är bedömd efter ett annat regelverk",
            ),
            (
                "pictures",
                "--previous: pictures: den har inga tabeller i CSV",
            ),
        ] {
            let error = told(command, previous, &["--min-cell", "5"]);
            assert!(error.contains(why), "{error}");
        }
        let error = told(command, "protected", &[]);
        assert!(
            error.contains("--previous gäller bara med --min-cell"),
            "{error}"
        );
    }
    // Two notifications came: every table would tell of them.
    let error = told(&["audit", all], "protected", &["--min-cell", "5"]);
    assert!(
        error.contains("färre än 5 anmälningar har kommit"),
        "{error}"
    );
}

#[test]
fn a_release_of_a_period_that_is_not_over_asks_for_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let [_, now] = corpora(path, 300, 200, 6);
    let told = |more: &[&str]| {
        let mut run = program();
        run.arg("audit")
            .arg(&now)
            .args(["--fail-on", "never", "--lang", "en", "--force"]);
        let output = run
            .arg("-o")
            .arg(path.join("out"))
            .args(more)
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let is_warned = |more: &[&str]| told(more).contains("the period is not over");
    assert!(is_warned(&["--min-cell", "5"]));
    assert!(is_warned(&[
        "--min-cell",
        "5",
        "--period",
        "2024",
        "--as-of",
        "2024-12-31"
    ]));
    assert!(!is_warned(&[
        "--min-cell",
        "5",
        "--period",
        "2024",
        "--as-of",
        "2025-01-01"
    ]));
    assert!(!is_warned(&[]));
}

#[test]
fn the_same_release_again_tells_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let [_, now] = corpora(path, 700, 200, 2);
    let first = path.join("first");
    audit(&[&now], &first, &["--min-cell", "5"]);
    let again = path.join("again");
    let previous = ["--min-cell", "5", "--previous", first.to_str().unwrap()];
    audit(&[&now], &again, &previous);
    let (first, again) = (read(&first), read(&again));
    let shown = |tables: &Tables| -> usize {
        let rows = tables.values().flat_map(|table| &table.rows);
        rows.flatten()
            .filter(|cell| cell.parse::<u64>().is_ok())
            .count()
    };
    let (before, now) = (shown(&first), shown(&again));
    assert_eq!(now, before);
    for (id, table) in &again {
        for row in &table.rows {
            for (at, cell) in row
                .iter()
                .enumerate()
                .filter(|(_, cell)| cell.parse::<u64>().is_ok())
            {
                let told = first[id]
                    .rows
                    .iter()
                    .find(|own| own[0] == row[0] && own[2] == row[2]);
                let is_told = told.is_some_and(|own| own[at] == *cell || own[at] == ":c");
                assert!(is_told, "{id} {row:?}");
            }
        }
    }
}
