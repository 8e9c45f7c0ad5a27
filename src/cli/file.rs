//! `breach-audit.toml`: the same keys as the options, found from the working
//! directory upwards, and how its values may be written.

use std::path::{Path, PathBuf};

use crate::cli::complaint::{complaint, message};
use crate::cli::given::Common;
use crate::cli::options::Options;
use crate::config::{CONFIG_FILE, Language, Message, Words, toml_mistake};
use crate::intake::Failure;

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
        let text = text(&path).map_err(|why| {
            let words = Words::new(
                "kan inte läsa konfigurationsfilen {shown}: {why}",
                "cannot read the configuration file {shown}: {why}",
            );
            complaint(words.with("shown", &shown).within("why", why))
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
    let at = lines.iter().position(|line| is_key(&line))?;
    let quoted = |line: &&str| {
        mistake
            .split('`')
            .skip(1)
            .step_by(2)
            .any(|word| line.contains(word))
    };
    let below = lines[at..].iter().position(|line| quoted(&line));
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
                let Err(error) = toml::from_str::<Options>(&text) else {
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
}
