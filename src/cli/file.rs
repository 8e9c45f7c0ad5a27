//! `breach-audit.toml`: the same keys as the options, found from the working
//! directory upwards, and how its values may be written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use serde::Deserialize;

use crate::cli::Arguments;
use crate::cli::complaint::{complaint, message};
use crate::cli::given::Common;
use crate::cli::options::{OfFile, Options, Own};
use crate::config::{CONFIG_FILE, Language, Message, Words, toml_mistake};
use crate::intake::Failure;

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
        let text = text(&path).map_err(|why| {
            let words = Words::new(
                "kan inte läsa konfigurationsfilen {shown}: {why}",
                "cannot read the configuration file {shown}: {why}",
            );
            complaint(words.with("shown", &shown).within("why", why))
        })?;
        let mut file = read(&text).map_err(|error| {
            let (line, mistake) = toml_mistake(&error, &text);
            let words = Words::new(
                "i konfigurationsfilen {shown}, rad {line}: {mistake}",
                "in the configuration file {shown}, line {line}: {mistake}",
            );
            complaint(
                words
                    .with("shown", &shown)
                    .with("line", line)
                    .within("mistake", mistake),
            )
        })?;
        // A path in a file is meant from where the file is.
        let base = path.parent().unwrap_or(Path::new(""));
        let (judging, output) = (&mut file.options.judging, &mut file.options.output);
        for named in &mut judging.receipts {
            *named = base.join(&named);
        }
        for named in [
            &mut judging.mapping,
            &mut judging.register,
            &mut judging.register_mapping,
            &mut output.out,
        ] {
            *named = named.take().map(|named| base.join(named));
        }
        Ok(file)
    }
}

impl Common {
    /// An error about an option that only the configuration file gives, with its place there.
    pub(super) fn placed(&self, error: anyhow::Error) -> anyhow::Error {
        let told = message(&error);
        let english = told.get(Language::En);
        let option = english.split([':', ' ']).next().unwrap_or_default();
        let is_given = std::env::args().any(|word| {
            word.strip_prefix(option)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        });
        let path = self.config_path().filter(|_| !is_given);
        let place = path.and_then(|path| {
            let line = line(&text(&path).ok()?, option.trim_start_matches('-'), &english)?;
            Some((path, line))
        });
        let Some((path, line)) = place else {
            return error;
        };
        let words = Words::new(
            "i konfigurationsfilen {path}, rad {line}: {mistake}",
            "in the configuration file {path}, line {line}: {mistake}",
        );
        let words = words.with("path", super::shown(&path)).with("line", line);
        complaint(words.within("mistake", told))
    }
}

/// The line of a key in a configuration file, or the one below it that has what the mistake
/// quotes.
fn line(text: &str, key: &str, mistake: &str) -> Option<usize> {
    let is_key = |line: &&str| {
        let line = line.trim_start().trim_start_matches('[');
        let rest = line.strip_prefix(key).filter(|_| !key.is_empty());
        rest.is_some_and(|rest| rest.trim_start().starts_with(['=', ']']))
    };
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(is_key)?;
    // The first word in quotes that stands below tells the line best.
    let mut quoted = mistake.split('`').skip(1).step_by(2);
    let below = quoted.find_map(|word| lines[at..].iter().position(|line| line.contains(word)));
    Some(at + below.unwrap_or(0) + 1)
}

/// The text of a file that somebody wrote for this program.
pub(super) fn text(path: &Path) -> Result<String, Message> {
    let bytes = std::fs::read(path).map_err(|error| Failure::from(&error).wording())?;
    String::from_utf8(bytes).map_err(|_| {
        Words::new(
            "innehållet är inte UTF-8; spara filen som UTF-8",
            "the content is not UTF-8; save the file as UTF-8",
        )
        .into()
    })
}

/// The groups of options in a file. Each is read by itself, so that a mistake has its line.
fn read(text: &str) -> Result<OfFile, toml::de::Error> {
    toml::from_str::<BTreeMap<Known, toml::Value>>(text)?;
    let own: Own = toml::from_str(text)?;
    let options = Options {
        output: toml::from_str(text)?,
        figures: toml::from_str(text)?,
        selection: toml::from_str(text)?,
        judging: toml::from_str(text)?,
        with_records: own.with_records,
        with_free_text: own.with_free_text,
        keep_keys: own.keep_keys,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_placed_at_its_key_or_at_what_it_quotes() {
        let text = "threads = 5000\n\n[per-path-ignores]\n\"a\" = [\"D\"]\n\"b[\" = [\"C\"]\n";
        let at = |key: &str, mistake: &str| line(text, key, mistake);
        assert_eq!(at("threads", "--threads: 5000 is too many"), Some(1));
        assert_eq!(at("per-path-ignores", "the pattern `b[` cannot"), Some(5));
        assert_eq!(at("thread", ""), None);
        assert_eq!(at("", "no notification"), None);
    }

    #[test]
    fn no_key_of_the_file_is_refused_in_words_of_a_library() {
        let keys = [
            "lang",
            "threads",
            "no-progress",
            "quiet",
            "color",
            "out",
            "force",
            "output-format",
            "statistics",
            "levels",
            "thresholds",
            "per-path-ignores",
            "formats",
            "csv-style",
            "receipts",
            "mapping",
            "form",
            "deadline-hours",
            "as-of",
            "select",
            "fail-on",
            "from",
            "where",
            "cross",
            "max-member-size",
            "max-members",
            "min-cell",
            "keep-names",
        ];
        for key in keys {
            for value in ["5.5", "-1", "\"§\"", "[[]]", "{ a = 1 }", "2024-01-01"] {
                let text = format!("{key} = {value}\n");
                let Err(error) = read(&text) else {
                    continue;
                };
                let (line, mistake) = toml_mistake(&error, &text);
                let told = [Language::Sv, Language::En].map(|language| mistake.get(language));
                assert_eq!(line, 1, "{text}");
                for odd in [
                    "expected",
                    "enum",
                    "struct",
                    "u32",
                    "u64",
                    "variant",
                    "wanted",
                    "another kind",
                    "cannot be read",
                ] {
                    assert!(
                        !told.iter().any(|told| told.contains(odd)),
                        "{text}{told:?}"
                    );
                }
                assert!(
                    !told[0].contains(" string") && !told[0].contains("ett annat slags"),
                    "{told:?}"
                );
            }
        }
    }

    #[test]
    fn no_mistake_within_a_table_of_the_file_is_told_in_words_of_a_library() {
        let file = "lang = \"sv\"\nquiet = true\nreceipts = [\"a.csv\"]\ncross = [\"sector,cause\"]\n\
            min-cell = 5\nwhere = [\"sector=public\"]\n[levels]\nD001 = \"error\"\n[thresholds]\n\
            thin-description = 30\nheaps = [99]\n[per-path-ignores]\n\"a\" = [\"D\"]\n";
        read(file).unwrap();
        for source in crate::testing::broken(file) {
            if let Err(error) = read(&source) {
                let (_, mistake) = toml_mistake(&error, &source);
                crate::testing::is_in_plain_words(&mistake, &source);
            }
        }
    }
}
