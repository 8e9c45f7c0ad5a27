//! The register beside the notifications, as two tables: reconciliation.csv says where they
//! differ, register.csv says of each breach what Article 33(5) asks for. Both list single
//! breaches, so disclosure control withholds them.

use crate::across::differing::{cell, differences, safe, shown, yes_or_no};
use crate::across::register::{Tie, Years};
use crate::audit::{Audit, Registered};
use crate::config::{Config, Filter, FreeText, Words};
use crate::form::Key;
use crate::moment::Moment;
use crate::notification::State;
use crate::read::receipts::Cell as Answer;
use crate::read::register::{Column as Asked, Entry, Notified};
use crate::row::Row;
use crate::statistics::keep::{Kept, within};
use crate::statistics::names;
use crate::table::{Cell, Column, Table};
use crate::value::{is_safe_label, mask, one_line};

/// The ids of the tables.
const RECONCILIATION: &str = "reconciliation";
const REGISTER: &str = "register";
/// The tables that list single breaches.
pub(crate) const LISTS: [&str; 2] = [RECONCILIATION, REGISTER];

const FIELDS: [&str; 7] = [
    "reference",
    "case_number",
    "status",
    "field",
    "in_register",
    "in_folder",
    "source",
];
const ASKED: [&str; 16] = [
    "reference",
    "case_number",
    "controller",
    "occurred",
    "discovered",
    "notified",
    "received",
    "verdict",
    "reasons",
    "data_subjects",
    "facts",
    "effects",
    "measures",
    "informed",
    "supplement_state",
    "source",
];

/// What became of a row of the register or of a notification, in reconciliation.csv.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Agrees,
    Differs,
    RegisterOnly,
    FolderOnly,
    Near,
    Ambiguous,
    Double,
    OtherYear,
}

impl Status {
    /// All of them, in the order in which they are told.
    pub(crate) const ALL: [Self; 8] = [
        Self::Agrees,
        Self::Differs,
        Self::RegisterOnly,
        Self::FolderOnly,
        Self::Near,
        Self::Ambiguous,
        Self::Double,
        Self::OtherYear,
    ];

    /// The word in the column `status`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::RegisterOnly => "register-only",
            Self::FolderOnly => "folder-only",
            Self::Near => "near",
            Self::Ambiguous => "ambiguous",
            Self::Double => "double",
            Self::OtherYear => "other-year",
        }
    }
}

/// Both tables of a run; none without a register.
pub(super) fn tables(audit: &Audit, kept: &Kept, config: &Config) -> Vec<Table> {
    let Some(registered) = &audit.register else {
        return Vec::new();
    };
    let view = View {
        audit,
        registered,
        kept,
        filter: &config.filter,
        free_text: config.free_text,
    };
    vec![view.reconciliation(), view.register()]
}

/// What the tables are made of.
struct View<'v> {
    audit: &'v Audit,
    registered: &'v Registered,
    kept: &'v Kept,
    filter: &'v Filter,
    free_text: FreeText,
}

impl<'v> View<'v> {
    /// Whether the filter keeps a notification or a breach that was never notified.
    fn keeps(&self, row: usize) -> bool {
        self.kept.rows.binary_search(&row).is_ok()
    }

    /// Whether the filter keeps a row of the register that is no record. Only its period is
    /// known of it.
    fn keeps_entry(&self, entry: &Entry) -> bool {
        let filter = self.filter;
        if filter.is_empty() {
            return true;
        }
        let is_dated_only = filter.organisation.is_none() && filter.equal.is_empty();
        let period = entry
            .period()
            .map(|moment| (moment.earliest, moment.latest));
        is_dated_only && period.and_then(|ends| within(ends, filter.bounds())) == Some(true)
    }

    /// The rows of the register with what became of each, and the record of those that were
    /// never notified.
    fn entries(&self) -> impl Iterator<Item = (&'v Entry, Tie, Option<usize>)> {
        let registered = self.registered;
        let ties = registered.ties.entries.iter().copied();
        let entries = registered.book.entries().into_iter().zip(ties);
        let mut own = self.registered.first_own;
        entries.map(move |(entry, tie)| {
            let record = entry.is_own(tie).then_some(own);
            own += usize::from(record.is_some());
            (entry, tie, record)
        })
    }

    fn row(&self, at: usize) -> &'v Row {
        &self.audit.rows[at]
    }

    /// Where a row of the register and its notification stand.
    fn source(&self, entry: Option<&Entry>, row: Option<usize>) -> String {
        let entry = entry.map(|entry| self.registered.book.place(entry));
        let row = row.map(|at| self.row(at).place(&self.audit.scope));
        let places: Vec<String> = entry.into_iter().chain(row).collect();
        places.join("|")
    }

    fn reconciliation(&self) -> Table {
        let mut lines = Vec::new();
        for (entry, tie, own) in self.entries() {
            let is_kept = match tie {
                Tie::One(row) => self.keeps(row),
                _ => own.is_none() && self.keeps_entry(entry),
            };
            if is_kept {
                lines.extend(self.lines(entry, tie));
            }
        }
        let untied = self.registered.ties.untied.iter();
        for (at, years) in untied.filter(|(at, _)| self.keeps(*at)) {
            let status = match years {
                Years::Shared => Status::FolderOnly,
                Years::Other => Status::OtherYear,
            };
            let row = self.row(*at);
            let keys = [row.reference().as_str(), row.case_number().as_str()].map(str::to_owned);
            lines.push(line(
                keys,
                status,
                [""; 3].map(str::to_owned),
                self.source(None, Some(*at)),
            ));
        }
        let mut table = Table::new(
            RECONCILIATION,
            names::title(RECONCILIATION),
            FIELDS.map(Column::new).to_vec(),
            lines,
        );
        table.notes.push(Words::new(
            "En rad för varje fält som skiljer sig; annars en rad för varje incident som enligt registret är anmäld och för varje anmälan. Ett intervall som rymmer det andra värdet skiljer sig inte.",
            "One row for each field that differs; else one for each breach that the register says was notified, and for each notification. An interval that holds the other's value does not differ.",
        ));
        table
    }

    /// The lines of one row of the register.
    fn lines(&self, entry: &Entry, tie: Tie) -> Vec<Vec<Cell>> {
        let row = tie.one().map(|at| self.row(at));
        let keys = keys(entry, row);
        let source = self.source(Some(entry), tie.one());
        let nothing = || [""; 3].map(str::to_owned);
        let one = |status| vec![line(keys.clone(), status, nothing(), source.clone())];
        match (tie, row) {
            (Tie::One(_), Some(row)) => {
                let found = differences(entry, row, &self.audit.scope);
                if found.is_empty() {
                    return one(Status::Agrees);
                }
                let lines = found.into_iter().map(|own| {
                    let values = [
                        own.field.as_str().to_owned(),
                        own.in_register,
                        own.in_folder,
                    ];
                    line(keys.clone(), Status::Differs, values, source.clone())
                });
                lines.collect()
            }
            (Tie::Near(at), _) => {
                let own = safe(&entry.receipt.case_number);
                let other = self.row(at).case_number().as_str().to_owned();
                let values = ["case_number".to_owned(), own, other];
                let source = self.source(Some(entry), Some(at));
                vec![line(keys, Status::Near, values, source)]
            }
            (Tie::Ambiguous, _) => one(Status::Ambiguous),
            (Tie::Double(_), _) => one(Status::Double),
            (Tie::OtherYear, _) => one(Status::OtherYear),
            (Tie::One(_) | Tie::None, _) => one(Status::RegisterOnly),
        }
    }

    fn register(&self) -> Table {
        let mut lines = Vec::new();
        for (entry, tie, own) in self.entries() {
            let is_kept = match (tie, own) {
                (Tie::Double(_), _) => false,
                (Tie::One(row), _) | (_, Some(row)) => self.keeps(row),
                _ => self.keeps_entry(entry),
            };
            if is_kept {
                lines.push(self.breach(Some(entry), tie.one(), own));
            }
        }
        for (at, _) in &self.registered.ties.untied {
            if self.keeps(*at) {
                lines.push(self.breach(None, Some(*at), None));
            }
        }
        let mut table = Table::new(
            REGISTER,
            names::title(REGISTER),
            ASKED.map(Column::new).to_vec(),
            lines,
        );
        table.notes.push(match self.free_text {
            FreeText::Left => Words::new(
                "{facts}, {effects} och {measures} säger var texten står: rad i registret eller fråga i anmälan. Texterna skrivs med --with-free-text.",
                "{facts}, {effects} and {measures} say where the text stands: a line of the register, or a question of the notification. The texts are written with --with-free-text.",
            ),
            FreeText::Written => Words::new(
                "Tabellen har fri text, som kan innehålla personuppgifter; den är bara för organisationen själv.",
                "The table holds free text, which may be personal; it is for the organisation alone.",
            ),
        });
        table
    }

    /// What is known of one breach, from the notification where there is one.
    fn breach(&self, entry: Option<&Entry>, row: Option<usize>, own: Option<usize>) -> Vec<Cell> {
        let scope = &self.audit.scope;
        let filed = row.map(|at| self.row(at));
        let of_row = |name: &str| filed.map(|row| cell(row, scope, name));
        let own_cell = |name: &str| own.map(|at| cell(self.row(at), scope, name));
        let [reference, case_number] = entry.map_or_else(
            || ["reference", "case_number"].map(|name| of_row(name).unwrap_or_default()),
            |entry| keys(entry, filed),
        );
        let controller = of_row("controller")
            .filter(|name| !name.starts_with('('))
            .or_else(|| own_cell("controller"))
            .or_else(|| entry.map(controller))
            .or_else(|| of_row("controller"));
        let moment = |own: Option<&Answer<Moment>>, of_row: Option<&Moment>| {
            of_row.map_or_else(|| own.map_or(BLANK.to_owned(), answer), shown)
        };
        let received = filed.and_then(|row| row.received.moment());
        let notified = match (entry.map(|entry| entry.notified), row) {
            (_, Some(_)) | (Some(Notified::Yes), _) => "yes",
            (Some(Notified::No), _) => "no",
            (Some(Notified::Untold) | None, None) => UNDETERMINABLE,
        };
        let is_never = notified == "no";
        let persons = entry
            .and_then(|entry| entry.persons.given())
            .map(|own| own.shown());
        let informed = entry
            .and_then(|entry| entry.informed.given())
            .map(|own| yes_or_no(*own).to_owned());
        let judged = |name: &str| {
            of_row(name)
                .unwrap_or_else(|| if is_never { NOT_SHOWN } else { UNDETERMINABLE }.to_owned())
        };
        let reasons = match (entry, is_never) {
            (Some(entry), true) => stated(entry.text(Asked::Reasons)).to_owned(),
            _ => judged("delay_reason"),
        };
        let text = |asked, at: usize, key| self.text(entry, filed, asked, (at, key));
        let cells = [
            reference,
            case_number,
            controller.unwrap_or_default(),
            moment(
                entry.map(|own| &own.occurred),
                filed.and_then(|row| row.occurred.moment()),
            ),
            moment(
                entry.map(|own| &own.discovered),
                filed.and_then(|row| row.start().moment()),
            ),
            notified.to_owned(),
            if is_never {
                NOT_SHOWN.to_owned()
            } else {
                moment(entry.map(|own| &own.receipt.received), received)
            },
            judged("verdict"),
            reasons,
            valued(of_row("data_subjects_exact"))
                .or_else(|| valued(of_row("data_subjects")))
                .or(persons)
                .or_else(|| of_row("data_subjects"))
                .unwrap_or_else(|| BLANK.to_owned()),
            text(Asked::Facts, 0, Key::IncidentDescription),
            text(Asked::Effects, 1, Key::ConsequencesKinds),
            text(Asked::Measures, 2, Key::ActionsAction),
            valued(of_row("informed"))
                .or(informed)
                .or_else(|| of_row("informed"))
                .unwrap_or_else(|| BLANK.to_owned()),
            match of_row("supplement_state") {
                Some(state) if !state.is_empty() => state,
                Some(_) => State::<()>::NotAsked.word().to_owned(),
                None => judged("supplement_state"),
            },
            self.source(entry, row),
        ];
        cells.map(Cell::Text).to_vec()
    }

    /// One of the free texts, or where it stands.
    fn text(
        &self,
        entry: Option<&Entry>,
        row: Option<&Row>,
        asked: Asked,
        (at, key): (usize, Key),
    ) -> String {
        let own = entry.and_then(|entry| Some((entry, entry.text(asked)?)));
        let own = own.filter(|(_, text)| !text.is_empty());
        let filed = row.filter(|row| row.state(key) == State::Given(()));
        match (self.free_text, own, filed) {
            (FreeText::Written, Some((_, text)), _) => mask(&one_line(text)).into_owned(),
            (FreeText::Written, None, Some(row)) => {
                let told = row.told().map(|told| &*told[at]);
                mask(&one_line(told.unwrap_or_default())).into_owned()
            }
            (FreeText::Left, Some((entry, _)), _) => self.registered.book.place(entry),
            (FreeText::Left, None, Some(row)) => {
                format!(
                    "{} ({})",
                    row.place(&self.audit.scope),
                    row.edition.number(key)
                )
            }
            (_, None, None)
                if row.is_none() && entry.is_some_and(|entry| entry.text(asked).is_none()) =>
            {
                State::<()>::NotAsked.word().to_owned()
            }
            (_, None, None) => row.map_or(BLANK, |row| row.state(key).word()).to_owned(),
        }
    }
}

const BLANK: &str = State::<()>::Blank.word();
const NOT_SHOWN: &str = State::<()>::NotShown.word();
const UNDETERMINABLE: &str = State::<()>::Undeterminable.word();

fn line(keys: [String; 2], status: Status, values: [String; 3], source: String) -> Vec<Cell> {
    let [field, in_register, in_folder] = values;
    let [reference, case_number] = keys;
    let status = status.as_str().to_owned();
    let cells = [
        reference,
        case_number,
        status,
        field,
        in_register,
        in_folder,
        source,
    ];
    cells.map(Cell::Text).to_vec()
}

/// The numbers of a breach: those of the register, else those of its notification.
fn keys(entry: &Entry, row: Option<&Row>) -> [String; 2] {
    let own = [&entry.receipt.reference, &entry.receipt.case_number];
    let others = [row.map(Row::reference), row.map(Row::case_number)];
    let key = |(own, other): (&String, Option<crate::row::TextCell<&str>>)| match other {
        _ if !own.is_empty() => safe(own),
        Some(other) => other.as_str().to_owned(),
        None => BLANK.to_owned(),
    };
    let [reference, case_number] = [(own[0], others[0]), (own[1], others[1])].map(key);
    [reference, case_number]
}

/// A moment of the register, or the word for what stands there.
fn answer(own: &Answer<Moment>) -> String {
    match own {
        Answer::Given(moment) => shown(moment),
        Answer::Unreadable => UNDETERMINABLE.to_owned(),
        Answer::Empty => BLANK.to_owned(),
    }
}

/// The controller as the register has it, if it may be shown.
fn controller(entry: &Entry) -> String {
    let name = &entry.controller;
    match name.as_str() {
        "" => BLANK.to_owned(),
        _ if entry.names_a_body() && is_safe_label(name) => name.replace('|', "¦"),
        _ => crate::notification::MASKED.to_owned(),
    }
}

/// A cell, if it holds a value.
fn valued(cell: Option<String>) -> Option<String> {
    cell.filter(|cell| !cell.starts_with('('))
}

/// Whether a register states something, in a word.
fn stated(text: Option<&str>) -> &'static str {
    match text {
        None => State::<()>::NotAsked.word(),
        Some("") => "none",
        Some(_) => "given",
    }
}
