//! `breach-audit.toml`: the same keys as the options, found from the working
//! directory upwards, and how its values may be written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::cli::Arguments;
use crate::cli::complaint::{Complaining as _, complaint};
use crate::cli::given::Common;
use crate::cli::options::{OfFile, Options, Own};
use crate::config::{CONFIG_FILE, Words, toml_mistake};

impl Common {
    /// The configuration file: the one named, else the nearest upwards.
    pub(super) fn config_path(&self) -> Option<PathBuf> {
        self.config.clone().or_else(nearest_config)
    }

    /// The configuration file: the one named, else the nearest upwards, else none.
    pub(super) fn file(&self) -> anyhow::Result<OfFile> {
        let Some(path) = self.config_path() else {
            return Ok(OfFile::default());
        };
        let shown = super::shown(&path);
        let text = std::fs::read_to_string(&path).complaining(|| {
            Words::new(
                "kan inte läsa konfigurationsfilen {shown}",
                "cannot read the configuration file {shown}",
            )
            .with("shown", &shown)
        })?;
        let mut file = read(&text).map_err(|error| {
            let (line, mistake) = toml_mistake(&error, &text);
            let words = Words::new(
                "i konfigurationsfilen {shown}, rad {line}: {mistake}",
                "in the configuration file {shown}: {error}",
            );
            complaint(
                words
                    .with("shown", &shown)
                    .with("line", line)
                    .within("mistake", mistake)
                    .with("error", error),
            )
        })?;
        // A path in a file is meant from where the file is.
        let base = path.parent().unwrap_or(Path::new(""));
        let (judging, output) = (&mut file.options.judging, &mut file.options.output);
        for named in [&mut judging.receipts, &mut judging.mapping, &mut output.out] {
            *named = named.take().map(|named| base.join(named));
        }
        Ok(file)
    }
}

/// The groups of options in a file. Each is read by itself, so that a mistake has its line.
fn read(text: &str) -> Result<OfFile, toml::de::Error> {
    toml::from_str::<BTreeMap<Known, IgnoredAny>>(text)?;
    let own: Own = toml::from_str(text)?;
    let options = Options {
        output: toml::from_str(text)?,
        figures: toml::from_str(text)?,
        selection: toml::from_str(text)?,
        judging: toml::from_str(text)?,
        with_records: own.with_records,
    };
    Ok(OfFile { options, own })
}

/// A key of the file: the name of an option of `audit` or `check`, or one of `TABLES`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
struct Known(String);

/// The keys that no option has.
const TABLES: [&str; 3] = ["levels", "thresholds", "per-path-ignores"];
/// The options that name the file or make no run.
const NO_KEYS: [&str; 3] = ["config", "help", "version"];

impl TryFrom<String> for Known {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        let known = keys();
        if known.contains(&key) {
            return Ok(Self(key));
        }
        let known = known.iter().map(|known| format!("`{known}`"));
        let known: Vec<String> = known.collect();
        Err(format!(
            "unknown field `{key}`, expected one of {}",
            known.join(", ")
        ))
    }
}

/// The keys that the file may have, as the help lists the options.
fn keys() -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut program = Arguments::command();
    program.build();
    let of_run = ["audit", "check"].map(|name| program.find_subcommand(name));
    for argument in of_run
        .into_iter()
        .flatten()
        .flat_map(clap::Command::get_arguments)
    {
        let option = argument.get_long().filter(|long| !NO_KEYS.contains(long));
        keys.extend(option.map(str::to_owned));
    }
    keys.extend(TABLES.map(str::to_owned));
    let mut seen = BTreeSet::new();
    keys.retain(|key| seen.insert(key.clone()));
    keys
}

/// `breach-audit.toml` in the working directory or the nearest folder above.
fn nearest_config() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors()
        .map(|folder| folder.join(CONFIG_FILE))
        .find(|path| path.is_file())
}
