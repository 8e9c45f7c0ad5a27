//! What of a notification may tie it to those of other controllers, kept small: a sketch of
//! the text of the description, the processors, and the numbers of other matters that it
//! quotes. No text can be read from it.
//!
//! The sketch is a MinHash by one permutation. Each pair of words that follow each other
//! is a number. The numbers fall into bins, and of each bin the smallest is kept. So two
//! texts agree in about as large a share of the bins as they share of their pairs.

use std::hash::BuildHasher as _;
use std::ops::Deref;
use std::sync::Arc;

use foldhash::quality::FixedState;

use crate::form::{Key, squash};
use crate::notification::{MASKED, Notification, State};
use crate::row::several::unbarred;
use crate::value::{Form, Organisation, hides_personal_data, impersonal, without_form};

/// How many numbers a sketch has.
pub(crate) const BINS: usize = 24;
/// A bin in which no pair fell.
pub(crate) const EMPTY: u32 = u32::MAX;
/// A text of fewer words is one sentence, which many may use.
const LEAST_WORDS: usize = 20;

/// The sketch of a text.
pub(crate) type Sketch = [u32; BINS];

/// What may tie a notification to others.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Traces {
    /// That of the description; all bins are empty for a short one.
    pub(crate) sketch: Sketch,
    /// The processors and the numbers quoted, if there are any.
    pub(crate) named: Option<Box<Named>>,
}

/// Names and numbers in a notification.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Named {
    /// Processors that are legal persons.
    pub(crate) processors: Box<[Processor]>,
    /// Hashes of numbers of other matters that the texts quote.
    pub(crate) quoted: Box<[u32]>,
}

/// A processor that is a legal person.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Processor {
    /// The hash of its organisation number; 0 without one.
    pub(crate) number: u32,
    /// The hash of its name without its legal form; 0 without one.
    pub(crate) name: u32,
    /// The number as records show it, and the name as it may be shown.
    pub(crate) shown: Option<Box<(Box<str>, Box<str>)>>,
}

impl Traces {
    /// Those of a notification; nothing for one that leaves none.
    pub(super) fn of(n: &Notification) -> Option<Self> {
        let description = n.text(Key::IncidentDescription).given();
        let sketch = description.and_then(|text| sketch(text));
        let named = Named {
            processors: n.processors.iter().filter_map(Processor::of).collect(),
            quoted: quoted(n),
        };
        let named = (named != Named::default()).then(|| Box::new(named));
        (sketch.is_some() || named.is_some()).then(|| Self {
            sketch: sketch.unwrap_or([EMPTY; BINS]),
            named,
        })
    }
}

/// The traces of one row. Those of many rows lie in one place, which is free as a whole when the
/// incidents are found. Each by itself would leave holes between what is still needed, and holes
/// are not given back to the system.
#[derive(Debug, Clone)]
pub(crate) struct Laid {
    place: Arc<Vec<Traces>>,
    at: u32,
}

impl Laid {
    /// Those of a row by itself.
    pub(super) fn alone(traces: Traces) -> Self {
        Self {
            place: Arc::new(vec![traces]),
            at: 0,
        }
    }

    /// Lays what lies alone in one place.
    pub(crate) fn together<'l>(all: impl Iterator<Item = &'l mut Self>) {
        let mut all: Vec<&mut Self> = all.filter(|own| own.place.len() == 1).collect();
        let mut place = Vec::with_capacity(all.len());
        for own in &mut all {
            own.at = place.len() as u32;
            place.extend(Arc::make_mut(&mut own.place).pop());
        }
        let place = Arc::new(place);
        for own in all {
            own.place = Arc::clone(&place);
        }
    }
}

impl Deref for Laid {
    type Target = Traces;

    fn deref(&self) -> &Traces {
        &self.place[self.at as usize]
    }
}

impl serde::Serialize for Laid {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(out)
    }
}

impl<'de> serde::Deserialize<'de> for Laid {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Traces::deserialize(from).map(Self::alone)
    }
}

impl Processor {
    fn of(processor: &crate::notification::Processor) -> Option<Self> {
        let number = match &processor.number.state {
            State::Given(number) => match number.read {
                Organisation::Valid { .. } => Some(number.show()),
                _ if number.may_be_personal() => return None,
                Organisation::IdentityNumber | Organisation::Invalid(_) => None,
            },
            _ => None,
        };
        let name = processor.name.given();
        let name = name.filter(|name| !hides_personal_data(name));
        let squashed = name.map(|name| without_form(name));
        // Without a number only its legal form shows that it is no person.
        let is_legal = |own: &(String, Form)| number.is_some() || own.1 == Form::Written;
        let squashed = squashed.filter(is_legal).map(|(name, _)| name);
        if number.is_none() && squashed.is_none() {
            return None;
        }
        let shown = number.as_deref().zip(name).map(|(number, name)| {
            let name = unbarred(impersonal(name, MASKED).into());
            Box::new((number.into(), name))
        });
        Some(Self {
            number: number.as_deref().map_or(0, hash_of),
            name: squashed.as_deref().map_or(0, hash_of),
            shown,
        })
    }
}

/// A number that stands for a text; never 0.
pub(crate) fn hash_of(text: &str) -> u32 {
    let hash = FixedState::with_seed(0).hash_one(text);
    ((hash >> 32) as u32 ^ hash as u32).max(1)
}

/// Where a description or a reason for delay may name another matter.
const QUOTING: [Key; 2] = [Key::IncidentDescription, Key::IncidentDelayReason];

/// The numbers of other matters that the texts quote, sorted.
fn quoted(n: &Notification) -> Box<[u32]> {
    let texts = QUOTING.iter().filter_map(|key| n.text(*key).given());
    let texts = texts.filter(|text| {
        let digits = text.bytes().filter(u8::is_ascii_digit);
        digits.count() >= LEAST_DIGITS
    });
    let own = [&n.reference, &n.case_number].map(|own| own.given().map(|own| squash(own)));
    let mut all: Vec<u32> = texts
        .flat_map(|text| text.split_ascii_whitespace())
        .filter_map(identifier)
        .filter(|found| !own.iter().flatten().any(|own| own.contains(found.as_str())))
        .map(|found| hash_of(&found))
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into()
}

/// A shorter number is too common to name one matter.
const LEAST_DIGITS: usize = 5;

/// The number of a matter squashed, such as `INC0012345`, `PUI-2025-17` or `2881/2021`: letters
/// before digits, or a year beside a slash. Dates, telephone and identity numbers are none.
fn identifier(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_sized = (LEAST_DIGITS..=20).contains(&digits) && (7..=40).contains(&word.len());
    if !is_sized || word.contains(['@', ':']) {
        return None;
    }
    let is_year =
        |part: &str| part.len() == 4 && (part.starts_with("20") || part.starts_with("19"));
    let by_letters = word.starts_with(char::is_alphabetic);
    let by_year = word.split_once('/').is_some_and(|(before, after)| {
        [before, after].into_iter().any(is_year) && !after.contains('/')
    });
    (by_letters || by_year).then(|| squash(word))
}

/// The sketch of a text with enough words.
fn sketch(text: &str) -> Option<Sketch> {
    let mut bins = [EMPTY; BINS];
    let (mut words, mut before, mut word) = (0, 0_u64, 0_u64);
    let mut end = |word: u64| {
        let own = mixed(word);
        if words > 0 {
            let pair = mixed(before.rotate_left(23) ^ own);
            let number = (pair >> 32) as u32;
            let bin = &mut bins[((u64::from(number) * BINS as u64) >> 32) as usize];
            // Within a bin the numbers are ordered by other digits than those that choose it.
            *bin = (pair as u32).min(*bin);
        }
        before = own;
        words += 1;
    };
    for byte in text.as_bytes() {
        let kept = KEPT[usize::from(*byte)];
        if kept != 0 {
            word = word.rotate_left(5) ^ u64::from(kept);
        } else if word != 0 {
            end(word);
            word = 0;
        }
    }
    if word != 0 {
        end(word);
    }
    (words >= LEAST_WORDS).then_some(bins)
}

/// A number whose bits all hang on all bits of another.
fn mixed(number: u64) -> u64 {
    let number = (number ^ number >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (number ^ number >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

/// What a byte of a word counts as, without regard to case; 0 is between words. The second
/// bytes of the Swedish letters differ by the same bit as those of ASCII.
const KEPT: [u8; 256] = {
    let mut kept = [0; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        kept[at] = match byte {
            // Of these bytes blanks, dashes and quotes are made.
            0xC2 | 0xE2 | 0x80 | 0x82 | 0x90..=0x94 | 0x98..=0x9E | 0xA0 | 0xA6 | 0xAD => 0,
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | 0x81.. => byte | 0x20,
            _ => 0,
        };
        at += 1;
    }
    kept
};

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Leverantören Exempel AB meddelade att obehöriga hade kommit åt en server där löneuppgifter om våra anställda lagras, och att filer hade kopierats under natten.";

    fn agree(one: &str, other: &str) -> usize {
        let [one, other] = [one, other].map(|text| sketch(text).unwrap());
        let pairs = one.iter().zip(&other);
        pairs.filter(|(a, b)| a == b && **a != EMPTY).count()
    }

    #[test]
    fn what_lies_together_is_what_lay_alone() {
        let traces = |number| Traces {
            sketch: [number; BINS],
            named: None,
        };
        let mut all: Vec<Laid> = (0..5).map(|number| Laid::alone(traces(number))).collect();
        for count in [3, 0, 5] {
            Laid::together(all[..count].iter_mut());
            let read: Vec<Traces> = all.iter().map(|own| (**own).clone()).collect();
            let told: Vec<Traces> = (0..5).map(traces).collect();
            assert_eq!(read, told);
        }
        let same = |a: usize, b: usize| Arc::ptr_eq(&all[a].place, &all[b].place);
        assert!(same(0, 2) && same(3, 4) && !same(2, 3));
    }

    #[test]
    fn case_wraps_and_dashes_make_no_difference_and_words_do() {
        let full = agree(TEXT, TEXT);
        assert!(full > 12);
        assert_eq!(agree(TEXT, &TEXT.replace(' ', "\n").to_uppercase()), full);
        let other = TEXT.replace("natten", "dagen");
        assert!((full - 4..full).contains(&agree(TEXT, &other)));
        let unlike = "Ett brev med uppgifter om ett ärende skickades till fel mottagare, som hörde av sig och lämnade tillbaka brevet oläst.";
        assert_eq!(agree(TEXT, unlike), 0);
        assert_eq!(sketch("Ett brev skickades till fel mottagare."), None);
    }

    #[test]
    fn numbers_of_matters_are_told_from_other_numbers() {
        for (word, found) in [
            ("INC0012345,", "inc0012345"),
            ("(PUI-2025-17)", "pui202517"),
            ("1.4.2-2881/2021.", "14228812021"),
        ] {
            assert_eq!(identifier(word).as_deref(), Some(found));
        }
        for word in [
            "2021-02-12",
            "811218-9876",
            "08-46500401",
            "10000kr",
            "12/3/2024",
            "a12345@exempel.se",
            "https://exempel.se/12345",
        ] {
            assert_eq!(identifier(word), None, "{word}");
        }
    }
}
