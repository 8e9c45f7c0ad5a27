//! One question's lines: its parts told apart by their labels, its options by
//! their marks, the form's own words left out. What remains is the answer.

use std::borrow::Cow;

use crate::finding::{Fact, Severity};
use crate::form::{Edition, Kind, Part, Question, is_squashed, squash, squash_into};
use crate::read::text::headings::{Heading, match_label};
use crate::read::text::lines::{Line, Lines};
use crate::read::text::{UNKNOWN_QUESTION, notice};
use crate::read::{Item, Mark, Record, Value};

/// The lines that belong to one heading.
pub(super) struct Body<'a, 'l> {
    pub(super) lines: &'l Lines<'a>,
    pub(super) question: &'static Question,
    pub(super) heading: Heading,
    /// Position of the line after the last.
    pub(super) end: usize,
    /// Positions of numbered lines that no question explains.
    pub(super) suspects: &'l [usize],
}

/// A run of lines that answers one part.
struct Piece {
    part: usize,
    row: u16,
    /// The line of the label, for a blank answer.
    label_line: u32,
    first: usize,
    end: usize,
    /// Where the answer starts on the label's own line.
    inline: Option<u32>,
}

/// Reads the answers below one heading into the record. `block` counts
/// repetitions of a block of questions.
pub(super) fn read<'a>(record: &mut Record<'a>, body: &Body<'a, '_>, block: u16) {
    let end = without_section_title(body, record.edition);
    for piece in pieces(body, end, first_row(record, body.question, block)) {
        let part = &body.question.parts[piece.part];
        let positions = kept(record, body, &piece, part);
        let line = positions.first().map_or(piece.label_line, |position| body.lines.all[*position].number);
        let value = value(body, part, &piece, &positions);
        let line = if piece.inline.is_some() { piece.label_line } else { line };
        record.push(part.key, piece.row, line, value);
    }
}

/// The row at which this heading starts: repeated headings continue the list.
fn first_row(record: &Record, question: &Question, block: u16) -> u16 {
    match question.repeat {
        Some(repeat) if repeat.first == repeat.last => record
            .answers
            .iter()
            .filter(|raw| raw.key == question.parts[0].key)
            .map(|raw| raw.index + 1)
            .max()
            .unwrap_or(0),
        Some(_) => block,
        None => 0,
    }
}

/// The end of the body, without the titles of the section that follows.
fn without_section_title(body: &Body, edition: &Edition) -> usize {
    let mut end = body.end;
    while end > body.heading.next {
        let text = body.lines.text(&body.lines.all[end - 1]);
        if text.len() > 80 || text.starts_with('-') {
            break;
        }
        let titles = |section: &crate::form::Section| {
            section.first > body.question.number && is_squashed(text, &section.squashed)
        };
        if !edition.sections.iter().any(titles) {
            break;
        }
        end -= 1;
    }
    end
}

/// Divides the body among the parts of the question, by their labels in order.
fn pieces(body: &Body, end: usize, first_row: u16) -> Vec<Piece> {
    let parts = &body.question.parts;
    let heading_line = body.lines.all[body.heading.line].number;
    let mut pieces: Vec<Piece> = Vec::with_capacity(parts.len());
    let mut open = Piece {
        part: 0,
        row: first_row,
        label_line: heading_line,
        first: body.heading.next,
        end: body.heading.next,
        inline: body.heading.inline,
    };
    // A first part with a label of its own has nothing before it; what stands
    // there all the same is its answer.
    let mut labelled = parts[0].label.is_none();
    let mut position = body.heading.next;
    while position < end {
        if is_add_another(body, position) {
            open.end = position;
            let row = open.row;
            close(&mut pieces, open, labelled);
            position += 1;
            labelled = false;
            open = Piece {
                part: 0,
                row: row + 1,
                label_line: line_number(body, position),
                first: position,
                end: position,
                inline: None,
            };
            continue;
        }
        let from = if labelled { open.part + 1 } else { 0 };
        if let Some((part, next, inline)) =
            label_at(body, position, from).or_else(|| next_row(body, position, &open))
        {
            open.end = position;
            let row = open.row + u16::from(labelled && part <= open.part && parts[part].label.is_some());
            let label_line = line_number(body, position);
            if labelled || open.first < position {
                close(&mut pieces, open, true);
            }
            open = Piece { part, row, label_line, first: next, end: next, inline };
            labelled = true;
            position = next;
            continue;
        }
        position += 1;
    }
    open.end = end;
    close(&mut pieces, open, labelled);
    pieces
}

/// Keeps a piece unless it is the empty room before the first label.
fn close(pieces: &mut Vec<Piece>, piece: Piece, labelled: bool) {
    if labelled || piece.first < piece.end || piece.inline.is_some() {
        pieces.push(piece);
    }
}

/// The number of the line at a position, or of the last line.
fn line_number(body: &Body, position: usize) -> u32 {
    let last = body.lines.all.len() - 1;
    body.lines.all[position.min(last)].number
}

/// The part whose label stands at `position`, from part `from` on.
fn label_at(body: &Body, position: usize, from: usize) -> Option<(usize, usize, Option<u32>)> {
    body.question.parts.iter().enumerate().skip(from).find_map(|(index, part)| {
        if part.squashed.is_empty() {
            return None;
        }
        if let Some((next, inline)) = match_part(body, position, part) {
            return Some((index, next, inline));
        }
        typed_inline(body, position, part).map(|at| (index, position + 1, Some(at)))
    })
}

/// The label of a part at `position`.
fn match_part(body: &Body, position: usize, part: &Part) -> Option<(usize, Option<u32>)> {
    let label = part.label.as_ref()?;
    match_label(body.lines, position, 0, &label.sv, &part.squashed)
}

/// `Datum 2021-02-12`: a label and a typed value on one line, only a blank between.
fn typed_inline(body: &Body, position: usize, part: &Part) -> Option<u32> {
    let typed = matches!(
        part.kind,
        Kind::Date | Kind::Time | Kind::Count | Kind::OrganisationNumber | Kind::PostalCode
    );
    let line = &body.lines.all[position];
    let text = body.lines.text(line);
    let label = part.label.as_ref()?;
    let rest = text.strip_prefix(label.sv.as_str()).filter(|_| typed)?;
    let value = rest.trim_start();
    (value.len() < rest.len() && value.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| line.start + (text.len() - value.len()) as u32)
}

/// The first label again, without the line that ends a repetition: a new row
/// of a repeated group, if the second label follows soon.
fn next_row(body: &Body, position: usize, open: &Piece) -> Option<(usize, usize, Option<u32>)> {
    let parts = &body.question.parts;
    if body.question.repeat.is_none() || parts.len() < 2 || open.part + 1 != parts.len() {
        return None;
    }
    let (next, inline) = match_part(body, position, &parts[0])?;
    let soon = (next..(next + 2).min(body.end)).any(|at| match_part(body, at, &parts[1]).is_some());
    soon.then_some((0, next, inline))
}

/// Whether the line ends a repetition (`Klicka på "Lägg till ny" ...`).
fn is_add_another(body: &Body, position: usize) -> bool {
    let question = body.question;
    let (Some(label), Some(squashed)) = (&question.add_another, &question.squashed_add_another) else {
        return false;
    };
    match_label(body.lines, position, 0, label, squashed).is_some()
}

/// The positions of a piece that are its answer: no instruction, no second
/// line of the marker, nothing that looks like a question of another edition.
fn kept(record: &mut Record, body: &Body, piece: &Piece, part: &Part) -> Vec<usize> {
    let mut kept = Vec::with_capacity(piece.end - piece.first);
    for position in piece.first..piece.end {
        let text = body.lines.text(&body.lines.all[position]);
        if part.kind != Kind::Prose {
            if body.suspects.contains(&position) && !is_option(body.question, text) {
                record.findings.push(unknown_question(body, position, text));
                break;
            }
            if part.kind == Kind::Choices && is_instruction(record.edition, text) {
                continue;
            }
        }
        kept.push(position);
    }
    kept
}

/// A finding for a heading that the edition does not have. The heading is
/// shown only if it can hold nothing personal.
fn unknown_question(body: &Body, position: usize, text: &str) -> crate::finding::Finding {
    let label = if crate::value::is_safe_label(text) { text } else { "(unlisted)" };
    notice(UNKNOWN_QUESTION, Severity::Warning, 0, body.lines, position)
        .with("field", Fact::Value(label.into()))
}

fn is_option(question: &Question, text: &str) -> bool {
    question.is_graded() || question.find_option(text).is_some()
}

fn is_instruction(edition: &Edition, text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && edition.instructions.iter().any(|instruction| is_squashed(text, instruction))
}

/// The value of a piece by the kind of its part.
fn value<'a>(body: &Body<'a, '_>, part: &Part, piece: &Piece, positions: &[usize]) -> Value<'a> {
    if let Some(at) = piece.inline {
        let line = body.lines.all.iter().find(|line| line.start <= at && at <= line.end);
        let first = line.map_or("", |line| body.lines.source[at as usize..line.end as usize].trim());
        let rest = joined(body.lines, positions);
        let text = if rest.is_empty() { Cow::Borrowed(first) } else { Cow::Owned(format!("{first} {rest}")) };
        return if text.is_empty() { Value::Blank } else { Value::Text(text) };
    }
    let (Some(first), Some(last)) = (positions.first(), positions.last()) else { return Value::Blank };
    match part.kind {
        Kind::Choices => Value::List(items(body, positions)),
        Kind::Choice | Kind::Band => {
            let items = items(body, positions);
            if items.iter().any(|item| item.mark != Mark::None) {
                Value::List(items)
            } else {
                Value::Text(joined(body.lines, positions))
            }
        }
        Kind::Prose => {
            let (first, last) = (&body.lines.all[*first], &body.lines.all[*last]);
            if body.lines.is_broken(first, last) {
                Value::Text(joined(body.lines, positions))
            } else {
                Value::Text(Cow::Borrowed(body.lines.span(first, last)))
            }
        }
        _ => Value::Text(joined(body.lines, positions)),
    }
}

/// Lines joined by a blank; one line is borrowed.
fn joined<'a>(lines: &Lines<'a>, positions: &[usize]) -> Cow<'a, str> {
    match positions {
        [] => Cow::Borrowed(""),
        [one] => Cow::Borrowed(lines.text(&lines.all[*one])),
        many => {
            let texts: Vec<&str> = many.iter().map(|position| lines.text(&lines.all[*position])).collect();
            Cow::Owned(texts.join(" "))
        }
    }
}

/// The options printed, each with its mark; wrapped labels put together.
fn items<'a>(body: &Body<'a, '_>, positions: &[usize]) -> Vec<Item<'a>> {
    let mut items: Vec<Item> = Vec::with_capacity(positions.len());
    let mut last: Option<&Line> = None;
    for position in positions {
        let line = &body.lines.all[*position];
        let (mark, bullet, text) = split_mark(body.lines.text(line));
        if mark == Mark::None
            && bullet == Bullet::None
            && let (Some(item), Some(start)) = (items.last_mut(), last)
        {
            let mut whole = squash(&item.text);
            squash_into(text, &mut whole);
            if body.question.options.iter().any(|option| option.squashed[0].starts_with(&whole)) {
                item.text = Cow::Owned(format!("{} {text}", item.text));
                last = Some(start);
                continue;
            }
        }
        last = Some(line);
        if !text.is_empty() {
            items.push(Item { text: Cow::Borrowed(text), mark });
        }
    }
    items
}

/// Whether a line begins a list entry.
#[derive(Debug, PartialEq, Eq)]
enum Bullet {
    Dash,
    None,
}

/// Takes bullet and mark off an option: `- [x] Barn`, `☒ Barn`, `x Barn`.
fn split_mark(text: &str) -> (Mark, Bullet, &str) {
    const TICKED: [&str; 12] = ["[x]", "[X]", "[✓]", "[v]", "(x)", "(X)", "☒", "☑", "✓", "✔", "✗", "✘"];
    const EMPTY: [&str; 7] = ["[ ]", "[]", "( )", "()", "☐", "□", "◻"];
    let (bullet, text) = match text.strip_prefix(['-', '•', '*', '–', '·']) {
        Some(rest) => (Bullet::Dash, rest.trim_start()),
        None => (Bullet::None, text),
    };
    if text.starts_with(|c: char| c.is_alphabetic() && c != 'x' && c != 'X') {
        return (Mark::None, bullet, text);
    }
    for (marks, mark) in [(&TICKED[..], Mark::Ticked), (&EMPTY[..], Mark::Empty)] {
        if let Some(rest) = marks.iter().find_map(|mark| text.strip_prefix(mark)) {
            return (mark, bullet, rest.trim_start());
        }
    }
    match text.strip_prefix("x ").or_else(|| text.strip_prefix("X ")) {
        Some(rest) => (Mark::Ticked, bullet, rest.trim_start()),
        None => (Mark::None, bullet, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off() {
        for (line, mark, text) in [
            ("- Barn", Mark::None, "Barn"),
            ("[x] Barn", Mark::Ticked, "Barn"),
            ("- [ ] Barn", Mark::Empty, "Barn"),
            ("☒ Barn", Mark::Ticked, "Barn"),
            ("x Barn", Mark::Ticked, "Barn"),
            ("Xylofon", Mark::None, "Xylofon"),
        ] {
            let (found, _, rest) = split_mark(line);
            assert_eq!((found, rest), (mark, text), "{line}");
        }
    }
}
