//! Finds e-mail addresses and telephone numbers in running text, and filters the labels
//! from inputs that may enter outputs. For findings it is precise rather than complete.
//! For outputs it is strict. Contact fields are checked in `contact`.

use std::borrow::Cow;

use super::identity::{digits_end, next_digit};
use super::masking::needs_mask;
use super::unseen::readings;
use super::{is_blank, is_dash, replace_at};
use crate::bytes;

/// The longest label from an input that may be written to an output.
const SAFE_LABEL_CHARS: usize = 200;

/// The fewest digits of a telephone number in running text.
const PHONE_DIGITS: usize = 8;
/// How many an identity number has.
const IDENTITY_DIGITS: usize = 10;

/// What a glance at a text shows. Most texts cannot hold what is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glance {
    digits: usize,
    has_at_sign: bool,
}

impl Glance {
    /// A glance at a text.
    pub(crate) fn at(text: &str) -> Self {
        let digits = bytes::count(text.as_bytes(), |byte| byte.is_ascii_digit());
        Self {
            digits,
            has_at_sign: memchr::memchr(b'@', text.as_bytes()).is_some(),
        }
    }

    /// Whether [`identity_numbers`](super::identity_numbers) may find any.
    pub(crate) fn may_have_identity_numbers(self) -> bool {
        self.digits >= IDENTITY_DIGITS
    }

    /// Whether [`contact_data`] may find any.
    pub(crate) fn may_have_contact_data(self) -> bool {
        self.has_at_sign || self.digits >= PHONE_DIGITS
    }
}

/// An e-mail address or telephone number in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ContactData {
    /// Byte position of its first character.
    pub start: usize,
    /// Byte position after its last character.
    pub end: usize,
    /// Which of the two.
    pub kind: ContactKind,
}

/// The kinds of contact data looked for in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContactKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
}

/// The e-mail addresses of `text`, then its telephone numbers.
pub(crate) fn contact_data(text: &str) -> impl Iterator<Item = ContactData> + '_ {
    let emails = memchr::memchr_iter(b'@', text.as_bytes()).filter_map(|at| email_around(text, at));
    let mut from = 0;
    let phones = std::iter::from_fn(move || {
        let found = next_phone(text, from);
        from = found.map_or(text.len(), |phone| phone.end);
        found
    });
    emails.chain(phones)
}

/// `text` with every e-mail address and telephone number replaced by `mask`.
fn replace_contact_data<'a>(text: &'a str, mask: &str) -> Cow<'a, str> {
    let mut found: Vec<ContactData> = contact_data(text).collect();
    // Digits before an `@` may be a number and the start of an address at once.
    found.sort_by_key(|data| data.start);
    replace_at(
        text,
        found.into_iter().map(|data| data.start..data.end),
        mask,
    )
}

/// `text` with identity numbers masked, and addresses and telephone numbers replaced by `mask`.
pub(crate) fn impersonal(text: &str, mask: &str) -> String {
    super::mask(&replace_contact_data(text, mask)).into_owned()
}

/// Whether `text` holds an e-mail address or a telephone number.
pub(crate) fn has_contact_data(text: &str) -> bool {
    contact_data(text).next().is_some()
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
    is_plain(text) || is_safe_throughout(text)
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
/// is not plain.
fn is_plain(text: &str) -> bool {
    let mut digits = 0;
    let mut previous = b' ';
    text.len() <= SAFE_LABEL_CHARS
        && text.bytes().all(|byte| {
            let leads = byte == b'0' && !previous.is_ascii_digit();
            digits += usize::from(byte.is_ascii_digit());
            previous = byte;
            match byte {
                b'@' | b'+' => false,
                b' '..=b'~' => !leads && digits < IDENTITY_DIGITS,
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

/// The address with its `@` at `at`.
fn email_around(text: &str, at: usize) -> Option<ContactData> {
    let local = text[..at]
        .chars()
        .rev()
        .take_while(|&c| c.is_alphanumeric() || "._%+-'".contains(c));
    let start = at - local.map(char::len_utf8).sum::<usize>();
    let domain = text[at + 1..]
        .chars()
        .take_while(|&c| c.is_alphanumeric() || c == '-' || c == '.');
    let end = at + 1 + domain.map(char::len_utf8).sum::<usize>();
    let domain = text[at + 1..end].trim_end_matches(['.', '-']);
    let (name, top) = domain.rsplit_once('.')?;
    (start < at && !name.is_empty() && top.len() >= 2 && top.chars().all(char::is_alphabetic))
        .then_some(ContactData {
            start,
            end: at + 1 + domain.len(),
            kind: ContactKind::Email,
        })
}

/// The first telephone number at or after `from`.
fn next_phone(text: &str, from: usize) -> Option<ContactData> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(digit) = next_digit(bytes, at) {
        let plus = digit > from && bytes[digit - 1] == b'+';
        if (plus || bytes[digit] == b'0')
            && let Some(end) = phone_end(text, digit, plus)
        {
            return Some(ContactData {
                start: digit - usize::from(plus),
                end,
                kind: ContactKind::Phone,
            });
        }
        at = digits_end(bytes, digit);
    }
    None
}

/// The digits of a telephone number and how they are grouped.
#[derive(Default)]
struct Groups {
    digits: [u8; 16],
    count: usize,
    sizes: [usize; 8],
    written: usize,
}

/// The end of the telephone number that begins with the digit at `start`. That is the
/// longest run of groups that make one.
fn phone_end(text: &str, start: usize, plus: bool) -> Option<usize> {
    let head = &text[..start - usize::from(plus)];
    if head
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || is_dash(c) || matches!(c, '/' | '.' | ',' | ':'))
        && !head.ends_with("tel:")
        && !head.ends_with("Tel:")
    {
        return None;
    }
    let bytes = text.as_bytes();
    let mut groups = Groups::default();
    let mut best = None;
    let mut at = start;
    loop {
        let end = digits_end(bytes, at);
        let size = end - at;
        // `+46 (0)8` writes a zero that is not dialled.
        let zero = plus && groups.written == 1 && &bytes[at..end] == b"0" && bytes[at - 1] == b'(';
        if !zero {
            if groups.count + size > 15 || groups.written == groups.sizes.len() {
                break;
            }
            groups.digits[groups.count..groups.count + size].copy_from_slice(&bytes[at..end]);
            groups.count += size;
            groups.sizes[groups.written] = size;
            groups.written += 1;
            let open = text[end..]
                .chars()
                .next()
                .is_some_and(char::is_alphanumeric);
            if !open && is_written_phone(&groups, plus) {
                best = Some(end);
            }
        }
        match after_separator(text, end) {
            Some(next) => at = next,
            None => break,
        }
    }
    best
}

/// Where the digits after at most three separators begin.
fn after_separator(text: &str, end: usize) -> Option<usize> {
    for (offset, c) in text[end..].char_indices().take(4) {
        if c.is_ascii_digit() {
            return (offset > 0).then_some(end + offset);
        }
        if !(is_blank(c) || is_dash(c) || matches!(c, '/' | '(' | ')')) {
            return None;
        }
    }
    None
}

/// Whether the groups are written like those of telephone numbers and not like dates,
/// amounts or references.
fn is_written_phone(groups: &Groups, plus: bool) -> bool {
    let digits = &groups.digits[..groups.count];
    let sizes = &groups.sizes[..groups.written];
    if plus {
        return digits[0] != b'0' && (9..=15).contains(&digits.len());
    }
    if digits.starts_with(b"00") {
        return digits[2..].first().is_some_and(|digit| *digit != b'0')
            && (11..=15).contains(&digits.len());
    }
    let [b'0', first, ..] = digits else {
        return false;
    };
    let looks_like_date = sizes == [2, 2, 4] && matches!(&digits[4..6], b"19" | b"20");
    let area = match sizes {
        [_] => digits.len() >= 9,
        // Only the Stockholm code has two digits.
        [2, ..] => *first == b'8',
        [3 | 4, ..] => true,
        _ => false,
    };
    let length = match first {
        b'0' => false,
        // All mobile numbers have ten digits.
        b'7' => digits.len() == 10,
        _ => (PHONE_DIGITS..=10).contains(&digits.len()),
    };
    area && length && !looks_like_date && sizes.iter().all(|size| *size >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        contact_data(text)
            .map(|data| &text[data.start..data.end])
            .collect()
    }

    #[test]
    fn contact_data_are_found_in_running_text() {
        assert_eq!(
            found(
                "Mejla anna.å-b@kommun.se. Ring 08-123 456 78, +46 (0)70 123 45 67 eller (0455) 123 45 idag."
            ),
            [
                "anna.å-b@kommun.se",
                "08-123 456 78",
                "+46 (0)70 123 45 67",
                "0455) 123 45"
            ]
        );
        for phone in [
            "0701234567",
            "070-123 45 67",
            "08/12 34 56",
            "0120-123 45",
            "0046 70 123 45 67",
            "+4581234567",
        ] {
            assert_eq!(found(&format!("tfn {phone}, 10 personer")), [phone]);
        }
    }

    #[test]
    fn a_glance_passes_nothing_over() {
        for text in [
            "08123456",
            "a@b.se",
            "8112189876",
            "1234567",
            "",
            "811218-9876",
        ] {
            let glance = Glance::at(text);
            assert_eq!(
                glance.may_have_contact_data(),
                text.len() >= 8 || text.contains('@'),
                "{text}"
            );
            assert_eq!(
                glance.may_have_identity_numbers(),
                text.starts_with("811218"),
                "{text}"
            );
        }
    }

    #[test]
    fn dates_amounts_and_references_are_no_contact_data() {
        for text in [
            "2021-02-12 15:00",
            "08:00-09:30",
            "08-02-2021",
            "01-02-2021 08",
            "10 001 - 100 000",
            "0-100 000 personer",
            "PUI-2021-08123456",
            "RK 2021/0812345678",
            "212000-0142",
            "164 07 Kista, Box 7049",
            "0,5 procent av 100 000",
            "kl 08 den 12 februari 2021",
            "@ kl 9, a@b, @kommun.se",
            "version 1.0812345678",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn contact_data_are_replaced_in_place() {
        let replace = |text| replace_contact_data(text, "(masked)");
        assert!(matches!(replace("Exempelkommun 2021"), Cow::Borrowed(_)));
        assert_eq!(
            replace("Ring 070-123 45 67 eller mejla a.b@kommun.se, Exempelkommun"),
            "Ring (masked) eller mejla (masked), Exempelkommun"
        );
        assert_eq!(replace("0701234567@kommun.se"), "(masked)");
    }

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
        assert!(is_plain("DNR 2023/3697") && is_plain("Övrigt"));
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
            assert!(!is_plain(text), "{text}");
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
