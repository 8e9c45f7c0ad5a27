//! Answers of one line of which a copy has several: one that is broken, or one with something
//! below it. What stands below a label is a text, which may be anything, and is never shown.

use std::borrow::Cow;
use std::ops::Range;

use crate::form::{Edition, Question, is_squashed, other_ends};
use crate::read::text::lines::{Line, Lines};
use crate::read::text::mark::split_mark;
use crate::read::{Item, Mark, Value};

/// Over so many lines a label is broken at most.
const MOST_LINES: usize = 16;

/// The answer to a choice of one option, on its heading's own line and on those at some places,
/// and the first line that is none of it, if one is left.
pub(super) fn option<'a>(
    lines: &Lines<'a>,
    edition: &Edition,
    question: &Question,
    inline: Option<&'a str>,
    places: &Range<usize>,
) -> (Value<'a>, Option<usize>) {
    let inline = inline.map(str::trim);
    let below = lines.all[places.clone()].iter().map(|line| line.text);
    let texts: Vec<&str> = inline.into_iter().chain(below).collect();
    let below = || places.clone().skip(usize::from(inline.is_none()));
    let set = if !below().all(|at| follows_at_once(lines, at)) {
        Set::Apart
    } else if below().all(|at| is_wrapped(lines, at)) {
        Set::Wrapped
    } else {
        Set::Together
    };
    let (value, left) = value(edition, question, &texts, set);
    let left = left.map(|at| places.start + at - usize::from(inline.is_some()));
    (
        value,
        left.filter(|at| !is_title(&lines.all[*at..places.end], edition)),
    )
}

/// Whether the first line is an option as it stands, and none of the others is, whatever marks
/// they have: those are of a question whose heading is lost.
pub(super) fn is_above_another(lines: &Lines, question: &Question, places: &Range<usize>) -> bool {
    let is_option = |text: &str| option_of(question, text).is_some();
    let texts: Vec<&str> = lines.all[places.clone()]
        .iter()
        .map(|line| line.text)
        .collect();
    texts.split_first().is_some_and(|(first, others)| {
        let is_bare = first.starts_with(char::is_alphanumeric);
        is_bare && is_option(first) && !others.iter().any(|text| is_option(split_mark(text).2))
    })
}

/// Where an answer of one line ends that may be broken: above a blank line, or the title of a
/// section; and the first line that is none of it, if one is left.
pub(super) fn end_of_line(
    lines: &Lines,
    edition: &Edition,
    inline: Option<&str>,
    places: &Range<usize>,
) -> (usize, Option<usize>) {
    let ends =
        |at: &usize| !follows_at_once(lines, *at) || is_title(&lines.all[*at..=*at], edition);
    let mut others = places.clone().skip(usize::from(inline.is_none()));
    let left = others.find(ends);
    let end = left.unwrap_or(places.end);
    (
        end,
        left.filter(|at| !is_title(&lines.all[*at..places.end], edition)),
    )
}

/// Whether no blank line stands above a line.
fn follows_at_once(lines: &Lines, at: usize) -> bool {
    let above = at.checked_sub(1).map(|above| lines.all[above].number);
    above.is_some_and(|above| above + 1 == lines.all[at].number)
}

/// Whether the first word of a line would not have fitted on the line above, by the longest line.
fn is_wrapped(lines: &Lines, at: usize) -> bool {
    let count = |text: &str| text.chars().count();
    let width = lines.all.iter().map(|line| count(line.text)).max();
    let word = lines.text(at).split(' ').next().unwrap_or_default();
    let above = at.checked_sub(1).map(|above| lines.text(above));
    above.is_some_and(|above| Some(count(above) + 1 + count(word)) > width)
}

/// Whether some lines are the title of a section, which may be broken.
fn is_title(lines: &[Line], edition: &Edition) -> bool {
    let words: Vec<&str> = lines.iter().map(|line| line.text).collect();
    let words = words.join(" ");
    let mut sections = edition.sections.iter();
    sections.any(|section| is_squashed(&words, &section.squashed))
}

/// How several lines stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    /// They are one, which was too long for the copy.
    Wrapped,
    /// No blank line stands between them.
    Together,
    /// Blank lines stand between them.
    Apart,
}

/// The answer on several lines, and which of them is the first that is not read.
fn value<'a>(
    edition: &Edition,
    question: &Question,
    texts: &[&'a str],
    set: Set,
) -> (Value<'a>, Option<usize>) {
    let counts = (1..=texts.len().min(MOST_LINES)).rev();
    let mut heads = counts.map(|count| (count, texts[..count].join(" ")));
    let named = heads.find_map(|(count, head)| {
        let option = option_of(question, &head);
        (option.is_some() || edition.is_unknown(&head)).then_some((count, head, option))
    });
    let Some((count, head, option)) = named else {
        // A label off the list, or the comment that `Övrigt:` begins; else it cannot be told.
        let has_comment = texts.iter().any(|text| other_ends(text).is_some());
        let value = match set {
            Set::Wrapped => Value::Text(Cow::Owned(texts.join(" "))),
            Set::Apart if !has_comment => Value::Malformed,
            Set::Together | Set::Apart => Value::Text(Cow::Owned(texts.join("\n"))),
        };
        return (value, None);
    };
    let below = &texts[count..];
    if below.is_empty() {
        return (Value::Text(Cow::Owned(head)), None);
    }
    let is_another = |text: &str| option_of(question, split_mark(text).2).is_some();
    if below.iter().any(|text| is_another(text)) || is_another(&below.join(" ")) {
        // Several options, and nothing says which was chosen.
        let items = texts.iter().map(|text| item(*text, Mark::None));
        return (Value::List(items.collect()), None);
    }
    let is_other = option.is_some_and(|option| {
        let code = question.options[option].code.as_str();
        code == "other" || code.ends_with(":other")
    });
    if is_other {
        let head = head.trim_end_matches([':', ' ']);
        let text = format!("{head}: {}", below.join("\n"));
        return (Value::Text(Cow::Owned(text)), None);
    }
    let mut items = vec![item(head, Mark::Ticked)];
    items.extend(below.iter().map(|text| item(*text, Mark::None)));
    (Value::List(items), Some(count))
}

/// The option that a text names by all of its words.
fn option_of(question: &Question, text: &str) -> Option<usize> {
    let is = |squashed: &String| is_squashed(text, squashed);
    let mut options = question.options.iter();
    options.position(|option| option.squashed.iter().any(is))
}

fn item<'a>(text: impl Into<Cow<'a, str>>, mark: Mark) -> Item<'a> {
    Item {
        text: text.into(),
        mark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(number: u8, text: &str, set: Set) -> (Value<'_>, Option<usize>) {
        let edition = Edition::default_edition();
        let texts: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        value(edition, edition.question(number).unwrap(), &texts, set)
    }

    #[test]
    fn a_label_may_be_broken() {
        let edition = Edition::default_edition();
        for question in edition.questions.iter().filter(|one| one.is_choice()) {
            for option in &question.options {
                let text = option.sv.replace(' ', "\n");
                let (value, left) = read(question.number, &text, Set::Apart);
                assert_eq!(value, Value::Text(option.sv.as_str().into()));
                assert_eq!(left, None);
            }
        }
    }

    #[test]
    fn what_stands_below_an_option_is_no_label() {
        let (value, left) = read(27, "Nej\n\nKalle Ek ringde", Set::Apart);
        assert!(matches!(value, Value::List(items) if items.len() == 2
            && items[0] == item("Nej", Mark::Ticked)));
        assert_eq!(left, Some(1));
        let comment = "Obehörigt röjande:\nÖvrigt\nKalle Ek\nringde";
        let read_as = "Obehörigt röjande: Övrigt: Kalle Ek\nringde";
        assert_eq!(read(15, comment, Set::Apart).0, Value::Text(read_as.into()));
        let written = "Obehörigt röjande: Övrigt: Kalle Ek\nringde";
        assert_eq!(read(15, written, Set::Apart).0, Value::Text(written.into()));
    }

    #[test]
    fn several_lines_that_name_no_option_are_never_one() {
        let text = "Kalle Ek\nringde";
        assert_eq!(read(15, text, Set::Together).0, Value::Text(text.into()));
        assert_eq!(read(15, text, Set::Apart).0, Value::Malformed);
        let label = Value::Text("Kalle Ek ringde".into());
        assert_eq!(read(15, text, Set::Wrapped).0, label);
    }

    #[test]
    fn a_line_is_wrapped_where_the_next_word_does_not_fit() {
        let edition = Edition::default_edition();
        let text =
            "Kort beskrivning av incidenten\nEtt personuppgiftsbiträde tog\nkontakt\nNej\nVi\n";
        let lines = Lines::whole(text, edition, 1);
        let found: Vec<bool> = (1..5).map(|at| is_wrapped(&lines, at)).collect();
        assert_eq!(found, [true, true, false, false]);
        let long = format!("{text}{}", "o".repeat(60));
        let lines = Lines::whole(&long, edition, 1);
        assert!((1..5).all(|at| !is_wrapped(&lines, at)));
    }

    #[test]
    fn ticks_of_another_question_are_none() {
        let edition = Edition::default_edition();
        let encrypted = edition.question(27).unwrap();
        for (text, is_so) in [
            (
                "Nej\nKonsekvenser\n☐ Diskriminering\n☒ Skadat anseende",
                true,
            ),
            ("Nej\n☐ Ja\n☒ Nej", false),
            ("☒ Nej\n☐ Kanske", false),
            ("Vilka?\n☒ Delvis", false),
        ] {
            let lines = Lines::whole(text, edition, 1);
            let places = 0..lines.all.len();
            assert_eq!(
                is_above_another(&lines, encrypted, &places),
                is_so,
                "{text}"
            );
        }
    }

    #[test]
    fn several_options_leave_it_open() {
        for text in ["Ja\nNej", "Nej\nKalle Ek\nJa"] {
            let (value, _) = read(27, text, Set::Together);
            let is_open = matches!(&value, Value::List(items)
                if items.iter().all(|item| item.mark == Mark::None));
            assert!(is_open, "{value:?}");
        }
    }
}
