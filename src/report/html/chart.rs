//! Pictures of figures: bars, stacked bars, spans, and a map of shades. A picture is a list
//! of shapes, which a template writes as SVG. Each can be read in grey: by its labels, its
//! patterns, and its figures. Nothing is counted here.

use serde::Serialize;

use crate::statistics::thousands;

/// A picture.
#[derive(Debug, Default, Serialize)]
pub(super) struct Chart {
    /// Its name, which its file has, too.
    pub(super) id: String,
    pub(super) title: String,
    /// What it shows, for those who cannot see it.
    pub(super) about: String,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Where bars begin. Labels stand before it.
    #[serde(skip)]
    left: u32,
    shapes: Vec<Shape>,
}

/// One shape.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Shape {
    Rect {
        x: u32,
        y: u32,
        width: u32,
        height: u32,
        paint: Paint,
    },
    Line {
        x: u32,
        y: u32,
        x2: u32,
        y2: u32,
        width: u32,
    },
    Text {
        x: u32,
        y: u32,
        /// On which side of the text its place is.
        anchor: &'static str,
        size: u32,
        bold: bool,
        /// Whether the text stands on a dark ground.
        light: bool,
        text: String,
    },
}

/// How an area is filled. Each differs from the others in grey, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Paint {
    /// What the picture is about.
    Full,
    /// What it may be.
    Striped,
    /// The rest.
    Pale,
    /// Steps of a map of shades, from the least.
    Shade0,
    Shade1,
    Shade2,
    Shade3,
    Shade4,
}

const SHADES: [Paint; 5] = [
    Paint::Shade0,
    Paint::Shade1,
    Paint::Shade2,
    Paint::Shade3,
    Paint::Shade4,
];

/// The width of a picture.
const WIDTH: u32 = 820;
/// Where bars begin at least and at most, by the longest label.
const LEFT: [u32; 2] = [60, 270];
/// Where the longest bar ends. Behind it is room for its figure.
const END: u32 = 600;
/// The height of a row, and of one of two bars in it.
const ROW: u32 = 34;
const THIN: u32 = 13;
/// How wide a part of a bar is in which its count may stand.
const ROOM: u32 = 40;
/// How many letters of a label fit on a line, and how many in a column.
const LETTERS: usize = 36;
const NARROW: usize = 14;

/// What a picture says beside its shapes.
#[derive(Debug)]
pub(super) struct Caption {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) about: String,
    /// The base of the figures and where they come from.
    pub(super) source: String,
}

/// One bar: its label, the parts that it is made of, and the figure behind it.
#[derive(Debug)]
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) parts: Vec<(u64, Paint)>,
    pub(super) figure: String,
}

/// Bars that lie, each of one part or several, with a legend if there is one.
pub(super) fn bars(caption: Caption, legend: &[(String, Paint)], bars: &[Bar]) -> Chart {
    let most = bars.iter().map(total).max().unwrap_or(0).max(1);
    let mut chart = Chart::titled(caption, legend, bars.iter().map(|bar| &*bar.label));
    let (left, long) = (chart.left, END - chart.left);
    for bar in bars {
        let y = chart.row(&bar.label);
        let mut before = 0;
        for (value, paint) in &bar.parts {
            let [from, to] = [before, before + value].map(|end| scaled(end, most, long));
            before += value;
            if to > from {
                chart.rect([left + from, y + 6, to - from, ROW - 12], *paint);
            }
            // No figure can be read on stripes.
            if bar.parts.len() > 1 && to - from >= ROOM && *paint != Paint::Striped {
                let middle = (left + from.midpoint(to), y + 21);
                chart.within(middle, 12, *paint, thousands(*value));
            }
        }
        let end = left + scaled(before, most, long) + 8;
        chart.text((end, y + 22), "start", 14, bar.figure.clone());
    }
    chart.axis(bars.len());
    chart.ended()
}

/// Two counts of the same, as of two years, each with its figure.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) label: String,
    pub(super) counts: [(u64, String); 2],
}

/// Bars in pairs.
pub(super) fn pairs(caption: Caption, legend: [&str; 2], pairs: &[Pair]) -> Chart {
    const PAINTS: [Paint; 2] = [Paint::Full, Paint::Pale];
    let counts = pairs.iter().flat_map(|pair| &pair.counts);
    let most = counts.map(|(count, _)| *count).max().unwrap_or(0).max(1);
    let legend = [0, 1].map(|at| (legend[at].to_owned(), PAINTS[at]));
    let mut chart = Chart::titled(caption, &legend, pairs.iter().map(|pair| &*pair.label));
    let (left, long) = (chart.left, END - chart.left);
    for pair in pairs {
        let y = chart.row(&pair.label) + 4;
        for ((count, figure), (paint, y)) in pair
            .counts
            .iter()
            .zip(PAINTS.into_iter().zip([y, y + THIN]))
        {
            let wide = scaled(*count, most, long);
            if wide > 0 {
                chart.rect([left, y, wide, THIN], paint);
            }
            chart.text((left + wide + 8, y + 11), "start", 12, figure.clone());
        }
    }
    chart.axis(pairs.len());
    chart.ended()
}

/// A share that is known within bounds, in tenths of a percent.
#[derive(Debug)]
pub(super) struct Span {
    pub(super) label: String,
    pub(super) ends: [i64; 2],
    pub(super) figure: String,
}

/// Shares between their least and their most, on a scale from 0 to 100 percent.
pub(super) fn spans(caption: Caption, spans: &[Span]) -> Chart {
    let mut chart = Chart::titled(caption, &[], spans.iter().map(|span| &*span.label));
    let (left, long) = (chart.left, END - chart.left);
    let (top, rows) = (chart.height, ROW * spans.len() as u32);
    for quarter in 0..=4 {
        let x = left + long * quarter / 4;
        chart.line([x, top, x, top + rows], 1);
    }
    for span in spans {
        let y = chart.row(&span.label);
        let [least, most] = span.ends.map(|end| end.clamp(0, 1000).unsigned_abs());
        let [from, to] = [least, most].map(|end| left + scaled(end, 1000, long));
        chart.rect([from, y + 10, (to - from).max(3), ROW - 20], Paint::Full);
        for x in [from, to.max(from + 3)] {
            chart.line([x, y + 5, x, y + ROW - 5], 2);
        }
        chart.text((END + 12, y + 22), "start", 14, span.figure.clone());
    }
    for quarter in 0..=4 {
        let x = left + long * quarter / 4;
        let mark = format!("{} %", quarter * 25);
        chart.text((x, chart.height + 18), "middle", 13, mark);
    }
    chart.height += 26;
    chart.ended()
}

/// A row of a map: its label, and each count with its figure.
pub(super) type Shaded = (String, Vec<(Option<u64>, String)>);

/// Counts by two dimensions. The larger a count, the darker its cell.
pub(super) fn map(caption: Caption, columns: &[String], rows: &[Shaded]) -> Chart {
    let counts = rows.iter().flat_map(|(_, cells)| cells);
    let most = counts.filter_map(|(count, _)| *count).max().unwrap_or(0);
    let mut chart = Chart::titled(caption, &[], rows.iter().map(|(label, _)| &**label));
    let left = chart.left;
    let width = ((WIDTH - left) / columns.len().max(1) as u32).clamp(86, 140);
    chart.width = WIDTH.max(left + width * columns.len() as u32 + 4);
    let heads: Vec<Vec<String>> = columns.iter().map(|head| lines(head, NARROW, 3)).collect();
    let deepest = heads.iter().map(Vec::len).max().unwrap_or(0) as u32;
    for (at, head) in heads.iter().enumerate() {
        let x = left + width * at as u32 + width / 2;
        for (line, text) in head.iter().enumerate() {
            let line = deepest - head.len() as u32 + line as u32;
            chart.text(
                (x, chart.height + 14 + line * 15),
                "middle",
                12,
                text.clone(),
            );
        }
    }
    chart.height += deepest * 15 + 6;
    for (label, cells) in rows {
        let y = chart.row(label);
        for (at, (count, figure)) in cells.iter().enumerate() {
            let x = left + width * at as u32;
            let step = count.map_or(0, |count| scaled(count, most.max(1), 4) as usize);
            let step = if count.is_some_and(|count| count > 0) {
                step.max(1)
            } else {
                0
            };
            let shade = SHADES[step.min(4)];
            chart.rect([x, y, width, ROW], shade);
            chart.within((x + width / 2, y + 22), 14, shade, figure.clone());
        }
    }
    chart.ended()
}

fn total(bar: &Bar) -> u64 {
    bar.parts.iter().map(|(value, _)| value).sum()
}

/// `value` of `most` as a length, rounded.
fn scaled(value: u64, most: u64, length: u32) -> u32 {
    let scaled =
        (u128::from(value) * u128::from(length) * 2 + u128::from(most)) / (u128::from(most) * 2);
    u32::try_from(scaled).unwrap_or(length)
}

impl Chart {
    /// A picture with its title and its legend, and room for these labels.
    fn titled<'l>(
        caption: Caption,
        legend: &[(String, Paint)],
        labels: impl Iterator<Item = &'l str>,
    ) -> Self {
        let written = |label| lines(label, LETTERS, 2);
        let letters = labels.flat_map(written).map(|line| line.chars().count());
        let [least, most] = LEFT;
        let mut chart = Self {
            id: caption.id,
            about: caption.about,
            width: WIDTH,
            height: 28,
            left: (letters.max().unwrap_or(0) as u32 * 7 + 18).clamp(least, most),
            ..Self::default()
        };
        chart.shapes.push(Shape::Text {
            x: 4,
            y: 20,
            anchor: "start",
            size: 16,
            bold: true,
            light: false,
            text: caption.title.clone(),
        });
        chart.title = caption.title;
        if !caption.source.is_empty() {
            for line in lines(&caption.source, 110, 2) {
                chart.text((4, chart.height + 12), "start", 13, line);
                chart.height += 17;
            }
            chart.height += 4;
        }
        let mut x = 4;
        for (label, paint) in legend {
            chart.rect([x, chart.height + 4, 22, 14], *paint);
            chart.text((x + 28, chart.height + 16), "start", 13, label.clone());
            x += 28 + 24 + label.chars().count() as u32 * 7;
        }
        chart.height += if legend.is_empty() { 6 } else { 30 };
        chart
    }

    /// Room for a row, with its label on one line or two; where it begins.
    fn row(&mut self, label: &str) -> u32 {
        let y = self.height;
        let lines = lines(label, LETTERS, 2);
        let first = if lines.len() == 1 { y + 22 } else { y + 14 };
        for (at, line) in lines.into_iter().enumerate() {
            self.text((self.left - 10, first + at as u32 * 15), "end", 13, line);
        }
        self.height += ROW;
        y
    }

    /// The line at which the bars of the last rows begin.
    fn axis(&mut self, rows: usize) {
        let (x, end) = (self.left, self.height);
        self.line([x, end - ROW * rows as u32, x, end], 1);
    }

    /// A text in the middle of an area of this paint.
    fn within(&mut self, (x, y): (u32, u32), size: u32, ground: Paint, text: String) {
        let light = matches!(ground, Paint::Full | Paint::Shade3 | Paint::Shade4);
        self.shapes.push(Shape::Text {
            x,
            y,
            anchor: "middle",
            size,
            bold: false,
            light,
            text,
        });
    }

    fn rect(&mut self, [x, y, width, height]: [u32; 4], paint: Paint) {
        self.shapes.push(Shape::Rect {
            x,
            y,
            width,
            height,
            paint,
        });
    }

    fn line(&mut self, [x, y, x2, y2]: [u32; 4], width: u32) {
        self.shapes.push(Shape::Line {
            x,
            y,
            x2,
            y2,
            width,
        });
    }

    fn text(&mut self, (x, y): (u32, u32), anchor: &'static str, size: u32, text: String) {
        self.shapes.push(Shape::Text {
            x,
            y,
            anchor,
            size,
            bold: false,
            light: false,
            text,
        });
    }

    fn ended(mut self) -> Self {
        self.height += 8;
        self
    }
}

/// A text in at most so many lines of at most so many letters, cut at blanks where it can be.
/// What does not fit ends in an ellipsis; the table has all of it.
fn lines(text: &str, letters: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.len() - 1;
        let long = lines[last].chars().count() + 1 + word.chars().count();
        if lines[last].is_empty() {
            word.clone_into(&mut lines[last]);
        } else if long <= letters {
            lines[last] = format!("{} {word}", lines[last]);
        } else {
            lines.push(word.to_owned());
        }
    }
    let is_cut = lines.len() > most;
    lines.truncate(most);
    let last = lines.len() - 1;
    for (at, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > letters || is_cut && at == last {
            let kept: String = line.chars().take(letters - 1).collect();
            *line = kept + "…";
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caption() -> Caption {
        Caption {
            id: "c".to_owned(),
            title: "T".to_owned(),
            about: "A".to_owned(),
            source: String::new(),
        }
    }

    fn widths(chart: &Chart) -> Vec<u32> {
        let width = |shape: &Shape| match shape {
            Shape::Rect { width, .. } => Some(*width),
            _ => None,
        };
        chart.shapes.iter().filter_map(width).collect()
    }

    #[test]
    fn bars_are_as_long_as_their_counts() {
        let bar = |parts: &[(u64, Paint)]| Bar {
            label: "x".to_owned(),
            parts: parts.to_vec(),
            figure: String::new(),
        };
        let rows = [
            bar(&[(3, Paint::Full), (0, Paint::Striped), (1, Paint::Pale)]),
            bar(&[(2, Paint::Full)]),
        ];
        let long = END - LEFT[0];
        assert_eq!(
            widths(&bars(caption(), &[], &rows)),
            [long * 3 / 4, long / 4, long / 2]
        );
        let none = [bar(&[(0, Paint::Full)])];
        assert_eq!(widths(&bars(caption(), &[], &none)), [0; 0]);
    }

    #[test]
    fn two_counts_stand_below_each_other_and_none_has_no_bar() {
        let pair = Pair {
            label: "x".to_owned(),
            counts: [(4, "4".to_owned()), (0, "0".to_owned())],
        };
        assert_eq!(
            widths(&pairs(caption(), ["a", "b"], &[pair])),
            [22, 22, END - LEFT[0]]
        );
    }

    #[test]
    fn a_span_lies_between_its_ends_and_is_never_invisible() {
        let span = |ends| Span {
            label: "x".to_owned(),
            ends,
            figure: String::new(),
        };
        let chart = spans(caption(), &[span([250, 750]), span([500, 500])]);
        assert_eq!(widths(&chart), [(END - LEFT[0]) / 2, 3]);
    }

    #[test]
    fn the_largest_count_is_darkest_and_nobody_is_palest() {
        let cell = |count| (count, String::new());
        let rows = [(
            "r".to_owned(),
            vec![cell(Some(0)), cell(Some(1)), cell(Some(100)), cell(None)],
        )];
        let columns = ["a", "b", "c", "d"].map(str::to_owned);
        let chart = map(caption(), &columns, &rows);
        let paints = chart.shapes.iter().filter_map(|shape| match shape {
            Shape::Rect { paint, .. } => Some(*paint),
            _ => None,
        });
        let paints: Vec<Paint> = paints.collect();
        let expected = [Paint::Shade0, Paint::Shade1, Paint::Shade4, Paint::Shade0];
        assert_eq!(paints, expected);
    }

    #[test]
    fn labels_are_cut_at_blanks() {
        assert_eq!(lines("ett två tre", 7, 2), ["ett två", "tre"]);
        assert_eq!(lines("ett två tre fyra", 7, 2), ["ett två", "tre…"]);
        assert_eq!(lines("abcdefghij", 5, 2), ["abcd…"]);
        assert_eq!(lines("", 5, 2), [""]);
    }
}
