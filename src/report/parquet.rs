//! records.parquet: the columns of records.csv, typed. Written row group by row
//! group, so that memory stays small; groups have a fixed size and nothing in
//! the file depends on threads or on the machine.

use std::borrow::Cow;
use std::io::{self, Write};

use polars::prelude::*;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};
use polars_parquet::write::{
    CompressedPage, Encoding, ParquetType, StatisticsOptions, Version, WriteOptions, ZstdLevel,
    array_to_columns, compress,
};
use rayon::prelude::*;

use crate::records::{Cells, Gathered, Interned, OPEN, Stored, enum_column, number_column};
use crate::report::cells;
use crate::row::{Row, Scope, columns_in};

/// Rows of a row group. Small enough that a group is built in some ten megabytes.
pub const GROUP: usize = 1 << 14;

/// The pages of a row group, column by column, as they stand in the file.
type Pages = Vec<Vec<CompressedPage>>;

/// Writes the file.
pub(super) fn records(out: impl Write, rows: &[&Row], scope: &Scope) -> io::Result<()> {
    written(out, |out| write(out, rows, scope))
}

/// Lets the library write a file. Where the system refuses a write, as on a full disk, the error is
/// that of the system: the library has it in words of its own only.
fn written<W: Write>(
    out: W,
    write: impl FnOnce(&mut Remembering<W>) -> PolarsResult<()>,
) -> io::Result<()> {
    let mut out = Remembering { out, refused: None };
    write(&mut out).map_err(|error| {
        let code = out.refused;
        code.map_or_else(|| io::Error::other(error), io::Error::from_raw_os_error)
    })
}

/// A writer that remembers by which error of the system a write failed last.
#[derive(Debug)]
struct Remembering<W> {
    out: W,
    refused: Option<i32>,
}

impl<W> Remembering<W> {
    fn remember<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &done {
            self.refused = error.raw_os_error();
        }
        done
    }
}

impl<W: Write> Write for Remembering<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.remember(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.remember(done)
    }
}

fn write(out: impl Write, rows: &[&Row], scope: &Scope) -> PolarsResult<()> {
    let compression = ParquetCompression::Zstd(ZstdLevel::try_new(1).ok());
    let mut writer = ParquetWriter::new(out)
        .with_compression(compression)
        .batched(&schema(scope))?;
    let types = writer.parquet_schema().fields().to_vec();
    let options = WriteOptions {
        statistics: StatisticsOptions::default(),
        version: Version::V1,
        compression: compression.into(),
        data_page_size: None,
    };
    // Groups are packed by the workers, so that only what goes to the file waits for its turn.
    for groups in rows.chunks(GROUP * rayon::current_num_threads()) {
        let packed: Vec<Pages> = groups
            .par_chunks(GROUP)
            .map(|group| pages_of(columns_of(group, scope), &types, options))
            .collect::<PolarsResult<_>>()?;
        for (group, pages) in groups.chunks(GROUP).zip(packed) {
            writer.write_row_group(group.len() as u64, &pages)?;
        }
    }
    writer.finish()?;
    Ok(())
}

/// The pages of a row group. Each column is given up as soon as it is packed.
fn pages_of(
    columns: Vec<Named>,
    types: &[ParquetType],
    options: WriteOptions,
) -> PolarsResult<Pages> {
    let columns = columns.into_par_iter().zip(types);
    columns
        .map(|((name, cells), dtype)| packed(name, cells, dtype, options))
        .collect()
}

/// The pages of one column.
fn packed(
    name: &str,
    cells: Cells,
    dtype: &ParquetType,
    options: WriteOptions,
) -> PolarsResult<Vec<CompressedPage>> {
    let (column, encoding) = stored(name, cells)?;
    let array = column
        .take_materialized_series()
        .to_arrow(0, CompatLevel::newest());
    let pages = array_to_columns(array, dtype.clone(), options, &[encoding])?;
    pages
        .into_iter()
        .flatten()
        .map(|page| Ok(compress(page?, Vec::new(), options.compression)?))
        .collect()
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
    let fixed = columns_in(&scope.editions)
        .into_iter()
        .map(|column| Field::new(column.name.into(), dtype(column.name)));
    let further = scope.further().into_iter();
    fixed
        .chain(further.map(|own| Field::new(own.column.into(), dtype(own.column))))
        .collect()
}

/// How many rows are gone through column by column at a time: a few rows stay
/// in the cache, a group does not.
const BLOCK: usize = 64;

/// A column with its name.
type Named = (&'static str, Cells);

/// The columns of a row group.
fn columns_of(rows: &[&Row], scope: &Scope) -> Vec<Named> {
    let (added, columns) = (scope.further(), columns_in(&scope.editions));
    let mut fixed: Vec<Gathered> = columns
        .iter()
        .map(|column| Gathered::new(Stored::of(column.name), rows.len()))
        .collect();
    let mut further: Vec<Gathered> = added
        .iter()
        .map(|own| Gathered::new(Stored::of(own.column), rows.len()))
        .collect();
    for block in rows.chunks(BLOCK) {
        for (column, gathered) in columns.iter().zip(&mut fixed) {
            for row in block {
                gathered.push(column.cell(row, scope));
            }
        }
        for (own, gathered) in added.iter().zip(&mut further) {
            for row in block {
                gathered.push(own.cell(row));
            }
        }
    }
    let names = columns.iter().map(|column| column.name);
    let names = names.chain(added.iter().map(|own| own.column));
    names
        .zip(fixed.into_iter().chain(further).map(Gathered::finish))
        .collect()
}

/// A column as it is stored, and how: whether few of its values are distinct is
/// looked at on the way to the file, but of texts it is known.
fn stored(name: &str, cells: Cells) -> PolarsResult<(Column, Encoding)> {
    let numbers = match cells {
        Cells::Text(texts) => return text_column(name, texts),
        Cells::Number(numbers) => numbers,
    };
    let numbers = numbers.iter();
    let float = |number: i64| {
        if number == OPEN {
            f64::INFINITY
        } else {
            number as f64
        }
    };
    let column = match Stored::of(name) {
        Stored::Decimal => {
            number_column::<Float64Type>(name, numbers.map(|number| Some(float(number?) / 100.0)))
        }
        Stored::Bound => {
            number_column::<Float64Type>(name, numbers.map(|number| number.map(float)))
        }
        Stored::Instant => {
            number_column::<Int64Type>(name, numbers.map(|minutes| Some(minutes? * 60_000_000)))
        }
        Stored::Text | Stored::Count => number_column::<Int64Type>(name, numbers),
    };
    Ok((column, Encoding::RleDictionary))
}

/// A column of texts. Those that repeat go to the file as a dictionary that is
/// known already: the type of the column is a string all the same.
fn text_column(name: &str, texts: Interned) -> PolarsResult<(Column, Encoding)> {
    let distinct = texts.texts();
    let differ = distinct.len() > texts.cells.len() / 2;
    let unclean = distinct
        .iter()
        .any(|text| matches!(cells::clean(text), Cow::Owned(_)));
    if unclean || differ {
        let cleaned: Vec<Cow<str>> = distinct.into_iter().map(cells::clean).collect();
        let cells = texts.cells.iter().map(|id| &*cleaned[id as usize]);
        let series = StringChunked::from_iter_values(name.into(), cells).into_series();
        return Ok((
            series.into(),
            if differ {
                Encoding::Plain
            } else {
                Encoding::RleDictionary
            },
        ));
    }
    let (texts, cells) = texts.sorted();
    Ok((enum_column(name, &texts, cells)?, Encoding::RleDictionary))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk without room behind the first bytes, or from the start.
    struct Disk(usize);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let fits = bytes.len().min(self.0);
            self.0 -= fits;
            match fits {
                0 if !bytes.is_empty() => Err(io::Error::from_raw_os_error(28)),
                fits => Ok(fits),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn numbers(out: impl Write) -> io::Result<()> {
        written(out, |out| {
            let column = Int64Chunked::from_iter_values("number".into(), 0..9);
            let mut frame = DataFrame::new(9, vec![column.into_column()])?;
            ParquetWriter::new(out).finish(&mut frame)?;
            Ok(())
        })
    }

    #[test]
    fn a_full_disk_is_told_as_the_system_tells_it() {
        let mut whole = Vec::new();
        numbers(&mut whole).unwrap();
        for room in [0, 4, whole.len() / 2, whole.len() - 1] {
            let error = numbers(Disk(room)).unwrap_err();
            assert_eq!(error.raw_os_error(), Some(28), "{room}: {error}");
        }
        numbers(Disk(whole.len())).unwrap();
    }
}
