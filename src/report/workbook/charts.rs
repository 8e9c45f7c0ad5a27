//! The sheet of figures: native charts over the sheets of tables. Their fills differ in grey,
//! too.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Chart, ChartAxisCrossing, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill,
    ChartType, Color, XlsxError,
};

use crate::config::Words;
use crate::report::workbook::pen::{Line, Pen, Place};
use crate::report::workbook::tables::told;
use crate::table::{Key, Row, Table};

/// The tables of which bars are drawn, by count.
const BARS: [&str; 6] = [
    "year",
    "sector",
    "area",
    "type-group",
    "cause-group",
    "severity",
];
/// The values of the verdicts in time that judge, with their fill from light to dark.
const VERDICTS: [(&str, u32); 3] = [
    ("on-time", 0xC6_DB_EF),
    ("indeterminate", 0x9E_9E_9E),
    ("late", 0x08_30_6B),
];
/// The fill of plain bars.
const FILL: u32 = 0x08_51_9C;
/// How many rows of the sheet a chart takes.
const ROWS: u32 = 22;
/// The row of the first one.
const FIRST: u32 = 3;

/// The sheet with the charts of the tables that lie at these places.
pub(super) fn sheet(
    pen: &mut Pen,
    tables: &[Table],
    places: &BTreeMap<String, Place>,
) -> Result<(), XlsxError> {
    let mut charts = Vec::new();
    if let Some((table, place)) = placed(tables, places, "verdict-by-year") {
        charts.extend(by_year(table, place, pen));
    }
    for id in BARS {
        if let Some((table, place)) = placed(tables, places, id) {
            charts.extend(bars(table, place, pen));
        }
    }
    if charts.is_empty() {
        return Ok(());
    }
    let (name, about) = (
        pen.ink.say(Words::new("Figurer", "Charts")),
        pen.ink.say(Words::new(
            "Diagram över tabellerna; talen står på tabellernas blad.",
            "Charts of the tables; the sheets of the tables have the figures.",
        )),
    );
    let at = pen.sheets.len();
    pen.page(name, about)?;
    pen.lines(
        at,
        &[Line::Title(name.to_owned()), Line::Text(about.to_owned())],
    )?;
    let sheet = pen.book.worksheet_from_index(at)?;
    // Two charts fit a sheet of paper.
    sheet.set_portrait();
    sheet.set_print_fit_to_pages(1, charts.len().div_ceil(2) as u16);
    let pages = (1..charts.len().div_ceil(2) as u32).map(|page| FIRST + page * 2 * ROWS);
    sheet.set_page_breaks(&pages.collect::<Vec<u32>>())?;
    for (row, chart) in (0..).zip(&charts) {
        sheet.insert_chart(FIRST + row * ROWS, 0, chart)?;
    }
    Ok(())
}

fn placed<'t>(
    tables: &'t [Table],
    places: &'t BTreeMap<String, Place>,
    id: &str,
) -> Option<(&'t Table, &'t Place)> {
    told(tables, id).zip(places.get(id))
}

fn fill(color: u32) -> ChartFormat {
    let mut format = ChartFormat::new();
    format
        .set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color)))
        .set_border(ChartLine::new().set_color(Color::RGB(0)).set_width(0.75));
    format
}

fn chart(kind: ChartType, title: &str) -> Chart {
    let mut chart = Chart::new(kind);
    chart.title().set_name(title);
    chart.set_width(820).set_height(420).set_alt_text(title);
    chart
}

/// Whether a count is not shown in some of these rows. A chart would draw it as nothing.
fn has_hidden(table: &Table, is_drawn: impl FnMut(&&Row) -> bool) -> bool {
    let Some(count) = table.column("notifications") else {
        return true;
    };
    let mut rows = table.rows.iter().filter(is_drawn);
    rows.any(|row| row[count].count().is_none())
}

/// On time, undecided and late by year, stacked.
fn by_year(table: &Table, place: &Place, pen: &Pen) -> Option<Chart> {
    let mut verdicts: Vec<&Key> = table.rows.iter().filter_map(|row| row[0].key()).collect();
    verdicts.dedup();
    let mut years: Vec<&Key> = Vec::new();
    for key in table.rows.iter().filter_map(|row| row[2].key()) {
        if key.is_value() && !years.contains(&key) {
            years.push(key);
        }
    }
    let is_drawn = |row: &&Row| {
        let is_year = row[2].key().is_some_and(Key::is_value);
        is_year && VERDICTS.iter().any(|(id, _)| row[0].is(id))
    };
    if has_hidden(table, is_drawn) {
        return None;
    }
    let last = u16::try_from(years.len()).ok().filter(|last| *last > 0)?;
    let drawn = VERDICTS.iter().filter_map(|(id, color)| {
        let at = verdicts.iter().position(|key| key.id() == *id)?;
        Some((place.header + 1 + at as u32, *color))
    });
    let drawn: Vec<(u32, u32)> = drawn.collect();
    // Where no receipt time is known there is nothing to draw.
    if drawn.is_empty() {
        return None;
    }
    let title = Words::new("I tid och för sent per år", "On time and late by year");
    let mut chart = chart(ChartType::ColumnStacked, pen.ink.say(title));
    for (row, color) in drawn {
        let sheet = place.sheet.as_str();
        chart
            .add_series()
            .set_name((sheet, row, 0))
            .set_categories((sheet, place.header, 1, place.header, last))
            .set_values((sheet, row, 1, row, last))
            .set_format(&mut fill(color));
    }
    chart.legend().set_position(ChartLegendPosition::Bottom);
    Some(chart)
}

/// The counts of the values of a table.
fn bars(table: &Table, place: &Place, pen: &Pen) -> Option<Chart> {
    let is_value = |row: &&Row| row[0].key().is_some_and(Key::is_value);
    if has_hidden(table, is_value) {
        return None;
    }
    let values = table.rows.iter().take_while(is_value).count() as u32;
    // Code and kind are not shown before them, so label and count stand first and third.
    let (first, last) = (place.header + 1, place.header + values);
    if values == 0 {
        return None;
    }
    let is_period = table.id == "year";
    let kind = if is_period {
        ChartType::Column
    } else {
        ChartType::Bar
    };
    let mut chart = chart(kind, &table.title.get(pen.ink.language));
    let sheet = place.sheet.as_str();
    chart
        .add_series()
        .set_categories((sheet, first, 0, last, 0))
        .set_values((sheet, first, 2, last, 2))
        .set_format(&mut fill(FILL));
    chart.legend().set_hidden();
    // Bars lie below each other in the order of the table. The library calls the axis of their
    // labels, which is upright, the one of y; figures stand below the last of them.
    if !is_period {
        let labels = chart.y_axis();
        labels.set_reverse().set_crossing(ChartAxisCrossing::Max);
    }
    Some(chart)
}
