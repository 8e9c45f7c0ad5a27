//! Headings of the form where a document is cut by them, and those that lie under something.
//! These are the form's own words and tell nothing about anybody, so they are put back: else
//! what stands below them would pass for a part of the answer before.

use std::ops::Range;

use crate::form::{Edition, Follow, follow, numbered};
use crate::pdf::glyph::Glyph;
use crate::pdf::layout::{self, Sheet};
use crate::pdf::marks::COVERED;

/// Puts the headings back of which a part lies under something; their numbers.
pub(super) fn restore(sheet: &mut Sheet, edition: &Edition) -> Vec<u8> {
    let mut found = Vec::new();
    if sheet.hidden.is_empty() {
        return found;
    }
    let hidden = std::mem::take(&mut sheet.hidden);
    let seen = sheet.glyphs.iter().filter(|glyph| glyph.char != COVERED);
    let mut all: Vec<Glyph> = hidden.iter().chain(seen).copied().collect();
    all.sort_by(|a, b| a.y.total_cmp(&b.y));
    let lines = layout::in_lines(&mut all);
    let texts: Vec<String> = lines.iter().map(|line| text(line)).collect();
    let is_there = |a: &Glyph, b: &Glyph| (a.x, a.y) == (b.x, b.y);
    for at in 0..lines.len() {
        let Some((number, count)) = heading(&texts[at..], edition) else {
            continue;
        };
        let of_heading: Vec<&Glyph> = lines[at..at + count].iter().flatten().collect();
        let mut is_hidden = false;
        for glyph in sheet
            .glyphs
            .iter_mut()
            .filter(|glyph| glyph.char == COVERED)
        {
            if let Some(own) = of_heading.iter().find(|own| is_there(own, glyph)) {
                glyph.char = own.char;
                is_hidden = true;
            }
        }
        found.extend(is_hidden.then_some(number));
    }
    found
}

/// The pages of each notification of a document: a further one begins on a page with a title
/// and the first heading below it. What stands before the first belongs to that.
pub(super) fn parts(sheets: &[Sheet], edition: &Edition) -> Vec<Range<usize>> {
    let begins = |sheet: &Sheet| {
        let mut glyphs = sheet.glyphs.clone();
        glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
        let lines = layout::in_lines(&mut glyphs);
        let texts: Vec<String> = lines.iter().map(|line| text(line)).collect();
        let title = texts
            .iter()
            .position(|text| edition.titles.kind(text).is_some());
        let is_first = |at: usize| heading(&texts[at..], edition).is_some_and(|(at, _)| at == 1);
        title.is_some_and(|title| (title + 1..texts.len()).any(is_first))
    };
    let mut starts: Vec<usize> = match sheets.len() {
        0 | 1 => Vec::new(),
        _ => (0..sheets.len())
            .filter(|at| begins(&sheets[*at]))
            .collect(),
    };
    match starts.first_mut() {
        Some(first) => *first = 0,
        None => starts.push(0),
    }
    let ends = starts.iter().skip(1).copied().chain([sheets.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| *start..end)
        .collect()
}

/// The number of the heading that lines begin with as a whole, and how many lines it has.
fn heading(lines: &[String], edition: &Edition) -> Option<(u8, usize)> {
    const MOST_LINES: usize = 6;
    let (number, start) = numbered(&lines[0])?;
    let mut wanted = edition.question(number)?.squashed.as_str();
    for (at, line) in lines.iter().take(MOST_LINES).enumerate() {
        match follow(if at == 0 { &line[start..] } else { line }, wanted) {
            Follow::Rest("") => return Some((number, at + 1)),
            Follow::Rest(rest) => wanted = rest,
            Follow::Mismatch | Follow::Beyond(_) => return None,
        }
    }
    None
}

fn text(line: &[Glyph]) -> String {
    let mut texts = Vec::new();
    layout::join(line, &mut texts);
    texts.join(" ")
}

#[cfg(test)]
mod tests {
    use hayro_interpret::kurbo::Rect;

    use super::*;
    use crate::pdf::collect::Ticks;

    fn page(lines: &[&str]) -> Sheet {
        let place = |at: usize| {
            let y = 20.0 * at as f64;
            Rect::new(10.0, y, 500.0, y + 14.0)
        };
        let lines = lines.iter().enumerate();
        Sheet {
            glyphs: lines
                .flat_map(|(at, line)| layout::write(line, &place(at)))
                .collect(),
            boxes: Vec::new(),
            fields: Vec::new(),
            written: Vec::new(),
            hidden: Vec::new(),
            ticks: Ticks::Seen,
        }
    }

    #[test]
    fn a_further_notification_begins_with_a_title_and_the_first_heading() {
        const TITLE: &str = "Anmälan av personuppgiftsincident";
        const FIRST: &str = "1. Organisationens namn *";
        let parts_of = |pages: &[&[&str]]| {
            let sheets: Vec<Sheet> = pages.iter().map(|lines| page(lines)).collect();
            parts(&sheets, Edition::default_edition())
        };
        let whole: &[&str] = &[TITLE, FIRST, "Exempelkommun"];
        let rest: &[&str] = &["25. Vilka grupper tillhör de registrerade?", "Barn"];
        assert_eq!(parts_of(&[whole, rest, whole, rest]), [0..2, 2..4]);
        assert_eq!(parts_of(&[rest, whole, whole]), [0..2, 2..3]);
        // A title at the head of each page, and a heading that is quoted, begin none.
        let head: &[&str] = &[TITLE, "25. Vilka grupper tillhör de registrerade?"];
        let quoted: &[&str] = &["Så här stod det:", FIRST];
        let upto = |end| 0..end;
        assert_eq!(parts_of(&[whole, head, quoted]), [upto(3)]);
        assert_eq!(parts_of(&[rest]), [upto(1)]);
    }
}
