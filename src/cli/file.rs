//! `breach-audit.toml`: the same keys as the options, found from the working
//! directory upwards, and how its values may be written.

use std::path::{Path, PathBuf};

use crate::cli::complaint::{Complaining as _, complaint};
use crate::cli::given::Common;
use crate::cli::options::Options;
use crate::config::{CONFIG_FILE, Words, toml_mistake};

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
