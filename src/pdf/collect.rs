//! What a page shows, as the interpreter draws it: characters with their places
//! and small shapes. Nothing is painted, pictures are passed over. Work is
//! counted, and too much of it ends the reading.

use std::time::{Duration, Instant};

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _, Vec2};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};
use unicode_normalization::UnicodeNormalization;

use crate::pdf::give_up;
use crate::pdf::ink::Ink;

/// The most characters of a document.
const MOST_GLYPHS: usize = 1_000_000;
/// The most other drawing operations of a document.
const MOST_OPERATIONS: usize = 150_000;
/// The most shapes of a page among which boxes are looked for; a page with
/// more is a drawing.
pub(super) const MOST_SHAPES: usize = 4000;
/// The largest side of a shape that may be a box or a part of one, in points.
const SMALL: f64 = 24.0;
/// Glyphs are measured in thousandths of the font's size.
const UNITS: f64 = 1000.0;

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
    /// Whether the file does not tell which character it is.
    pub(super) fn is_nameless(&self) -> bool {
        self.char == char::REPLACEMENT_CHARACTER
    }
}

/// One small shape as drawn.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) place: Rect,
    /// How many parts its outline has.
    pub(super) parts: u32,
    pub(super) ink: Ink,
}

/// Collects what a page shows.
#[derive(Debug)]
pub(super) struct Collector {
    glyphs: Vec<Glyph>,
    shapes: Vec<Shape>,
    /// How many characters run downwards, from right to left, and upwards.
    turned: [usize; 3],
    bounds: Rect,
    /// Where fields are: what is drawn there is not looked at.
    fields: Vec<Rect>,
    glyphs_left: usize,
    operations_left: usize,
    started: Instant,
    most_time: Duration,
}

impl Collector {
    /// A collector for a whole document.
    pub(super) fn new(most_time: Duration) -> Self {
        Self {
            glyphs: Vec::new(),
            shapes: Vec::new(),
            turned: [0; 3],
            bounds: Rect::ZERO,
            fields: Vec::new(),
            glyphs_left: MOST_GLYPHS,
            operations_left: MOST_OPERATIONS,
            started: Instant::now(),
            most_time,
        }
    }

    /// Begins a page.
    pub(super) fn start(&mut self, bounds: Rect, fields: Vec<Rect>) {
        self.turned = [0; 3];
        self.bounds = bounds.inflate(1.0, 1.0);
        self.fields = fields;
    }

    /// Ends a page: its characters and shapes.
    pub(super) fn finish(&mut self) -> (Vec<Glyph>, Vec<Shape>) {
        (std::mem::take(&mut self.glyphs), std::mem::take(&mut self.shapes))
    }

    /// By how many quarters the text of the page begun last is turned clockwise,
    /// if more of it is turned so than the `level` characters.
    pub(super) fn quarters(&self, level: usize) -> Option<u8> {
        let most = (0..3u8).max_by_key(|at| self.turned[usize::from(*at)])?;
        (self.turned[usize::from(most)] > level).then_some(most + 1)
    }

    /// Counts one operation.
    fn work(&mut self) {
        self.operations_left = self.operations_left.saturating_sub(1);
        if self.operations_left == 0 {
            give_up();
        }
        self.look_at_clock();
    }

    fn look_at_clock(&self) {
        if self.started.elapsed() > self.most_time {
            give_up();
        }
    }

    /// Whether a place is on the page and in no field.
    fn shows(&self, point: Point) -> bool {
        self.bounds.contains(point) && !self.fields.iter().any(|field| field.contains(point))
    }

    fn shape(&mut self, path: &BezPath, props: &DrawProps<'_>, mode: &DrawMode) {
        self.work();
        let place = props.transform.transform_rect_bbox(path.control_box());
        let is_small = place.width() <= SMALL && place.height() <= SMALL;
        if is_small && self.shapes.len() <= MOST_SHAPES && self.shows(place.center()) {
            let parts = path.elements().iter().filter(|part| !matches!(part, PathEl::ClosePath)).count();
            self.shapes.push(Shape { place, parts: parts as u32, ink: Ink::new(path, props, mode) });
        }
    }

    /// Adds the characters of one glyph, drawn at `transform`.
    fn glyph(&mut self, text: &str, transform: Affine, advance: f64) {
        let origin = transform * Point::ZERO;
        let along = transform * Point::new(advance, 0.0) - origin;
        let size = (transform * Point::new(0.0, UNITS) - origin).hypot();
        // What runs otherwise than most of the page is no part of a line.
        if !self.shows(origin + along / 2.0) {
            return;
        }
        if !is_level(along, transform) {
            let turn = (1..4u8).find(|quarters| {
                let back = turned_back(*quarters);
                is_level(back * along.to_point() - Point::ZERO, back * transform)
            });
            if let Some(quarters) = turn {
                self.turned[usize::from(quarters) - 1] += 1;
            }
            return;
        }
        let count = text.chars().count().max(1) as f64;
        let mut x = origin.x;
        for char in text.chars() {
            let end = x + along.x / count;
            self.glyphs.push(Glyph { char, x, end, y: origin.y, size });
            x = end;
        }
    }
}

/// Turns back what is turned clockwise by so many quarters.
pub(super) fn turned_back(quarters: u8) -> Affine {
    Affine::rotate(-f64::from(quarters) * std::f64::consts::FRAC_PI_2)
}

/// Whether a glyph stands upright.
fn is_level(along: Vec2, transform: Affine) -> bool {
    let [a, b, ..] = transform.as_coeffs();
    along.x >= 0.0 && a > 0.0 && b.abs() <= a * 0.05
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.look_at_clock();
        self.glyphs_left = self.glyphs_left.saturating_sub(run.glyphs().len());
        if self.glyphs_left == 0 {
            give_up();
        }
        for glyph in run.glyphs() {
            let advance = match &**glyph {
                Drawn::Outline(outline) => outline.advance_width(),
                Drawn::Type3(drawing) => drawing.advance_width(),
            };
            let advance = f64::from(advance.unwrap_or(500.0)).clamp(0.0, 4.0 * UNITS);
            let transform = props.transform * glyph.transform();
            match glyph.as_unicode() {
                Some(BfString::Char(char)) => with_text(char, |text| self.glyph(text, transform, advance)),
                Some(BfString::String(text)) => {
                    let text: String = text.chars().map(plain).collect();
                    self.glyph(&text, transform, advance);
                }
                None => self.glyph("\u{fffd}", transform, advance),
            }
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.shape(path, &props, mode);
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.shape(&rect.to_path(0.1), &props, mode);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.work();
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.work();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.work();
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.work();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// Gives the text of a character: itself, or the letters of a ligature.
fn with_text(char: char, mut take: impl FnMut(&str)) {
    if matches!(char, '\u{fb00}'..='\u{fb06}') {
        take(&char.nfkc().collect::<String>());
    } else if plain(char) != '\u{ad}' {
        take(plain(char).encode_utf8(&mut [0; 4]));
    }
}

/// A character, or a blank for one that does not show.
fn plain(char: char) -> char {
    // U+FDD0 and its like are no characters; two of them are marks of ours.
    if char.is_control() || matches!(char, '\u{fdd0}'..='\u{fdef}') { ' ' } else { char }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_are_taken_apart_and_nothing_else() {
        let text = |char| {
            let mut found = String::new();
            with_text(char, |text| found.push_str(text));
            found
        };
        assert_eq!((text('ﬁ').as_str(), text('ﬃ').as_str()), ("fi", "ffi"));
        assert_eq!((text('å').as_str(), text('²').as_str(), text('\u{ad}').as_str()), ("å", "²", ""));
        assert_eq!(text('\u{7}'), " ");
    }

    #[test]
    fn text_that_is_turned_is_left_out() {
        let mut collector = Collector::new(Duration::from_secs(1));
        collector.start(Rect::new(0.0, 0.0, 100.0, 100.0), vec![Rect::new(60.0, 0.0, 70.0, 100.0)]);
        let upright = Affine::new([0.01, 0.0, 0.0, -0.01, 20.0, 50.0]);
        collector.glyph("a", upright, 500.0);
        collector.glyph("b", Affine::rotate(0.8) * upright, 500.0);
        collector.glyph("c", Affine::translate((500.0, 0.0)) * upright, 500.0);
        collector.glyph("d", Affine::translate((42.0, 0.0)) * upright, 500.0);
        let (glyphs, _) = collector.finish();
        assert_eq!(glyphs, [Glyph { char: 'a', x: 20.0, end: 25.0, y: 50.0, size: 10.0 }]);
    }
}
