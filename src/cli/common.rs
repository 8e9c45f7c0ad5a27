//! The options of every command: language, threads, how much is said.

use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, Error};
use clap::{Arg, Args, ColorChoice, Command, ValueEnum};
use serde::Deserialize;

use crate::cli::complaint::Voice;
use crate::cli::file::Times;
use crate::cli::language_of_environment;
use crate::cli::options::{MOST_THREADS, Options};
use crate::config::Language;

/// Options of every command.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Common {
    /// Language of labels, messages and reports [default: from LC_ALL or LANG, else en]
    #[arg(long, global = true, value_name = "sv|en", value_parser = LangParser)]
    lang: Option<Lang>,
    /// Worker threads, at most 256 [default: all cores]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=i64::from(MOST_THREADS)))]
    pub(super) threads: Option<u32>,
    /// No progress bar
    #[arg(long, global = true)]
    pub(super) no_progress: bool,
    /// Say less; twice: nothing but errors
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    quiet: u8,
    /// Say more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// When to use colour [default: auto]
    #[arg(long, global = true, value_name = "WHEN")]
    color: Option<When>,
    /// A configuration file [default: breach-audit.toml here or in a folder above]
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// A language by its code, or by its name in either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Lang {
    Sv,
    En,
}

/// Reads a language, and knows what other words for one mean.
#[derive(Debug, Clone, Copy)]
struct LangParser;

/// How the names of a language begin that are no codes of ours.
const MEANT: [(&str, &str); 4] = [("sv", "sv"), ("sw", "sv"), ("se", "sv"), ("en", "en")];

impl TypedValueParser for LangParser {
    type Value = Lang;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Lang, Error> {
        EnumValueParser::<Lang>::new()
            .parse_ref(command, argument, value)
            .map_err(|mut error| {
                let word = value.to_string_lossy().to_lowercase();
                error.remove(ContextKind::SuggestedValue);
                if let Some((_, meant)) = MEANT.iter().find(|(start, _)| word.starts_with(start)) {
                    error.insert(
                        ContextKind::SuggestedValue,
                        ContextValue::String((*meant).to_owned()),
                    );
                }
                error
            })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            Lang::value_variants()
                .iter()
                .filter_map(ValueEnum::to_possible_value),
        ))
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum When {
    #[default]
    Auto,
    Always,
    Never,
}

impl When {
    /// Whether what is printed there is in colour.
    pub(super) fn paints(self, stream: &impl IsTerminal) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => stream.is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }

    /// The same as clap says it.
    pub(super) fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
}

impl Common {
    /// The language, the colour and the configuration file that a command line names,
    /// as far as that can be told of one that is wrong somewhere.
    pub(super) fn of_words(words: impl Iterator<Item = OsString>) -> Self {
        let mut common = Self::default();
        let mut words = words
            .take_while(|word| word != "--")
            .map(|word| word.to_string_lossy().into_owned());
        while let Some(word) = words.next() {
            let (option, value) = match word.split_once('=') {
                Some((option, value)) => (option.to_owned(), Some(value.to_owned())),
                None if ["--lang", "--config", "--color"].contains(&&*word) => (word, words.next()),
                None => continue,
            };
            match (option.as_str(), value) {
                ("--lang", Some(value)) => common.lang = Lang::from_str(&value, false).ok(),
                ("--config", value) => common.config = value.map(PathBuf::from),
                ("--color", Some(value)) => common.color = When::from_str(&value, false).ok(),
                _ => {}
            }
        }
        common
    }

    /// The language asked for, else the environment's where that cannot be told.
    fn language_or_environment(&self) -> Language {
        self.language()
            .unwrap_or_else(|_| language_of_environment())
    }

    /// How much is said, above 0 or below: what is asked for, else the configuration file's.
    pub(super) fn verbosity(&self, file: &Options) -> i8 {
        let of_file = |times: Option<Times>| times.map_or(0, Times::count);
        let (verbose, quiet) = match (self.verbose, self.quiet) {
            (0, 0) => (of_file(file.verbose), of_file(file.quiet)),
            asked => asked,
        };
        // Nobody needs more than a few.
        verbose.min(9) as i8 - quiet.min(9) as i8
    }

    /// Whether nothing is to be said of what went well.
    pub(super) fn is_quiet(&self) -> anyhow::Result<bool> {
        Ok(self.verbosity(&self.file()?) < 0)
    }

    /// Whether colour is used: what is asked for, else the configuration file's.
    pub(super) fn colour(&self, file: &Options) -> bool {
        self.when(file).paints(&std::io::stdout())
    }

    fn when(&self, file: &Options) -> When {
        self.color.or(file.color).unwrap_or_default()
    }

    /// How errors are printed, as far as that can be told while something is wrong.
    pub(super) fn voice(&self) -> Voice {
        Voice {
            language: self.language_or_environment(),
            colour: self.when(&self.file().unwrap_or_default()),
        }
    }

    /// The language asked for, else the configuration file's, else the environment's.
    pub(super) fn language(&self) -> anyhow::Result<Language> {
        let asked = match self.lang {
            Some(lang) => Some(lang),
            None => self.file()?.lang,
        };
        Ok(match asked {
            Some(Lang::Sv) => Language::Sv,
            Some(Lang::En) => Language::En,
            None => language_of_environment(),
        })
    }
}
