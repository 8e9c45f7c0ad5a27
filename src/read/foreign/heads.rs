//! The heads of the pages of Word, OpenDocument and rich text: of them only the title is read that makes a
//! document a supplement or a withdrawal.

use crate::form::{Filing, Titles};

/// Whether a part of a document of Word is the head of its pages, by its name.
pub(super) fn is_of_word(name: &str) -> bool {
    let head = name.strip_prefix("word/header");
    let number = head.and_then(|head| head.strip_suffix(".xml"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A text below the title that stands in the heads of its pages, if that is one of a supplement
/// or a withdrawal, and the only one; the text names at most one filing. Nothing else of heads is
/// read.
pub(super) fn below(text: String, heads: &str, titles: &Titles) -> String {
    let is_other = |line: &&str| {
        let kind = titles.kind(line).or_else(|| titles.beside(line));
        kind.is_some_and(|kind| kind != Filing::Initial)
    };
    let mut heads = heads.lines().map(str::trim).filter(is_other);
    let Some(head) = heads.next() else {
        return text;
    };
    let starts = text.split_inclusive('\n').scan(0, |end, line| {
        let start = *end;
        *end += line.len();
        Some((start, line.trim()))
    });
    let mut titled = starts.filter(|(_, line)| titles.kind(line).is_some());
    let first = titled.next();
    if heads.any(|other| other != head) || titled.next().is_some() {
        return text;
    }
    let (above, below) = text.split_at(first.map_or(0, |(start, _)| start));
    format!("{above}{head}\n{below}")
}

#[cfg(test)]
mod tests {
    use crate::form::Edition;

    #[test]
    fn a_title_in_the_heads_of_pages_is_one_of_the_text() {
        let titles = &Edition::default_edition().titles;
        let below = |text: &str, heads: &str| super::below(text.to_owned(), heads, titles);
        let body = "Exempelkommun\nAnmälan av personuppgiftsincident\n1. Organisationens namn *\n";
        let title = "Komplettering av anmälan PUI-2024-6";
        let placed = format!(
            "Exempelkommun\n{title}\nAnmälan av personuppgiftsincident\n1. Organisationens namn *\n"
        );
        assert_eq!(below(body, title), placed);
        let heads = format!("Exempelkommun\n{title}\n2024-03-05\n{title}\nSida 1 av 5\n");
        assert_eq!(below(body, &heads), placed);
        assert_eq!(below("1. A\n", title), format!("{title}\n1. A\n"));
        for other in [
            "",
            "Anmälan av personuppgiftsincident",
            "Exempelkommun\nKomplettering följer",
            "Komplettering av anmälan PUI-2024-6\nÅterkallelse av anmälan PUI-2024-6",
        ] {
            assert_eq!(below(body, other), body, "{other}");
        }
        let two = format!("{body}{body}");
        assert_eq!(below(&two, title), two);
    }
}
