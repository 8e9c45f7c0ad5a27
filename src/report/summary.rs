//! The summary: what the terminal prints and summary.md holds, as blocks. The verdict
//! comes first. Then come every input, the deadline, the rules that found most, the
//! tables, and the inputs that could not be read.

use std::collections::BTreeSet;

use crate::config::{CellRule, Config, Language, ReportFormat, VERSION, Words};
use crate::deadline::Policy;
use crate::disclosure::{Figure, Figures, Hidden};
use crate::form::{self, DRAFT, Edition};
use crate::moment::Instant;
use crate::notification::Filing;
use crate::report::Report;
use crate::report::block::{Block, Span};
use crate::report::counted::{Forms, HOURS};
use crate::report::partial;
use crate::report::provenance::Provenance;
use crate::statistics::thousands;
use crate::table::{Cell, Key, Row, Table};

mod control;
mod deadline;
mod history;
mod incidents;
mod inputs;
mod one_way;
mod parts;
mod promises;
mod register;
mod rules;
mod shares;
mod unjudged;

pub(super) use inputs::{fates, filings, findings, listed};
pub(super) use one_way::base_of;
pub(super) use shares::{Judged, WITHIN_YEARS, areas, years};

/// A base below this gets no percentage in prose and no bar. The figures are in the
/// CSV.
pub(super) const SMALL_BASE: u64 = 30;
/// Up to so many notifications the proof of each verdict is shown. `check
/// --explain-deadline` shows it for any number.
const MOST_PROOFS: usize = 3;

/// What a summary shows of tables: they, and what was suppressed in them.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub(super) tables: &'v [Table],
    pub(super) hidden: &'v Hidden,
    pub(super) language: Language,
    /// Whether the CSV files are written beside it.
    pub(super) has_files: bool,
    /// The years of which some notifications may be missing.
    pub(super) partial: &'v [String],
    /// What was done to the counts.
    pub(super) cells: CellRule,
}

impl<'v> View<'v> {
    /// In which file a table stands, in brackets; nothing if it is not written.
    pub(super) fn file(self, id: &str) -> String {
        if self.has_files {
            format!(" (tables/{id}.csv)")
        } else {
            String::new()
        }
    }

    /// What is left out of a table, and in which file it stands if that is written.
    pub(super) fn left_out(self, more: &str, id: &str) -> String {
        let words = if self.has_files {
            Words::new("{more} i tables/{id}.csv", "{more} in tables/{id}.csv")
        } else {
            Words::new("{more} visas inte", "{more} not shown")
        };
        words.with("more", more).with("id", id).get(self.language)
    }

    /// A year as people read it: with a mark if some of its notifications may be missing.
    pub(super) fn year(self, label: &str) -> String {
        partial::among(label, self.partial, self.language)
    }

    /// What people read in a column of words.
    fn label(self, table: &Table, row: &Row, at: usize) -> String {
        let label = row[at].to_string();
        if partial::is_year(table, at) {
            return self.year(&label);
        }
        label
    }

    /// What people call a table.
    pub(super) fn title(self, id: &str) -> String {
        let table = self.tables.iter().find(|table| table.id == id);
        table.map_or_else(|| id.to_owned(), |table| table.title.get(self.language))
    }

    /// A table that is told.
    pub(super) fn table(self, id: &str) -> Option<&'v Table> {
        let told = |table: &&Table| table.id == id && !table.is_withheld();
        self.tables.iter().find(told)
    }

    pub(super) fn heading(self, words: Words) -> Block {
        Block::Heading(words.get(self.language).to_owned())
    }

    pub(super) fn is_withheld(self, id: &str) -> bool {
        self.hidden.withheld.iter().any(|withheld| withheld == id)
    }

    /// The count of one value in a one-way table. A value without a row has none.
    fn cell(self, id: &str, value: &str) -> Figure {
        self.table(id).map_or(Figure::Hidden, |table| {
            let row = table.row(value);
            row.map_or(Figure::Told(0), |row| self.figure(&row[3]))
        })
    }

    /// The count of a cell.
    fn figure(self, cell: &Cell) -> Figure {
        Figure::under(self.cells, cell)
    }

    /// The multiple to which counts are rounded, if they are.
    pub(super) fn rounded_to(self) -> Option<u64> {
        match self.cells {
            CellRule::RoundTo(multiple) => Some(multiple),
            CellRule::AsCounted | CellRule::AtLeast(_) => None,
        }
    }

    /// The base of a one-way table.
    pub(super) fn base(self, id: &str) -> Figure {
        self.table(id).map_or(Figure::Hidden, |table| {
            let row = table.rows.first();
            row.map_or(Figure::Told(0), |row| self.figure(&row[5]))
        })
    }

    /// The cells of the row over all sectors, of these columns.
    fn total<const N: usize>(self, id: &str, columns: [&str; N]) -> Option<[&'v Cell; N]> {
        let table = self.table(id)?;
        let is_total = |row: &&Vec<Cell>| row[0] == Cell::Key(Key::Total);
        let total = table.rows.iter().find(is_total)?;
        let places = table.places(columns).ok()?;
        Some(places.map(|at| &total[at]))
    }
}

/// Everything that a summary says: of a run, and of records that are counted again.
pub(super) struct Summary<'s> {
    pub(super) title: Words,
    pub(super) config: &'s Config,
    pub(super) view: View<'s>,
    pub(super) figures: Figures,
    pub(super) provenance: Provenance<'s>,
    /// The keys of the policies.
    pub(super) policies: &'s [String],
    /// Their limits in hours.
    pub(super) limits: Vec<u64>,
    /// The editions that notifications may be of.
    pub(super) editions: &'s [&'static Edition],
    /// What was read, below its heading.
    pub(super) inputs: Vec<Block>,
    /// The proofs of the verdicts, if they are shown.
    pub(super) proofs: Option<String>,
    /// Why the rules are not told.
    pub(super) no_rules: Option<Words>,
    /// The inputs that were not read.
    pub(super) unread: Vec<Block>,
}

/// The summary of a run.
pub(crate) fn summary(report: &Report) -> Vec<Block> {
    of_run(report).blocks()
}

/// How many filings of a run there are of each kind, if there are others than notifications.
pub(crate) fn kinds(report: &Report) -> Option<String> {
    let summary = of_run(report);
    let of_register = summary.view.cell("kind", Filing::Register.as_str());
    let figures = &summary.figures;
    let others = [figures.supplements, figures.copies, figures.withdrawn];
    let mut others = others.into_iter().chain([of_register]);
    let has_others = others.any(Figure::is_some);
    has_others.then(|| filings(summary.view, &summary.figures))
}

/// What the summary of a run says.
pub(super) fn of_run<'r>(report: &'r Report) -> Summary<'r> {
    let config = report.config;
    let view = View {
        tables: report.tables,
        hidden: report.hidden,
        language: config.language,
        has_files: config.formats.contains(&ReportFormat::Csv),
        partial: &report.partial,
        cells: config.disclosure.cells,
    };
    let shows_records = config.disclosure.shows_records();
    let has_proofs = report.rows.len() <= MOST_PROOFS && shows_records;
    Summary {
        title: Words::new(
            "Granskning av anmälda personuppgiftsincidenter",
            "Audit of personal data breach notifications",
        ),
        config,
        view,
        figures: report.figures,
        provenance: report.provenance(),
        policies: std::slice::from_ref(&config.policy),
        limits: vec![report.limit_hours.into()],
        editions: &report.audit.scope.editions,
        inputs: inputs::all(view, &report.figures),
        proofs: has_proofs.then(|| super::proofs(report)),
        no_rules: None,
        unread: inputs::unread(report, shows_records),
    }
}

const DEADLINE: Words = Words::new("Tidsfristen", "The deadline");
const PROOFS: Words = Words::new("Bedömningens grund", "The proof of the verdict");
const FINDINGS: Words = Words::new("Vanligaste fynden", "Most frequent findings");

impl Summary<'_> {
    /// The blocks of the summary, in their order.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let (view, disclosure) = (self.view, self.config.disclosure);
        let mut page = vec![
            Block::Title(self.title.get(view.language).to_owned()),
            Block::Paragraph(vec![Span::Strong(self.verdicts())]),
        ];
        page.extend(self.mark().map(Block::plain));
        page.extend(self.advice().map(Block::plain));
        page.push(Block::plain(self.basis()));
        page.extend(self.incidents().map(Block::plain));
        page.extend(promises::told(view).map(Block::plain));
        page.extend(self.selection().map(Block::plain));
        page.push(Block::plain(self.provenance.paragraph()));
        page.extend(self.drafts().map(Block::plain));
        page.extend(self.inputs.clone());
        page.push(view.heading(DEADLINE));
        page.extend(deadline::blocks(view));
        if let Some(proofs) = self.proofs.clone() {
            page.extend([view.heading(PROOFS), Block::Code(proofs)]);
        }
        page.extend(register::blocks(view));
        page.push(view.heading(FINDINGS));
        page.extend(rules::blocks(view, self.no_rules));
        page.extend(history::blocks(view));
        page.extend(one_way::blocks(view));
        page.extend(self.unread.clone());
        page.extend(control::blocks(view, disclosure));
        page.push(Block::plain(self.provenance.fingerprint()));
        page.extend(self.list().map(Block::plain));
        page
    }

    /// How many came in time, late, or cannot be judged.
    pub(super) fn verdicts(&self) -> String {
        deadline::verdicts(self.view, self.figures.initial)
    }

    /// How wide the share that was late gets with those that cannot be judged.
    pub(super) fn share_of_all(&self) -> Option<String> {
        deadline::share_of_all(self.view, self.figures.initial)
    }

    /// How long reporting took, where enough can be judged.
    pub(super) fn delays(&self) -> Option<String> {
        deadline::delays(self.view)
    }

    /// What to do about missing receipt times, if there are any.
    pub(super) fn advice(&self) -> Option<&'static str> {
        unjudged::advice(self.view, &self.config.receipts)
    }

    /// The command that writes the list of missing receipt times, if there are any.
    pub(super) fn list(&self) -> Option<&'static str> {
        unjudged::list(self.view)
    }

    /// The editions that are drafts.
    pub(super) fn drafts(&self) -> impl Iterator<Item = String> {
        let drafts = self.editions.iter().filter(|edition| edition.draft);
        let draft = DRAFT.get(self.view.language);
        drafts.map(move |edition| format!("{}: {draft}", edition.name))
    }

    /// What the mark of a suppressed count means, or a rounded count.
    pub(super) fn mark(&self) -> Option<String> {
        control::key(self.config.disclosure, self.view.language)
    }

    /// What was done so that the figures can be published.
    pub(super) fn control(&self) -> Vec<String> {
        control::lines(self.view, self.config.disclosure)
    }

    /// The rules that found most, or why they are not told.
    pub(super) fn rules(&self) -> Vec<Block> {
        rules::blocks(self.view, self.no_rules)
    }

    /// How many incidents there are behind the notifications.
    pub(super) fn incidents(&self) -> Option<String> {
        let is_filtered = !self.config.filter.is_empty();
        incidents::told(self.view, self.figures.initial, is_filtered)
    }

    /// About how many incidents the notifications are, in one line.
    pub(super) fn about_incidents(&self) -> Option<String> {
        incidents::about(self.view, self.figures.initial)
    }

    /// How many data subjects there were in all.
    pub(super) fn affected(&self) -> Option<Block> {
        shares::affected(self.view)
    }

    /// The classes of the time to report, if they are told.
    pub(super) fn times(&self) -> Vec<Block> {
        let table = self.view.table("time-to-report");
        table.map_or_else(Vec::new, |table| shares::spans(self.view, table))
    }

    /// What late means, by which limit, as of when and by which version.
    pub(super) fn basis(&self) -> String {
        let language = self.view.language;
        let name = |key: &String| {
            Policy::named(key)
                .map_or(key.as_str(), |policy| policy.name.get(language))
                .to_owned()
        };
        let policies: Vec<String> = self.policies.iter().map(name).collect();
        let hours: Vec<String> = self.limits.iter().map(u64::to_string).collect();
        // Without a notification there is no limit; no hours are many.
        let last = self
            .limits
            .last()
            .map_or(Figure::Hidden, |hours| Figure::Told(*hours));
        let (policies, hours) = (policies.join(", "), hours.join(", "));
        let unit = HOURS.of(last, language);
        let as_of = Instant::from_timestamp(self.config.as_of).told();
        let version = VERSION;
        let starts: BTreeSet<form::Key> = self.editions.iter().map(|own| own.start()).collect();
        let from = match starts.iter().collect::<Vec<_>>()[..] {
            [form::Key::IncidentAwareDate] => Words::new("vetskap", "awareness"),
            [_] => Words::new("upptäckt", "the discovery"),
            _ => Words::new("upptäckt eller vetskap", "the discovery or as awareness"),
        };
        Words::new("Räknat från den tid ni själva angav som {from}. För sent är mer än {hours} {unit} ({policies}). Per {as_of}, version {version}.", "Counted from the time that you yourselves gave as {from}. Late is more than {hours} {unit} ({policies}). As of {as_of}, version {version}.").with("from", from.get(language)).with("hours", hours).with("unit", unit).with("policies", policies).with("as_of", as_of).with("version", version).get(language)
    }

    /// What a filter left: filings kept, filings in all, filings without a certain date.
    pub(super) fn selection(&self) -> Option<String> {
        let (language, figures) = (self.view.language, &self.figures);
        let kept = figures.reported.text(thousands);
        let all = NOTIFICATIONS_READ.counted(figures.notifications, language);
        let undated = UNDATED.counted(figures.undated, language);
        let is_filtered = !self.config.filter.is_empty();
        is_filtered.then(|| {
            Words::new(
                "Urval: {kept} av {all}; {undated}.",
                "Selection: {kept} of {all}; {undated}.",
            )
            .with("kept", kept)
            .with("all", all)
            .with("undated", undated)
            .get(language)
        })
    }
}

const NOTIFICATIONS_READ: Forms = Forms::new(
    Words::new("läst anmälan", "notification read"),
    Words::new("lästa anmälningar", "notifications read"),
);
const UNDATED: Forms = Forms::new(
    Words::new(
        "utelämnades för att den saknar säkert datum",
        "was left out because it has no certain date",
    ),
    Words::new(
        "utelämnades för att de saknar säkert datum",
        "were left out because they have no certain date",
    ),
);
