//! One cell of the records before it is text: what the frame and Parquet take
//! as a number or an option is never written and read again.

use crate::form::Question;
use crate::moment::{Instant, hundredths_of_hours};
use crate::row::Several;
use crate::value::write_hundredths;

/// A cell of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'r> {
    /// A text from anywhere, which a spreadsheet must not take for a formula.
    Text(&'r str),
    /// A word of the program, such as those in brackets that stand for no value.
    Word(&'r str),
    /// A whole number.
    Count(u64),
    /// An upper bound that is open.
    Open,
    /// Minutes, shown as hours with two decimals.
    Hours(i32),
    /// Hundredths, shown with two decimals.
    Hundredths(i64),
    /// An instant.
    Instant(Instant),
    /// A filing by its source and record.
    Place(&'r str, u32),
    /// Options and labels, with the question whose options they are.
    Several(Several<'r>, Option<&'static Question>),
}

impl Cell<'_> {
    /// Writes the cell as it stands in records.csv.
    pub(crate) fn write(self, out: &mut String) {
        match self {
            Self::Text(text) | Self::Word(text) => out.push_str(text),
            Self::Count(count) => out.push_str(itoa::Buffer::new().format(count)),
            Self::Open => out.push_str("inf"),
            Self::Hours(minutes) => write_hundredths(hundredths_of_hours(i64::from(minutes)), out),
            Self::Hundredths(hundredths) => write_hundredths(hundredths, out),
            Self::Instant(instant) => instant.write_to(out),
            Self::Place(source, record) => {
                out.push_str(source);
                out.push('#');
                out.push_str(itoa::Buffer::new().format(record));
            }
            Self::Several(several, question) => several.write(question, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cell;
    use crate::moment::Instant;

    fn text(cell: Cell) -> String {
        let mut text = String::new();
        cell.write(&mut text);
        text
    }

    #[test]
    fn cells_are_written_with_their_decimals() {
        assert_eq!(text(Cell::Hours(78_361)), "1306.02");
        assert_eq!(text(Cell::Hours(-1)), "-0.02");
        assert_eq!(text(Cell::Hours(0)), "0.00");
        assert_eq!(text(Cell::Hundredths(97)), "0.97");
        assert_eq!(text(Cell::Hundredths(100)), "1.00");
        assert_eq!(text(Cell::Count(12_276)), "12276");
        assert_eq!(text(Cell::Open), "inf");
        assert_eq!(text(Cell::Text("(blank)")), "(blank)");
        assert_eq!(text(Cell::Instant(Instant(0))), "1970-01-01T01:00+01:00");
    }
}
