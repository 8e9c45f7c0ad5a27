//! Which notifications the filter keeps: by period date, organisation and the
//! cells of records.csv. What has no period date is left out and counted.

use crate::config::{Filter, Language, Window};
use crate::form::Edition;
use crate::moment::Instant;
use crate::records::{Cells, OPEN, Records, Stored};
use crate::row::{Row, Scope, column, period};
use crate::statistics::dimension::{COPY, DIMENSIONS, Dimension, How, KIND, WITHDRAWN};
use crate::statistics::error::AgainError;
use crate::statistics::error::CountError;
use crate::statistics::frame::{CellOf, Periods, run_of};
use crate::statistics::known::{in_english, is_english};
use crate::statistics::labels::Labels;
use crate::statistics::period::Period;
use crate::table::Cell;

/// The rows kept, by position, and how many had no date to go by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    /// Positions of the rows kept, ascending.
    pub rows: Vec<usize>,
    /// Rows left out because their period date is unknown or spans the bound.
    pub undated: usize,
}

/// One column that must have a value, or be part of a group.
struct Condition<'f> {
    column: &'f str,
    value: &'f str,
    /// Whether it must have any other value than this.
    is_not: bool,
    /// Whether the value may be what tables call another in English.
    is_english: bool,
    /// The dimension whose groups or derived values are meant.
    made: Option<&'static Dimension>,
}

impl<'f> Condition<'f> {
    fn all(filter: &'f Filter) -> impl Iterator<Item = Self> + 'f {
        let given = filter.equal.iter();
        given.flat_map(|(field, value)| match (field.as_str(), value.as_str()) {
            (KIND, COPY) => vec![Self::is_not("copy_of", "none")],
            (KIND, WITHDRAWN) => vec![
                Self::new(KIND, "initial"),
                Self::is_not("withdrawn", "no"),
                Self::new("copy_of", "none"),
            ],
            (field, value) => vec![Self::new(field, value)],
        })
    }

    fn new(field: &'f str, value: &'f str) -> Self {
        Self {
            column: made(field).map_or(field, |own| own.column()),
            value,
            is_not: false,
            is_english: is_english(value),
            made: made(field),
        }
    }

    fn is_not(field: &'f str, value: &'f str) -> Self {
        Self {
            is_not: true,
            ..Self::new(field, value)
        }
    }

    /// The period that must have a word for none as its value.
    fn period(&self) -> Option<Period> {
        match self.made?.how {
            How::Period(period) => Some(period),
            _ => None,
        }
    }

    /// Whether a cell is the value, or has it among several.
    fn fits(&self, cell: &str, labels: &Labels) -> bool {
        let is = |own: &str| {
            own == self.value || self.is_english && in_english(own).as_deref() == Some(self.value)
        };
        let fits = match self.made {
            Some(made) => labels.keys(made, cell).iter().any(|own| is(own.key.id())),
            None => is(cell) || cell.split('|').any(is),
        };
        fits != self.is_not
    }
}

/// The dimension that a field of a filter is, where no column holds its values.
fn made(field: &str) -> Option<&'static Dimension> {
    let is_made =
        |own: &Dimension| own.is_derived() || matches!(own.how, How::Group(_) | How::Period(_));
    DIMENSIONS
        .iter()
        .find(|own| own.id == field && is_made(own))
}

/// The columns that a filter looks at.
pub(super) fn columns(filter: &Filter) -> Vec<&str> {
    let mut columns = Vec::new();
    for condition in Condition::all(filter) {
        match condition.made.and_then(Dimension::derived) {
            Some(derived) => columns.extend(derived.from),
            // Every run reads what periods are made of.
            None if condition.period().is_some() => {}
            None => columns.push(condition.column),
        }
    }
    columns
}

/// Applies a filter.
pub(crate) fn keep(rows: &[Box<Row>], scope: &Scope, filter: &Filter) -> Kept {
    if filter.is_empty() {
        return Kept {
            rows: (0..rows.len()).collect(),
            undated: 0,
        };
    }
    let labels = Labels::new(Language::En, &scope.editions);
    let mut fitting = vec![true; rows.len()];
    let mut conditions = Vec::new();
    for condition in Condition::all(filter) {
        if let Some(period) = condition.period() {
            let column = |name: &'static str| {
                let cells = cells(&[name], rows, scope).pop();
                cells.ok_or_else(|| CountError::Column(name.to_owned()))
            };
            let fits = |cell: &str| cell == condition.value;
            match Periods::texts_of::<CountError>(period, &scope.editions, column) {
                Ok(texts) => mark_equal(&mut fitting, &Cells::Text(texts), Stored::Text, fits),
                // A selection that keeps nothing is told; one that keeps all would not be.
                Err(_) => fitting.fill(false),
            }
            continue;
        }
        match condition.made.and_then(Dimension::derived) {
            Some(derived) => {
                let cells = Cells::Text(derived.texts(&cells(derived.from, rows, scope)));
                let fits = |cell: &str| condition.fits(cell, &labels);
                mark_equal(&mut fitting, &cells, Stored::Text, fits);
            }
            None => conditions.push(condition),
        }
    }
    let bounds = filter.bounds();
    let mut kept = Kept::default();
    let mut cell = String::new();
    for (position, row) in rows.iter().enumerate() {
        let organisation = filter.organisation.as_deref();
        if organisation.is_some_and(|number| row.organisation_number().as_str() != number)
            || !fitting[position]
            || !conditions
                .iter()
                .all(|condition| has(row, scope, condition, (&labels, &mut cell)))
        {
            continue;
        }
        match in_period(row, bounds) {
            Some(true) => kept.rows.push(position),
            Some(false) => {}
            None => kept.undated += 1,
        }
    }
    kept
}

/// Some columns of the rows of a run, typed.
fn cells(names: &[&'static str], rows: &[Box<Row>], scope: &Scope) -> Vec<Cells> {
    let columns = names.iter().filter_map(|name| Some((*name, column(name)?)));
    let columns = columns.map(|(name, column)| -> (&'static str, CellOf<'_>) {
        (
            name,
            Box::new(move |at: usize| column.cell(&rows[at], scope)),
        )
    });
    run_of(0..rows.len(), rows.len(), &columns.collect::<Vec<_>>())
}

/// Whether a row fits a condition.
fn has(
    row: &Row,
    scope: &Scope,
    condition: &Condition,
    (labels, cell): (&Labels, &mut String),
) -> bool {
    cell.clear();
    match (
        column(condition.column),
        condition.column.strip_prefix("extra."),
    ) {
        (Some(column), _) => column.cell(row, scope).write(cell),
        (None, Some(extra)) => row.extra(extra).write(cell),
        (None, None) => {}
    }
    condition.fits(cell, labels)
}

/// Whether the period date lies within the bounds; `None` if it cannot be told.
fn in_period(row: &Row, bounds: Window) -> Option<bool> {
    if bounds == (None, None) {
        return Some(true);
    }
    within(period(row)?, bounds)
}

/// Whether an interval lies within the bounds; `None` if only a part of it does.
pub(super) fn within((earliest, latest): (Instant, Instant), (from, to): Window) -> Option<bool> {
    let within = |date: jiff::civil::Date| {
        from.is_none_or(|from| date >= from) && to.is_none_or(|to| date <= to)
    };
    let (first, last) = (within(earliest.date()), within(latest.date()));
    (first == last).then_some(first)
}

/// Which rows of records a filter keeps.
#[derive(Debug)]
pub(super) struct Marks {
    /// By row.
    pub(super) keep: Vec<bool>,
    /// Rows left out because their period date is unknown or spans the bound.
    pub(super) undated: usize,
}

/// Applies a filter to records; `None` if it restricts nothing.
pub(super) fn marks(
    records: &Records,
    filter: &Filter,
    editions: &[&'static Edition],
) -> Result<Option<Marks>, AgainError> {
    if filter.is_empty() {
        return Ok(None);
    }
    let mut marks = Marks {
        keep: vec![true; records.len()],
        undated: 0,
    };
    if let Some(number) = &filter.organisation {
        let name = "organisation_number";
        mark_equal(
            &mut marks.keep,
            &records.cells(name)?,
            Stored::of(name),
            |cell| cell == number,
        );
    }
    let labels = Labels::new(Language::En, editions);
    for condition in Condition::all(filter) {
        if let Some(period) = condition.period() {
            let column = |name: &'static str| Ok::<_, AgainError>(records.cells(name)?);
            let texts = Periods::texts_of(period, editions, column)?;
            let fits = |cell: &str| cell == condition.value;
            mark_equal(&mut marks.keep, &Cells::Text(texts), Stored::Text, fits);
            continue;
        }
        if let Some(derived) = condition.made.and_then(Dimension::derived) {
            let columns = derived.from.iter().map(|name| records.cells(name));
            let cells = derived.texts(&columns.collect::<Result<Vec<_>, _>>()?);
            let fits = |cell: &str| condition.fits(cell, &labels);
            mark_equal(&mut marks.keep, &Cells::Text(cells), Stored::Text, fits);
            continue;
        }
        let name = condition.column;
        if Stored::of(name) != Stored::Text && condition.value.starts_with('(') {
            return Err(AgainError::Word(name.to_owned()));
        }
        mark_equal(
            &mut marks.keep,
            &records.cells(name)?,
            Stored::of(name),
            |cell| condition.fits(cell, &labels),
        );
    }
    if filter.bounds() != (None, None) {
        mark_period(&mut marks, records, filter.bounds())?;
    }
    Ok(Some(marks))
}

/// Whether records have a filing that a filter keeps.
///
/// # Errors
/// A column that a part does not have, or that holds something else.
pub(crate) fn any_kept(
    records: &Records,
    filter: &Filter,
    editions: &[&'static Edition],
) -> Result<bool, AgainError> {
    let marks = marks(records, filter, editions)?;
    Ok(marks.is_none_or(|marks| marks.keep.contains(&true)))
}

/// Leaves out the rows whose cell does not fit.
fn mark_equal(keep: &mut [bool], cells: &Cells, stored: Stored, fits: impl Fn(&str) -> bool) {
    match cells {
        Cells::Text(texts) => {
            let fitting: Vec<bool> = texts.texts().into_iter().map(fits).collect();
            keep.iter_mut()
                .zip(texts.cells.iter())
                .for_each(|(keep, cell)| *keep &= fitting[cell as usize]);
        }
        Cells::Number(numbers) => {
            for (keep, number) in keep.iter_mut().zip(numbers.iter()) {
                *keep &= number.is_some_and(|number| fits(&written(number, stored)));
            }
        }
    }
}

/// A number as it stands in records.csv.
pub(super) fn written(number: i64, stored: Stored) -> String {
    match stored {
        Stored::Instant => Instant(number as i32).to_string(),
        Stored::Decimal => Cell::Hours(number).to_string(),
        Stored::Bound if number == OPEN => "inf".to_owned(),
        _ => number.to_string(),
    }
}

/// Leaves out the rows whose period date lies outside the bounds or cannot be told.
fn mark_period(marks: &mut Marks, records: &Records, bounds: Window) -> Result<(), AgainError> {
    let starts = moments(records, "discovered")?.into_iter();
    let starts = starts.zip(moments(records, "aware")?);
    let intervals = moments(records, "received")?
        .into_iter()
        .zip(starts.map(|(discovered, aware)| aware.or(discovered)));
    for (keep, (received, start)) in marks
        .keep
        .iter_mut()
        .zip(intervals)
        .filter(|(keep, _)| **keep)
    {
        let fits = received.or(start).and_then(|ends| within(ends, bounds));
        *keep = fits == Some(true);
        marks.undated += usize::from(fits.is_none());
    }
    Ok(())
}

/// An interval of instants, if it is known.
type Ends = Option<(Instant, Instant)>;

/// The intervals of one moment.
fn moments(records: &Records, name: &str) -> Result<Vec<Ends>, AgainError> {
    let ends = [
        records.cells(&format!("{name}_earliest"))?,
        records.cells(&format!("{name}_latest"))?,
    ];
    let [Cells::Number(earliest), Cells::Number(latest)] = ends else {
        return Err(CountError::Column(name.to_owned()).into());
    };
    let instant = |minutes: i64| Instant(minutes as i32);
    let ends = earliest.iter().zip(latest.iter());
    Ok(ends
        .map(|(earliest, latest)| earliest.map(instant).zip(latest.map(instant)))
        .collect())
}
