//! The report of `stats`: tables, summary.md and run.json from the records of earlier
//! runs. No notifications are read here, so the only inputs are the files of records.

use std::cell::LazyCell;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

use crate::check::rules;
use crate::config::{Config, ReportFormat, VERSION, Words};
use crate::destination::{DestinationError, FolderTarget};
use crate::disclosure::{self, Figures, Hidden, Totals};
use crate::form::Edition;
use crate::moment::Instant;
use crate::records::{Earlier, Records};
use crate::report::block::Block;
use crate::report::html::Filings;
use crate::report::outputs::Outputs;
use crate::report::provenance::{Provenance, digest_of};
use crate::report::summary::{Summary, View};
use crate::report::{csv, folder, html, run_json, summary, workbook};
use crate::statistics::{Again, thousands};
use crate::table::MARK;

/// The report of `stats`, ready to be written.
#[derive(Debug)]
pub(crate) struct AgainReport<'a> {
    /// The run's configuration.
    pub config: &'a Config,
    /// The editions whose labels the tables have.
    pub editions: &'a [&'static Edition],
    /// The records that were counted.
    pub records: &'a Records,
    /// What they gave.
    pub again: &'a Again,
    /// What was suppressed in the tables.
    pub hidden: &'a Hidden,
    /// The counts of the release before, where there is one.
    pub earlier: Option<&'a disclosure::Earlier>,
    /// Their filings, for the page; none where they are withheld.
    pub filings: Option<Filings<'a>>,
}

impl AgainReport<'_> {
    /// The summary.
    pub(crate) fn summary(&self) -> Vec<Block> {
        self.parts().blocks()
    }

    /// What the summary says.
    fn parts(&self) -> Summary<'_> {
        let view = View {
            tables: &self.again.tables,
            hidden: self.hidden,
            language: self.config.language,
            has_files: self.config.formats.contains(&ReportFormat::Csv),
            partial: &self.again.partial,
            cells: self.config.disclosure.cells,
        };
        let limits = self.again.limits.iter();
        Summary {
            title: Words::new(
                "Statistik över personuppgiftsincidenter",
                "Statistics of personal data breach notifications",
            ),
            config: self.config,
            view,
            figures: self.figures(),
            provenance: self.provenance(),
            policies: &self.again.policies,
            limits: limits.map(|hours| hours.unsigned_abs()).collect(),
            inputs: self.inputs(view),
            editions: self.editions,
            proofs: None,
            no_rules: self.again.no_rules,
            unread: Vec::new(),
        }
    }

    /// Writes tables, summary.md and run.json to the folder.
    ///
    /// # Errors
    /// What could not be written, with its path; nothing half-written is left.
    pub(crate) fn write(
        &self,
        summary: &[Block],
        target: &FolderTarget,
    ) -> Result<(), DestinationError> {
        target.put(|folder| self.fill(folder, summary))
    }

    fn fill(&self, folder: &Path, summary: &[Block]) -> io::Result<()> {
        let outputs = Outputs::new(folder);
        let shown = LazyCell::new(|| html::of_records(self.parts(), self.filings.clone()));
        for format in ReportFormat::each(&self.config.formats) {
            match format {
                ReportFormat::Csv => {
                    let style = csv::style(self.config);
                    folder::tables(&outputs, style, &self.again.tables)?;
                }
                ReportFormat::Markdown => {
                    folder::summary(&outputs, summary, self.config.language)?;
                }
                ReportFormat::Html => folder::page(&outputs, &shown)?,
                ReportFormat::Svg => folder::drawings(&outputs, &shown)?,
                ReportFormat::Png => folder::paintings(&outputs, &shown)?,
                ReportFormat::Workbook => {
                    let content = workbook::Content {
                        config: self.config,
                        folder,
                        summary,
                        tables: &self.again.tables,
                        provenance: self.provenance(),
                        partial: &self.again.partial,
                        run: None,
                    };
                    outputs.write("report.xlsx", |out| workbook::write(out, &content))?;
                }
                // Records are not written again.
                ReportFormat::Parquet => {}
            }
        }
        outputs.conclude("run.json", |digests| self.run_json(digests))
    }

    /// The files of records, and what they hold.
    fn inputs(&self, view: View) -> Vec<Block> {
        let language = self.config.language;
        let is_protected = self.config.disclosure.is_on();
        let parts = self.records.parts.iter().map(|part| {
            let rows = format!(": {}", thousands(part.rows as u64));
            part.name.clone() + if is_protected { "" } else { &rows }
        });
        let figures = self.figures();
        let filings = summary::filings(view, &figures);
        let findings = summary::findings(figures.findings, language);
        vec![
            view.heading(Words::new("Poster", "Records")),
            summary::listed(parts, "run.json", language),
            Block::lines([filings, findings]),
        ]
    }

    /// The counts outside the tables, as they may be published.
    fn figures(&self) -> Figures {
        let again = self.again;
        let totals = Totals {
            read: self.records.parts.len() as u64,
            unreadable: 0,
            skipped: 0,
            notifications: (self.records.len() - again.never_filed[0]) as u64,
            reported: (again.filings - again.never_filed[1]) as u64,
            initial: again.notifications as u64,
            copies: again.copies as u64,
            withdrawn: again.withdrawn as u64,
            undated: again.undated as u64,
            by_discovery: again.by_discovery as u64,
            findings: again.findings,
        };
        let rule = self.config.disclosure.cells;
        Figures::new(&totals, rule, &again.tables, self.earlier)
    }

    fn provenance(&self) -> Provenance<'_> {
        Provenance {
            tables: &self.again.tables,
            by_discovery: self.figures().by_discovery,
            digest: digest_of(
                self.records
                    .parts
                    .iter()
                    .map(|part| *part.digest.as_bytes())
                    .collect(),
            ),
            copies: self.config.copies,
            answers: self.config.answers,
            language: self.config.language,
        }
    }

    /// The content of run.json. Inputs are the files of records.
    fn run_json(&self, outputs: &Value) -> Value {
        let (again, parts) = (self.again, &self.records.parts);
        let provenance = self.provenance();
        let read = parts.len();
        let figures = self.figures();
        let told = |count: Value| {
            if self.config.disclosure.is_on() {
                Value::Null
            } else {
                count
            }
        };
        let editions = self.editions.iter();
        json!({
            "program": "breach-audit",
            "version": VERSION,
            "command": "stats",
            "as_of": Instant::from_timestamp(self.config.as_of).to_string(),
            "policy": { "keys": again.policies, "limit_hours": again.limits },
            "options": run_json::selection(self.config),
            "forms": editions.map(|edition| edition.json()).collect::<Vec<_>>(),
            "rules": self.rules_json(),
            "counts": {
                "discovered": read,
                "read": read,
                "unreadable": 0,
                "skipped": 0,
                "notifications": figures.notifications.json(),
                "reported": figures.reported.json(),
                "copies": figures.copies.json(),
                "withdrawn": figures.withdrawn.json(),
                "undated": figures.undated.json(),
                "findings": {
                    "error": figures.findings[0].json(),
                    "warning": figures.findings[1].json(),
                    "info": figures.findings[2].json(),
                },
            },
            "records": parts.iter().map(|part| json!({
                "name": part.name,
                "digest": part.digest.to_hex().to_string(),
                "notifications": told(part.rows.into()),
            })).collect::<Vec<_>>(),
            "runs": again.earlier.iter().filter_map(facts).map(|mut run| {
                run["counts"] = told(run["counts"].take());
                run
            }).collect::<Vec<_>>(),
            "suppressed": run_json::suppressed(self.config, self.hidden),
            "input_digest": provenance.digest,
            "period": provenance.period_json(),
            "tables": again.tables.iter().map(|table| table.id.as_str()).collect::<Vec<_>>(),
            "about_tables": provenance.tables_json(),
            "outputs": outputs,
        })
    }

    /// The rules that the runs ran, or why that is not known.
    fn rules_json(&self) -> Value {
        let language = self.config.language;
        if let Some(why) = self.again.no_rules {
            return json!({ "left_out": why.get(language) });
        }
        let table = self.again.tables.iter().find(|table| table.id == "rules");
        let codes = rules().iter().map(|rule| rule.code.as_str());
        let (run, ignored): (Vec<&str>, Vec<&str>) = codes.partition(|code| self.ran(code));
        let is_withheld = self.hidden.withheld.iter().any(|id| id == "rules");
        let not_runnable = table.map_or_else(|| json!({}), run_json::not_runnable_of);
        json!({
            "run": run,
            "ignored": ignored,
            "not_runnable": if is_withheld { MARK.into() } else { not_runnable },
        })
    }

    /// Whether any of the runs ran a rule. A run that does not say so ran all.
    fn ran(&self, code: &str) -> bool {
        let runs = self.again.earlier.iter().map(Earlier::rules_run);
        runs.into_iter()
            .any(|run| run.is_none_or(|run| run.iter().any(|ran| ran == code)))
    }
}

/// What is told of a run that left records: version, clock, digest and counts. Somebody may have
/// written in its run.json, so a text that is none of these is left out.
fn facts(earlier: &Earlier) -> Option<Value> {
    let run = earlier.run.as_ref()?;
    let text = |name: &str, is: fn(&str) -> bool| run[name].as_str().filter(|text| is(text));
    let is_version = |text: &str| {
        text.split('.').count() == 3 && text.split('.').all(|part| part.parse::<u32>().is_ok())
    };
    let is_digest =
        |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let as_of = earlier.as_of().map(Instant::from_timestamp);
    Some(json!({
        "version": text("version", is_version),
        "as_of": as_of.map(|instant| instant.to_string()),
        "input_digest": text("input_digest", is_digest),
        "counts": counts(&run["counts"]),
    }))
}

/// The names of the counts of a run.
const COUNTS: [&str; 13] = [
    "discovered",
    "read",
    "unreadable",
    "skipped",
    "notifications",
    "reported",
    "copies",
    "withdrawn",
    "undated",
    "findings",
    "error",
    "warning",
    "info",
];

/// What of the counts of a run are counts, or hidden ones.
fn counts(value: &Value) -> Value {
    match value {
        Value::Object(named) => {
            let named = named
                .iter()
                .filter(|(name, _)| COUNTS.contains(&name.as_str()));
            named
                .map(|(name, value)| (name.clone(), counts(value)))
                .collect()
        }
        Value::Number(_) => value.clone(),
        hidden if *hidden == MARK => hidden.clone(),
        _ => Value::Null,
    }
}
