//! What a run keeps for those who put it together with others. A part of a run reads and judges
//! its own inputs, each notification by itself. What needs all of them is left: which receipt
//! belongs to which notification, copies, and the rules over the set. So a sketch of every
//! notification is kept: its row without texts that the records lack, with hashes of those, and
//! the rows of the lists of receipt times that it fits. From the sketches of all parts the run
//! goes on where one process would. A whole run may keep its sketches, too. Its receipts are
//! decided then: what goes on with those of other runs is what the whole set shows.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::across::CaseNumber;
use crate::audit::receipts::{KINDS, Outcome, Use};
use crate::audit::taken::{HeldDates, Taken};
use crate::audit::{Audit, Input, Receipts, Settings, Stopped, Unsettled, Watch, supplements};
use crate::config::Config;
use crate::discover::Source;
use crate::finding::{Finding, of_head};
use crate::form::Edition;
use crate::read::confirmation::Confirmation;
use crate::read::mapping::Dates;
use crate::read::receipts::{Origin, Receipt};
use crate::read::supplement::Letter;
use crate::row::Row;

use super::settle;

/// One line of the sketches: of a source, or of a notification in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// The input that the parts are made by: of a member, its archive.
    pub(crate) input: String,
    /// The name of the source.
    pub(crate) source: String,
    /// The number of the notification; 0 for the source itself.
    pub(crate) record: u32,
    /// What is kept of it, as JSON.
    pub(crate) key: String,
}

/// Takes the sketches of a run, as soon as each notification is judged by itself.
pub(crate) type Keep<'k> = &'k mut dyn FnMut(&mut dyn Iterator<Item = Sketch>);

/// What a run keeps for those who put it together with others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keeps {
    /// Nothing.
    #[default]
    Nothing,
    /// A sketch of all, and no more: it is a part of a run.
    Part,
    /// A sketch of all beside what a whole run gives.
    Whole,
}

impl Keeps {
    /// What a run with this configuration keeps.
    pub(crate) fn of(config: &Config) -> Self {
        match (config.part, config.keep_keys) {
            (Some(_), _) => Self::Part,
            (None, true) => Self::Whole,
            (None, false) => Self::Nothing,
        }
    }
}

/// What is kept of a source.
#[derive(Debug, Default, Serialize, Deserialize)]
struct OfSource {
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    /// The columns of the mapping that proved to hold dates.
    #[serde(default)]
    dates: Dates,
    /// Rule and level of what is told of the source as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    findings: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confirms: Option<Box<Confirmation>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    letter: Option<Box<Letter>>,
}

/// What is kept of a notification; the row stands first, so that it can be borrowed.
#[derive(Serialize, Deserialize)]
struct OfRow<R> {
    row: R,
    form: String,
    /// The rows of the lists that it fits, with the place of the kind of key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fits: Vec<(usize, u8)>,
    /// Whether its case number may be another's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    tentative: bool,
}

/// The sketches of a part: of each source, and after it of its notifications.
pub(super) fn of_part<'t>(
    sources: &'t [Source],
    taken: &'t [Vec<Taken>],
    dates: &'t HeldDates,
) -> impl Iterator<Item = Sketch> + 't {
    let of_source = |taken: &'t Taken| OfSource {
        dates: dates.get(&taken.input.name).copied().unwrap_or_default(),
        confirms: taken.confirms.clone(),
        letter: taken.letter.clone(),
        ..OfSource::of(taken)
    };
    each(sources, taken, of_source, |used| used)
}

/// The sketches of a whole run, whose receipts are decided. Behind them what is told of the
/// lists, by their names.
pub(super) fn of_whole<'t>(
    sources: &'t [Source],
    taken: &'t [Vec<Taken>],
    loose: &'t [(Origin, Finding)],
    (receipts, settings): (&'t Receipts, &'t Settings),
) -> impl Iterator<Item = Sketch> + 't {
    let of_source = |taken: &'t Taken| {
        let letter = taken.letter.clone().map(|mut letter| {
            letter.names.cases = supplements::cases(&letter, &taken.input.name, receipts);
            letter
        });
        OfSource {
            letter,
            ..OfSource::of(taken)
        }
    };
    let sketches = each(sources, taken, of_source, |_| &Use::NONE);
    let mut told: BTreeMap<String, OfSource> = BTreeMap::new();
    for (origin, finding) in loose {
        let list = told.entry(settings.name_of(origin)).or_default();
        list.findings.push(head(finding));
    }
    let lists = told.into_iter().map(|(name, of)| Sketch {
        input: name.clone(),
        source: name,
        record: 0,
        key: json(&of),
    });
    sketches.chain(lists)
}

/// A sketch of each source, as `of` makes it, and after it those of its notifications with the
/// receipts that `uses` leaves them.
fn each<'t>(
    sources: &'t [Source],
    taken: &'t [Vec<Taken>],
    of: impl Fn(&'t Taken) -> OfSource + 't,
    uses: impl Fn(&'t Use) -> &'t Use + Copy + 't,
) -> impl Iterator<Item = Sketch> + 't {
    let all = sources.iter().zip(taken);
    let all = all.flat_map(|(source, taken)| taken.iter().map(|taken| (&source.name, taken)));
    all.flat_map(move |(input, taken)| {
        let line = |record, key| Sketch {
            input: input.to_string(),
            source: taken.input.name.to_string(),
            record,
            key,
        };
        let own = line(0, json(&of(taken)));
        let rows = taken.rows.iter();
        let rows = rows.map(move |(row, used)| line(row.record, json(&OfRow::of(row, uses(used)))));
        std::iter::once(own).chain(rows)
    })
}

/// The rule and the level of a finding, as they are kept.
fn head(finding: &Finding) -> (String, String) {
    let level = finding.severity.as_str().to_owned();
    (finding.code.to_string(), level)
}

impl<'r> OfRow<&'r Row> {
    fn of(row: &'r Row, used: &Use) -> Self {
        let fits = used.fits().iter();
        Self {
            row,
            form: row.edition.name.clone(),
            fits: fits.map(|(at, kind)| (*at, *kind as u8)).collect(),
            tentative: used.case_number() == CaseNumber::Tentative,
        }
    }
}

/// A value as JSON. None of these types can fail.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What the sketches of all parts hold, by input.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    taken: BTreeMap<String, Vec<Taken>>,
    dates: HeldDates,
}

impl Parts {
    /// Adds the sketches of a run, which come in batches; `None` if one is not of this version, or
    /// names a form that is not given.
    ///
    /// # Errors
    /// A batch that could not be read.
    pub(crate) fn add<E>(
        &mut self,
        batches: impl Iterator<Item = Result<Vec<Sketch>, E>>,
        settings: &Settings,
    ) -> Result<Option<()>, E> {
        let editions = settings.editions();
        let mut names: HashMap<String, usize> = HashMap::new();
        for batch in batches {
            let added = batch?
                .into_iter()
                .try_for_each(|sketch| self.add_one(sketch, &editions, &mut names));
            if added.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(()))
    }

    /// Adds one. `names` are the places of the sources of its run so far.
    fn add_one(
        &mut self,
        Sketch {
            input,
            source,
            record,
            key,
        }: Sketch,
        editions: &[&'static Edition],
        names: &mut HashMap<String, usize>,
    ) -> Option<()> {
        let all = self.taken.entry(input).or_default();
        if record == 0 {
            let of: OfSource = serde_json::from_str(&key).ok()?;
            names.insert(source.clone(), all.len());
            let taken = of.taken(source.into())?;
            if taken.dates != 0 {
                self.dates
                    .insert(Arc::clone(&taken.input.name), taken.dates);
            }
            all.push(Taken { dates: 0, ..taken });
            return Some(());
        }
        let OfRow {
            mut row,
            form,
            fits,
            tentative,
        } = serde_json::from_str::<OfRow<Box<Row>>>(&key).ok()?;
        row.edition = editions.iter().find(|edition| edition.name == form)?;
        let kind = |at: u8| KINDS.get(usize::from(at)).copied();
        let fits = fits.into_iter();
        let fits: Vec<_> = fits
            .map(|(at, kind_at)| Some((at, kind(kind_at)?)))
            .collect::<Option<_>>()?;
        let case_number = if tentative {
            CaseNumber::Tentative
        } else {
            CaseNumber::Certain
        };
        let first = fits.first().map(|fit| Outcome::row(fit.0));
        let used = Use::new(first, fits, case_number);
        all.get_mut(*names.get(&source)?)?.rows.push((row, used));
        Some(())
    }

    /// The run as one process would have found it. `sources` are the inputs of all parts, as far
    /// as the documents are at hand: those whose receipt proves to be another are judged again.
    ///
    /// # Errors
    /// The run was stopped, or documents are to be judged again and not at hand.
    pub(crate) fn together(
        mut self,
        sources: &[Source],
        receipts: &[Receipt],
        settings: &Settings,
        watch: &Watch,
    ) -> Result<Audit, Unsettled> {
        let mut taken: Vec<Vec<Taken>> = sources
            .iter()
            .map(|source| self.taken.remove(&*source.name).unwrap_or_default())
            .collect();
        // Without documents, or beyond them: what was read may not get lost.
        taken.extend(self.taken.into_values());
        let told = (receipts, settings);
        settle(sources, (taken, self.dates), told, watch, &mut |_| {})
    }
}

impl From<Stopped> for Unsettled {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl OfSource {
    /// What is kept of a source of any run.
    fn of(taken: &Taken) -> Self {
        Self {
            digest: taken.input.digest.map(|hash| hash.to_hex().to_string()),
            findings: taken.findings.iter().map(head).collect(),
            ..Self::default()
        }
    }

    /// A source without its rows.
    fn taken(self, name: Arc<str>) -> Option<Taken> {
        let digest = self
            .digest
            .map(|digest| blake3::Hash::from_hex(digest).ok());
        let findings = self.findings.iter();
        let findings = findings.map(|(code, level)| of_head(code, level));
        Some(Taken {
            input: Input {
                name,
                file: Path::new("").into(),
                is_member: false,
                bytes: 0,
                digest: match digest {
                    Some(digest) => Some(digest?),
                    None => None,
                },
                format: None,
                encoding: "",
                refusal: None,
                notifications: 0,
            },
            broken: Vec::new(),
            rows: Vec::new(),
            found: None,
            dates: self.dates,
            findings: findings.collect::<Option<Vec<Finding>>>()?,
            confirms: self.confirms,
            letter: self.letter,
        })
    }
}
