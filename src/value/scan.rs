//! Finds e-mail addresses and telephone numbers in running text. It is precise rather than
//! complete, since findings are made of it. For outputs see `label`; contact fields are checked
//! in `contact`.

use std::borrow::Cow;

use super::identity::{digits_end, next_digit};
use super::{is_blank, is_dash, replace_at};
use crate::bytes;

/// The fewest digits of a telephone number in running text.
const PHONE_DIGITS: usize = 8;
/// How many an identity number has.
pub(super) const IDENTITY_DIGITS: usize = 10;

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
pub(super) fn replace_contact_data<'a>(text: &'a str, mask: &str) -> Cow<'a, str> {
    let mut found: Vec<ContactData> = contact_data(text).collect();
    // Digits before an `@` may be a number and the start of an address at once.
    found.sort_by_key(|data| data.start);
    replace_at(
        text,
        found.into_iter().map(|data| data.start..data.end),
        mask,
    )
}

/// Whether `text` holds an e-mail address or a telephone number.
pub(super) fn has_contact_data(text: &str) -> bool {
    contact_data(text).next().is_some()
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
}
