//! The register beside the notifications of a run: breaches that were never notified become rows
//! of their own, and what is to be said of each row of the register is said.

use std::collections::HashSet;
use std::sync::Arc;

use crate::across::differing::{differences, safe, yes_or_no};
use crate::across::register::{Tie, Ties, Years, tie};
use crate::audit::{Audit, Settings, settled};
use crate::bind::bind;
use crate::check::form::KEYS_REPEAT;
use crate::check::{
    MISSING_EFFECTS, MISSING_FACTS, MISSING_MEASURES, NOT_NOTIFIED_WITHOUT_REASON,
    REGISTER_DIFFERS, REGISTER_GAP, Rule,
};
use crate::config::{Copies, Words};
use crate::deadline::{Inferred, judge, reading};
use crate::finding::{Fact, Finding};
use crate::form::{Key, Keys, NUMBERS, squash};
use crate::notification::{Filing, State};
use crate::read::receipts::{Cell, Origin, Receipt};
use crate::read::register::{Column, Entry, Notified, Persons, Register};
use crate::read::{Format, Questions, Record, Value};
use crate::row::{Judged, Names, Row};
use crate::value::Band;

/// The register of a run.
#[derive(Debug)]
pub struct Book {
    /// The name of its file in every output.
    name: String,
    /// The digest of its file.
    digest: String,
    /// That of the file that names its columns.
    naming: Option<String>,
    register: Register,
}

/// The register, tied to the notifications.
#[derive(Debug)]
pub(crate) struct Registered {
    /// The register.
    pub book: Arc<Book>,
    /// What became of its rows, in their order, and which notifications it does not have.
    pub ties: Ties,
    /// The position of the first record of a breach that was never notified.
    pub first_own: usize,
}

impl Book {
    /// A register that was read.
    pub(crate) fn new(
        name: String,
        (digest, naming): (String, Option<String>),
        register: Register,
    ) -> Self {
        Self {
            name,
            digest,
            naming,
            register,
        }
    }

    /// The name of its file and its digest.
    pub(crate) fn told(&self) -> (String, String) {
        (self.name.clone(), self.digest.clone())
    }

    /// The digest of the file that names its columns.
    pub(crate) fn naming(&self) -> Option<&str> {
        self.naming.as_deref()
    }

    /// Of each sheet its name as a source, and which columns were taken for what.
    pub(crate) fn taken(&self) -> impl Iterator<Item = (String, &[(&'static str, String)])> {
        let sheets = (0..).zip(&self.register.sheets);
        sheets.map(|(at, sheet)| (self.source(at), sheet.taken.as_slice()))
    }

    /// The name of a sheet of it as a source.
    pub(crate) fn source(&self, sheet: u16) -> String {
        let sheet = self.register.sheets.get(usize::from(sheet));
        match sheet.map(|sheet| sheet.name.as_str()) {
            None | Some("") => self.name.clone(),
            Some(name) => format!("{}!{}", self.name, crate::value::mask_path(name)),
        }
    }

    /// All its breaches, in their order.
    pub(crate) fn entries(&self) -> Vec<&Entry> {
        let sheets = self.register.sheets.iter();
        sheets.flat_map(|sheet| &sheet.entries).collect()
    }

    /// What it says of receipts: the rows that may have been notified.
    pub(crate) fn receipts(&self) -> impl Iterator<Item = Receipt> + '_ {
        let entries = self.entries().into_iter();
        let notified = entries.filter(|entry| entry.notified != Notified::No);
        notified.map(|entry| entry.receipt.clone())
    }

    /// The case numbers, squashed, of the breaches to which a supplement was sent.
    pub(super) fn supplemented(&self) -> HashSet<String> {
        let entries = self.entries().into_iter();
        let sent = entries.filter(|entry| entry.supplemented.given().is_some());
        let numbers = sent.map(|entry| squash(&entry.receipt.case_number));
        numbers.filter(|number| !number.is_empty()).collect()
    }

    /// The place of a row: its source and line.
    pub(crate) fn place(&self, entry: &Entry) -> String {
        format!("{}:{}", self.source(entry.sheet()), entry.line())
    }
}

impl Entry {
    /// The position of its sheet.
    pub(crate) fn sheet(&self) -> u16 {
        match self.receipt.origin {
            Origin::Register(sheet) => sheet,
            Origin::List(_) | Origin::Mail(_) => 0,
        }
    }

    /// Whether its controller is certainly no person: a board by its short name, or by a word
    /// that only bodies have in their names.
    pub(crate) fn names_a_body(&self) -> bool {
        is_body(&self.controller)
    }

    /// Whether its breach was never notified, and so has a row of its own.
    pub(crate) fn is_own(&self, tie: Tie) -> bool {
        self.notified == Notified::No && !matches!(tie, Tie::One(_) | Tie::Double(_))
    }
}

/// Holds the register against the notifications of the run, and adds what it alone has.
pub(super) fn join(audit: &mut Audit, settings: &Settings) {
    let Some(book) = settings.register.clone() else {
        return;
    };
    let is_counted = |at: &usize| audit.rows[*at].is_counted(Copies::Aside);
    let counted: Vec<usize> = (0..audit.rows.len()).filter(is_counted).collect();
    let entries = book.entries();
    let ties = tie(&entries, &audit.rows, &counted);
    let first_own = audit.rows.len();
    let mut told = Telling {
        audit,
        settings,
        book: &book,
    };
    for (at, _) in (0..).zip(&book.register.sheets) {
        told.sheet(at, &ties);
    }
    for (entry, tie) in entries.iter().zip(&ties.entries) {
        told.tie(entry, *tie);
    }
    for (at, years) in &ties.untied {
        if *years == Years::Shared {
            let row = &told.audit.rows[*at];
            let finding = REGISTER_GAP.finding(0, row.line).saying(NOT_REGISTERED);
            told.of_row(*at, finding);
        }
    }
    drop(entries);
    audit.register = Some(Registered {
        book,
        ties,
        first_own,
    });
}

const NOT_REGISTERED: Words = Words::new(
    "Anmälan står inte i registret.",
    "The notification is not in the register.",
);
const NEAR: Words = Words::new(
    "Registret säger att incidenten ({key}) är anmäld, men ingen anmälan har det numret. {names} har ett diarienummer där en siffra är en annan, eller två har bytt plats ({number}); raden knöts inte till den. Rätta numret om det är samma anmälan.",
    "The register says that the breach ({key}) was notified, but no notification has that number. {names} has a case number with one other digit, or with two that changed places ({number}); the row was not tied to it. Mend the number if it is the same notification.",
);
const AMBIGUOUS: Words = Words::new(
    "Raden ({key}) passar flera anmälningar, eller flera rader passar samma anmälan; den knöts inte till någon.",
    "The row ({key}) fits several notifications, or several rows fit the same one; it was not tied to any.",
);
const DOUBLES: Words = Words::new(
    "{rows} rader i registret upprepar en tidigare rad med samma nummer; de räknas inte.",
    "{rows} rows of the register repeat an earlier row of the same number; they are not counted.",
);

/// What Article 33(5) asks of a row, with the rule and what is said where a register has no
/// such column.
const ASKED: [(Column, &Rule, Words); 4] = [
    (
        Column::Facts,
        &MISSING_FACTS,
        Words::new(
            "Registret har ingen kolumn för vad som hände.",
            "The register has no column for what happened.",
        ),
    ),
    (
        Column::Effects,
        &MISSING_EFFECTS,
        Words::new(
            "Registret har ingen kolumn för incidentens följder.",
            "The register has no column for the effects of the breach.",
        ),
    ),
    (
        Column::Measures,
        &MISSING_MEASURES,
        Words::new(
            "Registret har ingen kolumn för åtgärder.",
            "The register has no column for remedial action.",
        ),
    ),
    (
        Column::Reasons,
        &NOT_NOTIFIED_WITHOUT_REASON,
        Words::new(
            "Registret har ingen kolumn för riskbedömning eller skäl, och någon incident anmäldes inte.",
            "The register has no column for an assessment of the risk or a reason, and some breach was not notified.",
        ),
    ),
];

/// The work of telling what is to be told.
struct Telling<'t> {
    audit: &'t mut Audit,
    settings: &'t Settings,
    book: &'t Book,
}

impl Telling<'_> {
    /// A finding about a row of the register that is no record.
    fn loose(&mut self, sheet: u16, finding: Finding) {
        let name = self.book.source(sheet);
        self.audit
            .loose
            .extend(settled(vec![finding], &name, self.settings));
    }

    /// A finding about a notification.
    fn of_row(&mut self, at: usize, finding: Finding) {
        let row = &mut self.audit.rows[at];
        let name = &self.audit.scope.sources[row.source as usize];
        for (_, finding) in settled(vec![finding], name, self.settings) {
            row.add(finding);
        }
    }

    /// What a sheet gives as a whole, and the breaches that were never notified.
    fn sheet(&mut self, at: u16, ties: &Ties) {
        let before = self.book.register.sheets[..usize::from(at)].iter();
        let before: usize = before.map(|sheet| sheet.entries.len()).sum();
        let sheet = &self.book.register.sheets[usize::from(at)];
        let ties = &ties.entries[before..before + sheet.entries.len()];
        for finding in sheet.findings.iter().cloned() {
            self.loose(at, finding);
        }
        let entries = || sheet.entries.iter().zip(ties);
        let double = |(_, tie): &(&Entry, &Tie)| matches!(tie, Tie::Double(_));
        if let Some((first, _)) = entries().find(double) {
            let rows = entries().filter(double).count() as u32;
            let finding = KEYS_REPEAT.finding(0, first.line()).saying(DOUBLES);
            self.loose(at, finding.with("rows", rows));
        }
        let none_notified = |entry: &Entry| entry.notified == Notified::No;
        for (column, rule, words) in &ASKED {
            let is_asked = *column != Column::Reasons || sheet.entries.iter().any(none_notified);
            if sheet.lacks.contains(column) && is_asked {
                self.loose(at, rule.finding(0, sheet.line).saying(*words));
            }
        }
        let source = self.audit.scope.sources.len() as u32;
        let mut number = 0;
        for (entry, tie) in entries().filter(|(_, tie)| !matches!(tie, Tie::Double(_))) {
            if entry.is_own(*tie) {
                number += 1;
                let format = match sheet.name.as_str() {
                    "" => Format::Csv,
                    _ => Format::Workbook,
                };
                let mut row = row(entry, (format, number), self.settings);
                row.source = source;
                self.audit.rows.push(row);
            }
            for finding in lacking(entry) {
                if entry.is_own(*tie) {
                    // The source has no name yet.
                    let name = self.book.source(at);
                    let last = self.audit.rows.len() - 1;
                    for (_, finding) in settled(vec![finding], &name, self.settings) {
                        self.audit.rows[last].add(finding);
                    }
                } else {
                    self.loose(at, finding);
                }
            }
        }
        self.audit.scope.sources.push(self.book.source(at).into());
    }

    /// What is said of a row of the register beside the notifications.
    fn tie(&mut self, entry: &Entry, tie: Tie) {
        if entry.notified != Notified::Yes && !matches!(tie, Tie::One(_)) {
            return;
        }
        let gap = REGISTER_GAP
            .finding(0, entry.line())
            .with("key", Fact::Value(shown_key(entry)));
        match tie {
            Tie::One(at) => self.differs(entry, at),
            Tie::None => self.loose(entry.sheet(), gap),
            Tie::Ambiguous => self.loose(entry.sheet(), gap.saying(AMBIGUOUS)),
            Tie::Near(at) => {
                let row = &self.audit.rows[at];
                let number: Box<str> = row.case_number().as_str().into();
                let names = row.place(&self.audit.scope);
                let gap = gap.with("names", Fact::Value(names.into()));
                self.loose(
                    entry.sheet(),
                    gap.with("number", Fact::Value(number)).saying(NEAR),
                );
            }
            Tie::Double(_) | Tie::OtherYear => {}
        }
    }

    /// M008, where a row and its notification disagree.
    fn differs(&mut self, entry: &Entry, at: usize) {
        let row = &self.audit.rows[at];
        let found = differences(entry, row, &self.audit.scope);
        if found.is_empty() {
            return;
        }
        let fields = found.iter().map(|difference| difference.field.words());
        let finding = REGISTER_DIFFERS
            .finding(0, row.line)
            .with("row", Fact::Value(self.book.place(entry).into()))
            .with("fields", Fact::List(fields.collect()));
        self.of_row(at, finding);
    }
}

/// What a row leaves empty of what Article 33(5) asks for.
fn lacking(entry: &Entry) -> Vec<Finding> {
    let asked = ASKED.iter().filter(|(column, ..)| {
        let is_asked = *column != Column::Reasons || entry.notified == Notified::No;
        is_asked && entry.text(*column) == Some("")
    });
    asked
        .map(|(_, rule, _)| rule.finding(0, entry.line()))
        .collect()
}

/// The first number of a row as it may be shown.
fn shown_key(entry: &Entry) -> Box<str> {
    let keys = [&entry.receipt.reference, &entry.receipt.case_number];
    let key = keys.into_iter().find(|key| !key.is_empty());
    key.map_or_else(
        || format!(":{}", entry.line()).into(),
        |key| safe(key).into(),
    )
}

/// The questions of which a register says something.
const TOLD: [Key; 6] = [
    Key::ControllerName,
    Key::ControllerReference,
    Key::IncidentOccurredDate,
    Key::IncidentDiscoveredDate,
    Key::AffectedDataSubjectsExact,
    Key::CommunicationInformed,
];

/// The row of a breach that was never notified. No rule of notifications runs on it.
fn row(entry: &Entry, (format, number): (Format, u32), settings: &Settings) -> Box<Row> {
    let edition = settings.edition;
    let line = entry.line();
    let mut record = Record::new(edition, line, Keys::NONE);
    record.not_asked = Questions::ALL;
    for key in TOLD {
        record.not_asked.0 &= !(1 << edition.number(key));
    }
    let mut push = |key, text: &str| {
        if !text.is_empty() {
            record.push(key, 0, line, Value::Text(text.to_owned().into()));
        }
    };
    push(Key::ControllerName, &entry.controller);
    push(Key::ControllerReference, &entry.receipt.reference);
    push(Key::CaseNumber, &entry.receipt.case_number);
    for (key, moment) in [
        (Key::IncidentOccurredDate, &entry.occurred),
        (Key::IncidentDiscoveredDate, &entry.discovered),
    ] {
        let date = moment
            .given()
            .map(|moment| moment.earliest.date().to_string());
        push(key, &date.unwrap_or_default());
    }
    let informed = entry.informed.given().copied();
    push(Key::CommunicationInformed, informed.map_or("", yes_or_no));
    let [exact, range] = NUMBERS[0];
    match entry.persons.given() {
        Some(Persons::Exactly(count)) => push(exact, &count.to_string()),
        Some(Persons::Within(band)) => push(range, &band.code()),
        Some(Persons::About(count)) => push(range, &band_of(*count, settings)),
        None => {}
    }
    let mut notification = bind(record).notification;
    notification.filing = Filing::Register;
    for (moment, told) in [
        (&mut notification.occurred.moment, &entry.occurred),
        (&mut notification.discovered.moment, &entry.discovered),
    ] {
        match told {
            Cell::Given(told) => moment.state = State::Given(*told),
            Cell::Unreadable => moment.state = State::Undeterminable,
            Cell::Empty => {}
        }
    }
    let discovered = notification.discovered.moment.given();
    let judgement = judge(discovered, None, settings.limit_hours);
    let judged = Judged {
        judgement,
        reading: reading(&judgement, discovered, None, settings.limit_hours),
        inferred: Inferred::None,
        findings: Vec::new(),
        not_runnable: 0,
    };
    let names = if entry.names_a_body() {
        Names::Keep
    } else {
        settings.names
    };
    let mut row = Box::new(Row::new(&notification, format, judged, names));
    row.record = number;
    row
}

/// The band of the form that holds a number.
fn band_of(count: u64, settings: &Settings) -> String {
    let question = settings.edition.place(Key::AffectedDataSubjectsRange);
    let bands = question.map_or(&[][..], |(question, _)| &question.bands);
    let holds = |code: &&String| {
        crate::value::parse_band(code).is_some_and(|band: Band| band.contains(count))
    };
    bands.iter().find(holds).cloned().unwrap_or_default()
}

fn is_body(name: &str) -> bool {
    /// `BUN`, `KS`, `SBN`.
    const MOST_LETTERS: usize = 5;
    const WORDS: [&str; 14] = [
        "nämnd",
        "styrelse",
        "förvaltning",
        "kommun",
        "region",
        "myndighet",
        "bolag",
        "verket",
        "board",
        "committee",
        "department",
        "council",
        "agency",
        "authority",
    ];
    let lower = name.to_lowercase();
    let is_short = name.chars().count() <= MOST_LETTERS && name.chars().all(char::is_uppercase);
    !name.is_empty() && is_short
        || WORDS.iter().any(|word| lower.contains(word))
        || lower.ends_with(" ab")
}
