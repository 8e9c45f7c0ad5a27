//! What of a letter may name a notification: case numbers of the authority, and what can be an
//! own reference as it is written there. Dates, telephone numbers, addresses and the numbers of
//! persons are left out before anything is kept.

use std::hash::BuildHasher as _;

use foldhash::quality::FixedState;
use serde::{Deserialize, Serialize};

use super::signs::{Signs, signs};
use crate::form::squash;
use crate::moment::parse_date;
use crate::value::{case_numbers, contact_data, is_dash, mask};

/// How much of a letter is looked at, in characters.
const MOST: usize = 16 << 10;
/// A reference is written in at most so many words.
const WORDS: usize = 3;
/// The name of a controller in at most so many.
const NAME_WORDS: usize = 6;
/// A reference has at least so many letters and digits where it has letters, and where it has
/// none.
const TELLING: (usize, usize) = (4, 5);
/// A longer one is none.
const LONGEST: usize = 40;
/// At most so many references of digits only are held together with what may be controllers.
const NUMBERS: usize = 4;
/// A word that stands for what was left out.
const LEFT: &str = "*";

/// What of a letter may name a notification.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Names {
    /// Case numbers of the authority, as `IMY-2024-123` is written.
    pub cases: Vec<String>,
    /// Hashes of what may be a reference, sorted. One of digits only is hashed together with
    /// what may be its controller.
    pub references: Vec<u64>,
}

impl Names {
    /// What a text may name.
    pub(super) fn of(text: &str) -> Self {
        let end = text.char_indices().nth(MOST);
        let text = &text[..end.map_or(text.len(), |(at, _)| at)];
        let mut names = Self {
            cases: case_numbers(text),
            references: Vec::new(),
        };
        let Some(signs) = signs() else { return names };
        let (mut numbers, mut controllers) = (Vec::new(), Vec::new());
        for line in text.lines() {
            let line = without_private(line);
            let words = words(&line);
            for start in 0..words.len() {
                for many in 1..=WORDS.min(words.len() - start) {
                    match candidate(&words, start..start + many, &line, signs) {
                        Some(Candidate::Written(text)) => names.references.push(hash(&text)),
                        Some(Candidate::Digits(digits)) => numbers.push(digits),
                        None => {}
                    }
                }
            }
            controllers_of(&line, &mut controllers);
        }
        numbers.dedup();
        numbers.truncate(NUMBERS);
        for number in &numbers {
            let pairs = controllers
                .iter()
                .map(|controller| pair(number, controller));
            names.references.extend(pairs);
        }
        names.settle();
        names
    }

    /// The same with what others name.
    pub(super) fn and(&mut self, others: &Self) {
        for case in &others.cases {
            if !self.cases.contains(case) {
                self.cases.push(case.clone());
            }
        }
        self.references.extend(&others.references);
        self.settle();
    }

    fn settle(&mut self) {
        self.references.sort_unstable();
        self.references.dedup();
    }
}

/// The hashes by which a letter may name a reference of a controller: its name and its
/// organisation number.
pub(crate) fn keys(reference: &str, controller: [Option<&str>; 2]) -> Vec<u64> {
    let words = words(reference);
    let text = joined(&words);
    let digits = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b' ')
    };
    if text.contains(LEFT) || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    if !digits(&text) {
        return vec![hash(&text)];
    }
    let [name, number] = controller;
    let parts = name
        .into_iter()
        .flat_map(|name| name.split(',').chain([name]));
    let parts = parts
        .map(squash)
        .filter(|part| part.chars().count() >= TELLING.0);
    let number = number.filter(|number| !number.contains(LEFT)).map(squash);
    let controllers = parts.chain(number.filter(|number| number.len() == 10));
    controllers
        .map(|controller| pair(&text, &controller))
        .collect()
}

fn hash(text: &str) -> u64 {
    FixedState::with_seed(0).hash_one(text)
}

fn pair(number: &str, controller: &str) -> u64 {
    hash(&format!("{number}\n{controller}"))
}

/// A line without addresses of mails, telephone numbers and the numbers of persons.
fn without_private(line: &str) -> String {
    let mut ends: Vec<(usize, usize)> = contact_data(line)
        .map(|found| (found.start, found.end))
        .collect();
    ends.sort_unstable();
    let (mut kept, mut from) = (String::new(), 0);
    for (start, end) in ends {
        if start >= from {
            kept.push_str(&line[from..start]);
            kept.push_str(" * ");
        }
        from = from.max(end);
    }
    kept.push_str(&line[from..]);
    mask(&kept).into_owned()
}

/// The words of a line in small letters, with plain dashes, without the marks around them.
fn words(line: &str) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let mut words = vec![String::new()];
    for (at, c) in chars.iter().enumerate() {
        let parts = match c {
            ':' => !(is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))),
            ';' | ',' | '(' | ')' | '[' | ']' | '"' | '”' | '“' | '„' | '’' | '\'' | '|' => {
                true
            }
            c => c.is_whitespace(),
        };
        match words.last_mut() {
            Some(word) if !parts => word.push(if is_dash(*c) { '-' } else { *c }),
            _ => words.push(String::new()),
        }
    }
    let bare = words
        .iter()
        .map(|word| word.trim_matches(['.', '!', '?', '-']));
    bare.filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Words as one text: a blank counts only between digits.
fn joined(words: &[String]) -> String {
    let mut text = String::new();
    for word in words {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if is_digit(text.chars().last()) && is_digit(word.chars().next()) {
            text.push(' ');
        }
        text.push_str(word);
    }
    text.to_lowercase()
}

/// What may be a reference.
enum Candidate {
    /// One with letters or marks, as it is written.
    Written(String),
    /// One of digits only.
    Digits(String),
}

/// Whether some words of a line may be a reference: one of them has digits, the others are
/// letters before or behind it.
fn candidate(
    words: &[String],
    range: std::ops::Range<usize>,
    line: &str,
    signs: &Signs,
) -> Option<Candidate> {
    let has_digit = |word: &String| word.bytes().any(|byte| byte.is_ascii_digit());
    let window = &words[range.clone()];
    let mut cores = window.iter().filter(|word| has_digit(word));
    let (core, None) = (cores.next()?, cores.next()) else {
        return None;
    };
    let beside = window.iter().filter(|word| !has_digit(word));
    let before = range.start.checked_sub(1).map(|at| words[at].as_str());
    let all_before = window
        .iter()
        .take_while(|word| !has_digit(word))
        .map(String::as_str);
    let is_private = all_before.chain(before).any(|word| signs.is_private(word));
    let letters = squash(core).chars().filter(|c| c.is_alphabetic()).count();
    let digits = squash(core).chars().count() - letters;
    let length = window
        .iter()
        .map(|word| squash(word).chars().count())
        .sum::<usize>();
    let is_alone = window.len() == 1;
    let least = if letters == 0 && is_alone {
        TELLING.1
    } else {
        TELLING.0
    };
    if window.iter().any(|word| word.contains(['*', '@']))
        || is_private
        || !(least..=LONGEST).contains(&length)
        || !beside.clone().all(|word| is_mark(word))
        || letters == 0 && is_other(core)
        || is_foreign_postcode(core)
    {
        return None;
    }
    if digits == core.len() && is_alone {
        let next = words.get(range.end);
        let is_part = [range.start.checked_sub(1), Some(range.end)];
        let mut around = is_part.into_iter().flatten().filter_map(|at| words.get(at));
        // Digits beside digits are a number in several words, as those of telephones.
        let is_split = around.any(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        let is_postcode = digits == 5
            && (next.is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase))
                || !signs.refers(line));
        return (!is_split && !is_postcode).then(|| Candidate::Digits(core.clone()));
    }
    // Bare digits take a board or a label with them, in capitals or short.
    let is_bare = digits == core.len();
    let is_board = |word: &String| word.chars().all(char::is_uppercase) || signs.refers(word);
    let beside_board =
        beside.clone().all(is_board) && !beside.clone().any(|word| word == "SE" || word == "S");
    (!is_bare || beside_board).then(|| Candidate::Written(joined(window)))
}

/// Whether a word is a postcode with the sign of the country.
fn is_foreign_postcode(word: &str) -> bool {
    let digits = ["SE-", "S-"].iter().find_map(|own| word.strip_prefix(own));
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a word may stand beside the number of a reference.
fn is_mark(word: &str) -> bool {
    let count = word.chars().count();
    count <= 12
        && word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '/' | '&'))
}

/// Whether digits and marks are a date, a telephone number, an amount, or the number of a person
/// or an organisation.
fn is_other(core: &str) -> bool {
    let digits: Vec<&str> = core.split(|c: char| !c.is_ascii_digit()).collect();
    let lengths: Vec<usize> = digits.iter().map(|part| part.len()).collect();
    let is_date = match lengths[..] {
        [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 2 | 4] => true,
        [8] => parse_date(&format!("{}-{}-{}", &core[..4], &core[4..6], &core[6..])).is_some(),
        [6] => parse_date(&format!("20{}-{}-{}", &core[..2], &core[2..4], &core[4..])).is_some(),
        _ => false,
    };
    let is_phone = core.starts_with('+')
        || core.starts_with('0') && lengths.len() > 1 && lengths[0] <= 4 && core.contains('-');
    // Ten or twelve digits are a person's or an organisation's number, also a mistyped one.
    let is_identity = matches!(lengths[..], [6 | 8, 4] | [10 | 12]);
    let is_phone = is_phone || lengths.len() == 1 && core.starts_with('0') && core.len() > 6;
    let is_amount = core.contains([',', '%']);
    is_date || is_phone || is_identity || is_amount
}

/// What of a line may be the name of a controller, or its organisation number, squashed.
fn controllers_of(line: &str, found: &mut Vec<String>) {
    for part in line.split([',', ';', '(', ')', ':', '\t']) {
        let words: Vec<&str> = part.split_whitespace().collect();
        for start in 0..words.len() {
            let begins = words[start].chars().next();
            if begins.is_some_and(char::is_uppercase) {
                for many in 1..=NAME_WORDS.min(words.len() - start) {
                    let name = squash(&words[start..start + many].concat());
                    if name.chars().count() >= TELLING.0 {
                        found.push(name);
                    }
                }
            }
            let number = squash(words[start]);
            if number.len() == 10 && number.bytes().all(|byte| byte.is_ascii_digit()) {
                found.push(number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTROLLER: [Option<&str>; 2] =
        [Some("Socialnämnden, Björkviks kommun"), Some("212000-1777")];

    fn names(text: &str, reference: &str) -> bool {
        let names = Names::of(text);
        let stands = |key: &u64| names.references.binary_search(key).is_ok();
        keys(reference, CONTROLLER).iter().any(stands)
    }

    #[test]
    fn a_reference_stands_as_it_is_written() {
        for (text, reference) in [
            ("vår dnr SN 2022/112)", "SN 2022/112"),
            ("Vår referens: sn\u{a0}2022/112.", "SN 2022/112"),
            ("SN 2022/112", "2022/112"),
            ("(INC-2024-0012), vår", "INC–2024–0012"),
            ("dnr BUN 2024:12", "BUN 2024:12"),
            ("Dnr KS2024/21", "KS 2024/21"),
            ("Ärende KS 4711", "KS 4711"),
        ] {
            assert!(names(text, reference), "{text}: {reference}");
        }
        for (text, reference) in [
            ("2024-11-04", "2024/1104"),
            ("2024-11-04", "2024-11-04"),
            ("111 22 Stockholm", "11122"),
            ("KS 2024/211", "KS 2024/21"),
            ("12024/21", "2024/21"),
            ("KS 2024-21", "KS 2024/21"),
            ("5 mars 2024", "5 mars 2024"),
            ("Tel 0155-00 00 00", "0155-00 00 00"),
            ("Storgatan 12-14", "12-14"),
            ("Storgatan 112B", "112B"),
            ("Box 1234", "Box 1234"),
            ("850101-1234", "850101-1234"),
            ("212000-1777", "212000-1777"),
        ] {
            assert!(!names(text, reference), "{text}: {reference}");
        }
    }

    #[test]
    fn digits_alone_need_the_controller() {
        let letter = "Komplettering till anmälan, vår ref 45678\n";
        assert!(!names(letter, "45678"));
        for controller in ["Björkviks kommun", "Socialnämnden", "Org.nr 212000-1777"] {
            assert!(
                names(&format!("{controller}\n{letter}"), "45678"),
                "{controller}"
            );
        }
        let address = "Björkviks kommun\nStorgatan 1\n45678 Björkvik\n45678\n";
        assert!(!names(address, "45678"));
        assert!(!names("Björkviks kommun\nref 456 78", "45678"));
        assert!(!names("Björkviks kommun\nref 20241104", "20241104"));
    }

    #[test]
    fn what_belongs_to_persons_is_not_kept() {
        let private = "Storgatan 12\nBox 123\n640 30 Björkvik\n64030 Björkvik\nSE-640 30\n\
            850101-1234\n198501011234\n0155-00 00 00\nMobil 070 123 45 67\n+46 70 123 45 67\n\
            a.b12@kommun.example.se\nTorggatan 14 B\n2024-03-05\n5/3 2024\n";
        for line in private.lines() {
            assert_eq!(Names::of(line), Names::default(), "{line}");
        }
        assert_eq!(Names::of(private), Names::default());
    }
}
