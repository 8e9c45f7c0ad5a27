//! Characters with places put into lines: sorted by line, then from left to
//! right, column by column, gaps as blanks; boxes and fields put before the text they belong to.

use std::ops::Range;

use hayro_interpret::kurbo::Rect;

use crate::form::{Edition, Sign, sign};
use crate::pdf::Unreadable;
use crate::pdf::boxes::{self, Classes, DrawnBox};
use crate::pdf::collect::Ticks;
use crate::pdf::columns::Columns;
use crate::pdf::fields::{Content, Field};
use crate::pdf::glyph::Glyph;
use crate::pdf::ink::Inside;
use crate::pdf::marks::{self, COVERED, DRAWN_EMPTY, DRAWN_TICKED, EMPTY, MASK, TICKED, is_put};

/// A gap wider than this part of the font's size is a blank.
const BLANK: f64 = 0.18;
/// A gap wider than this sets apart: two blanks.
const WIDE_BLANK: f64 = 2.0;
/// Characters whose base lines differ by less than this part of the font's
/// size stand on one line.
const SAME_LINE: f64 = 0.35;
/// Where the middle of a small letter lies above the base line.
const MIDDLE: f64 = 0.33;
/// The size of text that is written for a field.
const FIELD_SIZE: f64 = 9.0;
/// The least distance of its lines.
const SMALLEST_STEP: f64 = 3.0;

/// What was found on one page.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) boxes: Vec<DrawnBox>,
    pub(super) fields: Vec<Field>,
    /// The text of fields.
    pub(super) written: Vec<Glyph>,
    /// What lies under something, to be held against the headings of the form alone.
    pub(super) hidden: Vec<Glyph>,
    /// Whether a tick or box may be hidden.
    pub(super) ticks: Ticks,
}

/// The lines of each page. The pages of each of the parts are judged by themselves where marks
/// are told apart.
///
/// # Errors
/// Columns that cannot be told apart.
pub(super) fn pages(
    mut sheets: Vec<Sheet>,
    parts: &[Range<usize>],
    edition: &Edition,
) -> Result<Vec<Vec<String>>, Unreadable> {
    let mut boxes = Vec::new();
    for sheet in &mut sheets {
        sheet
            .glyphs
            .sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
        sheet.absorb_ticks();
        let glyphs = &sheet.glyphs;
        sheet
            .boxes
            .retain(|found| anchor(glyphs, &found.place).is_some());
        boxes.extend_from_slice(&sheet.boxes);
    }
    let whole = boxes::classes(&boxes);
    let mut sheets = sheets.into_iter();
    let (mut drawn, mut hidden): (Vec<Vec<Vec<Glyph>>>, Vec<bool>) = (Vec::new(), Vec::new());
    for part in parts {
        let part: Vec<Sheet> = sheets.by_ref().take(part.len()).collect();
        // A field that contradicts itself, or a box that is hidden, leaves its list in
        // doubt, and its list is not known here.
        let is_hidden = part.iter().any(|sheet| sheet.ticks == Ticks::Hidden);
        let mut fields = part.iter().flat_map(|sheet| &sheet.fields);
        let doubt = is_hidden || fields.any(|field| field.content == Content::Contradictory);
        let boxes: Vec<DrawnBox> = part.iter().flat_map(|sheet| sheet.boxes.clone()).collect();
        let classes = boxes::classes(&boxes).or(whole).filter(|_| !is_hidden);
        drawn.extend(part.into_iter().map(|sheet| sheet.lines(classes, doubt)));
        hidden.push(is_hidden);
    }
    let columns = Columns::of(&drawn, edition);
    let mut pages = Vec::with_capacity(drawn.len());
    for page in &drawn {
        let mut lines = Vec::with_capacity(page.len());
        for line in columns.in_order(page, edition)? {
            join(line, &mut lines);
        }
        pages.push(lines);
    }
    for (part, is_hidden) in parts.iter().zip(hidden) {
        marks::resolve(&mut pages[part.clone()], edition, is_hidden);
    }
    Ok(pages)
}

impl Sheet {
    /// Takes ticks written as characters within drawn boxes for part of these.
    fn absorb_ticks(&mut self) {
        let is_tick = |char: char| {
            matches!(char, 'x' | 'X' | '×' | '●' | '•')
                || sign(char).is_some_and(|sign| !matches!(sign, Sign::Box | Sign::PerhapsBox))
        };
        let boxes = &mut self.boxes;
        self.glyphs.retain(|glyph| {
            if !is_tick(glyph.char) {
                return true;
            }
            let middle = (
                f64::midpoint(glyph.x, glyph.end),
                glyph.y - glyph.size * MIDDLE,
            );
            let around = boxes.iter_mut().find(|found| found.place.contains(middle));
            let Some(around) = around else { return true };
            around.kind.inside = Inside::Marked;
            around.kind.shapes += 1;
            false
        });
    }

    /// The lines, with marks and the text of fields among the characters.
    fn lines(mut self, classes: Option<Classes>, doubt: bool) -> Vec<Vec<Glyph>> {
        let mut added = Vec::new();
        let mark = |place: &Rect, char: char| {
            let beside = anchor(&self.glyphs, place)?;
            Some(Glyph {
                char,
                x: place.x0,
                end: place.x1,
                y: beside.y,
                size: beside.size,
            })
        };
        for found in &self.boxes {
            let ticked = classes.and_then(|classes| classes.is_ticked(found));
            let char = |ticked| if ticked { DRAWN_TICKED } else { DRAWN_EMPTY };
            added.extend(ticked.and_then(|ticked| mark(&found.place, char(ticked))));
        }
        for field in &self.fields {
            match field.content {
                Content::Ticked if !doubt => added.extend(mark(&field.place, TICKED)),
                Content::Empty if !doubt => added.extend(mark(&field.place, EMPTY)),
                _ => {}
            }
        }
        self.glyphs.append(&mut added);
        self.glyphs.append(&mut self.written);
        self.glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
        let mut lines = in_lines(&mut self.glyphs);
        for line in &mut lines {
            // Bold text is drawn twice by some.
            line.dedup_by(|next, kept| next.char == kept.char && next.x - kept.x < 0.1 * next.size);
            cover_words(line);
        }
        lines
    }
}

/// Glyphs sorted from top to bottom as lines, each from left to right.
pub(super) fn in_lines(glyphs: &mut [Glyph]) -> Vec<Vec<Glyph>> {
    let mut lines = Vec::new();
    let mut rest = glyphs;
    while let Some(first) = rest.first() {
        let (y, size) = (first.y, first.size);
        let end = rest.partition_point(|glyph| glyph.y - y < SAME_LINE * size.max(2.0));
        let (line, after) = rest.split_at_mut(end.max(1));
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        lines.push(line.to_vec());
        rest = after;
    }
    lines
}

/// The character beside which a box stands: the nearest to its right whose
/// middle lies at the height of the box.
fn anchor<'g>(glyphs: &'g [Glyph], place: &Rect) -> Option<&'g Glyph> {
    let middle = place.center().y;
    let reach = 2.0 * place.height().max(12.0);
    let first = glyphs.partition_point(|glyph| glyph.y < middle - reach);
    glyphs[first..]
        .iter()
        .take_while(|glyph| glyph.y <= middle + reach)
        .filter(|glyph| !glyph.char.is_whitespace())
        .filter(|glyph| (glyph.y - glyph.size * MIDDLE - middle).abs() <= 0.65 * glyph.size)
        .filter(|glyph| (-1.0..=3.0 * glyph.size).contains(&(glyph.x - place.x1)))
        .min_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)))
}

/// Covers each word whole of which a part is.
fn cover_words(line: &mut [Glyph]) {
    let is_parted = |last: &Glyph, next: &Glyph| {
        let gap = (next.x - last.end) / next.size.max(1.0);
        gap > BLANK || last.char.is_whitespace() || next.char.is_whitespace()
    };
    for word in line.chunk_by_mut(|last, next| !is_parted(last, next)) {
        if word.iter().any(|glyph| glyph.char == COVERED) {
            for glyph in word {
                glyph.char = COVERED;
            }
        }
    }
}

/// The text of a field as characters at its place.
pub(super) fn write(text: &str, place: &Rect) -> Vec<Glyph> {
    let mut lines: Vec<String> = text
        .split(['\n', '\r'])
        .map(|line| {
            line.trim()
                .chars()
                .map(|char| if char.is_control() { ' ' } else { char })
                .collect()
        })
        .filter(|line: &String| !line.is_empty())
        .collect();
    // Lines that have no room one below the other would mix.
    if lines.len() > 1 && place.height() < SMALLEST_STEP * (lines.len() + 1) as f64 {
        lines = vec![lines.join(" ")];
    }
    let step = (place.height() / (lines.len() + 1) as f64).min(FIELD_SIZE * 1.2);
    // One line stands in the middle of its field, several from the top on.
    let (first, size) = match lines.len() {
        0 | 1 => (place.center().y + FIELD_SIZE * MIDDLE, FIELD_SIZE),
        _ => (place.y0 + step, step / 1.2),
    };
    let mut written = Vec::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        let y = first + at as f64 * step;
        // What is longer than its field must not reach into another.
        let width = (place.width() / line.chars().count() as f64).min(size / 2.0);
        for (column, char) in line.chars().enumerate() {
            let x = place.x0 + column as f64 * width;
            written.push(Glyph {
                char,
                x,
                end: x + width,
                y,
                size,
            });
        }
    }
    written
}

/// The text of one line; a mark after a gap begins another.
pub(super) fn join(glyphs: &[Glyph], lines: &mut Vec<String>) {
    let mut line = String::with_capacity(glyphs.len() + 8);
    let mut last: Option<&Glyph> = None;
    // Blanks that are drawn do not close the gap before a mark.
    let mut text_end = f64::INFINITY;
    for glyph in glyphs {
        if let Some(last) = last {
            let gap = (glyph.x - last.end) / glyph.size.max(1.0);
            let is_mark = is_put(glyph.char) || sign(glyph.char).is_some();
            if is_mark && glyph.x - text_end > 0.5 * glyph.size.max(1.0) {
                finish(&mut line, lines);
            } else if gap > WIDE_BLANK {
                line.push_str("  ");
            } else if gap > BLANK && !glyph.char.is_whitespace() && !last.char.is_whitespace() {
                line.push(' ');
            }
        }
        line.push(glyph.char);
        last = Some(glyph);
        if !glyph.char.is_whitespace() {
            text_end = glyph.end;
        }
    }
    finish(&mut line, lines);
}

/// A line in which what is covered is a mask, whose length tells nothing.
fn masked(text: &str) -> String {
    if !text.contains(COVERED) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(COVERED) {
        let (piece, is_covered) = piece
            .strip_suffix(COVERED)
            .map_or((piece, false), |piece| (piece, true));
        // Masks with blanks between them are one.
        if !is_covered || !piece.trim().is_empty() || !out.ends_with(MASK) {
            out.push_str(piece);
        }
        if is_covered && !out.ends_with(MASK) {
            out.push_str(MASK);
        }
    }
    out
}

fn finish(line: &mut String, lines: &mut Vec<String>) {
    let text = line.trim();
    // A mark without text marks nothing.
    if !text.is_empty() && !text.chars().all(is_put) {
        lines.push(masked(text.replace(is_put, " ").trim()));
        if let Some(mark) = text.chars().next().filter(|char| is_put(*char))
            && let Some(last) = lines.last_mut()
        {
            last.insert(0, mark);
        }
    }
    line.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, x: f64, y: f64) -> Vec<Glyph> {
        let at = |at: usize| x + at as f64 * 5.0;
        text.chars()
            .enumerate()
            .filter(|(_, char)| *char != '_')
            .map(|(column, char)| Glyph {
                char,
                x: at(column),
                end: at(column + 1),
                y,
                size: 10.0,
            })
            .collect()
    }

    fn sheet(glyphs: Vec<Glyph>) -> Sheet {
        Sheet {
            glyphs,
            boxes: Vec::new(),
            fields: Vec::new(),
            written: Vec::new(),
            hidden: Vec::new(),
            ticks: Ticks::Seen,
        }
    }

    fn upto(end: usize) -> Range<usize> {
        0..end
    }

    fn laid_out(sheet: Sheet) -> Vec<Vec<String>> {
        pages(vec![sheet], &[upto(1)], Edition::default_edition()).unwrap()
    }

    #[test]
    fn a_mark_after_drawn_blanks_begins_a_line() {
        let row = glyphs("☐ Barn   ☒ Patienter", 10.0, 40.0);
        assert_eq!(laid_out(sheet(row)), [["☐ Barn", "☒ Patienter"]]);
    }

    #[test]
    fn lines_are_sorted_and_gaps_are_blanks() {
        let all = [
            glyphs("två_ord", 30.0, 60.2),
            glyphs("Datum______2021", 10.0, 40.0),
            glyphs("Den", 10.0, 60.0),
        ]
        .concat();
        assert_eq!(laid_out(sheet(all)), [["Datum  2021", "Den två ord"]]);
    }

    #[test]
    fn text_drawn_twice_is_read_once() {
        let twice = [
            glyphs("Fet text", 10.0, 40.0),
            glyphs("Fet text", 10.3, 40.0),
        ]
        .concat();
        assert_eq!(laid_out(sheet(twice)), [["Fet text"]]);
    }

    #[test]
    fn fields_mark_the_text_to_their_right() {
        let field = |y: f64, content| Field {
            place: Rect::new(10.0, y - 9.0, 19.0, y),
            content,
        };
        let mut found =
            sheet([glyphs("Barn", 24.0, 40.0), glyphs("Patienter", 24.0, 54.0)].concat());
        found.fields = vec![field(40.0, Content::Empty), field(54.0, Content::Ticked)];
        assert_eq!(laid_out(found), [["☐ Barn", "☒ Patienter"]]);
        let mut doubtful =
            sheet([glyphs("Barn", 24.0, 40.0), glyphs("Patienter", 24.0, 54.0)].concat());
        doubtful.fields = vec![
            field(40.0, Content::Contradictory),
            field(54.0, Content::Ticked),
        ];
        assert_eq!(laid_out(doubtful), [["Barn", "Patienter"]]);
    }

    #[test]
    fn the_text_of_a_field_stands_where_the_field_is() {
        let mut found = sheet(glyphs("Ort", 10.0, 40.0));
        found.written = write("Kista", &Rect::new(80.0, 30.0, 200.0, 44.0));
        assert_eq!(laid_out(found), [["Ort  Kista"]]);
        let long = "Ett långt svar som inte alls får plats i sin ruta";
        let mut found = sheet(glyphs("Land", 210.0, 40.0));
        found.written = write(long, &Rect::new(80.0, 30.0, 200.0, 44.0));
        assert_eq!(laid_out(found), [[format!("{long} Land")]]);
        let mut found = sheet(Vec::new());
        found.written = write("ett\ntvå\rtre", &Rect::new(80.0, 30.0, 200.0, 44.0));
        assert_eq!(laid_out(found), [["ett", "två", "tre"]]);
    }

    #[test]
    fn the_marks_of_each_part_are_told_apart_by_themselves() {
        let page = |signs: [&str; 2]| {
            sheet(
                [
                    glyphs(&format!("{} Barn", signs[0]), 10.0, 40.0),
                    glyphs(&format!("{} Patienter", signs[1]), 10.0, 54.0),
                ]
                .concat(),
            )
        };
        let sheets = || vec![page(["☐", "☒"]), page(["☐", "☐"])];
        let edition = Edition::default_edition();
        let read = [["☐ Barn", "☒ Patienter"], ["- Barn", "- Patienter"]];
        assert_eq!(pages(sheets(), &[0..1, 1..2], edition).unwrap(), read);
        let read = [["☐ Barn", "☒ Patienter"], ["☐ Barn", "☐ Patienter"]];
        assert_eq!(pages(sheets(), &[upto(2)], edition).unwrap(), read);
        let mut hidden = sheets();
        hidden[1].ticks = Ticks::Hidden;
        let read = [["☐ Barn", "☒ Patienter"], ["- Barn", "- Patienter"]];
        assert_eq!(pages(hidden, &[0..1, 1..2], edition).unwrap(), read);
    }

    #[test]
    fn a_word_is_covered_whole_and_its_length_is_not_told() {
        let mut row = glyphs("Anna Andersson ringde", 10.0, 40.0);
        row[2].char = COVERED;
        assert_eq!(laid_out(sheet(row.clone())), [["███ Andersson ringde"]]);
        row[8].char = COVERED;
        assert_eq!(laid_out(sheet(row)), [["███ ringde"]]);
    }
}
