//! What a line that is not the form's may be, told by what it begins with: most lines are
//! nothing of the kind, and one look tells so.

/// The words before a date or number that is stamped or printed on pages.
const STAMPS: &[&str] = &[
    "inkom",
    "inkommen",
    "inkommet",
    "ink",
    "ankom",
    "ankommen",
    "mottagen",
    "mottaget",
    "diarieförd",
    "diarienr",
    "diarienummer",
    "dnr",
    "utskriven",
    "utskrivet",
    "utskrift",
    "utskriftsdatum",
    "skriven",
    "received",
    "printed",
    "registered",
    "registrerad",
];

/// Whether a word is one of those before a date or number that is stamped.
pub(crate) fn is_stamp(word: &str) -> bool {
    let Some(first) = word.bytes().next().map(|byte| byte.to_ascii_lowercase()) else {
        return false;
    };
    let word = word.trim_end_matches([':', '.']);
    let is_same = |stamp: &&str| {
        stamp.len() == word.len()
            && stamp.as_bytes()[0] == first
            && (stamp.eq_ignore_ascii_case(word)
                || !word.is_ascii() && *stamp == word.to_lowercase())
    };
    STAMPS.iter().any(is_same)
}

/// What a line may be that is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aside {
    /// Help, or the beginning of it.
    Help = 1,
    /// A counter of characters.
    Counter = 2,
    /// The title of a filing.
    Title = 4,
    /// A stamp, or the beginning of one.
    Stamp = 8,
}

/// A set of [`Aside`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Asides(u8);

impl Asides {
    /// Whether it is empty.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether it holds this.
    pub(crate) fn has(self, aside: Aside) -> bool {
        self.0 & aside as u8 != 0
    }

    fn insert(&mut self, aside: Aside) {
        self.0 |= aside as u8;
    }
}

/// What begins with two letters of ASCII, and what a line may be that does not begin so.
#[derive(Debug)]
pub(crate) struct Beginnings {
    pairs: [[Asides; 32]; 32],
    /// By the first byte of the line.
    firsts: [Asides; 256],
}

impl Default for Beginnings {
    /// That of stamps, which are the same in every edition, and of signs.
    fn default() -> Self {
        let mut beginnings = Self {
            pairs: [[Asides::default(); 32]; 32],
            firsts: [Asides::default(); 256],
        };
        beginnings.insert(STAMPS, Aside::Stamp);
        for (first, asides) in (0..=u8::MAX).zip(&mut beginnings.firsts) {
            // Signs may stand before the words, and the number before those of a counter.
            if !first.is_ascii_alphabetic() {
                asides.insert(Aside::Counter);
            }
            if !first.is_ascii_alphanumeric() {
                asides.insert(Aside::Help);
            }
            // This begins the letters from U+00C0 to U+00FF.
            if first == 0xC3 {
                asides.insert(Aside::Title);
            }
        }
        beginnings
    }
}

impl Beginnings {
    /// Adds words or squashed labels that begin such lines.
    pub(super) fn insert(
        &mut self,
        words: impl IntoIterator<Item = impl AsRef<str>>,
        aside: Aside,
    ) {
        for word in words {
            let word = word.as_ref();
            if let Some((first, second)) = pair(word) {
                self.pairs[first][second].insert(aside);
            }
            // Signs may stand between the letters of a label.
            if let Some(first) = word.bytes().next().filter(|_| aside != Aside::Stamp) {
                self.firsts[usize::from(first.to_ascii_lowercase())].insert(aside);
                self.firsts[usize::from(first.to_ascii_uppercase())].insert(aside);
            }
        }
    }

    /// What a line may be.
    #[inline]
    pub(super) fn of(&self, line: &str) -> Asides {
        match (pair(line), line.as_bytes().first()) {
            (Some((first, second)), _) => self.pairs[first][second],
            (None, Some(first)) => self.firsts[usize::from(*first)],
            (None, None) => Asides::default(),
        }
    }
}

/// The places in the alphabet of the two letters that a text begins with.
#[inline]
fn pair(text: &str) -> Option<(usize, usize)> {
    let place = |letter: &u8| usize::from(letter & 0x1F);
    match text.as_bytes() {
        [first, second, ..] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
            Some((place(first), place(second)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;

    #[test]
    fn a_line_may_be_what_begins_as_it_does() {
        let edition = Edition::default_edition();
        for (line, aside) in [
            ("Obs! Om den", Aside::Help),
            ("TECKEN KVAR", Aside::Counter),
            ("Komplettering", Aside::Title),
            ("Inkom 2026-01-02", Aside::Stamp),
            ("0/4000 tecken", Aside::Counter),
            ("O, b, s! Om den", Aside::Help),
            ("Återkallelse", Aside::Title),
        ] {
            assert!(edition.asides(line).has(aside), "{line}");
        }
        assert!(edition.asides("Uppgifterna låg").has(Aside::Title));
        for line in ["Handlaren ringde", "Kalle Ek", "gjorde"] {
            assert!(!edition.asides(line).has(Aside::Stamp), "{line}");
        }
        assert!(!edition.asides("2026-01-02").has(Aside::Title));
        assert!(edition.asides("pjäsen").is_empty());
    }
}
