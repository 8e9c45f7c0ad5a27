//! Numbers with two decimals, which are kept as hundredths.

use super::MAX_COUNT;

/// The most hundredths that are kept, above and below zero.
pub(crate) const MAX_HUNDREDTHS: i64 = MAX_COUNT as i64 * 100;

/// A number with two decimals.
pub(crate) fn write_hundredths(hundredths: i64, out: &mut String) {
    if hundredths < 0 {
        out.push('-');
    }
    let hundredths = hundredths.unsigned_abs();
    out.push_str(itoa::Buffer::new().format(hundredths / 100));
    out.push('.');
    out.push(char::from(b'0' + (hundredths / 10 % 10) as u8));
    out.push(char::from(b'0' + (hundredths % 10) as u8));
}

/// The hundredths of a number as [`write_hundredths`] writes it; of one that comes from
/// elsewhere with at most two decimals. None beyond what is kept.
pub(crate) fn parse_hundredths(text: &str) -> Option<i64> {
    let (sign, bare) = match text.strip_prefix('-') {
        Some(bare) => (-1, bare),
        None => (1, text),
    };
    let (whole, decimals) = bare.split_once('.').unwrap_or((bare, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 2 || !is_digits(whole) || !is_digits(decimals) {
        return None;
    }
    let hundredths: i64 = format!("{whole}{decimals:0<2}").parse().ok()?;
    (hundredths <= MAX_HUNDREDTHS).then_some(sign * hundredths)
}

/// Whether a number with a point may be one of thousands: `1.234`.
pub(crate) fn may_be_thousands(number: &str) -> bool {
    let number = number.strip_prefix('-').unwrap_or(number);
    number.split_once('.').is_some_and(|(whole, rest)| {
        (1..=3).contains(&whole.len()) && rest.len() == 3 && !whole.starts_with('0')
    })
}

/// A number that its type tells, as a count: its decimals are none of thousands (`2.125`), which
/// another one shows.
pub(crate) fn typed_count(number: &str) -> String {
    let end = if may_be_thousands(number) { "0" } else { "" };
    format!("{number}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were_written() {
        for hundredths in [0, 7, -7, 100, -1_250, 123_456_789] {
            let mut text = String::new();
            write_hundredths(hundredths, &mut text);
            assert_eq!(parse_hundredths(&text), Some(hundredths), "{text}");
        }
        for text in ["", "-", "1.234", "1,5", "1.5.", "+1"] {
            assert_eq!(parse_hundredths(text), None, "{text}");
        }
        assert_eq!(parse_hundredths("12"), Some(1_200));
        assert_eq!(parse_hundredths("1.5"), Some(150));
    }
}
