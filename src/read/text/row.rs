//! Options that stand side by side on one line, as in columns: the line is cut at its marks.

use crate::form::{Question, other_ends, sign};
use crate::read::text::mark::{Stands, in_brackets, split_mark};

/// One option of a line.
#[derive(Debug, PartialEq)]
pub(super) struct Part<'a> {
    /// What stands before its label where a mark stands.
    pub(super) stands: Stands,
    /// Its label; empty where none follows the mark.
    pub(super) text: &'a str,
    /// The mark and the label as they are written.
    pub(super) written: &'a str,
}

/// A mark within a text, and where it stands.
struct Within {
    stands: Stands,
    start: usize,
    end: usize,
}

/// Whether a text may hold a mark by its bytes: most hold none.
pub(super) fn may_hold_marks(text: &str) -> bool {
    let may_begin_one = |byte| byte >= 0xE2 || matches!(byte, b'[' | b'(');
    text.bytes().any(may_begin_one)
}

/// The options of a line that has a mark behind its first label; `None` of any other line. The
/// comment on `Övrigt:` may hold signs, and goes on up to a mark that an option of the list follows.
pub(super) fn apart<'a>(line: &'a str, question: &Question) -> Option<Vec<Part<'a>>> {
    let (stands, _, text) = split_mark(line);
    if !may_hold_marks(text) || !text.contains(char::is_alphanumeric) {
        return None;
    }
    let before = line.len() - text.len();
    let marks = within(text, &line[..before]);
    let end = marks.first()?.start;
    let mut from = 0;
    let mut parts = vec![Part {
        stands,
        text: label(&text[..end]),
        written: &line[..before + end],
    }];
    for (at, mark) in marks.iter().enumerate() {
        let next = marks.get(at + 1).map(|next| next.start);
        let end = next.unwrap_or(text.len());
        let cut = |from: usize| {
            let whole = text[from..end].trim();
            if next.is_some() { label(whole) } else { whole }
        };
        let last = parts.last_mut()?;
        if is_in_comment(last.text, cut(mark.end), question) {
            (last.text, last.written) = (cut(from), &line[..before + end]);
            continue;
        }
        from = mark.end;
        parts.push(Part {
            stands: mark.stands,
            text: cut(from),
            written: &text[mark.start..end],
        });
    }
    (parts.len() > 1).then_some(parts)
}

/// The label of the first option of a line, without bullet and mark.
pub(super) fn first_option<'a>(line: &'a str, question: &Question) -> &'a str {
    let first = apart(line, question).and_then(|parts| Some(parts.first()?.text));
    first.unwrap_or_else(|| split_mark(line).2)
}

/// A label without the blanks and signs between it and the mark behind it.
fn label(text: &str) -> &str {
    let is_between = |c: char| c.is_whitespace() || "-–•·*,;/|".contains(c);
    text.trim_start().trim_end_matches(is_between)
}

/// Whether a mark with this text behind it stands in the comment on an option.
fn is_in_comment(option: &str, behind: &str, question: &Question) -> bool {
    other_ends(option).is_some_and(|colon| {
        if option[colon + 1..].trim().is_empty() {
            behind.is_empty()
        } else {
            question.find_option(behind).is_none()
        }
    })
}

/// The marks within a text. What is no known sign counts in brackets alone, and only where the
/// line begins with such: else it is a number, or the ending of a word. A run of one sign is a mask.
fn within(text: &str, before: &str) -> Vec<Within> {
    let may_begin_one = |c: char| matches!(c, '[' | '(') || sign(c).is_some();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(may_begin_one) {
        let start = at + next;
        let Some(first) = text[start..].chars().next() else {
            break;
        };
        let after = &text[start + first.len_utf8()..];
        at = text.len() - after.len();
        let mark = match first {
            '[' => in_brackets(after, ']'),
            '(' => in_brackets(after, ')'),
            _ if after.starts_with(first) => {
                at = text.len() - after.trim_start_matches(first).len();
                None
            }
            _ => sign(first).map(|sign| (Stands::Sign(sign), after)),
        };
        if let Some((stands, rest)) = mark
            && (stands != Stands::Strange || before.contains(first))
        {
            at = text.len() - rest.len();
            found.push(Within {
                stands,
                start,
                end: at,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;

    fn cut(line: &str) -> Vec<&str> {
        let question = Edition::default_edition().question(25).unwrap();
        let parts = apart(line, question).unwrap_or_default();
        parts.into_iter().map(|part| part.text).collect()
    }

    #[test]
    fn a_line_is_cut_at_its_marks() {
        for line in [
            "☐ Barn ☒ Patienter",
            "☐Barn☒Patienter",
            "[ ] Barn\t[x] Patienter",
            "(x) Barn / ( ) Patienter",
            "- [ ] Barn - [*] Patienter",
            "○ Barn, ◉ Patienter",
            "Barn ✓ Patienter",
        ] {
            assert_eq!(cut(line), ["Barn", "Patienter"], "{line}");
        }
        assert_eq!(cut("Barn ☐ Patienter ☒"), ["Barn", "Patienter", ""]);
    }

    #[test]
    fn what_is_no_mark_cuts_nothing() {
        for line in [
            "☒ Barn",
            "☒ Barn (2)",
            "[x] Barn(s) (f)",
            "☒ Barn ■■■",
            "■■■ ■■",
            "☒ Övrigt: grannar ✓ klart",
            "☒ Övrigt: ■■■",
            "☒ Övrigt: ■",
            "Lokaliseringsuppgifter (till exempel GPS-position, ej adressuppgifter)",
        ] {
            assert_eq!(cut(line), Vec::<&str>::new(), "{line}");
        }
        assert_eq!(
            cut("☒ Övrigt: grannar ✓ klart ☐ Barn"),
            ["Övrigt: grannar ✓ klart", "Barn"]
        );
        assert_eq!(cut("☐ Övrigt: ☒ Grannar"), ["Övrigt:", "Grannar"]);
    }
}
