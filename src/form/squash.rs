//! Squashing: the form of a label in which spacing, case, punctuation, line
//! breaks and hyphenation no longer matter. Two labels are the same when they
//! are equal squashed.

/// The letters and digits of `text`, in lower case, nothing else.
pub fn squash(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    squash_into(text, &mut out);
    out
}

/// Appends the squashed `text` to `out`.
pub fn squash_into(text: &str, out: &mut String) {
    for character in text.chars() {
        if character.is_ascii() {
            if character.is_ascii_alphanumeric() {
                out.push(character.to_ascii_lowercase());
            }
        } else if character.is_alphanumeric() {
            out.extend(character.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::squash;

    #[test]
    fn spacing_case_and_punctuation_do_not_matter() {
        assert_eq!(squash("3. Ort *"), "3ort");
        assert_eq!(squash("När upp-\ntäckte\u{a0}ni"), squash("NÄR UPPTÄCKTE NI?"));
    }
}
