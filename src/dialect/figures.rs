//! Numbers, instants, months and bands as spreadsheets take them, and back. A month or a band
//! as this program writes it would become a date there, so both get another look.

use crate::moment::{Instant, parse_written};
use crate::value::parse_band;

/// What stands between the ends of a band.
const DASH: char = '–';

/// A month, `2021-04`, as `2021M04`: so the statistics of Sweden write it.
pub(super) fn write_month(cell: &str) -> Option<String> {
    let (year, month) = cell.split_once('-')?;
    is_month(year, month).then(|| format!("{year}M{month}"))
}

pub(super) fn read_month(said: &str) -> Option<String> {
    let (year, month) = said.split_once('M')?;
    is_month(year, month).then(|| format!("{year}-{month}"))
}

fn is_month(year: &str, month: &str) -> bool {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    year.len() == 4 && month.len() == 2 && is_number(year) && is_number(month)
}

/// A band, `1-10`, with a dash that no spreadsheet takes for that of a date.
pub(super) fn write_band(cell: &str) -> Option<String> {
    let is_band = cell.contains('-') && parse_band(cell).is_some_and(|band| band.code() == cell);
    is_band.then(|| cell.replace('-', "–"))
}

pub(super) fn read_band(said: &str) -> Option<String> {
    let cell = said.contains(DASH).then(|| said.replace(DASH, "-"))?;
    write_band(&cell).map(|_| cell)
}

/// A number with a decimal comma, perhaps in groups of three digits, with so many decimals as
/// its column has: a spreadsheet leaves out the last noughts.
pub(super) fn read_number(said: &str, decimals: usize) -> Option<String> {
    let mut number: String = said
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        .map(|c| match c {
            ',' => '.',
            '−' => '-',
            other => other,
        })
        .collect();
    let digits = number.strip_prefix('-').unwrap_or(&number);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(part) || part.len() > decimals {
        return None;
    }
    let (missing, has_part) = (decimals - part.len(), !part.is_empty());
    if decimals > 0 && !has_part && !number.ends_with('.') {
        number.push('.');
    }
    number.extend(std::iter::repeat_n('0', missing));
    Some(number)
}

/// What stands between the first and the last of several days, in files for programs and for
/// people.
const TO: [&str; 2] = ["/", " – "];

/// Several days, with this between the first and the last; `None` where it is something else.
fn days(cell: &str, [between, other]: [&str; 2]) -> Option<String> {
    let (first, last) = cell.split_once(between)?;
    let is_day = |text: &str| {
        let day = text.parse::<jiff::civil::Date>();
        day.is_ok_and(|day| day.to_string() == text)
    };
    (is_day(first) && is_day(last)).then(|| [first, other, last].concat())
}

/// An instant as date and time in Sweden. The offset stays only where the clocks show the same
/// time twice.
pub(super) fn write_moment(cell: &str) -> Option<String> {
    if let Some(days) = days(cell, TO) {
        return Some(days);
    }
    parse_written(cell)?;
    let (local, offset) = cell.split_at(16);
    let said = local.replace('T', " ");
    if read_moment(&said).as_deref() == Some(cell) {
        Some(said)
    } else {
        Some(format!("{said} {offset}"))
    }
}

pub(super) fn read_moment(said: &str) -> Option<String> {
    let [plain, people] = TO;
    if let Some(days) = days(said, [people, plain]) {
        return Some(days);
    }
    let (date, rest) = said.split_once([' ', 'T'])?;
    let (time, offset) = rest.split_once(' ').unwrap_or((rest, ""));
    let time = time
        .strip_suffix(":00")
        .filter(|time| time.len() > 2)
        .unwrap_or(time);
    let time = format!("{}{time}", if time.len() == 4 { "0" } else { "" });
    let is_written = |cell: &String| {
        parse_written(cell)
            .as_ref()
            .map(Instant::to_string)
            .as_ref()
            == Some(cell)
    };
    if !offset.is_empty() {
        return Some(format!("{date}T{time}{offset}")).filter(is_written);
    }
    let both = ["+01:00", "+02:00"].map(|offset| format!("{date}T{time}{offset}"));
    match both.clone().map(|cell| is_written(&cell)) {
        [true, false] => Some(both[0].clone()),
        [false, true] => Some(both[1].clone()),
        _ => None,
    }
}
