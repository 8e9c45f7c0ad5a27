//! rules.csv: for every rule how many findings, in how many notifications, and
//! in how many it could not be run.

use crate::check::{position, rules};
use crate::config::Words;
use crate::finding::{Finding, Severity};
use crate::records::{Amended, Earlier, Tally, tells_of_cases};
use crate::row::{Row, Scope};
use crate::statistics::names;
use crate::table::{Cell, Column, Key, Table};

/// What is known of one rule.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    findings: u64,
    notifications: u64,
    /// The findings by their own level, as [`Severity::GRAVEST_FIRST`].
    levels: [u64; 3],
    /// `None` where records do not tell.
    not_runnable: Option<u64>,
    /// The level that the configuration gives it, if it gives one.
    level: Option<Severity>,
}

/// The rules that found something in a filing, by their place in the catalogue.
pub(super) fn found_in(row: &Row) -> u128 {
    let places = row.findings.heads().filter_map(|(code, _)| position(code));
    places.fold(0, |found, at| found | 1 << at)
}

/// The table of a run: all rules, also at 0.
pub(super) fn of_rows(rows_kept: &[&Row], loose: &[(String, Finding)], scope: &Scope) -> Table {
    let mut lines = vec![
        Line {
            not_runnable: Some(0),
            ..Line::default()
        };
        rules().len()
    ];
    for (at, level) in &scope.levels {
        lines[*at].level = Some(*level);
    }
    for row in rows_kept {
        let mut seen: u128 = 0;
        let is_aside = row.is_left_out(scope.copies);
        let heads = row.findings.heads();
        let told = heads.filter(|(code, _)| !is_aside || tells_of_cases(*code));
        for (at, level) in told.filter_map(|(code, level)| Some((position(code)?, level))) {
            lines[at].findings += 1;
            lines[at].levels[level.rank()] += 1;
            lines[at].notifications += u64::from(seen >> at & 1 == 0);
            seen |= 1 << at;
        }
        let mut set = if is_aside { 0 } else { row.not_runnable };
        while set != 0 {
            let line = &mut lines[set.trailing_zeros() as usize];
            line.not_runnable = line.not_runnable.map(|count| count + 1);
            set &= set - 1;
        }
    }
    for (at, finding) in loose
        .iter()
        .filter_map(|(_, finding)| Some((position(finding.code)?, finding)))
    {
        lines[at].findings += 1;
        lines[at].levels[finding.severity.rank()] += 1;
    }
    table(&lines)
}

/// Whether records are all of those that the files beside them tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All.
    Whole,
    /// A selection: what run.json says of the whole does not hold for it.
    Selection,
}

/// The table from what earlier runs left beside their records. A level is theirs
/// where all of them had the same.
/// What was found anew once filings of several reports were tied is counted as it is now.
pub(super) fn of_earlier(
    earlier: &[Earlier],
    (tallies, amended): (&[Tally], Option<&Amended>),
    extent: Extent,
) -> Table {
    let mut lines = vec![
        Line {
            not_runnable: Some(0),
            ..Line::default()
        };
        rules().len()
    ];
    for (line, rule) in lines.iter_mut().zip(rules()) {
        let mut levels = earlier
            .iter()
            .map(|earlier| earlier.level(rule.code.as_str()));
        let first = levels.next().flatten();
        line.level = first.filter(|_| levels.all(|level| level == first));
    }
    for (folder, (earlier, tally)) in earlier.iter().zip(tallies).enumerate() {
        let not_runnable = earlier.not_runnable().filter(|_| extent == Extent::Whole);
        for ((line, rule), found) in lines.iter_mut().zip(rules()).zip(&tally.rules) {
            line.findings += found.findings;
            line.notifications += found.notifications;
            line.levels
                .iter_mut()
                .zip(found.levels)
                .for_each(|(level, more)| *level += more);
            // What run.json does not name could be run on every notification. Of which those are
            // that do not count now, nothing tells.
            let more = not_runnable
                .as_ref()
                .map(|counts| counts.get(rule.code.as_str()).copied().unwrap_or(0));
            let more = match (more, amended) {
                (Some(_), Some(amended)) if amended.is_anew(rule.code) => Some(0),
                (Some(more), Some(amended)) if more > 0 && amended.moved[folder] => None,
                (more, _) => more,
            };
            line.not_runnable = line
                .not_runnable
                .zip(more)
                .map(|(count, more)| count + more);
        }
    }
    for (at, more) in amended.into_iter().flat_map(|own| &own.not_runnable) {
        let line = &mut lines[*at];
        line.not_runnable = line.not_runnable.map(|count| count + more);
    }
    table(&lines)
}

fn table(lines: &[Line]) -> Table {
    let rows = rules().iter().zip(lines).map(|(rule, line)| {
        let mut row = vec![
            Cell::Key(Key::value(rule.code.to_string())),
            Cell::text(rule.name),
            Cell::text(line.level.unwrap_or(rule.severity).as_str()),
            Cell::Count(line.findings),
            Cell::Count(line.notifications),
            line.not_runnable.map_or(Cell::Nothing, Cell::Count),
        ];
        row.extend(line.levels.map(Cell::Count));
        row
    });
    let columns = [
        "code",
        "name",
        "severity",
        "findings",
        "notifications",
        "not_runnable",
        "errors",
        "warnings",
        "infos",
    ];
    let mut table = Table::new(
        "rules",
        names::title("rules"),
        columns.map(Column::new).to_vec(),
        rows.collect(),
    );
    table.notes.push(Words::new(
            "Fynd i kopior och senare versioner räknas inte, utom att de är det. Alla regler, också utan fynd och sådana som inte kördes (vilka som kördes står i run.json). Ej körbar: ett svar som regeln behöver gick förlorat i kopian, eller frågan ställdes inte. {severity} är regelns nivå; {errors}, {warnings} och {infos} är fyndens.",
            "Findings in copies and later versions are not counted, but that they are such. Every rule, also without a finding or not run (run.json tells which ran). Not runnable: an answer that the rule needs was lost in the copy or never asked. {severity} is the rule's level; {errors}, {warnings} and {infos} are those of the findings.",
    ));
    table
}
