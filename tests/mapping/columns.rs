//! Columns that belong together: several of one name, numbers that make one amount,
//! options with a column each.

use std::path::PathBuf;

use crate::common::{Row, audit, here, program, rows};

/// What is told of an input of which nothing can be read.
pub(crate) fn complaint(export: &str, mapping: Option<&str>) -> String {
    told_of("in.csv", export, mapping, 3)
}

/// The same of an input of any format.
pub(crate) fn complaint_of(name: &str, export: &str, mapping: &str) -> String {
    told_of(name, export, Some(mapping), 3)
}

/// What is told of an input that is ended with this code.
pub(crate) fn told_of(name: &str, export: &str, mapping: Option<&str>, code: i32) -> String {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join(name);
    std::fs::write(&input, export).unwrap();
    let mut command = program();
    command
        .args(["audit", "-o"])
        .arg(folder.path().join("report"))
        .arg(&input);
    if let Some(mapping) = mapping {
        std::fs::write(folder.path().join("m.toml"), mapping).unwrap();
        command.arg("--mapping").arg(folder.path().join("m.toml"));
    }
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(code));
    String::from_utf8(output.stderr).unwrap()
}

/// A folder with an export and its mapping, and what a run over them writes.
pub(crate) struct Run {
    folder: tempfile::TempDir,
}

impl Run {
    pub(crate) fn of(export: &str, mapping: &str) -> Self {
        Self::of_named("in.csv", export, mapping)
    }

    /// The same of an export of any format.
    pub(crate) fn of_named(name: &str, export: &str, mapping: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), export).unwrap();
        std::fs::write(folder.path().join("m.toml"), mapping).unwrap();
        let run = Self { folder };
        audit(
            &[&run.path(name)],
            &run.path("report"),
            &["--mapping", run.path("m.toml").to_str().unwrap()],
        );
        run
    }

    /// The same of a case that is bundled.
    pub(crate) fn of_case(export: &str, mapping: &str) -> Self {
        let run = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let (export, mapping) = (
            here("tests/data").join(export),
            here("tests/data").join(mapping),
        );
        audit(
            &[&export],
            &run.path("report"),
            &["--mapping", mapping.to_str().unwrap()],
        );
        run
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn rows(&self, table: &str) -> Vec<Row> {
        rows(&self.path("report").join(table))
    }

    pub(crate) fn column(&self, name: &str) -> Vec<String> {
        self.rows("records.csv")
            .iter()
            .map(|row| row[name].clone())
            .collect()
    }
}

#[test]
fn columns_of_one_name_are_united_in_a_list() {
    let run = Run::of_case("repeated-columns/jira.csv", "repeated-columns/jira.toml");
    assert_eq!(
        run.column("subject_groups"),
        [
            "children|vulnerable",
            "members",
            "children",
            "patients|children|vulnerable",
            "(blank)"
        ]
    );
    // Names that differ in case and blanks alone are one, also where one is written exactly.
    let mapping = "[[field]]\nto = \"controller.reference\"\nfrom = \"Ref\"\n[[field]]\nto = \"affected.subject_groups\"\nfrom = \"Typ av grupp\"\n";
    let table = "Ref;Typ av grupp;TYP AV  GRUPP\nA1;children;patients\n";
    let run = Run::of(table, mapping);
    assert_eq!(run.column("subject_groups"), ["patients|children"]);
}

#[test]
fn columns_of_one_name_are_refused_where_there_is_one_value() {
    let mapping = "[[field]]\nto = \"controller.reference\"\nfrom = \"Ref\"\n[[field]]\nto = \"incident.sector\"\nfrom = \"Sektor\"\n";
    let told = complaint(
        "Ref;Sektor;SEKTOR;Sektor\nA1;public;public;private\n",
        Some(mapping),
    );
    assert!(
        told.contains("3 columns \"Sektor\"") && told.contains("line 6"),
        "{told}"
    );
    let told = complaint("Ref;Sektor;SEKTOR\nA1;public;private\n", Some(mapping));
    assert!(told.contains("2 columns \"Sektor\""), "{told}");
    // A column that another entry names so is its, and a sign makes another name.
    let named = format!("{mapping}[[field]]\nto = \"incident.cause\"\nfrom = \"SEKTOR\"\n");
    let run = Run::of(
        "Ref;Sektor;SEKTOR;Sektor %\nA1;public;technical;50\n",
        &named,
    );
    assert_eq!(run.column("sector"), ["public"]);
    assert_eq!(run.column("cause"), ["technical"]);
    // Where the mapping names each of them, it says which is meant.
    let both = mapping.replace(
        "from = \"Sektor\"",
        "from = [\"Sektor\", \"Sektor\"]\njoin = \"\"",
    );
    let run = Run::of("Ref;Sektor;Sektor\nA1;;public\nA2;private;\n", &both);
    assert_eq!(run.column("sector"), ["public", "private"]);
}

#[test]
fn columns_of_our_own_names_too() {
    let header =
        "controller.reference,incident.sector,affected.subject_groups,affected.subject_groups\n";
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("ours.csv"), folder.path().join("report"));
    std::fs::write(
        &input,
        format!("{header}A1,public,children,patients|children\nA2,public,,\n"),
    )
    .unwrap();
    audit(&[&input], &out, &[]);
    let groups = |row: &Row| row["subject_groups"].clone();
    let found: Vec<String> = rows(&out.join("records.csv")).iter().map(groups).collect();
    assert_eq!(found, ["patients|children", "(blank)"]);
    let single = header.replace("affected.subject_groups\n", "incident.sector\n");
    let told = complaint(&format!("{single}A1,public,children,private\n"), None);
    assert!(told.contains("2 columns \"incident.sector\""), "{told}");
}

#[test]
fn numbers_of_two_columns_are_one_amount_only_as_told() {
    let folder = here("tests/data/registers/joined-numbers");
    let export = std::fs::read_to_string(folder.join("in.csv")).unwrap();
    let mapping = std::fs::read_to_string(folder.join("m.toml")).unwrap();
    let refused = program()
        .args([
            "audit",
            folder.join("in.csv").to_str().unwrap(),
            "--mapping",
        ])
        .arg(folder.join("m.toml"))
        .output()
        .unwrap();
    let message = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        message.contains("line 6") && message.contains("combine = \"sum\""),
        "{message}"
    );
    for (how, amounts) in [
        ("sum", ["300", "177", "811", "3468", "9"]),
        ("first", ["100", "57", "7", "12", "9"]),
        (
            "span",
            ["100-200", "57-120", "7-804", "12-3456", "(undeterminable)"],
        ),
    ] {
        let run = Run::of(&export, &format!("{mapping}\ncombine = \"{how}\"\n"));
        let records = run.rows("records.csv");
        for (row, amount) in records.iter().zip(amounts) {
            let (min, max) = amount.split_once('-').unwrap_or((amount, amount));
            let found = [
                row["data_subjects_min"].as_str(),
                row["data_subjects_max"].as_str(),
            ];
            assert_eq!(found, [min, max], "{how} {}", row["reference"]);
        }
    }
}

#[test]
fn numbers_that_cannot_be_combined_are_no_amount() {
    let mapping = "[[field]]\nto = \"controller.reference\"\nfrom = \"Id\"\n[[field]]\nto = \"affected.data_subjects\"\nfrom = [\"A\", \"B\"]\nunknown = [\"?\"]\n";
    let export = "Id;A;B\nR1;5;?\nR2;5;många\nR3;20;10\nR4;1 000;7\nR5;;\nR6;5;Vet inte\n";
    let amounts = |how: &str| {
        let run = Run::of(export, &format!("{mapping}combine = \"{how}\"\n"));
        run.column("data_subjects_min").join(" ")
    };
    assert_eq!(
        amounts("sum"),
        "(unknown) (undeterminable) 30 1007 (blank) (unknown)"
    );
    assert_eq!(amounts("first"), "5 5 20 1000 (blank) 5");
    assert_eq!(
        amounts("span"),
        "(unknown) (undeterminable) (undeterminable) (undeterminable) (blank) (unknown)"
    );
}

#[test]
fn a_no_in_every_option_column_is_an_answer() {
    let case = "registers/all-columns-no";
    let run = Run::of_case(&format!("{case}/in.csv"), &format!("{case}/m.toml"));
    assert_eq!(
        run.column("data_categories"),
        ["ssn", "medical", "none-of-these", "none-of-these"]
    );
    let table = run.rows("tables/data-categories.csv");
    let lines: Vec<String> = table
        .iter()
        .map(|row| {
            ["value", "label", "kind", "notifications", "base"]
                .map(|name| row[name].as_str())
                .join(",")
        })
        .collect();
    let expected = [
        "ssn,SSN,value,1,4",
        "medical,Medical,value,1,4",
        "none-of-these,None of these,value,2,4",
    ];
    assert_eq!(lines, expected);
    let place = run
        .rows("records.csv")
        .iter()
        .map(|row| row["states"].as_bytes()[25])
        .collect::<Vec<_>>();
    assert_eq!(place, [b'a'; 4]);
    let codes: Vec<String> = run
        .rows("findings.csv")
        .iter()
        .map(|row| row["code"].clone())
        .collect();
    assert!(
        !codes
            .iter()
            .any(|code| ["C007", "C008", "C009", "F002", "C001"].contains(&code.as_str())),
        "{codes:?}"
    );
    assert!(run.rows("tables/unlisted.csv").is_empty());
}

#[test]
fn only_a_no_in_every_one_of_them_is() {
    let folder = here("tests/data/registers/all-columns-no");
    let mapping = std::fs::read_to_string(folder.join("m.toml")).unwrap();
    let mapping = mapping
        .replace("form=\"f.form.toml\"\n", "")
        .replace("ssn", "identity-number")
        .replace("\"medical\"", "\"health\"");
    let export = "Id;SSN;Medical\n1;No;\n2;;\n3;No;Vet inte\n4;-;-\n5;☐;☐\n6;Nej;0\n7;No;Yes\n";
    let run = Run::of(export, &mapping);
    assert_eq!(
        run.column("data_categories"),
        [
            "(blank)",
            "(blank)",
            "(unknown)",
            "(blank)",
            "(blank)",
            "none-of-these",
            "health"
        ]
    );
}
