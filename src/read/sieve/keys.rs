//! Keys that stand in several rows of one table. Only hashes of them are held: a
//! table may have millions.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

use super::Columns;
use crate::check::form::KEYS_REPEAT;
use crate::config::Words;
use crate::finding::Finding;

/// The columns that keys are made of, by position.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyColumns {
    /// The case number.
    pub(crate) case_number: Option<usize>,
    /// The controller's own reference, which another controller may have too.
    pub(crate) reference: Option<usize>,
    /// Number and name of the controller.
    pub(crate) controller: Vec<usize>,
    /// The kind of filing: a supplement has the keys of what it supplements.
    pub(crate) kind: Option<usize>,
}

/// The keys of the rows so far.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// Hash, in two halves, and line.
    seen: Vec<[u32; 3]>,
}

/// What a key is.
const CASE_NUMBER: u8 = 1;
const REFERENCE: u8 = 2;

impl Repeats {
    /// Adds the key of a row, if it has one: its case number, else its reference.
    pub(super) fn add<'c>(
        &mut self,
        columns: &Columns,
        cells: &(impl Iterator<Item = &'c [u8]> + Clone),
        line: u32,
    ) {
        let keys = &columns.keys;
        let cell = |at: Option<usize>| cells.clone().nth(at?).filter(|cell| is_key(cell));
        let mut hasher = FixedState::default().build_hasher();
        if let Some(number) = cell(keys.case_number) {
            hasher.write_u8(CASE_NUMBER);
            add(&mut hasher, number);
        } else if let Some(reference) = cell(keys.reference) {
            hasher.write_u8(REFERENCE);
            add(&mut hasher, reference);
            for at in &keys.controller {
                add(&mut hasher, cells.clone().nth(*at).unwrap_or_default());
            }
        } else {
            return;
        }
        add(
            &mut hasher,
            keys.kind
                .and_then(|at| cells.clone().nth(at))
                .unwrap_or_default(),
        );
        let hash = hasher.finish();
        self.seen.push([(hash >> 32) as u32, hash as u32, line]);
    }

    /// Forgets the last row, if it is on this line.
    pub(super) fn forget(&mut self, line: u32) {
        self.seen.pop_if(|[.., last]| *last == line);
    }

    /// F011, at the first row that has the key of an earlier one.
    pub(super) fn finding(mut self) -> Option<Finding> {
        self.seen.sort_unstable();
        let groups = self
            .seen
            .chunk_by(|a, b| a[..2] == b[..2])
            .filter(|group| group.len() > 1);
        let (mut keys, mut rows, mut line) = (0_i64, 0_i64, u32::MAX);
        for group in groups {
            keys += 1;
            rows += group.len() as i64;
            line = line.min(group[1][2]);
        }
        (keys > 0).then(|| {
            let finding = KEYS_REPEAT
                .finding(0, line)
                .with("rows", rows)
                .with("keys", keys);
            if keys == 1 {
                finding.saying(ONE_KEY_REPEATS)
            } else {
                finding
            }
        })
    }
}

const ONE_KEY_REPEATS: Words = Words::new(
    "Samma diarienummer eller referens står på {rows} rader i tabellen. Varje rad lästes för sig; rader med samma nummer är kopior eller versioner av en anmälan (M001, M002) och räknas en gång.",
    "The same case number or reference stands in {rows} rows of the table. Each row was read by itself; rows with the same number are copies or versions of one notification (M001, M002) and count once.",
);

/// Whether a cell holds a key, and not a word for none or a mask.
fn is_key(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    !matches!(cell.first(), Some(b'[' | b'(')) && cell.iter().any(u8::is_ascii_digit)
}

/// Adds a cell without regard to case, and to how wide blanks are.
fn add(hasher: &mut impl Hasher, cell: &[u8]) {
    let mut before = b' ';
    for byte in cell.trim_ascii() {
        let byte = if byte.is_ascii_whitespace() {
            b' '
        } else {
            byte.to_ascii_lowercase()
        };
        if byte != b' ' || before != b' ' {
            hasher.write_u8(byte);
        }
        before = byte;
    }
    hasher.write_u8(0xFF);
}
