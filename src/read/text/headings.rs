//! Which lines are the form's numbered headings. A line is a heading by number
//! and whole label, and only in order: free text may quote the form itself.

use crate::form::{
    Edition, Follow, Part, Question, follow, initial, is_squashed, may_be, numbered, squash,
};
use crate::read::text::heading::{Heading, Plan};
use crate::read::text::lines::{Lines, after_blank};
use crate::read::text::order::in_order;
use crate::read::text::row::first_option;

/// The lines that read as headings, and numbered lines that are none of the edition.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// What reads as a heading, in the order of the text.
    pub(super) candidates: Vec<Heading<'a>>,
    /// The position and number of every other numbered line.
    pub(super) strange: Vec<(usize, u8)>,
}

/// Finds the lines that read as headings.
pub(super) fn find<'a>(lines: &Lines<'a>, edition: &Edition) -> Found<'a> {
    let mut candidates = Vec::with_capacity(48);
    let mut strange = Vec::new();
    let mut after_last = 0;
    for position in lines.numbered.iter().copied() {
        let line = &lines.all[position];
        if position < after_last {
            continue;
        }
        if let Some(printed) = line.printed {
            if let Some(number) = printed.heading {
                candidates.push(Heading {
                    line: position,
                    next: position + 1,
                    inline: None,
                    number,
                });
            }
            continue;
        }
        let Some((number, offset)) = numbered(line.text) else {
            continue;
        };
        match edition
            .question(number)
            .and_then(|question| match_wording(lines, position, offset, question))
        {
            Some((next, inline)) => {
                candidates.push(Heading {
                    line: position,
                    next,
                    inline,
                    number,
                });
                after_last = next;
            }
            None => strange.push((position, number)),
        }
    }
    Found {
        candidates,
        strange,
    }
}

/// Chooses the headings of a copy among what reads as one.
pub(super) fn plan<'a>(lines: &Lines<'a>, edition: &Edition, found: Found<'a>) -> Plan<'a> {
    let Found {
        candidates,
        strange,
    } = found;
    let mut plan = in_order(&candidates, edition, |heading| {
        is_bare(lines, heading, edition)
    });
    plan.suspects = strange
        .into_iter()
        .filter(|(_, number)| candidates.iter().all(|heading| heading.number != *number))
        .map(|(position, _)| position)
        .collect();
    plan
}

/// Whether what the form prints right below a heading is not there: the label of
/// the first part, or an option. A blank answer is followed by other words of the form.
fn is_bare(lines: &Lines, heading: &Heading, edition: &Edition) -> bool {
    let Some(question) = edition.question(heading.number) else {
        return false;
    };
    let Some(next) = lines
        .all
        .get(heading.next)
        .filter(|_| heading.inline.is_none())
    else {
        return false;
    };
    let is_label = |part: &Part| {
        let label = part.label.as_ref();
        label.is_some_and(|label| {
            match_label(lines, heading.next, 0, &label.sv, &part.squashed).is_some()
        })
    };
    if question
        .parts
        .first()
        .is_some_and(|part| part.label.is_some())
    {
        return !is_label(&question.parts[0]);
    }
    question.is_choice()
        && numbered(next.text).is_none()
        && question
            .find_option(first_option(next.text, question))
            .is_none()
        && !question.parts.iter().any(is_label)
        && !edition
            .sections
            .iter()
            .any(|section| is_squashed(next.text, &section.squashed))
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
            Follow::Rest("") => {
                return Some((position + count + 1, inline_signs(line.text, label)));
            }
            // A line of signs alone, a mask for one, begins no label.
            Follow::Rest(rest) if rest.len() == squashed.len() && !line.text[from..].is_empty() => {
                return None;
            }
            Follow::Rest(rest) => wanted = rest,
            Follow::Beyond(at) => {
                return inline_answer(line.text, from + at, label)
                    .map(|answer| (position + count + 1, Some(answer)));
            }
        }
    }
    None
}

/// Matches any wording of a question, as [`match_label`] does.
pub(super) fn match_wording<'a>(
    lines: &Lines<'a>,
    position: usize,
    offset: usize,
    question: &Question,
) -> Option<Matched<'a>> {
    match_label(
        lines,
        position,
        offset,
        &question.label.sv,
        &question.squashed,
    )
    .or_else(|| {
        question
            .also
            .iter()
            .find_map(|also| match_label(lines, position, offset, also, &squash(also)))
    })
}

/// The answer that follows a label on its own line, if it is set off from it: by
/// a mark of punctuation, by two blanks, or by the quotation mark that the label
/// ends in. `at` is where the first letter or digit after the label stands.
fn inline_answer<'a>(text: &'a str, at: usize, label: &str) -> Option<&'a str> {
    let after = text[..at]
        .rfind(|c: char| c.is_alphanumeric())
        .map_or(0, |last| {
            last + text[last..].chars().next().map_or(1, char::len_utf8)
        });
    let mut set_off = None;
    let mut before = '\0';
    for (offset, sign) in text[after..at].char_indices() {
        let sets_off = match sign {
            ':' | '?' | '*' | '\t' => true,
            '"' | '”' | '“' => label.ends_with('"'),
            sign if sign.is_whitespace() => before.is_whitespace(),
            '.' | ',' | ')' => false,
            _ => break,
        };
        before = sign;
        if sets_off {
            set_off = Some(after + offset + sign.len_utf8());
        }
    }
    set_off.map(|start| text[start..].trim_start())
}

/// The answer after a label that holds neither letter nor digit: a mask for one.
/// A line to write on is none.
fn inline_signs<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    inline_answer(text, text.len(), label)
        .filter(|answer| answer.contains(|c| !matches!(c, '_' | '.' | '…' | ' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_by_any_of_its_wordings() {
        let edition = Edition::default_edition();
        for word in ["anlidade", "anlitade"] {
            let text = format!(
                "21. Gäller incidenten en personuppgiftsbehandling som hanteras av\n\
                 {word} personuppgiftsbiträden eller underbiträden?\nJa\n"
            );
            let lines = Lines::split(&text, edition, 1);
            let plan = plan(&lines, edition, find(&lines, edition));
            assert_eq!((plan.headings.len(), plan.suspects.len()), (1, 0), "{word}");
        }
    }

    #[test]
    fn an_answer_on_the_labels_own_line_is_whole() {
        let edition = Edition::default_edition();
        let comment = "Ange kommentar vid val \"Övrigt\"";
        for (line, label, answer) in [
            ("Ort *: \"Rinkeby\"-Kista", "Ort", Some("\"Rinkeby\"-Kista")),
            ("Ort  ~50", "Ort", Some("~50")),
            ("Ort.: > 1 000 000", "Ort", Some("> 1 000 000")),
            ("Ort: [x] Ja", "Ort", Some("[x] Ja")),
            ("Ort: ███", "Ort", Some("███")),
            ("Ort: -", "Ort", Some("-")),
            ("Ort: ......", "Ort", None),
            ("Ort *:", "Ort", None),
            (
                "Ange kommentar vid val \"Övrigt\" Fel lista",
                comment,
                Some("Fel lista"),
            ),
            ("Ange kommentar vid val \"Övrigt\":", comment, None),
        ] {
            let lines = Lines::split(line, edition, 1);
            assert_eq!(
                match_label(&lines, 0, 0, label, &squash(label)),
                Some((1, answer)),
                "{line}"
            );
        }
        for other in ["Ort Kista", "Orten: Kista", "███", "---"] {
            let lines = Lines::split(other, edition, 1);
            assert_eq!(match_label(&lines, 0, 0, "Ort", "ort"), None, "{other}");
        }
        let lines = Lines::split("3.\nOrt *\nKista", edition, 1);
        assert_eq!(match_label(&lines, 0, 2, "Ort", "ort"), Some((2, None)));
    }
}
