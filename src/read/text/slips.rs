//! Headings with a slip, as scans have them: a digit that was read as a letter or as another
//! digit (`l6.`, `2O.`), or a letter of the words. Such a line is known as the heading that is
//! missing between the ones around it; anywhere else it is text.

use std::cell::OnceCell;
use std::iter::once;

use crate::form::{Edition, Question, squash, squash_into};
use crate::read::text::garbled;
use crate::read::text::heading::Heading;
use crate::read::text::headings::{self, Found, Matched, match_wording};
use crate::read::text::lines::Lines;

/// Over so many lines a heading is broken at most.
const MOST_LINES: usize = 8;
/// Words of so many letters may have two slips, shorter ones one: `m` is read as `rn`.
const LONG: usize = 16;

/// Finds the lines that read as headings, also with a slip.
pub(super) fn find<'a>(lines: &Lines<'a>, edition: &Edition) -> Found<'a> {
    let mut found = headings::find(lines, edition);
    let slips = with_slips(lines, edition, &found.candidates, &found.strange);
    if !slips.is_empty() {
        let is_slip = |at: usize| slips.iter().any(|heading| heading.line == at);
        found.strange.retain(|(at, _)| !is_slip(*at));
        found.candidates.extend(slips);
        found.candidates.sort_by_key(|heading| heading.line);
    }
    found
}

/// The headings with a slip, in the order of the text, that belong between those that were found.
/// `strange` are the numbered lines that are none.
fn with_slips<'a>(
    lines: &Lines<'a>,
    edition: &Edition,
    candidates: &[Heading<'a>],
    strange: &[(usize, u8)],
) -> Vec<Heading<'a>> {
    let mut found = Vec::new();
    if candidates.is_empty() {
        return found;
    }
    // Where many lack the same letters, that is no slip.
    let are_many = OnceCell::new();
    let is_garbled = |at: usize| {
        garbled::is_garbled(lines.text(at), edition)
            && *are_many.get_or_init(|| {
                let strange: Vec<usize> = strange.iter().map(|(at, _)| *at).collect();
                garbled::any(lines, &strange, edition)
            })
    };
    let mut taken = [false; 256];
    for heading in candidates {
        taken[usize::from(heading.number)] = true;
    }
    let is_free =
        |question: &Question| question.repeat.is_some() || !taken[usize::from(question.number)];
    let starts = once((0, 0)).chain(candidates.iter().map(|one| (one.next, one.number)));
    let ends = candidates.iter().map(|one| (one.line, one.number));
    let ends = ends.chain(once((lines.all.len(), edition.last() + 1)));
    for ((mut from, mut low), (end, high)) in starts.zip(ends) {
        // In most gaps no heading is missing.
        if high <= low + 1 {
            continue;
        }
        let first = lines.others.partition_point(|at| *at < from);
        for at in lines.others[first..].iter().copied() {
            if at >= end {
                break;
            }
            if at < from {
                continue;
            }
            let Some((number, offset)) = number_of(lines.text(at)) else {
                continue;
            };
            let missing = edition.questions.iter().filter(|question| {
                low < question.number && question.number < high && is_free(question)
            });
            let mut missing = missing.filter_map(|question| {
                let is_same = number == question.number.to_string();
                if is_same && is_garbled(at) {
                    return None;
                }
                let (next, inline) = heading_at(lines, at, (&number, offset), question)?;
                Some(Heading {
                    line: at,
                    next,
                    inline,
                    number: question.number,
                })
            });
            if let Some(heading) = missing.next() {
                (from, low) = (heading.next, heading.number);
                found.push(heading);
            }
        }
    }
    found
}

/// Whether a line, whose number and words are known, is the heading of a question but for a slip
/// in the number or in the words.
fn heading_at<'a>(
    lines: &Lines<'a>,
    at: usize,
    (number, offset): (&str, usize),
    question: &Question,
) -> Option<Matched<'a>> {
    let wanted = question.number.to_string();
    if number == wanted {
        let mut also = question.also.iter().map(|also| squash(also));
        return with_slip(lines, at, offset, &question.squashed)
            .or_else(|| also.find_map(|also| with_slip(lines, at, offset, &also)))
            .map(|next| (next, None))
            .or_else(|| match_wording(lines, at, offset, question));
    }
    let (number, wanted): (Vec<char>, Vec<char>) =
        (number.chars().collect(), wanted.chars().collect());
    is_within(&number, &wanted, 1)
        .then(|| match_wording(lines, at, offset, question))
        .flatten()
}

/// The number that a line begins with, letters taken for the digits that they look like, and the
/// offset behind it and its sign.
fn number_of(text: &str) -> Option<(String, usize)> {
    const MOST_DIGITS: usize = 3;
    let mut number = String::new();
    for (at, byte) in text.bytes().enumerate() {
        if matches!(byte, b'.' | b',' | b':' | b' ') {
            return (at > 0).then_some((number, at + 1));
        }
        if at == MOST_DIGITS {
            return None;
        }
        number.push(match byte {
            b'0'..=b'9' => char::from(byte),
            b'O' | b'o' | b'Q' | b'D' => '0',
            b'l' | b'I' | b'i' | b'|' | b'!' | b']' => '1',
            b'Z' | b'z' => '2',
            b'A' => '4',
            b'S' | b's' => '5',
            b'G' | b'b' => '6',
            b'T' => '7',
            b'B' => '8',
            b'g' | b'q' => '9',
            _ => return None,
        });
    }
    None
}

/// The position behind the lines from `at` on that are a label but for a slip.
fn with_slip(lines: &Lines, at: usize, offset: usize, label: &str) -> Option<usize> {
    let wanted: Vec<char> = label.chars().collect();
    let most = if wanted.len() < LONG { 1 } else { 2 };
    let mut found = String::with_capacity(label.len() + most);
    for (count, line) in lines.all[at..].iter().take(MOST_LINES).enumerate() {
        let from = if count == 0 { offset } else { 0 };
        squash_into(&line.text[from..], &mut found);
        // What is longer than the label in bytes may be so in letters.
        if found.len() > label.len() + 4 * most {
            return None;
        }
        let letters: Vec<char> = found.chars().collect();
        if letters.len() + most >= wanted.len() {
            return is_within(&letters, &wanted, most).then_some(at + count + 1);
        }
    }
    None
}

/// Whether one row of letters becomes the other by so many letters changed, left out or put in.
fn is_within(one: &[char], other: &[char], most: usize) -> bool {
    if one.len().abs_diff(other.len()) > most {
        return false;
    }
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    match (one, other) {
        ([], rest) | (rest, []) => rest.len() <= most,
        ([_, one_rest @ ..], [_, other_rest @ ..]) => {
            most > 0
                && (is_within(one_rest, other_rest, most - 1)
                    || is_within(one_rest, other, most - 1)
                    || is_within(one, other_rest, most - 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the headings that are found in a text.
    fn numbers(text: &str) -> Vec<u8> {
        let edition = Edition::default_edition();
        let lines = Lines::split(text, edition, 1);
        let found = find(&lines, edition);
        found.candidates.iter().map(|one| one.number).collect()
    }

    fn between(heading: &str) -> String {
        format!(
            "15. Vad har hänt vid incidenten?\nObehörigt röjande: Övrigt\n{heading}\nVi tappade en lista.\n\
             17. Hur upptäckte ni incidenten?\n"
        )
    }

    #[test]
    fn a_heading_with_one_slip_is_known() {
        for heading in [
            "l6. Kort beskrivning av incidenten",
            "I6. Kort beskrivning av incidenten",
            "1G. Kort beskrivning av incidenten",
            "18. Kort beskrivning av incidenten",
            "6. Kort beskrivning av incidenten",
            "16, Kort beskrivning av incidenten",
            "16 Kort beskrivning av incidenten",
            "l6. Kort beskrivning\nav incidenten",
            "16. Kort beskrivnlng av incidenten",
            "16. Kort beskrivning av incidcnten",
            "16. Kort beskrivning\nav lncidenten",
            "16. Kortbeskrivning av incidentcn",
        ] {
            assert_eq!(numbers(&between(heading)), [15, 16, 17], "{heading}");
        }
        let text = "16. Kort beskrivning av incidenten\n17. Hur upptackte ni incidenten?\n\
            18. Varför inträffade incidenten enligt er uppfattning?\n";
        assert_eq!(numbers(text), [16, 17, 18]);
    }

    #[test]
    fn what_has_more_than_a_slip_or_no_room_is_text() {
        for text in [
            "l6. Lång beskrivning av incidenten",
            "26. Kort om incidenten",
            "16. Vad hände?",
            "Kort beskrivning av incidenten",
            "43. Kort beskrivning av incidenten",
            "1. Vi ringde",
        ] {
            assert_eq!(numbers(&between(text)), [15, 17], "{text}");
        }
        // The heading is there already, or comes later.
        let quoted =
            "16. Kort beskrivning av incidenten\nVi tappade\nl6. Kort beskrivning av incidenten";
        assert_eq!(numbers(&between(quoted)), [15, 16, 17]);
        let later = "16. Kort beskrivning av incidenten\nSe\nl8. Varför inträffade incidenten enligt er uppfattning?";
        assert_eq!(numbers(&between(later)), [15, 16, 17]);
        assert!(numbers("l6. Kort beskrivning av incidenten").is_empty());
    }
}
