//! Tables that are read back from their CSV have the columns that they were written with: above
//! all the keys, by which two reports are compared.

use super::*;
use crate::table::Table;

#[test]
fn every_table_is_read_back_with_its_columns() {
    let editions = [Edition::default_edition()];
    let frame = Frame::build(
        1,
        &["controller"],
        (Copies::Aside, &editions[..]),
        |name| -> CellOf<'static> {
            let cell = match name {
                "kind" => "initial",
                "copy_of" => "none",
                "withdrawn" => "no",
                "states" => "bbbbbbbbbbb",
                _ => "(blank)",
            };
            Box::new(move |_| Cell::Text(cell))
        },
    )
    .unwrap();
    let cross = vec![vec!["sector".to_owned(), "severity".to_owned()]];
    let terms = Terms {
        filter: &Filter::default(),
        by_controller: true,
        years: Coverage::default(),
        language: Language::En,
        cross: &cross,
        cells: CellRule::AsCounted,
        editions: &editions,
        limits: &[72],
        coverage: Coverage::default(),
    };
    let mut all = tables(&frame, None, &terms).unwrap();
    let none = || -> CellOf<'static> { Box::new(|_| Cell::Text("")) };
    let columns = incidents::COLUMNS.map(|name| (name, none()));
    let cells = frame::by_rows(0, &columns);
    let incidents = Filings::new(&cells, &[], &|_| 0, Copies::Aside).unwrap();
    all.extend(incidents.tables());
    let ids: Vec<&str> = all.iter().map(|table| table.id.as_str()).collect();
    for id in [
        "controller",
        "history",
        "repeated-causes",
        "promises",
        "incidents",
        "incident-size",
        "processor",
        "unlisted",
    ] {
        assert!(ids.contains(&id), "{id} of {ids:?}");
    }
    for table in &all {
        let (header, _) = table.written();
        let back = Table::read(&table.id, &header, []);
        assert_eq!(back.columns, table.columns, "{}", table.id);
        assert!(!back.keys().is_empty(), "{}", table.id);
    }
}
