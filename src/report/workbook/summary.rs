//! The blocks of the summary as lines of a sheet. Figures that are known exactly stay figures.

use rust_xlsxwriter::FormatAlign;

use crate::config::{Language, decimal};
use crate::report::block::{Block, Column, Datum as Told, Grid, Span};
use crate::report::workbook::cell::{Datum, NO_FIGURE};
use crate::report::workbook::pen::Line;
use crate::statistics::thousands;
use crate::table::{Cell, span};

/// The lines of some blocks.
pub(super) fn lines(blocks: &[Block], language: Language) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Title(text) => lines.push(Line::Title(text.clone())),
            Block::Heading(text) => {
                lines.push(Line::Cells(Vec::new()));
                lines.push(Line::Heading(text.clone()));
            }
            Block::Paragraph(spans) => lines.extend(paragraph(spans)),
            Block::Grid(grid) => add_grid(grid, language, &mut lines),
            Block::List(items) => {
                lines.extend(items.iter().map(|item| Line::Text(format!("• {item}"))));
            }
            Block::Code(text) => {
                lines.extend(text.lines().map(|line| Line::Text(line.to_owned())));
            }
        }
    }
    lines
}

fn paragraph<'l>(spans: &[Span]) -> Vec<Line<'l>> {
    let mut lines = vec![String::new()];
    for span in spans {
        match (span, lines.last_mut()) {
            (Span::Plain(text) | Span::Strong(text), Some(line)) => line.push_str(text),
            _ => lines.push(String::new()),
        }
    }
    lines.into_iter().map(Line::Text).collect()
}

fn add_grid<'l>(grid: &'l Grid, language: Language, lines: &mut Vec<Line<'l>>) {
    let shown: Vec<usize> = (0..grid.columns.len())
        .filter(|at| grid.columns[*at] != Column::Bars)
        .collect();
    let heads = shown.iter().map(|at| match &grid.columns[*at] {
        column @ Column::Words(_) => Datum::Head(column.head(language), FormatAlign::Left),
        column => Datum::Head(column.head(language), FormatAlign::Right),
    });
    lines.push(Line::Cells(heads.collect()));
    for row in &grid.rows {
        let cells = shown.iter().map(|at| match datum(&row[*at], language) {
            // A change in words stands where figures do.
            Datum::Wrapped(text) if grid.columns[*at].is_figures() => {
                Datum::Bounds(text.to_owned())
            }
            datum => datum,
        });
        lines.push(Line::Cells(cells.collect()));
    }
}

fn datum(told: &Told, language: Language) -> Datum<'_> {
    match told {
        Told::Text(text) => Datum::Wrapped(text),
        Told::Count([least, most]) if least == most => Datum::count(least.told()),
        Told::Count([least, most]) => {
            let [least, most] = [least, most].map(|figure| figure.text(thousands));
            Datum::Bounds(span(&least, &most, "–"))
        }
        Told::Share([least, most]) if least == most => Datum::Percent(*least),
        Told::Share(ends) => {
            let [least, most] =
                ends.map(|tenths| decimal(&Cell::Percent(tenths).to_string(), language));
            Datum::Bounds(span(&least, &most, "–") + " %")
        }
        Told::NoShare => Datum::Mark(NO_FIGURE),
        Told::Blank | Told::Bar(_) => Datum::Empty,
    }
}
