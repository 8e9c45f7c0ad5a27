//! One question's lines: its parts told apart by their labels, the form's own
//! words left out. What remains is the answer.

use std::borrow::Cow;

use crate::check::form::UNKNOWN_QUESTION;
use crate::finding::Fact;
use crate::form::{Edition, Key, Kind, Part, Question, initial, is_squashed, may_be};
use crate::notification::UNLISTED;
use crate::read::text::heading::Heading;
use crate::read::text::headings::{Matched, match_label};
use crate::read::text::lines::{Line, Lines};
use crate::read::text::looks::{bare_counter, is_limit};
use crate::read::text::mark::starts_with_letter;
use crate::read::text::options::{items, listed};
use crate::read::text::{notice, single, stamps};
use crate::read::{Record, Value};

/// The lines that belong to one heading.
pub(super) struct Body<'a, 'l> {
    pub(super) lines: &'l Lines<'a>,
    pub(super) question: &'static Question,
    pub(super) heading: Heading<'a>,
    /// Position of the line after the last.
    pub(super) end: usize,
    /// Positions of numbered lines that no question explains.
    pub(super) suspects: &'l [usize],
}

/// A run of lines that answers one part.
struct Piece<'a> {
    part: usize,
    row: u16,
    /// The line of the label, for a blank answer.
    label_line: u32,
    first: usize,
    end: usize,
    /// The answer, or its beginning, on the label's own line.
    inline: Option<&'a str>,
}

/// The lines of a piece that are its answer: a range, with few exceptions,
/// none of which stands at its ends.
struct Kept {
    first: usize,
    end: usize,
    /// Positions within the range that are the form's own words.
    left_out: Vec<usize>,
}

impl Kept {
    /// The positions in order.
    fn positions(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        (self.first..self.end).filter(|position| !self.left_out.contains(position))
    }

    /// Leaves out the form's own words.
    fn leave_out(&mut self, is_form_text: impl Fn(usize) -> bool) {
        for position in self.first..self.end {
            if !is_form_text(position) {
                continue;
            }
            if position == self.first {
                self.first += 1;
            } else {
                self.left_out.push(position);
            }
        }
        while self.end > self.first && self.left_out.last() == Some(&(self.end - 1)) {
            self.left_out.pop();
            self.end -= 1;
        }
    }
}

/// Reads the answers below one heading into the record. `block` counts
/// repetitions of a block of questions.
pub(super) fn read<'a>(record: &mut Record<'a>, body: &Body<'a, '_>, block: u16) {
    let end = without_section_title(body, record.edition, body.heading.next, body.end);
    let first_row = first_row(record, body.question, block);
    divide(record, body, end, first_row);
}

/// Reads the answer of one piece into the record.
fn answer<'a>(record: &mut Record<'a>, body: &Body<'a, '_>, piece: &Piece<'a>) {
    let part = &body.question.parts[piece.part];
    let kept = kept(record, body, piece, part);
    let line = if piece.inline.is_none() && kept.first < kept.end {
        body.lines.all[kept.first].number
    } else {
        piece.label_line
    };
    let (value, left) = value(record.edition, body, part, piece, &kept);
    if let Some(left) = left {
        record.findings.push(not_read(body, left));
    }
    record.push(part.key, piece.row, line, value);
}

/// The row at which this heading starts: repeated headings continue the list.
pub(super) fn first_row(record: &Record, question: &Question, block: u16) -> u16 {
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

/// The end of the lines from `first` on, without the titles of the section that
/// follows.
pub(super) fn without_section_title(
    body: &Body,
    edition: &Edition,
    first: usize,
    mut end: usize,
) -> usize {
    while end > first {
        let line = &body.lines.all[end - 1];
        let text = line.text;
        if line.printed.is_some_and(|printed| !printed.may_be_section) {
            break;
        }
        if text.len() > 80 || text.starts_with('-') {
            break;
        }
        let initial = initial(text);
        if !edition.section_initials.has(initial) {
            break;
        }
        let titles = |section: &crate::form::Section| {
            section.first > body.question.number
                && may_be(initial, &section.squashed)
                && (text == section.label.sv || is_squashed(text, &section.squashed))
        };
        if !edition.sections.iter().any(titles) {
            break;
        }
        end -= 1;
    }
    end
}

/// Divides the body among the parts of the question, by their labels in order,
/// and reads each piece.
fn divide<'a>(record: &mut Record<'a>, body: &Body<'a, '_>, end: usize, first_row: u16) {
    let parts = &body.question.parts;
    let heading_line = body.lines.all[body.heading.line].number;
    let recurs = body.question.repeat.is_some() || body.question.add_another.is_some();
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
        let from = if labelled { open.part + 1 } else { 0 };
        if from == parts.len() && !recurs {
            // The rest is the last part's, whatever stands in it.
            break;
        }
        let line = &body.lines.all[position];
        if line
            .printed
            .is_some_and(|printed| !printed.may_be_label_of(body.question))
        {
            position += 1;
            continue;
        }
        let initial = initial(line.text);
        if !body.question.initials.has(initial) {
            position += 1;
            continue;
        }
        if let Some(next) = after_add_another(body, position, initial) {
            open.end = position;
            let row = open.row;
            close(record, body, &open, labelled);
            position = next;
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
        if let Some((part, (next, inline))) = label_at(body, position, initial, from)
            .or_else(|| next_row(body, position, initial, &open))
        {
            open.end = position;
            let row =
                open.row + u16::from(labelled && part <= open.part && parts[part].label.is_some());
            let label_line = line_number(body, position);
            if labelled || open.first < position {
                close(record, body, &open, true);
            }
            open = Piece {
                part,
                row,
                label_line,
                first: next,
                end: next,
                inline,
            };
            labelled = true;
            position = next;
            continue;
        }
        position += 1;
    }
    open.end = end;
    close(record, body, &open, labelled);
}

/// Reads a piece unless it is the empty room before the first label.
fn close<'a>(record: &mut Record<'a>, body: &Body<'a, '_>, piece: &Piece<'a>, labelled: bool) {
    if labelled || piece.first < piece.end || piece.inline.is_some() {
        answer(record, body, piece);
    }
}

/// The number of the line at a position, or of the last line.
fn line_number(body: &Body, position: usize) -> u32 {
    let last = body.lines.all.len() - 1;
    body.lines.all[position.min(last)].number
}

/// The part whose label stands at `position`, from part `from` on. `initial` is
/// that of the line.
fn label_at<'a>(
    body: &Body<'a, '_>,
    position: usize,
    initial: u8,
    from: usize,
) -> Option<(usize, Matched<'a>)> {
    body.question
        .parts
        .iter()
        .enumerate()
        .skip(from)
        .find_map(|(index, part)| {
            if part.squashed.is_empty() || !may_be(initial, &part.squashed) {
                return None;
            }
            match_part(body, position, part)
                .or_else(|| {
                    typed_inline(body, position, part).map(|answer| (position + 1, Some(answer)))
                })
                .map(|matched| (index, matched))
        })
}

/// The label of a part at `position`.
pub(super) fn match_part<'a>(
    body: &Body<'a, '_>,
    position: usize,
    part: &Part,
) -> Option<Matched<'a>> {
    let label = part.label.as_ref()?;
    match_label(body.lines, position, 0, &label.sv, &part.squashed)
}

/// `Datum 2021-02-12`: a label and a typed value on one line, only a blank between.
fn typed_inline<'a>(body: &Body<'a, '_>, position: usize, part: &Part) -> Option<&'a str> {
    let typed = matches!(
        part.kind,
        Kind::Date | Kind::Time | Kind::Count | Kind::OrganisationNumber | Kind::PostalCode
    );
    let label = part.label.as_ref()?;
    let rest = body
        .lines
        .text(position)
        .strip_prefix(label.sv.as_str())
        .filter(|_| typed)?;
    let value = rest.trim_start();
    (value.len() < rest.len() && value.starts_with(|c: char| c.is_ascii_digit())).then_some(value)
}

/// The first label again, without the line that ends a repetition: a new row
/// of a repeated group, if the second label follows soon.
fn next_row<'a>(
    body: &Body<'a, '_>,
    position: usize,
    initial: u8,
    open: &Piece,
) -> Option<(usize, Matched<'a>)> {
    let parts = &body.question.parts;
    if body.question.repeat.is_none()
        || parts.len() < 2
        || open.part + 1 != parts.len()
        || !may_be(initial, &parts[0].squashed)
    {
        return None;
    }
    let matched @ (next, _) = match_part(body, position, &parts[0])?;
    let soon = (next..(next + 2).min(body.end)).any(|at| match_part(body, at, &parts[1]).is_some());
    soon.then_some((0, matched))
}

/// The position after the line that ends a repetition (`Klicka på "Lägg till
/// ny" ...`), which may be wrapped, if it begins at `position`.
pub(super) fn after_add_another(body: &Body, position: usize, initial: u8) -> Option<usize> {
    let question = body.question;
    let (label, squashed) = (
        question.add_another.as_ref()?,
        question.squashed_add_another.as_ref()?,
    );
    if !may_be(initial, squashed) {
        return None;
    }
    match_label(body.lines, position, 0, label, squashed).map(|(next, _)| next.min(body.end))
}

/// The lines of a piece that are its answer: no instruction,
/// nothing that looks like a question of another edition.
fn kept(record: &mut Record, body: &Body, piece: &Piece, part: &Part) -> Kept {
    let mut kept = Kept {
        first: piece.first,
        end: piece.end,
        left_out: Vec::new(),
    };
    if part.kind == Kind::Prose {
        leave_out_counter(body, &mut kept);
        return kept;
    }
    let text = |position: usize| body.lines.text(position);
    let strange = |position: &&usize| {
        (piece.first..piece.end).contains(*position) && !is_option(body.question, text(**position))
    };
    if let Some(suspect) = body.suspects.iter().find(strange) {
        record
            .findings
            .push(unknown_question(body, *suspect, text(*suspect)));
        kept.end = without_section_title(body, record.edition, piece.first, *suspect);
    }
    if part.kind == Kind::Choices {
        let lines = &body.lines.all;
        kept.leave_out(|position| is_instruction(record.edition, &lines[position]));
    }
    kept
}

/// Leaves out a counter of characters, which the page of the form has below or above a
/// free text. A number by itself is one where it is a limit and ends no sentence.
fn leave_out_counter(body: &Body, kept: &mut Kept) {
    let text = |position: usize| body.lines.text(position);
    while kept.first < kept.end {
        let last = text(kept.end - 1);
        let is_begun =
            || kept.first + 1 < kept.end && !text(kept.end - 2).ends_with(['.', '!', '?']);
        if bare_counter(last).is_some() || is_limit(last) && !is_begun() {
            kept.end -= 1;
        } else if bare_counter(text(kept.first)).is_some() {
            kept.first += 1;
        } else {
            break;
        }
    }
}

/// A finding for a heading that the edition does not have. The heading is
/// shown only if it can hold nothing personal.
fn unknown_question(body: &Body, position: usize, text: &str) -> crate::finding::Finding {
    let label = if crate::value::is_safe_label(text) {
        text
    } else {
        UNLISTED
    };
    notice(&UNKNOWN_QUESTION, 0, body.lines, position).with("field", Fact::Value(label.into()))
}

/// A finding for a text below an answer that is none of it. It may be anything.
fn not_read(body: &Body, position: usize) -> crate::finding::Finding {
    let notice = notice(&UNKNOWN_QUESTION, 0, body.lines, position);
    notice.with("field", Fact::Value(UNLISTED.into()))
}

fn is_option(question: &Question, text: &str) -> bool {
    question.is_graded() || question.find_option(text).is_some()
}

fn is_instruction(edition: &Edition, line: &Line) -> bool {
    let text = line.text;
    line.printed
        .is_none_or(|printed| printed.may_be_instruction)
        && !text.starts_with('-')
        && starts_with_letter(text)
        && edition.is_instruction(text)
}

/// The value of a piece by the kind of its part, and the position of the first line that is none
/// of it, if such is left.
fn value<'a>(
    edition: &Edition,
    body: &Body<'a, '_>,
    part: &Part,
    piece: &Piece<'a>,
    kept: &Kept,
) -> (Value<'a>, Option<usize>) {
    let lines = body.lines;
    let places = kept.first..kept.end;
    let count = places.len() + usize::from(piece.inline.is_some());
    if count > 1 && !stamps::is_all(lines, edition, kept.first, kept.end) {
        let is_listed = || {
            listed(lines, body.question, kept.positions()).is_some()
                && !single::is_above_another(lines, body.question, &places)
        };
        if part.kind == Kind::Choice && !is_listed() {
            return single::option(lines, edition, body.question, piece.inline, &places);
        }
        if part.key == Key::ControllerReference {
            let (end, left) = single::end_of_line(lines, edition, piece.inline, &places);
            let kept = Kept {
                first: kept.first,
                end,
                left_out: Vec::new(),
            };
            return (plain(edition, body, part, piece, &kept), left);
        }
    }
    (plain(edition, body, part, piece, kept), None)
}

/// The value of a piece whose lines are all of it.
fn plain<'a>(
    edition: &Edition,
    body: &Body<'a, '_>,
    part: &Part,
    piece: &Piece<'a>,
    kept: &Kept,
) -> Value<'a> {
    let lines = body.lines;
    if let Some(first) = piece.inline {
        let first = first.trim();
        let rest = joined(lines, kept);
        let text = if rest.is_empty() {
            Cow::Borrowed(first)
        } else {
            Cow::Owned(format!("{first} {rest}"))
        };
        return if text.is_empty() {
            Value::Blank
        } else {
            Value::Text(text)
        };
    }
    if kept.first == kept.end {
        return Value::Blank;
    }
    if stamps::is_all(lines, edition, kept.first, kept.end) {
        return Value::Malformed;
    }
    match part.kind {
        Kind::Choices => Value::List(items(lines, body.question, kept.positions())),
        Kind::Choice | Kind::Band => {
            let items = listed(lines, body.question, kept.positions());
            items.map_or_else(|| Value::Text(joined(lines, kept)), Value::List)
        }
        Kind::Prose => {
            let (first, last) = (&lines.all[kept.first], &lines.all[kept.end - 1]);
            if lines.is_broken(first, last) {
                Value::Text(joined(lines, kept))
            } else {
                Value::Text(Cow::Borrowed(lines.span(first, last)))
            }
        }
        _ => Value::Text(joined(lines, kept)),
    }
}

/// Lines joined by a blank; one line is borrowed.
fn joined<'a>(lines: &Lines<'a>, kept: &Kept) -> Cow<'a, str> {
    match kept.end - kept.first {
        0 => Cow::Borrowed(""),
        1 => Cow::Borrowed(lines.text(kept.first)),
        _ => {
            let texts: Vec<&str> = kept
                .positions()
                .map(|position| lines.text(position))
                .collect();
            Cow::Owned(texts.join(" "))
        }
    }
}
