//! The summary: what the terminal prints and summary.md holds, as blocks. The verdict
//! comes first. Then come every input, the deadline, the rules that found most, the
//! tables, and the inputs that could not be read.

use std::collections::BTreeSet;

use crate::config::{Config, Language, VERSION, Words};
use crate::deadline::Policy;
use crate::disclosure::{Figure, Figures, Hidden};
use crate::form::{self, DRAFT, Edition};
use crate::moment::Instant;
use crate::report::Report;
use crate::report::block::{Block, Span};
use crate::report::counted::{Forms, HOURS};
use crate::report::provenance::Provenance;
use crate::statistics::thousands;
use crate::table::{Cell, Key, Table};

mod control;
mod deadline;
mod history;
mod inputs;
mod one_way;
mod parts;
mod rules;
mod shares;
mod unjudged;

pub(super) use inputs::{filings, findings, listed};

/// A base below this gets no percentage in prose and no bar. The figures are in the
/// CSV.
const SMALL_BASE: u64 = 30;
/// Up to so many notifications the proof of each verdict is shown. `check
/// --explain-deadline` shows it for any number.
const MOST_PROOFS: usize = 3;

/// What a summary shows of tables: they, and what was suppressed in them.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub(super) tables: &'v [Table],
    pub(super) hidden: &'v Hidden,
    pub(super) language: Language,
}

impl<'v> View<'v> {
    /// A table that is told.
    fn table(self, id: &str) -> Option<&'v Table> {
        let told = |table: &&Table| table.id == id && !table.is_withheld();
        self.tables.iter().find(told)
    }

    pub(super) fn heading(self, words: Words) -> Block {
        Block::Heading(words.get(self.language).to_owned())
    }

    fn is_withheld(self, id: &str) -> bool {
        self.hidden.withheld.iter().any(|withheld| withheld == id)
    }

    /// The count of one value in a one-way table. A value without a row has none.
    fn cell(self, id: &str, value: &str) -> Figure {
        self.table(id).map_or(Figure::Hidden, |table| {
            let row = table.row(value);
            row.map_or(Figure::Told(0), |row| Figure::of_cell(&row[3]))
        })
    }

    /// The base of a one-way table.
    fn base(self, id: &str) -> Figure {
        self.table(id).map_or(Figure::Hidden, |table| {
            let row = table.rows.first();
            row.map_or(Figure::Told(0), |row| Figure::of_cell(&row[5]))
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
    let config = report.config;
    let view = View {
        tables: report.tables,
        hidden: report.hidden,
        language: config.language,
    };
    let shows_records = config.disclosure.shows_records();
    let has_proofs = report.rows.len() <= MOST_PROOFS && shows_records;
    let summary = Summary {
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
    };
    summary.blocks()
}

const DEADLINE: Words = Words::new("Tidsfristen", "The deadline");
const PROOFS: Words = Words::new("Bedömningens grund", "The proof of the verdict");
const FINDINGS: Words = Words::new("Vanligaste fynden", "Most frequent findings");

impl Summary<'_> {
    /// The blocks of the summary, in their order.
    pub(super) fn blocks(self) -> Vec<Block> {
        let (view, disclosure) = (self.view, self.config.disclosure);
        let verdicts = deadline::verdicts(view, self.figures.initial);
        let mut page = vec![
            Block::Title(self.title.get(view.language).to_owned()),
            Block::Paragraph(vec![Span::Strong(verdicts)]),
        ];
        page.extend(unjudged::advice(view, &self.config.receipts));
        page.push(Block::plain(self.basis()));
        page.extend(self.selection().map(Block::plain));
        page.push(Block::plain(self.provenance.paragraph()));
        let drafts = self.editions.iter().filter(|edition| edition.draft);
        page.extend(drafts.map(|edition| {
            let draft = DRAFT.get(view.language);
            Block::plain(format!("{}: {draft}", edition.name))
        }));
        page.extend(control::key(disclosure, view.language));
        page.extend(self.inputs);
        page.push(view.heading(DEADLINE));
        page.extend(deadline::blocks(view));
        if let Some(proofs) = self.proofs {
            page.extend([view.heading(PROOFS), Block::Code(proofs)]);
        }
        page.push(view.heading(FINDINGS));
        page.extend(rules::blocks(view, self.no_rules));
        page.extend(history::blocks(view));
        page.extend(one_way::blocks(view));
        page.extend(self.unread);
        page.extend(control::blocks(view, disclosure));
        page.push(Block::plain(self.provenance.fingerprint()));
        page.extend(unjudged::list(view));
        page
    }

    /// What late means, by which limit, as of when and by which version.
    fn basis(&self) -> String {
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
        let as_of = Instant::from_timestamp(self.config.as_of);
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
    fn selection(&self) -> Option<String> {
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
