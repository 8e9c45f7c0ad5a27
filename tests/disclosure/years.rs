//! What of a whole year, and of a year beside another, can be published.

use super::*;

/// The cross tables that every run has.
const STANDARD: [&str; 12] = [
    "sector-by-cause-group",
    "sector-by-type-group",
    "sector-by-severity",
    "sector-by-verdict",
    "sector-by-data-subjects",
    "area-by-type-group",
    "area-by-cause-group",
    "severity-by-data-subjects",
    "cause-group-by-year",
    "type-group-by-year",
    "sector-by-year",
    "verdict-by-year",
];

/// How many rows of a cross table hold two values, and how many rows are there and show their
/// count.
fn rows_of(table: &Published) -> [usize; 3] {
    let is_value = |row: &&Vec<String>| !row[5].is_empty();
    let shown = |row: &&Vec<String>| row[4] != ":c";
    [
        table.rows.iter().filter(is_value).count(),
        table.rows.len(),
        table.rows.iter().filter(shown).count(),
    ]
}

#[test]
fn a_year_of_an_authority_can_be_published() {
    let folder = tempfile::tempdir().unwrap();
    let year = ["--from", "2024-01-01", "--to", "2024-12-31"];
    let truth = read(&report(folder.path(), 12_276, 7, &year));
    let editions = [Edition::default_edition()];
    let (tables, hidden) = protect(
        tables(&truth),
        CellRule::AtLeast(5),
        &editions,
        Language::En,
    )
    .unwrap();
    let public = published(&tables);
    let mut good = 0;
    let (mut shown, mut all) = (0, 0);
    for id in STANDARD {
        let ([before, ..], [values, rows, told]) = (rows_of(&truth[id]), rows_of(&public[id]));
        println!("{id}: {before} values, {values} published, {told} of {rows} rows shown");
        good += usize::from(values * 2 >= before && values >= 3);
        shown += told;
        all += rows;
    }
    println!("withheld: {:?}", hidden.withheld);
    let (broken, attacked) = attack(&public, &truth, 5);
    println!("{attacked} attacked");
    assert_eq!(broken, Vec::<String>::new());
    assert!(good >= 10, "{good} of 12 are published");
    assert!(shown * 10 >= all * 7, "{shown} of {all} cells are shown");
}

/// Of each year that is compared its tables of one dimension, as far as they are told.
fn of_years(table: &Published) -> [Tables; 2] {
    let header = ["value", "label", "kind", "notifications", "percent", "base"];
    let header: Vec<String> = header.map(str::to_owned).to_vec();
    [0, 1].map(|year| {
        let mut tables = Tables::new();
        for row in &table.rows[1..] {
            let own = tables.entry(row[0].clone());
            let own = own.or_insert_with(|| Published::new(header.clone(), Vec::new()));
            if row[3 + year] != "0" {
                let cells = [
                    &row[1],
                    &row[2],
                    "",
                    &row[3 + year],
                    &row[7 + year],
                    &row[9 + year],
                ];
                own.rows.push(cells.map(str::to_owned).to_vec());
            }
        }
        tables
    })
}

#[test]
fn a_year_beside_another_tells_no_suppressed_cell_of_either() {
    let folder = tempfile::tempdir().unwrap();
    for (count, seed) in [(700, 2), (3000, 4)] {
        let truth = read(&report(folder.path(), count, seed, &["--period", "2022"]));
        let [_, before] = of_years(&truth["year-on-year"]);
        for least in [3, 5, 10] {
            let protected = ["--min-cell", &least.to_string(), "--period", "2022"];
            let public = read(&report(folder.path(), count, seed, &protected));
            let compared = &public["year-on-year"];
            assert!(compared.rows.len() > 50, "{count} N={least}");
            let (broken, _) = attack(&public, &truth, least);
            assert_eq!(broken, Vec::<String>::new(), "{count} N={least}");
            let all: u64 = compared.rows[0][4].parse().unwrap();
            let [now, other] = of_years(compared);
            let known = System::new(&before, all);
            let system = System::new(&other, all);
            assert_eq!(system.broken_by(&known), Vec::<String>::new());
            let (broken, attacked) = attack_with(&system, &known, least);
            assert_eq!(broken, Vec::<String>::new(), "{count} N={least}");
            assert!(attacked > 0);
            // What is told of this year is what its own tables tell.
            for (id, table) in now {
                for row in &table.rows {
                    let own = public[&id]
                        .rows
                        .iter()
                        .find(|own| own[0] == row[0])
                        .unwrap();
                    assert_eq!((&row[3], &row[5]), (&own[3], &own[5]), "{id}");
                }
            }
        }
    }
}
