//! Cells with an error that the library that reads cells does not know, as `#SPILL!`: it goes on
//! behind such a cell, but does not say where the cell stands. Then the part of the sheet is gone
//! through for the places of its cells.

use std::io::BufReader;

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::formulas::place;
use super::guard::{Checked, attribute};
use super::{damaged, oversized};
use crate::read::Refusal;

/// Stands for an error without a name.
pub(super) const OTHER: &str = "#?";

/// The places of the cells of a sheet, in the order of its part.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// How many cells were met.
    met: usize,
    /// The places of all cells, once an error was met that is not known.
    all: Option<Vec<(u32, u32)>>,
}

impl Places {
    /// The place of a cell, for which the library says `told`.
    ///
    /// # Errors
    /// The part has no such cell.
    pub(super) fn next(&mut self, told: (u32, u32)) -> Result<(u32, u32), Refusal> {
        let own = match &self.all {
            // Behind an error, the library may count one column too few.
            Some(all) => all.get(self.met).copied().ok_or_else(damaged),
            None => Ok(told),
        };
        self.met += 1;
        own
    }

    /// The place of a cell whose error is not known, in a sheet of at most so many cells.
    ///
    /// # Errors
    /// The part of the sheet cannot be read.
    pub(super) fn of_unknown(
        &mut self,
        packed: Option<&Checked>,
        sheet: &str,
        most: usize,
    ) -> Result<(u32, u32), Refusal> {
        if self.all.is_none() {
            let packed = packed.ok_or_else(damaged)?;
            self.all = Some(packed.part(sheet, |part| found(BufReader::new(part), most))?);
        }
        self.next((0, 0))
    }
}

/// The places of all cells of the part of a sheet. One that does not say its row or column stands
/// behind the one before.
fn found(part: impl std::io::BufRead, most: usize) -> Result<Vec<(u32, u32)>, Refusal> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut places) = (Vec::new(), Vec::new());
    let (mut row, mut column) = (0, 0);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| damaged())? {
            Event::Start(tag) if tag.local_name().as_ref() == "row" => {
                if let Some(number) = attribute(&tag, "r") {
                    let number = number.parse::<u32>().ok();
                    row = number
                        .and_then(|own| own.checked_sub(1))
                        .ok_or_else(damaged)?;
                }
                column = 0;
            }
            Event::End(tag) if tag.local_name().as_ref() == "row" => row += 1,
            Event::Start(tag) if tag.local_name().as_ref() == "c" => {
                if let Some(name) = attribute(&tag, "r") {
                    (row, column) = place(&name).ok_or_else(damaged)?;
                }
                if places.len() > most {
                    return Err(oversized());
                }
                places.push((row, column));
                column += 1;
            }
            Event::End(tag) if tag.local_name().as_ref() == "sheetData" => return Ok(places),
            Event::Eof => return Ok(places),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_they_say_or_behind_the_one_before() {
        let found = |xml: &str| found(xml.as_bytes(), 8).unwrap();
        let xml = "<sheetData><row r=\"3\"><c r=\"B3\"/><c t=\"e\"><v>#CALC!</v></c></row>\
                   <row><c/><c r=\"AA4\"><v>1</v></c></row></sheetData><c/>";
        assert_eq!(found(xml), [(2, 1), (2, 2), (3, 0), (3, 26)]);
        assert!(super::found("<row r=\"0\"><c/>".as_bytes(), 8).is_err());
        assert!(super::found("<c/><c/><c/>".as_bytes(), 1).is_err());
    }
}
