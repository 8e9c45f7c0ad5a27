//! The share of a run that one of several processes does: `K/N`. Which inputs belong to it
//! follows from their names alone, so all processes agree without a word to each other.

use std::str::FromStr;

use crate::config::{Message, Words};

/// One of so many parts of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Share {
    /// Which one, from 1.
    pub(crate) part: u32,
    /// How many there are.
    pub(crate) of: u32,
}

/// The most parts that a run can have.
const MOST: u32 = 100_000;

impl Share {
    /// Whether the input of this name belongs to it: the digest of the name, read as one
    /// number, leaves what part this is when it is divided by the number of parts.
    pub(crate) fn holds(self, source: &str) -> bool {
        let digest = blake3::hash(source.as_bytes());
        let of = u64::from(self.of);
        let rest = digest.as_bytes().iter();
        let rest = rest.fold(0, |rest, byte| (rest * 256 + u64::from(*byte)) % of);
        rest + 1 == u64::from(self.part)
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.part, self.of)
    }
}

/// A text that is no share of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", Self::WORDS.en)]
pub struct NotAShare;

impl NotAShare {
    /// The error in words that a person understands.
    pub(crate) const WORDS: Words = Words::new(
        "ingen del av en körning; skriv som 2/8, den andra delen av åtta (högst 100000 delar)",
        "not a part of a run; write it as 2/8, the second part of eight (at most 100000 parts)",
    );
}

impl FromStr for Share {
    type Err = NotAShare;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| {
            text.parse()
                .ok()
                .filter(|number| (1..=MOST).contains(number))
        };
        let parts = text.split_once('/');
        let share = parts.and_then(|(part, of)| {
            Some(Self {
                part: number(part)?,
                of: number(of)?,
            })
        });
        let share = share.filter(|share| share.part <= share.of);
        share.ok_or(NotAShare)
    }
}

impl TryFrom<String> for Share {
    type Error = NotAShare;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// That a part was asked for together with what only a whole run can do.
pub(crate) fn only_whole(option: &str) -> Message {
    Words::new(
        "--part går inte ihop med {option}; ange {option} för stats, som lägger ihop delarna",
        "--part does not go with {option}; give {option} to stats, which puts the parts together",
    )
    .with("option", option)
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn every_input_belongs_to_one_part() {
        for of in [1, 2, 3, 7, 1000] {
            for name in ["a.txt", "in/b.json", "set.zip", "ö.pdf"] {
                let holding = (1..=of).filter(|part| Share { part: *part, of }.holds(name));
                assert_eq!(holding.count(), 1, "{name} of {of}");
            }
        }
    }

    #[test]
    fn the_part_is_the_digest_divided_by_the_number_of_parts() {
        // The last byte of the digest of "abc" is 0x85, so its half is odd: part 2 of 2.
        assert_eq!(blake3::hash(b"abc").as_bytes()[31], 0x85);
        assert!("2/2".parse::<Share>().unwrap().holds("abc"));
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in [
            "", "1", "0/2", "3/2", "1/0", "-1/2", "a/b", "1/2/3", "1/100001",
        ] {
            assert!(text.parse::<Share>().is_err(), "{text}");
        }
    }
}
