//! records.parquet read back, one column of one row group at a time, in blocks
//! of the file: no map of it, no column that is not asked for. Files that other
//! tools wrote anew are taken too, as long as the columns have their meaning.

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use polars::prelude::*;
use polars_io::parquet::metadata::FileMetadataRef;
use polars_io::parquet::read::_internal::to_deserializer;
use polars_io::parquet::read::{ParquetReader, infer_schema};

use crate::config::{Message, Words};
use crate::intake::Failure;
use crate::records::{Held, Interned, Numbers, OPEN, ROW, RecordsError, Stored};

/// The description of a file: where its columns lie.
pub(super) struct File {
    shown: String,
    metadata: FileMetadataRef,
    schema: ArrowSchema,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File")
            .field("shown", &self.shown)
            .finish_non_exhaustive()
    }
}

impl File {
    /// Reads the description, and makes sure that the wanted columns are there.
    pub(super) fn open(path: &Path, shown: &str, wanted: &[&str]) -> Result<Self, RecordsError> {
        let unreadable = |reason: Message| RecordsError::Unreadable {
            file: shown.to_owned(),
            reason,
        };
        let file =
            fs::File::open(path).map_err(|error| unreadable(Failure::from(&error).wording()))?;
        let no_parquet = |_: PolarsError| unreadable(NO_PARQUET.into());
        let metadata =
            guarded(|| ParquetReader::new(file).get_metadata().cloned()).map_err(no_parquet)?;
        let schema = infer_schema(&metadata).map_err(no_parquet)?;
        let is_missing =
            |name: &str| schema.get(name).is_none() && Stored::of_earlier(name).is_none();
        match wanted.iter().find(|name| is_missing(name)) {
            Some(name) => Err(RecordsError::Column {
                file: shown.to_owned(),
                column: (*name).to_owned(),
            }),
            None => Ok(Self {
                shown: shown.to_owned(),
                metadata,
                schema,
            }),
        }
    }

    /// Whether it has a column.
    pub(super) fn has(&self, name: &str) -> bool {
        self.schema.get(name).is_some()
    }

    /// How many rows it has.
    pub(super) fn rows(&self) -> usize {
        self.metadata.num_rows
    }

    /// Adds a column of texts to `all`.
    pub(super) fn texts(
        &self,
        path: &Path,
        name: &str,
        all: &mut Interned,
    ) -> Result<(), RecordsError> {
        let (wrong, held) = (|| self.wrong(name, Stored::Text), Held::of(name));
        let start = all.cells.len();
        self.each_group(
            path,
            name,
            &|_| Some(ArrowDataType::Utf8View),
            &mut |series| {
                let texts = series.str().map_err(|_| wrong())?;
                if texts.null_count() > 0 {
                    return Err(wrong());
                }
                add_texts(texts, held, all).ok_or_else(|| RecordsError::Foreign {
                    file: self.shown.clone(),
                    place: ROW.with("at", all.cells.len() - start + 1),
                    column: name.to_owned(),
                })
            },
        )
    }

    /// Adds a column of numbers to `all`.
    pub(super) fn numbers(
        &self,
        path: &Path,
        name: &str,
        all: &mut Numbers,
    ) -> Result<(), RecordsError> {
        let stored = Stored::of(name);
        let wrong = || self.wrong(name, stored);
        let own = self
            .schema
            .get(name)
            .map(|field| field.dtype.clone())
            .unwrap_or_default();
        self.each_group(path, name, &|dtype| plain(dtype, stored), &mut |series| {
            add_numbers(&series, stored, &own, all).map_err(|_| wrong())
        })
    }

    /// Reads a column row group by row group.
    fn each_group(
        &self,
        path: &Path,
        name: &str,
        read_as: &dyn Fn(&ArrowDataType) -> Option<ArrowDataType>,
        take: &mut dyn FnMut(Series) -> Result<(), RecordsError>,
    ) -> Result<(), RecordsError> {
        let unreadable = |reason: Message| RecordsError::Unreadable {
            file: self.shown.clone(),
            reason,
        };
        let damaged = || {
            unreadable(
                Words::new(
                    "kolumnen `{name}` är skadad",
                    "its column `{name}` is damaged",
                )
                .with("name", name),
            )
        };
        let Some(own) = self.schema.get(name) else {
            return Err(RecordsError::Column {
                file: self.shown.clone(),
                column: name.to_owned(),
            });
        };
        let dtype = read_as(&own.dtype).ok_or_else(|| self.wrong(name, Stored::of(name)))?;
        let field = ArrowField::new(name.into(), dtype, true);
        let mut file =
            fs::File::open(path).map_err(|error| unreadable(Failure::from(&error).wording()))?;
        for group in &self.metadata.row_groups {
            let chunk = group
                .columns_under_root_iter(name)
                .and_then(|mut chunks| chunks.next());
            let chunk = chunk.ok_or_else(damaged)?;
            let range = chunk.byte_range();
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(range.start))
                .and_then(|_| {
                    (&mut file)
                        .take(range.end - range.start)
                        .read_to_end(&mut bytes)
                })
                .map_err(|error| unreadable(Failure::from(&error).wording()))?;
            let series = guarded(|| {
                let (arrays, _) =
                    to_deserializer(vec![(chunk, bytes.into())], field.clone(), None)?;
                Series::try_from((&field, arrays))
            });
            let series = series.map_err(|_| damaged())?;
            if series.len() != group.num_rows() {
                return Err(damaged());
            }
            take(series)?;
        }
        Ok(())
    }

    fn wrong(&self, column: &str, stored: Stored) -> RecordsError {
        RecordsError::Type {
            file: self.shown.clone(),
            column: column.to_owned(),
            expected: stored.words(),
        }
    }
}

const NO_PARQUET: Words = Words::new(
    "det är ingen Parquetfil, eller en avkortad",
    "it is no Parquet file, or a cut one",
);

/// Runs code of the library that panics at some damaged files.
pub(super) fn guarded<T>(read: impl FnOnce() -> PolarsResult<T>) -> PolarsResult<T> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(PolarsError::ComputeError("the file is damaged".into())))
}

/// The type to read a column as: instants as the integers that they are stored
/// as, so that no support for dates is needed.
fn plain(own: &ArrowDataType, stored: Stored) -> Option<ArrowDataType> {
    match (own, stored) {
        (ArrowDataType::Timestamp(..), Stored::Instant) => Some(ArrowDataType::Int64),
        (_, Stored::Instant) => None,
        (
            ArrowDataType::Int64
            | ArrowDataType::Int32
            | ArrowDataType::UInt32
            | ArrowDataType::UInt64
            | ArrowDataType::Float64,
            _,
        ) => Some(own.clone()),
        _ => None,
    }
}

/// Adds texts as they may be shown, up to the first that the column cannot hold.
fn add_texts(texts: &StringChunked, held: Held, all: &mut Interned) -> Option<()> {
    for array in texts.downcast_iter() {
        // Texts of up to 12 bytes stand in their view, longer ones behind it:
        // in one array equal views are equal texts, and few are distinct.
        let mut known: PlHashMap<u128, u32> = PlHashMap::default();
        for (at, view) in array.views().iter().enumerate() {
            let view = view.as_u128();
            let id = if let Some(id) = known.get(&view) {
                *id
            } else {
                let id = all.id(&held.read(array.value(at))?);
                known.insert(view, id);
                id
            };
            all.cells.push(id);
        }
    }
    Some(())
}

fn add_numbers(
    series: &Series,
    stored: Stored,
    own: &ArrowDataType,
    all: &mut Numbers,
) -> PolarsResult<()> {
    match (stored, series.dtype()) {
        (Stored::Instant, _) => {
            let per_minute = 60 * per_second(own);
            let instants = series.i64()?.iter();
            add_all(
                instants.map(|instant| instant.map(|instant| Some(instant.div_euclid(per_minute)))),
                stored,
                all,
            )
        }
        (Stored::Bound | Stored::Decimal, _) | (_, DataType::Float64) => {
            let numbers = series.cast(&DataType::Float64)?;
            add_all(
                numbers
                    .f64()?
                    .iter()
                    .map(|number| number.map(|number| whole(number, stored))),
                stored,
                all,
            )
        }
        (Stored::Count | Stored::Text, _) => {
            // What 64 bits do not hold is an error, and not none.
            let numbers = series.strict_cast(&DataType::Int64)?;
            add_all(
                numbers.i64()?.iter().map(|number| number.map(Some)),
                stored,
                all,
            )
        }
    }
}

/// Adds numbers, `None` for null; an error for what cannot stand in the column.
fn add_all(
    numbers: impl Iterator<Item = Option<Option<i64>>>,
    stored: Stored,
    all: &mut Numbers,
) -> PolarsResult<()> {
    let mut holds = true;
    all.extend(numbers.map(|number| {
        let number = number?;
        holds &= number.is_some_and(|number| stored.holds(number));
        number
    }));
    if holds {
        Ok(())
    } else {
        Err(PolarsError::OutOfBounds(
            "a number that is none of ours".into(),
        ))
    }
}

/// Below this, a float holds every whole number.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number as it is kept; `None` for what is not whole or no number.
fn whole(number: f64, stored: Stored) -> Option<i64> {
    if stored == Stored::Bound && number == f64::INFINITY {
        return Some(OPEN);
    }
    let scaled = if stored == Stored::Decimal {
        (number * 100.0).round()
    } else {
        number
    };
    // All numbers that may stand there are far below what a float holds exactly.
    let is_whole = scaled.is_finite() && scaled.fract() == 0.0 && scaled.abs() < EXACT;
    let number = is_whole.then_some(scaled as i64);
    number.filter(|number| stored.holds(*number))
}

/// Units of a timestamp in a second.
fn per_second(own: &ArrowDataType) -> i64 {
    match own {
        ArrowDataType::Timestamp(ArrowTimeUnit::Second, _) => 1,
        ArrowDataType::Timestamp(ArrowTimeUnit::Millisecond, _) => 1_000,
        ArrowDataType::Timestamp(ArrowTimeUnit::Nanosecond, _) => 1_000_000_000,
        _ => 1_000_000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(series: &Series, stored: Stored) -> Option<Vec<Option<i64>>> {
        let mut all = Numbers::default();
        add_numbers(series, stored, &ArrowDataType::Null, &mut all).ok()?;
        Some(all.iter().collect())
    }

    #[test]
    fn what_is_no_number_of_ours_is_neither_none_nor_zero() {
        let floats = |numbers: &[f64]| Series::new("n".into(), numbers);
        assert_eq!(
            added(&floats(&[1.0, f64::INFINITY]), Stored::Bound),
            Some(vec![Some(1), Some(OPEN)])
        );
        assert_eq!(
            added(&floats(&[-0.5, 72.02]), Stored::Decimal),
            Some(vec![Some(-50), Some(7202)])
        );
        for wrong in [f64::NAN, f64::NEG_INFINITY, 12.5, -1.0, 1e13] {
            assert_eq!(added(&floats(&[wrong]), Stored::Bound), None, "{wrong}");
            assert_eq!(added(&floats(&[wrong]), Stored::Count), None, "{wrong}");
        }
        assert_eq!(added(&floats(&[f64::INFINITY]), Stored::Decimal), None);
        let counts = |numbers: &[Option<i64>]| Series::new("n".into(), numbers);
        assert_eq!(
            added(&counts(&[Some(7), None]), Stored::Count),
            Some(vec![Some(7), None])
        );
        for wrong in [i64::MIN, -1, i64::MAX] {
            assert_eq!(
                added(&counts(&[Some(wrong)]), Stored::Count),
                None,
                "{wrong}"
            );
        }
        assert_eq!(
            added(&Series::new("n".into(), &[u64::MAX]), Stored::Count),
            None
        );
    }
}
