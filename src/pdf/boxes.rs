//! Drawn boxes: small shapes that touch, put together, and which of them are
//! ticked. How a box is drawn differs between producers, so the boxes of one
//! document are only compared with each other, and by what is seen inside: there
//! must be one kind with nothing in it and one with a mark.

use hayro_interpret::kurbo::Rect;

use crate::pdf::collect::{MOST_SHAPES, Shape};
use crate::pdf::ink::{self, Ink, Inside};

/// The most boxes of a page; one with more is a drawing.
const MOST_BOXES: usize = 300;
/// The smallest side of a box, in points.
const SMALLEST: f64 = 5.0;
/// The fewest boxes that make a class.
const FEWEST: usize = 3;

/// A box as drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct DrawnBox {
    /// Its outline.
    pub(super) place: Rect,
    pub(super) kind: Kind,
}

/// How a box was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    pub(super) inside: Inside,
    pub(super) shapes: u32,
    pub(super) parts: u32,
}

/// The boxes among the shapes of a page, from top to bottom.
pub(super) fn of(shapes: &[Shape]) -> Vec<DrawnBox> {
    if shapes.len() > MOST_SHAPES {
        return Vec::new();
    }
    let mut sorted: Vec<(usize, &Shape)> = shapes.iter().enumerate().collect();
    sorted.sort_by(|(_, a), (_, b)| {
        a.place
            .y0
            .total_cmp(&b.place.y0)
            .then(a.place.x0.total_cmp(&b.place.x0))
    });
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut first_open = 0;
    for (drawn, shape) in sorted {
        while clusters
            .get(first_open)
            .is_some_and(|cluster| cluster.bounds.y1 < shape.place.y0 - 30.0)
        {
            first_open += 1;
        }
        match clusters[first_open..]
            .iter_mut()
            .find(|cluster| cluster.touches(&shape.place))
        {
            Some(cluster) => cluster.add(drawn, shape),
            None => clusters.push(Cluster::new(drawn, shape)),
        }
    }
    clusters.retain(Cluster::is_box);
    if clusters.len() > MOST_BOXES {
        return Vec::new();
    }
    clusters.into_iter().map(Cluster::into_box).collect()
}

/// Shapes that touch.
#[derive(Debug)]
struct Cluster<'s> {
    bounds: Rect,
    largest: Rect,
    parts: u32,
    /// The inks, each with its place in the order of drawing.
    inks: Vec<(usize, &'s Ink)>,
}

impl<'s> Cluster<'s> {
    fn new(drawn: usize, shape: &'s Shape) -> Self {
        let inks = vec![(drawn, &shape.ink)];
        Self {
            bounds: shape.place,
            largest: shape.place,
            parts: shape.parts,
            inks,
        }
    }

    fn touches(&self, place: &Rect) -> bool {
        let near = self.bounds.inflate(0.5, 0.5);
        near.x0 <= place.x1 && place.x0 <= near.x1 && near.y0 <= place.y1 && place.y0 <= near.y1
    }

    fn add(&mut self, drawn: usize, shape: &'s Shape) {
        self.bounds = self.bounds.union(shape.place);
        if shape.place.area() > self.largest.area() {
            self.largest = shape.place;
        }
        self.parts += shape.parts;
        self.inks.push((drawn, &shape.ink));
    }

    /// Whether the largest shape is a box and the rest is in it.
    fn is_box(&self) -> bool {
        let (width, height) = (self.largest.width(), self.largest.height());
        let is_square =
            width >= SMALLEST && height >= SMALLEST && (0.75..=1.33).contains(&(width / height));
        // A tick may be a little larger than its box.
        let is_one = self.bounds.width() <= width * 1.5 && self.bounds.height() <= height * 1.5;
        is_square && is_one
    }

    fn into_box(mut self) -> DrawnBox {
        self.inks.sort_unstable_by_key(|(drawn, _)| *drawn);
        let inks: Vec<&Ink> = self.inks.iter().map(|(_, ink)| *ink).collect();
        let inside = ink::inside(&inks, self.largest);
        let kind = Kind {
            inside,
            shapes: inks.len() as u32,
            parts: self.parts,
        };
        DrawnBox {
            place: self.largest,
            kind,
        }
    }
}

/// The two classes of a document's boxes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Classes {
    side: f64,
    empty: Kind,
    ticked: Kind,
}

impl Classes {
    /// Whether a box is ticked; `None` for one of another kind.
    pub(super) fn is_ticked(&self, found: &DrawnBox) -> Option<bool> {
        match found.kind {
            kind if !is_alike(found, self.side) || (kind != self.empty && kind != self.ticked) => {
                None
            }
            kind => Some(kind == self.ticked),
        }
    }
}

/// Tells ticked from empty boxes among those of one size: there must be exactly
/// two kinds, one with nothing inside and one with a mark.
pub(super) fn classes(boxes: &[DrawnBox]) -> Option<Classes> {
    let alike = |side: f64| boxes.iter().filter(move |found| is_alike(found, side));
    let side = boxes
        .iter()
        .map(|found| found.place.width())
        .max_by(|a, b| {
            alike(*a)
                .count()
                .cmp(&alike(*b).count())
                .then(b.total_cmp(a))
        })?;
    let mut kinds: Vec<Kind> = alike(side).map(|found| found.kind).collect();
    let count = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    match kinds[..] {
        [
            empty @ Kind {
                inside: Inside::Plain,
                ..
            },
            ticked @ Kind {
                inside: Inside::Marked,
                ..
            },
        ] if count >= FEWEST => Some(Classes {
            side,
            empty,
            ticked,
        }),
        _ => None,
    }
}

fn is_alike(found: &DrawnBox, side: f64) -> bool {
    (found.place.width() - side).abs() <= 1.0
}

#[cfg(test)]
mod tests {
    use hayro_interpret::kurbo::{BezPath, Shape as _};

    use super::*;
    use crate::pdf::covers::Turn;

    const TURN: Turn = Turn { layer: 0, at: 0 };

    fn outline(x: f64, y: f64, side: f64) -> Shape {
        let place = Rect::new(x, y, x + side, y + side);
        Shape {
            place,
            parts: 4,
            ink: Ink::line(&place.to_path(0.1)),
            turn: TURN,
        }
    }

    fn filled(x: f64, y: f64, side: f64, darkness: f64) -> Shape {
        let place = Rect::new(x, y, x + side, y + side);
        Shape {
            place,
            parts: 4,
            ink: Ink::filled(place.to_path(0.1), darkness),
            turn: TURN,
        }
    }

    fn stroke(x: f64, y: f64, side: f64) -> Shape {
        let mut path = BezPath::new();
        path.move_to((x, y));
        path.line_to((x + side, y + side));
        let place = Rect::new(x, y, x + side, y + side);
        Shape {
            place,
            parts: 2,
            ink: Ink::line(&path),
            turn: TURN,
        }
    }

    /// Boxes below each other, each drawn from its height.
    fn page(
        ticked: &[usize],
        empty: fn(f64) -> Vec<Shape>,
        full: fn(f64) -> Vec<Shape>,
    ) -> Vec<DrawnBox> {
        let draw = |row: usize| if ticked.contains(&row) { full } else { empty }(row as f64 * 14.0);
        of(&(0..8).flat_map(draw).collect::<Vec<_>>())
    }

    fn crossed(ticked: &[usize]) -> Vec<DrawnBox> {
        page(
            ticked,
            |y| vec![outline(50.0, y, 9.0)],
            |y| vec![outline(50.0, y, 9.0), stroke(51.0, y + 1.0, 7.0)],
        )
    }

    fn ticked(boxes: &[DrawnBox]) -> Option<Vec<usize>> {
        let classes = classes(boxes)?;
        Some(
            (0..boxes.len())
                .filter(|row| classes.is_ticked(&boxes[*row]) == Some(true))
                .collect(),
        )
    }

    #[test]
    fn a_ticked_box_has_a_mark_in_it() {
        assert_eq!(ticked(&crossed(&[2, 5])), Some(vec![2, 5]));
    }

    #[test]
    fn a_filled_box_is_ticked_though_fewer_shapes_are_drawn() {
        let white = |y| {
            vec![
                filled(50.0, y, 9.0, 0.0),
                outline(50.0, y, 9.0),
                outline(50.0, y, 9.0),
            ]
        };
        assert_eq!(
            ticked(&page(&[2, 5], white, |y| vec![filled(50.0, y, 9.0, 0.7)])),
            Some(vec![2, 5])
        );
        // Two empty kinds are no answer, whatever their weight.
        assert_eq!(
            ticked(&page(&[2, 5], white, |y| vec![outline(50.0, y, 9.0)])),
            None
        );
    }

    #[test]
    fn one_kind_of_box_tells_nothing_and_neither_do_three() {
        assert_eq!(crossed(&[]).len(), 8);
        assert_eq!(classes(&crossed(&[])), None);
        assert_eq!(classes(&crossed(&[0, 1, 2, 3, 4, 5, 6, 7])), None);
        let mut three = crossed(&[1, 2]);
        three[2].kind.parts += 1;
        assert_eq!(classes(&three), None);
        let mut unclear = crossed(&[1]);
        unclear[1].kind.inside = Inside::Unclear;
        assert_eq!(classes(&unclear), None);
    }

    #[test]
    fn lines_bullets_and_pictures_are_no_boxes() {
        let line = Shape {
            place: Rect::new(0.0, 0.0, 20.0, 0.5),
            ..stroke(0.0, 0.0, 20.0)
        };
        assert_eq!(of(&[line, outline(40.0, 40.0, 3.0)]), []);
        let many: Vec<Shape> = (0..5000)
            .map(|at| outline(f64::from(at), 0.0, 9.0))
            .collect();
        assert_eq!(of(&many), []);
    }
}
