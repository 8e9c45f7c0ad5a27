//! Which row of the receipts file belongs to which notification. Keys are tried
//! in the order case number, source, reference; the first non-empty key that
//! fits exactly one notification of the run counts. A notification and its copies
//! are one; of its versions that which counts is meant, and not its supplement.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::across::{CaseNumber, Filed, Several, several};
use crate::audit::source::Taken;
use crate::finding::Finding;
use crate::moment::Moment;
use crate::notification::{Filing, Notification};
use crate::read::receipts::{Cell, Receipt};
use crate::row::{Row, Scope};
use crate::value::plain_blanks;

mod unused;

use unused::{Advice, Unused};

/// The rows of a receipts file, ready to be looked up.
#[derive(Debug)]
pub(crate) struct Receipts<'r> {
    rows: &'r [Receipt],
    /// For each kind of key, the rows by value.
    by: [BTreeMap<Cow<'r, str>, Vec<usize>>; KINDS.len()],
    /// The rows by notification, once decided.
    decided: Option<Decided>,
}

/// The kinds of keys, in the order in which they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    CaseNumber,
    /// The whole name of the source.
    Path,
    /// The end of its name, from a folder on or the file alone.
    Source,
    Reference,
}

const KINDS: [Kind; 4] = [Kind::CaseNumber, Kind::Path, Kind::Source, Kind::Reference];

impl Kind {
    /// Whether the key is a name of the source.
    fn is_source(self) -> bool {
        matches!(self, Self::Path | Self::Source)
    }

    /// A key as it is compared. Letter case and the width of blanks tell files apart,
    /// but neither case numbers nor references.
    fn plain(self, key: &str) -> Cow<'_, str> {
        let key = plain_blanks(key.trim());
        if self.is_source() {
            return key;
        }
        let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        Cow::Owned(words.join(" ").to_lowercase())
    }
}

/// What a notification gets from the receipts file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The row at this position.
    Row(usize),
    /// Nothing: several rows are about it, and their times cannot both be right.
    Contradicted,
}

/// The rows whose keys fit one notification, and what it gets: nothing in most
/// runs, and then no more than a word for each notification.
#[derive(Debug, Default)]
pub(super) struct Use(Option<Box<Fits>>);

/// What a notification fits.
#[derive(Debug)]
struct Fits {
    outcome: Option<Outcome>,
    /// All rows that fit, with the kind of key.
    all: Vec<(usize, Kind)>,
    case_number: CaseNumber,
}

impl Use {
    fn new(outcome: Option<Outcome>, fits: Vec<(usize, Kind)>, case_number: CaseNumber) -> Self {
        let any = outcome.is_some() || !fits.is_empty();
        Self(any.then(|| {
            Box::new(Fits {
                outcome,
                all: fits,
                case_number,
            })
        }))
    }

    /// What the notification gets.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.0.as_ref().and_then(|fits| fits.outcome)
    }

    /// Whether the case number of the notification is its own.
    pub(super) fn case_number(&self) -> CaseNumber {
        self.0
            .as_ref()
            .map_or(CaseNumber::Certain, |fits| fits.case_number)
    }

    /// All rows that fit, with the kind of key.
    fn fits(&self) -> &[(usize, Kind)] {
        self.0.as_ref().map_or(&[], |fits| &fits.all)
    }
}

/// What each notification gets: by position of the source and record.
#[derive(Debug, Default)]
pub(super) struct Decided {
    outcomes: BTreeMap<Place, Outcome>,
    unused: Vec<(usize, Unused)>,
}

/// A notification by the name of its source and its record.
type Place = (Arc<str>, u32);

impl<'r> Receipts<'r> {
    /// Rows of which each is taken at its word by every notification it fits.
    pub(super) fn tentative(rows: &'r [Receipt]) -> Self {
        let mut by: [BTreeMap<Cow<str>, Vec<usize>>; KINDS.len()] = Default::default();
        for (position, row) in rows.iter().enumerate() {
            for kind in KINDS {
                let key = key(row, kind);
                if !key.is_empty() {
                    let key = if kind.is_source() {
                        file_name(key)
                    } else {
                        key
                    };
                    by[kind as usize]
                        .entry(kind.plain(key))
                        .or_default()
                        .push(position);
                }
            }
        }
        Self {
            rows,
            by,
            decided: None,
        }
    }

    /// Rows of which each goes to one notification at most.
    pub(super) fn decided(rows: &'r [Receipt], decided: Decided) -> Self {
        Self {
            decided: Some(decided),
            ..Self::tentative(rows)
        }
    }

    /// Whether there are rows at all.
    pub(super) fn are_given(&self) -> bool {
        !self.rows.is_empty()
    }

    /// The row at a position.
    pub(super) fn row(&self, position: usize) -> &Receipt {
        &self.rows[position]
    }

    /// The rows that fit a notification.
    pub(super) fn look_up(&self, notification: &Notification, source: &str, record: u32) -> Use {
        if self.rows.is_empty() {
            return Use::default();
        }
        if let Some(decided) = &self.decided {
            let outcome = decided.outcomes.get(&(source.into(), record)).copied();
            return Use::new(outcome, Vec::new(), CaseNumber::Certain);
        }
        let mut fits = Vec::new();
        for kind in KINDS {
            let values = match kind {
                Kind::CaseNumber => [notification.case_number.given().map(AsRef::as_ref), None],
                Kind::Path | Kind::Source => {
                    let own = own_name(source);
                    [
                        Some(file_name(source)),
                        (own != source).then(|| file_name(own)),
                    ]
                }
                Kind::Reference => [notification.reference.given().map(AsRef::as_ref), None],
            };
            let rows = |value: &str| self.by[kind as usize].get(&*kind.plain(value));
            let fitting = values
                .into_iter()
                .flatten()
                .filter_map(rows)
                .flatten()
                .filter(|at| {
                    let key = &self.rows[**at].source;
                    match kind {
                        Kind::Path => is_name_of(key, source),
                        Kind::Source => names(key, source),
                        _ => true,
                    }
                });
            fits.extend(fitting.map(|at| (*at, kind)));
        }
        // A receipt fills in the case number where the document has none.
        let own = notification.case_number.given().is_some();
        let case_number = if own {
            CaseNumber::Certain
        } else {
            CaseNumber::Tentative
        };
        let first = fits.first().map(|fit| Outcome::Row(fit.0));
        Use::new(first, fits, case_number)
    }

    /// Decides, once all notifications are known, which row goes where.
    pub(super) fn decide(&self, taken: &[Vec<Taken>], scope: &Scope) -> Decided {
        let known = Known::of(taken);
        let mut fitting: BTreeMap<(usize, Kind), Vec<usize>> = BTreeMap::new();
        for (at, filing) in known.filings.iter().enumerate() {
            for fit in filing.used.fits() {
                fitting.entry(*fit).or_default().push(at);
            }
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
            let mut kinds = KINDS.into_iter().filter(|kind| !key(row, *kind).is_empty());
            match kinds.find_map(|kind| several.one(by_kind(kind), kind, &known)) {
                Some(meant) => meant.into_iter().for_each(|at| claims[at].push(position)),
                None if row.received == Cell::Empty => {}
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
        let is_lost =
            |row: usize, is_used: bool| !is_used && self.rows[row].received == Cell::Unreadable;
        let lost = about
            .into_iter()
            .filter(|(row, (_, is_used))| is_lost(*row, *is_used));
        unused.extend(lost.map(|(row, (first, _))| (row, Unused::Taken(known.place(first)))));
        outcomes
    }

    /// Of rows that do not disagree the one that says most: a time rather than its day.
    fn best(&self, rows: &[usize]) -> Option<usize> {
        let width = |row: &usize| {
            let received = self.received(*row);
            received.map(|moment| moment.earliest.minutes_to(moment.latest))
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

    /// What is to be said of the rows: M009 and M010 for those that were not used, F003
    /// for times and channels that cannot be read.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let unused = self.decided.iter().flat_map(|decided| &decided.unused);
        let unused = unused.map(|(at, unused)| unused.finding(&self.rows[*at]));
        let unreadable = self.rows.iter().flat_map(unused::unreadable);
        let mut findings: Vec<Finding> = unreadable.chain(unused).collect();
        findings.sort_by_key(|finding| (finding.line, finding.code));
        findings
    }
}

/// The notifications of the first pass, in the order of their sources.
struct Known<'t> {
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
            .case_number
            .text()
            .filter(|_| own)
            .map(str::to_owned)
    }

    fn reference(&self) -> Option<String> {
        self.row.reference.text().map(str::to_owned)
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
        Self { filings }
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
        let tells = |kind: Kind, key: fn(&Found) -> Option<String>| {
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
        } else if tells(Kind::CaseNumber, |found| found.case_number()) {
            Advice::CaseNumber
        } else if tells(Kind::Reference, |found| found.reference()) {
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
        let all = several(&filed, scope);
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
    fn one(&self, fitting: &[usize], kind: Kind, known: &Known) -> Option<Vec<usize>> {
        let is_initial = |at: &usize| known.filings[*at].row.filing == Filing::Initial;
        let narrows = !kind.is_source() && fitting.iter().any(is_initial);
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

/// The key of a kind in a row.
fn key(row: &Receipt, kind: Kind) -> &str {
    match kind {
        Kind::CaseNumber => &row.case_number,
        Kind::Path | Kind::Source => &row.source,
        Kind::Reference => &row.reference,
    }
}

/// The last component of a path, within an archive if it leads into one.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '!']).next().unwrap_or(path)
}

/// The name of a source without the `~2` that tells it from one of the same name.
fn own_name(source: &str) -> &str {
    match source.rsplit_once('~') {
        Some((own, count))
            if !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            own
        }
        _ => source,
    }
}

/// A key without what it may begin with.
fn relative(key: &str) -> &str {
    key.trim_start_matches("./").trim_start_matches('/')
}

/// Whether a key is the whole name of a source, or the name that it shares with others.
fn is_name_of(key: &str, source: &str) -> bool {
    [source, own_name(source)].contains(&relative(key))
}

/// Whether a key (file name or relative path) names the source.
fn names(key: &str, source: &str) -> bool {
    let key = relative(key);
    let ends = |name: &str| {
        name.strip_suffix(key)
            .is_some_and(|before| before.ends_with(['/', '!']))
    };
    is_name_of(key, source) || ends(source) || ends(own_name(source))
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Receipts, file_name, is_name_of, names, own_name};
    use crate::bind::bind;
    use crate::form::Edition;
    use crate::read::json;
    use crate::read::receipts::{Cell, Receipt};

    #[test]
    fn a_reference_fits_in_any_letter_case_and_with_any_blanks() {
        let row = |reference: &str| Receipt {
            line: 2,
            received: Cell::Empty,
            channel: Cell::Empty,
            case_number: String::new(),
            source: String::new(),
            reference: reference.to_owned(),
        };
        let rows = [row("RK 2021/251"), row("rk\u{a0} 2021/252")];
        let receipts = Receipts::tentative(&rows);
        for (reference, at) in [
            ("RK\u{a0}2021/251", 0),
            ("Rk   2021/251", 0),
            ("RK 2021/252", 1),
        ] {
            let document = serde_json::json!({"controller": {"reference": reference}}).to_string();
            let record = json::read(&document, Edition::default_edition(), 1).unwrap();
            let used = receipts.look_up(&bind(record).notification, "a.json", 1);
            assert_eq!(used.outcome(), Some(Outcome::Row(at)), "{reference}");
        }
    }

    #[test]
    fn a_source_is_named_by_file_name_or_path() {
        assert!(names("a.txt", "folder/sub/a.txt") && names("sub/a.txt", "folder/sub/a.txt"));
        assert!(names("./a.txt", "a.txt"));
        assert!(names("a.txt", "set.zip!a.txt") && names("b/a.txt", "set.zip!b/a.txt"));
        assert_eq!(
            (file_name("set.zip!a.txt"), file_name("x/a.txt")),
            ("a.txt", "a.txt")
        );
        assert!(!names("b/a.txt", "folder/sub/a.txt") && !names("a.txt", "folder/xa.txt"));
    }

    #[test]
    fn two_files_of_one_name_are_both_named_by_it() {
        assert!(
            names("a.txt", "a.txt~2")
                && names("in/a.txt", "in/a.txt~12")
                && names("a.txt~2", "a.txt~2")
        );
        assert!(is_name_of("a.txt", "a.txt") && is_name_of("a.txt", "a.txt~2"));
        assert!(!is_name_of("a.txt", "sub/a.txt") && !names("a.txt~2", "a.txt"));
        assert_eq!(
            (own_name("a~b.txt"), own_name("a.txt~")),
            ("a~b.txt", "a.txt~")
        );
    }
}
