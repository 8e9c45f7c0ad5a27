//! The sheets of tables: one-way tables with the year before beside them where it is told,
//! crosses as figures in rows and columns, all others as they are. Codes stay in the CSV.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::check::{Rule, rules};
use crate::config::{Language, Words};
use crate::dialect::{Told, headings, headings_of_years};
use crate::moment::parse_written;
use crate::report::order::ordered;
use crate::report::partial;
use crate::report::summary::SMALL_BASE;
use crate::report::workbook::cell::{Datum, NO_FIGURE};
use crate::report::workbook::pen::{Head, Ink, Pen, Place};
use crate::statistics::YEAR_ON_YEAR;
use crate::table::{self, Cell, Kind, SHOWN_MARK, Table};
use years::Beside;

mod crossed;
mod years;

/// The tables of sheets of their own, in their order. Those of `--cross` follow.
const MAIN: [&str; 32] = [
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
    "history",
    "repeated-causes",
    "frequent-findings",
    "answers",
    "rules",
    "kind",
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
    let years = told(tables, YEAR_ON_YEAR);
    let mut ids: Vec<String> = MAIN.map(str::to_owned).to_vec();
    ids.extend(crosses.iter().map(|cross| cross.join("-by-")));
    let mut places = BTreeMap::new();
    for id in ids {
        let Some(table) = told(tables, &id).filter(|_| !places.contains_key(&id)) else {
            continue;
        };
        let place = match table.dimensions()[..] {
            [_, _] if table.column("notifications").is_some() => crossed::matrix(pen, table)?,
            [_] => one_way(pen, table, years)?,
            _ => plain(pen, tables, table, None)?,
        };
        places.insert(id, place);
    }
    Ok(places)
}

/// The title of a table and what a reader must know of these of its columns.
fn notes(pen: &Pen, table: &Table, shown: &[usize]) -> Vec<String> {
    let title = table.title.get(pen.ink.language);
    let language = pen.ink.language;
    let said = called(table, language);
    let called = |name: &str| {
        let name = match table.column(name) {
            // In a cross each share has the name of its value.
            Some(_) if name == "percent" && table.dimensions().len() == 2 => "%".to_owned(),
            Some(at) if shown.contains(&at) => said[at].clone(),
            Some(_) => return None,
            None => of_certainty().say(name, language).into_owned(),
        };
        Some(match language {
            Language::Sv => format!("”{name}”"),
            Language::En => format!("“{name}”"),
        })
    };
    let notes = table.noted(language, called).into_iter();
    let is_few = |row: &table::Row| shown.iter().any(|at| is_on_few(table, row, *at));
    let small = table.rows.iter().any(is_few);
    let small = small.then(|| pen.ink.with_files(SMALL[0], SMALL[1]));
    std::iter::once(title).chain(notes).chain(small).collect()
}

/// A table as it is, on a sheet of this name, else of its title.
pub(super) fn plain(
    pen: &mut Pen,
    tables: &[Table],
    table: &Table,
    name: Option<Words>,
) -> Result<Place, XlsxError> {
    let shown = shown(table);
    let heads = heads(table, &shown, pen.ink.language);
    let tolds: Vec<Told> = table.columns.iter().map(told_of).collect();
    let language = pen.ink.language;
    let rows = table.rows.iter().map(|row| {
        let cell = |at: &usize| match table.columns[*at].name.as_str() {
            "table" => Datum::Text(Cow::Owned(title_of(tables, &row[*at], language))),
            _ => cell(table, row, *at, (&tolds[*at], &pen.ink)),
        };
        shown.iter().map(cell).collect()
    });
    let rows: Vec<Vec<Datum>> = rows.collect();
    let title = table.title.get(language);
    let name = name.map_or(title.as_str(), |name| name.get(language));
    let notes = notes(pen, table, &shown);
    pen.list((name, &title), &notes, &heads, rows)
}

/// What people call the table that a cell names.
fn title_of(tables: &[Table], named: &Cell, language: Language) -> String {
    let named = named.to_string();
    let table = tables.iter().find(|table| table.id == named);
    table.map_or(named, |table| table.title.get(language))
}

/// A one-way table, and beside it two years.
fn one_way(pen: &mut Pen, table: &Table, years: Option<&Table>) -> Result<Place, XlsxError> {
    let language = pen.ink.language;
    let shown = shown(table);
    let mut heads = heads(table, &shown, language);
    let tolds: Vec<Told> = table.columns.iter().map(told_of).collect();
    let beside = years.and_then(|years| Beside::of(years, table, language));
    if let Some(beside) = &beside {
        heads.extend(beside.heads(language));
    }
    let rows = ordered(table).into_iter().map(|row| {
        let cell = |at: &usize| cell(table, row, *at, (&tolds[*at], &pen.ink));
        let mut cells: Vec<Datum> = shown.iter().map(cell).collect();
        cells.extend(beside.iter().flat_map(|beside| beside.of_row(row)));
        cells
    });
    let mut rows = rows.collect();
    leave_out_empty(&mut heads, &mut rows);
    let (title, notes) = (table.title.get(language), notes(pen, table, &shown));
    pen.list((&title, &title), &notes, &heads, rows)
}

/// Leaves out columns in which no row has a figure.
fn leave_out_empty(heads: &mut Vec<Head>, rows: &mut Vec<Vec<Datum>>) {
    let holds = |at: usize| rows.iter().any(|row| row[at] != Datum::Mark(NO_FIGURE));
    let kept: Vec<bool> = (0..heads.len()).map(holds).collect();
    let mut own = kept.iter();
    heads.retain(|_| own.next() == Some(&true));
    for row in rows {
        let mut own = kept.iter();
        row.retain(|_| own.next() == Some(&true));
    }
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

/// What the columns of a table are called. Where it compares two years, they name these.
fn called(table: &Table, language: Language) -> Vec<String> {
    let names: Vec<&str> = table.columns.iter().map(|own| own.name.as_str()).collect();
    if let Some([now, before]) = partial::pair(table, language).filter(|_| table.id == YEAR_ON_YEAR)
    {
        return headings_of_years(&names, [&now, &before], language);
    }
    let mut said = headings(&names, language);
    // Only there are filings of all kinds counted.
    if let Some(at) = table.column("notifications").filter(|_| table.id == "kind") {
        FILINGS.get(language).clone_into(&mut said[at]);
    }
    said
}

const FILINGS: Words = Words::new("Handlingar", "Filings");

fn heads(table: &Table, shown: &[usize], language: Language) -> Vec<Head> {
    let said = called(table, language);
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
    (told, ink): (&Told, &Ink),
) -> Datum<'c> {
    let language = ink.language;
    if is_on_few(table, row, at) {
        return Datum::Mark(NO_FIGURE);
    }
    // People read what a rule is called, and not its name for programs.
    let code = table.column("code").and_then(|at| rule_of(&row[at]));
    if let ("name", Some(rule)) = (table.columns[at].name.as_str(), code) {
        return Datum::Text(Cow::Borrowed(rule.title.get(language)));
    }
    if partial::is_year(table, at) {
        let said = told.say(&row[at].to_string(), language).into_owned();
        return Datum::Text(Cow::Owned(ink.year(&said)));
    }
    if table.columns[at].name == "data_subjects" || is_compared_number(table, row, at) {
        return number(row[at].as_text(), language);
    }
    match (
        table.columns[at].name.as_str(),
        datum(&row[at], told, language),
    ) {
        ("source" | "evidence" | "partial", Datum::Text(said)) => Datum::parted(said),
        (_, datum) => datum,
    }
}

/// Whether a cell of the reconciliation holds a number of persons.
fn is_compared_number(table: &Table, row: &table::Row, at: usize) -> bool {
    let is_one = matches!(table.columns[at].name.as_str(), "in_register" | "in_folder");
    let field = table.column("field").filter(|_| is_one);
    field.is_some_and(|field| row[field].as_text() == "data_subjects")
}

/// A number of persons as a register tells it: exactly, or as a band.
fn number(text: &str, language: Language) -> Datum<'_> {
    match text.parse::<u32>() {
        Ok(count) => Datum::Count(count.into()),
        Err(_) => Datum::Text(Told::of_record("data_subjects").say(text, language)),
    }
}

/// A cell of a table.
fn datum<'c>(cell: &'c Cell, told: &Told, language: Language) -> Datum<'c> {
    match cell {
        Cell::Key(key) => match key.id() {
            "" => Datum::Empty,
            id => Datum::Text(told.say(id, language)),
        },
        Cell::Text(text) => {
            let moment = if told.is_moment() {
                Datum::moment(text)
            } else {
                parse_written(text).map(Datum::Moment)
            };
            moment.unwrap_or_else(|| Datum::Text(told.say(text, language)))
        }
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
