//! Statistics: from rows to tables. A frame with the columns of records.csv is
//! counted with polars; what the counts mean (bases, non-values, groups,
//! periods) is added here. It writes nothing.

use crate::audit::Audit;
use crate::config::{Config, Language};
use crate::form::Edition;
use crate::row::{Cell, Row};
use crate::table::Table;

mod affected;
mod again;
mod answers;
mod counting;
mod cross;
mod delay;
mod dimension;
mod frame;
mod keep;
mod labels;
mod one_way;
mod rules;
mod structure;

pub use again::{Again, AgainError, of_records, wanted};
pub use counting::Counted;
pub use dimension::{DIMENSIONS, Dimension, is_dimension};
pub use frame::Frame;
pub use keep::{Kept, keep};
pub(crate) use labels::thousands;
pub(crate) use structure::Structure;

/// The one-way tables, in the order of reports.
const ONE_WAY: &[&str] = &[
    "sector",
    "area",
    "area-group",
    "type",
    "type-group",
    "cause",
    "cause-group",
    "severity",
    "data-subjects",
    "data-items",
    "discovery",
    "processor-involved",
    "ongoing",
    "encrypted",
    "informed",
    "will-inform",
    "supplement-intended",
    "subject-groups",
    "data-categories",
    "consequences",
    "verdict",
    "reading",
    "time-to-report",
    "delay-reason",
    "year",
    "quarter",
    "month",
    "form",
    "kind",
];

/// The standard cross tables.
const CROSSES: &[[&str; 2]] = &[
    ["sector", "cause-group"],
    ["sector", "type-group"],
    ["sector", "severity"],
    ["sector", "verdict"],
    ["sector", "data-subjects"],
    ["area", "type-group"],
    ["area", "cause-group"],
    ["severity", "data-subjects"],
    ["cause-group", "year"],
    ["type-group", "year"],
    ["sector", "year"],
    ["verdict", "year"],
];

/// All tables of a run.
pub fn of_rows(audit: &Audit, kept: &Kept, config: &Config) -> Vec<Table> {
    let rows: Vec<&Row> = kept.rows.iter().map(|position| &*audit.rows[*position]).collect();
    let scope = &audit.scope;
    let extras = scope.extras();
    let columns: Vec<&str> = extras.iter().map(|extra| extra.column.as_str()).collect();
    let frame = Frame::build(rows.len(), &columns, scope.copies, |name| {
        let rows = &rows;
        if let Some(extra) = extras.iter().find(|extra| extra.column == name) {
            return Box::new(move |index| rows[index].extra(&extra.name));
        }
        let cell = crate::row::column(name).map(|column| column.cell);
        Box::new(move |index| cell.map_or(Cell::Text(""), |cell| cell(rows[index], scope)))
    });
    let mut tables = tables(&frame, config.language, &config.cross, &scope.editions);
    tables.push(rules::of_rows(&rows, &audit.loose, scope));
    tables
}

/// Every table that a frame alone can give.
pub fn tables(
    frame: &Frame,
    language: Language,
    cross: &[Vec<String>],
    editions: &[&'static Edition],
) -> Vec<Table> {
    let labels = labels::Labels::new(language, editions);
    let extras = dimension::extras(editions);
    let mut crosses: Vec<Vec<&str>> = CROSSES.iter().map(|pair| pair.to_vec()).collect();
    for extra in cross {
        let extra: Vec<&str> = extra.iter().map(String::as_str).collect();
        if !crosses.contains(&extra) {
            crosses.push(extra);
        }
    }
    let crosses: Vec<Vec<&Dimension>> = crosses
        .iter()
        .map(|ids| ids.iter().filter_map(|id| dimension::find(id, &extras)).collect())
        .collect();
    let one_way: Vec<&Dimension> =
        dimension::named(ONE_WAY).map(|own| -> &Dimension { own }).chain(&extras).collect();
    let sets = one_way
        .iter()
        .map(|dimension| vec![dimension.column])
        .chain(crosses.iter().map(|dimensions| counting::columns_of(dimensions)))
        .chain(answers::sets(&extras, editions))
        .chain([vec!["states"]]);
    let counts = counting::Counts::new(frame, sets);
    let dated =
        if frame.by_discovery > 0 { one_way::Dated::AlsoByDiscovery } else { one_way::Dated::ByReceipt };
    let mut tables: Vec<Table> =
        one_way.iter().map(|dimension| one_way::table(&counts, dimension, dated, &labels)).collect();
    tables.extend(crosses.iter().map(|dimensions| cross::table(&counts, dimensions, &labels)));
    tables.push(delay::table(frame, &labels));
    tables.push(affected::table(frame, &labels));
    tables.push(answers::answers(&counts, language));
    tables.push(answers::unlisted(&counts, &extras, editions));
    tables
}

/// The names of all dimensions, for `--cross`.
pub fn dimensions() -> Vec<&'static str> {
    DIMENSIONS.iter().map(|dimension| dimension.id).collect()
}

/// Whether a table has this id in some run.
pub(crate) fn is_table(id: &str) -> bool {
    // Extra dimensions are those of form files, whatever their names.
    let is_one = |id: &str| is_dimension(id) || id.starts_with("extra-");
    OTHERS.contains(&id) || id.split("-by-").all(is_one)
}

/// The tables that are neither of one dimension nor of several.
const OTHERS: [&str; 5] = ["delay", "affected", "answers", "rules", "unlisted"];

#[cfg(test)]
mod tests;
