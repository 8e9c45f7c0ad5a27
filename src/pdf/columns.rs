//! Columns: where numbered headings of the form begin beside other text, the
//! page is cut and each column read by itself. Lines read across columns would
//! put free text into answers that are shown.

use unicode_normalization::UnicodeNormalization;

use crate::form::Edition;
use crate::pdf::Unreadable;
use crate::pdf::glyph::Glyph;

/// The narrowest gap between columns, in sizes of the font.
const GAP: f64 = 0.8;
/// Behind a gap this wide a heading on a line with other text is in a column of
/// its own.
const WIDE_GAP: f64 = 2.0;
/// A heading this part of the page's width from its left edge is perhaps in one.
const FAR: f64 = 0.25;
/// How far left of a heading the other text of its column may begin, in sizes.
const OUTDENT: f64 = 3.0;

/// The most characters of a line that are looked at for a heading.
const MOST_CHARACTERS: usize = 200;
/// The most places where one document is cut.
const MOST_GUTTERS: usize = 16;

/// The characters of one line from left to right.
type Line<'g> = &'g [Glyph];

/// A strip between two columns, from the top of the page to its bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gutter {
    from: f64,
    to: f64,
}

/// How a line stands to a gutter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// It has text on one side, or on both, and none in between.
    Parted,
    /// Its text runs across.
    Across,
}

impl Gutter {
    fn side(self, line: Line) -> Side {
        let is_within = |glyph: &Glyph| glyph.x < self.to && glyph.end > self.from;
        if line.iter().any(|glyph| is_inked(glyph) && is_within(glyph)) {
            Side::Across
        } else {
            Side::Parted
        }
    }

    /// What of a parted line stands left and right.
    fn cut(self, line: Line<'_>) -> (Line<'_>, Line<'_>) {
        let middle = f64::midpoint(self.from, self.to);
        line.split_at(line.partition_point(|glyph| glyph.x < middle))
    }

    fn crossings(self, lines: &[Line]) -> usize {
        lines
            .iter()
            .filter(|line| self.side(line) == Side::Across)
            .count()
    }

    /// Whether hardly a line runs across: a title, a head or a foot.
    fn is_clear(self, lines: &[Line]) -> bool {
        self.crossings(lines) * 4 <= lines.len()
    }
}

/// A numbered heading on a page.
#[derive(Debug, Clone, Copy)]
struct Heading<'g> {
    number: u8,
    line: Line<'g>,
    /// Its first character.
    first: &'g Glyph,
    /// Whether other text stands before it on its line, well apart.
    is_beside: bool,
}

impl Heading<'_> {
    /// The gutter to its left across which the fewest lines run; the nearest of those.
    fn gutter(&self, lines: &[Line]) -> Option<Gutter> {
        let Glyph { x, size, .. } = *self.first;
        let strip = |step: u8| {
            let to = x - f64::from(step) * size / 2.0 - 0.05 * size;
            Gutter {
                from: to - GAP * size + 0.1 * size,
                to,
            }
        };
        (0..=(2.0 * OUTDENT) as u8)
            .map(strip)
            .filter(|gutter| gutter.side(self.line) == Side::Parted)
            .min_by_key(|gutter| gutter.crossings(lines))
    }
}

fn is_inked(glyph: &Glyph) -> bool {
    !glyph.char.is_whitespace()
}

/// The headings of lines, in their order. One may begin a line or follow a gap.
fn headings<'g>(lines: &[Line<'g>], edition: &Edition) -> Vec<Heading<'g>> {
    let mut found = Vec::new();
    for line in lines {
        let mut before: Option<&Glyph> = None;
        for (at, first) in line.iter().enumerate().filter(|(_, glyph)| is_inked(glyph)) {
            let gap = before.map_or(f64::INFINITY, |before| {
                (first.x - before.end) / first.size.max(1.0)
            });
            let is_beside = before.is_some() && gap > WIDE_GAP;
            before = Some(first);
            let may_begin = gap > GAP && matches!(first.char, '0'..='9' | '?' | '❓' | 'ⓘ');
            let number = || {
                [WIDE_GAP, GAP]
                    .iter()
                    .find_map(|gap| edition.heading_at(&piece(&line[at..], *gap)))
            };
            if may_begin && let Some(number) = number() {
                found.push(Heading {
                    number,
                    line,
                    first,
                    is_beside,
                });
            }
        }
    }
    found
}

/// The text of a line up to the first gap that is wider.
fn piece(line: Line, gap: f64) -> String {
    let mut end = f64::INFINITY;
    let is_near = |glyph: &&Glyph| {
        let is_near = !is_inked(glyph) || glyph.x - end <= gap * glyph.size.max(1.0);
        if is_inked(glyph) {
            end = glyph.end;
        }
        is_near
    };
    line.iter()
        .take(MOST_CHARACTERS)
        .take_while(is_near)
        .map(|glyph| glyph.char)
        .nfc()
        .collect()
}

/// Where the pages of one document are cut, from left to right: a column without
/// a heading is known from other pages.
#[derive(Debug, Default)]
pub(super) struct Columns {
    gutters: Vec<Gutter>,
    /// The first and last lines that recur from page to page, without digits.
    edges: Vec<String>,
}

impl Columns {
    /// Looks for columns on all pages.
    pub(super) fn of(pages: &[Vec<Vec<Glyph>>], edition: &Edition) -> Self {
        let mut gutters: Vec<Gutter> = pages
            .iter()
            .flat_map(|page| gutters(&lines(page), edition))
            .collect();
        if gutters.is_empty() {
            return Self::default();
        }
        gutters.sort_by(|a, b| a.from.total_cmp(&b.from));
        // What is indented within a column begins no other.
        gutters.dedup_by(|next, kept| next.from - kept.from < 3.0 * (kept.to - kept.from).max(8.0));
        gutters.truncate(MOST_GUTTERS);
        let mut edges: Vec<String> = pages
            .iter()
            .flat_map(|page| [page.first(), page.last()])
            .flatten()
            .map(|line| edge(line))
            .collect();
        edges.sort_unstable();
        let edges = edges
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() > 1)
            .map(|same| same[0].clone());
        Self {
            gutters,
            edges: edges.collect(),
        }
    }

    /// The lines of a page in reading order.
    ///
    /// # Errors
    /// Columns that cannot be told: the headings are not in the form's order, or
    /// better so across the page, or one still stands beside other text.
    pub(super) fn in_order<'g>(
        &self,
        page: &'g [Vec<Glyph>],
        edition: &Edition,
    ) -> Result<Vec<Line<'g>>, Unreadable> {
        let lines = lines(page);
        if self.gutters.is_empty() {
            return Ok(lines);
        }
        let across = headings(&lines, edition);
        let ordered = self.read(lines, edition);
        let down = headings(&ordered, edition);
        let is_reordered = !down
            .iter()
            .map(|heading| heading.number)
            .eq(across.iter().map(|heading| heading.number));
        let is_doubtful = down.iter().any(|heading| heading.is_beside)
            || is_reordered
                && (descents(&down) > descents(&across) || !are_in_order(&down, edition));
        if is_doubtful {
            Err(Unreadable::Columns)
        } else {
            Ok(ordered)
        }
    }

    /// The lines column by column between head and foot.
    fn read<'g>(&self, mut lines: Vec<Line<'g>>, edition: &Edition) -> Vec<Line<'g>> {
        let foot = lines.pop_if(|line| self.is_edge(line));
        let head = lines.first().filter(|line| self.is_edge(line)).copied();
        let body = lines.split_off(usize::from(head.is_some()));
        let body = read_columns(body, &self.gutters, edition);
        head.into_iter().chain(body).chain(foot).collect()
    }

    /// Whether a line is the head or foot of its page. One that stands in one
    /// column only is where it belongs with that column.
    fn is_edge(&self, line: Line) -> bool {
        let stands_in_one = |gutter: &Gutter| {
            let (left, right) = gutter.cut(line);
            !left.iter().any(is_inked) || !right.iter().any(is_inked)
        };
        self.edges.contains(&edge(line)) && !self.gutters.iter().all(stands_in_one)
    }
}

/// What of a line is the same on every page if it is a head or foot.
fn edge(line: Line) -> String {
    line.iter()
        .filter(|glyph| is_inked(glyph) && !glyph.char.is_ascii_digit())
        .map(|glyph| glyph.char)
        .collect()
}

fn lines(page: &[Vec<Glyph>]) -> Vec<Line<'_>> {
    page.iter().map(Vec::as_slice).collect()
}

/// The gutters left of a page's headings.
fn gutters(lines: &[Line], edition: &Edition) -> Vec<Gutter> {
    let inked = || {
        lines
            .iter()
            .flat_map(|line| line.iter())
            .filter(|glyph| is_inked(glyph))
    };
    let left = inked().map(|glyph| glyph.x).fold(f64::INFINITY, f64::min);
    let right = inked().map(|glyph| glyph.end).fold(left, f64::max);
    let is_far = |heading: &Heading| heading.first.x - left > FAR * (right - left);
    let mut apart = headings(lines, edition);
    apart.retain(|heading| heading.is_beside || is_far(heading));
    apart.sort_by(|a, b| {
        a.first
            .x
            .total_cmp(&b.first.x)
            .then(b.is_beside.cmp(&a.is_beside))
    });
    apart.dedup_by(|next, kept| {
        next.is_beside <= kept.is_beside && next.first.x - kept.first.x < 1.0
    });
    apart
        .iter()
        .take(MOST_GUTTERS)
        .filter_map(|heading| {
            heading
                .gutter(lines)
                .filter(|gutter| heading.is_beside || gutter.is_clear(lines))
        })
        .collect()
}

/// The lines column by column. A line that runs across columns parts what stands
/// above it from what stands below.
fn read_columns<'g>(lines: Vec<Line<'g>>, gutters: &[Gutter], edition: &Edition) -> Vec<Line<'g>> {
    let [gutter, others @ ..] = gutters else {
        return lines;
    };
    let is_clear = gutter.is_clear(&lines);
    let mut ordered = Vec::with_capacity(2 * lines.len());
    for band in lines.chunk_by(|above, below| gutter.side(above) == gutter.side(below)) {
        let is_across = band
            .first()
            .is_some_and(|line| gutter.side(line) == Side::Across);
        let (left, right): (Vec<Line>, Vec<Line>) =
            band.iter().map(|line| gutter.cut(line)).unzip();
        if is_across || !is_clear && headings(&right, edition).is_empty() {
            ordered.extend(read_columns(band.to_vec(), others, edition));
        } else {
            ordered.extend(left);
            ordered.extend(read_columns(right, others, edition));
        }
    }
    ordered
}

/// How often a heading follows one with a higher number.
fn descents(headings: &[Heading]) -> usize {
    headings
        .windows(2)
        .filter(|pair| pair[1].number < pair[0].number)
        .count()
}

/// Whether headings follow each other as on the form, where blocks of questions
/// may be repeated.
fn are_in_order(headings: &[Heading], edition: &Edition) -> bool {
    let repeats = |number: u8| {
        let repeat = edition
            .question(number)
            .and_then(|question| question.repeat);
        repeat.is_some_and(|repeat| repeat.first == number)
    };
    headings
        .windows(2)
        .all(|pair| pair[1].number >= pair[0].number || repeats(pair[1].number))
}

#[cfg(test)]
mod tests;
