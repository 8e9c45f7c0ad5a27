//! The sheets of tables: one-way tables with the year before beside them where it is told,
//! crosses as figures in rows and columns, all others as they are. Codes stay in the CSV.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::config::{Language, Words};
use crate::dialect::{Told, headings};
use crate::moment::parse_written;
use crate::report::workbook::pen::{Datum, Head, NO_FIGURE, Pen, Place};
use crate::table::{self, Cell, Key, Kind, SHOWN_MARK, Table};

/// The tables of sheets of their own, in their order. Those of `--cross` follow.
const MAIN: [&str; 29] = [
    "verdict",
    "verdict-by-year",
    "time-to-report",
    "delay",
    "sector",
    "sector-by-verdict",
    "area",
    "verdict-by-area",
    "type-group",
    "type",
    "cause-group",
    "cause",
    "area-by-cause-group",
    "sector-by-type-group",
    "severity",
    "data-subjects",
    "affected",
    "discovery",
    "subject-groups",
    "data-categories",
    "informed",
    "year",
    "month",
    "incident-size",
    "processor",
    "controller",
    "answers",
    "rules",
    "kind",
];
/// The table of the year and the one before, by table and value.
const YEARS: &str = "year-on-year";
/// Its columns that stand beside a one-way table.
const BESIDE: [(&str, Words); 8] = [
    ("notifications", Words::new("{now}", "{now}")),
    ("notifications_before", Words::new("{before}", "{before}")),
    ("change", Words::new("Förändring", "Change")),
    (
        "change_percent",
        Words::new("Förändring i procent", "Change in percent"),
    ),
    ("percent", Words::new("Procent {now}", "Percent {now}")),
    (
        "percent_before",
        Words::new("Procent {before}", "Percent {before}"),
    ),
    ("base", Words::new("Bas {now}", "Base {now}")),
    ("base_before", Words::new("Bas {before}", "Base {before}")),
];

/// The table of an id, if its rows are told.
pub(super) fn told<'t>(tables: &'t [Table], id: &str) -> Option<&'t Table> {
    let mut all = tables.iter();
    all.find(|table| table.id == id && !table.is_withheld() && !table.rows.is_empty())
}

/// The sheets of the main tables and of those that the user crossed; gives where each lies.
pub(super) fn main(
    pen: &mut Pen,
    tables: &[Table],
    crosses: &[Vec<String>],
) -> Result<BTreeMap<String, Place>, XlsxError> {
    let years = told(tables, YEARS);
    let mut ids: Vec<String> = MAIN.map(str::to_owned).to_vec();
    ids.extend(crosses.iter().map(|cross| cross.join("-by-")));
    let mut places = BTreeMap::new();
    for id in ids {
        let Some(table) = told(tables, &id).filter(|_| !places.contains_key(&id)) else {
            continue;
        };
        let place = match table.dimensions()[..] {
            [_, _] => matrix(pen, table)?,
            [_] => one_way(pen, table, years)?,
            _ => plain(pen, table, None)?,
        };
        places.insert(id, place);
    }
    Ok(places)
}

/// The title of a table and what a reader must know of it.
fn notes(pen: &Pen, table: &Table) -> Vec<String> {
    let title = table.title.get(pen.language);
    let notes = table.notes.iter().map(|note| pen.say(*note).to_owned());
    std::iter::once(title).chain(notes).collect()
}

/// A table as it is, on a sheet of this name, else of its title.
pub(super) fn plain(pen: &mut Pen, table: &Table, name: Option<Words>) -> Result<Place, XlsxError> {
    let shown = shown(table);
    let heads = heads(table, &shown, pen.language);
    let tolds: Vec<Told> = table.columns.iter().map(Told::of_table).collect();
    let language = pen.language;
    let rows = table.rows.iter().map(|row| {
        let cell = |at: &usize| datum(&row[*at], &tolds[*at], language);
        shown.iter().map(cell).collect()
    });
    let title = table.title.get(language);
    let name = name.map_or(title.as_str(), |name| name.get(language));
    let notes = notes(pen, table);
    pen.list((name, &title), &notes, &heads, rows)
}

/// A one-way table, and beside it the year and the one before.
fn one_way(pen: &mut Pen, table: &Table, years: Option<&Table>) -> Result<Place, XlsxError> {
    let language = pen.language;
    let shown = shown(table);
    let mut heads = heads(table, &shown, language);
    let tolds: Vec<Told> = table.columns.iter().map(Told::of_table).collect();
    let beside = years.and_then(|years| beside(years, &table.id));
    if let Some((names, _)) = &beside {
        let [now, before] = *names;
        heads.extend(BESIDE.map(|(_, words)| Head {
            name: words.with("now", now).with("before", before).get(language),
            width: 13.0,
        }));
    }
    let rows = table.rows.iter().map(|row| {
        let cell = |at: &usize| datum(&row[*at], &tolds[*at], language);
        let mut cells: Vec<Datum> = shown.iter().map(cell).collect();
        if let Some((_, beside)) = &beside {
            let found = row[0].key().and_then(|key| beside.get(key.id()));
            cells.extend((0..BESIDE.len()).map(|at| match found {
                Some(found) => figure(found[at]),
                None => Datum::Mark(NO_FIGURE),
            }));
        }
        cells
    });
    let (title, notes) = (table.title.get(language), notes(pen, table));
    pen.list((&title, &title), &notes, &heads, rows)
}

/// Two years, and their figures by value.
type Beside<'t> = ([&'t str; 2], BTreeMap<&'t str, Vec<&'t Cell>>);

/// The figures of the two years by value, if the table is among them.
fn beside<'t>(years: &'t Table, id: &str) -> Option<Beside<'t>> {
    let [of, value] = years.places(["table", "value"]).ok()?;
    let name = |cell: &'t Cell| match cell {
        Cell::Text(text) => Some(text.as_str()),
        cell => cell.key().map(Key::id),
    };
    let (now, before) = name(&years.rows.first()?[value])?.split_once('/')?;
    let columns: Option<Vec<usize>> = BESIDE.iter().map(|(name, _)| years.column(name)).collect();
    let columns = columns?;
    let own = years.rows.iter().filter(|row| name(&row[of]) == Some(id));
    let found: BTreeMap<&str, Vec<&Cell>> = own
        .filter_map(|row| {
            let figures = columns.iter().map(|at| &row[*at]).collect();
            Some((name(&row[value])?, figures))
        })
        .collect();
    (!found.is_empty()).then_some(([now, before], found))
}

/// A cross of two dimensions: a row for each value of one, a column for each of the other.
fn matrix(pen: &mut Pen, table: &Table) -> Result<Place, XlsxError> {
    let keys = table.keys();
    let Some(counts) = table.column("notifications") else {
        return plain(pen, table, None);
    };
    let [first, second] = [keys[0], keys[1]];
    let mut across: Vec<(&Key, String)> = Vec::new();
    let mut down: Vec<(&Key, String, BTreeMap<&Key, &Cell>)> = Vec::new();
    for row in &table.rows {
        let (Some(one), Some(other)) = (row[first].key(), row[second].key()) else {
            continue;
        };
        if !across.iter().any(|(key, _)| *key == other) {
            across.push((other, row[second + 1].to_string()));
        }
        if down.last().is_none_or(|(key, ..)| *key != one) {
            down.push((one, row[first + 1].to_string(), BTreeMap::new()));
        }
        if let Some((.., cells)) = down.last_mut() {
            cells.insert(other, &row[counts]);
        }
    }
    let language = pen.language;
    let names: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let mut heads = vec![Head {
        name: headings(&names, language).swap_remove(first + 1),
        width: 44.0,
    }];
    heads.extend(across.iter().map(|(_, label)| Head {
        name: label.clone(),
        width: 14.0,
    }));
    let rows = down.into_iter().map(|(_, label, cells)| {
        let label = Datum::Text(Cow::Owned(label));
        let figures = across.iter().map(|(key, _)| match cells.get(key) {
            Some(cell) => figure(cell),
            None => Datum::Mark(NO_FIGURE),
        });
        std::iter::once(label).chain(figures).collect()
    });
    let (title, notes) = (table.title.get(language), notes(pen, table));
    pen.list((&title, &title), &notes, &heads, rows)
}

/// The columns that people read: codes without a label, and all that is no code.
fn shown(table: &Table) -> Vec<usize> {
    let has = |name: &str| table.column(name).is_some();
    let is_coded = |column: &table::Column| match column.name.as_str() {
        "value" => has("label"),
        name => column.kind == Kind::Key && has(&format!("{name}_label")),
    };
    let all = 0..table.columns.len();
    all.filter(|at| !is_coded(&table.columns[*at])).collect()
}

fn heads(table: &Table, shown: &[usize], language: Language) -> Vec<Head> {
    let names: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let said = headings(&names, language);
    let head = |at: &usize| Head {
        name: said[*at].clone(),
        width: match table.columns[*at].name.as_str() {
            "kind" | "severity" | "number" => 18.0,
            name if name.ends_with("label") => 44.0,
            _ if table.columns[*at].is_words() => 24.0,
            _ => 14.0,
        },
    };
    shown.iter().map(head).collect()
}

/// A cell of a table.
fn datum<'c>(cell: &'c Cell, told: &Told, language: Language) -> Datum<'c> {
    match cell {
        Cell::Key(key) => match key.id() {
            "" => Datum::Empty,
            id => Datum::Text(told.write(id, language)),
        },
        Cell::Text(text) => match parse_written(text) {
            Some(instant) => Datum::Moment(instant),
            None => Datum::Text(told.write(text, language)),
        },
        figure => self::figure(figure),
    }
}

/// A figure of a table.
fn figure<'c>(cell: &Cell) -> Datum<'c> {
    match cell {
        Cell::Hidden => Datum::Mark(SHOWN_MARK),
        Cell::Count(count) => Datum::Count(*count as f64),
        Cell::Change(change) => Datum::Change(*change as f64),
        Cell::Percent(tenths) => Datum::Percent(*tenths),
        Cell::Hours(hundredths) => Datum::Decimal(*hundredths),
        Cell::Unbounded => Datum::Mark("∞"),
        _ => Datum::Mark(NO_FIGURE),
    }
}
