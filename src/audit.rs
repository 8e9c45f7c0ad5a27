//! The main job as one pipeline: sources to rows. Every input is taken in on
//! its own, in parallel, kept apart from the others also when the program
//! itself is at fault; the outcome is sorted and the same whatever the threads.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::check::{Selected, Timings};
use crate::config::{Answers, ArchiveLimits, Config, Copies, FreeText, Language, Thresholds};
use crate::deadline::Policy;
use crate::discover::{Discovered, Source, make_unique};
use crate::finding::{Finding, Severity};
use crate::form::{Candidates, Edition};
use crate::intake::Kept;
use crate::moment::Instant;
use crate::read::mapping::Mapping;
use crate::read::receipts::{Origin, Receipt};
use crate::read::{Format, Reason, Refusal};
use crate::row::{Names, Row, Scope};

mod again;
mod archive;
mod columns;
mod entries;
mod foreign;
mod ignores;
mod judge;
mod mails;
mod mapped;
mod matching;
mod part;
mod passes;
mod pdf;
mod pick;
mod receipts;
mod register;
mod rows;
mod source;
mod stream;
mod supplements;
mod taken;
mod whole;
mod workbooks;

use again::{Again, Keys, Shared};
pub use ignores::Ignores;
pub(crate) use ignores::IgnoresError;
pub use part::Keeps;
pub(crate) use part::{Keep, Parts, Sketch};
use passes::{take_again, take_all};
pub(crate) use receipts::Receipts;
pub use register::Book;
pub(crate) use register::Registered;
use taken::HeldDates;
use whole::look_across;

/// What the run found: a row per notification, an entry per input.
#[derive(Debug)]
pub struct Audit {
    /// What all rows share, with the names of the sources.
    pub scope: Scope,
    /// One per notification, sorted by source and record.
    pub rows: Vec<Box<Row>>,
    /// One per input, sorted by name.
    pub inputs: Vec<Input>,
    /// Findings about no notification: the source's name and the finding.
    pub loose: Vec<(String, Finding)>,
    /// What the user is told of the run as a whole: paths of the mapping that no object had.
    pub remarks: Vec<Reason>,
    /// The names of processors that are legal persons, by organisation number.
    pub(crate) processors: BTreeMap<Box<str>, Box<str>>,
    /// The register, beside the notifications.
    pub(crate) register: Option<Registered>,
}

/// One input of the run: a row of files.csv.
#[derive(Debug)]
pub struct Input {
    /// Its name in every output.
    pub name: Arc<str>,
    /// The file to open for it: of a member, its archive.
    pub file: Arc<Path>,
    /// Whether it is a member of an archive.
    pub is_member: bool,
    /// Its size in bytes, as far as it was read.
    pub bytes: u64,
    /// BLAKE3 of its bytes; `None` if they could not be read.
    pub digest: Option<blake3::Hash>,
    /// Its format, if it is one of ours.
    pub format: Option<Format>,
    /// Its encoding, empty if unknown.
    pub encoding: &'static str,
    /// Why it was not read.
    pub refusal: Option<Box<Refusal>>,
    /// How many notifications it gave.
    pub notifications: u32,
}

/// What judging needs, resolved once.
#[derive(Debug)]
pub struct Settings {
    /// The edition for JSON and CSV that name none.
    pub edition: &'static Edition,
    /// The editions that copies may be of.
    pub candidates: Candidates,
    /// The run's clock.
    pub as_of: Instant,
    /// Key of the policy.
    pub policy: String,
    /// When the policy began to apply; `None` for a proposal.
    pub valid_from: Option<Instant>,
    /// Hours of the limit.
    pub limit_hours: u32,
    /// The rules to run.
    pub selected: Selected,
    /// Whether names that may be a person's are masked.
    pub names: Names,
    /// Levels that replace those of the catalogue, by position of the rule.
    pub levels: Vec<(usize, Severity)>,
    /// Numbers that some rules go by.
    pub thresholds: Thresholds,
    /// How large archives may be.
    pub archives: ArchiveLimits,
    /// How foreign exports are read.
    pub mapping: Option<Mapping>,
    /// Rules that run for sources whose name matches a pattern: all but some.
    pub ignores: Ignores,
    /// Where times are added up, if asked for.
    pub timings: Option<Timings>,
    /// The language in which findings keep what stands at their place, if asked for.
    pub excerpts: Option<Language>,
    /// The names of the lists of receipt times, for findings about their rows.
    pub receipts_names: Vec<String>,
    /// Whether copies are counted.
    pub copies: Copies,
    /// Which answers of a case are counted.
    pub answers: Answers,
    /// The organisation's own register.
    pub register: Option<Arc<Book>>,
    /// Whether free texts are kept.
    pub free_text: FreeText,
    /// What is kept for those who put the run together with others.
    pub keeps: Keeps,
}

/// Counters that a progress bar reads, and the signal to stop.
#[derive(Debug, Default)]
pub struct Watch {
    /// Inputs done.
    pub inputs: AtomicU64,
    /// Notifications read.
    pub notifications: AtomicU64,
    /// Set to stop the run.
    pub stop: AtomicBool,
    /// The standard input, where it may be asked for once more.
    pub(crate) stdin: Kept,
}

/// The run was stopped from outside.
#[derive(Debug, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

impl Watch {
    /// Whether the run is to stop.
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Settings {
    /// Resolves what a run needs from its configuration, which is checked already.
    pub(crate) fn new(config: &Config, selected: Selected, limit_hours: u32) -> Self {
        Self {
            edition: Edition::default_edition(),
            candidates: Candidates::in_use().clone(),
            as_of: Instant::from_timestamp(config.as_of),
            policy: config.policy.clone(),
            valid_from: Policy::named(&config.policy).and_then(Policy::starts),
            limit_hours,
            selected,
            names: if config.keep_names {
                Names::Keep
            } else {
                Names::Mask
            },
            levels: Vec::new(),
            thresholds: config.thresholds.clone(),
            archives: config.archives,
            mapping: None,
            ignores: Ignores::default(),
            timings: config.timings.then(Timings::new),
            excerpts: config.excerpts.then_some(config.language),
            receipts_names: Vec::new(),
            copies: config.copies,
            answers: config.answers,
            register: None,
            free_text: config.free_text,
            keeps: Keeps::of(config),
        }
    }

    /// What the rows of sources of these names share.
    fn scope(&self, sources: Vec<Arc<str>>) -> Scope {
        Scope {
            policy: self.policy.clone(),
            limit_hours: self.limit_hours,
            sources,
            mapping_digest: self.mapping.as_ref().map(|mapping| mapping.digest.clone()),
            levels: self.levels.clone(),
            editions: self.editions(),
            copies: self.copies,
            answers: self.answers,
            as_of: self.as_of,
        }
    }

    /// The name of what a receipt time stands in.
    fn name_of(&self, origin: &Origin) -> String {
        match origin {
            Origin::List(at) => {
                let name = self.receipts_names.get(usize::from(*at));
                name.cloned().unwrap_or_default()
            }
            Origin::Mail(name) => name.to_string(),
            Origin::Register(sheet) => {
                let book = self.register.as_ref();
                book.map(|book| book.source(*sheet)).unwrap_or_default()
            }
        }
    }

    /// The editions that notifications of the run may be bound by.
    pub(crate) fn editions(&self) -> Vec<&'static Edition> {
        let mut editions: Vec<&'static Edition> = Edition::all().iter().collect();
        let mapped = self.mapping.as_ref().map(|mapping| mapping.edition);
        for edition in [Some(self.edition), mapped].into_iter().flatten() {
            if !editions.iter().any(|known| known.name == edition.name) {
                editions.push(edition);
            }
        }
        editions
    }
}

/// Reads, binds, judges and checks everything, and flattens it into rows.
///
/// Receipts are matched by the rule that a key counts if it fits exactly one
/// notification. That is known only at the end: the first pass takes each row
/// at its word, and sources in which that proved wrong are judged once more; so
/// are those with a column of moments all of which are at midnight.
///
/// # Errors
/// [`Stopped`] when `watch` says so.
pub fn audit(
    discovered: Discovered,
    receipts: &[Receipt],
    settings: &Settings,
    watch: &Watch,
) -> Result<Audit, Stopped> {
    audit_keeping(discovered, (receipts, settings), watch, &mut |_| {})
}

/// The same. `keep` is called once with the sketches of what was read, if the settings keep any.
///
/// # Errors
/// [`Stopped`] when `watch` says so.
pub(crate) fn audit_keeping(
    discovered: Discovered,
    (receipts, settings): (&[Receipt], &Settings),
    watch: &Watch,
    keep: Keep,
) -> Result<Audit, Stopped> {
    let sources = discovered.sources;
    let tentative = Receipts::tentative(receipts);
    let none = HeldDates::new();
    let mut taken = take_all(&sources, (&tentative, &none), settings, watch)?;
    let dates = columns::held(&taken);
    if settings.keeps == Keeps::Part {
        let again = columns::proved(&taken);
        let told = (&tentative, &dates);
        take_again(&mut taken, &again, &sources, told, (settings, watch))?;
        let remarks = refuse_lacking(&mut taken, settings);
        keep(&mut part::of_part(&sources, &taken, &dates));
        let told = (&Receipts::tentative(&[]), settings);
        return Ok(Audit {
            remarks,
            ..merge(taken, Vec::new(), Shared::Nothing, told)
        });
    }
    // With the documents at hand nothing else keeps a run from its end.
    let told = (receipts, settings);
    settle(&sources, (taken, dates), told, watch, keep).map_err(|_| Stopped)
}

/// Why a run that was read does not come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsettled {
    /// It was stopped from outside.
    Stopped,
    /// So many sources are to be judged again, and their documents are not at hand.
    Documents(usize),
}

/// What the sources gave, each by itself, becomes what they give together.
fn settle(
    sources: &[Source],
    (mut taken, dates): (Vec<Vec<taken::Taken>>, HeldDates),
    (receipts, settings): (&[Receipt], &Settings),
    watch: &Watch,
    keep: Keep,
) -> Result<Audit, Unsettled> {
    let tentative = Receipts::tentative(receipts);
    let none = HeldDates::new();
    let mut remarks = refuse_lacking(&mut taken, settings);
    let once_more = Again {
        sources,
        settings,
        watch,
    };
    let mut again = columns::proved(&taken);
    let mut loose = Vec::new();
    let mut used = BTreeMap::new();
    let rows = with_mails(receipts, &taken);
    let mut table = tentative;
    if !rows.is_empty() {
        once_more.fingerprints(&mut taken, Keys::Certain, (&table, &none))?;
        table = Receipts::with_mails(&rows, receipts.len());
        let decided = table.decide(&taken, &settings.scope(Vec::new()));
        again.extend(decided.changed(&taken));
        loose = decided.findings(&rows);
        used = decided.mails();
        table = Receipts::decided(&rows, decided.outcomes);
    }
    again.sort_unstable();
    again.dedup();
    let lacking = again.iter().filter(|at| **at >= sources.len()).count();
    if lacking > 0 {
        return Err(Unsettled::Documents(lacking));
    }
    if !again.is_empty() {
        let told = (&table, &dates);
        take_again(&mut taken, &again, sources, told, (settings, watch))?;
        remarks = refuse_lacking(&mut taken, settings);
    }
    if settings.keeps == Keeps::Whole {
        let told = (&table, settings);
        keep(&mut part::of_whole(sources, &taken, &loose, told));
    }
    let shared = once_more.fingerprints(&mut taken, Keys::All, (&table, &dates))?;
    tell_used(&mut taken, &used);
    let mut audit = Audit {
        remarks,
        ..merge(taken, loose, shared, (&table, settings))
    };
    register::join(&mut audit, settings);
    Ok(audit)
}

/// The rows of the lists, and what mails among the inputs confirm.
fn with_mails(receipts: &[Receipt], taken: &[Vec<taken::Taken>]) -> Vec<Receipt> {
    let mails = taken.iter().flatten().filter_map(|taken| {
        let confirmation = taken.confirms.as_deref()?.clone();
        Some(Receipt::confirmed(
            Arc::clone(&taken.input.name),
            confirmation,
        ))
    });
    let mut mails: Vec<Receipt> = mails.collect();
    mails.sort_by(|a, b| a.mail().cmp(&b.mail()));
    receipts.iter().cloned().chain(mails).collect()
}

/// Says of mails that confirm something for which notification they were used.
fn tell_used(taken: &mut [Vec<taken::Taken>], used: &BTreeMap<Arc<str>, Reason>) {
    for taken in taken
        .iter_mut()
        .flatten()
        .filter(|taken| taken.confirms.is_some())
    {
        if let Some(told) = used.get(&taken.input.name) {
            taken.input.refusal = Some(Box::new(Refusal::skipped(told.clone())));
        }
    }
}

/// Refuses sources in which no object has a path of the mapping; gives what the
/// user is told of paths that no object of the run has.
fn refuse_lacking(taken: &mut [Vec<taken::Taken>], settings: &Settings) -> Vec<Reason> {
    settings
        .mapping
        .as_ref()
        .map_or_else(Vec::new, |mapping| mapped::refuse_lacking(taken, mapping))
}

/// Puts the outcomes together in the order of their names.
fn merge(
    taken: Vec<Vec<taken::Taken>>,
    loose: Vec<(Origin, Finding)>,
    shared: Shared,
    (receipts, settings): (&Receipts, &Settings),
) -> Audit {
    let taken = sorted(taken);
    let outcomes = || taken.iter().flatten();
    let names: Vec<Arc<str>> = outcomes()
        .map(|taken| Arc::clone(&taken.input.name))
        .collect();
    let mut rows: Vec<Box<Row>> =
        Vec::with_capacity(outcomes().map(|taken| taken.rows.len()).sum());
    let mut inputs: Vec<Input> =
        Vec::with_capacity(outcomes().map(|taken| 1 + taken.broken.len()).sum());
    let mut places = Vec::with_capacity(names.len());
    let mut letters = supplements::Letters::new();
    let mut loose: Vec<(String, Finding)> = loose
        .into_iter()
        .flat_map(|(origin, finding)| settled(vec![finding], &settings.name_of(&origin), settings))
        .collect();
    for (position, taken) in taken.into_iter().flatten().enumerate() {
        loose.extend(settled(taken.findings, &taken.input.name, settings));
        letters.extend(taken.letter.map(|letter| (position as u32, letter)));
        for (mut row, _) in taken.rows {
            row.source = position as u32;
            rows.push(row);
        }
        places.push(inputs.len());
        inputs.push(taken.input);
        inputs.extend(taken.broken);
    }
    let scope = settings.scope(names);
    // A part does not see the others: what needs all notifications is left to those who put
    // the parts together.
    let processors = if settings.keeps == Keeps::Part {
        BTreeMap::new()
    } else {
        let place = |source: u32| places[source as usize];
        let sources = (&mut inputs[..], &place as _);
        let told = (receipts, settings);
        look_across(&mut rows, &scope, (sources, &letters), shared, told)
    };
    if !settings.levels.is_empty() || !settings.ignores.is_empty() {
        for row in &mut rows {
            let selected = settings
                .ignores
                .of(&scope.sources[row.source as usize], settings.selected);
            row.settle(&settings.levels, selected);
        }
    }
    Audit {
        scope,
        rows,
        inputs,
        loose,
        remarks: Vec::new(),
        processors,
        register: None,
    }
}

/// Findings about an input as a whole, by its name, as far as their rules run for it.
fn settled(mut findings: Vec<Finding>, name: &str, settings: &Settings) -> Vec<(String, Finding)> {
    if findings.is_empty() {
        return Vec::new();
    }
    crate::check::settle(
        &mut findings,
        &settings.levels,
        settings.ignores.of(name, settings.selected),
    );
    findings
        .into_iter()
        .map(|finding| (name.to_owned(), finding))
        .collect()
}

/// Sorts by name and gives each its own: members stand among other sources. What
/// is in order already, as without archives, is not moved.
fn sorted(taken: Vec<Vec<taken::Taken>>) -> Vec<Vec<taken::Taken>> {
    let by_name = |a: &taken::Taken, b: &taken::Taken| a.input.name.cmp(&b.input.name);
    if taken
        .iter()
        .flatten()
        .is_sorted_by(|a, b| by_name(a, b).is_lt())
    {
        return taken;
    }
    let mut taken: Vec<taken::Taken> = taken.into_iter().flatten().collect();
    taken.sort_by(by_name);
    if make_unique(&mut taken, |taken| &mut taken.input.name) {
        taken.sort_by(by_name);
    }
    vec![taken]
}
