//! Stamps beside the text: a registry stamps a page at its right, so behind a wide gap stand the
//! name of who has stamped, when it came in and under which number. None of it is of the line that
//! it stands beside. What may as well be an answer that stands beside its label is left open.

use std::ops::Range;

use crate::form::{Edition, is_squashed, is_stamp, numbered};
use crate::read::text::lines::{Lines, place};
use crate::read::text::looks::may_have_gap;
use crate::read::text::made::{Made, made};
use crate::read::text::{cover, preamble};

/// The longest line of a stamp, in bytes.
const MOST_BYTES: usize = 80;
/// So many words the name on a stamp has at most.
const MOST_WORDS: usize = 5;
/// So many lines stand at most from one line of a stamp to the next.
const REACH: usize = 2;
/// So many names stand at most above the rest of a stamp.
const NAMES: usize = 2;
/// In a text of which so many labels have an answer beside them, any may.
const MANY: usize = 2;

/// How the names of authorities and their parts end.
const ENDINGS: [&str; 9] = [
    "förvaltning",
    "förvaltningen",
    "kommun",
    "kommunen",
    "kontoret",
    "myndigheten",
    "nämnden",
    "regionen",
    "styrelsen",
];

/// What stands behind a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// `Inkom 2024-03-08`.
    Receipt,
    /// `INKOM`, above its date.
    Word,
    /// `Dnr KS 2024/99`.
    Number,
    Date,
    /// `Exempelkommun`.
    Name,
}

/// A line with something of a stamp behind its last gap.
struct Beside {
    at: usize,
    /// The length of the line without it, and where the other begins, in bytes.
    head: usize,
    tail: usize,
    what: What,
    /// Whether a label of the form is all that stands before it.
    is_label: bool,
}

/// Takes stamps beside lines away.
pub(super) fn cut(lines: &mut Lines, edition: &Edition) {
    if !lines.may_have_gaps {
        return;
    }
    let gapped = |at: &usize| has_gap(lines.text(*at));
    let gapped: Vec<usize> = lines.others.iter().copied().filter(gapped).collect();
    let found = gapped.iter().filter_map(|at| beside(lines, *at, edition));
    let found: Vec<Beside> = found.collect();
    let doubtful = found
        .iter()
        .filter(|one| is_second_date(lines, one, edition));
    let doubtful: Vec<u32> = doubtful.map(|one| lines.all[one.at].number).collect();
    lines.doubtful.extend(doubtful);
    let groups = groups(&found);
    if groups.is_empty() {
        return;
    }
    let is_of = |at: usize| {
        groups
            .iter()
            .any(|group| found[group.clone()].iter().any(|one| one.at == at))
    };
    let inline = gapped.iter().filter(|at| !is_of(**at));
    let has_rows = inline
        .filter(|at| begins_with_label(lines.text(**at), edition))
        .count()
        >= MANY;
    let first = lines
        .all
        .iter()
        .position(|line| line.is_heading() || edition.heading_at(line.text).is_some());
    for one in groups.into_iter().flatten().map(|at| &found[at]) {
        let text = lines.text(one.at);
        // Above the form, a label known says what the copy itself has.
        let is_own = first.is_none_or(|first| one.at < first)
            && preamble::stamp(&text[one.tail..]).is_some();
        let is_answer = one.is_label && may_answer(one.what, &text[..one.head], edition, has_rows);
        if is_own {
            continue;
        }
        if is_answer {
            lines.doubtful.push(lines.all[one.at].number);
            continue;
        }
        take(lines, one, edition);
    }
}

/// Whether a date stands beside a label below which another stands: one of them is a stamp.
fn is_second_date(lines: &Lines, one: &Beside, edition: &Edition) -> bool {
    let text = |at: usize| lines.all.get(at).map_or("", |line| line.text);
    let is_date = |text: &str| what(text, edition) == Some(What::Date);
    let is_heading = edition
        .heading_at(&lines.text(one.at)[..one.head])
        .is_some();
    one.what == What::Date
        && one.is_label
        && (is_date(text(one.at + 1))
            || is_heading && is_label(text(one.at + 1), edition) && is_date(text(one.at + 2)))
}

/// Takes away what stands beside a line.
fn take(lines: &mut Lines, one: &Beside, edition: &Edition) {
    let (start, end) = place(lines.source, &lines.all[one.at]);
    lines.noise.push((start + one.tail, end));
    let line = &mut lines.all[one.at];
    line.text = &line.text[..one.head];
    let kind = edition.titles.kind(line.text);
    let before = lines.titles.partition_point(|(at, _)| *at < one.at);
    let is_known = lines
        .titles
        .get(before)
        .is_some_and(|(at, _)| *at == one.at);
    if let Some(kind) = kind.filter(|_| !is_known) {
        lines.titles.insert(before, (one.at, kind));
    }
}

/// Whether what stands beside a label may be the answer to it: no answer is a receipt, and a
/// number only that to the question about one. Dates and names may be any where answers stand so.
fn may_answer(what: What, label: &str, edition: &Edition, has_rows: bool) -> bool {
    match what {
        What::Receipt | What::Word => false,
        What::Number => has_rows && edition.heading_at(label).is_some(),
        What::Date | What::Name => has_rows,
    }
}

/// The runs of lines with a stamp beside them: with a receipt, or a number behind a text.
fn groups(found: &[Beside]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut first = 0;
    for end in 1..=found.len() {
        let goes_on = end < found.len() && found[end].at <= found[end - 1].at + REACH;
        if !goes_on {
            groups.extend(stamp_within(found, first..end));
            first = end;
        }
    }
    groups
}

/// What of a run is a stamp: its receipt and its number, and the names right above and below.
fn stamp_within(found: &[Beside], run: Range<usize>) -> Vec<Range<usize>> {
    let what = |at: usize| run.contains(&at).then(|| found[at].what);
    let is_beside = |at: usize, wanted: What| {
        what(at + 1) == Some(wanted) || at.checked_sub(1).and_then(what) == Some(wanted)
    };
    let is_dated = |at: usize| match what(at) {
        Some(What::Receipt) => true,
        Some(What::Word) => is_beside(at, What::Date),
        _ => false,
    };
    // A date is one of a stamp where the word for it has none.
    let is_part = |at: &usize| match what(*at) {
        Some(What::Date) => is_beside(*at, What::Word),
        Some(What::Name) | None => false,
        Some(_) => true,
    };
    if !run.clone().any(is_dated) {
        // A number beside a text is a stamp also by itself; beside a label it may be the answer.
        let is_number = |at: &usize| what(*at) == Some(What::Number) && !found[*at].is_label;
        return run.clone().filter(is_number).map(|at| at..at + 1).collect();
    }
    let parts: Vec<usize> = run.clone().filter(is_part).collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return Vec::new();
    };
    let is_name = |at: usize| what(at) == Some(What::Name);
    let above = (1..=NAMES).take_while(|up| first.checked_sub(*up).is_some_and(is_name));
    let below = usize::from(is_name(*last + 1));
    let names = first - above.count()..*last + 1 + below;
    let of_stamp = names.filter(|at| is_part(at) || is_name(*at));
    of_stamp.map(|at| at..at + 1).collect()
}

fn has_gap(text: &str) -> bool {
    text.len() <= 4 * MOST_BYTES && may_have_gap(text.as_bytes()) && gaps(text).next().is_some()
}

/// The gaps of a line: where what is before each ends, and where what follows begins.
fn gaps(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let is_blank = |c: char| c == '\t' || c == ' ' || c == '\u{a0}';
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find(is_blank)?;
            let rest = &text[start..];
            let tail = rest.trim_start_matches(is_blank);
            from = text.len() - tail.len();
            let gap = &rest[..rest.len() - tail.len()];
            if start > 0 && !tail.is_empty() && (gap.contains('\t') || gap.chars().count() > 1) {
                return Some((start, from));
            }
        }
    })
}

/// What of a stamp stands beside a line, if anything does.
fn beside(lines: &Lines, at: usize, edition: &Edition) -> Option<Beside> {
    let text = lines.text(at);
    let (head, tail, what) = gaps(text).find_map(|(head, tail)| {
        let rest = &text[tail..];
        Some((head, tail, what(rest, edition)?))
    })?;
    let is_label = is_label(&text[..head], edition);
    Some(Beside {
        at,
        head,
        tail,
        what,
        is_label,
    })
}

/// What of a stamp a text is.
fn what(text: &str, edition: &Edition) -> Option<What> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let words = || text.split_whitespace();
    let begins = words().next().is_some_and(is_stamp);
    // Stamps with wheels set blanks within the date.
    let Made {
        has_words,
        has_stamp,
        has_date,
        ..
    } = made(&text.replace(" -", "-").replace("- ", "-"), edition);
    let is_one = words().count() == 1;
    let is_set = |word: &str| word.starts_with(char::is_uppercase) || has_digit(word);
    let is_all_set = || has_digit(text) && words().skip(1).all(is_set);
    match (begins, has_words, has_date) {
        (true, false, true) => Some(What::Receipt),
        (true, ..) if is_one => Some(What::Word),
        (true, false, false) if has_stamp => Some(What::Number),
        (true, true, _) if cover::is_cover(text, edition) => Some(What::Receipt),
        (true, true, true) if is_all_set() => Some(What::Receipt),
        (true, true, false) if is_all_set() => Some(What::Number),
        (false, false, true) if !has_stamp => Some(What::Date),
        _ if is_name(text) => Some(What::Name),
        _ => None,
    }
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// `Exempelkommun`, `Kommunstyrelsen i Exempelstad`.
fn is_name(text: &str) -> bool {
    let is_part = |word: &str| {
        matches!(word, "i" | "och" | "för" | "av" | "of" | "and")
            || word.starts_with(char::is_uppercase)
            || ENDINGS.iter().any(|ending| word.ends_with(ending))
    };
    !has_digit(text)
        && !text.contains([':', '?', '*', '.', '@'])
        && text.starts_with(char::is_uppercase)
        && text.split_whitespace().count() <= MOST_WORDS
        && text.split_whitespace().all(is_part)
}

/// Whether a text is a label of the form and nothing more.
fn is_label(text: &str, edition: &Edition) -> bool {
    if let Some((number, offset)) = numbered(text) {
        let question = edition.question(number);
        return question.is_some_and(|question| is_squashed(&text[offset..], &question.squashed));
    }
    let mut parts = edition
        .questions
        .iter()
        .flat_map(|question| &question.parts);
    text.ends_with(':')
        || parts.any(|part| !part.squashed.is_empty() && is_squashed(text, &part.squashed))
}

/// Whether a line begins with a label of the form and has something behind its first gap.
fn begins_with_label(text: &str, edition: &Edition) -> bool {
    gaps(text)
        .next()
        .is_some_and(|(head, _)| is_label(&text[..head], edition))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a text without what is stamped beside them, and how many are in doubt.
    fn cut_of(text: &str) -> (Vec<String>, usize) {
        let edition = Edition::default_edition();
        let mut lines = Lines::whole(text, edition, 1);
        cut(&mut lines, edition);
        let texts = lines.all.iter().map(|line| line.text.to_owned());
        (texts.collect(), lines.doubtful.len())
    }

    #[test]
    fn a_stamp_beside_answers_is_none_of_them() {
        let text = "Diarienummer: PUI-2024-0006    Exempelkommun\nInkom: 2024-03-05 10:00    INKOM 2024-03-08\n\
            Kanal: E-tjänst   Dnr KS 2024/99\n1. Organisationens namn *";
        let left = [
            "Diarienummer: PUI-2024-0006",
            "Inkom: 2024-03-05 10:00",
            "Kanal: E-tjänst",
            "1. Organisationens namn *",
        ];
        assert_eq!(cut_of(text).0, left);
        let text = "4. Er organisations interna referensnummer  Exempelkommun\nKS 2024/2  Inkom 2024-03-08\n\
            Kontaktuppgifter för anmälan  Dnr KS 2024/99\n5. Kontaktpersonens namn *";
        let left = [
            "4. Er organisations interna referensnummer",
            "KS 2024/2",
            "Kontaktuppgifter för anmälan",
            "5. Kontaktpersonens namn *",
        ];
        assert_eq!(cut_of(text), (left.map(str::to_owned).to_vec(), 0));
        let text = "10. När inträffade incidenten?    INKOM\nDatum     2024-03-08\n2024-03-04    Dnr KS 2024/99";
        let left = ["10. När inträffade incidenten?", "Datum", "2024-03-04"];
        assert_eq!(cut_of(text).0, left);
        assert_eq!(
            cut_of("Exempelkommun      Dnr KS 2024/99").0,
            ["Exempelkommun"]
        );
    }

    #[test]
    fn answers_beside_their_labels_stay() {
        for text in [
            "1. Organisationens namn *    Exempelkommun\n2. Organisationsnummer    212000-0142",
            "4. Er organisations interna referensnummer    Dnr KS 2024/99",
            "Datum    2024-03-04\nKlockslag    09:30",
            "Diarienummer: PUI-2024-1    Inkom: 2024-03-05 10:00",
            "Vi ringde   Inkommen post försvann 2024-03-05",
        ] {
            assert_eq!(
                cut_of(text),
                (text.lines().map(str::to_owned).collect(), 0),
                "{text}"
            );
        }
        // Where answers stand beside labels, a date there may be one.
        let rows = "2. Organisationsnummer    212000-0142\n5. Kontaktpersonens namn    Exempel Exempelsson\n";
        let text =
            format!("{rows}x\nx\nx\n10. När inträffade incidenten?    INKOM\nDatum     2024-03-08");
        let (left, doubtful) = cut_of(&text);
        assert_eq!((left[6].as_str(), doubtful), ("Datum     2024-03-08", 1));
        for text in [
            "Datum     2024-03-08\n2024-03-04",
            "10. När inträffade incidenten?     2024-03-08\nDatum\n2024-03-04",
        ] {
            assert_eq!(cut_of(text).1, 1, "{text}");
        }
    }
}
