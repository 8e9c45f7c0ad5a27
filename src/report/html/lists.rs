//! The lists of single filings: what to do, and what was late. Where records are withheld, there
//! are none.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::iter::Copied;
use std::slice::Iter;

use crate::config::{Copies, Language, Words};
use crate::moment::{Instant, Passed};
use crate::read::Fate;
use crate::records::{Stored, cell_of};
use crate::report::counted::NOTIFICATIONS;
use crate::report::html::filings::{
    FILE, Filings, Texts, day as day_of, file, moment, reading, shown,
};
use crate::report::html::view::{Head, Line, Part, Sheet};
use crate::report::html::{Ground, inputs, tables};
use crate::statistics::thousands;

/// How many filings a list names.
const MOST_FILINGS: usize = 500;

/// The columns by which a filing is known.
struct Names<'f> {
    source: Texts<'f>,
    record: Texts<'f>,
    case_number: Texts<'f>,
    reference: Texts<'f>,
    controller: Texts<'f>,
    language: Language,
}

impl<'f> Names<'f> {
    fn new(filings: &Filings<'f>, language: Language) -> Self {
        Self {
            source: filings.texts("source"),
            record: filings.texts("record"),
            case_number: filings.texts("case_number"),
            reference: filings.texts("reference"),
            controller: filings.texts("controller"),
            language,
        }
    }

    /// The reference; without one, the authority's number.
    fn reference(&self, at: usize) -> String {
        let own = (self.reference)(at);
        let number = (self.case_number)(at);
        let is_better = own.starts_with('(') && !number.starts_with('(');
        shown(if is_better { &number } else { &own }, self.language)
    }

    fn controller(&self, at: usize) -> String {
        shown(&(self.controller)(at), self.language)
    }

    pub(super) fn file(&self, at: usize) -> String {
        file(&(self.source)(at), &(self.record)(at))
    }
}

/// The filings that tables count.
fn counted<'l>(ground: &'l Ground, filings: &Filings) -> Copied<Iter<'l, usize>> {
    let all = ground.counted.get_or_init(|| find_counted(ground, filings));
    all.iter().copied()
}

fn find_counted(ground: &Ground, filings: &Filings) -> Vec<usize> {
    let (kind, copy_of) = (filings.texts("kind"), filings.texts("copy_of"));
    let withdrawn = filings.texts("withdrawn");
    let with_copies = ground.summary.config.copies == Copies::Counted;
    let is_counted = |at: &usize| {
        kind(*at) == "initial" && (with_copies || copy_of(*at) == "none") && withdrawn(*at) != "yes"
    };
    (0..filings.len()).filter(is_counted).collect()
}

const REFERENCE: Words = Words::new("referens", "reference");
const CONTROLLER: Words = Words::new("personuppgiftsansvarig", "controller");

/// What the reader can mend.
pub(super) fn to_do(ground: &Ground) -> Vec<Part> {
    let language = ground.language();
    let mut parts = Vec::new();
    if let Some(advice) = ground.summary.advice() {
        parts.push(Part::heading(ground.say(Words::new(
            "Mottagningstid saknas",
            "Receipt times are missing",
        ))));
        parts.push(Part::text(advice));
        parts.extend(ground.summary.list().map(Part::text));
        parts.extend(group(ground, "no-receipt", |filings| {
            let verdict = filings.texts("verdict");
            Box::new(move |at| verdict(at) == "no-receipt")
        }));
    }
    let promised = group(ground, "missing-supplement", |filings| {
        let state = filings.texts("supplement_state");
        Box::new(move |at| state(at) == "missing")
    });
    if let Some(sheet) = promised {
        parts.push(Part::heading(ground.say(Words::new(
            "Utlovad komplettering saknas",
            "Promised supplements are missing",
        ))));
        parts.push(Part::text(ground.say(Words::new(
            "Skicka kompletteringen till myndigheten, eller lägg kopian av den i mappen om den redan är skickad.",
            "Send the supplement to the authority, or put its copy into the folder if it was sent already.",
        ))));
        parts.push(sheet);
    }
    let reasons = group(ground, "no-reason", |filings| {
        let (verdict, reason) = (filings.texts("verdict"), filings.texts("delay_reason"));
        Box::new(move |at| verdict(at) == "late" && is_without(&reason(at)))
    });
    if let Some(sheet) = reasons {
        parts.push(Part::heading(ground.say(Words::new(
            "Skäl till förseningen saknas",
            "Reasons for the delay are missing",
        ))));
        parts.push(Part::text(ground.say(Words::new(
            "Anmälningarna kom för sent och säger inte varför. Skälen kan lämnas i en komplettering.",
            "The notifications were late and do not say why. The reasons may be given in a supplement.",
        ))));
        parts.push(sheet);
    }
    let unread = ground.report.map_or_else(Vec::new, |report| {
        inputs::refused(report, Fate::Unreadable, language)
    });
    if !unread.is_empty() {
        parts.push(Part::heading(ground.say(Words::new(
            "Filer som inte kunde läsas",
            "Files that could not be read",
        ))));
        parts.push(Part::Sheet(inputs::listed(ground, "unread", unread)));
    }
    parts
}

/// Whether a reason was asked for and not given.
fn is_without(reason: &str) -> bool {
    matches!(reason, "none" | "(blank)")
}

/// Which filings a group is of.
type Is<'f> = Box<dyn Fn(usize) -> bool + 'f>;

/// The filings of a group, sorted by controller; none where there is none.
fn group<'g>(
    ground: &Ground<'g>,
    id: &str,
    is: impl FnOnce(&Filings<'g>) -> Is<'g>,
) -> Option<Part> {
    let filings = ground.filings.as_ref()?;
    let language = ground.language();
    let is = is(filings);
    let names = Names::new(filings, language);
    let found = counted(ground, filings).filter(|at| is(*at));
    let mut found: Vec<(String, usize)> = found.map(|at| (names.controller(at), at)).collect();
    if found.is_empty() {
        return None;
    }
    found.sort();
    let line = |(controller, at): &(String, usize)| {
        Line::of(vec![
            controller.clone(),
            names.reference(*at),
            names.file(*at),
        ])
    };
    let heads = [CONTROLLER, REFERENCE, FILE].map(|head| Head::words(ground.say(head)));
    Some(Part::Sheet(Sheet {
        id: format!("to-do-{id}"),
        caption: NOTIFICATIONS.told(found.len(), language),
        heads: heads.into(),
        rows: found.iter().take(MOST_FILINGS).map(line).collect(),
        note: ground.more(found.len(), MOST_FILINGS, "records.csv"),
    }))
}

/// Fewest and most hundredths of hours.
type Hours = [Option<i64>; 2];

/// The filings that were late, the latest first; by controller if there are too many.
pub(super) fn late(ground: &Ground) -> Vec<Part> {
    let Some(filings) = &ground.filings else {
        return Vec::new();
    };
    let language = ground.language();
    let verdict = filings.texts("verdict");
    let [least, most] = ["elapsed_hours_min", "elapsed_hours_max"].map(|name| filings.texts(name));
    let late = counted(ground, filings).filter(|at| verdict(*at) == "late");
    let hours = |at: usize| [least(at), most(at)].map(|text| cell_of(&text, Stored::Decimal));
    let mut late: Vec<(Reverse<Hours>, usize)> = late.map(|at| (Reverse(hours(at)), at)).collect();
    late.sort();
    if late.is_empty() {
        return Vec::new();
    }
    let names = Names::new(filings, language);
    let [reason, readings] = ["delay_reason", "reading"].map(|name| filings.texts(name));
    let [from, to] = ["discovered_earliest", "discovered_latest"].map(|name| filings.texts(name));
    let [came, by] = ["received_earliest", "received_latest"].map(|name| filings.texts(name));
    let line = |(Reverse(hours), at): &(Reverse<Hours>, usize)| {
        let at = *at;
        let passed = match hours {
            [Some(least), Some(most)] => Passed::hundredths(*least, *most).bounds(language),
            _ => String::new(),
        };
        Line::of(vec![
            names.reference(at),
            names.controller(at),
            moment(&from(at), &to(at), language),
            moment(&came(at), &by(at), language),
            passed,
            given(&reason(at), language),
            reading(&readings(at), language).to_owned(),
            names.file(at),
        ])
        .keyed(4, hours[0])
    };
    let words = |words: Words| Head::words(ground.say(words));
    let heads = vec![
        words(REFERENCE),
        words(CONTROLLER),
        Head::dates(ground.say(Words::new("upptäckt", "discovered"))),
        Head::dates(ground.say(Words::new("inkom", "received"))),
        words(Words::new("tid till anmälan", "time to report")),
        words(Words::new("skäl", "reasons")),
        words(Words::new("tolkning", "reading")),
        words(FILE),
    ];
    let mut parts = vec![Part::Sheet(Sheet {
        id: "late".to_owned(),
        caption: NOTIFICATIONS.told(late.len(), language),
        heads,
        rows: late.iter().take(MOST_FILINGS).map(line).collect(),
        note: ground.more(late.len(), MOST_FILINGS, "records.csv"),
    })];
    if late.len() > MOST_FILINGS {
        let controllers = late.iter().map(|(_, at)| names.controller(*at));
        parts.push(Part::Sheet(by_controller(ground, controllers)));
    }
    parts
}

/// What may have become of a promise, what needs most care first.
const OUTCOMES: [(&str, Words); 5] = [
    ("missing", Words::new("saknas", "missing")),
    (
        "(undeterminable)",
        Words::new("går inte att avgöra", "cannot be determined"),
    ),
    ("pending", Words::new("väntas", "pending")),
    (
        "received-late",
        Words::new("inkommen för sent", "received late"),
    ),
    ("received", Words::new("inkommen", "received")),
];

/// Promised supplements: how many by year, and what became of each.
pub(super) fn supplements(ground: &Ground) -> Vec<Part> {
    let mut parts = tables::promises(ground);
    parts.extend(promised(ground));
    parts
}

/// The filings that promise a supplement, those whose supplement is missing first.
fn promised(ground: &Ground) -> Option<Part> {
    let filings = ground.filings.as_ref()?;
    let language = ground.language();
    let (intended, states) = (
        filings.texts("supplement_intended"),
        filings.texts("supplement_state"),
    );
    let names = Names::new(filings, language);
    let outcome = |at: usize| {
        let is_own = |own: &(&str, Words)| intended(at) == "yes" && states(at) == own.0;
        OUTCOMES.iter().position(is_own)
    };
    let all = counted(ground, filings);
    let found = all.filter_map(|at| Some((outcome(at)?, names.controller(at), at)));
    let mut found: Vec<(usize, String, usize)> = found.collect();
    if found.is_empty() {
        return None;
    }
    found.sort();
    let [came, by, due, until, first, last] = [
        "received_earliest",
        "received_latest",
        "supplement_due_earliest",
        "supplement_due_latest",
        "supplement_received_earliest",
        "supplement_received_latest",
    ]
    .map(|name| filings.texts(name));
    let today = Instant::from_timestamp(ground.summary.config.as_of).day();
    let line = |(outcome, controller, at): &(usize, String, usize)| {
        let at = *at;
        let (state, words) = OUTCOMES[*outcome];
        let due_by = cell_of(&until(at), Stored::Instant).filter(|_| state == "missing");
        let days = due_by.map(|minutes| today.0 - Instant(minutes as i32).day().0);
        let day = |text: String| day_of(&text).map_or(text.clone(), str::to_owned);
        let came_in = if state.starts_with("received") {
            moment(&first(at), &last(at), language)
        } else {
            String::new()
        };
        Line::of(vec![
            names.reference(at),
            controller.clone(),
            moment(&came(at), &by(at), language),
            moment(&day(due(at)), &day(until(at)), language),
            words.get(language).to_owned(),
            came_in,
            days.map_or_else(String::new, |days| days.to_string()),
            names.file(at),
        ])
    };
    let words = |words: Words| Head::words(ground.say(words));
    let dates = |words: Words| Head::dates(ground.say(words));
    Some(Part::Sheet(Sheet {
        id: "promised".to_owned(),
        caption: NOTIFICATIONS.told(found.len(), language),
        heads: vec![
            words(REFERENCE),
            words(CONTROLLER),
            dates(Words::new("inkom", "received")),
            dates(Words::new("ska ha kommit", "due")),
            words(Words::new("läge", "state")),
            dates(Words::new("kompletteringen inkom", "supplement received")),
            Head::figures(ground.say(Words::new("dagar efter", "days overdue"))),
            words(FILE),
        ],
        rows: found.iter().take(MOST_FILINGS).map(line).collect(),
        note: ground.more(found.len(), MOST_FILINGS, "records.csv"),
    }))
}

/// How many there are of each controller, the most first.
fn by_controller(ground: &Ground, controllers: impl Iterator<Item = String>) -> Sheet {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    controllers.for_each(|name| *counts.entry(name).or_default() += 1);
    let all = counts.len();
    let mut counts: Vec<(Reverse<u64>, String)> = counts
        .into_iter()
        .map(|(name, count)| (Reverse(count), name))
        .collect();
    counts.sort();
    let line = |(Reverse(count), name): &(Reverse<u64>, String)| {
        Line::of(vec![name.clone(), thousands(*count)])
    };
    Sheet {
        id: "late-by-controller".to_owned(),
        caption: ground
            .say(Words::new(
                "Alla sena anmälningar per personuppgiftsansvarig",
                "All late notifications by controller",
            ))
            .to_owned(),
        heads: vec![
            Head::words(ground.say(CONTROLLER)),
            Head::figures(ground.say(Words::new("sena anmälningar", "late notifications"))),
        ],
        rows: counts.iter().take(MOST_FILINGS).map(line).collect(),
        note: ground.more(all, MOST_FILINGS, "records.csv"),
    }
}

/// Whether a reason is given, in words.
fn given(word: &str, language: Language) -> String {
    const GIVEN: Words = Words::new("angivna", "given");
    const NONE: Words = Words::new("saknas", "none");
    match word {
        "given" => GIVEN.get(language).to_owned(),
        word if is_without(word) => NONE.get(language).to_owned(),
        word => shown(word, language),
    }
}
