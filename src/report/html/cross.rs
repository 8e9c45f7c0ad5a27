//! Tables of two dimensions: as rows and columns, and as a map of shades.

use crate::config::Words;
use crate::disclosure::Figure;
use crate::report::counted::NOTIFICATIONS;
use crate::report::html::Ground;
use crate::report::html::chart::{self, Caption, Chart};
use crate::report::html::sheet;
use crate::report::html::view::{Head, Line, Sheet};
use crate::report::order::is_rest;
use crate::table::{Cell, Key, Row, Table};

/// How many rows a map has at most.
const MOST_ROWS: usize = 20;

/// The values of one dimension of a cross table in their order, with their labels.
fn values(table: &Table, [key, label]: [usize; 2]) -> Vec<(&Key, String)> {
    let mut values: Vec<(&Key, String)> = Vec::new();
    for row in &table.rows {
        if let Some(value @ Key::Value(_)) = row[key].key()
            && !values.iter().any(|(known, _)| *known == value)
        {
            values.push((value, row[label].to_string()));
        }
    }
    // What fits nowhere else comes last.
    values.sort_by_key(|(value, _)| is_rest(value));
    values
}

/// A cross table of two dimensions as rows and columns of its values, with their counts.
struct Crossed<'t> {
    columns: Vec<String>,
    rows: Vec<(String, Vec<&'t Cell>)>,
}

fn cross_of(table: &Table) -> Option<Crossed<'_>> {
    const NONE: &Cell = &Cell::Nothing;
    let count = table.column("notifications")?;
    let columns = values(table, [2, 3]);
    let cell = |row: &Key, column: &Key| {
        let is_it = |own: &&Row| own[0].key() == Some(row) && own[2].key() == Some(column);
        table
            .rows
            .iter()
            .find(is_it)
            .map_or(NONE, |row| &row[count])
    };
    let line = |(key, label): (&Key, String)| {
        let cells = columns.iter().map(|(column, _)| cell(key, column));
        (label, cells.collect())
    };
    let rows: Vec<_> = values(table, [0, 1]).into_iter().map(line).collect();
    let columns = columns.into_iter().map(|(_, label)| label).collect();
    Some(Crossed { columns, rows })
}

/// A cross table as a map of shades.
pub(super) fn map(ground: &Ground, id: &str) -> Option<Chart> {
    let language = ground.language();
    let table = ground.view().table(id)?;
    let crossed = cross_of(table).filter(|crossed| {
        (2..=12).contains(&crossed.columns.len()) && (2..=MOST_ROWS).contains(&crossed.rows.len())
    })?;
    let figure = |cell: &&Cell| (sheet::count(cell), sheet::text(cell, language));
    let row =
        |(label, cells): &(String, Vec<&Cell>)| (label.clone(), cells.iter().map(figure).collect());
    let rows: Vec<(String, Vec<_>)> = crossed.rows.iter().map(row).collect();
    let about = Words::new(
        "En ruta för varje par av svar. Ju fler anmälningar, desto mörkare ruta; antalet står i rutan.",
        "A cell for each pair of answers. The more notifications, the darker the cell; the number stands in it.",
    );
    // Each notification has one answer to each of the two questions, so it stands in one cell.
    let counts = rows.iter().flat_map(|(_, cells)| cells);
    let counts: Vec<Figure> = counts
        .map(|(count, _)| count.map_or(Figure::Hidden, Figure::Told))
        .collect();
    let all = NOTIFICATIONS.counted(Figure::sum(&counts), language);
    // Rounded counts do not add up.
    let base = match ground.view().rounded_to() {
        Some(_) => ground.say(ANSWERED).to_owned(),
        None => BOTH.with("counted", all).get(language),
    };
    let caption = Caption {
        title: table.title.get(language),
        ..ground.caption(id, about, about, &base)
    };
    Some(chart::map(caption, &crossed.columns, &rows))
}

const BOTH: Words = Words::new(
    "Bas: {counted} med svar på båda frågorna.",
    "Base: {counted} with an answer to both questions.",
);
const ANSWERED: Words = Words::new(
    "Antal anmälningar med svar på båda frågorna.",
    "Number of notifications with an answer to both questions.",
);

/// The same as a table.
pub(super) fn crossed(ground: &Ground, id: &str) -> Option<Sheet> {
    let language = ground.language();
    let table = ground.view().table(id)?;
    let crossed = cross_of(table).filter(|crossed| !crossed.rows.is_empty())?;
    let first = Head::words(sheet::heading(&table.columns[0].name, language));
    let heads = crossed.columns.iter().map(Head::figures);
    let row = |(label, cells): (String, Vec<&Cell>)| {
        let cells = cells.into_iter().map(|cell| sheet::text(cell, language));
        Line::of([label].into_iter().chain(cells).collect())
    };
    Some(Sheet {
        id: format!("{id}-map"),
        caption: table.title.get(language),
        heads: [first].into_iter().chain(heads).collect(),
        rows: crossed.rows.into_iter().map(row).collect(),
        note: ground.say(ANSWERED).to_owned(),
    })
}
