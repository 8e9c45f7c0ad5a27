//! One character with its place on the page.

use hayro_interpret::kurbo::Rect;

/// One character as drawn; places in points from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    pub(super) char: char,
    /// Where it begins.
    pub(super) x: f64,
    /// Where the next one would begin.
    pub(super) end: f64,
    /// Its base line.
    pub(super) y: f64,
    /// The size of its font.
    pub(super) size: f64,
}

impl Glyph {
    /// The part that every letter has: above the base line, and not above small ones.
    pub(super) fn body(&self) -> Rect {
        let end = self.end.max(self.x + 0.1 * self.size);
        Rect::new(
            self.x,
            self.y - 0.5 * self.size,
            end,
            self.y - 0.05 * self.size,
        )
    }

    /// Whether the file does not tell which character it is.
    pub(super) fn is_nameless(&self) -> bool {
        self.char == char::REPLACEMENT_CHARACTER
    }
}
