//! report.html: one page that needs nothing but itself. Its figures are those of the typed
//! tables, its words those of the summary. The template escapes every text by itself, and a
//! policy in the page forbids each request and any script or style but its own.

use std::cell::OnceCell;
use std::io;
use std::sync::OnceLock;

use minijinja::context;
use minijinja::value::Serde;

use crate::check::missed;
use crate::config::{Language, VERSION, Words};
use crate::form::Question;
use crate::moment::Instant;
use crate::report::Report;
use crate::report::html::chart::{Caption, Chart};
use crate::report::html::view::{Part, Section};
use crate::report::summary::{self, Summary, View};

mod chart;
mod cross;
mod deadline;
mod filings;
mod findings;
mod incidents;
mod inputs;
mod lists;
mod method;
mod sheet;
mod tables;
mod template;
mod view;
mod years;

pub(crate) use filings::{Filings, columns};

/// The names of the pictures that a page may have.
pub(super) const PICTURES: [&str; 17] = [
    "late-by-year",
    "verdict-years",
    "type-group",
    "type-group-years",
    "cause-group",
    "cause-group-years",
    "area-by-cause-group",
    "sector",
    "sector-years",
    "area",
    "area-years",
    "late-by-sector",
    "late-by-area",
    "incident-size",
    "data-subjects",
    "severity",
    "forgotten",
];

/// What stands for a table that is not told.
const WITHHELD: Words = Words::new(
    "Visas inte (..), för att skydda enskilda.",
    "Not shown (..), to protect individuals.",
);

/// What the sections are made of.
struct Ground<'g> {
    summary: Summary<'g>,
    /// The filings of the run; none where records are withheld.
    filings: Option<Filings<'g>>,
    /// The places of those that tables count, once a list has asked for them.
    counted: OnceCell<Vec<usize>>,
    /// The run, if it is one and its records are not withheld.
    report: Option<&'g Report<'g>>,
}

/// A section: its address, its heading, what stands in it.
type About = (&'static str, Words, fn(&Ground) -> Vec<Part>);

/// The sections in their order. One without a part is left out.
const SECTIONS: [About; 20] = [
    (
        "in-short",
        Words::new("Kort sagt", "In short"),
        method::in_short,
    ),
    (
        "to-do",
        Words::new("Att göra nu", "To do now"),
        lists::to_do,
    ),
    (
        "deadline",
        Words::new("I tid per år", "On time by year"),
        deadline::by_year,
    ),
    (
        "late",
        Words::new("Sena anmälningar", "Late notifications"),
        lists::late,
    ),
    ("years", Words::new("År mot år", "Year on year"), years::all),
    (
        "type",
        Words::new("Typ av incident", "Type of breach"),
        tables::types,
    ),
    (
        "cause",
        Words::new("Uppgiven orsak", "Stated cause"),
        tables::causes,
    ),
    ("sector", Words::new("Sektor", "Sector"), tables::sectors),
    (
        "area",
        Words::new("Verksamhetsområde", "Area of activity"),
        tables::areas,
    ),
    (
        "late-by-sector",
        Words::new("För sent per sektor och område", "Late by sector and area"),
        deadline::by_sector,
    ),
    (
        "incidents",
        Words::new(
            "Incidenter bakom anmälningarna",
            "Incidents behind the notifications",
        ),
        incidents::all,
    ),
    (
        "affected",
        Words::new("Antal berörda", "Persons affected"),
        tables::affected,
    ),
    (
        "supplements",
        Words::new("Kompletteringar", "Supplements"),
        lists::supplements,
    ),
    (
        "controllers",
        Words::new("Per personuppgiftsansvarig", "By controller"),
        tables::controllers,
    ),
    (
        "register",
        Words::new("Register mot anmälningar", "Register against notifications"),
        tables::register,
    ),
    (
        "forgotten",
        Words::new("Det vi oftast glömmer", "What is most often forgotten"),
        tables::forgotten,
    ),
    (
        "findings",
        Words::new("Fynd per regel", "Findings by rule"),
        findings::by_rule,
    ),
    (
        "inputs",
        Words::new("Läst och inte läst", "Read and not read"),
        inputs::all,
    ),
    (
        "proofs",
        Words::new("Bedömningens grund", "The proof of the verdict"),
        proofs,
    ),
    (
        "method",
        Words::new("Så räknade vi", "How it was counted"),
        method::method,
    ),
];

/// A page that is ready to be written.
#[derive(Debug)]
pub(super) struct Page {
    language: Language,
    title: &'static str,
    source: String,
    sections: Vec<Section>,
    /// Its pictures, once they are drawn; why not, if the template does not fit.
    drawn: OnceLock<Result<Vec<(String, String)>, String>>,
}

/// The page of a run.
pub(super) fn of_run<'r>(report: &'r Report<'r>) -> Page {
    let is_told = report.config.disclosure.shows_records();
    let filings = || Filings::Rows(&report.rows, &report.audit.scope);
    Page::of(&Ground {
        summary: summary::of_run(report),
        filings: is_told.then(filings),
        counted: OnceCell::new(),
        report: is_told.then_some(report),
    })
}

/// The page of records of earlier runs.
pub(super) fn of_records(summary: Summary, filings: Option<Filings>) -> Page {
    Page::of(&Ground {
        summary,
        filings,
        counted: OnceCell::new(),
        report: None,
    })
}

fn proofs(ground: &Ground) -> Vec<Part> {
    let proofs = ground.summary.proofs.clone();
    proofs.into_iter().map(|text| Part::Code { text }).collect()
}

impl Ground<'_> {
    fn language(&self) -> Language {
        self.summary.view.language
    }

    fn view(&self) -> View<'_> {
        self.summary.view
    }

    fn say(&self, words: Words) -> &'static str {
        words.get(self.language())
    }

    /// That a table is withheld.
    fn withheld(&self, id: &str) -> String {
        format!("{}: {}", self.view().title(id), self.say(WITHHELD))
    }

    /// A year, with a mark if some of its notifications may be missing.
    fn year(&self, label: &str) -> String {
        self.view().year(label)
    }

    /// The base of a picture and where it comes from.
    fn source(&self, base: &str) -> String {
        let words = Words::new(
            "{base} breach-audit {version}, per {date}.",
            "{base} breach-audit {version}, as of {date}.",
        );
        let date = Instant::from_timestamp(self.summary.config.as_of).date();
        let rounded = self.view().rounded_to().map(|multiple| {
            let words = Words::new(
                "Antalen är avrundade till närmaste {multiple}-tal.",
                "Counts are rounded to the nearest {multiple}.",
            );
            words.with("multiple", multiple).get(self.language())
        });
        let base: Vec<&str> = [base.trim()]
            .into_iter()
            .chain(rounded.as_deref())
            .collect();
        let message = words
            .with("base", base.join(" ").trim_start())
            .with("version", VERSION)
            .with("date", date);
        message.get(self.language())
    }

    /// What a picture says of itself.
    fn caption(&self, id: &str, title: Words, about: Words, base: &str) -> Caption {
        Caption {
            id: id.to_owned(),
            title: self.say(title).to_owned(),
            about: self.say(about).to_owned(),
            source: self.source(base),
        }
    }

    /// Whether a question must be answered, always or where it is shown, by an edition that
    /// asks it or by a rule that says that its answer is missing.
    fn must_be_answered(&self, question: &str) -> bool {
        let found = crate::statistics::question(question, self.summary.editions);
        found.is_none_or(|(edition, number)| {
            let asked = edition.question(number);
            asked.is_none_or(Question::must_be_answered)
                || missed().any(|key| edition.number(key) == number)
        })
    }
}

impl Page {
    fn of(ground: &Ground) -> Self {
        let sections = SECTIONS.iter().filter_map(|(id, heading, parts)| {
            let parts = parts(ground);
            (!parts.is_empty()).then(|| Section {
                id,
                heading: ground.say(*heading),
                parts,
            })
        });
        Self {
            language: ground.language(),
            title: ground.say(ground.summary.title),
            source: ground.source(""),
            sections: sections.collect(),
            drawn: OnceLock::new(),
        }
    }

    /// The page.
    ///
    /// # Errors
    /// The template does not fit what it shows: a fault of the program.
    pub(super) fn text(&self) -> io::Result<String> {
        let say = |sv: &'static str, en: &'static str| Words::new(sv, en).get(self.language);
        let shown = context! {
            lang => self.language.code(),
            title => self.title,
            // Where a browser does not know how words of the language are parted.
            heading => self.title.replace("personuppgiftsinc", "personuppgifts\u{ad}inc"),
            source => &self.source,
            sections => Serde(&self.sections),
            say => context! {
                skip => say("Hoppa till innehållet", "Skip to the content"),
                contents => say("Innehåll", "Contents"),
                save => say("Spara bild", "Save picture"),
                filter => say("Filtrera", "Filter"),
                shown => say("rader visas av", "rows shown of"),
                sort => say("sortera", "sort"),
                table => say("Tabell", "Table"),
                picture => say("Diagram", "Chart"),
                below => say(
                    "Siffrorna står i tabellen under.",
                    "The figures stand in the table below.",
                ),
            },
        };
        template::page(shown).map_err(io::Error::other)
    }

    /// Its pictures as SVG, each with its name.
    ///
    /// # Errors
    /// The template does not fit what it shows: a fault of the program.
    pub(super) fn pictures(&self) -> io::Result<&[(String, String)]> {
        let drawn = self.drawn.get_or_init(|| {
            let parts = self.sections.iter().map(|section| &section.parts);
            let charts: Vec<&Chart> = parts.flat_map(|parts| charts(parts)).collect();
            template::pictures(&charts).map_err(|error| error.to_string())
        });
        let drawn = drawn.as_ref();
        drawn
            .map(Vec::as_slice)
            .map_err(|error| io::Error::other(error.as_str()))
    }
}

/// The pictures among some parts.
fn charts(parts: &[Part]) -> Vec<&Chart> {
    let of_parts = parts.iter().flat_map(|part| match part {
        Part::Chart(chart) => vec![chart],
        Part::Folded { parts, .. } => charts(parts),
        _ => Vec::new(),
    });
    of_parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_sections_are_unique() {
        let mut ids = SECTIONS.map(|(id, ..)| id);
        ids.sort_unstable();
        assert!(ids.array_windows().all(|[one, other]| one != other));
    }
}
