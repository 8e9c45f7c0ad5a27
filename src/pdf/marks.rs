//! Characters that stand for boxes and ticks, and when they are believed. The
//! marks of one document are judged together: boxes of which none is ticked may
//! be all that a copy kept.

use crate::form::{Edition, Follow, Kind, Sign, follow, sign};

/// A mark that is certain, within the text being laid out: a field that is on.
pub(super) const TICKED: char = '\u{fdd0}';
/// The same: a field that is off.
pub(super) const EMPTY: char = '\u{fdd1}';
/// A mark from boxes that were told apart: a drawn box with a tick.
pub(super) const DRAWN_TICKED: char = '\u{fdd2}';
/// The same: an empty one.
pub(super) const DRAWN_EMPTY: char = '\u{fdd3}';
/// A character that something lies over.
pub(super) const COVERED: char = '\u{fdd4}';
/// What is written for covered text, however long it is.
pub(super) const MASK: &str = "███";

/// The fewest bytes that make the first line of a label known.
const FEWEST: usize = 4;

/// Whether a character is one of the marks put among the text.
pub(super) fn is_put(char: char) -> bool {
    (TICKED..=DRAWN_EMPTY).contains(&char)
}

/// The sign at the beginning of a line that goes on after it.
fn leading(line: &str) -> Option<(Sign, &str)> {
    let first = line.chars().next()?;
    let rest = line[first.len_utf8()..].trim_start();
    sign(first)
        .filter(|_| !rest.is_empty())
        .map(|sign| (sign, rest))
}

/// Whether a line is an option of a question that takes several, or the first
/// line of one that is wrapped.
fn is_option(line: &str, edition: &Edition) -> bool {
    let takes_several = |kind: Kind| matches!(kind, Kind::Choices);
    let questions = edition
        .questions
        .iter()
        .filter(|question| question.parts.iter().any(|part| takes_several(part.kind)));
    let mut labels = questions
        .flat_map(|question| &question.options)
        .flat_map(|option| &option.squashed);
    labels.any(|label| match follow(line, label) {
        Follow::Rest(rest) => rest.is_empty() || label.len() - rest.len() >= FEWEST,
        _ => false,
    })
}

/// Which signs stand before options: those elsewhere tell nothing of these.
#[derive(Debug, Default)]
struct Seen {
    ticks: bool,
    perhaps: bool,
    boxes: bool,
    /// A drawn box with a tick.
    drawn: bool,
}

impl Seen {
    fn on(pages: &[Vec<String>], edition: &Edition) -> Self {
        let mut seen = Self::default();
        for line in pages.iter().flatten() {
            let drawn = line.strip_prefix(DRAWN_TICKED);
            seen.drawn |= drawn.is_some_and(|rest| is_option(rest, edition));
            match leading(line).filter(|(_, rest)| is_option(rest, edition)) {
                Some((Sign::Tick | Sign::Cross, _)) => seen.ticks = true,
                Some((Sign::PerhapsTick, _)) => seen.perhaps = true,
                Some((Sign::Box | Sign::PerhapsBox, _)) => seen.boxes = true,
                None => {}
            }
        }
        seen
    }

    /// Ticks alone are marks too, unless they may be bullets.
    fn are_signs_believed(&self) -> bool {
        (self.ticks || self.perhaps) && (self.boxes || !self.perhaps)
    }
}

/// Writes the marks of a document's lines as certain ones, or as bullets where they
/// are not believed. Ticks stay as they are: which of several kinds says yes is
/// for the reader of texts to say. Where some may be hidden, none is believed.
pub(super) fn resolve(pages: &mut [Vec<String>], edition: &Edition, some_hidden: bool) {
    let seen = Seen::on(pages, edition);
    let believed = seen.are_signs_believed() && !some_hidden;
    for line in pages.iter_mut().flatten() {
        if let Some((sign, rest)) = leading(line) {
            let mark = match sign {
                _ if !believed => '-',
                Sign::Box | Sign::PerhapsBox => '☐',
                Sign::PerhapsTick => '☒',
                Sign::Tick | Sign::Cross => line.chars().next().unwrap_or('☒'),
            };
            *line = format!("{mark} {rest}");
        } else if let Some(rest) = line.strip_prefix(is_put) {
            let rest = rest.trim_start();
            *line = match line.chars().next() {
                Some(DRAWN_TICKED | DRAWN_EMPTY) if !seen.drawn => rest.to_owned(),
                Some(TICKED | DRAWN_TICKED) => format!("☒ {rest}"),
                _ => format!("☐ {rest}"),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(lines: &[&str]) -> Vec<String> {
        let mut pages = [lines
            .iter()
            .map(|line| (*line).to_owned())
            .collect::<Vec<String>>()];
        resolve(&mut pages, Edition::default_edition(), false);
        let [page] = pages;
        page
    }

    #[test]
    fn boxes_and_ticks_together_are_believed() {
        assert_eq!(
            resolved(&["✔ Barn", "❏ Patienter", "Nej"]),
            ["✔ Barn", "☐ Patienter", "Nej"]
        );
        assert_eq!(
            resolved(&["\u{f0fe}Barn", "\u{f0a8} Patienter"]),
            ["☒ Barn", "☐ Patienter"]
        );
    }

    #[test]
    fn ticks_alone_are_marks_and_boxes_alone_are_not() {
        assert_eq!(
            resolved(&["✓ Barn", "- Patienter"]),
            ["✓ Barn", "- Patienter"]
        );
        assert_eq!(
            resolved(&["☐ Barn", "☐ Patienter"]),
            ["- Barn", "- Patienter"]
        );
        assert_eq!(
            resolved(&["■ Barn", "■ Patienter"]),
            ["- Barn", "- Patienter"]
        );
    }

    #[test]
    fn the_kind_of_a_tick_is_kept() {
        let kinds = ["✔ Barn", "✗ Patienter", "☑ Kunder", "☒ Medlemmar"];
        assert_eq!(resolved(&kinds), kinds);
    }

    #[test]
    fn certain_marks_need_no_company() {
        assert_eq!(
            resolved(&["\u{fdd1}Barn", "\u{fdd1}Patienter"]),
            ["☐ Barn", "☐ Patienter"]
        );
    }

    #[test]
    fn marks_beside_other_text_tell_nothing_of_options() {
        assert_eq!(
            resolved(&["✓ Anmälan är inskickad", "☐ Barn", "☐ Patienter"]),
            ["- Anmälan är inskickad", "- Barn", "- Patienter"]
        );
        assert_eq!(
            resolved(&["☐ Jag intygar", "■ Barn"]),
            ["- Jag intygar", "- Barn"]
        );
        assert_eq!(
            resolved(&["\u{fdd2}Anmälan är inskickad", "\u{fdd3}Barn"]),
            ["Anmälan är inskickad", "Barn"]
        );
        assert_eq!(
            resolved(&["\u{fdd2}Barn", "\u{fdd3}Patienter"]),
            ["☒ Barn", "☐ Patienter"]
        );
    }

    #[test]
    fn the_first_line_of_a_wrapped_option_is_one() {
        assert_eq!(
            resolved(&["☒ Skolelever i förskola,", "☐ Barn"]),
            ["☒ Skolelever i förskola,", "☐ Barn"]
        );
    }
}
