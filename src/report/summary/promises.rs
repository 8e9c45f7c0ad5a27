//! What became of promised supplements, as the summary says it.

use super::View;
use crate::config::Words;
use crate::disclosure::Figure;
use crate::report::counted::{Forms, NOTIFICATIONS};

/// The states of a promise by their columns, each with its words.
const STATES: [(&str, Forms); 5] = [
    (
        "received",
        Forms::new(
            Words::new("har kommit", "came"),
            Words::new("har kommit", "came"),
        ),
    ),
    (
        "received_late",
        Forms::new(
            Words::new("kom för sent", "came late"),
            Words::new("kom för sent", "came late"),
        ),
    ),
    (
        "missing",
        Forms::new(
            Words::new("saknas", "is missing"),
            Words::new("saknas", "are missing"),
        ),
    ),
    (
        "pending",
        Forms::new(
            Words::new("väntas", "is pending"),
            Words::new("väntas", "are pending"),
        ),
    ),
    (
        "undeterminable",
        Forms::new(
            Words::new("går inte att avgöra", "cannot be determined"),
            Words::new("går inte att avgöra", "cannot be determined"),
        ),
    ),
];

const PROMISED: Words = Words::new(
    "{notifications} lovar en komplettering{states}{file}.",
    "Supplements promised by {notifications}{states}{file}.",
);

/// How many were promised and what became of them, if any was and nothing hides it. Of a number
/// that is rounded to 0 there is nothing to part.
pub(super) fn told(view: View) -> Option<String> {
    let language = view.language;
    let [promised] = view.total("promises", ["promised"])?;
    let promised = view.figure(promised);
    let columns = STATES.map(|(column, _)| column);
    let cells = view.total("promises", columns)?;
    let states = STATES.iter().zip(cells);
    let states = states.map(|((_, forms), cell)| (forms, view.figure(cell)));
    let states =
        states.filter(|(_, figure)| figure.is_some() && !matches!(promised, Figure::Few(_)));
    let states: Vec<String> = states
        .map(|(forms, figure)| forms.counted(figure, language))
        .collect();
    let states = match states.as_slice() {
        [] => String::new(),
        states => format!(": {}", states.join(", ")),
    };
    let notifications = NOTIFICATIONS.counted(promised, language);
    Some(
        PROMISED
            .with("notifications", notifications)
            .with("states", states)
            .with("file", view.file("promises"))
            .get(language),
    )
}
