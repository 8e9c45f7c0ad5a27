//! Draws a plan: an everyday notification with the distributions that authorities
//! publish, then the waves and the faults.

use fastrand::Rng;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};

use crate::synth::later;
use crate::synth::plan::{
    Action, Contact, Layout, Many, Number, One, Plan, Quirks, Size, Stamp, Ticks, When, numbered,
};
use crate::synth::waves::Waves;
use crate::synth::words::{self, Option as Choice};
use crate::synth::{Format, Options, Receipts, faults};

/// One wave of near-identical notifications begins after so many.
const WAVE_EVERY: usize = 500;
/// How many notifications a wave has.
const WAVE: usize = 12;

impl Plan {
    /// The plan of filing `index`. It depends only on the arguments.
    pub(super) fn draw(options: &Options, index: usize, waves: &Waves) -> Self {
        let (mut plan, mut rng) = Self::first(options, index, waves);
        if let Some(kind) = later::kind(options, index) {
            let about = later::before(options, index);
            let (notification, _) = Self::first(options, about, waves);
            let drawn = (&mut rng, options.receipts);
            later::follow(&mut plan, (&notification, about), kind, drawn);
        }
        plan
    }

    /// The plan of a first notification, and what further draws are made from.
    fn first(options: &Options, index: usize, waves: &Waves) -> (Self, Rng) {
        let (seed, format, receipts) = (options.seed, options.format, options.receipts);
        let mut rng = Rng::with_seed(
            seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)
                ^ (index as u64).wrapping_mul(0xD1B5_4A32_D192_ED03),
        );
        let mut plan = everyday(&mut rng, index, options);
        if waves.is_some() {
            waves.shape(&mut plan, (seed, index), &mut rng);
        } else if index % WAVE_EVERY < WAVE && index >= WAVE_EVERY {
            join_wave(&mut plan, seed, index / WAVE_EVERY);
        }
        match format {
            Format::Text => as_text(&mut plan, &mut rng),
            Format::Json | Format::Ndjson | Format::Csv | Format::Xlsx => {
                as_json(&mut plan, &mut rng);
            }
            Format::Pdf => as_pdf(&mut plan, &mut rng),
            // Only what every format can hold.
            Format::Mixed => plan.quirks.ticks = Ticks::Brackets,
            _ => as_paper(&mut plan, &mut rng),
        }
        faults::strike(&mut plan, &mut rng, format);
        // Boxes that are all of one kind say nothing, unless they are fields.
        if format == Format::Pdf && plan.quirks.ticks != Ticks::Fields && plan.ticks_nothing() {
            plan.quirks.ticks = Ticks::Unticked;
        }
        // A receipts file and a document that agree.
        if receipts == Receipts::Beside && !plan.tells_receipt {
            plan.channel = plan.channel.or(Some("e-service"));
        }
        (plan, rng)
    }
}

/// A reference that no other notification has. Two with the same one would be one
/// notification.
fn reference(year: i16, number: u32, index: usize) -> String {
    let (mut letters, mut rest) = (String::new(), index);
    while rest > 0 {
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    format!("DNR {year}/{number}{letters}")
}

/// A notification on which hardly any rule fires.
fn everyday(rng: &mut Rng, index: usize, options: &Options) -> Plan {
    let sector = weighted_at(rng, &words::SECTORS);
    let (controller, number) = organisation(rng, sector);
    let (occurred, discovered, received) = moments(rng);
    let hours = hours_between(discovered, received);
    let ongoing = if rng.u8(..100) < 15 {
        One::Of(&words::YES)
    } else {
        One::Of(&words::NO)
    };
    let ended = match ongoing {
        One::Of(choice) if *choice == words::NO => {
            let hours = rng.i64(0..hours.clamp(1, 40));
            when(rng, discovered + hours.hours())
        }
        _ => When::default(),
    };
    let breach_type = pick(rng, &words::TYPES);
    let misdirected = matches!(breach_type, One::Of(own) if own.label.starts_with("Felskick"));
    let cause = if misdirected {
        One::Of(&words::CAUSES[0].1)
    } else {
        pick(rng, &words::CAUSES)
    };
    let area = pick(rng, words::AREAS[sector]);
    let discovery = pick(rng, &words::DISCOVERIES);
    let involved = rng.u8(..100) < 20 || discovery == One::Of(&words::DISCOVERIES[2].1);
    let (subjects, items) = sizes(rng);
    let processors = if involved {
        processors(rng)
    } else {
        Vec::new()
    };
    let severity = if rng.u8(..100) < 5 {
        One::Blank
    } else {
        pick(rng, &words::SEVERITIES)
    };
    let mut plan = Plan {
        supplements: None,
        later: None,
        case_number: Some(format!("PUI-{}-{}", received.year(), index + 1)),
        channel: Some(["e-service", "e-service", "e-service", "email", "post"][rng.usize(..5)]),
        receipt: Stamp {
            date: received.date(),
            time: Some(received.time()),
        },
        tells_receipt: true,
        controller: Some(controller),
        number,
        reference: (rng.u8(..100) < 70)
            .then(|| reference(received.year(), rng.u32(1..9000), index)),
        postal_code: Some(["16407", "411 05", "852 31"][rng.usize(..3)]),
        country: (rng.u8(..100) < 60).then_some("Sverige"),
        contacts: vec![contact(rng)],
        occurred: when(rng, occurred),
        discovered: when(rng, discovered),
        ongoing,
        ended,
        reason: (hours >= 72 && rng.u8(..100) < 88).then(|| words::REASONS[rng.usize(..3)]),
        breach_type,
        description: Some(description(rng)),
        discovery,
        cause,
        cause_comment: comment_on(rng, cause),
        sector: One::Of(&words::SECTORS[sector].1),
        area,
        area_comment: comment_on(rng, area),
        involved: One::Of(if involved { &words::YES } else { &words::NO }),
        processors,
        subjects,
        items,
        groups: many(rng, &words::GROUPS),
        categories: many(rng, &words::CATEGORIES),
        encrypted: match rng.u8(..100) {
            0..10 => One::Of(&words::YES),
            10..70 => One::Of(&words::NO),
            70..76 => One::Of(&words::PARTLY),
            _ => One::Unknown("Vet inte"),
        },
        consequences: many(rng, &words::CONSEQUENCES),
        severity,
        actions: actions(rng, discovered, received),
        informed: One::Blank,
        informed_at: When::default(),
        will_inform: One::Blank,
        planned_at: When::default(),
        reason_not: None,
        intended: One::Of(if rng.u8(..100) < 25 {
            &words::YES
        } else {
            &words::NO
        }),
        secrecy: (rng.u8(..100) < 6).then_some(words::SECRECY),
        quirks: Quirks::default(),
        edition: options.edition,
    };
    if rng.u8(..100) < 4 {
        plan.contacts.push(contact(rng));
    }
    communicate(&mut plan, rng, discovered, received);
    plan
}

/// What happened and how it went on: from a few sentences to fifteen, so that a
/// copy is as long as real ones are, about 8 KB.
fn description(rng: &mut Rng) -> String {
    let mut text = words::DESCRIPTIONS[rng.usize(..words::DESCRIPTIONS.len())].to_owned();
    for detail in rng.choose_multiple(words::DETAILS, rng.clone().usize(4..=words::DETAILS.len())) {
        text.push(' ');
        text.push_str(detail);
    }
    text
}

/// Questions 31 to 35. Each shows or hides the next.
fn communicate(plan: &mut Plan, rng: &mut Rng, discovered: DateTime, received: DateTime) {
    match rng.u8(..100) {
        0..45 => {
            plan.informed = One::Of(&words::YES);
            let span = hours_between(discovered, received);
            let hours = rng.i64(0..span.max(1));
            plan.informed_at = when(rng, discovered + hours.hours());
        }
        45..50 => plan.informed = One::Of(&words::PARTLY),
        _ => {
            plan.informed = One::Of(&words::NO);
            match rng.u8(..3) {
                0 => {
                    plan.will_inform = One::Of(&words::YES);
                    let hours = rng.i64(24..200);
                    plan.planned_at = when(rng, received + hours.hours());
                }
                1 => {
                    plan.will_inform = One::Of(&words::NO);
                    plan.reason_not = Some(words::REASONS_NOT[rng.usize(..2)]);
                }
                _ => plan.will_inform = One::Of(&words::UNDECIDED),
            }
        }
    }
}

/// Occurrence, discovery and receipt. 62 in a hundred are received within 72 hours.
/// Some months have spikes. Times are between 07 and 22, so that no change of the
/// clocks makes one ambiguous.
fn moments(rng: &mut Rng) -> (DateTime, DateTime, DateTime) {
    let month = if rng.u8(..100) < 15 {
        [1, 6, 9][rng.usize(..3)]
    } else {
        rng.i8(1..=12)
    };
    let discovered = date(rng.i16(2019..=2024), month, rng.i8(1..=28)).to_datetime(clock(rng));
    let longest = [3, 48, 480, 4000][rng.usize(..4)];
    let occurred = discovered - rng.i64(0..longest).hours();
    let hours = match rng.u8(..100) {
        0..25 => rng.i64(1..24),
        25..62 => rng.i64(24..70),
        62..80 => rng.i64(80..168),
        _ => rng.i64(168..2000),
    };
    let received = daytime(discovered + hours.hours() + i64::from(rng.u8(..60)).minutes());
    (
        daytime(occurred).min(discovered),
        discovered,
        received.max(discovered),
    )
}

/// Whole hours on the clock.
fn hours_between(from: DateTime, to: DateTime) -> i64 {
    to.duration_since(from).as_hours()
}

fn clock(rng: &mut Rng) -> Time {
    Time::constant(rng.i8(7..22), rng.i8(0..60), 0, 0)
}

/// The same day between 07 and 22.
fn daytime(moment: DateTime) -> DateTime {
    let hour = moment.hour().clamp(7, 21);
    moment
        .with()
        .hour(hour)
        .second(0)
        .subsec_nanosecond(0)
        .build()
        .unwrap_or(moment)
}

/// A moment as it is answered. Half of them have no clock time, and some have a
/// comment.
fn when(rng: &mut Rng, moment: DateTime) -> When {
    let moment = daytime(moment);
    When {
        date: Some(moment.date()),
        time: rng.bool().then(|| moment.time()),
        comment: (rng.u8(..100) < 12).then(|| words::COMMENTS[rng.usize(..3)]),
        ..When::default()
    }
}

fn actions(rng: &mut Rng, discovered: DateTime, received: DateTime) -> Vec<Action> {
    let span = hours_between(discovered, received);
    (0..rng.usize(1..4))
        .map(|_| {
            let hours = rng.i64(0..span.max(1));
            let mut at = when(rng, discovered + hours.hours());
            at.comment = None;
            Action {
                at,
                text: Some(words::ACTIONS[rng.usize(..words::ACTIONS.len())]),
            }
        })
        .collect()
}

fn contact(rng: &mut Rng) -> Contact {
    Contact {
        name: words::CONTACTS[rng.usize(..3)],
        role: Some(words::ROLES[rng.usize(..3)]),
        email: Some(words::EMAILS[rng.usize(..2)]),
        phone: words::PHONES[rng.usize(..3)],
    }
}

/// A name and the number that always goes with it.
fn organisation(rng: &mut Rng, sector: usize) -> (String, Number) {
    let (kinds, first): (&[&str], u64) = match sector {
        0 => (&words::PUBLIC_BODIES, 212_000_000),
        1 => (&words::COMPANIES, 556_100_000),
        _ => (&words::ASSOCIATIONS, 802_400_000),
    };
    let (kind, place) = (rng.usize(..kinds.len()), rng.usize(..words::PLACES.len()));
    let name = format!("{} {}", kinds[kind], words::PLACES[place]);
    // The boards of one municipality share its number.
    let serial = if sector == 0 {
        place
    } else {
        kind * 100 + place
    };
    (name, Number::Good(numbered(first + serial as u64 * 7 + 3)))
}

fn processors(rng: &mut Rng) -> Vec<(String, Number)> {
    let first = rng.usize(..words::PROCESSORS.len());
    (0..if rng.u8(..10) == 0 { 2 } else { 1 })
        .map(|extra| processor((first + extra) % words::PROCESSORS.len()))
        .collect()
}

fn processor(which: usize) -> (String, Number) {
    (
        words::PROCESSORS[which].to_owned(),
        Number::Good(numbered(556_700_000 + which as u64 * 11)),
    )
}

/// Half are below ten, the others in decades above. A fifth are exact, a tenth unknown.
/// There are at least as many items as persons.
fn sizes(rng: &mut Rng) -> (Size, Size) {
    let persons = weighted_at(rng, &words::BANDS);
    let items = (persons + rng.usize(1..3)).min(words::BANDS.len() - 1);
    (size(rng, persons), size(rng, items))
}

fn size(rng: &mut Rng, band: usize) -> Size {
    let (_, band) = &words::BANDS[band];
    match rng.u8(..10) {
        0 => Size::Unknown,
        1 | 2 => Size::Exact(rng.u64(band.min..=band.max.unwrap_or(100_000_000))),
        _ => Size::Band(band),
    }
}

fn many(rng: &mut Rng, options: &'static [Choice]) -> Many {
    let mut chosen: Vec<usize> = (0..rng.usize(1..4))
        .map(|_| rng.usize(..options.len()))
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    let chosen: Vec<&'static Choice> = chosen.into_iter().map(|at| &options[at]).collect();
    let comment = chosen
        .iter()
        .any(|option| option.truth == "other")
        .then(|| words::OTHERS[rng.usize(..2)]);
    Many {
        chosen,
        unknown: false,
        comment,
    }
}

fn comment_on(rng: &mut Rng, answer: One) -> Option<&'static str> {
    answer.is("other").then(|| words::OTHERS[rng.usize(..2)])
}

fn weighted_at<T>(rng: &mut Rng, weighted: &[(u32, T)]) -> usize {
    let total: u32 = weighted.iter().map(|(weight, _)| weight).sum();
    let mut left = rng.u32(..total);
    for (at, (weight, _)) in weighted.iter().enumerate() {
        match left.checked_sub(*weight) {
            Some(rest) => left = rest,
            None => return at,
        }
    }
    0
}

fn pick(rng: &mut Rng, weighted: &'static [(u32, Choice)]) -> One {
    One::Of(&weighted[weighted_at(rng, weighted)].1)
}

/// A wave: one processor, one day, one description, many filers.
fn join_wave(plan: &mut Plan, seed: u64, wave: usize) {
    let mut rng = Rng::with_seed(seed ^ (wave as u64) << 32);
    let day: Date = date(2023, rng.i8(1..=12), rng.i8(1..=28));
    let at = |date: Date, hour: i8| When {
        date: Some(date),
        time: Some(Time::constant(hour, 0, 0, 0)),
        ..When::default()
    };
    let next = day.tomorrow().unwrap_or(day);
    plan.occurred = at(day, 8);
    plan.discovered = at(day, 10);
    plan.ongoing = One::Of(&words::YES);
    plan.ended = When::default();
    plan.receipt = Stamp {
        date: next,
        time: Some(Time::constant(9, 30, 0, 0)),
    };
    plan.reason = None;
    plan.description = Some(words::DESCRIPTIONS[4].to_owned());
    plan.cause = One::Of(&words::CAUSES[2].1);
    plan.cause_comment = None;
    plan.involved = One::Of(&words::YES);
    plan.processors = vec![processor(wave % words::PROCESSORS.len())];
    plan.actions = vec![Action {
        at: at(day, 15),
        text: Some(words::ACTIONS[3]),
    }];
    plan.informed = One::Of(&words::NO);
    plan.informed_at = When::default();
    plan.will_inform = One::Of(&words::UNDECIDED);
    plan.planned_at = When::default();
    plan.reason_not = None;
}

/// The quirks of a text copy. Mostly it has no stamp of receipt and lost its ticks.
fn as_text(plan: &mut Plan, rng: &mut Rng) {
    plan.tells_receipt = rng.u8(..100) < 55;
    if !plan.tells_receipt {
        plan.case_number = None;
        plan.channel = None;
    }
    plan.quirks.ticks = match rng.u8(..10) {
        0..5 => Ticks::Lost,
        5..8 => Ticks::Brackets,
        _ => Ticks::Boxes,
    };
    plan.quirks.layout = Layout {
        encoding: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2][rng.usize(..20)],
        line_end: u8::from(rng.u8(..4) == 0),
        dense: rng.u8(..10) == 0,
        pages: rng.u8(..8) == 0,
        wrap: [0, 0, 70, 95][rng.usize(..4)],
        question_mark: rng.u8(..4) == 0,
        typographic: rng.u8(..4) == 0,
    };
    if plan.quirks.layout.encoding == 1 && plan.quirks.ticks == Ticks::Boxes {
        plan.quirks.ticks = Ticks::Brackets;
    }
}

/// The quirks of a copy in a document or mail: their boxes hold their state.
fn as_paper(plan: &mut Plan, rng: &mut Rng) {
    as_text(plan, rng);
    plan.quirks.ticks = Ticks::Brackets;
    plan.quirks.layout = Layout {
        typographic: plan.quirks.layout.typographic,
        wrap: plan.quirks.layout.wrap,
        ..Layout::default()
    };
}

/// The quirks of a PDF copy. They are those of a text copy, with other kinds of ticks
/// and without its encodings and line ends.
fn as_pdf(plan: &mut Plan, rng: &mut Rng) {
    as_text(plan, rng);
    plan.quirks.ticks = match rng.u8(..10) {
        0..3 => Ticks::Dingbats,
        3..6 => Ticks::Drawn,
        6..8 => Ticks::Fields,
        8 => Ticks::Unticked,
        _ => Ticks::Lost,
    };
    let Layout {
        question_mark,
        typographic,
        ..
    } = plan.quirks.layout;
    plan.quirks.layout = Layout {
        question_mark,
        typographic,
        ..Layout::default()
    };
}

/// The quirks of a JSON export: days without a time, lost ticks.
fn as_json(plan: &mut Plan, rng: &mut Rng) {
    match rng.u8(..100) {
        0..4 => plan.tells_receipt = false,
        4..9 => plan.receipt.time = None,
        _ => {}
    }
    if rng.u8(..100) < 8 {
        plan.quirks.ticks = Ticks::Lost;
    }
}
