//! The sheets of notifications, inputs and findings: what is to be done, the notifications in
//! some columns, the list of receipt times to fill in, findings and files.

use std::borrow::Cow;

use foldhash::HashSet;
use rust_xlsxwriter::XlsxError;

use crate::audit::Input;
use crate::check::{position, rules};
use crate::config::{Language, Words, thousands};
use crate::deadline::Verdict;
use crate::dialect::{Told, headings};
use crate::moment::hundredths_of_hours;
use crate::notification::Filing;
use crate::read::{self, Fate};
use crate::report::messages::{self, About};
use crate::report::workbook::cell::Datum;
use crate::report::workbook::pen::{Blank, Head, Ink, List, MOST_ROWS, Pen};
use crate::report::{Report, unreceived};
use crate::row::{self, Cell, Column, PromiseState, Row, Scope, TextCell};

/// The columns of the records that people look at, with their width.
const COLUMNS: [(&str, f64); 22] = [
    ("reference", 20.0),
    ("case_number", 17.0),
    ("controller", 32.0),
    ("discovered_earliest", 17.0),
    ("received_earliest", 17.0),
    ("elapsed_hours_min", 11.0),
    ("elapsed_hours_max", 11.0),
    ("verdict", 20.0),
    ("delay_reason", 14.0),
    ("type", 34.0),
    ("cause", 34.0),
    ("area", 30.0),
    ("data_subjects", 16.0),
    ("severity", 16.0),
    ("informed", 14.0),
    ("supplement_intended", 16.0),
    ("supplement_received_earliest", 17.0),
    ("incident", 24.0),
    ("kind", 14.0),
    ("copy_of", 24.0),
    ("source", 44.0),
    ("record", 8.0),
];

/// What somebody can mend, and how.
struct Task {
    what: Words,
    how: Words,
}

const NO_RECEIPT: Task = Task {
    what: Words::new("Mottagningstid saknas", "Receipt time missing"),
    how: Words::new(
        "Fyll i bladet Mottagningstider och ange arbetsboken med --receipts.",
        "Fill in the sheet Receipt times and name the workbook with --receipts.",
    ),
};
const NO_SUPPLEMENT: Task = Task {
    what: Words::new(
        "Utlovad komplettering saknas",
        "Promised supplement missing",
    ),
    how: Words::new(
        "Lämna kompletteringen till IMY, eller lägg dess kopia bland anmälningarna.",
        "File the supplement with IMY, or put its copy among the notifications.",
    ),
};
const NO_REASON: Task = Task {
    what: Words::new(
        "Skäl till förseningen saknas",
        "Reason for the delay missing",
    ),
    how: Words::new(
        "Komplettera anmälan med skälen (artikel 33.1).",
        "Supplement the notification with the reasons (Article 33(1)).",
    ),
};
/// From how many notifications without a receipt time on they are one row: the sheet of receipt
/// times lists them.
const MANY: usize = 100;
const NO_RECEIPTS: Words = Words::new(
    "Mottagningstid saknas (antal anmälningar: {many})",
    "Receipt time missing (notifications: {many})",
);
const NOT_READ: Words = Words::new("Filen kunde inte läsas", "The file could not be read");

fn head(words: Words, width: f64, language: Language) -> Head {
    Head {
        name: words.get(language).to_owned(),
        width,
    }
}

fn text<'d>(text: impl Into<Cow<'d, str>>) -> Datum<'d> {
    Datum::Text(text.into())
}

/// The sources that hold several filings. A record has a number there: elsewhere the name of its
/// file says which it is.
struct Crowds(HashSet<u32>);

impl Crowds {
    fn of(rows: &[&Row]) -> Self {
        let further = rows.iter().filter(|row| row.record > 1);
        Self(further.map(|row| row.source).collect())
    }

    /// The number of a filing in its file.
    fn number(&self, row: &Row) -> Datum<'static> {
        if self.0.contains(&row.source) {
            Datum::Count(f64::from(row.record))
        } else {
            Datum::Empty
        }
    }
}

/// The sheets of a run that have a row for each of many.
pub(super) struct Lists {
    pub(super) records: List,
    /// If a receipt time is missing.
    pub(super) receipts: Option<List>,
    pub(super) findings: List,
    pub(super) files: List,
}

impl Lists {
    /// Fills them, one beside another.
    pub(super) fn of(pen: &mut Pen, report: &Report) -> Result<Self, XlsxError> {
        let of_row = messages::by_row(report);
        let inputs = &report.audit.inputs;
        let of_records = pen.blank_of_few_texts(report.rows.len())?;
        let of_findings = pen.blank_of_few_texts(of_row.len())?;
        let of_receipts = pen.blank(0)?;
        let of_files = pen.blank(inputs.len())?;
        let ink = &pen.ink;
        let crowds = &Crowds::of(&report.rows);
        // The texts of both are numbered as they come: one after the other.
        let both = || {
            let records = records(ink, of_records, report, crowds)?;
            let findings = findings(ink, of_findings, report, (&of_row, crowds))?;
            Ok::<_, XlsxError>((records, findings))
        };
        let others = || {
            let receipts = receipts(ink, of_receipts, report)?;
            Ok::<_, XlsxError>((receipts, files(ink, of_files, inputs)?))
        };
        let (both, others) = rayon::join(both, others);
        let ((records, findings), (receipts, files)) = (both?, others?);
        Ok(Self {
            records,
            receipts,
            findings,
            files,
        })
    }
}

/// What is to be done, by what it is and by controller.
pub(super) fn tasks(pen: &mut Pen, report: &Report) -> Result<(), XlsxError> {
    let (scope, language) = (&report.audit.scope, pen.ink.language);
    let [controller, reference, case_number, source, number] =
        ["controller", "reference", "case_number", "source", "record"].map(of_name);
    let mut rows: Vec<(usize, &str, Vec<Datum>)> = Vec::new();
    let counted = || report.rows.iter().filter(|row| is_counted(row, scope));
    let is_unreceived = |row: &Row| row.verdict == Verdict::NoReceipt;
    let unreceived = counted().filter(|row| is_unreceived(row)).count();
    let are_many = unreceived >= MANY;
    if are_many {
        let mut cells = vec![Datum::Empty; 7];
        let words = NO_RECEIPTS.with("many", thousands(unreceived as u64));
        cells[0] = text(words.get(language));
        cells[6] = text(NO_RECEIPT.how.get(language));
        rows.push((0, "", cells));
    }
    for row in counted() {
        let open = [
            (is_unreceived(row) && !are_many).then_some(&NO_RECEIPT),
            (row.promise(scope).outcome() == Ok(PromiseState::Missing)).then_some(&NO_SUPPLEMENT),
            (row.verdict == Verdict::Late && row.delay_reason.word("given", "none") == "none")
                .then_some(&NO_REASON),
        ];
        for (kind, task) in open.into_iter().enumerate() {
            let Some(task) = task else { continue };
            let shown = |own: Shown| record(own, row, scope, language);
            rows.push((
                kind,
                row.controller().as_str(),
                vec![
                    text(task.what.get(language)),
                    shown(controller),
                    shown(reference),
                    shown(case_number),
                    shown(source),
                    shown(number),
                    text(task.how.get(language)),
                ],
            ));
        }
    }
    rows.sort_by_key(|(kind, controller, _)| (*kind, *controller));
    let unread = report.audit.inputs.iter().filter_map(|input| {
        let refusal = input.refusal.as_ref()?;
        (refusal.fate == Fate::Unreadable).then(|| {
            vec![
                text(NOT_READ.get(language)),
                Datum::Empty,
                Datum::Empty,
                Datum::Empty,
                text(input.name.to_string()),
                Datum::Empty,
                text(refusal.reason.show(language)),
            ]
        })
    });
    let heads = [
        (Words::new("Vad", "What"), 28.0),
        (Words::new("Personuppgiftsansvarig", "Controller"), 32.0),
        (
            Words::new("Internt referensnummer", "Internal reference"),
            20.0,
        ),
        (Words::new("Diarienummer", "Case number"), 17.0),
        (Words::new("Källa", "Source"), 44.0),
        (Words::new("Post", "Record"), 8.0),
        (Words::new("Gör så här", "What to do"), 70.0),
    ]
    .map(|(words, width)| head(words, width, language));
    let name = Words::new("Att göra", "To do").get(language);
    let about = Words::new("Det som går att rätta till.", "What can be mended.").get(language);
    let size = rows.len();
    let rows = rows.into_iter().map(|(.., cells)| cells).chain(unread);
    let blank = pen.blank_of_few_texts(size)?;
    let rows = rows.take(MOST_ROWS);
    let list = pen.ink.list(blank, (name, about), (&[], &heads), rows)?;
    pen.place(list)?;
    Ok(())
}

fn is_counted(row: &Row, scope: &Scope) -> bool {
    row.filing == Filing::Initial && row.is_counted(scope.copies)
}

/// The notifications, one in a row.
fn records(ink: &Ink, blank: Blank, report: &Report, crowds: &Crowds) -> Result<List, XlsxError> {
    let (scope, language) = (&report.audit.scope, ink.language);
    let columns = COLUMNS
        .iter()
        .filter_map(|(name, width)| Some((row::column(name)?, *width)));
    let columns: Vec<(&Column, f64)> = columns.collect();
    let tolds: Vec<Told> = columns
        .iter()
        .map(|(own, _)| Told::of_record(own.name))
        .collect();
    // A column holds the earliest moment alone, so it has the name of the moment.
    let names: Vec<&str> = columns
        .iter()
        .map(|(own, _)| match own.name {
            "discovered_earliest" => "discovered",
            "received_earliest" => "received",
            name => name,
        })
        .collect();
    let heads: Vec<Head> = headings(&names, language)
        .into_iter()
        .zip(&columns)
        .map(|(name, (_, width))| Head {
            name,
            width: *width,
        })
        .collect();
    let rows = report.rows.iter().take(MOST_ROWS).map(|row| {
        let cells = columns.iter().zip(&tolds);
        cells
            .map(|((column, _), told)| match column.name {
                "record" => crowds.number(row),
                // Few filings are a copy, or of an incident. The others have an empty cell there.
                "copy_of" if row.copy_of().is_none() => Datum::Empty,
                "incident" if row.part().is_none() => Datum::Empty,
                _ => datum(column.cell(row, scope), *told, row, column, language),
            })
            .collect()
    });
    let about = ink.with_files(
        Words::new(
            "En rad för varje anmälan och andra handlingar.",
            "A row for each notification and other filing.",
        ),
        Words::new(
            "Alla kolumner finns i records.csv.",
            "records.csv has all columns.",
        ),
    );
    let name = Words::new("Anmälningar", "Notifications").get(language);
    ink.list(blank, (name, &about), (&[], &heads), rows)
}

/// A column of the records, and how its cells are told. It is looked up once for many rows.
type Shown = Option<(&'static Column, Told)>;

fn of_name(name: &str) -> Shown {
    row::column(name).map(|column| (column, Told::of_record(column.name)))
}

/// The cell of a column of the records.
fn record<'r>(shown: Shown, row: &'r Row, scope: &'r Scope, language: Language) -> Datum<'r> {
    shown.map_or(Datum::Empty, |(column, told)| {
        datum(column.cell(row, scope), told, row, column, language)
    })
}

fn datum<'r>(
    cell: Cell<'r>,
    told: Told,
    row: &Row,
    column: &Column,
    language: Language,
) -> Datum<'r> {
    match cell {
        Cell::Count(count) => Datum::Count(count as f64),
        Cell::Hours(minutes) => Datum::Decimal(hundredths_of_hours(i64::from(minutes))),
        Cell::Hundredths(hundredths) => Datum::Decimal(hundredths),
        Cell::Instant(instant) => {
            let ends = match column.name {
                "discovered_earliest" => row.discovered.ends(),
                "received_earliest" => row.received.ends(),
                _ => None,
            };
            // Where the time of day is not known, the date alone stands there.
            match ends {
                Some((earliest, latest)) if earliest != latest => Datum::Day(instant),
                _ => Datum::Moment(instant),
            }
        }
        Cell::Text(own) | Cell::Word(own) => match told.say(own, language) {
            Cow::Borrowed(said) => Datum::parted(Cow::Borrowed(said)),
            Cow::Owned(said) => Datum::parted(Cow::Owned(said)),
        },
        other => {
            let mut own = String::new();
            other.write(&mut own);
            Datum::parted(Cow::Owned(told.say(&own, language).into_owned()))
        }
    }
}

/// The list of receipt times to fill in, which `--receipts` reads back.
fn receipts(ink: &Ink, blank: Blank, report: &Report) -> Result<Option<List>, XlsxError> {
    let lines = unreceived::lines(report.audit);
    if lines.is_empty() {
        return Ok(None);
    }
    let language = ink.language;
    let heads: Vec<Head> = unreceived::HEADS
        .iter()
        .map(|(words, width)| head(*words, *width, language))
        .collect();
    let rows = lines.into_iter().take(MOST_ROWS).map(|line| {
        let cell = |(column, cell): (usize, String)| match column {
            _ if cell.is_empty() => Datum::Empty,
            unreceived::DISCOVERED => Datum::moment(&cell).unwrap_or_else(|| text(cell)),
            _ => text(cell),
        };
        line.into_iter().enumerate().map(cell).collect()
    });
    let about = Words::new(
        "Fyll i när anmälan kom in till IMY och ange arbetsboken med --receipts.",
        "Fill in when IMY received the notification, and name the workbook with --receipts.",
    )
    .get(language);
    let named = (read::receipts::SHEET.get(language), about);
    let list = ink.list(blank, named, (&[], &heads), rows)?;
    list.expect_moments(ink, unreceived::RECEIVED).map(Some)
}

/// The findings.
fn findings<'r>(
    ink: &Ink,
    blank: Blank,
    report: &'r Report,
    (all, crowds): (&[About<'r>], &Crowds),
) -> Result<List, XlsxError> {
    let (scope, language) = (&report.audit.scope, ink.language);
    let mut heads = heads(
        &[
            ("source", 44.0),
            ("record", 8.0),
            ("line", 8.0),
            ("code", 8.0),
            ("severity", 12.0),
            ("question", 8.0),
            ("message", 90.0),
        ],
        language,
    );
    heads.push(head(Words::new("Referens", "Reference"), 20.0, language));
    let rows = all.iter().flat_map(|about| {
        let row = about.row();
        // As on the page: the reference; without one, the authority's number. Why there is
        // neither, the sheet of the notifications says.
        let reference = row.and_then(|row| {
            let [own, number] = [row.reference(), row.case_number()].map(TextCell::text);
            own.or(number)
        });
        about.findings().into_iter().map(move |finding| {
            let mut message = String::new();
            messages::write_message(row, &finding, language, &mut message);
            let level = finding.severity.words().get(language);
            vec![
                text(about.source(scope)),
                row.map_or(Datum::Empty, |row| crowds.number(row)),
                match finding.line {
                    0 => Datum::Empty,
                    line => Datum::Count(f64::from(line)),
                },
                text(position(finding.code).map_or("", |at| rules()[at].code.as_str())),
                text(level),
                match finding.question {
                    0 => Datum::Empty,
                    number => Datum::Count(f64::from(number)),
                },
                text(message),
                reference.map_or(Datum::Empty, text),
            ]
        })
    });
    let name = Words::new("Fynd", "Findings").get(language);
    let about = ink.with_files(
        Words::new(
            "Vad granskningen fann, med fil och rad.",
            "What the audit found, with file and line.",
        ),
        Words::new(
            "Grunden för varje regel står i findings.csv.",
            "findings.csv has the basis of each rule.",
        ),
    );
    let rows = rows.take(MOST_ROWS);
    ink.list(blank, (name, &about), (&[], &heads), rows)
}

/// The inputs.
fn files(ink: &Ink, blank: Blank, inputs: &[Input]) -> Result<List, XlsxError> {
    let language = ink.language;
    let heads = heads(
        &[
            ("source", 60.0),
            ("status", 16.0),
            ("reason", 70.0),
            ("notifications", 14.0),
            ("format", 10.0),
            ("bytes", 12.0),
        ],
        language,
    );
    let status = Told::of_list("status");
    let rows = inputs.iter().take(MOST_ROWS).map(|input| {
        let refusal = input.refusal.as_ref();
        let reason = refusal.map(|refusal| refusal.reason.show(language));
        vec![
            text(input.name.to_string()),
            text(status.say(crate::report::csv::status(input), language)),
            text(reason.unwrap_or_default()),
            Datum::Count(f64::from(input.notifications)),
            text(input.format.map_or("", read::Format::as_str)),
            Datum::Count(input.bytes as f64),
        ]
    });
    let name = Words::new("Filer", "Files").get(language);
    let about = Words::new(
        "Vad som hände med varje fil som lästes in.",
        "What became of each input.",
    )
    .get(language);
    ink.list(blank, (name, about), (&[], &heads), rows)
}

fn heads(columns: &[(&str, f64)], language: Language) -> Vec<Head> {
    let mut names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    // In a list of findings the severity is their level.
    names
        .iter_mut()
        .filter(|name| **name == "severity")
        .for_each(|name| *name = "level");
    let said = headings(&names, language).into_iter();
    said.zip(columns)
        .map(|(name, (_, width))| Head {
            name,
            width: *width,
        })
        .collect()
}
