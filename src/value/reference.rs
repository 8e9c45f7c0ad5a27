//! Case numbers of the authority. The controller's own references may have any form and
//! are not judged.

use super::is_dash;

/// What a text says where a case number should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaseNumber {
    /// `PUI-`, `DI-` or `IMY-`, a year and a number.
    Known,
    /// The same form with another prefix.
    OtherPrefix,
    /// Another form.
    Invalid,
}

/// Judges a case number `PUI|DI|IMY-YYYY-N`, in any case and with any dash.
pub(crate) fn case_number(text: &str) -> CaseNumber {
    let mut parts = text.trim().splitn(3, is_dash);
    let (Some(prefix), Some(year), Some(number)) = (parts.next(), parts.next(), parts.next())
    else {
        return CaseNumber::Invalid;
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let formed = (1..=8).contains(&prefix.len())
        && prefix.bytes().all(|byte| byte.is_ascii_alphabetic())
        && year.len() == 4
        && digits(year)
        && (year.starts_with("19") || year.starts_with("20"))
        && (1..=8).contains(&number.len())
        && digits(number);
    if !formed {
        return CaseNumber::Invalid;
    }
    let known = ["PUI", "DI", "IMY"]
        .iter()
        .any(|word| prefix.eq_ignore_ascii_case(word));
    if known {
        CaseNumber::Known
    } else {
        CaseNumber::OtherPrefix
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_told_apart() {
        for (text, expected) in [
            ("PUI-2021-1654", CaseNumber::Known),
            ("DI-2019-1", CaseNumber::Known),
            (" imy–2023–77 ", CaseNumber::Known),
            ("KS-2021-12", CaseNumber::OtherPrefix),
            ("PUI-21-1654", CaseNumber::Invalid),
            ("PUI-2021-", CaseNumber::Invalid),
            ("PUI-2021-1a", CaseNumber::Invalid),
            ("PUI 2021 1654", CaseNumber::Invalid),
            ("", CaseNumber::Invalid),
        ] {
            assert_eq!(case_number(text), expected, "{text}");
        }
    }
}
