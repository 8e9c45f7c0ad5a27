//! Which row of the receipts file belongs to which notification. Keys are tried
//! in the order case number, source, reference; the first non-empty key that
//! fits exactly one notification of the run counts. A notification and its copies
//! are one; of its versions that which counts is meant, and not its supplement.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::across::{CaseNumber, Filed, Several, several, sharing};
use crate::audit::receipts::{KINDS, Kind, Outcome, Place, Receipts, Use, key};
use crate::audit::taken::Taken;
use crate::finding::Finding;
use crate::moment::Moment;
use crate::notification::Filing;
use crate::read::receipts::{Cell, Origin, Receipt};
use crate::row::{Row, Scope};

mod unused;

use unused::{Advice, Unused};

/// What each notification gets: by position of the source and record.
#[derive(Debug, Default)]
pub(super) struct Decided {
    pub(super) outcomes: BTreeMap<Place, Outcome>,
    unused: Vec<(usize, Unused)>,
}

impl Receipts<'_> {
    /// Decides, once all notifications are known, which row goes where.
    pub(super) fn decide(&self, taken: &[Vec<Taken>], scope: &Scope) -> Decided {
        let known = Known::of(taken);
        let mut fitting = Fitting::new();
        for (at, filing) in known.filings.iter().enumerate() {
            for fit in filing.used.fits() {
                fitting.entry(*fit).or_default().push(at);
            }
        }
        for position in self.found..self.rows.len() {
            known.tie(&self.rows[position], position, &mut fitting);
        }
        let several = Alike::of(&known, scope);
        // For each notification the rows that are about it.
        let mut claims: Vec<Vec<usize>> = vec![Vec::new(); known.filings.len()];
        let mut decided = Decided::default();
        for (position, row) in self.rows.iter().enumerate() {
            let by_kind = |kind| {
                fitting
                    .get(&(position, kind))
                    .map_or(&[][..], Vec::as_slice)
            };
            let is_tied = |kind: &Kind| row.mail().is_some() && kind.is_source();
            let mut kinds = KINDS
                .into_iter()
                .filter(|kind| !key(row, *kind).is_empty() || is_tied(kind));
            match kinds.find_map(|kind| several.one(by_kind(kind), kind, &known, row)) {
                Some(meant) => meant.into_iter().for_each(|at| claims[at].push(position)),
                None if row.received == Cell::Empty || row.is_of_register() => {}
                None => {
                    let most = KINDS.into_iter().map(by_kind).max_by_key(|fits| fits.len());
                    let unused = known.unmatched(most.unwrap_or_default());
                    decided.unused.push((position, unused));
                }
            }
        }
        let mut outcomes = self.settle(&claims, &known, &mut decided.unused);
        several.share(&mut outcomes);
        decided.outcomes = (0..known.filings.len())
            .filter_map(|at| Some((known.place(at), outcomes[at]?)))
            .collect();
        decided
    }

    /// What each notification gets of the rows that are about it. What is not used of
    /// them is added to `unused`.
    fn settle(
        &self,
        claims: &[Vec<usize>],
        known: &Known,
        unused: &mut Vec<(usize, Unused)>,
    ) -> Vec<Option<Outcome>> {
        let claims: Vec<Vec<usize>> = claims.iter().map(|rows| self.upheld(rows)).collect();
        let mut against: BTreeMap<usize, (BTreeSet<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, rows) in claims.iter().enumerate() {
            for row in rows {
                let mut others = rows.iter().filter(|other| self.disagree(*row, **other));
                if let Some(first) = others.next() {
                    let (contradicting, filings) = against.entry(*row).or_default();
                    contradicting.extend([*first].into_iter().chain(others.copied()));
                    filings.push(at);
                }
            }
        }
        let outcomes: Vec<Option<Outcome>> = claims
            .iter()
            .map(|rows| {
                if rows.iter().any(|row| against.contains_key(row)) {
                    return Some(Outcome::Contradicted);
                }
                self.best(rows).map(Outcome::Row)
            })
            .collect();
        unused.extend(against.into_iter().map(|(row, (others, filings))| {
            let lines = others.iter().map(|other| self.rows[*other].line).collect();
            (row, Unused::Contradicted(lines, known.places(&filings)))
        }));
        // A time that cannot be read, where another row has one.
        let mut about: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
        for (at, rows) in claims.iter().enumerate() {
            for row in rows {
                let (_, is_used) = about.entry(*row).or_insert((at, false));
                *is_used |= outcomes[at] == Some(Outcome::Row(*row));
            }
        }
        let is_lost = |row: usize, is_used: bool| {
            let row = &self.rows[row];
            !is_used && row.received == Cell::Unreadable && !row.is_of_register()
        };
        let lost = about
            .into_iter()
            .filter(|(row, (_, is_used))| is_lost(*row, *is_used));
        unused.extend(lost.map(|(row, (first, _))| (row, Unused::Taken(known.place(first)))));
        outcomes
    }

    /// The rows about one notification, without those of the register that lists or mails
    /// contradict: reconciliation tells of these.
    fn upheld(&self, rows: &[usize]) -> Vec<usize> {
        let is_of_register = |row: &usize| self.rows[*row].is_of_register();
        let others = rows.iter().filter(|row| !is_of_register(row));
        if rows.len() < 2 || !rows.iter().any(is_of_register) {
            return rows.to_vec();
        }
        let is_upheld = |row: &&usize| {
            !is_of_register(row) || !others.clone().any(|other| self.disagree(**row, *other))
        };
        rows.iter().filter(is_upheld).copied().collect()
    }

    /// Of rows that do not disagree the one that says most: a time rather than its day, but
    /// a list or mail rather than the register.
    fn best(&self, rows: &[usize]) -> Option<usize> {
        let width = |row: &usize| {
            let received = self.received(*row);
            let width = received.map(|moment| moment.earliest.minutes_to(moment.latest));
            width.map(|width| (self.rows[*row].is_of_register(), width))
        };
        let told = rows.iter().filter(|row| width(row).is_some());
        let readable = told.min_by_key(|row| width(row));
        // What says nothing of the time may still have a channel or a case number.
        readable.or(rows.first()).copied()
    }

    fn received(&self, row: usize) -> Option<&Moment> {
        self.rows[row].received.given()
    }

    /// Whether the times of two rows cannot both be right.
    fn disagree(&self, row: usize, other: usize) -> bool {
        let times = self.received(row).zip(self.received(other));
        times.is_some_and(|(one, other)| one.disagrees(other))
    }
}

/// The notifications that a row fits by a key of some kind.
type Fitting = BTreeMap<(usize, Kind), Vec<usize>>;

/// The notifications of the first pass, in the order of their sources.
struct Known<'t> {
    /// The names of the mails that confirm something.
    mails: Vec<&'t str>,
    filings: Vec<Found<'t>>,
}

/// One notification of the first pass.
struct Found<'t> {
    source: &'t Arc<str>,
    digest: Option<&'t blake3::Hash>,
    row: &'t Row,
    used: &'t Use,
}

impl Found<'_> {
    /// Its own case number.
    fn case_number(&self) -> Option<String> {
        let own = self.used.case_number() == CaseNumber::Certain;
        self.row
            .case_number()
            .text()
            .filter(|_| own)
            .map(str::to_owned)
    }

    fn reference(&self) -> Option<String> {
        self.row.reference().text().map(str::to_owned)
    }
}

impl<'t> Known<'t> {
    fn of(taken: &'t [Vec<Taken>]) -> Self {
        let of_source = |taken: &'t Taken| {
            let rows = taken.rows.iter();
            let (source, digest) = (&taken.input.name, taken.input.digest.as_ref());
            rows.map(move |(row, used)| Found {
                source,
                digest,
                row,
                used,
            })
        };
        let mut filings: Vec<Found> = taken.iter().flatten().flat_map(of_source).collect();
        filings.sort_by(|a, b| (a.source, a.row.record).cmp(&(b.source, b.row.record)));
        let mails = taken
            .iter()
            .flatten()
            .filter(|taken| taken.confirms.is_some());
        Self {
            mails: mails.map(|taken| &*taken.input.name).collect(),
            filings,
        }
    }

    /// What a mail among the inputs is about, by its case number, its reference and its folder.
    fn tie(&self, row: &Receipt, position: usize, fitting: &mut Fitting) {
        let Some(mail) = row.mail() else { return };
        let same = |kind: Kind, of: fn(&Found<'t>) -> Option<String>| {
            let key = kind.plain(key(row, kind));
            let is = |found: &Found<'t>| of(found).is_some_and(|own| kind.plain(&own) == key);
            (0..self.filings.len())
                .filter(|at| !key.is_empty() && is(&self.filings[*at]))
                .collect()
        };
        let folder = |name: &str| name.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let beside = (0..self.filings.len())
            .filter(|at| folder(self.filings[*at].source) == folder(mail))
            .collect();
        fitting.insert(
            (position, Kind::CaseNumber),
            same(Kind::CaseNumber, Found::case_number),
        );
        fitting.insert(
            (position, Kind::Reference),
            same(Kind::Reference, Found::reference),
        );
        if folder(mail).is_some()
            && self
                .mails
                .iter()
                .filter(|other| folder(other) == folder(mail))
                .count()
                == 1
        {
            fitting.insert((position, Kind::Source), beside);
        }
    }

    fn place(&self, at: usize) -> Place {
        let found = &self.filings[at];
        (Arc::clone(found.source), found.row.record)
    }

    fn places(&self, filings: &[usize]) -> Vec<Place> {
        filings.iter().map(|at| self.place(*at)).collect()
    }

    /// A row that fits no single one of some notifications, with what tells them apart.
    fn unmatched(&self, filings: &[usize]) -> Unused {
        let tells = |kind: Kind, key: fn(&Found<'t>) -> Option<String>| {
            let keys = filings.iter().map(|at| key(&self.filings[*at]));
            let keys: Option<BTreeSet<String>> = keys
                .map(|key| key.map(|key| kind.plain(&key).into_owned()))
                .collect();
            keys.is_some_and(|keys| keys.len() == filings.len())
        };
        let sources: BTreeSet<&str> = filings
            .iter()
            .map(|at| &**self.filings[*at].source)
            .collect();
        let advice = if sources.len() == filings.len() {
            Advice::Source
        } else if tells(Kind::CaseNumber, Found::case_number) {
            Advice::CaseNumber
        } else if tells(Kind::Reference, Found::reference) {
            Advice::Reference
        } else {
            Advice::Nothing
        };
        Unused::Unmatched(self.places(filings), advice)
    }
}

/// Which notifications of the first pass are the same.
struct Alike {
    all: Vec<Several>,
    /// For each notification that is there several times its place in `all`.
    of: BTreeMap<usize, usize>,
}

impl Alike {
    fn of(known: &Known, scope: &Scope) -> Self {
        let filed: Vec<Filed> = known
            .filings
            .iter()
            .map(|found| Filed {
                row: found.row,
                digest: found.digest,
                case_number: found.used.case_number(),
            })
            .collect();
        let all = several(&filed, &sharing(&filed), scope);
        let members = all.iter().enumerate();
        let of = members
            .flat_map(|(at, several)| several.versions.iter().flatten().map(move |one| (*one, at)));
        Self {
            of: of.collect(),
            all,
        }
    }

    /// The one notification that is meant by a key which fits `fitting`, with its
    /// copies; `None` if that is not one. A number of the case means the
    /// notification, not its supplements.
    fn one(
        &self,
        fitting: &[usize],
        kind: Kind,
        known: &Known,
        row: &Receipt,
    ) -> Option<Vec<usize>> {
        let is_initial = |at: &usize| known.filings[*at].row.filing == Filing::Initial;
        let narrows = (!kind.is_source() || row.mail().is_some()) && fitting.iter().any(is_initial);
        let fitting: Vec<usize> = fitting
            .iter()
            .copied()
            .filter(|at| !narrows || is_initial(at))
            .collect();
        let first = fitting.first()?;
        if fitting.len() == 1 {
            return Some(fitting);
        }
        let several = self.of.get(first)?;
        let same = fitting.iter().all(|at| self.of.get(at) == Some(several));
        let counted = &self.all[*several].versions[0];
        let among = || counted.iter().any(|at| fitting.contains(at));
        let version = || {
            self.all[*several]
                .versions
                .iter()
                .find(|version| fitting.iter().all(|at| version.contains(at)))
        };
        if !same {
            return None;
        }
        if among() {
            Some(counted.clone())
        } else {
            version().cloned()
        }
    }

    /// What one of several copies got, the others get, if they got nothing.
    fn share(&self, outcomes: &mut [Option<Outcome>]) {
        for version in self.all.iter().flat_map(|several| &several.versions) {
            if let Some(outcome) = version.iter().find_map(|at| outcomes[*at]) {
                for at in version {
                    outcomes[*at].get_or_insert(outcome);
                }
            }
        }
    }
}

impl Decided {
    /// What is to be said of the rows: M009 and M010 for those that were not used, F003
    /// for times and channels that cannot be read.
    pub(super) fn findings(&self, rows: &[Receipt]) -> Vec<(Origin, Finding)> {
        let unused = self
            .unused
            .iter()
            .map(|(at, unused)| (rows[*at].origin.clone(), unused.finding(&rows[*at])));
        let unreadable = rows
            .iter()
            .filter(|row| !row.is_of_register())
            .flat_map(|row| unused::unreadable(row).map(|finding| (row.origin.clone(), finding)));
        let mut findings: Vec<(Origin, Finding)> = unreadable.chain(unused).collect();
        findings.sort_by_key(|(_, finding)| (finding.line, finding.code));
        findings
    }

    /// The notification that each mail was used for.
    pub(super) fn used(&self, rows: &[Receipt]) -> BTreeMap<Arc<str>, String> {
        let used = self
            .outcomes
            .iter()
            .filter_map(|((source, record), outcome)| {
                let Outcome::Row(at) = outcome else {
                    return None;
                };
                Some((Arc::clone(rows[*at].mail()?), format!("{source}#{record}")))
            });
        // Of a notification and its copies the first is named.
        used.rev().collect()
    }

    /// The sources in which a notification took another row than it gets.
    pub(super) fn changed(&self, taken: &[Vec<Taken>]) -> Vec<usize> {
        let gets = |name: &Arc<str>, record| {
            let place = (Arc::clone(name), record);
            self.outcomes.get(&place).copied()
        };
        let differs = |taken: &Taken| {
            let mut rows = taken.rows.iter();
            rows.any(|(row, used)| used.outcome() != gets(&taken.input.name, row.record))
        };
        (0..taken.len())
            .filter(|position| taken[*position].iter().any(differs))
            .collect()
    }
}
