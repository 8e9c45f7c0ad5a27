//! Rows and columns of registers that may be read in more ways than one: what they are is decided
//! by what they say, or left open, and never passed over.

use crate::values::{column, of, texts};

const MAPPING: &str = "[[field]]\nto = \"controller.reference\"\nfrom = \"Dnr\"\n\
    [[field]]\nto = \"incident.discovered\"\nfrom = \"Upptäckt\"\n\
    [[field]]\nto = \"received\"\nfrom = \"Inkom\"\n";

/// The records of a table of number, discovery and receipt, and what is found.
fn read(rows: &[&str], mapping: &str) -> (Vec<crate::common::Row>, Vec<crate::common::Row>) {
    let table = rows.join("\n") + "\n";
    texts("register.csv", table.as_bytes(), mapping, &[])
}

#[test]
fn of_a_row_with_more_cells_than_the_header_nothing_is_known() {
    let rows = [
        "Dnr;Beskrivning;Upptäckt;Inkom",
        "KS 1;Brev till fel mottagare;2024-03-04 09:30;2024-03-06 09:20",
        "KS 2;Fel adress; brevet öppnat;2024-05-03 09:30;2024-05-10 16:40",
        "KS 3;Tom cell bakom;2024-03-04 09:30;2024-03-06 09:20;",
    ];
    let (records, findings) = read(&rows, MAPPING);
    assert_eq!(
        column(&records, "reference"),
        ["KS 1", "(undeterminable)", "KS 3"]
    );
    assert_eq!(
        column(&records, "verdict"),
        ["on-time", "no-discovery", "on-time"]
    );
    let told = of(&findings, "F003");
    assert_eq!(told.len(), 1);
    assert!(told[0][2].contains("more cells"), "{told:?}");
}

#[test]
fn a_column_of_dates_that_a_program_wrote_by_utc_holds_dates() {
    let rows = [
        "Dnr;Upptäckt;Inkom",
        "KS 1;2024-03-03T23:00:00Z;2024-03-07T09:10:00Z",
        "KS 2;2024-07-03T22:00:00Z;2024-07-07T08:00:00Z",
    ];
    let (records, findings) = read(&rows, MAPPING);
    assert_eq!(
        column(&records, "discovered_earliest"),
        ["2024-03-04T00:00+01:00", "2024-07-04T00:00+02:00"]
    );
    assert_eq!(
        column(&records, "discovered_latest"),
        ["2024-03-04T23:59+01:00", "2024-07-04T23:59+02:00"]
    );
    assert_eq!(
        column(&records, "verdict"),
        ["indeterminate", "indeterminate"]
    );
    assert_eq!(of(&findings, "F004").len(), 1);
}

#[test]
fn the_name_of_a_column_says_that_its_times_are_of_utc() {
    let rows = [
        "Dnr;Upptäckt;Inkom (UTC)",
        "KS 1;2024-03-04 09:30;2024-03-07 08:45",
    ];
    let mapping = MAPPING.replace("\"Inkom\"", "\"Inkom (UTC)\"");
    let (records, _) = read(&rows, &mapping);
    assert_eq!(
        column(&records, "received_earliest"),
        ["2024-03-07T09:45+01:00"]
    );
    assert_eq!(column(&records, "verdict"), ["late"]);
    let own = format!("{mapping}time_zone = \"Europe/Stockholm\"\n");
    assert_eq!(column(&read(&rows, &own).0, "verdict"), ["on-time"]);
}

#[test]
fn no_verdict_hangs_on_a_time_that_is_not_exact() {
    let rows = [
        "Dnr;Upptäckt;Inkom",
        "KS 1;2024-03-04 ca 14;2024-03-07 14:20",
        "KS 2;2024-03-04 ungefär kl 14;2024-03-07 13:55",
        "KS 3;2024-03-04 kl 14;2024-03-07 13:55",
    ];
    let (records, findings) = read(&rows, MAPPING);
    assert_eq!(
        column(&records, "verdict"),
        ["indeterminate", "indeterminate", "on-time"]
    );
    assert_eq!(of(&findings, "F004").len(), 3);
}

#[test]
fn a_word_behind_the_number_leaves_open_what_the_row_is() {
    let rows = [
        "Dnr;Upptäckt;Inkom",
        "KS 2024/11;2024-03-04 09:30;2024-03-05 09:20",
        "KS 2024/11 komplettering;2024-03-04 09:30;2024-03-12 09:20",
        "KS 2024/14 (makulerad);2024-03-14 09:30;2024-03-15 09:20",
        "KS 2024/15 återkallad;2024-03-15 09:30;2024-03-16 09:20",
    ];
    let (records, findings) = read(&rows, MAPPING);
    let open = "(undeterminable)";
    assert_eq!(column(&records, "kind"), ["initial", open, open, open]);
    assert_eq!(of(&findings, "F003").len(), 3);
    let mapping = format!("{MAPPING}[[field]]\nto = \"kind\"\nfrom = \"Slag\"\n");
    let rows = [
        "Dnr;Upptäckt;Inkom;Slag",
        "KS 2024/11 komplettering;2024-03-04 09:30;2024-03-12 09:20;anmälan",
    ];
    assert_eq!(column(&read(&rows, &mapping).0, "kind"), ["initial"]);
}

#[test]
fn rows_that_show_how_to_fill_in_are_none() {
    let rows = [
        "Dnr;Upptäckt;Inkom",
        "EXEMPEL;2024-01-01 08:00;2024-01-02 08:00",
        "KS 2024/11;2024-03-04 09:30;2024-03-06 09:20",
        "Ex. KS 2024/1;2024-01-01 08:00;2024-01-02 08:00",
        "Exp 2024/7;2024-01-01 08:00;2024-01-02 08:00",
    ];
    let (records, findings) = read(&rows, MAPPING);
    assert_eq!(column(&records, "reference"), ["KS 2024/11", "Exp 2024/7"]);
    let told = of(&findings, "F014");
    assert!(told[0][2].contains("2 example rows"), "{told:?}");
}

#[test]
fn a_table_that_a_program_wrote_as_a_page_is_named_with_what_to_do() {
    let page = "<html><meta charset=\"utf-8\"><table><tr><th>Dnr</th><th>Upptäckt</th><th>Inkom</th></tr>\
        <tr><td>KS 1</td><td>2024-03-04</td><td>2024-03-06</td></tr></table></html>";
    let xml = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook><Worksheet><Table><Row>\
        <Cell><Data>Dnr</Data></Cell><Cell><Data>Upptäckt</Data></Cell><Cell><Data>Inkom</Data></Cell>\
        </Row></Table></Worksheet></Workbook>\n";
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("m.toml");
    std::fs::write(&mapping, format!("[source]\nformat = \"csv\"\n{MAPPING}")).unwrap();
    for (name, text, status) in [
        ("export.xls", page, "unreadable"),
        ("export.xml", xml, "unreadable"),
        (
            "other.xls",
            "<html><table><tr><th>Annat</th></tr></table></html>",
            "skipped",
        ),
        ("page.html", page, "skipped"),
    ] {
        let input = folder.path().join(name);
        std::fs::write(&input, text).unwrap();
        let out = folder.path().join("report");
        let arguments = [
            "--lang",
            "en",
            "--mapping",
            mapping.to_str().unwrap(),
            "--force",
        ];
        let output = crate::common::program()
            .arg("audit")
            .arg(&input)
            .args(["--formats", "csv", "-o"])
            .arg(&out)
            .args(arguments)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            output.status.code(),
            Some(if status == "unreadable" { 3 } else { 2 }),
            "{name}: {told}"
        );
        assert_eq!(
            told.contains("save it again as .xlsx"),
            status == "unreadable",
            "{name}: {told}"
        );
    }
}
