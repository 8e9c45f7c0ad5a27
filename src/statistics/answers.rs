//! answers.csv and unlisted.csv: how each question was answered, and labels of
//! open lists that the edition does not have.

use std::collections::BTreeMap;

use crate::config::{Language, Words};
use crate::form::Edition;
use crate::statistics::counting::Counts;
use crate::statistics::dimension::{DIMENSIONS, How};
use crate::statistics::labels::NON_VALUES;
use crate::table::{Column, Table};

/// The letters of column `states`, in the order of the columns.
const LETTERS: [(u8, &str); 6] = [
    (b'a', "answered"),
    (b'b', "blank"),
    (b'u', "unknown"),
    (b'x', "undeterminable"),
    (b'n', "not_shown"),
    (b'q', "not_asked"),
];

const EACH_ONCE: Words = Words::new(
    "Enhet: anmälningar (inte kompletteringar). Varje rad räknar var och en av dem en gång.",
    "Unit: notifications (no supplements). Every row counts each of them once.",
);
const EACH_ANSWER: Words = Words::new(
    "Enhet: anmälningar (inte kompletteringar). En med flera sådana svar räknas en gång för varje.",
    "Unit: notifications (no supplements). One with several such answers is counted once for each.",
);

/// answers.csv
pub(super) fn answers(counts: &Counts, language: Language) -> Table {
    let edition = Edition::default_edition();
    let mut letters = vec![[0u64; LETTERS.len()]; edition.questions.len()];
    for (states, notifications) in counts.of_column("states") {
        for (question, letter) in letters.iter_mut().zip(states.bytes()) {
            if let Some(at) = LETTERS.iter().position(|(known, _)| *known == letter) {
                question[at] += notifications;
            }
        }
    }
    let rows = edition
        .questions
        .iter()
        .zip(letters)
        .map(|(question, letters)| {
            let mut row = vec![question.number.to_string(), question.label.get(language).to_owned()];
            row.extend(letters.iter().map(u64::to_string));
            row
        })
        .collect();
    let mut columns = vec![Column::number("question"), Column::text("label")];
    columns.extend(LETTERS.iter().map(|(_, name)| Column::number(*name)));
    Table {
        id: "answers".to_owned(),
        title: Words::new("Hur frågorna besvarades", "How the questions were answered").into(),
        columns,
        rows,
        notes: vec![EACH_ONCE],
    }
}

/// unlisted.csv
pub(super) fn unlisted(counts: &Counts, editions: &[&'static Edition]) -> Table {
    let mut found: BTreeMap<(u8, String), u64> = BTreeMap::new();
    for dimension in DIMENSIONS {
        let How::Option(number) = dimension.how else { continue };
        let questions: Vec<_> = editions.iter().filter_map(|edition| edition.question(number)).collect();
        if questions.iter().all(|question| question.closed) {
            continue;
        }
        let listed = |value: &str| questions.iter().any(|question| question.option(value).is_some());
        for (cell, notifications) in counts.of_column(dimension.column) {
            for value in cell.split('|') {
                let is_word = NON_VALUES.iter().any(|(word, _, _)| *word == value);
                if !is_word && !listed(value) {
                    *found.entry((number, value.to_owned())).or_default() += notifications;
                }
            }
        }
    }
    Table {
        id: "unlisted".to_owned(),
        title: Words::new(
            "Svar på öppna listor som formulärversionen inte har",
            "Answers to open lists that the form edition does not have",
        )
        .into(),
        columns: vec![Column::number("question"), Column::text("label"), Column::number("notifications")],
        rows: found
            .into_iter()
            .map(|((number, label), notifications)| {
                vec![number.to_string(), label, notifications.to_string()]
            })
            .collect(),
        notes: vec![EACH_ANSWER],
    }
}
