//! The mark between thousands that a mapping declares. It is the only one: a number
//! with another mark is not read at all, since it would be read in another way.

use std::borrow::Cow;

use crate::read::mapping::amounts::multiplier;

/// The one mark between the thousands of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Thousands(pub(super) char);

impl Thousands {
    /// A text with the digits of its numbers joined; `None` where a number has a mark
    /// that is not this one, or not between thousands. A decimal mark is known by the
    /// word behind it (`1,5 miljoner`).
    pub(super) fn joined(self, text: &str) -> Option<Cow<'_, str>> {
        let mut out = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, from) = rest.split_at(start);
            let (number, after) = from.split_at(self.end(from));
            out.push_str(before);
            out.push_str(&self.number(number, after)?);
            rest = after;
        }
        out.push_str(rest);
        Some(if out == text {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(out)
        })
    }

    /// Where the digits and the marks between them end.
    fn end(self, text: &str) -> usize {
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let before_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
            if !(c.is_ascii_digit() || before_digit && self.is_mark(c)) {
                return at;
            }
        }
        text.len()
    }

    /// The number without its marks.
    fn number<'t>(self, number: &'t str, after: &str) -> Option<Cow<'t, str>> {
        let mut marks = number.chars().filter(|c| !c.is_ascii_digit());
        let Some(first) = marks.next() else {
            return Some(Cow::Borrowed(number));
        };
        let times = multiplier(after).0;
        if times > 1 {
            let is_decimal =
                matches!(first, '.' | ',') && marks.next().is_none() && !self.is_grouped(number);
            return is_decimal.then_some(Cow::Borrowed(number));
        }
        self.is_grouped(number)
            .then(|| Cow::Owned(number.replace(|c: char| !c.is_ascii_digit(), "")))
    }

    /// Whether all marks are this one and part thousands.
    fn is_grouped(self, number: &str) -> bool {
        let mut groups = number.split(|c: char| !c.is_ascii_digit());
        let first = groups.next().unwrap_or_default();
        (1..=3).contains(&first.len())
            && !first.starts_with('0')
            && groups.all(|group| group.len() == 3)
            && number.chars().all(|c| c.is_ascii_digit() || self.is(c))
    }

    pub(super) fn is(self, c: char) -> bool {
        kind(c) == kind(self.0)
    }

    fn is_mark(self, c: char) -> bool {
        c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’') || self.is(c)
    }
}

/// A mark, all blanks and both apostrophes being one each.
fn kind(mark: char) -> char {
    match mark {
        '’' => '\'',
        blank if blank.is_whitespace() => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_mark_declared_parts_thousands() {
        for (mark, text, joined) in [
            (',', "1,234", Some("1234")),
            (',', "12,345,678 elever", Some("12345678 elever")),
            (',', "ca 1,234 patienter", Some("ca 1234 patienter")),
            (',', "10,000-49,999", Some("10000-49999")),
            (',', "57", Some("57")),
            (',', "many", Some("many")),
            (',', "1,5 miljoner", Some("1,5 miljoner")),
            (' ', "1\u{a0}234", Some("1234")),
            ('\'', "1’234", Some("1234")),
            ('.', "1.234", Some("1234")),
            (',', "100.000", None),
            (',', "1.001", None),
            (',', "2500.000", None),
            (',', "12,345.000", None),
            (',', "1 234", None),
            (',', "12,50", None),
            (',', "1234,567", None),
            (',', "0,123", None),
            (',', "1,500 million", None),
            ('.', "1,234", None),
            (' ', "1.234", None),
        ] {
            assert_eq!(
                Thousands(mark).joined(text).as_deref(),
                joined,
                "{mark} {text}"
            );
        }
    }
}
