//! Synthetic corpora. Notifications are drawn from a seed, with the shares that the
//! authority's own statistics report, and some get deliberate faults. Beside each
//! corpus stands its truth: what a run must find in every notification. The truth is
//! worked out from the plan of a notification and never from a reading of what was
//! written. So the program can be tested against it. The people in it do not exist.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

mod csv;
mod draw;
mod edition;
mod faults;
mod format;
mod json;
mod later;
mod options;
mod papers;
mod pdf;
mod plan;
#[cfg(test)]
mod tests;
mod text;
mod truth;
mod waves;
mod words;

use crate::destination::{DestinationError, Force, Sibling, Step, new_folder};
pub(crate) use edition::check;
pub(crate) use format::Format;
pub(crate) use options::{Options, Receipts, Rows};
use plan::{Kind, Plan};
use waves::Waves;

/// How many notifications are made at a time.
const BATCH: usize = 4096;
/// How many of the first notifications may stand twice in an untidy table.
const TWICE: usize = 12;
/// Writes a corpus into the folder `dir`, and `DIR.truth.csv` beside it. The folder
/// must not exist, or must be empty. A file beside it is replaced only by force.
///
/// # Errors
/// Something is there already, or cannot be written.
pub(crate) fn write(options: &Options, dir: &Path, force: Force) -> Result<(), DestinationError> {
    let dir = new_folder(dir)?;
    let beside = |ending| Sibling::beside(&dir, ending, force);
    let truth = beside(".truth.csv")?;
    let receipts = match options.receipts {
        Receipts::Beside => Some(beside(".receipts.csv")?),
        Receipts::Without => None,
    };
    let sheets = (
        sheet(truth.create()?),
        receipts
            .as_ref()
            .map(Sibling::create)
            .transpose()?
            .map(sheet),
    );
    fill(options, &dir, sheets)
        .map_err(|error| DestinationError::Failed(Step::Write, dir.display().to_string(), error))?;
    truth.put()?;
    receipts.map_or(Ok(()), Sibling::put)
}

/// Writes a corpus with its truth and its receipt times.
fn fill(options: &Options, dir: &Path, sheets: (Sheet, Option<Sheet>)) -> io::Result<()> {
    let (mut truth, mut receipts) = sheets;
    let name = dir.file_name().map_or_else(
        || "corpus".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    truth.write_record(truth::COLUMNS)?;
    if let Some(receipts) = &mut receipts {
        receipts.write_record(["source", "case_number", "received", "channel"])?;
    }
    let corpus = Corpus::survey(options, name);
    for (format, folder) in options.format.parts() {
        let part = Part {
            format,
            options,
            corpus: &corpus,
            folder,
        };
        part.write(&dir.join(folder), &mut truth, receipts.as_mut())?;
    }
    truth.flush()?;
    receipts.map_or(Ok(()), |mut receipts| receipts.flush())?;
    write_broken(options, dir)
}

/// The notifications of a corpus in one format.
#[derive(Clone, Copy)]
struct Part<'p> {
    format: Format,
    options: &'p Options,
    corpus: &'p Corpus,
    /// The folder within the corpus, empty for the corpus itself.
    folder: &'static str,
}

/// A CSV file that is being written.
type Sheet = ::csv::Writer<BufWriter<File>>;

impl Part<'_> {
    /// The source and the record of a notification.
    fn place(self, index: usize) -> (String, usize) {
        let Self {
            format,
            corpus,
            folder,
            ..
        } = self;
        let slash = if folder.is_empty() { "" } else { "/" };
        let (path, part) = (format.path(index), format.part());
        let source = format!("{}/{folder}{slash}{path}{part}", corpus.name);
        (source, if format.is_one_file() { index + 1 } else { 1 })
    }

    /// The case of a filing, which `copy_of` names where another one counts.
    fn case(self, plan: &Plan, index: usize, copy_of: Option<String>) -> truth::Case {
        let notification = plan.later.map_or(Some(index), |later| later.about);
        let (source, record) = self.place(notification.unwrap_or(index));
        let name = copy_of.unwrap_or_else(|| format!("{source}#{record}"));
        case(self.options, &self.corpus.waves, notification, name)
    }

    fn write(
        self,
        dir: &Path,
        truth: &mut Sheet,
        mut receipts: Option<&mut Sheet>,
    ) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        if self.format == Format::Xlsx {
            self.workbook(dir)?;
        }
        let Self {
            format,
            options,
            corpus,
            ..
        } = self;
        let mut stream = match format {
            Format::Ndjson => Some(BufWriter::new(File::create(
                dir.join("notifications.ndjson"),
            )?)),
            Format::Csv => Some(BufWriter::new(File::create(dir.join("notifications.csv"))?)),
            _ => None,
        };
        let mut line = 1;
        let places = corpus.places(options);
        for start in (0..places.len()).step_by(BATCH) {
            let places = start..places.len().min(start + BATCH);
            let mut made: Vec<Made> = places
                .into_par_iter()
                .map(|place| Made::new(self, place))
                .collect();
            if !format.is_one_file() {
                made.par_iter().try_for_each(|made| made.store(dir))?;
            }
            for (place, made) in (start..).zip(&mut made) {
                if format.is_table() {
                    for row in csv::before(place, options.rows, &corpus.columns) {
                        line += 1;
                        write_to(&mut stream, &csv::bytes(&row))?;
                    }
                    made.truth[truth::LINE] = line.to_string();
                    line += match format {
                        Format::Csv => memchr::memchr_iter(b'\n', &made.bytes).count(),
                        _ => 1,
                    };
                }
                write_to(&mut stream, &made.bytes)?;
                truth.write_record(&made.truth)?;
                if let Some(receipts) = receipts.as_mut().filter(|_| place < options.count) {
                    receipts.write_record(&made.receipt)?;
                }
            }
        }
        if format.is_table() && options.rows == Rows::Untidy {
            for row in csv::behind(&corpus.columns) {
                write_to(&mut stream, &csv::bytes(&row))?;
            }
            truth.write_record(truth::of_table(
                &self.source(),
                places.len() > options.count,
            ))?;
        }
        stream.map_or(Ok(()), |mut stream| stream.flush())
    }

    /// The source of a corpus that is one file.
    fn source(self) -> String {
        let Self {
            format,
            corpus,
            folder,
            ..
        } = self;
        let slash = if folder.is_empty() { "" } else { "/" };
        let path = format.path(0);
        format!("{}/{folder}{slash}{path}{}", corpus.name, format.part())
    }
}

/// Writes to the one file of a format, where it has one that is written piece by piece.
fn write_to(stream: &mut Option<BufWriter<File>>, bytes: &[u8]) -> io::Result<()> {
    stream
        .as_mut()
        .map_or(Ok(()), |stream| stream.write_all(bytes))
}

impl Part<'_> {
    /// Writes all notifications into one workbook.
    fn workbook(self, dir: &Path) -> io::Result<()> {
        let (options, columns) = (self.options, &self.corpus.columns);
        let places = self.corpus.places(options).into_iter().enumerate();
        let rows = places.flat_map(|(place, index)| {
            let plan = Plan::draw(options, index, &self.corpus.waves);
            let mut rows = csv::before(place, options.rows, columns);
            rows.push(csv::cells(&plan, columns));
            rows
        });
        let behind = match options.rows {
            Rows::Tidy => Vec::new(),
            Rows::Untidy => csv::behind(columns),
        };
        let bytes = csv::workbook(rows.chain(behind)).map_err(io::Error::other)?;
        fs::write(dir.join("notifications.xlsx"), bytes)
    }
}

/// The case of a notification; of a later filing that is tied to none it holds nothing.
fn case(
    options: &Options,
    waves: &Waves,
    notification: Option<usize>,
    name: String,
) -> truth::Case {
    let draw = |at| Plan::draw(options, at, waves);
    let filings = notification.into_iter().flat_map(|at| {
        let mut later = later::after(options, at).map(draw).peekable();
        let first = later.peek().map(|_| draw(at));
        let first = first.and_then(|first| truth::received(&first, options));
        later.filter_map(move |plan| {
            let own = plan.later.filter(|own| own.about == Some(at))?;
            let received = truth::received(&plan, options);
            // What came certainly before the notification is nothing to its case.
            let is_before = received
                .zip(first)
                .is_some_and(|(own, first)| own.1 < first.0);
            (!is_before).then(|| truth::Filing::new(&plan, own.kind, received))
        })
    });
    truth::Case {
        name,
        later: filings.collect(),
    }
}

/// What must be known of a whole corpus before its first notification is written.
struct Corpus {
    name: String,
    /// Case numbers that some supplement adds to.
    supplemented: HashSet<String>,
    /// Whether it has supplements at all.
    has_supplements: bool,
    /// What only all notifications together show.
    whole: truth::Whole,
    /// The columns of CSV.
    columns: Vec<String>,
    waves: Waves,
    /// The notifications that stand a second time at the end of a table.
    again: Vec<usize>,
}

/// What a survey sees of one filing.
struct Seen {
    repeats: csv::Repeats,
    /// What is kept of a notification that counts.
    kept: Option<truth::Kept>,
    is_supplement: bool,
    /// Of a supplement, what it says that it adds to.
    supplements: Option<String>,
}

impl Corpus {
    fn survey(options: &Options, name: String) -> Self {
        let waves = Waves::new(options.count, options.waves, options.seed);
        let plan = |index| Plan::draw(options, index, &waves);
        let again = (0..options.count.min(TWICE)).filter(|index| {
            let plan = plan(*index);
            options.rows == Rows::Untidy && plan.has_key() && plan.later.is_none()
        });
        let again = again.collect();
        let seen = (0..options.count).into_par_iter().map(|index| {
            let plan = plan(index);
            let is_supplement = plan.later.is_some_and(|own| own.kind == Kind::Supplement);
            let case = || case(options, &waves, Some(index), String::new());
            let counts = plan.later.is_none() && !case().is_withdrawn();
            Seen {
                repeats: csv::Repeats::of(&plan),
                kept: counts.then(|| truth::Kept::of(&plan, index)),
                is_supplement,
                supplements: plan.supplements.filter(|_| is_supplement),
            }
        });
        let seen: Vec<Seen> = seen.collect();
        let repeats = seen.iter().map(|seen| seen.repeats);
        let repeats = repeats.fold(csv::Repeats::default(), csv::Repeats::max);
        let has_supplements = seen.iter().any(|seen| seen.is_supplement);
        let (supplemented, kept): (Vec<_>, Vec<_>) = seen
            .into_iter()
            .map(|seen| (seen.supplements, seen.kept))
            .unzip();
        let kept: Vec<truth::Kept> = kept.into_iter().flatten().collect();
        Self {
            name,
            has_supplements,
            supplemented: supplemented.into_iter().flatten().collect(),
            whole: truth::Whole::of(&kept),
            columns: csv::columns(repeats),
            again,
            waves,
        }
    }

    /// Which notification stands at each place.
    fn places(&self, options: &Options) -> Vec<usize> {
        (0..options.count)
            .chain(self.again.iter().copied())
            .collect()
    }
}

/// One notification written, with its truth.
struct Made {
    path: PathBuf,
    bytes: Vec<u8>,
    truth: Vec<String>,
    receipt: [String; 4],
}

impl Made {
    fn new(part: Part, at: usize) -> Self {
        let Part {
            format,
            options,
            corpus,
            ..
        } = part;
        let twin = at.checked_sub(options.count);
        let index = twin.map_or(at, |twin| corpus.again[twin]);
        let mut plan = Plan::draw(options, index, &corpus.waves);
        if options.format == Format::Mixed && format == Format::Pdf {
            plan.quirks.ticks = plan::Ticks::Fields;
        }
        let bytes = match format {
            Format::Text => text::bytes(&plan),
            Format::Pdf => pdf::bytes(&plan),
            Format::Json => json::document(&plan),
            Format::Ndjson => json::line(&plan),
            Format::Csv => csv::bytes(&csv::cells(&plan, &corpus.columns)),
            // The workbook is written as a whole, and a part has never several formats.
            Format::Xlsx | Format::Mixed => Vec::new(),
            paper => papers::bytes(&plan, paper),
        };
        let first = part.place(index);
        let (source, record) = (first.0.clone(), part.place(at).1);
        let incident = corpus.waves.incident(index).map(|index| part.place(index));
        // Of one notification in all formats, the row of the table counts. It comes
        // first and lacks nothing.
        let is_copy = options.format == Format::Mixed && format != Format::Csv && plan.has_key();
        let copy_of =
            is_copy.then(|| format!("{}/csv/notifications.csv#{}", corpus.name, index + 1));
        let copy_of = copy_of.or(twin.map(|_| format!("{}#{}", first.0, first.1)));
        let place = truth::Place {
            index,
            whole: &corpus.whole,
            supplemented: &corpus.supplemented,
            corpus_has_supplements: corpus.has_supplements,
            case: part.case(&plan, index, copy_of.clone()),
            source,
            record,
            line: record,
            copy_of,
            incident: incident.map(|(source, record)| format!("{source}#{record}")),
        };
        let truth = truth::row(&plan, &place, &Options { format, ..*options });
        let channel = plan.channel.map_or(String::new(), str::to_owned);
        let keys = match format {
            copy if copy.is_copy() => [place.source, String::new()],
            _ => [String::new(), plan.case_number.clone().unwrap_or_default()],
        };
        let [source, case_number] = keys;
        let receipt = [source, case_number, plan.receipt_text(), channel];
        Self {
            path: format.path(index).into(),
            bytes,
            truth,
            receipt,
        }
    }

    fn store(&self, dir: &Path) -> io::Result<()> {
        let path = dir.join(&self.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, &self.bytes)
    }
}

/// A file as CSV.
fn sheet(file: File) -> Sheet {
    ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::Any(b'\n'))
        .from_writer(BufWriter::new(file))
}

/// Files that hold no readable notification: one is cut off, one has no answer, one is
/// binary, one is empty.
fn write_broken(options: &Options, dir: &Path) -> io::Result<()> {
    if options.broken == 0 {
        return Ok(());
    }
    let folder = dir.join("broken");
    fs::create_dir_all(&folder)?;
    for index in 0..options.broken {
        let (extension, bytes): (&str, &[u8]) = match index % 4 {
            0 if options.format == Format::Pdf => ("pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"),
            0 => ("json", b"{\"controller\": {\"name\": \"Exempelkommun\""),
            1 => (
                "txt",
                "Anmälan av personuppgiftsincident\n\nTack för er anmälan.\n".as_bytes(),
            ),
            2 => ("bin", b"\x00\x01\x02\x03\xff\xfe\x00\x00"),
            _ => ("txt", b""),
        };
        fs::write(folder.join(format!("{index:05}.{extension}")), bytes)?;
    }
    Ok(())
}
