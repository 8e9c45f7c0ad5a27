//! The same notification several times in a set. Copies say nothing else; later
//! versions have other answers. One of them counts.
//!
//! Two filings are of one notification if their documents have the same bytes, or by
//! their keys. The key is the authority's case number, else the controller's own
//! reference together with the controller. Where no controller is named, two filings
//! in different places with one reference are of one notification only if they are equal in
//! everything. Whatever they share, they are two notifications if both have a case number,
//! a reference or an organisation number and these differ.

use std::collections::HashMap;

use crate::across::Settled;
use crate::form::{key_into, squash};
use crate::moment::Instant;
use crate::notification::{Filing, MASKED};
use crate::row::{Row, Scope};

mod ordered;
mod sharing;
pub(super) use ordered::in_order;
pub(crate) use sharing::{hash_of_key, sharing};

/// A filing is compared with at most so many others. So a key that is in every row of a
/// table costs no more than the table has rows.
pub(super) const MOST_COMPARED: usize = 64;

/// One filing of the set, with what distinguishes it from others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filed<'r> {
    pub(crate) row: &'r Row,
    /// BLAKE3 of its document.
    pub(crate) digest: Option<&'r blake3::Hash>,
    pub(crate) case_number: CaseNumber,
}

impl<'r> Filed<'r> {
    /// What filings with equal bytes share: their digest, and the place in them.
    fn document(&self) -> Option<(&'r [u8; 32], u32)> {
        self.digest
            .map(|digest| (digest.as_bytes(), self.row.record))
    }
}

/// Whether the case number of a row is a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaseNumber {
    /// It is.
    Certain,
    /// No: it comes from a receipt that may be another filing's.
    Tentative,
}

/// The filings of one notification, by their positions in the set.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Several {
    /// The versions. The first one counts. Each has its copies, the best first.
    pub(crate) versions: Vec<Vec<usize>>,
    pub(crate) order: Order,
}

/// The reason why a version counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// There is only one.
    Single,
    /// It was received first.
    Receipt,
    /// The times do not decide. It promises a supplement.
    Promise(Times),
    /// The order is unknown. It has a receipt time.
    Known,
    /// The times do not decide. It comes first.
    Place(Times),
}

/// Why receipt times do not show which version came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Times {
    /// All have the same time.
    Equal,
    /// Some have no time, or times that overlap.
    Unknown,
}

impl Several {
    /// One filing alone.
    pub(super) fn single(at: usize) -> Self {
        Self {
            versions: vec![vec![at]],
            order: Order::Single,
        }
    }

    /// The filing that counts.
    pub(crate) fn counted(&self) -> usize {
        self.versions[0][0]
    }
}

/// The notifications that occur more than once, of filings that share something with
/// another. `filed` is in source order, which decides where nothing else does.
pub(crate) fn several(filed: &[Filed], sharing: &[usize], scope: &Scope) -> Vec<Several> {
    let set = Set {
        filed,
        scope,
        settled: &[],
    };
    let families = Families::of(set, sharing).members;
    let told = families.into_iter().filter(|family| family.len() > 1);
    let single = |family: Vec<usize>| family.into_iter().map(|at| vec![at]).collect();
    told.flat_map(|family| set.versions(single(family)))
        .filter(Several::has_others)
        .collect()
}

/// The same of filings of several reports, in each of which it is settled which of its own are
/// copies and versions of one another. `rows` are in source order.
pub(super) fn between(rows: &[Box<Row>], settled: &[Settled], scope: &Scope) -> Vec<Several> {
    let filed = |row| Filed {
        row,
        digest: None,
        case_number: CaseNumber::Certain,
    };
    let filed: Vec<Filed> = rows.iter().map(|row| filed(row)).collect();
    let set = Set {
        filed: &filed,
        scope,
        settled,
    };
    let mut others: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut counted = Vec::new();
    for (at, own) in settled.iter().enumerate() {
        match own.copy_of {
            Some(of) => others.entry(of).or_default().push(at),
            None => counted.push(at),
        }
    }
    let families = Families::of(set, &counted).members.into_iter();
    let told = families.flat_map(|family| {
        let of = |at: &usize| set.told_apart(*at, others.get(at).map_or(&[], Vec::as_slice));
        set.versions(family.iter().flat_map(of).collect())
    });
    told.filter(Several::has_others).collect()
}

/// The filings of a set, and what is settled of each, if anything is.
#[derive(Debug, Clone, Copy)]
struct Set<'r, 's> {
    filed: &'s [Filed<'r>],
    scope: &'s Scope,
    settled: &'s [Settled],
}

impl Several {
    fn has_others(&self) -> bool {
        self.versions.len() > 1 || self.versions[0].len() > 1
    }
}

/// The controller by its number and by its name.
pub(super) fn controllers(row: &Row) -> [Option<Controller<'_>>; 2] {
    let number = row.organisation_number().text();
    [
        number
            .filter(|number| *number != MASKED)
            .map(Controller::Number),
        (row.name != 0).then_some(Controller::Name(row.name)),
    ]
}

/// The controller as part of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Controller<'r> {
    Number(&'r str),
    Name(u32),
}

/// The kind of a filing that is about another one, and so is no version of it.
fn later(row: &Row) -> Option<Filing> {
    Some(row.filing).filter(|kind| kind.is_later())
}

/// What is known of the notification that a filing is of.
#[derive(Debug, Clone, Default)]
struct Identity<'r> {
    case_number: Option<String>,
    reference: Option<String>,
    number: Option<&'r str>,
    name: Option<u32>,
    discovered: Option<(Instant, Instant)>,
    supplements: Option<String>,
    later: Option<Filing>,
}

impl<'r> Identity<'r> {
    fn of(filed: &Filed<'r>) -> Self {
        let row = filed.row;
        let certain = filed.case_number == CaseNumber::Certain;
        Self {
            case_number: row.case_number().text().filter(|_| certain).and_then(key),
            reference: row
                .reference()
                .text()
                .and_then(key)
                .filter(|reference| !is_own_number(row, reference)),
            number: row
                .organisation_number()
                .text()
                .filter(|number| *number != MASKED),
            name: Some(row.name).filter(|name| *name != 0),
            discovered: row.discovered.ends(),
            supplements: row.supplements().text().map(squash),
            later: later(row),
        }
    }

    /// Whether both can belong to one notification.
    fn fits(&self, other: &Self) -> bool {
        fn agree<T: PartialEq>(own: Option<&T>, others: Option<&T>) -> bool {
            own.zip(others).is_none_or(|(own, others)| own == others)
        }
        self.later == other.later
            && agree(self.case_number.as_ref(), other.case_number.as_ref())
            && agree(self.reference.as_ref(), other.reference.as_ref())
            && agree(self.number.as_ref(), other.number.as_ref())
            && agree(self.supplements.as_ref(), other.supplements.as_ref())
    }

    /// Adds what the other knows.
    fn learn(&mut self, other: &Self) {
        fn or<T: Clone>(own: &mut Option<T>, others: Option<&T>) {
            *own = own.take().or_else(|| others.cloned());
        }
        or(&mut self.case_number, other.case_number.as_ref());
        or(&mut self.reference, other.reference.as_ref());
        or(&mut self.number, other.number.as_ref());
        or(&mut self.name, other.name.as_ref());
    }

    /// The keys by which families are found: that of its own reference, then the case
    /// number.
    fn keys(&self) -> Vec<Key<'r>> {
        let controllers = [
            self.number.map(Controller::Number),
            self.name.map(Controller::Name),
        ]
        .into_iter()
        .flatten();
        let own = self.reference.iter().flat_map(|reference| {
            controllers
                .clone()
                .map(|controller| Key::Own(reference.clone(), controller))
        });
        let is_alone = self.number.is_none() && self.name.is_none();
        let alone = self.reference.clone().zip(self.discovered);
        let alone = alone.filter(|_| is_alone);
        own.chain(self.case_number.clone().map(Key::Case))
            .chain(alone.map(|(reference, discovered)| Key::Alone(reference, discovered)))
            .collect()
    }
}

/// Whether a reference is the organisation number of the controller: that names no matter.
fn is_own_number(row: &Row, reference: &str) -> bool {
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let number = row.organisation_number().text().map(digits);
    let has_letters = reference.chars().any(char::is_alphabetic);
    !has_letters && number.is_some_and(|number| number == digits(reference))
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key<'r> {
    Case(String),
    Own(String, Controller<'r>),
    /// The reference and the discovery, where no controller is named.
    Alone(String, (Instant, Instant)),
}

/// A case number or reference as a key, if it is one.
fn key(text: &str) -> Option<String> {
    let mut room = String::new();
    key_into(text, &mut room)?;
    Some(room)
}

/// Filings, grouped by the notification to which they belong.
struct Families<'r, 's> {
    set: Set<'r, 's>,
    members: Vec<Vec<usize>>,
    identities: Vec<Identity<'r>>,
    by_key: HashMap<Key<'r>, Vec<usize>>,
}

impl<'r, 's> Families<'r, 's> {
    fn of(set: Set<'r, 's>, sharing: &[usize]) -> Self {
        let filed = set.filed;
        let mut families = Self {
            set,
            members: Vec::new(),
            identities: Vec::new(),
            by_key: HashMap::new(),
        };
        let mut documents: HashMap<(&[u8; 32], u32), usize> = HashMap::new();
        // Filings with a case number come first, because it is the better key.
        let has_case = |at: &usize| Identity::of(&filed[*at]).case_number.is_some();
        let (with, without): (Vec<usize>, Vec<usize>) = sharing.iter().copied().partition(has_case);
        for at in with.into_iter().chain(without) {
            let document = filed[at].document();
            let known = document.and_then(|document| documents.get(&document).copied());
            let family = known.unwrap_or_else(|| families.place(at));
            if let Some(document) = document {
                documents.entry(document).or_insert(family);
            }
            families.members[family].push(at);
        }
        for members in &mut families.members {
            members.sort_unstable();
        }
        families
    }

    /// The family of a filing. If its keys lead to one family, it is that one. If they
    /// lead to several, it is one without a different answer, else a new one.
    fn place(&mut self, at: usize) -> usize {
        let identity = Identity::of(&self.set.filed[at]);
        let keys = identity.keys();
        for key in &keys {
            let known = self.by_key.get(key).map_or(&[][..], Vec::as_slice);
            let fitting: Vec<usize> = known
                .iter()
                .take(MOST_COMPARED)
                .copied()
                .filter(|family| self.identities[*family].fits(&identity))
                .filter(|family| !self.set.is_apart(at, &self.members[*family]))
                .filter(|family| !self.set.is_another(at, key, &self.members[*family]))
                .filter(|family| {
                    !matches!(key, Key::Alone(..))
                        || self.set.is_repeated(at, &self.members[*family])
                })
                .collect();
            let found = match fitting[..] {
                [only] => Some(only),
                _ => fitting
                    .into_iter()
                    .find(|family| self.set.is_copy(at, self.members[*family][0])),
            };
            if let Some(family) = found {
                let mut learned = std::mem::take(&mut self.identities[family]);
                learned.learn(&identity);
                self.identities[family] = learned;
                self.register(family, keys);
                return family;
            }
        }
        let family = self.members.len();
        self.members.push(Vec::new());
        self.identities.push(identity);
        self.register(family, keys);
        family
    }

    fn register(&mut self, family: usize, keys: Vec<Key<'r>>) {
        for key in keys {
            let known = self.by_key.entry(key).or_default();
            if known.last() != Some(&family) && !known.contains(&family) {
                known.push(family);
            }
        }
    }
}

impl Set<'_, '_> {
    fn is_copy(&self, one: usize, other: usize) -> bool {
        let rows = [one, other].map(|at| self.filed[at].row);
        rows[0].differences(rows[1], self.scope).is_empty()
    }

    /// Whether a filing with the key of these tells of another event. What stands for a reference
    /// may be the board, the year or the department: then several events have it.
    fn is_another(&self, at: usize, key: &Key, others: &[usize]) -> bool {
        let own = self.filed[at].row;
        let of_another = |other: &usize| own.is_of_another_event(self.filed[*other].row);
        matches!(key, Key::Own(..)) && others.iter().take(MOST_COMPARED).any(of_another)
    }

    /// Whether a filing that names no controller is equal to one of these, none of which stands in
    /// its own table.
    fn is_repeated(&self, at: usize, others: &[usize]) -> bool {
        let own = self.filed[at].row;
        let mut others = others.iter().map(|other| self.filed[*other].row);
        let is_beside = |other: &Row| self.settled.is_empty() && own.source == other.source;
        !others.clone().any(is_beside) && others.any(|other| own.is_equal(other))
    }

    /// Whether the report of a filing told it from one of these. Of a notification that was
    /// withdrawn and filed again, both are the same one. Supplements of two reports are two if
    /// their receipts show it: most of what they say is text, which no record has.
    fn is_apart(&self, at: usize, others: &[usize]) -> bool {
        let Some(own) = self.settled.get(at) else {
            return false;
        };
        let row = self.filed[at].row;
        let is_told = |other: &usize| {
            let known = self.settled[*other];
            if own.report == known.report {
                return row.filing.is_later() || !own.is_withdrawn && !known.is_withdrawn;
            }
            let ends = [row, self.filed[*other].row].map(|row| row.received.ends());
            row.filing.is_later()
                && matches!(ends, [Some(one), Some(other)] if one.1 < other.0 || other.1 < one.0)
        };
        others.iter().any(is_told)
    }

    /// A filing that counts in its report, with its copies there, and its later versions with
    /// theirs.
    fn told_apart(&self, counted: usize, others: &[usize]) -> Vec<Vec<usize>> {
        let mut versions = vec![vec![counted]];
        let is_version = |at: &usize| self.settled[*at].is_version;
        let (later, copies): (Vec<usize>, Vec<usize>) =
            others.iter().copied().partition(is_version);
        versions.extend(later.into_iter().map(|at| vec![at]));
        for at in copies {
            let mut own = versions.iter_mut();
            match own.find(|version| self.is_copy(version[0], at)) {
                Some(version) => version.push(at),
                None => versions.push(vec![at]),
            }
        }
        versions
    }

    /// The versions of one notification with their copies, of some of which it is known that
    /// they are copies. Supplements that differ are several supplements.
    fn versions(&self, mut known: Vec<Vec<usize>>) -> Vec<Several> {
        let filed = self.filed;
        let has_receipt = |at: usize| filed[at].row.received.ends().is_some();
        // The best of each version leads it.
        known.sort_by_key(|copies| {
            let best = copies[0];
            let determinable = filed[best].row.determinable();
            (std::cmp::Reverse((determinable, has_receipt(best))), best)
        });
        let mut versions: Vec<Vec<usize>> = Vec::new();
        for copies in known {
            let (first, own) = (copies[0], &filed[copies[0]]);
            let same = versions.iter().take(MOST_COMPARED).position(|version| {
                let best = &filed[version[0]];
                !self.is_apart(first, version)
                    && (own
                        .document()
                        .is_some_and(|document| best.document() == Some(document))
                        || self.is_copy(version[0], first))
            });
            match same {
                Some(version) => versions[version].extend(copies),
                None => versions.push(copies),
            }
        }
        if later(filed[versions[0][0]].row).is_some() {
            return versions
                .into_iter()
                .map(|version| Several {
                    versions: vec![version],
                    order: Order::Single,
                })
                .collect();
        }
        vec![in_order(|at| filed[at], versions)]
    }
}

#[cfg(test)]
mod tests;
