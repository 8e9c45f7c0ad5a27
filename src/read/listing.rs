//! Lists that people keep as tables: a CSV with any delimiter in any encoding, or a workbook.
//! The row of headings is searched for, since titles may stand above it. What the columns mean
//! is for those who ask.

use crate::config::{ArchiveLimits, Message, Words};
use crate::decode::{Content, decode, sniff};
use crate::moment::{Clock, HeadingZone, as_written, day_begun, zone_of_heading};
use crate::read::workbook::{self, DELIMITER, LOOKED_AT};
use crate::read::{Reason, Refusal};

/// How many rows may stand before the headings.
pub(super) const MOST_BEFORE: usize = 20;

/// A row of a table with the line on which it begins.
pub(super) type Row = (u32, Vec<String>);

/// A list, or one sheet of it.
#[derive(Debug)]
pub(super) struct Listing<C> {
    /// The name of the sheet; empty where the list is no workbook.
    pub(super) sheet: String,
    /// The line of the headings.
    pub(super) line: u32,
    /// The headings as they stand there.
    pub(super) names: Vec<String>,
    /// The lines of the rows that are not blank above the headings.
    pub(super) above: Vec<u32>,
    /// What its columns are.
    pub(super) columns: C,
    /// The rows below the headings that are not blank.
    pub(super) rows: Vec<Row>,
    /// The columns whose every time of day is midnight, with how many cells that are: they hold
    /// dates.
    pub(super) dates: Vec<(usize, usize)>,
}

/// Why a file is no list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It cannot be read as CSV at this line.
    Csv(u64),
    /// It has nothing in it.
    Empty,
    /// It is no text, but another file of a program.
    NoText,
    /// It is a workbook that cannot be read.
    Workbook(Reason),
}

impl Fault {
    /// The fault in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::Csv(line) => Words::new(
                "filen går inte att läsa som CSV på rad {line}",
                "the file is not readable as CSV at line {line}",
            )
            .with("line", line),
            Self::Empty => Words::new(
                "filen är tom; skriv en rubrikrad och en rad för varje anmälan",
                "the file is empty; write a header, and a row for each notification",
            )
            .into(),
            Self::NoText => Words::new(
                "filen är varken text eller arbetsbok; spara den som CSV",
                "the file is neither text nor a workbook; save it as CSV",
            )
            .into(),
            Self::Workbook(reason) => reason.message(),
        }
    }
}

/// Finds the columns in a row of headings, by the rows below it.
///
/// # Errors
/// What is missing, with how many of the columns are there.
pub(super) type Find<'f, C, E> = &'f dyn Fn(&[String], &[Row]) -> Result<C, (usize, E)>;

/// The lists of a file: one of a CSV, of a workbook each visible sheet that is one.
/// `is_moment` says whether a column holds dates or times.
///
/// # Errors
/// A missing column, or a broken file.
pub(super) fn listings<C, E: From<Fault>>(
    bytes: &[u8],
    find: Find<C, E>,
    is_moment: fn(&C, usize) -> bool,
) -> Result<Vec<Listing<C>>, E> {
    let limits = ArchiveLimits::default();
    if workbook::is_one(bytes, &limits) {
        return of_workbook(bytes, find, is_moment);
    }
    match sniff(bytes) {
        Content::Empty => return Err(Fault::Empty.into()),
        Content::Binary(_) => return Err(Fault::NoText.into()),
        Content::Text => {}
    }
    let text = decode(bytes).text;
    let mut first = None;
    for delimiter in delimiters(&text) {
        let rows = rows(&text, delimiter)?;
        match headed(&rows, find) {
            Ok((at, columns)) => {
                return Ok(vec![Listing::new(
                    String::new(),
                    rows,
                    (at, columns),
                    is_moment,
                )]);
            }
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or_else(|| Fault::Empty.into()))
}

/// The sheets of a workbook that are lists.
fn of_workbook<C, E: From<Fault>>(
    bytes: &[u8],
    find: Find<C, E>,
    is_moment: fn(&C, usize) -> bool,
) -> Result<Vec<Listing<C>>, E> {
    let refused = |refusal: Refusal| Fault::Workbook(refusal.reason);
    let (mut found, mut first) = (Vec::new(), None);
    let sheets = workbook::visible(bytes, &ArchiveLimits::default());
    for (sheet, cells) in sheets.map_err(refused)? {
        let plain = cells.plain(LOOKED_AT).map_err(refused)?;
        let plain = rows(&String::from_utf8_lossy(&plain), DELIMITER)?;
        match headed(&plain, find) {
            Ok((at, columns)) => {
                let text = cells.dated(|at| is_moment(&columns, at)).map_err(refused)?;
                let rows = rows(&text, DELIMITER)?;
                found.push(Listing::new(sheet, rows, (at, columns), is_moment));
            }
            Err(error) => first = first.or(Some(error)),
        }
    }
    if found.is_empty() {
        return Err(first.unwrap_or_else(|| Fault::Empty.into()));
    }
    Ok(found)
}

impl<C> Listing<C> {
    /// A list whose headings stand in the row at this position.
    fn new(
        sheet: String,
        mut rows: Vec<Row>,
        (at, columns): (usize, C),
        is_moment: fn(&C, usize) -> bool,
    ) -> Self {
        let mut below = rows.split_off(at + 1);
        let (line, names) = rows.pop().unwrap_or_default();
        let moments = || (0..names.len()).filter(|at| is_moment(&columns, *at));
        if sheet.is_empty() {
            let moments: Vec<usize> = moments().collect();
            lose_shifted(&mut below, names.len(), &moments);
        }
        let dates = moments().filter_map(|at| {
            locate(&mut below, at, &names[at]);
            Some((at, cut_midnights(&mut below, at)?))
        });
        let dates: Vec<(usize, usize)> = dates.collect();
        Self {
            dates,
            sheet,
            line,
            names,
            above: rows.into_iter().map(|(line, _)| line).collect(),
            columns,
            rows: below,
        }
    }
}

/// Stands for a time that may be another column's, or in a zone that is not known. It is none that
/// can be read.
const SHIFTED: &str = "?";

/// Loses the times of the rows of a CSV that have more cells than the header: a text in them has
/// the delimiter, so that cells stand in other columns.
fn lose_shifted(rows: &mut [Row], width: usize, moments: &[usize]) {
    let is_shifted = |cells: &[String]| cells.iter().skip(width).any(|cell| !cell.is_empty());
    for (_, cells) in rows.iter_mut().filter(|(_, cells)| is_shifted(cells)) {
        for at in moments {
            SHIFTED.clone_into(&mut cells[*at]);
        }
    }
}

/// Adds to the times of a column the zone that its heading says. Where that is none for certain,
/// nothing is known of them.
fn locate(rows: &mut [Row], at: usize, name: &str) {
    let zone = match zone_of_heading(name) {
        HeadingZone::Own => return,
        HeadingZone::Named(zone) => Some(zone),
        HeadingZone::Doubtful => None,
    };
    for cell in rows.iter_mut().filter_map(|(_, cells)| cells.get_mut(at)) {
        let is_timed = as_written(cell).is_some_and(|(_, clock)| clock != Clock::Absent);
        if is_timed {
            *cell = zone.map_or_else(|| SHIFTED.to_owned(), |zone| format!("{cell}[{zone}]"));
        }
    }
}

/// Makes dates of the cells of a column in which every time of day is midnight, as written or in
/// Sweden: programs write so what was asked for as a date. Gives how many there are.
fn cut_midnights(rows: &mut [Row], at: usize) -> Option<usize> {
    let date = |cell: &str| match as_written(cell)? {
        (_, Clock::Absent) => None,
        (date, Clock::Midnight) => Some(Some(date.to_string())),
        (_, Clock::Hour) => Some(day_begun(cell).map(|date| date.to_string())),
        (_, Clock::Other) => Some(None),
    };
    let mut dates = Vec::new();
    for (row, (_, cells)) in rows.iter().enumerate() {
        // A cell that has a time of day has a date, too, if that time is midnight.
        if let Some(date) = cells.get(at).and_then(|cell| date(cell)) {
            dates.push((row, date?));
        }
    }
    let many = dates.len();
    for (row, date) in dates {
        rows[row].1[at] = date;
    }
    (many > 0).then_some(many)
}

/// The rows of a CSV that are not blank.
fn rows(text: &str, delimiter: u8) -> Result<Vec<Row>, Fault> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for row in reader.records() {
        let row =
            row.map_err(|error| Fault::Csv(error.position().map_or(0, csv::Position::line)))?;
        if row.iter().all(str::is_empty) {
            continue;
        }
        // The reader's position is before the blank lines that it skipped.
        let at = row.position().map_or(0, csv::Position::byte) as usize;
        let start = at + text[at..].len() - text[at..].trim_start_matches(['\r', '\n']).len();
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start]).count() as u32;
        counted = start;
        rows.push((line, row.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

/// The first row that has the headings, and what its columns are.
fn headed<C, E: From<Fault>>(rows: &[Row], find: Find<C, E>) -> Result<(usize, C), E> {
    let mut nearest: Option<(usize, E)> = None;
    for (at, (_, names)) in rows.iter().take(MOST_BEFORE).enumerate() {
        match find(names, &rows[at + 1..]) {
            Ok(columns) => return Ok((at, columns)),
            Err((known, error)) => {
                if nearest.as_ref().is_none_or(|(most, _)| known > *most) {
                    nearest = Some((known, error));
                }
            }
        }
    }
    Err(nearest.map_or_else(|| Fault::Empty.into(), |(_, error)| error))
}

/// The delimiters, the one first that the first line has most of.
fn delimiters(text: &str) -> [u8; 3] {
    let header = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    let mut all = [b',', b';', b'\t'];
    all.sort_by_key(|delimiter| std::cmp::Reverse(count(delimiter)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::parse_stamp;

    fn cut(cells: &[&str]) -> (Vec<String>, Option<usize>) {
        let rows = cells.iter().map(|cell| (1, vec![(*cell).to_owned()]));
        let mut rows: Vec<Row> = rows.collect();
        let many = cut_midnights(&mut rows, 0);
        let cells = rows.into_iter().flat_map(|(_, cells)| cells);
        (cells.collect(), many)
    }

    #[test]
    fn a_column_of_midnights_holds_dates() {
        let (cells, many) = cut(&["2024-03-07 00:00:00", "", "2024-07-04T00:00", "okänt"]);
        assert_eq!(cells, ["2024-03-07", "", "2024-07-04", "okänt"]);
        assert_eq!(many, Some(2));
        let (cells, many) = cut(&["2024-03-06T23:00:00Z", "2024-07-03T22:00:00.000Z"]);
        assert_eq!(cells, ["2024-03-07", "2024-07-04"]);
        assert_eq!(many, Some(2));
    }

    #[test]
    fn a_row_with_more_cells_than_the_header_has_no_time_that_counts() {
        let rows = ["a;2024-03-05", "b;2024-03-05;", "c;d;2024-03-05"];
        let rows = rows.map(|row| (1, row.split(';').map(str::to_owned).collect()));
        let mut rows: Vec<Row> = rows.into();
        lose_shifted(&mut rows, 2, &[1]);
        let times = rows.iter().map(|(_, cells)| cells[1].as_str());
        assert_eq!(times.collect::<Vec<_>>(), ["2024-03-05", "2024-03-05", "?"]);
    }

    #[test]
    fn a_heading_says_in_which_zone_its_times_are() {
        let cells = ["2024-03-07 08:45", "2024-03-07", "2024-03-07T08:45+01:00"];
        let rows = cells.map(|cell| (1, vec![cell.to_owned()]));
        let mut rows: Vec<Row> = rows.into();
        locate(&mut rows, 0, "Inkom (UTC)");
        let stamps = rows
            .iter()
            .map(|(_, cells)| parse_stamp(&cells[0]).unwrap());
        let stamps: Vec<String> = stamps.map(|read| read.value.earliest.to_string()).collect();
        let expected = [
            "2024-03-07T09:45+01:00",
            "2024-03-07T00:00+01:00",
            "2024-03-07T08:45+01:00",
        ];
        assert_eq!(stamps, expected);
    }

    #[test]
    fn one_other_time_makes_times_of_all() {
        for other in [
            "2024-03-08 09:30",
            "2024-07-03T23:00:00Z",
            "2024-03-06T23:00:01Z",
        ] {
            let (cells, many) = cut(&["2024-03-07 00:00", other]);
            assert_eq!(
                (cells[0].as_str(), many),
                ("2024-03-07 00:00", None),
                "{other}"
            );
        }
        assert_eq!(cut(&["2024-03-07", "", "00:00"]).1, None);
    }
}
