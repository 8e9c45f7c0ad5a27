//! What a comparison says first: how many notifications, how many of them late, how many
//! incidents, and the tables that people ask for, both reports side by side. Every figure is one
//! that the reports publish, or the difference of two of them.

use std::collections::BTreeMap;

use super::side::Side;
use crate::config::{Language, Message, Words, decimal};
use crate::disclosure::Figure;
use crate::report::{Block, Column, Datum, Grid};
use crate::statistics::{Dimension, YEAR, thousands};
use crate::table::{Cell, Key, Row, SHOWN_MARK, Table, change_percent, span};

/// The tables that stand first, by what readers ask first.
const FIRST: [&str; 12] = [
    YEAR,
    "verdict",
    "time-to-report",
    "type-group",
    "cause-group",
    "sector",
    "area-group",
    "severity",
    "data-subjects",
    "informed",
    "supplement-intended",
    "delay-reason",
];
/// Whether a table is among them.
pub(super) fn shows(id: &str) -> bool {
    FIRST.contains(&id)
}

/// A base or a count below this gives no share and no change in percent: it would be chance.
const LEAST: u64 = 30;
/// How many rows of a table are shown; those that changed most.
const MOST: usize = 8;

/// Both reports, and from which difference on it is told.
#[derive(Debug)]
pub(crate) struct Lead<'s> {
    pub(super) sides: [&'s Side; 2],
    /// Smaller differences are not told, where a report is protected.
    pub(super) least: Option<u64>,
}

const IN_SHORT: Words = Words::new("Kort sagt", "In short");
const COUNTED: Words = Words::new(
    "Anmälningar: {before} då, {now} nu{change}.",
    "Notifications: {before} then, {now} now{change}.",
);
const LATE: Words = Words::new(
    "För sent: {before} då, {now} nu.",
    "Late: {before} then, {now} now.",
);
const OF_JUDGED: Words = Words::new(
    "{share} av {judged} som kan bedömas",
    "{share} of {judged} that can be judged",
);
const FEW: Words = Words::new(
    "{late} av {judged} som kan bedömas",
    "{late} of {judged} that can be judged",
);
const INCIDENTS: Words = Words::new(
    "Incidenter bakom anmälningarna: {before} då, {now} nu.",
    "Incidents behind the notifications: {before} then, {now} now.",
);
const SMALL: Words = Words::new(
    "Små skillnader mellan skyddade tal visas inte.",
    "Small differences between protected counts are not shown.",
);
const PARTIAL: Words = Words::new(
    "Minst ett år är inte helt i {names}, så inga förändringar ges i procent.",
    "At least one year is not whole in {names}, so no change is given in percent.",
);

const ROWS: &[Column] = &[
    Column::Words(Words::new("vad", "what")),
    Column::Figures(Words::new("då", "then")),
    Column::Figures(Words::new("nu", "now")),
    Column::Figures(Words::new("förändring", "change")),
    Column::Figures(Words::new("% då", "% then")),
    Column::Figures(Words::new("% nu", "% now")),
];

impl Lead<'_> {
    /// All of it as blocks.
    pub(super) fn blocks(&self, language: Language) -> Vec<Block> {
        let lines: Vec<String> = [
            self.counted(language),
            self.late(language),
            self.incidents(language),
            self.partial(language),
        ]
        .into_iter()
        .flatten()
        .collect();
        if lines.is_empty() {
            return Vec::new();
        }
        let mut blocks = vec![
            Block::Heading(IN_SHORT.get(language).to_owned()),
            Block::lines(lines),
        ];
        for id in FIRST {
            blocks.extend(self.table(id, language));
        }
        blocks
    }

    /// A table of both reports, if both tell it.
    fn tables(&self, id: &str) -> Option<[&Table; 2]> {
        let of = |side: &'_ Side| {
            let is_told = side.withheld().all(|withheld| withheld != id);
            is_told.then_some(())
        };
        self.sides.iter().try_for_each(|side| of(side))?;
        let [old, new] = self.sides.map(|side| side.tables.get(id));
        Some([old?, new?])
    }

    /// Whether the difference of two counts is one that is not told.
    fn is_small(&self, [old, new]: [u64; 2]) -> bool {
        let least = self.least.unwrap_or(0);
        (1..least).contains(&old.abs_diff(new))
    }

    fn counted(&self, language: Language) -> Option<String> {
        let count = |table: &Table| table.row("initial")?[table.column("notifications")?].count();
        let [old, new] = self.tables("kind")?.map(count);
        let counts = [old?, new?];
        if self.is_small(counts) {
            return Some(SMALL.get(language).to_owned());
        }
        let change = match self.change(counts.map(Cell::Count), language) {
            change if change.is_empty() => change,
            change => format!(" ({change})"),
        };
        let [before, now] = counts.map(thousands);
        let words = COUNTED.with("before", before).with("now", now);
        Some(words.with("change", change).get(language))
    }

    fn late(&self, language: Language) -> Option<String> {
        let names = [
            "n",
            "late_min",
            "late_max",
            "late_percent_min",
            "late_percent_max",
        ];
        let cells = |table: &'_ Table| -> Option<[Cell; 5]> {
            let places = table.places(names).ok()?;
            let row = table
                .rows
                .iter()
                .find(|row| row[0].key() == Some(&Key::Total))?;
            Some(places.map(|at| row[at].clone()))
        };
        let [old, new] = self.tables("delay")?.map(cells);
        let both = [old?, new?];
        let is_small = (0..3).any(|at| {
            let [old, new] = [0, 1].map(|side| both[side][at].count());
            old.zip(new)
                .is_some_and(|(old, new)| self.is_small([old, new]))
        });
        if is_small {
            return None;
        }
        let told = |[n, least, most, low, high]: &[Cell; 5]| {
            let judged = Figure::of_cell(n).text(thousands);
            let is_large = n.count().is_some_and(|n| n >= LEAST);
            let share =
                (is_large && low.percent().is_some() && high.percent().is_some()).then(|| {
                    let [low, high] = [low, high].map(|cell| decimal(&cell.to_string(), language));
                    span(&low, &high, "–") + "\u{a0}%"
                });
            let counts = [least, most].map(|cell| Figure::of_cell(cell).text(thousands));
            let words = match share {
                Some(share) => OF_JUDGED.with("share", share),
                None => FEW.with("late", span(&counts[0], &counts[1], "–")),
            };
            words.with("judged", judged).get(language)
        };
        let [before, now] = both.each_ref().map(told);
        Some(LATE.with("before", before).with("now", now).get(language))
    }

    /// How many incidents there are at least and at most.
    fn incidents(&self, language: Language) -> Option<String> {
        let all = self.tables("kind")?;
        let sizes = self.tables("incident-size")?;
        let told = |side: usize| {
            let kind = all[side];
            let initial = kind.row("initial")?[kind.column("notifications")?].count()?;
            let [certainty, incidents, count] = sizes[side]
                .places(["certainty", "incidents", "notifications"])
                .ok()?;
            let (mut least, mut most) = (initial, initial);
            for row in &sizes[side].rows {
                let saved = row[count].count()?.checked_sub(row[incidents].count()?)?;
                least = least.checked_sub(saved)?;
                if row[certainty].is("strong") {
                    most = most.checked_sub(saved)?;
                }
            }
            (least < initial).then(|| span(&thousands(least), &thousands(most), "–"))
        };
        let words = INCIDENTS.with("before", told(0)?).with("now", told(1)?);
        Some(words.get(language))
    }

    /// Which reports have a year that is not whole.
    fn partial(&self, language: Language) -> Option<String> {
        let partial = self
            .sides
            .iter()
            .filter(|side| !partial_years(side).is_empty());
        let names: Vec<&str> = partial.map(|side| side.name.as_str()).collect();
        let told = PARTIAL.with("names", names.join(", ")).get(language);
        (!names.is_empty()).then_some(told)
    }

    fn is_whole(&self) -> bool {
        self.sides.iter().all(|side| partial_years(side).is_empty())
    }

    /// A table as its heading, its rows that changed most, and what is left out.
    fn table(&self, id: &str, language: Language) -> Vec<Block> {
        let Some([old, new]) = self.tables(id) else {
            return Vec::new();
        };
        let sides = [old, new].map(Own::of);
        let [Some(old), Some(new)] = sides else {
            return Vec::new();
        };
        let mut rows: Vec<(u64, Vec<Datum>)> = Vec::new();
        let gone = old.order.iter().filter(|key| !new.rows.contains_key(*key));
        for key in new.order.iter().chain(gone).copied() {
            let counts = [&old, &new].map(|side| side.count(key));
            let Some(by) = self.told_change(&counts) else {
                continue;
            };
            rows.push((by, self.row(id, key, [&old, &new], &counts, language)));
        }
        if rows.is_empty() {
            return Vec::new();
        }
        let mut by: Vec<u64> = rows.iter().map(|(by, _)| *by).collect();
        by.sort_unstable_by_key(|by| std::cmp::Reverse(*by));
        let bound = by.get(MOST - 1).copied().unwrap_or(0);
        let many = rows.len();
        let mut shown: Vec<Vec<Datum>> = Vec::new();
        for (by, row) in rows {
            if by >= bound && shown.len() < MOST {
                shown.push(row);
            }
        }
        let title =
            Dimension::named(id).map_or_else(|| Message::Same(id.into()), |own| own.title().into());
        let mut blocks = vec![Block::Heading(title.get(language))];
        let more = many - shown.len();
        blocks.push(Block::Grid(Grid {
            columns: ROWS,
            rows: shown,
        }));
        let mut note = self.bases([&old, &new], language);
        if more > 0 {
            let words = Words::new(
                " Rader till som ändrades: {more} (alla med --output-format md eller csv).",
                " Further rows that changed: {more} (all with --output-format md or csv).",
            );
            note += &words.with("more", more).get(language);
        }
        if !note.is_empty() {
            blocks.push(Block::plain(note.trim_start()));
        }
        blocks
    }

    /// By how much a count changed, if it did and that may be told. A count that one of the
    /// reports hides did not change by anything that can be said.
    fn told_change(&self, [old, new]: &[Cell; 2]) -> Option<u64> {
        let counts = [old.count()?, new.count()?];
        let by = counts[0].abs_diff(counts[1]);
        (by > 0 && !self.is_small(counts)).then_some(by)
    }

    fn row(
        &self,
        id: &str,
        key: &Key,
        sides: [&Own; 2],
        counts: &[Cell; 2],
        language: Language,
    ) -> Vec<Datum> {
        let mut label = sides[1]
            .label(key)
            .or_else(|| sides[0].label(key))
            .unwrap_or_default();
        let is_cut = |side: &&Side| partial_years(side).contains(&key.id().to_owned());
        if id == YEAR && self.sides.iter().any(is_cut) {
            label += Words::new(" (inte helt)", " (not whole)").get(language);
        }
        let share = |side: usize| {
            let base = sides[side].base.count().filter(|base| *base >= LEAST);
            let count = counts[side]
                .count()
                .zip(base)
                .filter(|_| key.is_value() && id != YEAR);
            count.map_or(Datum::Blank, |(count, base)| {
                let share = crate::table::percent(count, base).percent();
                share.map_or(Datum::Blank, |tenths| Datum::Share([tenths; 2]))
            })
        };
        let [then, now] = [share(0), share(1)];
        let change = self.change(counts.clone(), language);
        let [old, new] = counts.each_ref().map(Datum::count);
        vec![Datum::Text(label), old, new, Datum::Text(change), then, now]
    }

    /// What the shares are of.
    fn bases(&self, sides: [&Own; 2], language: Language) -> String {
        let [Some(before), Some(now)] = sides.map(|side| side.base.count()) else {
            return String::new();
        };
        if self.is_small([before, now]) {
            return String::new();
        }
        let words = Words::new(
            "Bas: {before} då, {now} nu.",
            "Base: {before} then, {now} now.",
        );
        let words = words.with("before", thousands(before));
        words.with("now", thousands(now)).get(language)
    }

    /// A change of a count with its sign, and in percent where that says something.
    fn change(&self, [old, new]: [Cell; 2], language: Language) -> String {
        let (Some(before), Some(now)) = (old.count(), new.count()) else {
            return SHOWN_MARK.to_owned();
        };
        let sign = match now.cmp(&before) {
            std::cmp::Ordering::Less => "−",
            std::cmp::Ordering::Equal => "±",
            std::cmp::Ordering::Greater => "+",
        };
        let by = format!("{sign}{}", thousands(now.abs_diff(before)));
        if before.min(now) < LEAST || !self.is_whole() {
            return by;
        }
        let share = change_percent(now, before).to_string();
        let share = decimal(share.trim_start_matches('-'), language);
        format!("{by}, {sign}{share}\u{a0}%")
    }
}

/// The years of a report that are not whole: they were not over when it was made, or its period
/// cuts them.
fn partial_years(side: &Side) -> Vec<String> {
    let as_of = side.run["as_of"].as_str().unwrap_or_default();
    let date = |name: &str| side.run["options"][name].as_str().unwrap_or_default();
    let (from, to) = (date("from"), date("to"));
    let is_cut = |date: &str, year: &str, whole: &str| {
        date.strip_prefix(year).is_some_and(|rest| rest != whole)
    };
    let years = side
        .tables
        .get(YEAR)
        .into_iter()
        .flat_map(|table| &table.rows);
    let years = years.filter_map(|row| row[0].key().filter(|key| key.is_value()));
    years
        .map(Key::id)
        .filter(|year| {
            as_of.get(..4).is_some_and(|now| *year >= now)
                || is_cut(from, year, "-01-01")
                || is_cut(to, year, "-12-31")
        })
        .map(str::to_owned)
        .collect()
}

/// One table of one report.
struct Own<'t> {
    rows: BTreeMap<&'t Key, &'t Row>,
    order: Vec<&'t Key>,
    count: usize,
    base: Cell,
}

impl<'t> Own<'t> {
    fn of(table: &'t Table) -> Option<Self> {
        let count = table.column("notifications")?;
        let base = table.column("base");
        let own = || {
            table
                .rows
                .iter()
                .filter(|row| !matches!(row[0].key(), Some(Key::Cumulative(_))))
        };
        let rows: BTreeMap<&Key, &Row> =
            own().filter_map(|row| Some((row[0].key()?, row))).collect();
        Some(Self {
            order: own().filter_map(|row| row[0].key()).collect(),
            rows,
            count,
            base: base
                .and_then(|at| Some(table.rows.first()?[at].clone()))
                .unwrap_or(Cell::Nothing),
        })
    }

    /// The count of a key. A key without a row counts nothing.
    fn count(&self, key: &Key) -> Cell {
        self.rows
            .get(key)
            .map_or(Cell::Count(0), |row| row[self.count].clone())
    }

    fn label(&self, key: &Key) -> Option<String> {
        self.rows.get(key).map(|row| row[1].to_string())
    }
}
