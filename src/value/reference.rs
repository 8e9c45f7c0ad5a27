//! Case numbers of the authority. The controller's own references may have any form and
//! are not judged.

use super::{is_blank, is_dash};

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

/// The case numbers of the authority that stand in a text, each once, as `IMY-2024-123` is
/// written. A date after the authority's name is none.
pub(crate) fn case_numbers(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let begins = |at: &usize| {
        let before = at.checked_sub(1).map(|before| chars[before]);
        before.is_none_or(|c| !c.is_alphanumeric() && !is_dash(c))
    };
    let mut found = Vec::new();
    for number in (0..chars.len())
        .filter(begins)
        .filter_map(|at| number_at(&chars[at..]))
    {
        if !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

/// The case number with which characters begin.
fn number_at(chars: &[char]) -> Option<String> {
    /// A number after a blank, which years and months are shorter than.
    const TELLING: usize = 3;
    let letters = chars.iter().take_while(|c| c.is_ascii_alphabetic());
    let prefix: String = letters.collect();
    let known = ["PUI", "DI", "IMY"];
    let known = known.iter().find(|own| prefix.eq_ignore_ascii_case(own))?;
    let rest = &chars[prefix.len()..];
    let parting = rest.iter().take_while(|c| is_dash(**c) || is_blank(**c));
    let parting: Vec<char> = parting.copied().collect();
    let by_blank = match &parting[..] {
        [dash] if is_dash(*dash) => false,
        [blank] if prefix == *known => is_blank(*blank),
        _ => return None,
    };
    let digits = |chars: &[char]| chars.iter().take_while(|c| c.is_ascii_digit()).count();
    let (year, rest) = rest.get(1..)?.split_at_checked(4)?;
    let (dash, rest) = rest.split_first()?;
    let many = digits(rest);
    let is_formed = digits(year) == 4 && is_dash(*dash) && (1..=8).contains(&many);
    if !is_formed || by_blank && many < TELLING {
        return None;
    }
    // A document of the case may have a number of its own behind it.
    let ends = match &rest[many..] {
        [dash, next, ..] if is_dash(*dash) && next.is_ascii_digit() => {
            many >= TELLING && digits(&rest[many + 1..]) < TELLING
        }
        [next, ..] => !next.is_alphanumeric(),
        [] => true,
    };
    let year: String = year.iter().collect();
    let number: String = rest[..many].iter().collect();
    ends.then(|| format!("{known}-{year}-{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_numbers_in_a_text_are_found_as_whole_words() {
        for (text, expected) in [
            (
                "Till imy–2024–17, tidigare PUI-2021-4.",
                &["IMY-2024-17", "PUI-2021-4"][..],
            ),
            ("(IMY-2024-17) IMY-2024-17", &["IMY-2024-17"]),
            ("dnr IMY 2024-1234", &["IMY-2024-1234"]),
            ("IMY-2024-1234-3", &["IMY-2024-1234"]),
            ("inkom IMY 2024-11-04, IMY 2024-11, IMY-2024-11-04", &[]),
            (
                "PUI-2024-850101-1234 XIMY-2024-1 IMY-2024-1a IMY-24-1 IMY-2024- IMY",
                &[],
            ),
        ] {
            assert_eq!(case_numbers(text), expected, "{text}");
        }
    }

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
