//! Text that the edge of the page cuts: who reads the page sees a part of it. So the word at the edge
//! is masked, as one under a cover is. What begins beyond the edge and never comes near the page is no
//! part of it, as the other half of a sheet that was cut in two.

use hayro_interpret::kurbo::{Point, Vec2};

use super::{Collector, Letter};
use crate::pdf::glyph::Glyph;
use crate::pdf::marks::COVERED;

/// Letters follow one another where so much of their size lies between them at most.
const GAP: f64 = 0.8;
/// Letters of a line stand so much of their size above one another at most.
const RISE: f64 = 0.3;

impl Collector {
    /// Takes note of a letter that is not shown: one beyond the edge masks the word before it.
    pub(super) fn beyond(&mut self, text: &str, (origin, along): (Point, Vec2), size: f64) {
        if self.bounds.contains(origin + along / 2.0) || text.chars().all(char::is_whitespace) {
            return;
        }
        let glyph = Glyph {
            char: COVERED,
            x: origin.x,
            end: origin.x + along.x,
            y: origin.y,
            size,
        };
        let before = self.glyphs.last().copied();
        if let Some(before) = before.filter(|before| follows(before, &glyph)) {
            if before.char != COVERED {
                self.mask(before.end, &glyph);
            }
        } else {
            self.outside = Some(glyph);
        }
    }

    /// Masks the word that begins with a letter on the page, where the one before it is beyond the
    /// edge.
    pub(super) fn enter(&mut self, glyph: &Glyph) {
        let outside = self.outside.take();
        if outside.is_some_and(|outside| follows(&outside, glyph)) && glyph.char != COVERED {
            self.mask(glyph.x, glyph);
        }
    }

    /// Puts a mask at a place, in the line of a letter.
    fn mask(&mut self, x: f64, glyph: &Glyph) {
        let mask = Glyph {
            char: COVERED,
            x,
            end: x,
            ..*glyph
        };
        self.letters.push(Letter {
            body: mask.body(),
            turn: self.turn,
            is_painted: true,
            shade: None,
            is_blank: false,
        });
        self.glyphs.push(mask);
    }
}

/// Whether a letter stands right behind another in a line.
fn follows(before: &Glyph, next: &Glyph) -> bool {
    (before.y - next.y).abs() <= RISE * next.size && (next.x - before.end).abs() <= GAP * next.size
}
