//! The options of every command: language, threads, how much is said.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::ValueEnum as _;

use crate::cli::complaint::Voice;
use crate::cli::given::{Common, Lang, Times, When};
use crate::cli::language_of_environment;
use crate::cli::options::Own;
use crate::config::Language;

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
    pub(super) fn verbosity(&self, file: &Own) -> i8 {
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
        Ok(self.verbosity(&self.file()?.own) < 0)
    }

    /// Whether colour is used: what is asked for, else the configuration file's.
    pub(super) fn colour(&self, file: &Own) -> bool {
        self.when(file).paints(&std::io::stdout())
    }

    fn when(&self, file: &Own) -> When {
        self.color.or(file.color).unwrap_or_default()
    }

    /// How errors are printed, as far as that can be told while something is wrong.
    pub(super) fn voice(&self) -> Voice {
        Voice {
            language: self.language_or_environment(),
            colour: self.when(&self.file().unwrap_or_default().own),
        }
    }

    /// The language asked for, else the configuration file's, else the environment's.
    pub(super) fn language(&self) -> anyhow::Result<Language> {
        let asked = match self.lang {
            Some(lang) => Some(lang),
            None => self.file()?.own.lang,
        };
        Ok(match asked {
            Some(Lang::Sv) => Language::Sv,
            Some(Lang::En) => Language::En,
            None => language_of_environment(),
        })
    }
}
