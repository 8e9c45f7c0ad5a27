//! `--previous`: the report that was published before, checked to be one that this one can follow.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::compare::side;
use crate::cli::complaint::{complaint, note};
use crate::cli::shown;
use crate::config::{CellRule, Config, Filter, Words};
use crate::disclosure::{self, Earlier, Hidden, Previous};
use crate::form::Edition;
use crate::moment::Instant;
use crate::statistics::Before;
use crate::table::Table;
use crate::value::{impersonal, mask};

/// What notifications were read and judged by.
pub(super) struct Law<'l> {
    pub(super) editions: &'l [&'static Edition],
    /// The names of the policies of the deadline.
    pub(super) policies: &'l [String],
    /// Their limits in hours.
    pub(super) limits: &'l [i64],
}

impl Law<'_> {
    /// Whether a report, by what its run.json says of its policies, judged by others.
    fn differs(&self, told: &Value) -> bool {
        let one_or_more = |value: &Value| match value {
            Value::Array(values) => values.clone(),
            Value::Null => Vec::new(),
            value => vec![value.clone()],
        };
        let is_same = |own: Vec<Value>, mut told: Vec<Value>| {
            told.retain(|value| !own.contains(value));
            told.is_empty()
        };
        let names = self.policies.iter().map(|name| json!(name)).collect();
        let limits = self.limits.iter().map(|hours| json!(hours)).collect();
        let key = if told["key"].is_null() { "keys" } else { "key" };
        !is_same(names, one_or_more(&told[key]))
            || !is_same(limits, one_or_more(&told["limit_hours"]))
    }
}

/// What was counted, as it may be published.
pub(super) struct Protected {
    pub(super) tables: Vec<Table>,
    pub(super) hidden: Hidden,
    /// The counts of the report before.
    pub(super) earlier: Option<Earlier>,
}

/// Protects tables, and those of the year before beside them, after the report that `--previous`
/// names.
///
/// # Errors
/// That report is none that this one can follow; or the tables cannot be published.
pub(super) fn protect(
    tables: Vec<Table>,
    before: Option<Before>,
    config: &Config,
    law: &Law,
) -> anyhow::Result<Protected> {
    let (previous, earlier) = previous(config, law)?.unzip();
    let beside = disclosure::Beside {
        before,
        previous: previous.as_ref(),
    };
    let rule = config.disclosure.cells;
    let (tables, hidden) =
        disclosure::protect_beside(tables, &beside, rule, law.editions, config.language)?;
    Ok(Protected {
        tables,
        hidden,
        earlier,
    })
}

/// Reads the report that `--previous` names. Without one, a run whose period is not over is told
/// why there should be one.
///
/// # Errors
/// It is no report, or none that this one can follow.
fn previous(config: &Config, law: &Law) -> anyhow::Result<Option<(Previous, Earlier)>> {
    let CellRule::AtLeast(least) = config.disclosure.cells else {
        return match config.previous {
            Some(_) => Err(complaint(Words::new(
                "--previous gäller bara med --min-cell",
                "--previous goes only with --min-cell",
            ))),
            None => Ok(None),
        };
    };
    let Some(folder) = &config.previous else {
        if is_open(config) {
            note(config, OPEN);
        }
        return Ok(None);
    };
    let mut side = side(folder)?;
    refuse_other(folder, side.run(), config, least, law)?;
    let tables = side.take_tables();
    if tables.is_empty() {
        return Err(refusal(folder, NO_TABLES));
    }
    let previous = Previous::new(tables);
    let earlier = Earlier::new(&side.run()["counts"], previous.initial());
    Ok(Some((previous, earlier)))
}

const OPEN: Words = Words::new(
    "perioden pågår ännu: om en rapport om den redan är publicerad, ange den med --previous, annars kan små antal räknas ut ur skillnaden mellan rapporterna",
    "the period is not over: if a report on it was published already, name it with --previous, or small counts can be worked out from the difference of the reports",
);
const NO_TABLES: Words = Words::new(
    "den har inga tabeller i CSV; gör om den med --formats csv",
    "it has no tables in CSV; make it again with --formats csv",
);

/// Whether notifications of the period may still come in.
fn is_open(config: &Config) -> bool {
    let (_, to) = config.filter.bounds();
    let today = Instant::from_timestamp(config.as_of).date();
    to.is_none_or(|to| to >= today)
}

/// Refuses a report that counts something else: differences to it would mean nothing.
fn refuse_other(
    folder: &Path,
    run: &Value,
    config: &Config,
    least: u64,
    law: &Law,
) -> anyhow::Result<()> {
    let options = &run["options"];
    let Some(own) = options["min_cell"].as_u64() else {
        return Err(refusal(folder, UNPROTECTED));
    };
    if own != least {
        let words = OTHER_THRESHOLD.with("own", own).with("least", least);
        return Err(complaint(words.with("folder", shown(folder))));
    }
    let forms: Vec<Value> = law.editions.iter().map(|edition| edition.json()).collect();
    if run["forms"] != Value::from(forms) {
        return Err(refusal(folder, OTHER_FORM));
    }
    let (from, to) = config.filter.bounds();
    let bounds = [("from", from), ("to", to)];
    let is_other = |(name, date): (&str, Option<jiff::civil::Date>)| {
        options[name] != json!(date.map(|date| date.to_string()))
    };
    if bounds.into_iter().any(is_other) {
        return Err(refusal(folder, OTHER_PERIOD));
    }
    if law.differs(&run["policy"]) {
        return Err(refusal(folder, OTHER_LAW));
    }
    // A report does not tell what was masked in its selection.
    if is_personal(&config.filter) {
        return Err(refusal(folder, MASKED_SELECTION));
    }
    let selection = crate::report::selection(config);
    let keys = ["organisation", "where", "count_copies", "merge_supplements"];
    if keys.iter().any(|key| options[key] != selection[key]) {
        return Err(refusal(folder, OTHER_SELECTION));
    }
    Ok(())
}

/// Whether a value of the selection is a person's, so that reports write a mask in its place.
fn is_personal(filter: &Filter) -> bool {
    let organisation = filter.organisation.as_deref();
    organisation.is_some_and(|number| mask(number) != number)
        || filter
            .equal
            .iter()
            .any(|(_, value)| impersonal(value, "") != *value)
}

fn refusal(folder: &Path, why: Words) -> anyhow::Error {
    let words = Words::new("--previous: {folder}: {why}", "--previous: {folder}: {why}");
    complaint(words.with("folder", shown(folder)).within("why", why))
}

const UNPROTECTED: Words = Words::new(
    "den är inte gjord med --min-cell, så allt den visar är redan känt",
    "it was not made with --min-cell, so all that it shows is known already",
);
const OTHER_THRESHOLD: Words = Words::new(
    "--previous: {folder} är gjord med --min-cell {own}, inte {least}; använd samma",
    "--previous: {folder} was made with --min-cell {own}, not {least}; use the same",
);
const OTHER_FORM: Words = Words::new(
    "den gäller anmälningar på en annan formulärversion",
    "it is about notifications of another form edition",
);
const OTHER_LAW: Words = Words::new(
    "den är bedömd efter ett annat regelverk eller en annan tidsfrist; ange samma --policy och --deadline-hours",
    "it was judged by another policy or limit; give the same --policy and --deadline-hours",
);
const MASKED_SELECTION: Words = Words::new(
    "urvalet innehåller personuppgifter, som en rapport inte återger; det går inte att avgöra om den räknar samma anmälningar",
    "the selection holds personal data, which a report does not repeat; whether it counts the same notifications cannot be determined",
);
const OTHER_PERIOD: Words = Words::new(
    "den gäller en annan period; ange samma --period, --from och --to",
    "it is about another period; give the same --period, --from and --to",
);
const OTHER_SELECTION: Words = Words::new(
    "den räknar ett annat urval; ange samma --where, --organisation, --count-copies och --merge-supplements",
    "it counts another selection; give the same --where, --organisation, --count-copies and --merge-supplements",
);
