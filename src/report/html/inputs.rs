//! Every input: what became of it, and what can be done where it could not be read.

use crate::audit::Input;
use crate::config::{Language, Words};
use crate::read::{Fate, Format};
use crate::report::cells;
use crate::report::counted::Forms;
use crate::report::html::Ground;
use crate::report::html::filings::FILE;
use crate::report::html::view::{Head, Line, Part, Sheet};
use crate::report::{Report, summary};
use crate::statistics::thousands;

/// How many inputs the page names.
const MOST_INPUTS: usize = 1000;

const FILES: Forms = Forms::new(Words::new("fil", "file"), Words::new("filer", "files"));
const FILES_READ: Forms = Forms::new(
    Words::new("läst fil", "file read"),
    Words::new("lästa filer", "files read"),
);

/// The inputs of a fate, each with what to do about it, sorted by that.
pub(super) fn refused(report: &Report, fate: Fate, language: Language) -> Vec<[String; 2]> {
    let inputs = report.audit.inputs.iter().filter_map(|input| {
        let refusal = input
            .refusal
            .as_ref()
            .filter(|refusal| refusal.fate == fate)?;
        Some([
            refusal.reason.show(language),
            cells::clean(&input.name).into_owned(),
        ])
    });
    let mut inputs: Vec<[String; 2]> = inputs.collect();
    inputs.sort();
    inputs
}

pub(super) fn listed(ground: &Ground, id: &str, inputs: Vec<[String; 2]>) -> Sheet {
    let language = ground.language();
    let heads = [
        FILE,
        Words::new("varför, och vad som kan göras", "why, and what can be done"),
    ];
    let all = inputs.len();
    Sheet {
        id: id.to_owned(),
        caption: FILES.told(all, language),
        heads: heads.map(|head| Head::words(ground.say(head))).into(),
        rows: inputs
            .into_iter()
            .take(MOST_INPUTS)
            .map(|[reason, name]| Line::of(vec![name, reason]))
            .collect(),
        note: ground.more(all, MOST_INPUTS, "files.csv"),
    }
}

const FATES: [(Fate, &str, Words); 2] = [
    (
        Fate::Unreadable,
        "unreadable",
        Words::new("Kunde inte läsas", "Could not be read"),
    ),
    (
        Fate::Skipped,
        "skipped",
        Words::new("Överhoppade: inga anmälningar", "Skipped: no notifications"),
    ),
];

/// Every input: what became of it.
pub(super) fn all(ground: &Ground) -> Vec<Part> {
    let language = ground.language();
    let figures = &ground.summary.figures;
    let mut parts = vec![Part::text(format!(
        "{} {}",
        summary::fates(figures, language),
        summary::filings(ground.view(), figures)
    ))];
    let Some(report) = ground.report else {
        return parts;
    };
    for (fate, id, head) in FATES {
        let inputs = refused(report, fate, language);
        if !inputs.is_empty() {
            parts.push(Part::heading(ground.say(head)));
            parts.push(Part::Sheet(listed(ground, id, inputs)));
        }
    }
    let read = report
        .audit
        .inputs
        .iter()
        .filter(|input| input.refusal.is_none());
    let read: Vec<_> = read.collect();
    let line = |input: &&Input| {
        Line::of(vec![
            cells::clean(&input.name).into_owned(),
            input.format.map_or("", Format::as_str).to_owned(),
            thousands(input.notifications.into()),
        ])
    };
    parts.push(Part::Folded {
        head: FILES_READ.told(read.len(), language),
        parts: vec![Part::Sheet(Sheet {
            id: "read".to_owned(),
            caption: ground
                .say(Words::new("Lästa filer", "Files that were read"))
                .to_owned(),
            heads: vec![
                Head::words(ground.say(FILE)),
                Head::words(ground.say(Words::new("format", "format"))),
                Head::figures(ground.say(Words::new("anmälningar", "notifications"))),
            ],
            rows: read.iter().take(MOST_INPUTS).map(line).collect(),
            note: ground.more(read.len(), MOST_INPUTS, "files.csv"),
        })],
    });
    parts
}
