//! The options of every command as they are given: on the command line and, with the same
//! words, in the configuration file.

use std::ffi::OsStr;
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, Error};
use clap::{Arg, Args, ColorChoice, Command, ValueEnum};
use serde::{Deserialize, Deserializer, de};

/// The most threads that can be asked for.
pub(super) const MOST_THREADS: u32 = 256;

/// Options of every command.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Common {
    /// Language of labels, messages and reports [default: from LC_ALL or LANG, else en]
    #[arg(long, global = true, value_name = "sv|en", value_parser = LangParser)]
    pub(super) lang: Option<Lang>,
    /// Worker threads, at most 256 [default: all cores]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=i64::from(MOST_THREADS)))]
    pub(super) threads: Option<u32>,
    /// No progress bar
    #[arg(long, global = true)]
    pub(super) no_progress: bool,
    /// Say less; twice: nothing but errors
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) quiet: u8,
    /// Say more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
    /// When to use colour [default: auto]
    #[arg(long, global = true, value_name = "WHEN")]
    pub(super) color: Option<When>,
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

/// How often a flag such as `--quiet` is given: a number, or `true` for once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "`true`, or how many times, up to 255")]
pub(super) enum Times {
    Once(bool),
    Often(u8),
}

impl Times {
    /// The number of times.
    pub(super) fn count(self) -> u8 {
        match self {
            Self::Once(once) => u8::from(once),
            Self::Often(times) => times,
        }
    }
}

/// A date or date-time, as text or as TOML has them.
pub(super) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match toml::Value::deserialize(deserializer)? {
        toml::Value::String(text) => Ok(Some(text)),
        toml::Value::Datetime(date) => Ok(Some(date.to_string())),
        other => Err(de::Error::custom(format!(
            "a date, not the {} `{other}`",
            other.type_str()
        ))),
    }
}

/// One path or several, as a configuration file gives them.
pub(super) fn paths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PathBuf>, D::Error> {
    let paths = match toml::Value::deserialize(deserializer)? {
        toml::Value::Array(paths) => paths,
        path => vec![path],
    };
    let path = |path: toml::Value| {
        let path = path.try_into::<PathBuf>();
        path.map_err(|error| de::Error::custom(error.to_string().trim_end()))
    };
    paths.into_iter().map(path).collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::date;

    #[test]
    fn dates_may_be_text_or_dates() {
        #[derive(Deserialize)]
        struct File {
            #[serde(deserialize_with = "date")]
            day: Option<String>,
        }
        let read =
            |text: &str| toml::from_str::<File>(text).map(|file| file.day.unwrap_or_default());
        assert_eq!(read("day = 2024-01-01").unwrap(), "2024-01-01");
        assert_eq!(read("day = \"2024-01-01\"").unwrap(), "2024-01-01");
        for text in [
            "day = 2024-01-01 12:30:00",
            "day = 2024-01-01T12:30:00+02:00",
        ] {
            assert!(
                crate::moment::parse_stamp(&read(text).unwrap()).is_some(),
                "{text}"
            );
        }
        assert!(
            read("day = 2024")
                .unwrap_err()
                .to_string()
                .contains("a date, not the integer")
        );
    }
}
