//! What `stats` tells: tables, summary.md and run.json from the records of
//! earlier runs. Notifications are not read here, so nothing is said of inputs
//! but of the files of records.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use crate::check::rules;
use crate::config::{Config, Language, ReportFormat, VERSION, Words};
use crate::deadline::Policy;
use crate::destination::{DestinationError, FolderTarget};
use crate::disclosure::{Figure, Figures, Hidden, MARK, Totals};
use crate::form::Edition;
use crate::moment::Instant;
use crate::records::{Earlier, Records};
use crate::report::outputs::Outputs;
use crate::report::provenance::{Provenance, digest_of};
use crate::report::summary::View;
use crate::report::{folder, run_json, summary, unjudged};
use crate::statistics::{Again, thousands};

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
}

impl AgainReport<'_> {
    /// The summary as Markdown that reads well on a terminal.
    pub(crate) fn summary(&self) -> String {
        let language = self.config.language;
        let view = View {
            tables: &self.again.tables,
            hidden: self.hidden,
            language,
        };
        let figures = self.figures();
        let say = |sv: &'static str, en: &'static str| Words::new(sv, en).get(language);
        let mut out = String::with_capacity(8192);
        let title = say(
            "Statistik över personuppgiftsincidenter",
            "Statistics of personal data breach notifications",
        );
        let _ = writeln!(out, "# {title}\n");
        let _ = writeln!(
            out,
            "**{}**\n",
            summary::verdict_line(view, figures.initial)
        );
        out.push_str(&unjudged::advice(view));
        self.basis(&mut out);
        let _ = writeln!(out, "{}\n", self.provenance().paragraph());
        summary::key(self.config.disclosure, language, &mut out);
        let _ = writeln!(out, "## {}\n", say("Poster", "Records"));
        self.inputs(view, &mut out);
        let _ = writeln!(out, "## {}\n", say("Tidsfristen", "The deadline"));
        summary::deadline(view, &mut out);
        let _ = writeln!(
            out,
            "## {}\n",
            say("Vanligaste fynden", "Most frequent findings")
        );
        match self.again.no_rules {
            Some(why) => {
                let left_out = say("rules.csv utelämnas", "rules.csv is left out");
                let _ = writeln!(out, "{left_out}: {}.\n", why.get(language));
            }
            None => summary::top_rules(view, &mut out),
        }
        summary::shown_tables(view, &mut out);
        summary::control(view, self.config.disclosure, &mut out);
        out.push_str(&self.provenance().fingerprint());
        out
    }

    /// Writes tables, summary.md and run.json to the folder.
    ///
    /// # Errors
    /// What could not be written, with its path; nothing half-written is left.
    pub(crate) fn write(
        &self,
        summary: &str,
        target: &FolderTarget,
    ) -> Result<(), DestinationError> {
        target.put(|folder| self.fill(folder, summary))
    }

    fn fill(&self, folder: &Path, summary: &str) -> io::Result<()> {
        let outputs = Outputs::new(folder);
        if self.config.formats.contains(&ReportFormat::Csv) {
            folder::tables(&outputs, &self.again.tables)?;
        }
        if self.config.formats.contains(&ReportFormat::Markdown) {
            outputs.write("summary.md", |out| out.write_all(summary.as_bytes()))?;
        }
        outputs.conclude("run.json", |digests| self.run_json(digests))
    }

    /// Policy, limit, clock, version, and what the filter left.
    fn basis(&self, out: &mut String) {
        let language = self.config.language;
        let names =
            self.again.policies.iter().map(|key| {
                Policy::named(key).map_or(key.as_str(), |policy| policy.name.get(language))
            });
        let limits: Vec<u64> = self
            .again
            .limits
            .iter()
            .map(|hours| hours.unsigned_abs())
            .collect();
        let names: Vec<&str> = names.collect();
        let as_of = Instant::from_timestamp(self.config.as_of);
        summary::basis_line(
            &summary::limits(&limits, language),
            &names.join(", "),
            as_of,
            language,
            out,
        );
        if !self.config.filter.is_empty() {
            let figures = self.figures();
            let counts = [figures.reported, figures.notifications, figures.undated];
            summary::selection_line(counts, language, out);
        }
    }

    /// The files of records, and what they hold.
    fn inputs(&self, view: View, out: &mut String) {
        let language = self.config.language;
        for part in self.records.parts.iter().take(summary::MOST_INPUTS) {
            let _ = if self.config.disclosure.is_on() {
                writeln!(out, "- {}", part.name)
            } else {
                writeln!(out, "- {}: {}", part.name, thousands(part.rows as u64))
            };
        }
        if let Some(more) = self
            .records
            .parts
            .len()
            .checked_sub(summary::MOST_INPUTS + 1)
        {
            let more = more + 1;
            let _ = match language {
                Language::Sv => writeln!(out, "- och {more} till, i run.json"),
                Language::En => writeln!(out, "- and {more} more, in run.json"),
            };
        }
        out.push('\n');
        let figures = self.figures();
        summary::filings_line(view, &figures, out);
        summary::findings_line(figures.findings, language, out);
        out.push('\n');
    }

    /// The counts outside the tables, as they may be published.
    fn figures(&self) -> Figures {
        let again = self.again;
        let totals = Totals {
            read: self.records.parts.len() as u64,
            unreadable: 0,
            skipped: 0,
            notifications: self.records.len() as u64,
            reported: again.filings as u64,
            initial: again.notifications as u64,
            copies: again.copies as u64,
            undated: again.undated as u64,
            by_discovery: again.by_discovery as u64,
            findings: again.findings,
        };
        Figures::new(&totals, self.config.disclosure.cells, &again.tables)
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
            "forms": editions.map(|edition| json!({ "name": edition.name, "digest": edition.digest })).collect::<Vec<_>>(),
            "rules": self.rules_json(),
            "counts": {
                "discovered": read,
                "read": read,
                "unreadable": 0,
                "skipped": 0,
                "notifications": figures.notifications.json(),
                "reported": figures.reported.json(),
                "copies": figures.copies.json(),
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
            "runs": again.earlier.iter().filter_map(|earlier| earlier.run.as_ref()).map(|run| json!({
                "version": run["version"],
                "as_of": run["as_of"],
                "input_digest": run["input_digest"],
                "counts": told(run["counts"].clone()),
            })).collect::<Vec<_>>(),
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
        let told = table
            .into_iter()
            .flat_map(|table| &table.rows)
            .filter(|row| !row[5].is_empty());
        let not_runnable = told.filter_map(|row| {
            let notifications = Figure::of_cell(&row[5]);
            (notifications != Figure::Told(0)).then(|| {
                (
                    row[0].clone(),
                    json!({ "notifications": notifications.json(), "why": run_json::why_not_runnable(&row[0]) }),
                )
            })
        });
        json!({
            "run": run,
            "ignored": ignored,
            "not_runnable": if is_withheld { MARK.into() } else { Value::Object(not_runnable.collect()) },
        })
    }

    /// Whether any of the runs ran a rule; one that does not tell ran all.
    fn ran(&self, code: &str) -> bool {
        let runs = self.again.earlier.iter().map(Earlier::rules_run);
        runs.into_iter()
            .any(|run| run.is_none_or(|run| run.iter().any(|ran| ran == code)))
    }
}
