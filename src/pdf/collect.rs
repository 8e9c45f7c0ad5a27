//! What a page shows, as the interpreter draws it: characters with their places,
//! small shapes, and what lies over them. Nothing is painted, of pictures only the
//! place is taken. Work is counted, and too much of it ends the reading.

use std::rc::Rc;
use std::time::{Duration, Instant};

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, FillRule, Image, ImageDrawProps, SoftMask,
};
use unicode_normalization::UnicodeNormalization;

use crate::form::sign;
use crate::pdf::covers::{self, Area, By, Cover, Covers, Fate, Group, Letter, Shade, Turn};
use crate::pdf::glyph::Glyph;
use crate::pdf::ink::Ink;
use crate::pdf::marks::COVERED;
use crate::pdf::notes::{Kind, Note};
use crate::pdf::{Unreadable, give_up};

mod edge;

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

/// One small shape as drawn.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) place: Rect,
    /// How many parts its outline has.
    pub(super) parts: u32,
    pub(super) ink: Ink,
    pub(super) turn: Turn,
}

/// Whether all ticks and boxes are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ticks {
    Seen,
    Hidden,
}

/// What the appearance of a text field shows.
#[derive(Debug)]
pub(super) struct Appearance {
    /// The number of the annotation.
    pub(super) note: usize,
    pub(super) glyphs: Vec<Glyph>,
    /// How each was drawn.
    pub(super) letters: Vec<Letter>,
}

/// How letters are painted.
#[derive(Debug, Clone, Copy)]
struct Painted {
    is_painted: bool,
    shade: Option<Shade>,
}

/// What a page shows.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) shapes: Vec<Shape>,
    /// What the appearance of each annotation that is a text field shows.
    pub(super) fields: Vec<Appearance>,
    pub(super) covers: Covers,
    /// What lies under something, to be held against the headings of the form alone.
    pub(super) hidden: Vec<Glyph>,
    /// Whether a sign for a tick or box is hidden.
    pub(super) ticks: Ticks,
}

/// Collects what a page shows.
#[derive(Debug)]
pub(super) struct Collector {
    glyphs: Vec<Glyph>,
    /// How each glyph was drawn, in the same order.
    letters: Vec<Letter>,
    shapes: Vec<Shape>,
    fields: Vec<Appearance>,
    covers: Vec<Cover>,
    clips: Vec<Rc<Area>>,
    groups: Vec<Group>,
    turn: Turn,
    /// The annotations of the page, of which those before `next` have been drawn.
    notes: Vec<Note>,
    next: usize,
    /// How many characters run downwards, from right to left, and upwards.
    turned: [usize; 3],
    bounds: Rect,
    /// The letter before the next one, where it lies beyond the edge of the page.
    outside: Option<Glyph>,
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
            letters: Vec::new(),
            shapes: Vec::new(),
            fields: Vec::new(),
            covers: Vec::new(),
            clips: Vec::new(),
            groups: Vec::new(),
            turn: Turn { layer: 0, at: 0 },
            notes: Vec::new(),
            next: 0,
            turned: [0; 3],
            bounds: Rect::ZERO,
            outside: None,
            glyphs_left: MOST_GLYPHS,
            operations_left: MOST_OPERATIONS,
            started: Instant::now(),
            most_time,
        }
    }

    /// Begins a page.
    pub(super) fn start(&mut self, bounds: Rect, notes: Vec<Note>) {
        self.turned = [0; 3];
        self.bounds = bounds.inflate(1.0, 1.0);
        self.outside = None;
        self.notes = notes;
        self.next = 0;
        self.turn = Turn { layer: 0, at: 0 };
        self.clips.clear();
        self.groups.clear();
    }

    /// Begins the annotations of the page.
    pub(super) fn start_notes(&mut self) {
        self.turn = Turn { layer: 1, at: 0 };
        self.clips.clear();
        self.groups.clear();
    }

    /// Ends a page: what it shows, and its annotations.
    pub(super) fn finish(&mut self) -> (Shown, Vec<Note>) {
        let notes = std::mem::take(&mut self.notes);
        let mut covers = std::mem::take(&mut self.covers);
        covers.extend(notes.iter().flat_map(Note::covers));
        let mut covers = Covers::of(covers, self.bounds);
        let mut glyphs = std::mem::take(&mut self.glyphs);
        let letters = std::mem::take(&mut self.letters);
        let fates = covers.fates(&letters, || self.look_at_clock());
        let (ticks, hidden) = cover(&mut glyphs, &fates);
        let (shapes, fields) = (
            std::mem::take(&mut self.shapes),
            std::mem::take(&mut self.fields),
        );
        (
            Shown {
                glyphs,
                shapes,
                fields,
                covers,
                hidden,
                ticks,
            },
            notes,
        )
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
            give_up(Unreadable::Limits);
        }
        self.turn.at += 1;
        self.look_at_clock();
    }

    fn look_at_clock(&self) {
        if self.started.elapsed() > self.most_time {
            give_up(Unreadable::Slow);
        }
    }

    /// Whether a place is on the page and in no box or button of a field: what is
    /// drawn there is not looked at.
    fn shows(&self, point: Point) -> bool {
        let is_button =
            |note: &Note| matches!(note.kind, Kind::Button(_)) && note.place.contains(point);
        self.bounds.contains(point) && !self.notes.iter().any(is_button)
    }

    /// The text field whose appearance is being drawn.
    fn field(&self) -> Option<usize> {
        let at = self.next.checked_sub(1).filter(|_| self.turn.layer > 0)?;
        matches!(self.notes.get(at)?.kind, Kind::Text(_)).then_some(at)
    }

    /// Takes note of what is painted, and may hide what lies below.
    fn cover(&mut self, area: Area, by: By, shade: Option<Shade>, is_opaque: bool) {
        // A field hides nothing of itself: its text is drawn after its ground.
        let cover = Cover::new(area, &self.clips, self.turn, by);
        self.covers.push(cover.shaded(shade, is_opaque));
    }

    fn push_clip(&mut self, area: Area) {
        self.work();
        // Each annotation begins with its own place as what is shown.
        if self.turn.layer > 0 && self.clips.is_empty() {
            let place = area.bounds();
            let is_it = |note: &Note| is_near(note.place, place);
            if let Some(found) = self.notes[self.next..].iter().position(is_it) {
                self.next += found + 1;
                self.turn = Turn {
                    layer: self.next as u32,
                    at: 0,
                };
            }
        }
        self.clips.push(Rc::new(area));
    }

    fn shape(&mut self, path: &BezPath, props: &DrawProps<'_>, mode: &DrawMode) {
        self.work();
        let place = props.transform.transform_rect_bbox(path.control_box());
        let is_small = place.width() <= SMALL && place.height() <= SMALL;
        if is_small && self.shapes.len() <= MOST_SHAPES && self.shows(place.center()) {
            let parts = path
                .elements()
                .iter()
                .filter(|part| !matches!(part, PathEl::ClosePath))
                .count();
            let ink = Ink::new(path, props, mode);
            self.shapes.push(Shape {
                place,
                parts: parts as u32,
                ink,
                turn: self.turn,
            });
        }
        if place.width().max(place.height()) > 1.0
            && place.overlaps(self.bounds)
            && let Some((area, is_opaque)) = covers::painted(path, props, mode, &self.groups)
        {
            self.cover(area, By::Shape, Shade::of(props, &self.groups), is_opaque);
        }
    }

    /// Adds the characters of one glyph, drawn at `transform`.
    fn glyph(&mut self, text: &str, transform: Affine, advance: f64, painted: Painted) {
        let Painted { is_painted, shade } = painted;
        let origin = transform * Point::ZERO;
        let along = transform * Point::new(advance, 0.0) - origin;
        let size = (transform * Point::new(0.0, UNITS) - origin).hypot();
        if !self.shows(origin + along / 2.0) {
            if is_painted && is_level(along, transform) && self.field().is_none() {
                self.beyond(text, (origin, along), size);
            }
            return;
        }
        // What runs otherwise than most of the page is no part of a line.
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
        let field = self.field();
        let is_last = |note| self.fields.last().is_some_and(|last| last.note == note);
        if let Some(note) = field.filter(|note| !is_last(*note)) {
            self.fields.push(Appearance {
                note,
                glyphs: Vec::new(),
                letters: Vec::new(),
            });
        }
        for char in text.chars() {
            let end = x + along.x / count;
            let glyph = Glyph {
                char,
                x,
                end,
                y: origin.y,
                size,
            };
            x = end;
            let cut = is_painted && covers::is_cut_off(glyph.body(), &self.clips);
            let letter = Letter {
                body: glyph.body(),
                turn: self.turn,
                is_painted,
                shade,
                is_blank: char.is_whitespace(),
            };
            if let (Some(_), Some(shown)) = (field, self.fields.last_mut()) {
                if !cut {
                    shown.glyphs.push(glyph);
                    shown.letters.push(letter);
                }
                continue;
            }
            let glyph = if cut && !char.is_whitespace() {
                Glyph {
                    char: COVERED,
                    ..glyph
                }
            } else {
                glyph
            };
            self.enter(&glyph);
            self.letters.push(letter);
            self.glyphs.push(glyph);
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
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.look_at_clock();
        self.turn.at += 1;
        let shade = Shade::of(&props, &self.groups);
        let painted = Painted {
            is_painted: !matches!(mode, DrawMode::Invisible) && !shade.is_some_and(Shade::is_faint),
            shade,
        };
        self.glyphs_left = self.glyphs_left.saturating_sub(run.glyphs().len());
        if self.glyphs_left == 0 {
            give_up(Unreadable::Limits);
        }
        for glyph in run.glyphs() {
            let advance = match &**glyph {
                Drawn::Outline(outline) => outline.advance_width(),
                Drawn::Type3(drawing) => drawing.advance_width(),
            };
            let advance = f64::from(advance.unwrap_or(500.0)).clamp(0.0, 4.0 * UNITS);
            let transform = props.transform * glyph.transform();
            match glyph.as_unicode() {
                Some(BfString::Char(char)) => {
                    with_text(char, |text| {
                        self.glyph(text, transform, advance, painted);
                    });
                }
                Some(BfString::String(text)) => {
                    let text: String = text.chars().map(plain).collect();
                    self.glyph(&text, transform, advance, painted);
                }
                None => self.glyph("\u{fffd}", transform, advance, painted),
            }
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.shape(path, &props, mode);
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.shape(&rect.to_path(0.1), &props, mode);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.push_clip(Area::of_clip(clip));
    }

    fn push_clip_rect(&mut self, place: &Rect) {
        self.push_clip(Area::of_rect(*place));
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend: BlendMode,
    ) {
        self.work();
        self.groups.push(Group {
            opacity: f64::from(opacity),
            has_mask: mask.is_some(),
            blend,
        });
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.work();
        let is_opaque = is_opaque(&image)
            && props.soft_mask.is_none()
            && self.groups.iter().all(|group| group.lets_hide(0.5));
        let place = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        let area = Area::new(props.transform * place.to_path(0.1), FillRule::NonZero);
        self.cover(area, By::Picture, None, is_opaque);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }
}

/// Whether nothing is seen through a picture: one without a mask, or a stencil of a
/// single point.
fn is_opaque(image: &Image<'_, '_>) -> bool {
    match image {
        Image::Stencil(stencil) => stencil.width() == 1 && stencil.height() == 1,
        Image::Raster(raster) => {
            let about = raster.stream();
            let has = |key: &[u8]| about.dict().contains_key(key);
            !(has(b"SMask") || has(b"Mask") || has(b"SMaskInData"))
        }
    }
}

fn is_near(a: Rect, b: Rect) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 0.5;
    near(a.x0, b.x0) && near(a.y0, b.y0) && near(a.x1, b.x1) && near(a.y1, b.y1)
}

/// Takes the text from glyphs that are not seen, and out those of another page below.
/// Gives the glyphs that are not seen as they were.
fn cover(glyphs: &mut Vec<Glyph>, fates: &[Fate]) -> (Ticks, Vec<Glyph>) {
    let (mut ticks, mut hidden) = (Ticks::Seen, Vec::new());
    for (glyph, fate) in glyphs.iter_mut().zip(fates) {
        if *fate == Fate::Masked && !glyph.char.is_whitespace() {
            if sign(glyph.char).is_some() {
                ticks = Ticks::Hidden;
            }
            hidden.push(*glyph);
            glyph.char = COVERED;
        }
    }
    let mut fates = fates.iter();
    glyphs.retain(|_| fates.next() != Some(&Fate::Replaced));
    (ticks, hidden)
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
    if char.is_control() || matches!(char, '\u{fdd0}'..='\u{fdef}') {
        ' '
    } else {
        char
    }
}

#[cfg(test)]
mod tests;
