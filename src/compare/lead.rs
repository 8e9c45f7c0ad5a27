//! What a comparison says first: how many notifications, how many of them late, how many
//! incidents, and the tables that people ask for, both reports side by side. Every figure is one
//! that the reports publish, or the difference of two of them.

use std::cmp::Ordering;

use super::Named;
use super::basis::rounds_to;
use super::counts::{Own, SMALL_BASE};
use super::side::Side;
use super::tables::is_regrouped;
use super::words::Reader;
use crate::config::{Language, Words, decimal};
use crate::disclosure::Figure;
use crate::report::{Block, Column, Datum, Grid};
use crate::statistics::{YEAR, incident_bounds, thousands};
use crate::table::{Cell, Key, SHOWN_MARK, Table, change_percent, span};

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
/// A count below this gives no change in percent: it would be chance.
const LEAST: u64 = SMALL_BASE;
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
/// How many of them come before the shares.
const UNSHARED: usize = 4;

impl Lead<'_> {
    /// The tables that are shown.
    pub(super) fn shown(&self, reader: &Reader) -> Vec<&'static str> {
        if self.blocks(reader).is_empty() {
            return Vec::new();
        }
        let is_shown = |id: &&'static str| !self.table(id, reader).is_empty();
        FIRST.into_iter().filter(is_shown).collect()
    }

    /// All of it as blocks.
    pub(super) fn blocks(&self, reader: &Reader) -> Vec<Block> {
        let language = reader.language;
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
            blocks.extend(self.table(id, reader));
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
        let both = [old?, new?];
        (!is_regrouped(both[0], both[1])).then_some(both)
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
        let change = counts.map(|count| [Cell::Count(count), Cell::Count(count)]);
        let change = match self.change(&change, language) {
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

    /// How many incidents there are at least and at most, as the summary of each report says it.
    fn incidents(&self, language: Language) -> Option<String> {
        let kinds = self.tables("kind")?;
        let incidents = self.tables("incidents")?;
        let bounds = |side: usize| {
            let kind = kinds[side];
            let initial = kind.row("initial")?[kind.column("notifications")?].count()?;
            let own = incident_bounds(incidents[side], initial)?;
            Some([own.least, own.most])
        };
        let [old, new] = [bounds(0)?, bounds(1)?];
        let is_none = incidents.iter().all(|table| table.rows.is_empty());
        let is_small = [0, 1]
            .into_iter()
            .any(|at| self.is_small([old[at], new[at]]));
        if is_none || is_small {
            return None;
        }
        let [before, now] = [old, new].map(|ends| {
            let [least, most] = ends.map(thousands);
            span(&least, &most, "–")
        });
        let words = INCIDENTS.with("before", before).with("now", now);
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
    fn table(&self, id: &str, reader: &Reader) -> Vec<Block> {
        let language = reader.language;
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
            let counts = [0, 1].map(|side| {
                let is_asked = id != YEAR || !key.is_value() || self.sides[side].is_about(key.id());
                if is_asked {
                    [&old, &new][side].ends(key)
                } else {
                    [Cell::Nothing, Cell::Nothing]
                }
            });
            let Some(by) = self.told_change(&counts) else {
                continue;
            };
            rows.push((by, self.row(id, key, [&old, &new], &counts, reader)));
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
        let mut blocks = vec![Block::Heading(reader.table(id))];
        let more = many - shown.len();
        // Where no row has a share, the columns of shares are left out.
        let is_share = |datum: &Datum| matches!(datum, Datum::Share(_));
        let mut columns = ROWS;
        if !shown.iter().flatten().any(is_share) {
            columns = &ROWS[..UNSHARED];
            for row in &mut shown {
                row.truncate(UNSHARED);
            }
        }
        blocks.push(Block::Grid(Grid {
            columns: columns.into(),
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

    /// By how much a count changed, or the end of its interval that changed more, if it did and
    /// that may be told. A count that one of the reports hides did not change by anything that
    /// can be said.
    fn told_change(&self, [old, new]: &[[Cell; 2]; 2]) -> Option<u64> {
        let (is_gone, is_new) = (old[0] == Cell::Nothing, new[0] == Cell::Nothing);
        if is_gone || is_new {
            return [old, new].into_iter().find_map(|ends| ends[0].count());
        }
        let mut most = 0;
        for (old, new) in old.iter().zip(new) {
            let counts = [old.count()?, new.count()?];
            if self.is_small(counts) {
                return None;
            }
            most = most.max(counts[0].abs_diff(counts[1]));
        }
        Some(most).filter(|by| *by > 0)
    }

    fn row(
        &self,
        id: &str,
        key: &Key,
        sides: [&Own; 2],
        counts: &[[Cell; 2]; 2],
        reader: &Reader,
    ) -> Vec<Datum> {
        let language = reader.language;
        let named = Named {
            column: "value".to_owned(),
            key: key.clone(),
            label: sides[1]
                .label(key)
                .or_else(|| sides[0].label(key))
                .unwrap_or_default(),
        };
        let is_cut = |side: &&Side| partial_years(side).contains(&key.id().to_owned());
        let is_whole = id != YEAR || !self.sides.iter().any(is_cut);
        let label = crate::report::year(&reader.key(id, &named), is_whole, language);
        let share = |side: usize| {
            let is_given = key.is_value() && id != YEAR;
            let share = sides[side].share(key).filter(|_| is_given);
            share.map_or(Datum::Blank, Datum::Share)
        };
        let [then, now] = [share(0), share(1)];
        let change = self.change(counts, language);
        let [old, new] = counts.each_ref().map(|[least, most]| match least {
            Cell::Nothing => Datum::NoShare,
            _ => Datum::counts(least, most),
        });
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
        let words = if sides.iter().all(|side| side.is_interval()) {
            Words::new(
                "Bas: {before} då, {now} nu, som kan bedömas. Där klockslag saknas: säkert minst, möjligen högst.",
                "Base: {before} then, {now} now, that can be judged. Where times of day are missing: certainly at least, possibly at most.",
            )
        } else {
            Words::new(
                "Bas: {before} då, {now} nu.",
                "Base: {before} then, {now} now.",
            )
        };
        let words = words.with("before", thousands(before));
        words.with("now", thousands(now)).get(language)
    }

    /// A change of a count with its sign, and in percent where that says something; of an
    /// interval the least and the most that it may have changed by.
    fn change(&self, [old, new]: &[[Cell; 2]; 2], language: Language) -> String {
        let count = |cells: &[Cell; 2]| Some([cells[0].count()?, cells[1].count()?]);
        if [old, new].iter().any(|ends| ends[0] == Cell::Nothing) {
            return String::new();
        }
        let (Some(old), Some(new)) = (count(old), count(new)) else {
            return SHOWN_MARK.to_owned();
        };
        let ([before, before_most], [now, now_most]) = (old, new);
        let by = span(
            &signed(before_most, now),
            &signed(before, now_most),
            " till ",
        );
        if before != before_most || now != now_most {
            return match language {
                Language::Sv => by,
                Language::En => by.replace(" till ", " to "),
            };
        }
        let is_rounded = self.sides.iter().any(|side| rounds_to(side).is_some());
        if before.min(now) < LEAST || !self.is_whole() || is_rounded {
            return by;
        }
        let share = change_percent(now, before).to_string();
        let share = decimal(share.trim_start_matches('-'), language);
        format!("{by}, {}{share}\u{a0}%", sign(before, now))
    }
}

/// The sign of a change.
fn sign(before: u64, now: u64) -> &'static str {
    match now.cmp(&before) {
        Ordering::Less => "−",
        Ordering::Equal => "±",
        Ordering::Greater => "+",
    }
}

/// A change with its sign.
fn signed(before: u64, now: u64) -> String {
    format!("{}{}", sign(before, now), thousands(now.abs_diff(before)))
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
