//! Cases: supplements and withdrawals are tied to the notification that they are about, and what
//! was withdrawn leaves. What ties them is the case number, else the own reference and the
//! controller, else the controller and the day of discovery. What fits several notifications, or
//! what contradicts them, is tied to none. What came certainly before its notification neither
//! fulfils its promise nor takes it back.

use std::collections::BTreeMap;

use crate::across::cases::groups::{Fate, Group, Parted, groups};
use crate::across::cases::reports::Reports;
use crate::across::cases::standing::Withdrawn;
use crate::across::cases::tie::Tie;
use crate::across::cases::ties::ties;
use crate::across::cases::titled::by_title;
use crate::across::copies::Several;
use crate::across::{Family, Place, Settled};
use crate::notification::Filing;
use crate::row::{Case, Promise, Row, Scope, Standing, Supplements};

mod groups;
mod letters;
mod merged;
mod named;
mod reports;
mod standing;
mod tie;
mod ties;
mod titled;
mod told;

pub(crate) use letters::Mentioned;

/// What is said of filings of cases: the position of each row with a finding.
pub(super) type Told = Vec<(usize, crate::finding::Finding)>;

/// Ties supplements and withdrawals to notifications, and gives the rows of each case with more
/// than one filing what they need to know of it. Copies are marked already. A later version of a
/// notification that promises a supplement is what came of the promise, though it has no mark.
/// `settled` is what the reports of the filings settled of them, if they come from reports.
pub(super) fn stitch(
    rows: &mut [Box<Row>],
    (families, named): (&[Family], &BTreeMap<Place, Mentioned>),
    settled: &[Settled],
    scope: &Scope,
) -> Told {
    let reports = Reports::of(rows, settled);
    let ties = all_ties(rows, named, &reports);
    let withdrawn = Withdrawn::of(rows, &ties, &reports);
    let (groups, parted) = groups(rows, families, &withdrawn.notifications);
    for group in &groups {
        group.mark(rows);
    }
    let set = Set {
        withdrawn: &withdrawn,
        parted: &parted,
    };
    let later: Vec<Later> = ties
        .iter()
        .map(|(at, tie)| set.later(rows, *at, tie))
        .collect();
    cases(rows, (&groups, &later), &parted, scope);
    let mut told = told::of_groups(rows, &groups, scope);
    let of_ties = ties.iter().zip(&later);
    told.extend(of_ties.map(|((at, tie), later)| (*at, told::of_tie(tie, later, rows, scope))));
    told
}

/// The ties of all later filings that are no copies, in their order. A letter is about the
/// notifications that it names.
fn all_ties(
    rows: &[Box<Row>],
    named: &BTreeMap<Place, Mentioned>,
    reports: &Reports,
) -> Vec<(usize, Tie)> {
    let later =
        (0..rows.len()).filter(|at| rows[*at].filing.is_later() && rows[*at].copy_of().is_none());
    let of_letter = |at: &usize| named.get(&(rows[*at].source, rows[*at].record));
    let (letters, later): (Vec<usize>, Vec<usize>) = later.partition(|at| of_letter(at).is_some());
    let letters = letters
        .into_iter()
        .filter_map(|at| Some((at, of_letter(&at)?.tie(rows)?)));
    let letters: Vec<(usize, Tie)> = letters.collect();
    let tied = ties(rows, &later, reports);
    let mut all: Vec<(usize, Tie)> = later.into_iter().zip(tied).chain(letters).collect();
    all.sort_by_key(|(at, _)| *at);
    by_title(rows, &mut all);
    all
}

/// What becomes of a later filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Later {
    /// Its position.
    at: usize,
    /// The notification that it belongs to.
    notification: Option<usize>,
    role: Role,
}

/// What a later filing does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It adds to its notification, or is tied to none.
    Adds,
    /// It takes its notification back.
    Withdraws,
    /// It takes this later filing back.
    WithdrawsFiling(usize),
    /// It came certainly before what it is about, and so does nothing.
    Early,
    /// It was withdrawn itself.
    Withdrawn,
}

/// What is known of the later filings of a set.
struct Set<'s> {
    withdrawn: &'s Withdrawn,
    parted: &'s BTreeMap<usize, Parted>,
}

impl Set<'_> {
    fn later(&self, rows: &[Box<Row>], at: usize, tie: &Tie) -> Later {
        let Tie::To(about, _) = tie else {
            return Later {
                at,
                notification: None,
                role: Role::Adds,
            };
        };
        let is_early = |of: usize| is_before(&rows[at], &rows[of]);
        let is_withdrawal = rows[at].filing.is_withdrawal();
        let parted = self.parted.get(&about.notification);
        let is_withdrawn = self.withdrawn.filings.contains(&at);
        let own = self.withdrawn.notifications.get(&about.notification);
        let holds = !is_withdrawn && own.is_some_and(|own| own.contains(&at));
        let notification = parted.map_or(about.notification, |parted| {
            // What came before a withdrawal is of what was withdrawn; else of what counts.
            let is_old = || own.is_some_and(|own| own.iter().any(|by| is_early(*by)));
            match parted.again {
                Some(again) if !holds && !is_old() => again,
                _ => parted.old,
            }
        });
        let role = match about.filing.filter(|_| is_withdrawal) {
            _ if is_withdrawn => Role::Withdrawn,
            Some(filing) if is_early(filing) => Role::Early,
            Some(filing) => Role::WithdrawsFiling(filing),
            None if is_early(notification) => Role::Early,
            None if is_withdrawal => Role::Withdraws,
            None => Role::Adds,
        };
        Later {
            at,
            notification: Some(notification),
            role,
        }
    }
}

/// Gives the rows of each case with more than one filing what they need to know of it.
fn cases(
    rows: &mut [Box<Row>],
    (groups, later): (&[Group], &[Later]),
    parted: &BTreeMap<usize, Parted>,
    scope: &Scope,
) {
    let filed = supplements(rows, groups, later);
    let counted = |filed: &Vec<usize>| {
        let mut own = Supplements::default();
        for at in filed {
            own.add(rows[*at].received.ends());
        }
        own
    };
    let supplements: BTreeMap<usize, Supplements> = filed
        .iter()
        .map(|(at, filed)| (*at, counted(filed)))
        .collect();
    let withdrawn = parted
        .values()
        .map(|parted| (parted.old, Standing::Withdrawn));
    let standing = supplements.keys().map(|at| (*at, Standing::Filed));
    // What was withdrawn stands last, and so is kept.
    let standings: BTreeMap<usize, Standing> = standing.chain(withdrawn).collect();
    for (at, standing) in standings {
        let supplements = supplements.get(&at).copied().unwrap_or_default();
        let case = Case {
            standing,
            ..own(&rows[at], supplements, scope)
        };
        rows[at].set_case(case);
    }
    for later in later {
        let Some(notification) = later.notification else {
            continue;
        };
        let mut case = case(&rows[notification], scope);
        if later.role == Role::Withdrawn {
            case.standing = Standing::Withdrawn;
        }
        rows[later.at].set_case(case);
    }
    // Copies of later filings have theirs, which is known by now.
    let copies: Vec<(usize, usize)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, position(rows, row.copy_of()?)?)))
        .collect();
    for (at, counted) in copies {
        let case = case(&rows[counted], scope);
        rows[at].set_case(case);
    }
    merged::complete(rows, &filed, scope);
}

/// The supplements of notifications, both by their positions. A later version of a notification
/// that promises one is what came of the promise.
fn supplements(
    rows: &[Box<Row>],
    groups: &[Group],
    later: &[Later],
) -> BTreeMap<usize, Vec<usize>> {
    let mut supplements: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (notification, filing) in later.iter().filter_map(Later::supplement) {
        if rows[filing].filing == Filing::Supplement {
            supplements.entry(notification).or_default().push(filing);
        }
    }
    for several in groups.iter().map(|group| &group.several) {
        let counted = several.counted();
        let versions = several.versions[1..].iter().map(|version| version[0]);
        let is_one = |at: &usize| {
            rows[counted].promises_supplement() && !is_before(&rows[*at], &rows[counted])
        };
        for at in versions.filter(is_one) {
            supplements.entry(counted).or_default().push(at);
        }
    }
    supplements
}

impl Later {
    /// The notification that it adds to, and its own position.
    fn supplement(&self) -> Option<(usize, usize)> {
        let notification = self.notification?;
        (self.role == Role::Adds).then_some((notification, self.at))
    }
}

/// The case of a row.
fn case(row: &Row, scope: &Scope) -> Case {
    let known = row.case().copied();
    known.unwrap_or_else(|| own(row, Supplements::default(), scope))
}

/// The case of a filing that counts by itself.
fn own(row: &Row, supplements: Supplements, scope: &Scope) -> Case {
    Case {
        notification: (row.source, row.record),
        standing: Standing::Filed,
        promise: Promise::new(row, supplements, scope.as_of),
    }
}

impl Group {
    /// Tells the rows which of them counts.
    fn mark(&self, rows: &mut [Box<Row>]) {
        if self.fate == Fate::Counts {
            return;
        }
        let Several { versions, .. } = &self.several;
        let counted = self.several.counted();
        let place = (rows[counted].source, rows[counted].record);
        for at in versions.iter().flatten() {
            rows[*at].set_copy_of(Some(place).filter(|_| *at != counted));
        }
    }
}

/// Whether one was certainly received before another.
fn is_before(one: &Row, other: &Row) -> bool {
    let both = one.received.ends().zip(other.received.ends());
    both.is_some_and(|(one, other)| one.1 < other.0)
}

/// The position of a filing by its source and record, of rows in their order.
fn position(rows: &[Box<Row>], filing: Place) -> Option<usize> {
    rows.binary_search_by_key(&filing, |row| (row.source, row.record))
        .ok()
}
