//! Finds what looks like an identity number but is none by its digits: one with a slip of the
//! pen, or a reserve number of health care, which has letters. A label or a quoted text loses
//! nothing if a false alarm hides it. A reference might be a date and a running number, so for
//! references this is not asked.

use std::ops::Range;

use super::identity::{digits_end, next_digit};
use super::is_dash;

/// The signs after the date.
const TAIL: usize = 4;
/// How many of them are digits at least.
const TAIL_DIGITS: usize = 2;

/// The places of dates of birth with four more signs, in order.
pub(super) fn resembling(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while let Some(start) = next_digit(bytes, at) {
            let end = digits_end(bytes, start);
            at = end;
            if let Some(stop) = number_end(text, start, end) {
                at = stop;
                return Some(start..stop);
            }
        }
        None
    })
}

/// The end of such a number that begins with the digits `start..end`.
fn number_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (date, tail) = match end - start {
        10 | 12 => (end - TAIL, end - TAIL),
        6 | 8 => {
            let sign = text[end..].chars().next()?;
            let parts = is_dash(sign) || matches!(sign, '+' | ' ');
            (end, end + if parts { sign.len_utf8() } else { 0 })
        }
        _ => return None,
    };
    let signs = bytes.get(tail..tail + TAIL)?;
    let digits = signs.iter().filter(|byte| byte.is_ascii_digit()).count();
    // The signs may end within a letter of several bytes.
    let rest = text.get(tail + TAIL..);
    let ends = rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let is_tail = signs.iter().all(u8::is_ascii_alphanumeric) && digits >= TAIL_DIGITS && ends;
    let date = &bytes[start..date];
    (is_tail && is_birth_date(date) && !is_stamp(date, signs)).then_some(tail + TAIL)
}

/// Whether digits are a date of birth, or one of a coordination number.
fn is_birth_date(date: &[u8]) -> bool {
    let (century, date) = date.split_at(date.len() - 6);
    let two = |at: usize| (date[at] - b'0') * 10 + date[at + 1] - b'0';
    matches!(century, b"" | b"18" | b"19" | b"20")
        && (1..=12).contains(&two(2))
        && matches!(two(4), 1..=31 | 61..=91)
}

/// Whether it is rather a date of this century with a time of day, as in names of files.
fn is_stamp(date: &[u8], signs: &[u8]) -> bool {
    date.starts_with(b"20")
        && date.len() == 8
        && signs.iter().all(u8::is_ascii_digit)
        && &signs[..2] < b"24".as_slice()
        && &signs[2..] < b"60".as_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        resembling(text).map(|place| &text[place]).collect()
    }

    #[test]
    fn slips_of_the_pen_and_reserve_numbers_look_like_identity_numbers() {
        for number in [
            "811218-9875",
            "19811218-9875",
            "8112189875",
            "198112189875",
            "811218–9875",
            "811218 9875",
            "811278-0001",
            "19811218-T123",
            "811218TF12",
            "811218+9875",
        ] {
            assert_eq!(found(number), [number]);
            assert_eq!(found(&format!("pnr {number}, Anna")), [number]);
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for text in [
            "212000-0142",
            "811318-9875",
            "10 001 - 100 000",
            "2021-04-07",
            "20240601-1203",
            "PUI-2021-1654",
            "811218-98750",
            "811218 till 12",
            "200101 till",
            "811218-98éå",
            "811218 987é",
            "1 000 001",
            "21811218-9875",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
