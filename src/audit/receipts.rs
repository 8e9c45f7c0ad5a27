//! The rows of a receipts file by their keys: case number, source, reference. The first
//! that is not empty and fits is taken at its word; what each row goes to in the end is
//! decided in `matching`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::across::CaseNumber;
use crate::notification::Notification;
use crate::read::receipts::Receipt;
use crate::value::plain_blanks;

/// The rows of a receipts file, ready to be looked up.
#[derive(Debug)]
pub(crate) struct Receipts<'r> {
    pub(super) rows: &'r [Receipt],
    /// For each kind of key, the rows by value.
    by: [BTreeMap<Cow<'r, str>, Vec<usize>>; KINDS.len()],
    /// What each notification gets, once that is decided.
    decided: Option<BTreeMap<Place, Outcome>>,
    /// From which row on they were found among the inputs.
    pub(super) found: usize,
}

/// The kinds of keys, in the order in which they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    CaseNumber,
    /// The whole name of the source.
    Path,
    /// The end of its name, from a folder on or the file alone.
    Source,
    Reference,
}

pub(super) const KINDS: [Kind; 4] = [Kind::CaseNumber, Kind::Path, Kind::Source, Kind::Reference];

impl Kind {
    /// Whether the key is a name of the source.
    pub(super) fn is_source(self) -> bool {
        matches!(self, Self::Path | Self::Source)
    }

    /// A key as it is compared. Letter case and the width of blanks tell files apart,
    /// but neither case numbers nor references.
    pub(super) fn plain(self, key: &str) -> Cow<'_, str> {
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
    /// The time of the first row, and the case number of the second where the document has
    /// none. Mostly they are the same row.
    Rows(usize, usize),
    /// No time: several rows are about it, and their times cannot both be right. The case
    /// number of this row, if all of them give it.
    Contradicted(Option<usize>),
}

impl Outcome {
    /// All that one row says.
    pub(super) fn row(at: usize) -> Self {
        Self::Rows(at, at)
    }
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
    /// None fits.
    pub(super) const NONE: Self = Self(None);

    pub(super) fn new(
        outcome: Option<Outcome>,
        fits: Vec<(usize, Kind)>,
        case_number: CaseNumber,
    ) -> Self {
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
    pub(super) fn fits(&self) -> &[(usize, Kind)] {
        self.0.as_ref().map_or(&[], |fits| &fits.all)
    }
}

/// A notification by the name of its source and its record.
pub(super) type Place = (Arc<str>, u32);

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
            found: rows.len(),
        }
    }

    /// Rows of which each goes to one notification at most.
    pub(super) fn decided(rows: &'r [Receipt], decided: BTreeMap<Place, Outcome>) -> Self {
        Self {
            decided: Some(decided),
            ..Self::tentative(rows)
        }
    }

    /// The same with the rows of mails that were found among the inputs, which nothing was
    /// looked up in yet.
    pub(super) fn with_mails(rows: &[Receipt], lists: usize) -> Receipts<'_> {
        Receipts {
            found: lists,
            ..Receipts::tentative(rows)
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

    /// The case number that a row about a source gives it, once that is decided.
    pub(super) fn number_of(&self, source: &Arc<str>) -> Option<&'r str> {
        let outcome = self.decided.as_ref()?.get(&(Arc::clone(source), 1))?;
        let (Outcome::Rows(_, number) | Outcome::Contradicted(Some(number))) = outcome else {
            return None;
        };
        Some(self.rows[*number].case_number.as_str()).filter(|number| !number.is_empty())
    }

    /// The rows that fit a notification.
    pub(super) fn look_up(&self, notification: &Notification, source: &str, record: u32) -> Use {
        if self.rows.is_empty() {
            return Use::default();
        }
        if let Some(decided) = &self.decided {
            let outcome = decided.get(&(source.into(), record)).copied();
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
        let first = fits.first().map(|fit| Outcome::row(fit.0));
        Use::new(first, fits, case_number)
    }
}

/// The key of a kind in a row.
pub(super) fn key(row: &Receipt, kind: Kind) -> &str {
    match kind {
        Kind::CaseNumber => &row.case_number,
        Kind::Path | Kind::Source => &row.source,
        Kind::Reference => &row.reference,
    }
}

/// The last component of a path, within an archive if it leads into one.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '!']).next().unwrap_or(path)
}

/// The name of a source without the `~2` that tells it from one of the same name.
pub(super) fn own_name(source: &str) -> &str {
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
pub(super) fn is_name_of(key: &str, source: &str) -> bool {
    [source, own_name(source)].contains(&relative(key))
}

/// Whether a key (file name or relative path) names the source.
pub(super) fn names(key: &str, source: &str) -> bool {
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
    use crate::read::receipts::{Cell, Headings, Origin, Receipt};

    #[test]
    fn a_reference_fits_in_any_letter_case_and_with_any_blanks() {
        let row = |reference: &str| Receipt {
            origin: Origin::List(0),
            line: 2,
            received: Cell::Empty,
            channel: Cell::Empty,
            case_number: String::new(),
            source: String::new(),
            reference: reference.to_owned(),
            is_sent: false,
            headings: Headings::default(),
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
            assert_eq!(used.outcome(), Some(Outcome::row(at)), "{reference}");
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
