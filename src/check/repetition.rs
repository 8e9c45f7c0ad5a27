//! Family X in part: passages that stand twice in one answer.

use crate::check::{Context, Rule, Run};
use crate::config::Words;
use crate::finding::{Code, Fact, Finding, Severity, Silent};
use crate::notification::{Notification, State};

const REPEATED_PASSAGE: Code = Code::new(b"X004");

/// How many characters a passage must have to be one.
const PASSAGE: usize = 80;
/// Every passage of 80 characters holds a whole aligned block of this many.
const BLOCK: usize = 40;

pub(super) const RULES: &[Rule] = &[Rule {
    code: REPEATED_PASSAGE,
    name: "repeated-passage",
    severity: Severity::Info,
    or: None,
    message: Words::new(
        "Samma stycke om minst {length} tecken står mer än en gång i svaret på fråga {question}.",
        "The same passage of at least {length} characters stands more than once in the answer to question {question}.",
    ),
    why: Words::new(
        "Ett stycke som upprepas är oftast inklistrat av misstag. Svaret kan vara längre än det är innehållsrikt, och något annat kan ha skrivits över.",
        "A repeated passage is mostly pasted by mistake. The answer may be longer than it is rich, and something else may have been overwritten.",
    ),
    basis: Words::new(
        "Rimlighet (handlingens egen kvalitet)",
        "Plausibility (the quality of the document itself)",
    ),
    example: Words::new(
        "Beskrivningen i fråga 16 är inklistrad tre gånger i sig själv.",
        "The description in question 16 is pasted three times into itself.",
    ),
    run: Run::Each(repeated_passage),
}];

/// X004, once per answer. White space does not count: a copy wraps lines.
fn repeated_passage(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Result<(), Silent> {
    let mut any = false;
    for text in n.free_texts() {
        let State::Given(given) = &text.state else { continue };
        any = true;
        if given.len() > 2 * PASSAGE && has_repetition(given) {
            out.push(
                text.finding(n.edition, REPEATED_PASSAGE, Severity::Info)
                    .with("length", Fact::Number(PASSAGE as i64))
                    .with("question", n.asked(text)),
            );
        }
    }
    if !any && matches!(n.description.state, State::Undeterminable | State::NotAsked) {
        return Err(Silent::NotRunnable);
    }
    Ok(())
}

/// Whether a passage of [`PASSAGE`] characters stands twice without overlap.
fn has_repetition(text: &str) -> bool {
    may_repeat(text) && repeats(text)
}

/// Whether the text can have a repeated passage, told from the beginnings of its
/// words alone: a passage of 80 characters has a word in its first half, and with
/// that word 40 bytes stand twice. Sure where it says no.
fn may_repeat(text: &str) -> bool {
    let joined = one_blank_between_words(text);
    let mut seen = Seen::with_room(memchr::memchr_iter(b' ', &joined).count() + 1);
    let mut last = 0;
    for start in std::iter::once(0).chain(memchr::memchr_iter(b' ', &joined).map(|blank| blank + 1)) {
        // Without a word every few bytes there may be none in the half of a passage.
        if start - last > BLOCK {
            return true;
        }
        last = start;
        match joined[start..].first_chunk() {
            Some(bytes) if seen.insert(bytes) => {}
            Some(_) => return true,
            None => break,
        }
    }
    joined.len() - last >= 2 * BLOCK
}

/// Which bytes were seen, by their hashes alone: two texts may pass for one, which
/// costs time and nothing else.
struct Seen(Vec<u32>);

impl Seen {
    /// Odd numbers without a pattern, one for each eight bytes.
    const FACTORS: [u64; BLOCK / 8] = {
        let mut factors = [Rolling::BASE; BLOCK / 8];
        let mut at = 1;
        while at < factors.len() {
            factors[at] = factors[at - 1].wrapping_mul(Rolling::BASE);
            at += 1;
        }
        factors
    };

    /// Room for about so many.
    fn with_room(count: usize) -> Self {
        Self(vec![0; (2 * count).next_power_of_two().max(16)])
    }

    /// Adds bytes; whether they are new.
    fn insert(&mut self, bytes: &[u8; BLOCK]) -> bool {
        let (words, _) = bytes.as_chunks::<8>();
        // A sum of products, none of which waits for another.
        let product = |(word, factor): (&[u8; 8], &u64)| u64::from_le_bytes(*word).wrapping_mul(*factor);
        let hash = words.iter().zip(&Self::FACTORS).map(product).fold(0, u64::wrapping_add);
        let (tag, mask) = ((hash >> 32) as u32 | 1, self.0.len() - 1);
        let mut slot = (hash >> 20) as usize & mask;
        loop {
            match self.0[slot] {
                0 => break,
                held if held == tag => return false,
                _ => slot = (slot + 1) & mask,
            }
        }
        self.0[slot] = tag;
        true
    }
}

/// The words of a text with one blank between them.
fn one_blank_between_words(text: &str) -> Vec<u8> {
    // Blanks beyond ASCII begin with such a byte, Swedish letters with 0xC3. Without
    // branches, so that many bytes are looked at at once.
    let may_be_wide = |byte: u8| u8::from(byte >= 0xC2) & u8::from(byte != 0xC3);
    let mut bytes = text.as_bytes().to_vec();
    for byte in &mut bytes {
        *byte = if matches!(*byte, b'\t'..=b'\r') { b' ' } else { *byte };
    }
    if bytes.iter().fold(0, |any, byte| any | may_be_wide(*byte)) > 0 {
        return text.split_whitespace().collect::<Vec<_>>().join(" ").into();
    }
    let doubled =
        bytes.array_windows().fold(0, |any, [a, b]| any | u8::from(*a == b' ') & u8::from(*b == b' '));
    if doubled > 0 {
        // An empty line between two paragraphs.
        bytes.dedup_by(|next, before| *next == b' ' && *before == b' ');
    }
    bytes
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
        if blocks.candidates(hash.value).any(|block| is_passage(&folded, block, start)) {
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
    let before = (0..a).take_while(|back| text[a - 1 - back] == text[b - 1 - back]).count();
    let after = text[b + BLOCK..].iter().zip(&text[a + BLOCK..]).take_while(|(x, y)| x == y).count();
    let length = (before + BLOCK + after).min(b - a);
    length >= PASSAGE
}

/// The hashes of aligned blocks, sorted.
struct Blocks(Vec<(u64, usize)>);

impl Blocks {
    fn of(text: &[u32]) -> Self {
        let mut blocks: Vec<_> = text
            .chunks_exact(BLOCK)
            .enumerate()
            .map(|(index, block)| (Rolling::new(block).value, index * BLOCK))
            .collect();
        blocks.sort_unstable();
        Self(blocks)
    }

    /// Starts of the blocks with this hash; a few at most, so that a text of one
    /// character over and over stays cheap.
    fn candidates(&self, hash: u64) -> impl Iterator<Item = usize> {
        const MOST: usize = 4;
        let first = self.0.partition_point(|block| block.0 < hash);
        self.0[first..].iter().take(MOST).take_while(move |block| block.0 == hash).map(|block| block.1)
    }
}

/// A rolling polynomial hash over a window of [`BLOCK`] characters.
struct Rolling {
    value: u64,
    highest: u64,
}

impl Rolling {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

    fn new(window: &[u32]) -> Self {
        let push = |hash: u64, unit: &u32| hash.wrapping_mul(Self::BASE).wrapping_add(u64::from(*unit));
        let highest = (1..window.len()).fold(1u64, |power, _| power.wrapping_mul(Self::BASE));
        Self { value: window.iter().fold(0, push), highest }
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
        let twice = format!("{SENTENCE}Något annat står emellan. {}", SENTENCE.replace(' ', "\n"));
        assert_eq!(found(&json!({"incident": {"description": twice}})), ["X004 I"]);
    }

    proptest! {
        #[test]
        fn nothing_repeated_is_passed_over(
            words in proptest::collection::vec("[abå]{1,45}|[ab] [bå]", 1..12),
            around in "[abå \n\u{a0}]{0,60}",
        ) {
            let passage = words.join("\n ");
            let text = format!("{around}{passage}{around} {passage} {around}");
            prop_assert!(may_repeat(&text) || !repeats(&text));
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
