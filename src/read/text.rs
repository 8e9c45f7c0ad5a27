//! The reader of text copies: lines, headings, segments, answers. It finds out
//! which lines are the form's own words and leaves the rest as answers; it
//! does not understand the answers.

use std::ops::Range;

use crate::check::Rule;
use crate::check::form::{EDITION_UNCERTAIN, OUT_OF_ORDER};
use crate::config::Words;
use crate::finding::Finding;
use crate::form::{Candidates, Edition, Keys, Question, squash};
use crate::read::{Reason, Record, Refusal, Value};

mod behind;
mod clean;
mod cover;
mod even;
mod furniture;
mod garbled;
mod grid;
mod heading;
mod headings;
mod help;
mod letter;
mod lines;
mod looks;
mod made;
mod margin;
mod mark;
mod options;
mod order;
mod page_number;
mod preamble;
mod quoted;
mod row;
mod segment;
mod sender;
mod several;
mod single;
mod slips;
mod stamps;
mod wrapping;

pub(crate) use lines::with_line_ends;
pub(crate) use options::marked;
pub(crate) use quoted::unquoted;

use heading::Heading;
use headings::Found;
use lines::{Line, Lines};
use several::Parts;

/// Fewer headings than this leave the edition uncertain (F008).
const CERTAIN_HEADINGS: u32 = 20;
const FEW_HEADINGS: Words = Words::new(
    "Färre än 20 av formulärets rubriker kändes igen",
    "Fewer than 20 of the form's headings were recognised",
);
/// Without the form's title, fewer headings than this are no notification.
const HEADINGS_WITHOUT_TITLE: usize = 3;

/// Reads the notifications of a text: mostly one copy. `text` is decoded and NFC; any
/// line ends.
///
/// # Errors
/// Skipped when neither title nor headings are there; unreadable with the
/// title alone, in the code of a mail or a page, where several are mixed, and where headings
/// are garbled.
pub fn read<'a>(text: &'a str, edition: &'static Edition) -> Result<Vec<Record<'a>>, Refusal> {
    read_by(text, |_| edition)
}

/// The same, each notification by the edition whose wording it has.
///
/// # Errors
/// Those of [`read`].
pub(crate) fn read_any<'a>(
    text: &'a str,
    candidates: &Candidates,
) -> Result<Vec<Record<'a>>, Refusal> {
    read_by(text, |text| candidates.of(text))
}

/// The same; the edition of a text, or of a part of it, is chosen by `edition_of`.
fn read_by(
    text: &str,
    edition_of: impl Fn(&str) -> &'static Edition,
) -> Result<Vec<Record<'_>>, Refusal> {
    let edition = edition_of(text);
    let lines = Lines::split(text, edition, 1);
    let found = slips::find(&lines, edition);
    wrapping::check(text, &lines, &found.candidates, edition)?;
    if lines.title_count > 1 || !order::rises(&found.candidates, edition) {
        match several::part(text, edition) {
            Parts::One => {}
            Parts::Mixed => return Err(Refusal::unreadable(Reason::Mixed)),
            Parts::Several(parts) => {
                let read = |(place, number): (Range<usize>, u32)| {
                    let edition = edition_of(&text[place.clone()]);
                    let lines = Lines::split(&text[place], edition, number);
                    let found = slips::find(&lines, edition);
                    of_lines(&lines, found, edition, number)
                };
                return parts.into_iter().map(read).collect();
            }
        }
    }
    Ok(vec![of_lines(&lines, found, edition, 1)?])
}

/// The record of one copy, whose first line has a number.
fn of_lines<'a>(
    lines: &Lines<'a>,
    found: Found<'a>,
    edition: &'static Edition,
    number: u32,
) -> Result<Record<'a>, Refusal> {
    let plan = headings::plan(lines, edition, found);
    if plan
        .headings
        .iter()
        .filter(|heading| heading.number == 0)
        .count()
        > several::MOST_TWICE
    {
        return Err(Refusal::unreadable(Reason::Mixed));
    }
    if garbled::any(lines, &plan.suspects, edition) {
        return Err(Refusal::unreadable(Reason::Garbled));
    }
    let titled = has_title(lines, edition, plan.headings.first());
    if plan.headings.is_empty() || (!titled && plan.headings.len() < HEADINGS_WITHOUT_TITLE) {
        return Err(if titled {
            Refusal::unreadable(Reason::TitleOnly)
        } else {
            Refusal::skipped(Reason::NoNotification)
        });
    }
    let mut record = Record::new(edition, plan.headings[0].line_number(lines), Keys::ENVELOPE);
    record.line = number;
    preamble::read(&mut record, lines, plan.headings[0].line);
    for out_of_order in &plan.out_of_order {
        record.findings.push(notice(
            &OUT_OF_ORDER,
            out_of_order.number,
            lines,
            out_of_order.line,
        ));
    }
    let mut block = 0;
    for (position, heading) in plan.headings.iter().enumerate() {
        let end = plan
            .headings
            .get(position + 1)
            .map_or(lines.all.len(), |next| next.line);
        let Some(question) = edition.question(heading.number) else {
            continue;
        };
        let is_last = position + 1 == plan.headings.len();
        let is_claim = is_last && heading.number == edition.last();
        let whole = end;
        let end = if is_claim {
            let answer = behind::end(&mut record, lines, heading.next..end);
            cover::end_of_last(lines, edition, heading.next, answer.end)
        } else if is_last {
            letter::around(lines, heading.next..end).unwrap_or(end)
        } else {
            end
        };
        if starts_next_block(question, &record) {
            block += 1;
        } else if !question
            .repeat
            .is_some_and(|repeat| (repeat.first..=repeat.last).contains(&question.number))
        {
            block = 0;
        }
        let body = segment::Body {
            lines,
            question,
            heading: *heading,
            end,
            suspects: &plan.suspects,
        };
        if !grid::read(&mut record, &body, block) {
            segment::read(&mut record, &body, block);
        }
        if is_claim {
            behind::doubt(&mut record, lines, &(heading.next..end), whole);
        }
        record.present.insert(heading.number);
        let line = &mut record.lines[usize::from(heading.number) - 1];
        if *line == 0 {
            *line = heading.line_number(lines);
        }
    }
    for raw in &mut record.answers {
        if raw.value != Value::Blank && lines.doubtful.contains(&raw.line) {
            raw.value = Value::Malformed;
        }
    }
    if record.present.len() < CERTAIN_HEADINGS {
        record.findings.push(
            EDITION_UNCERTAIN
                .finding(0, number)
                .with("why", FEW_HEADINGS),
        );
    }
    Ok(record)
}

/// Whether the heading opens a further repetition of its block.
fn starts_next_block(question: &Question, record: &Record) -> bool {
    question
        .repeat
        .is_some_and(|repeat| repeat.first == question.number)
        && record.present.has(question.number)
}

/// Whether a title of the form stands among the first lines or before question 1.
fn has_title(lines: &Lines, edition: &Edition, first: Option<&Heading>) -> bool {
    let end = first
        .map_or(lines.all.len(), |heading| heading.line)
        .min(200);
    let heads = || {
        lines.all[..end]
            .iter()
            .map(|line| line.text)
            .filter(|text| text.len() <= 120)
    };
    if heads()
        .take(3)
        .any(|text| text.starts_with(&edition.title.sv))
    {
        return true;
    }
    let is_head = |at: usize| at < end && lines.text(at).len() <= 120;
    if lines.titles.iter().any(|(at, _)| is_head(*at)) {
        return true;
    }
    let title = squash(&edition.title.sv);
    heads().any(|text| squash(text).contains(&title))
}

/// A finding of the reader at a line.
fn notice(rule: &Rule, question: u8, lines: &Lines, line: usize) -> Finding {
    let line = lines.all.get(line);
    rule.finding(question, line.map_or(1, |line: &Line| line.number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::discover;
    use crate::synth::{self, Format, Options};

    /// Whether a text is read as it is where none of the form's lines is known.
    fn is_read_alike(text: &str) -> bool {
        let edition = Edition::default_edition();
        let mut lines = Lines::split(text, edition, 1);
        let read = |lines: &Lines| {
            format!(
                "{:?}",
                of_lines(lines, slips::find(lines, edition), edition, 1)
            )
        };
        let known = read(&lines);
        lines.all.iter_mut().for_each(|line| line.printed = None);
        known == read(&lines)
    }

    #[test]
    fn knowing_the_lines_of_the_form_changes_no_answer() {
        let dir = tempfile::tempdir().unwrap();
        let corpus = dir.path().join("corpus");
        let options = Options {
            count: 400,
            seed: 11,
            format: Format::Text,
            ..Options::default()
        };
        synth::write(&options, &corpus, crate::destination::Force::No).unwrap();
        let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/notifications");
        let sources = discover(&[corpus, fixtures.into()]).unwrap().sources;
        assert!(sources.len() > 400);
        for source in sources {
            let bytes = std::fs::read(&source.path).unwrap();
            let text = crate::decode::decode(&bytes).text.into_owned();
            assert!(is_read_alike(&text), "{}", source.name);
            // Also where some of the lines are broken, out of order or not the form's.
            let reversed: Vec<&str> = text.lines().rev().collect();
            assert!(
                is_read_alike(&reversed.join("\n")),
                "{} reversed",
                source.name
            );
            assert!(
                is_read_alike(&text.replace(" i", "\ni")),
                "{} broken",
                source.name
            );
            assert!(
                is_read_alike(&text.replace("\n\n", "\n- ")),
                "{} with dashes",
                source.name
            );
        }
    }
}
