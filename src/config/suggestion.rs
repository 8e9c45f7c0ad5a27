//! "Did you mean": which of the words that are known one that is not may be meant for.

use crate::config::{Message, Words};

/// From which likeness, in millionths, a word may be meant for another.
pub(crate) const LIKE: u64 = 840_000;
/// The likeness of a word that is part of another.
const PART: u64 = 950_000;
/// The question whether other words were meant, which stand in quotes.
pub(crate) const MEANT: Words = Words::new("menade du {near}?", "did you mean {near}?");

/// How much two words are alike, in millionths. The case of letters does not matter.
pub(crate) fn likeness(word: &str, known: &str) -> u64 {
    let (word, known) = (word.to_lowercase(), known.to_lowercase());
    let alike = (strsim::jaro_winkler(&word, &known) * 1e6) as u64;
    let is_part = word.chars().count() >= 4 && known.contains(&word);
    if is_part { alike.max(PART) } else { alike }
}

/// The known word that is most like another, if it is like enough to be meant.
pub(crate) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    most_alike(word, known).filter(|near| likeness(word, near) > LIKE)
}

/// The known word that is most like another, however little; the first of equals.
pub(crate) fn most_alike<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    known.min_by_key(|known| std::cmp::Reverse(likeness(word, known)))
}

/// What there is instead of a word that is not known, and which of it may be meant.
pub(crate) fn instead(word: &str, known: &[&str]) -> Message {
    let words = match nearest(word, known.iter().copied()) {
        Some(near) => Words::new(
            "menade du `{near}`? Det finns {known}",
            "did you mean `{near}`? There are {known}",
        )
        .with("near", near),
        None => Words::new("det finns {known}", "there are {known}").into(),
    };
    words.with("known", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;

    #[test]
    fn only_what_is_like_enough_is_meant() {
        let known = ["csv", "parquet", "md", "report"];
        let near = |word| nearest(word, known.into_iter());
        assert_eq!(near("parket"), Some("parquet"));
        assert_eq!(near("CSV"), Some("csv"));
        assert_eq!(near("arque"), Some("parquet"), "a part of it");
        assert_eq!(near("svg"), None);
        let told = |word| instead(word, &known).get(Language::Sv);
        assert_eq!(told("svg"), "det finns csv, parquet, md, report");
        assert!(told("parket").starts_with("menade du `parquet`? Det finns csv, "));
    }
}
