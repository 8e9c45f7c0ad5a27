//! Drawn boxes: small shapes that touch, put together, and which of them are
//! ticked. How a box is drawn differs between producers, so the boxes of one
//! document are only compared with each other: a ticked one has more in it.

use hayro_interpret::kurbo::Rect;

use crate::pdf::collect::Shape;

/// The most shapes of a page among which boxes are looked for, and the most
/// boxes; a page with more is a drawing.
const MOST_SHAPES: usize = 4000;
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
    pub(super) weight: Weight,
}

/// How much was drawn for a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Weight {
    pub(super) shapes: u32,
    pub(super) parts: u32,
}

/// The boxes among the shapes of a page, from top to bottom.
pub(super) fn of(shapes: &[Shape]) -> Vec<DrawnBox> {
    if shapes.len() > MOST_SHAPES {
        return Vec::new();
    }
    let mut sorted: Vec<&Shape> = shapes.iter().collect();
    sorted.sort_by(|a, b| a.place.y0.total_cmp(&b.place.y0).then(a.place.x0.total_cmp(&b.place.x0)));
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut first_open = 0;
    for shape in sorted {
        while clusters.get(first_open).is_some_and(|cluster| cluster.bounds.y1 < shape.place.y0 - 30.0) {
            first_open += 1;
        }
        match clusters[first_open..].iter_mut().find(|cluster| cluster.touches(&shape.place)) {
            Some(cluster) => cluster.add(shape),
            None => clusters.push(Cluster::new(shape)),
        }
    }
    let boxes: Vec<DrawnBox> = clusters.iter().filter_map(Cluster::as_box).collect();
    if boxes.len() > MOST_BOXES { Vec::new() } else { boxes }
}

/// Shapes that touch.
#[derive(Debug)]
struct Cluster {
    bounds: Rect,
    largest: Rect,
    weight: Weight,
}

impl Cluster {
    fn new(shape: &Shape) -> Self {
        let weight = Weight { shapes: 1, parts: shape.parts };
        Self { bounds: shape.place, largest: shape.place, weight }
    }

    fn touches(&self, place: &Rect) -> bool {
        let near = self.bounds.inflate(0.5, 0.5);
        near.x0 <= place.x1 && place.x0 <= near.x1 && near.y0 <= place.y1 && place.y0 <= near.y1
    }

    fn add(&mut self, shape: &Shape) {
        self.bounds = self.bounds.union(shape.place);
        if shape.place.area() > self.largest.area() {
            self.largest = shape.place;
        }
        self.weight.shapes += 1;
        self.weight.parts += shape.parts;
    }

    /// The cluster as a box, if its largest shape is one and the rest is in it.
    fn as_box(&self) -> Option<DrawnBox> {
        let (width, height) = (self.largest.width(), self.largest.height());
        let is_square = width >= SMALLEST && height >= SMALLEST && (0.75..=1.33).contains(&(width / height));
        // A tick may be a little larger than its box.
        let is_one = self.bounds.width() <= width * 1.5 && self.bounds.height() <= height * 1.5;
        (is_square && is_one).then_some(DrawnBox { place: self.largest, weight: self.weight })
    }
}

/// The two classes of a document's boxes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Classes {
    side: f64,
    empty: Weight,
    ticked: Weight,
}

impl Classes {
    /// Whether a box is ticked; `None` for one of another kind.
    pub(super) fn is_ticked(&self, found: &DrawnBox) -> Option<bool> {
        match found.weight {
            weight if !is_alike(found, self.side) || (weight != self.empty && weight != self.ticked) => None,
            weight => Some(weight == self.ticked),
        }
    }
}

/// Tells ticked from empty boxes among those of one size: there must be exactly
/// two kinds, one of which has all that the other has and more.
pub(super) fn classes(boxes: &[DrawnBox]) -> Option<Classes> {
    let alike = |side: f64| boxes.iter().filter(move |found| is_alike(found, side));
    let side = boxes
        .iter()
        .map(|found| found.place.width())
        .max_by(|a, b| alike(*a).count().cmp(&alike(*b).count()).then(b.total_cmp(a)))?;
    let mut weights: Vec<Weight> = alike(side).map(|found| found.weight).collect();
    let count = weights.len();
    weights.sort_unstable();
    weights.dedup();
    match weights[..] {
        [empty, ticked] if count >= FEWEST && ticked.parts >= empty.parts => {
            Some(Classes { side, empty, ticked })
        }
        _ => None,
    }
}

fn is_alike(found: &DrawnBox, side: f64) -> bool {
    (found.place.width() - side).abs() <= 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(x: f64, y: f64, side: f64, parts: u32) -> Shape {
        Shape { place: Rect::new(x, y, x + side, y + side), parts }
    }

    fn page(ticked: &[usize]) -> Vec<DrawnBox> {
        let mut shapes = Vec::new();
        for row in 0..8 {
            let y = f64::from(row) * 14.0;
            shapes.push(shape(50.0, y, 9.0, 4));
            if ticked.contains(&(row as usize)) {
                shapes.push(shape(51.0, y + 1.0, 7.0, 2));
                shapes.push(shape(51.0, y + 1.0, 7.0, 2));
            }
        }
        of(&shapes)
    }

    #[test]
    fn a_ticked_box_has_more_in_it() {
        let boxes = page(&[2, 5]);
        let classes = classes(&boxes).unwrap();
        let ticked: Vec<usize> = (0..8).filter(|row| classes.is_ticked(&boxes[*row]) == Some(true)).collect();
        assert_eq!(ticked, [2, 5]);
    }

    #[test]
    fn one_kind_of_box_tells_nothing_and_neither_do_three() {
        assert_eq!(page(&[]).len(), 8);
        assert_eq!(classes(&page(&[])), None);
        assert_eq!(classes(&page(&[0, 1, 2, 3, 4, 5, 6, 7])), None);
        let mut three = page(&[1, 2]);
        three[2].weight.parts += 1;
        assert_eq!(classes(&three), None);
        let mut contradictory = page(&[1]);
        contradictory[1].weight.parts = 1;
        assert_eq!(classes(&contradictory), None);
    }

    #[test]
    fn lines_bullets_and_pictures_are_no_boxes() {
        let line = Shape { place: Rect::new(0.0, 0.0, 20.0, 0.5), parts: 2 };
        assert_eq!(of(&[line, shape(40.0, 40.0, 3.0, 8)]), []);
        let many: Vec<Shape> = (0..5000).map(|at| shape(f64::from(at), 0.0, 9.0, 4)).collect();
        assert_eq!(of(&many), []);
    }
}
