//! Tables whose first row is no header, where the mapping needs one.

use super::{Head, Layout, looks_like_table, rows};
use crate::decode::Charset;
use crate::moment::as_written;
use crate::read::mapping::Mapping;
use crate::read::sieve;

/// Whether a table begins with a row like those below it, where the mapping needs names.
pub(super) fn lacks_header(head: Head, charset: Charset, mapping: &Mapping) -> bool {
    looks_like_table(head)
        && head
            .delimiters(mapping.delimiter)
            .into_iter()
            .any(|delimiter| {
                let mut rows = rows(head.rows, delimiter, charset);
                let (Some(first), Some(second)) = (rows.next(), rows.next()) else {
                    return false;
                };
                first.len() > 2 && first.len() >= mapping.width() && sieve::is_data(&first, &second)
            })
}

/// Whether the row that is taken for the header of a layout is a record: it has a date in a column of
/// dates, or looks as the row below it does. The mapping names columns by their places alone.
pub(super) fn begins_with_data(layout: &Layout, head: Head, names: &[String]) -> bool {
    let is_dated =
        |(at, name): (usize, &String)| layout.is_moment(at) && as_written(name).is_some();
    let mut below = rows(head.rows, layout.delimiter, layout.charset).skip(layout.skip_rows);
    let is_like = |row: Vec<String>| sieve::is_alike(names, &row);
    names.iter().enumerate().any(is_dated) || below.next().is_some_and(is_like)
}
