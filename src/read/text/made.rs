//! What a line is made of: whether it holds nothing but what printed pages have at their
//! edges (a page number, a date, an address, a title, a stamp) or other words too.

use crate::form::{Edition, is_stamp};
use crate::read::text::looks::{MOST_BYTES, case_number};

/// What a line is made of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Made {
    /// A page number, and how many pages there are.
    pub(super) page: Option<(u32, Option<u32>)>,
    /// Whether the page number is in words, or with its sum in brackets.
    pub(super) is_set: bool,
    pub(super) has_date: bool,
    pub(super) has_time: bool,
    pub(super) has_address: bool,
    pub(super) has_title: bool,
    pub(super) has_stamp: bool,
    /// Whether other words stand beside.
    pub(super) has_words: bool,
}

impl Made {
    /// How many kinds of things stand side by side.
    pub(super) fn kinds(self) -> usize {
        let things = [
            self.page.is_some(),
            self.has_date || self.has_time,
            self.has_address,
            self.has_title,
            self.has_stamp,
        ];
        things.into_iter().filter(|is_there| *is_there).count()
    }

    /// Whether it is a page number beside something else of the edge of a page, and
    /// so surely no answer.
    pub(super) fn is_surely_an_edge(self) -> bool {
        !self.has_words
            && (self.page.is_some() && self.kinds() > 1
                || self.has_title && (self.has_address || self.has_date))
    }
}

/// Whether a line holds nothing but what stands at the edges of pages.
pub(super) fn is_furniture(text: &str, edition: &Edition) -> bool {
    let made = made(text, edition);
    made.kinds() > 0 && !made.has_words
}

/// What a line is made of.
pub(super) fn made(text: &str, edition: &Edition) -> Made {
    let mut made = Made::default();
    if text.len() > MOST_BYTES {
        return Made {
            has_words: true,
            ..made
        };
    }
    let may_be = |byte: u8| byte.is_ascii_digit() || byte == b'/';
    let is_titled =
        || edition.titles.kind(text).is_some() || text.contains(edition.title.sv.as_str());
    if !text.bytes().any(may_be) && text != edition.authority && !is_titled() {
        return Made {
            has_words: true,
            ..made
        };
    }
    let mut rest = text.to_owned();
    for name in [&edition.title.sv, &edition.authority] {
        if rest.contains(name.as_str()) {
            made.has_title = true;
            rest = rest.replace(name.as_str(), " ");
        }
    }
    let words: Vec<&str> = rest
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | ';' | '·' | '•'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut at = 0;
    while at < words.len() {
        at += made.take(&words[at..]);
    }
    if made.has_words && edition.titles.kind(text).is_some() {
        (made.has_title, made.has_words) = (true, false);
    }
    made
}

impl Made {
    /// Takes in the next word, or several that belong together. Gives how many.
    fn take(&mut self, words: &[&str]) -> usize {
        let word = words[0];
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        if !has_digit && !word.starts_with(['S', 's', 'P', 'p']) {
            let number = number_of_case(words);
            self.has_stamp |= number > 0;
            if number == 0 {
                self.take_word(word);
            }
            return 1 + number;
        }
        if let Some((count, page, is_set)) = page_number(words) {
            self.has_words |= self.page.is_some();
            self.page = Some(page);
            self.is_set = is_set;
            return count;
        }
        if let [day, month, year, ..] = words
            && is_number(day, 1..=31)
            && is_month(month)
            && is_number(year, 1900..=2100)
        {
            self.has_date = true;
            return 3;
        }
        let (date, time) = word.split_once(['T', 't']).unwrap_or((word, ""));
        let (is_date, is_instant) = (is_date(word), is_date(date) && is_time(time));
        self.has_date |= is_date || is_instant;
        self.has_time |= is_time(word) || is_instant;
        if !(is_date || is_instant || is_time(word)) {
            self.take_word(word);
        }
        1
    }

    /// Takes in a word that is no date, time or page number.
    fn take_word(&mut self, word: &str) {
        if self.has_words || is_filler(word) {
            return;
        }
        let is_address =
            word.contains("://") || word.starts_with("www.") || word.starts_with("file:/");
        let is_stamp = is_stamp(word) || case_number(word) == Some(word);
        self.has_address |= is_address;
        self.has_stamp |= is_stamp;
        self.has_words |= !(is_address || is_stamp);
    }
}

/// How many words are a number after the word for one: `Dnr KS 2026/12`.
fn number_of_case(words: &[&str]) -> usize {
    const NAMES: &[&str] = &["dnr", "diarienr", "diarienummer"];
    let name = words[0].trim_end_matches([':', '.']);
    let is_named = NAMES.iter().any(|other| other.eq_ignore_ascii_case(name));
    let is_series = |word: &&&str| word.len() <= 6 && word.chars().all(char::is_uppercase);
    let is_number = |word: &&&str| {
        word.contains(|c: char| c.is_ascii_digit())
            && word
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | ':' | '.'))
    };
    let series = usize::from(words.get(1).as_ref().is_some_and(is_series));
    match words.get(1 + series).filter(is_number) {
        Some(_) if is_named => 1 + series,
        _ => 0,
    }
}

fn is_filler(word: &str) -> bool {
    !word.contains(char::is_alphanumeric)
        || [
            "kl", "kl.", "klockan", "den", "at", "on", "am", "pm", "fm", "em", "imy", "dnr",
        ]
        .iter()
        .any(|filler| filler.eq_ignore_ascii_case(word))
}

fn is_month(word: &str) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "mar", "apr", "maj", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov",
        "dec",
    ];
    let word = word.to_lowercase();
    word.chars().count() <= 9 && MONTHS.iter().any(|month| word.starts_with(month))
}

/// Whether digits are a number within bounds.
fn is_number(word: &str, bounds: std::ops::RangeInclusive<u32>) -> bool {
    word.len() <= 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && word.parse().is_ok_and(|n| bounds.contains(&n))
}

/// `2024-03-05`, `2024/03/05`, `05/03/2024`, `3/5/24`, `5.3.2024`.
fn is_date(word: &str) -> bool {
    let Some(sign) = word
        .chars()
        .find(|c| !c.is_ascii_digit())
        .filter(|c| matches!(c, '-' | '/' | '.'))
    else {
        return false;
    };
    let parts: Vec<&str> = word.split(sign).collect();
    let is_day = |part: &str| is_number(part, 1..=31);
    match parts[..] {
        [year, month, day] if year.len() == 4 => {
            is_number(year, 1900..=2100) && is_day(month) && is_day(day)
        }
        [day, month, year] => {
            is_day(day) && is_day(month) && matches!(year.len(), 2 | 4) && is_number(year, 0..=2100)
        }
        _ => false,
    }
}

/// `10:02`, `10:02:11`, `10:02+01:00`.
fn is_time(word: &str) -> bool {
    let clock = word.split(['+', 'Z', 'z']).next().unwrap_or(word);
    let parts: Vec<&str> = clock.split(':').collect();
    matches!(parts.len(), 2 | 3)
        && is_number(parts[0], 0..=24)
        && parts[1..].iter().all(|part| is_number(part, 0..=60))
}

/// The page number that words begin with: how many words, the page and the pages,
/// and whether it is in words or brackets.
fn page_number(words: &[&str]) -> Option<(usize, (u32, Option<u32>), bool)> {
    const NAMES: &[&str] = &["sida", "sid", "sid.", "page"];
    let is_named = NAMES.contains(&words[0].to_lowercase().as_str());
    let rest = &words[usize::from(is_named)..];
    let digits = |word: &str| {
        word.parse::<u32>()
            .ok()
            .filter(|_| word.len() <= 4 && !word.starts_with('+'))
    };
    let first = *rest.first()?;
    let named = usize::from(is_named);
    let ordered = |page: u32, pages: u32| {
        (page > 0 && page <= pages && pages < 1000).then_some((page, Some(pages)))
    };
    // 1/3, 1(3)
    if let Some((page, pages)) = first.split_once(['/', '(']) {
        let is_set = is_named || first.contains('(');
        let pages = if first.contains('(') {
            pages.strip_suffix(')')?
        } else {
            pages
        };
        return Some((named + 1, ordered(digits(page)?, digits(pages)?)?, is_set));
    }
    let page = digits(first)?;
    match rest[1..] {
        // 1 av 3, 1 / 3
        ["av" | "of" | "/", pages, ..] if digits(pages).is_some() => {
            Some((named + 3, ordered(page, digits(pages)?)?, true))
        }
        // 1 (3)
        [pages, ..] if pages.starts_with('(') => {
            let pages = pages
                .strip_prefix('(')
                .and_then(|pages| pages.strip_suffix(')'))?;
            Some((named + 2, ordered(page, digits(pages)?)?, true))
        }
        _ => is_named.then_some((2, (page, None), true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_edges_is_known_in_every_order() {
        let edition = Edition::default_edition();
        for text in [
            "1 av 3  2024-03-05 10:02",
            "2024-03-05 10:02   1 av 3",
            "2024-03-05, 10:02  Anmälan av personuppgiftsincident",
            "Anmälan av personuppgiftsincident   https://etjanst.imy.se/a/b",
            "https://etjanst.imy.se/a/b  1/3",
            "1/3",
            "Sida 1 (3)",
            "Sida 1 av 3",
            "Page 1 of 3",
            "3/5/24, 10:02 AM",
            "05/03/2024 10:02",
            "Inkom 2024-03-05",
            "Ink. 5 mars 2024 kl. 10:02 | Sida 2 (3)",
            "2024-03-05T10:02 file:///C:/kopia.html 2/3",
            "Dnr PUI-2024-0006  1 (3)",
            "Inkom 2024-03-05 Dnr KS 2024/1",
        ] {
            assert!(is_furniture(text, edition), "{text}");
        }
        for text in [
            "Nej",
            "11 - 100",
            "Box 1",
            "KS 2024/1",
            "08-465 004 01",
            "Skola 2024-03-05",
            "Okänt",
            "16407",
        ] {
            assert!(!is_furniture(text, edition), "{text}");
        }
    }
}
