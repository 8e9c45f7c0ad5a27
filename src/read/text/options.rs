//! The options of a choice as a copy prints them: each with its bullet and its
//! mark, which are taken off. Which option a label names is not asked here.

use std::borrow::Cow;

use crate::form::{Question, Sign, sign, squash, squash_into};
use crate::read::text::lines::{Lines, after_blank};
use crate::read::{Item, Mark};

/// Whether any line is an option with a mark. What may be a tick and what may be
/// a box are marks together; each alone is a bullet.
pub(super) fn has_marks(lines: &Lines, mut positions: impl Iterator<Item = usize>) -> bool {
    let (mut perhaps_ticked, mut perhaps_empty) = (false, false);
    positions.any(|position| {
        let (stands, _, text) = split_mark(lines.text(position));
        perhaps_ticked |= stands == Stands::Sign(Sign::PerhapsTick);
        perhaps_empty |= stands == Stands::Sign(Sign::PerhapsBox);
        !text.is_empty() && (stands.mark() != Mark::None || perhaps_ticked && perhaps_empty)
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
    let mut seen = Seen::default();
    for position in positions {
        let line = lines.text(position);
        let (stands, bullet, text) = split_mark(line);
        if stands == Stands::Nothing
            && bullet == Bullet::None
            && let Some(item) = items.last_mut()
            && goes_on(question, item, text)
        {
            continue;
        }
        if text.is_empty() {
            continue;
        }
        seen.note(stands, items.len(), line);
        items.push(Item {
            text: Cow::Borrowed(text),
            mark: stands.mark(),
        });
    }
    seen.judge(&mut items, question);
    items
}

/// What stands where the mark of an option stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Nothing,
    Sign(Sign),
    /// Something in brackets that is no known sign.
    Strange,
}

impl Stands {
    /// The mark, as long as nothing else of the list speaks against it.
    fn mark(self) -> Mark {
        match self {
            Self::Sign(Sign::Tick | Sign::Cross) => Mark::Ticked,
            Self::Sign(Sign::Box) => Mark::Empty,
            Self::Sign(Sign::PerhapsTick | Sign::PerhapsBox) | Self::Nothing | Self::Strange => {
                Mark::None
            }
        }
    }
}

/// The signs of one list, which are judged together. Most lists have none.
#[derive(Debug, Default)]
struct Seen {
    ticks: bool,
    boxes: bool,
    strange: bool,
    /// A box with a check mark, and one with a cross: where one says yes, the
    /// other may say no.
    checked: bool,
    crossed: bool,
    /// Positions of signs whose mark depends on the others.
    crosses: Vec<usize>,
    perhaps_ticks: Vec<usize>,
    perhaps_boxes: Vec<usize>,
}

impl Seen {
    /// Takes note of what stands before the option at a position.
    fn note(&mut self, stands: Stands, position: usize, line: &str) {
        match stands {
            Stands::Nothing => {}
            Stands::Strange => self.strange = true,
            Stands::Sign(Sign::Tick) => {
                self.ticks = true;
                // Texts are searched for faster than characters.
                let has = |signs: [&str; 2]| signs.iter().any(|sign| line.contains(sign));
                self.checked = self.checked || has(["☑", "🗹"]);
                self.crossed = self.crossed || has(["☒", "🗷"]);
            }
            Stands::Sign(Sign::Cross) => self.crosses.push(position),
            Stands::Sign(Sign::Box) => self.boxes = true,
            Stands::Sign(Sign::PerhapsTick) => self.perhaps_ticks.push(position),
            Stands::Sign(Sign::PerhapsBox) => self.perhaps_boxes.push(position),
        }
    }

    /// Gives the options the marks that the signs have together, or none to any
    /// where that cannot be told.
    fn judge(&self, items: &mut [Item], question: &Question) {
        let may_be_ticks = !self.perhaps_ticks.is_empty();
        let may_be_boxes = !self.perhaps_boxes.is_empty();
        let has_ticks = self.ticks || may_be_ticks && (self.boxes || may_be_boxes);
        let has_boxes = self.boxes || may_be_boxes && (has_ticks || !self.crosses.is_empty());
        let mut give =
            |positions: &[usize], mark| positions.iter().for_each(|at| items[*at].mark = mark);
        if has_boxes {
            give(&self.perhaps_ticks, Mark::Ticked);
            give(&self.perhaps_boxes, Mark::Empty);
        }
        // Where something else is the tick, a cross says no.
        if has_ticks {
            give(&self.crosses, Mark::Empty);
        }
        let is_lost = if has_boxes {
            self.strange || lacks_marks(items, question)
        } else {
            self.checked && self.crossed
        };
        if is_lost {
            for item in items {
                item.mark = Mark::None;
            }
        }
    }
}

/// Whether an option of a list with boxes has a sign that is not known or, where
/// nothing is ticked, none at all.
fn lacks_marks(items: &[Item], question: &Question) -> bool {
    let is_ticked = items.iter().any(|item| item.mark == Mark::Ticked);
    let is_in_doubt = |text: &str| match text.chars().next() {
        Some(first) if first.is_alphanumeric() => !is_ticked,
        // The label is quoted: the form's own words.
        Some('"' | '”' | '“' | '\'' | '’' | '»' | '(') | None => false,
        Some(_) => true,
    };
    let mut unmarked = items.iter().filter(|item| item.mark == Mark::None);
    unmarked.any(|item| is_in_doubt(&item.text) && question.find_option(&item.text).is_some())
}

/// Puts a line without bullet and mark to the option before it: the rest of a
/// wrapped label, or the comment on a ticked `Övrigt`.
fn goes_on(question: &Question, item: &mut Item, text: &str) -> bool {
    let mut whole = squash(&item.text);
    squash_into(text, &mut whole);
    if question
        .options
        .iter()
        .any(|option| option.squashed[0].starts_with(&whole))
    {
        item.text = Cow::Owned(format!("{} {text}", item.text));
        return true;
    }
    let head = item.text.split(':').next().unwrap_or_default();
    let is_comment = item.mark == Mark::Ticked
        && question
            .option("other")
            .is_some_and(|other| question.find_option(head) == Some(other))
        && question.find_option(text).is_none();
    if is_comment {
        let colon = if item.text.contains(':') { "" } else { ":" };
        item.text = Cow::Owned(format!("{}{colon} {text}", item.text));
    }
    is_comment
}

/// Whether a line begins a list entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    if text
        .as_bytes()
        .first()
        .is_some_and(u8::is_ascii_alphanumeric)
    {
        return (Bullet::None, text);
    }
    match text.strip_prefix(['-', '•', '*', '–', '·']) {
        Some(rest) => (Bullet::Dash, after_blank(rest)),
        None => (Bullet::None, text),
    }
}

/// Takes bullet and mark off an option: `- [x] Barn`, `☒ Barn`, `x Barn`.
fn split_mark(text: &str) -> (Stands, Bullet, &str) {
    if let Some(split) = split_usual(text) {
        return split;
    }
    let (bullet, text) = without_bullet(text);
    if starts_with_letter(text) && !text.starts_with(['x', 'X']) {
        return (Stands::Nothing, bullet, text);
    }
    match without_mark(text) {
        Some((stands, rest)) => (stands, bullet, after_blank(rest)),
        None => (Stands::Nothing, bullet, text),
    }
}

/// The same for what most options are: a dash or a box, a blank, a letter.
fn split_usual(text: &str) -> Option<(Stands, Bullet, &str)> {
    let (stands, bullet, at) = match text.as_bytes() {
        [b'-', b' ', ..] => (Stands::Nothing, Bullet::Dash, 2),
        // `[ ]`, ☐
        [b'[', b' ', b']', b' ', ..] | [0xE2, 0x98, 0x90, b' ', ..] => {
            (Stands::Sign(Sign::Box), Bullet::None, 4)
        }
        // `[x]`, ☒
        [b'[', b'x', b']', b' ', ..] | [0xE2, 0x98, 0x92, b' ', ..] => {
            (Stands::Sign(Sign::Tick), Bullet::None, 4)
        }
        _ => return None,
    };
    let first = *text.as_bytes().get(at)?;
    // After a dash, an x may be a mark.
    let is_letter = first.is_ascii_alphabetic() && (bullet == Bullet::None || first | 0x20 != b'x');
    is_letter.then(|| (stands, bullet, &text[at..]))
}

/// The label of an option as printed, without bullet and mark.
pub(super) fn option_text(line: &str) -> &str {
    split_mark(line).2
}

/// Takes the mark off an option.
fn without_mark(text: &str) -> Option<(Stands, &str)> {
    let first = text.chars().next()?;
    match first {
        'x' | 'X' => text[1..]
            .starts_with(' ')
            .then(|| (Stands::Sign(Sign::Tick), &text[2..])),
        '[' => in_brackets(&text[1..], ']'),
        '(' => in_brackets(&text[1..], ')'),
        _ => sign(first).map(|sign| (Stands::Sign(sign), &text[first.len_utf8()..])),
    }
}

/// What stands in brackets, if it is one character or none, and what follows.
fn in_brackets(text: &str, close: char) -> Option<(Stands, &str)> {
    let inside = text.trim_start_matches(' ');
    if let Some(rest) = inside.strip_prefix(close) {
        return Some((Stands::Sign(Sign::Box), rest));
    }
    let within = inside.chars().next()?;
    let rest = inside[within.len_utf8()..]
        .trim_start_matches(' ')
        .strip_prefix(close)?;
    let stands = match (within, close) {
        // In parentheses this may be the number of an entry.
        ('v' | 'V', ')') => Stands::Strange,
        ('x' | 'X' | 'v' | 'V' | '•' | '●', _) => Stands::Sign(Sign::Tick),
        (other, _) => sign(other).map_or(Stands::Strange, Stands::Sign),
    };
    Some((stands, rest))
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
            ("[ X ] Barn", Mark::Ticked, "Barn"),
            ("[✔] Barn", Mark::Ticked, "Barn"),
            ("(•) Barn", Mark::Ticked, "Barn"),
            ("(   ) Barn", Mark::Empty, "Barn"),
            ("(o) Barn", Mark::None, "Barn"),
            ("(se bilaga) Barn", Mark::None, "(se bilaga) Barn"),
            ("[", Mark::None, "["),
        ] {
            let (found, _, rest) = split_mark(line);
            assert_eq!((found.mark(), rest), (mark, text), "{line}");
        }
    }

    fn read(question: u8, text: &str) -> Vec<(Mark, String)> {
        let edition = Edition::default_edition();
        let lines = Lines::split(text, edition, 1);
        items(
            &lines,
            edition.question(question).unwrap(),
            0..lines.all.len(),
        )
        .into_iter()
        .map(|item| (item.mark, item.text.into_owned()))
        .collect()
    }

    #[test]
    fn crosses_say_no_beside_ticks() {
        assert_eq!(marks("✘ Barn\n✗ Patienter"), [Mark::Ticked, Mark::Ticked]);
        assert_eq!(marks("✘ Barn\n☐ Patienter"), [Mark::Ticked, Mark::Empty]);
        for tick in ["✔", "✓", "☑", "☒", "[x]"] {
            let text = format!("- ✘ Barn\n- {tick} Patienter\n- ✗ Medlemmar");
            assert_eq!(
                marks(&text),
                [Mark::Empty, Mark::Ticked, Mark::Empty],
                "{tick}"
            );
        }
    }

    fn marks(text: &str) -> Vec<Mark> {
        read(25, text).into_iter().map(|item| item.0).collect()
    }

    #[test]
    fn every_sign_is_a_tick_beside_an_empty_box() {
        for tick in [
            "[V]", "[✔]", "[■]", "(•)", "✖", "✕", "🗹", "🗷", "■", "⬛", "\u{f0fe}",
        ] {
            for empty in ["[ ]", "□", "☐"] {
                let text = format!("{tick} Barn\n{empty} Patienter");
                assert_eq!(marks(&text), [Mark::Ticked, Mark::Empty], "{tick} {empty}");
            }
        }
        assert_eq!(marks("⬛ Barn\n⬜ Patienter"), [Mark::Ticked, Mark::Empty]);
        assert_eq!(marks("✔ Barn\n○ Patienter"), [Mark::Ticked, Mark::Empty]);
    }

    #[test]
    fn what_may_be_a_bullet_is_one_where_nothing_else_is_seen() {
        for bullet in ["■", "○", "❏"] {
            assert_eq!(
                marks(&format!("{bullet} Barn\n{bullet} Patienter")),
                [Mark::None; 2],
                "{bullet}"
            );
        }
    }

    #[test]
    fn what_is_not_known_beside_boxes_leaves_the_list_in_doubt() {
        for strange in ["[*]", "[+]", "[?]", "(*)", "(o)", "★", "?", "*", "-", ""] {
            for empty in ["[ ]", "□"] {
                assert_eq!(
                    marks(&format!("{empty} Barn\n{strange} Patienter")),
                    [Mark::None; 2],
                    "{strange}"
                );
            }
        }
        // A label without a box beside ticks and boxes is not ticked.
        assert_eq!(
            marks("[x] Barn\n[ ] Kunder\n- Patienter"),
            [Mark::Ticked, Mark::Empty, Mark::None]
        );
        assert_eq!(marks("[X] Barn\n[-] Patienter"), [Mark::Ticked, Mark::None]);
        assert_eq!(marks("[ ] Barn\n\"Övrigt\""), [Mark::Empty, Mark::None]);
    }

    #[test]
    fn a_checked_box_and_a_crossed_one_tell_nothing_without_an_empty_one() {
        assert_eq!(marks("☑ Barn\n☒ Patienter"), [Mark::None; 2]);
        assert_eq!(
            marks("☑ Barn\n☒ Patienter\n☐ Kunder"),
            [Mark::Ticked, Mark::Ticked, Mark::Empty]
        );
        assert_eq!(marks("☑ Barn\n☑ Patienter"), [Mark::Ticked; 2]);
    }

    #[test]
    fn what_stands_below_a_ticked_other_is_its_comment() {
        for head in ["[x] Övrigt:", "[x] Övrigt", "- ☒ Övrigt: ett"] {
            let found = read(26, &format!("[ ] Hälsa\n{head}\ntvå\ntre"));
            let whole = if head.ends_with("ett") {
                "Övrigt: ett två tre"
            } else {
                "Övrigt: två tre"
            };
            assert_eq!(
                found,
                [(Mark::Empty, "Hälsa".into()), (Mark::Ticked, whole.into())]
            );
        }
        assert_eq!(read(26, "[ ] Övrigt:\ntvå").len(), 2);
        assert_eq!(read(26, "[x] Övrigt:\nHälsa").len(), 2);
    }
}
