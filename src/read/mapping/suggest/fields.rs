//! Which column is which field: by its name, and by its values, which must be of the kind that
//! the field holds, whatever the name.

use strsim::{jaro_winkler, sorensen_dice};

use super::columns::Column;
use super::dates::is_date;
use crate::form::{Edition, FIELDS, Field, Key, Kind, squash};
use crate::moment::parse_time;
use crate::read::mapping::amounts::{band_in_words, is_amount};
use crate::value::{CaseNumber, case_number};

/// From which likeness a name is taken for a field.
const LIKE: f64 = 0.84;
/// The likeness of a name that may mean other things, and of a column without a telling name.
const VAGUE: f64 = 0.83;
/// The score of a column of the authority's case numbers, which no name outdoes.
const OWN: f64 = 1.1;
/// What organisations call the numbers of their own registers, and authorities theirs.
const REGISTERED: [&str; 3] = ["dnr", "diarienr", "diarienummer"];
/// The score of such a column as the organisation's own reference.
const OF_REGISTER: f64 = 0.9;
/// What columns of times of day are called, behind what the moment is called or alone.
const TIMES: [&str; 7] = ["kl", "klockan", "klockslag", "tid", "time", "heure", "hour"];
/// The longest number of a case, in bytes.
const LONGEST: usize = 40;

/// Whether a guess rests on a name that may mean other things, or on values alone.
pub(super) fn is_vague(score: f64) -> bool {
    score < LIKE
}

/// The field of each column; a field goes to the column most like it.
pub(super) fn assign(columns: &[Column], edition: &Edition) -> Vec<Option<(Key, f64)>> {
    let mut scores: Vec<(f64, usize, Key)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let fields = FIELDS.iter().filter(|field| !field.guessed.is_empty());
        for field in fields.filter(|field| may_hold(column, field.key, edition)) {
            scores.push((score(column, field, edition), at, field.key));
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut assigned: Vec<Option<(Key, f64)>> = vec![None; columns.len()];
    for (score, at, to) in scores {
        let taken = assigned.iter().flatten().any(|(taken, _)| *taken == to);
        if score >= VAGUE && assigned[at].is_none() && !taken {
            assigned[at] = Some((to, score));
        }
    }
    // Beside the authority's own numbers those of a register are the organisation's.
    let is_own = |(key, score): &(Key, f64)| *key == Key::CaseNumber && *score >= OWN;
    if assigned.iter().flatten().any(is_own) {
        let references = assigned.iter_mut().flatten();
        references
            .filter(|(key, score)| *key == Key::ControllerReference && *score >= OF_REGISTER)
            .for_each(|(_, score)| *score = score.max(1.0));
    }
    only_date(columns, &mut assigned, edition);
    assigned
}

/// The column of the times of day that belong to the dates of another: it stands right of it,
/// is called so, and most of its values are times.
pub(super) fn time_of(columns: &[Column], at: usize) -> Option<usize> {
    let column = columns.get(at + 1)?;
    let name = squash(&column.name);
    let is_called = TIMES.iter().any(|time| name.ends_with(time));
    let is_time = |value: &str| parse_time(value).is_some() && !is_date(value);
    let holds = !column.values.is_empty() && most(column, is_time);
    let dates = &columns[at];
    let has_times = most(dates, |value| value.contains(':'));
    (is_called && holds && !has_times).then_some(at + 1)
}

/// How likely a column is a field.
fn score(column: &Column, field: &Field, edition: &Edition) -> f64 {
    let is_own = |value: &str| matches!(case_number(value), CaseNumber::Known);
    if field.key == Key::CaseNumber && most(column, is_own) && !column.values.is_empty() {
        return OWN;
    }
    let alike = alike(column, field, edition);
    let name = squash(&column.name);
    // Without a number of the authority's own kind the name alone does not tell whose it is.
    let is_anyones =
        REGISTERED.contains(&name.as_str()) && !column.values.keys().any(|value| is_own(value));
    match field.key {
        Key::CaseNumber if is_anyones => return alike.min(VAGUE),
        Key::ControllerReference if is_anyones => return alike.min(OF_REGISTER),
        _ => {}
    }
    let is_vague = field.vague.iter().any(|vague| squash(vague) == name);
    if is_vague && !column.values.is_empty() {
        alike.max(VAGUE)
    } else {
        alike
    }
}

/// How alike the name of a column is to those of a field; 0 where it is not like any.
fn alike(column: &Column, field: &Field, edition: &Edition) -> f64 {
    let own = label(field.key, edition);
    let names = field.guessed.iter().copied();
    let names = names.chain(own.iter().map(String::as_str));
    names
        .map(|name| likeness(&column.name, name))
        .filter(|score| *score >= LIKE)
        .fold(0.0, f64::max)
}

/// Where no column is a date by its name, the only one whose values
/// all are may be the day of receipt, unless its name is that of another field.
fn only_date(columns: &[Column], assigned: &mut [Option<(Key, f64)>], edition: &Edition) {
    let is_moment = |key: Key| edition.kind(key) == Kind::Date;
    if assigned.iter().flatten().any(|(key, _)| is_moment(*key)) {
        return;
    }
    let is_day = |value: &String| is_date(value) && value.len() > 7;
    let holds_days =
        |column: &Column| !column.values.is_empty() && column.values.keys().all(is_day);
    let mut dates = (0..columns.len()).filter(|at| holds_days(&columns[*at]));
    if let (Some(at), None) = (dates.next(), dates.next())
        && assigned[at].is_none()
        && FIELDS
            .iter()
            .all(|field| alike(&columns[at], field, edition) < LIKE)
    {
        assigned[at] = Some((Key::Received, VAGUE));
    }
}

/// Whether most of the different values are something.
fn most(column: &Column, is: impl Fn(&str) -> bool) -> bool {
    column.values.keys().filter(|value| is(value)).count() * 2 >= column.values.len()
}

/// Whether the values of a column may be of a kind, whatever its name: most of them are
/// dates or numbers where the field is one, and no choice is mostly dates.
fn may_hold(column: &Column, key: Key, edition: &Edition) -> bool {
    let is_day = |value: &str| is_date(value) && value.len() > 7;
    match edition.kind(key) {
        _ if column.values.is_empty() => true,
        Kind::Date => most(column, |value| is_date(value) || is_written_date(value)),
        Kind::Count | Kind::Band => {
            let known: Vec<&String> = column
                .values
                .keys()
                .filter(|value| !edition.is_unknown(value))
                .collect();
            let numbers = known.iter().filter(|value| is_number(value)).count();
            numbers > 0 && numbers * 2 >= known.len() && !most(column, is_day)
        }
        Kind::Choice | Kind::Choices => !most(column, is_day),
        _ if [Key::CaseNumber, Key::ControllerReference].contains(&key) => {
            most(column, is_reference) && !most(column, is_day)
        }
        _ => !most(column, |value| is_day(value) || is_amount(value)),
    }
}

/// Whether a text is a date in words or figures that no known format reads.
fn is_written_date(value: &str) -> bool {
    let figures = value.bytes().filter(u8::is_ascii_digit).count();
    let parted = value.contains(['-', '/', '.', ':', ' ']);
    let is_other = matches!(case_number(value), CaseNumber::Known) || parse_time(value).is_some();
    figures > 3 && parted && !is_other
}

/// Whether a text is a number, also one with a unit, or a band.
fn is_number(value: &str) -> bool {
    let begins = value.trim_start_matches(['~', '<', '>', ' ']);
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    is_amount(value)
        || band_in_words(value).is_some()
        || begins.starts_with(|c: char| c.is_ascii_digit()) && letters <= 12 && !is_date(value)
}

/// Whether a text may be the number of a case.
fn is_reference(value: &str) -> bool {
    value.len() <= LONGEST && value.bytes().any(|byte| byte.is_ascii_digit())
}

/// The form's own words for a field.
fn label(key: Key, edition: &Edition) -> Vec<String> {
    let place = edition.place(key);
    place
        .map(|(question, _)| vec![question.label.sv.clone(), question.label.en.clone()])
        .unwrap_or_default()
}

/// How alike two names are, 0 to 1.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (squash(a), squash(b));
    if a == b {
        return 1.0;
    }
    // Short names are alike by chance.
    let short = a.len().min(b.len()) < 5;
    let best = jaro_winkler(&a, &b).min(0.99).max(sorensen_dice(&a, &b));
    if short { best * 0.85 } else { best }
}
