//! How many incidents lie behind the notifications, as the summary says it.

use std::collections::BTreeSet;

use super::View;
use crate::config::Words;
use crate::disclosure::Figure;
use crate::statistics::thousands;

const TOLD: Words = Words::new(
    "Anmälningarna gäller mellan {least} och {most} incidenter: {strong} anmälningar hör till {events} säkra incidenter hos flera personuppgiftsansvariga, och {possible} gäller möjligen samma händelse som andra (tables/incidents.csv).",
    "The notifications tell of {least} to {most} incidents: {strong} notifications belong to {events} strong incidents of several controllers, and {possible} possibly tell of the same event as others (tables/incidents.csv).",
);

/// How many incidents there are, if some have several notifications and nothing hides it.
pub(super) fn told(view: View, notifications: Figure) -> Option<String> {
    let table = view
        .table("incidents")
        .filter(|table| !table.rows.is_empty())?;
    let [incident, certainty, count] = table
        .places(["incident", "certainty", "notifications"])
        .ok()?;
    let mut events = BTreeSet::new();
    let (mut all, mut strong, mut surely) = (0, 0, 0);
    for row in &table.rows {
        let count = row[count].count()?;
        events.insert(row[incident].to_string());
        all += count;
        if row[certainty].is("strong") {
            strong += count;
            surely += 1;
        }
    }
    let notifications = notifications.told()?;
    let least = notifications.checked_sub(all)? + events.len() as u64;
    let most = notifications.checked_sub(strong)? + surely;
    Some(
        TOLD.with("least", thousands(least))
            .with("most", thousands(most))
            .with("strong", thousands(strong))
            .with("events", thousands(surely))
            .with("possible", thousands(all - strong))
            .get(view.language),
    )
}
