//! The command line: what the user typed becomes a `Config`, a command is run,
//! an exit code comes out. Only this module knows clap.

use std::error::Error as _;
use std::io::{self, Write};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{Language, Words};
use crate::report::UNWRITTEN;

mod audit;
mod browser;
mod check;
mod common;
mod compare;
mod complaint;
mod dimensions;
mod file;
mod form;
mod given;
mod groups;
mod guide;
mod lists;
mod mapping;
mod options;
mod parts;
mod paths;
mod previous;
mod progress;
mod receipts;
mod register;
mod rules;
mod share;
mod size;
mod sources;
mod stats;
mod synth;
mod target;
mod usage;
mod welcome;

pub use complaint::Voice;

/// The exit codes.
pub mod exit {
    /// Done, nothing at or above `--fail-on`.
    pub(crate) const DONE: u8 = 0;
    /// Done, with findings at or above `--fail-on`.
    pub(crate) const FINDINGS: u8 = 1;
    /// Wrong usage or configuration, or nothing could be written.
    pub const USAGE: u8 = 2;
    /// Done, but some inputs could not be read.
    pub(crate) const UNREADABLE: u8 = 3;
    /// Stopped by SIGINT.
    pub(crate) const INTERRUPTED: u8 = 130;
}

/// Checks and counts notifications of personal data breaches to IMY.
#[derive(Debug, Parser)]
#[command(
    name = "breach-audit",
    version,
    about,
    max_term_width = 100,
    propagate_version = true
)]
#[command(
    after_help = "Exit codes: 0 done; 1 done, with findings at or above --fail-on; 2 wrong usage; 3 done, but some inputs could not be read; 130 stopped.\n\nMore: `breach-audit guide inputs`, `options`, `mapping` and `report`."
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: given::Common,
}

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    /// Read everything, check it, count it, write the report folder, print the summary
    Audit(audit::AuditOptions),
    /// Print only the findings, like a linter; writes no file
    Check(check::CheckOptions),
    /// Compare two report folders: findings, notifications and inputs that came and went, counts that moved
    Compare(compare::CompareOptions),
    /// Make the tables again from the records of earlier runs
    Stats(stats::StatsOptions),
    /// Write the list of receipt times to fill in: CSV or a workbook, which `--receipts` reads
    Receipts(receipts::ReceiptsOptions),
    /// Print the rule catalogue
    Rules(rules::RulesOptions),
    /// Explain one rule: what it says, why, its legal basis, an example
    Explain(rules::ExplainOptions),
    /// Print a form edition: questions, options, conditions
    Form(form::FormOptions),
    /// List what `--cross` and `--where` take, with the values in both languages
    Dimensions(dimensions::DimensionsOptions),
    /// Write a small folder of invented examples, and their report
    Demo(welcome::DemoOptions),
    /// Mapping files for foreign exports: `mapping suggest FILE` writes a first one
    Mapping(mapping::MappingOptions),
    /// Print a page of the documentation: inputs, options, mapping or report
    Guide(guide::GuideOptions),
    /// Write a synthetic corpus with known faults, and beside it what it must yield
    Synth(synth::SynthOptions),
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Parses the command line; on wrong usage prints why and exits with 2.
pub fn parse() -> Arguments {
    let asked = given::Common::of_words(std::env::args_os()).voice();
    greet(asked.language);
    let mut command = Arguments::command().color(asked.colour.choice());
    let parsed = command
        .try_get_matches_from_mut(std::env::args_os())
        .and_then(|matches| Arguments::from_arg_matches(&matches))
        .map_err(|error| error.format(&mut command));
    parsed.unwrap_or_else(|error| usage::exit(&error, asked))
}

/// To a bare `-h` the program answers with a short help and ends. To nothing at all, too, which
/// is wrong usage.
fn greet(language: Language) {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let code = match words.as_slice() {
        [] => exit::USAGE,
        [word] if word == "-h" => exit::DONE,
        _ => return,
    };
    let text = welcome::short(language);
    // A reader that went away needs no help.
    let _ = if code == exit::DONE {
        print(text).map(drop)
    } else {
        io::stderr().write_all(text.as_bytes()).map_err(Into::into)
    };
    std::process::exit(i32::from(code));
}

impl Arguments {
    /// How errors are printed: as asked for, as far as that can be told while
    /// something is wrong.
    pub fn voice(&self) -> Voice {
        self.common.voice()
    }

    /// The number of threads to work with, by the command line or the configuration
    /// file. What is wrong in the file is told by the command that reads it.
    pub fn threads(&self) -> usize {
        let all = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let told = self
            .common
            .threads
            .or_else(|| self.common.file().ok()?.own.threads);
        told.filter(|threads| *threads > 0)
            .map_or(all, |threads| threads.min(given::MOST_THREADS) as usize)
    }
}

/// Runs the command with so many threads. Gives the exit code.
///
/// # Errors
/// What keeps the command from running at all: exit code 2.
pub fn run(arguments: Arguments, threads: usize) -> anyhow::Result<u8> {
    quiet_panics(arguments.voice());
    start_threads(threads)?;
    let common = arguments.common;
    let done = dispatch(arguments.command, &common);
    done.map_err(|error| common.placed(error))
}

/// Runs one command.
fn dispatch(command: Command, common: &given::Common) -> anyhow::Result<u8> {
    match command {
        Command::Audit(options) => audit::run(options, common),
        Command::Check(options) => check::run(options, common),
        Command::Compare(options) => compare::run(&options, common),
        Command::Stats(options) => stats::run(options, common),
        Command::Receipts(options) => receipts::run(options, common),
        Command::Rules(options) => rules::list(&options, common.language()?),
        Command::Explain(options) => rules::explain(&options, common.language()?),
        Command::Form(options) => form::run(&options, common.language()?),
        Command::Dimensions(options) => dimensions::run(&options, common.language()?),
        Command::Demo(options) => welcome::demo(&options, common),
        Command::Mapping(options) => mapping::run(&options, common),
        Command::Guide(options) => guide::run(&options),
        Command::Synth(options) => synth::run(&options, common),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(
                shell,
                &mut Arguments::command(),
                "breach-audit",
                &mut script,
            );
            print(&String::from_utf8_lossy(&script))
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            print(&String::from_utf8_lossy(&page))
        }
    }
}

/// Starts the threads that all work is done by.
///
/// # Errors
/// The system gives too little: then libraries in C would end the process without a word.
fn start_threads(threads: usize) -> anyhow::Result<()> {
    if address_space().is_some_and(|most| most < least_space(threads)) {
        return Err(complaint::complaint(NO_THREADS));
    }
    let built = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global();
    // Without a cause it is a second pool in one process: a mistake of tests only.
    let failed = built.err().filter(|error| error.source().is_some());
    failed.map_or(Ok(()), |_| Err(complaint::complaint(NO_THREADS)))
}

/// The address space that so many threads and those of the libraries need at least, in
/// bytes. Below it a run was seen to end in the midst of its work.
fn least_space(threads: usize) -> u64 {
    const BASE: u64 = 400 << 20;
    const OF_A_THREAD: u64 = 120 << 20;
    BASE + OF_A_THREAD * threads as u64
}

/// The limit of the address space of this process (`ulimit -v`), in bytes, where the system
/// tells one.
fn address_space() -> Option<u64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What is told where the system starts no further thread.
const NO_THREADS: Words = Words::new(
    "systemet startar inga fler trådar: minnet eller antalet trådar är begränsat (ulimit); höj gränsen eller använd --threads 1",
    "the system starts no more threads: memory or their number is limited (ulimit); raise the limit, or use --threads 1",
);

/// Prints to standard output.
fn print(text: &str) -> anyhow::Result<u8> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(exit::DONE)
}

/// Whether the reader of our output went away, which is no error.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// A panic is caught where it happens and becomes that input's fate. Its
/// message may quote data, so only its place in the program is told. Where a
/// thread does not start the program ends: others would wait for it for ever.
fn quiet_panics(voice: Voice) {
    std::panic::set_hook(Box::new(move |info| {
        if is_of_threads(info) {
            voice.say(NO_THREADS.get(voice.language));
            crate::destination::take_away();
            std::process::exit(i32::from(exit::USAGE));
        }
        // What cannot be written is told as that.
        if info
            .payload_as_str()
            .is_some_and(|said| said.starts_with(UNWRITTEN))
        {
            return;
        }
        let place = info.location().map_or_else(String::new, |at| {
            // Of a library's file only what does not depend on the machine.
            let parts: Vec<&str> = at.file().rsplitn(5, ['/', '\\']).collect();
            let file: Vec<&str> = parts.into_iter().take(4).rev().collect();
            format!("{}:{}", file.join("/"), at.line())
        });
        let _ = writeln!(
            io::stderr(),
            "internal fault at {place}; please report it with this place"
        );
    }));
}

/// Whether a panic says that a thread did not start, in the words of the libraries that start some.
fn is_of_threads(info: &std::panic::PanicHookInfo) -> bool {
    let said = info.payload_as_str().unwrap_or_default();
    [
        "failed to spawn thread",
        "could not spawn thread",
        "ThreadPoolBuildError",
        "spawn worker thread",
        // A thread that has begun and gets no memory for its signals.
        "failed to allocate an alternative stack",
        "failed to set up alternative stack guard page",
    ]
    .iter()
    .any(|words| said.contains(words))
}

/// The language of `LC_ALL`, else of `LANG`, else English.
fn language_of_environment() -> Language {
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    match named("LC_ALL").or_else(|| named("LANG")) {
        Some(locale) if locale.starts_with("sv") => Language::Sv,
        _ => Language::En,
    }
}

/// A path of the user's as it may be shown.
fn shown(path: &std::path::Path) -> String {
    crate::value::mask_name(&path.display().to_string()).into_owned()
}
