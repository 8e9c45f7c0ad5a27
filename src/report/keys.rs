//! keys.parquet: what a run keeps for those who put it together with others. It is not for
//! publication. It holds no free text and no contact data, only hashes of them.

use std::io::{self, Write};

use polars::prelude::*;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};
use polars_parquet::write::ZstdLevel;

use crate::audit::Sketch;
use crate::report::parquet::GROUP;

/// Writes the file, group by group.
///
/// # Errors
/// What cannot be written.
pub(crate) fn keys(out: impl Write, sketches: impl Iterator<Item = Sketch>) -> io::Result<()> {
    write(out, sketches).map_err(io::Error::other)
}

fn write(out: impl Write, mut sketches: impl Iterator<Item = Sketch>) -> PolarsResult<()> {
    let text = |name: &str| Field::new(name.into(), DataType::String);
    let schema: Schema = [
        text("input"),
        text("source"),
        Field::new("record".into(), DataType::UInt32),
        text("key"),
    ]
    .into_iter()
    .collect();
    let mut writer = ParquetWriter::new(out)
        .with_compression(ParquetCompression::Zstd(ZstdLevel::try_new(1).ok()))
        .batched(&schema)?;
    loop {
        let group: Vec<Sketch> = sketches.by_ref().take(GROUP).collect();
        if group.is_empty() {
            break;
        }
        let texts = |name: &str, of: fn(&Sketch) -> &str| {
            let cells = group.iter().map(of);
            StringChunked::from_iter_values(name.into(), cells).into_column()
        };
        let columns = vec![
            texts("input", |sketch| &sketch.input),
            texts("source", |sketch| &sketch.source),
            UInt32Chunked::from_iter_values("record".into(), group.iter().map(|one| one.record))
                .into_column(),
            texts("key", |sketch| &sketch.key),
        ];
        writer.write_batch(&DataFrame::new(group.len(), columns)?)?;
    }
    writer.finish()?;
    Ok(())
}
