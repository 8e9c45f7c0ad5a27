//! Swedish organisation numbers: reads them as people write them and tells them from
//! identity numbers. It is not a register, so a valid number may be unused.

use super::{identity, is_blank, is_dash, luhn, strip_word};

/// A valid organisation number (lagen (1974:174) om identitetsbeteckning för
/// juridiska personer m.fl.): ten digits with Luhn sum and third digit >= 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationNumber([u8; 10]);

/// What a text says where an organisation number should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Organisation {
    /// An organisation number.
    Valid {
        /// The number.
        number: OrganisationNumber,
        /// Whether it was written otherwise than `NNNNNN-NNNN`.
        lenient: bool,
    },
    /// A person's identity number or coordination number. A sole trader has one.
    IdentityNumber,
    /// Neither.
    Invalid(OrganisationFault),
}

/// Why a text is no organisation number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationFault {
    /// Not ten digits (or twelve with a known prefix), or other characters.
    Length,
    /// The Luhn sum is wrong.
    Checksum,
    /// The third digit is below 2, and it is no identity number either.
    ThirdDigit,
}

impl OrganisationNumber {
    /// Reads `NNNNNN-NNNN`. It also reads a number without its hyphen, with another
    /// dash or blanks, with twelve digits that begin with `16`, and VAT numbers
    /// `SE..01`, and says that they are unusual.
    pub(crate) fn parse(text: &str) -> Organisation {
        let text = text.trim();
        let Some((digits, century)) = digits_of(text) else {
            return Organisation::Invalid(OrganisationFault::Length);
        };
        if !luhn(&digits) {
            return Organisation::Invalid(OrganisationFault::Checksum);
        }
        if identity::is_identity_number(&digits, century) {
            return Organisation::IdentityNumber;
        }
        if century.is_some() {
            return Organisation::Invalid(OrganisationFault::Length);
        }
        if digits[2] < 2 {
            return Organisation::Invalid(OrganisationFault::ThirdDigit);
        }
        Organisation::Valid {
            number: Self(digits),
            lenient: !is_strict(text),
        }
    }

    /// Whether the number belongs to the state, a region or a municipality. It then
    /// begins with 2, but not with 252 (parishes).
    pub(crate) fn is_public_body(self) -> bool {
        self.0[0] == 2 && self.0[..3] != [2, 5, 2]
    }

    /// The first digit, which gives the legal form (5 limited company, 8 non-profit
    /// ...).
    pub(crate) fn legal_form(self) -> u8 {
        self.0[0]
    }
}

impl std::fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = *b"000000-0000";
        for (position, digit) in self.0.iter().enumerate() {
            text[position + usize::from(position >= 6)] = b'0' + digit;
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

/// Whether `text`, valid or not, begins like a date of birth. It may be an identity
/// number with a slip of the pen, which must not be written out either.
pub(crate) fn resembles_identity_number(text: &str) -> bool {
    let Some((digits, _)) = digits_of(text.trim()) else {
        return false;
    };
    let month = digits[2] * 10 + digits[3];
    let day = digits[4] * 10 + digits[5];
    (1..=12).contains(&month) && matches!(day, 1..=31 | 61..=91)
}

/// Whether `text` is written `NNNNNN-NNNN`.
fn is_strict(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 11
        && bytes[6] == b'-'
        && bytes
            .iter()
            .enumerate()
            .all(|(position, byte)| position == 6 || byte.is_ascii_digit())
}

/// The ten digits of the number. If twelve digits say that it belongs to a person, the
/// century too.
fn digits_of(text: &str) -> Option<([u8; 10], Option<u8>)> {
    let vat = strip_word(text, "se");
    let (digits, count) = collect(vat.unwrap_or(text))?;
    let ten = |from: usize| digits[from..from + 10].try_into().ok();
    match (count, vat.is_some()) {
        (10, false) => Some((ten(0)?, None)),
        (12, true) if digits[10..] == [0, 1] => Some((ten(0)?, None)),
        (12, false) => match digits[0] * 10 + digits[1] {
            16 => Some((ten(2)?, None)),
            century @ 18..=20 => Some((ten(2)?, Some(century))),
            _ => None,
        },
        _ => None,
    }
}

/// The digits of `text` without blanks, and how many there are. A dash (or the `+` of a
/// person over a hundred) may only be before the last four digits.
fn collect(text: &str) -> Option<([u8; 12], usize)> {
    let mut digits = [0; 12];
    let mut count = 0;
    let mut dash = None;
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            *digits.get_mut(count)? = digit as u8;
            count += 1;
        } else if is_dash(c) || c == '+' {
            if dash.replace(count).is_some() {
                return None;
            }
        } else if !is_blank(c) {
            return None;
        }
    }
    dash.is_none_or(|at| at == 6 || (at == 8 && count == 12))
        .then_some((digits, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> (String, bool) {
        match OrganisationNumber::parse(text) {
            Organisation::Valid { number, lenient } => (number.to_string(), lenient),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn the_usual_writing_is_strict_and_the_others_are_normalised() {
        assert_eq!(number("212000-0142"), ("212000-0142".to_owned(), false));
        for text in [
            "2120000142",
            "212000–0142",
            "212000 0142",
            "212000 - 0142",
            "16212000-0142",
            "162120000142",
            "SE212000014201",
            "se 212000-0142 01",
            "212000\u{a0}0142",
        ] {
            assert_eq!(number(text), ("212000-0142".to_owned(), true), "{text}");
        }
    }

    #[test]
    fn identity_numbers_are_told_apart() {
        for text in [
            "121212-1212",
            "19121212-1212",
            "191212121212",
            "121212+1212",
            "701063-2391",
            "8112189876",
        ] {
            assert_eq!(
                OrganisationNumber::parse(text),
                Organisation::IdentityNumber,
                "{text}"
            );
        }
    }

    #[test]
    fn faults_are_told() {
        use OrganisationFault::{Checksum, Length, ThirdDigit};
        for (text, fault) in [
            ("", Length),
            ("21200-0142", Length),
            ("21-20000142", Length),
            ("212000-0142-", Length),
            ("212000-0142 AB", Length),
            ("SE212000014202", Length),
            ("202120000142", Length),
            ("2120000142123456", Length),
            ("212000-0143", Checksum),
            ("701063-2392", Checksum),
            ("000000-0000", ThirdDigit),
            ("811318-9875", ThirdDigit),
        ] {
            assert_eq!(
                OrganisationNumber::parse(text),
                Organisation::Invalid(fault),
                "{text}"
            );
        }
    }

    #[test]
    fn a_mistyped_identity_number_is_suspected() {
        assert!(
            resembles_identity_number("811218-9875") && resembles_identity_number("701063-2392")
        );
        assert!(
            !resembles_identity_number("212000-0143") && !resembles_identity_number("811318-9875")
        );
    }

    #[test]
    fn parishes_are_no_public_bodies() {
        let public = |text| match OrganisationNumber::parse(text) {
            Organisation::Valid { number, .. } => number.is_public_body(),
            other => panic!("{text}: {other:?}"),
        };
        assert!(public("212000-0142") && public("202100-5489"));
        assert!(!public("252002-6135") && !public("556036-0793"));
    }
}
