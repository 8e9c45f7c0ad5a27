//! Small tables with known answers: what is suppressed or rounded, and how it
//! is marked. Whether it suffices is what the attacker of `tests/` finds out.

use super::*;
use crate::table::{Cell, Column, Key, Other};

/// A one-way table of notifications by sector.
fn sectors(counts: &[(&str, u64)]) -> Table {
    one_way("sector", counts)
}

/// A one-way table of notifications.
fn one_way(id: &str, counts: &[(&str, u64)]) -> Table {
    let base: u64 = counts.iter().map(|(_, count)| count).sum();
    let columns = ["value", "label", "kind", "notifications", "percent", "base"];
    let row = |(value, count): &(&str, u64)| {
        vec![
            Cell::Key(Key::value(*value)),
            Cell::text(*value),
            Cell::text("value"),
            Cell::Count(*count),
            crate::table::percent(*count, base),
            Cell::Count(base),
        ]
    };
    let title = Words::new("Antal", "Counts");
    let rows = counts.iter().map(row).collect();
    Table::new(id, title, columns.map(Column::new).to_vec(), rows)
}

fn counts(table: &Table) -> Vec<Cell> {
    table.rows.iter().map(|row| row[3].clone()).collect()
}

#[test]
fn a_small_cell_never_falls_alone() {
    let tables = vec![sectors(&[
        ("public", 90),
        ("private", 40),
        ("other", 2),
        ("none", 0),
    ])];
    let (tables, hidden) = protect(
        tables,
        CellRule::AtLeast(5),
        &[Edition::default_edition()],
        Language::En,
    )
    .unwrap();
    let shown = counts(&tables[0]);
    assert_eq!((&shown[2], &shown[3]), (&Cell::Hidden, &Cell::Count(0)));
    assert!(
        shown.iter().filter(|cell| **cell == Cell::Hidden).count() >= 2,
        "{shown:?}"
    );
    assert!(hidden.by_table["sector"] >= 2);
    let share = |row: usize| &tables[0].rows[row][4];
    assert!((0..3).all(|row| (shown[row] == Cell::Hidden) == (*share(row) == Cell::Hidden)));
}

#[test]
fn what_people_ask_for_least_is_suppressed_first() {
    let control = |table: Table| {
        let rule = CellRule::AtLeast(5);
        let editions = [Edition::default_edition()];
        let (tables, _) = protect(vec![table], rule, &editions, Language::En).unwrap();
        let hidden = tables[0].rows.iter().filter(|row| row[3] == Cell::Hidden);
        hidden.map(|row| row[0].to_string()).collect::<Vec<_>>()
    };
    // Of values the rarest that is enough.
    let counts = [
        ("public", 900),
        ("private", 400),
        ("rare", 30),
        ("other", 2),
    ];
    assert_eq!(control(sectors(&counts)), ["rare", "other"]);
    // What is no value, before any value.
    let mut table = sectors(&[("public", 900), ("private", 20)]);
    for (other, count) in [(Other::Blank, 2), (Other::Unknown, 300)] {
        let mut row = table.rows[0].clone();
        (row[0], row[3]) = (Cell::Key(Key::Other(other)), Cell::Count(count));
        (row[4], row[5]) = (Cell::Nothing, Cell::Nothing);
        table.rows.push(row);
    }
    assert_eq!(control(table), ["(blank)", "(unknown)"]);
}

#[test]
fn without_small_cells_nothing_is_suppressed() {
    let before = vec![sectors(&[("public", 90), ("private", 40)])];
    let (after, hidden) = protect(
        before.clone(),
        CellRule::AtLeast(5),
        &[Edition::default_edition()],
        Language::En,
    )
    .unwrap();
    assert_eq!(after, before);
    assert_eq!(hidden, Hidden::default());
}

#[test]
fn rounding_goes_to_the_nearest_multiple_cell_by_cell() {
    let tables = vec![sectors(&[("public", 92), ("private", 43), ("other", 2)])];
    let (tables, _) = protect(
        tables,
        CellRule::RoundTo(5),
        &[Edition::default_edition()],
        Language::En,
    )
    .unwrap();
    assert_eq!(counts(&tables[0]), [90, 45, 0].map(Cell::Count));
    assert_eq!(
        tables[0].rows[0][5],
        Cell::Count(135),
        "the base of 137 is rounded on its own"
    );
}

#[test]
fn a_table_that_nobody_knows_is_withheld_and_one_that_cannot_be_read_is_an_error() {
    let mut other = sectors(&[("public", 90)]);
    other.id = "promises".to_owned();
    other.columns[0] = Column::key("period");
    let protected = protect(
        vec![other],
        CellRule::AtLeast(5),
        &[Edition::default_edition()],
        Language::En,
    );
    let (tables, hidden) = protected.unwrap();
    assert!(tables[0].is_withheld());
    assert_eq!(hidden.withheld, ["promises"]);
    let mut broken = sectors(&[("public", 90), ("private", 3)]);
    broken.rows[1][3] = Cell::text("three");
    for rule in [CellRule::AtLeast(5), CellRule::RoundTo(5)] {
        let error = protect(
            vec![broken.clone()],
            rule,
            &[Edition::default_edition()],
            Language::En,
        )
        .unwrap_err();
        assert!(
            error
                .to_string()
                .contains("table sector has no such column notifications"),
            "{error}"
        );
    }
}

#[test]
fn a_derived_dimension_reaches_the_answers_by_what_it_tells() {
    let columns = ["question", "label", "answered", "blank", "unknown"]
        .into_iter()
        .chain(["undeterminable", "not_shown", "not_asked"]);
    let row = |question: &str| {
        let counts = [130, 0, 0, 0, 0, 0].map(Cell::Count);
        let keys = [Cell::Key(Key::value(question)), Cell::text("label")];
        keys.into_iter().chain(counts).collect()
    };
    let title = Words::new("Svar", "Answers");
    let rows = vec![row("11"), row("12")];
    let answers = Table::new("answers", title, columns.map(Column::new).collect(), rows);
    let answered = |sunday| {
        let weekdays = one_way("weekday", &[("monday", 130 - sunday), ("sunday", sunday)]);
        let tables = vec![weekdays, answers.clone()];
        let editions = [Edition::default_edition()];
        let (tables, _) = protect(tables, CellRule::AtLeast(5), &editions, Language::En).unwrap();
        [0, 1].map(|row| tables[1].rows[row][2].clone())
    };
    assert_eq!(answered(30), [Cell::Count(130), Cell::Count(130)]);
    assert_eq!(answered(2), [Cell::Hidden, Cell::Count(130)]);
}

#[test]
fn ticks_that_a_copy_lost_are_hidden_in_all_lists_or_in_none() {
    let list = |id: &str, blank: u64, lost: u64| {
        let mut table = one_way(id, &[("one", 200), ("other", 150), ("third", 140)]);
        let base = 445 - blank - lost;
        for row in &mut table.rows {
            row[5] = Cell::Count(base);
        }
        for (other, count) in [(Other::Blank, blank), (Other::Undeterminable, lost)] {
            let mut row = table.rows[0].clone();
            (row[0], row[3]) = (Cell::Key(Key::Other(other)), Cell::Count(count));
            row[4] = Cell::Nothing;
            table.rows.push(row);
        }
        table
    };
    let lost = |lists: [u64; 3]| {
        let names = ["subject-groups", "data-categories", "consequences"];
        let tables = [0, 1, 2].map(|at| list(names[at], [1, 7, 30][at], lists[at]));
        let editions = [Edition::default_edition()];
        let rule = CellRule::AtLeast(5);
        let (tables, _) = protect(tables.to_vec(), rule, &editions, Language::En).unwrap();
        [0, 1, 2].map(|at| tables[at].rows[4][3] == Cell::Hidden)
    };
    assert_eq!(lost([57, 57, 57]), [true; 3]);
    // Another number is of other notifications.
    assert_eq!(lost([57, 57, 40]), [true, true, false]);
}
