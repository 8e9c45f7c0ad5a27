//! The cells of a sheet: what stands in one, how it looks, how it is written. No cell is ever a
//! formula.

use std::borrow::Cow;

use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};

use crate::moment::{CivilDay, Instant, parse_written};
use crate::report::cells::clean;
use crate::table::SHOWN_MARK;
use crate::value::looks_like_formula;

/// Stands for a figure that does not exist.
pub(super) const NO_FIGURE: &str = "–";
/// The longest text that a cell takes, in characters.
const LONGEST: usize = 32_000;
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
    /// The same among lines: it breaks where its column is too narrow.
    Wrapped(&'d str),
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

impl<'d> Datum<'d> {
    /// Several values as people part them.
    pub(super) fn parted(said: Cow<'d, str>) -> Self {
        if said.contains('|') {
            Self::Text(Cow::Owned(said.replace('|', "; ")))
        } else {
            Self::Text(said)
        }
    }

    /// An instant or a day, as tables write them.
    pub(super) fn moment(text: &str) -> Option<Self> {
        if let Some(instant) = parse_written(text) {
            return Some(Self::Moment(instant));
        }
        let day = text.parse::<jiff::civil::Date>().ok();
        let day = day.filter(|day| day.to_string() == text)?;
        Some(Self::Day(CivilDay::new(day).start()))
    }

    /// A count that may be hidden.
    pub(super) fn count(count: Option<u64>) -> Self {
        count.map_or(Self::Mark(SHOWN_MARK), |count| Self::Count(count as f64))
    }
}
/// The formats of cells.
pub(super) struct Formats {
    quoted: Format,
    pub(super) mark: Format,
    count: Format,
    change: Format,
    percent: Format,
    decimal: Format,
    pub(super) moment: Format,
    day: Format,
    pub(super) title: Format,
    pub(super) wrapped: Format,
    pub(super) head: Format,
    bounds: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
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

    /// Those that the cells of long lists have.
    pub(super) fn of_lists(&self) -> [&Format; 9] {
        [
            &self.head,
            &self.quoted,
            &self.mark,
            &self.count,
            &self.change,
            &self.percent,
            &self.decimal,
            &self.moment,
            &self.day,
        ]
    }
}

/// A text as a cell takes it.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
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

/// Writes a cell. `shape` is the format of its column, if it has one: the first figure of a column
/// gives it its own, so that the others need none. To look up a format takes longer than to
/// write a number.
pub(super) fn write<'f>(
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
        Datum::Wrapped(text) => {
            let text = fitting(text);
            let mut format = formats.wrapped.clone();
            if looks_like_formula(&text) {
                format = format.set_quote_prefix();
            }
            sheet.write_string_with_format(row, column, text, &format)?;
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
