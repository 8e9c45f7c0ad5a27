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

    /// The page number that a line is, in Roman numerals where it is not in digits. A bare one
    /// may be a word or a mark, so it must rise with the pages.
    pub(super) fn of_any(text: &str) -> Option<Self> {
        Self::of(text).or_else(|| in_digits(text).and_then(|digits| Self::of(&digits)))
    }

    /// Whether it numbers the page after another.
    pub(super) fn follows(&self, other: &Self) -> bool {
        self.page == other.page + 1 && self.pages == other.pages
    }
}

/// A line with Roman numerals as digits; `None` where it has none, or digits besides.
fn in_digits(text: &str) -> Option<String> {
    if text.len() > MOST_BYTES || text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let name = NAMES.iter().find(|name| text.starts_with(**name));
    let (name, rest) = text.split_at(name.map_or(0, |name| name.len()));
    let (mut found, mut has_any) = (name.to_owned(), false);
    let mut word = String::new();
    for sign in rest.chars().chain(['\n']) {
        if sign.is_alphanumeric() {
            word.push(sign);
            continue;
        }
        match roman(&word) {
            Some(number) => {
                has_any = true;
                found.push_str(&number.to_string());
            }
            None => found.push_str(&word),
        }
        word.clear();
        found.push(sign);
    }
    found.pop();
    has_any.then_some(found)
}

/// The number that a Roman numeral of pages is, in either case.
fn roman(word: &str) -> Option<u32> {
    const MOST: u32 = 99;
    let is_one_case = word.bytes().all(|byte| byte.is_ascii_lowercase())
        || word.bytes().all(|byte| byte.is_ascii_uppercase());
    let upper = word.to_ascii_uppercase();
    if word.is_empty() || !is_one_case || !upper.bytes().all(|byte| b"IVXLC".contains(&byte)) {
        return None;
    }
    (1..=MOST).find(|number| numeral(*number) == upper)
}

/// A number below a hundred as a Roman numeral.
fn numeral(number: u32) -> String {
    const SIGNS: [(u32, &str); 8] = [
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut rest, mut numeral) = (number, String::new());
    for (value, signs) in SIGNS {
        while rest >= value {
            rest -= value;
            numeral.push_str(signs);
        }
    }
    numeral
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
    fn roman_numerals_count_pages_too() {
        for (text, page) in [
            ("i", 1),
            ("iv", 4),
            ("XII", 12),
            ("- ix -", 9),
            ("I (XII)", 1),
            ("Sida iii av x", 3),
            ("Sida iii", 3),
            ("4", 4),
        ] {
            let found = PageNumber::of_any(text).map(|number| number.page);
            assert_eq!(found, Some(page), "{text}");
        }
        for text in ["iiii", "Iv", "mix", "civil", "IVI", "Ja", "", "i 5"] {
            assert_eq!(PageNumber::of_any(text), None, "{text}");
        }
    }

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
