//! Levels, thresholds, ignores and policies of breach-audit.toml and the command line.

use crate::common::{self, here, program};

#[test]
fn levels_thresholds_and_paths_are_configured() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("breach-audit.toml");
    let check = |toml: &str| {
        std::fs::write(&config, toml).unwrap();
        let output = program()
            .current_dir(folder.path())
            .args(["check", "--lang", "en", "--as-of", common::AS_OF])
            .args([
                here("fixtures/notifications/C016-unknown-items.json"),
                here("fixtures/notifications/C004-thin.json"),
            ])
            .output()
            .unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap(),
        )
    };
    assert_eq!(check("").0, 0);
    let (code, text) = check("[levels]\nC016 = \"error\"\n");
    assert!(code == 1 && text.contains("error C016"), "{text}");
    let (_, text) = check("[thresholds]\nthin-description = 10\n");
    assert!(!text.contains("C004"), "{text}");
    let (_, text) = check("[per-path-ignores]\n\"C004*\" = [\"thin-description\"]\n");
    assert!(!text.contains("C004 The"), "{text}");
    let (code, text) = check("[levels]\nC99 = \"error\"\n");
    assert!(code == 2 && text.contains("did you mean"), "{text}");
    for threshold in [
        "exposure-days = -1",
        "overdue-days = -400",
        "thin-description = 4294967296",
    ] {
        let (code, text) = check(&format!("[thresholds]\n{threshold}\n"));
        assert!(
            code == 2 && text.contains("whole number from 0 to 4294967295"),
            "{text}"
        );
        let (key, _) = threshold.split_once(' ').unwrap();
        assert!(text.contains(&format!("line 2: `{key}`")), "{text}");
    }
    for (toml, told) in [
        (
            "deadline-hours = 0\n",
            "--deadline-hours: 0 is not between 1 and 8760",
        ),
        ("deadline-hours = 100000\n", "not between 1 and 8760"),
        (
            "threads = 100000\n",
            "--threads: 100000 is not between 0 and 256",
        ),
        (
            "[levels]\nD001 = \"never\"\n",
            "possible values are info, warning, error",
        ),
        (
            "[thresholds]\nheaps = [-1]\n",
            "a list of whole numbers from 0 up",
        ),
    ] {
        let (code, text) = check(toml);
        assert!(code == 2 && text.contains(told), "{toml}: {text}");
    }
    let (code, text) = check("[thresholds]\nthin = 3\n");
    assert!(code == 2 && text.contains("thin-description"), "{text}");
}

#[test]
fn what_is_configured_holds_for_the_receipts_file_too() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("breach-audit.toml");
    std::fs::write(
        folder.path().join("rr.csv"),
        "source,received\nno-such.json,2024-03-13\n",
    )
    .unwrap();
    let check = |toml: &str| {
        std::fs::write(&config, toml).unwrap();
        let output = program()
            .current_dir(folder.path())
            .args([
                "check",
                "--lang",
                "en",
                "--as-of",
                common::AS_OF,
                "--receipts",
                "rr.csv",
                "--select",
                "M",
            ])
            .arg(here("fixtures/notifications/complete.json"))
            .output()
            .unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (code, text) = check("");
    assert!(code == 0 && text.contains("warning M009"), "{text}");
    let (code, text) = check("[levels]\nM = \"error\"\n");
    assert!(code == 1 && text.contains("error M009"), "{text}");
    let (_, text) = check("[per-path-ignores]\n\"rr.csv\" = [\"M009\"]\n");
    assert!(!text.contains("M009"), "{text}");
}

#[test]
fn reasons_that_speak_of_72_hours_may_be_true_under_a_shorter_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("late.json");
    let codes = |received: &str| {
        let mut copy: serde_json::Value = serde_json::from_slice(
            &std::fs::read(here("fixtures/notifications/complete.json")).unwrap(),
        )
        .unwrap();
        copy["received"] = received.into();
        copy["incident"]["delay_reason"] =
            "Anmälan görs inom 72 timmar från att vi upptäckte det.".into();
        std::fs::write(&path, copy.to_string()).unwrap();
        let output = program()
            .args([
                "check",
                "--as-of",
                common::AS_OF,
                "--output-format",
                "csv",
                "--select",
                "D002,D007",
            ])
            .args(["--policy", "eprivacy"])
            .arg(&path)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        ["D002", "D007"]
            .into_iter()
            .filter(|code| text.contains(code))
            .collect::<Vec<_>>()
    };
    // Discovered on 4 March at 09.30.
    assert_eq!(codes("2024-03-05T15:30"), ["D002"]);
    assert_eq!(codes("2024-03-08T15:30"), ["D002", "D007"]);
}
