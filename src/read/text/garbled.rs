//! Headings whose letters are garbled, so that they are not known as such. What stands below
//! them would be taken for the answer to the question before.

use crate::form::{Edition, numbered};
use crate::read::text::lines::Lines;

/// So many of them show that it is no slip of a person.
const MANY: usize = 3;

/// Whether several of the lines at some positions are headings of the form but for the words
/// with letters outside of ASCII.
pub(super) fn any(lines: &Lines, positions: &[usize], edition: &Edition) -> bool {
    positions.len() >= MANY
        && positions
            .iter()
            .filter(|at| is_garbled(lines.text(**at), edition))
            .count()
            >= MANY
}

/// Whether a line is a heading of the form but for its words with letters outside of ASCII.
pub(super) fn is_garbled(line: &str, edition: &Edition) -> bool {
    let Some((number, offset)) = numbered(line) else {
        return false;
    };
    let Some(question) = edition.question(number) else {
        return false;
    };
    let found: Vec<&str> = words(&line[offset..]).collect();
    let (plain, wide): (Vec<&str>, Vec<&str>) =
        words(&question.label.sv).partition(|word| word.is_ascii());
    !wide.is_empty()
        && plain.len() + wide.len() == found.len()
        && plain.iter().all(|word| found.contains(word))
        && !wide.iter().any(|word| found.contains(word))
}

/// The words of a text, without the signs around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_whitespace();
    let bare = words.map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()));
    bare.filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbled_headings_are_told_from_other_numbered_lines() {
        let edition = Edition::default_edition();
        for line in [
            "9. Den adress ni +APY-nskar bli kontaktad p+AOU-",
            "10. N+AOQ-r intr+AOQ-ffade incidenten?",
            "23. Hur m=E5nga registrerade har p=E5verkats?",
        ] {
            assert!(is_garbled(line, edition), "{line}");
        }
        for line in [
            "9. Den adress ni önskar bli kontaktad på",
            "9. Den adress ni vill bli kontaktad på",
            "10. Vi ringde",
            "10. När",
            "1. Organisationens namn",
        ] {
            assert!(!is_garbled(line, edition), "{line}");
        }
    }
}
