//! What the summary says of inputs, filings and findings: every input is accounted for,
//! and those that could not be read are named.

use super::View;
use crate::check::form::ROWS_NOT_COUNTED;
use crate::config::{Language, Words};
use crate::disclosure::{Figure, Figures};
use crate::notification::Filing;
use crate::read::Fate;
use crate::report::Report;
use crate::report::block::Block;
use crate::report::counted::{
    ERRORS, Forms, NOTES, NOTIFICATIONS, OF_NO_KIND, OF_REGISTER, SUPPLEMENTS, WARNINGS,
    WITHDRAWALS,
};
use crate::report::messages::message;

/// How many inputs are named.
const MOST_INPUTS: usize = 50;

const DISCOVERED: Forms = Forms::new(
    Words::new("hittad", "discovered"),
    Words::new("hittade", "discovered"),
);
const READ: Forms = Forms::new(Words::new("läst", "read"), Words::new("lästa", "read"));
const UNREADABLE: Forms = Forms::new(
    Words::new("oläslig", "unreadable"),
    Words::new("oläsliga", "unreadable"),
);
const SKIPPED: Forms = Forms::new(
    Words::new("överhoppad", "skipped"),
    Words::new("överhoppade", "skipped"),
);
const COPIES: Forms = Forms::new(
    Words::new(
        "kopia eller senare version räknas inte (M001, M002)",
        "copy or later version is not counted (M001, M002)",
    ),
    Words::new(
        "kopior eller senare versioner räknas inte (M001, M002)",
        "copies or later versions are not counted (M001, M002)",
    ),
);

const WITHDRAWN: Forms = Forms::new(
    Words::new(
        "återkallad anmälan räknas inte",
        "withdrawn notification is not counted",
    ),
    Words::new(
        "återkallade anmälningar räknas inte",
        "withdrawn notifications are not counted",
    ),
);

/// Every input of a run, its filings and its findings.
pub(super) fn all(view: View, figures: &Figures) -> Vec<Block> {
    let language = view.language;
    let fates = format!("{} {}", fates(figures, language), filings(view, figures));
    let findings = findings(figures.findings, language);
    let heading = view.heading(Words::new("Indata", "Inputs"));
    vec![heading, Block::lines([fates, findings])]
}

/// What became of the inputs that were found.
pub(in crate::report) fn fates(figures: &Figures, language: Language) -> String {
    let read = READ.counted(figures.read, language);
    let unreadable = UNREADABLE.counted(figures.unreadable, language);
    let skipped = SKIPPED.counted(figures.skipped, language);
    let discovered = DISCOVERED.counted(figures.discovered, language);
    format!("{discovered} = {read} + {unreadable} + {skipped}.")
}

/// How many filings there are of each kind: notifications and supplements, and others
/// where there are any; and how many copies that are not counted.
pub(in crate::report) fn filings(view: View, figures: &Figures) -> String {
    let language = view.language;
    let others = [
        (WITHDRAWALS, Filing::Withdrawal),
        (OF_NO_KIND, Filing::Undeterminable),
        (OF_REGISTER, Filing::Register),
    ];
    let of_kind = |(forms, kind): (Forms, Filing)| (forms, view.cell("kind", kind.as_str()));
    let has_kinds = !view.is_withheld("kind");
    let others = others.map(of_kind).into_iter().filter(|_| has_kinds);
    let is_some = |(_, count): &(Forms, Figure)| count.is_some();
    let others: Vec<(Forms, Figure)> = others.filter(is_some).collect();
    // Where all of the rest are supplements, they are what is left of the filings.
    let is_filed = |(forms, _): &(Forms, Figure)| *forms != OF_REGISTER;
    let supplements = if others.iter().any(is_filed) {
        view.cell("kind", Filing::Supplement.as_str())
    } else {
        figures.supplements
    };
    let kinds = [(NOTIFICATIONS, figures.initial), (SUPPLEMENTS, supplements)];
    let kinds = kinds.into_iter().chain(others);
    let mut kinds: Vec<String> = kinds
        .map(|(forms, count)| forms.counted(count, language))
        .collect();
    let last = kinds.pop().unwrap_or_default();
    let and = Words::new("och", "and").get(language);
    let kinds = format!("{} {and} {last}.", kinds.join(", "));
    let aside = [(COPIES, figures.copies), (WITHDRAWN, figures.withdrawn)];
    aside
        .into_iter()
        .filter(is_some)
        .fold(kinds, |told, (forms, count)| {
            format!("{told} {}.", forms.counted(count, language))
        })
}

/// How many findings there are: errors, warnings, notes.
pub(in crate::report) fn findings(counts: [Figure; 3], language: Language) -> String {
    let forms = [ERRORS, WARNINGS, NOTES].into_iter().zip(counts);
    let counts = forms.map(|(forms, count)| forms.counted(count, language));
    let name = Words::new("Fynd", "Findings").get(language);
    format!("{name}: {}.", counts.collect::<Vec<_>>().join(", "))
}

/// The first items of a list, and how many more there are in this file.
pub(in crate::report) fn listed(
    items: impl ExactSizeIterator<Item = String>,
    file: &str,
    language: Language,
) -> Block {
    let more = items.len().saturating_sub(MOST_INPUTS);
    let more = (more > 0).then(|| {
        Words::new("och {more} till, i {file}", "and {more} more, in {file}")
            .with("more", more)
            .with("file", file)
            .get(language)
    });
    Block::List(items.take(MOST_INPUTS).chain(more).collect())
}

const FATES: [(Fate, Words); 2] = [
    (
        Fate::Unreadable,
        Words::new("Kunde inte läsas", "Could not be read"),
    ),
    (Fate::Skipped, Words::new("Överhoppade", "Skipped")),
];

/// The inputs that could not be read, by name, with the reason; none where records are
/// withheld.
pub(super) fn unread(report: &Report, shows_records: bool) -> Vec<Block> {
    let language = report.language();
    let mut blocks = Vec::new();
    // A table of which a row is several notifications, or several rows are one.
    let counted = report.audit.loose.iter().filter(|(_, finding)| {
        finding.code == ROWS_NOT_COUNTED.code && finding.fact("notifications").is_some()
    });
    let counted =
        counted.map(|(name, finding)| format!("{name}: {}", message(None, finding, language)));
    let counted: Vec<String> = counted.filter(|_| shows_records).collect();
    if !counted.is_empty() {
        blocks.push(listed(counted.into_iter(), "findings.csv", language));
    }
    for (fate, head) in FATES.into_iter().filter(|_| shows_records) {
        let inputs = report.audit.inputs.iter().filter_map(|input| {
            let refusal = input
                .refusal
                .as_ref()
                .filter(|refusal| refusal.fate == fate)?;
            let name: String = input.name.chars().filter(|c| !c.is_control()).collect();
            Some(format!("{name}: {}", refusal.reason.show(language)))
        });
        let inputs: Vec<String> = inputs.collect();
        if !inputs.is_empty() {
            blocks.push(Block::Heading(head.get(language).to_owned()));
            blocks.push(listed(inputs.into_iter(), "files.csv", language));
        }
    }
    blocks
}
