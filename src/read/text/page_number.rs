//! Page numbers as a line of their own: what they count, and how surely the
//! line is nothing else.

/// A line that reads as a page number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageNumber {
    pub(super) page: u32,
    /// How many pages there are, if it says so.
    pages: Option<u32>,
    pub(super) shape: Shape,
}

/// How a page number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `2`, `2/5`: as many an answer.
    Bare,
    /// `2 (5)`, `Sida 2`, `- 2 -`: as hardly an answer.
    Set,
    /// `Sida 2 av 5`: as no answer.
    Whole,
}

impl PageNumber {
    /// The page number that a line is.
    pub(super) fn of(text: &str) -> Option<Self> {
        if text.len() > MOST_BYTES
            || !text.ends_with(|c: char| c.is_ascii_digit() || ")-–".contains(c))
        {
            return None;
        }
        let named = NAMES.iter().find_map(|name| text.strip_prefix(name));
        let (named, rest) = (named.is_some(), named.unwrap_or(text));
        let between: String = rest
            .chars()
            .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
            .collect();
        let mut numbers = rest
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty());
        let page = numbers
            .next()
            .filter(|digits| digits.len() <= 4)?
            .parse()
            .ok()?;
        let pages = match numbers.next() {
            Some(digits) => Some(digits.parse().ok().filter(|pages| page <= *pages)?),
            None => None,
        };
        let shape = match (named, pages, between.as_str()) {
            (false, None, "") | (false, Some(_), "/") => Shape::Bare,
            (true, None, "")
            | (false, None, "--" | "––")
            | (false, Some(_), "()" | "av" | "of") => Shape::Set,
            (true, Some(_), "()" | "av" | "of" | "/") => Shape::Whole,
            _ => return None,
        };
        numbers
            .next()
            .is_none()
            .then_some(Self { page, pages, shape })
    }

    /// Whether it numbers the page after another.
    pub(super) fn follows(&self, other: &Self) -> bool {
        self.page == other.page + 1 && self.pages == other.pages
    }
}

/// Words before a page number.
const NAMES: &[&str] = &[
    "Sidnummer",
    "Sidnr",
    "Sidan",
    "Sida",
    "sidan",
    "sida",
    "Sid.",
    "Sid",
    "sid",
    "Page",
    "page",
    "s.",
    "p.",
];
/// The longest page number.
const MOST_BYTES: usize = 24;

/// Whether a line may be a page number that is more than bare, by its length
/// and ends.
pub(super) fn may_be_page_number(line: &[u8]) -> bool {
    match line {
        [.., b')'] | [b'S' | b's' | b'P', .., b'0'..=b'9'] => line.len() <= MOST_BYTES,
        [b'-', .., b'-'] => line.len() <= 8,
        [0xE2, .., 0x93] => line.len() <= 12,
        [b'0'..=b'9', .., b'0'..=b'9'] => {
            line.len() <= 12 && line.iter().any(u8::is_ascii_alphabetic)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_answers() {
        for (text, shape) in [
            ("Sida 2 av 5", Shape::Whole),
            ("Sid 5(7)", Shape::Whole),
            ("Page 1 of 3", Shape::Whole),
            ("2 (5)", Shape::Set),
            ("5 av 7", Shape::Set),
            ("Sida 4", Shape::Set),
            ("Sidnr 4", Shape::Set),
            ("s. 4", Shape::Set),
            ("- 2 -", Shape::Set),
            ("– 2 –", Shape::Set),
            ("2/5", Shape::Bare),
            ("12", Shape::Bare),
        ] {
            assert_eq!(
                PageNumber::of(text).map(|number| number.shape),
                Some(shape),
                "{text}"
            );
            assert_eq!(
                may_be_page_number(text.as_bytes()),
                shape != Shape::Bare,
                "{text}"
            );
        }
        for text in [
            "20210",
            "5 (2)",
            "10 001 - 100 000",
            "08-465 00 00",
            "1.4",
            "1 2 3",
            "Barn (2)",
            "(5)-",
            "",
        ] {
            assert_eq!(PageNumber::of(text), None, "{text}");
        }
    }
}
