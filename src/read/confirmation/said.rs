//! What the sentences of a mail say: that the notification came in, or did not, and which
//! moments are those of receipt.

use super::sentences::{Sentence, Word, sentences};
use super::{Signs, moments};
use crate::moment::Moment;

/// A mail that gives a time so long before or after it was sent speaks of something else, in
/// minutes.
const AHEAD: i64 = 24 * 60;

/// What was heard in a mail.
#[derive(Debug, Default)]
pub(super) struct Heard {
    facts: Vec<Fact>,
    /// The moments of receipt.
    moments: Vec<Moment>,
    /// Those that no word says anything of.
    loose: Vec<Moment>,
}

/// What a mail says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fact {
    /// The notification came in.
    Came,
    /// The notification did not come in.
    DidNot,
    /// Something else came in.
    Other,
    /// It is called a confirmation.
    Named,
    /// It is about a supplement.
    OfSupplement,
    /// It may have been sent later than the notification came in.
    Doubted,
    /// Several moments stand beside one word of receipt.
    Undecided,
}

/// What stands in a sentence, in order.
enum Mark {
    Came(Came),
    /// Another event.
    Event,
    /// What follows is about something else.
    Break,
    Time(Moment),
}

/// A word of receipt.
struct Came {
    what: What,
    is_negated: bool,
    /// It may happen, or has not yet.
    may: bool,
    /// Another part of the sentence says that something is not.
    is_odd: bool,
}

/// What came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Ours,
    Other,
    /// It is not said, as in labels.
    Unsaid,
}

impl Heard {
    /// What is heard in the subject and in the text of a mail.
    pub(super) fn of(subject: &str, text: &str, signs: &Signs) -> Self {
        let mut heard = Self::default();
        for sentence in sentences(subject) {
            heard.note(
                Fact::OfSupplement,
                signs.not_in_subject.are_in(&sentence.words),
            );
            heard.note(
                Fact::Doubted,
                signs.doubt_in_subject.are_in(&sentence.words),
            );
            heard.hear(&sentence, signs);
        }
        for sentence in sentences(text) {
            heard.note(
                Fact::OfSupplement,
                signs.not_in_text.are_in(&sentence.words),
            );
            heard.note(Fact::Doubted, raises_doubt(&sentence, signs));
            heard.hear(&sentence, signs);
        }
        heard
    }

    /// Whether the mail says that the notification did not come in.
    pub(super) fn denies(&self) -> bool {
        self.has(Fact::DidNot) && !self.has(Fact::Came)
    }

    /// Whether the mail says that the notification came in.
    pub(super) fn confirms(&self) -> bool {
        let is_named = self.has(Fact::Named) && !self.has(Fact::Other);
        (self.has(Fact::Came) || is_named) && !self.has(Fact::OfSupplement)
    }

    /// Whether the mail is of the kind that is sent when a notification comes in, and was sent
    /// about when it says, if it says anything of it.
    pub(super) fn was_sent_at_once(&self, sent: &Moment) -> bool {
        let against = [Fact::Doubted, Fact::DidNot, Fact::Undecided];
        let is_far = |told: &Moment| {
            told.latest.minutes_to(sent.earliest) > AHEAD
                || sent.latest.minutes_to(told.earliest) > AHEAD
        };
        !against.iter().any(|fact| self.has(*fact))
            && self.moments.is_empty()
            && !self.loose.iter().any(is_far)
    }

    /// The moment of receipt that the mail tells: of several that agree the closest one.
    pub(super) fn received(&self, sent: Option<&Moment>) -> Option<Moment> {
        let is_ahead =
            |told: &Moment| sent.is_some_and(|sent| sent.latest.minutes_to(told.earliest) > AHEAD);
        let differ = |told: &Moment| self.moments.iter().any(|other| told.disagrees(other));
        if self.has(Fact::Undecided)
            || self.has(Fact::DidNot)
            || self
                .moments
                .iter()
                .any(|told| is_ahead(told) || differ(told))
        {
            return None;
        }
        let width = |told: &&Moment| told.earliest.minutes_to(told.latest);
        self.moments.iter().min_by_key(width).copied()
    }

    fn has(&self, fact: Fact) -> bool {
        self.facts.contains(&fact)
    }

    /// Notes a fact, if it is one.
    fn note(&mut self, fact: Fact, is_one: bool) {
        if is_one && !self.has(fact) {
            self.facts.push(fact);
        }
    }

    fn hear(&mut self, sentence: &Sentence, signs: &Signs) {
        let words = &sentence.words;
        let marks = marks(sentence, signs);
        for (at, mark) in marks.iter().enumerate() {
            match mark {
                Mark::Came(Came {
                    what: What::Other,
                    is_negated: false,
                    ..
                }) => self.note(Fact::Other, true),
                Mark::Came(came) if came.what == What::Ours => {
                    self.note(Fact::DidNot, came.is_negated);
                    let is_fact = !came.may && !came.is_negated;
                    self.note(Fact::Came, is_fact);
                    let is_odd = came.is_odd || signs.earlier.are_in(words);
                    self.note(Fact::Doubted, is_fact && is_odd);
                }
                Mark::Time(moment) => self.time(&marks, at, *moment),
                _ => {}
            }
        }
        let may = |at: usize| signs.may.at(words, at).is_some();
        let is_name = |at: usize| signs.names.at(words, at).is_some();
        let is_negated = signs.not.are_in(words) || (0..words.len()).any(may);
        let what = (0..words.len()).find_map(|at| said(words, at, signs));
        let is_other = matches!(what, Some((_, What::Other)));
        let is_named = !is_negated && (0..words.len()).any(is_name) && !is_other;
        self.note(Fact::Named, is_named);
    }

    /// Takes a moment for one of receipt if a word of receipt governs it: the nearest before
    /// it, else the nearest behind it, with no other moment between.
    fn time(&mut self, marks: &[Mark], at: usize, moment: Moment) {
        let is_word = |mark: &&Mark| matches!(mark, Mark::Came(_) | Mark::Event);
        let before = marks[..at].last().filter(is_word);
        let behind = || marks.get(at + 1).filter(is_word);
        let came = match before.or_else(behind) {
            Some(Mark::Came(came)) => came,
            Some(_) => return,
            None => {
                self.loose.push(moment);
                return;
            }
        };
        if came.is_negated || came.what == What::Other {
            return;
        }
        self.moments.push(moment);
        self.note(Fact::Came, came.what == What::Ours);
        // Two moments in a row: which is meant is not known.
        let next = marks.get(at + 1);
        if before.is_some() && matches!(next, Some(Mark::Time(next)) if next.disagrees(&moment)) {
            self.note(Fact::Undecided, true);
        }
    }
}

/// Whether a sentence is one that a confirmation does not have.
fn raises_doubt(sentence: &Sentence, signs: &Signs) -> bool {
    let words = &sentence.words;
    let asks = sentence.asks || signs.questions.are_in(words) && signs.asking.are_in(words);
    (asks || signs.doubt_in_text.are_in(words)) && !signs.harmless.are_in(words)
}

/// The marks of a sentence.
fn marks(sentence: &Sentence, signs: &Signs) -> Vec<Mark> {
    let words = &sentence.words;
    let (mut marks, mut at, mut from) = (Vec::new(), 0, 0);
    while at < words.len() {
        let came = signs.came.at(words, at).or_else(|| split(words, at, signs));
        let comes = signs.comes.at(words, at);
        if let Some((moment, length)) = moments::at(words, at, from, signs) {
            marks.push(Mark::Time(moment));
            at += length;
            from = at;
        } else if let Some(length) = came.or(comes) {
            let mut came = of_came(words, at, at + length, signs);
            came.may |= comes.is_some() || sentence.asks;
            marks.push(Mark::Came(came));
            at += length;
        } else if let Some(length) = signs.other_events.at(words, at) {
            marks.push(Mark::Event);
            at += length;
        } else {
            if signs.breaks.at(words, at).is_some() {
                marks.push(Mark::Break);
            }
            at += 1;
        }
    }
    marks
}

/// The end of a word of receipt that stands apart from its beginning: `tog den 5 mars emot`.
fn split(words: &[Word], at: usize, signs: &Signs) -> Option<usize> {
    let length = signs.split_end.at(words, at)?;
    signs.split.are_in(&words[..at]).then_some(length)
}

/// The word of receipt between two places.
fn of_came(words: &[Word], start: usize, end: usize, signs: &Signs) -> Came {
    let parts = |at: &usize| signs.breaks.at(words, *at).is_some();
    let ends = |at: &usize| words[*at].ends_clause || parts(at);
    let clause = (0..start).rev().find(ends).map_or(0, |at| at + 1);
    let part = (0..start).rev().find(parts).map_or(0, |at| at + 1);
    let next = (end - 1..words.len()).find(|at| words[*at].ends_clause || parts(&(at + 1)));
    let next = next.map_or(words.len(), |at| at + 1);
    let before = &words[clause..start];
    let is_negated = signs.not.are_in(before) || signs.not.at(words, end).is_some();
    Came {
        what: came_in(words, (clause, start), (end, next), signs),
        is_negated,
        may: signs.may.are_in(before) || signs.may_first.at(before, 0).is_some(),
        // As in "has not, in spite of a reminder, received".
        is_odd: !is_negated && signs.not.are_in(&words[part..start]),
    }
}

/// What came in by the word between `start` and `end`: what stands nearer in its clause, which
/// goes from `clause` to `next`, else what stands before it. Of several before it the first is
/// meant, "the answer to the notification"; what a clause with *som* is about stands last before it.
fn came_in(
    words: &[Word],
    (clause, start): (usize, usize),
    (end, next): (usize, usize),
    signs: &Signs,
) -> What {
    let first = |from: usize, to: usize| (from..to).find_map(|at| said(words, at, signs));
    let last = |from: usize, to: usize| (from..to).rev().find_map(|at| said(words, at, signs));
    let of_clause = |to: usize| {
        let is_about = to > 0 && signs.about.at(words, to - 1).is_some();
        last(0, to).filter(|_| is_about)
    };
    let before = match (first(clause, start), last(clause, start)) {
        (Some((_, what)), Some((at, _))) => Some((at, what)),
        _ => of_clause(clause),
    };
    let near = match (before, first(end, next)) {
        (Some(before), Some(behind)) => {
            let is_before = start - before.0 <= behind.0 + 1 - end;
            Some(if is_before { before } else { behind })
        }
        (before, behind) => before.or(behind),
    };
    let found = near
        .or_else(|| first(0, start))
        .or_else(|| first(end, words.len()));
    found.map_or(What::Unsaid, |(_, what)| what)
}

/// What a word says that came in.
fn said(words: &[Word], at: usize, signs: &Signs) -> Option<(usize, What)> {
    let is_way = at > 0 && signs.by.at(words, at - 1).is_some();
    if signs.others.at(words, at).is_some() {
        (!is_way).then_some((at, What::Other))
    } else {
        signs.ours.at(words, at).map(|_| (at, What::Ours))
    }
}
