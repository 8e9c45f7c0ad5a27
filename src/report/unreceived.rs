//! The list of notifications without a receipt time, to be filled in and read back by
//! `--receipts`.

use crate::audit::Audit;
use crate::config::{Copies, Words};
use crate::deadline::Verdict;
use crate::notification::Filing;
use crate::row::{Row, TextCell};

/// The columns, as `--receipts` reads them.
pub(crate) const COLUMNS: [&str; 7] = [
    "source",
    "reference",
    "controller",
    "discovered",
    "received",
    "case_number",
    "channel",
];
/// The same for people, as `--receipts` reads them too, and how wide each is in a workbook, in
/// characters.
pub(crate) const HEADS: [(Words, f64); COLUMNS.len()] = [
    (Words::new("Källa", "Source"), 50.0),
    (Words::new("Referens", "Reference"), 18.0),
    (Words::new("Personuppgiftsansvarig", "Controller"), 32.0),
    (Words::new("Upptäcktes", "Discovered"), 24.0),
    (Words::new("Inkom", "Received"), 18.0),
    (Words::new("IMY:s diarienummer", "Case number"), 18.0),
    (Words::new("Kanal", "Channel"), 12.0),
];
/// The place of the column of the discovery: an instant, or a day.
pub(crate) const DISCOVERED: usize = 3;
/// The place of the column to fill in.
pub(crate) const RECEIVED: u16 = 4;

/// A row of the list.
pub(crate) type Line = [String; COLUMNS.len()];

/// Whether the list names a notification: it counts, and its receipt time is missing.
pub(super) fn is_missing(row: &Row) -> bool {
    row.filing == Filing::Initial
        && row.is_counted(Copies::Aside)
        && row.verdict == Verdict::NoReceipt
}

/// The notifications without a receipt time, in the order of their sources.
pub(crate) fn lines(audit: &Audit) -> Vec<Line> {
    let rows = audit.rows.iter().map(|row| &**row);
    let rows = rows.filter(|row| is_missing(row));
    let lines = rows.map(|row| {
        let text = |cell: TextCell<&str>| cell.text().unwrap_or_default().to_owned();
        let mut discovered = String::new();
        if let Some((earliest, latest)) = row.discovered.ends() {
            earliest.write_to(&mut discovered);
            if latest != earliest {
                discovered.truncate("2024-01-01".len());
            }
        }
        [
            audit.scope.sources[row.source as usize].to_string(),
            text(row.reference()),
            text(row.controller()),
            discovered,
            String::new(),
            String::new(),
            String::new(),
        ]
    });
    lines.collect()
}
