//! What of an input may be written to an output: the filter of labels and references, and the
//! mask of texts that are quoted. It is strict, since a miss would publish something personal.

use super::masking::{MASK, needs_mask};
use super::resembling::resembling;
use super::scan::{IDENTITY_DIGITS, has_contact_data, replace_contact_data};
use super::unseen::readings;
use super::{is_blank, is_dash, replace_at};

/// The longest label from an input that may be written to an output.
const SAFE_LABEL_CHARS: usize = 200;
/// How many what looks like one has.
const LABEL_DIGITS: usize = 8;

/// `text` with identity numbers, and what looks like one, masked, and addresses and telephone
/// numbers replaced by `mask`.
pub(crate) fn impersonal(text: &str, mask: &str) -> String {
    let text = replace_contact_data(text, mask);
    let text = super::mask(&text);
    replace_at(&text, resembling(&text), MASK).into_owned()
}

/// Whether an identity number, an e-mail address or a telephone number appears once
/// invisible characters are left out of `text`, or read as blanks. It cannot be masked
/// in place.
pub(crate) fn hides_personal_data(text: &str) -> bool {
    readings(text).any(|reading| needs_mask(&reading) || has_contact_data(&reading))
}

/// Whether a label from an input may be written to an output. It may if it is one line
/// of at most 200 characters without identity number, e-mail address or telephone
/// number.
pub(crate) fn is_safe_label(text: &str) -> bool {
    is_plain(text, LABEL_DIGITS) || is_safe_throughout(text) && resembling(text).next().is_none()
}

/// The same for a reference, which may be a date and a running number.
pub(crate) fn is_safe_reference(text: &str) -> bool {
    is_plain(text, IDENTITY_DIGITS) || is_safe_throughout(text)
}

/// The same with all checks.
fn is_safe_throughout(text: &str) -> bool {
    let one_line = !text
        .chars()
        .any(|c| c.is_control() && c != '\t' || matches!(c, '\u{2028}' | '\u{2029}'));
    let short = text.len() <= SAFE_LABEL_CHARS || text.chars().count() <= SAFE_LABEL_CHARS;
    one_line
        && short
        && is_impersonal(text)
        && readings(text).all(|reading| is_impersonal(&reading))
}

/// Whether a label holds nothing that may be a person's. A form's labels hold no `@`,
/// and digits after a zero or plus are no count. Both are refused even if they are no
/// whole address or number.
fn is_impersonal(text: &str) -> bool {
    !text.contains('@') && !needs_mask(text) && !has_contact_data(text) && !is_phonelike(text)
}

/// Whether a text is plain, as most are: words and short numbers that can hold no
/// identity number, address or telephone number. If a glance does not show it, the text
/// is not plain. It has fewer digits than `enough`.
fn is_plain(text: &str, enough: usize) -> bool {
    let mut digits = 0;
    let mut previous = b' ';
    text.len() <= SAFE_LABEL_CHARS
        && text.bytes().all(|byte| {
            let leads = byte == b'0' && !previous.is_ascii_digit();
            digits += usize::from(byte.is_ascii_digit());
            previous = byte;
            match byte {
                b'@' | b'+' => false,
                b' '..=b'~' => !leads && digits < enough,
                // Letters with an accent. 0x97 would be the sign of multiplication.
                0xC3 | 0x80..=0x96 | 0x98..=0xBF => true,
                _ => false,
            }
        })
}

/// Whether seven digits or more, however separated, follow a leading zero or plus.
/// After a letter it takes eight, as in the number of a ticket.
fn is_phonelike(text: &str) -> bool {
    let mut digits = 0_usize;
    let mut leads = false;
    let mut enough = 7;
    let mut previous = ' ';
    for c in text.chars() {
        if c.is_ascii_digit() {
            if digits == 0 {
                leads = c == '0' || previous == '+';
                enough = if previous.is_alphabetic() { 8 } else { 7 };
            }
            digits += 1;
            if leads && digits >= enough {
                return true;
            }
        } else if !(is_blank(c) || is_dash(c) || matches!(c, '.' | '/' | '(' | ')')) {
            digits = 0;
        }
        previous = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_hides_nothing() {
        for text in [
            "811218\u{1}-98\u{2}76",
            "anna.ek\u{1}@kommun.se",
            "070\u{1}-123\u{1}45 67",
            "Ek\n070-123 45 67",
        ] {
            assert!(hides_personal_data(text), "{text:?}");
        }
        for text in [
            "070-123 45 67",
            "Exempel\u{ad}kommun",
            "Två\nrader 212000-0142",
        ] {
            assert!(!hides_personal_data(text), "{text:?}");
        }
    }

    #[test]
    fn what_is_plain_is_safe() {
        for text in [
            "Övrigt: ett, två - tre",
            "PUI-2022-1",
            "DNR 2023/3697",
            "10 001 - 100 000",
            "§ 5",
            "3 × 4",
        ] {
            assert!(is_safe_throughout(text), "{text}");
        }
        assert!(is_plain("DNR 2023/3697", IDENTITY_DIGITS) && is_plain("Övrigt", IDENTITY_DIGITS));
        for text in [
            "§ 5",
            "3 × 4",
            "ärende 0",
            "811218 9876",
            "a@b",
            "+4",
            "a\tb",
            "a\u{7f}",
        ] {
            assert!(!is_plain(text, IDENTITY_DIGITS), "{text}");
        }
    }

    #[test]
    fn only_safe_labels_pass() {
        for text in [
            "Obehörigt röjande: Övrigt",
            "10 001 - 100 000",
            "Artikel 33(5), 2021-04-07",
            "INC0012345",
            "Obehörigt röj\u{ad}ande\tÖvrigt",
            &"å".repeat(200),
        ] {
            assert!(is_safe_label(text), "{text}");
        }
        for text in [
            "två\nrader",
            "811218-9876",
            "811218 9876",
            "a@b.se",
            "anna@intranet",
            "ring 08-123 456 78",
            "070.123.45.67",
            "08 - 1234567",
            "811218-9875",
            "19811218-T123",
            "tel0812345678",
            "811218\u{200b}-9876",
            "８１１２１８-９８７６",
            "81121\t8-9876",
            "070\u{2003}123\u{2003}45\u{2003}67",
            "070\u{ad}1\u{ad}2345\u{ad}67",
            "anna＠kommun.se",
            &"å".repeat(201),
        ] {
            assert!(!is_safe_label(text), "{text}");
        }
    }
}
