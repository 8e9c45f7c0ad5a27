//! Finds Swedish identity numbers in running text: personnummer (folkbokföringslagen
//! (1991:481) 18 §) and samordningsnummer. It must be cheap on text without any, which
//! is nearly all text. A false alarm costs the analyst's time. It knows nothing of
//! fields. For outputs see `masking`.

use super::{is_dash, luhn};

/// An identity number found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Byte position of its first digit.
    pub start: usize,
    /// Byte position after its last digit.
    pub end: usize,
    /// How sure it is.
    pub certainty: Certainty,
}

/// How sure it is that digits are an identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// With a separator, or twelve digits.
    Certain,
    /// Ten bare digits: 0.7 % of random ones pass.
    Possible,
}

/// The identity numbers of `text` in order. One has a real date, a Luhn sum and a
/// serial number 001-999, and it is no part of a longer number or of a case number.
pub(crate) fn identity_numbers(text: &str) -> IdentityNumbers<'_> {
    IdentityNumbers {
        text,
        at: 0,
        last: None,
    }
}

/// The iterator of [`identity_numbers`].
#[derive(Debug, Clone)]
pub(crate) struct IdentityNumbers<'a> {
    text: &'a str,
    at: usize,
    /// Where the number before this one ends, whether it was taken or not.
    last: Option<usize>,
}

impl Iterator for IdentityNumbers<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        let bytes = self.text.as_bytes();
        while let Some(start) = next_digit(bytes, self.at) {
            let end = digits_end(bytes, start);
            let Some(hit) = number_at(self.text, start, end) else {
                self.at = end;
                continue;
            };
            self.at = hit.end;
            let before = self.last.replace(hit.end);
            if stands_alone(self.text, hit, before) {
                return Some(hit);
            }
        }
        self.at = bytes.len();
        None
    }
}

/// The number that begins with the digits `start..end`, if it is no part of a longer
/// one.
fn number_at(text: &str, start: usize, end: usize) -> Option<Hit> {
    // Only runs of these lengths can begin an identity number.
    match end - start {
        6 | 8 => parted(text, start, end),
        10 => judge(
            &text.as_bytes()[start..end],
            Hit {
                start,
                end,
                certainty: Certainty::Possible,
            },
        ),
        12 => judge(
            &text.as_bytes()[start..end],
            Hit {
                start,
                end,
                certainty: Certainty::Certain,
            },
        ),
        _ => None,
    }
}

/// A number whose date is `start..end` and whose last four digits follow one dash.
fn parted(text: &str, start: usize, end: usize) -> Option<Hit> {
    let bytes = text.as_bytes();
    // 0xE2 begins every dash but the hyphen.
    if !matches!(bytes.get(end)?, b'-' | b'+' | 0xE2) {
        return None;
    }
    let dash = text[end..]
        .chars()
        .next()
        .filter(|c| is_dash(*c) || *c == '+')?;
    let tail = end + dash.len_utf8();
    let stop = digits_end(bytes, tail);
    if stop - tail != 4 {
        return None;
    }
    let mut digits = [0; 12];
    let length = end - start;
    digits[..length].copy_from_slice(&bytes[start..end]);
    digits[length..length + 4].copy_from_slice(&bytes[tail..stop]);
    judge(
        &digits[..length + 4],
        Hit {
            start,
            end: stop,
            certainty: Certainty::Certain,
        },
    )
}

/// `hit` if its ten or twelve ASCII digits are an identity number.
fn judge(ascii: &[u8], hit: Hit) -> Option<Hit> {
    let century = (ascii.len() == 12).then(|| (ascii[0] - b'0') * 10 + ascii[1] - b'0');
    let mut digits: [u8; 10] = ascii[ascii.len() - 10..].try_into().ok()?;
    for digit in &mut digits {
        *digit -= b'0';
    }
    is_identity_number(&digits, century).then_some(hit)
}

/// Whether the hit is no part of a longer number, a reference or a case number. Numbers
/// in a row do not join each other. `before` is where the one before ends.
fn stands_alone(text: &str, hit: Hit, before: Option<usize>) -> bool {
    let mut preceding = text[..hit.start].chars().rev();
    let mut following = text[hit.end..].chars();
    let (last, last_but_one) = (preceding.next(), preceding.next());
    let (first, second) = (following.next(), following.next());
    let digit_at = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let joint = |c: Option<char>| c.filter(|c| is_dash(*c) || *c == '/').map(char::len_utf8);
    let joined_before = joint(last).is_some_and(|sign| {
        last_but_one.is_some_and(char::is_alphanumeric) && before != Some(hit.start - sign)
    }) || last == Some('+');
    let joined_after = joint(first).is_some_and(|sign| {
        let next = hit.end + sign;
        digit_at(second) && number_at(text, next, digits_end(text.as_bytes(), next)).is_none()
    });
    if joined_before || joined_after {
        return false;
    }
    // Bare digits have no form of their own. Letters or decimal marks beside them show
    // that they are something else.
    hit.certainty == Certainty::Certain
        || !(last.is_some_and(char::is_alphanumeric)
            || first.is_some_and(char::is_alphanumeric)
            || first.is_some_and(|c| matches!(c, '.' | ',')) && digit_at(second)
            || last.is_some_and(|c| matches!(c, '.' | ',')) && digit_at(last_but_one))
}

/// Whether ten digits (twelve give the `century`) are an identity number or a
/// coordination number: real date, serial number not 000, Luhn sum.
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

/// Days of the month. Without a century, those of the longest possible one.
fn days(year: u8, month: u8, century: Option<u8>) -> u8 {
    match month {
        // Of these centuries only 1800 and 1900 are divisible by four without a leap
        // day.
        2 if year.is_multiple_of(4) && !(year == 0 && matches!(century, Some(18 | 19))) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The first digit at or after `at`. Blocks without digits are skipped without a branch
/// for each byte, which the compiler turns into vector code.
pub(super) fn next_digit(bytes: &[u8], at: usize) -> Option<usize> {
    const BLOCK: usize = 64;
    let mut from = at;
    while let Some(block) = bytes.get(from..from + BLOCK) {
        let any = block.iter().fold(0_u8, |any, byte| {
            any | u8::from(byte.wrapping_sub(b'0') < 10)
        });
        if any != 0 {
            break;
        }
        from += BLOCK;
    }
    bytes
        .get(from..)?
        .iter()
        .position(u8::is_ascii_digit)
        .map(|offset| from + offset)
}

/// The end of the digits that begin at `start`.
pub(super) fn digits_end(bytes: &[u8], start: usize) -> usize {
    bytes[start..]
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .map_or(bytes.len(), |offset| start + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Certainty)> {
        identity_numbers(text)
            .map(|hit| (&text[hit.start..hit.end], hit.certainty))
            .collect()
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
            "811218-9876/12",
            "RK/811218-9876",
            "811218-",
            "811218\u{c5}9876",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn numbers_in_a_row_do_not_join_each_other() {
        for text in [
            "811218-9876/640823-3234",
            "811218-9876—640823-3234",
            "8112189876-6408233234",
        ] {
            assert_eq!(found(text).len(), 2, "{text}");
        }
        assert_eq!(found("811218-9876/640823-3234/12").len(), 1);
    }

    #[test]
    fn leap_days_need_a_leap_year() {
        let is = |century, digits: &[u8; 9]| {
            let complete = (0..10).map(|check| {
                let mut all = [check; 10];
                all[..9].copy_from_slice(digits);
                all
            });
            complete
                .filter(luhn)
                .any(|all| is_identity_number(&all, century))
        };
        assert!(
            is(None, &[0, 0, 0, 2, 2, 9, 0, 0, 1]) && is(Some(20), &[0, 0, 0, 2, 2, 9, 0, 0, 1])
        );
        assert!(
            !is(Some(19), &[0, 0, 0, 2, 2, 9, 0, 0, 1]) && !is(None, &[0, 1, 0, 2, 2, 9, 0, 0, 1])
        );
        assert!(!is(None, &[0, 4, 0, 2, 2, 9, 0, 0, 0]));
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
