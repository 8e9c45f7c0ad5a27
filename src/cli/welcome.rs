//! What the program says to whoever starts it for the first time: a short help with examples, and
//! a folder of examples with its report.

use std::path::PathBuf;

use clap::{Args, Parser as _};

use crate::cli::complaint::complaint;
use crate::cli::given::Common;
use crate::cli::{Arguments, dispatch, exit, shown};
use crate::config::{Language, Words};

/// What `demo` takes.
#[derive(Debug, Args)]
pub(super) struct DemoOptions {
    /// The folder to make; it must not exist or be empty
    #[arg(default_value = "breach-audit-demo")]
    dir: PathBuf,
    /// Open the report in the browser when it is written
    #[arg(long)]
    open: bool,
}

const SHORT: Words = Words::new(
    "breach-audit granskar och räknar anmälningar av personuppgiftsincidenter till IMY.

  breach-audit demo                          gör en mapp med påhittade exempel och deras rapport
  breach-audit audit anmälningar             läser en mapp och skriver rapporten i breach-audit-report
  breach-audit check anmälan.pdf             skriver bara fynden, en rad för var och en

Språket väljs med --lang sv. Alla kommandon: breach-audit --help. Ett kommandos val: breach-audit audit --help.
",
    "breach-audit checks and counts notifications of personal data breaches to IMY.

  breach-audit demo                          makes a folder of invented examples, and their report
  breach-audit audit notifications           reads a folder and writes the report to breach-audit-report
  breach-audit check notification.pdf        prints only the findings, a line for each

The language is set by --lang sv. All commands: breach-audit --help. The options of one: breach-audit audit --help.
",
);

/// The short help.
pub(super) fn short(language: Language) -> &'static str {
    SHORT.get(language)
}

/// Writes examples and their report, by the commands that anyone would use.
pub(super) fn demo(options: &DemoOptions, common: &Common) -> anyhow::Result<u8> {
    let dir = &options.dir;
    let is_free =
        std::fs::read_dir(dir).map_or(!dir.exists(), |mut entries| entries.next().is_none());
    if !is_free {
        let words = Words::new(
            "{dir} finns redan; ange en annan mapp",
            "{dir} exists already; name another folder",
        );
        return Err(complaint(words.with("dir", shown(dir))));
    }
    std::fs::create_dir_all(dir)?;
    let language = common.language()?;
    let name = Words::new("anmälningar", "notifications").get(language);
    let examples = dir.join(name);
    let mut receipts = examples.clone().into_os_string();
    receipts.push(".receipts.csv");
    let report = dir.join(Words::new("rapport", "report").get(language));
    let words = |words: &[&str]| {
        words
            .iter()
            .map(std::ffi::OsString::from)
            .collect::<Vec<_>>()
    };
    let mut synth = words(&[
        "breach-audit",
        "synth",
        "--count",
        "40",
        "--seed",
        "7",
        "--receipts",
        "--quiet",
    ]);
    synth.push(examples.clone().into());
    let mut audit = words(&[
        "breach-audit",
        "audit",
        "--fail-on",
        "never",
        "--lang",
        language.code(),
    ]);
    audit.extend([
        examples.into(),
        "--receipts".into(),
        receipts,
        "--out".into(),
        report.into(),
    ]);
    if options.open {
        audit.push("--open".into());
    }
    for command in [synth, audit] {
        let parsed = Arguments::try_parse_from(command)?;
        dispatch(parsed.command, &parsed.common)?;
    }
    Ok(exit::DONE)
}
