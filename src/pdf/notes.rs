//! The annotations of a page: fields, and what hides the text below by itself.
//! Programs mark what is to be blacked out before they do so; such text is as
//! good as blacked out.

use hayro_interpret::FillRule;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Rect as Place};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{self, Affine, BezPath, Rect, Shape as _, Stroke, StrokeOpts};

use crate::pdf::covers::{Area, By, Cover, Turn};
use crate::pdf::fields::{self, Content, TextField};

/// The most annotations of a page; a copy has about fifty.
const MOST_NOTES: usize = 2000;
/// The most parts of one.
const MOST_PARTS: usize = 500;
/// The flags of annotations that are not shown.
const HIDDEN: u32 = 1 << 1 | 1 << 5;
/// What lets less than this through hides.
const OPAQUE: f32 = 0.9;

/// An annotation that is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Note {
    /// In points from the upper left corner.
    pub(super) place: Rect,
    pub(super) kind: Kind,
}

/// What an annotation is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// A check box or a radio button.
    Button(Content),
    /// A field for text.
    Text(TextField),
    /// One that hides what lies within these outlines, whatever it draws.
    Cover(Vec<BezPath>),
    /// Something else, which shows what it draws.
    Other,
}

impl Note {
    /// What it hides by itself.
    pub(super) fn covers(&self) -> impl Iterator<Item = Cover> {
        let places: &[BezPath] = if let Kind::Cover(places) = &self.kind {
            places
        } else {
            &[]
        };
        places
            .iter()
            .map(|place| Area::new(place.clone(), FillRule::NonZero))
            .map(|area| Cover::new(area, &[], Turn::LAST, By::Shape))
    }
}

/// The annotations of a page, in the order in which they are drawn.
pub(super) fn of(page: &Page, transform: Affine, form: fields::Form) -> Vec<Note> {
    let Some(all) = page.raw().get::<Array>(b"Annots") else {
        return Vec::new();
    };
    let all = all.iter::<Dict>().take(MOST_NOTES);
    all.filter_map(|dict| {
        let place = placed(dict.get::<Place>(b"Rect")?, transform);
        Some(Note {
            place,
            kind: kind(&dict, place, transform, form)?,
        })
    })
    .collect()
}

fn placed(place: Place, transform: Affine) -> Rect {
    transform.transform_rect_bbox(Rect::new(place.x0, place.y0, place.x1, place.y1))
}

fn kind(dict: &Dict, place: Rect, transform: Affine, form: fields::Form) -> Option<Kind> {
    let subtype = dict.get::<Name>(b"Subtype")?;
    let whole = || vec![place.to_path(0.1)];
    // What is marked to be blacked out is so whether the mark is shown or not.
    if &*subtype == b"Redact" {
        return Some(Kind::Cover(quads(dict, transform).unwrap_or_else(whole)));
    }
    if dict.get::<u32>(b"F").unwrap_or(0) & HIDDEN != 0 {
        return None;
    }
    let is_drawn = fields::has_appearance(dict);
    Some(match &*subtype {
        b"Widget" => field(dict, form).unwrap_or(Kind::Other),
        // What is drawn shows itself whether it hides anything.
        _ if is_drawn => Kind::Other,
        b"Square" | b"Circle" | b"Polygon" if is_filled(dict, b"IC") => Kind::Cover(whole()),
        b"FreeText" if is_filled(dict, b"C") => Kind::Cover(whole()),
        b"Highlight" if is_filled(dict, b"C") && is_dark(dict) => {
            Kind::Cover(quads(dict, transform).unwrap_or_else(whole))
        }
        b"Ink" | b"Line" | b"PolyLine" | b"Polygon" if is_opaque(dict) => {
            Kind::Cover(strokes(dict, transform).unwrap_or_else(whole))
        }
        // Some programs draw a stamp by its name and others do not.
        b"Stamp" if is_opaque(dict) => Kind::Cover(whole()),
        _ => Kind::Other,
    })
}

/// What a field is; none for buttons without a state, signatures and the like.
fn field(widget: &Dict, form: fields::Form) -> Option<Kind> {
    let kind = fields::inherited(widget, |dict| dict.get::<Name>(b"FT"))?;
    match &*kind {
        b"Btn" => fields::button(widget).map(Kind::Button),
        b"Tx" | b"Ch" => Some(Kind::Text(fields::text(widget, form, &*kind == b"Ch"))),
        _ => None,
    }
}

/// Whether nothing is seen through what an annotation draws.
fn is_opaque(dict: &Dict) -> bool {
    let is_without_colour = dict
        .get::<Array>(b"C")
        .is_some_and(|colour| colour.raw_iter().next().is_none());
    !is_without_colour && dict.get::<f32>(b"CA").unwrap_or(1.0) >= OPAQUE
}

/// The lines of an annotation that is drawn by hand, as wide as they are. None where
/// there are too many to look at.
fn strokes(dict: &Dict, transform: Affine) -> Option<Vec<BezPath>> {
    let lists: Vec<Array> = match dict.get::<Array>(b"InkList") {
        Some(lists) => lists.iter::<Array>().take(MOST_PARTS).collect(),
        None => dict
            .get::<Array>(b"L")
            .or_else(|| dict.get(b"Vertices"))
            .into_iter()
            .collect(),
    };
    let stroke = Stroke::new(f64::from(width(dict)));
    let mut left = MOST_PARTS;
    let mut paths = Vec::new();
    for list in lists {
        let numbers: Vec<f32> = list.iter::<f32>().take(2 * MOST_PARTS).collect();
        let (points, _) = numbers.as_chunks::<2>();
        left = left.checked_sub(points.len())?;
        let mut path = BezPath::new();
        for (at, [x, y]) in points.iter().enumerate() {
            let point = (f64::from(*x), f64::from(*y));
            if at == 0 {
                path.move_to(point);
            } else {
                path.line_to(point);
            }
        }
        let area = kurbo::stroke(path.iter(), &stroke, &StrokeOpts::default(), 0.1);
        paths.push(transform * area);
    }
    (!paths.is_empty()).then_some(paths)
}

/// How wide the line of an annotation is.
fn width(dict: &Dict) -> f32 {
    let of_style = dict
        .get::<Dict>(b"BS")
        .and_then(|style| style.get::<f32>(b"W"));
    let of_border = || dict.get::<Array>(b"Border")?.iter::<f32>().nth(2);
    let width = of_style.or_else(of_border).unwrap_or(1.0);
    if width.is_finite() {
        width.clamp(0.0, 200.0)
    } else {
        1.0
    }
}

/// Whether there is a colour under this key, and nothing is seen through it.
fn is_filled(dict: &Dict, key: &[u8]) -> bool {
    let has_colour = dict
        .get::<Array>(key)
        .is_some_and(|colour| colour.iter::<f32>().count() > 0);
    has_colour && dict.get::<f32>(b"CA").unwrap_or(1.0) >= OPAQUE
}

/// Whether the colour of a marker is so dark that black text is not seen in it.
fn is_dark(dict: &Dict) -> bool {
    let colour: Vec<f32> = dict
        .get::<Array>(b"C")
        .map(|c| c.iter::<f32>().take(4).collect())
        .unwrap_or_default();
    match colour[..] {
        [gray] => gray <= 0.2,
        [red, green, blue] => red.max(green).max(blue) <= 0.2,
        [.., black] => black >= 0.8,
        [] => false,
    }
}

/// The places of an annotation that has several.
fn quads(dict: &Dict, transform: Affine) -> Option<Vec<BezPath>> {
    let corners: Vec<f32> = dict
        .get::<Array>(b"QuadPoints")?
        .iter::<f32>()
        .take(8 * MOST_PARTS)
        .collect();
    let (quads, _) = corners.as_chunks::<8>();
    let place = |quad: &[f32; 8]| {
        let along = |from: usize| quad.iter().skip(from).step_by(2).map(|at| f64::from(*at));
        let least = |from| along(from).fold(f64::INFINITY, f64::min);
        let most = |from| along(from).fold(f64::NEG_INFINITY, f64::max);
        let place = Rect::new(least(0), least(1), most(0), most(1));
        transform.transform_rect_bbox(place).to_path(0.1)
    };
    (!quads.is_empty()).then(|| quads.iter().map(place).collect())
}
