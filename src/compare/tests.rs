use super::*;

mod grouped;

const RECORDS: &str = "source,record,case_number,organisation_number,reference,verdict\n";
const FINDINGS: &str = "source,record,code,question\n";
const FILES: &str = "source,digest,status\n";

/// A report with these files, and further members of run.json.
fn side(run: &str, files: &[(&str, &str)]) -> Side {
    let run = format!("{{\"program\": \"breach-audit\"{run}}}");
    let mut side = Side::new("report".to_owned(), Some(run.as_bytes())).unwrap();
    for (path, text) in files {
        side.file(path, text.as_bytes()).unwrap();
    }
    side
}

/// The differences as short lines.
fn told(old: &Side, new: &Side) -> Vec<String> {
    let comparison = compare(old, new);
    comparison
        .differences
        .iter()
        .map(|one| {
            format!(
                "{:?} {:?} {}|{}|{}|{}|{}|{}",
                one.section,
                one.change,
                one.subject,
                one.item,
                one.measure,
                one.old,
                one.new,
                one.by().map_or_else(String::new, |by| format!("{by:+}"))
            )
        })
        .collect()
}

#[test]
fn notifications_match_by_case_then_reference_then_place() {
    let old = format!(
        "{RECORDS}a.txt,1,D-1,(blank),x,late\nb.txt,1,(not asked),212000-0142,R 1,on-time\nc.txt,1,(not asked),(blank),(blank),late\nd.txt,1,D-4,(blank),(blank),late\n"
    );
    let new = format!(
        "{RECORDS}z.txt,9,D-1,(blank),x,on-time\ny.txt,1,D-9,212000-0142,R 1,on-time\nc.txt,1,(not asked),(blank),(blank),late\ne.txt,1,D-5,(blank),(blank),late\n"
    );
    let (old, new) = (
        side("", &[("records.csv", &old)]),
        side("", &[("records.csv", &new)]),
    );
    let comparison = compare(&old, &new);
    assert_eq!(comparison.matched, Some(3));
    assert_eq!(
        told(&old, &new),
        [
            "Notification Removed D-4 (d.txt#1)||verdict|late||",
            "Notification Added D-5 (e.txt#1)||verdict||late|",
            "Verdict Changed D-1 (z.txt#9)||verdict|late|on-time|",
        ]
    );
    let other = format!("{RECORDS}a.txt,1,D-7,212000-0142,R 1,late\n");
    let same_reference = format!("{RECORDS}a.txt,1,D-8,212000-0142,R 1,late\n");
    let without = format!("{RECORDS}b/a.txt,1,(not asked),212000-0142,R 1,late\n");
    let by = |old: &str, new: &str| {
        compare(
            &side("", &[("records.csv", old)]),
            &side("", &[("records.csv", new)]),
        )
        .matched
    };
    assert_eq!(
        (by(&other, &same_reference), by(&other, &without)),
        (Some(0), Some(1))
    );
    let bare = |source: &str| format!("{RECORDS}{source},1,(not asked),(blank),(blank),late\n");
    assert_eq!(by(&bare("2024/a.txt"), &bare("2025.zip!a.txt")), Some(1));
    assert_eq!(by(&bare("2024/a.txt"), &bare("2025/b.txt")), Some(0));
    assert!(
        comparison
            .notes
            .iter()
            .any(|(_, what)| *what == ["report/findings.csv", "report/findings.csv"])
    );
}

#[test]
fn findings_come_and_go_by_notification() {
    let records = format!("{RECORDS}a.txt,1,D-1,(blank),x,late\n");
    let renamed = format!("{RECORDS}b.txt,1,D-1,(blank),x,late\nc.txt,1,D-2,(blank),x,late\n");
    let before = format!(
        "{FINDINGS}a.txt,1,C001,7\na.txt,1,C001,7\na.txt,1,D001,14\nreceipts.csv,0,M009,\n"
    );
    let after =
        format!("{FINDINGS}b.txt,1,C001,7\nb.txt,1,D001,14\nb.txt,1,X001,16\nc.txt,1,C002,11\n");
    let old = side("", &[("records.csv", &records), ("findings.csv", &before)]);
    let new = side("", &[("records.csv", &renamed), ("findings.csv", &after)]);
    assert_eq!(
        told(&old, &new),
        [
            "Notification Added D-2 (c.txt#1)||verdict||late|",
            "Finding Removed D-1 (b.txt#1)|C001|7|2|1|-1",
            "Finding Added D-1 (b.txt#1)|X001|16|0|1|+1",
            "Finding Added D-2 (c.txt#1)|C002|11|0|1|+1",
            "Finding Removed receipts.csv|M009||1|0|-1",
        ]
    );
}

#[test]
fn inputs_match_by_digest_then_name() {
    let old =
        format!("{FILES}a,1,read\nb,2,read\nc,3,read\nd,,unreadable\nsame,7,read\nsame2,7,read\n");
    let new =
        format!("{FILES}a2,1,read\nb,9,read\nd,,skipped\ne,5,read\nsame,7,read\nsame2,7,read\n");
    let told = told(
        &side("", &[("files.csv", &old)]),
        &side("", &[("files.csv", &new)]),
    );
    assert_eq!(
        told,
        [
            "Input Added e||status||read|",
            "Input Removed c||status|read||",
            "Input Changed b||status|read|read|",
            "Input Changed d||status|unreadable|skipped|",
            "Input Renamed a2|a|status|read|read|",
        ]
    );
}

#[test]
fn suppressed_cells_have_no_difference() {
    let old = "value,label,kind,notifications,percent,base\na,A,value,:c,:c,:c\nb,B,value,:c,,\nc,C,value,10,,\ngone,G,value,3,,\n";
    let new = "value,label,kind,notifications,percent,base\na,A,value,7,1.0,9\nb,B,value,:c,,\nc,Ö,value,12,,\ncome,K,value,4,,\n";
    let cross =
        "sector,sector_label,severity,severity_label,notifications,percent\npublic,P,1,1. X,2,\n";
    let old = side(
        "",
        &[
            ("tables/sector.csv", old),
            ("tables/sector-by-severity.csv", cross),
        ],
    );
    let new = side(
        "",
        &[
            ("tables/sector.csv", new),
            (
                "tables/sector-by-severity.csv",
                &cross.replace(",2,", ",5,"),
            ),
            ("tables/x.csv", cross),
        ],
    );
    assert_eq!(
        told(&old, &new),
        [
            "Table Shown sector|a|notifications|:c|7|",
            "Table Changed sector|c|notifications|10|12|+2",
            "Table Changed sector|come|notifications|0|4|+4",
            "Table Changed sector|gone|notifications|3|0|-3",
            "Table Changed sector-by-severity|public, 1|notifications|2|5|+3",
            "Table Added x|||||",
        ]
    );
}

#[test]
fn rows_of_lists_are_paired_by_their_keys() {
    // Each with two rows before and two after, in another order, of which one count moved by one.
    let lists = [
        (
            "promises",
            "year,promised",
            ["2023,9", "2024,7"],
            ["2024,8", "2023,9"],
        ),
        (
            "controller",
            "controller,late",
            ["A,4", "B,5"],
            ["B,6", "A,4"],
        ),
        (
            "history",
            "controller,year,late",
            ["A,2023,4", "A,2024,5"],
            ["A,2024,6", "A,2023,4"],
        ),
        (
            "repeated-causes",
            "controller,cause-group,cause-group_label,notifications",
            ["A,x,X,3", "B,x,X,4"],
            ["B,x,X,5", "A,x,X,3"],
        ),
        (
            "incidents",
            "incident,certainty,notifications",
            ["old/a#1,strong,3", "old/b#1,strong,4"],
            ["new/b#1,strong,5", "new/a#1,strong,3"],
        ),
        (
            "incident-size",
            "controllers,certainty,incidents",
            ["2,strong,3", "2,possible,4"],
            ["2,possible,5", "2,strong,3"],
        ),
        (
            "processor",
            "number,notifications",
            ["1,3", "2,4"],
            ["2,5", "1,3"],
        ),
    ];
    for (id, header, before, after) in lists {
        let path = format!("tables/{id}.csv");
        let text = |rows: [&str; 2]| format!("{header}\n{}\n", rows.join("\n"));
        let [before, after] = [before, after].map(text);
        let told = told(
            &side("", &[(&path, &before)]),
            &side("", &[(&path, &after)]),
        );
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].ends_with("|+1"), "{told:?}");
    }
    // Rows that nothing tells apart are not paired.
    let [before, after] = ["notifications\n3\n4\n", "notifications\n4\n3\n"];
    let path = "tables/register.csv";
    let told = told(&side("", &[(path, before)]), &side("", &[(path, after)]));
    assert_eq!(told, [""; 0]);
}

#[test]
fn sums_and_medians_are_compared_where_nothing_protects_them() {
    let table = |sum: &str, median: &str| {
        format!("sector,sector_label,notifications,sum,median\npublic,P,40,{sum},{median}\n")
    };
    let of = |run: &str, table: &str| side(run, &[("tables/number-cost.csv", table)]);
    let (before, after) = (table("100.00", "2.50"), table("90.00", ""));
    assert_eq!(
        told(&of("", &before), &of("", &after)),
        [
            "Table Changed number-cost|public|sum|100.00|90.00|",
            "Table Changed number-cost|public|median|2.50||",
        ]
    );
    let written = render(
        &compare(&of("", &before), &of("", &after)),
        Format::Csv,
        crate::config::Language::Sv,
        None,
    );
    assert!(written.unwrap().contains(",100.00,90.00,-10.00\n"));
    let protected = r#", "options": {"min_cell": 5}"#;
    assert_eq!(
        told(&of(protected, &before), &of(protected, &after)),
        [""; 0]
    );
}

#[test]
fn what_is_true_or_false_has_no_stray_word() {
    let register = r#", "options": {"register": {"name": "r.csv", "digest": "0123456789abcdef", "mapping": null, "with_free_text": false}}"#;
    assert_eq!(
        told(&side(r#", "options": {}"#, &[]), &side(register, &[])),
        ["Basis Added register||||r.csv 0123456789ab|"]
    );
    let by = |is: bool| {
        side(
            &format!(
                r#", "options": {{"by_controller": {is}}}, "counts": {{"discovered": 1, "findings": {{"error": {}}}}}"#,
                u8::from(is)
            ),
            &[],
        )
    };
    let (old, new) = (by(false), by(true));
    let comparison = compare(&old, &new);
    let language = crate::config::Language::Sv;
    for format in [Format::Text, Format::Markdown] {
        let told = render(&comparison, format, language, None).unwrap();
        assert!(told.contains("--by-controller") && told.contains("nej") && told.contains("ja"));
        for word in [
            "false",
            "true",
            "by_controller",
            "findings.error",
            "discovered",
        ] {
            assert!(!told.contains(word), "{word} {told}");
        }
    }
}

#[test]
fn a_withheld_table_is_named_and_not_compared() {
    let header = "value,label,kind,notifications,percent,base\n";
    let whole = format!("{header}a,A,value,7,100.0,7\n");
    let old = side(
        "",
        &[("tables/sector.csv", &whole), ("tables/month.csv", &whole)],
    );
    let withholds = r#", "suppressed": {"tables": {}, "withheld": ["sector"]}"#;
    let new = side(
        withholds,
        &[("tables/sector.csv", header), ("tables/month.csv", header)],
    );
    let differences: Vec<String> = compare(&old, &new)
        .of(Section::Table)
        .map(|one| one.subject.clone())
        .collect();
    assert_eq!(
        differences,
        ["month"],
        "an empty table that is not withheld counts nothing"
    );
    let notes = compare(&old, &new).notes;
    assert!(notes.iter().any(
        |(words, what)| words.en.contains("withheld") && *what == ["report/tables/sector.csv"]
    ));
}

#[test]
fn runs_that_were_made_otherwise_are_told_first() {
    let old = r#", "version": "0.1.0", "as_of": "2025", "policy": {"key": "gdpr33"}, "rules": {"run": ["C001", "C002"]}, "options": {"min_cell": null}, "counts": {"read": 4, "findings": {"error": 3}}"#;
    let new = r#", "version": "0.2.0", "as_of": "2026", "policy": {"key": "gdpr33"}, "rules": {"run": ["C002", "D001"]}, "options": {"min_cell": 5, "round_to": 3}, "counts": {"read": 5, "findings": {"error": ":c"}}"#;
    let (old, new) = (side(old, &[]), side(new, &[]));
    assert_eq!(
        told(&old, &new),
        [
            "Basis Changed version|||0.1.0|0.2.0|",
            "Basis Changed as_of|||2025|2026|",
            "Basis Added min_cell||||5|",
            "Basis Added round_to||||3|",
            "Basis Changed rules.run|||C001|D001|",
            "Count Suppressed findings.error|||:c|:c|",
        ]
    );
    assert!(
        compare(&old, &new)
            .notes
            .iter()
            .any(|(words, _)| words.en.contains("rounded"))
    );
}

#[test]
fn forms_and_lists_are_told_in_words() {
    let run = |digest: &str, select: &str| {
        let forms = format!(r#", "forms": [{{"digest": "{digest}", "name": "imy-2021"}}]"#);
        side(
            &format!(r#"{forms}, "options": {{"select": {select}}}"#),
            &[],
        )
    };
    let digests = ["0123456789abcdef", "fedcba9876543210"];
    let (old, new) = (run(digests[0], "[]"), run(digests[1], r#"["C", "D001"]"#));
    assert_eq!(
        told(&old, &new),
        [
            "Basis Changed forms|||imy-2021 0123456789ab|imy-2021 fedcba987654|",
            "Basis Added select||||C, D001|",
        ]
    );
}

#[test]
fn a_count_that_came_back_is_not_said_to_be_hidden() {
    let counts = |read: &str| side(&format!(r#", "counts": {{"read": {read}}}"#), &[]);
    let (shown, hidden) = (counts("30"), counts("\":c\""));
    let written = |old, new| {
        let comparison = compare(old, new);
        render(&comparison, Format::Text, crate::config::Language::Sv, None).unwrap()
    };
    assert!(written(&hidden, &shown).contains("Antal: 1 visas nu\n"));
    assert!(written(&shown, &hidden).contains("Antal: 1 visas inte längre\n"));
}

#[test]
fn a_suppressed_count_is_dots_for_people_and_has_a_key() {
    let counts = |errors: &str| {
        side(
            &format!(r#", "counts": {{"findings": {{"error": {errors}}}}}"#),
            &[],
        )
    };
    let (old, new) = (counts("3"), counts("\":c\""));
    let comparison = compare(&old, &new);
    let written = |format| render(&comparison, format, crate::config::Language::Sv, None).unwrap();
    for format in [Format::Text, Format::Markdown] {
        let told = written(format);
        assert!(
            told.contains("* .. betyder att antalet inte visas\n") && !told.contains(":c"),
            "{told}"
        );
    }
    assert!(written(Format::Csv).contains(",3,:c,"));
}

#[test]
fn what_is_no_report_is_refused() {
    let error = |run: Option<&[u8]>| Side::new("x".to_owned(), run).unwrap_err().to_string();
    assert_eq!(error(None), "x is not a report folder: it has no run.json");
    assert!(error(Some(b"{}")).contains("not of this program"));
    assert!(error(Some(b"{")).contains("its run.json is broken"));
    let text = format!("{RECORDS}a.txt,1\n");
    let broken = side("", &[]).file("records.csv", text.as_bytes());
    assert_eq!(
        broken
            .unwrap_err()
            .wording()
            .get(crate::config::Language::Sv),
        "report/records.csv kan inte läsas: rad 2 har ett annat antal celler (2) än rubrikraden (6); gör om rapporten med audit"
    );
    let mut whole = side("", &[]);
    let error = whole
        .file("records.csv", b"source,record\n")
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "report/records.csv cannot be read: it has no column case_number; make the report again with audit"
    );
}
