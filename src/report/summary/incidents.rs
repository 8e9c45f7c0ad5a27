//! How many incidents lie behind the notifications, as the summary says it.

use super::View;
use crate::config::{Message, Words};
use crate::disclosure::Figure;
use crate::report::counted::{Forms, NOTIFICATIONS};
use crate::statistics::{IncidentBounds, incident_bounds, thousands};
use crate::table::span;

const BETWEEN: Words = Words::new(
    "Anmälningarna gäller mellan {least} och {most} incidenter: {parts}{file}.",
    "The notifications tell of {least} to {most} incidents: {parts}{file}.",
);
const EXACTLY: Words = Words::new(
    "Anmälningarna gäller {incidents}: {parts}{file}.",
    "The notifications tell of {incidents}: {parts}{file}.",
);
const INCIDENTS: Forms = Forms::new(
    Words::new("incident", "incident"),
    Words::new("incidenter", "incidents"),
);
const BELONG: Forms = Forms::new(
    Words::new("anmälan hör till", "notification belongs to"),
    Words::new("anmälningar hör till", "notifications belong to"),
);
const STRONG: Forms = Forms::new(
    Words::new(
        "säker incident hos flera personuppgiftsansvariga",
        "strong incident of several controllers",
    ),
    Words::new(
        "säkra incidenter hos flera personuppgiftsansvariga",
        "strong incidents of several controllers",
    ),
);
const POSSIBLE: Words = Words::new(
    "{possible} gäller möjligen samma händelse som andra",
    "{possible} possibly of the same event as others",
);
const SELECTED: Words = Words::new(
    "Talen gäller urvalet: en incident kan ha fler anmälningar, hos fler personuppgiftsansvariga, utanför det.",
    "The numbers are of the selection: an incident may have more notifications, of more controllers, outside of it.",
);

/// About how many incidents the notifications are, in one line.
pub(super) fn about(view: View, notifications: Figure) -> Option<String> {
    let bounds = bounds(view, notifications)?;
    let ends = [bounds.least, bounds.most].map(thousands);
    let incidents = INCIDENTS.of(Figure::Told(bounds.most), view.language);
    let ends = span(&ends[0], &ends[1], "–");
    let counted = NOTIFICATIONS.counted(notifications, view.language);
    Some(format!("{counted} ≈ {ends} {incidents}."))
}

/// The bounds of how many there are, if some have several notifications and nothing hides it.
fn bounds(view: View, notifications: Figure) -> Option<IncidentBounds> {
    let table = view.table("incidents");
    let table = table.filter(|table| !table.rows.is_empty())?;
    incident_bounds(table, notifications.told()?)
}

/// How many incidents there are, if some have several notifications and nothing hides it.
/// `is_filtered` says that a selection may have left notifications of them out.
pub(super) fn told(view: View, notifications: Figure, is_filtered: bool) -> Option<String> {
    let language = view.language;
    let bounds = bounds(view, notifications)?;
    let [events, strong] = bounds.strong.map(Figure::Told);
    let surely = (bounds.strong[0] > 0).then(|| {
        let [own, of] = [
            BELONG.counted(strong, language),
            STRONG.counted(events, language),
        ];
        format!("{own} {of}")
    });
    let possibly = (bounds.possible > 0).then(|| {
        let possible = NOTIFICATIONS.counted(Figure::Told(bounds.possible), language);
        POSSIBLE.with("possible", possible).get(language)
    });
    let parts: Vec<String> = surely.into_iter().chain(possibly).collect();
    let and = Words::new(", och ", ", and ").get(language);
    let ends: Message = if bounds.least == bounds.most {
        let incidents = INCIDENTS.counted(Figure::Told(bounds.least), language);
        EXACTLY.with("incidents", incidents)
    } else {
        let [least, most] = [bounds.least, bounds.most].map(thousands);
        BETWEEN.with("least", least).with("most", most)
    };
    let told = ends.with("parts", parts.join(and));
    let mut told = told.with("file", view.file("incidents")).get(language);
    if is_filtered {
        told.push(' ');
        told.push_str(SELECTED.get(language));
    }
    Some(told)
}
