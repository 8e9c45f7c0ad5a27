//! What rules ask of free text: its sentences. Nothing of it is ever shown.

/// The sentences of a text, roughly: up to a full stop, question mark,
/// exclamation mark or semicolon before a blank, or an empty line. Line breaks
/// are blanks, since copies wrap.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split("\n\n").flat_map(|paragraph| {
        let joined = paragraph.replace(['\n', '\r', '\u{a0}'], " ");
        split(&joined)
    })
}

fn split(paragraph: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut characters = paragraph.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let ends =
            matches!(c, '.' | '!' | '?' | ';') && characters.peek().is_none_or(|(_, next)| *next == ' ');
        if ends {
            sentences.push(paragraph[start..at].trim().to_owned());
            start = at + c.len_utf8();
        }
    }
    sentences.push(paragraph[start..].trim().to_owned());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_before_a_blank() {
        let text = "Se dnr 1.4.2-2881/2021. Ombudet fick\nveta det! Sent\n\nNytt stycke";
        let found: Vec<_> = sentences(text).collect();
        assert_eq!(found, ["Se dnr 1.4.2-2881/2021", "Ombudet fick veta det", "Sent", "Nytt stycke"]);
    }
}
