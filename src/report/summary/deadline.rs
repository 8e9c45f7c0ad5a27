//! What the summary says of the deadline: how many were in time, how long it took, and
//! how many were late in each year.

use super::{SMALL_BASE, View, one_way, shares, unjudged};
use crate::config::Words;
use crate::disclosure::{Figure, is_firm};
use crate::moment::Passed;
use crate::report::block::Block;
use crate::report::counted::NOTIFICATIONS;
use crate::report::markdown::share;
use crate::statistics::thousands;
use crate::table::{Cell, percent};

/// How many came in time, late, or cannot be judged.
pub(super) fn verdicts(view: View, all: Figure) -> String {
    let [on_time, late, open] = ["on-time", "late", "indeterminate"]
        .map(|verdict| view.cell("verdict", verdict).text(thousands));
    let counted = NOTIFICATIONS.counted(all, view.language);
    let unjudged = unjudged::count(view, all).text(thousands);
    let why = unjudged::why(view, all);
    let share = share_late(view).unwrap_or_default();
    Words::new("{counted}: {on_time} i tid, {late} för sent, {open} går inte att avgöra, {unjudged} kan inte bedömas{why}.{share}", "{counted}: {on_time} on time, {late} late, {open} indeterminate, {unjudged} cannot be judged{why}.{share}").with("counted", counted).with("on_time", on_time).with("late", late).with("open", open).with("unjudged", unjudged).with("why", why).with("share", share).get(view.language)
}

/// The share that was late, where enough can be judged.
fn share_late(view: View) -> Option<String> {
    let [n, least, most] = view.total("delay", ["n", "late_percent_min", "late_percent_max"])?;
    let judged = thousands(n.count().filter(|judged| *judged >= SMALL_BASE)?);
    let ends = [least.percent()?, most.percent()?];
    let [least, most] = ends.map(|tenths| share(tenths, view.language));
    Some(if least == most {
        Words::new(
            " Andel för sent: {least} % av de {judged} som kan bedömas.",
            " Share late: {least} % of the {judged} that can be judged.",
        )
        .with("least", least)
        .with("judged", judged)
        .get(view.language)
    } else {
        Words::new(
            " Andel för sent: mellan {least} och {most} % av de {judged} som kan bedömas.",
            " Share late: between {least} and {most} % of the {judged} that can be judged.",
        )
        .with("least", least)
        .with("most", most)
        .with("judged", judged)
        .get(view.language)
    })
}

/// How wide the share that was late gets with those that cannot be judged, if there are any
/// beside enough that can.
pub(super) fn share_of_all(view: View, all: Figure) -> Option<String> {
    let [n, least, most] = view.total("delay", ["n", "late_min", "late_max"])?;
    n.count().filter(|judged| *judged >= SMALL_BASE)?;
    let unjudged = unjudged::count(view, all).told().filter(|own| *own > 0)?;
    let (least, most, all) = (least.count()?, most.count()?, all.told()?);
    // Of rounded counts the last share is of three.
    let is_told = view.rounded_to().is_none_or(|multiple| {
        is_firm(least, all, multiple) && is_firm((most + unjudged).min(all), all, 3 * multiple)
    });
    if !is_told {
        return None;
    }
    // Rounded counts may add up to more than all.
    let ends = [least, (most + unjudged).min(all)].map(|late| percent(late, all).percent());
    let [Some(least), Some(most)] = ends else {
        return None;
    };
    let [least, most] = [least, most].map(|tenths| share(tenths, view.language));
    let words = Words::new(
        "Med de {unjudged} som inte kan bedömas kom mellan {least} och {most} % av alla {all} för sent.",
        "With the {unjudged} that cannot be judged, between {least} and {most} % of all {all} were late.",
    );
    Some(
        words
            .with("unjudged", thousands(unjudged))
            .with("least", least)
            .with("most", most)
            .with("all", thousands(all))
            .get(view.language),
    )
}

/// The verdicts, the delays over all sectors, and the years.
pub(super) fn blocks(view: View) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(verdicts) = view.table("verdict") {
        blocks.extend(one_way::bars(view, verdicts));
    }
    blocks.extend(delays(view).map(Block::plain));
    blocks.extend(shares::late_by_year(view));
    blocks
}

/// The median and the ninth decile of the time to report, where enough can be judged: of a few
/// notifications they would be the times of single ones.
pub(super) fn delays(view: View) -> Option<String> {
    let ends = ["n", "median_min", "median_max", "p90_min", "p90_max"];
    let [n, half_min, half_max, most_min, most_max] = view.total("delay", ends)?;
    let judged = n.count().filter(|judged| *judged >= SMALL_BASE)?;
    let counted = NOTIFICATIONS.counted(Figure::Told(judged), view.language);
    let passed = |least: &Cell, most: &Cell| match (least, most) {
        (Cell::Hours(least), Cell::Hours(most)) => {
            Some(Passed::hundredths(*least, *most).range(view.language))
        }
        _ => None,
    };
    let half = passed(half_min, half_max)?;
    // So few may be beyond the ninth decile that it would be the time of one of them.
    let most = passed(most_min, most_max).map_or_else(String::new, |most| {
        Words::new("; nio av tio inom {most}", "; nine in ten within {most}")
            .with("most", most)
            .get(view.language)
    });
    Some(
        Words::new(
            "Median för tiden från upptäckt till anmälan: {half}{most} (bas: {counted} som kan bedömas).",
            "Median time from discovery to receipt: {half}{most} (base: {counted} that can be judged).",
        )
        .with("half", half)
        .with("most", most)
        .with("counted", counted)
        .get(view.language),
    )
}
