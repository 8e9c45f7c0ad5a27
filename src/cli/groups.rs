//! Groups of options that commands share. The configuration file has the same keys.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::Deserialize;

use crate::cli::given::{date, paths};
use crate::cli::size::Size;
use crate::config::{AboutReport, CsvStyle, REPORT_FORMATS};
use crate::finding::Severity;

/// The longest limit that can be asked for, in hours: a year.
pub(super) const MOST_HOURS: u32 = 8760;

/// The years that can be asked for.
pub(super) const YEARS: std::ops::RangeInclusive<i64> = 1900..=2200;

/// Where a command writes, and what it may replace there.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Output {
    /// The report folder [default: breach-audit-report]
    #[arg(short, long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Replace a folder without run.json too, if all its files have names that this program writes
    #[arg(long)]
    pub(super) force: bool,
    /// Open report.html in the browser when it is written
    #[arg(long)]
    pub(super) open: bool,
}

/// What is written of the figures.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Figures {
    #[arg(long, value_name = "LIST", value_delimiter = ',', help = formats(|_| true) + &usual(|_| true))]
    pub(super) formats: Option<Vec<String>>,
    /// How CSV files are written: standard, or sv for Excel in Sweden (semicolon, decimal comma,
    /// words of the language) [default: standard]
    #[arg(long, value_name = "STYLE", value_parser = named(&CsvStyle::ALL))]
    pub(super) csv_style: Option<CsvStyle>,
    /// An extra cross table of two or three dimensions; repeatable
    #[arg(long, value_name = "A,B[,C]")]
    pub(super) cross: Option<Vec<String>>,
    /// Figures for each controller, by year too: controller.csv, history.csv, repeated-causes.csv
    #[arg(long)]
    pub(super) by_controller: bool,
    /// Count the answers that supplements give in place of those first filed
    #[arg(long)]
    pub(super) merge_supplements: bool,
    /// Hide counts below N, and counts from which they could be derived
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=1000))]
    pub(super) min_cell: Option<u64>,
    /// The report published before, made with the same --min-cell, too: small differences from it
    /// are hidden
    #[arg(long, value_name = "REPORT")]
    pub(super) previous: Option<PathBuf>,
    /// Round every count to a multiple of 5 or 10
    #[arg(long, value_name = "5|10", conflicts_with = "min_cell")]
    pub(super) round_to: Option<u64>,
}

/// Which notifications are counted, and by which form and clock.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Selection {
    /// The form edition of notifications that name none: a name, or a file .toml [default: detected]
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) form: Option<String>,
    /// The run's clock: a date or date-time [default: now]
    #[arg(long, value_name = "TIME")]
    #[serde(deserialize_with = "date")]
    pub(super) as_of: Option<String>,
    /// First date counted (receipt, else discovery), included
    #[arg(long, value_name = "DATE")]
    #[serde(deserialize_with = "date")]
    pub(super) from: Option<String>,
    /// Last date counted, included
    #[arg(long, value_name = "DATE")]
    #[serde(deserialize_with = "date")]
    pub(super) to: Option<String>,
    /// Only this year, from 1 January to 31 December
    #[arg(long, value_name = "YEAR", conflicts_with_all = ["from", "to"], value_parser = clap::value_parser!(i16).range(YEARS))]
    pub(super) period: Option<i16>,
    /// The year that year-on-year.csv compares with [default: the one before]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(YEARS))]
    pub(super) against: Option<i16>,
    /// Only the controller with this organisation number
    #[arg(long, value_name = "NR")]
    pub(super) organisation: Option<String>,
    /// Only notifications whose column has this value; repeatable
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    pub(super) r#where: Option<Vec<String>>,
    /// Count copies and later versions of a notification too
    #[arg(long)]
    pub(super) count_copies: bool,
}

/// How documents are read and judged.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Judging {
    /// Receipt times, CSV or workbook: when received, and case number, file or reference;
    /// repeatable
    #[arg(long, value_name = "FILE")]
    #[serde(deserialize_with = "paths")]
    pub(super) receipts: Vec<PathBuf>,
    /// Your own register of breaches (Article 33(5)), CSV or workbook: gives receipt times, and
    /// is held against the notifications
    #[arg(long, value_name = "FILE")]
    pub(super) register: Option<PathBuf>,
    /// Which headings the columns of the register have
    #[arg(long, value_name = "FILE", requires = "register")]
    pub(super) register_mapping: Option<PathBuf>,
    /// How to read a foreign CSV, JSON or NDJSON export
    #[arg(long, value_name = "FILE")]
    pub(super) mapping: Option<PathBuf>,
    /// Legal regime of the deadline [default: gdpr33]
    #[arg(long, value_name = "NAME")]
    pub(super) policy: Option<String>,
    /// Hours of the deadline, instead of the policy's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_HOURS)))]
    pub(super) deadline_hours: Option<u32>,
    /// Rules to run: codes, family letters or names
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(super) select: Option<Vec<String>>,
    /// Rules to leave out
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(super) ignore: Option<Vec<String>>,
    /// The level that makes exit code 1: error, warning, info, never [default: error]
    #[arg(long, value_name = "LEVEL")]
    pub(super) fail_on: Option<Level>,
    /// The largest member of an archive that is read, unpacked [default: 2G]
    #[arg(long, value_name = "SIZE")]
    pub(super) max_member_size: Option<Size>,
    /// The largest archive that is read, unpacked [default: 32G]
    #[arg(long, value_name = "SIZE")]
    pub(super) max_archive_size: Option<Size>,
    /// How many members of one archive are read [default: 1000000]
    #[arg(long, value_name = "N")]
    pub(super) max_members: Option<u64>,
    /// How many times larger an archive or a member may grow when unpacked [default: 200]
    #[arg(long, value_name = "N")]
    pub(super) max_ratio: Option<u64>,
    /// How many seconds one PDF or document may take [default: 60]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) max_seconds: Option<u64>,
    /// Write the controller's name also where it may be a person's
    #[arg(long)]
    pub(super) keep_names: bool,
    /// Print CPU time per stage and rule to stderr
    #[arg(long)]
    pub(super) timings: bool,
}

impl Judging {
    /// The options that are given.
    pub(super) fn given(&self) -> impl Iterator<Item = &'static str> {
        let Self {
            receipts,
            register,
            register_mapping,
            mapping,
            policy,
            deadline_hours,
            select,
            ignore,
            fail_on,
            max_member_size,
            max_archive_size,
            max_members,
            max_ratio,
            max_seconds,
            keep_names,
            timings,
        } = self;
        let all = [
            ("--receipts", !receipts.is_empty()),
            ("--register", register.is_some()),
            ("--register-mapping", register_mapping.is_some()),
            ("--mapping", mapping.is_some()),
            ("--policy", policy.is_some()),
            ("--deadline-hours", deadline_hours.is_some()),
            ("--select", select.is_some()),
            ("--ignore", ignore.is_some()),
            ("--fail-on", fail_on.is_some()),
            ("--max-member-size", max_member_size.is_some()),
            ("--max-archive-size", max_archive_size.is_some()),
            ("--max-members", max_members.is_some()),
            ("--max-ratio", max_ratio.is_some()),
            ("--max-seconds", max_seconds.is_some()),
            ("--keep-names", *keep_names),
            ("--timings", *timings),
        ];
        let given = all.into_iter().filter(|(_, is_given)| *is_given);
        given.map(|(name, _)| name)
    }
}

/// A level of findings, or none.
#[derive(Debug, Clone, Copy, clap::ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Error,
    Warning,
    Info,
    Never,
}

impl Level {
    /// The least level of a finding that it stands for.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

impl Output {
    /// These options, the other's where nothing is said.
    pub(super) fn over(self, other: Self) -> Self {
        Self {
            out: self.out.or(other.out),
            force: self.force || other.force,
            open: self.open || other.open,
        }
    }
}

impl Figures {
    /// These options, the other's where nothing is said.
    pub(super) fn over(self, mut other: Self) -> Self {
        // The two exclude each other: either one here stands for both.
        if self.min_cell.is_some() || self.round_to.is_some() {
            (other.min_cell, other.round_to) = (None, None);
        }
        Self {
            formats: self.formats.or(other.formats),
            csv_style: self.csv_style.or(other.csv_style),
            cross: self.cross.or(other.cross),
            by_controller: self.by_controller || other.by_controller,
            merge_supplements: self.merge_supplements || other.merge_supplements,
            min_cell: self.min_cell.or(other.min_cell),
            previous: self.previous.or(other.previous),
            round_to: self.round_to.or(other.round_to),
        }
    }
}

impl Selection {
    /// These options, the other's where nothing is said.
    pub(super) fn over(self, mut other: Self) -> Self {
        // A year and dates exclude each other: either one here stands for both.
        if self.period.is_some() {
            (other.from, other.to) = (None, None);
        }
        if self.from.is_some() || self.to.is_some() {
            other.period = None;
        }
        Self {
            form: self.form.or(other.form),
            as_of: self.as_of.or(other.as_of),
            period: self.period.or(other.period),
            against: self.against.or(other.against),
            from: self.from.or(other.from),
            to: self.to.or(other.to),
            organisation: self.organisation.or(other.organisation),
            r#where: self.r#where.or(other.r#where),
            count_copies: self.count_copies || other.count_copies,
        }
    }
}

impl Judging {
    /// These options, the other's where nothing is said.
    pub(super) fn over(self, other: Self) -> Self {
        Self {
            receipts: if self.receipts.is_empty() {
                other.receipts
            } else {
                self.receipts
            },
            register: self.register.or(other.register),
            register_mapping: self.register_mapping.or(other.register_mapping),
            mapping: self.mapping.or(other.mapping),
            policy: self.policy.or(other.policy),
            deadline_hours: self.deadline_hours.or(other.deadline_hours),
            select: self.select.or(other.select),
            ignore: self.ignore.or(other.ignore),
            fail_on: self.fail_on.or(other.fail_on),
            max_member_size: self.max_member_size.or(other.max_member_size),
            max_archive_size: self.max_archive_size.or(other.max_archive_size),
            max_members: self.max_members.or(other.max_members),
            max_ratio: self.max_ratio.or(other.max_ratio),
            max_seconds: self.max_seconds.or(other.max_seconds),
            keep_names: self.keep_names || other.keep_names,
            timings: self.timings || other.timings,
        }
    }
}

/// The report formats that fit, as the help names them.
pub(super) fn formats(fits: fn(&AboutReport) -> bool) -> String {
    format!("Report formats: {}", format_names(fits))
}

/// Those of them that are written where none are named.
pub(super) fn usual(fits: fn(&AboutReport) -> bool) -> String {
    let usual = REPORT_FORMATS
        .iter()
        .filter(|about| about.is_usual && fits(about));
    let names: Vec<&str> = usual.map(|about| about.name).collect();
    format!(" [default: {}]", names.join(","))
}

/// The names of the report formats that fit.
pub(super) fn format_names(fits: fn(&AboutReport) -> bool) -> String {
    let fitting = REPORT_FORMATS.iter().filter(|about| fits(about));
    let names: Vec<&str> = fitting.map(|about| about.name).collect();
    names.join(", ")
}

/// Reads one of these names. A second name of the same is taken and not listed.
pub(super) fn named<T>(all: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T>
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let is_second = |at: usize| all[..at].iter().any(|(_, one)| *one == all[at].1);
    let names = all
        .iter()
        .enumerate()
        .map(|(at, (name, _))| PossibleValue::new(*name).hide(is_second(at)));
    PossibleValuesParser::new(names).try_map(|given| {
        let found = all.iter().find(|(name, _)| *name == given);
        found.map(|(_, one)| *one).ok_or("no such name")
    })
}
