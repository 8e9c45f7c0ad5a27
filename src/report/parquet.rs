//! records.parquet: the columns of records.csv, typed. Written row group by row
//! group, so that memory stays small; groups have a fixed size and nothing in
//! the file depends on threads or on the machine.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use polars::prelude::*;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};
use polars_parquet::write::ZstdLevel;
use rayon::prelude::*;

use crate::records::{OPEN, Stored, cell_of};
use crate::report::cells;
use crate::row::{COLUMNS, Row, Scope};

/// Rows of a row group. Small enough that a group is built in some ten megabytes.
const GROUP: usize = 1 << 14;

/// Writes the file.
pub(super) fn records(path: &Path, rows: &[&Row], scope: &Scope) -> io::Result<()> {
    let writer = ParquetWriter::new(BufWriter::new(File::create(path)?))
        .with_compression(ParquetCompression::Zstd(ZstdLevel::try_new(1).ok()))
        .batched(&schema(scope))
        .map_err(io::Error::other)?;
    let mut writer = writer;
    let threads = rayon::current_num_threads();
    for groups in rows.chunks(GROUP * threads) {
        let frames: Vec<DataFrame> = groups
            .par_chunks(GROUP)
            .map(|group| DataFrame::new(group.len(), columns_of(group, scope)))
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

/// A column in the making.
enum Builder {
    Text(StringChunkedBuilder),
    Number(PlSmallStr, Stored, Vec<Option<i64>>),
}

/// How many rows are gone through column by column at a time: a few rows stay
/// in the cache, a group does not.
const BLOCK: usize = 64;

/// The columns of a row group.
fn columns_of(rows: &[&Row], scope: &Scope) -> Vec<Column> {
    let extras = scope.extras();
    let mut builders: Vec<Builder> =
        COLUMNS.iter().map(|column| Builder::new(column.name, rows.len())).collect();
    let mut further: Vec<Builder> =
        extras.iter().map(|extra| Builder::new(&extra.column, rows.len())).collect();
    let mut text = String::with_capacity(64);
    for block in rows.chunks(BLOCK) {
        for (column, builder) in COLUMNS.iter().zip(&mut builders) {
            for row in block {
                text.clear();
                (column.write)(row, scope, &mut text);
                builder.push(&text);
            }
        }
        for (extra, builder) in extras.iter().zip(&mut further) {
            for row in block {
                text.clear();
                row.extra(&extra.name, &mut text);
                builder.push(&text);
            }
        }
    }
    builders.into_iter().chain(further).map(Builder::finish).collect()
}

impl Builder {
    fn new(name: &str, rows: usize) -> Self {
        match Stored::of(name) {
            Stored::Text => Self::Text(StringChunkedBuilder::new(name.into(), rows)),
            stored => Self::Number(name.into(), stored, Vec::with_capacity(rows)),
        }
    }

    fn push(&mut self, text: &str) {
        match self {
            Self::Text(texts) => texts.append_value(cells::clean(text)),
            Self::Number(_, stored, numbers) => numbers.push(cell_of(text, *stored)),
        }
    }

    fn finish(self) -> Column {
        let (name, stored, numbers) = match self {
            Self::Text(texts) => return texts.finish().into_series().into(),
            Self::Number(name, stored, numbers) => (name, stored, numbers.into_iter()),
        };
        let float = |number: i64| if number == OPEN { f64::INFINITY } else { number as f64 };
        match stored {
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
        }
        .into()
    }
}
