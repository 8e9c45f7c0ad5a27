//! Writes the sheets of a workbook: rows of typed cells under a header, as a table object with
//! filters, frozen and repeated headers, A4 landscape.

use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, IgnoreError, Table, TableColumn, TableStyle,
    Url, Workbook, Worksheet, XlsxError,
};

use crate::config::{Config, Language, ReportFormat, Words};
use crate::report::cells::clean;
use crate::report::partial;
use crate::report::workbook::cell::{Datum, Formats, NO_FIGURE, fitting, write};

/// The most rows of a table on a sheet.
pub(super) const MOST_ROWS: usize = 1_000_000;
/// A list of more rows may be long.
const LONG: usize = 1000;
/// A list of more rows is so long that its texts are too many to be kept.
const LONGER: usize = 100_000;

/// The longest name of a sheet, in characters.
const LONGEST_NAME: usize = 31;
/// A4, as the file format numbers sizes of paper.
const A4: u8 = 9;

/// The column of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) name: String,
    /// In characters.
    pub(super) width: f64,
}

/// Where the rows of a sheet lie.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) sheet: String,
    /// The row of the header.
    pub(super) header: u32,
}

/// How the rows of a sheet are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Cells are kept until the end. Equal texts are one.
    Kept,
    /// Each row goes to a file without a name in the folder of the report. It takes no memory.
    Straight,
}

/// A sheet without a name, which is not in the workbook yet. So it can be filled beside others.
pub(super) struct Blank {
    sheet: Worksheet,
    way: Way,
}

/// A sheet of rows below a header, which is not in the workbook yet.
pub(super) struct List {
    own: Blank,
    /// Its name, and what it holds.
    named: (String, String),
    /// The names of its columns, each unlike all others.
    names: Vec<String>,
    /// The row of the header, and the last one.
    rows: (u32, u32),
}

impl List {
    /// Gives a column the format of a date, for who fills it in.
    pub(super) fn expect_moments(mut self, ink: &Ink, column: u16) -> Result<Self, XlsxError> {
        let sheet = &mut self.own.sheet;
        sheet.set_column_format(column, &ink.formats.moment)?;
        Ok(self)
    }
}

/// What a sheet is filled with: words and formats.
pub(super) struct Ink {
    pub(super) language: Language,
    formats: Formats,
    /// Whether the CSV files are written beside the workbook.
    has_files: bool,
    /// The years of which some notifications may be missing.
    partial: Vec<String>,
}

/// A workbook that is being written.
pub(super) struct Pen {
    pub(super) book: Workbook,
    pub(super) ink: Ink,
    /// The sheets so far, each with what it holds.
    pub(super) sheets: Vec<(String, String)>,
}

impl Ink {
    /// A text, and behind it what is said of the CSV files if they are written.
    pub(super) fn with_files(&self, words: Words, of_files: Words) -> String {
        let behind = if self.has_files {
            [" ", self.say(of_files)].concat()
        } else {
            String::new()
        };
        self.say(words).to_owned() + &behind
    }

    /// A year, with a mark if some of its notifications may be missing.
    pub(super) fn year(&self, year: &str) -> String {
        partial::among(year, &self.partial, self.language)
    }

    /// A text in the language of the workbook.
    pub(super) fn say(&self, words: Words) -> &'static str {
        words.get(self.language)
    }

    /// Fills a sheet with rows below a header. What stands in `notes` stands above it.
    pub(super) fn list<'d>(
        &self,
        Blank { mut sheet, way }: Blank,
        (name, about): (&str, &str),
        (notes, heads): (&[String], &[Head]),
        rows: impl IntoIterator<Item = Vec<Datum<'d>>>,
    ) -> Result<List, XlsxError> {
        let formats = &self.formats;
        let header = notes.len() as u32;
        for (row, note) in (0..).zip(notes) {
            let format = if row == 0 {
                &formats.title
            } else {
                &formats.mark
            };
            let format = &format.clone().set_align(FormatAlign::Left);
            sheet.write_string_with_format(row, 0, clean(note), format)?;
        }
        let names = unlike(heads);
        // Rows that go straight to a file are written in their order. The header of others is
        // that of their table object, if they have one.
        let write_names = |sheet: &mut Worksheet| {
            let mut names = (0..).zip(&names);
            names.try_for_each(|(column, name)| {
                let written = sheet.write_string_with_format(header, column, name, &formats.head);
                written.map(|_| ())
            })
        };
        if way == Way::Straight {
            write_names(&mut sheet)?;
        }
        let mut last = header;
        let mut shapes: Vec<Option<&Format>> = vec![None; heads.len()];
        for row in rows {
            last += 1;
            for ((column, datum), shape) in (0..).zip(&row).zip(&mut shapes) {
                write(&mut sheet, (last, column), datum, formats, shape)?;
            }
        }
        if last == header && way == Way::Kept {
            write_names(&mut sheet)?;
        }
        for (column, head) in (0..).zip(heads) {
            sheet.set_column_width(column, head.width)?;
        }
        sheet.set_freeze_panes(header + 1, 0)?;
        sheet.set_repeat_rows(header, header)?;
        Ok(List {
            own: Blank { sheet, way },
            named: (name.to_owned(), about.to_owned()),
            names,
            rows: (header, last),
        })
    }
}

impl Pen {
    /// An empty workbook of a run. While it is written, rows lie in files without a name in the
    /// folder.
    pub(super) fn new(
        config: &Config,
        folder: &Path,
        partial: &[String],
    ) -> Result<Self, XlsxError> {
        let (language, made) = (config.language, config.as_of);
        let mut book = Workbook::new();
        book.set_tempdir(folder)?;
        // The same report gives the same bytes, whenever it is written.
        let created = ExcelDateTime::from_timestamp(made.as_second())?;
        book.set_properties(
            &DocProperties::new()
                .set_author("breach-audit")
                .set_creation_datetime(&created),
        );
        book.set_zip_compression_level(1);
        let formats = Formats::new();
        // Formats have numbers before sheets are filled beside each other, so that the numbers do
        // not depend on which of the sheets is the first to use one.
        for format in formats.of_lists() {
            book.register_format(format);
        }
        Ok(Self {
            book,
            ink: Ink {
                language,
                formats,
                has_files: config.formats.contains(&ReportFormat::Csv),
                partial: partial.to_vec(),
            },
            sheets: Vec::new(),
        })
    }

    /// A sheet for about so many rows.
    pub(super) fn blank(&mut self, size: usize) -> Result<Blank, XlsxError> {
        let (sheet, way) = if size < LONG {
            (Worksheet::new(), Way::Kept)
        } else {
            let sheet = self.book.new_worksheet_with_constant_memory()?;
            (sheet, Way::Straight)
        };
        Ok(Blank { sheet, way })
    }

    /// The same, for rows whose texts come again and again: each text is written once for the
    /// workbook. Texts are numbered as they come, so no other such sheet may be filled beside it.
    pub(super) fn blank_of_few_texts(&mut self, size: usize) -> Result<Blank, XlsxError> {
        if !(LONG..LONGER).contains(&size) {
            return self.blank(size);
        }
        let sheet = self.book.new_worksheet_with_low_memory()?;
        Ok(Blank {
            sheet,
            way: Way::Straight,
        })
    }

    /// A sheet without rows, of this name.
    pub(super) fn page(&mut self, name: &str, about: &str) -> Result<(), XlsxError> {
        self.add(Worksheet::new(), (name, about)).map(|_| ())
    }

    /// Puts a sheet behind the others. Gives the name that it has now.
    fn add(
        &mut self,
        mut sheet: Worksheet,
        (name, about): (&str, &str),
    ) -> Result<String, XlsxError> {
        let name = self.named(name);
        sheet.set_name(&name)?;
        sheet.set_landscape().set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0).set_footer("&A – &P/&N");
        self.sheets.push((name.clone(), about.to_owned()));
        self.book.push_worksheet(sheet);
        Ok(name)
    }

    /// The name of a sheet: what a spreadsheet takes, and no other sheet has.
    fn named(&self, name: &str) -> String {
        let is_taken = |name: &str| {
            let lower = name.to_lowercase();
            self.sheets
                .iter()
                .any(|(own, _)| own.to_lowercase() == lower)
        };
        let plain: String = name
            .chars()
            .map(|c| if "[]:*?/\\'".contains(c) { '-' } else { c })
            .collect();
        let of = |ending: &str| {
            let room = LONGEST_NAME - ending.chars().count();
            shortened(&plain, room) + ending
        };
        let further = (2..).map(|number| of(&format!(" {number}")));
        let all = std::iter::once(of("")).chain(further);
        all.into_iter()
            .find(|name| !is_taken(name))
            .unwrap_or_default()
    }

    /// A sheet of rows below a header. What stands in `notes` stands above it.
    pub(super) fn list<'d>(
        &mut self,
        named: (&str, &str),
        notes: &[String],
        heads: &[Head],
        rows: impl IntoIterator<Item = Vec<Datum<'d>>>,
    ) -> Result<Place, XlsxError> {
        let blank = self.blank(0)?;
        let list = self.ink.list(blank, named, (notes, heads), rows)?;
        self.place(list)
    }

    /// Puts a filled sheet behind the others. Its rows get filters: in a table object, or without
    /// one if they went straight to a file.
    pub(super) fn place(&mut self, list: List) -> Result<Place, XlsxError> {
        let List {
            own: Blank { mut sheet, way },
            named: (name, about),
            names,
            rows: (header, last),
        } = list;
        if last > header {
            let end = names.len().saturating_sub(1) as u16;
            match way {
                Way::Kept => {
                    let columns: Vec<TableColumn> = names
                        .iter()
                        .map(|name| {
                            TableColumn::new()
                                .set_header(name)
                                .set_header_format(self.ink.formats.head.clone())
                        })
                        .collect();
                    let table = Table::new()
                        .set_name(format!("Table_{}", self.sheets.len() + 1))
                        .set_style(TableStyle::Light1)
                        .set_columns(&columns);
                    sheet.add_table(header, 0, last, end, &table)?;
                }
                Way::Straight => {
                    sheet.autofilter(header, 0, last, end)?;
                }
            }
            // Years and case numbers are texts on purpose.
            sheet.ignore_error_range(header + 1, 0, last, end, IgnoreError::NumberStoredAsText)?;
        }
        let sheet = self.add(sheet, (&name, &about))?;
        Ok(Place { sheet, header })
    }

    /// Lines of text and figures, which fill the columns from the left.
    pub(super) fn lines(&mut self, at: usize, lines: &[Line]) -> Result<(), XlsxError> {
        const WIDTH: usize = 110;
        /// The widths of the columns behind the first, in characters.
        const NARROW: usize = 16;
        const WIDE: usize = 44;
        let (sheet, formats) = (self.book.worksheet_from_index(at)?, &self.ink.formats);
        sheet.set_column_width(0, 56)?;
        for column in 1..=FURTHEST {
            let width = lines.iter().map(|line| line.width(column.into()));
            let width = width.max().unwrap_or(0).clamp(NARROW, WIDE);
            sheet.set_column_width(column, width as f64)?;
        }
        for (row, line) in (0..).zip(lines) {
            match line {
                Line::Title(text) => {
                    sheet.write_string_with_format(row, 0, clean(text), &formats.title)?;
                }
                Line::Heading(text) => {
                    sheet.write_string_with_format(row, 0, clean(text), &formats.head)?;
                }
                Line::Text(text) => {
                    let text = fitting(text);
                    sheet.merge_range(row, 0, row, LAST, &text, &formats.wrapped)?;
                    let rows = text.chars().count().div_ceil(WIDTH).max(1);
                    sheet.set_row_height(row, 15 * rows.min(20) as u32)?;
                }
                Line::Link(name, about) => {
                    let link = Url::new(format!("internal:'{name}'!A1")).set_text(name);
                    sheet.write_url(row, 0, link)?;
                    sheet.write_string(row, 1, clean(about))?;
                }
                Line::Cells(cells) => {
                    for (column, datum) in (0..).zip(cells) {
                        write(
                            sheet,
                            (row, column),
                            datum,
                            formats,
                            &mut Some(&formats.head),
                        )?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// A line of a sheet that people read from top to bottom.
#[derive(Debug, Clone)]
pub(super) enum Line<'d> {
    Title(String),
    Heading(String),
    Text(String),
    /// A sheet and what it holds.
    Link(String, String),
    Cells(Vec<Datum<'d>>),
}

/// The last column over which texts reach, and the furthest one with cells.
const LAST: u16 = 4;
const FURTHEST: u16 = 7;

impl Line<'_> {
    /// How wide a text in one of its columns is, in characters.
    fn width(&self, column: usize) -> usize {
        match self {
            Self::Cells(cells) => match cells.get(column) {
                Some(Datum::Wrapped(text)) => text.chars().count(),
                Some(Datum::Head(text, _)) => text.chars().count() + 1,
                _ => 0,
            },
            _ => 0,
        }
    }
}

/// A text in at most so many characters, cut behind a word where it has several.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.trim_end().to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    let is_within = text
        .chars()
        .nth(most - 1)
        .is_some_and(char::is_alphanumeric);
    let blank = kept.rfind(' ').filter(|_| is_within);
    let end = blank.unwrap_or(kept.len());
    let is_no_end = |c: char| !c.is_alphanumeric() && c != ')';
    let kept = kept[..end].trim_end_matches(is_no_end);
    format!("{kept}…")
}

/// The names of columns, each unlike all others.
fn unlike(heads: &[Head]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(heads.len());
    for head in heads {
        let own = match head.name.as_str() {
            "" => NO_FIGURE,
            name => name,
        };
        let is_taken = |name: &String| {
            let lower = name.to_lowercase();
            names.iter().any(|other| other.to_lowercase() == lower)
        };
        let mut name = own.to_owned();
        let mut number = 2;
        while is_taken(&name) {
            name = format!("{own} {number}");
            number += 1;
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_behind_a_word() {
        let name = |text: &str| shortened(text, LONGEST_NAME);
        assert_eq!(
            name("Verksamhetsområde × Orsak, huvudgrupp"),
            "Verksamhetsområde × Orsak…"
        );
        assert_eq!(
            name("Tid från upptäckt till anmälan, timmar"),
            "Tid från upptäckt till anmälan…"
        );
        assert_eq!(
            name("Bedömning av tidsfristen × År"),
            "Bedömning av tidsfristen × År"
        );
        assert_eq!(name(&"å".repeat(40)), "å".repeat(30) + "…");
        assert_eq!(name(&"å".repeat(31)), "å".repeat(31));
        assert!(name(&format!("{} b", "å".repeat(31))).chars().count() <= LONGEST_NAME);
    }
}
