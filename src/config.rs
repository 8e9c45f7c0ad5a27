//! What a run needs to know, resolved: languages, paths, thresholds, the clock.
//! It knows nothing of the command line (`cli` builds it) nor of notifications.

use std::path::PathBuf;
use std::time::Duration;

mod formats;
mod free_text;
pub(crate) mod share;
pub(crate) mod suggestion;
mod unreadable;
mod words;

pub(crate) use formats::{AboutReport, CsvStyle, REPORT_FORMATS, ReportFormat};
pub use free_text::FreeText;
pub use share::{NotAShare, Share};
pub use words::{Language, Message, Words};
pub(crate) use words::{decimal, thousands};

/// The name of this program, by which it knows its own reports.
pub(crate) const PROGRAM: &str = env!("CARGO_PKG_NAME");
/// Its version.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The name of the configuration file: looked for upwards from the working
/// directory, and no input where it lies in a folder of inputs.
pub(crate) const CONFIG_FILE: &str = "breach-audit.toml";

/// Everything a run depends on. Two runs with equal `Config` over equal inputs
/// write equal bytes.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// Files, folders, or `-` as named by the user, in the order given.
    pub paths: Vec<PathBuf>,
    /// The file that lists them, if one does.
    pub manifest: Option<PathBuf>,
    /// The part of the run that this process does, if others do the rest.
    pub part: Option<Share>,
    /// Whether what ties its notifications to those of other reports is kept (keys.parquet).
    pub keep_keys: bool,
    /// The report folder.
    pub out: PathBuf,
    /// Whether a folder that this program did not write may be replaced.
    pub force: bool,
    /// Whether the page is opened in the browser when it is written.
    pub open: bool,
    /// Which report formats to write.
    pub formats: Vec<ReportFormat>,
    /// How CSV files are written.
    pub csv_style: CsvStyle,
    /// Language of labels, messages and reports.
    pub language: Language,
    /// Lists of receipt times, and confirmations.
    pub receipts: Vec<PathBuf>,
    /// The organisation's own register of its breaches.
    pub register: Option<PathBuf>,
    /// Which headings the columns of the register have: a file.
    pub register_mapping: Option<PathBuf>,
    /// Whether free texts of the register and of notifications are written.
    pub free_text: FreeText,
    /// How foreign exports are read: a mapping file.
    pub mapping: Option<PathBuf>,
    /// A form edition to use for every notification instead of the detected one.
    pub form: Option<String>,
    /// Key of the legal regime of the deadline, one of `deadline::POLICIES`.
    pub policy: String,
    /// Hours that override the policy's limit.
    pub deadline_hours: Option<u32>,
    /// The run's clock. Nothing else reads the system clock.
    pub as_of: jiff::Timestamp,
    /// Codes, family prefixes or names of the rules to run; empty means all.
    pub select: Vec<String>,
    /// Codes, family prefixes or names of the rules to leave out.
    pub ignore: Vec<String>,
    /// Levels that replace those of the catalogue, by code or name.
    pub levels: Vec<(String, Severity)>,
    /// Numbers that some rules go by.
    pub thresholds: Thresholds,
    /// Rules left out for sources whose name matches a pattern.
    pub per_path_ignores: Vec<(String, Vec<String>)>,
    /// The level from which findings make exit code 1; `None` for never.
    pub fail_on: Option<Severity>,
    /// Restriction of tables, records and findings.
    pub filter: Filter,
    /// How large archives may be.
    pub archives: ArchiveLimits,
    /// Extra cross tables: each two or three dimension names.
    pub cross: Vec<Vec<String>>,
    /// Whether figures are given controller by controller, too.
    pub by_controller: bool,
    /// How small cells are kept from being published.
    pub disclosure: Disclosure,
    /// The report that was published before.
    pub previous: Option<PathBuf>,
    /// Whether the controller's name is written where it may be a person.
    pub keep_names: bool,
    /// Whether copies are counted.
    pub copies: Copies,
    /// Which answers of a case are counted.
    pub answers: Answers,
    /// Whether findings keep what stands at their place, as far as it may be shown.
    pub excerpts: bool,
    /// Whether to tell on stderr what each stage and rule cost.
    pub timings: bool,
    /// Whether to draw a progress bar on stderr.
    pub progress: bool,
    /// `-q` lowers, `-v` raises; 0 is normal.
    pub verbosity: i8,
    /// Whether the terminal summary may use colour.
    pub color: bool,
}

/// Numbers that some rules go by; the defaults are those of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Thresholds {
    /// C004: a description with fewer characters is thin.
    #[serde(deserialize_with = "whole")]
    pub thin_description: u32,
    /// T008: an exposure of more days is long.
    #[serde(deserialize_with = "whole")]
    pub exposure_days: u32,
    /// T014: days that a promise may be overdue.
    #[serde(deserialize_with = "whole")]
    pub overdue_days: u32,
    /// N004: numbers that count as placeholders besides those of the rule.
    #[serde(deserialize_with = "wholes")]
    pub heaps: Vec<u64>,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            thin_description: 30,
            exposure_days: 365,
            overdue_days: 0,
            heaps: Vec::new(),
        }
    }
}

/// A number of days or characters. What else stands there is told in words that do
/// not speak of types.
fn whole<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(
        untagged,
        expecting = "this must be a whole number from 0 to 4294967295"
    )]
    enum Whole {
        Number(u32),
    }
    serde::Deserialize::deserialize(deserializer).map(|Whole::Number(number)| number)
}

/// Whole numbers, told of in the same words.
fn wholes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(
        untagged,
        expecting = "this must be a list of whole numbers from 0 up, as in [100, 999]"
    )]
    enum Wholes {
        Numbers(Vec<u64>),
    }
    serde::Deserialize::deserialize(deserializer).map(|Wholes::Numbers(numbers)| numbers)
}

/// How much an input may ask for before it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ArchiveLimits {
    /// Bytes of one member, unpacked.
    pub member_bytes: u64,
    /// Bytes of all members of one archive, unpacked.
    pub archive_bytes: u64,
    /// Members of one archive.
    pub members: u64,
    /// How many times larger than packed a member, or a compressed archive, may be.
    pub ratio: u64,
    /// Seconds that a PDF or a document of another program may take.
    pub seconds: u64,
}

impl ArchiveLimits {
    /// How long a PDF or a document may take.
    pub(crate) fn time(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self {
            member_bytes: 2 << 30,
            archive_bytes: 32 << 30,
            members: 1_000_000,
            ratio: 200,
            seconds: 60,
        }
    }
}

/// How the figures of single notifications are kept from being published, and
/// whether what lists them is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Disclosure {
    /// What becomes of small cells.
    pub cells: CellRule,
    /// Whether records, findings and files are written although cells are protected.
    pub with_records: bool,
}

impl Disclosure {
    /// Whether any cell is protected.
    pub(crate) fn is_on(self) -> bool {
        self.cells != CellRule::AsCounted
    }

    /// Whether what lists single notifications and inputs may be written.
    pub(crate) fn shows_records(self) -> bool {
        !self.is_on() || self.with_records
    }
}

/// What becomes of small cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellRule {
    /// Every cell is published as counted.
    #[default]
    AsCounted,
    /// Cells of 1 to N-1 are suppressed, and further ones so that no suppressed
    /// cell can be worked out more closely than to N values.
    AtLeast(u64),
    /// Every count goes to the nearest multiple.
    RoundTo(u64),
}

/// What becomes of copies and later versions of a notification in the tables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Copies {
    /// Only the one that counts is counted; the others are named.
    #[default]
    Aside,
    /// Each is counted as a notification.
    Counted,
}

/// Which answers count of a notification that supplements complete.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Answers {
    /// Those that it was filed with.
    #[default]
    FirstFiled,
    /// The last that is known from it and its supplements.
    Merged,
}

/// Restricts what is counted and listed; inputs are always all accounted for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// First period date kept, included.
    pub from: Option<jiff::civil::Date>,
    /// Last period date kept, included.
    pub to: Option<jiff::civil::Date>,
    /// Organisation number, normalised `NNNNNN-NNNN`.
    pub organisation: Option<String>,
    /// `column = value` pairs that must all hold, columns as in records.csv.
    pub equal: Vec<(String, String)>,
    /// The one year kept.
    pub period: Option<i16>,
    /// The year that is compared with, which restricts nothing.
    pub against: Option<i16>,
}

/// The first and the last date of something, ends included; `None` is no bound.
pub(crate) type Window = (Option<jiff::civil::Date>, Option<jiff::civil::Date>);

impl Filter {
    /// Whether nothing is restricted.
    pub(crate) fn is_empty(&self) -> bool {
        let restricting = Self {
            against: None,
            ..self.clone()
        };
        restricting == Self::default()
    }

    /// The same selection of another year, if it is of one year.
    pub(crate) fn year_before(&self) -> Option<Self> {
        let period = self.against.or(Some(self.period? - 1));
        Some(Self {
            period,
            against: None,
            ..self.clone()
        })
    }

    /// The bounds of the period date, those of the year included.
    pub(crate) fn bounds(&self) -> Window {
        let Some((first, last)) = self.period.and_then(ends_of) else {
            return (self.from, self.to);
        };
        let from = self.from.map_or(first, |from| from.max(first));
        let to = self.to.map_or(last, |to| to.min(last));
        (Some(from), Some(to))
    }
}

/// The first and the last day of a year.
fn ends_of(year: i16) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let first = jiff::civil::Date::new(year, 1, 1).ok()?;
    Some((first, first.last_of_year()))
}

/// What is wrong in a TOML file, and the line, 1-based; 0 where that cannot be told.
pub(crate) fn toml_mistake(error: &toml::de::Error, source: &str) -> (usize, Message) {
    let lines_before = |at: usize| {
        source
            .bytes()
            .take(at)
            .filter(|byte| *byte == b'\n')
            .count()
    };
    let line = error.span().map_or(0, |span| lines_before(span.start) + 1);
    (
        line,
        unreadable::told(error.message(), error.span(), source),
    )
}

/// How grave a finding is ("level" in prose, `severity` in findings.csv).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Information for the analyst.
    Info,
    /// A probable mistake or a legal exposure.
    Warning,
    /// A contradiction, or formally required and missing.
    Error,
}

impl Severity {
    /// All levels, the gravest first.
    pub(crate) const GRAVEST_FIRST: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    /// Its place among them.
    pub(crate) fn rank(self) -> usize {
        match self {
            Self::Error => 0,
            Self::Warning => 1,
            Self::Info => 2,
        }
    }

    /// The word in findings.csv.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level of a word in findings.csv.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Error]
            .into_iter()
            .find(|level| level.as_str() == word)
    }

    /// The word in prose.
    pub(crate) fn words(self) -> Words {
        match self {
            Self::Info => Words::new("upplysning", "note"),
            Self::Warning => Words::new("varning", "warning"),
            Self::Error => Words::new("fel", "error"),
        }
    }
}

/// How `check` prints findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OutputFormat {
    /// With the line and a mark under it, free text and contact data dotted out.
    Full,
    /// One line each.
    Concise,
    /// A JSON array.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// As findings.csv.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
}

impl OutputFormat {
    /// All of them with their names, in the order in which they are listed.
    pub(crate) const ALL: [(&'static str, Self); 8] = [
        ("full", Self::Full),
        ("concise", Self::Concise),
        ("json", Self::Json),
        ("ndjson", Self::Ndjson),
        ("csv", Self::Csv),
        ("sarif", Self::Sarif),
        ("junit", Self::Junit),
        ("github", Self::Github),
    ];

    /// Whether people read it on a terminal.
    pub(crate) fn is_for_people(self) -> bool {
        matches!(self, Self::Full | Self::Concise)
    }
}
