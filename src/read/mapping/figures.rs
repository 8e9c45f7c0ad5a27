//! The extra numbers of a form file as exports write them: `1 234,50 kr`, `€ 2.5`, `14 dagar`,
//! where the mapping names the unit. They may have decimals, of which two are kept. A number that may be read in two ways
//! (`1.234`) is not read, unless the mapping declares the mark between thousands.

use std::borrow::Cow;

use super::amounts::multiplier;
use super::thousands::Thousands;
use super::units::Units;
use super::values::Written;
use crate::read::Value;
use crate::read::workbook::TYPED;
use crate::value::{MAX_HUNDREDTHS, mask, may_be_thousands, write_hundredths};

impl Written {
    /// A number in our writing, with two decimals.
    pub(super) fn number<'a>(&'a self, text: Cow<'a, str>) -> Value<'a> {
        if let Some(none) = self.non_value(&text) {
            return none;
        }
        if let Some(mapped) = self.map.as_ref().and_then(|map| map.get(&text)) {
            return mapped.value();
        }
        let unmapped = self.map.as_ref().and_then(|map| map.unmapped.mapped());
        match (hundredths(&text, self.thousands, &self.units), unmapped) {
            (Some(number), _) => {
                let mut written = String::new();
                write_hundredths(number, &mut written);
                Value::Text(Cow::Owned(written))
            }
            (None, Some(mapped)) => mapped.value(),
            (None, None) => Value::Foreign(text),
        }
    }
}

/// The number that a text is, in hundredths.
pub(super) fn hundredths(text: &str, thousands: Option<Thousands>, units: &Units) -> Option<i64> {
    let (text, is_typed) = match text.strip_prefix(TYPED) {
        Some(typed) => (typed, true),
        None => (text, false),
    };
    let bare = units.without(text);
    let (sign, bare) = match bare.strip_prefix(['-', '−', '–']) {
        Some(bare) => (-1, units.without(bare)),
        None => (1, bare),
    };
    let end = bare
        .rfind(|c: char| c.is_ascii_digit())
        .map_or(0, |last| last + 1);
    let (figures, behind) = bare.split_at(end);
    let (times, rest) = multiplier(behind);
    if !rest.trim().is_empty() || matches!(mask(figures), Cow::Owned(_)) {
        return None;
    }
    let (whole, fraction) = parts(figures, thousands, is_typed)?;
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    let thousandths: i128 = format!("{whole}{fraction}").parse().ok()?;
    let hundredths = (thousandths.checked_mul(i128::from(times))?.checked_add(5)?) / 10;
    let hundredths = i64::try_from(hundredths).ok()?;
    (hundredths <= MAX_HUNDREDTHS).then_some(sign * hundredths)
}

/// The digits before the decimal mark without marks between them, and those behind it.
fn parts(figures: &str, thousands: Option<Thousands>, is_typed: bool) -> Option<(String, &str)> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let last = figures.rfind(|c: char| !c.is_ascii_digit());
    let mark = last.and_then(|at| figures[at..].chars().next());
    let (Some(last), Some(mark)) = (last, mark) else {
        return is_digits(figures).then(|| (figures.to_owned(), ""));
    };
    let (before, behind) = (&figures[..last], &figures[last + mark.len_utf8()..]);
    let first = before.chars().find(|c| !c.is_ascii_digit());
    let is_decimal = matches!(mark, '.' | ',')
        && match (thousands, first) {
            _ if is_typed => true,
            (Some(thousands), _) => !thousands.is(mark),
            (None, Some(first)) => first != mark,
            // What could part thousands is not decided here.
            (None, None) => !may_be_thousands(&format!("{before}.{behind}")),
        };
    let (whole, fraction) = if is_decimal {
        (before, behind)
    } else {
        (figures, "")
    };
    if is_digits(whole) {
        return Some((whole.to_owned(), fraction));
    }
    let first = whole.chars().find(|c| !c.is_ascii_digit())?;
    let is_decided = thousands.is_some() || is_decimal || first != mark;
    let is_plain = first.is_whitespace() || matches!(first, '\'' | '’');
    let is_repeated = whole.matches(first).count() > 1;
    if !(is_decided || is_plain || is_repeated) {
        return None;
    }
    let joined = thousands.unwrap_or(Thousands(first)).joined(whole)?;
    is_digits(&joined).then(|| (joined.into_owned(), fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_units_marks_and_decimals() {
        let units = ["kr", "dagar", "timmar", "euro", "$"].map(str::to_owned);
        let units = Units::named(&units);
        for (text, number) in [
            ("14", 1_400),
            ("14 dagar", 1_400),
            ("0", 0),
            ("-3", -300),
            ("2,5", 250),
            ("2.5 h", 250),
            ("1 234,50 kr", 123_450),
            ("1\u{a0}234:-", 123_400),
            ("€ 1.234.567", 123_456_700),
            ("1,234.5", 123_450),
            ("1.234,5", 123_450),
            ("SEK 500", 50_000),
            ("-$12.30", -1_230),
            ("1,5 miljoner kr", 150_000_000),
            ("0,125", 13),
            ("2.458333", 246),
            ("1234.567", 123_457),
            ("\u{FDD0}2.458", 246),
        ] {
            assert_eq!(hundredths(text, None, &units), Some(number), "{text}");
        }
    }

    #[test]
    fn what_may_be_two_numbers_is_none_but_where_the_mark_is_declared() {
        let units = Units::named(&["kr".to_owned()]);
        for text in [
            "1.234",
            "1,234",
            "",
            "kr",
            "många",
            "3 av 10",
            "1 23",
            "12-15",
            "8112189876",
            "1e5",
            "5 %",
            "10 eller 12",
        ] {
            assert_eq!(hundredths(text, None, &units), None, "{text}");
        }
        for (text, mark, number) in [
            ("1.234", '.', Some(123_400)),
            ("1.234", ',', Some(123)),
            ("1,234", ' ', Some(123)),
            ("1,234.56", ',', Some(123_456)),
            ("1.234,56", ',', None),
            ("12,50", '.', Some(1_250)),
            ("1 234", ',', None),
        ] {
            assert_eq!(
                hundredths(text, Some(Thousands(mark)), &units),
                number,
                "{text} {mark}"
            );
        }
    }

    #[test]
    fn a_unit_that_is_not_named_makes_no_number() {
        let of = |text: &str, units: &[&str]| {
            let units: Vec<String> = units.iter().map(|&unit| unit.to_owned()).collect();
            hundredths(text, None, &Units::named(&units))
        };
        for (text, units, number) in [
            ("2 veckor", &["dagar"][..], None),
            ("2 veckor", &[], None),
            ("2 dygn", &["dagar"], Some(200)),
            ("5 dagar", &["day"], Some(500)),
            ("500 euro", &["kr"], None),
            ("€ 500", &["SEK"], None),
            ("500:-", &["SEK"], Some(50_000)),
            ("500 kr", &[], None),
            ("500", &[], Some(50_000)),
            ("7 poäng", &["Poäng"], Some(700)),
            ("7 poäng", &["kr"], None),
            ("1,5 miljoner kr", &["kr"], Some(150_000_000)),
            ("1,5 miljoner euro", &["kr"], None),
        ] {
            assert_eq!(of(text, units), number, "{text} {units:?}");
        }
    }

    #[test]
    fn numbers_beyond_what_is_kept_are_none() {
        let of = |text: &str| hundredths(text, None, &Units::default());
        assert_eq!(of("20000000000"), Some(2_000_000_000_000));
        assert_eq!(of("1000000000000"), Some(100_000_000_000_000));
        assert_eq!(of("-1000000000000"), Some(-100_000_000_000_000));
        for text in [
            "1000000000001",
            "-1000000000001",
            "99999999999999999999999999999999999 miljarder",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
        let many = format!("{} miljard", "9".repeat(35));
        assert_eq!(of(&many), None);
    }
}
