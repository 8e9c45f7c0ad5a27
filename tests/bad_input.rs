//! Bad, huge and hostile inputs: each gets its line with a reason that a person
//! understands, and the rest of the run is unchanged.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use common::{Row, audit, here, rows};

/// Status and reason of one file.
fn fate(files: &[Row], name: &str) -> (String, String) {
    let row = files
        .iter()
        .find(|row| row["source"].ends_with(name))
        .unwrap_or_else(|| panic!("{name} is lost"));
    (row["status"].clone(), row["reason"].clone())
}

#[test]
fn every_bad_input_has_its_line_and_harms_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    fs::create_dir_all(set.join("below")).unwrap();
    let good = fs::read(here("fixtures/notifications/D001-late.json")).unwrap();
    fs::write(set.join("a-good.json"), &good).unwrap();
    fs::write(set.join("below/z-good.json"), &good).unwrap();
    for bad in common::files(&here("fixtures/unreadable")) {
        fs::copy(&bad, set.join(bad.file_name().unwrap())).unwrap();
    }
    huge(&set.join("huge.txt"));
    let out = folder.path().join("report");
    assert_eq!(audit(&[&set], &out, &[]), 3);
    let files = rows(&out.join("files.csv"));
    for (name, status, reason) in [
        ("binary.bin", "skipped", "binary"),
        (
            "columns.pdf",
            "unreadable",
            "columns whose order cannot be told",
        ),
        ("damaged.pdf", "unreadable", "PDF is damaged"),
        ("deep.json", "unreadable", "nested deeper"),
        ("empty.txt", "skipped", "empty"),
        ("empty-list.json", "skipped", "empty list"),
        ("header-only.csv", "skipped", "only a header"),
        ("encrypted.pdf", "unreadable", "PDF is encrypted"),
        ("huge.txt", "unreadable", "larger than"),
        ("letter.txt", "skipped", "no notification"),
        ("other-schema.json", "skipped", "another schema"),
        ("photo.jpg", "skipped", "image/jpeg"),
        ("scanned.pdf", "unreadable", "no readable text"),
        (
            "title-only.txt",
            "unreadable",
            "none of its numbered headings",
        ),
        ("truncated.json", "unreadable", "ends too early"),
        ("truncated.pdf", "unreadable", "PDF ends too early"),
    ] {
        let (found, why) = fate(&files, name);
        assert_eq!(found, status, "{name}: {why}");
        assert!(why.contains(reason), "{name}: {why}");
    }
    let findings = rows(&out.join("findings.csv"));
    let codes: Vec<&str> = findings
        .iter()
        .map(|finding| finding["code"].as_str())
        .collect();
    assert_eq!(
        codes,
        ["D001", "M001", "D001"],
        "two good files are one notification"
    );
    accounted(&out);
}

#[test]
fn configuration_and_other_text_in_brackets_is_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    fs::create_dir_all(&set).unwrap();
    fs::copy(
        here("fixtures/notifications/complete.json"),
        set.join("a.json"),
    )
    .unwrap();
    fs::write(set.join("breach-audit.toml"), "[levels]\nC016 = \"info\"\n").unwrap();
    fs::write(set.join("other.toml"), "[thresholds]\nheaps = []\n").unwrap();
    let out = folder.path().join("report");
    assert_eq!(audit(&[&set], &out, &[]), 0);
    let files = rows(&out.join("files.csv"));
    assert_eq!(
        fate(&files, "breach-audit.toml"),
        (
            "skipped".to_owned(),
            "the program's configuration".to_owned()
        )
    );
    let (status, reason) = fate(&files, "other.toml");
    assert!(
        status == "skipped" && reason.contains("no notification"),
        "{status} {reason}"
    );
    accounted(&out);
}

#[test]
fn entries_of_a_file_are_numbered_as_its_records_are() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    fs::create_dir_all(&set).unwrap();
    let good = fs::read_to_string(here("fixtures/notifications/complete.json")).unwrap();
    let good = serde_json::from_str::<serde_json::Value>(&good)
        .unwrap()
        .to_string();
    fs::write(
        set.join("n.ndjson"),
        format!("{good}\n\n{{\"controller\": {{broken\n{good}\n"),
    )
    .unwrap();
    let out = folder.path().join("report");
    assert_eq!(audit(&[&set], &out, &[]), 3);
    let (status, reason) = fate(&rows(&out.join("files.csv")), "n.ndjson#2");
    assert!(
        status == "unreadable" && reason.contains("line 3"),
        "{status} {reason}"
    );
    let records = rows(&out.join("records.csv"));
    let numbers: Vec<_> = records
        .iter()
        .map(|row| (row["record"].as_str(), row["line"].as_str()))
        .collect();
    assert_eq!(numbers, [("1", "1"), ("3", "4")]);
}

/// Two gigabytes of text, most of them only promised to the file system.
fn huge(path: &Path) {
    let mut file = fs::File::create(path).unwrap();
    file.write_all("text utan slut\n".repeat(10_000).as_bytes())
        .unwrap();
    file.set_len(2 << 30).unwrap();
}

/// discovered = read + unreadable + skipped, in run.json as in files.csv.
fn accounted(out: &Path) {
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    let count = |name: &str| run["counts"][name].as_u64().unwrap();
    assert_eq!(
        count("discovered"),
        count("read") + count("unreadable") + count("skipped"),
        "{run}"
    );
    assert_eq!(
        count("discovered") as usize,
        rows(&out.join("files.csv")).len()
    );
}

#[cfg(unix)]
#[test]
fn names_links_and_permissions() {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    fs::create_dir_all(set.join("closed")).unwrap();
    let good = fs::read(here("fixtures/notifications/complete.json")).unwrap();
    fs::write(
        set.join(std::ffi::OsStr::from_bytes(b"caf\xe9.json")),
        &good,
    )
    .unwrap();
    fs::write(set.join("811218-9876.json"), &good).unwrap();
    fs::write(set.join("closed.json"), &good).unwrap();
    fs::write(set.join("closed/inside.json"), &good).unwrap();
    symlink(&set, set.join("loop")).unwrap();
    fs::set_permissions(set.join("closed.json"), fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(set.join("closed"), fs::Permissions::from_mode(0o000)).unwrap();
    let may_read_all = fs::read(set.join("closed.json")).is_ok();
    let out = folder.path().join("report");
    audit(&[&set], &out, &[]);
    fs::set_permissions(set.join("closed"), fs::Permissions::from_mode(0o700)).unwrap();
    let files = rows(&out.join("files.csv"));
    assert_eq!(fate(&files, "loop").0, "skipped");
    assert!(
        files
            .iter()
            .any(|row| row["source"].contains("caf") && row["status"] == "read")
    );
    assert!(
        files
            .iter()
            .all(|row| !row["source"].contains("811218-9876")),
        "an identity number in a name"
    );
    if may_read_all {
        eprintln!("this user may read everything: permissions are not tested");
    } else {
        assert_eq!(fate(&files, "closed.json").0, "unreadable");
        assert_eq!(fate(&files, "closed").0, "unreadable");
    }
    accounted(&out);
}

#[test]
fn names_of_files_tell_no_person_in_any_file_of_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    fs::create_dir_all(set.join("anna.berg@kommun.se")).unwrap();
    let good = fs::read(here("fixtures/notifications/complete.json")).unwrap();
    let personal = [
        "811218-9876.json",
        "070-123 45 67.json",
        "svar till anna.berg@kommun.se.json",
        "anna.berg@kommun.se/1.json",
    ];
    for name in personal {
        fs::write(set.join(name), &good).unwrap();
    }
    fs::write(set.join("olle.ek@kommun.se.json"), "{").unwrap();
    fs::write(set.join("2024-01-15 10.30.json"), &good).unwrap();
    let out = folder.path().join("report");
    audit(&[&set], &out, &["--formats", "csv,md,html,xlsx"]);
    let sources: Vec<String> = rows(&out.join("files.csv"))
        .into_iter()
        .map(|row| row["source"].clone())
        .collect();
    assert_eq!(sources.len(), personal.len() + 2, "{sources:?}");
    assert!(sources.iter().any(|own| own == "set/2024-01-15 10.30.json"));
    // What kind of file it is stays to be seen.
    let kinds = sources.iter().filter(|own| own.contains(".json"));
    assert_eq!(kinds.count(), sources.len(), "{sources:?}");
    for (path, bytes) in common::bytes_below(&out) {
        let text = String::from_utf8_lossy(&bytes);
        for word in ["811218-9876", "070-123 45 67", "anna.berg", "olle.ek"] {
            assert!(!text.contains(word), "{word} in {}", path.display());
        }
    }
}

#[test]
fn a_file_that_vanishes_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.json", "b.json"] {
        fs::copy(
            here("fixtures/notifications/complete.json"),
            folder.path().join(name),
        )
        .unwrap();
    }
    let discovered = breach_audit::discover::discover(&[folder.path().to_owned()]).unwrap();
    fs::remove_file(folder.path().join("a.json")).unwrap();
    let settings = settings();
    let audit = breach_audit::audit::audit(
        discovered,
        &[],
        &settings,
        &breach_audit::audit::Watch::default(),
    )
    .unwrap();
    assert_eq!(audit.rows.len(), 1);
    let refusal = audit.inputs[0]
        .refusal
        .as_ref()
        .expect("the first vanished");
    assert!(
        !refusal
            .reason
            .show(breach_audit::config::Language::En)
            .is_empty()
    );
}

fn settings() -> breach_audit::audit::Settings {
    breach_audit::audit::Settings {
        edition: breach_audit::form::Edition::default_edition(),
        candidates: breach_audit::form::Candidates::in_use().clone(),
        as_of: breach_audit::moment::Instant::from_timestamp(
            "2026-01-01T00:00:00Z".parse().unwrap(),
        ),
        policy: "gdpr33".to_owned(),
        valid_from: None,
        limit_hours: 72,
        selected: breach_audit::check::Selected::ALL,
        names: breach_audit::row::Names::Mask,
        levels: Vec::new(),
        thresholds: breach_audit::config::Thresholds::default(),
        archives: breach_audit::config::ArchiveLimits::default(),
        mapping: None,
        ignores: breach_audit::audit::Ignores::default(),
        timings: None,
        excerpts: None,
        receipts_names: Vec::new(),
        copies: breach_audit::config::Copies::Aside,
        answers: breach_audit::config::Answers::FirstFiled,
        register: None,
        free_text: breach_audit::config::FreeText::Left,
        keeps: breach_audit::audit::Keeps::Nothing,
    }
}

mod any_bytes {
    //! No bytes make the program fail: each file comes out as read or refused.

    use proptest::prelude::*;

    use super::settings;

    /// Audits one file with these bytes; gives whether the program kept its head.
    fn survives(bytes: &[u8]) -> bool {
        let file = tempfile::Builder::new().suffix(".txt").tempfile().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let discovered = breach_audit::discover::discover(&[file.path().to_owned()]).unwrap();
        let audit = breach_audit::audit::audit(
            discovered,
            &[],
            &settings(),
            &breach_audit::audit::Watch::default(),
        )
        .unwrap();
        let internal = |refusal: &breach_audit::read::Refusal| {
            refusal.reason == breach_audit::read::Reason::Internal
        };
        !audit.inputs.is_empty()
            && !audit
                .inputs
                .iter()
                .any(|input| input.refusal.as_deref().is_some_and(internal))
    }

    fn pieces() -> impl Strategy<Value = String> {
        let copy =
            std::fs::read_to_string(super::here("fixtures/notifications/complete-marked.txt"))
                .unwrap();
        let json =
            std::fs::read_to_string(super::here("fixtures/notifications/complete.json")).unwrap();
        let lines: Vec<String> = copy
            .lines()
            .chain(json.lines())
            .map(str::to_owned)
            .collect();
        let piece = prop_oneof![
            4 => proptest::sample::select(lines),
            1 => any::<String>(),
            1 => "[0-9]{0,3}\\. [A-Za-zåäö ?]{0,20}",
            1 => "[-0-9: .kl/]{0,12}",
        ];
        proptest::collection::vec(piece, 0..120).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
            prop_assert!(survives(&bytes));
        }

        #[test]
        fn nor_do_shuffled_forms(text in pieces()) {
            prop_assert!(survives(text.as_bytes()));
        }
    }

    #[test]
    fn every_prefix_of_a_copy_is_read_or_refused() {
        for name in ["imy-2021-text-copy.txt", "complete.json", "stream.ndjson"] {
            let bytes =
                std::fs::read(super::here(&format!("fixtures/notifications/{name}"))).unwrap();
            for end in (0..bytes.len()).step_by(211) {
                assert!(survives(&bytes[..end]), "{name} up to {end}");
            }
        }
    }
}

#[test]
fn noise_that_is_called_a_document_is_unreadable_by_its_kind() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    fs::create_dir_all(&set).unwrap();
    let good = fs::read(here("fixtures/notifications/D001-late.json")).unwrap();
    fs::write(set.join("good.json"), &good).unwrap();
    let noise: Vec<u8> = (0..4000_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let torn = [b"PK\x03\x04", &noise[..]].concat();
    let cases = [
        ("xlsx", "a workbook, which cannot be read"),
        ("XLSB", "a workbook, which cannot be read"),
        ("ods", "a workbook, which cannot be read"),
        ("docx", "a Word document, which cannot be read"),
        ("doc", "the old format (.doc), which cannot be read"),
        ("odt", "an OpenDocument text (.odt), which cannot be read"),
        ("rtf", "an RTF document, which cannot be read"),
        ("msg", "an Outlook message (.msg), which cannot be read"),
        ("eml", "the source of a mail, which cannot be read"),
        ("html", "a web page (HTML), which cannot be read"),
        ("pdf", "the PDF is damaged"),
    ];
    for (ending, _) in cases {
        fs::write(set.join(format!("noise.{ending}")), &noise).unwrap();
    }
    let packed = &cases[..6];
    for (ending, _) in packed.iter().filter(|(ending, _)| *ending != "doc") {
        fs::write(set.join(format!("torn.{ending}")), &torn).unwrap();
    }
    fs::write(set.join("noise.bin"), &noise).unwrap();
    let out = folder.path().join("report");
    assert_eq!(audit(&[&set], &out, &[]), 3);
    let files = rows(&out.join("files.csv"));
    for (ending, told) in cases {
        for name in ["noise", "torn"] {
            let name = format!("{name}.{ending}");
            if !set.join(&name).exists() {
                continue;
            }
            let (status, reason) = fate(&files, &name);
            assert_eq!(status, "unreadable", "{name}: {reason}");
            assert!(reason.contains(told), "{name}: {reason}");
        }
    }
    assert_eq!(fate(&files, "noise.bin").0, "skipped");
}
