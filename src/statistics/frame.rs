//! The frame: one row per notification, the columns of the records that are
//! counted. Choices are Enum columns with sorted categories, hours and counts
//! are integers, null where there is no value. polars groups and counts it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use polars::prelude::*;
use rayon::prelude::*;

use crate::config::Copies;
use crate::form::{Edition, Key};
use crate::records::{Cells, Interned, Numbers, OPEN, enum_column, in_order, number_column};
use crate::row::Cell;

mod gathered;
mod periods;

use crate::statistics::derived::Derived;
use crate::statistics::dimension::{COPY, DIMENSIONS, KIND, Source, WITHDRAWN};
use crate::statistics::error::CountError;
pub(super) use gathered::{by_rows, run_of};
use periods::PERIODS;
pub(super) use periods::Periods;
#[cfg(test)]
pub(super) use periods::state_of_discovery;

/// The columns that are counted by their text: those of all dimensions, but for what is
/// asked where a moment is missing and for what is made here.
fn text(editions: &[&'static Edition]) -> Vec<&'static str> {
    let asked = DIMENSIONS.iter().filter(|own| own.is_asked(editions));
    let columns = asked.filter_map(|own| match own.source {
        Source::Column(column) => Some(column),
        Source::Moments | Source::Derived(_) => None,
    });
    let mut columns: Vec<&str> = columns.collect();
    columns.retain(|column| !ASKED.contains(column));
    columns.dedup();
    columns
}

/// The dimensions whose values a function makes.
fn derived() -> impl Iterator<Item = (&'static str, Derived)> {
    DIMENSIONS
        .iter()
        .filter_map(|own| Some((own.id, own.derived()?)))
}
/// Counted by their text too, and asked where a moment is missing.
const ASKED: [&str; 3] = ["states", KIND, "form"];
/// The kind that is counted, unless kinds are.
const INITIAL: &str = "initial";
/// Which filing counts instead.
const COPY_OF: &str = "copy_of";
/// Whether the case was withdrawn.
const IS_WITHDRAWN: &str = "withdrawn";
/// What a notification was read from.
const FORMAT: &str = "format";
/// Hours, kept as hundredths; whole numbers.
const NUMBERS: &[&str] = &[
    "elapsed_hours_min",
    "elapsed_hours_max",
    "data_subjects_exact",
    "data_subjects_min",
    "data_subjects_max",
];
/// The moments that periods are taken from.
const INSTANTS: &[&str] = &[
    "received_earliest",
    "received_latest",
    "discovered_earliest",
    "discovered_latest",
];

/// The moment that stands for the discovery where an edition asks when the controller became
/// aware.
const AWARE: [&str; 2] = ["aware_earliest", "aware_latest"];

/// Stands for an open upper bound in integer columns.
pub(super) const INFINITE: i64 = OPEN;

/// The cells of a column, by the index of their row.
pub(super) type CellOf<'c> = Box<dyn Fn(usize) -> Cell<'c> + Sync + 'c>;

/// The columns of the records that a frame is built from, each once.
pub(super) fn wanted(editions: &[&'static Edition]) -> Vec<&'static str> {
    let mut wanted = text(editions);
    if Edition::any_asks(editions, Key::IncidentAwareDate) {
        wanted.extend(AWARE);
    }
    for columns in [
        &ASKED[..],
        NUMBERS,
        INSTANTS,
        &[COPY_OF, IS_WITHDRAWN, FORMAT],
    ] {
        wanted.extend(columns);
    }
    wanted.extend(derived().flat_map(|(_, derived)| derived.from));
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

/// Notifications as a polars frame.
#[derive(Debug)]
pub(crate) struct Frame {
    /// All filings.
    filings: DataFrame,
    /// How many are first notifications, and how many copies that do not count.
    notifications: usize,
    copies: usize,
    withdrawn: usize,
    /// The sorted categories of each Enum column.
    categories: BTreeMap<&'static str, Vec<Box<str>>>,
    /// How many first notifications are dated by their discovery.
    pub(super) by_discovery: usize,
    /// Those of mass incidents alone, if there are any.
    pub(super) mass: Option<Box<Self>>,
}

/// The numbers of a column, and those of another where it has none.
fn either(first: &Cells, second: &Cells) -> Cells {
    let (Cells::Number(first), Cells::Number(second)) = (first, second) else {
        return first.clone();
    };
    let mut both = Numbers::with_capacity(first.len());
    let pairs = first.iter().zip(second.iter());
    pairs.for_each(|(first, second)| both.push(first.or(second)));
    Cells::Number(both)
}

/// So many rows are counted at a time: each set has a number for each of them.
const ROWS: usize = 65_536;

/// One combination of texts that was counted.
pub(super) type Combination = (Vec<String>, u64);

impl Frame {
    /// Builds a frame of `len` rows; `column` gives the cells of a
    /// column of the records.
    ///
    /// # Errors
    /// What the library says.
    pub(super) fn build<'c>(
        len: usize,
        extras: &[&'static str],
        (copies, editions): (Copies, &[&'static Edition]),
        column: impl Fn(&'static str) -> CellOf<'c> + Sync,
    ) -> Result<Self, CountError> {
        let columns: Vec<(&'static str, CellOf<'c>)> = wanted(editions)
            .into_iter()
            .chain(extras.iter().copied())
            .map(|name| (name, column(name)))
            .collect();
        let names = columns.iter().map(|(name, _)| *name);
        let built: HashMap<&str, Cells> = names.zip(by_rows(len, &columns)).collect();
        // Each is taken out when it is asked for: those of a large run are no small thing to copy.
        // Only what values are made of is asked for more than once.
        let built = Mutex::new(built);
        let stays = |name| derived().any(|(_, derived)| derived.from.contains(&name));
        Self::of_columns(None, extras, (copies, editions), |name| {
            let mut built = built.lock().unwrap_or_else(PoisonError::into_inner);
            let cells = if stays(name) {
                built.get(name).cloned()
            } else {
                built.remove(name)
            };
            cells.ok_or_else(|| CountError::Column(name.to_owned()))
        })
    }

    /// Builds a frame from typed columns, of the rows that `keep` marks, else of
    /// all. `extras` are the columns of extra dimensions.
    ///
    /// # Errors
    /// Those of `column`, and what the library says.
    pub(super) fn of_columns<E: Send + From<CountError>>(
        keep: Option<&[bool]>,
        extras: &[&'static str],
        (copies, editions): (Copies, &[&'static Edition]),
        column: impl Fn(&'static str) -> Result<Cells, E> + Sync,
    ) -> Result<Self, E> {
        let column = |name| column(name).map(|cells| kept(cells, keep));
        let read = |names: &[&'static str]| in_order(names.par_iter().map(|name| column(name)));
        let (mut moments, mut asked) = (read(INSTANTS)?, read(&ASKED)?);
        if Edition::any_asks(editions, Key::IncidentAwareDate) {
            for (moment, aware) in moments[2..].iter_mut().zip(read(&AWARE)?) {
                *moment = either(moment, &aware);
            }
        }
        let initial = Some(INITIAL);
        give_kind(
            &mut asked[1],
            &column(IS_WITHDRAWN)?,
            ("no", initial, WITHDRAWN),
        );
        if copies == Copies::Aside {
            give_kind(&mut asked[1], &column(COPY_OF)?, ("none", None, COPY));
        }
        let of_asked = [0, 1, 2].map(|at| &asked[at]);
        let periods = Periods::new(&moments, of_asked, &column(FORMAT)?, editions)?;
        drop(moments);
        let by_discovery = periods.by_discovery;
        let texts = text(editions);
        let rest = texts.par_iter().chain(NUMBERS).chain(extras);
        let mut columns = in_order(rest.map(|name| Ok::<_, E>(Built::new(name, column(name)?)?)))?;
        for (name, cells) in ASKED.iter().zip(asked) {
            columns.push(Built::new(name, cells)?);
        }
        for (id, derived) in derived() {
            let texts = derived.texts(&read(derived.from)?);
            columns.push(Built::new(id, Cells::Text(texts))?);
        }
        for (period, texts) in PERIODS.iter().zip(periods.texts) {
            columns.push(Built::new(period.column(), Cells::Text(texts))?);
        }
        let height = columns.first().map_or(0, |first| first.column.len());
        let mut categories = BTreeMap::new();
        let columns = columns.into_iter().map(
            |Built {
                 name,
                 column,
                 texts,
             }| {
                categories.insert(name, texts);
                column
            },
        );
        let filings = DataFrame::new(height, columns.collect()).map_err(CountError::from)?;
        let kinds = physical(&filings, KIND).map_err(CountError::from)?;
        let many = |kind| {
            let id = id_of(kind, &categories[KIND]);
            kinds.into_no_null_iter().filter(|own| *own == id).count()
        };
        Ok(Self {
            notifications: many(INITIAL),
            copies: many(COPY),
            withdrawn: many(WITHDRAWN),
            filings,
            categories,
            by_discovery,
            mass: None,
        })
    }

    /// Some columns of first notifications alone, or of all filings if they are all such: of so
    /// many rows from `start` on. No column is copied before it is asked for: all of them together
    /// are not small.
    fn initial(&self, columns: &[&str], start: usize, len: usize) -> PolarsResult<LazyFrame> {
        let with_kind = columns.iter().chain([&KIND]).collect::<BTreeSet<_>>();
        let some = self.filings.select(with_kind.into_iter().copied())?;
        let some = some.slice(start as i64, len).lazy();
        if self.notifications == self.filings() {
            return Ok(some);
        }
        let initial = lit(id_of(INITIAL, &self.categories[KIND]));
        Ok(some.filter(col(KIND).to_physical().cast(DataType::UInt32).eq(initial)))
    }

    /// How many filings there are, supplements included.
    pub(crate) fn filings(&self) -> usize {
        self.filings.height()
    }

    /// How many filings are copies or later versions that are not counted.
    pub(crate) fn copies(&self) -> usize {
        self.copies
    }

    /// How many first notifications were withdrawn.
    pub(crate) fn withdrawn(&self) -> usize {
        self.withdrawn
    }

    /// How many first notifications there are.
    pub(crate) fn notifications(&self) -> usize {
        self.notifications
    }

    /// Counts the combinations of texts of each set of columns, several sets in one
    /// query: first notifications only, unless `kind` itself is counted.
    ///
    /// # Errors
    /// What the library says.
    pub(super) fn count(&self, sets: &[Vec<&str>]) -> Result<Vec<Vec<Combination>>, CountError> {
        let mut sums = vec![BTreeMap::new(); sets.len()];
        for start in (0..self.filings()).step_by(ROWS) {
            let plans = sets
                .iter()
                .map(|set| Ok(self.plan(set, start)?.logical_plan));
            let plans = plans.collect::<PolarsResult<_>>()?;
            let counted =
                LazyFrame::collect_all_with_engine(plans, Engine::InMemory, OptFlags::default())?;
            for ((set, sums), counted) in sets.iter().zip(&mut sums).zip(counted) {
                add(sums, set, &counted)?;
            }
        }
        let sets = sets.iter().zip(&sums);
        sets.map(|(set, sums)| self.combinations(set, sums))
            .collect()
    }

    /// The query of one set over the rows from `start` on: the columns packed into one number,
    /// which is grouped several times faster than several columns are.
    fn plan(&self, set: &[&str], start: usize) -> PolarsResult<LazyFrame> {
        let rows = if set.contains(&KIND) {
            let some = self.filings.select(set.iter().copied())?;
            some.slice(start as i64, ROWS).lazy()
        } else {
            self.initial(set, start, ROWS)?
        };
        let packed = set.iter().fold(lit(0u64), |packed, name| {
            packed * lit(self.categories_of(name).len() as u64)
                + col(*name).to_physical().cast(DataType::UInt64)
        });
        let packed = rows.select([packed.alias("combination")]);
        let counted = packed.group_by([col("combination")]);
        Ok(counted.agg([len().alias("notifications")]))
    }

    /// The counted numbers unpacked to texts.
    fn combinations(
        &self,
        set: &[&str],
        sums: &BTreeMap<u64, u64>,
    ) -> Result<Vec<Combination>, CountError> {
        let unpacked = sums.iter().map(|(packed, count)| {
            let mut rest = *packed;
            let mut texts = vec![String::new(); set.len()];
            for (text, name) in texts.iter_mut().zip(set).rev() {
                let categories = self.categories_of(name);
                let many = categories.len().max(1) as u64;
                let category = categories.get((rest % many) as usize);
                *text = category.ok_or_else(|| lost(set))?.to_string();
                rest /= many;
            }
            Ok((texts, *count))
        });
        unpacked.collect()
    }

    /// How many combinations of texts a set of columns can have at most.
    pub(super) fn combinations_of(&self, set: &[&str]) -> usize {
        let texts = set.iter().map(|name| self.categories_of(name).len().max(1));
        texts.fold(1, usize::saturating_mul)
    }

    /// The texts of a column, by category.
    pub(super) fn categories_of(&self, name: &str) -> &[Box<str>] {
        self.categories.get(name).map_or(&[], Vec::as_slice)
    }

    /// For each first notification the category of its text in a column.
    ///
    /// # Errors
    /// There is no such column.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<u32>, CountError> {
        let column = self.initial(&[name], 0, self.filings())?.collect()?;
        Ok(physical(&column, name)?.into_no_null_iter().collect())
    }

    /// For each first notification its number in a column.
    ///
    /// # Errors
    /// There is no such column, or it holds no numbers.
    pub(super) fn numbers(
        &self,
        name: &str,
    ) -> Result<impl Iterator<Item = Option<i64>>, CountError> {
        let column = self.initial(&[name], 0, self.filings())?.collect()?;
        let numbers = column.column(name)?.i64()?.rechunk().into_owned();
        Ok((0..numbers.len()).map(move |row| numbers.get(row)))
    }
}

/// Adds what was counted of some rows to the sums of those before.
fn add(sums: &mut BTreeMap<u64, u64>, set: &[&str], counted: &DataFrame) -> Result<(), CountError> {
    let packed = counted.column("combination")?.u64()?;
    let counts = counted.column("notifications")?.cast(&DataType::UInt64)?;
    for (packed, count) in packed.iter().zip(counts.u64()?.iter()) {
        let (packed, count) = packed.zip(count).ok_or_else(|| lost(set))?;
        *sums.entry(packed).or_default() += count;
    }
    Ok(())
}

/// A set whose numbers are none.
fn lost(set: &[&str]) -> CountError {
    CountError::Column(set.join(", "))
}

/// The place of a kind among those that there are; one beyond if it is none of them.
fn id_of(kind: &str, kinds: &[Box<str>]) -> u32 {
    let at = kinds.iter().position(|own| **own == *kind);
    at.unwrap_or(kinds.len()) as u32
}

/// The categories of an Enum column as numbers.
fn physical(data: &DataFrame, name: &str) -> PolarsResult<UInt32Chunked> {
    let ids = data
        .column(name)?
        .to_physical_repr()
        .cast(&DataType::UInt32)?;
    Ok(ids.u32()?.clone())
}

/// A column of the frame with the categories of its texts.
struct Built {
    name: &'static str,
    column: Column,
    texts: Vec<Box<str>>,
}

impl Built {
    fn new(name: &'static str, cells: Cells) -> Result<Self, CountError> {
        match cells {
            Cells::Text(texts) => {
                let (texts, cells) = texts.sorted();
                Ok(Self {
                    name,
                    column: enum_column(name, &texts, cells)?,
                    texts,
                })
            }
            Cells::Number(numbers) => Ok(Self {
                name,
                column: number_column::<Int64Type>(name, numbers.iter()),
                texts: Vec::new(),
            }),
        }
    }
}

/// Gives filings that do not count a kind of their own: those of a kind, if one is named, in
/// whose column stands another word than this one.
fn give_kind(
    kinds: &mut Cells,
    column: &Cells,
    (word, only, given): (&str, Option<&str>, &'static str),
) {
    let (Cells::Text(kinds), Cells::Text(column)) = (kinds, column) else {
        return;
    };
    let is_meant: Vec<bool> = column.texts().iter().map(|text| *text != word).collect();
    if !is_meant.contains(&true) {
        return;
    }
    let texts: Vec<String> = kinds.texts().into_iter().map(str::to_owned).collect();
    let mut made = Interned::with_capacity(kinds.cells.len());
    for (kind, cell) in kinds.cells.iter().zip(column.cells.iter()) {
        let kind = &texts[kind as usize];
        let is_given = is_meant[cell as usize] && only.is_none_or(|only| only == kind);
        made.push(if is_given { given } else { kind });
    }
    *kinds = made;
}

/// The cells of the rows that `keep` marks.
pub(super) fn kept(cells: Cells, keep: Option<&[bool]>) -> Cells {
    let Some(keep) = keep else { return cells };
    let mut marks = keep.iter();
    let next = || marks.next().copied().unwrap_or(false);
    match cells {
        Cells::Text(mut texts) => {
            texts.cells.retain(next);
            Cells::Text(texts)
        }
        Cells::Number(mut numbers) => {
            numbers.retain(next);
            Cells::Number(numbers)
        }
    }
}
