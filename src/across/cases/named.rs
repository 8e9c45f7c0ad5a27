//! What a filing is found by: the numbers that it names, and those that it has itself.

use crate::across::copies::{Controller, controllers};
use crate::form::key_into;
use crate::row::Row;

/// What ties filings that share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key<'r> {
    Case(&'r str),
    Own(&'r str, Controller<'r>),
    Found(Controller<'r>, i32),
}

/// By what a later filing was tied to its notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum By {
    CaseNumber,
    Reference,
    Discovery,
    /// Another later filing has the number that this one names.
    Supplement,
    /// It is a letter that names it, and no other.
    Letter,
    /// It is a letter that has its reference.
    Mention,
}

/// What two filings have both, and not the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Differs {
    OrganisationNumber,
    CaseNumber,
    Reference,
}

/// What a filing is found by. Texts are folded, and empty where they tell nothing.
#[derive(Debug, Default, Clone)]
pub(super) struct Named<'r> {
    /// The case number that it is about, then its own.
    pub(super) cases: [String; 2],
    /// Its own reference. A later filing may name one where a case number is asked for.
    references: [String; 2],
    /// The controller by its organisation number and by its name.
    controllers: [Option<Controller<'r>>; 2],
    /// The day of discovery.
    day: Option<i32>,
}

impl<'r> Named<'r> {
    pub(super) fn of(row: &'r Row) -> Self {
        let mut named = Self::default();
        named.fill(row);
        named
    }

    /// Reads a row, into room that is used again.
    pub(super) fn fill(&mut self, row: &'r Row) {
        let about = row.supplements().text();
        let texts = [
            about,
            row.case_number().text(),
            row.reference().text(),
            about,
        ];
        let into = self.cases.iter_mut().chain(&mut self.references);
        for (into, text) in into.zip(texts) {
            if text.is_none_or(|text| key_into(text, into).is_none()) {
                into.clear();
            }
        }
        self.fill_day(row);
    }

    /// Reads of a row what it is found by without a number: the controller and the day.
    pub(super) fn fill_day(&mut self, row: &'r Row) {
        self.controllers = controllers(row);
        let found = row.discovered.ends();
        let days = found.map(|(earliest, latest)| (earliest.day().0, latest.day().0));
        self.day = days
            .filter(|(first, last)| first == last)
            .map(|(first, _)| first);
    }

    /// Adds what another filing of the same notification knows.
    pub(super) fn learn(&mut self, other: &Self) {
        let own = self.cases.iter_mut().chain(&mut self.references);
        let others = other.cases.iter().chain(&other.references);
        for (own, other) in own.zip(others).filter(|(own, _)| own.is_empty()) {
            own.clone_from(other);
        }
        for (own, other) in self.controllers.iter_mut().zip(other.controllers) {
            *own = own.or(other);
        }
        self.day = self.day.or(other.day);
    }

    /// Its case number: the one that it is about, else its own.
    pub(super) fn case(&self) -> Option<&str> {
        self.cases.iter().find_map(|text| given(text))
    }

    /// Its own reference.
    pub(super) fn reference(&self) -> Option<&str> {
        given(&self.references[0])
    }

    /// The numbers that it has itself, by which another filing may name it.
    pub(super) fn own_keys(&self) -> impl Iterator<Item = Key<'_>> {
        let case = given(&self.cases[1]).map(Key::Case);
        case.into_iter()
            .chain(self.with_controllers(&self.references[..1]))
    }

    /// The numbers by which it names another filing.
    pub(super) fn naming_keys(&self) -> impl Iterator<Item = Key<'_>> {
        let case = given(&self.cases[0]).map(Key::Case);
        case.into_iter()
            .chain(self.with_controllers(&self.references))
    }

    fn with_controllers<'n>(&'n self, references: &'n [String]) -> impl Iterator<Item = Key<'n>> {
        let own = self.controllers.iter().flatten().copied();
        let references = references.iter().filter_map(|text| given(text));
        references.flat_map(move |text| {
            own.clone()
                .map(move |controller| Key::Own(text, controller))
        })
    }

    /// Its keys of one kind.
    pub(super) fn keys(&self, by: By) -> impl Iterator<Item = Key<'_>> {
        let (cases, references) = match by {
            By::CaseNumber => (&self.cases[..], &self.references[..0]),
            By::Reference => (&[][..], &self.references[..]),
            _ => (&[][..], &[][..]),
        };
        let day = self.day.filter(|_| by == By::Discovery);
        let own = self.controllers.iter().flatten().copied();
        let found = own.filter_map(move |controller| Some(Key::Found(controller, day?)));
        let cases = cases.iter().filter_map(|text| given(text)).map(Key::Case);
        cases.chain(self.with_controllers(references)).chain(found)
    }

    /// Its keys of all kinds that are numbers: case numbers and references.
    pub(super) fn numbers(&self) -> impl Iterator<Item = Key<'_>> {
        self.keys(By::CaseNumber).chain(self.keys(By::Reference))
    }

    pub(super) fn all_keys(&self) -> impl Iterator<Item = Key<'_>> {
        TIERS.into_iter().flat_map(|by| self.keys(by))
    }

    /// Why it certainly is about another notification than this one, whatever else fits.
    pub(super) fn contradicts(&self, other: &Self, by: By) -> Option<Differs> {
        fn differ<T: PartialEq>(own: Option<T>, others: Option<T>) -> bool {
            own.zip(others).is_some_and(|(own, others)| own != others)
        }
        if differ(self.controllers[0], other.controllers[0]) {
            Some(Differs::OrganisationNumber)
        } else if by != By::CaseNumber && differ(self.case(), other.case()) {
            Some(Differs::CaseNumber)
        } else if by == By::Discovery && differ(self.reference(), other.reference()) {
            Some(Differs::Reference)
        } else {
            None
        }
    }
}

/// A text that tells something.
fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// What a later filing may be tied by, the best first.
const TIERS: [By; 3] = [By::CaseNumber, By::Reference, By::Discovery];
