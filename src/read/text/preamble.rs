//! What stands before question 1: usually the form's own introduction. Some
//! exports put a case number, a receipt time or a channel there, or say that
//! the filing is a supplement.

use std::borrow::Cow;

use memchr::memchr;

use crate::check::form::UNREADABLE_VALUE;
use crate::config::Words;
use crate::form::{Edition, Filing, Key, cells, is_squashed, squash};
use crate::moment::parse_stamp;
use crate::read::text::lines::{Line, Lines, trim};
use crate::read::text::looks::{as_written, case_number};
use crate::read::text::page_number::{PageNumber, Shape};
use crate::read::{Record, Value};

/// Labels of stamps before question 1, squashed.
const STAMPS: &[(&str, Key)] = &[
    ("diarienummer", Key::CaseNumber),
    ("ärendenummer", Key::CaseNumber),
    ("inkom", Key::Received),
    ("inkommen", Key::Received),
    ("inkomstdatum", Key::Received),
    ("ankomstdatum", Key::Received),
    ("mottagen", Key::Received),
    ("kanal", Key::Channel),
    ("inkommetod", Key::Channel),
];

/// Labels of stamps that say what the filing is, squashed.
const KINDS: &[&str] = &[
    "ärendetyp",
    "typavärende",
    "typavanmälan",
    "typavhandling",
    "anmälningstyp",
    "handlingstyp",
    "casetype",
    "typeofnotification",
    "typeoffiling",
    "notificationtype",
];

/// Reads stamps and the kind of filing from the lines before `end`.
pub(super) fn read<'a>(record: &mut Record<'a>, lines: &Lines<'a>, end: usize) {
    // What stands below the title is the filing's own; above it may stand a cover's.
    let titles = &lines.titles[..lines.titles.partition_point(|(at, _)| *at < end)];
    let title = titles.last().map_or(0, |(at, _)| *at);
    stamps(record, &lines.all[title..end], lines.may_have_gaps);
    stamps(record, &lines.all[..title], lines.may_have_gaps);
    if let Some((filing, at)) =
        kind(lines, end, titles, record.edition).filter(|(kind, _)| *kind != Filing::Initial)
    {
        let line = &lines.all[at];
        record.push(
            Key::Kind,
            0,
            line.number,
            Value::Text(Cow::Borrowed(filing.word())),
        );
        let below = &lines.all[at + 1..end];
        if let Some((number, line)) = named_number(line, below, record.edition) {
            record.push(Key::Supplements, 0, line, Value::Text(as_written(number)));
        }
    }
}

/// The case number that a title names, with its line: in the title, else just below it, where
/// nothing stands beside the number but words of titles: `Dnr IMY-2024-1234`.
fn named_number<'a>(
    title: &Line<'a>,
    below: &[Line<'a>],
    edition: &Edition,
) -> Option<(&'a str, u32)> {
    if let Some(number) = case_number(title.text) {
        return Some((number, title.number));
    }
    let lines = below.iter().take(MOST_BETWEEN);
    let mut lines = lines.take_while(|line| edition.titles.are_words(line.text));
    lines.find_map(|line| Some((case_number(line.text)?, line.number)))
}

/// What F003 says of stamps that differ.
const STAMPS_DIFFER: Words = Words::new(
    "Kopians huvud säger olika om ”{part}” (antal olika uppgifter: {times}); vilken som gäller går inte att avgöra.",
    "The head of the copy disagrees on \"{part}\" (different values: {times}); which of them holds cannot be determined.",
);

/// Reads the stamps of some lines, which may have gaps, but for those that earlier lines have. None
/// of several that differ counts.
fn stamps<'a>(record: &mut Record<'a>, lines: &[Line<'a>], may_have_gaps: bool) {
    let mut found: Vec<(Key, u32, Vec<&'a str>)> = Vec::new();
    let short = lines.iter().filter(|line| line.text.len() <= 100);
    let single =
        short.flat_map(|line| side_by_side(line.text, may_have_gaps).map(move |text| (line, text)));
    for (line, text) in single {
        let Some((key, value)) = stamp(text) else {
            continue;
        };
        if record.answers.iter().any(|raw| raw.key == key) {
            continue;
        }
        match found.iter_mut().find(|(of, ..)| *of == key) {
            Some((.., values)) => add(values, key, value),
            None => found.push((key, line.number, vec![value])),
        }
    }
    for (key, line, values) in found {
        if let [value] = values[..] {
            record.push(key, 0, line, Value::Text(Cow::Borrowed(value)));
            continue;
        }
        let finding = UNREADABLE_VALUE
            .finding(0, line)
            .at(key, 0)
            .saying(STAMPS_DIFFER)
            .with("part", key.field().called)
            .with("times", values.len() as i64);
        record.findings.push(finding);
        record.push(key, 0, line, Value::Lost);
    }
}

/// Adds what a further stamp says, where it says something else. Of a day and a time on that
/// day the time is kept.
fn add<'a>(values: &mut Vec<&'a str>, key: Key, value: &'a str) {
    if key != Key::Received {
        if values.iter().all(|other| squash(other) != squash(value)) {
            values.push(value);
        }
        return;
    }
    let moment = |text: &str| parse_stamp(text).map(|read| read.value);
    let Some(new) = moment(value) else {
        // Words without a figure name no time: `Mottagen: registrator`.
        let says_time = value.contains(|char: char| char.is_ascii_digit());
        if says_time && !values.contains(&value) {
            values.push(value);
        }
        return;
    };
    for other in values.iter_mut() {
        match moment(other) {
            Some(old) if old.disagrees(&new) => {}
            Some(old) => {
                if new.earliest >= old.earliest && new.latest <= old.latest {
                    *other = value;
                }
                return;
            }
            None if !other.contains(|char: char| char.is_ascii_digit()) => {
                *other = value;
                return;
            }
            None => {}
        }
    }
    values.push(value);
}

/// The stamps of a line: several where each has a label known, with gaps between them.
fn side_by_side(text: &str, may_have_gaps: bool) -> impl Iterator<Item = &str> {
    let is_row = may_have_gaps
        && cells(text).nth(1).is_some()
        && cells(text).all(|cell| stamp(cell).is_some());
    let whole = (!is_row).then_some(text);
    let parts = is_row.then(|| cells(text)).into_iter().flatten();
    whole.into_iter().chain(parts)
}

/// What a line says by a label known: `Diarienummer: PUI-2021-1654`.
pub(super) fn stamp(text: &str) -> Option<(Key, &str)> {
    let (label, value) = labelled(text)?;
    let value = trim(value);
    let is_label = may_be(label);
    let mut stamps = STAMPS.iter().filter(|(stamp, _)| is_label(stamp));
    let (_, key) = stamps.find(|(stamp, _)| is_squashed(label, stamp))?;
    (!value.is_empty()).then_some((*key, value))
}

/// The kind of filing that the titles or a label before `end` name, and the line that
/// does. Of titles one below the other any but the first kind says more; else the last
/// counts, since what stands before it may be a cover.
fn kind(
    lines: &Lines,
    end: usize,
    titles: &[(usize, Filing)],
    edition: &Edition,
) -> Option<(Filing, usize)> {
    let mut found: Option<(usize, Filing)> = None;
    for (at, line) in lines.all[..end]
        .iter()
        .enumerate()
        .filter(|(_, line)| line.printed.is_none())
    {
        let title = titles.binary_search_by_key(&at, |(title, _)| *title);
        // Where a title stands by itself, what has one beside it is a list or a cover, but for the
        // head of a page.
        let beside = || {
            let may_be = titles.is_empty() || cells(line.text).any(is_page_number);
            may_be.then(|| edition.titles.beside(line.text))?
        };
        let broken = || {
            let may_be = titles.is_empty() && at + 1 < end;
            may_be.then(|| lines.broken_title(at, edition))?
        };
        let kind = title.map_or_else(
            |_| named(line.text).or_else(beside).or_else(broken),
            |title| Some(titles[title].1),
        );
        let Some(kind) = kind else {
            continue;
        };
        let goes_on = found.is_some_and(|(before, _)| before + MOST_BETWEEN >= at);
        match found {
            Some((_, before)) if goes_on && before != Filing::Initial => {}
            _ => found = Some((at, kind)),
        }
    }
    found.map(|(at, kind)| (kind, at))
}

/// Whether a text is a page number and surely nothing else.
fn is_page_number(text: &str) -> bool {
    PageNumber::of(text).is_some_and(|number| number.shape == Shape::Whole)
}

/// So many lines from one to the other, titles belong together.
const MOST_BETWEEN: usize = 3;

/// The kind that a label gives: `Ärendetyp: Komplettering`.
fn named(text: &str) -> Option<Filing> {
    let (label, value) = labelled(text)?;
    let is_label = may_be(label);
    let mut kinds = KINDS.iter().filter(|kind| is_label(kind));
    kinds
        .any(|kind| is_squashed(label, kind))
        .then(|| Filing::parse(value))?
}

/// Whether a label may be one that is known, by its first letter: most are not.
fn may_be(label: &str) -> impl Fn(&str) -> bool + use<> {
    let first = label.chars().find(|sign| sign.is_alphanumeric());
    let first = first.and_then(|sign| sign.to_lowercase().next());
    move |known| known.chars().next() == first
}

/// A line in two at its first colon.
fn labelled(text: &str) -> Option<(&str, &str)> {
    let colon = memchr(b':', text.as_bytes())?;
    Some((&text[..colon], &text[colon + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Keys;

    /// The kind that a preamble names, and the number that it adds to.
    fn told(text: &str) -> (Option<String>, Option<String>) {
        let edition = Edition::default_edition();
        let lines = Lines::split(text, edition, 1);
        let mut record = Record::new(edition, 1, Keys::ENVELOPE);
        read(&mut record, &lines, lines.all.len());
        let text = |key: Key| {
            record
                .answers
                .iter()
                .find(|raw| raw.key == key)
                .map(|raw| match &raw.value {
                    Value::Text(text) => text.to_string(),
                    other => format!("{other:?}"),
                })
        };
        (text(Key::Kind), text(Key::Supplements))
    }

    #[test]
    fn a_supplement_names_its_notification() {
        let supplement =
            |number: Option<&str>| (Some("supplement".to_owned()), number.map(str::to_owned));
        assert_eq!(
            told("Komplettering av anmälan (PUI-2021-1654)"),
            supplement(Some("PUI-2021-1654"))
        );
        assert_eq!(
            told("Komplettering\nAnmälan av personuppgiftsincident"),
            supplement(None)
        );
        assert_eq!(
            told("Anmälan av personuppgiftsincident\nKomplettering"),
            supplement(None)
        );
        assert_eq!(
            told("Ärendetyp: Komplettering\nAnmälan av personuppgiftsincident"),
            supplement(None)
        );
        assert_eq!(
            told("Återkallelse av anmälan DI-2020-1").0.as_deref(),
            Some("withdrawal")
        );
        assert_eq!(
            told("Komplettering av\npersonuppgiftsincidentsanmälan\nInkom: 2024-03-20"),
            supplement(None)
        );
        for beside in [
            "PUI-2021-1654 Komplettering av anmälan\nInkom: 2024-03-20",
            "Komplettering av anmälan PUI-2021-1654     Sida 1 av 5",
            "Komplettering av anmälan PUI-2021-1654   Sida 1 av 5\nAnmälan av personuppgiftsincident",
        ] {
            assert_eq!(told(beside), supplement(Some("PUI-2021-1654")), "{beside}");
        }
        for initial in [
            "1  Komplettering av anmälan   2024-03-20\nAnmälan av personuppgiftsincident",
            "Anmälan av personuppgiftsincident",
            "Ärendetyp: Personuppgiftsincident",
            "",
        ] {
            assert_eq!(told(initial), (None, None), "{initial}");
        }
    }

    /// The answers at a key, and the codes that were found.
    fn stamped(text: &str, key: Key) -> (String, Vec<String>) {
        let edition = Edition::default_edition();
        let lines = Lines::split(text, edition, 1);
        let mut record = Record::new(edition, 1, Keys::ENVELOPE);
        read(&mut record, &lines, lines.all.len());
        let answers = record.answers.iter().filter(|raw| raw.key == key);
        let values = answers.map(|raw| match &raw.value {
            Value::Text(text) => text.to_string(),
            other => format!("{other:?}"),
        });
        let codes = record.findings.iter().map(|one| one.code.to_string());
        (values.collect(), codes.collect())
    }

    #[test]
    fn of_stamps_that_differ_none_counts() {
        let title = "Anmälan av personuppgiftsincident";
        for (lines, value) in [
            ("Inkom: 2024-03-05 10:00\nInkom: 2024-03-08 10:00", "Lost"),
            (
                "Inkom: 2024-03-08 10:00\nMottagen: 2024-03-05 10:00",
                "Lost",
            ),
            ("Inkom: 2024-03-05\nAnkomstdatum: 2024-03-06", "Lost"),
            ("Inkom: 2024-03-05 10:00\nInkom: 5/3 eller 6/3", "Lost"),
            (
                "Inkom: 2024-03-05 10:00\nKanal: E-tjänst\nInkom: 2024-03-05 10:00",
                "2024-03-05 10:00",
            ),
            (
                "Inkom: 2024-03-05\nMottagen: 2024-03-05 10:00",
                "2024-03-05 10:00",
            ),
            (
                "Inkom: 2024-03-05 10:00\nInkommen: 2024-03-05",
                "2024-03-05 10:00",
            ),
            ("Mottagen: registrator\nInkom: 2024-03-05", "2024-03-05"),
        ] {
            let codes = match value {
                "Lost" => vec!["F003".to_owned()],
                _ => vec![],
            };
            let told = stamped(&format!("{title}\n{lines}"), Key::Received);
            assert_eq!(told, (value.to_owned(), codes), "{lines}");
        }
        let cases = |lines: &str| stamped(&format!("{title}\n{lines}"), Key::CaseNumber);
        assert_eq!(
            cases("Diarienummer: PUI-2024-6\nDiarienummer: PUI-2024-7"),
            ("Lost".to_owned(), vec!["F003".to_owned()])
        );
        assert_eq!(
            cases("Diarienummer: PUI-2024-6\nÄrendenummer: pui-2024-6"),
            ("PUI-2024-6".to_owned(), vec![])
        );
        // What stands above the title is a cover's.
        assert_eq!(
            stamped(
                &format!("Diarienummer: KS 2024/1\n{title}\nDiarienummer: PUI-2024-6"),
                Key::CaseNumber
            ),
            ("PUI-2024-6".to_owned(), vec![])
        );
    }

    #[test]
    fn the_introduction_makes_no_supplement_however_it_is_wrapped() {
        let introduction = "Här anmäler du en personuppgiftsincident till Integritetsskyddsmyndigheten. Fält med \
            asterisk (*) är obligatoriska. Det är möjligt att lämna in kompletterande uppgifter i efterhand, men det \
            är viktigt att Integritetsskyddsmyndigheten får in informationen så fort som möjligt.";
        let edition = Edition::default_edition();
        for width in 20..=160 {
            let text = wrapped(introduction, width);
            let lines = Lines::split(&text, edition, 1);
            let mut record = Record::new(edition, 1, Keys::ENVELOPE);
            read(&mut record, &lines, lines.all.len());
            assert!(record.answers.is_empty(), "{text}");
        }
    }

    /// A text with lines of at most `width` characters, as far as words allow.
    fn wrapped(text: &str, width: usize) -> String {
        let (mut out, mut column) = (String::new(), 0);
        for word in text.split(' ') {
            let length = word.chars().count();
            if column > 0 && column + length >= width {
                out.push('\n');
                column = 0;
            }
            out.extend([word, " "]);
            column += length + 1;
        }
        out
    }
}
