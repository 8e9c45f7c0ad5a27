//! What the tests of the program share: running it, and reading what it wrote.
//! Each test file is a crate of its own and uses a part of this.
#![allow(dead_code, unreachable_pub, reason = "no test file uses all of it")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use assert_cmd::Command;
use serde_json::Value;

/// The instant that stands for now in tests.
pub const AS_OF: &str = "2026-01-01";

/// One row of a CSV file by column name.
pub type Row = BTreeMap<String, String>;

/// The program, in English, apart from the environment.
pub fn program() -> Command {
    let mut command = Command::cargo_bin("breach-audit").expect("the program is built");
    command
        .env_remove("LC_ALL")
        .env_remove("LANG")
        .env("LANG", "en_GB.UTF-8");
    command
}

/// The output of the program with these arguments.
pub fn run(arguments: &[&str]) -> Output {
    program()
        .args(arguments)
        .output()
        .expect("the program runs")
}

/// The names of all report formats, as `--formats` takes them: a unit test holds the guide to the
/// list of the program.
pub fn report_formats() -> String {
    let guide = String::from_utf8(run(&["guide", "options"]).stdout).expect("a text");
    let (_, after) = guide
        .split_once("`--formats LIST` | of `")
        .expect("the row");
    after.split('`').next().expect("a list").to_owned()
}

/// Audits `paths` into `out` with further arguments; gives the exit code.
pub fn audit(paths: &[&Path], out: &Path, more: &[&str]) -> i32 {
    let mut command = program();
    command.arg("audit").args(paths).arg("-o").arg(out);
    command
        .args(["--as-of", AS_OF, "-q", "--no-progress"])
        .args(more);
    let output = command.output().expect("the program runs");
    let code = output.status.code().unwrap_or(-1);
    assert!(
        matches!(code, 0 | 1 | 3),
        "{code}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    code
}

/// So many notifications on the draft of the common template, a line each. Some answers are rare,
/// some numbers approximate or not known.
pub fn on_draft(count: u64) -> String {
    let one = |at: u64| {
        let chance = at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        let of = |salt: u64, options: &[&str]| -> Value {
            let drawn = (chance.wrapping_mul(salt) >> 3) % 64;
            // The first is most frequent, the last rare.
            let at = (64 - drawn.max(1)).ilog2() as usize;
            options[options.len() - 1 - at.min(options.len() - 1)].into()
        };
        let number = match chance % 5 {
            0 => Value::Null,
            rest => (rest * 37 + chance % 900).into(),
        };
        let day = 1 + chance % 27;
        let document = serde_json::json!({
            "form": "edpb-2026-draft", "kind": "New Notification",
            "received": format!("2025-09-{:02}T10:00", day.min(25) + 1 + chance % 5),
            "filing": {"status": of(3, &["complete", "incomplete"])},
            "controller": {"name": format!("Exempelbolaget {at} AB")},
            "incident": {
                "aware": {"date": format!("2025-09-{day:02}"), "time": "09:00"},
                "sector": of(5, &["private", "public"]),
                "occurrence": of(7, &["period", "specific-day", "ongoing", "To be determined"]),
                "nature": [of(11, &["confidentiality", "availability", "integrity"]), "confidentiality"],
                "event": of(13, &["sent", "ransomware", "hacking", "phishing", "other"]),
                "origin": of(17, &["internal-non-malicious", "external-malicious", "Unknown"]),
            },
            "affected": {
                "data_subjects": {
                    "status": of(19, &["exact", "approximate", "to-be-determined", "cannot-be-determined"]),
                    "exact": number,
                },
                "data_items": {"status": of(23, &["exact", "approximate"]), "exact": number},
                "subject_groups": [of(29, &["customers", "employees", "patients"])],
            },
            "consequences": {
                "kinds": [of(31, &["loss-of-control", "fraud", "other"])],
                "impact": of(37, &["minor", "moderate", "severe", "To be determined"]),
                "risk": of(41, &["risk", "no-risk", "high-risk"]),
            },
            "communication": {"decision": of(43, &["informed", "no-high-risk", "planned", "exempt"])},
        });
        format!("{document}\n")
    };
    (0..count).map(one).collect()
}

/// A form edition with other questions than the default one: fewer, with other numbers and
/// other conditions, and one answer where the default edition has several.
pub const OTHER_EDITION: &str = "tests/data/editions/other-questions.toml";

/// So many notifications on [`OTHER_EDITION`], a line each. Some answers are rare, and the
/// discovery of some is blank.
pub fn on_other_edition(count: u64) -> String {
    let one = |at: u64| {
        let chance = at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        let ongoing = if chance.is_multiple_of(29) {
            "yes"
        } else {
            "no"
        };
        let encrypted = match (ongoing, chance % 3) {
            ("no", _) => Value::Null,
            (_, 0) => "yes".into(),
            _ => "no".into(),
        };
        let sector = if chance % 11 < 7 { "public" } else { "private" };
        let kinds = match chance % 43 {
            0 => "financial-loss",
            1..=3 => "reputation",
            4..=15 => "discrimination",
            _ => "loss-of-control",
        };
        let discovered = match chance % 17 {
            0 => Value::Null,
            _ => format!("2027-0{}-11", 1 + chance % 7).into(),
        };
        let document = serde_json::json!({
            "controller": {"name": format!("Exempelbolaget {at} AB")},
            "incident": {
                "discovered": {"date": discovered}, "ongoing": ongoing, "sector": sector,
            },
            "affected": {"encrypted": encrypted},
            "consequences": {"kinds": kinds},
        });
        format!("{document}\n")
    };
    (0..count).map(one).collect()
}

/// The rows of a CSV file.
pub fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("a CSV file");
    let header = reader.headers().expect("a header").clone();
    reader
        .records()
        .map(|record| {
            let record = record.expect("a row");
            header
                .iter()
                .zip(record.iter())
                .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
                .collect()
        })
        .collect()
}

/// A file or folder of the package. In `fixtures/notifications` the fixtures of the rules stand
/// beside those that the repository keeps whole.
pub fn here(path: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    match path.strip_prefix("fixtures/notifications") {
        Some(below) => notifications(package).join(below.trim_start_matches('/')),
        None => package.join(path),
    }
}

/// A fixture of a rule: the findings that it gives, as `C002 E`, and what is changed in the
/// complete notification (a merge patch, RFC 7396: `null` takes a field away).
#[derive(serde::Deserialize)]
pub struct RuleFixture {
    pub expect: Vec<String>,
    pub change: Value,
}

/// The fixtures of the rules by name.
pub fn rule_fixtures() -> BTreeMap<String, RuleFixture> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = |path: PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let text = std::fs::read(&path).expect("a fixture");
        let fixture = serde_json::from_slice(&text).unwrap_or_else(|error| {
            panic!("{name} is no fixture of a rule: {error}");
        });
        (name.into_owned(), fixture)
    };
    files(&package.join("tests/data/rules"))
        .into_iter()
        .map(named)
        .collect()
}

/// The folder of all notifications, made anew where something in it differs.
fn notifications(package: &Path) -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let whole = package.join("fixtures/notifications");
        let mut all = bytes_below(&whole);
        let complete = std::fs::read(whole.join("complete.json")).expect("the complete one");
        for (name, fixture) in rule_fixtures() {
            let mut document = serde_json::from_slice(&complete).expect("JSON");
            merge(&mut document, fixture.change);
            let text = serde_json::to_string_pretty(&document).expect("JSON") + "\n";
            all.insert(format!("{name}.json").into(), text.into_bytes());
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("notifications");
        std::fs::create_dir_all(&folder).expect("a folder");
        let lying = bytes_below(&folder);
        for old in lying.keys().filter(|name| !all.contains_key(*name)) {
            std::fs::remove_file(folder.join(old)).expect("an old file");
        }
        // Another test may read the folder meanwhile: a file appears in it whole.
        let part = folder.with_extension(std::process::id().to_string());
        for (name, bytes) in all
            .iter()
            .filter(|(name, bytes)| lying.get(*name) != Some(bytes))
        {
            std::fs::write(&part, bytes).expect("a file");
            std::fs::rename(&part, folder.join(name)).expect("the file in its place");
        }
        folder
    })
}

/// Lays fields over those of another object. Unlike in a merge patch `null` stays, so that a change
/// may be laid over a change.
pub fn overlay(into: &mut Value, change: &Value) {
    let Value::Object(change) = change else {
        *into = change.clone();
        return;
    };
    for (name, change) in change {
        overlay(&mut into[name], change);
    }
}

/// Applies a merge patch (RFC 7396).
fn merge(target: &mut Value, change: Value) {
    let Value::Object(change) = change else {
        *target = change;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let fields = target.as_object_mut().expect("an object");
    for (name, value) in change {
        if value.is_null() {
            fields.remove(&name);
        } else {
            merge(fields.entry(name).or_insert(Value::Null), value);
        }
    }
}

/// The files of a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// Every file below a folder with its bytes, by path.
pub fn bytes_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .expect("below the folder")
                    .to_owned();
                found.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// Says that a test asserts nothing for want of something, where it is seen: what
/// a test prints in the usual way is shown only when it fails.
pub fn skipped(why: &str) {
    use std::io::Write as _;
    writeln!(
        std::io::stderr(),
        "SKIPPED: {why}; this test asserts nothing"
    )
    .expect("standard error");
}
