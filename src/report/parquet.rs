//! records.parquet: the columns of records.csv, typed. Written row group by row
//! group, so that memory stays small; groups have a fixed size and nothing in
//! the file depends on threads or on the machine.

use std::borrow::Cow;
use std::io::{self, Write};

use polars::prelude::*;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};
use polars_parquet::write::ZstdLevel;
use rayon::prelude::*;

use crate::records::{Cells, Gathered, Interned, OPEN, Stored, enum_column};
use crate::report::cells;
use crate::row::{COLUMNS, Row, Scope};

/// Rows of a row group. Small enough that a group is built in some ten megabytes.
const GROUP: usize = 1 << 14;

/// Writes the file.
pub(super) fn records(out: impl Write, rows: &[&Row], scope: &Scope) -> io::Result<()> {
    let writer = ParquetWriter::new(out)
        .with_compression(ParquetCompression::Zstd(ZstdLevel::try_new(1).ok()))
        .batched(&schema(scope))
        .map_err(io::Error::other)?;
    let mut writer = writer;
    let threads = rayon::current_num_threads();
    for groups in rows.chunks(GROUP * threads) {
        let frames: Vec<DataFrame> = groups
            .par_chunks(GROUP)
            .map(|group| DataFrame::new(group.len(), columns_of(group, scope)?))
            .collect::<PolarsResult<_>>()
            .map_err(io::Error::other)?;
        for frame in frames {
            writer.write_batch(&frame).map_err(io::Error::other)?;
        }
    }
    writer.finish().map_err(io::Error::other)?;
    Ok(())
}

/// The types in the file. Instants are handed over as the integers that they
/// are stored as; only the schema says what they are, so that no support for
/// dates has to be compiled.
fn schema(scope: &Scope) -> Schema {
    let dtype = |name| match Stored::of(name) {
        Stored::Text => DataType::String,
        Stored::Count => DataType::Int64,
        Stored::Bound | Stored::Decimal => DataType::Float64,
        Stored::Instant => DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)),
    };
    let fixed = COLUMNS.iter().map(|column| Field::new(column.name.into(), dtype(column.name)));
    let extras = scope.extras().into_iter();
    fixed.chain(extras.map(|extra| Field::new(extra.column.as_str().into(), DataType::String))).collect()
}

/// How many rows are gone through column by column at a time: a few rows stay
/// in the cache, a group does not.
const BLOCK: usize = 64;

/// The columns of a row group.
fn columns_of(rows: &[&Row], scope: &Scope) -> PolarsResult<Vec<Column>> {
    let extras = scope.extras();
    let mut fixed: Vec<Gathered> =
        COLUMNS.iter().map(|column| Gathered::new(Stored::of(column.name), rows.len())).collect();
    let mut further: Vec<Gathered> = extras.iter().map(|_| Gathered::new(Stored::Text, rows.len())).collect();
    for block in rows.chunks(BLOCK) {
        for (column, gathered) in COLUMNS.iter().zip(&mut fixed) {
            for row in block {
                gathered.push((column.cell)(row, scope));
            }
        }
        for (extra, gathered) in extras.iter().zip(&mut further) {
            for row in block {
                gathered.push(row.extra(&extra.name));
            }
        }
    }
    let names = COLUMNS.iter().map(|column| column.name);
    let names = names.chain(extras.iter().map(|extra| extra.column.as_str()));
    names.zip(fixed.into_iter().chain(further)).map(|(name, gathered)| finish(name, gathered)).collect()
}

/// A column as it is stored.
fn finish(name: &str, gathered: Gathered) -> PolarsResult<Column> {
    let numbers = match gathered.finish() {
        Cells::Text(texts) => return text_column(name, texts),
        Cells::Number(numbers) => numbers.into_iter(),
    };
    let float = |number: i64| if number == OPEN { f64::INFINITY } else { number as f64 };
    let stored = Stored::of(name);
    let name = name.into();
    let series = match stored {
        Stored::Decimal => {
            let hundredths = numbers.map(|number| Some(float(number?) / 100.0));
            Float64Chunked::from_iter_options(name, hundredths).into_series()
        }
        Stored::Bound => {
            Float64Chunked::from_iter_options(name, numbers.map(|number| number.map(float))).into_series()
        }
        Stored::Instant => {
            let microseconds = numbers.map(|minutes| Some(minutes? * 60_000_000));
            Int64Chunked::from_iter_options(name, microseconds).into_series()
        }
        Stored::Text | Stored::Count => Int64Chunked::from_iter_options(name, numbers).into_series(),
    };
    Ok(series.into())
}

/// A column of texts. Those that repeat go to the file as a dictionary that is
/// known already: the type of the column is a string all the same.
fn text_column(name: &str, texts: Interned) -> PolarsResult<Column> {
    let distinct = texts.texts();
    let unclean = distinct.iter().any(|text| matches!(cells::clean(text), Cow::Owned(_)));
    if unclean || distinct.len() > texts.cells.len() / 2 {
        let cleaned: Vec<Cow<str>> = distinct.into_iter().map(cells::clean).collect();
        let cells = texts.cells.iter().map(|id| &*cleaned[*id as usize]);
        return Ok(StringChunked::from_iter_values(name.into(), cells).into_series().into());
    }
    let (texts, cells) = texts.sorted();
    enum_column(name, &texts, &cells)
}
