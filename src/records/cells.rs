//! Cells as text read back: numbers, hours with two decimals, instants. A word
//! in brackets is no value.

use crate::moment::parse_written;
use crate::notification::State;
use crate::records::{OPEN, Stored};

/// The number in a cell: `Ok(None)` for one of the words in brackets, an error
/// for what cannot stand in a column of this type.
pub(super) fn number(text: &str, stored: Stored) -> Result<Option<i64>, ()> {
    if text.starts_with('(') {
        return State::of_word(text).map(|_| None).ok_or(());
    }
    let number = match stored {
        Stored::Text => None,
        Stored::Bound if text == "inf" => return Ok(Some(OPEN)),
        Stored::Count | Stored::Bound => figures(text).filter(|number| *number != OPEN),
        Stored::Decimal => parse_decimal(text),
        Stored::Instant => parse_written(text).map(|instant| i64::from(instant.0)),
    };
    number
        .filter(|number| stored.holds(*number))
        .map(Some)
        .ok_or(())
}

/// The number of a cell that this program wrote; none for a word in brackets.
pub(crate) fn cell_of(text: &str, stored: Stored) -> Option<i64> {
    number(text, stored).ok().flatten()
}

/// A number with two decimals as hundredths.
fn parse_decimal(text: &str) -> Option<i64> {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or((1, text), |digits| (-1, digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let hundredths = match decimals.len() {
        1 => figures(decimals)? * 10,
        2 => figures(decimals)?,
        _ => return None,
    };
    let whole = figures(whole)?;
    Some(sign * whole.checked_mul(100)?.checked_add(hundredths)?)
}

/// The number that digits make, and nothing else.
fn figures(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Instant;

    #[test]
    fn numbers_are_read_from_their_cells() {
        assert_eq!(parse_decimal("1306.02"), Some(130_602));
        assert_eq!(parse_decimal("-0.02"), Some(-2));
        assert_eq!(parse_decimal("0.5"), Some(50));
        assert_eq!(parse_decimal("1,5"), None);
        assert_eq!(parse_decimal("-"), None);
        assert_eq!(number("12", Stored::Count), Ok(Some(12)));
        assert_eq!(number("inf", Stored::Bound), Ok(Some(OPEN)));
        assert_eq!(number("(blank)", Stored::Count), Ok(None));
        let beyond = [
            "1e3",
            "-1",
            "+1",
            "-9223372036854775808",
            "9223372036854775807",
            "1000000000001",
            "(5)",
            "",
        ];
        for text in beyond {
            assert_eq!(number(text, Stored::Count), Err(()), "{text}");
            assert_eq!(number(text, Stored::Bound), Err(()), "{text}");
        }
        for text in [
            "-92233720368547758.08",
            "1.-5",
            "1.+5",
            "+1.0",
            "(1.0)",
            "inf",
            "NaN",
        ] {
            assert_eq!(number(text, Stored::Decimal), Err(()), "{text}");
        }
    }

    #[test]
    fn instants_come_back_as_they_were_written() {
        for minutes in [0, 27_000_000, 26_934_780, -1_000_000, 30_000_001] {
            let instant = Instant(minutes);
            assert_eq!(
                parse_written(&instant.to_string()),
                Some(instant),
                "{instant}"
            );
        }
        for wrong in [
            "2021-02-12",
            "2021-02-12 00:00+01:00",
            "2021-13-12T00:00+01:00",
            "12/02/2021 00:00:00 AM",
        ] {
            assert_eq!(parse_written(wrong), None, "{wrong}");
        }
    }
}
