//! The options of `audit` and `check`: from the command line and from
//! `breach-audit.toml`, the command line winning, to a `Config`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::cli::complaint::complaint;
use crate::cli::given::{Common, Lang, MOST_THREADS, Times, When, date};
use crate::cli::groups::{ReportOptions, Selection};
use crate::cli::size::Size;
use crate::config::suggestion::instead;
use crate::config::{
    ArchiveLimits, CellRule, Config, Copies, Disclosure, OutputFormat, Thresholds, Words,
};
use crate::deadline::{POLICIES, Policy};
use crate::finding::Severity;
use values::{as_of, cell_rule, dimensions, filter, formats, within};

mod values;

/// The report folder where none is named.
const REPORT: &str = "breach-audit-report";

/// The longest limit that can be asked for, in hours: a year.
const MOST_HOURS: u32 = 8760;

/// The options that shape a run; the same keys stand in the configuration file.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Options {
    #[arg(skip)]
    pub(super) lang: Option<Lang>,
    #[arg(skip)]
    pub(super) threads: Option<u32>,
    #[arg(skip)]
    pub(super) no_progress: Option<bool>,
    #[arg(skip)]
    pub(super) quiet: Option<Times>,
    #[arg(skip)]
    pub(super) verbose: Option<Times>,
    #[arg(skip)]
    pub(super) color: Option<When>,
    #[arg(skip)]
    pub(super) out: Option<PathBuf>,
    #[arg(skip)]
    force: Option<bool>,
    #[arg(skip)]
    pub(super) output_format: Option<OutputFormat>,
    #[arg(skip)]
    pub(super) statistics: Option<bool>,
    #[arg(skip)]
    pub(super) explain_deadline: Option<bool>,
    #[arg(skip)]
    levels: Option<BTreeMap<String, Severity>>,
    #[arg(skip)]
    thresholds: Option<Thresholds>,
    #[arg(skip)]
    per_path_ignores: Option<BTreeMap<String, Vec<String>>>,
    #[arg(skip)]
    formats: Option<Vec<String>>,
    /// CSV of receipt times: `received` and one of case_number, source, reference
    #[arg(long, value_name = "FILE")]
    pub(super) receipts: Option<PathBuf>,
    /// How to read a foreign CSV, JSON or NDJSON export
    #[arg(long, value_name = "FILE")]
    pub(super) mapping: Option<PathBuf>,
    /// The form edition of notifications that name none: a name, or a file .toml [default: detected]
    #[arg(long, value_name = "NAME|FILE")]
    form: Option<String>,
    /// Legal regime of the deadline [default: gdpr33]
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Hours of the deadline, instead of the policy's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_HOURS)))]
    deadline_hours: Option<u32>,
    /// The run's clock: a date or date-time [default: now]
    #[arg(long, value_name = "TIME")]
    #[serde(deserialize_with = "date")]
    as_of: Option<String>,
    /// Rules to run: codes, family letters or names
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    select: Option<Vec<String>>,
    /// Rules to leave out
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    ignore: Option<Vec<String>>,
    /// The level that makes exit code 1: error, warning, info, never [default: error]
    #[arg(long, value_name = "LEVEL")]
    fail_on: Option<Level>,
    /// First date counted (receipt, else discovery), included
    #[arg(long, value_name = "DATE")]
    #[serde(deserialize_with = "date")]
    from: Option<String>,
    /// Last date counted, included
    #[arg(long, value_name = "DATE")]
    #[serde(deserialize_with = "date")]
    to: Option<String>,
    /// Only the controller with this organisation number
    #[arg(long, value_name = "NR")]
    organisation: Option<String>,
    /// Only notifications whose column has this value; repeatable
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    r#where: Option<Vec<String>>,
    #[arg(skip)]
    cross: Option<Vec<String>>,
    /// The largest member of an archive that is read, unpacked [default: 2G]
    #[arg(long, value_name = "SIZE")]
    max_member_size: Option<Size>,
    /// The largest archive that is read, unpacked [default: 32G]
    #[arg(long, value_name = "SIZE")]
    max_archive_size: Option<Size>,
    /// How many members of one archive are read [default: 1000000]
    #[arg(long, value_name = "N")]
    max_members: Option<u64>,
    /// How many times larger an archive or a member may grow when unpacked [default: 200]
    #[arg(long, value_name = "N")]
    max_ratio: Option<u64>,
    #[arg(skip)]
    min_cell: Option<u64>,
    #[arg(skip)]
    round_to: Option<u64>,
    #[arg(skip)]
    with_records: bool,
    /// Write the controller's name also where it may be a person's
    #[arg(long)]
    keep_names: bool,
    /// Count copies and later versions of a notification too
    #[arg(long)]
    count_copies: bool,
    /// Print CPU time per stage and rule to stderr
    #[arg(long)]
    timings: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Info,
    Never,
}

impl Level {
    /// The least level of a finding that it stands for.
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

impl Options {
    /// The options of `stats`, which has only those that select and name.
    pub(super) fn of_selection(selection: Selection) -> Self {
        let Selection {
            formats,
            form,
            as_of,
            from,
            to,
            organisation,
            r#where,
            ..
        } = selection;
        let Selection {
            cross,
            min_cell,
            round_to,
            count_copies,
            ..
        } = selection;
        Self {
            formats,
            form,
            as_of,
            from,
            to,
            organisation,
            r#where,
            cross,
            min_cell,
            round_to,
            count_copies,
            ..Self::default()
        }
    }

    /// These options with those of `audit` alone.
    pub(super) fn with_report(self, report: ReportOptions) -> Self {
        let ReportOptions {
            out,
            force,
            formats,
            cross,
            min_cell,
            round_to,
            with_records,
        } = report;
        Self {
            out,
            force: force.then_some(true),
            formats,
            cross,
            min_cell,
            round_to,
            with_records,
            ..self
        }
    }

    /// Resolves everything to a `Config`; what is wrong is told by its option.
    ///
    /// # Errors
    /// An option that makes no sense, with what would.
    pub(super) fn resolve(self, common: &Common, paths: Vec<PathBuf>) -> anyhow::Result<Config> {
        let file = common.file()?;
        let (verbosity, color) = (common.verbosity(&file), common.colour(&file));
        let asked_for_records = self.with_records;
        let options = self.over(file);
        let cells = cell_rule(options.min_cell, options.round_to)?;
        if asked_for_records && cells == CellRule::AsCounted {
            return Err(complaint(Words::new(
                "--with-records gäller bara med --min-cell eller --round-to; annars skrivs posterna alltid",
                "--with-records goes only with --min-cell or --round-to; records are written without them",
            )));
        }
        let archives = options.archives();
        let policy = options.policy.unwrap_or_else(|| "gdpr33".to_owned());
        if Policy::named(&policy).is_none() {
            let known = POLICIES.iter().map(|policy| policy.key);
            let instead = instead(&policy, &known.collect::<Vec<_>>());
            let none = Words::new(
                "--policy: det finns inget regelverk `{policy}`; {instead}",
                "--policy: there is no policy `{policy}`; {instead}",
            );
            return Err(complaint(
                none.with("policy", &policy).within("instead", instead),
            ));
        }
        let threads = common.threads.or(options.threads);
        within("--threads", threads, 0, MOST_THREADS)?;
        Ok(Config {
            paths,
            out: options.out.unwrap_or_else(|| PathBuf::from(REPORT)),
            force: options.force.unwrap_or(false),
            formats: formats(options.formats)?,
            language: common.language()?,
            receipts: options.receipts,
            mapping: options.mapping,
            form: options.form,
            policy,
            deadline_hours: within("--deadline-hours", options.deadline_hours, 1, MOST_HOURS)?,
            as_of: as_of(options.as_of.as_deref())?,
            select: options.select.unwrap_or_default(),
            ignore: options.ignore.unwrap_or_default(),
            levels: options.levels.unwrap_or_default().into_iter().collect(),
            thresholds: options.thresholds.unwrap_or_default(),
            per_path_ignores: options
                .per_path_ignores
                .unwrap_or_default()
                .into_iter()
                .collect(),
            fail_on: options.fail_on.unwrap_or(Level::Error).severity(),
            filter: filter(
                options.from.as_deref(),
                options.to.as_deref(),
                options.organisation.as_deref(),
                options.r#where.unwrap_or_default(),
            )?,
            archives,
            cross: options
                .cross
                .unwrap_or_default()
                .iter()
                .map(|cross| dimensions(cross))
                .collect::<Result<_, _>>()?,
            disclosure: Disclosure {
                cells,
                with_records: options.with_records,
            },
            keep_names: options.keep_names,
            copies: if options.count_copies {
                Copies::Counted
            } else {
                Copies::Aside
            },
            excerpts: false,
            timings: options.timings,
            progress: !common.no_progress
                && !options.no_progress.unwrap_or(false)
                && verbosity >= 0,
            verbosity,
            color,
        })
    }

    /// How large archives may be.
    fn archives(&self) -> ArchiveLimits {
        let usual = ArchiveLimits::default();
        ArchiveLimits {
            member_bytes: self
                .max_member_size
                .map_or(usual.member_bytes, |size| size.0),
            archive_bytes: self
                .max_archive_size
                .map_or(usual.archive_bytes, |size| size.0),
            members: self.max_members.unwrap_or(usual.members),
            ratio: self.max_ratio.unwrap_or(usual.ratio),
        }
    }

    /// These options, the other's where nothing is said.
    fn over(self, mut other: Self) -> Self {
        // The two exclude each other: either one here stands for both.
        if self.min_cell.is_some() || self.round_to.is_some() {
            (other.min_cell, other.round_to) = (None, None);
        }
        Self {
            formats: self.formats.or(other.formats),
            receipts: self.receipts.or(other.receipts),
            mapping: self.mapping.or(other.mapping),
            form: self.form.or(other.form),
            policy: self.policy.or(other.policy),
            deadline_hours: self.deadline_hours.or(other.deadline_hours),
            as_of: self.as_of.or(other.as_of),
            select: self.select.or(other.select),
            ignore: self.ignore.or(other.ignore),
            fail_on: self.fail_on.or(other.fail_on),
            from: self.from.or(other.from),
            to: self.to.or(other.to),
            organisation: self.organisation.or(other.organisation),
            r#where: self.r#where.or(other.r#where),
            cross: self.cross.or(other.cross),
            max_member_size: self.max_member_size.or(other.max_member_size),
            max_archive_size: self.max_archive_size.or(other.max_archive_size),
            max_members: self.max_members.or(other.max_members),
            max_ratio: self.max_ratio.or(other.max_ratio),
            min_cell: self.min_cell.or(other.min_cell),
            round_to: self.round_to.or(other.round_to),
            with_records: self.with_records || other.with_records,
            out: self.out.or(other.out),
            force: self.force.or(other.force),
            keep_names: self.keep_names || other.keep_names,
            count_copies: self.count_copies || other.count_copies,
            timings: self.timings || other.timings,
            // What no command has as an option here stands in the file alone.
            ..other
        }
    }
}
