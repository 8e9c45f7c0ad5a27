//! The signs that copies put before options: boxes and ticks. Which of them are
//! believed is for the readers to say, who see a whole list.

/// What a reader writes for an answer that its source gives in two ways: no copy has it.
pub(crate) const CONTRADICTED: char = '⁇';

/// What a reader writes for a choice that its source does not hold: no copy has it.
pub(crate) const UNSAVED: char = '⁉';

/// What a sign before an option stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A tick, or a box with one.
    Tick,
    /// A bare cross: a tick, or a no where others are ticked with another sign.
    Cross,
    /// A filled box, or a character of a picture font: a tick only where
    /// there are empty boxes too, else a bullet.
    PerhapsTick,
    /// An empty box.
    Box,
    /// An empty circle, a shadowed box, or a character of a picture font: a box
    /// only where there are ticks too, else a bullet.
    PerhapsBox,
}

/// What a character before an option stands for. The private ones are those of
/// the font Wingdings as word processors write them.
pub(crate) fn sign(char: char) -> Option<Sign> {
    match char {
        '☒' | '☑' | '✓' | '✔' | '🗹' | '🗷' | '◉' | '⦿' => Some(Sign::Tick),
        '✗' | '✘' | '✕' | '✖' => Some(Sign::Cross),
        '■' | '◼' | '⬛' | '\u{f0fe}' | '\u{f0fd}' | '\u{f0fc}' | '\u{f0fb}' => {
            Some(Sign::PerhapsTick)
        }
        '☐' | '□' | '◻' => Some(Sign::Box),
        '▢' | '⬜' | '❏' | '❐' | '❑' | '❒' | '○' | '◯' | '\u{f0a8}' | '\u{f06f}' | '\u{f071}'
        | '\u{f072}' => Some(Sign::PerhapsBox),
        _ => None,
    }
}
