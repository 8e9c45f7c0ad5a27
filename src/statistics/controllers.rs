//! What `--by-controller` adds, for the board of an organisation: controller.csv, the same year by
//! year (history.csv), and causes that came back (repeated-causes.csv). The most frequent findings
//! are in `frequent`. Names are those of the
//! records, masked where they may be a person's.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::config::Words;
use crate::form::squash;
use crate::statistics::delay::{Delays, quantile};
use crate::statistics::dimension::one;
use crate::statistics::error::CountError;
use crate::statistics::frame::Frame;
use crate::statistics::labels::Labels;
use crate::statistics::names;
use crate::statistics::period::Coverage;
use crate::statistics::year_on_year::{WHOLE, changes};
use crate::table::{Cell, Column, Key, Row, Table};

/// The ids of the tables.
pub(super) const IDS: [&str; 4] = [
    "controller",
    "history",
    "repeated-causes",
    "frequent-findings",
];

/// The columns of the records that only these tables need.
pub(super) fn columns() -> impl Iterator<Item = &'static str> {
    ["controller"].into_iter()
}

const FIGURES: [&str; 9] = [
    "notifications",
    "on_time",
    "late",
    "indeterminate",
    "reasons_given",
    "promised",
    "missing",
    "median_min",
    "median_max",
];

/// The columns of history.csv that are of the year before.
const BEFORE: [&str; 5] = [
    "notifications_before",
    "change",
    "change_percent",
    "late_before",
    "indeterminate_before",
];

const BESIDE: Words = Words::new(
    "De sista kolumnerna gäller året före. Förändringen i procent ges inte där något av antalen är under 30 eller något av åren inte är helt.",
    "The last columns are of the year before. The change in percent is not given where either count is below 30 or either year is not whole.",
);
const FIGURES_ARE: [Words; 2] = [
    Words::new(
        "{reasons_given} är de för sena som anger skäl till förseningen.",
        "{reasons_given} are the late ones that give reasons for the delay.",
    ),
    Words::new(
        "{promised} är de som lovar en komplettering, {missing} de utlovade kompletteringar som inte finns i materialet och säkert skulle ha kommit.",
        "{promised} are those that promise a supplement, {missing} the promised supplements that are not in the set and were certainly due.",
    ),
];
const REPEATED: Words = Words::new(
    "Samma grupp av orsaker och samma verksamhetsområde minst tre gånger inom tolv kalendermånader. {first} och {last} är den första och den sista av dessa månader.",
    "The same group of causes and the same area at least three times within twelve calendar months. {first} and {last} are the first and the last of these months.",
);

/// How often a cause must come back, within how many calendar months.
const OFTEN: usize = 3;
const MONTHS: i32 = 12;

/// What is counted of some notifications of one controller.
#[derive(Debug, Default, Clone)]
struct Own {
    notifications: u64,
    on_time: u64,
    reasons: u64,
    promised: u64,
    missing: u64,
    delays: Delays,
}

/// One notification, its texts by category.
struct One<'f> {
    verdict: &'f str,
    reason: &'f str,
    intended: &'f str,
    state: &'f str,
    hours: Option<(i64, i64)>,
}

impl Own {
    fn add(&mut self, one: &One) {
        self.notifications += 1;
        self.on_time += u64::from(one.verdict == "on-time");
        self.reasons += u64::from(one.verdict == "late" && one.reason == "given");
        self.promised += u64::from(one.intended == "yes");
        self.missing += u64::from(one.state == "missing");
        if let Some((lower, upper)) = one.hours {
            self.delays.add(lower, upper, one.verdict);
        }
    }

    /// The figures in the order of the columns.
    fn cells(mut self, is_told: impl Fn(&str) -> bool) -> Vec<Cell> {
        let known = |name: &str, count| {
            if is_told(name) {
                Cell::Count(count)
            } else {
                Cell::Nothing
            }
        };
        let [lower, upper] = [&mut self.delays.lower, &mut self.delays.upper].map(|ends| {
            ends.sort_unstable();
            quantile(ends, 50)
        });
        vec![
            Cell::Count(self.notifications),
            Cell::Count(self.on_time),
            Cell::Count(self.delays.late),
            Cell::Count(self.delays.indeterminate),
            Cell::Count(self.reasons),
            known("supplement_intended", self.promised),
            known("supplement_state", self.missing),
            lower,
            upper,
        ]
    }
}

impl Own {
    /// What a year has beside the year before, if the run has one.
    fn beside(&self, before: Option<&Self>, is_whole: bool) -> Vec<Cell> {
        let Some(before) = before else {
            return vec![Cell::Nothing; BEFORE.len()];
        };
        let counts = [self, before].map(|own| Cell::Count(own.notifications));
        let [change, share] = changes(counts.each_ref(), is_whole);
        let [_, count] = counts;
        let delays = [before.delays.late, before.delays.indeterminate].map(Cell::Count);
        [count, change, share].into_iter().chain(delays).collect()
    }
}

/// The year before a year.
pub(super) fn year_before(year: &str) -> Option<String> {
    let before = year.parse::<i16>().ok()?.checked_sub(1)?;
    Some(format!("{before:04}"))
}

/// The texts of a column for each first notification; none where the run has no such column.
struct Texts<'f> {
    texts: &'f [Box<str>],
    cells: Vec<u32>,
}

impl<'f> Texts<'f> {
    fn of(frame: &'f Frame, name: &str) -> Result<Self, CountError> {
        let texts = frame.categories_of(name);
        let cells = if texts.is_empty() {
            Vec::new()
        } else {
            frame.texts(name)?
        };
        Ok(Self { texts, cells })
    }

    fn get(&self, row: usize) -> &'f str {
        let cell = self.cells.get(row);
        cell.map_or("", |cell| &self.texts[*cell as usize])
    }
}

/// The tables of a frame that has the columns.
pub(super) fn tables(
    frame: &Frame,
    coverage: &Coverage,
    labels: &Labels,
) -> Result<Vec<Table>, CountError> {
    let of = |name: &str| Texts::of(frame, name);
    let (controllers, years) = (of("controller")?, of("year")?);
    let (verdicts, reasons) = (of("verdict")?, of("delay_reason")?);
    let (intended, states) = (of("supplement_intended")?, of("supplement_state")?);
    let hours = frame.numbers("elapsed_hours_min")?;
    let hours = hours.zip(frame.numbers("elapsed_hours_max")?);
    let mut whole: BTreeMap<&str, Own> = BTreeMap::new();
    let mut by_year: BTreeMap<(Option<&str>, &str), Own> = BTreeMap::new();
    for (row, (lower, upper)) in hours.enumerate() {
        let verdict = verdicts.get(row);
        let is_judged = matches!(verdict, "on-time" | "late" | "indeterminate");
        let one = One {
            verdict,
            reason: reasons.get(row),
            intended: intended.get(row),
            state: states.get(row),
            hours: lower.zip(upper).filter(|_| is_judged),
        };
        let (name, year) = (controllers.get(row), years.get(row));
        whole.entry(name).or_default().add(&one);
        for name in [Some(name), None] {
            by_year.entry((name, year)).or_default().add(&one);
        }
    }
    let is_told = |name: &str| !frame.categories_of(name).is_empty();
    let mut names: Vec<&str> = whole.keys().copied().collect();
    names.sort_by_key(|name| (rest(name), Reverse(whole[name].notifications), *name));
    let repeated = repeated(frame, &names, labels)?;
    let of_name = |name: &&str| {
        let mut row = vec![Cell::Key(Key::of(name))];
        row.extend(whole[name].clone().cells(is_told));
        row
    };
    let rows = names.iter().map(of_name).collect();
    let columns = FIGURES.map(Column::new);
    let keyed = |keys: &[&str]| -> Vec<Column> {
        let keys = keys.iter().map(|name| Column::key(*name));
        keys.chain(columns.iter().cloned()).collect()
    };
    let mut controller = Table::new(IDS[0], names::title(IDS[0]), keyed(&["controller"]), rows);
    controller.notes.extend(FIGURES_ARE);
    // What has no year is before none.
    let dated = by_year.keys().map(|(_, year)| *year);
    let first = dated.filter(|year| !year.starts_with('(')).min();
    let mut rows = Vec::new();
    for name in [None].into_iter().chain(names.iter().copied().map(Some)) {
        let own = by_year
            .range((name, "")..)
            .take_while(|((own, _), _)| *own == name);
        for ((_, year), own) in own {
            let key = name.map_or(Key::Total, Key::of);
            let mut row = vec![Cell::Key(key), Cell::Key(Key::of(year))];
            row.extend(own.clone().cells(is_told));
            let is_partial = |year: &str| !year.starts_with('(') && coverage.is_partial(year);
            row.push(Cell::text(if is_partial(year) { year } else { WHOLE }));
            let before = year_before(year);
            let is_whole =
                !is_partial(year) && before.as_deref().is_some_and(|own| !is_partial(own));
            let before = before.filter(|own| first.is_some_and(|first| first <= own.as_str()));
            let none = Own::default();
            let before = before.as_deref();
            let before = before.map(|year| by_year.get(&(name, year)).unwrap_or(&none));
            row.extend(own.beside(before, is_whole));
            rows.push(row);
        }
    }
    let mut columns = keyed(&["controller", "year"]);
    columns.push(Column::new("partial"));
    columns.extend(BEFORE.map(Column::new));
    let mut history = Table::new(IDS[1], names::title(IDS[1]), columns, rows);
    history.notes.extend(FIGURES_ARE);
    history.notes.push(BESIDE);
    Ok(vec![controller, history, repeated])
}

/// Where a name stands: named ones first, then those called other, then what is no name.
pub(super) fn rest(name: &str) -> u8 {
    match squash(name).as_str() {
        _ if name.starts_with('(') => 2,
        "ovrigt" | "övrigt" | "ovriga" | "övriga" | "other" => 1,
        _ => 0,
    }
}

/// The causes that came back, controller by controller.
fn repeated(frame: &Frame, names: &[&str], labels: &Labels) -> Result<Table, CountError> {
    let (cause, area) = (one("cause-group")?, one("area")?);
    let of = |name: &str| Texts::of(frame, name);
    let (controllers, months) = (of("controller")?, of("month")?);
    let (causes, areas) = (of(cause.column())?, of(area.column())?);
    let mut dates: BTreeMap<(&str, &str, &str), Vec<i32>> = BTreeMap::new();
    for row in 0..controllers.cells.len() {
        let (cause, area) = (causes.get(row), areas.get(row));
        let is_value = |text: &str| !text.is_empty() && !text.starts_with('(');
        if let Some(month) = month(months.get(row))
            && is_value(cause)
            && is_value(area)
        {
            let key = (controllers.get(row), cause, area);
            dates.entry(key).or_default().push(month);
        }
    }
    // Causes of one group are one; several codes may be of it.
    let mut groups: BTreeMap<(&str, _, _), Vec<i32>> = BTreeMap::new();
    for ((name, own_cause, own_area), own) in dates {
        for cause in labels.keys(cause, own_cause) {
            for area in labels.keys(area, own_area) {
                let group = groups.entry((name, cause.clone(), area)).or_default();
                group.extend(&own);
            }
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    for name in names.iter().filter(|name| rest(name) < 2) {
        for ((_, own_cause, own_area), months) in
            groups.iter_mut().filter(|((own, ..), _)| own == name)
        {
            months.sort_unstable();
            let Some((many, first, last)) = densest(months) else {
                continue;
            };
            rows.push(vec![
                Cell::Key(Key::of(name)),
                Cell::Key(own_cause.key.clone()),
                Cell::Text(labels.label(cause, &own_cause.key)),
                Cell::Key(own_area.key.clone()),
                Cell::Text(labels.label(area, &own_area.key)),
                Cell::Count(many),
                Cell::Text(written(first)),
                Cell::Text(written(last)),
            ]);
        }
    }
    let mut columns = vec![Column::key("controller")];
    columns.extend(Column::pair("cause-group"));
    columns.extend(Column::pair("area"));
    columns.extend(["notifications", "first", "last"].map(Column::new));
    let mut table = Table::new(IDS[2], names::title(IDS[2]), columns, rows);
    table.notes.push(REPEATED);
    Ok(table)
}

/// Of sorted months the most that lie within a year, with the first and the last of them, if they
/// are many enough. Of several such spans the last.
fn densest(months: &[i32]) -> Option<(u64, i32, i32)> {
    let from = |at: usize| {
        let own = months[at..]
            .iter()
            .take_while(|month| *month - months[at] < MONTHS);
        own.count()
    };
    let at = (0..months.len()).max_by_key(|at| from(*at))?;
    let many = from(at);
    (many >= OFTEN).then(|| (many as u64, months[at], months[at + many - 1]))
}

/// A month as a number: months since year 0.
fn month(text: &str) -> Option<i32> {
    let (year, month) = text.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

fn written(month: i32) -> String {
    format!(
        "{:04}-{:02}",
        month.div_euclid(12),
        month.rem_euclid(12) + 1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_in_twelve_months_come_back_and_three_in_thirteen_do_not() {
        let months =
            |texts: &[&str]| -> Vec<i32> { texts.iter().filter_map(|text| month(text)).collect() };
        let found = densest(&months(&["2023-02", "2023-02", "2024-01"]));
        assert_eq!(
            found.map(|own| (own.0, written(own.1), written(own.2))),
            Some((3, "2023-02".into(), "2024-01".into()))
        );
        assert_eq!(densest(&months(&["2023-02", "2023-02", "2024-02"])), None);
        assert_eq!(densest(&months(&["2023-02", "2023-12"])), None);
        assert_eq!(densest(&[]), None);
    }

    #[test]
    fn what_is_no_name_stands_last() {
        let mut names = ["(masked)", "Övrigt", "Socialnämnden", "(blank)"];
        names.sort_by_key(|name| (rest(name), *name));
        assert_eq!(names, ["Socialnämnden", "Övrigt", "(blank)", "(masked)"]);
    }
}
