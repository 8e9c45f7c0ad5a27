//! Which row of the receipts file belongs to which notification. Keys are tried
//! in the order case number, source, reference; the first non-empty key that
//! fits exactly one notification of the run counts. A notification and its copies
//! are one; of its versions that which counts is meant, and not its supplement.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::across::{CaseNumber, Filed, Several, several};
use crate::audit::source::Taken;
use crate::check::RECEIPT_UNMATCHED;
use crate::config::Words;
use crate::finding::{Code, Fact, Finding, Severity};
use crate::notification::{Filing, MASKED, Notification};
use crate::read::receipts::Receipt;
use crate::row::{Row, Scope};
use crate::value::{is_safe_label, mask, plain_blanks};

/// F003, for a receipt time or a channel that cannot be read.
const UNREADABLE_VALUE: Code = Code::new(*b"F003");

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
}

/// The rows whose keys fit one notification, and the one it took: nothing in most
/// runs, and then no more than a word for each notification.
#[derive(Debug, Default)]
pub(super) struct Use(Option<Box<Fits>>);

/// What a notification fits.
#[derive(Debug)]
struct Fits {
    /// The row taken.
    taken: Option<usize>,
    /// All rows that fit, with the kind of key.
    all: Vec<(usize, Kind)>,
    case_number: CaseNumber,
}

impl Use {
    fn new(taken: Option<usize>, fits: Vec<(usize, Kind)>, case_number: CaseNumber) -> Self {
        let any = taken.is_some() || !fits.is_empty();
        Self(any.then(|| {
            Box::new(Fits {
                taken,
                all: fits,
                case_number,
            })
        }))
    }

    /// The row taken.
    pub(super) fn taken(&self) -> Option<usize> {
        self.0.as_ref().and_then(|fits| fits.taken)
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

/// Which row each notification gets: by position of the source and record.
#[derive(Debug, Default)]
pub(super) struct Decided {
    rows: BTreeMap<(Arc<str>, u32), usize>,
    /// For each row that fits no single notification: those it fits.
    unmatched: Vec<(usize, Vec<Place>)>,
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
                        .entry(plain_blanks(key))
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
    pub(super) fn get(&self, position: usize) -> Option<&Receipt> {
        self.rows.get(position)
    }

    /// The rows that fit a notification.
    pub(super) fn look_up(&self, notification: &Notification, source: &str, record: u32) -> Use {
        if self.rows.is_empty() {
            return Use::default();
        }
        if let Some(decided) = &self.decided {
            let taken = decided.rows.get(&(source.into(), record)).copied();
            return Use::new(taken, Vec::new(), CaseNumber::Certain);
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
            let rows = |value: &str| self.by[kind as usize].get(&*plain_blanks(value.trim()));
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
        Use::new(fits.first().map(|fit| fit.0), fits, case_number)
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
        let mut rows: Vec<Option<usize>> = vec![None; known.filings.len()];
        let mut decided = Decided::default();
        // What cannot be read must not keep a row away that can.
        let (readable, others): (Vec<_>, Vec<_>) = self
            .rows
            .iter()
            .enumerate()
            .partition(|(_, row)| row.received.is_some());
        for (position, row) in readable.into_iter().chain(others) {
            let by_kind = |kind| {
                fitting
                    .get(&(position, kind))
                    .map_or(&[][..], Vec::as_slice)
            };
            let mut kinds = KINDS.into_iter().filter(|kind| !key(row, *kind).is_empty());
            let meant = kinds.find_map(|kind| several.one(by_kind(kind), kind, &known));
            let free = |at: &usize| rows[*at].is_none();
            match meant {
                Some(meant) if meant.iter().any(free) => {
                    for at in meant {
                        rows[at].get_or_insert(position);
                    }
                }
                // What another row says already needs no second.
                Some(meant) if self.says_the_same(position, rows[meant[0]]) => {}
                Some(meant) => decided
                    .unmatched
                    .push((position, known.places(&meant[..1]))),
                None => {
                    let most = KINDS.into_iter().map(by_kind).max_by_key(|fits| fits.len());
                    decided
                        .unmatched
                        .push((position, known.places(most.unwrap_or_default())));
                }
            }
        }
        several.share(&mut rows);
        let places = known
            .filings
            .iter()
            .map(|filing| (Arc::clone(filing.source), filing.row.record));
        decided.rows = places
            .zip(rows)
            .filter_map(|(place, row)| Some((place, row?)))
            .collect();
        decided
    }

    /// Whether a row says of a notification what the one says that was taken for it:
    /// a list may name each of several copies.
    fn says_the_same(&self, position: usize, taken: Option<usize>) -> bool {
        let received = |at: usize| self.rows[at].received;
        taken
            .is_some_and(|taken| received(taken).is_some() && received(taken) == received(position))
    }

    /// M009 for rows that fit no single notification, F003 for times and
    /// channels that cannot be read.
    pub(super) fn unmatched(&self) -> Vec<Finding> {
        let unreadable = self.rows.iter().flat_map(|row| {
            let parts = [
                ("received", row.received.is_none()),
                ("channel", row.odd_channel),
            ];
            parts
                .into_iter()
                .filter(|(_, is_unreadable)| *is_unreadable)
                .map(|(part, _)| {
                    Finding::new(UNREADABLE_VALUE, Severity::Warning, 0, row.line)
                        .with("part", Fact::Words(Words::new(part, part)))
                })
        });
        let unmatched = self.decided.iter().flat_map(|decided| &decided.unmatched);
        let unmatched = unmatched.map(|(position, places)| unused(&self.rows[*position], places));
        let mut findings: Vec<Finding> = unreadable.chain(unmatched).collect();
        findings.sort_by_key(|finding| (finding.line, finding.code));
        findings
    }
}

/// M009: a row that was not used, with what it fits.
fn unused(row: &Receipt, places: &[Place]) -> Finding {
    let finding = Finding::new(RECEIPT_UNMATCHED, Severity::Warning, 0, row.line)
        .with("row", Fact::Number(i64::from(row.line)))
        .with("key", Fact::Value(shown_key(row)));
    let mut sources: Vec<&Arc<str>> = places.iter().map(|(source, _)| source).collect();
    sources.dedup();
    let are_files = sources.len() == places.len();
    let name = |(source, record): &Place| -> Box<str> {
        if are_files {
            Box::from(&**source)
        } else {
            format!("{source}#{record}").into()
        }
    };
    let names = places.iter().take(MOST_NAMES).map(name);
    let names: Vec<Box<str>> = names
        .chain((places.len() > MOST_NAMES).then(|| "…".into()))
        .collect();
    let finding = finding.with("names", Fact::Names(names.into()));
    let counted = |finding: Finding| finding.with("count", count(places.len()));
    match (places.len(), are_files) {
        (0, _) => finding,
        (1, _) => finding.saying(TAKEN),
        (_, true) => counted(finding.saying(SEVERAL_FILES)),
        (_, false) => counted(finding.saying(SEVERAL_NOTIFICATIONS)),
    }
}

/// How many notifications are named; the finding of a row that fits hundreds stays short.
const MOST_NAMES: usize = 5;
const TAKEN: Words = Words::new(
    "Rad {row} ({key}) gäller {names}, som en annan rad redan gäller; raden användes inte.",
    "Row {row} ({key}) is about {names}, for which another row was taken; it was not used.",
);
const SEVERAL_FILES: Words = Words::new(
    "Rad {row} ({key}) passar {count} filer: {names}. Skriv filnamnet i kolumnen source.",
    "Row {row} ({key}) fits {count} files: {names}. Write the file name in the column source.",
);
const SEVERAL_NOTIFICATIONS: Words = Words::new(
    "Rad {row} ({key}) passar {count} anmälningar: {names}. Skriv diarienumret i kolumnen case_number.",
    "Row {row} ({key}) fits {count} notifications: {names}. Write the case number in the column case_number.",
);

/// A small count in words.
fn count(places: usize) -> Fact {
    match places {
        2 => Fact::Words(Words::new("två", "two")),
        3 => Fact::Words(Words::new("tre", "three")),
        4 => Fact::Words(Words::new("fyra", "four")),
        many => Fact::Number(many as i64),
    }
}

/// The key of a row as it may be shown: the first that it has.
fn shown_key(row: &Receipt) -> Box<str> {
    let key = KINDS
        .into_iter()
        .map(|kind| key(row, kind))
        .find(|key| !key.is_empty())
        .unwrap_or_default();
    let key = mask(key);
    if is_safe_label(&key) {
        key.into()
    } else {
        MASKED.into()
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

    fn places(&self, filings: &[usize]) -> Vec<Place> {
        let place = |at: &usize| {
            (
                Arc::clone(self.filings[*at].source),
                self.filings[*at].row.record,
            )
        };
        filings.iter().map(place).collect()
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
    fn share(&self, rows: &mut [Option<usize>]) {
        for version in self.all.iter().flat_map(|several| &several.versions) {
            if let Some(row) = version.iter().find_map(|at| rows[*at]) {
                for at in version {
                    rows[*at].get_or_insert(row);
                }
            }
        }
    }
}

impl Decided {
    /// The sources in which a notification took another row than it gets.
    pub(super) fn changed(&self, taken: &[Vec<Taken>]) -> Vec<usize> {
        let gets = |name: &Arc<str>, record| self.rows.get(&(Arc::clone(name), record)).copied();
        let differs = |outcome: &Taken| {
            outcome
                .rows
                .iter()
                .any(|(row, used)| used.taken() != gets(&outcome.input.name, row.record))
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
    use super::{Receipts, file_name, is_name_of, names, own_name};
    use crate::bind::bind;
    use crate::form::Edition;
    use crate::read::json;
    use crate::read::receipts::Receipt;

    #[test]
    fn a_reference_fits_however_its_blanks_are_written() {
        let row = |reference: &str| Receipt {
            line: 2,
            received: None,
            channel: None,
            odd_channel: false,
            case_number: String::new(),
            source: String::new(),
            reference: reference.to_owned(),
        };
        let rows = [row("RK 2021/251"), row("RK\u{a0}2021/252")];
        let receipts = Receipts::tentative(&rows);
        for (reference, at) in [("RK\u{a0}2021/251", 0), ("RK 2021/252", 1)] {
            let document = serde_json::json!({"controller": {"reference": reference}}).to_string();
            let record = json::read(&document, Edition::default_edition(), 1).unwrap();
            let used = receipts.look_up(&bind(record).notification, "a.json", 1);
            assert_eq!(used.taken(), Some(at), "{reference}");
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
