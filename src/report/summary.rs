//! The summary: what the terminal prints and summary.md holds, as blocks. The verdict
//! comes first. Then come every input, the deadline, the rules that found most, the
//! tables, and the inputs that could not be read.

use crate::config::{CellRule, Disclosure, Language, Words};
use crate::deadline::Policy;
use crate::disclosure::{Figure, Figures, Hidden};
use crate::moment::Instant;
use crate::report::Report;
use crate::report::block::{Block, Span};
use crate::report::counted::{Forms, HOURS, filled};
use crate::report::provenance::Provenance;
use crate::statistics::thousands;
use crate::table::{Cell, Key, SHOWN_MARK, Table};

mod deadline;
mod inputs;
mod one_way;
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
    pub(super) view: View<'s>,
    pub(super) figures: Figures,
    pub(super) disclosure: Disclosure,
    pub(super) provenance: Provenance<'s>,
    pub(super) basis: Basis<'s>,
    /// The heading over what was read, and what is said of it.
    pub(super) inputs: (Words, Vec<Block>),
    /// The proofs of the verdicts, where they are shown.
    pub(super) proofs: Option<String>,
    /// Why the rules are not told.
    pub(super) no_rules: Option<Words>,
    /// The inputs that were not read.
    pub(super) unread: Vec<Block>,
}

/// What the figures rest on: policies, their limits, the clock, and what a filter left.
pub(super) struct Basis<'s> {
    /// The keys of the policies.
    pub(super) policies: Vec<&'s str>,
    /// Their limits in hours.
    pub(super) limits: Vec<u64>,
    /// The run's clock, in seconds.
    pub(super) as_of: jiff::Timestamp,
    /// Whether some notifications were left out on purpose.
    pub(super) is_filtered: bool,
}

/// The summary of a run.
pub(crate) fn summary(report: &Report) -> Vec<Block> {
    let config = report.config;
    let view = View {
        tables: report.tables,
        hidden: report.hidden,
        language: report.language(),
    };
    let shows_records = config.disclosure.shows_records();
    let has_proofs = report.rows.len() <= MOST_PROOFS && shows_records;
    let basis = Basis {
        policies: vec![&config.policy],
        limits: vec![report.limit_hours.into()],
        as_of: config.as_of,
        is_filtered: !config.filter.is_empty(),
    };
    let summary = Summary {
        title: Words::new(
            "Granskning av anmälda personuppgiftsincidenter",
            "Audit of personal data breach notifications",
        ),
        view,
        figures: report.figures,
        disclosure: config.disclosure,
        provenance: report.provenance(),
        basis,
        inputs: (
            Words::new("Indata", "Inputs"),
            vec![inputs::all(view, &report.figures)],
        ),
        proofs: has_proofs.then(|| super::proofs(report)),
        no_rules: None,
        unread: if shows_records {
            inputs::unread(report)
        } else {
            Vec::new()
        },
    };
    summary.blocks()
}

const DEADLINE: Words = Words::new("Tidsfristen", "The deadline");
const PROOFS: Words = Words::new("Bedömningens grund", "The proof of the verdict");
const FINDINGS: Words = Words::new("Vanligaste fynden", "Most frequent findings");

impl Summary<'_> {
    /// The blocks of the summary, in their order.
    pub(super) fn blocks(self) -> Vec<Block> {
        let (view, language) = (self.view, self.view.language);
        let heading = |words: Words| Block::heading(words.get(language));
        let verdicts = deadline::verdicts(view, self.figures.initial);
        let mut page = vec![
            Block::Title(self.title.get(language).to_owned()),
            Block::Paragraph(vec![Span::Strong(verdicts)]),
        ];
        page.extend(unjudged::advice(view));
        page.extend(self.basis.blocks(&self.figures, language));
        page.push(Block::paragraph(self.provenance.paragraph()));
        page.extend(key(self.disclosure, language));
        page.push(heading(self.inputs.0));
        page.extend(self.inputs.1);
        page.push(heading(DEADLINE));
        page.extend(deadline::blocks(view));
        if let Some(proofs) = self.proofs {
            page.extend([heading(PROOFS), Block::Code(proofs)]);
        }
        page.push(heading(FINDINGS));
        page.extend(rules::blocks(view, self.no_rules));
        page.extend(one_way::blocks(view));
        page.extend(self.unread);
        page.extend(control(view, self.disclosure));
        page.push(Block::paragraph(self.provenance.fingerprint()));
        page
    }
}

impl Basis<'_> {
    /// What late means, by which limit, as of when and by which version; and the
    /// selection.
    fn blocks(&self, figures: &Figures, language: Language) -> Vec<Block> {
        let names = self
            .policies
            .iter()
            .map(|key| Policy::named(key).map_or(*key, |policy| policy.name.get(language)));
        let hours: Vec<String> = self.limits.iter().map(u64::to_string).collect();
        // Without a notification there is no limit; no hours are many.
        let last = self
            .limits
            .last()
            .map_or(Figure::Hidden, |hours| Figure::Told(*hours));
        let parts = [
            &format!("{} {}", hours.join(", "), HOURS.of(last, language)),
            &names.collect::<Vec<_>>().join(", "),
            &Instant::from_timestamp(self.as_of).to_string(),
            env!("CARGO_PKG_VERSION"),
        ];
        let counted = Words::new(
            "Räknat från den tid ni själva angav som upptäckt. För sent är mer än {} ({}). Per {}, version {}.",
            "Counted from the time that you yourselves gave as the discovery. Late is more than {} ({}). As of {}, version {}.",
        );
        let mut blocks = vec![Block::paragraph(filled(counted, language, &parts))];
        if self.is_filtered {
            let parts = [
                &figures.reported.text(thousands),
                &NOTIFICATIONS_READ.counted(figures.notifications, language),
                &UNDATED.counted(figures.undated, language),
            ];
            let words = Words::new("Urval: {} av {}; {}.", "Selection: {} of {}; {}.");
            blocks.push(Block::paragraph(filled(
                words,
                language,
                &parts.map(String::as_str),
            )));
        }
        blocks
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
const SUPPRESSED: Forms = Forms::new(
    Words::new(
        "undertryckt antal, eftersom det är litet eller eftersom ett litet annars kunde räknas ut",
        "suppressed count, because it is small or because a small one could be worked out from it",
    ),
    Words::new(
        "undertryckta antal, eftersom de är små eller eftersom små annars kunde räknas ut",
        "suppressed counts, because they are small or because small ones could be worked out from them",
    ),
);

/// How many counts were suppressed, and why. How many for which reason is not said: it
/// would give small ones away.
fn suppressed(count: usize, language: Language) -> String {
    format!("{SHOWN_MARK}: {}.", SUPPRESSED.told(count, language))
}

/// What the mark of a suppressed count means, before the first table.
fn key(disclosure: Disclosure, language: Language) -> Option<Block> {
    let words = Words::new(
        "betyder att antalet inte visas, för att skydda enskilda (se Röjandekontroll)",
        "means that the count is not shown, to protect individuals (see Disclosure control)",
    );
    let text = format!("{SHOWN_MARK} {}.", words.get(language));
    matches!(disclosure.cells, CellRule::AtLeast(_)).then(|| Block::paragraph(text))
}

/// What was done so that the figures can be published.
fn control(view: View, disclosure: Disclosure) -> Vec<Block> {
    let (language, hidden) = (view.language, view.hidden);
    let mut lines = vec![match disclosure.cells {
        CellRule::AsCounted => return Vec::new(),
        CellRule::RoundTo(multiple) => {
            let words = Words::new(
                "Varje antal är avrundat för sig till närmaste multipel av {}.",
                "Every count is rounded on its own to the nearest multiple of {}.",
            );
            filled(words, language, &[&multiple.to_string()])
        }
        CellRule::AtLeast(least) => {
            let words = Words::new(
                "Antal från 1 till {} är undertryckta, och så många andra att inget undertryckt antal går att räkna ut närmare än till {} möjliga värden. {}",
                "Counts from 1 to {} are suppressed, and so many others that no suppressed count can be worked out more closely than to {} values. {}",
            );
            let numbers = [least - 1, least].map(|number| number.to_string());
            let total = suppressed(hidden.total(), language);
            filled(words, language, &[&numbers[0], &numbers[1], &total])
        }
    }];
    if !hidden.withheld.is_empty() {
        let words = Words::new(
            "Dessa tabeller redovisas inte: {}.",
            "These tables are withheld: {}.",
        );
        lines.push(filled(words, language, &[&hidden.withheld.join(", ")]));
    }
    if !disclosure.shows_records() {
        let words = Words::new(
            "Anmälningar, fynd och filer redovisas inte var för sig (--with-records).",
            "Notifications, findings and files are not listed (--with-records).",
        );
        lines.push(words.get(language).to_owned());
    }
    let head = Words::new("Röjandekontroll", "Disclosure control").get(language);
    vec![Block::heading(head), Block::lines(lines)]
}
