//! The day of the week that people write beside a date, as in `onsdag den 6 mars 2024`.

use jiff::civil::Weekday;

/// Swedish and English names of the days.
const DAYS: [(Weekday, [&str; 2]); 7] = [
    (Weekday::Monday, ["måndag", "monday"]),
    (Weekday::Tuesday, ["tisdag", "tuesday"]),
    (Weekday::Wednesday, ["onsdag", "wednesday"]),
    (Weekday::Thursday, ["torsdag", "thursday"]),
    (Weekday::Friday, ["fredag", "friday"]),
    (Weekday::Saturday, ["lördag", "saturday"]),
    (Weekday::Sunday, ["söndag", "sunday"]),
];
/// What an abbreviation has at least, and at most, of the letters of a name: `tis`, `tors`, `thurs`.
const ABBREVIATED: std::ops::RangeInclusive<usize> = 3..=5;

/// The day of the week before a date or behind it, and the rest. The text is in lower case with
/// single blanks.
pub(super) fn beside(text: &str) -> Option<(Weekday, &str)> {
    let before = || {
        let (word, rest) = text.split_once(' ')?;
        Some((named(word)?, rest))
    };
    let behind = || {
        let (rest, word) = text.rsplit_once(' ')?;
        Some((named(word)?, rest.trim_end_matches(',')))
    };
    before().or_else(behind)
}

/// The day of the week that a word names: in full, with an article, abbreviated, in brackets.
fn named(word: &str) -> Option<Weekday> {
    let word = word.trim_matches(['(', ')']).trim_end_matches([',', '.']);
    let letters = word.chars().count();
    let is_named = |name: &str| {
        word == name
            || word.strip_suffix("en") == Some(name)
            || ABBREVIATED.contains(&letters) && name.starts_with(word)
    };
    let found = DAYS
        .into_iter()
        .find(|(_, names)| names.iter().any(|name| is_named(name)));
    found.map(|(weekday, _)| weekday)
}
