//! Statistics: from rows to tables. A frame with the columns of records.csv is
//! counted with polars; what the counts mean (bases, non-values, groups,
//! periods) is added here. It writes nothing.

use crate::audit::Audit;
use crate::config::{CellRule, Config, Filter, Language, Window, Words};
use crate::form::Edition;
use crate::moment::Instant;
use crate::records::Links;
use crate::row::{self, Cell, Part, Row, Scope};
use crate::table::{Key, Table};
use counting::Counts;
use frame::CellOf;
use incidents::Filings;
use names::SUFFIX;
use period::Coverage;

mod affected;
mod again;
mod answers;
mod choose;
mod controllers;
mod counting;
mod cross;
mod delay;
mod derived;
mod dimension;
mod error;
mod frame;
mod frequent;
mod incidents;
mod keep;
mod known;
mod labels;
mod layout;
mod listed;
mod names;
mod numbers;
mod one_way;
mod period;
mod promises;
mod register;
mod rules;
mod spans;
mod structure;
mod year_on_year;
pub(crate) use crate::config::thousands;
pub(crate) use affected::MUCH;
pub(crate) use again::{Again, of_records, of_their_forms, wanted};
pub(crate) use choose::{Restriction, dimension_id, restriction, unlisted, value_labelled};
pub(crate) use delay::beyond;
pub use dimension::{DIMENSIONS, Dimension, Tells};
pub(crate) use error::{AgainError, CountError};
pub(crate) use frame::Frame;
pub(crate) use incidents::{Bounds as IncidentBounds, bounds as incident_bounds};
pub(crate) use keep::{Kept, any_kept, keep};
pub(crate) use labels::band_label;
pub(crate) use layout::question;
pub(crate) use listed::{Listed, listed};
pub(crate) use names::Names;
pub(crate) use numbers::PREFIX as NUMBER;
pub(crate) use register::{LISTS, Status};
pub(crate) use structure::Structure;
pub(crate) use year_on_year::{YEAR, YEAR_ON_YEAR, pair as compared_years, write as write_years};

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
/// One more where counts stay as they are. Each table that is published beside others takes from
/// what they may show, so a protected run has it only if the user crosses it.
const UNPROTECTED: [&str; 2] = ["verdict", "area"];

/// What shapes the tables beside the notifications.
#[derive(Debug)]
struct Terms<'t> {
    language: Language,
    cross: &'t [Vec<String>],
    cells: CellRule,
    editions: &'t [&'static Edition],
    /// The hours of the policies, sorted.
    limits: &'t [i64],
    coverage: Coverage,
    filter: &'t Filter,
    /// Whether figures are given controller by controller.
    by_controller: bool,
    /// Which years there are as a whole, whatever the one year that tables are of.
    years: Coverage,
}

/// What was counted.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    /// The tables of a run.
    pub tables: Vec<Table>,
    /// What a run of one year has of the year that it is compared with.
    pub before: Option<Before>,
}

/// Another year, which only year-on-year.csv is about.
#[derive(Debug)]
pub(crate) struct Before {
    /// The tables of that year.
    pub tables: Vec<Table>,
    /// How many filings with a date are neither of the selection nor notifications of that year.
    pub others: u64,
}

/// All tables of a run.
///
/// # Errors
/// Nothing can be counted; a fault of the program or of the library that counts.
pub(crate) fn of_rows(audit: &Audit, kept: &Kept, config: &Config) -> Result<Counted, CountError> {
    let scope = &audit.scope;
    let rows = kept_of(audit, kept);
    let mut frame = frame_of(&rows, scope, config)?;
    let is_mass = |row: &&&Row| row.part().is_some_and(Part::is_mass);
    let mass: Vec<&Row> = rows.iter().filter(is_mass).copied().collect();
    if !mass.is_empty() {
        frame.mass = Some(Box::new(frame_of(&mass, scope, config)?));
    }
    let before = config.filter.year_before();
    let before = before.map(|filter| keep(&audit.rows, scope, &filter));
    let before = before.map(|kept| frame_of(&kept_of(audit, &kept), scope, config));
    let before = before.transpose()?;
    let limits = [scope.limit_hours.into()];
    let terms = Terms::new(config, &scope.editions, &limits, &[]);
    let dated = audit.rows.len() - kept.undated;
    let mut counted = counted([&frame].into_iter().chain(&before), dated, &terms)?;
    let by_controller = config.by_controller.then(|| {
        let own = rows.iter().filter(|row| row.is_counted(scope.copies));
        let found: Vec<u128> = own.map(|row| rules::found_in(row)).collect();
        frequent::table(&frame, &found)
    });
    let by_controller = by_controller.transpose()?;
    // What follows goes by the rows, and needs room of its own.
    drop(frame);
    counted.tables.extend(of_incidents(&rows, audit)?);
    counted
        .tables
        .push(rules::of_rows(&rows, &audit.loose, scope));
    counted.tables.extend(by_controller);
    counted.tables.extend(register::tables(audit, kept, config));
    Ok(counted)
}

/// The rows that a filter keeps.
fn kept_of<'a>(audit: &'a Audit, kept: &Kept) -> Vec<&'a Row> {
    let rows = kept.rows.iter().map(|position| &*audit.rows[*position]);
    rows.collect()
}

/// The frame of some rows.
fn frame_of(rows: &[&Row], scope: &Scope, config: &Config) -> Result<Frame, CountError> {
    let added = scope.further();
    let columns = added.iter().map(|own| own.column);
    let columns: Vec<&str> = columns.chain(further(config)).collect();
    Frame::build(
        rows.len(),
        &columns,
        (scope.copies, &scope.editions),
        |name| match added.iter().copied().find(|own| own.column == name) {
            Some(own) => Box::new(move |index| own.cell(rows[index])),
            None => cells_of(name, rows, scope),
        },
    )
}

/// The cells of a column of the records.
fn cells_of<'c>(name: &str, rows: &'c [&Row], scope: &'c Scope) -> CellOf<'c> {
    let column = row::column(name);
    Box::new(move |index| column.map_or(Cell::Text(""), |column| column.cell(rows[index], scope)))
}

/// The tables of incidents. Most rows tell nothing of any.
fn of_incidents(rows: &[&Row], audit: &Audit) -> Result<Vec<Table>, CountError> {
    let scope = &audit.scope;
    let tells = |row: &&&Row| row.part().is_some() || row.names_processors();
    let rows: Vec<&Row> = rows.iter().filter(tells).copied().collect();
    let columns = incidents::COLUMNS.map(|name| (name, cells_of(name, &rows, scope)));
    let cells = frame::by_rows(rows.len(), &columns);
    let links = [Links::of(&audit.rows, scope, &audit.processors)];
    Ok(Filings::new(&cells, &links, &|_| 0, scope.copies)?.tables())
}

/// The columns that only some runs count by.
fn further(config: &Config) -> impl Iterator<Item = &'static str> + use<> {
    let is_asked = config.by_controller;
    controllers::columns().filter(move |_| is_asked)
}

/// The tables of the first frame, and of a second one, which is of the year before. `dated` is
/// the number of filings with a date, whatever the selection.
fn counted<'f>(
    mut frames: impl Iterator<Item = &'f Frame>,
    dated: usize,
    terms: &Terms,
) -> Result<Counted, CountError> {
    let Some(frame) = frames.next() else {
        return Ok(Counted::default());
    };
    let before = frames.next();
    let tables = tables(frame, before, terms)?;
    // What is published of another year is protected by itself, so all of it is needed.
    let before = before.map(|before| {
        let tables = self::tables(before, None, terms)?;
        let others = dated - frame.filings() - before.notifications();
        let others = others as u64;
        Ok::<_, CountError>(Before { tables, others })
    });
    Ok(Counted {
        tables,
        before: before.transpose()?,
    })
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

impl<'t> Terms<'t> {
    /// `before` are the bounds of runs whose records are counted.
    fn new(
        config: &'t Config,
        editions: &'t [&'static Edition],
        limits: &'t [i64],
        before: &[Window],
    ) -> Self {
        let clock = Instant::from_timestamp(config.as_of).date();
        let filter = &config.filter;
        Self {
            language: config.language,
            cross: &config.cross,
            cells: config.disclosure.cells,
            editions,
            limits,
            coverage: Coverage::new(clock, filter.bounds(), before),
            filter,
            by_controller: config.by_controller,
            years: Coverage::new(clock, (filter.from, filter.to), before),
        }
    }
}

/// The years of a run's tables of which some notifications may be missing.
pub(crate) fn partial_years(config: &Config, tables: &[Table]) -> Vec<String> {
    partial_of(&Terms::new(config, &[], &[], &[]).coverage, tables)
}

/// The years of tables that are not there as a whole.
fn partial_of(coverage: &Coverage, tables: &[Table]) -> Vec<String> {
    let years = tables.iter().filter(|table| table.id == "year");
    let keys = years
        .flat_map(|table| &table.rows)
        .filter_map(|row| row.first()?.key());
    let values = keys.filter(|key| key.is_value()).map(Key::id);
    values
        .filter(|year| coverage.is_partial(year))
        .map(str::to_owned)
        .collect()
}

/// Every table that a frame alone can give, and the one that compares two years. The year before
/// may be in a frame of its own.
fn tables(frame: &Frame, before: Option<&Frame>, terms: &Terms) -> Result<Vec<Table>, CountError> {
    let labels = labels::Labels::new(terms.language, terms.editions);
    let extras = dimension::extras(terms.editions);
    let mut crosses: Vec<Vec<&str>> = CROSSES.iter().map(|pair| pair.to_vec()).collect();
    if !matches!(terms.cells, CellRule::AtLeast(_)) {
        crosses.push(UNPROTECTED.to_vec());
    }
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
    let compared = one_way.iter().filter(|own| year_on_year::is_compared(own));
    let by_year = compared.map(|own| year_on_year::columns(own));
    let by_year: Vec<Vec<&str>> = by_year.collect::<Result<_, _>>()?;
    let sets = one_way
        .iter()
        .map(|dimension| vec![dimension.column()])
        .chain(by_year.iter().cloned())
        .chain(
            crosses
                .iter()
                .map(|dimensions| counting::columns_of(dimensions)),
        )
        .chain(answers::sets(&extras, terms.editions))
        .chain([answers::columns(terms.editions).to_vec()])
        .chain(promises::sets(terms.editions));
    let counts = Counts::new(frame, sets)?;
    let before = before.map(|before| {
        let sets = by_year.into_iter().chain([vec![YEAR]]);
        Counts::new(before, sets)
    });
    let before = before.transpose()?;
    let years = year_on_year::years(&counts, &labels)?;
    let pair = year_on_year::Pair::of(terms.filter, &years, &terms.years);
    let sides = [&counts, before.as_ref().unwrap_or(&counts)];
    let years = year_on_year::table(sides, &one_way, pair.as_ref(), &labels)?;
    let dated = if frame.by_discovery > 0 {
        one_way::Dated::AlsoByDiscovery
    } else {
        one_way::Dated::ByReceipt
    };
    let (delay, judged) = delay::table(frame, &labels)?;
    let mut tables = Vec::new();
    for dimension in &one_way {
        let mut table = one_way::table(&counts, dimension, (dated, &terms.coverage), &labels)?;
        if dimension.is_time() {
            spans::extend(&mut table, &judged, terms.limits, terms.language);
        }
        tables.push(table);
    }
    let mass = frame.mass.as_deref();
    tables.extend(without_mass(&counts, mass, (dated, terms), &labels)?);
    for dimensions in &crosses {
        tables.push(cross::table(&counts, dimensions, &labels)?);
    }
    tables.push(delay);
    tables.push(affected::table(frame, &labels)?);
    for number in row::numbers(terms.editions) {
        tables.push(numbers::table(frame, number, &labels)?);
    }
    tables.push(answers::answers(&counts, terms.language, terms.editions)?);
    tables.push(answers::unlisted(&counts, &extras, terms.editions)?);
    tables.push(years);
    tables.push(promises::table(&counts, terms.editions, &labels)?);
    if terms.by_controller {
        tables.extend(controllers::tables(frame, &terms.coverage, &labels)?);
    }
    Ok(tables)
}

/// The one-way tables that stand there without mass incidents, too.
const WITHOUT_MASS: [&str; 5] = ["verdict", "sector", "area", "type-group", "cause-group"];
const MASS_LEFT_OUT: Words = Words::new(
    "Utan massincidenter: säkra incidenter hos minst fem personuppgiftsansvariga i hela underlaget.",
    "Without mass incidents: strong incidents of at least five controllers in the whole set.",
);

/// Those tables. `mass` are the notifications of mass incidents, if there are any.
fn without_mass(
    counts: &Counts,
    mass: Option<&Frame>,
    (dated, terms): (one_way::Dated, &Terms),
    labels: &labels::Labels,
) -> Result<Vec<Table>, CountError> {
    let dimensions = WITHOUT_MASS.into_iter().map(dimension::one);
    let dimensions: Vec<&Dimension> = dimensions.collect::<Result<_, _>>()?;
    let sets = dimensions.iter().map(|own| vec![own.column()]);
    let left = mass.map(|mass| counts.without(&Counts::new(mass, sets)?));
    let left = left.transpose()?;
    let table = |dimension: &&Dimension| {
        let counts = left.as_ref().unwrap_or(counts);
        let mut table = one_way::table(counts, dimension, (dated, &terms.coverage), labels)?;
        table.id += SUFFIX;
        table.title = names::without_mass(table.title);
        table.notes.push(MASS_LEFT_OUT);
        Ok(table)
    };
    dimensions.iter().map(table).collect()
}

/// Whether a table has this id in some run.
pub(crate) fn is_table(id: &str) -> bool {
    // Extra dimensions are those of form files, whatever their names.
    let is_one = |id: &str| dimension::find(id, &[]).is_some() || id.starts_with("extra-");
    if id.starts_with(numbers::PREFIX) {
        return true;
    }
    let plain = id.strip_suffix(SUFFIX);
    let others = [&OTHERS[..], &LISTS, &controllers::IDS];
    others.iter().any(|ids| ids.contains(&id))
        || plain.is_some_and(|id| WITHOUT_MASS.contains(&id))
        || id.split("-by-").all(is_one)
}

/// The tables that are neither of one dimension nor of several.
const OTHERS: [&str; 10] = [
    "delay",
    "affected",
    "answers",
    "rules",
    "unlisted",
    YEAR_ON_YEAR,
    promises::ID,
    "incidents",
    "incident-size",
    "processor",
];

#[cfg(test)]
mod tests;
