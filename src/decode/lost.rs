//! Copies of the form whose letters outside of ASCII were lost: they have U+FFFD, `?`, any other
//! sign or a plain letter in place of å, ä and ö. The lines of the form are known, so they have
//! their letters again. What a person wrote stays as it is: nobody knows its letters.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use super::joined;
use crate::form::Edition;

/// The sign that stands for a letter that was lost.
const LOST: char = '\u{fffd}';
/// How much of a text is looked at to see whether it has letters, in bytes.
const HEAD: usize = 4096;
/// So many lines a text of the form may be wrapped into.
const MOST_LINES: usize = 4;
/// The longest line that may be a title, in bytes.
const MOST_TITLE: usize = 120;
/// A text of so many letters may lack some.
const LONG: usize = 12;
/// The longest line of the form, in bytes.
const MOST_LINE: usize = 1000;
/// How many steps are taken to find out whether a line is a text of the form.
const MOST_STEPS: usize = 4000;

/// What a copy lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// Here and there a letter.
    Some,
    /// All, as its beginning shows.
    All,
}

impl Loss {
    /// What a text lost; None where it is no copy of the form or lost nothing.
    pub(super) fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if matches!(bytes, [b'{', ..] | [b'[', b'{' | b'"' | b'\r' | b'\n', ..]) {
            return None;
        }
        let head = &bytes[..bytes.len().min(HEAD)];
        if has_letters(head) {
            let is_lost = |at: usize| bytes[at..].starts_with("\u{fffd}".as_bytes());
            // Letters that Swedish has not may stand for some that it has.
            let is_foreign = |byte: u8| u8::from(byte >= 0xC4) & u8::from(byte != 0xE2);
            let foreign = head.iter().fold(0, |any, byte| any | is_foreign(*byte));
            let may_lack = foreign != 0 || memchr::memchr_iter(0xEF, bytes).any(is_lost);
            return (may_lack && joined::has_words(bytes)).then_some(Self::Some);
        }
        joined::has_words(head).then_some(Self::All)
    }

    /// Whether a character may stand for a letter that was lost.
    fn is_sign(self, char: char) -> bool {
        match self {
            Self::Some => char == LOST,
            Self::All => !char.is_whitespace() && !char.is_ascii_alphanumeric(),
        }
    }
}

/// Whether bytes have each of å, ä and ö, as every copy soon has.
fn has_letters(bytes: &[u8]) -> bool {
    let mut found = 0;
    memchr::memchr_iter(0xC3, bytes).any(|at| {
        found |= match bytes.get(at + 1) {
            Some(0xA5) => 1,
            Some(0xA4) => 2,
            Some(0xB6) => 4,
            _ => 0,
        };
        found == 7
    })
}

/// A text of the form with letters outside of ASCII.
type Label = Vec<char>;

fn is_wide(char: char) -> bool {
    !char.is_ascii() && char.is_alphabetic()
}

fn labels() -> &'static BTreeSet<Label> {
    static LABELS: OnceLock<BTreeSet<Label>> = OnceLock::new();
    LABELS.get_or_init(|| {
        let in_use = Edition::all().iter().filter(|edition| !edition.draft);
        let texts = in_use.flat_map(Edition::texts);
        let stamps = ["Ärendenummer", "Kanal: E-tjänst"].map(String::from);
        let labels = texts.chain(stamps);
        labels
            .filter(|text| text.contains(is_wide))
            .map(|text| text.chars().collect())
            .collect()
    })
}

/// The words of titles.
fn title_words() -> &'static BTreeSet<Label> {
    static WORDS: OnceLock<BTreeSet<Label>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let in_use = Edition::all().iter().filter(|edition| !edition.draft);
        let words = in_use.flat_map(Edition::title_words);
        words.map(|word| word.chars().collect()).collect()
    })
}

/// The text with the letters of the form's own lines; None where none of them lacks one.
pub(super) fn filled(text: &str, loss: Loss) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    let mut at = 0;
    while at < text.len() {
        let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..])
            .map_or(text.len(), |length| at + length);
        let line = &text[at..end];
        let may_lack = line.len() <= MOST_LINE && (loss == Loss::All || line.contains(LOST));
        let fit = may_lack.then(|| fit_of(&text[at..], line, loss)).flatten();
        let Some(fit) = fit else {
            at = end + 1;
            continue;
        };
        for (range, letter) in fit.letters {
            out.push_str(&text[done..at + range.start]);
            out.push(letter);
            done = at + range.end;
        }
        at += fit.end;
    }
    (done > 0).then(|| out + &text[done..])
}

/// How a text of the form stands in a text: where it ends, and the letters that it lacks.
#[derive(Debug, Default, PartialEq, Eq)]
struct Fit {
    end: usize,
    letters: Vec<(Range<usize>, char)>,
}

/// What the text of the form is that a line begins, if exactly one is.
fn fit_of(rest: &str, line: &str, loss: Loss) -> Option<Fit> {
    let is_upper = line.chars().any(|char| char.is_ascii_uppercase())
        && !line.chars().any(|char| char.is_ascii_lowercase());
    let mut lines = 0;
    let head: Vec<(usize, char)> = rest
        .char_indices()
        .take(MOST_LINE)
        .take_while(|(_, char)| {
            lines += usize::from(*char == '\n');
            lines < MOST_LINES
        })
        .collect();
    // The mark of an option may be a letter: `[x]`.
    let begin = match head.as_slice() {
        [(_, '[' | '('), _, (_, ']' | ')'), ..] => 3,
        _ => 0,
    };
    let mut letters = head.iter().skip(begin).map(|(_, char)| *char);
    let first = letters.find(char::is_ascii_alphanumeric)?;
    let may_begin = |label: &&Label| {
        let wanted = label.first().copied().unwrap_or_default();
        is_wide(wanted) || wanted.eq_ignore_ascii_case(&first)
    };
    let mut best: Option<Fit> = None;
    for label in labels().iter().filter(may_begin) {
        let Some(fit) = Fitting::new(label, &head, loss).whole(begin, rest.len()) else {
            continue;
        };
        match &best {
            Some(known) if known.end > fit.end => {}
            Some(known) if known.end == fit.end && !is_same(known, &fit) => return None,
            _ => best = Some(fit),
        }
    }
    let mut fit = best.or_else(|| title_of(line, loss))?;
    if is_upper {
        for (_, letter) in &mut fit.letters {
            *letter = letter.to_uppercase().next().unwrap_or(*letter);
        }
    }
    (!fit.letters.is_empty()).then_some(fit)
}

/// Whether both give the same letters but for their case.
fn is_same(one: &Fit, other: &Fit) -> bool {
    let letters = |fit: &Fit| -> Vec<String> {
        let letters = fit.letters.iter();
        letters
            .map(|(range, letter)| format!("{range:?}{}", letter.to_lowercase()))
            .collect()
    };
    letters(one) == letters(other)
}

/// The letters of a line whose every word is one of titles.
fn title_of(line: &str, loss: Loss) -> Option<Fit> {
    if line.len() > MOST_TITLE {
        return None;
    }
    let mut fit = Fit {
        end: line.len(),
        letters: Vec::new(),
    };
    for word in line.split_whitespace() {
        if word.contains(|char: char| char.is_ascii_digit()) {
            continue;
        }
        let place = word.as_ptr() as usize - line.as_ptr() as usize;
        let chars: Vec<(usize, char)> = word
            .char_indices()
            .map(|(at, char)| (place + at, char))
            .collect();
        let fits = title_words()
            .iter()
            .filter_map(|label| Fitting::new(label, &chars, loss).whole(0, line.len()));
        // A word that fits as it stands is that word.
        let known = fits.min_by_key(|fit| fit.letters.len())?;
        fit.letters.extend(known.letters);
    }
    Some(fit)
}

/// A text of the form held against what begins with a line.
struct Fitting<'t> {
    label: &'t [char],
    text: &'t [(usize, char)],
    loss: Loss,
    steps: usize,
    letters: Vec<(Range<usize>, char)>,
}

impl<'t> Fitting<'t> {
    fn new(label: &'t [char], text: &'t [(usize, char)], loss: Loss) -> Self {
        Self {
            label,
            text,
            loss,
            steps: 0,
            letters: Vec::new(),
        }
    }

    /// The fit, if the whole of the text of the form stands here and nothing else in its lines.
    fn whole(mut self, begin: usize, length: usize) -> Option<Fit> {
        let end = self.from(0, begin)?;
        let rest = &self.text[end..];
        let line_end = rest
            .iter()
            .position(|(_, char)| matches!(char, '\n' | '\r'))
            .unwrap_or(rest.len());
        let is_end = !rest[..line_end]
            .iter()
            .any(|(_, char)| char.is_alphanumeric());
        is_end.then(|| Fit {
            end: rest.get(line_end).map_or(length, |(at, _)| *at),
            letters: self.letters,
        })
    }

    fn char(&self, at: usize) -> Option<char> {
        self.text.get(at).map(|(_, char)| *char)
    }

    /// Where the text of the form ends, if it goes on so from both places.
    fn from(&mut self, mut place: usize, mut at: usize) -> Option<usize> {
        loop {
            self.steps += 1;
            let wanted = match self.label.get(place) {
                None => return Some(at),
                Some(_) if self.steps > MOST_STEPS => return None,
                Some(wanted) => *wanted,
            };
            let found = self.char(at);
            if !wanted.is_alphanumeric() {
                place += 1;
                let is_blank = wanted == ' ' && found.is_some_and(char::is_whitespace);
                at += usize::from(found == Some(wanted) || is_blank);
                continue;
            }
            let is_within = place > 0 && self.label[place - 1].is_alphanumeric();
            let is_letter = found.is_some_and(|char| char.to_lowercase().eq(wanted.to_lowercase()));
            if is_letter {
                (place, at) = (place + 1, at + 1);
                continue;
            }
            if is_wide(wanted)
                && let Some(end) = self.without(wanted, place, at)
            {
                return Some(end);
            }
            // Blanks, line ends and signs between words.
            let char = found?;
            let is_wrap = matches!(char, '\n' | '\r' | '-' | '\u{ad}');
            if char.is_alphanumeric() || is_within && !is_wrap {
                return None;
            }
            if char == '\n' && matches!(self.char(at + 1), Some('\n' | '\r')) {
                return None;
            }
            at += 1;
        }
    }

    /// The same where the letter that is wanted next was lost.
    fn without(&mut self, wanted: char, place: usize, at: usize) -> Option<usize> {
        let signs = (at..at + 4)
            .take_while(|at| self.char(*at).is_some_and(|char| self.loss.is_sign(char)))
            .count();
        let plain: &[&str] = match wanted.to_lowercase().next() {
            _ if self.loss == Loss::Some => &[],
            Some('å') => &["aa", "a"],
            Some('ä') => &["ae", "a"],
            Some('ö') => &["oe", "o"],
            Some('é') => &["e"],
            _ => &[],
        };
        let plain = plain.iter().filter(|plain| {
            plain.chars().zip(at..).all(|(letter, at)| {
                self.char(at)
                    .is_some_and(|char| char.eq_ignore_ascii_case(&letter))
            })
        });
        let mut widths: Vec<usize> = (1..=signs).rev().collect();
        widths.extend(plain.map(|plain| plain.len()));
        if self.loss == Loss::All && self.label.len() >= LONG {
            widths.push(0);
        }
        let known = self.letters.len();
        for width in widths {
            let start = self
                .text
                .get(at)
                .map_or_else(|| self.end(), |(start, _)| *start);
            let end = self
                .text
                .get(at + width)
                .map_or_else(|| self.end(), |(start, _)| *start);
            self.letters.push((start..end, wanted));
            if let Some(end) = self.from(place + 1, at + width) {
                return Some(end);
            }
            self.letters.truncate(known);
        }
        None
    }

    /// Where the text ends, in bytes.
    fn end(&self) -> usize {
        self.text
            .last()
            .map_or(0, |(start, char)| start + char.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;
    use crate::testing::COPY;

    /// A copy in which each letter outside of ASCII became something else.
    fn without(to: fn(char) -> &'static str) -> String {
        let mut text = String::new();
        for char in COPY.chars() {
            match to(char) {
                _ if !matches!(char, 'å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö') => text.push(char),
                other => text.push_str(other),
            }
        }
        text
    }

    #[test]
    fn lines_of_the_form_have_their_letters_again() {
        let in_use = Edition::default_edition();
        let headings: Vec<String> = in_use
            .questions
            .iter()
            .map(|question| format!("{}. {}", question.number, question.label.sv))
            .filter(|heading| COPY.contains(heading.as_str()))
            .collect();
        assert!(headings.len() > 20);
        let cases: [fn(char) -> &'static str; 6] = [
            |_| "\u{fffd}",
            |_| "\u{fffd}\u{fffd}",
            |_| "?",
            |_| "??",
            |_| "",
            |char| match char {
                'å' | 'ä' => "a",
                'ö' => "o",
                'Å' | 'Ä' => "A",
                _ => "O",
            },
        ];
        for (case, to) in cases.into_iter().enumerate() {
            let found = decode(without(to).as_bytes()).text.into_owned();
            for heading in &headings {
                assert!(
                    found.contains(heading.as_str()),
                    "{case}: {heading}\n{found}"
                );
            }
            assert!(
                found.contains("Anmälan av personuppgiftsincident"),
                "{case}"
            );
        }
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let text = "Anm?lan av personuppgiftsincident\n9. Den adress ni ?nskar bli\nkontaktad p? *\n\nG?r s? h?r?\nÖvrigt\n";
        let found = filled(&text.replace('Ö', "?"), Loss::All).unwrap();
        assert_eq!(
            found,
            "Anmälan av personuppgiftsincident\n9. Den adress ni önskar bli\nkontaktad på *\n\nG?r s? h?r?\nÖvrigt\n"
                .replace("Övrigt", if found.contains("Övrigt") { "Övrigt" } else { "?vrigt" })
        );
        assert_eq!(Loss::of("Vad? Anmalan"), None);
        assert_eq!(Loss::of(COPY), None);
        assert_eq!(filled(COPY, Loss::All), None);
        let some = COPY.replacen("för", "f\u{fffd}r", 40);
        assert_eq!(Loss::of(&some), Some(Loss::Some));
    }
}
