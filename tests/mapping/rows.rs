//! Which rows of a table count, and how many notifications they are.

use super::columns::Run;
use crate::common::program;

/// What is told of a mapping that cannot be.
pub(crate) fn mistake(mapping: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (input, file) = (folder.path().join("in.csv"), folder.path().join("m.toml"));
    std::fs::write(&input, "Area;Nr\nx;1\n").unwrap();
    std::fs::write(&file, mapping).unwrap();
    let out = folder.path().join("report");
    let output = program()
        .arg("audit")
        .arg(&input)
        .arg("--mapping")
        .arg(&file)
        .arg("-o")
        .arg(&out)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{mapping}");
    String::from_utf8(output.stderr).unwrap()
}

const REGISTER: &str = "\
Register;;;;
Area;People;;Count;Note
;Least;Most;;
x;;;;taken over
Skola: Grundskola;1;2;2;a
;3;4;3;b
;3;4;many;c
;3;4;0;d
Vård;5;6;1;other
Vård;5;6;;e
Vård;5;6;1;STOP
Vård;1;1;1;f
";

const AREA: &str = "[[field]]\nto = \"incident.area\"\nfrom = \"Area\"\n";

#[test]
fn rows_are_counted_as_the_mapping_says() {
    let rows = "[rows]\nheader = 2\nskip = 1\nfill_down = \"Area\"\nrequired = \"Count\"\n\
        where = [{ from = \"Note\", is_not = \"OTHER\" }, { from = \"[2]\", pattern = '^\\d$' }]\n\
        until = { from = \"Note\", is = \"stop\" }\nweight = \"Count\"\n";
    let people = "[[field]]\nto = \"affected.data_subjects\"\n\
        from = [\"People Least\", \"People Most\"]\ncombine = \"span\"\n";
    let case = Run::of(REGISTER, &[rows, people, AREA].concat());
    assert_eq!(case.column("line"), ["5", "5", "6", "6", "6"]);
    assert_eq!(case.column("record"), ["1", "2", "3", "4", "5"]);
    assert_eq!(case.column("area"), ["Skola: Grundskola"; 5]);
    assert_eq!(
        case.column("data_subjects_exact"),
        ["(blank)"; 5],
        "a span is a band"
    );
    let told: Vec<String> = case
        .rows("findings.csv")
        .iter()
        .filter(|row| row["code"] == "F014")
        .map(|row| row["message"].clone())
        .collect();
    assert_eq!(
        told,
        [
            "By the mapping, 2 rows are 5 notifications.",
            "Rows of the table that are no notifications are not counted: 1 title row, 1 row passed over (skip), \
             1 row that does not meet the conditions (where), 1 row that lacks what is required (required), \
             2 rows after the end of the table (until) and 1 row that stands for no notification (weight).",
        ]
    );
    let files = case.rows("files.csv");
    assert_eq!(files[1]["status"], "unreadable");
    assert!(
        files[1]["reason"].starts_with("line 7 does not say"),
        "{:?}",
        files[1]
    );
}

#[test]
fn rows_with_one_key_are_one_notification() {
    let export = "Nr,Kind,Data,Sector,People,Day\n\
        7,Kund,Hälsa,Privat sektor,3,2024-05-01\n\
        8,Barn,Hälsa,Privat sektor,5,2024-05-02\n\
        7,Barn,Namn,,3,2024-05-01\n\
        ,Barn,Namn,,9,2024-05-03\n\
        7,kund,Hälsa,Offentlig sektor,3,okänt\n\
        ,Barn,Namn,,1,2024-05-04\n";
    let mapping = "[source]\nunknown = [\"okänt\"]\n[group]\nby = [\"Nr\"]\n\
        [[field]]\nto = \"controller.reference\"\nfrom = \"Nr\"\n\
        [[field]]\nto = \"affected.subject_groups\"\nfrom = \"Kind\"\nvalues = { \"Kund\" = \"customers\" }\n\
        [[field]]\nto = \"incident.sector\"\nfrom = \"Sector\"\n\
        [[field]]\nto = \"affected.data_subjects\"\nfrom = \"People\"\n\
        [[field]]\nto = \"incident.discovered\"\nfrom = \"Day\"\n";
    let case = Run::of(export, mapping);
    assert_eq!(case.column("line"), ["2", "3", "5", "7"]);
    assert_eq!(case.column("reference"), ["7", "8", "(blank)", "(blank)"]);
    assert_eq!(
        case.column("subject_groups"),
        ["customers|children", "children", "children", "children"]
    );
    assert_eq!(
        case.column("sector"),
        ["(undeterminable)", "private", "(blank)", "(blank)"]
    );
    assert_eq!(case.column("data_subjects_exact"), ["3", "5", "9", "1"]);
    assert!(
        case.column("discovered_earliest")[0].starts_with("2024-05-01"),
        "what one row does not know another may"
    );
    let findings = case.rows("findings.csv");
    let message = |code: &str| {
        let all = findings.iter().filter(|row| row["code"] == code);
        all.map(|row| (row["place"].clone(), row["message"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        message("F014")[0].1,
        "By the mapping, 6 rows are 4 notifications."
    );
    let [(place, told)] = &message("F003")[..] else {
        panic!("{findings:?}")
    };
    assert_eq!(place, "Sector");
    assert!(told.contains("(different values: 2)"), "{told}");
    assert!(
        message("F011").is_empty(),
        "keys that repeat are what was said"
    );
    // A key is one however wide its blanks are.
    let export = "Nr,Kind,Data,Sector,People,Day\nKS 1,Barn,,,3,\nks\u{a0} 1,Kund,,,3,\n";
    let case = Run::of(export, mapping);
    assert_eq!(case.column("reference"), ["KS 1"]);
    assert_eq!(case.column("subject_groups"), ["customers|children"]);
}

#[test]
fn a_table_without_a_header_is_read_by_position() {
    let mapping = "[rows]\nheader = 0\n[[field]]\nto = \"controller.reference\"\nfrom = \"[2]\"\n\
        [[field]]\nto = \"incident.sector\"\nfrom = \"[1]\"\n";
    let case = Run::of("Privat sektor;A1;x\nOffentlig sektor;A2;y\n", mapping);
    assert_eq!(case.column("reference"), ["A1", "A2"]);
    assert_eq!(case.column("sector"), ["private", "public"]);
    let mapping = "[[field]]\nto = \"controller.reference\"\nfrom = \"Id[2]\"\n";
    let case = Run::of("Id;Name;ID\n1;a;A1\n2;b;A2\n", mapping);
    assert_eq!(case.column("reference"), ["A1", "A2"]);
}

#[test]
fn rules_that_cannot_be_are_refused_by_key_and_line() {
    for (rows, told) in [
        (
            "[rows]\nwhere = [{ from = \"Area\" }]\n",
            "line 2: a condition says what the cell holds",
        ),
        (
            "[rows]\nweight = \"Nr\"\n[group]\nby = \"Nr\"\n",
            "line 2: weight or [group], not both",
        ),
        (
            "[rows]\nrequired = []\n",
            "line 2: required names no column",
        ),
        (
            "[rows]\nuntil = { from = \"Area\", pattern = '(' }\n",
            "line 2: pattern: ",
        ),
        (
            "[source]\nformat = \"json\"\n[rows]\nfill_down = \"Area\"\n",
            "line 4: fill_down does nothing for json",
        ),
    ] {
        let complaint = mistake(&[rows, AREA].concat());
        assert!(complaint.contains(told), "{complaint}");
    }
    let keyed = "[rows]\nweight = \"Nr\"\n[[field]]\nto = \"case_number\"\nfrom = \"Nr\"\n";
    assert!(mistake(keyed).contains("cannot share one \"case_number\""));
}

#[test]
fn json_is_refused_where_the_mapping_has_rules_for_tables() {
    let folder = tempfile::tempdir().unwrap();
    let list = "[{\"Area\":\"x\",\"Nr\":\"1\"},{\"Area\":\"y\",\"Nr\":\"1\"}]";
    let lines = "{\"Area\":\"x\",\"Nr\":\"1\"}\n{\"Area\":\"y\",\"Nr\":\"1\"}\n";
    for (rules, told) in [
        (
            "[rows]\nfill_down = \"Nr\"\n",
            "the mapping has fill_down on line 2",
        ),
        (
            "[group]\nby = \"Nr\"\n",
            "the mapping has [group] on line 1",
        ),
    ] {
        let file = folder.path().join("m.toml");
        std::fs::write(&file, [rules, AREA].concat()).unwrap();
        for (name, text) in [("a.json", list), ("a.ndjson", lines)] {
            let input = folder.path().join(name);
            std::fs::write(&input, text).unwrap();
            let output = program()
                .args(["check", "--lang", "en"])
                .arg(&input)
                .arg("--mapping")
                .arg(&file)
                .output()
                .unwrap();
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8(said).unwrap();
            assert_eq!(output.status.code(), Some(3), "{name}: {said}");
            assert_eq!(said.matches(told).count(), 1, "{name}: {said}");
        }
    }
}
