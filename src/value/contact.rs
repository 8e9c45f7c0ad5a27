//! Checks the contact fields: e-mail address, telephone number, postal code. A
//! plausible value may still reach nobody. No register is asked.

use email_address::{EmailAddress, Options};

use super::{is_blank, is_dash, strip_word};

/// What is wrong with an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EmailFault {
    /// Two addresses, or more, in one field.
    Several,
    /// A stop, comma or other mark after the address.
    TrailingPunctuation,
    /// The domain has no dot.
    MissingDot,
    /// Anything else.
    Malformed,
}

/// The domain of an e-mail address, or what is wrong with it.
pub(crate) fn email(text: &str) -> Result<&str, EmailFault> {
    let text = text.trim();
    let mut signs = memchr::memchr_iter(b'@', text.as_bytes());
    let (Some(at), more) = (signs.next(), signs.next()) else {
        return Err(EmailFault::Malformed);
    };
    if more.is_some() {
        return Err(EmailFault::Several);
    }
    let domain = &text[at + 1..];
    if is_plain(&text[..at], domain) {
        return Ok(domain);
    }
    if text.ends_with(['.', ',', ';', ':', '>', ')', '!', '?']) {
        return Err(EmailFault::TrailingPunctuation);
    }
    if !domain.is_empty() && !domain.contains('.') {
        return Err(EmailFault::MissingDot);
    }
    let options = Options::default()
        .without_display_text()
        .without_domain_literal()
        .with_required_tld();
    EmailAddress::parse_with_options(text, options).map_err(|_| EmailFault::Malformed)?;
    Ok(domain)
}

/// Whether an address is plain, as most are: letters, digits and hyphens with stops
/// between them, and not long. An address that is not plain may still be one.
fn is_plain(name: &str, domain: &str) -> bool {
    /// Neither the name, nor the domain, nor a part of it may be longer.
    const LONGEST: usize = 63;
    name.len().max(domain.len()) <= LONGEST
        && domain.contains('.')
        && [name, domain]
            .iter()
            .all(|words| are_parted(words.as_bytes()))
}

/// Whether letters and digits begin and end a text, with single hyphens and stops
/// between them.
fn are_parted(words: &[u8]) -> bool {
    let mut may_end = false;
    for byte in words {
        let is_sign = matches!(byte, b'-' | b'.');
        if !(byte.is_ascii_alphanumeric() || is_sign && may_end) {
            return false;
        }
        may_end = !is_sign;
    }
    may_end
}

/// Domains at which anybody gets an address for nothing, or together with a household's
/// broadband.
const FREE_MAIL: [&str; 27] = [
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.se",
    "outlook.com",
    "outlook.se",
    "live.com",
    "live.se",
    "msn.com",
    "yahoo.com",
    "yahoo.se",
    "ymail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.com",
    "gmx.net",
    "mail.com",
    "protonmail.com",
    "proton.me",
    "telia.com",
    "bredband.net",
    "comhem.se",
    "home.se",
    "spray.se",
    "bahnhof.se",
];

/// Whether addresses at `domain` are private people's rather than an organisation's.
pub(crate) fn is_free_mail(domain: &str) -> bool {
    FREE_MAIL
        .iter()
        .any(|free| free.eq_ignore_ascii_case(domain))
}

/// Whether `text` is plausibly one telephone number: E.164, or Swedish national
/// writing, with blanks, hyphens, slashes or parentheses, and an extension.
pub(crate) fn phone(text: &str) -> bool {
    let mut room = [0; MOST_DIGITS];
    let Some((digits, plus)) = phone_digits(text.trim(), &mut room) else {
        return false;
    };
    let (international, rest) = match digits {
        [b'0', b'0', rest @ ..] if !plus => (true, rest),
        rest => (plus, rest),
    };
    match (international, rest) {
        (true, [b'4', b'6', national @ ..]) => {
            is_swedish(national.strip_prefix(b"0").unwrap_or(national))
        }
        (true, [b'1'..=b'9', ..]) => (8..=15).contains(&rest.len()),
        (true, _) => false,
        (false, [b'0', national @ ..]) => is_swedish(national),
        // A number without its leading zero is still dialled correctly from abroad.
        (false, national) => national.len() >= 8 && is_swedish(national),
    }
}

/// Whether the digits are a Swedish national number without its leading zero.
fn is_swedish(national: &[u8]) -> bool {
    match national {
        [b'7', ..] => national.len() == 9,
        [b'1'..=b'9', ..] => (7..=9).contains(&national.len()),
        _ => false,
    }
}

/// The most digits of a telephone number: fifteen after `00`.
const MOST_DIGITS: usize = 17;

/// The digits of a telephone number up to its extension, and whether it begins with a
/// plus. `None` if there is any other character, or if there are too many digits.
fn phone_digits<'r>(text: &str, room: &'r mut [u8; MOST_DIGITS]) -> Option<(&'r [u8], bool)> {
    let text = without_extension(text)?;
    let text = strip_word(text, "tel:").unwrap_or(text).trim_start();
    let text_from_plus = text.trim_start_matches('(');
    let plus = text_from_plus.starts_with('+');
    let text = text_from_plus.strip_prefix('+').unwrap_or(text);
    let mut count = 0;
    for c in text.chars() {
        if c.is_ascii_digit() {
            *room.get_mut(count)? = c as u8;
            count += 1;
        } else if !(is_blank(c) || is_dash(c) || matches!(c, '/' | '(' | ')' | '.')) {
            return None;
        }
    }
    Some((&room[..count], plus))
}

/// `text` before an extension such as `ankn. 12`. `None` for other words.
fn without_extension(text: &str) -> Option<&str> {
    let Some((start, _)) = text
        .char_indices()
        .skip(1)
        .find(|(_, c)| c.is_alphabetic())
        .filter(|(at, _)| *at > 4)
    else {
        return Some(text);
    };
    let words = [
        "anknytning",
        "anknytn.",
        "ankn.",
        "ankn",
        "ank.",
        "ank",
        "ext.",
        "ext",
        "växel",
        "vx.",
        "vx",
        "x",
    ];
    let tail = &text[start..];
    let rest = words.iter().find_map(|word| strip_word(tail, word))?;
    rest.chars()
        .all(|c| c.is_ascii_digit() || is_blank(c) || is_dash(c) || matches!(c, ')' | ':' | '.'))
        .then(|| text[..start].trim_end_matches([' ', ',', '(', '\u{a0}']))
}

/// Whether `text` is a Swedish postal code: five digits of which the first is not 0,
/// written `NNN NN` or together, perhaps after `SE-` or `S-`.
pub(crate) fn postal_code(text: &str) -> bool {
    let text = text.trim();
    let without_country = |text| {
        ["se-", "s-", "se ", "s ", "se", "s"]
            .iter()
            .find_map(|s| strip_word(text, s))
    };
    let bare = if text.starts_with(['S', 's']) {
        without_country(text).unwrap_or(text)
    } else {
        text
    };
    let mut digits = 0;
    for c in bare.chars() {
        match c {
            '0' if digits == 0 => return false,
            '0'..='9' => digits += 1,
            _ if is_blank(c) && digits == 3 => {}
            _ => return false,
        }
    }
    digits == 5
}

/// Whether an address is in Sweden. It is when no country is given.
pub(crate) fn is_sweden(country: &str) -> bool {
    if country == "Sverige" {
        return true;
    }
    let country = country.trim().trim_end_matches('.');
    let names = ["sverige", "sweden", "se", "swe", "s", "kungariket sverige"];
    country.is_empty()
        || names
            .iter()
            .any(|name| strip_word(country, name).is_some_and(str::is_empty))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn faults_of_addresses_are_told() {
        assert_eq!(email(" anna.andersson@kommun.se "), Ok("kommun.se"));
        for (text, fault) in [
            ("a@b.se; c@d.se", EmailFault::Several),
            ("a@b.se.", EmailFault::TrailingPunctuation),
            ("a@b.se,", EmailFault::TrailingPunctuation),
            ("a@kommun", EmailFault::MissingDot),
            ("a@", EmailFault::Malformed),
            ("@b.se", EmailFault::Malformed),
            ("anna andersson@b.se", EmailFault::Malformed),
            ("Anna <a@b.se", EmailFault::Malformed),
            ("a@b..se", EmailFault::Malformed),
            ("anna", EmailFault::Malformed),
            ("", EmailFault::Malformed),
        ] {
            assert_eq!(email(text), Err(fault), "{text}");
        }
        for text in [
            "a.b-c@d.se",
            "a_b@c.se",
            "a@b--c.se",
            &format!("{}@b.se", "a".repeat(64)),
        ] {
            assert!(email(text).is_ok(), "{text}");
        }
        for text in [
            "a.@b.se",
            ".a@b.se",
            "a@-b.se",
            "a@b-.se",
            &format!("{}@b.se", "a".repeat(65)),
        ] {
            assert_eq!(email(text), Err(EmailFault::Malformed), "{text}");
        }
        assert!(is_free_mail("Gmail.com") && !is_free_mail("stockholm.se"));
    }

    proptest! {
        #[test]
        fn what_is_plain_is_an_address(name in "[aB1.-]{0,5}", domain in "[aB1.-]{0,5}") {
            let built = EmailAddress::is_valid(&format!("{name}@{domain}"));
            prop_assert!(built || !is_plain(&name, &domain));
        }
    }

    #[test]
    fn plausible_telephone_numbers() {
        for text in [
            "0846500401",
            "08-465 004 01",
            "070-123 45 67",
            "+46 (0)70 123 45 67",
            "(+46) 8 123 456",
            "0046 8 123 456 78",
            "08/12 34 56",
            "(0455) 123 45",
            "08-123 456 78 ankn. 12",
            "08-12345678 vx",
            "tel: 0701234567",
            "+49 30 1234567",
            "701234567",
        ] {
            assert!(phone(text), "{text}");
        }
        for text in [
            "",
            "-",
            "123",
            "070-123 45",
            "0701234567890",
            "+0701234567",
            "okänt",
            "112",
            "08-123 456 78 eller mejl",
        ] {
            assert!(!phone(text), "{text}");
        }
    }

    #[test]
    fn postal_codes() {
        for text in ["16407", "164 07", "SE-164 07", "s-16407", "164\u{a0}07"] {
            assert!(postal_code(text), "{text}");
        }
        for text in [
            "", "06407", "1640", "164077", "16 407", "164-07", "Kista", "SE-",
        ] {
            assert!(!postal_code(text), "{text}");
        }
        assert!(is_sweden("") && is_sweden("SVERIGE") && is_sweden(" se ") && !is_sweden("Norge"));
    }
}
