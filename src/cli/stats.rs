//! `stats`: the tables again from the records of earlier runs, printed as a
//! summary or written to a folder. No document is read.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use crate::cli::complaint::{complaint, remark};
use crate::cli::given::Common;
use crate::cli::groups::{Figures, Output, Selection, format_names, formats, usual};
use crate::cli::options::Options;
use crate::cli::parts::Together;
use crate::cli::{browser, parts, previous, print, sources, target};
use crate::config::{Answers, Config, ReportFormat, Words};
use crate::destination::FolderTarget;
use crate::moment::Instant;
use crate::records::{Beside, Cells, Earlier, Records, Tied};
use crate::report::{self, AgainReport, Filings};
use crate::row::Row;
use crate::statistics;
use crate::table::Table;

/// What `stats` takes.
#[derive(Debug, Args)]
#[command(
    mut_arg("out", |arg| arg.help("Write tables, summary.md, report.html and run.json to this folder instead of printing the summary")),
    mut_arg("force", |arg| arg.requires("out")),
    mut_arg("open", |arg| arg.requires("out")),
    mut_arg("formats", |arg| arg.requires("out").help(formats(|about| about.has_figures) + &usual(|about| about.has_figures) + "; records are not written again")),
    mut_arg("form", |arg| arg.help("The form file by which a mapped export was read: its labels and extra dimensions")),
    mut_arg("as_of", |arg| arg.help("The run's clock [default: the newest of the runs that wrote the records, else now]"))
)]
pub(super) struct StatsOptions {
    /// records.parquet or records.csv, report folders, folders of parts
    #[arg(required = true, value_name = "RECORDS")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    figures: Figures,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    of_parts: parts::PartsOptions,
}

const TABLES_IN: Words = Words::new("Tabellerna ligger i", "The tables are in");

/// Runs the command.
pub(super) fn run(options: StatsOptions, common: &Common) -> anyhow::Result<u8> {
    let clock_given = options.selection.as_of.is_some();
    refuse_formats(options.figures.formats.as_deref())?;
    let is_written = options.output.out.is_some();
    let given = Options {
        output: options.output,
        figures: options.figures,
        selection: options.selection,
        judging: options.of_parts.judging.clone(),
        ..Options::default()
    };
    let mut config = given.resolve(common, options.paths)?;
    if is_written {
        browser::refuse_without_page(&config)?;
    } else {
        // What is printed has no files beside it.
        config.formats.clear();
    }
    let target = is_written
        .then(|| target::folder(&config, common))
        .transpose()?;
    let mut editions = sources::editions(config.form.as_deref())?;
    let doubts = sources::resolve(&mut config, &editions)?;
    let has_page = is_written
        && config.formats.contains(&ReportFormat::Html)
        && config.disclosure.shows_records();
    let mut records = {
        let mut wanted = statistics::wanted(&config, &editions);
        for column in report::columns().filter(|_| has_page) {
            wanted.push(column);
        }
        wanted.sort_unstable();
        wanted.dedup();
        let out = target.as_ref().map(FolderTarget::place);
        Records::open_beside(&config.paths, &wanted, out)?
    };
    if records.is_empty() {
        return Err(complaint(Words::new(
            "posterna innehåller ingen anmälan",
            "the records hold no notification",
        )));
    }
    sources::refuse_doubts(doubts, |filter| {
        Ok(statistics::any_kept(&records, filter, &editions)?)
    })?;
    warn_of_register(&config, &records)?;
    if !clock_given && let Some(newest) = records.earlier().iter().filter_map(Earlier::as_of).max()
    {
        config.as_of = newest;
    }
    let keys = parts::keys(&records, &options.of_parts, &config)?;
    let has_keys = !matches!(keys, Beside::Nothing);
    if !matches!(keys, Beside::Parts(_)) {
        warn_of_copies(&config, &records);
        config.answers = answers(&records, config.answers, has_keys)?;
        statistics::of_their_forms(&mut editions, &records, &config)?;
    }
    let together = match &keys {
        Beside::Parts(of) => Some(parts::of_parts(&records, of, &options.of_parts, &config)?),
        Beside::Runs(runs) => Some(parts::of_runs(&records, runs, &config)?),
        Beside::Nothing => None,
    };
    let (mut again, together) = if let Some((again, together)) = together {
        editions.clone_from(&together.audit.scope.editions);
        (again, Some(together))
    } else {
        records.stitch(&editions, Instant::from_timestamp(config.as_of))?;
        (statistics::of_records(&records, &config, &editions)?, None)
    };
    sources::refuse_empty_selection(
        &config,
        &editions,
        [again.filings, records.len(), again.undated],
    )?;
    if !has_keys {
        tell_tied(&config, &records, &again.tables);
    }
    let (tables, before) = (std::mem::take(&mut again.tables), again.before.take());
    let law = previous::Law {
        editions: &editions,
        policies: &again.policies,
        limits: &again.limits,
    };
    let protected = previous::protect(tables, before, &config, &law)?;
    again.tables = protected.tables;
    let rows: Vec<&Row> = together.iter().flat_map(Together::rows).collect();
    let filings = has_page.then(|| match &together {
        Some(together) => Ok(Filings::Rows(&rows, &together.audit.scope)),
        None => Filings::of_records(&records, again.kept.as_deref()),
    });
    let report = AgainReport {
        filings: filings.transpose()?,
        hidden: &protected.hidden,
        earlier: protected.earlier.as_ref(),
        editions: &editions,
        config: &config,
        records: &records,
        again: &again,
    };
    let summary = report.summary();
    let Some(target) = target else {
        return print(&target::page(&config, &summary));
    };
    report.write(&summary, &target)?;
    let code = target::tell_written(&config, &summary, &target, TABLES_IN)?;
    browser::open_page(&config, &target);
    Ok(code)
}

/// Records are not written again: a format that holds nothing else is refused.
fn refuse_formats(names: Option<&[String]>) -> anyhow::Result<()> {
    let mut given = names.into_iter().flatten().map(|name| name.trim());
    let is_of_records =
        |name: &&str| ReportFormat::named(name).is_some_and(|format| !format.about().has_figures);
    let Some(name) = given.find(is_of_records) else {
        return Ok(());
    };
    let words = Words::new(
        "--formats: `{name}` innehåller bara posterna, som stats inte skriver om; det finns {others}",
        "--formats: `{name}` holds only the records, which stats does not write again; there are {others}",
    );
    let others = format_names(|about| about.has_figures);
    Err(complaint(words.with("name", name).with("others", others)))
}

/// Which answers records hold, by the runs that wrote them.
///
/// # Errors
/// Both are among them, or merged ones are asked for and they hold those first filed: only keys
/// hold each filing by itself.
fn answers(records: &Records, asked: Answers, has_keys: bool) -> anyhow::Result<Answers> {
    let earlier = records.earlier();
    let told = earlier.iter().filter_map(Earlier::merges_supplements);
    let told: BTreeSet<bool> = told.collect();
    match (told.contains(&true), told.contains(&false), asked) {
        (true, true, _) => Err(complaint(MERGED_AND_NOT)),
        (true, false, _) => Ok(Answers::Merged),
        (false, _, Answers::Merged) if !has_keys => Err(complaint(MERGED_BESIDE_RECORDS)),
        (false, _, asked) => Ok(asked),
    }
}

const MERGED_AND_NOT: Words = Words::new(
    "några av posterna är gjorda med --merge-supplements och andra utan; gör om dem på samma sätt med audit",
    "some of the records were made with --merge-supplements and others without; make them again alike with audit",
);
const MERGED_BESIDE_RECORDS: Words = Words::new(
    "--merge-supplements: poster har svaren som de räknades; gör om dem med audit --merge-supplements",
    "--merge-supplements: records hold the answers as they were counted; make them again with audit --merge-supplements",
);

/// Parts with the same bytes are copies of one another, which is told.
fn warn_of_copies(config: &Config, records: &Records) {
    if config.verbosity < -1 {
        return;
    }
    let mut parts: Vec<_> = records
        .parts
        .iter()
        .map(|part| (part.digest.to_hex(), &part.name))
        .collect();
    parts.sort_unstable();
    for [(first, one), (second, other)] in parts.array_windows() {
        if first == second {
            let equal = Words::new(
                "{one} och {other} är lika byte för byte; de räknas en gång",
                "{one} and {other} are equal byte by byte; they are counted once",
            );
            remark(
                &equal
                    .with("one", one)
                    .with("other", other)
                    .get(config.language),
            );
        }
    }
}

/// What needs the register itself is left out, but told.
fn warn_of_register(config: &Config, records: &Records) -> anyhow::Result<()> {
    let Cells::Text(notified) = records.cells("notified")? else {
        return Ok(());
    };
    if config.verbosity > -2 && notified.texts().contains(&"no") {
        let told = Words::new(
            "posterna har incidenter ur ett register; reconciliation.csv och register.csv kräver registret självt (audit --register) och skrivs inte",
            "the records have breaches of a register; reconciliation.csv and register.csv need the register itself (audit --register) and are not written",
        );
        remark(told.get(config.language));
    }
    Ok(())
}

/// What was tied across reports is told, and what of it records do not show.
fn tell_tied(config: &Config, records: &Records, tables: &[Table]) {
    let mut tables = tables.iter();
    let has_incidents = tables.any(|table| table.id == "incidents" && !table.rows.is_empty());
    let has_incidents = has_incidents && records.parts.len() > 1;
    let tied = records.tied();
    if config.verbosity < -1 || tied == Tied::default() && !has_incidents {
        return;
    }
    let mut said = Vec::new();
    let counts = [
        (COPIES, tied.copies),
        (LATER, tied.later),
        (OPEN, tied.open),
    ];
    for (words, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        said.push(words.with("count", count).get(config.language));
    }
    if tied.copies > 0 {
        said.push(NOT_IN_RECORDS.get(config.language).to_owned());
    }
    if has_incidents {
        said.push(INCIDENTS_APART.get(config.language).to_owned());
    }
    if tied.copies > 0 || has_incidents {
        said.push(ALL_TOGETHER.get(config.language).to_owned());
    }
    remark(&said.join(" "));
}

const COPIES: Words = Words::new(
    "Handlingar som finns i flera rapporter och därför räknas en gång: {count}.",
    "Filings that stand in several reports, and so are counted once: {count}.",
);
const LATER: Words = Words::new(
    "Kompletteringar och återkallelser som hör till en anmälan i en annan rapport: {count}.",
    "Supplements and withdrawals that belong to a notification in another report: {count}.",
);
const OPEN: Words = Words::new(
    "Sådana som passar flera anmälningar, eller motsägs, och därför inte hör till någon: {count}.",
    "Those that fit several notifications, or contradict them, and so belong to none: {count}.",
);
const NOT_IN_RECORDS: Words = Words::new(
    "Senare versioner som bara skiljer sig i fritext räknas som kopior, för poster har inga texter.",
    "Later versions that differ in free text alone are taken for copies, since records have no texts.",
);
const INCIDENTS_APART: Words = Words::new(
    "Incidenter är sökta i varje rapport för sig; en som sträcker sig över flera rapporter räknas i var och en.",
    "Incidents were looked for in each report by itself; one that spans several reports is counted in each.",
);
const ALL_TOGETHER: Words = Words::new(
    "Kör audit över alla underlag, eller gör rapporterna med --keep-keys, för att få också det.",
    "Run audit over all inputs, or make the reports with --keep-keys, to have that too.",
);
