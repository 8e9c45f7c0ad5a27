//! The findings of a notification as bytes, since a run holds those of millions: some
//! twenty bytes for each, where the finding itself has a hundred and more.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};

use foldhash::HashMap;

use crate::config::Words;
use crate::finding::{Code, Excerpt, Fact, Finding, Severity};
use crate::form::Key;
use crate::moment::{Instant, LocalTime, Moment, Passed, Precision};

/// Findings in their order, packed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Findings(Box<[u8]>);

impl Findings {
    /// Packs findings.
    pub(crate) fn of(findings: &[Finding]) -> Self {
        let mut all = Vec::with_capacity(findings.len() * 24);
        let mut one = Vec::with_capacity(64);
        for finding in findings {
            one.clear();
            put_finding(finding, &mut one);
            put(one.len() as u64, &mut all);
            all.extend_from_slice(&one);
        }
        // A list that has grown keeps room for more: it is copied to a place of its size.
        Self(all.as_slice().into())
    }

    /// The findings, one after the other.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Finding> + '_ {
        self.parts().filter_map(|part| Bytes(part).finding())
    }

    /// The rule and the level of each.
    pub(crate) fn heads(&self) -> impl Iterator<Item = (Code, Severity)> + '_ {
        self.parts().filter_map(|part| Bytes(part).head())
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Changes the findings.
    pub(crate) fn edit(&mut self, change: impl FnOnce(&mut Vec<Finding>)) {
        let mut findings: Vec<Finding> = self.iter().collect();
        change(&mut findings);
        *self = Self::of(&findings);
    }

    /// The bytes of each finding.
    fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = Bytes(&self.0);
        std::iter::from_fn(move || rest.text())
    }
}

/// The levels, by the byte that stands for each.
const LEVELS: [Severity; 3] = Severity::GRAVEST_FIRST;
const PRECISIONS: [Precision; 4] = [
    Precision::Minute,
    Precision::Day,
    Precision::Month,
    Precision::Span,
];
const LOCAL_TIMES: [LocalTime; 3] = [
    LocalTime::Plain,
    LocalTime::Nonexistent,
    LocalTime::Ambiguous,
];

/// Puts a number: seven bits a byte, the lowest first.
fn put(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Puts a number that may be negative.
fn put_signed(number: i64, out: &mut Vec<u8>) {
    put((number << 1 ^ number >> 63) as u64, out);
}

fn put_text(text: &[u8], out: &mut Vec<u8>) {
    put(text.len() as u64, out);
    out.extend_from_slice(text);
}

fn put_words(words: Words, out: &mut Vec<u8>) {
    put(u64::from(Known::number(words)), out);
}

fn put_moment(moment: &Moment, out: &mut Vec<u8>) {
    put_signed(moment.earliest.0.into(), out);
    put_signed(moment.latest.0.into(), out);
    out.extend([moment.precision as u8, moment.local as u8]);
}

fn put_finding(finding: &Finding, out: &mut Vec<u8>) {
    let Finding {
        code,
        severity,
        question,
        line,
        field,
        place,
        facts,
        excerpt,
    } = finding;
    out.extend_from_slice(&code.bytes());
    out.extend([severity.rank() as u8, *question]);
    put(u64::from(*line), out);
    let has = |part: bool, bit: u8| u8::from(part) << bit;
    out.push(has(field.is_some(), 0) | has(place.is_some(), 1) | has(excerpt.is_some(), 2));
    if let Some((key, index)) = field {
        out.push(*key as u8);
        put(u64::from(*index), out);
    }
    if let Some(place) = place {
        put_text(place.as_bytes(), out);
    }
    if let Some(excerpt) = excerpt {
        put_text(excerpt.text.as_bytes(), out);
        put(excerpt.marks.len() as u64, out);
        for mark in &excerpt.marks {
            put(mark.start as u64, out);
            put(mark.end as u64, out);
        }
    }
    put(facts.len() as u64, out);
    for (name, fact) in facts {
        put_words(Words::new(name, name), out);
        put_fact(fact, out);
    }
}

fn put_fact(fact: &Fact, out: &mut Vec<u8>) {
    match fact {
        Fact::Value(text) => {
            out.push(0);
            put_text(text.as_bytes(), out);
        }
        Fact::Words(words) => {
            out.push(1);
            put_words(*words, out);
        }
        Fact::List(list) => {
            out.push(2);
            put(list.len() as u64, out);
            list.iter().for_each(|words| put_words(*words, out));
        }
        Fact::Names(names) => {
            out.push(3);
            put(names.len() as u64, out);
            names.iter().for_each(|name| put_text(name.as_bytes(), out));
        }
        Fact::Counts(counts) => {
            out.push(4);
            put(counts.len() as u64, out);
            for (count, words) in counts {
                put(u64::from(*count), out);
                put_words(*words, out);
            }
        }
        Fact::Number(number) => {
            out.push(5);
            put_signed(*number, out);
        }
        Fact::Passed(passed) => {
            out.push(6);
            passed
                .parts()
                .into_iter()
                .for_each(|part| put_signed(part, out));
        }
        Fact::Instant(instant) => {
            out.push(7);
            put_signed(instant.0.into(), out);
        }
        Fact::Moment(moment) => {
            out.push(8);
            put_moment(moment, out);
        }
    }
}

/// Bytes that are read from their beginning.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let (mut number, mut bits) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << bits;
            bits += 7;
            if byte < 0x80 {
                return Some(number);
            }
        }
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    fn text(&mut self) -> Option<&'b [u8]> {
        let length = self.number()? as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(text)
    }

    fn string(&mut self) -> Option<Box<str>> {
        std::str::from_utf8(self.text()?).ok().map(Box::from)
    }

    fn words(&mut self) -> Option<Words> {
        Known::words(self.number()? as usize)
    }

    /// A list of as many as its first number says.
    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Box<[T]>> {
        let count = self.number()?;
        (0..count).map(|_| one(self)).collect()
    }

    fn instant(&mut self) -> Option<Instant> {
        Some(Instant(self.signed()? as i32))
    }

    fn moment(&mut self) -> Option<Moment> {
        Some(Moment {
            earliest: self.instant()?,
            latest: self.instant()?,
            precision: *PRECISIONS.get(usize::from(self.byte()?))?,
            local: *LOCAL_TIMES.get(usize::from(self.byte()?))?,
        })
    }

    fn head(&mut self) -> Option<(Code, Severity)> {
        let (code, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some((Code::new(*code), *LEVELS.get(usize::from(self.byte()?))?))
    }

    fn finding(&mut self) -> Option<Finding> {
        let (code, severity) = self.head()?;
        let (question, line) = (self.byte()?, self.number()? as u32);
        let has = self.byte()?;
        let field = match has & 1 {
            0 => None,
            _ => Some((
                *Key::ALL.get(usize::from(self.byte()?))?,
                self.number()? as u16,
            )),
        };
        let place = if has & 2 == 0 {
            None
        } else {
            Some(self.string()?)
        };
        let excerpt = if has & 4 == 0 {
            None
        } else {
            Some(Box::new(self.excerpt()?))
        };
        let facts = self.list(|bytes| Some((bytes.words()?.sv, bytes.fact()?)))?;
        Some(Finding {
            code,
            severity,
            question,
            line,
            field,
            place,
            facts,
            excerpt,
        })
    }

    fn excerpt(&mut self) -> Option<Excerpt> {
        let text = self.string()?;
        let marks = self.list(|bytes| Some(bytes.number()? as usize..bytes.number()? as usize))?;
        Some(Excerpt { text, marks })
    }

    fn fact(&mut self) -> Option<Fact> {
        Some(match self.byte()? {
            0 => Fact::Value(self.string()?),
            1 => Fact::Words(self.words()?),
            2 => Fact::List(self.list(Self::words)?),
            3 => Fact::Names(self.list(Self::string)?),
            4 => Fact::Counts(self.list(|bytes| Some((bytes.number()? as u32, bytes.words()?)))?),
            5 => Fact::Number(self.signed()?),
            6 => Fact::Passed(Passed::of_parts([
                self.signed()?,
                self.signed()?,
                self.signed()?,
            ])),
            7 => Fact::Instant(self.instant()?),
            8 => Fact::Moment(self.moment()?),
            _ => return None,
        })
    }
}

/// All fixed texts that any finding has had: some hundreds.
static ALL: Mutex<Vec<Words>> = Mutex::new(Vec::new());

/// The fixed texts that a thread has met, and their numbers.
#[derive(Default)]
struct Known {
    /// By where a text lies and how long it is, in both languages.
    numbers: HashMap<[usize; 4], u32>,
    words: Vec<Words>,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

impl Known {
    fn number(words: Words) -> u32 {
        let Words { sv, en } = words;
        let place = [sv.as_ptr().addr(), sv.len(), en.as_ptr().addr(), en.len()];
        let added = || {
            let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
            let known = all.iter().position(|other| *other == words);
            known.unwrap_or_else(|| {
                all.push(words);
                all.len() - 1
            }) as u32
        };
        KNOWN.with_borrow_mut(|known| *known.numbers.entry(place).or_insert_with(added))
    }

    fn words(number: usize) -> Option<Words> {
        KNOWN.with_borrow_mut(|known| {
            if number >= known.words.len() {
                known
                    .words
                    .clone_from(&ALL.lock().unwrap_or_else(PoisonError::into_inner));
            }
            known.words.get(number).copied()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings() -> Vec<Finding> {
        let instant = Instant(-27_000_000);
        let moment = Moment {
            earliest: instant,
            latest: Instant(i32::MAX),
            precision: Precision::Month,
            local: LocalTime::Ambiguous,
        };
        let words = Words::new("ett", "one");
        let facts = [
            Fact::Value("å".into()),
            Fact::Words(words),
            Fact::List([words, Words::new("", "")].into()),
            Fact::Names(["a.txt".into(), "".into()].into()),
            Fact::Counts([(u32::MAX, words)].into()),
            Fact::Number(i64::MIN),
            Fact::Passed(Passed::between(-1, 300)),
            Fact::Passed(Passed::at_least(7200)),
            Fact::Instant(instant),
            Fact::Moment(moment),
        ];
        let all = facts.into_iter().fold(
            Finding::new(Code::new(*b"C001"), Severity::Error, 255, u32::MAX),
            |finding, fact| finding.with("fact", fact),
        );
        let mut placed = Finding::new(Code::new(*b"X004"), Severity::Info, 0, 0)
            .at(Key::ALL[Key::COUNT - 1], u16::MAX);
        placed.place = Some("/incident/0".into());
        placed.excerpt = Some(Box::new(Excerpt {
            text: "ord".into(),
            marks: [1..2, 0..3].into(),
        }));
        vec![
            all,
            placed,
            Finding::new(Code::new(*b"M001"), Severity::Warning, 1, 127),
        ]
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let all = findings();
        let packed = Findings::of(&all);
        assert_eq!(packed.iter().collect::<Vec<_>>(), all);
        let heads: Vec<_> = all
            .iter()
            .map(|finding| (finding.code, finding.severity))
            .collect();
        assert_eq!(packed.heads().collect::<Vec<_>>(), heads);
        assert!(Findings::of(&[]).is_empty() && !packed.is_empty());
    }

    /// One fact of each kind, by its number and the values it is made of.
    fn fact((kind, number, text, list): (u8, i64, String, Vec<u32>)) -> Fact {
        const FIXED: [Words; 3] = [
            Words::new("ett", "one"),
            Words::new("", ""),
            Words::new("två", "one"),
        ];
        let words = |at: u32| FIXED[at as usize % FIXED.len()];
        let instant = Instant(number as i32);
        match kind {
            0 => Fact::Value(text.into()),
            1 => Fact::Words(words(number as u32)),
            2 => Fact::List(list.into_iter().map(words).collect()),
            3 => Fact::Names(list.iter().map(|_| text.as_str().into()).collect()),
            4 => Fact::Counts(list.into_iter().map(|at| (at, words(at))).collect()),
            5 => Fact::Number(number),
            6 => Fact::Passed(Passed::of_parts([number, 0, i64::from(list.len() as u32)])),
            7 => Fact::Instant(instant),
            _ => Fact::Moment(Moment {
                earliest: instant,
                latest: Instant(!instant.0),
                precision: PRECISIONS[list.len() % 4],
                local: LOCAL_TIMES[text.len() % 3],
            }),
        }
    }

    proptest::proptest! {
        #[test]
        fn any_findings_come_out_again(
            heads in proptest::collection::vec((0_usize..3, 0_u8..=255, 0_u32..=u32::MAX), 0..4),
            place in proptest::option::of(".{0,12}"),
            key in proptest::option::of((0..Key::COUNT, 0_u16..=u16::MAX)),
            facts in proptest::collection::vec(
                (0_u8..9, proptest::num::i64::ANY, ".{0,200}", proptest::collection::vec(0_u32..=u32::MAX, 0..4)),
                0..6,
            ),
        ) {
            let all: Vec<Finding> = heads
                .into_iter()
                .map(|(level, question, line)| {
                    let mut finding = Finding::new(Code::new(*b"K007"), LEVELS[level], question, line);
                    if let Some((key, index)) = key {
                        finding = finding.at(Key::ALL[key], index);
                    }
                    finding.place = place.as_deref().map(Box::from);
                    facts.iter().cloned().map(fact).fold(finding, |finding, fact| finding.with("fact", fact))
                })
                .collect();
            let packed = Findings::of(&all);
            proptest::prop_assert_eq!(packed.iter().collect::<Vec<_>>(), all);
        }
    }

    #[test]
    fn keys_and_levels_are_found_by_their_place() {
        assert!(
            Key::ALL
                .iter()
                .enumerate()
                .all(|(at, key)| *key as usize == at)
        );
        let of = |all: &[u8]| {
            all.iter()
                .enumerate()
                .all(|(at, one)| usize::from(*one) == at)
        };
        assert!(of(&LEVELS.map(|level| level.rank() as u8)));
        assert!(of(&PRECISIONS.map(|one| one as u8)) && of(&LOCAL_TIMES.map(|one| one as u8)));
    }
}
