//! Which rules run: `--select` and `--ignore` by code, family prefix or name.
//! It runs none of them.

use crate::check::{Rule, rules};
use crate::config::suggestion::{LIKE, MEANT, likeness, most_alike};
use crate::config::{Language, Message, Words};

/// The set of rules to run, bit i for rule i of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selected(pub u128);

/// A code, prefix or name that no rule has.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub struct UnknownRule {
    /// As given.
    pub given: String,
    /// The nearest code or name.
    pub nearest: Option<&'static str>,
}

impl UnknownRule {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        let Self { given, nearest } = self;
        let none = Words::new(
            "ingen regel har koden, familjen eller namnet `{given}`",
            "no rule has the code, family or name `{given}`",
        );
        let near = nearest.map(|name| MEANT.with("near", format_args!("`{name}`")));
        let none = none.with("given", given);
        Message::Row(Words::same("; "), [none].into_iter().chain(near).collect())
    }
}

/// A code or name that a rule had before, with what it has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renamed {
    /// What it was called.
    pub old: &'static str,
    /// What it is called.
    pub new: &'static str,
}

/// The codes and names that rules had before. Codes are never reused, so that an
/// old one always means one rule.
const RENAMED: &[Renamed] = &[];

impl Renamed {
    /// The old code or name in a word, if it is one.
    pub fn of(word: &str) -> Option<Self> {
        Self::among(word, RENAMED)
    }

    fn among(word: &str, table: &[Self]) -> Option<Self> {
        table
            .iter()
            .find(|renamed| renamed.old.eq_ignore_ascii_case(word.trim()))
            .copied()
    }

    /// What to write from now on.
    pub(crate) fn wording(self) -> Message {
        Words::new(
            "`{old}` heter nu `{new}`; det gamla gäller tills vidare",
            "`{old}` is now called `{new}`; the old one still works",
        )
        .with("old", self.old)
        .with("new", self.new)
    }
}

/// The one rule of a code or a name, old ones among them.
pub fn named(word: &str) -> Option<&'static Rule> {
    named_by(word, RENAMED)
}

fn named_by(word: &str, table: &[Renamed]) -> Option<&'static Rule> {
    let word = Renamed::among(word, table).map_or(word.trim(), |renamed| renamed.new);
    let is = |rule: &&&Rule| {
        rule.code.as_str().eq_ignore_ascii_case(word) || rule.name.eq_ignore_ascii_case(word)
    };
    rules().iter().find(is).copied()
}

impl Selected {
    /// Every rule.
    pub const ALL: Self = Self(u128::MAX);

    /// The rules named by `select` (all if empty) without those named by `ignore`.
    ///
    /// # Errors
    /// A word that names no rule, with the nearest that does.
    pub(crate) fn new(select: &[String], ignore: &[String]) -> Result<Self, UnknownRule> {
        Self::by(RENAMED, select, ignore)
    }

    fn by(table: &[Renamed], select: &[String], ignore: &[String]) -> Result<Self, UnknownRule> {
        let mut set = if select.is_empty() { all() } else { 0 };
        for word in select {
            set |= matching(word, table)?;
        }
        for word in ignore {
            set &= !matching(word, table)?;
        }
        Ok(Self(set))
    }

    /// Whether the rule at this position of the catalogue is selected.
    pub(crate) fn has(self, position: usize) -> bool {
        self.0 >> position & 1 == 1
    }
}

fn all() -> u128 {
    rules()
        .iter()
        .enumerate()
        .fold(0, |set, (position, _)| set | 1 << position)
}

/// The rules that a code, a prefix of codes or a name stands for.
fn matching(word: &str, table: &[Renamed]) -> Result<u128, UnknownRule> {
    let trimmed = Renamed::among(word, table).map_or(word.trim(), |renamed| renamed.new);
    if trimmed.eq_ignore_ascii_case("all") {
        return Ok(all());
    }
    let upper = trimmed.to_ascii_uppercase();
    let set = rules()
        .iter()
        .enumerate()
        .filter(|(_, rule)| {
            !upper.is_empty()
                && (rule.code.as_str().starts_with(&upper)
                    || rule.name.eq_ignore_ascii_case(trimmed))
        })
        .fold(0, |set, (position, _)| set | 1 << position);
    if set != 0 {
        return Ok(set);
    }
    // Short codes have little in common; of its own family one may be meant all the same.
    let begins_alike = |known: &&str| {
        let first = trimmed.get(..1);
        first.is_some_and(|first| known[..1].eq_ignore_ascii_case(first))
    };
    let words = rules()
        .iter()
        .flat_map(|rule| [rule.code.as_str(), rule.name]);
    Err(UnknownRule {
        given: word.to_owned(),
        nearest: most_alike(trimmed, words)
            .filter(|near| begins_alike(near) || likeness(trimmed, near) > LIKE),
    })
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
        let selected =
            Selected::new(&strings(&["M", "repeated-passage"]), &strings(&["M009"])).unwrap();
        let has = |code: &[u8; 4]| selected.has(position(Code::new(*code)).unwrap());
        assert!(has(b"M010") && has(b"X004"));
        assert!(!has(b"M009"));
    }

    #[test]
    fn an_old_code_works_and_tells_the_new_one() {
        let table = [Renamed {
            old: "Z001",
            new: "M009",
        }];
        let old = strings(&[" z001"]);
        let selected = Selected::by(&table, &old, &[]).unwrap();
        assert_eq!(selected, Selected::new(&strings(&["M009"]), &[]).unwrap());
        let rest = Selected::by(&table, &[], &old).unwrap();
        assert!(!rest.has(position(Code::new(*b"M009")).unwrap()));
        assert_eq!(
            named_by("Z001", &table).map(|rule| rule.code),
            Some(Code::new(*b"M009"))
        );
        let told = Renamed::among(&old[0], &table).unwrap();
        assert_eq!(
            told.wording().get(Language::En),
            "`Z001` is now called `M009`; the old one still works"
        );
        assert!(told.wording().get(Language::Sv).contains("heter nu `M009`"));
        assert_eq!(Renamed::among("M009", &table), None);
    }

    #[test]
    fn what_was_renamed_names_a_rule_and_is_none_itself() {
        for Renamed { old, new } in RENAMED {
            assert!(
                named_by(new, &[]).is_some() && named_by(old, &[]).is_none(),
                "{old}"
            );
        }
    }

    #[test]
    fn an_unknown_word_is_an_error_with_a_suggestion() {
        let error = Selected::new(&strings(&["c0x2"]), &[]).unwrap_err();
        assert!(error.to_string().contains("did you mean"), "{error}");
        for (word, nearest) in [
            ("", None),
            ("Q001", None),
            ("å", None),
            ("D099", Some("D009")),
            ("late-withut", Some("late-without-reason")),
        ] {
            let error = Selected::new(&strings(&[word]), &[]).unwrap_err();
            assert_eq!(error.nearest, nearest, "{word}");
        }
    }
}
