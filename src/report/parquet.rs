//! records.parquet: the columns of records.csv, typed. Written row group by row
//! group, so that memory stays small; groups have a fixed size and nothing in
//! the file depends on threads or on the machine.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use polars::prelude::*;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};
use rayon::prelude::*;

use crate::form::Extra;
use crate::records::{OPEN, Stored, cell_of};
use crate::report::cells;
use crate::row::{self, COLUMNS, Row, Scope};

/// Rows of a row group. Small enough that a group is built in some ten megabytes.
const GROUP: usize = 1 << 15;

/// Writes the file.
pub(super) fn records(path: &Path, rows: &[&Row], scope: &Scope) -> io::Result<()> {
    let writer = ParquetWriter::new(BufWriter::new(File::create(path)?))
        .with_compression(ParquetCompression::Zstd(None))
        .batched(&schema(scope))
        .map_err(io::Error::other)?;
    let mut writer = writer;
    for group in rows.chunks(GROUP) {
        let mut columns: Vec<Column> =
            COLUMNS.par_iter().map(|column| cells_of(column, group, scope)).collect();
        columns.extend(scope.extras().into_iter().map(|extra| extra_of(extra, group)));
        let frame = DataFrame::new(group.len(), columns).map_err(io::Error::other)?;
        writer.write_batch(&frame).map_err(io::Error::other)?;
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

/// The column of an extra dimension.
fn extra_of(extra: &Extra, rows: &[&Row]) -> Column {
    let mut texts = StringChunkedBuilder::new(extra.column.as_str().into(), rows.len());
    let mut text = String::with_capacity(64);
    for row in rows {
        text.clear();
        row.extra(&extra.name, &mut text);
        texts.append_value(cells::clean(&text));
    }
    texts.finish().into_series().into()
}

/// One column of a row group.
fn cells_of(column: &row::Column, rows: &[&Row], scope: &Scope) -> Column {
    let stored = Stored::of(column.name);
    let name: PlSmallStr = column.name.into();
    let mut text = String::with_capacity(64);
    if stored == Stored::Text {
        let mut texts = StringChunkedBuilder::new(name, rows.len());
        for row in rows {
            text.clear();
            (column.write)(row, scope, &mut text);
            texts.append_value(cells::clean(&text));
        }
        return texts.finish().into_series().into();
    }
    let numbers = rows.iter().map(|row| {
        text.clear();
        (column.write)(row, scope, &mut text);
        cell_of(&text, stored)
    });
    let numbers: Vec<Option<i64>> = numbers.collect();
    let numbers = numbers.into_iter();
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
