//! report.html: one page that needs nothing but itself. Its figures are those of the typed
//! tables, its words those of the summary. The template escapes every text by itself, and a
//! policy in the page forbids each request and any script or style but its own.

use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Output, State, context};

use crate::config::{Language, VERSION, Words};
use crate::moment::Instant;
use crate::report::Report;
use crate::report::html::chart::Caption;
use crate::report::html::view::{Part, Section};
use crate::report::summary::{self, Summary, View};

mod chart;
mod cross;
mod deadline;
mod filings;
mod findings;
mod inputs;
mod lists;
mod method;
mod sheet;
mod tables;
mod view;

pub(crate) use filings::{Filings, columns};

const PAGE: &str = include_str!("html/page.html");
const CONTENT: &str = include_str!("html/content.html");
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// What stands for a table that is not told.
const WITHHELD: Words = Words::new(
    "Visas inte (..), för att skydda enskilda.",
    "Not shown (..), to protect individuals.",
);

const BELOW: Words = Words::new(
    "Siffrorna står i tabellen under.",
    "The figures stand in the table below.",
);

/// What the sections are made of.
struct Ground<'g> {
    summary: Summary<'g>,
    /// The filings of the run; none where records are withheld.
    filings: Option<Filings<'g>>,
    /// The run, if it is one and its records are not withheld.
    report: Option<&'g Report<'g>>,
}

/// A section: its address, its heading, what stands in it.
type About = (&'static str, Words, fn(&Ground) -> Vec<Part>);

/// The sections in their order. One without a part is left out.
const SECTIONS: [About; 19] = [
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
        tables::incidents,
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
pub(super) struct Page<'p>(Ground<'p>);

/// The page of a run.
pub(super) fn of_run<'r>(report: &'r Report<'r>) -> Page<'r> {
    let is_told = report.config.disclosure.shows_records();
    let filings = || Filings::Rows(&report.rows, &report.audit.scope);
    Page(Ground {
        summary: summary::of_run(report),
        filings: is_told.then(filings),
        report: is_told.then_some(report),
    })
}

/// The page of records of earlier runs.
pub(super) fn of_records<'r>(summary: Summary<'r>, filings: Option<Filings<'r>>) -> Page<'r> {
    Page(Ground {
        summary,
        filings,
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

    /// A year, with a mark if some of its notifications may be missing.
    fn year(&self, label: &str) -> String {
        let is_partial = self.summary.partial.iter().any(|year| year == label);
        let part = self.say(Words::new("del av året", "part of the year"));
        if is_partial {
            format!("{label} ({part})")
        } else {
            label.to_owned()
        }
    }

    /// The base of a picture and where it comes from.
    fn source(&self, base: &str) -> String {
        let words = Words::new(
            "{base} breach-audit {version}, per {date}.",
            "{base} breach-audit {version}, as of {date}.",
        );
        let date = Instant::from_timestamp(self.summary.config.as_of).date();
        let message = words
            .with("base", base.trim())
            .with("version", VERSION)
            .with("date", date);
        message.get(self.language())
    }

    /// What a picture says of itself.
    fn caption(&self, id: &str, title: Words, about: Words, base: &str) -> Caption {
        Caption {
            id: format!("chart-{id}"),
            title: self.say(title).to_owned(),
            about: format!("{} {}", self.say(about), self.say(BELOW)),
            source: self.source(base),
        }
    }

    /// Whether a question must be answered, always or where it is shown, by an edition that
    /// asks it.
    fn must_be_answered(&self, question: &str) -> bool {
        crate::statistics::question(question, self.summary.editions)
            .and_then(|(edition, number)| edition.question(number))
            .is_none_or(|question| tables::must_be_answered(&question.presence))
    }
}

impl Page<'_> {
    /// The page.
    ///
    /// # Errors
    /// The template does not fit what it shows: a fault of the program.
    pub(super) fn text(&self) -> io::Result<String> {
        let ground = &self.0;
        let sections = SECTIONS.iter().filter_map(|(id, heading, parts)| {
            let parts = parts(ground);
            (!parts.is_empty()).then(|| Section {
                id,
                heading: ground.say(*heading),
                parts,
            })
        });
        let sections: Vec<Section> = sections.collect();
        let say = |sv: &'static str, en: &'static str| ground.say(Words::new(sv, en));
        let shown = context! {
            lang => ground.language().code(),
            title => ground.say(ground.summary.title),
            source => ground.source(""),
            sections => Serde(sections),
            say => context! {
                skip => say("Hoppa till innehållet", "Skip to the content"),
                contents => say("Innehåll", "Contents"),
                save => say("Spara bild", "Save picture"),
                filter => say("Filtrera", "Filter"),
                shown => say("rader visas av", "rows shown of"),
                sort => say("sortera", "sort"),
                table => say("Tabell", "Table"),
                picture => say("Diagram", "Chart"),
            },
        };
        render(shown).map_err(io::Error::other)
    }
}

/// The page around its content. The word that lets its script run is made of the content, so
/// that no text within can hold it.
fn render(shown: Value) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(write);
    environment.add_template("content", CONTENT)?;
    environment.add_template("page", PAGE)?;
    let content = environment.get_template("content")?.render(&shown)?;
    let nonce = blake3::hash(content.as_bytes()).to_hex();
    let safe = |text: &str| Value::from_safe_string(text.to_owned());
    environment.get_template("page")?.render(context! {
        nonce => &nonce[..32],
        style => safe(STYLE),
        script => safe(SCRIPT),
        content => Value::from_safe_string(content),
        ..shown
    })
}

/// Writes a value: our own markup as it is, any other text escaped.
fn write(out: &mut Output, _: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    let text = match (value.kind(), value.as_str()) {
        (ValueKind::Undefined, _) => return Err(minijinja::ErrorKind::UndefinedError.into()),
        (_, Some(text)) if value.is_safe() => return Ok(out.write_str(text)?),
        (_, Some(text)) => escaped(text),
        _ => escaped(&value.to_string()),
    };
    Ok(out.write_str(&text)?)
}

/// A text that is no markup, without signs that change what stands around it: control
/// characters but for line breaks, and those that turn the direction of writing.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push('\n'),
            sign if sign.is_control() || turns(sign) => {}
            sign => out.push(sign),
        }
    }
    out
}

/// Whether a sign changes the direction of writing.
fn turns(sign: char) -> bool {
    matches!(
        sign,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(
            escaped("<b a=\"1\" c='2'>&\u{7}\u{202e}x\n\u{85}"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;x\n"
        );
    }

    #[test]
    fn addresses_of_sections_are_unique() {
        let mut ids = SECTIONS.map(|(id, ..)| id);
        ids.sort_unstable();
        assert!(ids.array_windows().all(|[one, other]| one != other));
    }
}
