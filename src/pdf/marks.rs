//! Characters that stand for boxes and ticks, and when they are believed. The
//! marks of one document are judged together: boxes of which none is ticked may
//! be all that a copy kept.

/// A mark that is certain, within the text being laid out: ticked.
pub(super) const TICKED: char = '\u{fdd0}';
/// The same: an empty box.
pub(super) const EMPTY: char = '\u{fdd1}';

/// What a character at the beginning of a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A tick, or a box with one.
    Tick,
    /// A filled square, or a character of a picture font: a tick only where
    /// empty boxes are found too.
    PerhapsTick,
    /// An empty box.
    Box,
}

/// What a character stands for. The private ones are those of the font
/// Wingdings as word processors write them.
pub(super) fn sign(char: char) -> Option<Sign> {
    match char {
        '☒' | '☑' | '✓' | '✔' | '✗' | '✘' | '✕' | '✖' | '🗹' | '🗷' | '◉' | '⦿' => {
            Some(Sign::Tick)
        }
        '■' | '\u{f0fe}' | '\u{f0fd}' | '\u{f0fc}' | '\u{f0fb}' => Some(Sign::PerhapsTick),
        '☐' | '□' | '◻' | '▢' | '⬜' | '❏' | '❐' | '❑' | '❒' | '○' | '◯' | '\u{f0a8}' | '\u{f06f}'
        | '\u{f071}' | '\u{f072}' => Some(Sign::Box),
        _ => None,
    }
}

/// The sign at the beginning of a line that goes on after it.
fn leading(line: &str) -> Option<(Sign, &str)> {
    let first = line.chars().next()?;
    let rest = line[first.len_utf8()..].trim_start();
    sign(first).filter(|_| !rest.is_empty()).map(|sign| (sign, rest))
}

/// Writes the marks of a document's lines as the reader of texts knows them, or
/// as bullets where they are not believed.
pub(super) fn resolve(pages: &mut [Vec<String>]) {
    let has = |wanted: Sign| {
        pages.iter().flatten().filter_map(|line| leading(line)).any(|(sign, _)| sign == wanted)
    };
    let (ticks, boxes) = (has(Sign::Tick) || has(Sign::PerhapsTick), has(Sign::Box));
    // Ticks alone are marks too, unless they may be bullets.
    let believed = ticks && (boxes || !has(Sign::PerhapsTick));
    for line in pages.iter_mut().flatten() {
        if let Some((sign, rest)) = leading(line) {
            let mark = match sign {
                _ if !believed => "-",
                Sign::Box => "☐",
                Sign::Tick | Sign::PerhapsTick => "☒",
            };
            *line = format!("{mark} {rest}");
        } else if line.starts_with([TICKED, EMPTY]) {
            let mark = if line.starts_with(TICKED) { "☒" } else { "☐" };
            *line = format!("{mark} {}", line[TICKED.len_utf8()..].trim_start());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(lines: &[&str]) -> Vec<String> {
        let mut pages = [lines.iter().map(|line| (*line).to_owned()).collect::<Vec<String>>()];
        resolve(&mut pages);
        let [page] = pages;
        page
    }

    #[test]
    fn boxes_and_ticks_together_are_believed() {
        assert_eq!(resolved(&["✔ Barn", "❏ Patienter", "Nej"]), ["☒ Barn", "☐ Patienter", "Nej"]);
        assert_eq!(resolved(&["\u{f0fe}Barn", "\u{f0a8} Patienter"]), ["☒ Barn", "☐ Patienter"]);
    }

    #[test]
    fn ticks_alone_are_marks_and_boxes_alone_are_not() {
        assert_eq!(resolved(&["✓ Barn", "- Patienter"]), ["☒ Barn", "- Patienter"]);
        assert_eq!(resolved(&["☐ Barn", "☐ Patienter"]), ["- Barn", "- Patienter"]);
        assert_eq!(resolved(&["■ Barn", "■ Patienter"]), ["- Barn", "- Patienter"]);
    }

    #[test]
    fn certain_marks_need_no_company() {
        assert_eq!(resolved(&["\u{fdd1}Barn", "\u{fdd1}Patienter"]), ["☐ Barn", "☐ Patienter"]);
    }
}
