//! The frame: one row per notification, the columns of records.csv that are
//! counted. Choices are Enum columns with sorted categories, hours and counts
//! are integers, null where there is no value. polars groups and counts it.

use std::collections::{BTreeSet, HashMap};

use polars::prelude::*;
use rayon::prelude::*;

/// Columns that are counted by their text.
const TEXT: &[&str] = &[
    "sector",
    "area",
    "type",
    "cause",
    "severity",
    "data_subjects",
    "data_items",
    "discovery",
    "processor_involved",
    "ongoing",
    "encrypted",
    "informed",
    "will_inform",
    "supplement_intended",
    "subject_groups",
    "data_categories",
    "consequences",
    "verdict",
    "reading",
    "time_to_report",
    "delay_reason",
    "form",
    "kind",
    "states",
];
/// Hours, kept as hundredths.
const HOURS: &[&str] = &["elapsed_hours_min", "elapsed_hours_max"];
/// Whole numbers.
const COUNTS: &[&str] = &["data_subjects_exact", "data_subjects_min", "data_subjects_max"];
/// The periods, with the length of their text.
const PERIODS: &[&str] = &["year", "quarter", "month"];

/// Stands for an open upper bound in integer columns.
pub(super) const INFINITE: i64 = i64::MAX;

/// Writes the cell of a row, given its index.
pub(super) type Cell<'c> = Box<dyn Fn(usize, &mut String) + Sync + 'c>;

/// Notifications as a polars frame.
#[derive(Debug)]
pub struct Frame {
    data: DataFrame,
    /// How many first notifications are dated by their discovery, and by nothing.
    pub(super) by_discovery: usize,
}

/// One cell of a combination that was counted.
pub(super) type Combination = (Vec<String>, u64);

impl Frame {
    /// Builds a frame of `len` rows; `column` gives the writer of a column's
    /// cells, as in records.csv.
    pub(super) fn build<'c>(len: usize, column: impl Fn(&'static str) -> Cell<'c> + Sync) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        columns.par_extend(TEXT.par_iter().map(|name| text_column(name, len, &*column(name))));
        columns
            .par_extend(HOURS.par_iter().chain(COUNTS).map(|name| number_column(name, len, &*column(name))));
        let (periods, by_discovery) = period_columns(len, &column);
        columns.extend(periods);
        // The heights are equal by construction; an empty frame counts nothing.
        let data = DataFrame::new(len, columns).unwrap_or_default();
        Self { data, by_discovery }
    }

    /// Counts the combinations of values of some columns: first notifications
    /// only, unless `kind` itself is counted.
    pub(super) fn count(&self, columns: &[&str]) -> Vec<Combination> {
        let keys: Vec<Expr> = columns.iter().map(|name| col(*name)).collect();
        let mut lazy = self.data.clone().lazy();
        if !columns.contains(&"kind") {
            lazy = lazy.filter(col("kind").cast(DataType::String).eq(lit("initial")));
        }
        let casts: Vec<Expr> = columns.iter().map(|name| col(*name).cast(DataType::String)).collect();
        let counted = lazy.group_by(keys).agg([len().alias("notifications")]).with_columns(casts).collect();
        let Ok(counted) = counted else { return Vec::new() };
        rows_of(&counted, columns).unwrap_or_default()
    }

    /// Numbers of first notifications by a text column: for each row its text
    /// and the numbers, null as `None`.
    pub(super) fn numbers(&self, text: &str, numbers: &[&str]) -> Vec<(String, Vec<Option<i64>>)> {
        let mut wanted: Vec<Expr> = vec![col(text).cast(DataType::String)];
        wanted.extend(numbers.iter().map(|name| col(*name)));
        let initial = col("kind").cast(DataType::String).eq(lit("initial"));
        let Ok(data) = self.data.clone().lazy().filter(initial).select(wanted).collect() else {
            return Vec::new();
        };
        numbers_of(&data, text, numbers).unwrap_or_default()
    }
}

/// The rows of a grouped frame.
fn rows_of(data: &DataFrame, columns: &[&str]) -> PolarsResult<Vec<Combination>> {
    let texts: Vec<&StringChunked> =
        columns.iter().map(|name| data.column(name)?.str()).collect::<PolarsResult<_>>()?;
    let counts = data.column("notifications")?.cast(&DataType::UInt64)?;
    let counts = counts.u64()?;
    Ok((0..data.height())
        .map(|row| {
            let values = texts.iter().map(|column| column.get(row).unwrap_or_default().to_owned()).collect();
            (values, counts.get(row).unwrap_or(0))
        })
        .collect())
}

fn numbers_of(
    data: &DataFrame,
    text: &str,
    numbers: &[&str],
) -> PolarsResult<Vec<(String, Vec<Option<i64>>)>> {
    let texts = data.column(text)?.str()?;
    let columns: Vec<&Int64Chunked> =
        numbers.iter().map(|name| data.column(name)?.i64()).collect::<PolarsResult<_>>()?;
    Ok((0..data.height())
        .map(|row| {
            (
                texts.get(row).unwrap_or_default().to_owned(),
                columns.iter().map(|column| column.get(row)).collect(),
            )
        })
        .collect())
}

/// An Enum column: its cells as ids of sorted categories.
fn text_column(name: &str, len: usize, cell: &(dyn Fn(usize, &mut String) + Sync)) -> Column {
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut found: Vec<u32> = Vec::with_capacity(len);
    let mut text = String::with_capacity(64);
    for row in 0..len {
        text.clear();
        cell(row, &mut text);
        let next = ids.len() as u32;
        found.push(match ids.get(text.as_str()) {
            Some(id) => *id,
            None => *ids.entry(text.clone()).or_insert(next),
        });
    }
    enum_column(name, &ids, &found)
}

/// Ids in the order found become an Enum whose categories are sorted, so that
/// nothing depends on the order of rows.
fn enum_column(name: &str, ids: &HashMap<String, u32>, found: &[u32]) -> Column {
    let sorted: BTreeSet<&str> = ids.keys().map(String::as_str).collect();
    let mut rank = vec![0u32; ids.len()];
    for (position, text) in sorted.iter().enumerate() {
        rank[ids[*text] as usize] = position as u32;
    }
    let ranks = found.iter().map(|id| rank[*id as usize]);
    let typed = FrozenCategories::new(sorted.iter().copied()).map(|categories| {
        let target = DataType::from_frozen_categories(categories);
        match sorted.len() {
            ..=0xFF => {
                let ids = UInt8Chunked::from_iter_values(name.into(), ranks.map(|rank| rank as u8));
                Categorical8Chunked::from_cats_and_dtype(ids, target).into_series()
            }
            0x100..=0xFFFF => {
                let ids = UInt16Chunked::from_iter_values(name.into(), ranks.map(|rank| rank as u16));
                Categorical16Chunked::from_cats_and_dtype(ids, target).into_series()
            }
            _ => {
                let ids = UInt32Chunked::from_iter_values(name.into(), ranks);
                Categorical32Chunked::from_cats_and_dtype(ids, target).into_series()
            }
        }
    });
    // More categories than an Enum holds: plain strings count as well.
    let texts: Vec<&str> = sorted.into_iter().collect();
    typed
        .unwrap_or_else(|_| {
            StringChunked::from_iter_values(
                name.into(),
                found.iter().map(|id| texts[rank[*id as usize] as usize]),
            )
            .into_series()
        })
        .into()
}

/// An integer column, null for what is no number.
fn number_column(name: &str, len: usize, cell: &(dyn Fn(usize, &mut String) + Sync)) -> Column {
    let mut text = String::with_capacity(32);
    let numbers = (0..len).map(|row| {
        text.clear();
        cell(row, &mut text);
        parse_number(&text)
    });
    let numbers: Vec<Option<i64>> = numbers.collect();
    Int64Chunked::from_iter_options(name.into(), numbers.into_iter()).into_series().into()
}

/// A whole number, or hours with two decimals as hundredths.
fn parse_number(text: &str) -> Option<i64> {
    if text == "inf" {
        return Some(INFINITE);
    }
    match text.split_once('.') {
        None => text.parse().ok(),
        Some((whole, hundredths)) => {
            let sign = if whole.starts_with('-') { -1 } else { 1 };
            let whole: i64 = whole.parse().ok()?;
            Some(whole * 100 + sign * hundredths.parse::<i64>().ok()?)
        }
    }
}

/// Year, quarter and month of every notification: of its receipt, without one
/// of its discovery.
fn period_columns<'c>(
    len: usize,
    column: &(impl Fn(&'static str) -> Cell<'c> + Sync),
) -> (Vec<Column>, usize) {
    let received = [column("received_earliest"), column("received_latest")];
    let discovered = [column("discovered_earliest"), column("discovered_latest")];
    let kind = column("kind");
    let mut ids: [HashMap<String, u32>; 3] = Default::default();
    let mut found: [Vec<u32>; 3] = Default::default();
    let mut by_discovery = 0;
    let (mut from, mut to, mut filing) = (String::new(), String::new(), String::new());
    let read = |ends: &[Cell; 2], row, from: &mut String, to: &mut String| {
        from.clear();
        to.clear();
        ends[0](row, from);
        ends[1](row, to);
    };
    // The periods of all notifications of one month are worked out once.
    let mut seen: HashMap<String, [u32; 3]> = HashMap::new();
    for row in 0..len {
        read(&received, row, &mut from, &mut to);
        if from.starts_with('(') {
            read(&discovered, row, &mut from, &mut to);
            filing.clear();
            kind(row, &mut filing);
            by_discovery += usize::from(!from.starts_with('(') && filing == "initial");
        }
        let months = [&from, &to].map(|end| end.get(..7).unwrap_or(end));
        if from.starts_with(|c: char| c.is_ascii_digit())
            && months[0] == months[1]
            && let Some(known) = seen.get(months[0])
        {
            known.iter().zip(&mut found).for_each(|(id, found)| found.push(*id));
            continue;
        }
        for (index, name) in PERIODS.iter().enumerate() {
            let period = match (period(name, &from), period(name, &to)) {
                (Some(first), Some(last)) if first == last => first,
                (Some(_), Some(_)) => "(undeterminable)".to_owned(),
                _ => from.clone(),
            };
            let next = ids[index].len() as u32;
            found[index].push(*ids[index].entry(period).or_insert(next));
        }
        if months[0] == months[1] {
            seen.insert(months[0].to_owned(), std::array::from_fn(|index| found[index][row]));
        }
    }
    let columns = (0..3).map(|index| enum_column(PERIODS[index], &ids[index], &found[index])).collect();
    (columns, by_discovery)
}

/// The period of an instant as written in records.csv.
fn period(name: &str, instant: &str) -> Option<String> {
    if instant.starts_with('(') || instant.len() < 7 || !instant.is_ascii() {
        return None;
    }
    Some(match name {
        "year" => instant[..4].to_owned(),
        "quarter" => format!("{}-Q{}", &instant[..4], instant[5..7].parse::<u32>().ok()?.div_ceil(3)),
        _ => instant[..7].to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_their_cells() {
        assert_eq!(parse_number("1306.02"), Some(130_602));
        assert_eq!(parse_number("-0.02"), Some(-2));
        assert_eq!(parse_number("12"), Some(12));
        assert_eq!(parse_number("inf"), Some(INFINITE));
        assert_eq!(parse_number("(blank)"), None);
    }

    #[test]
    fn periods_are_cut_from_instants() {
        let instant = "2021-04-08T13:05+02:00";
        assert_eq!(period("year", instant).as_deref(), Some("2021"));
        assert_eq!(period("quarter", instant).as_deref(), Some("2021-Q2"));
        assert_eq!(period("month", instant).as_deref(), Some("2021-04"));
        assert_eq!(period("month", "(blank)"), None);
    }
}
