//! One part of a run, and the parts put together. A part reads and judges its own inputs, each
//! notification by itself. What needs all of them is left: which receipt belongs to which
//! notification, copies, and the rules over the set. So a part keeps a sketch of every
//! notification: its row without texts that the records lack, with hashes of those, and the rows
//! of the lists of receipt times that it fits. From the sketches of all parts the run goes on
//! where one process would.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::across::CaseNumber;
use crate::audit::again::Shared;
use crate::audit::receipts::{KINDS, Outcome, Use};
use crate::audit::taken::{HeldDates, Taken};
use crate::audit::{Audit, Input, Receipts, Settings, Stopped, Unsettled, Watch};
use crate::discover::Source;
use crate::finding::{Finding, of_head};
use crate::read::confirmation::Confirmation;
use crate::read::mapping::Dates;
use crate::read::receipts::Receipt;
use crate::read::supplement::Letter;
use crate::row::Row;

use super::{merge, settle};

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

/// What a part keeps of a source beside its rows.
#[derive(Debug)]
pub(super) struct KeptSource {
    input: Arc<str>,
    name: Arc<str>,
    of: OfSource,
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

/// What a part of a run found: its rows as each is by itself, and what is kept for the others.
pub(super) fn alone(
    sources: &[Source],
    taken: Vec<Vec<Taken>>,
    dates: &HeldDates,
    settings: &Settings,
) -> Audit {
    let of_input = |(source, taken): (&Source, &Vec<Taken>)| -> Vec<KeptSource> {
        let keep = |taken: &Taken| KeptSource::of(taken, &source.name, dates);
        taken.iter().map(keep).collect()
    };
    let mut kept: Vec<KeptSource> = sources.iter().zip(&taken).flat_map(of_input).collect();
    kept.sort_by(|a, b| a.name.cmp(&b.name));
    Audit {
        sketches: Some(kept),
        ..merge(
            taken,
            Vec::new(),
            Shared::Nothing,
            (&Receipts::tentative(&[]), settings),
        )
    }
}

impl KeptSource {
    fn of(taken: &Taken, input: &Arc<str>, dates: &HeldDates) -> Self {
        let name = &taken.input.name;
        let head = |finding: &Finding| {
            let level = finding.severity.as_str().to_owned();
            (finding.code.to_string(), level)
        };
        Self {
            input: Arc::clone(input),
            name: Arc::clone(name),
            of: OfSource {
                digest: taken.input.digest.map(|hash| hash.to_hex().to_string()),
                dates: dates.get(name).copied().unwrap_or_default(),
                findings: taken.findings.iter().map(head).collect(),
                confirms: taken.confirms.clone(),
                letter: taken.letter.clone(),
            },
        }
    }
}

impl Audit {
    /// The sketches of a part: of each source, and after it of its notifications. `None` for a
    /// whole run.
    pub(crate) fn sketches(&self) -> Option<impl Iterator<Item = Sketch> + '_> {
        let kept = self.sketches.as_ref()?;
        let mut next = 0;
        let of_source = move |source: &'_ KeptSource| {
            let first = next;
            let is_of = |row: &Row| self.scope.sources[row.source as usize] == source.name;
            while self.rows.get(next).is_some_and(|row| is_of(row)) {
                next += 1;
            }
            first..next
        };
        let ranges: Vec<_> = kept.iter().map(of_source).collect();
        Some(kept.iter().zip(ranges).flat_map(move |(source, rows)| {
            let line = |record, key| Sketch {
                input: source.input.to_string(),
                source: source.name.to_string(),
                record,
                key,
            };
            let own = line(0, json(&source.of));
            let rows = rows.map(move |at| {
                let (row, used) = (&*self.rows[at], &self.uses[at]);
                line(row.record, json(&OfRow::of(row, used)))
            });
            std::iter::once(own).chain(rows)
        }))
    }
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
    /// Adds sketches; `None` if one is not of this version, or names a form that is not given.
    pub(crate) fn add(&mut self, sketches: Vec<Sketch>, settings: &Settings) -> Option<()> {
        let editions = settings.editions();
        let mut names: HashMap<String, usize> = HashMap::new();
        for Sketch {
            input,
            source,
            record,
            key,
        } in sketches
        {
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
                continue;
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
        }
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
        settle(sources, (taken, self.dates), receipts, settings, watch)
    }
}

impl From<Stopped> for Unsettled {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl OfSource {
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
