//! A column gathered from rows, cell by cell. What is a number stays one, and
//! words and options that were met before are not looked up or written out again.

use foldhash::HashMap;
use foldhash::HashMapExt as _;

use crate::form::Question;
use crate::records::cells::cell_of;
use crate::records::{Cells, Interned, Numbers, OPEN, Stored};
use crate::row::Cell;

/// Texts met lately that are kept in mind.
const LATELY: usize = 8;

/// A column in the making, of cells that live as long as `'c`.
#[derive(Debug)]
pub(crate) struct Gathered<'c> {
    stored: Stored,
    cells: Cells,
    /// Texts met lately with their numbers, by where they lie: the words of a
    /// column are few, and each lies in one place.
    lately: [Option<(&'c str, u32)>; LATELY],
    /// The numbers of options met, by their question and their bits.
    met: HashMap<(*const Question, u64), u32>,
    room: String,
}

impl<'c> Gathered<'c> {
    /// An empty column of this type, with room for so many cells.
    pub(crate) fn new(stored: Stored, cells: usize) -> Self {
        let cells = match stored {
            Stored::Text => Cells::Text(Interned::with_capacity(cells)),
            _ => Cells::Number(Numbers::with_capacity(cells)),
        };
        Self {
            stored,
            cells,
            lately: [None; LATELY],
            met: HashMap::new(),
            room: String::new(),
        }
    }

    /// Adds a cell.
    pub(crate) fn push(&mut self, cell: Cell<'c>) {
        match &mut self.cells {
            Cells::Number(numbers) => numbers.push(number(cell, self.stored)),
            Cells::Text(texts) => match cell {
                Cell::Text(text) | Cell::Word(text) => {
                    let place = &mut self.lately[text.as_ptr().addr() / 8 % LATELY];
                    let id = match *place {
                        Some((known, id)) if std::ptr::eq(known, text) => id,
                        _ => texts.id(text),
                    };
                    *place = Some((text, id));
                    texts.cells.push(id);
                }
                Cell::Several(several, Some(question)) if let Some(options) = several.options() => {
                    let id = *self
                        .met
                        .entry((std::ptr::from_ref(question), options))
                        .or_insert_with(|| {
                            self.room.clear();
                            cell.write(&mut self.room);
                            texts.id(&self.room)
                        });
                    texts.cells.push(id);
                }
                other => {
                    self.room.clear();
                    other.write(&mut self.room);
                    texts.push(&self.room);
                }
            },
        }
    }

    /// The column.
    pub(crate) fn finish(self) -> Cells {
        self.cells
    }
}

/// The number in a cell, as [`Cells::Number`] keeps it.
fn number(cell: Cell, stored: Stored) -> Option<i64> {
    match cell {
        Cell::Count(count) => i64::try_from(count).ok(),
        Cell::Open => Some(OPEN),
        Cell::Hours(minutes) => Some(crate::moment::hundredths_of_hours(i64::from(minutes))),
        Cell::Hundredths(hundredths) => Some(hundredths),
        Cell::Instant(instant) => Some(i64::from(instant.0)),
        Cell::Text(text) | Cell::Word(text) => cell_of(text, stored),
        Cell::Several(..) | Cell::Place(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Instant;
    use crate::row::options;

    #[test]
    fn what_is_gathered_is_what_would_be_read_back() {
        for (cell, stored) in [
            (Cell::Count(7), Stored::Count),
            (Cell::Open, Stored::Bound),
            (Cell::Hours(-61), Stored::Decimal),
            (Cell::Hundredths(97), Stored::Decimal),
            (Cell::Instant(Instant(27_000_000)), Stored::Instant),
            (Cell::Text("(blank)"), Stored::Instant),
        ] {
            let mut text = String::new();
            cell.write(&mut text);
            assert_eq!(number(cell, stored), cell_of(&text, stored), "{text}");
        }
    }

    #[test]
    fn a_text_has_one_number_wherever_it_lies() {
        let (here, there, another) = ("late", String::from("late"), String::from("lake"));
        let mut gathered = Gathered::new(Stored::Text, 5);
        for text in [here, &there, &another, here, &there] {
            gathered.push(Cell::Text(text));
        }
        let Cells::Text(texts) = gathered.finish() else {
            panic!("texts")
        };
        assert_eq!(texts.cells.iter().collect::<Vec<_>>(), [0, 0, 1, 0, 0]);
    }

    #[test]
    fn options_that_were_met_keep_their_number() {
        let question = crate::form::Edition::default_edition().question(25);
        let (both, others) = (options(0b11), options(0b110));
        let mut gathered = Gathered::new(Stored::Text, 4);
        for cell in [
            Cell::Several(both, question),
            Cell::Text("(blank)"),
            Cell::Several(others, question),
        ] {
            gathered.push(cell);
        }
        gathered.push(Cell::Several(both, question));
        let Cells::Text(texts) = gathered.finish() else {
            panic!("texts")
        };
        assert_eq!(texts.cells.iter().collect::<Vec<_>>(), [0, 1, 2, 0]);
        assert_eq!(texts.texts().len(), 3);
    }
}
