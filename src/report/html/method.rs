//! The first and the last section: what the figures come to, and how they were made.

use crate::config::Words;
use crate::report::html::view::Part;
use crate::report::html::{Ground, sheet, years};
use crate::report::summary;
use crate::table::Cell;

/// In short.
pub(super) fn in_short(ground: &Ground) -> Vec<Part> {
    let (language, summary) = (ground.language(), &ground.summary);
    let mut parts = vec![Part::Strong {
        text: summary.verdicts(),
    }];
    parts.extend(summary.share_of_all().map(Part::text));
    parts.extend(years::in_short(ground).map(Part::text));
    parts.extend(summary.about_incidents().map(Part::text));
    parts.extend(without_reasons(ground).map(Part::text));
    parts.push(Part::text(summary::filings(
        ground.view(),
        &summary.figures,
    )));
    parts.push(Part::text(summary::findings(
        summary.figures.findings,
        language,
    )));
    parts.extend(summary.selection().map(Part::text));
    parts.extend(summary.mark().map(Part::text));
    parts
}

/// How many were late and did not say why, as the rule found it.
fn without_reasons(ground: &Ground) -> Option<String> {
    let table = ground.view().table("rules")?;
    let notifications = table.column("notifications")?;
    let row = table.row("D001")?;
    let count = &row[notifications];
    (*count != Cell::Count(0)).then(|| {
        let words = if *count == Cell::Count(1) {
            Words::new(
                "{count} sen anmälan saknar skäl till förseningen.",
                "{count} late notification gives no reasons for the delay.",
            )
        } else {
            Words::new(
                "{count} sena anmälningar saknar skäl till förseningen.",
                "{count} late notifications give no reasons for the delay.",
            )
        };
        words
            .with("count", sheet::text(count, ground.language()))
            .get(ground.language())
    })
}

/// How the figures were made.
pub(super) fn method(ground: &Ground) -> Vec<Part> {
    let (language, summary) = (ground.language(), &ground.summary);
    let mut parts = vec![
        Part::text(summary.basis()),
        Part::text(summary.provenance.paragraph()),
    ];
    parts.extend(summary.drafts().map(Part::text));
    let reading = Words::new("Tolkningar av fristen", "Readings of the time limit");
    if let Some(table) = ground.view().table("reading") {
        parts.push(Part::heading(ground.say(reading)));
        let columns = ["label", "notifications", "percent", "base"];
        parts.extend(sheet::of_table(ground, table, &columns, usize::MAX).map(Part::Sheet));
    }
    parts.push(Part::heading(ground.say(Words::new("Regler", "Rules"))));
    parts.extend(sheet::of_blocks(
        summary.rules(),
        "rules",
        ground.say(Words::new("Vanligaste fynden", "Most frequent findings")),
        language,
    ));
    let control = summary.control();
    if !control.is_empty() {
        parts.push(Part::heading(
            ground.say(Words::new("Röjandekontroll", "Disclosure control")),
        ));
        parts.extend(control.into_iter().map(Part::text));
    }
    if summary.view.has_files {
        parts.push(Part::text(ground.say(Words::new(
            "Alla tabeller ligger som CSV i mappen tables bredvid denna sida.",
            "All tables lie beside this page as CSV, in the folder tables.",
        ))));
    }
    parts.push(Part::text(summary.provenance.fingerprint()));
    parts
}
