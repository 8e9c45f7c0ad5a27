//! What a line may be by its bytes or its first word alone, before it is looked at closer:
//! most lines are nothing of the kind.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::{memchr2, memmem};

use crate::form::{Aside, Edition, is_stamp};

/// The shortest line that is looked at as the beginning of help, in bytes.
pub(super) const LEAST_HELP: usize = 14;
/// The longest counter, in bytes.
const MOST_COUNTER: usize = 48;

/// The longest line that is furniture, in bytes.
pub(super) const MOST_BYTES: usize = 200;

/// Whether a text has two blanks beside one another, a tab, or what may be a blank that does not
/// break: most have not.
pub(super) fn may_have_gap(text: &[u8]) -> bool {
    static BLANKS: LazyLock<memmem::Finder> = LazyLock::new(|| memmem::Finder::new(b"  "));
    BLANKS.find(text).is_some() || memchr2(b'\t', 0xC2, text).is_some()
}

/// Whether a line with a slash may hold a page number or an address, by its bytes.
pub(super) fn may_be_parted(line: &[u8]) -> bool {
    let may_part = |slash: usize| {
        line.get(slash + 1) == Some(&b'/') || parts_pages(&line[..slash], &line[slash + 1..])
    };
    line.len() <= MOST_BYTES && memchr::memchr_iter(b'/', line).any(may_part)
}

/// Whether a line may hold a page number without a slash, by its bytes: most do not.
pub(super) fn may_hold_page_number(line: &[u8]) -> bool {
    if line.len() > MOST_BYTES {
        return false;
    }
    match line {
        [.., b'0'..=b'9']
        | [b'0'..=b'9', ..]
        | [b'S', b'i', b'd', ..]
        | [b'P', b'a', b'g', b'e', ..] => {}
        _ => return matches!(line, [.., b'0'..=b'9', b')']),
    }
    let is_digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    let may_number = |blank: usize| match &line[blank + 1..] {
        [b'(', b'0'..=b'9', ..] => true,
        [b'a' | b'o', b'v' | b'f', b' ', b'0'..=b'9', ..] => {
            blank > 0 && is_digit(line.get(blank - 1))
        }
        _ => false,
    };
    (0..line.len()).any(|at| line[at] == b' ' && may_number(at))
}

/// Whether a slash may part a page from the number of pages: `2/3`, not `2024/1`.
fn parts_pages(before: &[u8], after: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let after = after.trim_ascii_start();
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let (page, pages) = (
        before.iter().rev().take_while(is_digit).count(),
        after.iter().take_while(is_digit).count(),
    );
    let is_less = || page < pages || before[before.len() - page..] <= after[..pages];
    (1..=3).contains(&page) && (1..=3).contains(&pages) && is_less()
}

/// A counter without words: what it counted, and its limit.
#[inline]
pub(super) fn bare_counter(text: &str) -> Option<(u32, u32)> {
    let is_short = text.len() <= 13 && text.as_bytes().first()?.is_ascii_digit();
    if is_short { counter_of(text) } else { None }
}

/// The counter that a short text is which begins with a digit.
#[inline(never)]
fn counter_of(text: &str) -> Option<(u32, u32)> {
    let may_part = |byte: &u8| matches!(byte, b'/' | b'v');
    if !text.as_bytes().iter().any(may_part) {
        return None;
    }
    let (count, limit) = text.split_once('/').or_else(|| text.split_once(" av "))?;
    let (count, limit): (u32, u32) = (count.trim().parse().ok()?, limit.trim().parse().ok()?);
    (count <= limit && limit >= 100 && !(2010..=2100).contains(&limit)).then_some((count, limit))
}

/// Whether a line is a number that limits the length of a text: 4000, 1 500.
pub(super) fn is_limit(text: &str) -> bool {
    const LIMITS: std::ops::RangeInclusive<u32> = 500..=20_000;
    let is_number = |byte: u8| byte.is_ascii_digit() || byte == b' ';
    text.len() <= 6
        && text.bytes().all(is_number)
        && text
            .replace(' ', "")
            .parse()
            .is_ok_and(|n: u32| LIMITS.contains(&n) && n.is_multiple_of(500))
}

/// A case number of the authority within a line.
pub(super) fn case_number(text: &str) -> Option<&str> {
    let ends = |c: char| {
        let is_mark = matches!(
            c,
            ',' | ';' | '(' | ')' | '[' | ']' | '"' | '”' | '“' | '»' | '«'
        );
        c.is_whitespace() || is_mark
    };
    text.split(ends)
        .map(|word| word.trim_matches(['.', ':', '\'', '’']))
        .find(|word| begins_case_number(word))
}

/// Whether a word begins as the authority's case numbers do, in any case and with any hyphen.
fn begins_case_number(word: &str) -> bool {
    let prefix = ["PUI", "DI", "IMY"].into_iter().find(|own| {
        word.get(..own.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(own))
    });
    let mut rest = prefix.map_or("", |own| &word[own.len()..]).chars();
    rest.next().is_some_and(is_hyphen) && rest.next().is_some_and(|next| next.is_ascii_digit())
}

/// Whether a sign stands for a hyphen, whether or not a line breaks there.
fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}')
}

/// A case number as the authority writes it: capitals and plain hyphens.
pub(super) fn as_written(number: &str) -> Cow<'_, str> {
    if number.is_ascii() && !number.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(number);
    }
    let signs = number
        .chars()
        .map(|sign| if is_hyphen(sign) { '-' } else { sign });
    Cow::Owned(signs.collect::<String>().to_uppercase())
}

/// Whether a line begins a stamp, by its first word.
pub(super) fn begins_stamp(text: &str) -> bool {
    is_stamp(first_word(text))
}

fn first_word(text: &str) -> &str {
    let ends = |byte: u8| matches!(byte, b' ' | b':' | b'\t');
    &text[..text.bytes().position(ends).unwrap_or(text.len())]
}

/// Whether a line may be a heading by its first byte: most cannot.
pub(super) fn may_be_numbered(text: &str) -> bool {
    // 0xE2 begins both signs of information that stand before a number.
    matches!(text.as_bytes(), [b'0'..=b'9' | b'?' | 0xE2, ..])
}

/// Whether a line may be a counter or the beginning of help: most are neither.
pub(super) fn may_be_aside(text: &str, edition: &Edition) -> bool {
    text.len() >= LEAST_HELP && edition.may_be_help(text) || may_be_counter(text, edition)
}

/// Whether a line may be a counter, by its length, what it begins with, and a number or the
/// middle of the word for characters, in any case.
pub(super) fn may_be_counter(text: &str, edition: &Edition) -> bool {
    edition.asides(text).has(Aside::Counter) && text.len() <= MOST_COUNTER && may_count(text)
}

#[inline(never)]
fn may_count(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_word = |four: &[u8; 4]| {
        let lower = four.map(|byte| byte.to_ascii_lowercase());
        matches!(&lower, b"cken" | b"arac")
    };
    bytes.iter().any(u8::is_ascii_alphabetic)
        && (bytes.iter().any(u8::is_ascii_digit) || bytes.array_windows().any(is_word))
}
