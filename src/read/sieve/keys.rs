//! Keys that stand in several rows of one table. Only hashes of them are held: a
//! table may have millions.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

use super::Columns;
use crate::check::form::KEYS_REPEAT;
use crate::config::Words;
use crate::finding::Finding;
use crate::form::key_into;
use crate::read::trimmed::is_blank;

/// The keys of the rows so far.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// Hash, in two halves, and line. The last bit of the hash is [`TIED`].
    seen: Vec<[u32; 3]>,
}

/// Set where the key shows by itself that rows are of one notification: it is a case number of
/// some length, or a reference and the controller whose it is.
const TIED: u64 = 1;

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
        let mut add = |cell| add(&mut hasher, columns, cell);
        let mut is_tied;
        if let Some(number) = cell(keys.case_number) {
            is_tied = key_into(&columns.text(number), &mut String::new()).is_some();
            add(&[CASE_NUMBER]);
            add(number);
        } else if let Some(reference) = cell(keys.reference) {
            add(&[REFERENCE]);
            add(reference);
            is_tied = keys.is_of_one;
            for at in &keys.controller {
                let controller = cells.clone().nth(*at).unwrap_or_default();
                is_tied |= !controller.trim_ascii().is_empty();
                add(controller);
            }
        } else {
            return;
        }
        let kind = keys.kind.and_then(|at| cells.clone().nth(at));
        add(kind.unwrap_or_default());
        let hash = hasher.finish() & !TIED | if is_tied { TIED } else { 0 };
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
        let (mut keys, mut rows, mut line, mut all_tied) = (0_i64, 0_i64, u32::MAX, true);
        for group in groups {
            keys += 1;
            rows += group.len() as i64;
            line = line.min(group[1][2]);
            all_tied &= u64::from(group[0][1]) & TIED == TIED;
        }
        (keys > 0).then(|| {
            let finding = KEYS_REPEAT
                .finding(0, line)
                .with("rows", rows)
                .with("keys", keys);
            match (keys, all_tied) {
                (1, true) => finding.saying(ONE_KEY_REPEATS),
                (1, false) => finding.saying(ONE_REFERENCE_REPEATS),
                (_, true) => finding,
                (_, false) => finding.saying(REFERENCES_REPEAT),
            }
        })
    }
}

const ONE_KEY_REPEATS: Words = Words::new(
    "Samma diarienummer eller referens står på {rows} rader i tabellen. Varje rad lästes för sig; rader med samma nummer är kopior eller versioner av en anmälan (M001, M002) och räknas en gång, om inte ett annat nummer i dem eller dagen för upptäckten skiljer.",
    "The same case number or reference stands in {rows} rows of the table. Each row was read by itself; rows with the same number are copies or versions of one notification (M001, M002) and count once, unless another number in them or the day of discovery differs.",
);
const ONE_REFERENCE_REPEATS: Words = Words::new(
    "Samma diarienummer eller referens står på {rows} rader i tabellen. Varje rad lästes för sig och räknas som en egen anmälan, för numret ensamt visar inte att de är en: det är en referens utan personuppgiftsansvarig, eller har färre än tre tecken. Låt mappningen ange den personuppgiftsansvariga, eller slå ihop raderna med [group].",
    "The same case number or reference stands in {rows} rows of the table. Each row was read by itself and counts as a notification of its own, since the number alone does not show that they are one: it is a reference without the controller, or has fewer than three signs. Let the mapping say who the controller is, or put the rows together with [group].",
);
const REFERENCES_REPEAT: Words = Words::new(
    "{keys} diarienummer eller referenser står på flera rader i tabellen, sammanlagt {rows} rader. Varje rad lästes för sig. Rader där numret är en referens utan personuppgiftsansvarig, eller har färre än tre tecken, räknas som var sin anmälan, för det visar inte ensamt att de är en. Låt mappningen ange den personuppgiftsansvariga, eller slå ihop raderna med [group].",
    "{keys} case numbers or references stand in several rows of the table, {rows} rows in all. Each row was read by itself. Rows in which the number is a reference without the controller, or has fewer than three signs, count as a notification each, since it does not show by itself that they are one. Let the mapping say who the controller is, or put the rows together with [group].",
);

/// Whether a cell holds a key, and not a word for none or a mask.
fn is_key(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    !matches!(cell.first(), Some(b'[' | b'(')) && cell.iter().any(u8::is_ascii_digit)
}

/// Adds a cell without regard to case and blanks of any kind.
fn add(hasher: &mut impl Hasher, columns: &Columns, cell: &[u8]) {
    if cell.is_ascii() {
        let written = cell.iter().filter(|byte| !byte.is_ascii_whitespace());
        written.for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
    } else {
        let text = columns.text(cell);
        for c in text.chars().filter(|c| !is_blank(*c)) {
            if c.is_ascii() {
                hasher.write_u8(c.to_ascii_lowercase() as u8);
                continue;
            }
            for c in c.to_lowercase() {
                let mut room = [0; 4];
                let bytes = c.encode_utf8(&mut room).bytes();
                bytes.for_each(|byte| hasher.write_u8(byte));
            }
        }
    }
    hasher.write_u8(0xFF);
}
