//! Filings of several reports are tied, by the columns of their records alone. What a report
//! settled among its own filings stays. Looked at are the filings that share a key with one of
//! another report, the later filings whose notification their own report lacks, and what belongs
//! to the cases of these. They are made rows again and go the road of a run.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::across::{Settled, tie_reports};
use crate::check::{NOT_STITCHED, VERSIONS_DIFFER};
use crate::config::{Answers, Copies};
use crate::finding::{Finding, Findings};
use crate::form::{Edition, Key};
use crate::moment::Instant;
use crate::notification::Filing;
use crate::records::amended;
use crate::records::beside::Head;
use crate::records::stitched::{self, Completed, Stitched, Tied, Twin};
use crate::records::{Cells, Earlier, Gathered, Keys, Records, RecordsError, Stored, in_order};
use crate::row::{self, Row, Rows, Scope};

mod concerned;
mod keyed;
mod links;

use keyed::{COLUMNS, Keyed};
use links::Links;

/// The columns that tying asks for, where there are several files.
pub(super) fn columns() -> Vec<&'static str> {
    let answers = row::COLUMNS.iter().filter(|own| own.answers.is_some());
    let answers = answers.map(|own| own.name);
    let own = COLUMNS.into_iter().chain(stitched::COLUMNS);
    let of_promises = amended::ASKED.into_iter().chain(amended::TIMES);
    own.chain(MADE_OF)
        .chain(answers)
        .chain(of_promises)
        .collect()
}

/// What rows are made of beside the columns that they are found by.
const MADE_OF: [&str; 5] = [
    "form",
    "states",
    "received_earliest",
    "received_latest",
    "supplement_intended",
];

impl Records {
    /// Ties the filings of several files, so that columns are read as one run would have given
    /// them. `as_of` is the clock by which promises are judged.
    ///
    /// # Errors
    /// What cannot be read.
    pub(crate) fn stitch(
        &mut self,
        editions: &[&'static Edition],
        as_of: Instant,
    ) -> Result<(), RecordsError> {
        if self.parts.len() < 2 {
            return Ok(());
        }
        let twins = self.twins();
        let earlier = self.earlier();
        let is_other = |own: &Earlier| own.as_of().map(Instant::from_timestamp) != Some(as_of);
        let is_later = earlier.iter().any(is_other);
        let mut stitched = {
            let cells = in_order(COLUMNS.par_iter().map(|name| self.read(name)))?;
            let keyed = Keyed::new(&cells, self.part_of(&twins), self)?;
            let links = Links::of(&keyed);
            let found = keyed.concerned(&links);
            if found.is_empty() {
                Stitched::new(as_of)
            } else {
                Concerned {
                    records: self,
                    keyed: &keyed,
                    links: &links,
                    earlier: &earlier,
                    folders: self.folders(),
                    rows: keyed.in_order(found),
                }
                .tied(editions, as_of)?
            }
        };
        stitched.twins = twins.into_iter().flatten().collect();
        stitched.is_later = is_later;
        self.stitched = Some(Box::new(stitched));
        Ok(())
    }

    /// Of each file the one before it that has the same bytes, as rows.
    fn twins(&self) -> Vec<Option<Twin>> {
        let mut start = 0;
        let mut known: Vec<(&blake3::Hash, usize)> = Vec::new();
        let each = self.parts.iter().map(|part| {
            let own = start;
            start += part.rows;
            let first = known.iter().find(|(digest, _)| **digest == part.digest);
            let twin = first.map(|(_, of)| Twin {
                start: own,
                of: *of,
                rows: part.rows,
            });
            if twin.is_none() {
                known.push((&part.digest, own));
            }
            twin
        });
        each.collect()
    }

    /// The file of each row; none for files that another is the same as.
    fn part_of(&self, twins: &[Option<Twin>]) -> Vec<Option<u32>> {
        let parts = self.parts.iter().zip(twins).enumerate();
        let of = |(at, (part, twin)): (usize, (&super::Part, &Option<Twin>))| {
            let own = twin.is_none().then_some(at as u32);
            std::iter::repeat_n(own, part.rows)
        };
        parts.flat_map(of).collect()
    }

    /// What is told of tying; nothing where there was nothing to tie.
    pub(crate) fn tied(&self) -> Tied {
        let stitched = self.stitched.as_deref();
        stitched.map_or_else(Tied::default, |own| own.tied)
    }
}

/// Filings that may belong to filings of other reports, in source order.
struct Concerned<'c> {
    records: &'c Records,
    keyed: &'c Keyed<'c>,
    links: &'c Links,
    earlier: &'c [Earlier],
    /// Of each file its folder, and how many rows it has.
    folders: Vec<(usize, usize)>,
    rows: Vec<usize>,
}

/// Rows made again, and the names of their sources.
type Made = (Rows, Vec<Arc<str>>);

/// What was found in the notifications of a folder.
type Found = HashMap<(String, i64), Vec<Head>>;

/// The letter of the rules about what a notification must contain.
const CONTENT: char = 'C';

impl Concerned<'_> {
    fn tied(self, editions: &[&'static Edition], as_of: Instant) -> Result<Stitched, RecordsError> {
        let (mut rows, sources) = self.made(editions)?;
        let findings = self.findings()?;
        let settled = self.settled(&rows, &findings);
        self.give_content(&mut rows, &findings);
        let before: Vec<usize> = rows
            .iter()
            .map(|row| row.findings.heads().count())
            .collect();
        let scope = Scope {
            policy: String::new(),
            limit_hours: 0,
            sources,
            mapping_digest: None,
            levels: Vec::new(),
            editions: editions.to_vec(),
            copies: Copies::Aside,
            // The answers of records are as their run counted them.
            answers: Answers::FirstFiled,
            as_of,
        };
        let told = tie_reports(&mut rows, &settled, &scope);
        let is_completed = |at: &usize| rows[*at].findings.heads().count() < before[*at];
        let completed = (0..rows.len()).filter(is_completed);
        let completed = completed.map(|at| {
            let head = |finding: Finding| Head {
                code: finding.code,
                level: finding.severity,
                question: finding.question,
            };
            (self.rows[at], rows[at].findings.iter().map(head).collect())
        });
        let completed = completed.collect();
        Ok(self.stitched(&rows, &settled, (told, completed), &scope))
    }

    /// The rows, and the names of their sources.
    fn made(&self, editions: &[&'static Edition]) -> Result<Made, RecordsError> {
        let answers = columns().into_iter();
        let has_copies = self.keyed.has_copies(&self.rows);
        // Answers are held against each other only of what may be copies.
        let is_needed =
            |name: &&str| has_copies || COLUMNS.contains(name) || MADE_OF.contains(name);
        let mut names: Vec<&str> = answers.filter(is_needed).collect();
        names.sort_unstable();
        names.dedup();
        let cells = in_order(names.par_iter().map(|name| {
            let cells = self.records.read(name)?;
            Ok::<_, RecordsError>(texts(name, &cells, &self.rows))
        }))?;
        let cell = |name: &str, at: usize| {
            let column = names.binary_search(&name).ok();
            column.map_or_else(String::new, |column| cells[column][at].clone())
        };
        let (mut rows, mut sources) = (Rows::new(), Vec::<Arc<str>>::new());
        let mut before = None;
        for (at, row) in self.rows.iter().enumerate() {
            let form = cell("form", at);
            let edition = editions.iter().find(|edition| edition.name == form);
            let edition = *edition.unwrap_or(&Edition::default_edition());
            let kind = cell("kind", at);
            let filing = Filing::ALL.into_iter().find(|own| own.as_str() == kind);
            let filing = filing.unwrap_or(Filing::Undeterminable);
            let mut made = Row::recorded(edition, filing, &|name| cell(name, at));
            let place = (self.keyed.source(*row), self.keyed.part(*row));
            if before != Some(place) {
                sources.push(place.0.into());
                before = Some(place);
            }
            made.source = sources.len() as u32 - 1;
            made.record = self.keyed.record(*row) as u32;
            rows.push(Box::new(made));
        }
        Ok((rows, sources))
    }

    /// What the reports settled of the rows.
    fn settled(&self, rows: &[Box<Row>], findings: &[Found]) -> Vec<Settled> {
        let position = |row: usize| self.keyed.position(&self.rows, row);
        let each = self.rows.iter().enumerate().map(|(at, row)| {
            let link = self.links.of_row(*row);
            let mut told = self.found(*row, findings).iter();
            let is_tied = rows[at].filing.is_later();
            Settled {
                report: self.keyed.part(*row) as usize,
                copy_of: link.copy_of.and_then(position),
                is_version: link.copy_of.is_some()
                    && told.any(|head| head.code == VERSIONS_DIFFER.code),
                notification: link.case.filter(|_| is_tied).and_then(position),
                is_withdrawn: self.keyed.is_withdrawn(*row),
            }
        });
        each.collect()
    }

    /// What reports found in these filings, as far as it tells later versions, which may differ
    /// in texts alone, and what supplements may complete. By folder.
    fn findings(&self) -> Result<Vec<Found>, RecordsError> {
        let mut keys = vec![Keys::new(); self.earlier.len()];
        for row in &self.rows {
            let key = (self.keyed.source(*row).to_owned(), self.keyed.record(*row));
            keys[self.folder(*row)].insert(key);
        }
        let is_asked =
            |code: &str| code.starts_with(CONTENT) || code == VERSIONS_DIFFER.code.as_str();
        let each = self.earlier.par_iter().zip(keys);
        in_order(each.map(|(earlier, keys)| earlier.findings_of(&keys, is_asked)))
    }

    /// The folder of a row.
    fn folder(&self, row: usize) -> usize {
        self.folders[self.keyed.part(row) as usize].0
    }

    /// What was found in a row.
    fn found<'f>(&self, row: usize, findings: &'f [Found]) -> &'f [Head] {
        let key = (self.keyed.source(row).to_owned(), self.keyed.record(row));
        let found = findings[self.folder(row)].get(&key);
        found.map_or(&[], Vec::as_slice)
    }

    /// Gives rows what was found of what they must contain, by question.
    fn give_content(&self, rows: &mut [Box<Row>], findings: &[Found]) {
        for (row, at) in rows.iter_mut().zip(&self.rows) {
            let found = self.found(*at, findings).iter();
            let own = found.filter(|head| head.code.as_str().starts_with(CONTENT));
            let own = own.map(|head| {
                let finding = Finding::new(head.code, head.level, head.question, 0);
                match key_of(row.edition, head.question) {
                    Some(key) => finding.at(key, 0),
                    None => finding,
                }
            });
            let own: Vec<Finding> = own.collect();
            row.findings = Findings::of(&own);
        }
    }

    /// What the rows say now.
    fn stitched(
        &self,
        rows: &[Box<Row>],
        settled: &[Settled],
        (told, completed): (Vec<(usize, Finding)>, Vec<Completed>),
        scope: &Scope,
    ) -> Stitched {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_unstable_by_key(|at| self.rows[*at]);
        let column = |name: &'static str| {
            let mut gathered = Gathered::new(Stored::of(name), rows.len());
            let column = row::column(name);
            let cells = order
                .iter()
                .filter_map(|at| Some(column?.cell(&rows[*at], scope)));
            cells.for_each(|cell| gathered.push(cell));
            (name, gathered.finish())
        };
        let columns = stitched::COLUMNS.into_iter().map(column).collect();
        let mut tied = Tied::default();
        for (row, known) in rows.iter().zip(settled) {
            let is_copy = row.copy_of().is_some();
            let is_new = known.notification.is_none() && known.copy_of.is_none();
            tied.copies += usize::from(is_copy && known.copy_of.is_none());
            let is_tied = row.notification() != (row.source, row.record);
            tied.later += usize::from(is_new && !is_copy && row.filing.is_later() && is_tied);
        }
        let is_open = |(at, finding): &&(usize, Finding)| {
            finding.code == NOT_STITCHED.code
                && finding.own_message().is_some()
                && settled[*at].copy_of.is_none()
        };
        tied.open = told.iter().filter(is_open).count();
        let told = told.into_iter();
        Stitched {
            rows: order.iter().map(|at| self.rows[*at]).collect(),
            columns,
            told: told.map(|(at, finding)| (self.rows[at], finding)).collect(),
            tied,
            completed,
            ..Stitched::new(scope.as_of)
        }
    }
}

/// A key that a question answers. Of which nature a breach was is asked by two.
fn key_of(edition: &'static Edition, number: u8) -> Option<Key> {
    let question = edition.question(number).filter(|_| number > 0)?;
    let natures = [Key::IncidentType, Key::IncidentDescription];
    let nature = natures
        .into_iter()
        .find(|key| edition.number(*key) == number);
    nature.or(question.parts.first().map(|part| part.key))
}

/// The cells of some rows as records.csv has them; nothing for a number that there is none of.
fn texts(name: &str, cells: &Cells, rows: &[usize]) -> Vec<String> {
    let stored = Stored::of(name);
    match cells {
        Cells::Text(texts) => {
            let distinct = texts.texts();
            let text = |row: &usize| distinct[texts.cells.get(*row) as usize].to_owned();
            rows.iter().map(text).collect()
        }
        Cells::Number(numbers) => {
            let text = |row: &usize| numbers.get(*row).map(|number| stored.text(number));
            rows.iter()
                .map(|row| text(row).unwrap_or_default())
                .collect()
        }
    }
}
