//! Texts that stand where one option should: a list that was printed without its ticks, a grade with
//! something behind it, a comment on `Övrigt`.

use super::{Edition, Follow, Question, follow, is_squashed, squash};

/// The longest text that may be a list, in bytes.
const MOST: usize = 2000;
/// Signs that make another grade of the one beside them, or several.
const BEYOND: [char; 7] = ['<', '>', '≤', '≥', '±', '~', '+'];

/// The colon behind the first part of a label that is `Övrigt`: what follows is a comment.
pub(crate) fn other_ends(label: &str) -> Option<usize> {
    let mut start = 0;
    memchr::memchr_iter(b':', label.as_bytes()).find(|colon| {
        let part = &label[start..*colon];
        start = colon + 1;
        is_squashed(part, "övrigt") || is_squashed(part, "other")
    })
}

impl Edition {
    /// Whether a text is nothing but options of a question, one behind the other and at least two: the
    /// list as it is printed, without its ticks. A cross between them may be one. Who writes a comma
    /// between two of them answers in words.
    pub(crate) fn lists_options(&self, question: &Question, text: &str) -> bool {
        if text.len() > MOST {
            return false;
        }
        let (mut rest, mut first, mut are_several) = (text, None, false);
        loop {
            rest = without_cross(rest);
            if !rest.contains(char::is_alphanumeric) {
                return are_several;
            }
            let Some((option, next)) = self.leading_option(question, rest) else {
                return false;
            };
            let label = rest[..next].trim_end_matches(|c: char| !c.is_alphanumeric());
            if rest[label.len()..next].contains(',') {
                return false;
            }
            are_several |= *first.get_or_insert(option) != option;
            rest = &rest[next..];
        }
    }

    /// The option that a text begins with, and where the next word begins. Words for "don't know"
    /// are an option, too.
    fn leading_option(&self, question: &Question, text: &str) -> Option<(usize, usize)> {
        let options = question.options.iter().enumerate();
        let labels =
            options.flat_map(|(at, option)| option.squashed.iter().map(move |one| (at, one)));
        let unknown = self.unknown.iter().map(|one| (usize::MAX, one));
        let ends = |label: &str| match follow(text, label) {
            Follow::Rest("") => Some(text.len()),
            Follow::Beyond(at) => (!text[..at].ends_with(char::is_alphanumeric)).then_some(at),
            _ => None,
        };
        let found = labels.chain(unknown).filter(|(_, label)| !label.is_empty());
        let found = found.filter_map(|(at, label)| Some((label.len(), at, ends(label)?)));
        found.max().map(|(_, at, end)| (at, end))
    }
}

/// A text without the bare cross that it begins with.
fn without_cross(text: &str) -> &str {
    let text = text.trim_start();
    match text.strip_prefix(['x', 'X']) {
        Some(rest) if !rest.starts_with(char::is_alphanumeric) => rest,
        _ => text,
    }
}

impl Question {
    /// Whether its labels are `N. Word` and the digit alone is the key.
    pub(crate) fn is_graded(&self) -> bool {
        !self.options.is_empty() && self.options.iter().all(|option| option.code.len() == 1)
    }

    /// Whether a text has a digit of a grade and names no one grade for certain: `2-3`, `1,5`, `> 2`.
    pub(crate) fn is_between_grades(&self, text: &str) -> bool {
        let text = text.trim();
        let names_one = self.grade(text).is_some();
        self.is_graded() && !names_one && (text.contains(BEYOND) || leading_digit(text).is_some())
    }

    /// The grade that a text names: by the digit alone, or with a word behind it. It names none for
    /// certain if it says more about a grade: another digit, the word of another, or a phrase that is
    /// not set off and does not begin with its own word.
    pub(super) fn grade(&self, text: &str) -> Option<usize> {
        let (digit, rest) = leading_digit(text)?;
        let is_it = |code: &str| code.starts_with(digit);
        let at = self.options.iter().position(|option| is_it(&option.code))?;
        let zeros = rest.strip_prefix(['.', ',']).unwrap_or_default();
        let words = squash(rest);
        if words.is_empty() || !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') {
            return (!text.contains(BEYOND)).then_some(at);
        }
        let names = |option: usize, is_named: &dyn Fn(&str) -> bool| {
            let labels = self.options[option].squashed.iter();
            let mut labels =
                labels.map(|label| label.trim_start_matches(|c: char| c.is_ascii_digit()));
            labels.any(|label| !label.is_empty() && is_named(label))
        };
        let is_other = |option| option != at && names(option, &|label| words.contains(label));
        let says_more = text.contains(BEYOND)
            || words.contains(|c: char| c.is_ascii_digit())
            || (0..self.options.len()).any(is_other);
        let is_set_off = !rest.trim_start().starts_with(char::is_alphanumeric);
        let is_word = !rest.trim().contains(char::is_whitespace);
        let is_own = || names(at, &|label| words.starts_with(label));
        (!says_more && (is_set_off || is_word || is_own())).then_some(at)
    }
}

/// The digit that a text begins with, if it is one alone, and what follows it.
fn leading_digit(text: &str) -> Option<(char, &str)> {
    let digit = text.chars().next().filter(char::is_ascii_digit)?;
    let rest = &text[1..];
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((digit, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition() -> &'static Edition {
        Edition::default_edition()
    }

    #[test]
    fn a_list_without_ticks_is_known() {
        let lists = |number: u8, text: &str| {
            let question = edition().question(number).unwrap();
            edition().lists_options(question, text)
        };
        for (number, text) in [
            (31, "Ja Nej"),
            (31, "Ja / Nej / Delvis / Vet inte"),
            (31, "• Ja • Nej"),
            (31, "Ja X Nej"),
            (31, "yes no"),
            (19, "Offentlig sektor Privat sektor"),
            (20, "Skola: Förskola, grundskola, gymnasium Övrigt"),
            (27, "Ja Nej Delvis Vet inte"),
            (29, "1. Försumbar 2. Begränsad 3. Betydande X 4. Maximal"),
            (29, "1 2 3 4"),
        ] {
            assert!(lists(number, text), "{text}");
        }
        for (number, text) in [
            (31, "Ja"),
            (31, "Ja Ja"),
            (31, "Janej"),
            (31, "Ja, delvis"),
            (31, "Nej, vi vet inte"),
            (31, "Ja Nej kanske"),
            (19, "Offentlig sektor"),
            (29, "3. Betydande X"),
            (29, "12"),
            (31, ""),
        ] {
            assert!(!lists(number, text), "{text}");
        }
        assert!(!lists(31, &"Ja Nej ".repeat(1000)));
    }

    #[test]
    fn a_grade_is_a_digit_alone_or_with_its_word() {
        let severity = edition().question(29).unwrap();
        for text in [
            "3",
            " 3 ",
            "3.",
            "3)",
            "3.0",
            "3,00",
            "3. Betydande",
            "3 betydande",
            "3 - Betydande",
            "3. Significant",
            "3. Betydande X",
            "3 Betydande (kan ändras)",
            "3. Mycket allvarlig",
            "3 allvarlig",
            "3 (hög)",
        ] {
            assert_eq!(severity.find_option(text), severity.option("3"), "{text}");
            assert!(!severity.is_between_grades(text), "{text}");
        }
        for text in [
            "2-3",
            "1,5",
            "2.5",
            "2 eller högre",
            "2 till 3",
            "> 2",
            "≥3",
            "3+",
            "3/4",
            "3 av 4",
            "2. Begränsad 3. Betydande",
            "2. Begränsad till betydande",
            "2. Betydande",
            "1 ☐ 2 ☒",
        ] {
            assert_eq!(severity.find_option(text), None, "{text}");
            assert!(severity.is_between_grades(text), "{text}");
        }
        for text in ["33", "Hög", "Betydande", ""] {
            assert_eq!(severity.find_option(text), None, "{text}");
            assert!(!severity.is_between_grades(text), "{text}");
        }
        let informed = edition().question(31).unwrap();
        assert!(!informed.is_between_grades("2-3"));
    }
}
