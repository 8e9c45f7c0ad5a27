//! The counts of a run outside its tables (inputs, notifications, findings), in the form in
//! which the summary and run.json may show them.

use serde_json::Value;

use crate::config::CellRule;
use crate::disclosure::rounding::{most_lost, nearest};
use crate::disclosure::rules::hides_dates;
use crate::finding::Severity;
use crate::table::{Cell, MARK, SHOWN_MARK, Table, span};

/// A count in the form in which it may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// The count, exact or rounded.
    Told(u64),
    /// The count is rounded to 0. It is at most so many.
    Few(u64),
    /// The count is suppressed.
    Hidden,
}

impl Figure {
    /// The count for people to read, or the mark of a suppressed count.
    pub(crate) fn text(self, write: impl Fn(u64) -> String) -> String {
        match self {
            Self::Told(count) => write(count),
            Self::Few(most) => span(&write(0), &write(most), "–"),
            Self::Hidden => SHOWN_MARK.to_owned(),
        }
    }

    /// The count for JSON.
    pub(crate) fn json(self) -> Value {
        match self {
            Self::Told(count) => count.into(),
            Self::Few(_) => 0.into(),
            Self::Hidden => MARK.into(),
        }
    }

    /// The count of a table cell. A cell that holds no count must not be shown as 0, so it
    /// counts as suppressed.
    pub(crate) fn of_cell(cell: &Cell) -> Self {
        cell.count().map_or(Self::Hidden, Self::Told)
    }

    /// The same under a rule: where counts are rounded, a 0 may be any count that rounds to it.
    pub(crate) fn under(rule: CellRule, cell: &Cell) -> Self {
        match rule {
            CellRule::RoundTo(multiple) if *cell == Cell::Count(0) => {
                Self::Few(most_lost(multiple))
            }
            _ => Self::of_cell(cell),
        }
    }

    /// A count rounded to a multiple. That there is none is no secret.
    fn rounded(count: u64, multiple: u64) -> Self {
        match nearest(count, multiple) {
            0 if count > 0 => Self::Few(most_lost(multiple)),
            rounded => Self::Told(rounded),
        }
    }

    /// The count, exact or rounded, if it may be published.
    pub(crate) fn told(self) -> Option<u64> {
        match self {
            Self::Told(count) => Some(count),
            Self::Few(_) => Some(0),
            Self::Hidden => None,
        }
    }

    /// Whether something is counted, or that is not told.
    pub(crate) fn is_some(self) -> bool {
        self != Self::Told(0)
    }

    /// The sum, if all parts may be published. What is rounded to 0 adds nothing to others.
    pub(crate) fn sum(figures: &[Self]) -> Self {
        let told: Option<u64> = figures.iter().map(|figure| figure.told()).sum();
        let few = figures.iter().map(|figure| match figure {
            Self::Few(most) => *most,
            Self::Told(_) | Self::Hidden => 0,
        });
        match (told, few.sum()) {
            (None, _) => Self::Hidden,
            (Some(0), few @ 1..) => Self::Few(few),
            (Some(told), _) => Self::Told(told),
        }
    }
}

/// The counts of a run, before disclosure control.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Inputs that were read.
    pub read: u64,
    /// Inputs that could not be taken in.
    pub unreadable: u64,
    /// Inputs that are no notification.
    pub skipped: u64,
    /// Notifications and supplements that were read.
    pub notifications: u64,
    /// Those that the filter keeps.
    pub reported: u64,
    /// Notifications among those kept, without supplements and copies.
    pub initial: u64,
    /// Copies and later versions among those kept, unless the run counts them as
    /// notifications.
    pub copies: u64,
    /// Notifications that were withdrawn among those kept.
    pub withdrawn: u64,
    /// Those that are left out because they have no date.
    pub undated: u64,
    /// Notifications that are dated by their discovery.
    pub by_discovery: u64,
    /// Findings by level: errors, warnings, information.
    pub findings: [u64; 3],
}

impl Totals {
    /// Supplements among those kept, without copies.
    fn supplements(&self) -> u64 {
        // Of the counts less those of an earlier release one may be greater than the whole.
        self.reported
            .saturating_sub(self.initial + self.copies + self.withdrawn)
    }

    /// Counts a finding.
    pub(crate) fn add(&mut self, severity: Severity) {
        self.findings[severity.rank()] += 1;
    }
}

/// The counts of a run, in the form in which they may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Inputs that were found.
    pub discovered: Figure,
    /// Inputs that were read.
    pub read: Figure,
    /// Inputs that could not be taken in.
    pub unreadable: Figure,
    /// Inputs that are no notification.
    pub skipped: Figure,
    /// Notifications and supplements that were read.
    pub notifications: Figure,
    /// Those that the filter keeps.
    pub reported: Figure,
    /// Notifications among those kept, without supplements and copies.
    pub initial: Figure,
    /// Later filings among those kept: supplements, withdrawals, and filings whose kind is
    /// unclear.
    pub supplements: Figure,
    /// Copies and later versions among those kept, unless the run counts them as
    /// notifications.
    pub copies: Figure,
    /// Notifications that were withdrawn among those kept.
    pub withdrawn: Figure,
    /// Those that are left out because they have no date.
    pub undated: Figure,
    /// Notifications that are dated by their discovery.
    pub by_discovery: Figure,
    /// Findings by level: errors, warnings, information.
    pub findings: [Figure; 3],
}

impl Figures {
    /// The totals of a run in the form in which they may be published, if its tables are
    /// protected by the same rule.
    pub(crate) fn new(
        totals: &Totals,
        rule: CellRule,
        tables: &[Table],
        earlier: Option<&Earlier>,
    ) -> Self {
        let told = |count: u64| match rule {
            CellRule::RoundTo(multiple) => Figure::rounded(count, multiple),
            _ => Figure::Told(count),
        };
        let [read, unreadable, skipped] =
            [totals.read, totals.unreadable, totals.skipped].map(told);
        let mut figures = Self {
            // This figure is not rounded on its own. The inputs must add up, also
            // where they are rounded.
            discovered: Figure::sum(&[read, unreadable, skipped]),
            read,
            unreadable,
            skipped,
            notifications: told(totals.notifications),
            reported: told(totals.reported),
            initial: told(totals.initial),
            supplements: told(totals.supplements()),
            copies: told(totals.copies),
            withdrawn: told(totals.withdrawn),
            undated: told(totals.undated),
            by_discovery: told(totals.by_discovery),
            findings: totals.findings.map(told),
        };
        if let CellRule::AtLeast(least) = rule {
            figures.suppress(totals, least, tables);
            if let Some(earlier) = earlier {
                figures.suppress(&earlier.less(totals), least, tables);
                earlier.hide(&mut figures);
            }
        }
        figures
    }

    /// The counts of run.json, in its order, without those of periods.
    fn all(&mut self) -> [&mut Figure; 12] {
        let [errors, warnings, infos] = &mut self.findings;
        [
            &mut self.discovered,
            &mut self.read,
            &mut self.unreadable,
            &mut self.skipped,
            &mut self.notifications,
            &mut self.reported,
            &mut self.copies,
            &mut self.withdrawn,
            &mut self.undated,
            errors,
            warnings,
            infos,
        ]
    }

    fn suppress(&mut self, totals: &Totals, least: u64, tables: &[Table]) {
        let small = |count: u64| (1..least).contains(&count);
        let left_out = totals.notifications.saturating_sub(totals.reported);
        let supplements = totals.supplements();
        let rest = left_out.saturating_sub(totals.undated);
        if small(totals.by_discovery)
            || small(totals.initial.saturating_sub(totals.by_discovery))
            || hides_dates(tables)
        {
            hide(&mut [&mut self.by_discovery]);
        }
        if small(totals.initial) {
            hide(&mut [&mut self.initial]);
        }
        let is_small = small(supplements)
            || small(totals.copies)
            || small(totals.withdrawn)
            || small(totals.initial)
            || hides_a_kind(tables);
        if is_small {
            hide(&mut [
                &mut self.supplements,
                &mut self.copies,
                &mut self.withdrawn,
                &mut self.reported,
            ]);
        }
        if is_small || [left_out, totals.undated, rest].into_iter().any(small) {
            hide(&mut [&mut self.notifications, &mut self.undated]);
        }
        let inputs = [totals.read, totals.unreadable, totals.skipped];
        // A file often holds one notification, so a count of files can tell a count of
        // notifications.
        if inputs.into_iter().any(small) || self.notifications == Figure::Hidden {
            hide(&mut [
                &mut self.discovered,
                &mut self.read,
                &mut self.unreadable,
                &mut self.skipped,
            ]);
        }
        if totals.findings.into_iter().any(small) || !rules_add_up(tables) {
            let [errors, warnings, infos] = &mut self.findings;
            hide(&mut [errors, warnings, infos]);
        }
    }
}

/// Where run.json has the counts of a run, in the order of [`Figures::all`].
const COUNTS: [&str; 12] = [
    "/discovered",
    "/read",
    "/unreadable",
    "/skipped",
    "/notifications",
    "/reported",
    "/copies",
    "/withdrawn",
    "/undated",
    "/findings/error",
    "/findings/warning",
    "/findings/info",
];

/// The counts of the release before, as far as its run.json has them.
#[derive(Debug)]
pub(crate) struct Earlier {
    counts: [Option<Figure>; COUNTS.len()],
    /// How many notifications it counts, if it says so.
    initial: Option<u64>,
}

impl Earlier {
    /// The counts of a run.json, and the notifications that its tables count.
    pub(crate) fn new(counts: &Value, initial: Option<u64>) -> Self {
        let figure = |place: &str| {
            let count = counts.pointer(place)?;
            let is_hidden = (*count == MARK).then_some(Figure::Hidden);
            count.as_u64().map(Figure::Told).or(is_hidden)
        };
        Self {
            counts: COUNTS.map(figure),
            initial,
        }
    }

    /// The counts of a run less those of the release before. One that it does not tell counts as
    /// nothing.
    fn less(&self, totals: &Totals) -> Totals {
        let of = |own: u64, before: Option<u64>| before.map_or(0, |before| own.abs_diff(before));
        let less = |own: u64, at: usize| of(own, self.counts[at].and_then(Figure::told));
        Totals {
            read: less(totals.read, 1),
            unreadable: less(totals.unreadable, 2),
            skipped: less(totals.skipped, 3),
            notifications: less(totals.notifications, 4),
            reported: less(totals.reported, 5),
            copies: less(totals.copies, 6),
            withdrawn: less(totals.withdrawn, 7),
            undated: less(totals.undated, 8),
            findings: [0, 1, 2].map(|level| less(totals.findings[level], 9 + level)),
            initial: of(totals.initial, self.initial),
            by_discovery: 0,
        }
    }

    /// Hides the counts of a run that the release before hid.
    fn hide(&self, figures: &mut Figures) {
        for (figure, before) in figures.all().into_iter().zip(self.counts) {
            if before == Some(Figure::Hidden) {
                *figure = Figure::Hidden;
            }
        }
    }
}

/// Whether the count of some kind of filing is suppressed. The sum of the kinds would tell it.
fn hides_a_kind(tables: &[Table]) -> bool {
    tables
        .iter()
        .any(|table| table.id == "kind" && hides(table, "notifications"))
}

/// Whether a figure in this column is suppressed.
fn hides(table: &Table, column: &str) -> bool {
    let column = table.column(column);
    column.is_some_and(|at| table.rows.iter().any(|row| row[at] == Cell::Hidden))
}

/// Suppresses counts. Zeros stay.
fn hide(figures: &mut [&mut Figure]) {
    for figure in figures
        .iter_mut()
        .filter(|figure| ***figure != Figure::Told(0))
    {
        **figure = Figure::Hidden;
    }
}

/// Whether the findings of every rule are published. If they are, their sum is known anyway. If
/// not, the sum would tell a suppressed count. The table has a row for every rule.
fn rules_add_up(tables: &[Table]) -> bool {
    let rules = tables.iter().find(|table| table.id == "rules");
    rules.is_none_or(|table| !table.is_withheld() && !hides(table, "findings"))
}
