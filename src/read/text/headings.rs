//! Which lines are the form's numbered headings. A line is a heading by number
//! and whole label, and only in order: free text may quote the form itself.

use crate::form::{Edition, Follow, Kind, Question, follow, initial, may_be, squash};
use crate::read::text::lines::Lines;

/// A heading that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading<'a> {
    /// Position of its first line.
    pub(super) line: usize,
    /// Position of the line after it.
    pub(super) next: usize,
    /// What follows on the heading's own last line, if that is an answer.
    pub(super) inline: Option<&'a str>,
    /// The question.
    pub(super) number: u8,
}

impl Heading<'_> {
    /// The line number in the source.
    pub(super) fn line_number(&self, lines: &Lines) -> u32 {
        lines.all[self.line].number
    }
}

/// The headings of a copy, and what is odd about them.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// The headings to read by, in the order of the text.
    pub(super) headings: Vec<Heading<'a>>,
    /// Headings after a higher one, or twice where the question does not repeat.
    pub(super) out_of_order: Vec<Heading<'a>>,
    /// Positions of numbered lines that no question of the edition explains.
    pub(super) suspects: Vec<usize>,
}

/// Finds the headings of a copy.
pub(super) fn plan<'a>(lines: &Lines<'a>, edition: &Edition) -> Plan<'a> {
    let mut candidates = Vec::with_capacity(48);
    let mut strange = Vec::new();
    let mut after_last = 0;
    for (position, line) in lines.all.iter().enumerate() {
        if position < after_last || !may_be_numbered(line.text) {
            continue;
        }
        let Some((number, offset)) = numbered(line.text) else { continue };
        match edition.question(number).and_then(|question| match_wording(lines, position, offset, question)) {
            Some((next, inline)) => {
                candidates.push(Heading { line: position, next, inline, number });
                after_last = next;
            }
            None => strange.push((position, number)),
        }
    }
    let mut plan = in_order(&candidates, edition);
    plan.suspects = strange
        .into_iter()
        .filter(|(_, number)| candidates.iter().all(|heading| heading.number != *number))
        .map(|(position, _)| position)
        .collect();
    plan
}

/// Whether a line may be a heading by its first byte: most cannot.
fn may_be_numbered(text: &str) -> bool {
    // 0xE2 begins both signs of information that stand before a number.
    matches!(text.as_bytes(), [b'0'..=b'9' | b'?' | 0xE2, ..])
}

/// The number that a line begins with (`12.`, `? 29.`) and the offset after it.
fn numbered(text: &str) -> Option<(u8, usize)> {
    let rest = if text.starts_with(|c: char| c.is_ascii_digit()) {
        text
    } else {
        text.strip_prefix(['?', '❓', 'ⓘ'])?.trim_start()
    };
    let (number, digits, after) = match rest.as_bytes() {
        [ones @ b'0'..=b'9', b'.', after @ ..] => (ones - b'0', 1, after),
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', b'.', after @ ..] => {
            ((tens - b'0') * 10 + (ones - b'0'), 2, after)
        }
        _ => return None,
    };
    if number == 0 || after.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some((number, text.len() - rest.len() + digits + 1))
}

/// A label matched: the position after it, and what follows on its own line if
/// that is an answer.
pub(super) type Matched<'a> = (usize, Option<&'a str>);

/// Matches a label from `offset` of the line at `position`, over line breaks:
/// as printed, else squashed. An answer may stand on the label's own line, set
/// off by a mark of punctuation or two blanks.
pub(super) fn match_label<'a>(
    lines: &Lines<'a>,
    position: usize,
    offset: usize,
    label: &str,
    squashed: &str,
) -> Option<Matched<'a>> {
    const MOST_LINES: usize = 8;
    let text = &lines.all.get(position)?.text[offset..];
    let printed = after_blank(text).strip_prefix(label);
    if printed.is_some_and(|rest| matches!(rest, "" | " *" | ":")) {
        return Some((position + 1, None));
    }
    if !may_be(initial(text), squashed) {
        return None;
    }
    let mut wanted = squashed;
    for (count, line) in lines.all[position..].iter().take(MOST_LINES).enumerate() {
        let from = if count == 0 { offset } else { 0 };
        match follow(&line.text[from..], wanted) {
            Follow::Mismatch => return None,
            Follow::Rest("") => return Some((position + count + 1, None)),
            Follow::Rest(rest) => wanted = rest,
            Follow::Beyond(at) => {
                return inline_answer(line.text, from + at)
                    .map(|answer| (position + count + 1, Some(answer)));
            }
        }
    }
    None
}

/// Matches any wording of a question, as [`match_label`] does.
fn match_wording<'a>(
    lines: &Lines<'a>,
    position: usize,
    offset: usize,
    question: &Question,
) -> Option<Matched<'a>> {
    match_label(lines, position, offset, &question.label.sv, &question.squashed).or_else(|| {
        question.also.iter().find_map(|also| match_label(lines, position, offset, also, &squash(also)))
    })
}

/// `text` without the blanks that it begins with: mostly one, or none.
pub(super) fn after_blank(text: &str) -> &str {
    let rest = text.strip_prefix(' ').unwrap_or(text);
    // 0xC3 begins the letters from U+00C0 to U+00FF.
    let is_plain = |first: &u8| first.is_ascii_graphic() || *first == 0xC3;
    if rest.as_bytes().first().is_some_and(is_plain) { rest } else { rest.trim_start() }
}

/// The answer that follows a label on its own line, if it is set off from it.
fn inline_answer(text: &str, at: usize) -> Option<&str> {
    let between_start = text[..at]
        .rfind(|c: char| c.is_alphanumeric())
        .map_or(0, |last| last + text[last..].chars().next().map_or(1, char::len_utf8));
    let between = &text[between_start..at];
    let set_off = between.contains([':', '?', '*', '\t']) || between.contains("  ");
    let mark = between.find(['[', '(', '☐', '☒', '☑', '✓', '-', '–', '+']).unwrap_or(between.len());
    set_off.then_some(&text[between_start + mark..])
}

/// Chooses among the candidates those that are the copy's own headings.
fn in_order<'a>(candidates: &[Heading<'a>], edition: &Edition) -> Plan<'a> {
    // Most copies have each heading once and in order: nothing to choose.
    if candidates.is_sorted_by(|before, after| follows(before.number, after.number, edition)) {
        return Plan { headings: candidates.to_vec(), ..Plan::default() };
    }
    let mut plan = Plan { headings: Vec::with_capacity(candidates.len()), ..Plan::default() };
    let runs = Runs::new(candidates, edition);
    let mut current = 0;
    let mut position = 0;
    while position < candidates.len() {
        let heading = candidates[position];
        let in_prose = edition.question(current).is_some_and(ends_in_prose);
        if follows(current, heading.number, edition) {
            if in_prose && let Some(after) = runs.after_early_quote(candidates, position, current, edition) {
                position = after;
                continue;
            }
            plan.headings.push(heading);
            current = heading.number;
            position += 1;
        } else if in_prose && !runs.is_alone(heading) {
            position = after_quote(candidates, position, current, edition);
        } else {
            if plan.headings.iter().all(|taken| taken.number != heading.number) {
                plan.headings.push(heading);
            } else {
                plan.headings.push(Heading { number: 0, ..heading });
            }
            plan.out_of_order.push(heading);
            position += 1;
        }
    }
    plan
}

/// What the candidates tell of each other where not all of them can be the
/// copy's own headings.
struct Runs {
    /// For each number, how many candidates have it and the position of the last.
    places: [(u32, usize); 100],
    /// For each candidate, where the run ends in which each follows the one before.
    ends: Vec<usize>,
    /// For each candidate, how many headings in order can be read from it on,
    /// others passed over.
    longest: Vec<u32>,
}

impl Runs {
    fn new(candidates: &[Heading], edition: &Edition) -> Self {
        let mut places = [(0, 0); 100];
        for (position, heading) in candidates.iter().enumerate() {
            let (count, last) = &mut places[usize::from(heading.number)];
            (*count, *last) = (*count + 1, position);
        }
        let mut ends = vec![candidates.len(); candidates.len()];
        let mut longest = vec![1; candidates.len()];
        let mut best = [0; 100];
        for (position, heading) in candidates.iter().enumerate().rev() {
            let numbers = 1..=edition.last();
            let after = numbers.filter(|number| follows(heading.number, *number, edition));
            longest[position] = 1 + after.map(|number| best[usize::from(number)]).max().unwrap_or(0);
            let known = &mut best[usize::from(heading.number)];
            *known = longest[position].max(*known);
            if let Some(next) = candidates.get(position + 1) {
                let goes_on = follows(heading.number, next.number, edition);
                ends[position] = if goes_on { ends[position + 1] } else { position + 1 };
            }
        }
        Self { places, ends, longest }
    }

    /// Whether a heading is the only one of its number: then it is no quotation.
    fn is_alone(&self, heading: Heading) -> bool {
        self.places[usize::from(heading.number)].0 == 1
    }

    /// The free text of `current` may quote headings that are still to come.
    /// Where such a quotation from `position` on ends: its first heading stands
    /// again later, the run of headings breaks at one that can itself follow
    /// `current`, and no fewer headings can be read from there on.
    fn after_early_quote(
        &self,
        candidates: &[Heading],
        position: usize,
        current: u8,
        edition: &Edition,
    ) -> Option<usize> {
        let stands_again = self.places[usize::from(candidates[position].number)].1 > position;
        let end = self.ends[position];
        let goes_on = candidates.get(end).is_some_and(|next| follows(current, next.number, edition));
        (stands_again && goes_on && self.longest[end] >= self.longest[position]).then_some(end)
    }
}

/// Whether a heading may come after another: a higher number, or the start of
/// a further repetition of a block.
fn follows(current: u8, number: u8, edition: &Edition) -> bool {
    number > current
        || edition
            .question(number)
            .and_then(|question| question.repeat)
            .is_some_and(|repeat| number == repeat.first && (repeat.first..=repeat.last).contains(&current))
}

/// Whether the last part of a question is free text, so that anything may stand in it.
fn ends_in_prose(question: &Question) -> bool {
    question.parts.last().is_some_and(|part| part.kind == Kind::Prose)
}

/// A free text quotes headings from `position` on, none of which can follow
/// `current`. Where the quotation ends: at the first heading that can follow
/// and breaks the quotation's own order, else at the first that can follow.
fn after_quote(candidates: &[Heading], position: usize, current: u8, edition: &Edition) -> usize {
    let mut last = candidates[position].number;
    for (index, heading) in candidates.iter().enumerate().skip(position + 1) {
        if !follows(last, heading.number, edition) && heading.number > current {
            return index;
        }
        last = heading.number;
    }
    (position..candidates.len()).find(|index| candidates[*index].number > current).unwrap_or(candidates.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(sequence: &[u8]) -> (Vec<u8>, Vec<usize>, Vec<u8>) {
        let candidates: Vec<Heading> = sequence
            .iter()
            .enumerate()
            .map(|(line, number)| Heading { line, next: line + 1, inline: None, number: *number })
            .collect();
        let plan = in_order(&candidates, Edition::default_edition());
        (
            plan.headings.iter().map(|heading| heading.number).collect(),
            plan.headings.iter().map(|heading| heading.line).collect(),
            plan.out_of_order.iter().map(|heading| heading.number).collect(),
        )
    }

    #[test]
    fn blocks_repeat() {
        let sequence = [1, 2, 5, 6, 7, 8, 5, 6, 7, 8, 9, 21, 22, 22, 22, 30, 30, 31];
        assert_eq!(numbers(&sequence).0, sequence);
        assert!(numbers(&sequence).2.is_empty());
    }

    #[test]
    fn the_whole_form_quoted_in_a_free_text_is_text() {
        let before: Vec<u8> = (1..=16).collect();
        let quoted: Vec<u8> = (1..=37).collect();
        // Conditional questions are absent in the copy itself.
        let after = [17, 18, 19, 20, 21, 23, 24, 36, 37];
        let sequence = [&before[..], &quoted, &after].concat();
        let (found, places, odd) = numbers(&sequence);
        assert_eq!(found, [&before[..], &after].concat());
        assert_eq!(places[16], 16 + 37);
        assert!(odd.is_empty());
        let at_the_end = [&quoted[..], &quoted].concat();
        assert_eq!(numbers(&at_the_end).0, quoted);
    }

    #[test]
    fn headings_quoted_before_their_time_are_text() {
        let before: Vec<u8> = (1..=16).collect();
        let after = [17, 18, 19, 20, 21, 22, 22, 23, 30, 31, 33, 36, 37];
        for quoted in [&[17][..], &[20], &[22], &[17, 18], &[17, 17], &[20, 18], &[12, 17], &[30, 31]] {
            let (found, places, odd) = numbers(&[&before[..], quoted, &after].concat());
            assert_eq!(found, [&before[..], &after].concat(), "{quoted:?}");
            assert_eq!(places[16], 16 + quoted.len(), "{quoted:?}");
            assert!(odd.is_empty(), "{quoted:?}");
        }
    }

    #[test]
    fn the_later_of_two_is_the_heading_after_a_free_text() {
        for (sequence, own) in [
            (&[10, 11, 11, 12][..], &[0, 2, 3][..]),
            (&[14, 15, 15], &[0, 2]),
            (&[14, 17, 15, 16, 17, 17, 18], &[0, 2, 3, 5, 6]),
            (&[30, 31, 31, 33], &[0, 2, 3]),
            (&[30, 31, 30, 31, 33], &[0, 2, 3, 4]),
            // A quotation long after its heading does not unmake it.
            (&[16, 17, 18, 19, 30, 17, 31], &[0, 1, 2, 3, 4, 6]),
        ] {
            let (_, places, odd) = numbers(sequence);
            assert_eq!((&places[..], &odd[..]), (own, &[][..]), "{sequence:?}");
        }
    }

    #[test]
    fn a_swapped_heading_is_read_and_told() {
        for sequence in [[17, 19, 18, 20], [18, 20, 19, 21], [16, 18, 17, 19]] {
            let (found, _, odd) = numbers(&sequence);
            assert_eq!((found, odd), (sequence.to_vec(), vec![sequence[2]]));
        }
    }

    #[test]
    fn a_heading_is_known_by_any_of_its_wordings() {
        let edition = Edition::default_edition();
        for word in ["anlidade", "anlitade"] {
            let text = format!(
                "21. Gäller incidenten en personuppgiftsbehandling som hanteras av\n\
                 {word} personuppgiftsbiträden eller underbiträden?\nJa\n"
            );
            let plan = plan(&Lines::split(&text, edition), edition);
            assert_eq!((plan.headings.len(), plan.suspects.len()), (1, 0), "{word}");
        }
    }

    #[test]
    fn numbers_are_recognised() {
        assert_eq!(numbered("? 29. Hur"), Some((29, 5)));
        assert_eq!(numbered("3. Betydande"), Some((3, 2)));
        for text in ["2021-02-12", "10 001", "1.4.2-2881", "007. x", "0. x", "x"] {
            assert_eq!(numbered(text), None, "{text}");
        }
    }
}
