//! The titles of filings: which lines are one, and the kind of filing that they
//! name. The words are data of the edition.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Filing;

/// The words of titles, as the form file has them: in lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Titles {
    initial: Vec<String>,
    supplement: Vec<String>,
    withdrawal: Vec<String>,
    words: Vec<String>,
    /// All single words, sorted, and whether a phrase that names a kind begins so.
    #[serde(skip)]
    known: Vec<(String, bool)>,
    /// The lengths of all words.
    #[serde(skip)]
    lengths: Outlines,
    /// The shapes of all words.
    #[serde(skip)]
    shapes: Outlines,
    /// The shapes of the words that phrases begin with.
    #[serde(skip)]
    names: Outlines,
}

/// For each byte that words begin with, in lower case, a bit for each outline of such a
/// word: one look tells most words that are none.
#[derive(Debug)]
struct Outlines([u64; 256]);

impl Default for Outlines {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl Outlines {
    /// The outlines of words. The bit comes from what `outline` tells of a word.
    fn of<'w>(words: impl Iterator<Item = &'w String>, outline: fn(&[u8]) -> usize) -> Self {
        let mut outlines = Self::default();
        for word in words.map(String::as_bytes) {
            if let Some(first) = word.first() {
                outlines.0[usize::from(first.to_ascii_lowercase())] |= 1 << outline(word);
            }
        }
        outlines
    }

    /// Whether there is a word with the first byte of this one, in either case, and
    /// with this outline.
    fn may_have(&self, word: &[u8], outline: usize) -> bool {
        word.first().is_some_and(|first| {
            self.0[usize::from(first.to_ascii_lowercase())] >> outline & 1 == 1
        })
    }
}

/// The length of a word.
fn length(word: &[u8]) -> usize {
    word.len() % 64
}

/// The second byte of a word, of either case.
fn second(word: &[u8]) -> usize {
    word.get(1).map_or(0, |second| usize::from(second & 0x1F))
}

/// The length, second and last byte of a word, of either case.
fn shape(word: &[u8]) -> usize {
    let last = word.last().map_or(0, |last| usize::from(last & 0x1F));
    (word.len() ^ last ^ (second(word) << 1)) % 64
}

/// The shortest title, in bytes.
pub(super) const LEAST_BYTES: usize = 8;
/// The longest title, in bytes.
pub(super) const MOST_BYTES: usize = 160;

impl Titles {
    /// The kind of filing that a line names, if it is a title and nothing more:
    /// `Komplettering av anmälan PUI-2021-1654`.
    #[inline]
    pub(crate) fn kind(&self, line: &str) -> Option<Filing> {
        let ends = (line.as_bytes().first(), line.as_bytes().last());
        let (Some(b'A'..=b'Z' | 0xC3), Some(last)) = ends else {
            return None;
        };
        let may_be_title = (LEAST_BYTES..=MOST_BYTES).contains(&line.len())
            && !matches!(last, b'.' | b'?' | b'!' | b',');
        if may_be_title { self.named(line) } else { None }
    }

    /// The kind of filing that a line names whose length and ends are those of a title.
    #[inline(never)]
    fn named(&self, line: &str) -> Option<Filing> {
        if !self.may_begin(line) || !begins_in_upper_case(line) {
            return None;
        }
        // Nearly every title is the form's own, as it stands.
        if self
            .initial
            .iter()
            .any(|title| title.eq_ignore_ascii_case(line))
        {
            return Some(Filing::Initial);
        }
        if !self.may_name(line) {
            return None;
        }
        let mut names_a_kind = false;
        let mut padded = String::with_capacity(line.len() + 2);
        padded.push(' ');
        for (word, next) in with_next(words(line)) {
            let is_number = has_digit(word) || next.is_some_and(|next| is_mark_of(word, next));
            let word = word.to_lowercase();
            if !is_number {
                names_a_kind |= self.known(&word)?;
            }
            padded.push_str(&word);
            padded.push(' ');
        }
        if !names_a_kind {
            return None;
        }
        let names = |phrases: &[String]| phrases.iter().any(|phrase| has_phrase(&padded, phrase));
        if names(&self.withdrawal) {
            Some(self.withdrawn(&padded))
        } else if names(&self.supplement) {
            Some(Filing::Supplement)
        } else {
            names(&self.initial).then_some(Filing::Initial)
        }
    }

    /// What the title of a withdrawal says that it takes back. What joins several things takes
    /// the notification back.
    fn withdrawn(&self, padded: &str) -> Filing {
        let joins = [" och ", " and ", " samt "];
        if joins.iter().any(|join| padded.contains(join)) {
            return Filing::Withdrawal;
        }
        let begins = |rest: &str, phrases: &[String]| {
            let mut phrases = phrases.iter();
            phrases.any(|phrase| {
                let rest = rest.strip_prefix(phrase.as_str());
                rest.is_some_and(|rest| rest.starts_with(' '))
            })
        };
        for phrase in &self.withdrawal {
            let Some((_, rest)) = padded.split_once(&format!(" {phrase} ")) else {
                continue;
            };
            let mut rest = rest;
            while let Some((word, more)) = rest.split_once(' ')
                && matches!(word, "av" | "of" | "en" | "a" | "the" | "vår" | "our")
            {
                rest = more;
            }
            if begins(rest, &self.supplement) {
                return Filing::OfSupplement;
            }
            if begins(rest, &self.withdrawal) {
                return Filing::OfWithdrawal;
            }
        }
        Filing::Withdrawal
    }

    /// Whether a phrase that names a kind begins with a word, in lower case. Nothing if it is no
    /// word of titles.
    fn known(&self, word: &str) -> Option<bool> {
        let at = self
            .known
            .binary_search_by(|(known, _)| known.as_str().cmp(word));
        at.ok().map(|at| self.known[at].1)
    }

    /// Whether a line has nothing but words of titles and numbers.
    pub(crate) fn are_words(&self, line: &str) -> bool {
        let is_known = |word: &str| has_digit(word) || self.known(&word.to_lowercase()).is_some();
        line.len() <= MOST_BYTES && words(line).all(is_known)
    }

    /// Whether the first word may be one of a title, by its first letter and its length, or a
    /// number.
    fn may_begin(&self, line: &str) -> bool {
        let line = line.as_bytes();
        // 0xC2 begins a blank that does not break, 0xE2 thin blanks and dashes.
        let is_part = |byte: &u8| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'-' | 0x80..=0xC1 | 0xC3..=0xE1 | 0xE3..)
        };
        let end = line
            .iter()
            .position(|byte| !is_part(byte))
            .unwrap_or(line.len());
        let first = &line[..end];
        first.iter().any(u8::is_ascii_digit) || self.lengths.may_have(line, length(first))
    }

    /// Whether all words of a line may be words of titles by their shapes, and one of them
    /// the beginning of a phrase that names a kind.
    fn may_name(&self, line: &str) -> bool {
        let mut may_name = false;
        let all = with_next(words(line));
        for word in all
            .filter(|(word, next)| {
                !has_digit(word) && !next.is_some_and(|next| is_mark_of(word, next))
            })
            .map(|(word, _)| word.as_bytes())
        {
            let shape = shape(word);
            if !self.shapes.may_have(word, shape) {
                return false;
            }
            may_name |= self.names.may_have(word, shape);
        }
        may_name
    }

    /// All words of titles.
    pub(super) fn words(&self) -> impl Iterator<Item = &String> {
        self.known.iter().map(|(word, _)| word)
    }

    /// Prepares what is looked up.
    pub(super) fn index(&mut self) {
        let mut known: BTreeMap<&str, bool> = BTreeMap::new();
        for phrase in [&self.initial, &self.supplement, &self.withdrawal]
            .into_iter()
            .flatten()
        {
            for (at, word) in phrase.split(' ').enumerate() {
                *known.entry(word).or_default() |= at == 0;
            }
        }
        self.words
            .iter()
            .for_each(|word| _ = known.entry(word).or_default());
        self.known = known
            .into_iter()
            .map(|(word, names)| (word.to_owned(), names))
            .collect();
        self.lengths = Outlines::of(self.words(), length);
        self.shapes = Outlines::of(self.words(), shape);
        let names = self
            .known
            .iter()
            .filter(|(_, names)| *names)
            .map(|(word, _)| word);
        self.names = Outlines::of(names, shape);
    }
}

/// The words of a line.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/')))
        .map(|word| word.trim_matches(['-', '/']))
        .filter(|word| !word.is_empty())
}

/// Each word with the next one.
fn with_next<'l>(
    words: impl Iterator<Item = &'l str>,
) -> impl Iterator<Item = (&'l str, Option<&'l str>)> {
    let mut words = words.peekable();
    std::iter::from_fn(move || Some((words.next()?, words.peek().copied())))
}

/// Whether a word is the letters before a number: `KS 2024/1`.
fn is_mark_of(word: &str, next: &str) -> bool {
    let is_short = word.chars().count() <= 5 && word.chars().all(char::is_uppercase);
    is_short && next.starts_with(|c: char| c.is_ascii_digit())
}

pub(super) fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether the first letter or digit of a line is a capital.
pub(super) fn begins_in_upper_case(line: &str) -> bool {
    let first = line.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(char::is_uppercase)
}

/// Whether words between blanks hold a phrase.
fn has_phrase(padded: &str, phrase: &str) -> bool {
    memchr::memmem::find_iter(padded.as_bytes(), phrase.as_bytes())
        .any(|at| padded.as_bytes()[at - 1] == b' ' && padded.as_bytes()[at + phrase.len()] == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;

    #[test]
    fn a_title_names_the_kind_of_filing() {
        let titles = &Edition::default_edition().titles;
        for (title, kind) in [
            ("Anmälan av personuppgiftsincident", Filing::Initial),
            (
                "Anmälan av gränsöverskridande personuppgiftsincident",
                Filing::Initial,
            ),
            ("Notification of a personal data breach", Filing::Initial),
            ("Komplettering", Filing::Supplement),
            (
                "Komplettering\u{a0}av personuppgiftsincidentsanmälan",
                Filing::Supplement,
            ),
            ("KOMPLETTERING AV ANMÄLAN", Filing::Supplement),
            ("Komplettering av anmälan PUI-2021-1654", Filing::Supplement),
            (
                "Komplettering av personuppgiftsincidentsanmälan",
                Filing::Supplement,
            ),
            (
                "Komplettering av gränsöverskridande personuppgiftsincidentsanmälan",
                Filing::Supplement,
            ),
            (
                "Komplettering till anmälan (DI-2020-1, dnr 12/2021)",
                Filing::Supplement,
            ),
            (
                "Kompletterande anmälan av personuppgiftsincident",
                Filing::Supplement,
            ),
            (
                "Komplettera en anmälan om personuppgiftsincident",
                Filing::Supplement,
            ),
            (
                "Kompletterande uppgifter till ärende IMY-2023-12",
                Filing::Supplement,
            ),
            (
                "Blankett – komplettering av anmälan om personuppgiftsincident",
                Filing::Supplement,
            ),
            (
                "Anmälan av personuppgiftsincident (komplettering)",
                Filing::Supplement,
            ),
            (
                "Supplement to notification of a personal data breach",
                Filing::Supplement,
            ),
            (
                "Supplementary notification of cross-border personal data breach",
                Filing::Supplement,
            ),
            ("Supplement to case no. IMY-2024-77", Filing::Supplement),
            (
                "Slutlig komplettering av personuppgiftsincidentsanmälan",
                Filing::Supplement,
            ),
            ("Andra komplettering av anmälan", Filing::Supplement),
            ("KOPIA Komplettering av anmälan", Filing::Supplement),
            ("Anmälan av personuppgiftsincident (kopia)", Filing::Initial),
            ("Återkallelse av anmälan PUI-2024-0006", Filing::Withdrawal),
            (
                "Makulering av anmälan av personuppgiftsincident",
                Filing::Withdrawal,
            ),
            ("Återkallelse av komplettering", Filing::OfSupplement),
            (
                "Återkallelse av kompletterande anmälan PUI-2024-0006",
                Filing::OfSupplement,
            ),
            (
                "Återkallelse av återkallelse av anmälan PUI-2024-0006",
                Filing::OfWithdrawal,
            ),
            (
                "Withdrawal of notification of a personal data breach",
                Filing::Withdrawal,
            ),
        ] {
            assert_eq!(titles.kind(title), Some(kind), "{title}");
        }
    }

    #[test]
    fn running_text_and_the_forms_own_words_are_no_title() {
        let edition = Edition::default_edition();
        for text in [
            "kompletterande uppgifter i efterhand, men det är viktigt att",
            "kompletterande uppgifter",
            "Kompletterande",
            "Kompletterande uppgifter kan lämnas i efterhand.",
            "Komplettering/eventuell sekretess",
            "Komplettering kommer",
            "Återkallelse av fullmakt",
            "Anmälan eller komplettering",
            "Kopia av anmälan",
            "Andra uppgifter",
            "Ny information",
            "Anmälan",
        ] {
            assert_eq!(edition.titles.kind(text), None, "{text}");
        }
        let labels = edition.questions.iter().map(|question| &question.label.sv);
        let options = edition
            .questions
            .iter()
            .flat_map(|question| &question.options)
            .map(|option| &option.sv);
        for text in labels
            .chain(options)
            .chain(edition.sections.iter().map(|section| &section.label.sv))
        {
            assert_eq!(edition.titles.kind(text), None, "{text}");
        }
    }
}
