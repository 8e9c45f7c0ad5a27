//! What a run must find in a notification, worked out from its plan: the cells of
//! records.csv and the codes of its findings. It shares only the public names with
//! reading, binding and checking. So it is a second opinion.

use std::collections::HashSet;

use crate::form::State;
use crate::synth::plan::{Many, Number, One, Plan, When};
use crate::synth::truth::instants::{Interval, hours, instant, interval};
use crate::synth::truth::states::{or_word, word};
use crate::synth::{Options, Receipts, words};
use amounts::{amount, number};
pub(super) use cases::{Case, Filing, received};
pub(super) use whole::{Kept, Whole, of_table};

mod amounts;
mod cases;
mod codes;
mod consistency;
mod instants;
mod reading;
mod states;
mod whole;

/// The position of the column `line`.
pub(super) const LINE: usize = 2;

/// The columns: those of records.csv, then the codes.
pub(super) const COLUMNS: [&str; 84] = [
    "source",
    "record",
    "line",
    "format",
    "form",
    "language",
    "kind",
    "supplements",
    "case_number",
    "reference",
    "controller",
    "organisation_number",
    "channel",
    "policy",
    "limit_hours",
    "occurred_earliest",
    "occurred_latest",
    "discovered_earliest",
    "discovered_latest",
    "received_earliest",
    "received_latest",
    "received_source",
    "elapsed_hours_min",
    "elapsed_hours_max",
    "deadline_earliest",
    "deadline_latest",
    "verdict",
    "reading",
    "inferred_verdict",
    "time_to_report",
    "delay_reason",
    "ongoing",
    "type",
    "discovery",
    "cause",
    "sector",
    "area",
    "processor_involved",
    "processors",
    "processor_numbers",
    "data_subjects",
    "data_subjects_exact",
    "data_subjects_min",
    "data_subjects_max",
    "data_items",
    "data_items_exact",
    "data_items_min",
    "data_items_max",
    "subject_groups",
    "data_categories",
    "encrypted",
    "consequences",
    "severity",
    "actions",
    "informed",
    "will_inform",
    "supplement_intended",
    "secrecy_claimed",
    "ended_earliest",
    "ended_latest",
    "informed_earliest",
    "informed_latest",
    "planned_earliest",
    "planned_latest",
    "last_action_earliest",
    "last_action_latest",
    "answered",
    "states",
    "errors",
    "warnings",
    "infos",
    "incident",
    "copy_of",
    "case",
    "withdrawn",
    "supplements_received",
    "supplement_due_earliest",
    "supplement_due_latest",
    "supplement_received_earliest",
    "supplement_received_latest",
    "supplement_state",
    "incident_certainty",
    "notified",
    "codes",
];

const LIMIT: i64 = 72 * 60;

const UNDETERMINABLE: &str = "(undeterminable)";

/// Where a notification stands in its corpus.
pub(super) struct Place<'c> {
    /// Its place among the plans.
    pub(super) index: usize,
    /// What only the whole corpus shows.
    pub(super) whole: &'c Whole,
    /// The case numbers that have a supplement in the corpus.
    pub(super) supplemented: &'c HashSet<String>,
    pub(super) source: String,
    pub(super) record: usize,
    pub(super) line: usize,
    /// The same notification in another format, if that one counts.
    pub(super) copy_of: Option<String>,
    /// The case that it belongs to.
    pub(super) case: Case,
    /// Whether the corpus has supplements.
    pub(super) corpus_has_supplements: bool,
    /// The first notification of the event that several controllers notified of.
    pub(super) incident: Option<String>,
}

/// Facts that several cells need, worked out once.
struct Facts<'p> {
    plan: &'p Plan,
    text: bool,
    beside: bool,
    states: [State; 37],
    discovered: Option<Interval>,
    received: Option<Interval>,
    verdict: &'static str,
    reading: &'static str,
    elapsed: Option<Interval>,
    inferred: &'static str,
}

/// The row of a notification.
pub(super) fn row(plan: &Plan, place: &Place, options: &Options) -> Vec<String> {
    let facts = Facts::new(plan, options);
    let mut codes = codes::codes(&facts, place);
    codes.extend(consistency::codes(&facts, place.supplemented));
    codes.extend(cases::codes(
        &facts,
        &place.case,
        place.corpus_has_supplements,
    ));
    if place.case.is_withdrawn() || place.copy_of.is_some() {
        // Only filings that count are part of the whole set.
        codes.retain(|(code, _)| !["T014", "M005", "M006", "M014"].contains(code));
    }
    if place.copy_of.is_none() {
        codes.extend(place.whole.codes(place.index));
    }
    if place.case.is_supplemented() {
        codes.retain(|(code, _)| *code != "T014");
    }
    codes.extend(place.copy_of.as_ref().map(|_| ("M001", 'I')));
    let mut row: Vec<String> = Vec::with_capacity(COLUMNS.len());
    row.extend([
        place.source.clone(),
        place.record.to_string(),
        place.line.to_string(),
    ]);
    let format = options.format.read_as();
    row.extend([format, &options.edition.name, "sv"].map(str::to_owned));
    facts.filing(&mut row, options);
    facts.deadline(&mut row);
    facts.answers(&mut row);
    facts.times(&mut row);
    let count = |level: char| {
        codes
            .iter()
            .filter(|(_, found)| *found == level)
            .count()
            .to_string()
    };
    row.extend(['E', 'W', 'I'].map(count));
    let or_none = |place: &Option<String>| place.clone().unwrap_or_else(|| "none".to_owned());
    row.extend([&place.incident, &place.copy_of].map(or_none));
    row.extend(cases::cells(&facts, &place.case));
    let certainty = place.incident.as_ref().map_or("none", |_| "strong");
    row.push(certainty.to_owned());
    row.push("yes".to_owned());
    let mut names: Vec<&str> = codes.iter().map(|(code, _)| *code).collect();
    names.sort_unstable();
    row.push(names.join("|"));
    row
}

impl<'p> Facts<'p> {
    fn new(plan: &'p Plan, options: &Options) -> Self {
        let text = options.format.is_copy();
        let beside = options.receipts == Receipts::Beside;
        let discovered = interval(&plan.discovered);
        let received = received(plan, options);
        let mut facts = Self {
            plan,
            text,
            beside,
            states: states::states(plan, text),
            discovered,
            received,
            verdict: "",
            reading: "",
            elapsed: None,
            inferred: "none",
        };
        facts.judge();
        facts
    }

    /// The clock: late if and only if more than 72 hours passed.
    fn judge(&mut self) {
        self.verdict = match (self.discovered, self.received) {
            (None, _) => "no-discovery",
            (_, None) => "no-receipt",
            (Some(discovered), Some(received)) if discovered.0 > received.1 => {
                self.elapsed = Some((received.0 - discovered.1, received.1 - discovered.0));
                "invalid-order"
            }
            (Some(discovered), Some(received)) => {
                let latest = discovered.1.min(received.1);
                let (shortest, longest) = ((received.0 - latest).max(0), received.1 - discovered.0);
                self.elapsed = Some((shortest, longest));
                if longest <= LIMIT {
                    "on-time"
                } else if shortest > LIMIT {
                    "late"
                } else {
                    "indeterminate"
                }
            }
        };
        self.reading = self.read();
        self.inferred = self.infer();
    }

    /// The reading of a late one. For any other it is the verdict.
    fn read(&self) -> &'static str {
        match (
            self.verdict,
            self.plan.discovered.date,
            self.discovered,
            self.received,
        ) {
            ("late", Some(day), Some(discovered), Some(received)) => {
                reading::of_late(day, discovered, received)
            }
            _ => self.verdict,
        }
    }

    fn infer(&self) -> &'static str {
        match (self.discovered, self.received) {
            (Some(discovered), None) => {
                let actions = self
                    .plan
                    .actions
                    .iter()
                    .filter(|action| action.at.time.is_some());
                let told = actions
                    .map(|action| action.at)
                    .chain([self.plan.informed_at]);
                let last = told
                    .filter_map(|when| interval(&when))
                    .map(|(earliest, _)| earliest)
                    .max();
                if last.is_some_and(|last| last - discovered.1 > LIMIT) {
                    "late"
                } else {
                    "none"
                }
            }
            (None, Some(received)) => match interval(&self.plan.occurred) {
                Some(occurred) if received.1 >= occurred.0 && received.1 - occurred.0 <= LIMIT => {
                    "on-time"
                }
                _ => "none",
            },
            _ => "none",
        }
    }

    /// How it came, if the document or the receipts file says so.
    fn channel(&self) -> Option<&'static str> {
        let told = self.plan.tells_receipt || !self.text || self.beside;
        self.plan.channel.filter(|_| told)
    }

    /// A cell of the envelope. Most text copies lack it.
    fn envelope(&self, value: Option<&str>) -> String {
        value.map_or_else(
            || if self.text { "(not asked)" } else { "(blank)" }.to_owned(),
            str::to_owned,
        )
    }

    fn filing(&self, row: &mut Vec<String>, options: &Options) {
        let plan = self.plan;
        let beside = options.receipts == Receipts::Beside;
        row.push(
            plan.later
                .map_or("initial", |later| later.kind.word())
                .to_owned(),
        );
        row.push(self.envelope(plan.supplements.as_deref()));
        row.push(self.envelope(plan.case_number.as_deref()));
        row.push(or_word(plan.reference.as_deref(), self.states[3]));
        let personal = matches!(plan.number, Number::Blank | Number::Person(_));
        row.push(match &plan.controller {
            Some(_) if personal => "(masked)".to_owned(),
            name => or_word(name.as_deref(), self.states[0]),
        });
        row.push(number(&plan.number).unwrap_or_else(|| "(blank)".to_owned()));
        row.push(self.envelope(self.channel()));
        row.extend(["gdpr33", "72"].map(str::to_owned));
        Self::span(row, &plan.occurred, self.states[9]);
        Self::span(row, &plan.discovered, self.states[10]);
        match self.received {
            Some((earliest, latest)) => row.extend([instant(earliest), instant(latest)]),
            None => row.extend([self.envelope(None), self.envelope(None)]),
        }
        row.push(
            if beside {
                "receipts"
            } else if self.received.is_some() {
                "document"
            } else {
                "none"
            }
            .to_owned(),
        );
    }

    fn deadline(&self, row: &mut Vec<String>) {
        match self.elapsed {
            Some((shortest, longest)) => row.extend([hours(shortest), hours(longest)]),
            None => row.extend([UNDETERMINABLE, UNDETERMINABLE].map(str::to_owned)),
        }
        match self.discovered {
            Some((earliest, latest)) => {
                row.extend([instant(earliest + LIMIT), instant(latest + LIMIT)]);
            }
            None => row.extend([UNDETERMINABLE, UNDETERMINABLE].map(str::to_owned)),
        }
        row.extend([self.verdict, self.reading, self.inferred].map(str::to_owned));
        let bucket = |minutes: i64| match minutes {
            ..1440 => "<24h",
            1440..=4320 => "24-72h",
            4321..=10080 => "72h-1wk",
            _ => ">1wk",
        };
        row.push(match self.elapsed {
            Some((shortest, longest)) if shortest >= 0 && bucket(shortest) == bucket(longest) => {
                bucket(shortest).to_owned()
            }
            _ => UNDETERMINABLE.to_owned(),
        });
        row.push(
            if self.plan.reason.is_some() {
                "given"
            } else {
                "none"
            }
            .to_owned(),
        );
    }

    fn answers(&self, row: &mut Vec<String>) {
        let plan = self.plan;
        for (answer, question) in [
            (plan.ongoing, 12),
            (plan.breach_type, 15),
            (plan.discovery, 17),
            (plan.cause, 18),
            (plan.sector, 19),
            (plan.area, 20),
            (plan.involved, 21),
        ] {
            row.push(self.one(answer, question));
        }
        let state = self.states[21];
        row.push(match state {
            State::Given(()) | State::Blank => plan.processors.len().to_string(),
            state => word(state).to_owned(),
        });
        let numbers: Vec<String> = plan
            .processors
            .iter()
            .filter_map(|(_, held)| number(held))
            .collect();
        row.push(if numbers.is_empty() {
            word(state).to_owned()
        } else {
            numbers.join("|")
        });
        for size in [plan.subjects, plan.items] {
            row.extend(amount(size));
        }
        row.push(self.many(&plan.groups, 25));
        row.push(self.many(&plan.categories, 26));
        row.push(self.one(plan.encrypted, 27));
        row.push(self.many(&plan.consequences, 28));
        row.push(self.one(plan.severity, 29));
        let told = plan
            .actions
            .iter()
            .filter(|action| action.text.is_some())
            .count();
        row.push(told.to_string());
        row.push(self.one(plan.informed, 31));
        row.push(self.one(plan.will_inform, 33));
        row.push(self.one(plan.intended, 36));
        row.push(if plan.secrecy.is_some() { "yes" } else { "no" }.to_owned());
    }

    fn times(&self, row: &mut Vec<String>) {
        let plan = self.plan;
        Self::span(row, &plan.ended, self.states[12]);
        Self::span(row, &plan.informed_at, self.states[31]);
        Self::span(row, &plan.planned_at, self.states[33]);
        let last = plan
            .actions
            .iter()
            .filter_map(|action| interval(&action.at));
        match last.max_by_key(|(earliest, latest)| (*latest, *earliest)) {
            Some((earliest, latest)) => row.extend([instant(earliest), instant(latest)]),
            None => row.extend(["(blank)", "(blank)"].map(str::to_owned)),
        }
        let count = |state| self.states.iter().filter(|own| **own == state).count() as f64;
        let answered = count(State::Given(())) + count(State::Unknown);
        let share = answered / (answered + count(State::Blank));
        row.push(format!("{:.2}", (share * 100.0).round() / 100.0));
        row.push(
            self.states
                .iter()
                .map(|state| char::from(state.letter()))
                .collect(),
        );
    }

    fn span(row: &mut Vec<String>, when: &When, state: State) {
        match interval(when) {
            Some((earliest, latest)) => row.extend([instant(earliest), instant(latest)]),
            None if when.date.is_some() => {
                row.extend([UNDETERMINABLE, UNDETERMINABLE].map(str::to_owned));
            }
            // Only a time of day was given.
            None => row.extend([word(state), word(state)].map(str::to_owned)),
        }
    }

    fn one(&self, answer: One, question: usize) -> String {
        match answer {
            One::Of(option) if self.states[question - 1] == State::Given(()) => {
                option.truth.to_owned()
            }
            _ => word(self.states[question - 1]).to_owned(),
        }
    }

    fn many(&self, answer: &Many, question: usize) -> String {
        if self.states[question - 1] != State::Given(()) {
            return word(self.states[question - 1]).to_owned();
        }
        let known = |unlisted: bool| {
            answer
                .chosen
                .iter()
                .filter(move |option| (**option == &words::NEIGHBOURS) == unlisted)
        };
        let codes: Vec<&str> = known(false)
            .chain(known(true))
            .map(|option| option.truth)
            .collect();
        codes.join("|")
    }
}
