//! What the summary says of the organisation's own register: how many breaches it has, where it
//! and the notifications differ, and what to do next.

use std::collections::BTreeSet;

use super::View;
use crate::config::{Language, Words};
use crate::report::block::Block;
use crate::report::counted::Forms;
use crate::statistics::{LISTS, Status};
use crate::table::Table;

const BREACHES: Forms = Forms::new(
    Words::new("incident", "breach"),
    Words::new("incidenter", "breaches"),
);
const HEADING: Words = Words::new("Registret", "The register");
const OF_FOLDER: Words = Words::new(
    "Register och anmälningar tillsammans: {breaches}, {yes} anmälda och {no} aldrig anmälda",
    "Register and notifications together: {breaches}, {yes} notified and {no} never notified",
);
const UNTOLD: Words = Words::new(
    "{untold} där det inte framgår",
    "{untold} for which it is not told",
);
const NEVER: Words = Words::new(
    "Aldrig anmälda: {given} med skäl eller riskbedömning, {none} utan.",
    "Never notified: {given} with a reason or an assessment of the risk, {none} without.",
);
const BESIDE: Words = Words::new(
    "Registret mot anmälningarna: {counts}.",
    "The register against the notifications: {counts}.",
);
const AGREED: Words = Words::new(
    "Nästa steg: register.csv är registret enligt artikel 33.5, klart att granska.",
    "Next step: register.csv is the register of Article 33(5), ready to be looked through.",
);
const TO_DO: Words = Words::new(
    "Nästa steg: gå igenom raderna i reconciliation.csv som inte har status agrees, och rätta registret eller lägg till kopian.",
    "Next step: look through the rows of reconciliation.csv whose status is not agrees, and mend the register or add the copy.",
);

/// What each status is called in the summary, and whether it is told also at 0.
const fn told(status: Status) -> (Words, bool) {
    match status {
        Status::Agrees => (Words::new("stämmer", "agree"), true),
        Status::Differs => (Words::new("skiljer sig", "differ"), true),
        Status::RegisterOnly => (Words::new("bara i registret", "only in the register"), true),
        Status::FolderOnly => (
            Words::new("bara bland anmälningarna", "only among the notifications"),
            true,
        ),
        Status::Near => (
            Words::new(
                "med ett diarienummer som nästan är ett annat",
                "with a case number that is nearly another",
            ),
            false,
        ),
        Status::Ambiguous => (Words::new("som passar flera", "that fit several"), false),
        Status::Double => (Words::new("upprepade rader", "repeated rows"), false),
        Status::OtherYear => (
            Words::new(
                "av år som bara den ena sidan har",
                "of years that only one side has",
            ),
            false,
        ),
    }
}

/// The section, if the run has a register and may tell of it.
pub(super) fn blocks(view: View) -> Vec<Block> {
    let [reconciliation, register] = LISTS.map(|id| view.table(id));
    let (Some(reconciliation), Some(register)) = (reconciliation, register) else {
        return Vec::new();
    };
    let language = view.language;
    let lines = [
        breaches(register, language),
        never(register, language),
        beside(reconciliation, language),
    ];
    vec![
        view.heading(HEADING),
        Block::lines(lines),
        Block::plain(next(reconciliation).get(language)),
    ]
}

/// In how many rows two columns have these words.
fn count(table: &Table, wanted: [(&str, &str); 2]) -> usize {
    let has = |row: &&crate::table::Row, (name, word): (&str, &str)| {
        table
            .column(name)
            .is_some_and(|at| row[at].to_string() == word)
    };
    let fits = |row: &&crate::table::Row| wanted.iter().all(|own| has(row, *own));
    table.rows.iter().filter(fits).count()
}

fn breaches(register: &Table, language: Language) -> String {
    let notified = |word| count(register, [("notified", word); 2]);
    let (yes, no) = (notified("yes"), notified("no"));
    let untold = register.rows.len() - yes - no;
    let breaches = BREACHES.told(register.rows.len(), language);
    let words = OF_FOLDER
        .with("breaches", breaches)
        .with("yes", yes)
        .with("no", no);
    let mut line = words.get(language);
    if untold > 0 {
        line.push_str(", ");
        line.push_str(&UNTOLD.with("untold", untold).get(language));
    }
    line.push('.');
    line
}

fn never(register: &Table, language: Language) -> String {
    let of = |word| count(register, [("notified", "no"), ("reasons", word)]);
    let all = count(register, [("notified", "no"); 2]);
    let given = of("given");
    NEVER
        .with("given", given)
        .with("none", all - given)
        .get(language)
}

/// How many breaches have a status. One with several fields that differ counts once.
fn of_status(table: &Table, status: Status) -> usize {
    let (Some(at), Some(source)) = (table.column("status"), table.column("source")) else {
        return 0;
    };
    let rows = table.rows.iter();
    let rows = rows.filter(|row| row[at].to_string() == status.as_str());
    rows.map(|row| row[source].to_string())
        .collect::<BTreeSet<_>>()
        .len()
}

fn beside(reconciliation: &Table, language: Language) -> String {
    let counts = Status::ALL.into_iter().filter_map(|status| {
        let (words, is_always) = told(status);
        let count = of_status(reconciliation, status);
        (count > 0 || is_always).then(|| format!("{count} {}", words.get(language)))
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    BESIDE.with("counts", counts).get(language)
}

fn next(reconciliation: &Table) -> Words {
    let open = Status::ALL
        .into_iter()
        .filter(|status| !matches!(status, Status::Agrees | Status::OtherYear | Status::Double));
    if open
        .into_iter()
        .any(|status| of_status(reconciliation, status) > 0)
    {
        TO_DO
    } else {
        AGREED
    }
}
