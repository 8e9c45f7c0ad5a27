//! The parts of a run: `stats` puts them together and gives the tables that one run would have
//! given, byte for byte.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::Value;

use crate::audit::{Audit, Parts, Unsettled, Watch};
use crate::cli::audit::{limit, read_receipts, selected, settings, stop_on_signal};
use crate::cli::complaint::complaint;
use crate::cli::groups::Judging;
use crate::cli::paths::Paths;
use crate::cli::share::WITH_REGISTER;
use crate::cli::sources;
use crate::config::{Config, Message, Share, Words};
use crate::discover::{Discovered, Missing, discover_beside};
use crate::form::Edition;
use crate::records::{PartOfRun, Records};
use crate::report::{self, Inputs};
use crate::row::Row;
use crate::statistics::{self, Again};

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

impl PartsOptions {
    /// Refuses what says how documents are judged, where records are no parts of a run: they are
    /// judged already, and it would change nothing.
    ///
    /// # Errors
    /// Such an option is given.
    pub(super) fn refuse_beside_records(&self) -> anyhow::Result<()> {
        let manifest = self.manifest.as_ref().map(|_| "--manifest");
        let Some(name) = manifest.into_iter().chain(self.judging.given()).next() else {
            return Ok(());
        };
        let words = Words::new(
            "{name} gäller bara delarna av en körning (audit --part); de här posterna är redan bedömda",
            "{name} is only for the parts of a run (audit --part); these records are judged already",
        );
        Err(complaint(words.with("name", name)))
    }
}

/// The parts of a run put together: what they give, and the editions of their notifications.
///
/// # Errors
/// Parts that are missing, that had other options, or that are to be judged again while their
/// documents are not at hand.
pub(super) fn together(
    records: &Records,
    of_run: &[PartOfRun],
    options: &PartsOptions,
    config: &mut Config,
) -> anyhow::Result<(Again, Vec<&'static Edition>)> {
    refuse_incomplete(records, of_run)?;
    if options.judging.register.is_some() {
        return Err(complaint(WITH_REGISTER));
    }
    let selected = selected(config)?;
    let limit_hours = limit(config);
    let (receipts, lists) = read_receipts(config)?;
    let settings = settings(config, selected, limit_hours, &lists)?;
    let digest = settings.mapping.as_ref().map(|mapping| &*mapping.digest);
    refuse_others(of_run, config, &report::options(config, digest, &lists))?;
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
    let mut parts = Parts::default();
    for part in of_run {
        parts
            .add(part.sketches()?, &settings)
            .ok_or_else(|| part.foreign())?;
    }
    let watch = Arc::new(Watch::default());
    stop_on_signal(&watch);
    let together = parts.together(&documents.sources, &receipts, &settings, &watch);
    let mut audit = together.map_err(|why| complaint(unsettled(why)))?;
    let forms: BTreeSet<&str> = audit
        .rows
        .iter()
        .map(|row| row.edition.name.as_str())
        .collect();
    let is_used = |edition: &Edition| forms.contains(edition.name.as_str());
    statistics::in_use(&mut audit.scope.editions, config, is_used);
    let again = counted(&audit, records, config, limit_hours)?;
    Ok((again, audit.scope.editions))
}

/// The tables and figures of the whole.
fn counted(
    audit: &Audit,
    records: &Records,
    config: &Config,
    limit_hours: u32,
) -> anyhow::Result<Again> {
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
    Ok(Again {
        before: counted.before,
        notifications: totals.initial as usize,
        filings: rows.len(),
        copies: totals.copies as usize,
        withdrawn: totals.withdrawn as usize,
        undated: kept.undated,
        by_discovery: totals.by_discovery as usize,
        findings,
        policies: vec![config.policy.clone()],
        limits: vec![limit_hours.into()],
        earlier: records.earlier(),
        no_rules: None,
        partial: statistics::partial_years(config, &counted.tables),
        kept: None,
        tables: counted.tables,
    })
}

/// Each part must be there, once, and nothing else.
fn refuse_incomplete(records: &Records, of_run: &[PartOfRun]) -> anyhow::Result<()> {
    if records.folder_count() != of_run.len() {
        return Err(complaint(Words::new(
            "några av posterna är delar av en körning och andra inte; ange bara delarna",
            "some of the records are parts of a run and others are not; name the parts alone",
        )));
    }
    let of = of_run.first().map_or(0, |part| part.share.of);
    let mut wanted = 1;
    for part in of_run {
        let Share {
            part: number,
            of: own,
        } = part.share;
        if own != of || number < wanted {
            let words = Words::new(
                "{folder} är del {share} och hör inte ihop med de andra delarna, eller är angiven två gånger",
                "{folder} is part {share} and does not belong to the other parts, or is there twice",
            );
            let words = words.with("folder", &part.shown);
            return Err(complaint(words.with("share", part.share)));
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

/// The options that judging goes by, as run.json has them.
const JUDGING: [&str; 11] = [
    "form",
    "mapping",
    "receipts",
    "deadline_hours",
    "select",
    "ignore",
    "levels",
    "thresholds",
    "per_path_ignores",
    "archives",
    "keep_names",
];

/// All parts must be judged as this command judges: by the same clock, policy and options.
fn refuse_others(of_run: &[PartOfRun], config: &Config, own: &Value) -> anyhow::Result<()> {
    let clock = crate::moment::Instant::from_timestamp(config.as_of).to_string();
    for part in of_run {
        let options = &part.run["options"];
        let other = JUDGING.into_iter().find(|name| options[name] != own[name]);
        let other = other
            .or((part.run["policy"]["key"] != config.policy).then_some("policy"))
            .or((part.run["as_of"] != clock).then_some("as_of"))
            .or((part.run["version"] != crate::config::VERSION).then_some("version"));
        if let Some(option) = other {
            let words = Words::new(
                "{folder} gjordes med ett annat värde för {option}; ange samma för alla delar och här",
                "{folder} was made with another value of {option}; give the same to all parts and here",
            );
            let words = words.with("folder", &part.shown);
            return Err(complaint(words.with("option", option.replace('_', "-"))));
        }
    }
    Ok(())
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
