//! What shapes leave to be seen inside a box. They are laid over one another at
//! a grid of points, so that it does not matter of how many shapes a box is
//! made, how often its outline is repeated or what lies hidden below another.

use hayro_interpret::kurbo::{self, Affine, BezPath, Point, Rect, Shape as _, Stroke, StrokeOpts};
use hayro_interpret::{DrawMode, DrawProps, FillRule, Paint};

/// The most parts of an outline that is looked at; one of more is a drawing.
const MOST_PARTS: usize = 120;
/// The thinnest line, in points: the grid must not miss it.
const THINNEST: f64 = 0.8;
/// The part of a box's side that belongs to its outline, on each end.
const OUTLINE: f64 = 0.2;
/// Points of the grid along a side.
const GRID: u32 = 11;
/// Shades that differ by less are the same to the eye.
const SAME: f64 = 0.06;
/// Shades that differ by more are a mark on its ground.
const CONTRAST: f64 = 0.15;
/// An empty box is no darker than this, and a filled one no lighter than that.
const LIGHT: f64 = 0.2;
const DARK: f64 = 0.4;
/// The fewest points of a mark.
const FEWEST: usize = 2;

/// What is to be seen inside a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Inside {
    /// Nothing but a light ground.
    Plain,
    /// A mark, or a dark ground.
    Marked,
    /// Neither for certain.
    Unclear,
}

/// The area that a shape paints.
#[derive(Debug, Clone)]
pub(super) struct Ink {
    area: BezPath,
    is_even_odd: bool,
    /// None for a pattern, a mask or a drawing.
    shade: Option<Shade>,
}

/// A colour, as far as it matters.
#[derive(Debug, Clone, Copy)]
struct Shade {
    /// From white (0) to black (1).
    darkness: f64,
    opacity: f64,
}

impl Ink {
    /// The ink of a path as drawn; its place must be known to be small.
    pub(super) fn new(path: &BezPath, props: &DrawProps<'_>, mode: &DrawMode) -> Self {
        if path.elements().len() > MOST_PARTS {
            return Self {
                area: props
                    .transform
                    .transform_rect_bbox(path.control_box())
                    .to_path(0.1),
                ..Self::unknown()
            };
        }
        let path = props.transform * path.clone();
        let shade = shade(props);
        match mode {
            DrawMode::Fill(rule) | DrawMode::FillAndStroke(rule, _) => Self {
                area: path,
                is_even_odd: *rule == FillRule::EvenOdd,
                shade,
            },
            DrawMode::Stroke(line) => {
                let width = f64::from(line.line_width) * scale(props.transform);
                Self {
                    area: stroked(&path, width),
                    is_even_odd: false,
                    shade,
                }
            }
            DrawMode::Invisible => Self {
                area: BezPath::new(),
                ..Self::unknown()
            },
        }
    }

    fn unknown() -> Self {
        Self {
            area: BezPath::new(),
            is_even_odd: false,
            shade: None,
        }
    }

    fn covers(&self, point: Point) -> bool {
        match self.area.winding(point) {
            winding if self.is_even_odd => winding % 2 != 0,
            winding => winding != 0,
        }
    }
}

/// By how much a transform enlarges.
fn scale(transform: Affine) -> f64 {
    transform.determinant().abs().sqrt()
}

fn stroked(path: &BezPath, width: f64) -> BezPath {
    let width = if width.is_finite() {
        width.max(THINNEST)
    } else {
        THINNEST
    };
    kurbo::stroke(
        path.iter(),
        &Stroke::new(width),
        &StrokeOpts::default(),
        0.1,
    )
}

fn shade(props: &DrawProps<'_>) -> Option<Shade> {
    let Paint::Color(color) = &props.paint else {
        return None;
    };
    if props.soft_mask.is_some() {
        return None;
    }
    let [red, green, blue, opacity] = color.to_rgba().components().map(f64::from);
    let light = 0.3 * red + 0.59 * green + 0.11 * blue;
    Some(Shade {
        darkness: 1.0 - light,
        opacity,
    })
}

/// What is to be seen inside an outline when all has been drawn, in this order.
pub(super) fn inside(inks: &[&Ink], outline: Rect) -> Inside {
    let Some(seen) = grid(outline)
        .map(|point| darkness(inks, point))
        .collect::<Option<Vec<f64>>>()
    else {
        return Inside::Unclear;
    };
    let lightest = seen.iter().copied().fold(1.0, f64::min);
    let darkest = seen.iter().copied().fold(0.0, f64::max);
    let is_one_shade = darkest - lightest <= SAME;
    // Light marks on dark ground are marks as well.
    let apart = |from: f64| {
        seen.iter()
            .filter(|found| (*found - from).abs() > CONTRAST)
            .count()
    };
    if is_one_shade && darkest <= LIGHT {
        Inside::Plain
    } else if (is_one_shade && lightest >= DARK) || apart(lightest).min(apart(darkest)) >= FEWEST {
        Inside::Marked
    } else {
        Inside::Unclear
    }
}

/// Points within an outline, apart from its border.
fn grid(outline: Rect) -> impl Iterator<Item = Point> {
    let inner = outline.inset((-OUTLINE * outline.width(), -OUTLINE * outline.height()));
    let step = |at: u32| (f64::from(at) + 0.5) / f64::from(GRID);
    (0..GRID * GRID).map(move |at| {
        let (column, row) = (step(at % GRID), step(at / GRID));
        Point::new(
            inner.x0 + column * inner.width(),
            inner.y0 + row * inner.height(),
        )
    })
}

/// How dark a point of white paper is under these inks.
fn darkness(inks: &[&Ink], point: Point) -> Option<f64> {
    inks.iter()
        .filter(|ink| ink.covers(point))
        .try_fold(0.0, |below, ink| {
            let Shade { darkness, opacity } = ink.shade?;
            Some(below + (darkness - below) * opacity)
        })
}

#[cfg(test)]
impl Ink {
    /// A filled area of one shade.
    pub(super) fn filled(area: BezPath, darkness: f64) -> Self {
        Self {
            area,
            is_even_odd: true,
            shade: Some(Shade {
                darkness,
                opacity: 1.0,
            }),
        }
    }

    /// A black line.
    pub(super) fn line(path: &BezPath) -> Self {
        Self {
            is_even_odd: false,
            ..Self::filled(stroked(path, 0.7), 1.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect::new(10.0, 10.0, 18.0, 18.0);

    fn filled(place: Rect, darkness: f64) -> Ink {
        Ink::filled(place.to_path(0.1), darkness)
    }

    fn seen(inks: &[Ink]) -> Inside {
        inside(&inks.iter().collect::<Vec<_>>(), BOX)
    }

    #[test]
    fn outlines_and_light_grounds_are_no_marks() {
        let border = Ink::line(&BOX.to_path(0.1));
        assert_eq!(seen(&[]), Inside::Plain);
        assert_eq!(seen(&[filled(BOX, 0.0), border.clone()]), Inside::Plain);
        assert_eq!(
            seen(&[filled(BOX, 1.0), filled(BOX.inset(-1.0), 0.0)]),
            Inside::Plain
        );
        let mut frame = BOX.to_path(0.1);
        frame.extend(BOX.inset(-1.0).to_path(0.1));
        assert_eq!(seen(&[Ink::filled(frame, 1.0), border]), Inside::Plain);
    }

    #[test]
    fn crosses_and_dark_grounds_are_marks() {
        let mut check = BezPath::new();
        check.move_to((12.0, 14.0));
        check.line_to((14.0, 16.0));
        check.line_to((16.5, 12.0));
        assert_eq!(seen(&[Ink::line(&check)]), Inside::Marked);
        assert_eq!(seen(&[filled(BOX, 0.6)]), Inside::Marked);
        assert_eq!(seen(&[filled(BOX.inset(-2.0), 1.0)]), Inside::Marked);
        let mut cut = BOX.to_path(0.1);
        cut.extend(check.iter());
        assert_eq!(seen(&[Ink::filled(cut, 0.6)]), Inside::Marked);
    }

    #[test]
    fn what_cannot_be_told_is_not_told() {
        assert_eq!(seen(&[filled(BOX, 0.3)]), Inside::Unclear);
        assert_eq!(
            seen(&[Ink {
                shade: None,
                ..filled(BOX, 1.0)
            }]),
            Inside::Unclear
        );
    }
}
