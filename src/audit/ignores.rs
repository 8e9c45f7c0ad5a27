//! Rules that are left out for some sources, by patterns over their names.

use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::check::{Selected, UnknownRule};
use crate::config::{Language, Message, Words};
use crate::value::composed;

/// Patterns with the rules that they leave out.
#[derive(Debug, Default)]
pub struct Ignores {
    patterns: GlobSet,
    /// For each pattern, the rules that are left.
    left: Vec<Selected>,
}

/// A pattern or a rule that makes no sense.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub(crate) enum IgnoresError {
    /// A pattern that cannot be read.
    Pattern(String, globset::ErrorKind),
    /// A word that names no rule, with its pattern.
    Rule(String, UnknownRule),
}

impl IgnoresError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        let (pattern, why) = match self {
            Self::Pattern(pattern, kind) => (pattern, odd(kind).into()),
            Self::Rule(pattern, rule) => (pattern, rule.wording()),
        };
        let words = Words::new(
            "per-path-ignores: mönstret `{pattern}`: {why}",
            "per-path-ignores: the pattern `{pattern}`: {why}",
        );
        words.with("pattern", pattern).within("why", why)
    }
}

/// What is wrong in a pattern.
fn odd(kind: &globset::ErrorKind) -> Words {
    match kind {
        globset::ErrorKind::UnclosedClass => Words::new(
            "`[` saknar sin `]`; skriv [[] för tecknet [",
            "`[` has no `]`; write [[] for the character [",
        ),
        globset::ErrorKind::UnclosedAlternates => Words::new(
            "`{` saknar sin `}`; skriv [{] för tecknet {",
            "`{` has no `}`; write [{] for the character {",
        ),
        globset::ErrorKind::UnopenedAlternates => Words::new(
            "`}` saknar sin `{`; skriv [}] för tecknet }",
            "`}` has no `{`; write [}] for the character }",
        ),
        globset::ErrorKind::InvalidRange(..) => Words::new(
            "ett intervall inom [ ] står i fel ordning; skriv som [a-z]",
            "a range within [ ] is in the wrong order; write such as [a-z]",
        ),
        globset::ErrorKind::DanglingEscape => Words::new(
            "`\\` sist i mönstret; skriv / mellan mappar",
            "`\\` at the end; write / between folders",
        ),
        _ => Words::new(
            "går inte att läsa; skriv som 2019/*",
            "cannot be read; write such as 2019/*",
        ),
    }
}

impl Ignores {
    /// Patterns such as `2019/*` with codes, family letters or names of rules.
    ///
    /// # Errors
    /// A pattern or a rule that makes no sense.
    pub(crate) fn new(patterns: &[(String, Vec<String>)]) -> Result<Self, IgnoresError> {
        let mut builder = GlobSetBuilder::new();
        let mut left = Vec::new();
        for (pattern, rules) in patterns {
            // As the names of sources are written.
            let unreadable = |error: globset::Error| {
                IgnoresError::Pattern(pattern.clone(), error.kind().clone())
            };
            builder.add(Glob::new(&composed(pattern)).map_err(unreadable)?);
            let unknown = |rule| IgnoresError::Rule(pattern.clone(), rule);
            left.push(Selected::new(&[], rules).map_err(unknown)?);
        }
        let patterns = builder.build().map_err(|error| {
            let pattern = error.glob().unwrap_or_default().to_owned();
            IgnoresError::Pattern(pattern, error.kind().clone())
        })?;
        Ok(Self { patterns, left })
    }

    /// Whether no rule is left out anywhere.
    pub(crate) fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// The rules of `selected` that run for a source.
    pub fn of(&self, source: &str, selected: Selected) -> Selected {
        if self.left.is_empty() {
            return selected;
        }
        let matching = self.patterns.matches(source);
        matching
            .into_iter()
            .fold(selected, |rules, at| Selected(rules.0 & self.left[at].0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::position;
    use crate::finding::Code;

    #[test]
    fn patterns_leave_out_rules_for_what_they_match() {
        let ignores = Ignores::new(&[("*/old/*".to_owned(), vec!["C".to_owned()])]).unwrap();
        let has = |source: &str, code: &[u8; 4]| {
            ignores
                .of(source, Selected::ALL)
                .has(position(Code::new(*code)).unwrap())
        };
        assert!(
            !has("set/old/a.txt", b"C004")
                && has("set/old/a.txt", b"D001")
                && has("set/new/a.txt", b"C004")
        );
    }

    #[test]
    fn patterns_and_names_are_compared_composed() {
        let ignores = Ignores::new(&[("a\u{30a}r/*".to_owned(), vec!["C".to_owned()])]).unwrap();
        assert!(
            !ignores
                .of("år/a.txt", Selected::ALL)
                .has(position(Code::new(*b"C004")).unwrap())
        );
    }

    #[test]
    fn what_makes_no_sense_is_told_once() {
        for (pattern, rules) in [("[", vec![]), ("*", vec!["Q".to_owned()])] {
            let error =
                anyhow::Error::from(Ignores::new(&[(pattern.to_owned(), rules)]).unwrap_err());
            let told: Vec<String> = error.chain().map(ToString::to_string).collect();
            assert_eq!(told.len(), 1, "{told:?}");
            let start = format!("per-path-ignores: the pattern `{pattern}`: ");
            assert!(told[0].starts_with(&start), "{told:?}");
        }
    }
}
