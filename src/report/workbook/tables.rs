//! The sheets of tables: one-way tables with the year before beside them where it is told,
//! crosses as figures in rows and columns, all others as they are. Codes stay in the CSV.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::check::{Rule, rules};
use crate::config::{Language, Words};
use crate::dialect::{Told, headings};
use crate::moment::parse_written;
use crate::report::order::ordered;
use crate::report::summary::SMALL_BASE;
use crate::report::workbook::cell::{Datum, NO_FIGURE};
use crate::report::workbook::pen::{Head, Pen, Place};
use crate::table::{self, Cell, Key, Kind, SHOWN_MARK, Table};

/// The tables of sheets of their own, in their order. Those of `--cross` follow.
const MAIN: [&str; 30] = [
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
    "frequent-findings",
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
    let title = table.title.get(pen.ink.language);
    let language = pen.ink.language;
    let names: Vec<&str> = table.columns.iter().map(|own| own.name.as_str()).collect();
    let said = headings(&names, language);
    let called = |name: &str| {
        let at = names.iter().position(|own| *own == name);
        let word = || of_certainty().write(name, language).into_owned();
        let name = at.map_or_else(word, |at| said[at].clone());
        match language {
            Language::Sv => format!("”{name}”"),
            Language::En => format!("“{name}”"),
        }
    };
    let notes = table.noted(language, called).into_iter();
    let is_few = |row: &table::Row| (0..row.len()).any(|at| is_on_few(table, row, at));
    let small = table.rows.iter().any(is_few);
    let small = small.then(|| pen.ink.with_files(SMALL[0], SMALL[1]));
    std::iter::once(title).chain(notes).chain(small).collect()
}

/// A table as it is, on a sheet of this name, else of its title.
pub(super) fn plain(pen: &mut Pen, table: &Table, name: Option<Words>) -> Result<Place, XlsxError> {
    let shown = shown(table);
    let heads = heads(table, &shown, pen.ink.language);
    let tolds: Vec<Told> = table.columns.iter().map(told_of).collect();
    let language = pen.ink.language;
    let rows = table.rows.iter().map(|row| {
        let cell = |at: &usize| cell(table, row, *at, (&tolds[*at], language));
        shown.iter().map(cell).collect()
    });
    let title = table.title.get(language);
    let name = name.map_or(title.as_str(), |name| name.get(language));
    let notes = notes(pen, table);
    pen.list((name, &title), &notes, &heads, rows)
}

/// A one-way table, and beside it the year and the one before.
fn one_way(pen: &mut Pen, table: &Table, years: Option<&Table>) -> Result<Place, XlsxError> {
    let language = pen.ink.language;
    let shown = shown(table);
    let mut heads = heads(table, &shown, language);
    let tolds: Vec<Told> = table.columns.iter().map(told_of).collect();
    let beside = years.and_then(|years| beside(years, &table.id));
    if let Some((names, _)) = &beside {
        let [now, before] = *names;
        heads.extend(BESIDE.map(|(_, words)| Head {
            name: words.with("now", now).with("before", before).get(language),
            width: 13.0,
        }));
    }
    let rows = ordered(table).into_iter().map(|row| {
        let cell = |at: &usize| cell(table, row, *at, (&tolds[*at], language));
        let mut cells: Vec<Datum> = shown.iter().map(cell).collect();
        if let Some((_, beside)) = &beside {
            let found = row[0].key().and_then(|key| beside.get(key.id()));
            cells.extend((0..BESIDE.len()).map(|at| match found {
                Some(found) if is_small_beside(found, at) => Datum::Mark(NO_FIGURE),
                Some(found) => figure(found[at]),
                None => Datum::Mark(NO_FIGURE),
            }));
        }
        cells
    });
    let (title, notes) = (table.title.get(language), notes(pen, table));
    pen.list((&title, &title), &notes, &heads, rows)
}

/// Whether a figure of the two years is a share whose base is too small for one.
fn is_small_beside(found: &[&Cell], at: usize) -> bool {
    let base = match BESIDE[at].0 {
        "percent" => "base",
        "percent_before" => "base_before",
        _ => return false,
    };
    let base = BESIDE.iter().position(|(name, _)| *name == base);
    let base = base.and_then(|at| found.get(at)?.count());
    base.is_some_and(|base| base < SMALL_BASE)
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
    let language = pen.ink.language;
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

/// What is said of a table that leaves out figures on a small base.
const SMALL: [Words; 2] = [
    Words::new(
        "Procent och medianer på en bas under 30 ges inte här.",
        "Percentages and medians on a base below 30 are not given here.",
    ),
    Words::new("De står i CSV-filerna.", "The CSV files have them."),
];

/// Whether a cell is a share or a quantile on a base that is too small for one: it would be
/// chance, or tell of single notifications.
fn is_on_few(table: &Table, row: &table::Row, at: usize) -> bool {
    let column = &table.columns[at];
    let count = |name: &str| row[table.column(name)?].count();
    let is_quantile = ["median", "p75", "p90"]
        .iter()
        .any(|name| column.name.starts_with(name));
    let base = match column.kind {
        // Its base are persons.
        Kind::Share(_, "lower") => count("exact_n")
            .zip(count("band_n"))
            .map(|(own, band)| own + band),
        Kind::Share(_, whole) if table.column(whole).is_some() => count(whole),
        Kind::Share(..) => count_within(table, row),
        Kind::Hours if is_quantile => ["n", "number_n", "notifications"]
            .into_iter()
            .find_map(count),
        _ => return false,
    };
    row[at].is_told() && base.is_some_and(|base| base < SMALL_BASE)
}

/// The base of the shares of a table that does not tell it: what all rows with the same first
/// keys count together.
fn count_within(table: &Table, row: &table::Row) -> Option<u64> {
    let [count, share] = table.places(["notifications", "percent"]).ok()?;
    let mut keys = table.keys();
    keys.pop();
    let is_same = |other: &&table::Row| keys.iter().all(|at| other[*at] == row[*at]);
    let same = table.rows.iter().filter(is_same);
    same.filter(|other| other[share].is_told())
        .map(|other| other[count].count())
        .sum()
}

/// The rule of a code.
fn rule_of(cell: &Cell) -> Option<&'static Rule> {
    let code = cell.key()?.id();
    rules()
        .iter()
        .find(|rule| rule.code.as_str() == code)
        .copied()
}

/// The words of how sure an incident is, which has no labels beside it.
fn of_certainty() -> Told {
    Told::of_record("incident_certainty")
}

/// How the cells of a column are told.
fn told_of(column: &table::Column) -> Told {
    match column.name.as_str() {
        "certainty" => of_certainty(),
        _ => Told::of_table(column),
    }
}

/// A cell of a row of a table.
fn cell<'c>(
    table: &'c Table,
    row: &'c table::Row,
    at: usize,
    (told, language): (&Told, Language),
) -> Datum<'c> {
    if is_on_few(table, row, at) {
        return Datum::Mark(NO_FIGURE);
    }
    // People read what a rule is called, and not its name for programs.
    let code = table.column("code").and_then(|at| rule_of(&row[at]));
    if let ("name", Some(rule)) = (table.columns[at].name.as_str(), code) {
        return Datum::Text(Cow::Borrowed(rule.title.get(language)));
    }
    datum(&row[at], told, language)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_quantiles_on_a_small_base_are_not_given() {
        let read = |id: &str, header: &[&str], row: &[&str]| {
            let header: Vec<String> = header.iter().map(|&own| own.to_owned()).collect();
            let row: Vec<String> = row.iter().map(|&own| own.to_owned()).collect();
            Table::read(id, &header, [row.as_slice()])
        };
        let few = |table: &Table| -> Vec<String> {
            let columns = table.columns.iter().enumerate();
            let few = columns.filter(|(at, _)| is_on_few(table, &table.rows[0], *at));
            few.map(|(_, column)| column.name.clone()).collect()
        };
        let header = ["value", "label", "notifications", "percent", "base"];
        let sector = |base| few(&read("sector", &header, &["a", "A", "9", "33.3", base]));
        assert_eq!(sector("29"), ["percent"]);
        assert_eq!(sector("30"), [""; 0]);
        let header = [
            "sector",
            "sector_label",
            "n",
            "median_min",
            "p90_max",
            "late_percent_min",
        ];
        let header = [&header[..], &["late_min"]].concat();
        let delay = |n| {
            few(&read(
                "delay",
                &header,
                &["a", "A", n, "5.00", "9.00", "1.0", "2"],
            ))
        };
        assert_eq!(delay("29"), ["median_min", "p90_max", "late_percent_min"]);
        assert_eq!(delay("30"), [""; 0]);
        let header = ["controller", "notifications", "median_max"];
        assert_eq!(
            few(&read("controller", &header, &["A", "3", "5.00"])),
            ["median_max"]
        );
        let header = ["sector", "sector_label", "number_n", "sum", "median"];
        assert_eq!(
            few(&read("number-x", &header, &["a", "A", "3", "5.00", "1.00"])),
            ["median"]
        );
    }
}
