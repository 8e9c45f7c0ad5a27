//! Masks identity numbers in what is written out. It searches more widely than
//! `identity` does for findings. A false alarm costs little here, but a miss would
//! publish a person's number. So it ignores how a number is written: only letters and
//! other digits end it.

use std::borrow::Cow;
use std::ops::Range;

use super::identity::is_identity_number;
use super::unseen::{is_unseen, narrow};
use super::{is_dash, replace_at};
use crate::bytes;

/// The text that replaces an identity number.
pub(crate) const MASK: &str = "******-****";

/// `text` with everything that may be an identity number replaced by [`MASK`]. That is
/// ten or twelve digits, or a VAT number. They may touch letters. Any sign may separate
/// the date from the last four digits, and blanks any of them. The digits may be
/// full-width, with characters between them that nobody sees.
pub(crate) fn mask(text: &str) -> Cow<'_, str> {
    replace_at(text, numbers(text), MASK)
}

/// Whether `text` holds what [`mask`] would replace.
pub(super) fn needs_mask(text: &str) -> bool {
    numbers(text).next().is_some()
}

/// The places of what may be identity numbers, sorted. They may overlap.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let text = if has_ten_digits(text) { text } else { "" };
    starts(text).filter_map(|start| {
        let run = Run::read(&text[start..]);
        Some(start..start + run.number()?)
    })
}

/// Whether there are enough digits. The byte that begins every full-width digit counts
/// as one.
fn has_ten_digits(text: &str) -> bool {
    bytes::count(text.as_bytes(), |byte| {
        byte.is_ascii_digit() || byte == 0xEF
    }) >= 10
}

/// Where digits begin that do not follow another digit.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut within = false;
    text.char_indices().filter_map(move |(at, c)| {
        if is_unseen(c) {
            return None;
        }
        let is_digit = digit(c).is_some();
        let begins = is_digit && !within;
        within = is_digit;
        begins.then_some(at)
    })
}

/// The digit that a character is. Full-width digits count.
fn digit(c: char) -> Option<u8> {
    narrow(c).to_digit(10).map(|digit| digit as u8)
}

/// What stands before a digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Gap {
    /// Nothing visible.
    #[default]
    None,
    /// Blanks.
    Blank,
    /// Dashes too.
    Usual,
    /// Other signs too.
    Odd,
}

/// The digits from a place on, and what separates them.
#[derive(Debug, Default)]
struct Run {
    digits: [u8; Self::LONGEST],
    gaps: [Gap; Self::LONGEST],
    /// The byte after each digit.
    ends: [usize; Self::LONGEST],
    count: usize,
}

impl Run {
    /// One more than a number has, to show whether it ends.
    const LONGEST: usize = 13;
    /// How many signs may separate two digits, not counting blanks.
    const SIGNS: usize = 2;

    fn read(text: &str) -> Self {
        let mut run = Self::default();
        let mut gap = Gap::None;
        let mut signs = 0;
        for (at, c) in text.char_indices() {
            if let Some(digit) = digit(c) {
                run.digits[run.count] = digit;
                run.gaps[run.count] = gap;
                run.ends[run.count] = at + c.len_utf8();
                run.count += 1;
                (gap, signs) = (Gap::None, 0);
                if run.count == Self::LONGEST {
                    break;
                }
            } else if !is_unseen(c) {
                signs += usize::from(!c.is_whitespace());
                if c.is_alphanumeric() || signs > Self::SIGNS {
                    break;
                }
                gap = gap.max(match c {
                    _ if c.is_whitespace() => Gap::Blank,
                    _ if is_dash(c) || c == '+' => Gap::Usual,
                    _ => Gap::Odd,
                });
            }
        }
        run
    }

    /// The end of the longest identity number with which the run begins.
    fn number(&self) -> Option<usize> {
        let length = [12, 10]
            .into_iter()
            .find(|length| self.is_number(*length))?;
        Some(self.ends[length - 1])
    }

    /// Whether the first ten or twelve digits, and no more, are an identity number.
    fn is_number(&self, length: usize) -> bool {
        let ends = self.count == length || self.count > length && self.gaps[length] != Gap::None;
        if !ends || length == 10 {
            return ends && self.is_person(0, None);
        }
        let century = self.digits[0] * 10 + self.digits[1];
        let is_vat = self.digits[10..12] == [0, 1] && self.gaps[10..12] == [Gap::None; 2];
        is_vat && self.is_person(0, None)
            || self.is_person(2, Some(century)) && !self.is_stamp(century)
    }

    /// Whether the ten digits from `from` on are a person's. Blanks may separate them
    /// anywhere. Other signs may only be within the date and after it.
    fn is_person(&self, from: usize, century: Option<u8>) -> bool {
        let may_part = [from + 2, from + 4, from + 6];
        let digits = self.digits[from..].first_chunk();
        digits.is_some_and(|digits| is_identity_number(digits, century))
            && (1..from + 10).all(|at| self.gaps[at] <= Gap::Blank || may_part.contains(&at))
    }

    /// Whether the digits are more likely a date of this century with a time of day, as
    /// in names of files. They are not separated as an identity number is.
    fn is_stamp(&self, century: u8) -> bool {
        let pair = |at: usize| self.digits[at] * 10 + self.digits[at + 1];
        let parted_otherwise =
            self.gaps[4] != Gap::None || self.gaps[6] != Gap::None || self.gaps[8] == Gap::Odd;
        century == 20 && parted_otherwise && pair(8) < 24 && pair(10) < 60
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masking_borrows_what_needs_none_and_is_wider_than_finding() {
        assert!(matches!(mask("Kommunen, 212000-0142"), Cow::Borrowed(_)));
        assert_eq!(
            mask("a 811218-9876, 8112189876 b"),
            "a ******-****, ******-**** b"
        );
        assert_eq!(mask("anna_811218 9876.txt"), "anna_******-****.txt");
        assert_eq!(mask("811218 - 9876"), MASK);
        assert_eq!(mask("pnr8112189876x"), "pnr******-****x");
        assert_eq!(mask("811218-9876, 12 dagar"), "******-****, 12 dagar");
        assert_eq!(
            mask("12 811218-9876/640823-3234"),
            "12 ******-****/******-****"
        );
    }

    #[test]
    fn every_writing_of_a_number_is_masked() {
        for text in [
            "811218\u{ad}9876",
            "811218\u{200b}-9876",
            "8112\u{200e}18-98\u{1}76",
            "811218\n9876",
            "811218\u{2028}9876",
            "811218\u{2003}\u{2003}\u{2003}\u{2003}\u{2003}9876",
            "811218987601",
            "811218-987601",
            "８１１２１８-９８７６",
            "１９８１１２１８９８７６",
            "1981-12-18-9876",
            "1981/12/18 9876",
            "81 12 18-9876",
            "811218_9876",
            "811218.9876",
            "811218/9876",
            "19811218_9876",
            "811218 (9876",
            "81 12 18 98 76",
            "8 1 1 2 1 8 9 8 7 6",
            "811218 98 76",
            "811218-987 6",
            "19 811218-98 76",
        ] {
            assert_eq!(mask(text), MASK, "{text:?}");
        }
        assert_eq!(mask("SE811218987601"), "SE******-****");
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "1811218-9876",
            "811218-98761",
            "81121-89876",
            "811218 x 9876",
            "811218 ... 9876",
            "811218987602",
            "10 001 - 100 000",
            "2021-02-12 15:00",
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
            "PUI-2021-1654",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    #[test]
    fn a_date_with_a_time_of_day_is_no_number_unless_written_as_one() {
        for text in ["20210412_1203", "2021-04-12 1203"] {
            assert_eq!(mask(text), text);
        }
        for text in ["20210412-1203", "202104121203", "20210412_6004"] {
            assert_eq!(mask(text), MASK);
        }
    }
}
