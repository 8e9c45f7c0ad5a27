//! Field formats: organisation numbers, identity numbers, counts and bands, contact
//! data, case numbers. These are pure functions from a text to a verdict about its
//! form. The rules decide what a fault means for a notification.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

mod band;
mod contact;
mod count;
mod figure;
mod formula;
mod identity;
mod label;
mod legal;
mod masking;
mod name;
mod organisation;
mod reference;
mod resembling;
mod scan;
mod unit;
mod unseen;
pub(crate) use band::{Band, parse_band};
pub(crate) use contact::{EmailFault, email, is_free_mail, is_sweden, phone, postal_code};
pub(crate) use count::{Count, MAX_COUNT, Written, parse_count};
pub(crate) use figure::{
    MAX_HUNDREDTHS, may_be_thousands, parse_hundredths, typed_count, write_hundredths,
};
pub(crate) use formula::{looks_like_formula, unguarded};
pub(crate) use identity::{Certainty, identity_numbers};
pub(crate) use label::{hides_personal_data, impersonal, is_safe_label, is_safe_reference};
pub(crate) use legal::{Form, without_form};
pub(crate) use masking::mask;
pub(crate) use name::{mask_name, mask_path};
pub(crate) use organisation::{
    Organisation, OrganisationFault, OrganisationNumber, resembles_identity_number,
};
pub(crate) use reference::{CaseNumber, case_number, case_numbers};
pub(crate) use scan::{Glance, contact_data};
pub(crate) use unit::is_counted;

/// Whether `c` is a blank that people or programs put inside numbers: space,
/// tab, no-break, thin, figure and narrow no-break space.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}'
    )
}

/// `text` with every unusual blank written as a space.
pub(crate) fn plain_blanks(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| is_blank(c) && c != ' ';
    if text.is_ascii() && !text.contains('\t') || !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(is_odd, " "))
}

/// `text` on one line. A line break, with the blanks around it, becomes one blank.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    let is_break = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    // Most are told by their bytes: 0xC2 and 0xE2 begin the line breaks beyond ASCII.
    let may_break = |byte: u8| byte < b' ' || matches!(byte, 0xC2 | 0xE2);
    if !text.bytes().any(may_break) || !text.contains(is_break) {
        return Cow::Borrowed(text);
    }
    let lines = text
        .split(is_break)
        .map(str::trim)
        .filter(|line| !line.is_empty());
    Cow::Owned(lines.collect::<Vec<_>>().join(" "))
}

/// A name of a file in normal form C. Names are compared in it, because systems differ
/// in how they keep a letter with a ring or dots above.
pub(crate) fn composed(name: &str) -> Cow<'_, str> {
    // Nothing below U+0300 combines, and those characters begin with lower bytes.
    let is_plain = name.bytes().all(|byte| byte < 0xCC);
    if is_plain || is_nfc_quick(name.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.nfc().collect())
}

/// Whether `c` is one of the dashes that stand for a hyphen or a minus.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether `text` contains `word`, compared without regard to case; `word` is lower case.
pub(crate) fn contains_word(text: &str, word: &str) -> bool {
    let Some(first) = word.bytes().next() else {
        return true;
    };
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), text.as_bytes())
        .any(|at| strip_word(&text[at..], word).is_some())
}

/// `text` after `word`, compared without regard to case; `word` is lower case.
#[inline]
pub(crate) fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    // Most texts begin differently, which the first byte shows.
    match (text.as_bytes(), word.as_bytes()) {
        ([first, ..], [wanted, ..])
            if first.is_ascii() && first.to_ascii_lowercase() != *wanted =>
        {
            None
        }
        _ => strip_any_word(text, word),
    }
}

fn strip_any_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for expected in word.chars() {
        let found = rest.next()?;
        if !is_lower_of(found, expected) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Whether `lower` is the character `c` in lower case.
fn is_lower_of(c: char, lower: char) -> bool {
    if c.is_ascii() {
        c.to_ascii_lowercase() == lower
    } else {
        c == lower || c.to_lowercase().eq([lower])
    }
}

/// `text` with the given places replaced by `mask`. The places are sorted by their
/// start. Places that share characters are replaced as one.
fn replace_at<'a>(
    text: &'a str,
    places: impl IntoIterator<Item = Range<usize>>,
    mask: &str,
) -> Cow<'a, str> {
    let mut out = String::new();
    let mut done = 0;
    for place in places {
        if place.start >= done {
            out.push_str(&text[done..place.start]);
            out.push_str(mask);
        }
        done = done.max(place.end);
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Whether the Luhn sum of the ten digits is a multiple of ten.
fn luhn(digits: &[u8; 10]) -> bool {
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(position, &digit)| {
            let weighted = u32::from(digit) * if position % 2 == 0 { 2 } else { 1 };
            weighted / 10 + weighted % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The worked cases. Where the file is missing, the test is skipped.
    #[test]
    fn the_given_cases_hold() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../shared/data/format_vectors.csv"
        );
        let Ok(text) = std::fs::read_to_string(path) else {
            crate::testing::skipped("../shared/data/format_vectors.csv is absent");
            return;
        };
        for line in text.lines().skip(1) {
            let mut cells = line.split(',');
            let (input, class) = (cells.next().unwrap(), cells.next().unwrap());
            let found = match OrganisationNumber::parse(input) {
                Organisation::Valid { .. } => "orgnr",
                Organisation::IdentityNumber => "identity",
                Organisation::Invalid(OrganisationFault::Length) => "bad-format",
                Organisation::Invalid(OrganisationFault::Checksum) => "bad-luhn",
                Organisation::Invalid(OrganisationFault::ThirdDigit) => "bad-date",
            };
            let expected = match class.split(':').next().unwrap() {
                "personnummer" | "samordningsnummer" => "identity",
                other => other,
            };
            assert_eq!(found, expected, "{input}");
            let hits: Vec<_> = identity_numbers(input).collect();
            assert_eq!(!hits.is_empty(), expected == "identity", "{input}");
        }
    }

    #[test]
    fn words_are_found_in_any_case() {
        assert!(contains_word("Antagonistiskt angrepp", "antagonistisk"));
        assert!(contains_word("ETT BITRÄDE INFORMERADE", "biträde"));
        assert!(contains_word("Ett Ärende", "ärende") && contains_word("", ""));
        assert!(contains_word("aab", "ab") && !contains_word("a", "ab"));
        assert!(!contains_word("Brev", "post"));
    }

    proptest! {
        #[test]
        fn no_input_panics(text in any::<String>()) {
            exercise(&text);
        }

        #[test]
        fn no_number_like_input_panics(text in "[0-9 +()/.,@åSE\u{a0}\u{202f}–−~<>aninexca-]{0,40}") {
            exercise(&text);
        }

        #[test]
        fn masked_text_holds_no_identity_number(text in "([0-9]{6,12}[- +]?|[a-zå ]{0,5}|811218-9876){0,6}") {
            let masked = mask(&text);
            prop_assert_eq!(identity_numbers(&masked).count(), 0);
        }

        #[test]
        fn no_sign_between_hides_a_number(sign in "[^0-9a-zA-ZåäöÅÄÖ]") {
            let sign = sign.as_str();
            prop_assume!(!sign.contains(|c: char| c.is_alphanumeric()));
            for text in [format!("811218{sign}9876"), format!("1981{sign}12{sign}18-9876")] {
                prop_assert_eq!(mask(&text), masking::MASK);
            }
        }
    }

    fn exercise(text: &str) {
        let _ = OrganisationNumber::parse(text);
        let glance = Glance::at(text);
        for hit in identity_numbers(text) {
            let _ = &text[hit.start..hit.end];
            assert!(glance.may_have_identity_numbers());
        }
        for data in contact_data(text) {
            let _ = &text[data.start..data.end];
            assert!(glance.may_have_contact_data());
        }
        let _ = (
            mask(text),
            is_safe_label(text),
            email(text),
            phone(text),
            postal_code(text),
        );
        let _ = (
            case_number(text),
            parse_count(text),
            parse_band(text).map(Band::code),
        );
    }
}
