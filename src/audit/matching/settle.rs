//! Which of the rows about one notification counts for its time and its case number, and what
//! becomes of the mails among them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Known;
use super::unused::{Others, Unused};
use crate::audit::receipts::{Kind, Outcome, Receipts};
use crate::moment::Moment;
use crate::read::receipts::{Cell, Origin};
use crate::read::{Holder, Reason};

impl Receipts<'_> {
    /// What each notification gets of the rows that are about it. What is not used of
    /// them is added to `unused`.
    pub(super) fn settle(
        &self,
        claims: &[Vec<usize>],
        known: &Known,
        unused: &mut Vec<(usize, Unused)>,
    ) -> Vec<Option<Outcome>> {
        let all = claims;
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
            .enumerate()
            .map(|(at, rows)| {
                if rows.iter().any(|row| against.contains_key(row)) {
                    return Some(Outcome::Contradicted(self.one_number(rows)));
                }
                let told = self.best(rows)?;
                let has_own = known.filings[at].case_number().is_some();
                let number = Some(told).filter(|_| has_own);
                // A mail whose time is not that of receipt still gives its number.
                let sent = all[at].iter().filter(|row| self.rows[**row].is_sent);
                let rows: Vec<usize> = rows.iter().chain(sent).copied().collect();
                let number = number.or_else(|| self.numbered(told, &rows));
                Some(Outcome::Rows(told, number.unwrap_or(told)))
            })
            .collect();
        unused.extend(against.into_iter().map(|(row, (others, filings))| {
            let others: Vec<usize> = others.into_iter().collect();
            let unused = Unused::Contradicted(self.others(&others), known.places(&filings));
            (row, unused)
        }));
        // A time that cannot be read, where another row has one.
        let mut about: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
        for (at, rows) in claims.iter().enumerate() {
            for row in rows {
                let (_, is_used) = about.entry(*row).or_insert((at, false));
                *is_used |= matches!(outcomes[at], Some(Outcome::Rows(told, _)) if told == *row);
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

    /// The rows about one notification, without mails that only show that it had come in by
    /// then where another row says that it came in before, and without those of the register
    /// that lists or mails contradict: reconciliation tells of these.
    fn upheld(&self, rows: &[usize]) -> Vec<usize> {
        let is_overtaken = |row: &usize| {
            let came_before = |other: &usize| {
                let times = self.received(*other).zip(self.received(*row));
                !self.rows[*other].is_of_register()
                    && times.is_some_and(|(other, own)| other.before(own).is_yes())
            };
            self.rows[*row].is_sent && rows.iter().any(came_before)
        };
        let rows: Vec<usize> = rows
            .iter()
            .copied()
            .filter(|row| !is_overtaken(row))
            .collect();
        let is_of_register = |row: &usize| self.rows[*row].is_of_register();
        let others = rows.iter().filter(|row| !is_of_register(row));
        if rows.len() < 2 || !rows.iter().any(is_of_register) {
            return rows;
        }
        let is_upheld = |row: &&usize| {
            !is_of_register(row) || !others.clone().any(|other| self.disagree(**row, *other))
        };
        rows.iter().filter(is_upheld).copied().collect()
    }

    /// Of rows that do not disagree the one that says most: a time rather than its day, but
    /// a list or mail rather than the register.
    pub(super) fn best(&self, rows: &[usize]) -> Option<usize> {
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

    /// Of the rows about a notification the one whose case number it gets: that of its time,
    /// else a list or mail rather than the register.
    fn numbered(&self, told: usize, rows: &[usize]) -> Option<usize> {
        let numbered = rows
            .iter()
            .filter(|row| !self.rows[**row].case_number.is_empty());
        let rank = |row: &&usize| (**row != told, self.rows[**row].is_of_register());
        numbered.min_by_key(rank).copied()
    }

    /// One of some rows, if all of them give the same case number.
    fn one_number(&self, rows: &[usize]) -> Option<usize> {
        let number = |row: &usize| Kind::CaseNumber.plain(&self.rows[*row].case_number);
        let first = rows.first()?;
        let all = rows.iter().all(|row| number(row) == number(first));
        (all && !number(first).is_empty()).then_some(*first)
    }

    /// Rows that give other times, as they are named.
    pub(super) fn others(&self, rows: &[usize]) -> Others {
        let rows = || rows.iter().map(|row| &self.rows[*row]);
        let mails = rows().filter_map(|row| row.mail().cloned()).collect();
        let lines = rows().filter(|row| row.mail().is_none());
        Others {
            lines: lines.map(|row| row.line).collect(),
            mails,
        }
    }

    /// What is said of mails that are about one notification. Of a notification and its copies
    /// the first is named.
    pub(super) fn told_of_mails(
        &self,
        claims: &[Vec<usize>],
        outcomes: &[Option<Outcome>],
        known: &Known,
    ) -> BTreeMap<Arc<str>, Reason> {
        let mut mails = BTreeMap::new();
        for (at, rows) in claims.iter().enumerate() {
            for row in rows {
                let Some(mail) = self.rows[*row].mail() else {
                    continue;
                };
                let (source, record) = known.place(at);
                let place = format!("{source}#{record}");
                let told = match outcomes[at] {
                    Some(Outcome::Rows(told, _)) if told == *row => Reason::Used(place),
                    Some(Outcome::Rows(told, _)) => {
                        Reason::Kept(place, holder(&self.rows[told].origin))
                    }
                    Some(Outcome::Contradicted(_)) | None => Reason::Contradicted(place),
                };
                mails.entry(Arc::clone(mail)).or_insert(told);
            }
        }
        mails
    }

    fn received(&self, row: usize) -> Option<&Moment> {
        self.rows[row].received.given()
    }

    /// Whether the times of two rows cannot both be right.
    pub(super) fn disagree(&self, row: usize, other: usize) -> bool {
        let times = self.received(row).zip(self.received(other));
        times.is_some_and(|(one, other)| one.disagrees(other))
    }
}

/// Where the time of a row stands.
fn holder(origin: &Origin) -> Holder {
    match origin {
        Origin::List(_) => Holder::List,
        Origin::Register(_) => Holder::Register,
        Origin::Mail(_) => Holder::Mail,
    }
}
