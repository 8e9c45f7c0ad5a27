//! Source and number of the filings of records, by which a report names them.

use crate::records::{Cells, Ids, Numbers, Records, RecordsError};

/// Source and record of each row.
#[derive(Debug)]
pub(crate) struct Places {
    distinct: Vec<String>,
    sources: Ids,
    records: Numbers,
}

impl Places {
    /// The name of a row's filing.
    pub(crate) fn of(&self, row: usize) -> String {
        let (source, record) = self.key(row);
        format!("{source}#{record}")
    }

    /// The source of a row, and its number there.
    pub(crate) fn key(&self, row: usize) -> (String, i64) {
        let source = self.distinct[self.sources.get(row) as usize].clone();
        (source, self.records.get(row).unwrap_or_default())
    }
}

impl Records {
    /// The places of all rows.
    ///
    /// # Errors
    /// A file that lost a column.
    pub(crate) fn places(&self) -> Result<Places, RecordsError> {
        let (Cells::Text(sources), Cells::Number(records)) =
            (self.read("source")?, self.read("record")?)
        else {
            return Err(self.mistyped("source"));
        };
        Ok(Places {
            distinct: sources.texts().into_iter().map(str::to_owned).collect(),
            sources: sources.cells,
            records,
        })
    }
}
