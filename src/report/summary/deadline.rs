//! What the summary says of the deadline: how many were in time, how long it took, and
//! how many were late in each year.

use super::{SMALL_BASE, View, one_way, shares, unjudged};
use crate::config::{Words, decimal};
use crate::disclosure::Figure;
use crate::moment::Passed;
use crate::report::block::Block;
use crate::report::counted::{NOTIFICATIONS, filled};
use crate::report::markdown::share;
use crate::statistics::thousands;
use crate::table::Cell;

/// How many came in time, late, or cannot be judged.
pub(super) fn verdicts(view: View, all: Figure) -> String {
    let language = view.language;
    let words = Words::new(
        "{}: {} i tid, {} för sent, {} går inte att avgöra, {} kan inte bedömas{}.",
        "{}: {} on time, {} late, {} indeterminate, {} cannot be judged{}.",
    );
    let [on_time, late, open] = ["on-time", "late", "indeterminate"]
        .map(|verdict| view.cell("verdict", verdict).text(thousands));
    let counted = NOTIFICATIONS.counted(all, language);
    let unjudged = unjudged::count(view, all).text(thousands);
    let why = unjudged::why(view, all);
    let mut line = filled(
        words,
        language,
        &[&counted, &on_time, &late, &open, &unjudged, &why],
    );
    if let Some(share) = share_late(view) {
        line.push(' ');
        line.push_str(&share);
    }
    line
}

/// The share that was late, where enough can be judged.
fn share_late(view: View) -> Option<String> {
    let [n, least, most] = view.total("delay", ["n", "late_percent_min", "late_percent_max"])?;
    let judged = n.count().filter(|judged| *judged >= SMALL_BASE)?;
    let ends = [least.percent()?, most.percent()?];
    let [least, most] = ends.map(|tenths| decimal(&share(tenths), view.language));
    let judged = thousands(judged);
    Some(if least == most {
        let words = Words::new(
            "Andel för sent: {} % av de {} som kan bedömas.",
            "Share late: {} % of the {} that can be judged.",
        );
        filled(words, view.language, &[&least, &judged])
    } else {
        let words = Words::new(
            "Andel för sent: mellan {} och {} % av de {} som kan bedömas.",
            "Share late: between {} and {} % of the {} that can be judged.",
        );
        filled(words, view.language, &[&least, &most, &judged])
    })
}

/// The verdicts, the delays over all sectors, and the years.
pub(super) fn blocks(view: View) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(verdicts) = view.table("verdict") {
        blocks.extend(one_way::bars(view, verdicts));
    }
    blocks.extend(delays(view).map(Block::paragraph));
    blocks.extend(shares::late_by_year(view));
    blocks
}

/// The median and the ninth decile of the time to report.
fn delays(view: View) -> Option<String> {
    let ends = ["n", "median_min", "median_max", "p90_min", "p90_max"];
    let [n, ends @ ..] = view.total("delay", ends)?;
    n.count().filter(|n| *n > 0)?;
    let hours = |cell: &Cell| match cell {
        Cell::Hours(hours) => Some(*hours),
        _ => None,
    };
    let [half, _, most, _] = ends;
    let passed = |least: &Cell, most: &Cell| {
        Some(Passed::hundredths(hours(least)?, hours(most)?).range(view.language))
    };
    let (half, most) = (passed(half, ends[1])?, passed(most, ends[3])?);
    let words = Words::new(
        "Median för tiden från upptäckt till anmälan: {}; nio av tio inom {}.",
        "Median time from discovery to receipt: {}; nine in ten within {}.",
    );
    Some(filled(words, view.language, &[&half, &most]))
}
