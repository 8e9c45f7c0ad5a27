//! Rounded figures in words and pictures: nothing is said of a count that is rounded away as if
//! there were none, and no share that rounding would move leaves its mark behind.

use std::fmt::Write as _;

use super::*;

/// The summary of a run with rounded counts.
fn summary(out: &Path, inputs: &[&Path], more: &[&str]) -> String {
    let rounded = ["--round-to", "10", "--lang", "sv"];
    audit(inputs, out, &[&rounded, more].concat());
    std::fs::read_to_string(out.join("summary.md")).unwrap()
}

#[test]
fn a_count_that_is_rounded_away_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let receipts = fixtures.join("receipts.csv");
    let receipts = ["--receipts", receipts.to_str().unwrap()];
    let out = folder.path().join("all");
    let all = summary(&out, &[&fixtures.join("notifications")], &receipts);
    let head = all.lines().nth(2).unwrap();
    assert!(head.contains(" 0–4 för sent"), "{head}");
    let key = "Varje antal är avrundat för sig till närmaste 10-tal, för att skydda enskilda; 0 kan vara upp till 4 (se Röjandekontroll).";
    assert_eq!(all.lines().nth(4), Some(key));
    assert!(all.contains("0–4 anmälningar lovar en komplettering (tables/promises.csv)."));
    assert!(
        all.contains(" 0–4 återkallade anmälningar räknas inte."),
        "{all}"
    );
    assert!(all.contains("Minst 7") && all.contains(" regler kunde inte köras på alla"));
    let one = summary(
        &folder.path().join("one"),
        &[&fixtures.join("notifications/complete.json")],
        &[],
    );
    assert!(
        one.contains("0–4 hittade = 0–4 lästa + 0 oläsliga + 0 överhoppade."),
        "{one}"
    );
}

#[test]
fn several_reasons_stay_several_where_one_is_rounded_away() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.csv");
    let mut text = "case_number,received,controller.reference,incident.discovered.date,incident.sector,affected.data_subjects.exact\n".to_owned();
    for number in 1..=99 {
        let discovered = match number {
            ..=90 => "2023-03-06",
            91..=95 => "",
            _ => "2023-04-06",
        };
        let (sector, persons) = (
            if number % 2 == 0 {
                "Offentlig sektor"
            } else {
                "Privat sektor"
            },
            if number == 1 { 5_000_000 } else { 40 },
        );
        let _ = writeln!(
            text,
            "PUI-2023-{number},2023-03-07T15:00,R {number},{discovered},{sector},{persons}"
        );
    }
    std::fs::write(&file, text).unwrap();
    let out = folder.path().join("out");
    let all = summary(&out, &[&file], &["--formats", "csv,md,html,svg"]);
    let why = "10 kan inte bedömas (10 utan tid för upptäckten, 0–4 mottagna före upptäckten)";
    assert!(all.contains(why), "{all}");
    // One notification gives nearly all of the sum, which would tell its number.
    assert!(
        all.contains("i 100 anmälningar med ett antal: summan visas inte"),
        "{all}"
    );
    let affected = &read(&out)["affected"];
    let total = affected.rows.last().unwrap();
    for name in ["exact_sum", "lower", "upper"] {
        assert_eq!(total[affected.at(name).unwrap()], "", "{name}");
    }
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    let picture = std::fs::read_to_string(out.join("pictures/sector.svg")).unwrap();
    for shown in [&page, &picture] {
        assert!(!shown.contains("(\u{a0}%)"));
        assert!(shown.contains("Antalen är avrundade till närmaste 10-tal."));
    }
    assert!(picture.contains(">50<"), "{picture}");
}
