//! Which row of the receipts file belongs to which notification. Keys are tried
//! in the order case number, source, reference; the first non-empty key that
//! fits exactly one notification of the run counts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::audit::source::Taken;
use crate::check::RECEIPT_UNMATCHED;
use crate::config::Words;
use crate::finding::{Code, Fact, Finding, Severity};
use crate::notification::Notification;
use crate::read::receipts::Receipt;
use crate::value::plain_blanks;

/// F003, for a receipt time or a channel that cannot be read.
const UNREADABLE_VALUE: Code = Code::new(b"F003");

/// The rows of a receipts file, ready to be looked up.
#[derive(Debug)]
pub struct Receipts<'r> {
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
    fits: Vec<(usize, Kind)>,
}

impl Use {
    fn new(taken: Option<usize>, fits: Vec<(usize, Kind)>) -> Self {
        let any = taken.is_some() || !fits.is_empty();
        Self(any.then(|| Box::new(Fits { taken, fits })))
    }

    /// The row taken.
    pub(super) fn taken(&self) -> Option<usize> {
        self.0.as_ref().and_then(|fits| fits.taken)
    }

    /// All rows that fit, with the kind of key.
    fn fits(&self) -> &[(usize, Kind)] {
        self.0.as_ref().map_or(&[], |fits| &fits.fits)
    }
}

/// Which row each notification gets: by position of the source and record.
#[derive(Debug, Default)]
pub(super) struct Decided {
    rows: BTreeMap<(Arc<str>, u32), usize>,
    /// For each row that fits no single notification: how many it fits.
    unmatched: Vec<(usize, usize)>,
}

impl<'r> Receipts<'r> {
    /// Rows of which each is taken at its word by every notification it fits.
    pub(super) fn tentative(rows: &'r [Receipt]) -> Self {
        let mut by: [BTreeMap<Cow<str>, Vec<usize>>; KINDS.len()] = Default::default();
        for (position, row) in rows.iter().enumerate() {
            for kind in KINDS {
                let key = key(row, kind);
                if !key.is_empty() {
                    let key = if kind.is_source() { file_name(key) } else { key };
                    by[kind as usize].entry(plain_blanks(key)).or_default().push(position);
                }
            }
        }
        Self { rows, by, decided: None }
    }

    /// Rows of which each goes to one notification at most.
    pub(super) fn decided(rows: &'r [Receipt], decided: Decided) -> Self {
        Self { decided: Some(decided), ..Self::tentative(rows) }
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
            return Use::new(taken, Vec::new());
        }
        let mut fits = Vec::new();
        for kind in KINDS {
            let values = match kind {
                Kind::CaseNumber => [notification.case_number.given().map(AsRef::as_ref), None],
                Kind::Path | Kind::Source => {
                    let own = own_name(source);
                    [Some(file_name(source)), (own != source).then(|| file_name(own))]
                }
                Kind::Reference => [notification.reference.given().map(AsRef::as_ref), None],
            };
            let rows = |value: &str| self.by[kind as usize].get(&*plain_blanks(value.trim()));
            let fitting = values.into_iter().flatten().filter_map(rows).flatten().filter(|at| {
                let key = &self.rows[**at].source;
                match kind {
                    Kind::Path => is_name_of(key, source),
                    Kind::Source => names(key, source),
                    _ => true,
                }
            });
            fits.extend(fitting.map(|at| (*at, kind)));
        }
        Use::new(fits.first().map(|fit| fit.0), fits)
    }

    /// Decides, once all notifications are known, which row goes where.
    pub(super) fn decide(&self, taken: &[Vec<Taken>]) -> Decided {
        let taken: Vec<&Taken> = taken.iter().flatten().collect();
        let mut fitting: BTreeMap<(usize, Kind), Vec<(usize, u32)>> = BTreeMap::new();
        for (position, outcome) in taken.iter().enumerate() {
            for (row, used) in &outcome.rows {
                for fit in used.fits() {
                    fitting.entry(*fit).or_default().push((position, row.record));
                }
            }
        }
        let mut decided = Decided::default();
        // What cannot be read must not keep a row away that can.
        let (readable, others): (Vec<_>, Vec<_>) =
            self.rows.iter().enumerate().partition(|(_, row)| row.received.is_some());
        for (position, row) in readable.into_iter().chain(others) {
            let by_kind = |kind| fitting.get(&(position, kind)).map_or(&[][..], Vec::as_slice);
            let single = KINDS.into_iter().filter(|kind| !key(row, *kind).is_empty()).find_map(|kind| {
                match by_kind(kind) {
                    [one] => Some(*one),
                    _ => None,
                }
            });
            let free = single.filter(|(source, record)| {
                !decided.rows.contains_key(&(Arc::clone(&taken[*source].input.name), *record))
            });
            if let Some((source, record)) = free {
                decided.rows.insert((Arc::clone(&taken[source].input.name), record), position);
            } else {
                let most = KINDS.into_iter().map(|kind| by_kind(kind).len()).max().unwrap_or(0);
                decided.unmatched.push((position, most));
            }
        }
        decided
    }

    /// M009 for rows that fit no single notification, F003 for times and
    /// channels that cannot be read.
    pub(super) fn unmatched(&self) -> Vec<Finding> {
        let unreadable = self.rows.iter().flat_map(|row| {
            let parts = [("received", row.received.is_none()), ("channel", row.odd_channel)];
            parts.into_iter().filter(|(_, is_unreadable)| *is_unreadable).map(|(part, _)| {
                Finding::new(UNREADABLE_VALUE, Severity::Warning, 0, row.line)
                    .with("part", Fact::Words(Words::new(part, part)))
            })
        });
        let unmatched =
            self.decided.iter().flat_map(|decided| &decided.unmatched).map(|(position, matches)| {
                Finding::new(RECEIPT_UNMATCHED, Severity::Warning, 0, self.rows[*position].line)
                    .with("matches", Fact::Words(what_it_fits(*matches)))
            });
        let mut findings: Vec<Finding> = unreadable.chain(unmatched).collect();
        findings.sort_by_key(|finding| (finding.line, finding.code));
        findings
    }
}

/// What a row that was not used fits, in words.
fn what_it_fits(notifications: usize) -> Words {
    match notifications {
        0 => Words::new("ingen anmälan", "no notification"),
        1 => Words::new(
            "en anmälan som en annan rad redan gäller",
            "a notification that another row was taken for",
        ),
        _ => Words::new("flera anmälningar", "several notifications"),
    }
}

impl Decided {
    /// The sources in which a notification took another row than it gets.
    pub(super) fn changed(&self, taken: &[Vec<Taken>]) -> Vec<usize> {
        let gets = |name: &Arc<str>, record| self.rows.get(&(Arc::clone(name), record)).copied();
        let differs = |outcome: &Taken| {
            outcome.rows.iter().any(|(row, used)| used.taken() != gets(&outcome.input.name, row.record))
        };
        (0..taken.len()).filter(|position| taken[*position].iter().any(differs)).collect()
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
        Some((own, count)) if !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()) => own,
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
    let ends = |name: &str| name.strip_suffix(key).is_some_and(|before| before.ends_with(['/', '!']));
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
        assert_eq!((file_name("set.zip!a.txt"), file_name("x/a.txt")), ("a.txt", "a.txt"));
        assert!(!names("b/a.txt", "folder/sub/a.txt") && !names("a.txt", "folder/xa.txt"));
    }

    #[test]
    fn two_files_of_one_name_are_both_named_by_it() {
        assert!(names("a.txt", "a.txt~2") && names("in/a.txt", "in/a.txt~12") && names("a.txt~2", "a.txt~2"));
        assert!(is_name_of("a.txt", "a.txt") && is_name_of("a.txt", "a.txt~2"));
        assert!(!is_name_of("a.txt", "sub/a.txt") && !names("a.txt~2", "a.txt"));
        assert_eq!((own_name("a~b.txt"), own_name("a.txt~")), ("a~b.txt", "a.txt~"));
    }
}
