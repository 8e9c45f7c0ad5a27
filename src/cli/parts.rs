//! Runs that kept keys: `stats` puts them together and gives the tables that one run would have
//! given. The parts of a run are such, and whole runs may be.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::Value;

use crate::audit::{Audit, Parts, Settings, Unsettled, Watch};
use crate::cli::audit::{limit, selected, settings, stop_on_signal};
use crate::cli::complaint::{complaint, note};
use crate::cli::groups::Judging;
use crate::cli::lists::read_receipts;
use crate::cli::paths::Paths;
use crate::cli::share::WITH_REGISTER;
use crate::cli::sources;
use crate::config::{Config, Message, Share, Words};
use crate::discover::{Discovered, Missing, Source, discover_beside};
use crate::form::Edition;
use crate::read::receipts::Receipt;
use crate::records::{Beside, KeptKeys, Records};
use crate::report::{self, Inputs};
use crate::row::Row;
use crate::statistics::{self, Again, Kept};

/// What `stats` takes for the parts of a run, beside what it takes for any records.
#[derive(Debug, Args)]
#[command(next_help_heading = "For the parts of a run, as `audit --part` had them")]
pub(super) struct PartsOptions {
    /// The inputs of the parts, in a list as for `audit`: they are judged again where receipts ask for it
    #[arg(long, value_name = "FILE")]
    pub(super) manifest: Option<PathBuf>,
    #[command(flatten)]
    pub(super) judging: Judging,
}

/// The keys that `stats` goes by. That those of runs are there and not used is told.
///
/// # Errors
/// Options that would change nothing.
pub(super) fn keys(
    records: &Records,
    options: &PartsOptions,
    config: &Config,
) -> anyhow::Result<Beside> {
    let mut beside = records.keys();
    if let Beside::Runs(runs) = &beside
        && let Some((run, option)) = differing(runs, config, &report::options(config, None, &[]))
    {
        let words = KEYS_APART.with("folder", &run.shown);
        note(config, words.with("option", option));
        beside = Beside::Nothing;
    }
    match &beside {
        Beside::Parts(_) => {}
        Beside::Runs(_) => options.refuse_beside_records(&JUDGING_BY_OPTION)?,
        Beside::Nothing => options.refuse_beside_records(&[])?,
    }
    Ok(beside)
}

/// The options that must be those of runs whose keys are used.
const JUDGING_BY_OPTION: [&str; 4] = ["--policy", "--deadline-hours", "--select", "--ignore"];

const KEYS_APART: Words = Words::new(
    "{folder} gjordes med ett annat värde för {option} än det som gäller här, så nycklarna (keys.parquet) används inte",
    "{folder} was made with another value of {option} than is given here, so the keys (keys.parquet) are not used",
);

impl PartsOptions {
    /// Refuses what says how documents are judged, where records are no parts of a run: they are
    /// judged already, and it would change nothing. Some, named, may be given.
    fn refuse_beside_records(&self, but: &[&str]) -> anyhow::Result<()> {
        let manifest = self.manifest.as_ref().map(|_| "--manifest");
        let mut given = manifest.into_iter().chain(self.judging.given());
        let Some(name) = given.find(|name| !but.contains(name)) else {
            return Ok(());
        };
        let words = Words::new(
            "{name} gäller bara delarna av en körning (audit --part); de här posterna är redan bedömda",
            "{name} is only for the parts of a run (audit --part); these records are judged already",
        );
        Err(complaint(words.with("name", name)))
    }
}

/// Several runs or the parts of one put together.
pub(super) struct Together {
    /// The rows as one run has them.
    pub(super) audit: Audit,
    /// Which of them the filter keeps.
    pub(super) kept: Kept,
}

impl Together {
    /// The rows that the filter keeps.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.kept.rows.iter().map(|at| &*self.audit.rows[*at])
    }
}

/// The parts of a run put together: the tables and figures, and what they are of.
///
/// # Errors
/// Parts that are missing, that had other options, or that are to be judged again while their
/// documents are not at hand.
pub(super) fn of_parts(
    records: &Records,
    parts: &[KeptKeys],
    options: &PartsOptions,
    config: &Config,
) -> anyhow::Result<(Again, Together)> {
    refuse_incomplete(records, parts)?;
    if options.judging.register.is_some() {
        return Err(complaint(WITH_REGISTER));
    }
    let (receipts, lists) = read_receipts(config)?;
    let settings = settings(config, selected(config)?, limit(config), &lists)?;
    let digest = settings.mapping.as_ref().map(|mapping| &*mapping.digest);
    let own = report::options(config, digest, &lists);
    if let Some((part, option)) = differing(parts, config, &own) {
        let words = Words::new(
            "{folder} gjordes med ett annat värde för {option}; ange samma för alla delar och här",
            "{folder} was made with another value of {option}; give the same to all parts and here",
        );
        let words = words.with("folder", &part.shown);
        return Err(complaint(words.with("option", option)));
    }
    let documents = match &options.manifest {
        Some(_) => {
            let listed = Paths {
                paths: Vec::new(),
                manifest: options.manifest.clone(),
            };
            discover_beside(&listed.resolve()?, None, Missing::Unreadable)?
        }
        None => Discovered::default(),
    };
    let given = (&documents.sources[..], &receipts[..], &settings);
    together(records, parts, given, config)
}

/// Several whole runs put together. Their receipts are decided, and their documents are read.
///
/// # Errors
/// Keys that cannot be read.
pub(super) fn of_runs(
    records: &Records,
    runs: &[KeptKeys],
    config: &Config,
) -> anyhow::Result<(Again, Together)> {
    let judged = Config {
        receipts: Vec::new(),
        register: None,
        mapping: None,
        ..config.clone()
    };
    let settings = settings(&judged, selected(&judged)?, limit(&judged), &[])?;
    together(records, runs, (&[], &[], &settings), &judged)
}

/// What the keys of runs give together.
fn together(
    records: &Records,
    runs: &[KeptKeys],
    (documents, receipts, settings): (&[Source], &[Receipt], &Settings),
    config: &Config,
) -> anyhow::Result<(Again, Together)> {
    let mut parts = Parts::default();
    for run in runs {
        parts
            .add(run.sketches(), settings)?
            .ok_or_else(|| run.foreign())?;
    }
    let watch = Arc::new(Watch::default());
    stop_on_signal(&watch);
    let together = parts.together(documents, receipts, settings, &watch);
    let mut audit = together.map_err(|why| complaint(unsettled(why)))?;
    let forms: BTreeSet<&str> = audit
        .rows
        .iter()
        .map(|row| row.edition.name.as_str())
        .collect();
    let is_used = |edition: &Edition| forms.contains(edition.name.as_str());
    statistics::in_use(&mut audit.scope.editions, config, is_used);
    let (again, kept) = counted(&audit, records, config)?;
    Ok((again, Together { audit, kept }))
}

/// The tables and figures of the whole.
fn counted(audit: &Audit, records: &Records, config: &Config) -> anyhow::Result<(Again, Kept)> {
    let kept = statistics::keep(&audit.rows, &audit.scope, &config.filter);
    let rows: Vec<&Row> = kept.rows.iter().map(|at| &*audit.rows[*at]).collect();
    sources::refuse_empty_selection(
        config,
        &audit.scope.editions,
        [rows.len(), audit.rows.len(), kept.undated],
    )?;
    let none = Inputs {
        read: 0,
        unreadable: 0,
        skipped: 0,
    };
    let totals = report::totals(audit, &rows, none, kept.undated);
    let mut findings = [0; 3];
    let levels = rows.iter().flat_map(|row| row.findings.heads());
    levels.for_each(|(_, level)| findings[level.rank()] += 1);
    let counted = statistics::of_rows(audit, &kept, config)?;
    let again = Again {
        before: counted.before,
        notifications: totals.initial as usize,
        filings: rows.len(),
        never_filed: [
            audit.rows.len() - totals.notifications as usize,
            rows.len() - totals.reported as usize,
        ],
        copies: totals.copies as usize,
        withdrawn: totals.withdrawn as usize,
        undated: kept.undated,
        by_discovery: totals.by_discovery as usize,
        findings,
        policies: vec![config.policy.clone()],
        limits: vec![limit(config).into()],
        earlier: records.earlier(),
        no_rules: None,
        partial: statistics::partial_years(config, &counted.tables),
        kept: None,
        tables: counted.tables,
    };
    Ok((again, kept))
}

/// Each part must be there, once, and nothing else.
fn refuse_incomplete(records: &Records, of_run: &[KeptKeys]) -> anyhow::Result<()> {
    if records.folder_count() != of_run.len() {
        return Err(complaint(Words::new(
            "några av posterna är delar av en körning och andra inte; ange bara delarna",
            "some of the records are parts of a run and others are not; name the parts alone",
        )));
    }
    let shares = of_run.iter().filter_map(|part| Some((part.share?, part)));
    let of = shares.clone().next().map_or(0, |(share, _)| share.of);
    let mut wanted = 1;
    for (share, part) in shares {
        let Share {
            part: number,
            of: own,
        } = share;
        if own != of || number < wanted {
            let words = Words::new(
                "{folder} är del {share} och hör inte ihop med de andra delarna, eller är angiven två gånger",
                "{folder} is part {share} and does not belong to the other parts, or is there twice",
            );
            let words = words.with("folder", &part.shown);
            return Err(complaint(words.with("share", share)));
        }
        if number > wanted {
            break;
        }
        wanted += 1;
    }
    if wanted <= of {
        let words = Words::new(
            "del {part} av {of} saknas; kör om den",
            "part {part} of {of} is missing; run it again",
        );
        return Err(complaint(words.with("part", wanted).with("of", of)));
    }
    Ok(())
}

/// The options by which notifications are judged, as run.json has them.
const JUDGING: [&str; 6] = [
    "deadline_hours",
    "select",
    "ignore",
    "levels",
    "thresholds",
    "per_path_ignores",
];

/// Those by which documents are read, as far as it matters. The keys of whole runs go on whatever
/// they were.
const READING: [&str; 5] = ["form", "mapping", "receipts", "archives", "keep_names"];

/// The first run that did not go by what this command goes by, and what is different of it: an
/// option, the policy or the version. Of parts also how documents are read, and the clock.
fn differing<'k>(
    runs: &'k [KeptKeys],
    config: &Config,
    own: &Value,
) -> Option<(&'k KeptKeys, String)> {
    let clock = crate::moment::Instant::from_timestamp(config.as_of).to_string();
    runs.iter().find_map(|kept| {
        let options = &kept.run["options"];
        let is_part = kept.share.is_some();
        let reading = READING.into_iter().filter(|_| is_part);
        let mut names = reading.chain(JUDGING);
        let other = names.find(|name| options[*name] != own[*name]);
        let other = other
            .or((kept.run["policy"]["key"] != config.policy).then_some("policy"))
            .or((is_part && kept.run["as_of"] != clock).then_some("as_of"))
            .or((kept.run["version"] != crate::config::VERSION).then_some("version"));
        Some((kept, other?.replace('_', "-")))
    })
}

fn unsettled(why: Unsettled) -> Message {
    match why {
        Unsettled::Stopped => Words::new("avbruten", "stopped").into(),
        Unsettled::Documents(count) => Words::new(
            "mottagningstiderna ändrar {count} indata, som måste läsas igen; ange dem med --manifest",
            "the receipt times change {count} inputs, which must be read again; name them with --manifest",
        )
        .with("count", count),
    }
}
