//! Writes the sheets of a workbook: rows of typed cells under a header, as a table object with
//! filters, frozen and repeated headers, A4 landscape. No cell is ever a formula.

use std::borrow::Cow;
use std::path::Path;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, IgnoreError, Table, TableColumn,
    TableStyle, Url, Workbook, Worksheet, XlsxError,
};

use crate::config::{Config, Language, ReportFormat, Words};
use crate::moment::Instant;
use crate::report::cells::clean;
use crate::table::SHOWN_MARK;
use crate::value::looks_like_formula;

/// Stands for a figure that does not exist.
pub(super) const NO_FIGURE: &str = "–";
/// The most rows of a table on a sheet.
pub(super) const MOST_ROWS: usize = 1_000_000;
/// A list of more rows may be long.
const LONG: usize = 1000;
/// The longest text that a cell takes, in characters.
const LONGEST: usize = 32_000;
/// The longest name of a sheet, in characters.
const LONGEST_NAME: usize = 31;
/// A4, as the file format numbers sizes of paper.
const A4: u8 = 9;
/// The first day that a spreadsheet counts right, and the day from which we count, in its days.
const FIRST_DAY: f64 = 61.0;
const EPOCH: f64 = 25569.0;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Datum<'d> {
    /// An empty cell.
    Empty,
    /// A text, which is never computed.
    Text(Cow<'d, str>),
    /// The head of a column of texts, or of figures, among lines.
    Head(&'d str, FormatAlign),
    /// Figures that no number says, as bounds.
    Bounds(String),
    /// A figure that does not exist, or that is hidden.
    Mark(&'static str),
    /// A whole number.
    Count(f64),
    /// A change of one.
    Change(f64),
    /// Tenths of a percent.
    Percent(i64),
    /// Hundredths.
    Decimal(i64),
    /// Date and time in Sweden.
    Moment(Instant),
    /// The date alone.
    Day(Instant),
}

impl Datum<'_> {
    /// A count that may be hidden.
    pub(super) fn count(count: Option<u64>) -> Self {
        count.map_or(Self::Mark(SHOWN_MARK), |count| Self::Count(count as f64))
    }
}

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

/// The formats of cells.
struct Formats {
    quoted: Format,
    mark: Format,
    count: Format,
    change: Format,
    percent: Format,
    decimal: Format,
    moment: Format,
    day: Format,
    title: Format,
    wrapped: Format,
    head: Format,
    bounds: Format,
}

impl Formats {
    fn new() -> Self {
        let number = |format: &str| Format::new().set_num_format(format);
        let top = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            quoted: Format::new().set_quote_prefix(),
            mark: Format::new()
                .set_align(FormatAlign::Right)
                .set_font_color(Color::RGB(0x59_59_59)),
            count: number("#,##0"),
            change: number("+#,##0;-#,##0;0"),
            percent: number("0.0%"),
            decimal: number("#,##0.00"),
            moment: number("yyyy-mm-dd hh:mm"),
            day: number("yyyy-mm-dd"),
            title: Format::new().set_bold().set_font_size(14),
            head: top.clone().set_bold(),
            bounds: Format::new().set_align(FormatAlign::Right),
            wrapped: top,
        }
    }
}

/// How the rows of a sheet are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Cells are kept until the end. Equal texts are one.
    Kept,
    /// Each row goes to a file without a name in the folder of the report. It takes no memory.
    Straight,
}

/// A workbook that is being written.
pub(super) struct Pen {
    pub(super) book: Workbook,
    pub(super) language: Language,
    formats: Formats,
    /// The sheets so far, each with what it holds.
    pub(super) sheets: Vec<(String, String)>,
    /// Whether the CSV files are written beside it.
    has_files: bool,
}

impl Pen {
    /// An empty workbook of a run. While it is written, rows lie in files without a name in the
    /// folder.
    pub(super) fn new(config: &Config, folder: &Path) -> Result<Self, XlsxError> {
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
        Ok(Self {
            book,
            language,
            formats: Formats::new(),
            sheets: Vec::new(),
            has_files: config.formats.contains(&ReportFormat::Csv),
        })
    }

    /// A text, and behind it what is said of the CSV files if they are written.
    pub(super) fn with_files(&self, words: Words, of_files: Words) -> String {
        let behind = if self.has_files {
            [" ", self.say(of_files)].concat()
        } else {
            String::new()
        };
        self.say(words).to_owned() + &behind
    }

    /// A text in the language of the workbook.
    pub(super) fn say(&self, words: Words) -> &'static str {
        words.get(self.language)
    }

    /// A sheet without rows, of this name.
    pub(super) fn page(&mut self, name: &str, about: &str) -> Result<(), XlsxError> {
        self.sheet((name, about), Way::Kept)
    }

    fn sheet(&mut self, (name, about): (&str, &str), way: Way) -> Result<(), XlsxError> {
        let name = self.named(name);
        self.sheets.push((name.clone(), about.to_owned()));
        let sheet = match way {
            Way::Kept => self.book.add_worksheet(),
            Way::Straight => self.book.add_worksheet_with_constant_memory()?,
        };
        sheet.set_name(name)?;
        sheet.set_landscape().set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0).set_footer("&A – &P/&N");
        Ok(())
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
            let cut: String = plain.chars().take(room).collect();
            format!("{}{ending}", cut.trim_end())
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
        self.rows(named, (notes, heads), rows, Way::Kept)
    }

    /// The same of what may be many: `size` is about how many there are. From [`LONG`] rows on
    /// they go straight to a file, and their header has filters without a table object.
    pub(super) fn long_list<'d>(
        &mut self,
        named: (&str, &str),
        size: usize,
        heads: &[Head],
        rows: impl IntoIterator<Item = Vec<Datum<'d>>>,
    ) -> Result<Place, XlsxError> {
        let way = if size < LONG {
            Way::Kept
        } else {
            Way::Straight
        };
        self.rows(named, (&[], heads), rows, way)
    }

    fn rows<'d>(
        &mut self,
        (name, about): (&str, &str),
        (notes, heads): (&[String], &[Head]),
        rows: impl IntoIterator<Item = Vec<Datum<'d>>>,
        way: Way,
    ) -> Result<Place, XlsxError> {
        let at = self.sheets.len();
        self.sheet((name, about), way)?;
        let (sheet_name, number) = (self.sheets[at].0.clone(), at + 1);
        let (sheet, formats) = (self.book.worksheet_from_index(at)?, &self.formats);
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
        let write_names = |sheet: &mut Worksheet| {
            let mut names = (0..).zip(&names);
            names.try_for_each(|(column, name)| {
                sheet
                    .write_string_with_format(header, column, name, &formats.head)
                    .map(|_| ())
            })
        };
        // Rows that go straight to a file are written in their order.
        if way == Way::Straight {
            write_names(sheet)?;
        }
        let mut next = header;
        let mut shapes: Vec<Option<&Format>> = vec![None; heads.len()];
        for row in rows {
            next += 1;
            for ((column, datum), shape) in (0..).zip(&row).zip(&mut shapes) {
                write(sheet, (next, column), datum, formats, shape)?;
            }
        }
        let last = heads.len().saturating_sub(1) as u16;
        for (column, head) in (0..).zip(heads) {
            sheet.set_column_width(column, head.width)?;
        }
        sheet.set_freeze_panes(header + 1, 0)?;
        sheet.set_repeat_rows(header, header)?;
        if next > header && way == Way::Kept {
            let columns: Vec<TableColumn> = names
                .iter()
                .map(|name| {
                    TableColumn::new()
                        .set_header(name)
                        .set_header_format(formats.head.clone())
                })
                .collect();
            let table = Table::new()
                .set_name(format!("Table_{number}"))
                .set_style(TableStyle::Light1)
                .set_columns(&columns);
            sheet.add_table(header, 0, next, last, &table)?;
        } else if next > header {
            sheet.autofilter(header, 0, next, last)?;
        } else if way == Way::Kept {
            write_names(sheet)?;
        }
        if next > header {
            // Years and case numbers are texts on purpose.
            sheet.ignore_error_range(header + 1, 0, next, last, IgnoreError::NumberStoredAsText)?;
        }
        Ok(Place {
            sheet: sheet_name,
            header,
        })
    }

    /// Lines of text and figures, which fill the columns from the left.
    pub(super) fn lines(&mut self, at: usize, lines: &[Line]) -> Result<(), XlsxError> {
        const WIDTH: usize = 110;
        let (sheet, formats) = (self.book.worksheet_from_index(at)?, &self.formats);
        sheet.set_column_width(0, 56)?;
        sheet.set_column_range_width(1, 4, 16)?;
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
                    sheet.merge_range(row, 0, row, 4, &text, &formats.wrapped)?;
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

    /// Gives a column of a sheet the format of a date, for who fills it in.
    pub(super) fn expect_moments(&mut self, place: &Place, column: u16) -> Result<(), XlsxError> {
        let format = &self.formats.moment;
        let sheet = self.book.worksheet_from_name(&place.sheet)?;
        sheet.set_column_format(column, format)?;
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

/// A text as a cell takes it.
fn fitting(text: &str) -> Cow<'_, str> {
    let text = clean(text);
    // Most texts have fewer bytes than a cell takes characters.
    if text.len() <= LONGEST {
        return text;
    }
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => text,
    }
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

/// Writes a cell. `shape` is the format of its column, if it has one: the first figure of a column
/// gives it its own, so that the others need none. To look up a format takes longer than to
/// write a number.
fn write<'f>(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    datum: &Datum,
    formats: &'f Formats,
    shape: &mut Option<&'f Format>,
) -> Result<(), XlsxError> {
    let (number, format) = match datum {
        Datum::Empty => return Ok(()),
        Datum::Text(text) => {
            let text = fitting(text);
            if looks_like_formula(&text) {
                sheet.write_string_with_format(row, column, text, &formats.quoted)?;
            } else if !text.is_empty() {
                sheet.write_string(row, column, text)?;
            }
            return Ok(());
        }
        Datum::Head(text, side) => {
            let format = formats.head.clone().set_align(*side);
            sheet.write_string_with_format(row, column, clean(text), &format)?;
            return Ok(());
        }
        Datum::Bounds(text) => {
            sheet.write_string_with_format(row, column, text, &formats.bounds)?;
            return Ok(());
        }
        Datum::Mark(mark) => {
            sheet.write_string_with_format(row, column, *mark, &formats.mark)?;
            return Ok(());
        }
        Datum::Count(number) => (*number, &formats.count),
        Datum::Change(number) => (*number, &formats.change),
        Datum::Percent(tenths) => (*tenths as f64 / 1000.0, &formats.percent),
        Datum::Decimal(hundredths) => (*hundredths as f64 / 100.0, &formats.decimal),
        Datum::Moment(instant) | Datum::Day(instant) => {
            let days = instant.local_minute() as f64 / 1440.0 + EPOCH;
            if days < FIRST_DAY {
                sheet.write_string(row, column, instant.to_string())?;
                return Ok(());
            }
            match datum {
                Datum::Day(_) => (days.floor(), &formats.day),
                _ => (days, &formats.moment),
            }
        }
    };
    if shape.is_none() {
        sheet.set_column_format(column, format)?;
        *shape = Some(format);
    }
    if shape.is_some_and(|own| std::ptr::eq(own, format)) {
        sheet.write_number(row, column, number)?;
    } else {
        sheet.write_number_with_format(row, column, number, format)?;
    }
    Ok(())
}
