//! The receipts file: when each notification was received,
//! by case number, source or reference. It reads the rows; which notification a
//! row belongs to is decided where all notifications are known.

use crate::config::{Language, Message, Words};
use crate::decode::{Content, decode, sniff};
use crate::moment::{Moment, parse_stamp};
use crate::notification::Channel;
use crate::value::{composed, mask_path, one_line};

/// One row of a receipts file.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// 1-based line of the row.
    pub line: u32,
    /// When the notification was received.
    pub received: Cell<Moment>,
    /// How it came.
    pub channel: Cell<Channel>,
    /// Key: the authority's case number; empty if not given.
    pub case_number: String,
    /// Key: file name or relative path; empty if not given.
    pub source: String,
    /// Key: the controller's own reference; empty if not given.
    pub reference: String,
}

/// What a cell of a receipts file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<T> {
    /// Nothing yet: a list that is to be filled in has many such cells.
    Empty,
    /// A text that is no such value.
    Unreadable,
    /// This value.
    Given(T),
}

impl<T> Cell<T> {
    fn read(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Self {
        match text {
            "" => Self::Empty,
            text => parse(text).map_or(Self::Unreadable, Self::Given),
        }
    }

    /// The value, if there is one.
    pub(crate) fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Empty | Self::Unreadable => None,
        }
    }
}

/// Why a receipts file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub(crate) enum ReceiptsError {
    /// It has no column `received`.
    NoReceived,
    /// It has none of the key columns.
    NoKey,
    /// It is no CSV.
    Csv(u64),
    /// It has nothing in it.
    Empty,
    /// It is no text, but a workbook or another file of a program.
    NoText,
    /// It has this column twice.
    Twice(&'static str),
}

impl ReceiptsError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::NoReceived => Words::new("filen med mottagningstider har ingen kolumn `received`; rubrikraden ska ha `received` och minst en av `source`, `case_number`, `reference`", "the receipts file has no column `received`; its header must name `received` and at least one of `source`, `case_number`, `reference`").into(),
            Self::NoKey => Words::new("filen med mottagningstider har ingen nyckelkolumn: minst en av `source`, `case_number`, `reference` behövs", "the receipts file has no key column: at least one of `source`, `case_number`, `reference` is needed").into(),
            Self::Empty => Words::new(
                "filen är tom; skriv en rubrikrad och en rad för varje anmälan",
                "the file is empty; write a header, and a row for each notification",
            )
            .into(),
            Self::NoText => Words::new(
                "filen är ingen text; spara den som CSV",
                "the file is no text; save it as CSV",
            )
            .into(),
            Self::Twice(column) => Words::new(
                "kolumnen `{column}` står två gånger i rubrikraden; ta bort en av dem",
                "the header has the column `{column}` twice; remove one of them",
            )
            .with("column", column),
            Self::Csv(line) => Words::new(
"filen med mottagningstider går inte att läsa som CSV på rad {line}",
"the receipts file is not readable as CSV at line {line}",
).with("line", line),
        }
    }
}

/// Reads a receipts file: CSV with a header; `,`, `;` or tab; any encoding.
///
/// # Errors
/// A missing column, or a broken file.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Receipt>, ReceiptsError> {
    match sniff(bytes) {
        Content::Empty => return Err(ReceiptsError::Empty),
        Content::Binary(_) => return Err(ReceiptsError::NoText),
        Content::Text => {}
    }
    let text = decode(bytes).text;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text.lines().next().unwrap_or_default()))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|_| ReceiptsError::Csv(1))?.clone();
    let column = |name: &'static str| {
        let is = |header: &&str| header.eq_ignore_ascii_case(name);
        if headers.iter().filter(is).count() > 1 {
            return Err(ReceiptsError::Twice(name));
        }
        Ok(headers.iter().position(|header| is(&header)))
    };
    let received = column("received")?.ok_or(ReceiptsError::NoReceived)?;
    let keys = [
        column("case_number")?,
        column("source")?,
        column("reference")?,
    ];
    if keys.iter().all(Option::is_none) {
        return Err(ReceiptsError::NoKey);
    }
    let channel = column("channel")?;
    let mut receipts = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for row in reader.records() {
        let row = row
            .map_err(|error| ReceiptsError::Csv(error.position().map_or(0, csv::Position::line)))?;
        let cell = |column: Option<usize>| {
            column
                .and_then(|column| row.get(column))
                .unwrap_or_default()
        };
        if row.iter().all(str::is_empty) {
            continue;
        }
        // The reader's position is before the blank lines that it skipped.
        let at = row.position().map_or(0, csv::Position::byte) as usize;
        let start = at + text[at..].len() - text[at..].trim_start_matches(['\r', '\n']).len();
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start]).count() as u32;
        counted = start;
        receipts.push(Receipt {
            line,
            received: Cell::read(cell(Some(received)), |text| {
                parse_stamp(text).map(|read| read.value)
            }),
            channel: Cell::read(cell(channel), Channel::parse),
            case_number: one_line(cell(keys[0])).into_owned(),
            // As the names of sources are written.
            source: mask_path(&composed(
                &cell(keys[1]).replace('\\', "/").replace('|', "¦"),
            ))
            .into_owned(),
            reference: one_line(cell(keys[2])).into_owned(),
        });
    }
    Ok(receipts)
}

/// The delimiter that divides the header into the most columns.
fn delimiter(header: &str) -> u8 {
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_masked_as_the_names_of_sources_are() {
        let receipts = parse(b"source,received\na/811218-9876.txt,2021-04-08\n").unwrap();
        assert_eq!(receipts[0].source, "a/******-****.txt");
    }

    #[test]
    fn rows_are_read_with_their_lines() {
        let receipts = parse(
            "received;source;channel\n2021-04-08T12:00;a\\b.txt;post\n\nigår;c.txt;\n".as_bytes(),
        )
        .unwrap();
        assert_eq!(receipts.len(), 2);
        assert_eq!(
            (receipts[0].line, receipts[0].source.as_str()),
            (2, "a/b.txt")
        );
        assert_eq!(receipts[0].channel, Cell::Given(Channel::Post));
        assert!(receipts[0].received.given().is_some());
        assert_eq!(
            (receipts[1].line, receipts[1].received),
            (4, Cell::Unreadable)
        );
    }

    #[test]
    fn an_empty_cell_is_not_an_unreadable_one() {
        let receipts = parse(b"source,received,channel\na,,duva\nb,igar,\n").unwrap();
        let cells: Vec<_> = receipts
            .iter()
            .map(|receipt| (receipt.received, receipt.channel))
            .collect();
        assert_eq!(
            cells,
            [
                (Cell::Empty, Cell::Unreadable),
                (Cell::Unreadable, Cell::Empty)
            ]
        );
    }

    #[test]
    fn missing_columns_are_told() {
        assert!(matches!(
            parse(b"source\nx\n"),
            Err(ReceiptsError::NoReceived)
        ));
        assert!(matches!(
            parse(b"received\n2021-01-01\n"),
            Err(ReceiptsError::NoKey)
        ));
        for empty in [&b""[..], b"\n \n"] {
            assert!(matches!(parse(empty), Err(ReceiptsError::Empty)));
        }
        let workbook = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0";
        assert!(matches!(parse(workbook), Err(ReceiptsError::NoText)));
        assert!(matches!(
            parse(b"source,Received,received\n"),
            Err(ReceiptsError::Twice("received"))
        ));
    }
}
