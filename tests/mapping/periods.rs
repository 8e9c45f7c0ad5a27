//! Periods, counted times, several moments in a cell, and words of other languages.

use super::columns::Run;
use super::rows::mistake;

const ID: &str = "[[field]]\nto = \"controller.reference\"\nfrom = \"Id\"\n";

fn ends(export: &str, keys: &str) -> Vec<[String; 2]> {
    let field = format!("[[field]]\nto = \"received\"\n{keys}");
    let (before, field) = match field.split_once("--\n") {
        Some((field, before)) => (before.to_owned(), field.to_owned()),
        None => (String::new(), field),
    };
    let run = Run::of(export, &[&before, ID, &field].concat());
    let rows = run.rows("records.csv");
    let end = |row: &crate::common::Row, name: &str| row[name].clone();
    rows.iter()
        .map(|row| [end(row, "received_earliest"), end(row, "received_latest")])
        .collect()
}

#[test]
fn a_period_is_all_its_days() {
    let quarter = ends(
        "Id;Year;Quarter\n1;2024;Qtr 1\n",
        "from = [\"Year\", \"Quarter\"]\nformat = \"%Y Qtr %q\"\n",
    );
    assert_eq!(
        quarter,
        [["2024-01-01T00:00+01:00", "2024-03-31T23:59+02:00"]]
    );
    let fiscal = ends(
        "Id;Q\n1;Q1 2019-2020\n2;2020\n",
        "from = \"Q\"\nformat = [\"Q%q %Y-%Y\", \"%Y\"]\nfiscal_year = \"04-01\"\n",
    );
    assert_eq!(
        fiscal,
        [
            ["2019-04-01T00:00+02:00", "2019-06-30T23:59+02:00"],
            ["2020-04-01T00:00+02:00", "2021-03-31T23:59+02:00"]
        ]
    );
}

#[test]
fn counted_times_are_moments() {
    let excel = ends(
        "Id;D\n1;44256,4375\n2;44256\n",
        "from = \"D\"\nformat = \"excel\"\n",
    );
    assert_eq!(
        excel,
        [
            ["2021-03-01T10:30+01:00", "2021-03-01T10:30+01:00"],
            ["2021-03-01T00:00+01:00", "2021-03-01T23:59+01:00"]
        ]
    );
    let epoch = ends("Id;D\n1;1629562560\n", "from = \"D\"\nformat = \"epoch\"\n");
    assert_eq!(epoch, [["2021-08-21T18:16+02:00"; 2]]);
}

#[test]
fn several_moments_are_one_as_told() {
    let cells = "Id;D\n1;2021-02-03 / 2021-02-10\n2;2021-02-05\n3;2021-02-03 / soon\n4;\n";
    let of = |combine: &str| {
        let keys = format!(
            "from = \"D\"\nsplit = \" / \"\nformat = \"%Y-%m-%d\"\ncombine = \"{combine}\"\n"
        );
        ends(cells, &keys)
            .into_iter()
            .map(|[first, last]| {
                format!(
                    "{} {}",
                    first.get(..10).unwrap_or(&first),
                    last.get(..10).unwrap_or(&last)
                )
            })
            .collect::<Vec<_>>()
    };
    let lost = "(undeterminable) (undeterminable)";
    let short = |text: &str| {
        text.split(' ')
            .map(|part| part.get(..10).unwrap_or(part))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        of("span")[..2],
        ["2021-02-03 2021-02-10", "2021-02-05 2021-02-05"]
    );
    assert_eq!(of("span")[2], short(lost));
    assert_eq!(
        of("first")[..3],
        [
            "2021-02-03 2021-02-03",
            "2021-02-05 2021-02-05",
            "2021-02-03 2021-02-03"
        ]
    );
    assert_eq!(of("last")[0], "2021-02-10 2021-02-10");
    assert_eq!(of("last")[2], short(lost));
    let columns = ends(
        "Id;From;To\n1;2021-02-03;2021-02-10\n",
        "from = [\"From\", \"To\"]\ncombine = \"span\"\n",
    );
    assert_eq!(
        columns,
        [["2021-02-03T00:00+01:00", "2021-02-10T23:59+01:00"]]
    );
}

#[test]
fn months_are_named_in_the_language_of_the_source() {
    let french = ends(
        "Id;D\n1;lundi 12 février 2024\n2;ven. 12 juil. 2024\n3;12 jul 2024\n",
        "from = \"D\"\nformat = [\"%A %d %B %Y\", \"%a %d %b %Y\"]\n--\nlanguage = \"fr\"\n",
    );
    assert_eq!(french[0][0], "2024-02-12T00:00+01:00");
    assert_eq!(french[1][0], "2024-07-12T00:00+02:00".replace("ven. ", ""));
    assert_eq!(french[2][0], "(undeterminable)");
}

#[test]
fn rules_are_ignored_where_the_mapping_says_so() {
    let field = "[[field]]\nto = \"case_number\"\nfrom = \"Id\"\n";
    let of = |ignore: &str| {
        let run = Run::of("Id;D\nAB1;x\n", &[ignore, field].concat());
        let findings = run.rows("findings.csv");
        findings.iter().filter(|row| row["code"] == "V006").count()
    };
    assert_eq!((of(""), of("ignore = [\"V006\"]\n")), (1, 0));
    assert!(
        mistake(&["ignore = [\"V999\"]\n", field].concat()).contains("line 1: ignore: no rule")
    );
}

#[test]
fn keys_that_cannot_be_are_refused_by_line() {
    let field = |keys: &str| format!("[[field]]\nto = \"received\"\nfrom = \"Nr\"\n{keys}\n");
    for (keys, told) in [
        ("format = []", "line 4: format = [] does not say"),
        (
            "split = \",\"",
            "of several moments in a cell one is needed",
        ),
        ("combine = \"sum\"", "line 4: moments cannot be added"),
        (
            "fiscal_year = \"13-01\"",
            "line 4: fiscal_year is the month and day",
        ),
        ("format = \"Q%q\"", "line 4: the format \"Q%q\""),
    ] {
        let mistake = mistake(&field(keys));
        assert!(mistake.contains(told), "{mistake}");
    }
    let language = format!("language = \"xx\"\n{}", field(""));
    assert!(
        mistake(&language).contains("line 1: the language \"xx\" is not known; known: da, de,")
    );
}
