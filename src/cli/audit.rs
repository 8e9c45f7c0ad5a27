//! `audit`: the main job from paths to the report folder and the summary.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};

use clap::Args;

use crate::audit::{Audit, Book, Ignores, Keep, Settings, Sketch, Watch, audit_keeping};
use crate::check::{Renamed, Selected};
use crate::cli::complaint::{Complaining as _, complaint, note};
use crate::cli::given::Common;
use crate::cli::groups::{Figures, Judging, Output, Selection};
use crate::cli::lists::{Told, read_receipts};
use crate::cli::options::Options;
use crate::cli::paths::Paths;
use crate::cli::progress::Progress;
use crate::cli::{browser, exit, previous, register, share, shown, sources, target};
use crate::config::{Config, Message, Share, Words};
use crate::deadline::Policy;
use crate::disclosure;
use crate::discover::{Discovered, Missing, discover_beside};
use crate::finding::Severity;
use crate::form::Candidates;
use crate::memory;
use crate::notification::Filing;
use crate::read::Fate;
use crate::read::receipts::Receipt;
use crate::report::{self, Inputs, Report};
use crate::row::Row;
use crate::statistics;

/// What `audit` takes.
#[derive(Debug, Args)]
pub(super) struct AuditOptions {
    #[command(flatten)]
    inputs: Paths,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    figures: Figures,
    /// Write records, findings and files too, which are withheld where counts are hidden or rounded
    #[arg(long)]
    with_records: bool,
    /// Write the free texts of the register and of notifications into register.csv
    #[arg(long, requires = "register")]
    with_free_text: bool,
    /// Do only part K of N of the inputs; stats puts the parts together
    #[arg(long, value_name = "K/N")]
    part: Option<Share>,
    /// Keep what ties notifications of several reports in keys.parquet, which is not for publication; with it stats does what one run would
    #[arg(long, conflicts_with = "part")]
    keep_keys: bool,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    selection: Selection,
}

const REPORT_IN: Words = Words::new("Rapporten ligger i", "The report is in");

/// Runs the command.
pub(super) fn run(options: AuditOptions, common: &Common) -> anyhow::Result<u8> {
    let clock_given = options.selection.as_of.is_some();
    let given = Options {
        output: options.output,
        figures: options.figures,
        selection: options.selection,
        judging: options.judging,
        with_records: options.with_records,
        with_free_text: options.with_free_text,
        keep_keys: options.keep_keys,
    };
    let mut config = given.resolve(common, options.inputs.resolve()?)?;
    config.manifest = options.inputs.manifest;
    if let Some(part) = options.part {
        share::take_part(&mut config, part, clock_given)?;
    }
    if config.keep_keys {
        share::refuse_beside_keys(&config)?;
    }
    browser::refuse_without_page(&config)?;
    let target = target::folder(&config, common)?;
    let Some(run) = Run::new(config, Some(target.place()))? else {
        return Ok(exit::INTERRUPTED);
    };
    let report = run.report();
    let is_part = run.config.part.is_some();
    let summary = if is_part {
        Vec::new()
    } else {
        report::summary(&report)
    };
    if let Some(code) = run.refuse_empty()?.filter(|_| !is_part) {
        return Ok(code);
    }
    if run.watch.stop.load(Ordering::Relaxed) {
        return Ok(exit::INTERRUPTED);
    }
    memory::give_back_of_all();
    report.write(&summary, &target)?;
    target::tell_written(&run.config, &summary, &target, REPORT_IN)?;
    browser::open_page(&run.config, &target);
    let code = run.exit_code(&report);
    // The process ends here: to give back every row one by one would only take time.
    std::mem::forget(run);
    Ok(code)
}

/// A run that is done: what it was given and what came out.
pub(super) struct Run {
    pub(super) config: Config,
    pub(super) audit: Audit,
    selected: Selected,
    limit_hours: u32,
    receipts: Vec<Told>,
    protected: previous::Protected,
    kept: statistics::Kept,
    /// The content of keys.parquet, where keys are kept.
    keys: Option<Vec<u8>>,
    watch: Arc<Watch>,
}

impl Run {
    /// Reads, checks and counts; `None` when it was stopped. What is at `out` is no input.
    pub(super) fn new(mut config: Config, out: Option<&Path>) -> anyhow::Result<Option<Self>> {
        let selected = selected(&config)?;
        for renamed in renamed(&config) {
            note(&config, renamed.wording());
        }
        let limit_hours = limit(&config);
        let mut discovered = discovered(&config, out)?;
        for overlap in &discovered.notes {
            let (dropped, kept) = (shown(&overlap.dropped), shown(&overlap.kept));
            let text = Words::new(
                "{dropped} ligger i {kept} och läses en gång",
                "{dropped} lies within {kept} and is read once",
            );
            note(&config, text.with("dropped", dropped).with("kept", kept));
        }
        if config.verbosity > 0 {
            let found = Words::new("hittade indata: {found}", "inputs found: {found}");
            note(&config, found.with("found", discovered.sources.len()));
        }
        if discovered.sources.is_empty() && config.part.is_none() {
            return Err(complaint(EMPTY));
        }
        register::set_aside(&mut config, &mut discovered.sources);
        let register = register::read(&config, &discovered.sources)?;
        let (mut receipts, told) = read_receipts(&config)?;
        receipts.extend(register.iter().flat_map(Book::receipts));
        let watch = Arc::new(Watch::default());
        stop_on_signal(&watch);
        let mut settings = settings(&config, selected, limit_hours, &told)?;
        let doubts = sources::resolve(&mut config, &settings.editions())?;
        settings.register = register.map(Arc::new);
        let mut keys = Ok(None);
        let mut keep = |sketches: &mut dyn Iterator<Item = Sketch>| {
            let mut written = Vec::new();
            keys = report::keys(&mut written, sketches).map(|()| Some(written));
        };
        let given = (&*receipts, &settings);
        let Some(mut audit) = watched(&config, discovered, given, &watch, &mut keep) else {
            return Ok(None);
        };
        let keys = keys?;
        let forms: BTreeSet<&str> = audit
            .rows
            .iter()
            .map(|row| row.edition.name.as_str())
            .collect();
        statistics::in_use(&mut audit.scope.editions, &config, |edition| {
            forms.contains(edition.name.as_str())
        });
        for remark in &audit.remarks {
            note(&config, remark.message());
        }
        if let Some(timings) = &settings.timings {
            write!(std::io::stderr().lock(), "{}", timings.show())?;
        }
        let kept_by = |filter: &_| statistics::keep(&audit.rows, &audit.scope, filter);
        sources::refuse_doubts(doubts, |filter| Ok(!kept_by(filter).rows.is_empty()))?;
        let kept = kept_by(&config.filter);
        sources::refuse_empty_selection(
            &config,
            &audit.scope.editions,
            [kept.rows.len(), audit.rows.len(), kept.undated],
        )?;
        memory::give_back();
        let counted = match config.part {
            Some(_) => statistics::Counted::default(),
            None => statistics::of_rows(&audit, &kept, &config)?,
        };
        let law = previous::Law {
            editions: &audit.scope.editions,
            policies: std::slice::from_ref(&config.policy),
            limits: &[limit_hours.into()],
        };
        let protected = previous::protect(counted.tables, counted.before, &config, &law)?;
        Ok(Some(Self {
            config,
            audit,
            selected,
            limit_hours,
            receipts: told,
            protected,
            kept,
            keys,
            watch,
        }))
    }

    /// The run as the reporters take it.
    pub(super) fn report(&self) -> Report<'_> {
        let rows: Vec<&Row> = self
            .kept
            .rows
            .iter()
            .map(|position| &*self.audit.rows[*position])
            .collect();
        let inputs = Inputs::of(&self.audit.inputs);
        let previous::Protected {
            tables,
            hidden,
            earlier,
        } = &self.protected;
        let totals = report::totals(&self.audit, &rows, inputs, self.kept.undated);
        Report {
            config: &self.config,
            audit: &self.audit,
            rows,
            figures: disclosure::Figures::new(
                &totals,
                self.config.disclosure.cells,
                tables,
                earlier.as_ref(),
            ),
            tables,
            hidden,
            selected: self.selected,
            limit_hours: self.limit_hours,
            receipts: self.receipts.clone(),
            inputs,
            keys: self.keys.as_deref(),
            partial: statistics::partial_years(&self.config, tables),
            digest: OnceLock::new(),
        }
    }

    /// A remark on standard error, unless the user wants silence.
    pub(super) fn note(&self, text: impl Into<Message>) {
        note(&self.config, text);
    }

    /// A set without one notification: 3 if anything was unreadable, else an
    /// error that names what was skipped.
    pub(super) fn refuse_empty(&self) -> anyhow::Result<Option<u8>> {
        // Another part may have all of them.
        let mut rows = self.audit.rows.iter();
        if rows.any(|row| row.filing != Filing::Register) || self.config.part.is_some() {
            return Ok(None);
        }
        let language = self.config.language;
        let mut err = std::io::stderr().lock();
        for input in self.audit.inputs.iter().take(20) {
            if let Some(refusal) = &input.refusal {
                writeln!(err, "{}: {}", input.name, refusal.reason.show(language))?;
            }
        }
        let unreadable = self.audit.inputs.iter().any(|input| {
            input
                .refusal
                .as_ref()
                .is_some_and(|refusal| refusal.fate == Fate::Unreadable)
        });
        if unreadable {
            writeln!(err, "{}", EMPTY.get(language))?;
            return Ok(Some(exit::UNREADABLE));
        }
        Err(complaint(EMPTY))
    }

    /// 3 if anything could not be read, 1 with findings at the level, else 0.
    pub(super) fn exit_code(&self, report: &Report) -> u8 {
        if report.inputs.unreadable > 0 {
            return exit::UNREADABLE;
        }
        let fails = self
            .config
            .fail_on
            .is_some_and(|level| report.findings().any(|(_, severity)| severity >= level));
        if fails { exit::FINDINGS } else { exit::DONE }
    }
}

/// What judging needs, with the files that the options name.
pub(super) fn settings(
    config: &Config,
    selected: Selected,
    limit_hours: u32,
    lists: &[Told],
) -> anyhow::Result<Settings> {
    let mut settings = Settings::new(config, selected, limit_hours);
    if let Some(form) = &config.form {
        settings.edition = sources::edition(form)?;
        settings.candidates = Candidates::new(vec![settings.edition]);
    }
    let mapping = config.mapping.as_deref().map(sources::mapping);
    settings.mapping = mapping.transpose()?;
    settings.levels = levels(config)?;
    settings.ignores = Ignores::new(&config.per_path_ignores)?;
    settings.receipts_names = lists.iter().map(|(name, _)| name.clone()).collect();
    Ok(settings)
}

/// The rules that the options select.
pub(super) fn selected(config: &Config) -> anyhow::Result<Selected> {
    Selected::new(&config.select, &config.ignore).map_err(|unknown| {
        let is_selected = config.select.contains(&unknown.given);
        let option = if is_selected { "--select" } else { "--ignore" };
        sources::of_option(option, unknown.wording())
    })
}

/// What the paths hold, and of it what belongs to the part of the run.
pub(super) fn discovered(config: &Config, out: Option<&Path>) -> anyhow::Result<Discovered> {
    let missing = match config.manifest {
        Some(_) => Missing::Unreadable,
        None => Missing::Refused,
    };
    let mut discovered = discover_beside(&config.paths, out, missing)?;
    if let Some(part) = config.part {
        discovered.sources.retain(|source| part.holds(&source.name));
    }
    Ok(discovered)
}

/// The audit under a progress bar; `None` when it was stopped.
fn watched(
    config: &Config,
    discovered: Discovered,
    given: (&[Receipt], &Settings),
    watch: &Arc<Watch>,
    keep: Keep,
) -> Option<Audit> {
    let progress = Progress::start(config, watch, discovered.sources.len());
    let outcome = audit_keeping(discovered, given, watch, keep);
    drop(progress);
    outcome.ok()
}

/// The levels that the configuration sets, by position of the rule: what names
/// fewer rules wins over what names more, a code over its family.
fn levels(config: &Config) -> anyhow::Result<Vec<(usize, Severity)>> {
    let mut named = Vec::new();
    for (word, level) in &config.levels {
        let rules = Selected::new(std::slice::from_ref(word), &[])
            .complaining(|| Words::new("levels", "levels"))?;
        let rules: Vec<usize> = (0..crate::check::rules().len())
            .filter(|at| rules.has(*at))
            .collect();
        named.push((rules, *level));
    }
    named.sort_by_key(|(rules, _)| std::cmp::Reverse(rules.len()));
    let levels: BTreeMap<usize, Severity> = named
        .into_iter()
        .flat_map(|(rules, level)| rules.into_iter().map(move |at| (at, level)))
        .collect();
    Ok(levels.into_iter().collect())
}

/// The codes and names that rules no longer have, wherever they stand.
fn renamed(config: &Config) -> impl Iterator<Item = Renamed> {
    let levels = config.levels.iter().map(|(word, _)| word);
    let ignored = config.per_path_ignores.iter().flat_map(|(_, words)| words);
    let words = config
        .select
        .iter()
        .chain(&config.ignore)
        .chain(levels)
        .chain(ignored);
    words.filter_map(|word| Renamed::of(word))
}

/// The hours of the limit: the option's, else the policy's.
pub(super) fn limit(config: &Config) -> u32 {
    let of_policy = Policy::named(&config.policy).map_or(72, |policy| policy.limit_hours);
    config.deadline_hours.unwrap_or(of_policy)
}

/// SIGINT and SIGTERM ask the run to stop; a second one ends it at once.
pub(super) fn stop_on_signal(watch: &Arc<Watch>) {
    let watch = Arc::clone(watch);
    // Without a handler the system's own way to end the program is left.
    let _ = ctrlc::set_handler(move || {
        if watch.stop.swap(true, Ordering::Relaxed) {
            crate::destination::take_away();
            std::process::exit(i32::from(exit::INTERRUPTED));
        }
    });
}

const EMPTY: Words = Words::new(
    "ingen anmälan hittades i de angivna sökvägarna",
    "no notification found in the given paths",
);
