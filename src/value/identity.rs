//! Finding and masking Swedish identity numbers (personnummer, folkbokföringslagen
//! (1991:481) 18 §, and samordningsnummer) in running text. It must be cheap on
//! text that has none, which is nearly all text. It knows nothing of fields.

use std::borrow::Cow;

use super::{is_blank, is_dash, luhn};

/// What stands in the place of an identity number.
pub const MASK: &str = "******-****";

/// An identity number found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Byte position of its first digit.
    pub start: usize,
    /// Byte position after its last digit.
    pub end: usize,
    /// How sure it is.
    pub certainty: Certainty,
}

/// How sure it is that digits are an identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// With a separator, or twelve digits.
    Certain,
    /// Ten bare digits: 0.7 % of random ones pass.
    Possible,
}

/// How eagerly to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breadth {
    /// For findings: a false alarm costs the analyst's time.
    Precise,
    /// For output: also written with blanks, or glued to other characters. A
    /// false alarm costs nothing, a miss would publish a person's number.
    Wide,
}

/// The identity numbers of `text` in order: real date, Luhn sum, serial number
/// 001-999, and not part of a longer number or of a case number.
pub fn identity_numbers(text: &str) -> IdentityNumbers<'_> {
    IdentityNumbers { text, at: 0, breadth: Breadth::Precise }
}

/// `text` with every identity number, certain or possible, replaced by
/// [`MASK`]. Looks wider than [`identity_numbers`]: blanks may part the number.
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut hits = IdentityNumbers { text, at: 0, breadth: Breadth::Wide };
    let Some(first) = hits.next() else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + MASK.len());
    let mut done = 0;
    for hit in std::iter::once(first).chain(hits) {
        out.push_str(&text[done..hit.start]);
        out.push_str(MASK);
        done = hit.end;
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Whether `text` holds what [`mask`] would replace.
pub(super) fn needs_mask(text: &str) -> bool {
    IdentityNumbers { text, at: 0, breadth: Breadth::Wide }.next().is_some()
}

/// The iterator of [`identity_numbers`].
#[derive(Debug, Clone)]
pub struct IdentityNumbers<'a> {
    text: &'a str,
    at: usize,
    breadth: Breadth,
}

impl Iterator for IdentityNumbers<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        let bytes = self.text.as_bytes();
        while let Some(start) = next_digit(bytes, self.at) {
            let end = digits_end(bytes, start);
            // Only runs of these lengths can begin an identity number.
            let hit = match end - start {
                6 | 8 => self.parted(start, end),
                10 | 12 => self.bare(start, end),
                _ => None,
            };
            self.at = hit.map_or(end, |hit| hit.end);
            if hit.is_some() {
                return hit;
            }
        }
        self.at = bytes.len();
        None
    }
}

impl IdentityNumbers<'_> {
    /// A number whose date is `start..end` and whose last four digits follow a separator.
    fn parted(&self, start: usize, end: usize) -> Option<Hit> {
        let bytes = self.text.as_bytes();
        let tail = match bytes.get(end)? {
            b'-' | b'+' if bytes.get(end + 1)?.is_ascii_digit() => end + 1,
            // The bytes that can begin a blank, another dash or no-break space.
            b' ' | b'\t' | b'-' | b'+' | 0xC2 | 0xE2 => self.separator(end)?,
            _ => return None,
        };
        let stop = digits_end(bytes, tail);
        if stop - tail != 4 {
            return None;
        }
        let mut digits = [0; 12];
        let length = end - start;
        digits[..length].copy_from_slice(&bytes[start..end]);
        digits[length..length + 4].copy_from_slice(&bytes[tail..stop]);
        self.judge(&digits[..length + 4], Hit { start, end: stop, certainty: Certainty::Certain })
    }

    /// Where the digits after a separator of unusual form begin. Exactly one
    /// dash for a finding; for masking also blanks, with or without a dash.
    fn separator(&self, end: usize) -> Option<usize> {
        let mut dashes = 0;
        let mut blanks = 0;
        for (offset, c) in self.text[end..].char_indices().take(4) {
            if c.is_ascii_digit() {
                let allowed = match self.breadth {
                    Breadth::Precise => dashes == 1 && blanks == 0,
                    Breadth::Wide => dashes <= 1,
                };
                return allowed.then_some(end + offset);
            }
            dashes += usize::from(is_dash(c) || c == '+');
            blanks += usize::from(is_blank(c));
            if dashes + blanks == 0 {
                return None;
            }
        }
        None
    }

    /// A number of ten or twelve digits without separator.
    fn bare(&self, start: usize, end: usize) -> Option<Hit> {
        let certainty = if end - start == 12 { Certainty::Certain } else { Certainty::Possible };
        self.judge(&self.text.as_bytes()[start..end], Hit { start, end, certainty })
    }

    /// `hit` if its ten or twelve ASCII digits are an identity number that stands alone.
    fn judge(&self, ascii: &[u8], hit: Hit) -> Option<Hit> {
        let century = (ascii.len() == 12).then(|| (ascii[0] - b'0') * 10 + ascii[1] - b'0');
        let mut digits: [u8; 10] = ascii[ascii.len() - 10..].try_into().ok()?;
        for digit in &mut digits {
            *digit -= b'0';
        }
        (is_identity_number(&digits, century) && (self.breadth == Breadth::Wide || self.stands_alone(hit)))
            .then_some(hit)
    }

    /// Whether the hit is not part of a longer number, a reference or a case number.
    fn stands_alone(&self, hit: Hit) -> bool {
        let mut before = self.text[..hit.start].chars().rev();
        let mut after = self.text[hit.end..].chars();
        let (last, last_but_one) = (before.next(), before.next());
        let (first, second) = (after.next(), after.next());
        let digit_at = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let joined_before = last.is_some_and(|c| is_dash(c) || c == '/')
            && last_but_one.is_some_and(char::is_alphanumeric)
            || last == Some('+');
        let joined_after = first.is_some_and(|c| is_dash(c) || c == '/') && digit_at(second);
        if joined_before || joined_after {
            return false;
        }
        // Bare digits have no form of their own: letters or decimal marks beside
        // them tell that they are something else.
        hit.certainty == Certainty::Certain
            || !(last.is_some_and(char::is_alphanumeric)
                || first.is_some_and(char::is_alphanumeric)
                || first.is_some_and(|c| matches!(c, '.' | ',')) && digit_at(second)
                || last.is_some_and(|c| matches!(c, '.' | ',')) && digit_at(last_but_one))
    }
}

/// Whether ten digits (`century` known from twelve) are an identity number or
/// a coordination number: real date, serial number not 000, Luhn sum.
pub(super) fn is_identity_number(digits: &[u8; 10], century: Option<u8>) -> bool {
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    let (year, month, day) = (two(0), two(2), two(4));
    let day = if day > 60 { day - 60 } else { day };
    matches!(century, None | Some(18..=20))
        && (1..=12).contains(&month)
        && (1..=days(year, month, century)).contains(&day)
        && digits[6..9] != [0, 0, 0]
        && luhn(digits)
}

/// Days of the month; without a century in the longer of the possible years.
fn days(year: u8, month: u8, century: Option<u8>) -> u8 {
    match month {
        // Of the centuries in question only 1800 and 1900 are divisible by four without a leap day.
        2 if year.is_multiple_of(4) && !(year == 0 && matches!(century, Some(18 | 19))) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The first digit at or after `at`. Blocks without digits are passed over
/// without a branch per byte, which the compiler turns into vector code.
pub(super) fn next_digit(bytes: &[u8], at: usize) -> Option<usize> {
    const BLOCK: usize = 64;
    let mut from = at;
    while let Some(block) = bytes.get(from..from + BLOCK) {
        let any = block.iter().fold(0_u8, |any, byte| any | u8::from(byte.wrapping_sub(b'0') < 10));
        if any != 0 {
            break;
        }
        from += BLOCK;
    }
    bytes.get(from..)?.iter().position(u8::is_ascii_digit).map(|offset| from + offset)
}

/// The end of the digits that begin at `start`.
pub(super) fn digits_end(bytes: &[u8], start: usize) -> usize {
    bytes[start..].iter().position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |offset| start + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Certainty)> {
        identity_numbers(text).map(|hit| (&text[hit.start..hit.end], hit.certainty)).collect()
    }

    #[test]
    fn numbers_are_found_in_running_text() {
        use Certainty::{Certain, Possible};
        let text = "Berörda: 811218-9876, 19121212-1212 (och 640823+3234). Även 191212121212; 701063-2391\noch 8112189876. pnr:640823–3234";
        assert_eq!(
            found(text),
            [
                ("811218-9876", Certain),
                ("19121212-1212", Certain),
                ("640823+3234", Certain),
                ("191212121212", Certain),
                ("701063-2391", Certain),
                ("8112189876", Possible),
                ("640823–3234", Certain),
            ]
        );
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "",
            "811218-9875",
            "811318-9875",
            "000000-0000",
            "212000-0142",
            "PUI-2021-811218-9876",
            "PUI-2021-8112189876",
            "2021/8112189876",
            "1811218-9876",
            "811218-98761",
            "811218-9876-1",
            "811218--9876",
            "INC8112189876",
            "8112189876,5",
            "+8112189876",
            "810229-9873",
            "811218 9876",
            "811218 - 9876",
            "811218-",
            "811218\u{c5}9876",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn leap_days_need_a_leap_year() {
        let is = |century, digits: &[u8; 9]| {
            let complete = (0..10).map(|check| {
                let mut all = [check; 10];
                all[..9].copy_from_slice(digits);
                all
            });
            complete.filter(luhn).any(|all| is_identity_number(&all, century))
        };
        assert!(is(None, &[0, 0, 0, 2, 2, 9, 0, 0, 1]) && is(Some(20), &[0, 0, 0, 2, 2, 9, 0, 0, 1]));
        assert!(!is(Some(19), &[0, 0, 0, 2, 2, 9, 0, 0, 1]) && !is(None, &[0, 1, 0, 2, 2, 9, 0, 0, 1]));
        assert!(!is(None, &[0, 4, 0, 2, 2, 9, 0, 0, 0]));
    }

    #[test]
    fn masking_borrows_what_needs_none_and_is_wider_than_finding() {
        assert!(matches!(mask("Kommunen, 212000-0142"), Cow::Borrowed(_)));
        assert_eq!(mask("a 811218-9876, 8112189876 b"), "a ******-****, ******-**** b");
        assert_eq!(mask("anna_811218 9876.txt"), "anna_******-****.txt");
        assert_eq!(mask("811218 - 9876"), MASK);
        assert_eq!(mask("pnr8112189876x"), "pnr******-****x");
    }

    #[test]
    fn a_digit_is_found_wherever_it_stands() {
        for length in 0..200 {
            let mut text = vec![b'a'; length];
            assert_eq!(next_digit(&text, 0), None);
            text.push(b'7');
            assert_eq!(next_digit(&text, 0), Some(length));
            assert_eq!(next_digit(&text, length + 1), None);
        }
        assert_eq!(next_digit(b"", 5), None);
    }
}
