//! The columns of records.csv and records.parquet as data: how each is typed,
//! and records of earlier runs read back, column by column, from one file or
//! from many parts. It counts nothing and judges nothing; writing is `report`'s.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

mod amended;
mod beside;
mod cells;
mod csv;
mod gathered;
mod ids;
mod interned;
mod keys;
mod links;
mod numbers;
mod parquet;
mod parts;
mod places;
mod stitch;
mod stitched;
pub(crate) use crate::row::{Held, OPEN, Stored};
pub(crate) use amended::Amended;
pub(crate) use beside::{Earlier, Keys, Tally, tells_of_cases};
pub(crate) use cells::cell_of;
pub(crate) use gathered::Gathered;
pub use ids::Ids;
pub(crate) use interned::{Interned, enum_column};
pub(crate) use keys::{Beside, KEYS_FILE, KeptKeys};
pub(crate) use links::{LINKS, Link, Links};
pub(crate) use numbers::{Numbers, number_column};
pub(crate) use stitched::Tied;

use crate::config::{Language, Message, Words};
use crate::intake::Failure;
use parts::Kind;
use stitched::Stitched;

/// The cells of one column, typed.
#[derive(Debug, Clone)]
pub enum Cells {
    /// Texts, each distinct one kept once.
    Text(Interned),
    /// Numbers, `None` for what is none: whole ones, bounds with [`OPEN`],
    /// decimals as hundredths, instants as minutes since 1970-01-01T00:00Z.
    Number(Numbers),
}

impl Cells {
    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(texts) => texts.cells.len(),
            Self::Number(numbers) => numbers.len(),
        }
    }

    /// Adds the cells of another column of the same type.
    pub(crate) fn append(&mut self, other: &Self) {
        match (self, other) {
            (Self::Text(texts), Self::Text(more)) => texts.append(more),
            (Self::Number(numbers), Self::Number(more)) => numbers.append(more),
            _ => {}
        }
    }
}

/// Why records cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub enum RecordsError {
    /// A path that does not exist.
    Missing(String),
    /// A folder without records.
    Empty(String),
    /// A report whose records were withheld or that never had any.
    NoRecords(String),
    /// The same file twice.
    Twice(String),
    /// A file that is something else.
    Column {
        /// The file.
        file: String,
        /// The first column that is missing.
        column: String,
    },
    /// A column that holds something else.
    Type {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// What it should be.
        expected: Words,
    },
    /// A cell that is neither a value of its column nor one of the five words.
    Cell {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// The column.
        column: String,
        /// What it should be.
        expected: Words,
    },
    /// A text that its column cannot hold.
    Foreign {
        /// The file.
        file: String,
        /// The line or the row.
        place: Message,
        /// The column.
        column: String,
    },
    /// A file that cannot be read, with the reason.
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        reason: Message,
    },
}

impl RecordsError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::Missing(path) => Words::new(
                "{path}: ingen sådan fil eller mapp",
                "{path}: no such file or folder",
            )
            .with("path", path),
            Self::Empty(path) => Words::new(
                "{path} innehåller inga poster: ingen .parquet och ingen .csv med poster",
                "{path} holds no records: no .parquet and no .csv file of records",
            )
            .with("path", path),
            Self::NoRecords(path) => Words::new(
                "{path} är en rapport utan records.parquet och records.csv",
                "{path} is a report without records.parquet and records.csv",
            )
            .with("path", path),
            Self::Twice(path) => Words::new(
                "{path} är angiven två gånger; ange varje del en gång",
                "{path} is named twice; name each part once",
            )
            .with("path", path),
            Self::Column { file, column } => Words::new(
                "{file} innehåller inga poster från breach-audit: kolumnen `{column}` saknas",
                "{file} holds no records of breach-audit: it has no column `{column}`",
            )
            .with("file", file)
            .with("column", column),
            Self::Type {
                file,
                column,
                expected,
            } => Words::new(
                "{file}: kolumnen `{column}` är inte lagrad som {expected}",
                "{file}: column `{column}` is not stored as {expected}",
            )
            .with("file", file)
            .with("column", column)
            .within("expected", expected),
            Self::Cell {
                file,
                line,
                column,
                expected,
            } => Words::new(
                "{file}, rad {line}: `{column}` är varken {expected} eller ett ord inom parentes",
                "{file}, line {line}: `{column}` holds neither {expected} nor a word in brackets",
            )
            .with("file", file)
            .with("line", line)
            .with("column", column)
            .within("expected", expected),
            Self::Foreign {
                file,
                place,
                column,
            } => Words::new(
                "{file}, {place}: `{column}` kan inte ha det värde som står där; {allowed}",
                "{file}, {place}: `{column}` cannot have the value that stands there; {allowed}",
            )
            .with("file", file)
            .within("place", place)
            .with("column", column)
            .within("allowed", allowed(Held::of(column))),
            Self::Unreadable { file, reason } => Words::new(
                "{file} kan inte läsas: {reason}",
                "{file} cannot be read: {reason}",
            )
            .with("file", file)
            .within("reason", reason),
        }
    }
}

/// What a column may hold, for messages. What it holds instead is not quoted: it may be anything.
fn allowed(held: Held) -> Message {
    match held.words() {
        Some(words) => Words::new("möjliga värden: {words}", "possible values: {words}")
            .with("words", words.join(", ")),
        None if matches!(held, Held::Bands) => Words::new(
            "här ska stå ett intervall som 11-100, eller ett ord inom parentes",
            "here stands a band such as 11-100, or a word in brackets",
        )
        .into(),
        None => Words::new(
            "här ska stå en kod, en etikett eller ett ord inom parentes",
            "here stands a code, a label or a word in brackets",
        )
        .into(),
    }
}

/// A line of a CSV file.
const LINE: Words = Words::new("rad {at}", "line {at}");
/// A row of a file without lines.
const ROW: Words = Words::new("post {at}", "row {at}");

/// Records of earlier runs, open for reading.
#[derive(Debug)]
pub struct Records {
    /// The files, sorted by name.
    pub parts: Vec<Part>,
    /// What becomes of cells where filings of several files are tied.
    stitched: Option<Box<Stitched>>,
}

/// One file of records.
#[derive(Debug)]
pub struct Part {
    /// Its name: the last component of the path given and the path within it.
    pub name: String,
    /// BLAKE3 of its bytes.
    pub digest: blake3::Hash,
    /// How many notifications it holds, supplements included.
    pub rows: usize,
    /// Its path.
    path: PathBuf,
    content: Content,
}

impl Part {
    /// Whether it has a column.
    fn has(&self, name: &str) -> bool {
        match &self.content {
            Content::Csv(columns) => columns.contains_key(name),
            Content::Parquet(file) => file.has(name),
        }
    }
}

#[derive(Debug)]
enum Content {
    Csv(csv::Columns),
    Parquet(parquet::File),
}

impl Records {
    /// Opens the records at `paths`: files, folders of parts, report folders.
    /// Of CSV files the columns `wanted` are taken in at once; of Parquet
    /// files only the description, columns are read when they are asked for.
    ///
    /// # Errors
    /// What is no records file, by name, and why; a file named twice.
    pub fn open(paths: &[PathBuf], wanted: &[&str]) -> Result<Self, RecordsError> {
        Self::open_beside(paths, wanted, None)
    }

    /// The same, passing over the real place `out`, where the tables are to be.
    pub(crate) fn open_beside(
        paths: &[PathBuf],
        wanted: &[&str],
        out: Option<&Path>,
    ) -> Result<Self, RecordsError> {
        let found = parts::find(paths, out)?;
        let mut wanted = wanted.to_vec();
        if found.len() > 1 {
            wanted.extend(stitch::columns());
            wanted.sort_unstable();
            wanted.dedup();
        }
        let wanted = &wanted;
        let opened = found.into_par_iter().map(|found| open(found, wanted));
        Ok(Self {
            parts: in_order(opened)?,
            stitched: None,
        })
    }

    /// How many notifications all parts hold.
    pub(crate) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.rows).sum()
    }

    /// Whether there is no notification.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One column over all parts, in their order, typed as [`Stored::of`] says.
    ///
    /// # Errors
    /// A part that lost the column or holds something else in it.
    pub fn cells(&self, name: &str) -> Result<Cells, RecordsError> {
        let cells = self.read(name)?;
        match &self.stitched {
            Some(stitched) => stitched.give(name, cells, self),
            None => Ok(cells),
        }
    }

    /// One column as the files have it.
    fn read(&self, name: &str) -> Result<Cells, RecordsError> {
        if Stored::of(name) == Stored::Text {
            return Ok(Cells::Text(self.texts(name)?));
        }
        let mut all = Numbers::with_capacity(self.len());
        for part in &self.parts {
            if Stored::of_earlier(name).is_some() && !part.has(name) {
                (0..part.rows).for_each(|_| all.push(None));
                continue;
            }
            match &part.content {
                Content::Csv(columns) => match columns.get(name) {
                    Some(Cells::Number(numbers)) => all.append(numbers),
                    _ => return Err(missing(part, name)),
                },
                Content::Parquet(file) => file.numbers(&part.path, name, &mut all)?,
            }
        }
        Ok(Cells::Number(all))
    }

    /// The error for a column that is not of its type.
    fn mistyped(&self, name: &str) -> RecordsError {
        let file = self.parts.first().map(|part| part.name.clone());
        RecordsError::Column {
            file: file.unwrap_or_default(),
            column: name.to_owned(),
        }
    }

    /// A column of texts over all parts.
    fn texts(&self, name: &str) -> Result<Interned, RecordsError> {
        let mut all = Interned::with_capacity(self.len());
        for part in &self.parts {
            if let Some(word) = Stored::of_earlier(name).filter(|_| !part.has(name)) {
                let id = all.id(word);
                all.cells.extend(std::iter::repeat_n(id, part.rows));
                continue;
            }
            match &part.content {
                Content::Csv(columns) => match columns.get(name) {
                    Some(Cells::Text(texts)) => all.append(texts),
                    _ => return Err(missing(part, name)),
                },
                Content::Parquet(file) => file.texts(&part.path, name, &mut all)?,
            }
        }
        Ok(all)
    }

    /// The first place where a column holds a text of which `is_wrong` says so: file, and line
    /// or row.
    ///
    /// # Errors
    /// What cannot be read.
    pub(crate) fn find(
        &self,
        name: &str,
        is_wrong: impl Fn(&str) -> bool,
    ) -> Result<Option<(String, Message)>, RecordsError> {
        for part in &self.parts {
            let found = match &part.content {
                Content::Csv(_) => {
                    let wrong = |_: &str, cell: &str| is_wrong(cell);
                    let found = csv::find(&part.path, &part.name, &[name], wrong)?;
                    found.map(|(line, _)| LINE.with("at", line))
                }
                Content::Parquet(file) => {
                    let mut texts = Interned::default();
                    file.texts(&part.path, name, &mut texts)?;
                    let distinct = texts.texts();
                    let mut cells = texts.cells.iter();
                    let row = cells.position(|cell| is_wrong(distinct[cell as usize]));
                    row.map(|row| ROW.with("at", row + 1))
                }
            };
            if let Some(place) = found {
                return Ok(Some((part.name.clone(), place)));
            }
        }
        Ok(None)
    }

    /// What stands beside the records: findings.csv and run.json, by folder.
    pub(crate) fn earlier(&self) -> Vec<Earlier> {
        self.sorted_folders().into_iter().map(Earlier::of).collect()
    }

    /// For each part the folder it lies in, as a position in [`Self::earlier`],
    /// and how many rows it has.
    pub(crate) fn folders(&self) -> Vec<(usize, usize)> {
        let folders = self.sorted_folders();
        // Each is among them.
        let place = |part: &Part| {
            folders
                .binary_search(&part.folder())
                .unwrap_or_else(|at| at)
        };
        self.parts
            .iter()
            .map(|part| (place(part), part.rows))
            .collect()
    }

    fn sorted_folders(&self) -> Vec<&Path> {
        let mut folders: Vec<&Path> = self.parts.iter().map(Part::folder).collect();
        folders.sort_unstable();
        folders.dedup();
        folders
    }
}

impl Part {
    /// The folder that it lies in.
    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }
}

fn open(found: parts::Found, wanted: &[&str]) -> Result<Part, RecordsError> {
    let shown = found.shown();
    let unreadable = |error: std::io::Error| RecordsError::Unreadable {
        file: shown.clone(),
        reason: Failure::from(&error).wording(),
    };
    let mut hasher = blake3::Hasher::new();
    let file = std::fs::File::open(&found.path).map_err(unreadable)?;
    hasher.update_reader(&file).map_err(unreadable)?;
    let (rows, content) = match found.kind {
        Kind::Csv => {
            let (rows, columns) = csv::read(&found.path, &shown, wanted)?;
            (rows, Content::Csv(columns))
        }
        Kind::Parquet => {
            let file = parquet::File::open(&found.path, &shown, wanted)?;
            (file.rows(), Content::Parquet(file))
        }
    };
    Ok(Part {
        name: found.name,
        digest: hasher.finalize(),
        rows,
        path: found.path,
        content,
    })
}

/// What is made in parallel; the error is that of the first in its order, not the first that is
/// met.
///
/// # Errors
/// That of an item.
pub(crate) fn in_order<T: Send, E: Send>(
    made: impl IndexedParallelIterator<Item = Result<T, E>>,
) -> Result<Vec<T>, E> {
    let made: Vec<Result<T, E>> = made.collect();
    made.into_iter().collect()
}

fn missing(part: &Part, column: &str) -> RecordsError {
    RecordsError::Column {
        file: part.name.clone(),
        column: column.to_owned(),
    }
}
