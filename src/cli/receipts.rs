//! `receipts`: the list of receipt times to fill in, for the notifications that have none.

use std::path::{Path, PathBuf};

use clap::Args;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::cli::audit::Run;
use crate::cli::complaint::{Complaining as _, complaint};
use crate::cli::exit;
use crate::cli::given::Common;
use crate::cli::groups::Judging;
use crate::cli::options::Options;
use crate::cli::paths::Paths;
use crate::cli::target::needed;
use crate::config::Words;
use crate::destination::{FileTarget, Force};
use crate::report::unreceived::{COLUMNS, HEADS, Line};
use crate::report::{self, unreceived};

/// What `receipts` takes.
#[derive(Debug, Args)]
pub(super) struct ReceiptsOptions {
    #[command(flatten)]
    inputs: Paths,
    #[command(flatten)]
    judging: Judging,
    /// The list to write: .xlsx or .csv
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub(super) fn run(options: ReceiptsOptions, common: &Common) -> anyhow::Result<u8> {
    let given = Options {
        judging: options.judging,
        ..Options::default()
    };
    let mut config = given.resolve(common, options.inputs.resolve()?)?;
    config.manifest = options.inputs.manifest;
    let target = FileTarget::new(
        &options.out,
        Force::of(options.force),
        &needed(&config, common),
    )?;
    let is_called = |ending: &str| {
        let own = options.out.extension();
        own.is_some_and(|own| own.eq_ignore_ascii_case(ending))
    };
    let write: fn(&[Line]) -> anyhow::Result<Vec<u8>> = if is_called("xlsx") {
        |lines| {
            workbook(lines).complaining(|| {
                Words::new(
                    "listan får inte plats i en arbetsbok; skriv den som .csv",
                    "the list has no room in a workbook; write it as .csv",
                )
            })
        }
    } else if is_called("csv") {
        csv
    } else {
        return Err(complaint(Words::new(
            "-o: listan är en arbetsbok (.xlsx) eller CSV (.csv); ge filen ett sådant namn",
            "-o: the list is a workbook (.xlsx) or CSV (.csv); give the file such a name",
        )));
    };
    let Some(run) = Run::new(config, None)? else {
        return Ok(exit::INTERRUPTED);
    };
    if let Some(code) = run.refuse_empty()? {
        return Ok(code);
    }
    let lines = unreceived::lines(&run.audit);
    target.put(&write(&lines)?)?;
    run.tell_list(lines.len(), &options.out);
    Ok(run.exit_code(&run.report()))
}

/// The list as CSV. A spreadsheet takes no cell of it for a formula.
fn csv(lines: &[Line]) -> anyhow::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for line in lines {
        out.write_record(
            line.iter()
                .map(|text| report::cell(text))
                .map(std::borrow::Cow::into_owned),
        )?;
    }
    Ok(out.into_inner()?)
}

fn workbook(lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same list gives the same bytes, whenever it is written.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = book.add_worksheet();
    sheet.set_freeze_panes(1, 0)?;
    for (column, (name, (_, width))) in (0..).zip(COLUMNS.iter().zip(HEADS)) {
        sheet.write_string(0, column, *name)?;
        sheet.set_column_width(column, width)?;
    }
    for (row, line) in (1..).zip(lines) {
        for (column, cell) in (0..).zip(line).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell)?;
        }
    }
    book.save_to_buffer()
}

impl Run {
    /// Says how many rows the list has and what to do with it.
    fn tell_list(&self, rows: usize, out: &Path) {
        let words = if rows == 1 {
            Words::new(
                "1 anmälan utan mottagningstid står i {out}. Fyll i kolumnen received och ange filen med --receipts.",
                "1 notification without a receipt time is listed in {out}. Fill in the column received and name the file with --receipts.",
            )
        } else {
            Words::new(
                "{rows} anmälningar utan mottagningstid står i {out}. Fyll i kolumnen received och ange filen med --receipts.",
                "{rows} notifications without a receipt time are listed in {out}. Fill in the column received and name the file with --receipts.",
            )
        };
        self.note(words.with("rows", rows).with("out", crate::cli::shown(out)));
    }
}
