//! By what a supplement in free form is known: words that are data, in supplement.toml.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::moment::parse_stamp;

/// By what a supplement in free form is known, and what speaks against it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signs {
    words: Vec<String>,
    before: Vec<String>,
    replies: Vec<String>,
    labels: Vec<String>,
    machines: Vec<String>,
    refusing: Vec<String>,
    answering: Vec<String>,
    after: Vec<String>,
    besides: Vec<String>,
    cells: Vec<String>,
    private: Vec<String>,
    streets: Vec<String>,
    referring: Vec<String>,
}

static SIGNS: LazyLock<Option<Signs>> =
    LazyLock::new(|| toml::from_str(include_str!("../supplement.toml")).ok());

/// The signs of the program.
pub(super) fn signs() -> Option<&'static Signs> {
    SIGNS.as_ref()
}

/// How many words after that for a supplement are looked at for one that speaks of it.
const NEAR: usize = 3;
/// Marks that part the cells of a table.
const CELLS: [char; 3] = ['\t', '|', ';'];
/// A line of so many words is a sentence.
const SENTENCE: usize = 5;
/// A table has so many cells at least, each in a line.
const GRID: usize = 5;

impl Signs {
    /// Whether one of the first `most` lines of a text that are not blank says that the text is
    /// a supplement.
    pub(super) fn head(&self, text: &str, most: usize) -> bool {
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        (0..lines.len().min(most)).any(|at| {
            let rest = self.begun(lines[at]);
            rest.is_some_and(|rest| !self.speaks_of_it(&rest) && !self.is_cell(&lines, at, &rest))
        })
    }

    /// The same of the subject of a mail.
    pub(super) fn subject(&self, subject: &str) -> bool {
        let rest = self.begun(subject);
        rest.is_some_and(|rest| !self.speaks_of_it(&rest))
    }

    /// Whether a program wrote a mail with this subject, about another one.
    pub(super) fn is_machine(&self, subject: &str) -> bool {
        let subject = subject.trim().to_lowercase();
        self.machines
            .iter()
            .any(|word| subject.starts_with(word.as_str()))
    }

    /// What follows a word for a supplement at the beginning of a line, in small letters; `None`
    /// where there is none.
    fn begun(&self, line: &str) -> Option<String> {
        let line = line.trim().to_lowercase();
        let mut rest = line.trim_start_matches(['#', '"', '”', '“', ' ', '\u{a0}']);
        loop {
            // A system for mails may mark what comes from outside.
            let marked = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            let label = || {
                let mut labels = self.replies.iter().chain(&self.labels);
                labels.find_map(|own| rest.strip_prefix(own.as_str()))
            };
            let Some(left) = marked.map(|(_, left)| left).or_else(label) else {
                break;
            };
            rest = left.trim_start();
        }
        let word = |rest: &str, words: &[String]| {
            let ends = words.iter().filter_map(|word| {
                let left = rest.strip_prefix(word.as_str())?;
                (!left.starts_with(char::is_alphanumeric)).then_some(word.len())
            });
            ends.max()
        };
        if let Some(end) = word(rest, &self.before) {
            rest = rest[end..].trim_start();
        }
        word(rest, &self.words).map(|end| rest[end..].to_owned())
    }

    /// Whether the rest of a line tells that a supplement is asked for, is lacking, or was sent:
    /// then the text is a note of it or asks for it.
    fn speaks_of_it(&self, rest: &str) -> bool {
        let words: Vec<&str> = sentence(rest)
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| !word.trim_matches('-').is_empty())
            .collect();
        let stands = |at: usize, phrase: &String| {
            let phrase: Vec<&str> = phrase.split(' ').collect();
            words[at..].starts_with(&phrase)
        };
        let follows = |at: usize, list: &[String]| {
            at.checked_sub(1)
                .is_some_and(|before| list.iter().any(|word| word == words[before]))
        };
        let refuses = |at: usize| {
            let is_near = at < NEAR && self.after.iter().any(|word| word == words[at]);
            is_near && !follows(at, &self.besides)
                || !follows(at, &self.answering)
                    && self.refusing.iter().any(|phrase| stands(at, phrase))
        };
        (0..words.len()).any(refuses)
    }

    /// Whether a line is a row of a table, or a cell in one.
    fn is_cell(&self, lines: &[&str], at: usize, rest: &str) -> bool {
        let cells = |line: &str| line.trim().matches(CELLS).count();
        let own = cells(lines[at]);
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let mut beside = beside.filter_map(|at| lines.get(at));
        if own > 1 || own > 0 && beside.any(|line| cells(line) > 0) {
            return true;
        }
        // A word alone may stand in a cell of which each is a line.
        let (is_label, rest) = (rest.starts_with(':'), rest.trim_matches([':', ' ']));
        let below = &lines[at + 1..];
        if !rest.is_empty() {
            let is_answer = self.cells.iter().any(|own| own == rest) || is_nothing(rest);
            let is_stamp = is_label && parse_stamp(rest).is_some();
            return is_answer || is_stamp && !has_sentence(below);
        }
        let Some(next) = below.first() else {
            return false;
        };
        let next = next.trim().to_lowercase();
        let mut answers = self.after.iter().chain(&self.refusing).chain(&self.cells);
        // A longer line of marks is drawn below a title.
        let is_blank = is_nothing(&next) && next.chars().count() <= 2;
        let is_short = parse_stamp(&next).is_some() || at > 1 && below.len() + at >= GRID;
        let is_word = |line: &str| line.trim().chars().all(char::is_alphabetic);
        let above = at.checked_sub(1).map(|at| lines[at]);
        // Single words around it are the headings of a table.
        above.is_some_and(is_word) && is_word(&next)
            || answers.any(|own| *own == next)
            || is_blank
            || is_short && !has_sentence(below)
    }

    /// Whether what follows this word is a person's or a place's.
    pub(super) fn is_private(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        self.private.iter().any(|own| own == word)
            || self.streets.iter().any(|end| word.ends_with(end.as_str()))
    }

    /// Whether a line speaks of a reference.
    pub(super) fn refers(&self, line: &str) -> bool {
        let line = line.to_lowercase();
        self.referring
            .iter()
            .any(|word| line.contains(word.as_str()))
    }
}

/// Whether one of some lines is a sentence.
fn has_sentence(lines: &[&str]) -> bool {
    let words = |line: &&str| line.split_whitespace().count();
    lines.iter().any(|line| words(line) >= SENTENCE)
}

/// The first sentence of a text. A short word with a stop is taken for an abbreviation.
fn sentence(text: &str) -> &str {
    let ends = text.match_indices(['.', '!', '?']).find(|(at, _)| {
        let word = text[..*at].rsplit(char::is_whitespace).next();
        let is_short = word.is_some_and(|word| {
            (1..=3).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic)
        });
        let next = text[at + 1..].chars().next();
        next.is_none_or(char::is_whitespace) && !is_short
    });
    ends.map_or(text, |(at, _)| &text[..at])
}

/// Whether a cell is empty but for marks.
fn is_nothing(cell: &str) -> bool {
    !cell.contains(char::is_alphanumeric)
}
