//! Tables of the page: cells of typed tables as people read them, tables whose columns keep
//! their names, and the tables of the summary.

use crate::config::{Language, Words, decimal};
use crate::disclosure::Figure;
use crate::report::block::{self, Block, Datum, Grid, Span};
use crate::report::cells;
use crate::report::html::view::{Below, Head, Line, Part, Place, Sheet};
use crate::report::markdown;
use crate::statistics::thousands;
use crate::table::{Cell, Key, Row, SHOWN_MARK, Table};

/// The heads of columns of typed tables, by their names.
const HEADS: &[(&str, Words)] = &[
    ("answered", Words::new("besvarade", "answered")),
    ("band_n", Words::new("med intervall", "with a band")),
    ("base", Words::new("bas", "base")),
    ("base_before", Words::new("bas året före", "base before")),
    ("blank", Words::new("obesvarade", "blank")),
    ("case_number", Words::new("diarienummer", "case number")),
    ("certainty", Words::new("säkerhet", "certainty")),
    ("change", Words::new("förändring", "change")),
    ("change_percent", Words::new("förändring, %", "change, %")),
    (
        "controller",
        Words::new("personuppgiftsansvarig", "controller"),
    ),
    (
        "controllers",
        Words::new("personuppgiftsansvariga", "controllers"),
    ),
    (
        "data_subjects_lower",
        Words::new("registrerade, minst", "data subjects, at least"),
    ),
    (
        "data_subjects_upper",
        Words::new("registrerade, högst", "data subjects, at most"),
    ),
    ("discovered", Words::new("upptäckt", "discovered")),
    (
        "discovered_earliest",
        Words::new("upptäckt, tidigast", "discovered, earliest"),
    ),
    (
        "discovered_latest",
        Words::new("upptäckt, senast", "discovered, latest"),
    ),
    ("evidence", Words::new("grund", "evidence")),
    (
        "exact_n",
        Words::new("med exakt antal", "with an exact number"),
    ),
    ("field", Words::new("uppgift", "field")),
    ("in_folder", Words::new("i anmälan", "in the notification")),
    ("in_register", Words::new("i registret", "in the register")),
    ("incident", Words::new("incident", "incident")),
    ("incidents", Words::new("incidenter", "incidents")),
    (
        "incidents_max",
        Words::new("incidenter, högst", "incidents, at most"),
    ),
    (
        "incidents_min",
        Words::new("incidenter, minst", "incidents, at least"),
    ),
    (
        "indeterminate",
        Words::new("går inte att avgöra", "cannot be decided"),
    ),
    ("label", Words::new("svar", "answer")),
    ("late", Words::new("för sent", "late")),
    (
        "lower",
        Words::new("registrerade, minst", "data subjects, at least"),
    ),
    ("missing", Words::new("saknas", "missing")),
    ("name", Words::new("namn", "name")),
    ("not_asked", Words::new("inte efterfrågade", "not asked")),
    ("not_shown", Words::new("visades inte", "not shown")),
    ("notifications", Words::new("anmälningar", "notifications")),
    (
        "notifications_before",
        Words::new("anmälningar året före", "notifications before"),
    ),
    ("notified", Words::new("anmäld", "notified")),
    (
        "number",
        Words::new("organisationsnummer", "corporate identity number"),
    ),
    ("occurred", Words::new("inträffade", "occurred")),
    ("on_time", Words::new("i tid", "on time")),
    ("pending", Words::new("fristen löper", "pending")),
    ("percent", Words::new("%", "%")),
    ("percent_before", Words::new("% året före", "% before")),
    (
        "processor_number",
        Words::new("biträdets organisationsnummer", "processor's number"),
    ),
    ("promised", Words::new("utlovade", "promised")),
    ("question", Words::new("fråga", "question")),
    ("reasons", Words::new("skäl", "reasons")),
    ("reasons_given", Words::new("skäl angivna", "reasons given")),
    ("received", Words::new("inkom", "received")),
    (
        "received_earliest",
        Words::new("inkom, tidigast", "received, earliest"),
    ),
    (
        "received_late",
        Words::new("inkom för sent", "received late"),
    ),
    (
        "received_latest",
        Words::new("inkom, senast", "received, latest"),
    ),
    ("reference", Words::new("referens", "reference")),
    ("sector_label", Words::new("sektor", "sector")),
    ("source", Words::new("fil", "file")),
    ("status", Words::new("status", "status")),
    (
        "supplement_state",
        Words::new("komplettering", "supplement"),
    ),
    (
        "undeterminable",
        Words::new("går inte att avgöra", "cannot be determined"),
    ),
    ("unknown", Words::new("okänt", "unknown")),
    ("unknown_n", Words::new("utan antal", "without a number")),
    (
        "upper",
        Words::new("registrerade, högst", "data subjects, at most"),
    ),
    ("verdict", Words::new("bedömning", "verdict")),
    ("year", Words::new("år", "year")),
];

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
            let sign = if *change < 0 {
                MINUS
            } else if *change > 0 {
                "+"
            } else {
                ""
            };
            format!("{sign}{size}")
        }
        Cell::Percent(_) | Cell::Hours(_) => signed(decimal(&cell.to_string(), language), false),
        Cell::Key(_) | Cell::Text(_) => cells::text(&cell.to_string()).into_owned(),
    }
}

/// The head of a column of a typed table.
pub(super) fn head(table: &Table, at: usize, language: Language) -> Head {
    let column = &table.columns[at];
    let known = HEADS.iter().find(|(name, _)| *name == column.name);
    let (name, text) = known.map_or(("", ""), |(name, words)| (*name, words.get(language)));
    Head {
        text: if text.is_empty() {
            column.name.clone()
        } else {
            text.to_owned()
        },
        column: if name.is_empty() {
            column.name.clone()
        } else {
            name.to_owned()
        },
        below: if column.is_words() {
            Below::Words
        } else {
            Below::Figures
        },
    }
}

/// Where a row of a typed table belongs.
pub(super) fn place(row: &Row) -> Place {
    match row.first().and_then(Cell::key) {
        Some(Key::Value(_)) | None => Place::Value,
        Some(_) => Place::Aside,
    }
}

/// Whether a value stands for what fits nowhere else.
pub(super) fn is_rest(key: &Key) -> bool {
    key.id() == "other" || key.id().starts_with("Övrig")
}

/// The rows of a typed table under these of its columns; none without one of them.
pub(super) fn of_table(
    table: &Table,
    columns: &[&str],
    most: usize,
    language: Language,
) -> Option<Sheet> {
    let places = columns.iter().map(|name| table.column(name));
    let places = places.collect::<Option<Vec<usize>>>()?;
    let line = |row: &Row| Line {
        place: place(row),
        cells: places.iter().map(|at| text(&row[*at], language)).collect(),
    };
    Some(Sheet {
        id: table.id.clone(),
        caption: table.title.get(language),
        heads: places.iter().map(|at| head(table, *at, language)).collect(),
        rows: table.rows.iter().take(most).map(line).collect(),
        note: more(
            table.rows.len(),
            most,
            &format!("tables/{}.csv", table.id),
            language,
        ),
    })
}

/// How many rows there are in all, where not all are shown.
pub(super) fn more(all: usize, most: usize, file: &str, language: Language) -> String {
    if all <= most {
        return String::new();
    }
    Words::new(
        "{most} av {all} rader visas; alla står i {file}.",
        "{most} of {all} rows are shown; all stand in {file}.",
    )
    .with("most", thousands(most as u64))
    .with("all", thousands(all as u64))
    .with("file", file)
    .get(language)
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
    let line = |row: &Vec<Datum>| Line {
        // What stands outside of the base has no share.
        place: if row.contains(&Datum::Blank) {
            Place::Aside
        } else {
            Place::Value
        },
        cells: places
            .iter()
            .map(|at| markdown::text(&row[*at], language))
            .collect(),
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
