//! What is painted over text: opaque shapes, pictures and annotations. Text under
//! them is not seen by whoever opens the file, so it is masked: it must reach no
//! output. What was drawn before text lies below it, and hides only letters that have
//! its colour.

use std::ops::RangeInclusive;
use std::rc::Rc;

use hayro_interpret::kurbo::{self, Affine, BezPath, Point, Rect, Shape as _, Stroke, StrokeOpts};
use hayro_interpret::{BlendMode, ClipPath, DrawMode, DrawProps, FillRule, Paint};

mod shade;
mod unseen;

pub(super) use shade::Shade;

/// What lets less than this through hides.
const OPAQUE: f64 = 0.9;
/// From this on a colour hides also where it is laid on as a marker's is.
const DARK: f64 = 0.8;
/// The thinnest line that is looked at, in points, and the most parts of the path of one that
/// is no thicker than a stroke of a pen.
const THINNEST: f64 = 0.05;
const PEN: f64 = 1.5;
const MOST_PARTS: usize = 200;
/// From this part of the page on a picture is the page, and text under it what a
/// scanner read; a shape is a new page over an old one.
const PAGE: f64 = 0.8;
/// Points looked at along the height and the width of a letter.
const ROWS: u32 = 5;
const COLUMNS: u32 = 3;

/// When something was drawn: the content of the page, then annotation by annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    /// 0 for the content of the page, else the number of the annotation, from 1.
    pub(super) layer: u32,
    pub(super) at: u32,
}

impl Turn {
    /// After everything else.
    pub(super) const LAST: Self = Self {
        layer: u32::MAX,
        at: u32::MAX,
    };
}

/// An area by its outline.
#[derive(Debug)]
pub(super) struct Area {
    path: BezPath,
    bounds: Rect,
    is_even_odd: bool,
    is_rectangle: bool,
}

impl Area {
    pub(super) fn new(path: BezPath, rule: FillRule) -> Self {
        let bounds = path.bounding_box();
        let is_rectangle = path.elements().len() <= 7
            && (path.area().abs() - bounds.area()).abs() <= 0.01 * bounds.area();
        Self {
            path,
            bounds,
            is_even_odd: rule == FillRule::EvenOdd,
            is_rectangle,
        }
    }

    pub(super) fn of_clip(clip: &ClipPath) -> Self {
        Self::new(clip.path.clone(), clip.fill)
    }

    pub(super) fn of_rect(place: Rect) -> Self {
        Self::new(place.to_path(0.1), FillRule::NonZero)
    }

    pub(super) fn bounds(&self) -> Rect {
        self.bounds
    }

    fn holds(&self, point: Point) -> bool {
        if !self.bounds.contains(point) {
            return false;
        }
        match self.is_rectangle {
            true => true,
            false if self.is_even_odd => self.path.winding(point) % 2 != 0,
            false => self.path.winding(point) != 0,
        }
    }
}

/// What a cover is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Shape,
    Picture,
}

/// Something painted.
#[derive(Debug)]
pub(super) struct Cover {
    area: Area,
    clips: Vec<Rc<Area>>,
    turn: Turn,
    by: By,
    /// Whether nothing is seen through it.
    is_opaque: bool,
    /// `None` for pictures, patterns and the like.
    shade: Option<Shade>,
    /// Whether it hides a letter.
    hides: bool,
}

impl Cover {
    pub(super) fn new(area: Area, clips: &[Rc<Area>], turn: Turn, by: By) -> Self {
        Self {
            area,
            clips: clips.to_vec(),
            turn,
            by,
            is_opaque: true,
            shade: None,
            hides: false,
        }
    }

    /// The same in this colour, which may let something through.
    pub(super) fn shaded(self, shade: Option<Shade>, is_opaque: bool) -> Self {
        Self {
            is_opaque,
            shade,
            ..self
        }
    }

    fn holds(&self, point: Point) -> bool {
        self.area.holds(point) && self.clips.iter().all(|clip| clip.holds(point))
    }

    /// What is seen of it at most.
    fn bounds(&self) -> Rect {
        self.clips.iter().fold(self.area.bounds, |bounds, clip| {
            bounds.intersect(clip.bounds)
        })
    }
}

/// What a letter is to those who look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Seen,
    Masked,
    /// Of a page that another was laid over.
    Replaced,
}

/// A letter as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    /// The part that every letter has.
    pub(super) body: Rect,
    pub(super) turn: Turn,
    /// Whether it is painted, and not only there to be searched.
    pub(super) is_painted: bool,
    /// In which colour; `None` where that is not known.
    pub(super) shade: Option<Shade>,
    /// Whether it shows nothing.
    pub(super) is_blank: bool,
}

/// All that is painted on a page but letters.
#[derive(Debug, Default)]
pub(super) struct Covers {
    all: Vec<Cover>,
    /// The covers that reach into each strip of the page, from top to bottom.
    strips: Vec<Vec<u32>>,
    page: Rect,
}

/// Into how many strips a page is cut, so that a letter need not be held against all covers.
const STRIPS: usize = 32;

impl Covers {
    /// The covers of a page with these bounds; pictures that are the page hide nothing.
    pub(super) fn of(mut all: Vec<Cover>, page: Rect) -> Self {
        let is_picture =
            |cover: &Cover| cover.is_opaque && cover.by == By::Picture && cover.turn.layer == 0;
        let area = |cover: &Cover| cover.bounds().intersect(page).area();
        let pictured: f64 = all.iter().filter(|cover| is_picture(cover)).map(area).sum();
        if pictured >= PAGE * page.area() {
            for cover in all.iter_mut().filter(|cover| is_picture(cover)) {
                cover.is_opaque = false;
            }
        }
        let mut covers = Self {
            all,
            strips: vec![Vec::new(); STRIPS],
            page,
        };
        for at in 0..covers.all.len() {
            for strip in covers.strips_of(covers.all[at].bounds()) {
                covers.strips[strip].push(at as u32);
            }
        }
        covers
    }

    /// The strips into which a place reaches.
    fn strips_of(&self, place: Rect) -> RangeInclusive<usize> {
        let strip = |y: f64| {
            ((y - self.page.y0) / self.page.height() * STRIPS as f64)
                .clamp(0.0, (STRIPS - 1) as f64)
        };
        strip(place.y0) as usize..=strip(place.y1) as usize
    }

    /// The covers that may reach into a place, in the order in which they were drawn; those
    /// that reach far may come twice.
    fn near(&self, place: Rect) -> impl Iterator<Item = usize> {
        let strips = self.strips_of(place).flat_map(|strip| &self.strips[strip]);
        strips
            .map(|at| *at as usize)
            .filter(move |at| touch(self.all[*at].area.bounds, place))
    }

    /// What became of each letter. `work` is called for each.
    pub(super) fn fates(&mut self, letters: &[Letter], mut work: impl FnMut()) -> Vec<Fate> {
        let mut fates: Vec<Fate> = Vec::with_capacity(letters.len());
        for letter in letters {
            work();
            fates.push(self.fate(letter));
        }
        self.mark_unseen(letters, &mut fates, &mut work);
        // What is written upon a cover is not what it covers: a reason for the
        // masking, or a number.
        if fates.contains(&Fate::Masked) {
            for (letter, fate) in letters.iter().zip(&mut fates) {
                work();
                if *fate == Fate::Seen && self.is_upon(letter) {
                    *fate = Fate::Masked;
                }
            }
        }
        fates
    }

    fn fate(&mut self, letter: &Letter) -> Fate {
        let near = self.near(letter.body);
        let later: Vec<usize> = near.filter(|at| may_hide(&self.all[*at], letter)).collect();
        if later.is_empty() {
            return Fate::Seen;
        }
        let hidden =
            grid(letter.body).filter(|point| later.iter().any(|at| self.all[*at].holds(*point)));
        let (hidden, all) = (hidden.count() as u32, ROWS * COLUMNS);
        // Letters that are not painted may lie under a picture of them, drawn in lines.
        let needed = if letter.is_painted {
            all / 2 + 1
        } else {
            all - 1
        };
        if hidden < needed {
            return Fate::Seen;
        }
        if later
            .iter()
            .any(|at| self.all[*at].bounds().area() >= PAGE * self.page.area())
        {
            return Fate::Replaced;
        }
        for at in later {
            self.all[at].hides = true;
        }
        Fate::Masked
    }

    fn is_upon(&self, letter: &Letter) -> bool {
        let middle = letter.body.center();
        let mut covers = self
            .strips_of(letter.body)
            .flat_map(|strip| &self.strips[strip]);
        covers.any(|at| {
            let cover = &self.all[*at as usize];
            cover.hides && cover.turn < letter.turn && cover.holds(middle)
        })
    }

    /// Whether a box drawn in its turn lies under something that reaches beyond it: what
    /// stands within it is its tick.
    pub(super) fn hides_box(&self, place: Rect, turn: Turn) -> bool {
        let around = place.inset(1.0);
        let is_over = |cover: &&Cover| {
            cover.is_opaque
                && cover.turn > turn
                && cover.bounds().area() < PAGE * self.page.area()
                && !around.contains_rect(cover.bounds())
        };
        let near = self.near(around).map(|at| &self.all[at]);
        let over: Vec<&Cover> = near.filter(is_over).collect();
        if over.is_empty() {
            return false;
        }
        let is_hidden = |point: &Point| over.iter().any(|cover| cover.holds(*point));
        let hidden = grid(around).filter(is_hidden).count() as u32;
        5 * hidden >= 4 * ROWS * COLUMNS
    }
}

fn touch(one: Rect, other: Rect) -> bool {
    one.x0 < other.x1 && other.x0 < one.x1 && one.y0 < other.y1 && other.y0 < one.y1
}

/// Whether a cover near a letter may hide it.
fn may_hide(cover: &Cover, letter: &Letter) -> bool {
    cover.is_opaque
        && cover.turn > letter.turn
        && (letter.is_painted || cover.by == By::Shape || cover.turn.layer > 0)
}

/// Points within the body of a letter.
fn grid(body: Rect) -> impl Iterator<Item = Point> {
    let at = |step: u32, steps: u32| (f64::from(step) + 0.5) / f64::from(steps);
    (0..ROWS * COLUMNS).map(move |point| {
        let (across, down) = (at(point % COLUMNS, COLUMNS), at(point / COLUMNS, ROWS));
        Point::new(
            body.x0 + across * body.width(),
            body.y0 + down * body.height(),
        )
    })
}

/// Whether less than half of a letter lies within what is shown of a drawing.
pub(super) fn is_cut_off(body: Rect, clips: &[Rc<Area>]) -> bool {
    let is_within = |clip: &Area| clip.is_rectangle && clip.bounds.contains_rect(body);
    let outside = |clip: &Area| grid(body).filter(|point| !clip.holds(*point)).count() as u32;
    clips
        .iter()
        .any(|clip| !is_within(clip) && outside(clip) * 2 > ROWS * COLUMNS)
}

/// A group of drawings that is laid on as one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) opacity: f64,
    pub(super) has_mask: bool,
    pub(super) blend: BlendMode,
}

impl Group {
    /// Whether the darkness of what is drawn in it is hiding enough.
    pub(super) fn lets_hide(&self, darkness: f64) -> bool {
        self.opacity >= OPAQUE && !self.has_mask && hides_as(self.blend, darkness)
    }
}

fn hides_as(blend: BlendMode, darkness: f64) -> bool {
    match blend {
        BlendMode::Normal => true,
        BlendMode::Multiply | BlendMode::Darken | BlendMode::ColorBurn => darkness >= DARK,
        BlendMode::Screen | BlendMode::Lighten | BlendMode::ColorDodge => darkness <= 1.0 - DARK,
        _ => false,
    }
}

/// The area that a path paints, and whether nothing below is seen.
pub(super) fn painted(
    path: &BezPath,
    props: &DrawProps<'_>,
    mode: &DrawMode,
    groups: &[Group],
) -> Option<(Area, bool)> {
    let (darkness, is_whole) = match &props.paint {
        Paint::Color(color) => {
            let [red, green, blue, opacity] = color.to_rgba().components().map(f64::from);
            let darkness = 1.0 - (0.3 * red + 0.59 * green + 0.11 * blue);
            (darkness, opacity >= OPAQUE)
        }
        Paint::Pattern(_) => (0.5, true),
    };
    let is_opaque = is_whole
        && props.soft_mask.is_none()
        && hides_as(props.blend_mode, darkness)
        && groups.iter().all(|group| group.lets_hide(darkness));
    let drawn = || props.transform * path.clone();
    let area = match mode {
        DrawMode::Fill(rule) | DrawMode::FillAndStroke(rule, _) => Area::new(drawn(), *rule),
        DrawMode::Stroke(line) => {
            let width = f64::from(line.line_width) * scale(props.transform);
            let is_drawing = width < PEN && path.elements().len() > MOST_PARTS;
            if !width.is_finite() || width < THINNEST || is_drawing {
                return None;
            }
            let stroke = Stroke::new(width).with_caps(line.line_cap);
            let outline = kurbo::stroke(drawn().iter(), &stroke, &StrokeOpts::default(), 0.1);
            Area::new(outline, FillRule::NonZero)
        }
        DrawMode::Invisible => return None,
    };
    Some((area, is_opaque))
}

/// By how much a transform enlarges.
pub(super) fn scale(transform: Affine) -> f64 {
    transform.determinant().abs().sqrt()
}

#[cfg(test)]
mod tests;
