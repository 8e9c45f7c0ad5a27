//! How registers are written, and what becomes of those that cannot be used.

use std::process::Output;

use crate::common::{here, run};
use crate::{HEAD, Set, beside, notification};

fn one() -> Vec<String> {
    vec![notification("IMY-2024-1200", "KS 2024/1", "2024-03-04", 34)]
}

fn statuses(set: &Set) -> Vec<String> {
    set.lines().into_iter().map(|[status, ..]| status).collect()
}

const ROW: &str =
    "KS 2024/1;KS;Läckt brev;Inga;x;2024-03-04;09:00;Ja;2024-03-05;IMY-2024-1200;34;Ja;Risk\n";

#[test]
fn other_encodings_languages_and_columns_are_read() {
    let swedish = format!("{HEAD}{ROW}");
    let latin: Vec<u8> = swedish
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let english = "Our reference,Case number,What happened,Effects,Measures taken,Date discovered,Time discovered,Notified,Received,Number of data subjects,Data subjects informed,Reason not notified\nKS 2024/1,IMY-2024-1200,A letter,None,Taken back,2024-03-04,09:00,Yes,2024-03-05 10:00,34,Yes,\n";
    let titled = format!("Register enligt artikel 33.5;;;;;;;;;;;;\n;;;;;;;;;;;;\n{swedish}");
    for register in [latin.as_slice(), english.as_bytes(), titled.as_bytes()] {
        let set = Set::new(&one(), register, "register.csv");
        set.audit(&[]);
        assert_eq!(
            statuses(&set),
            ["agrees"],
            "{}",
            String::from_utf8_lossy(register)
        );
        assert_eq!(set.rows("records.csv")[0]["received_source"], "register");
    }
}

#[test]
fn an_ods_is_read_as_the_workbook_is() {
    for name in ["register.ods", "register.xls"] {
        let bytes = std::fs::read(here("tests/data/workbooks").join(name)).unwrap();
        let set = Set::new(&one(), &bytes, name);
        set.audit(&[]);
        let records = set.rows("records.csv");
        let never = records.iter().filter(|row| row["kind"] == "register");
        assert_eq!(never.count(), 30, "{name}");
    }
}

#[test]
fn a_file_may_name_the_columns() {
    let register =
        "A;B;C;D;E\nKS 2024/1;2024-03-04;Ja;2024-03-05;Brev\nKS 2024/2;2024-05-04;Nej;;Mobil\n";
    let set = Set::new(&one(), register.as_bytes(), "register.csv");
    let mapping = set.room.path().join("m.toml");
    let field = |field: &str, column: &str| {
        format!("[[field]]\nfield = \"{field}\"\ncolumn = \"{column}\"\n")
    };
    let whole = [
        ("reference", "A"),
        ("discovered", "B"),
        ("notified", "C"),
        ("received", "D"),
        ("facts", "E"),
    ];
    let text: String = whole
        .iter()
        .map(|(name, column)| field(name, column))
        .collect();
    std::fs::write(&mapping, &text).unwrap();
    let option = ["--register-mapping", mapping.to_str().unwrap()];
    set.audit(&option);
    assert_eq!(statuses(&set), ["agrees"]);
    assert_eq!(set.rows("records.csv").len(), 2);
    for (text, told) in [
        (
            field("discoverd", "B"),
            "line 2: a register has no field `discoverd`",
        ),
        (
            format!("{text}{}", field("persons", "F")),
            "no sheet has the column \"F\"",
        ),
    ] {
        std::fs::write(&mapping, text).unwrap();
        let output = refused(&set, &option);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(error.contains(told), "{error}");
    }
}

fn refused(set: &Set, more: &[&str]) -> Output {
    let (inputs, out) = (set.room.path().join("in"), set.room.path().join("other"));
    let paths = [&inputs, &set.register, &out].map(|path| path.to_str().unwrap());
    let arguments = ["audit", paths[0], "--register", paths[1], "-o", paths[2]];
    let output = run(&arguments.iter().chain(more).copied().collect::<Vec<_>>());
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(!out.exists());
    output
}

#[test]
fn what_is_no_register_is_refused_with_what_it_lacks() {
    let workbook = std::fs::read(here("tests/data/workbooks/register.ods")).unwrap();
    let damaged = &workbook[..workbook.len() / 2];
    let cases: [(&[u8], &str, &str); 5] = [
        (b"", "r.csv", "the file is empty"),
        (
            b"a;b\n1;2\n",
            "r.csv",
            "no register: no column of case numbers",
        ),
        (
            b"Dnr;Belopp\nKS 2024/1;2\n",
            "r.csv",
            "no register: no column says when",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "r.png",
            "neither text nor a workbook",
        ),
        (damaged, "r.ods", ""),
    ];
    for (bytes, name, told) in cases {
        let set = Set::new(&one(), bytes, name);
        let error = String::from_utf8_lossy(&refused(&set, &[]).stderr).into_owned();
        assert!(
            error.contains(told) && error.contains("--register"),
            "{error}"
        );
    }
}

#[test]
fn the_register_is_no_input_and_may_be_named_twice() {
    let set = Set::new(&one(), format!("{HEAD}{ROW}").as_bytes(), "in/register.csv");
    set.audit(&["--receipts", set.register.to_str().unwrap()]);
    assert_eq!(statuses(&set), ["agrees"]);
    let files = set.rows("files.csv");
    let own = files
        .iter()
        .find(|row| row["source"] == "in/register.csv")
        .unwrap();
    assert!(own["reason"].starts_with("used as register"), "{own:?}");
    assert_eq!(set.rows("records.csv")[0]["received_source"], "register");
    // Without the option it is named as what it is.
    let out = set.room.path().join("other");
    crate::common::audit(&[&set.room.path().join("in")], &out, &[]);
    let files = crate::common::rows(&out.join("files.csv"));
    let own = files
        .iter()
        .find(|row| row["source"] == "in/register.csv")
        .unwrap();
    assert_eq!(own["reason"], "a register: name it with --register");
}

#[test]
fn the_register_is_never_destroyed() {
    let set = Set::new(&one(), format!("{HEAD}{ROW}").as_bytes(), "register.csv");
    let (inputs, register) = (set.room.path().join("in"), set.register.to_str().unwrap());
    let report = [
        "audit",
        inputs.to_str().unwrap(),
        "--register",
        register,
        "--force",
        "-o",
    ];
    for out in [register, set.room.path().to_str().unwrap()] {
        let arguments: Vec<&str> = report.iter().copied().chain([out]).collect();
        assert_eq!(run(&arguments).status.code(), Some(2), "{out}");
        assert_eq!(
            std::fs::read_to_string(register).unwrap(),
            format!("{HEAD}{ROW}")
        );
    }
}

#[test]
fn texts_are_written_only_if_asked_for_and_never_where_cells_are_hidden() {
    let set = beside(ROW.trim_end());
    let text = |set: &Set| set.rows("tables/register.csv")[0]["facts"].clone();
    assert_eq!(text(&set), "register.csv:2");
    let all = |set: &Set| {
        let file = |name: &str| std::fs::read_to_string(set.out().join(name)).unwrap();
        [
            "records.csv",
            "findings.csv",
            "summary.md",
            "run.json",
            "tables/reconciliation.csv",
            "tables/register.csv",
        ]
        .map(file)
        .concat()
    };
    assert!(!all(&set).contains("Läckt") && !all(&set).contains("fel mottagare"));
    set.audit(&["--with-free-text", "--force"]);
    assert_eq!(text(&set), "Läckt brev");
    refused(&set, &["--with-free-text", "--min-cell", "5"]);
    for more in [["--min-cell", "5"], ["--round-to", "5"]] {
        set.audit(&[more[0], more[1], "--force"]);
        for table in ["reconciliation", "register"] {
            let text =
                std::fs::read_to_string(set.out().join(format!("tables/{table}.csv"))).unwrap();
            assert_eq!(
                text.lines().nth(1).unwrap().split(',').next(),
                Some("(withheld)"),
                "{text}"
            );
            assert_eq!(text.lines().count(), 2);
        }
        let summary = std::fs::read_to_string(set.out().join("summary.md")).unwrap();
        assert!(!summary.contains("## The register"), "{summary}");
    }
}

#[test]
fn cells_of_a_register_are_no_formulas_and_hold_no_identity_numbers() {
    let register = format!(
        "{HEAD}=1+1;KS;=cmd();Inga;x;2024-05-04;;Nej;;;1;Nej;Risk\n811218-9876;Anna Ek;Brev;Inga;x;2024-05-06;;Nej;;;1;Nej;Risk\n"
    );
    let set = Set::new(&one(), register.as_bytes(), "register.csv");
    set.audit(&["--with-free-text"]);
    for file in ["records.csv", "tables/register.csv"] {
        let text = std::fs::read_to_string(set.out().join(file)).unwrap();
        assert!(
            text.contains("'=1+1") && !text.contains(",=") && !text.contains("\n="),
            "{text}"
        );
        assert!(
            !text.contains("811218-9876") && !text.contains("Anna Ek"),
            "{text}"
        );
    }
}

#[test]
fn check_tells_of_the_register_too() {
    let set = Set::new(
        &one(),
        format!("{HEAD}{}", ROW.replace(";34;", ";12;")).as_bytes(),
        "register.csv",
    );
    let inputs = set.room.path().join("in");
    let output = run(&[
        "check",
        inputs.to_str().unwrap(),
        "--register",
        set.register.to_str().unwrap(),
        "--output-format",
        "concise",
        "--select",
        "M008",
    ]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        told.contains("M008") && told.contains("the number of data subjects"),
        "{told}"
    );
}
