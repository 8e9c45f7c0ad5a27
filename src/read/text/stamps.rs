//! Stamps and feet in the midst of a copy that keeps no pages: when it came in or was
//! printed, and under which number. They are known by their words, or by coming again.

use std::ops::Range;

use crate::form::{Edition, is_stamp};
use crate::read::text::lines::Lines;
use crate::read::text::looks::begins_stamp;
use crate::read::text::made::made;

/// The shortest line that may be a foot, in bytes: short answers come again.
const LEAST_FOOT: usize = 16;
/// A foot that has other words, too, comes again so often.
const MANY: usize = 3;

/// The positions of stamps and feet from a line on. A stamp that is all that stands
/// between two lines of the form is not among them, since it may be an answer.
pub(super) fn find(lines: &Lines, edition: &Edition, first_heading: usize) -> Vec<usize> {
    let mut found = feet(lines, edition, first_heading);
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in lines.stamped.iter().copied() {
        let end = runs.last().map_or(0, |run| run.end);
        if at > first_heading && at >= end {
            runs.push(run(lines, edition, at));
        }
    }
    let texts =
        |run: &Range<usize>| -> Vec<&str> { run.clone().map(|at| lines.text(at)).collect() };
    // No answer is given twice with the moment of a stamp.
    let is_again = |run: &Range<usize>| {
        let same = |other: &&Range<usize>| texts(other) == texts(run);
        runs.iter().filter(same).count() > 1
    };
    let is_stamp =
        |run: &&Range<usize>| !run.is_empty() && (!is_alone(lines, run) || is_again(run));
    found.extend(runs.iter().filter(is_stamp).flat_map(Clone::clone));
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether the lines of an answer are a stamp and nothing else.
pub(super) fn is_all(lines: &Lines, edition: &Edition, first: usize, end: usize) -> bool {
    lines.stamped.binary_search(&first).is_ok() && run(lines, edition, first) == (first..end)
}

/// Whether nothing but lines of the form stand around a stamp.
fn is_alone(lines: &Lines, run: &Range<usize>) -> bool {
    let is_form = |at: usize| lines.all.get(at).is_none_or(|line| line.printed.is_some());
    run.start.checked_sub(1).is_none_or(is_form) && is_form(run.end)
}

/// The lines of a stamp that may begin at a position: words of receipt or printing with a
/// date, on one line or two, and the number of the case. Empty if none does.
fn run(lines: &Lines, edition: &Edition, at: usize) -> Range<usize> {
    let text = |at: usize| lines.all.get(at).map_or("", |line| line.text);
    let only = |at: usize| Some(made(text(at), edition)).filter(|made| !made.has_words);
    let has_date = |at: usize| only(at).is_some_and(|made| made.has_date);
    let mut end = match only(at) {
        Some(made) if made.has_stamp && made.has_date => at + 1,
        None if is_stamp(text(at)) && has_date(at + 1) => at + 2,
        _ => return at..at,
    };
    while begins_stamp(text(end)) && only(end).is_some_and(|made| made.has_stamp) {
        end += 1;
    }
    at..end
}

/// The positions of lines that come again as they are, with what no answer has twice.
fn feet(lines: &Lines, edition: &Edition, first_heading: usize) -> Vec<usize> {
    let text = |other: &(u64, usize)| lines.text(other.1);
    let long = |at: &usize| Some((outline(lines.text(*at).as_bytes())?, *at));
    let others = lines.others.iter().filter(|at| **at > first_heading);
    let others = others.filter_map(long);
    if !may_come_twice(others.clone().map(|other| other.0)) {
        return Vec::new();
    }
    let mut others: Vec<(u64, usize)> = others.collect();
    // The outlines tell nearly all lines apart, faster than their texts.
    others.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| text(a).cmp(text(b))));
    let again = others.chunk_by(|a, b| a.0 == b.0 && text(a) == text(b));
    let is_foot = |same: &&[(u64, usize)]| {
        let text = text(&same[0]);
        let made = made(text, edition);
        if !made.has_words {
            return made.has_stamp;
        }
        let signs = ["://", "www.", edition.title.sv.as_str()];
        let is_sign = || signs.iter().any(|sign| text.contains(sign));
        same.len() >= MANY && (is_sign() || text.split(' ').any(is_stamp))
    };
    again
        .filter(|same| same.len() > 1)
        .filter(is_foot)
        .flatten()
        .map(|(_, at)| *at)
        .collect()
}

/// Whether one of the outlines may come twice. Each is one of a few thousand bits, and few
/// fall on the same one: in most copies none does.
fn may_come_twice(mut outlines: impl Iterator<Item = u64>) -> bool {
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut came = [0_u64; 64];
    outlines.any(|outline| {
        let place = outline.wrapping_mul(SPREAD) >> 52;
        let (bits, bit) = (&mut came[(place / 64) as usize], 1 << (place % 64));
        let came_before = *bits & bit != 0;
        *bits |= bit;
        came_before
    })
}

/// The length and the end of a line that may be a foot; `None` for a shorter one.
fn outline(line: &[u8]) -> Option<u64> {
    let end = line.last_chunk().filter(|_| line.len() >= LEAST_FOOT)?;
    Some(u64::from_le_bytes(*end) ^ line.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines that are left of a text.
    fn left(text: &str) -> Vec<String> {
        let text = format!("1. Organisationens namn\n{text}\n2. Organisationsnummer");
        let lines = Lines::split(&text, Edition::default_edition(), 1);
        let left = lines.all[1..lines.all.len() - 1].iter();
        left.map(|line| line.text.to_owned()).collect()
    }

    #[test]
    fn stamps_in_the_midst_of_an_answer_are_left_out() {
        for stamp in [
            "Inkom 2026-01-02",
            "INKOM 2026-01-02 Dnr KS 2026/12",
            "Inkom 2026-01-02 Dnr: PUI-2026-12",
            "Inkommen den 2 januari 2026 kl. 10:02",
            "Utskriven 2026-01-02 10:02",
            "Inkom\n2026-01-02\nDnr KS 2026/12",
            "Diarieförd: 2026-01-02, dnr 2026-12",
        ] {
            assert_eq!(
                left(&format!("Vi tappade\n{stamp}\nlistan")),
                ["Vi tappade", "listan"]
            );
            assert_eq!(
                left(&format!("Vi tappade\n{stamp}")),
                ["Vi tappade"],
                "{stamp}"
            );
        }
    }

    #[test]
    fn what_may_be_an_answer_stays() {
        for answer in [
            "2026-01-02",
            "Dnr KS 2026/12",
            "Inkom till oss 2026-01-02",
            "Inkom",
            "Mottagen post 2026-01-02 försvann",
            "Se https://angby.se/incident",
        ] {
            assert_eq!(left(&format!("Vi tappade\n{answer}")).len(), 2, "{answer}");
        }
        assert_eq!(
            left("Inkom 2026-01-02"),
            ["Inkom 2026-01-02"],
            "it may be all of an answer"
        );
        let again = "Inkom 2026-01-02\n3. Postadress\nInkom 2026-01-02";
        assert_eq!(left(again), ["3. Postadress"], "it is on every page");
        assert_eq!(
            left("Vi ringde alla berörda\nVi ringde alla berörda").len(),
            2
        );
    }

    #[test]
    fn what_comes_again_is_a_foot() {
        let foot = |line: &str, times: usize| left(&format!("a\n{line}\nb\n").repeat(times)).len();
        let address = "Ängby kommun | 123 45 Ängby | www.angby.se/kontakt";
        assert_eq!((foot(address, 2), foot(address, 3)), (6, 6));
        assert_eq!(foot("Diarienummer KS 2026/12", 2), 4);
    }
}
