//! Reports that group their rows in different ways, or are of different years.

use super::*;

#[test]
fn tables_that_are_grouped_otherwise_are_named_and_not_compared() {
    let table = |rows: &[&str]| {
        let header = "sector,sector_label,data-subjects,data-subjects_label,notifications,percent,base,percent_within,base_within\n";
        let rows = rows.iter().map(|row| format!("public,P,{row},,,,\n"));
        header.to_owned() + &rows.collect::<String>()
    };
    let of = |rows: &[&str]| side("", &[("tables/sector-by-data-subjects.csv", &table(rows))]);
    let merged = "(cannot be judged),others (A; B),9";
    for (one, other, is_alike) in [
        (&["0-10,0–10,40"][..], &["0-10,0–10,50"][..], true),
        // A band that is not there counts nothing.
        (
            &["0-10,0–10,40", "11-100,11–100,3"],
            &["0-10,0–10,50"],
            true,
        ),
        (
            &["0-10,0–10,40", "11-100,11–100,3"],
            &["0-100,0–100,50"],
            false,
        ),
        (&["101-,,40"], &["1001-,,50"], false),
        (&["0-10,0–10,40", merged], &["0-10,0–10,50"], false),
        (&["0-10,0–10,40", merged], &["0-10,0–10,50", merged], true),
        (
            &["0-10,0–10,40", merged],
            &["0-10,0–10,50", "(cannot be judged),others (A),9"],
            false,
        ),
    ] {
        let (old, new) = (of(one), of(other));
        let comparison = compare(&old, &new);
        let told = told(&old, &new);
        assert_eq!(is_named(&comparison), !is_alike, "{one:?} {other:?}");
        assert_eq!(told.is_empty(), !is_alike, "{one:?} {other:?} {told:?}");
    }
}

/// Whether a note names the table of persons by sector.
fn is_named(comparison: &Comparison) -> bool {
    names(comparison, "tables/sector-by-data-subjects.csv")
}

fn names(comparison: &Comparison, table: &str) -> bool {
    let mut named = comparison.notes.iter().flat_map(|(_, named)| named);
    named.any(|name| name == table)
}

#[test]
fn the_same_values_counted_together_are_the_same_in_both_languages() {
    let table = |label: &str| {
        let header = "sector,sector_label,cause,cause_label,notifications,percent,base,percent_within,base_within\n";
        format!(
            "{header}public,P,human-error,H,40,,,,\npublic,P,(cannot be judged),{label},9,,,,\n"
        )
    };
    let of = |label: &str| side("", &[("tables/sector-by-cause.csv", &table(label))]);
    let swedish = of("övriga (Tekniskt fel; Övrigt) och sådana som inte kan bedömas");
    for (label, is_alike) in [
        (
            "others (Other; Technical error) and what cannot be judged",
            true,
        ),
        ("others (Other; Technical error)", false),
        ("others (Technical error) and what cannot be judged", false),
        ("cannot be judged", false),
    ] {
        let other = of(label);
        let comparison = compare(&swedish, &other);
        assert_eq!(
            names(&comparison, "tables/sector-by-cause.csv"),
            !is_alike,
            "{label}"
        );
    }
    let (old, new) = (of("kan inte bedömas"), of("cannot be judged"));
    assert!(!names(&compare(&old, &new), "tables/sector-by-cause.csv"));
}

#[test]
fn a_year_of_which_a_report_has_no_row_is_not_nothing() {
    let header = "value,label,kind,notifications,percent,base\n";
    let of = |year: &str, options: &str| {
        let table = format!("{header}{year},{year},value,40,100.0,40\n");
        let kind = format!("{header}initial,Initial,value,40,100.0,40\n");
        let run = format!(r#", "as_of": "2024-01-01", "options": {{{options}}}"#);
        side(
            &run,
            &[("tables/year.csv", &table), ("tables/kind.csv", &kind)],
        )
    };
    let plain = [of("2022", ""), of("2023", "")];
    let years = told(&plain[0], &plain[1]);
    assert_eq!(years[0], "Table Changed year|2023|notifications|0|40|+40");
    let period = |year: &str| {
        let options = format!(r#""from": "{year}-01-01", "to": "{year}-12-31""#);
        of(year, &options)
    };
    let (old, new) = (period("2022"), period("2023"));
    let of_years = told(&old, &new);
    let of_years: Vec<&String> = of_years
        .iter()
        .filter(|one| one.contains("year|"))
        .collect();
    assert_eq!(
        of_years,
        [
            "Table Added year|2023|notifications||40|",
            "Table Removed year|2022|notifications|40||",
        ]
    );
    let language = crate::config::Language::Sv;
    let told = render(&compare(&old, &new), Format::Text, language, None).unwrap();
    let lines: Vec<Vec<&str>> = told
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert!(lines.contains(&vec!["2023", "–", "40"]), "{told}");
    assert!(lines.contains(&vec!["2022", "40", "–"]), "{told}");
}
