//! The tables again, from the records of earlier runs: the same frame, the same
//! counting, so that the same notifications give the same bytes.

use rayon::prelude::*;

use crate::config::{Config, Copies, Words};
use crate::form::Edition;
use crate::notification::Filing;
use crate::records::{Amended, Cells, Earlier, Keys, Links, Records, Tally, in_order};
use crate::row;
use crate::statistics::error::{AgainError, CountError};
use crate::statistics::frame::{self, Frame};
use crate::statistics::frequent;
use crate::statistics::incidents::{self, Filings};
use crate::statistics::keep::{self, Marks};
use crate::statistics::rules::{self, Extent};
use crate::statistics::{Before, Terms};
use crate::table::Table;

/// What records of earlier runs give.
#[derive(Debug)]
pub(crate) struct Again {
    /// The tables, as a run orders them.
    pub tables: Vec<Table>,
    /// What there is of the year before, where the tables are of one year.
    pub before: Option<Before>,
    /// First notifications and all filings that the filter keeps.
    pub notifications: usize,
    /// All filings that the filter keeps.
    pub filings: usize,
    /// Rows of a register that were never filed: of all records, and among those kept.
    pub never_filed: [usize; 2],
    /// Copies and later versions among them, unless they are counted.
    pub copies: usize,
    /// Withdrawn notifications among them.
    pub withdrawn: usize,
    /// How many filings the filter left out because they have no period date.
    pub undated: usize,
    /// First notifications that are dated by their discovery.
    pub by_discovery: usize,
    /// Findings by the columns of the records: errors, warnings, infos.
    pub findings: [u64; 3],
    /// The policies that the verdicts stand on, sorted.
    pub policies: Vec<String>,
    /// The hours of the limits, sorted.
    pub limits: Vec<i64>,
    /// What the runs left beside the records.
    pub earlier: Vec<Earlier>,
    /// Why there is no table of rules.
    pub no_rules: Option<Words>,
    /// The years of which some notifications may be missing.
    pub partial: Vec<String>,
    /// For each filing whether the filter keeps it; none without a filter.
    pub kept: Option<Vec<bool>>,
}

/// The columns that a run of `stats` reads.
pub(crate) fn wanted<'c>(config: &'c Config, editions: &[&'static Edition]) -> Vec<&'c str> {
    let mut wanted: Vec<&str> = frame::wanted(editions);
    wanted.extend(row::further(editions).into_iter().map(|own| own.column));
    wanted.extend(["errors", "warnings", "infos", "policy", "limit_hours"]);
    wanted.extend(super::further(config).collect::<Vec<&str>>());
    // Which are copies is asked by name.
    wanted.extend(["source", "record"]);
    wanted.extend(incidents::COLUMNS);
    if !config.filter.is_empty() {
        wanted.push("organisation_number");
        wanted.extend(keep::columns(&config.filter));
    }
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

/// Counts records.
///
/// # Errors
/// A column that a part does not have, or that holds something else; a form that
/// is not among the editions.
pub(crate) fn of_records(
    records: &Records,
    config: &Config,
    editions: &[&'static Edition],
) -> Result<Again, AgainError> {
    refuse_forms(records, editions)?;
    let marks = keep::marks(records, &config.filter, editions)?;
    let keep = marks.as_ref().map(|marks| marks.keep.as_slice());
    let earlier = records.earlier();
    let frame_of = |keep: Option<&[bool]>| {
        let extras = row::further(editions).into_iter().map(|own| own.column);
        let extras: Vec<&str> = extras.chain(super::further(config)).collect();
        Frame::of_columns(keep, &extras, (config.copies, editions), |name| {
            Ok::<_, AgainError>(records.cells(name)?)
        })
    };
    let amended = records.amended((&earlier, editions), keep, config.copies)?;
    let (tallies, counted) = rayon::join(
        || {
            let amended = amended.as_ref();
            tallies(records, &earlier, (marks.as_ref(), amended), config.copies)
        },
        || -> Result<_, AgainError> {
            let frame = frame_of(keep)?;
            let sums = ["errors", "warnings", "infos"]
                .par_iter()
                .map(|name| sum(records, name, keep));
            let findings = in_order(sums)?;
            let incidents = of_incidents(records, &earlier, keep, config.copies)?;
            Ok((frame, incidents, findings))
        },
    );
    let (mut frame, (incidents, mass), findings) = counted?;
    let mass = mass.map(|mass| frame_of(Some(&mass)));
    frame.mass = mass.transpose()?.map(Box::new);
    let before = config.filter.year_before();
    let before = before.map(|filter| keep::marks(records, &filter, editions));
    let before = before.transpose()?.flatten();
    let before = before
        .map(|marks| frame_of(Some(&marks.keep)))
        .transpose()?;
    let undated = marks.as_ref().map_or(0, |marks| marks.undated);
    let limits = distinct_numbers(records.cells("limit_hours")?)?;
    let windows: Vec<_> = earlier.iter().map(Earlier::window).collect();
    let terms = Terms::new(config, editions, &limits, &windows);
    let frames = [&frame].into_iter().chain(&before);
    let counted = super::counted(frames, records.len() - undated, &terms)?;
    let mut tables = counted.tables;
    tables.extend(incidents);
    let extent = if keep.is_some_and(|keep| keep.contains(&false)) {
        Extent::Selection
    } else {
        Extent::Whole
    };
    let mut findings: [u64; 3] = std::array::from_fn(|level| findings[level]);
    let no_rules = match usable(tallies?, &findings) {
        Ok(tallies) => {
            let now = |level| tallies.iter().map(|tally| tally.levels[level]).sum();
            findings = std::array::from_fn(now);
            let told = (&tallies[..], amended.as_ref());
            tables.push(rules::of_earlier(&earlier, told, extent));
            if config.by_controller {
                let found = found(records, &tallies, keep, config.copies)?;
                tables.push(frequent::table(&frame, &found)?);
            }
            None
        }
        Err(why) => Some(why),
    };
    let undated = marks.as_ref().map_or(0, |marks| marks.undated);
    let partial = super::partial_of(&terms.coverage, &tables);
    let never_filed = never_filed(records, keep)?;
    Ok(Again {
        partial,
        kept: marks.map(|marks| marks.keep),
        tables,
        before: counted.before,
        notifications: frame.notifications(),
        filings: frame.filings(),
        never_filed,
        copies: frame.copies(),
        withdrawn: frame.withdrawn(),
        undated,
        by_discovery: frame.by_discovery,
        findings,
        policies: distinct_texts(records.cells("policy")?)?,
        limits,
        earlier,
        no_rules,
    })
}

/// The tables of incidents, and which records are of mass incidents, if any is.
fn of_incidents(
    records: &Records,
    earlier: &[Earlier],
    keep: Option<&[bool]>,
    copies: Copies,
) -> Result<(Vec<Table>, Option<Vec<bool>>), AgainError> {
    let column = |name: &&'static str| {
        let cells = records.cells(name)?;
        Ok::<_, AgainError>(frame::kept(cells, keep))
    };
    let cells = in_order(incidents::COLUMNS.par_iter().map(column))?;
    let links: Vec<Links> = earlier.iter().map(|own| own.links.clone()).collect();
    let folders = records.folders().into_iter();
    let folders = folders.flat_map(|(folder, rows)| std::iter::repeat_n(folder, rows));
    let is_kept = |at: usize| keep.is_none_or(|keep| keep[at]);
    let folders = folders.enumerate().filter(|(at, _)| is_kept(*at));
    let folders: Vec<usize> = folders.map(|(_, folder)| folder).collect();
    let folder = |at: usize| folders[at];
    let filings = Filings::new(&cells, &links, &folder, copies)?;
    let mut in_mass = filings.in_mass().into_iter();
    let mut next = || in_mass.next().unwrap_or_default();
    let mass: Vec<bool> = (0..records.len()).map(|at| is_kept(at) && next()).collect();
    Ok((filings.tables(), mass.contains(&true).then_some(mass)))
}

/// Leaves the editions that tables of these records go by, see [`super::in_use`].
///
/// # Errors
/// Records without the column of forms.
pub(crate) fn of_their_forms(
    editions: &mut Vec<&'static Edition>,
    records: &Records,
    config: &Config,
) -> Result<(), AgainError> {
    let forms = distinct_texts(records.cells("form")?)?;
    super::in_use(editions, config, |edition| forms.contains(&edition.name));
    Ok(())
}

/// Refuses records of a form that is not among the editions.
fn refuse_forms(records: &Records, editions: &[&'static Edition]) -> Result<(), AgainError> {
    let is_foreign = |form: &str| editions.iter().all(|edition| edition.name != form);
    let forms = distinct_texts(records.cells("form")?)?;
    let Some(form) = forms.into_iter().find(|form| is_foreign(form)) else {
        return Ok(());
    };
    let place = records.find("form", |own| own == form)?;
    let (file, place) = place.ok_or_else(|| mistyped("form"))?;
    Err(AgainError::Form { file, place, form })
}

const NO_FINDINGS: Words = Words::new(
    "findings.csv finns inte bredvid alla poster",
    "findings.csv does not stand beside all records",
);
const OTHER_FINDINGS: Words = Words::new(
    "findings.csv bredvid posterna hör inte till just dessa poster",
    "findings.csv beside the records is not of these records",
);
const FOREIGN_RULES: Words = Words::new(
    "findings.csv nämner regler som denna version inte har",
    "findings.csv names rules that this version does not have",
);

/// The findings beside the records, by folder; of a selection those about its
/// notifications.
fn tallies(
    records: &Records,
    earlier: &[Earlier],
    (marks, amended): (Option<&Marks>, Option<&Amended>),
    copies: Copies,
) -> Result<Vec<Option<Tally>>, AgainError> {
    let kept = match marks {
        Some(marks) => keys(records, earlier.len(), &marks.keep)?
            .into_iter()
            .map(Some)
            .collect(),
        None => vec![None; earlier.len()],
    };
    let mut aside = vec![false; records.len()];
    mark_others(&mut aside, &records.cells("withdrawn")?, "no");
    if copies == Copies::Aside {
        mark_others(&mut aside, &records.cells("copy_of")?, "none");
    }
    let aside = if aside.contains(&true) {
        keys(records, earlier.len(), &aside)?
    } else {
        vec![Keys::new(); earlier.len()]
    };
    let keys = kept.into_par_iter().zip(aside);
    let tallies = earlier.par_iter().zip(keys).enumerate();
    in_order(tallies.map(|(at, (earlier, (kept, aside)))| {
        let amended = amended.map(|amended| &amended.folders[at]);
        Ok(earlier.tally(kept.as_ref(), &aside, amended)?)
    }))
}

/// Marks the rows whose cell is another word than this one.
fn mark_others(marks: &mut [bool], cells: &Cells, word: &str) {
    let Cells::Text(cells) = cells else { return };
    let is_other: Vec<bool> = cells.texts().iter().map(|text| *text != word).collect();
    for (mark, cell) in marks.iter_mut().zip(cells.cells.iter()) {
        *mark |= is_other[cell as usize];
    }
}

/// The findings if rules can be counted from them, or why not. `findings` are
/// the sums that the records themselves tell, which findings.csv must have too.
fn usable(tallies: Vec<Option<Tally>>, findings: &[u64]) -> Result<Vec<Tally>, Words> {
    let tallies = tallies
        .into_iter()
        .collect::<Option<Vec<Tally>>>()
        .ok_or(NO_FINDINGS)?;
    if tallies.iter().any(|tally| tally.foreign > 0) {
        return Err(FOREIGN_RULES);
    }
    let told: [u64; 3] =
        std::array::from_fn(|level| tallies.iter().map(|tally| tally.in_file[level]).sum());
    if told == *findings {
        Ok(tallies)
    } else {
        Err(OTHER_FINDINGS)
    }
}

/// For each notification kept, which tables count, the rules that found something in it.
fn found(
    records: &Records,
    tallies: &[Tally],
    keep: Option<&[bool]>,
    copies: Copies,
) -> Result<Vec<u128>, AgainError> {
    let mut aside = vec![false; records.len()];
    mark_others(&mut aside, &records.cells("kind")?, "initial");
    mark_others(&mut aside, &records.cells("withdrawn")?, "no");
    if copies == Copies::Aside {
        mark_others(&mut aside, &records.cells("copy_of")?, "none");
    }
    let (Cells::Text(sources), Cells::Number(numbers)) =
        (records.cells("source")?, records.cells("record")?)
    else {
        return Err(mistyped("source"));
    };
    let texts = sources.texts();
    let folders = records.folders().into_iter();
    let folders = folders.flat_map(|(folder, rows)| std::iter::repeat_n(folder, rows));
    let rows = folders.zip(sources.cells.iter()).zip(numbers.iter());
    let kept = rows
        .enumerate()
        .filter(|(at, _)| !aside[*at] && keep.is_none_or(|keep| keep[*at]));
    let found = kept.map(|(_, ((folder, source), number))| {
        let number = number.ok_or_else(|| mistyped("record"))?;
        Ok(tallies[folder].found_in(texts[source as usize], number))
    });
    found.collect()
}

/// How many rows are of a register and were never filed: of all, and of those kept.
fn never_filed(records: &Records, keep: Option<&[bool]>) -> Result<[usize; 2], AgainError> {
    let mut filed = vec![false; records.len()];
    mark_others(
        &mut filed,
        &records.cells("kind")?,
        Filing::Register.as_str(),
    );
    let is_kept = |at: usize| keep.is_none_or(|keep| keep[at]);
    let others = || (0..filed.len()).filter(|at| !filed[*at]);
    Ok([others().count(), others().filter(|at| is_kept(*at)).count()])
}

/// Source and record of the notifications kept, by folder.
fn keys(records: &Records, folders: usize, keep: &[bool]) -> Result<Vec<Keys>, AgainError> {
    let mut keys = vec![Keys::new(); folders];
    let (Cells::Text(sources), Cells::Number(numbers)) =
        (records.cells("source")?, records.cells("record")?)
    else {
        return Err(mistyped("source"));
    };
    let texts = sources.texts();
    let of_row = records
        .folders()
        .into_iter()
        .flat_map(|(folder, rows)| std::iter::repeat_n(folder, rows));
    for (((folder, source), number), kept) in of_row
        .zip(sources.cells.iter())
        .zip(numbers.iter())
        .zip(keep)
    {
        if *kept {
            let number = number.ok_or_else(|| mistyped("record"))?;
            keys[folder].insert((texts[source as usize].to_owned(), number));
        }
    }
    Ok(keys)
}

/// A column that lacks what every record has.
fn mistyped(column: &str) -> AgainError {
    CountError::Column(column.to_owned()).into()
}

/// The sum of a column of counts over the rows kept.
fn sum(records: &Records, name: &str, keep: Option<&[bool]>) -> Result<u64, AgainError> {
    let Cells::Number(numbers) = records.cells(name)? else {
        return Err(mistyped(name));
    };
    let kept = |at: usize| keep.is_none_or(|keep| keep[at]);
    let kept = numbers.iter().enumerate().filter(|(at, _)| kept(*at));
    let count = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok());
    kept.map(|(_, number)| count(number).ok_or_else(|| mistyped(name)))
        .sum()
}

fn distinct_texts(cells: Cells) -> Result<Vec<String>, AgainError> {
    match cells {
        Cells::Text(texts) => Ok(texts.sorted().0.into_iter().map(String::from).collect()),
        Cells::Number(_) => Err(mistyped("policy")),
    }
}

fn distinct_numbers(cells: Cells) -> Result<Vec<i64>, AgainError> {
    let Cells::Number(numbers) = cells else {
        return Err(mistyped("limit_hours"));
    };
    let mut numbers: Vec<i64> = numbers.iter().flatten().collect();
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}
