//! The options of a choice as a copy prints them: each with its bullet and its
//! mark, which are taken off. Which option a label names is not asked here.

use std::borrow::Cow;

use crate::form::{Question, squash, squash_into};
use crate::read::text::headings::after_blank;
use crate::read::text::lines::Lines;
use crate::read::{Item, Mark};

/// Whether any line is an option with a mark.
pub(super) fn has_marks(lines: &Lines, mut positions: impl Iterator<Item = usize>) -> bool {
    positions.any(|position| {
        let (mark, _, text) = split_mark(lines.text(position));
        mark != Mark::None && !text.is_empty()
    })
}

/// The options printed, each with its mark; wrapped labels put together, and
/// what is written below a ticked `Övrigt:` put to it.
pub(super) fn items<'a>(
    lines: &Lines<'a>,
    question: &Question,
    positions: impl Iterator<Item = usize>,
) -> Vec<Item<'a>> {
    let mut items: Vec<Item> = Vec::with_capacity(question.options.len());
    let mut crosses = Vec::new();
    for position in positions {
        let line = lines.text(position);
        let (mark, bullet, text) = split_mark(line);
        if mark == Mark::None
            && bullet == Bullet::None
            && let Some(item) = items.last_mut()
            && goes_on(question, item, text)
        {
            continue;
        }
        if text.is_empty() {
            continue;
        }
        if mark == Mark::Ticked && is_cross(line) {
            crosses.push(items.len());
        }
        items.push(Item { text: Cow::Borrowed(text), mark });
    }
    // Where something else is the tick, a cross says no.
    if !crosses.is_empty() && items.iter().filter(|item| item.mark == Mark::Ticked).count() > crosses.len() {
        for position in crosses {
            items[position].mark = Mark::Empty;
        }
    }
    items
}

/// Puts a line without bullet and mark to the option before it: the rest of a
/// wrapped label, or the comment on a ticked `Övrigt`.
fn goes_on(question: &Question, item: &mut Item, text: &str) -> bool {
    let mut whole = squash(&item.text);
    squash_into(text, &mut whole);
    if question.options.iter().any(|option| option.squashed[0].starts_with(&whole)) {
        item.text = Cow::Owned(format!("{} {text}", item.text));
        return true;
    }
    let head = item.text.split(':').next().unwrap_or_default();
    let is_comment = item.mark == Mark::Ticked
        && question.option("other").is_some_and(|other| question.find_option(head) == Some(other))
        && question.find_option(text).is_none();
    if is_comment {
        let colon = if item.text.contains(':') { "" } else { ":" };
        item.text = Cow::Owned(format!("{}{colon} {text}", item.text));
    }
    is_comment
}

/// Whether a line begins a list entry.
#[derive(Debug, PartialEq, Eq)]
enum Bullet {
    Dash,
    None,
}

/// Whether a text begins with a letter.
pub(super) fn starts_with_letter(text: &str) -> bool {
    match text.as_bytes() {
        [first, ..] if first.is_ascii() => first.is_ascii_alphabetic(),
        // U+00C0 to U+00FF, less the signs of multiplication and division.
        [0xC3, second, ..] => !matches!(second, 0x97 | 0xB7),
        _ => text.starts_with(char::is_alphabetic),
    }
}

/// Takes the bullet off a line.
fn without_bullet(text: &str) -> (Bullet, &str) {
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return (Bullet::None, text);
    }
    match text.strip_prefix(['-', '•', '*', '–', '·']) {
        Some(rest) => (Bullet::Dash, after_blank(rest)),
        None => (Bullet::None, text),
    }
}

/// Takes bullet and mark off an option: `- [x] Barn`, `☒ Barn`, `x Barn`.
fn split_mark(text: &str) -> (Mark, Bullet, &str) {
    // Most options are `- Barn`: a dash, a blank, a letter.
    if let [b'-', b' ', first, ..] = text.as_bytes()
        && first.is_ascii_alphabetic()
        && first | 0x20 != b'x'
    {
        return (Mark::None, Bullet::Dash, &text[2..]);
    }
    let (bullet, text) = without_bullet(text);
    if starts_with_letter(text) && !text.starts_with(['x', 'X']) {
        return (Mark::None, bullet, text);
    }
    match without_mark(text) {
        Some((mark, rest)) => (mark, bullet, after_blank(rest)),
        None => (Mark::None, bullet, text),
    }
}

/// The label of an option as printed, without bullet and mark.
pub(super) fn option_text(line: &str) -> &str {
    split_mark(line).2
}

/// Whether the mark of an option is a bare cross, which says yes or no.
fn is_cross(line: &str) -> bool {
    without_bullet(line).1.starts_with(['✗', '✘'])
}

/// Takes the mark off an option.
fn without_mark(text: &str) -> Option<(Mark, &str)> {
    let (mark, width) = match text.as_bytes() {
        [b'[', b'x' | b'X' | b'v', b']', ..] | [b'(', b'x' | b'X', b')', ..] => (Mark::Ticked, 3),
        [b'[', b' ', b']', ..] | [b'(', b' ', b')', ..] => (Mark::Empty, 3),
        [b'[', b']', ..] | [b'(', b')', ..] => (Mark::Empty, 2),
        [b'x' | b'X', b' ', ..] => (Mark::Ticked, 2),
        [b'[', ..] => return text.strip_prefix("[✓]").map(|rest| (Mark::Ticked, rest)),
        _ => match text.chars().next()? {
            sign @ ('☒' | '☑' | '✓' | '✔' | '✗' | '✘') => (Mark::Ticked, sign.len_utf8()),
            sign @ ('☐' | '□' | '◻') => (Mark::Empty, sign.len_utf8()),
            _ => return None,
        },
    };
    Some((mark, &text[width..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;

    #[test]
    fn marks_are_taken_off() {
        for (line, mark, text) in [
            ("- Barn", Mark::None, "Barn"),
            ("[x] Barn", Mark::Ticked, "Barn"),
            ("- [ ] Barn", Mark::Empty, "Barn"),
            ("☒ Barn", Mark::Ticked, "Barn"),
            ("x Barn", Mark::Ticked, "Barn"),
            ("Xylofon", Mark::None, "Xylofon"),
        ] {
            let (found, _, rest) = split_mark(line);
            assert_eq!((found, rest), (mark, text), "{line}");
        }
    }

    fn read(question: u8, text: &str) -> Vec<(Mark, String)> {
        let edition = Edition::default_edition();
        let lines = Lines::split(text, edition);
        items(&lines, edition.question(question).unwrap(), 0..lines.all.len())
            .into_iter()
            .map(|item| (item.mark, item.text.into_owned()))
            .collect()
    }

    #[test]
    fn crosses_say_no_beside_ticks() {
        let marks = |text: &str| read(25, text).into_iter().map(|item| item.0).collect::<Vec<_>>();
        assert_eq!(marks("✘ Barn\n✗ Patienter"), [Mark::Ticked, Mark::Ticked]);
        assert_eq!(marks("✘ Barn\n☐ Patienter"), [Mark::Ticked, Mark::Empty]);
        for tick in ["✔", "✓", "☑", "☒", "[x]"] {
            let text = format!("- ✘ Barn\n- {tick} Patienter\n- ✗ Medlemmar");
            assert_eq!(marks(&text), [Mark::Empty, Mark::Ticked, Mark::Empty], "{tick}");
        }
    }

    #[test]
    fn what_stands_below_a_ticked_other_is_its_comment() {
        for head in ["[x] Övrigt:", "[x] Övrigt", "- ☒ Övrigt: ett"] {
            let found = read(26, &format!("[ ] Hälsa\n{head}\ntvå\ntre"));
            let whole = if head.ends_with("ett") { "Övrigt: ett två tre" } else { "Övrigt: två tre" };
            assert_eq!(found, [(Mark::Empty, "Hälsa".into()), (Mark::Ticked, whole.into())]);
        }
        assert_eq!(read(26, "[ ] Övrigt:\ntvå").len(), 2);
        assert_eq!(read(26, "[x] Övrigt:\nHälsa").len(), 2);
    }
}
