//! What a run needs to know, resolved: languages, paths, thresholds, the clock.
//! It knows nothing of the command line (`cli` builds it) nor of notifications.

use std::path::PathBuf;

mod unreadable;

/// The name of the configuration file: looked for upwards from the working
/// directory, and no input where it lies in a folder of inputs.
pub(crate) const CONFIG_FILE: &str = "breach-audit.toml";

/// Everything a run depends on. Two runs with equal `Config` over equal inputs
/// write equal bytes.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// Files, folders, or `-` as named by the user, in the order given.
    pub paths: Vec<PathBuf>,
    /// The report folder.
    pub out: PathBuf,
    /// Whether a folder that this program did not write may be replaced.
    pub force: bool,
    /// Which report formats to write.
    pub formats: Vec<ReportFormat>,
    /// Language of labels, messages and reports.
    pub language: Language,
    /// CSV of receipt times.
    pub receipts: Option<PathBuf>,
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
    pub levels: Vec<(String, String)>,
    /// Numbers that some rules go by.
    pub thresholds: Thresholds,
    /// Rules left out for sources whose name matches a pattern.
    pub per_path_ignores: Vec<(String, Vec<String>)>,
    /// The level from which findings make exit code 1.
    pub fail_on: FailOn,
    /// Restriction of tables, records and findings.
    pub filter: Filter,
    /// How large archives may be.
    pub archives: ArchiveLimits,
    /// Extra cross tables: each two or three dimension names.
    pub cross: Vec<Vec<String>>,
    /// How small cells are kept from being published.
    pub disclosure: Disclosure,
    /// Whether the controller's name is written where it may be a person.
    pub keep_names: bool,
    /// Whether copies are counted.
    pub copies: Copies,
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

/// How much an archive may hold before it, or a member of it, is refused.
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
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self {
            member_bytes: 2 << 30,
            archive_bytes: 32 << 30,
            members: 1_000_000,
            ratio: 200,
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
}

impl Filter {
    /// Whether nothing is restricted.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Language of everything a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl Language {
    /// The two-letter code, as in `--lang`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }
}

/// A fixed text in both languages. Two fields, so that a missing translation
/// does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Swedish.
    pub sv: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// Both languages at once.
    pub(crate) const fn new(sv: &'static str, en: &'static str) -> Self {
        Self { sv, en }
    }

    /// The text in `language`.
    pub(crate) fn get(self, language: Language) -> &'static str {
        match language {
            Language::Sv => self.sv,
            Language::En => self.en,
        }
    }

    /// Appends the text with each `{name}` replaced by what `fact` appends for the name. Where it
    /// says that it knows none, the name stays as it is, so that a mistake shows itself.
    pub(crate) fn fill(
        self,
        language: Language,
        out: &mut String,
        mut fact: impl FnMut(&str, &mut String) -> bool,
    ) {
        let mut rest = self.get(language);
        while let Some(open) = memchr::memchr(b'{', rest.as_bytes()) {
            out.push_str(&rest[..open]);
            rest = &rest[open..];
            let Some(close) = rest.find('}') else { break };
            if !fact(&rest[1..close], out) {
                out.push_str(&rest[..=close]);
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
    }
}

/// A number written with a point, with the decimal sign of the language.
pub(crate) fn decimal(number: &str, language: Language) -> String {
    match language {
        Language::Sv => number.replace('.', ","),
        Language::En => number.to_owned(),
    }
}

/// A text in both languages that is composed at run time, such as of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Swedish.
    pub sv: String,
    /// English.
    pub en: String,
}

impl Wording {
    /// Both languages at once.
    pub(crate) fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            sv: sv.into(),
            en: en.into(),
        }
    }

    /// The text in `language`.
    pub(crate) fn get(&self, language: Language) -> &str {
        match language {
            Language::Sv => &self.sv,
            Language::En => &self.en,
        }
    }
}

/// What is wrong in a TOML file, and the line, 1-based; 0 where that cannot be told.
pub(crate) fn toml_mistake(error: &toml::de::Error, source: &str) -> (usize, Wording) {
    let lines_before = |at: usize| {
        source
            .bytes()
            .take(at)
            .filter(|byte| *byte == b'\n')
            .count()
    };
    let line = error.span().map_or(0, |span| lines_before(span.start) + 1);
    let swedish = unreadable::swedish(error.message(), error.span(), source);
    (line, Wording::new(swedish, error.message()))
}

impl From<Words> for Wording {
    fn from(words: Words) -> Self {
        Self::new(words.sv, words.en)
    }
}

/// A way to write the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    /// records.csv, findings.csv, files.csv, tables/*.csv
    Csv,
    /// records.parquet
    Parquet,
    /// summary.md
    Markdown,
}

impl ReportFormat {
    /// Its name, as in `--formats`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Markdown => "md",
        }
    }
}

/// How `check` prints findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// The level from which findings make exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Info,
    /// Never.
    Never,
}
