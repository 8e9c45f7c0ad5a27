//! The options of a run: from the command line and from `breach-audit.toml`, of which the
//! command line wins, to a `Config`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::cli::complaint::complaint;
use crate::cli::given::{Common, Lang, MOST_THREADS, Times, When};
use crate::cli::groups::{Figures, Judging, Level, MOST_HOURS, Output, Selection};
use crate::cli::size::Size;
use crate::config::suggestion::instead;
use crate::config::{
    Answers, ArchiveLimits, CellRule, Config, Copies, Disclosure, FreeText, OutputFormat,
    Thresholds, Words,
};
use crate::deadline::{POLICIES, Policy};
use crate::finding::Severity;
use values::{as_of, cell_rule, dimensions, filter, formats, within};

mod values;

/// The report folder where none is named.
const REPORT: &str = "breach-audit-report";

/// The options of a run, by group; a command that lacks a group leaves it as it is.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) output: Output,
    pub(super) figures: Figures,
    pub(super) selection: Selection,
    pub(super) judging: Judging,
    pub(super) with_records: bool,
    pub(super) with_free_text: bool,
    pub(super) keep_keys: bool,
}

/// What stands in the configuration file: the options, and what no option says.
#[derive(Debug, Default)]
pub(super) struct OfFile {
    pub(super) options: Options,
    pub(super) own: Own,
}

/// The keys of the configuration file that belong to every command, to `check`, or to no option.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Own {
    pub(super) lang: Option<Lang>,
    pub(super) threads: Option<u32>,
    no_progress: bool,
    pub(super) quiet: Option<Times>,
    pub(super) verbose: Option<Times>,
    pub(super) color: Option<When>,
    pub(super) with_records: bool,
    pub(super) with_free_text: bool,
    pub(super) keep_keys: bool,
    pub(super) output_format: Option<OutputFormat>,
    pub(super) statistics: bool,
    pub(super) explain_deadline: bool,
    levels: BTreeMap<String, Severity>,
    thresholds: Thresholds,
    per_path_ignores: BTreeMap<String, Vec<String>>,
}

impl Options {
    /// Resolves everything to a `Config`; what is wrong is told by its option.
    ///
    /// # Errors
    /// An option that makes no sense, with what would.
    pub(super) fn resolve(self, common: &Common, paths: Vec<PathBuf>) -> anyhow::Result<Config> {
        let OfFile { options, own } = common.file()?;
        let (verbosity, color) = (common.verbosity(&own), common.colour(&own));
        let asked_for_records = self.with_records;
        let Self {
            output,
            figures,
            selection,
            judging,
            with_records,
            with_free_text,
            keep_keys,
        } = self.over(options);
        let cells = cell_rule(figures.min_cell, figures.round_to)?;
        if asked_for_records && cells == CellRule::AsCounted {
            return Err(complaint(Words::new(
                "--with-records gäller bara med --min-cell eller --round-to; annars skrivs posterna alltid",
                "--with-records goes only with --min-cell or --round-to; records are written without them",
            )));
        }
        if judging.register.is_none() && judging.register_mapping.is_some() {
            return Err(complaint(Words::new(
                "--register-mapping gäller bara med --register",
                "--register-mapping goes only with --register",
            )));
        }
        if with_free_text && (judging.register.is_none() || cells != CellRule::AsCounted) {
            return Err(complaint(Words::new(
                "--with-free-text gäller bara med --register, ert eget register, och inte med --min-cell eller --round-to",
                "--with-free-text goes only with --register, your own register, and not with --min-cell or --round-to",
            )));
        }
        let archives = judging.archives();
        let policy = judging.policy.unwrap_or_else(|| "gdpr33".to_owned());
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
        within("--threads", common.threads.or(own.threads), 0, MOST_THREADS)?;
        let filter = filter(&selection)?;
        Ok(Config {
            paths,
            manifest: None,
            part: None,
            keep_keys,
            out: output.out.unwrap_or_else(|| PathBuf::from(REPORT)),
            force: output.force,
            open: output.open,
            formats: formats(figures.formats)?,
            csv_style: figures.csv_style.unwrap_or_default(),
            language: common.language()?,
            receipts: judging.receipts,
            register: judging.register,
            register_mapping: judging.register_mapping,
            free_text: if with_free_text {
                FreeText::Written
            } else {
                FreeText::Left
            },
            mapping: judging.mapping,
            form: selection.form,
            policy,
            deadline_hours: within("--deadline-hours", judging.deadline_hours, 1, MOST_HOURS)?,
            as_of: as_of(selection.as_of.as_deref())?,
            select: judging.select.unwrap_or_default(),
            ignore: judging.ignore.unwrap_or_default(),
            levels: own.levels.into_iter().collect(),
            thresholds: own.thresholds,
            per_path_ignores: own.per_path_ignores.into_iter().collect(),
            fail_on: judging.fail_on.unwrap_or(Level::Error).severity(),
            filter,
            archives,
            cross: figures
                .cross
                .unwrap_or_default()
                .iter()
                .map(|cross| dimensions(cross))
                .collect::<Result<_, _>>()?,
            by_controller: figures.by_controller,
            disclosure: Disclosure {
                cells,
                with_records,
            },
            previous: figures.previous,
            keep_names: judging.keep_names,
            copies: if selection.count_copies {
                Copies::Counted
            } else {
                Copies::Aside
            },
            answers: if figures.merge_supplements {
                Answers::Merged
            } else {
                Answers::FirstFiled
            },
            excerpts: false,
            timings: judging.timings,
            progress: !common.no_progress && !own.no_progress && verbosity >= 0,
            verbosity,
            color,
        })
    }

    /// These options, the other's where nothing is said.
    fn over(self, other: Self) -> Self {
        Self {
            output: self.output.over(other.output),
            figures: self.figures.over(other.figures),
            selection: self.selection.over(other.selection),
            judging: self.judging.over(other.judging),
            with_records: self.with_records || other.with_records,
            with_free_text: self.with_free_text || other.with_free_text,
            keep_keys: self.keep_keys || other.keep_keys,
        }
    }
}

impl Judging {
    /// How much inputs may ask for.
    fn archives(&self) -> ArchiveLimits {
        let usual = ArchiveLimits::default();
        let bytes = |size: Option<Size>, usual| size.map_or(usual, |size| size.0);
        ArchiveLimits {
            member_bytes: bytes(self.max_member_size, usual.member_bytes),
            archive_bytes: bytes(self.max_archive_size, usual.archive_bytes),
            members: self.max_members.unwrap_or(usual.members),
            ratio: self.max_ratio.unwrap_or(usual.ratio),
            seconds: self.max_seconds.unwrap_or(usual.seconds),
        }
    }
}
