//! Statistics: from rows to tables. A frame with the columns of records.csv is
//! counted with polars; what the counts mean (bases, non-values, groups,
//! periods) is added here. It writes nothing.

use crate::audit::Audit;
use crate::config::{Config, Language};
use crate::form::Edition;
use crate::moment::Instant;
use crate::row::{Cell, Row};
use crate::table::Table;
use period::Coverage;

mod affected;
mod again;
mod answers;
mod choose;
mod counting;
mod cross;
mod delay;
mod derived;
mod dimension;
mod error;
mod frame;
mod keep;
mod labels;
mod layout;
mod one_way;
mod period;
mod register;
mod rules;
mod spans;
mod structure;
pub(crate) use again::{Again, of_records, of_their_forms, wanted};
pub(crate) use choose::{Restriction, dimension_id, restriction, unlisted};
pub use dimension::{DIMENSIONS, Dimension, Tells};
pub(crate) use error::{AgainError, CountError};
pub(crate) use frame::Frame;
pub(crate) use keep::{Kept, keep};
pub(crate) use labels::thousands;
pub(crate) use register::{LISTS, Status};
pub(crate) use structure::Structure;

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

/// What shapes the tables beside the notifications.
#[derive(Debug)]
struct Terms<'t> {
    language: Language,
    cross: &'t [Vec<String>],
    editions: &'t [&'static Edition],
    /// The hours of the policies, sorted.
    limits: &'t [i64],
    coverage: Coverage,
}

/// All tables of a run.
///
/// # Errors
/// Nothing can be counted; a fault of the program or of the library that counts.
pub(crate) fn of_rows(
    audit: &Audit,
    kept: &Kept,
    config: &Config,
) -> Result<Vec<Table>, CountError> {
    let rows: Vec<&Row> = kept
        .rows
        .iter()
        .map(|position| &*audit.rows[*position])
        .collect();
    let scope = &audit.scope;
    let extras = scope.extras();
    let columns: Vec<&str> = extras.iter().map(|extra| extra.column.as_str()).collect();
    let frame = Frame::build(
        rows.len(),
        &columns,
        (scope.copies, &scope.editions),
        |name| {
            let rows = &rows;
            if let Some(extra) = extras.iter().find(|extra| extra.column == name) {
                return Box::new(move |index| rows[index].extra(&extra.name));
            }
            let column = crate::row::column(name);
            Box::new(move |index| {
                column.map_or(Cell::Text(""), |column| column.cell(rows[index], scope))
            })
        },
    )?;
    let terms = Terms {
        language: config.language,
        cross: &config.cross,
        editions: &scope.editions,
        limits: &[scope.limit_hours.into()],
        coverage: coverage(config, &[]),
    };
    let mut tables = tables(&frame, &terms)?;
    tables.push(rules::of_rows(&rows, &audit.loose, scope));
    tables.extend(register::tables(audit, kept, config));
    Ok(tables)
}

/// The editions that tables go by: of the drafts only those that a notification is of or that
/// `--form` names, and those that alone ask what `--cross` names.
pub(crate) fn in_use(
    editions: &mut Vec<&'static Edition>,
    config: &Config,
    is_used: impl Fn(&Edition) -> bool,
) {
    let crossed = config.cross.iter().flatten();
    let crossed: Vec<_> = crossed.filter_map(|id| Dimension::named(id)).collect();
    editions.retain(|edition| {
        let is_named = config.form.as_ref() == Some(&edition.name);
        let is_crossed = || {
            let only_here = |own: &&Dimension| !own.is_asked(&[]) && own.is_asked(&[edition]);
            crossed.iter().any(only_here)
        };
        !edition.draft || is_named || is_used(edition) || is_crossed()
    });
}

/// Which periods a run has as a whole; `before` are the bounds of runs whose
/// records are counted.
fn coverage(config: &Config, before: &[period::Window]) -> Coverage {
    let clock = Instant::from_timestamp(config.as_of).date();
    Coverage::new(clock, (config.filter.from, config.filter.to), before)
}

/// Every table that a frame alone can give.
fn tables(frame: &Frame, terms: &Terms) -> Result<Vec<Table>, CountError> {
    let labels = labels::Labels::new(terms.language, terms.editions);
    let extras = dimension::extras(terms.editions);
    let mut crosses: Vec<Vec<&str>> = CROSSES.iter().map(|pair| pair.to_vec()).collect();
    for extra in terms.cross {
        let extra: Vec<&str> = extra.iter().map(String::as_str).collect();
        if !crosses.contains(&extra) {
            crosses.push(extra);
        }
    }
    let named = |ids: &Vec<&str>| -> Result<Vec<&Dimension>, CountError> {
        let found = |id: &&str| {
            dimension::find(id, &extras).ok_or_else(|| CountError::Column((*id).to_owned()))
        };
        ids.iter().map(found).collect()
    };
    let crosses: Vec<Vec<&Dimension>> = crosses.iter().map(named).collect::<Result<_, _>>()?;
    let asked = DIMENSIONS.iter().filter(|own| own.is_asked(terms.editions));
    let one_way: Vec<&Dimension> = asked.chain(&extras).collect();
    let sets = one_way
        .iter()
        .map(|dimension| vec![dimension.column()])
        .chain(
            crosses
                .iter()
                .map(|dimensions| counting::columns_of(dimensions)),
        )
        .chain(answers::sets(&extras, terms.editions))
        .chain([answers::columns(terms.editions).to_vec()]);
    let counts = counting::Counts::new(frame, sets)?;
    let dated = if frame.by_discovery > 0 {
        one_way::Dated::AlsoByDiscovery
    } else {
        one_way::Dated::ByReceipt
    };
    let (delay, judged) = delay::table(frame, &labels)?;
    let mut tables = Vec::new();
    for dimension in one_way {
        let mut table = one_way::table(&counts, dimension, (dated, &terms.coverage), &labels)?;
        if dimension.is_time() {
            spans::extend(&mut table, &judged, terms.limits, terms.language);
        }
        tables.push(table);
    }
    for dimensions in &crosses {
        tables.push(cross::table(&counts, dimensions, &labels)?);
    }
    tables.push(delay);
    tables.push(affected::table(frame, &labels)?);
    tables.push(answers::answers(&counts, terms.language, terms.editions)?);
    tables.push(answers::unlisted(&counts, &extras, terms.editions)?);
    Ok(tables)
}

/// Whether a table has this id in some run.
pub(crate) fn is_table(id: &str) -> bool {
    // Extra dimensions are those of form files, whatever their names.
    let is_one = |id: &str| dimension::find(id, &[]).is_some() || id.starts_with("extra-");
    OTHERS.contains(&id) || LISTS.contains(&id) || id.split("-by-").all(is_one)
}

/// The tables that are neither of one dimension nor of several.
const OTHERS: [&str; 5] = ["delay", "affected", "answers", "rules", "unlisted"];

#[cfg(test)]
mod tests;
