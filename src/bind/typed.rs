//! Texts, numbers, dates and times understood as typed values. What cannot be
//! read is F003 and undeterminable; what was read from another writing is F004.

use std::borrow::Cow;

use crate::bind::{Binder, Site};
use crate::check::ODD_NUMBER;
use crate::check::form::UNREADABLE_VALUE;
use crate::config::Words;
use crate::form::Key;
use crate::moment::{
    Lenient, Moment, PartialDate, Precision, TimeOfDay, as_written, names_zone, parse_date,
    parse_stamp, parse_time, written_time,
};
use crate::notification::{Amount, Answer, Clock, Number, State, Text, When};
use crate::read::{Item, Mark, Value};
use crate::value::{
    Band, Count, Organisation, OrganisationNumber, Written, one_line, parse_band, parse_count,
};

/// The text of a value: itself, or the one ticked item of a list.
#[inline]
fn text_of(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) => Some(text),
        Value::List(items) => text_of_ticked(items),
        _ => None,
    }
}

/// Whether a value is a list of empty boxes.
fn is_unticked(value: &Value) -> bool {
    let Value::List(items) = value else {
        return false;
    };
    !items.is_empty() && items.iter().all(|item| item.mark == Mark::Empty)
}

fn text_of_ticked(items: Vec<Item<'_>>) -> Option<Cow<'_, str>> {
    let mut ticked = items.into_iter().filter(|item| item.mark == Mark::Ticked);
    let Item { text, .. } = ticked.next()?;
    ticked.next().is_none().then_some(text)
}

/// A line or free text.
pub(super) fn text<'a>(binder: &mut Binder<'a>, key: Key, index: u16) -> Text<'a> {
    binder.part(key, index, |binder, site, value| match value {
        Value::Text(text) => State::Given(text),
        value => text_of(value).map_or_else(|| binder.unreadable(site), State::Given),
    })
}

/// A free text that counts as blank where it says no more than that there is nothing.
pub(super) fn text_unless<'a>(
    binder: &mut Binder<'a>,
    key: Key,
    is_nothing: impl Fn(&str) -> bool,
) -> Text<'a> {
    binder.part(key, 0, |binder, site, value| match text_of(value) {
        Some(text) if is_nothing(&text) => State::Blank,
        Some(text) => State::Given(text),
        None => binder.unreadable(site),
    })
}

/// A case number or reference: a line break in it is a blank.
pub(super) fn reference<'a>(binder: &mut Binder<'a>, key: Key) -> Text<'a> {
    let mut answer = text(binder, key, 0);
    if let State::Given(text) = &mut answer.state
        && let Cow::Owned(line) = one_line(text)
    {
        *text = Cow::Owned(line);
    }
    answer
}

/// The comment of a choice: its own field, or what stood behind `Övrigt:`.
pub(super) fn comment<'a>(binder: &mut Binder<'a>, key: Key) -> Text<'a> {
    let mut comment = text(binder, key, 0);
    let number = binder.edition.number(key);
    if comment.state == State::Blank
        && let Some(at) = binder
            .beside
            .iter()
            .position(|text| binder.edition.number(text.key) == number)
    {
        comment.state = binder.beside.swap_remove(at).state;
    }
    comment
}

/// A value in a format of its own; `unknown` answers count as such.
fn parsed<'a, T>(
    binder: &mut Binder<'a>,
    key: Key,
    index: u16,
    parse: impl FnOnce(&mut Binder<'a>, Site, &str) -> State<T>,
) -> Answer<T> {
    binder.part(key, index, |binder, site, value| {
        if is_unticked(&value) {
            return State::Blank;
        }
        let Some(text) = text_of(value) else {
            return binder.unreadable(site);
        };
        let is_number = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
        if !is_number && text.trim().is_empty() {
            return State::Blank;
        }
        if !is_number && binder.edition.is_unknown(&text) {
            return State::Unknown;
        }
        parse(binder, site, &text)
    })
}

/// An organisation number: kept also when it is not valid, for the rules.
pub(super) fn organisation<'a>(
    binder: &mut Binder<'a>,
    key: Key,
    index: u16,
) -> Answer<Number<'a>> {
    binder.part(key, index, |binder, site, value| {
        let Some(text) = text_of(value) else {
            return binder.unreadable(site);
        };
        let read = OrganisationNumber::parse(&text);
        match read {
            Organisation::Valid { lenient, .. } => binder.lenient(site, lenient),
            Organisation::Invalid(_) if binder.edition.is_unknown(&text) => return State::Unknown,
            _ => {}
        }
        State::Given(Number { text, read })
    })
}

/// A number of persons or data items: exact and band. A source that has one of
/// them asked for the number: where that is blank, both are. A round number (`ett
/// 50-tal`) is no exact one but a band, if no band is given beside it.
pub(super) fn amount(binder: &mut Binder, (exact, band): (Key, Key), known: Known) -> Amount {
    let (exact, span) = count(binder, exact);
    let span = span.or_else(|| estimated(binder, &exact, known));
    let mut amount = Amount {
        exact,
        band: parsed(binder, band, 0, band_state),
    };
    if let Some(span) = span
        && amount.band.given().is_none()
    {
        (amount.band.state, amount.band.line) = (State::Given(span), amount.exact.line);
        let number = binder.edition.number(band);
        binder.note(
            Site {
                key: band,
                index: 0,
                line: amount.exact.line,
                number,
            },
            State::Given(()),
        );
    }
    match (&amount.exact.state, &amount.band.state) {
        (State::Blank, State::NotAsked) => amount.band.state = State::Blank,
        (State::NotAsked, State::Blank) => amount.exact.state = State::Blank,
        _ => {}
    }
    if known != Known::Exactly {
        not_exactly(binder, &mut amount, known);
    }
    amount
}

/// How a number is known, where the form asks for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Exactly, or it is not said.
    Exactly,
    /// It is approximate.
    About,
    /// It cannot be determined, or not yet.
    Not,
}

/// The band of the edition that holds a number which is an estimate: nearer it is not known.
fn estimated(binder: &Binder, exact: &Answer<u64>, known: Known) -> Option<Band> {
    let number = exact.given().filter(|_| known != Known::Exactly)?;
    let (question, _) = binder.edition.place(exact.key)?;
    let bands = question.bands.iter().filter_map(|band| parse_band(band));
    bands.into_iter().find(|band| band.contains(*number))
}

/// Takes an estimate for no exact number. Without one, a number that cannot be determined is
/// unknown.
fn not_exactly(binder: &mut Binder, amount: &mut Amount, known: Known) {
    let is_open = amount.band.given().is_none() && known == Known::Not;
    if is_open || amount.exact.given().is_some() {
        amount.exact.state = State::Unknown;
    }
    if is_open {
        amount.band.state = State::Unknown;
        let number = binder.edition.number(amount.exact.key);
        let (key, index, line) = (amount.exact.key, 0, amount.exact.line);
        let site = Site {
            key,
            index,
            line,
            number,
        };
        binder.note(site, State::Unknown);
    }
}

fn band_state(binder: &mut Binder, site: Site, text: &str) -> State<Band> {
    parse_band(text).map_or_else(|| binder.unreadable(site), State::Given)
}

/// What F004 says of a number that is approximate.
const ABOUT: Words = Words::new(
    "Antalet i ”{part}”{at_question} är ungefärligt (”ca”); det lästes som det tal som står där.",
    "The number in \"{part}\"{at_question} is approximate (\"about\"); it was read as the number that stands there.",
);
/// What F004 says of a round number.
const ROUND: Words = Words::new(
    "Antalet i ”{part}”{at_question} är ett runt tal; det räknas som allt som avrundas dit, {min} till {max}.",
    "The number in \"{part}\"{at_question} is a round one; it counts as all that rounds to it, {min} to {max}.",
);

/// An exact number, or the span of a round one. Negative and fractional ones are
/// V008 and no number.
fn count(binder: &mut Binder, key: Key) -> (Answer<u64>, Option<Band>) {
    let mut span = None;
    let answer = parsed(binder, key, 0, |binder, site, text| {
        match parse_count(text) {
            Count::Exact(value, written) => {
                match written {
                    Written::Usual => {}
                    Written::Leniently => binder.lenient(site, true),
                    Written::About => binder.note_lenient(site, ABOUT, &[]),
                }
                if value == 0 && site.key == Key::AffectedDataSubjectsExact {
                    binder.find(site, &ODD_NUMBER);
                }
                State::Given(value)
            }
            Count::Span(min, max) => {
                binder.note_lenient(site, ROUND, &[("min", min), ("max", max)]);
                span = Some(Band {
                    min,
                    max: Some(max),
                });
                State::Blank
            }
            Count::Negative | Count::Fractional => {
                binder.find(site, &ODD_NUMBER);
                State::Undeterminable
            }
            Count::Unreadable => binder.unreadable(site),
        }
    });
    (answer, span)
}

/// A receipt time, as the document says it.
pub(super) fn stamp(binder: &mut Binder, key: Key) -> Answer<Moment> {
    parsed(binder, key, 0, |binder, site, text| {
        match parse_stamp(text) {
            Some(Lenient { value, lenient }) => {
                binder.lenient(site, lenient);
                State::Given(value)
            }
            None => binder.unreadable(site),
        }
    })
}

/// F003 where a date comes with another time of day than the one beside it.
const TWO_TIMES: Words = Words::new(
    "”{part}”{at_question} säger ett annat klockslag än det som står i datumet; vilket som gäller går inte att avgöra, så bara dagen räknas.",
    "\"{part}\"{at_question} says another time of day than the one in the date; which of them holds cannot be determined, so only the day counts.",
);

/// A date as answered: a calendar date, or a whole moment in one field.
enum Day {
    Date(PartialDate),
    Whole(Whole),
}

/// A moment in one field.
#[derive(Clone, Copy)]
struct Whole {
    moment: Moment,
    /// The date and the clock time as they are written, whatever their zone.
    date: Option<PartialDate>,
    time: Option<TimeOfDay>,
}

impl Whole {
    fn new(moment: Moment, text: &str) -> Self {
        Self {
            moment,
            date: as_written(text).map(|(date, _)| date),
            time: written_time(text),
        }
    }

    /// The date at whose beginning the moment is: as it is written, or in Sweden.
    fn day_that_begins(&self) -> Option<PartialDate> {
        let is_midnight = |minutes: i64| minutes % (24 * 60) == 0;
        if self.time.is_some_and(|time| time.minutes() == 0) {
            return self.date;
        }
        is_midnight(self.moment.earliest.local_minute())
            .then(|| PartialDate::Day(self.moment.earliest.date()))
    }

    /// Whether a time of day is that of the moment: as it is written, or in Sweden.
    fn has(&self, time: TimeOfDay) -> bool {
        let of_day = PartialDate::Day(self.moment.earliest.date());
        self.time == Some(time) || Moment::from_civil(of_day, Some(time)) == self.moment
    }
}

/// The moment of a date that comes with a clock time, where a time of day has a field of its own. A
/// midnight is none beside another time of day: exports put it to dates. Of two times neither counts.
fn beside_clock(binder: &mut Binder, whole: &Whole, clock: &Answer<TimeOfDay>) -> Moment {
    if whole.moment.precision != Precision::Minute {
        return whole.moment;
    }
    let day = whole.day_that_begins();
    match (&clock.state, day) {
        (State::Given(time), _) if whole.has(*time) => whole.moment,
        (State::Given(time), Some(day)) => Moment::from_civil(day, Some(*time)),
        (State::Given(_), None) => {
            let number = binder.edition.number(clock.key);
            let (key, index, line) = (clock.key, clock.index, clock.line);
            let site = Site {
                key,
                index,
                line,
                number,
            };
            let finding = binder.finding(site, &UNREADABLE_VALUE).saying(TWO_TIMES);
            binder.findings.push(finding);
            Moment::from_civil(PartialDate::Day(whole.moment.earliest.date()), None)
        }
        (State::Unknown | State::Undeterminable, Some(day)) => Moment::from_civil(day, None),
        _ => whole.moment,
    }
}

/// Date, time and comment of one moment.
pub(super) fn when<'a>(binder: &mut Binder<'a>, date: Key, time: Key, comment: Key) -> When<'a> {
    let (moment, time) = moment(binder, date, time, 0);
    When {
        moment,
        time,
        comment: text(binder, comment, 0),
    }
}

/// Date and time as an interval of instants, and whether a time was read.
pub(super) fn moment(
    binder: &mut Binder,
    date: Key,
    time: Key,
    index: u16,
) -> (Answer<Moment>, Clock) {
    let day = parsed(binder, date, index, |binder, site, text| {
        read_day(binder, site, text)
    });
    let clock = parsed(binder, time, index, |binder, site, text| {
        match parse_time(text) {
            Some(Lenient { value, lenient }) => {
                binder.lenient(site, lenient);
                State::Given(value)
            }
            None => binder.unreadable(site),
        }
    });
    let time_of_day: Option<TimeOfDay> = clock.given().copied();
    let state = match &day.state {
        State::Given(Day::Whole(whole)) => State::Given(beside_clock(binder, whole, &clock)),
        State::Given(Day::Date(date)) => State::Given(Moment::from_civil(*date, time_of_day)),
        other => other.non_value().unwrap_or(State::Blank),
    };
    let has_time = match &state {
        State::Given(moment) => moment.precision == Precision::Minute,
        _ => time_of_day.is_some(),
    };
    let time = if has_time {
        Clock::Given
    } else if matches!(clock.state, State::NotAsked) {
        Clock::NotAsked
    } else {
        Clock::Missing
    };
    (
        Answer {
            state,
            line: day.line,
            key: day.key,
            index,
        },
        time,
    )
}

fn read_day(binder: &mut Binder, site: Site, text: &str) -> State<Day> {
    if text.len() > 11
        && let Some(Lenient { value, lenient }) = parse_stamp(text)
        && (value.precision == Precision::Minute || names_zone(text))
    {
        binder.lenient(site, lenient || !binder.record.whole_moments);
        return State::Given(Day::Whole(Whole::new(value, text)));
    }
    match parse_date(text) {
        Some(Lenient { value, lenient }) => {
            binder.lenient(site, lenient);
            State::Given(Day::Date(value))
        }
        None => binder.unreadable(site),
    }
}

#[cfg(test)]
mod tests {
    use crate::bind::bind;
    use crate::form::Edition;
    use crate::read::json;

    /// The ends of the discovery that a date and a time of day give, and what is found about it.
    fn discovered(date: &str, time: &serde_json::Value) -> (String, Vec<String>) {
        let document =
            serde_json::json!({"incident": {"discovered": {"date": date, "time": time}}});
        let text = document.to_string();
        let bound = bind(json::read(&text, Edition::default_edition(), 1).unwrap());
        let moment = bound.notification.discovered.moment.given().unwrap();
        let ends = [moment.earliest, moment.latest].map(|end| end.to_string()[..16].to_owned());
        let told = if ends[0] == ends[1] {
            ends[0].clone()
        } else {
            ends.join(" ")
        };
        let codes = bound
            .findings
            .iter()
            .map(|finding| finding.code.to_string());
        (told, codes.filter(|code| code == "F003").collect())
    }

    #[test]
    fn a_midnight_beside_a_time_of_day_is_none() {
        let day = "2024-03-04T00:00 2024-03-04T23:59";
        for (date, time, told) in [
            ("2024-03-04 00:00", "16:30", "2024-03-04T16:30"),
            ("2024-03-04T00:00:00", "kl 16.30", "2024-03-04T16:30"),
            ("2024-03-04T00:00:00Z", "16:30", "2024-03-04T16:30"),
            ("2024-03-03T23:00:00Z", "16:30", "2024-03-04T16:30"),
            ("4/3 2024 kl 00:00", "16:30", "2024-03-04T16:30"),
            ("2024-03-04 00:00", "00:00", "2024-03-04T00:00"),
            ("2024-03-04 00:00", "vet inte", day),
            ("2024-03-04 09:30", "09:30", "2024-03-04T09:30"),
            ("2024-03-04 09:30:45", "09:30", "2024-03-04T09:30"),
            ("2024-03-04T08:30:00Z", "09:30", "2024-03-04T09:30"),
            ("2024-03-04T09:30:00Z", "09:30", "2024-03-04T10:30"),
            ("2024-03-04 09:30", "vet inte", "2024-03-04T09:30"),
            ("2024-03-04", "16:30", "2024-03-04T16:30"),
        ] {
            let found = discovered(date, &time.into());
            assert_eq!(found, (told.to_owned(), vec![]), "{date} {time}");
        }
        let midnight = discovered("2024-03-04 00:00", &serde_json::Value::Null);
        assert_eq!(midnight.0, "2024-03-04T00:00");
    }

    #[test]
    fn of_two_times_of_day_neither_counts() {
        let day = "2024-03-04T00:00 2024-03-04T23:59".to_owned();
        for (date, time) in [
            ("2024-03-04 09:30", "10:00"),
            ("2024-03-04T09:30:00+01:00", "16:30"),
            ("2024-03-04 09:30", "00:00"),
        ] {
            let found = discovered(date, &time.into());
            assert_eq!(
                found,
                (day.clone(), vec!["F003".to_owned()]),
                "{date} {time}"
            );
        }
    }
}
