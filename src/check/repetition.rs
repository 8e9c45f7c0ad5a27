//! Family X in part: passages that stand twice in one answer.

use crate::bytes::{self, marks};
use crate::check::rule::Basis::Is;
use crate::check::rule::Rule;
use crate::check::rule::Run::Each;
use crate::check::several::FreeText;
use crate::config::Words;
use crate::finding::Code;
use crate::finding::Severity::Info;

/// How many characters a passage must have to be one.
const PASSAGE: usize = 80;
/// Every passage of 80 characters holds a whole aligned block of this many.
const BLOCK: usize = 40;

// It fires once per answer. White space does not count: a copy wraps lines.
pub(super) const RULES: &[Rule] = &[Rule {
    code: Code::new(*b"X004"),
    name: "repeated-passage",
    title: Words::new("Upprepat stycke", "Repeated passage"),
    severity: Info,
    or: &[],
    message: Words::new(
        "Samma stycke om minst {length} tecken står mer än en gång i svaret på fråga {question}.",
        "The same passage of at least {length} characters stands more than once in the answer to question {question}.",
    ),
    why: Words::new(
        "Ett stycke som upprepas har oftast klistrats in av misstag. Svaret säger då mindre än dess längd antyder, och något annat kan ha skrivits över.",
        "A repeated passage is mostly pasted by mistake. The answer may be longer than it is rich, and something else may have been overwritten.",
    ),
    basis: Is(Words::new(
        "Rimlighet (handlingens egen kvalitet)",
        "Plausibility (the quality of the document itself)",
    )),
    example: Words::new(
        "Beskrivningen i fråga {incident.description} är inklistrad tre gånger i sig själv.",
        "The description in question {incident.description} is pasted three times into itself.",
    ),
    run: Each(|_, context, out| {
        context.texts.each(|FreeText { answer, text, .. }| {
            if text.len() > 2 * PASSAGE && has_repetition(text) {
                out.at(answer, [("length", (PASSAGE as i64).into())])?;
            }
            Ok(())
        })
    }),
}];

/// Whether a passage of [`PASSAGE`] characters stands twice without overlap.
fn has_repetition(text: &str) -> bool {
    may_repeat(text) && repeats(text)
}

/// Whether the text can have a repeated passage, told from pairs of neighbouring
/// fragments: where a passage stands for the second time, each pair in it was seen
/// before. Sure where it says no.
///
/// A fragment is four printable ASCII characters after anything else: it is the same
/// however the passage is wrapped, since no blank of any kind is printable ASCII.
fn may_repeat(text: &str) -> bool {
    let text = text.as_bytes();
    let mut pairs = Pairs {
        seen: Seen::with_room(text.len()),
        since: 0,
        last: 0,
        start: 0,
    };
    let (blocks, rest) = text.as_chunks::<{ bytes::BLOCK }>();
    let mut tail = [b' '; bytes::BLOCK];
    tail[..rest.len()].copy_from_slice(rest);
    let mut before = 0;
    for (index, block) in blocks.iter().chain([&tail]).enumerate() {
        let printable = marks(block, |byte| byte.is_ascii_graphic());
        let mut lasts = fourths(before, printable);
        before = printable;
        while lasts != 0 {
            let start = index * bytes::BLOCK + lasts.trailing_zeros() as usize - 3;
            lasts &= lasts - 1;
            let Some(fragment) = text.get(start..).and_then(<[u8]>::first_chunk) else {
                continue;
            };
            if pairs.add(start, u32::from_le_bytes(*fragment)) {
                return true;
            }
        }
    }
    text.len() - pairs.since >= PASSAGE
}

/// Which bytes of a block are the fourth in a row that is wanted, by the marks of
/// the block before and its own.
fn fourths(before: u64, own: u64) -> u64 {
    let earlier = |bytes: u32| own << bytes | before >> (u64::BITS - bytes);
    own & earlier(1) & earlier(2) & earlier(3) & !earlier(4)
}

/// The pairs of neighbouring fragments, one after the other.
struct Pairs {
    seen: Seen,
    /// Where the last new pair begins. What is seen again may begin there, after the
    /// character that sets the fragment off, and end within the next new pair.
    since: usize,
    /// The last fragment.
    last: u32,
    /// Where it begins.
    start: usize,
}

impl Pairs {
    /// Adds a fragment: whether what lies between two new pairs can be a passage.
    fn add(&mut self, start: usize, fragment: u32) -> bool {
        let last = std::mem::replace(&mut self.last, fragment);
        let last_start = std::mem::replace(&mut self.start, start);
        if !self
            .seen
            .insert(u64::from(last) << 32 | u64::from(fragment))
        {
            return false;
        }
        let since = std::mem::replace(&mut self.since, last_start);
        start + 3 - since >= PASSAGE
    }
}

/// An odd number without a pattern.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// Which pairs of fragments were seen, one bit for each: two may pass for one, which
/// costs time and nothing else.
struct Seen {
    bits: Vec<u64>,
    shift: u32,
}

impl Seen {
    /// Room for the pairs of a text of so many bytes: a bit for each byte, and more.
    fn with_room(bytes: usize) -> Self {
        let bits = bytes.next_power_of_two().max(1024);
        Self {
            bits: vec![0; bits / 64],
            shift: u64::BITS - bits.trailing_zeros(),
        }
    }

    /// Adds a pair; whether it is new.
    fn insert(&mut self, pair: u64) -> bool {
        let place = (pair.wrapping_mul(FACTOR) >> self.shift) as usize;
        let (word, bit) = (&mut self.bits[place / 64], 1 << (place % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

/// Finds the passage by its blocks of characters.
fn repeats(text: &str) -> bool {
    let folded = fold(text);
    if folded.len() < 2 * PASSAGE {
        return false;
    }
    let blocks = Blocks::of(&folded);
    let mut hash = Rolling::new(&folded[..BLOCK]);
    for end in BLOCK..=folded.len() {
        let start = end - BLOCK;
        if blocks
            .candidates(hash.value)
            .any(|block| is_passage(&folded, block, start))
        {
            return true;
        }
        if end < folded.len() {
            hash.roll(folded[start], folded[end]);
        }
    }
    false
}

/// The characters of a text in lower-level form: one unit each, blanks folded.
fn fold(text: &str) -> Vec<u32> {
    let mut folded = Vec::with_capacity(text.len());
    let mut blank = true;
    for character in text.chars() {
        if character.is_whitespace() {
            if !blank {
                folded.push(u32::from(' '));
            }
            blank = true;
        } else {
            folded.push(u32::from(character));
            blank = false;
        }
    }
    folded
}

/// Whether the equal blocks at `a` and `b` are part of equal passages of full
/// length that do not overlap.
fn is_passage(text: &[u32], a: usize, b: usize) -> bool {
    if a >= b || text[a..a + BLOCK] != text[b..b + BLOCK] {
        return false;
    }
    let before = (0..a)
        .take_while(|back| text[a - 1 - back] == text[b - 1 - back])
        .count();
    let after = text[b + BLOCK..]
        .iter()
        .zip(&text[a + BLOCK..])
        .take_while(|(x, y)| x == y)
        .count();
    let length = (before + BLOCK + after).min(b - a);
    length >= PASSAGE
}

/// The hashes of aligned blocks, sorted.
struct Blocks {
    sorted: Vec<(u64, usize)>,
    /// A bit for the first bits of each hash: most hashes that are asked for are none.
    known: [u64; 16],
}

impl Blocks {
    fn of(text: &[u32]) -> Self {
        let mut sorted: Vec<_> = text
            .chunks_exact(BLOCK)
            .enumerate()
            .map(|(index, block)| (Rolling::new(block).value, index * BLOCK))
            .collect();
        sorted.sort_unstable();
        let mut known = [0; 16];
        for (hash, _) in &sorted {
            known[(hash >> 60) as usize] |= 1 << (hash >> 54 & 63);
        }
        Self { sorted, known }
    }

    /// Starts of the blocks with this hash; a few at most, so that a text of one
    /// character over and over stays cheap.
    fn candidates(&self, hash: u64) -> impl Iterator<Item = usize> {
        const MOST: usize = 4;
        let is_known = self.known[(hash >> 60) as usize] >> (hash >> 54 & 63) & 1 == 1;
        let sorted = if is_known { &self.sorted[..] } else { &[] };
        let first = sorted.partition_point(|block| block.0 < hash);
        sorted[first..]
            .iter()
            .take(MOST)
            .take_while(move |block| block.0 == hash)
            .map(|block| block.1)
    }
}

/// A rolling polynomial hash over a window of [`BLOCK`] characters.
struct Rolling {
    value: u64,
    highest: u64,
}

impl Rolling {
    const BASE: u64 = FACTOR;

    fn new(window: &[u32]) -> Self {
        let push =
            |hash: u64, unit: &u32| hash.wrapping_mul(Self::BASE).wrapping_add(u64::from(*unit));
        let highest = (1..window.len()).fold(1u64, |power, _| power.wrapping_mul(Self::BASE));
        Self {
            value: window.iter().fold(0, push),
            highest,
        }
    }

    fn roll(&mut self, out: u32, add: u32) {
        self.value = self
            .value
            .wrapping_sub(u64::from(out).wrapping_mul(self.highest))
            .wrapping_mul(Self::BASE)
            .wrapping_add(u64::from(add));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::found;
    use proptest::prelude::*;
    use serde_json::json;

    const SENTENCE: &str =
        "Frågeställaren informerades om att det är kontoret som äger beskrivningarna av systemet. ";

    #[test]
    fn a_passage_pasted_twice_is_told_once() {
        let twice = format!(
            "{SENTENCE}Något annat står emellan. {}",
            SENTENCE.replace(' ', "\n")
        );
        assert_eq!(
            found(&json!({"incident": {"description": twice}})),
            ["X004 I"]
        );
    }

    proptest! {
        #[test]
        fn nothing_repeated_is_passed_over(
            words in proptest::collection::vec("[abå]{1,45}|[ab–\u{1}]{1,9}|[ab] [bå]", 1..12),
            blanks in "[ \n\u{a0}\u{2003}]{1,2}",
            around in "[abå \n\u{a0}]{0,60}",
        ) {
            let (passage, wrapped) = (words.join("\n "), words.join(&blanks));
            let text = format!("{around}{passage}{around} {wrapped} {around}");
            prop_assert!(may_repeat(&text) || !repeats(&text));
        }
    }

    #[test]
    fn fragments_are_four_characters_after_another() {
        let all = |marks: [u64; 2]| [fourths(0, marks[0]), fourths(marks[0], marks[1])];
        assert_eq!(
            all([0b1111_0111_0111_1101_1111, 0]),
            [1 << 3 | 1 << 9 | 1 << 19, 0]
        );
        for start in 1..64 {
            let run = 0b11_1111_u128 << start;
            let [low, high] = all([run as u64, (run >> 64) as u64]);
            assert_eq!(
                u128::from(high) << 64 | u128::from(low),
                1 << (start + 3),
                "{start}"
            );
        }
    }

    #[test]
    fn a_passage_is_found_wherever_it_stands() {
        for blanks in 0..2 * bytes::BLOCK {
            let text = format!(
                "{}{SENTENCE}{}{}",
                " ".repeat(blanks),
                "b ".repeat(blanks),
                SENTENCE.replace(' ', "\n ")
            );
            assert!(may_repeat(&text) && has_repetition(&text), "{blanks}");
        }
    }

    #[test]
    fn ordinary_text_is_silent() {
        assert!(!has_repetition(SENTENCE));
        let short = "Ett kort stycke som upprepas. ".repeat(2);
        assert!(!has_repetition(&format!("{short}{SENTENCE}")));
        assert!(has_repetition(&"a".repeat(1000)));
    }
}
