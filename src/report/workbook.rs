//! report.xlsx: the report for those who work in a spreadsheet. Its sheets are made of the same
//! tables, rows and findings as the CSV files; no figure is computed here.

use std::any::Any;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rust_xlsxwriter::XlsxError;

use crate::config::{Config, VERSION, Words};
use crate::moment::Instant;
use crate::report::Report;
use crate::report::block::Block;
use crate::report::provenance::Provenance;
use crate::table::{SHOWN_MARK, Table};
use cell::NO_FIGURE;
use lists::Lists;
use pen::{Line, MOST_ROWS, Pen};

mod cell;
mod charts;
mod lists;
mod pen;
mod summary;
mod tables;

/// What a workbook shows.
pub(super) struct Content<'c> {
    pub(super) config: &'c Config,
    /// The folder of the report, in which rows lie while they are written.
    pub(super) folder: &'c Path,
    pub(super) summary: &'c [Block],
    pub(super) tables: &'c [Table],
    pub(super) provenance: Provenance<'c>,
    /// The years of which some notifications may be missing.
    pub(super) partial: &'c [String],
    /// The run, where single notifications may be shown.
    pub(super) run: Option<&'c Report<'c>>,
}

/// Sheets of whole tables besides the main ones, with their names.
const YEARS: (&str, Words) = ("year-on-year", Words::new("År mot år", "Year on year"));
const FURTHER: [(&str, Words); 4] = [
    ("incidents", Words::new("Incidenter", "Incidents")),
    ("promises", Words::new("Kompletteringar", "Supplements")),
    ("reconciliation", Words::new("Avstämning", "Reconciliation")),
    (
        "register",
        Words::new("Register art. 33.5", "Register Art. 33(5)"),
    ),
];

/// Writes the workbook.
pub(super) fn write(mut out: impl Write, content: &Content) -> io::Result<()> {
    let made = catch_unwind(AssertUnwindSafe(|| made(content)));
    let bytes = made
        .map_err(|panic| unwritten(&*panic))?
        .map_err(|error| match error {
            XlsxError::IoError(error) => error,
            other => io::Error::other(other),
        })?;
    out.write_all(&bytes)
}

/// How the library ends where rows cannot go to their file, as on a full disk. Behind it stands the
/// error of the system.
pub(crate) const UNWRITTEN: &str = "Couldn't write to xml file";

/// The error of the system that ended the writing of rows.
fn unwritten(panic: &(dyn Any + Send)) -> io::Error {
    let said = panic.downcast_ref::<String>();
    let code = said.and_then(|said| {
        let (_, after) = said.strip_prefix(UNWRITTEN)?.split_once("code: ")?;
        let digits = after.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    });
    code.map_or_else(
        || io::Error::other("the workbook could not be written"),
        io::Error::from_raw_os_error,
    )
}

fn made(content: &Content) -> Result<Vec<u8>, XlsxError> {
    let config = content.config;
    let mut pen = Pen::new(config, content.folder, content.partial)?;
    let (guide, summary) = (
        pen.ink.say(Words::new("Läs mig", "Read me")),
        pen.ink.say(Words::new("Sammanfattning", "Summary")),
    );
    pen.page(guide, "")?;
    let about = pen
        .ink
        .say(Words::new("Det viktigaste.", "What matters most."));
    pen.page(summary, about)?;
    pen.lines(1, &summary::lines(content.summary, config.language))?;
    let mut lists = None;
    if let Some(run) = content.run {
        lists::tasks(&mut pen, run)?;
        let Lists {
            records,
            receipts,
            findings,
            files,
        } = Lists::of(&mut pen, run)?;
        pen.place(records)?;
        lists = Some(receipts.into_iter().chain([findings, files]));
    }
    let further = |pen: &mut Pen, (id, name): (&str, Words)| {
        tables::told(content.tables, id)
            .map(|table| tables::plain(pen, content.tables, table, Some(name)))
            .transpose()
    };
    further(&mut pen, YEARS)?;
    let places = tables::main(&mut pen, content.tables, &config.cross)?;
    for sheet in FURTHER {
        further(&mut pen, sheet)?;
    }
    for list in lists.into_iter().flatten() {
        pen.place(list)?;
    }
    charts::sheet(&mut pen, content.tables, &places)?;
    let lines = guide_lines(&pen, content);
    pen.lines(0, &lines)?;
    pen.book.worksheet_from_index(0)?.set_active(true);
    pen.book.save_to_buffer()
}

/// What the first sheet says.
fn guide_lines<'l>(pen: &Pen, content: &Content) -> Vec<Line<'l>> {
    let say = |sv: &'static str, en: &'static str| pen.ink.say(Words::new(sv, en)).to_owned();
    let heading = |sv, en| Line::Heading(say(sv, en));
    let as_of = Instant::from_timestamp(content.config.as_of).to_string();
    let mut lines = vec![
        Line::Title(say(
            "Anmälda personuppgiftsincidenter",
            "Notified personal data breaches",
        )),
        Line::Text(format!("breach-audit {VERSION}, {as_of}")),
        heading("Enhet och bas", "Unit and base"),
        Line::Text(content.provenance.paragraph()),
        heading("Tecken", "Marks"),
        Line::Text(format!(
            "{NO_FIGURE}  {}",
            say(
                "Det finns inget sådant tal, till exempel ingen procent av ett uteblivet svar.",
                "There is no such figure, for example no percentage of a missing answer.",
            )
        )),
        Line::Text(format!(
            "{SHOWN_MARK}  {}",
            say(
                "Talet visas inte, eftersom det är litet eller skulle röja ett litet tal.",
                "The figure is not shown, because it is small or would give a small one away.",
            )
        )),
        Line::Text(say(
            "Ord inom parentes är inga svar: (obesvarad), (okänd), (går inte att avgöra), (visas inte) och (ställdes inte). De ingår inte i basen.",
            "Words in brackets are no answers: (blank), (unknown), (undeterminable), (not shown) and (not asked). They are outside the base.",
        )),
        Line::Text(pen.ink.with_files(
            Words::new(
                "Tider gäller i Sverige. Procent är andelar av basen på samma rad.",
                "Times are those of Sweden. Percentages are shares of the base in the same row.",
            ),
            Words::new(
                "Koder och alla kolumner finns i CSV-filerna.",
                "The CSV files have the codes and all columns.",
            ),
        )),
    ];
    if content.run.is_none() && content.config.disclosure.is_on() {
        lines.push(Line::Text(say(
            "Tal är skyddade. Därför finns inga anmälningar, fynd eller filer i arbetsboken.",
            "Figures are protected. So the workbook has no notifications, findings or files.",
        )));
    }
    let rows = content.run.map_or(0, |run| run.rows.len());
    if rows > MOST_ROWS {
        lines.push(Line::Text(say(
            "Arbetsboken rymmer de första 1 000 000 anmälningarna; alla finns i records.csv och records.parquet.",
            "The workbook holds the first 1 000 000 notifications; records.csv and records.parquet have all.",
        )));
    }
    lines.push(heading("Blad", "Sheets"));
    let sheets = pen.sheets.iter().skip(1);
    lines.extend(sheets.map(|(name, about)| Line::Link(name.clone(), about.clone())));
    lines.push(Line::Text(content.provenance.fingerprint()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ended_the_writing_of_rows_is_told_as_the_system_tells_it() {
        let full = io::Error::from_raw_os_error(28);
        let said = format!("{UNWRITTEN}: {full:?}");
        let found = unwritten(&said);
        assert_eq!(found.raw_os_error(), Some(28), "{said}");
        for other in ["index out of bounds", UNWRITTEN] {
            assert_eq!(unwritten(&other.to_owned()).raw_os_error(), None);
        }
        assert_eq!(unwritten(&7).raw_os_error(), None);
    }
}
