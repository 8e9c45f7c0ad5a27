//! The columns of an export, or the paths of its objects, with their values as
//! far as they are looked at.

use std::collections::BTreeMap;

use crate::decode::{Charset, decode};
use crate::read::csv::reader;

/// How many rows are looked at.
const ROWS: usize = 5000;

/// A column with the values that were looked at.
pub(super) struct Column {
    pub(super) name: String,
    /// Each different value with how often it stands.
    pub(super) values: BTreeMap<String, usize>,
}

impl Column {
    /// The texts that a mapping makes of a date and a time of day: each as it stands with one of
    /// the other, and a date alone where some rows have no time.
    pub(super) fn with_times(&self, times: &Self) -> Self {
        let joined = |(date, time): (&String, &String)| (format!("{date} {time}"), 1);
        let dates = || self.values.keys();
        let all = || times.values.keys();
        let count = |column: &Self| column.values.values().sum::<usize>();
        let longest = self.values.len().max(times.values.len());
        let pairs = dates().cycle().zip(all().cycle()).take(longest);
        let mut values: BTreeMap<String, usize> = pairs.map(joined).collect();
        if count(times) < count(self) {
            values.extend(dates().map(|date| (date.clone(), 1)));
        }
        Self {
            name: self.name.clone(),
            values,
        }
    }
}

/// The columns of a table: the header is the first row that is as wide as most
/// and mostly filled.
pub(super) fn csv_columns(head: &[u8]) -> Option<(Vec<Column>, u8)> {
    let charset = Charset::of(head);
    let decoded = decode(head).text;
    let bytes = if charset.is_wide() {
        decoded.as_bytes()
    } else {
        head
    };
    let charset = if charset.is_wide() {
        Charset::of(bytes)
    } else {
        charset
    };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let read = |delimiter: u8| -> Vec<Vec<String>> {
        let rows = reader(bytes, delimiter)
            .into_byte_records()
            .map_while(Result::ok);
        sampled(rows.collect())
            .into_iter()
            .map(|row| {
                row.iter()
                    .map(|cell| charset.text(cell).trim().to_owned())
                    .collect()
            })
            .collect()
    };
    let width = |rows: &Vec<Vec<String>>| {
        let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
        widths.sort_unstable();
        widths.get(widths.len() / 2).copied().unwrap_or(0)
    };
    let (rows, delimiter) = [b',', b';', b'\t']
        .map(|delimiter| (read(delimiter), delimiter))
        .into_iter()
        .max_by_key(|(rows, _)| width(rows))?;
    let width = width(&rows);
    if width < 2 {
        return None;
    }
    let named =
        |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count() * 5 >= width * 3;
    let header = rows
        .iter()
        .position(|row| row.len() == width && named(row))?;
    let columns = rows[header].iter().enumerate().map(|(at, name)| {
        let mut values = BTreeMap::new();
        for cell in rows[header + 1..]
            .iter()
            .filter_map(|row| row.get(at))
            .filter(|cell| !cell.is_empty())
        {
            *values.entry(cell.clone()).or_default() += 1;
        }
        Column {
            name: name.clone(),
            values,
        }
    });
    Some((columns.collect(), delimiter))
}

/// The first, the middle and the last rows of many.
fn sampled(mut rows: Vec<csv::ByteRecord>) -> Vec<csv::ByteRecord> {
    if rows.len() > ROWS {
        let part = ROWS / 4;
        let end = rows.split_off(rows.len() - part);
        let mut middle = rows.split_off(rows.len() / 2);
        middle.truncate(part);
        rows.truncate(ROWS - 2 * part);
        rows.extend(middle.into_iter().chain(end));
    }
    rows
}

/// The paths of the objects of a JSON document or of NDJSON, and where their
/// list stands within the document.
pub(super) fn json_columns(text: &str) -> (Vec<Column>, Option<String>) {
    let (objects, records) = match serde_json::from_str(text) {
        Ok(serde_json::Value::Array(list)) => (list, None),
        Ok(object) => listed(object),
        Err(_) => (
            text.lines()
                .map_while(|line| serde_json::from_str(line).ok())
                .take(ROWS)
                .collect(),
            None,
        ),
    };
    let mut columns: Vec<Column> = Vec::new();
    for object in objects.iter().take(ROWS) {
        flatten(object, "", &mut columns);
    }
    (columns, records)
}

/// The objects of a document that wraps one list of them, with its path; a
/// document that is more than its wrapping is one object.
fn listed(document: serde_json::Value) -> (Vec<serde_json::Value>, Option<String>) {
    let mut lists = Vec::new();
    lists_of_objects(&document, "", &mut lists);
    match lists.as_slice() {
        [(path, list)] if list.iter().map(scalars).sum::<usize>() * 2 > scalars(&document) => {
            (list.to_vec(), Some(path.clone()))
        }
        _ => (vec![document], None),
    }
}

/// The lists of objects that stand in no other list, with their paths.
fn lists_of_objects<'v>(
    value: &'v serde_json::Value,
    path: &str,
    lists: &mut Vec<(String, &'v [serde_json::Value])>,
) {
    match value {
        serde_json::Value::Array(list) if list.iter().any(serde_json::Value::is_object) => {
            lists.push((path.to_owned(), list));
        }
        serde_json::Value::Object(map) => {
            map.iter()
                .for_each(|(name, value)| lists_of_objects(value, &joined(path, name), lists));
        }
        _ => {}
    }
}

/// How many values that are no list and no object stand in one.
fn scalars(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Array(list) => list.iter().map(scalars).sum(),
        serde_json::Value::Object(map) => map.values().map(scalars).sum(),
        _ => 1,
    }
}

/// A path with one more step.
fn joined(path: &str, step: &str) -> String {
    if path.is_empty() {
        step.to_owned()
    } else {
        format!("{path}.{step}")
    }
}

fn flatten(value: &serde_json::Value, path: &str, columns: &mut Vec<Column>) {
    let text = match value {
        serde_json::Value::Object(map) => {
            return map
                .iter()
                .for_each(|(name, value)| flatten(value, &joined(path, name), columns));
        }
        serde_json::Value::Array(list) => {
            return list.iter().for_each(|value| match value {
                serde_json::Value::Object(_) => flatten(value, &joined(path, "*"), columns),
                scalar => flatten(scalar, path, columns),
            });
        }
        serde_json::Value::Null => return,
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let at = columns
        .iter()
        .position(|column| column.name == path)
        .unwrap_or_else(|| {
            columns.push(Column {
                name: path.to_owned(),
                values: BTreeMap::new(),
            });
            columns.len() - 1
        });
    *columns[at].values.entry(text).or_default() += 1;
}
