//! Numbers that are nearly the same: one digit is another, or two digits side by side have
//! changed places. Such a number is told and never taken for the one that was meant.

/// All numbers that are nearly this one.
pub(super) fn numbers(number: &str) -> impl Iterator<Item = String> + '_ {
    let bytes = number.as_bytes();
    let digits = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit());
    let other = digits.clone().flat_map(move |at| {
        let others = (b'0'..=b'9').filter(move |digit| *digit != bytes[at]);
        others.filter_map(move |digit| with(bytes, |own| own[at] = digit))
    });
    let swapped = digits.filter(|at| {
        let next = bytes.get(at + 1).filter(|next| next.is_ascii_digit());
        next.is_some_and(|next| *next != bytes[*at])
    });
    let swapped = swapped.filter_map(move |at| with(bytes, |own| own.swap(at, at + 1)));
    other.chain(swapped)
}

/// A number with digits changed.
fn with(bytes: &[u8], change: impl FnOnce(&mut [u8])) -> Option<String> {
    let mut own = bytes.to_vec();
    change(&mut own);
    String::from_utf8(own).ok()
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn a_number_is_near_by_one_digit_or_by_two_that_changed_places() {
        let near = |one: &str, other: &str| numbers(one).any(|own| own == other);
        assert!(near("imy20211200", "imy20211290"));
        assert!(near("imy20211200", "imy20212100"));
        assert!(!near("imy20211200", "imy20211200"));
        assert!(!near("imy20211200", "imy2021120"));
        assert!(!near("imy20211200", "imx20211200"));
        assert!(!near("imy20211200", "imy20211021"));
        assert!(near("åäö12", "åäö21"));
    }
}
