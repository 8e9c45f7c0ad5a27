//! Tables of the page: cells of typed tables as people read them, tables whose columns keep
//! their names, and the tables of the summary.

use crate::check::rules;
use crate::config::{Language, Words, decimal};
use crate::dialect::{Told, headings};
use crate::disclosure::Figure;
use crate::report::block::{self, Block, Datum, Grid, Span};
use crate::report::cells;
use crate::report::html::Ground;
use crate::report::html::view::{Below, Head, Line, Part, Place, Sheet};
use crate::report::markdown;
use crate::report::partial;
use crate::statistics::thousands;
use crate::table::{Cell, Column, Key, Row, SHOWN_MARK, Table};

/// A cell as people read it.
pub(super) fn text(cell: &Cell, language: Language) -> String {
    const UNBOUNDED: Words = Words::new("ingen gräns", "no bound");
    const MINUS: &str = "−";
    let signed = |text: String, above: bool| match text.strip_prefix('-') {
        Some(rest) => format!("{MINUS}{rest}"),
        None if above => format!("+{text}"),
        None => text,
    };
    match cell {
        Cell::Nothing => String::new(),
        Cell::Hidden => SHOWN_MARK.to_owned(),
        Cell::Unbounded => UNBOUNDED.get(language).to_owned(),
        Cell::Count(count) => thousands(*count),
        Cell::Change(change) => {
            let size = thousands(change.unsigned_abs());
            let sign = match change.signum() {
                -1 => MINUS,
                1 => "+",
                _ => "",
            };
            format!("{sign}{size}")
        }
        Cell::Percent(_) | Cell::Hours(_) => signed(decimal(&cell.to_string(), language), false),
        Cell::Key(_) | Cell::Text(_) => cells::clean(&cell.to_string()).into_owned(),
    }
}

/// A change in percent as people read it, with its sign.
pub(super) fn signed(cell: &Cell, language: Language) -> String {
    let plus = matches!(cell, Cell::Percent(1..));
    let sign = if plus { "+" } else { "" };
    format!("{sign}{}", text(cell, language))
}

/// The heading of a column of this name.
pub(super) fn heading(name: &str, language: Language) -> String {
    headings(&[name], language).concat()
}

/// The head of a column of a typed table.
pub(super) fn head(table: &Table, at: usize, language: Language) -> Head {
    let column = &table.columns[at];
    let text = match column.name.as_str() {
        "label" => Words::new("svar", "answer").get(language).to_owned(),
        name => {
            // Labels stand for their codes here.
            let names = table.columns.iter().map(|own| own.name.as_str());
            let among: Vec<&str> = names
                .filter(|own| *own == name || !own.ends_with("label"))
                .collect();
            let place = among.iter().position(|own| *own == name);
            let all = headings(&among, language);
            place
                .and_then(|at| all.get(at).cloned())
                .unwrap_or_default()
        }
    };
    Head {
        text,
        column: column.name.clone(),
        below: if column.is_words() {
            Below::Words
        } else {
            Below::Figures
        },
    }
}

/// A cell of a column as people read it: with words for the codes of the program.
fn told(cell: &Cell, column: &Column, language: Language) -> String {
    match cell {
        Cell::Key(_) | Cell::Text(_) => {
            let code = cell.to_string();
            // People read what a rule is called, and not its name for programs.
            let mut all = rules().iter();
            let rule = all.find(|rule| column.name == "name" && rule.name == code);
            if let Some(rule) = rule {
                return rule.title.get(language).to_owned();
            }
            // No label stands beside this code.
            let told = match column.name.as_str() {
                "certainty" => Told::of_record("incident_certainty"),
                _ => Told::of_table(column),
            };
            let said = told.say(&code, language);
            cells::clean(&said).into_owned()
        }
        _ => text(cell, language),
    }
}

/// The number by which a cell is sorted.
pub(super) fn key(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Unbounded => Some(i64::MAX),
        Cell::Count(count) => i64::try_from(*count).ok(),
        Cell::Change(number) | Cell::Percent(number) | Cell::Hours(number) => Some(*number),
        _ => None,
    }
}

/// Where a row of a typed table belongs.
pub(super) fn place(row: &Row) -> Place {
    match row.first().and_then(Cell::key) {
        Some(Key::Value(_)) | None => Place::Value,
        Some(_) => Place::Aside,
    }
}

/// The rows of a typed table under these of its columns; none without one of them.
pub(super) fn of_table(
    ground: &Ground,
    table: &Table,
    columns: &[&str],
    most: usize,
) -> Option<Sheet> {
    let language = ground.language();
    let places = columns.iter().map(|name| table.column(name));
    let places = places.collect::<Option<Vec<usize>>>()?;
    let line = |row: &Row| {
        let shown = |at: &usize| {
            if partial::is_year(table, *at) {
                ground.year(&row[*at].to_string())
            } else {
                told(&row[*at], &table.columns[*at], language)
            }
        };
        let line = Line::at(place(row), places.iter().map(shown).collect());
        // Of all others the text tells the number.
        let mut words = (0..).zip(&places);
        let unbounded = words.find(|(_, at)| row[**at] == Cell::Unbounded);
        match unbounded {
            Some((cell, at)) => line.keyed(cell, key(&row[*at])),
            None => line,
        }
    };
    Some(Sheet {
        id: table.id.clone(),
        caption: table.title.get(language),
        heads: places.iter().map(|at| head(table, *at, language)).collect(),
        rows: table.rows.iter().take(most).map(line).collect(),
        note: ground.more(table.rows.len(), most, &format!("tables/{}.csv", table.id)),
    })
}

impl Ground<'_> {
    /// How many rows there are in all, where not all are shown, and in which file they stand if
    /// the run writes it.
    pub(super) fn more(&self, all: usize, most: usize, file: &str) -> String {
        if all <= most {
            return String::new();
        }
        // Records and findings are only in the folder of the run that made them.
        let is_there = file.starts_with("tables/") || self.report.is_some();
        let words = if self.summary.view.has_files && is_there {
            Words::new(
                "{most} av {all} rader visas; alla står i {file}.",
                "{most} of {all} rows are shown; all stand in {file}.",
            )
        } else {
            Words::new(
                "{most} av {all} rader visas.",
                "{most} of {all} rows are shown.",
            )
        };
        words
            .with("most", thousands(most as u64))
            .with("all", thousands(all as u64))
            .with("file", file)
            .get(self.language())
    }
}

/// The blocks of a summary as parts of the page. A paragraph below a table belongs to it.
pub(super) fn of_blocks(
    blocks: Vec<Block>,
    id: &str,
    caption: &str,
    language: Language,
) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for block in blocks {
        match block {
            Block::Title(text) | Block::Heading(text) => parts.push(Part::heading(text)),
            Block::Paragraph(spans) => {
                let text = plain(spans);
                match parts.last_mut() {
                    Some(Part::Sheet(sheet)) if sheet.note.is_empty() => sheet.note = text,
                    _ => parts.push(Part::Text { text }),
                }
            }
            Block::Grid(grid) => parts.push(Part::Sheet(of_grid(&grid, id, caption, language))),
            Block::List(items) => parts.push(Part::List { items }),
            Block::Code(text) => parts.push(Part::Code { text }),
        }
    }
    parts
}

/// Running text without its marks.
fn plain(spans: Vec<Span>) -> String {
    let text = spans.into_iter().map(|span| match span {
        Span::Plain(text) | Span::Strong(text) => text,
        Span::Break => " ".to_owned(),
    });
    text.collect()
}

/// A table of the summary, without its bars.
fn of_grid(grid: &Grid, id: &str, caption: &str, language: Language) -> Sheet {
    let shown = |at: &usize| !matches!(grid.columns[*at], block::Column::Bars);
    let places: Vec<usize> = (0..grid.columns.len()).filter(shown).collect();
    let head = |at: &usize| {
        let column = &grid.columns[*at];
        let below = match column {
            block::Column::Figures(_) => Below::Figures,
            _ => Below::Words,
        };
        Head {
            text: column.head(language).to_owned(),
            column: String::new(),
            below,
        }
    };
    let line = |row: &Vec<Datum>| {
        // What stands outside of the base has no share.
        let place = if row.contains(&Datum::Blank) {
            Place::Aside
        } else {
            Place::Value
        };
        let shown = |at: &usize| markdown::text(&row[*at], language);
        Line::at(place, places.iter().map(shown).collect())
    };
    Sheet {
        id: id.to_owned(),
        caption: caption.to_owned(),
        heads: places.iter().map(head).collect(),
        rows: grid.rows.iter().map(line).collect(),
        note: String::new(),
    }
}

/// The count of a cell for a picture: none where it is hidden.
pub(super) fn count(cell: &Cell) -> Option<u64> {
    Figure::of_cell(cell).told()
}
