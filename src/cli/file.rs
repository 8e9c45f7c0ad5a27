//! `breach-audit.toml`: the same keys as the options, found from the working
//! directory upwards, and how its values may be written.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, de};

use crate::cli::common::Common;
use crate::cli::complaint::{Complaining as _, complaint};
use crate::cli::options::Options;
use crate::config::{CONFIG_FILE, Words, toml_mistake};

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

impl Common {
    /// The configuration file: the one named, else the nearest upwards.
    pub(super) fn config_path(&self) -> Option<PathBuf> {
        self.config.clone().or_else(nearest_config)
    }

    /// The configuration file: the one named, else the nearest upwards, else none.
    pub(super) fn file(&self) -> anyhow::Result<Options> {
        let Some(path) = self.config_path() else {
            return Ok(Options::default());
        };
        let shown = super::shown(&path);
        let text = std::fs::read_to_string(&path).complaining(|| {
            Words::new(
                "kan inte läsa konfigurationsfilen {shown}",
                "cannot read the configuration file {shown}",
            )
            .with("shown", &shown)
        })?;
        let mut options: Options = toml::from_str(&text).map_err(|error| {
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
        let base = path.parent().unwrap_or(Path::new("")).to_owned();
        options.receipts = options.receipts.map(|receipts| base.join(receipts));
        options.mapping = options.mapping.map(|mapping| base.join(mapping));
        options.out = options.out.map(|out| base.join(out));
        Ok(options)
    }
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
