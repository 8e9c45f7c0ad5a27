//! What an earlier run left beside its records: run.json, which says how the
//! figures came about, and findings.csv, from which rules can be counted again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::check::{COPY, NOT_STITCHED, SUPPLEMENT_OF, VERSIONS_DIFFER, position, rules};
use crate::config::Words;
use crate::dialect::Told;
use crate::finding::{Code, Severity};
use crate::moment::parse_written;
use crate::records::links::Links;
use crate::records::{RecordsError, csv};
use crate::value::unguarded;

/// The keys of notifications: source and record.
pub(crate) type Keys = HashSet<(String, i64)>;

/// The columns of findings.csv that are counted by, and what stands in each.
const COLUMNS: [&str; 4] = ["source", "record", "code", "severity"];
const EXPECTED: [Words; 4] = [
    Words::new("en text", "a text"),
    Words::new("ett nummer", "a number"),
    Words::new("en text", "a text"),
    Words::new(
        "en nivå (error, warning, info)",
        "a level (error, warning, info)",
    ),
];
/// Whether a rule tells to which notification a filing belongs: the only findings that are
/// counted by rule also in copies, later versions and withdrawn cases.
pub(crate) fn tells_of_cases(code: Code) -> bool {
    TELL_OF_CASES.contains(&code)
}

pub(super) const TELL_OF_CASES: [Code; 4] = [
    COPY.code,
    VERSIONS_DIFFER.code,
    SUPPLEMENT_OF.code,
    NOT_STITCHED.code,
];

/// One folder of records, apart from the records.
#[derive(Debug)]
pub(crate) struct Earlier {
    /// The content of run.json, if this program wrote it.
    pub run: Option<Value>,
    /// What it tells of incidents and processors.
    pub links: Links,
    findings: Option<PathBuf>,
}

/// How many findings a findings.csv holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    /// For each rule of the catalogue what was found.
    pub rules: Vec<Found>,
    /// Findings about notifications: errors, warnings, infos.
    pub levels: [u64; 3],
    /// The same as the file has them, whatever was amended.
    pub in_file: [u64; 3],
    /// Findings of rules that this version does not have.
    pub foreign: u64,
    /// The sources that have findings.
    sources: HashMap<String, u32>,
    /// By source and record: the rules that were found in it, by their place in the catalogue.
    seen: HashMap<(u32, i64), u128>,
}

impl Tally {
    /// The rules that found something in a record, by their place in the catalogue.
    pub(crate) fn found_in(&self, source: &str, record: i64) -> u128 {
        let source = self.sources.get(source);
        let found = source.and_then(|source| self.seen.get(&(*source, record)));
        found.copied().unwrap_or(0)
    }
}

/// A line of findings.csv.
struct Line<'l> {
    source: &'l str,
    record: i64,
    code: &'l str,
    level: Severity,
    question: u8,
}

/// A finding, as far as its line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) code: Code,
    pub(crate) level: Severity,
    pub(crate) question: u8,
}

/// What is found in a folder's notifications otherwise than findings.csv says.
#[derive(Debug, Default)]
pub(crate) struct OfFolder {
    /// The rules whose findings are found anew in all notifications, by their place.
    pub(crate) anew: u128,
    /// By notification further ones.
    pub(crate) dropped: HashMap<(String, i64), u128>,
    /// What is found now.
    pub(crate) added: Vec<(String, i64, Code, Severity)>,
}

impl OfFolder {
    /// Whether a finding of a notification holds no more.
    fn drops(&self, source: &str, record: i64, at: usize) -> bool {
        let is_one = |rules: u128| rules >> at & 1 == 1;
        let own = || self.dropped.get(&(source.to_owned(), record)).copied();
        is_one(self.anew) && record > 0 || !self.dropped.is_empty() && is_one(own().unwrap_or(0))
    }
}

/// How often a rule found something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Findings.
    pub findings: u64,
    /// Notifications with one.
    pub notifications: u64,
    /// The findings by their own level: errors, warnings, infos.
    pub levels: [u64; 3],
}

impl Earlier {
    /// What stands in `folder`.
    pub(super) fn of(folder: &Path) -> Self {
        let findings = folder.join("findings.csv");
        Self {
            run: run_json(folder),
            links: Links::in_folder(folder),
            findings: findings.is_file().then_some(findings),
        }
    }

    /// The clock of that run, if it is known.
    pub(crate) fn as_of(&self) -> Option<jiff::Timestamp> {
        let as_of = parse_written(self.run.as_ref()?["as_of"].as_str()?)?;
        jiff::Timestamp::from_second(i64::from(as_of.0) * 60).ok()
    }

    /// The first and the last date that the run took, if it was bounded so.
    pub(crate) fn window(&self) -> (Option<jiff::civil::Date>, Option<jiff::civil::Date>) {
        let date = |key: &str| self.run.as_ref()?["options"][key].as_str()?.parse().ok();
        (date("from"), date("to"))
    }

    /// Whether that run counted the answers of supplements, if that is known.
    pub(crate) fn merges_supplements(&self) -> Option<bool> {
        let options = &self.run.as_ref()?["options"];
        Some(options["merge_supplements"].as_bool() == Some(true))
    }

    /// The codes of the rules that ran, if that is known.
    pub(crate) fn rules_run(&self) -> Option<Vec<String>> {
        let codes = self.run.as_ref()?["rules"]["run"].as_array()?;
        Some(
            codes
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        )
    }

    /// The level that the configuration of that run gave a rule, if it gave one.
    pub(crate) fn level(&self, code: &str) -> Option<Severity> {
        Severity::of_word(self.run.as_ref()?["rules"]["levels"][code].as_str()?)
    }

    /// By code, in how many notifications a rule could not be run, if that is known:
    /// where one of the counts is suppressed, none is.
    pub(crate) fn not_runnable(&self) -> Option<BTreeMap<String, u64>> {
        let counts = self.run.as_ref()?["rules"]["not_runnable"].as_object()?;
        let count = |(code, entry): (&String, &Value)| {
            Some((code.clone(), entry["notifications"].as_u64()?))
        };
        counts.iter().map(count).collect()
    }

    /// Counts findings.csv, of the notifications `kept` only if some are named, and
    /// by rule without those in `aside`; findings about no notification count always. `amended`
    /// is what is found now that filings of several reports are tied.
    /// `None` without the file.
    ///
    /// # Errors
    /// A findings.csv that cannot be read or lacks a column.
    pub(crate) fn tally(
        &self,
        kept: Option<&Keys>,
        aside: &Keys,
        amended: Option<&OfFolder>,
    ) -> Result<Option<Tally>, RecordsError> {
        let mut counter = Counter::new(kept, aside);
        let is_there = self.each_finding(|finding| {
            let code = <[u8; 4]>::try_from(finding.code.as_bytes()).ok();
            let code = code.map(Code::new);
            let known = code.and_then(|code| Some((code, position(code)?)));
            let Some((code, at)) = known else {
                counter.tally.foreign += 1;
                return;
            };
            let (source, record) = (finding.source, finding.record);
            if counter.is_kept(source, record) {
                if record > 0 {
                    counter.tally.in_file[finding.level.rank()] += 1;
                }
                if !amended.is_some_and(|own| own.drops(source, record, at)) {
                    counter.add((source, record), (code, at), finding.level);
                }
            }
        })?;
        let added = amended.map_or(&[][..], |own| &own.added);
        for (source, record, code, level) in added {
            let level = self.level(code.as_str()).unwrap_or(*level);
            if let Some(at) = position(*code)
                && counter.is_kept(source, *record)
            {
                counter.add((source, *record), (*code, at), level);
            }
        }
        Ok(is_there.then_some(counter.tally))
    }

    /// Whether there is a findings.csv.
    pub(crate) fn has_findings(&self) -> bool {
        self.findings.is_some()
    }

    /// Whether that run ran a rule. One that does not say so ran all.
    pub(crate) fn ran(&self, code: Code) -> bool {
        let run = self.rules_run();
        run.is_none_or(|run| run.iter().any(|ran| ran == code.as_str()))
    }

    /// Days that a promise may be overdue in that run, if that is known.
    pub(crate) fn overdue_days(&self) -> Option<u32> {
        let days = &self.run.as_ref()?["options"]["thresholds"]["overdue-days"];
        days.as_u64().and_then(|days| days.try_into().ok())
    }

    /// Whether that run had a register, which tells of supplements that are not in the records.
    pub(crate) fn has_register(&self) -> bool {
        let run = self.run.as_ref();
        run.is_some_and(|run| run["options"]["register"].is_object())
    }

    /// By notification its findings of which `is_asked` says so; none without findings.csv.
    ///
    /// # Errors
    /// A findings.csv that cannot be read or lacks a column.
    pub(crate) fn findings_of(
        &self,
        keys: &Keys,
        is_asked: impl Fn(&str) -> bool,
    ) -> Result<HashMap<(String, i64), Vec<Head>>, RecordsError> {
        let mut all: HashMap<(String, i64), Vec<Head>> = HashMap::new();
        self.each_finding(|finding| {
            let bytes = <[u8; 4]>::try_from(finding.code.as_bytes()).ok();
            let code = bytes.filter(|_| is_asked(finding.code));
            if let Some(code) = code
                && has(keys, finding.source, finding.record)
            {
                let own = all.entry((finding.source.to_owned(), finding.record));
                own.or_default().push(Head {
                    code: Code::new(code),
                    level: finding.level,
                    question: finding.question,
                });
            }
        })?;
        Ok(all)
    }

    /// Goes through findings.csv; says whether it is there.
    fn each_finding(&self, mut take: impl FnMut(Line)) -> Result<bool, RecordsError> {
        let Some(path) = &self.findings else {
            return Ok(false);
        };
        let shown = crate::value::mask_name(&path.display().to_string()).into_owned();
        let mut reader = csv::Reader::open(path, &shown, Told::of_list)?;
        let mut places = [0; 4];
        for (place, name) in places.iter_mut().zip(COLUMNS) {
            *place = reader.find(name).ok_or_else(|| reader.lacks(name))?;
        }
        let question = reader.find("question");
        while let Some(line) = reader.next()? {
            let wrong = |at: usize| RecordsError::Cell {
                file: shown.clone(),
                line,
                column: COLUMNS[at].to_owned(),
                expected: EXPECTED[at],
            };
            let cell = |at: usize| reader.cell(places[at]).ok_or_else(|| wrong(at));
            let record: u32 = cell(1)?.parse().map_err(|_| wrong(1))?;
            let level = Severity::of_word(&cell(3)?).ok_or_else(|| wrong(3))?;
            // What concerns no question has none.
            let question = question.and_then(|at| reader.cell(at)?.parse().ok());
            take(Line {
                source: unguarded(&cell(0)?),
                record: i64::from(record),
                code: &cell(2)?,
                level,
                question: question.unwrap_or(0),
            });
        }
        Ok(true)
    }
}

/// The content of a folder's run.json, if this program wrote it.
pub(super) fn run_json(folder: &Path) -> Option<Value> {
    let bytes = std::fs::read(folder.join("run.json")).ok()?;
    let run: Value = serde_json::from_slice(&bytes).ok()?;
    (run["program"] == "breach-audit").then_some(run)
}

/// Counts findings as they come; those of one notification need not stand together.
struct Counter<'k> {
    kept: Option<&'k Keys>,
    aside: &'k Keys,
    tally: Tally,
}

impl<'k> Counter<'k> {
    fn new(kept: Option<&'k Keys>, aside: &'k Keys) -> Self {
        let tally = Tally {
            rules: vec![Found::default(); rules().len()],
            levels: [0; 3],
            in_file: [0; 3],
            foreign: 0,
            sources: HashMap::new(),
            seen: HashMap::new(),
        };
        Self { kept, aside, tally }
    }

    fn is_kept(&self, source: &str, record: i64) -> bool {
        let is_kept = |kept: &Keys| record == 0 || has(kept, source, record);
        self.kept.is_none_or(is_kept)
    }

    fn add(&mut self, (source, record): (&str, i64), (code, at): (Code, usize), level: Severity) {
        if record > 0 {
            self.tally.levels[level.rank()] += 1;
            if !tells_of_cases(code) && has(self.aside, source, record) {
                return;
            }
        }
        let tally = &mut self.tally;
        let found = &mut tally.rules[at];
        found.findings += 1;
        found.levels[level.rank()] += 1;
        if record == 0 {
            return;
        }
        let next = tally.sources.len() as u32;
        let source = match tally.sources.get(source) {
            Some(id) => *id,
            None => *tally.sources.entry(source.to_owned()).or_insert(next),
        };
        let seen = tally.seen.entry((source, record)).or_default();
        tally.rules[at].notifications += u64::from(*seen >> at & 1 == 0);
        *seen |= 1 << at;
    }
}

fn has(keys: &Keys, source: &str, record: i64) -> bool {
    !keys.is_empty() && keys.contains(&(source.to_owned(), record))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_count_once_per_notification() {
        let room = tempfile::tempdir().unwrap();
        let code = rules()[0].code;
        let lines = [
            ("a,1", "error"),
            ("a,2", "error"),
            ("a,1", "error"),
            ("'=a,1", "warning"),
            ("r,0", "error"),
        ];
        let lines = lines.map(|(key, level)| format!("{key},{code},{level}\n"));
        let text = format!("source,record,code,severity\n{}", lines.concat());
        std::fs::write(room.path().join("findings.csv"), text).unwrap();
        let earlier = Earlier::of(room.path());
        assert!(earlier.run.is_none());
        let tally = earlier.tally(None, &Keys::new(), None).unwrap().unwrap();
        let found = Found {
            findings: 5,
            notifications: 3,
            levels: [4, 1, 0],
        };
        assert_eq!(
            (tally.rules[0], tally.levels, tally.foreign),
            (found, [3, 1, 0], 0)
        );
        for cells in [
            "a,,C001,error",
            "a,-1,C001,error",
            "a,x,C001,error",
            "a,1,C001,grave",
        ] {
            let wrong = tempfile::tempdir().unwrap();
            std::fs::write(
                wrong.path().join("findings.csv"),
                format!("source,record,code,severity\n{cells}\n"),
            )
            .unwrap();
            let told = Earlier::of(wrong.path())
                .tally(None, &Keys::new(), None)
                .unwrap_err()
                .to_string();
            assert!(told.contains("findings.csv, line 2"), "{told}");
        }
        let kept: Keys = [("=a".to_owned(), 1)].into();
        let tally = earlier
            .tally(Some(&kept), &Keys::new(), None)
            .unwrap()
            .unwrap();
        let found = Found {
            findings: 2,
            notifications: 1,
            levels: [1, 1, 0],
        };
        assert_eq!((tally.rules[0], tally.levels), (found, [0, 1, 0]));
    }
}
