//! year-on-year.csv: every table of one dimension for two years side by side, with both counts,
//! the change, and the shares with their bases. Disclosure control writes its figures anew from
//! what it publishes, by the same rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Filter, Words};
use crate::statistics::counting::{Counts, columns_of, count};
use crate::statistics::dimension::{Dimension, Tells, one};
use crate::statistics::error::CountError;
use crate::statistics::labels::{Labels, Ranked};
use crate::statistics::one_way::LEAST_COMPARED;
use crate::statistics::period::Coverage;
use crate::table::{Cell, Column, Key, Row, Table, change_percent, percent};

/// The id of the table.
pub(crate) const YEAR_ON_YEAR: &str = "year-on-year";
/// The dimension of years, whose row says which two are compared.
pub(crate) const YEAR: &str = "year";
/// Stands between them there.
const BETWEEN: char = '/';
/// In column `partial` where both years are whole.
pub(super) const WHOLE: &str = "none";
/// A base below this gets no share: it would be chance.
const LEAST_BASE: u64 = 30;

const COLUMNS: [&str; 12] = [
    "table",
    "value",
    "label",
    "notifications",
    "notifications_before",
    "change",
    "change_percent",
    "percent",
    "percent_before",
    "base",
    "base_before",
    "partial",
];
/// The place of the first figure.
const FIRST: usize = 3;

const NOTES: [Words; 3] = [
    Words::new(
        "Första raden säger vilka år som jämförs: {notifications} gäller det första, {notifications_before} det andra.",
        "The first row says which years are compared: {notifications} is of the first, {notifications_before} of the second.",
    ),
    Words::new(
        "Andelar ges inte där basen är under 30. Förändringen i procent ges inte där något av antalen är under 30 eller något av åren inte är helt.",
        "Shares are not given where the base is below 30. The change in percent is not given where either count is below 30 or either year is not whole.",
    ),
    Words::new(
        "{partial} nämner de år som inte är hela: de pågick vid --as-of, eller skars av urvalet.",
        "{partial} names the years that are not whole: they were not over at --as-of, or the selection cuts them.",
    ),
];

/// The two years that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    now: String,
    before: String,
    /// Those that are not whole, in their order, joined by bars.
    partial: String,
}

impl Pair {
    /// The years that the user named. Where none is named: of the years with a notification the
    /// last whole one, else the last, and the one before it.
    pub(super) fn of(
        filter: &Filter,
        years: &BTreeSet<String>,
        coverage: &Coverage,
    ) -> Option<Self> {
        let named = |year: Option<i16>| year.map(|year| format!("{year:04}"));
        let against = named(filter.against);
        let others = || {
            years
                .iter()
                .rev()
                .filter(|year| Some(*year) != against.as_ref())
        };
        let now = named(filter.period)
            .or_else(|| others().find(|year| !coverage.is_partial(year)).cloned())
            .or_else(|| others().next().cloned())?;
        let earlier = now.parse::<i16>().ok()?.checked_sub(1)?;
        let before = against.unwrap_or_else(|| format!("{earlier:04}"));
        let both = BTreeSet::from([&now, &before]);
        let partial = both.into_iter().filter(|year| coverage.is_partial(year));
        let partial: Vec<&str> = partial.map(String::as_str).collect();
        Some(Self {
            partial: if partial.is_empty() {
                WHOLE.to_owned()
            } else {
                partial.join("|")
            },
            now,
            before,
        })
    }
}

/// The dimensions that are compared: all but the periods themselves and the kinds of filing.
pub(super) fn is_compared(dimension: &Dimension) -> bool {
    dimension.tells() != Tells::Dates && !dimension.is_kind()
}

/// The columns that a dimension and the years are counted by.
pub(super) fn columns(dimension: &Dimension) -> Result<Vec<&'static str>, CountError> {
    Ok(columns_of(&[dimension, one(YEAR)?]))
}

/// The years in which something is counted.
pub(super) fn years(counts: &Counts, labels: &Labels) -> Result<BTreeSet<String>, CountError> {
    let counted = count(counts, &[one(YEAR)?], labels)?;
    let keys = counted.cells.into_keys().flatten();
    Ok(keys
        .filter(Ranked::is_value)
        .map(|year| year.key.id().to_owned())
        .collect())
}

/// What is counted of one dimension in one year.
#[derive(Default)]
struct Side {
    values: BTreeMap<Ranked, u64>,
    base: u64,
}

impl Side {
    fn of(
        counts: &Counts,
        year: &str,
        dimension: &Dimension,
        labels: &Labels,
    ) -> Result<Self, CountError> {
        let counted = count(counts, &[one(YEAR)?, dimension], labels)?;
        let is_own = |keys: &[Ranked]| keys.first().is_some_and(|own| own.key.id() == year);
        let own = counted.cells.into_iter().filter(|(keys, _)| is_own(keys));
        let bases = counted.bases.iter().filter(|(keys, _)| is_own(keys));
        Ok(Self {
            base: bases.map(|(_, count)| count).sum(),
            values: own
                .filter_map(|(mut keys, count)| Some((keys.pop()?, count)))
                .collect(),
        })
    }

    /// The count of a value, and the base.
    fn figures(&self, value: &Ranked) -> [Cell; 2] {
        let count = self.values.get(value).copied().unwrap_or(0);
        [count, self.base].map(Cell::Count)
    }
}

/// How many notifications a year has.
fn all(counts: &Counts, year: &str, labels: &Labels) -> Result<u64, CountError> {
    let counted = count(counts, &[one(YEAR)?], labels)?;
    let cells = counted.cells.iter();
    let own = cells.filter(|(keys, _)| keys.iter().all(|own| own.key.id() == year));
    Ok(own.map(|(_, count)| count).sum())
}

/// The table of a pair of years, from the counts of each. It has no row where either year has no
/// notification.
pub(super) fn table(
    [now, before]: [&Counts; 2],
    dimensions: &[&Dimension],
    pair: Option<&Pair>,
    labels: &Labels,
) -> Result<Table, CountError> {
    let mut rows = Vec::new();
    let mut title = Words::new("År mot år", "Year on year").into();
    let totals = match pair {
        Some(pair) => [
            all(now, &pair.now, labels)?,
            all(before, &pair.before, labels)?,
        ],
        None => [0; 2],
    };
    // Of a year without any notification nobody knows whether there were none.
    if let Some(pair) = pair.filter(|_| !totals.contains(&0)) {
        let words = Words::new(
            "År mot år: {now} mot {before}",
            "Year on year: {now} against {before}",
        );
        title = words.with("now", &pair.now).with("before", &pair.before);
        let label = Words::new("{now} mot {before}", "{now} against {before}");
        let label = label.with("now", &pair.now).with("before", &pair.before);
        let sides = [(now, &pair.now), (before, &pair.before)];
        let totals = totals.map(|all| [Cell::Count(all), Cell::Nothing]);
        let years = Key::value(format!("{}{BETWEEN}{}", pair.now, pair.before));
        rows.push(row(YEAR, &years, label.get(labels.language), totals, pair));
        for dimension in dimensions.iter().filter(|own| is_compared(own)) {
            let [now, before] =
                sides.map(|(counts, year)| Side::of(counts, year, dimension, labels));
            let sides = [now?, before?];
            let values: BTreeSet<&Ranked> =
                sides.iter().flat_map(|own| own.values.keys()).collect();
            for value in values {
                let label = labels.label(dimension, &value.key);
                let figures = [sides[0].figures(value), sides[1].figures(value)];
                rows.push(row(dimension.id, &value.key, label, figures, pair));
            }
        }
    }
    let columns = COLUMNS.map(Column::new).to_vec();
    let mut table = Table::new(YEAR_ON_YEAR, title, columns, rows);
    table.notes.extend(NOTES);
    Ok(table)
}

fn row(table: &str, value: &Key, label: String, sides: [[Cell; 2]; 2], pair: &Pair) -> Row {
    let mut row = vec![
        Cell::Key(Key::value(table)),
        Cell::Key(value.clone()),
        Cell::Text(label),
    ];
    row.resize(COLUMNS.len() - 1, Cell::Nothing);
    row.push(Cell::text(&pair.partial));
    write(&mut row, sides);
    row
}

/// The years that the table compares: the one, and the one before.
pub(crate) fn pair(table: &Table) -> Option<[String; 2]> {
    let years = table.rows.first()?[1].key()?.id();
    let (now, before) = years.split_once(BETWEEN)?;
    Some([now, before].map(str::to_owned))
}

/// Writes the figures of a row: of each year its count and its base.
pub(crate) fn write(row: &mut Row, [now, before]: [[Cell; 2]; 2]) {
    let is_value = row[1].key().is_some_and(Key::is_value);
    let is_whole = row
        .last()
        .is_some_and(|partial| *partial == Cell::text(WHOLE));
    let [change, change_share] = changes([&now[0], &before[0]], is_whole);
    let share = |[count, base]: &[Cell; 2]| match (count, base) {
        (Cell::Hidden, _) | (_, Cell::Hidden) if is_value => Cell::Hidden,
        (Cell::Count(count), Cell::Count(base)) if is_value && *base >= LEAST_BASE => {
            percent(*count, *base)
        }
        _ => Cell::Nothing,
    };
    let shares = [share(&now), share(&before)];
    let ([now, base], [before, base_before]) = (now, before);
    let figures = [now, before, change, change_share];
    let figures = figures.into_iter().chain(shares).chain([base, base_before]);
    row.splice(FIRST..COLUMNS.len() - 1, figures);
}

/// The change of a count, and the same in percent where it says something. Whether it does
/// depends on the counts, so both are hidden where either count is.
pub(super) fn changes(counts: [&Cell; 2], is_whole: bool) -> [Cell; 2] {
    if counts.contains(&&Cell::Hidden) {
        return [Cell::Hidden, Cell::Hidden];
    }
    let [Some(now), Some(before)] = counts.map(Cell::count) else {
        return [Cell::Nothing, Cell::Nothing];
    };
    let tells = is_whole && now.min(before) >= LEAST_COMPARED;
    let share = if tells {
        change_percent(now, before)
    } else {
        Cell::Nothing
    };
    [Cell::Change(now as i64 - before as i64), share]
}
