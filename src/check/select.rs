//! Which rules run: `--select` and `--ignore` by code, family prefix or name.
//! It runs none of them.

use crate::check::rules;

/// The set of rules to run, bit i for rule i of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selected(pub u128);

/// A code, prefix or name that no rule has.
#[derive(Debug, thiserror::Error)]
#[error("no rule has the code, family or name `{given}`{}", .nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default())]
pub struct UnknownRule {
    /// As given.
    pub given: String,
    /// The nearest code or name.
    pub nearest: Option<&'static str>,
}

impl Selected {
    /// Every rule.
    pub const ALL: Self = Self(u128::MAX);

    /// The rules named by `select` (all if empty) without those named by `ignore`.
    ///
    /// # Errors
    /// A word that names no rule, with the nearest that does.
    pub fn new(select: &[String], ignore: &[String]) -> Result<Self, UnknownRule> {
        let mut set = if select.is_empty() { all() } else { 0 };
        for word in select {
            set |= matching(word)?;
        }
        for word in ignore {
            set &= !matching(word)?;
        }
        Ok(Self(set))
    }

    /// Whether the rule at this position of the catalogue is selected.
    pub fn has(self, position: usize) -> bool {
        self.0 >> position & 1 == 1
    }
}

fn all() -> u128 {
    rules().iter().enumerate().fold(0, |set, (position, _)| set | 1 << position)
}

/// Codes and names that a rule had before, with what it has now. Codes are never
/// reused, so that an old one always means one rule.
const RENAMED: &[(&str, &str)] = &[];

/// The rules that a code, a prefix of codes or a name stands for.
fn matching(word: &str) -> Result<u128, UnknownRule> {
    let trimmed = word.trim();
    let renamed = RENAMED.iter().find(|(old, _)| old.eq_ignore_ascii_case(trimmed));
    let trimmed = renamed.map_or(trimmed, |(_, new)| new);
    if trimmed.eq_ignore_ascii_case("all") {
        return Ok(all());
    }
    let upper = trimmed.to_ascii_uppercase();
    let set = rules()
        .iter()
        .enumerate()
        .filter(|(_, rule)| {
            !upper.is_empty()
                && (rule.code.as_str().starts_with(&upper) || rule.name.eq_ignore_ascii_case(trimmed))
        })
        .fold(0, |set, (position, _)| set | 1 << position);
    if set != 0 {
        return Ok(set);
    }
    let mut words: Vec<&'static str> =
        rules().iter().flat_map(|rule| [rule.code.as_str(), rule.name]).collect();
    words.sort_by_key(|word| {
        std::cmp::Reverse(
            (strsim::jaro_winkler(word, trimmed).max(strsim::jaro_winkler(word, &upper)) * 1e6) as u64,
        )
    });
    Err(UnknownRule { given: word.to_owned(), nearest: words.first().copied() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::position;
    use crate::finding::Code;

    fn strings(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn codes_prefixes_and_names_select() {
        let selected = Selected::new(&strings(&["M", "repeated-passage"]), &strings(&["M009"])).unwrap();
        let has = |code: &[u8; 4]| selected.has(position(Code::new(code)).unwrap());
        assert!(has(b"M010") && has(b"X004"));
        assert!(!has(b"M009"));
    }

    #[test]
    fn an_unknown_word_is_an_error_with_a_suggestion() {
        let error = Selected::new(&strings(&["c0x2"]), &[]).unwrap_err();
        assert!(error.to_string().contains("did you mean"), "{error}");
        assert!(Selected::new(&strings(&[""]), &[]).is_err());
    }
}
