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
use crate::notification::Filing;
use crate::read::Reason;
use crate::read::confirmation::Confirmation;
use crate::read::receipts::{Cell, Origin, Receipt};
use crate::row::{Row, Scope};

mod letters;
mod settle;
mod unused;

use letters::Letters;
use unused::{Advice, Unused};

/// What each notification gets: by position of the source and record.
#[derive(Debug, Default)]
pub(super) struct Decided {
    pub(super) outcomes: BTreeMap<Place, Outcome>,
    unused: Vec<(usize, Unused)>,
    /// What became of the mails that are about one notification: by name.
    mails: BTreeMap<Arc<str>, Reason>,
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
        if self.found < self.rows.len() {
            let index = Index::of(&known);
            for position in self.found..self.rows.len() {
                index.tie(&self.rows[position], position, &mut fitting);
            }
        }
        let mut given = Given::default();
        let several = Alike::of(&known, scope);
        // For each notification the rows that are about it.
        let mut claims: Vec<Vec<usize>> = vec![Vec::new(); known.filings.len()];
        let mut decided = Decided::default();
        let letters = Letters::of(taken);
        let mut of_letters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (position, row) in self.rows.iter().enumerate() {
            let is_of_notification = fitting.contains_key(&(position, Kind::Path))
                || fitting.contains_key(&(position, Kind::Source));
            match letters
                .named_by(row)
                .filter(|_| !is_of_notification)
                .as_deref()
            {
                Some([]) | None => {}
                Some([one]) => {
                    of_letters.entry(*one).or_default().push(position);
                    continue;
                }
                Some(several) => {
                    if row.received != Cell::Empty {
                        let places = several.iter().map(|at| letters.place(*at)).collect();
                        let unused = Unused::Unmatched(places, Advice::Source);
                        decided.unused.push((position, unused));
                    }
                    continue;
                }
            }
            if row.mail().is_some() {
                given.tie(row, position, &mut fitting);
            }
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
                Some(meant) => {
                    for at in meant {
                        claims[at].push(position);
                        given.add(row, at, &known);
                    }
                }
                None if row.received == Cell::Empty || row.is_of_register() => {}
                None => {
                    let most = KINDS.into_iter().map(by_kind).max_by_key(|fits| fits.len());
                    let unused = known.unmatched(most.unwrap_or_default());
                    decided.unused.push((position, unused));
                }
            }
        }
        let mut outcomes = self.settle(&claims, &known, &mut decided.unused);
        decided.mails = self.told_of_mails(&claims, &outcomes, &known);
        several.share(&mut outcomes);
        decided.outcomes = (0..known.filings.len())
            .filter_map(|at| Some((known.place(at), outcomes[at]?)))
            .collect();
        self.settle_letters(&letters, &of_letters, &mut decided);
        decided
    }
}

/// The notifications that a row fits by a key of some kind.
type Fitting = BTreeMap<(usize, Kind), Vec<usize>>;

/// The notifications of the first pass, in the order of their sources.
struct Known<'t> {
    /// The names of the mails that confirm something, with what they say.
    mails: Vec<(&'t str, &'t Confirmation)>,
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
            .filter_map(|taken| Some((&*taken.input.name, taken.confirms.as_deref()?)));
        Self {
            mails: mails.collect(),
            filings,
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

/// The folder that a source lies in.
fn folder(name: &str) -> Option<&str> {
    name.rsplit_once('/').map(|(folder, _)| folder)
}

/// The notifications by what a mail among the inputs may say of them, each list sorted.
#[derive(Default)]
struct Index {
    case_numbers: BTreeMap<String, Vec<usize>>,
    references: BTreeMap<String, Vec<usize>>,
    folders: BTreeMap<String, Vec<usize>>,
    /// Those that came with a mail, by its name.
    within: BTreeMap<String, Vec<usize>>,
    /// Those whose own case number is known.
    numbered: BTreeSet<usize>,
    /// The cases that mails confirm, by their folder.
    mails: BTreeMap<String, BTreeSet<String>>,
}

impl Index {
    fn of(known: &Known) -> Self {
        let mut index = Self::default();
        for (at, found) in known.filings.iter().enumerate() {
            let mut add = |by: fn(&mut Self) -> &mut BTreeMap<String, Vec<usize>>, key: String| {
                by(&mut index).entry(key).or_default().push(at);
            };
            if let Some(own) = found.case_number() {
                let key = Kind::CaseNumber.plain(&own).into_owned();
                add(|index| &mut index.case_numbers, key);
            }
            if let Some(own) = found.reference() {
                let key = Kind::Reference.plain(&own).into_owned();
                add(|index| &mut index.references, key);
            }
            if let Some(folder) = folder(found.source) {
                add(|index| &mut index.folders, folder.to_owned());
            }
            for (end, _) in found.source.match_indices('!') {
                add(|index| &mut index.within, found.source[..end].to_owned());
            }
        }
        index.numbered = index.case_numbers.values().flatten().copied().collect();
        for (mail, confirmation) in &known.mails {
            let Some(folder) = folder(mail) else { continue };
            let (kind, key) = if confirmation.case_number.is_empty() {
                (Kind::Reference, &confirmation.reference)
            } else {
                (Kind::CaseNumber, &confirmation.case_number)
            };
            let cases = index.mails.entry(folder.to_owned()).or_default();
            cases.insert(kind.plain(key).into_owned());
        }
        index
    }

    /// What a mail among the inputs is about, by its case number, by what came with it, by its
    /// reference and its folder.
    fn tie(&self, row: &Receipt, position: usize, fitting: &mut Fitting) {
        let Some(mail) = row.mail() else { return };
        let same = |kind: Kind, by: &BTreeMap<String, Vec<usize>>| {
            let key = kind.plain(key(row, kind));
            let own = by.get(&*key).filter(|_| !key.is_empty());
            own.cloned().unwrap_or_default()
        };
        let by_number = same(Kind::CaseNumber, &self.case_numbers);
        let by_reference = same(Kind::Reference, &self.references);
        if let Some(within) = self.within.get(&**mail) {
            fitting.insert((position, Kind::Path), within.clone());
        }
        // A folder says what a mail is about if no mail of another case lies in it, unless its
        // number or its reference is another's.
        let is_of_one = |own: &&str| self.mails.get(*own).is_some_and(|cases| cases.len() == 1);
        if let Some(folder) = folder(mail).filter(is_of_one) {
            let is_other = |at: &usize| {
                let other_number = by_number.is_empty() && !row.case_number.is_empty();
                other_number && self.numbered.contains(at)
                    || !by_reference.is_empty() && !by_reference.contains(at)
            };
            let beside = self.folders.get(folder).cloned().unwrap_or_default();
            if !beside.iter().any(is_other) {
                fitting.insert((position, Kind::Source), beside);
            }
        }
        fitting.insert((position, Kind::CaseNumber), by_number);
        fitting.insert((position, Kind::Reference), by_reference);
    }
}

/// The case numbers that rows give to notifications which have none, with these.
#[derive(Default)]
struct Given(BTreeMap<String, BTreeSet<usize>>);

impl Given {
    fn add(&mut self, row: &Receipt, at: usize, known: &Known) {
        let number = Kind::CaseNumber.plain(&row.case_number);
        if !number.is_empty() && known.filings[at].case_number().is_none() {
            self.0.entry(number.into_owned()).or_default().insert(at);
        }
    }

    /// What a mail is about whose case number other rows give to a notification that has none.
    fn tie(&self, row: &Receipt, position: usize, fitting: &mut Fitting) {
        let number = Kind::CaseNumber.plain(&row.case_number);
        let fits = |kind| {
            fitting
                .get(&(position, kind))
                .is_some_and(|fits| !fits.is_empty())
        };
        if number.is_empty() || fits(Kind::CaseNumber) || fits(Kind::Reference) {
            return;
        }
        let all = self.0.get(&*number).into_iter().flatten().copied();
        fitting.insert((position, Kind::CaseNumber), all.collect());
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

    /// What is said of each mail that is about one notification.
    pub(super) fn mails(&self) -> BTreeMap<Arc<str>, Reason> {
        self.mails.clone()
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
