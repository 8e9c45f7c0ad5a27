//! Where figures come from. For every table: its unit, its base and what is left out.
//! For all of them: the period, the clock and the digest of what was read. Nothing is
//! counted anew, so what a table hides is hidden here too.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::config::{Answers, Copies, Language, Words};
use crate::disclosure::Figure;
use crate::report::counted::Forms;
use crate::statistics::NUMBER;
use crate::table::{Cell, Key, MARK, Table};

/// What is known about all tables of a report.
#[derive(Debug)]
pub(super) struct Provenance<'p> {
    pub(super) tables: &'p [Table],
    /// First notifications without a receipt time that are dated by their discovery.
    pub(super) by_discovery: Figure,
    /// Digest of the inputs.
    pub(super) digest: String,
    pub(super) copies: Copies,
    pub(super) answers: Answers,
    pub(super) language: Language,
}

const BY_DISCOVERY: Forms = Forms::new(
    Words::new(
        "utan känd mottagningstid efter upptäckten",
        "without a known receipt time by its discovery",
    ),
    Words::new(
        "utan känd mottagningstid efter upptäckten",
        "without a known receipt time by their discovery",
    ),
);

const MERGED: Words = Words::new(
    " Svar som kompletteringar ger räknas i stället för de först inlämnade.",
    " Answers that supplements give are counted in place of those first filed.",
);

impl Provenance<'_> {
    /// What the figures of a summary count, and from when.
    pub(super) fn paragraph(&self) -> String {
        let mut out = String::new();
        let unit = match self.copies {
            Copies::Aside => Words::new(
                "Enhet: anmälningar, utan kompletteringar, återkallelser, kopior och senare versioner.",
                "Unit: notifications, without supplements, withdrawals, copies and later versions.",
            ),
            Copies::Counted => Words::new(
                "Enhet: anmälningar, utan kompletteringar och återkallelser.",
                "Unit: notifications, without supplements and withdrawals.",
            ),
        };
        out.push_str(unit.get(self.language));
        if self.answers == Answers::Merged {
            out.push_str(MERGED.get(self.language));
        }
        let base = Words::new(
            " Procenten räknas på dem som svarat; övriga står på egna rader, inom parentes.",
            " Percentages are of those who answered; the others stand in rows of their own, in brackets.",
        );
        out.push_str(base.get(self.language));
        if let Some((first, last)) = self.period() {
            self.write_period(first, last, &mut out);
        }
        out
    }

    /// The last line of a summary. It distinguishes these inputs from all others.
    pub(super) fn fingerprint(&self) -> String {
        let name =
            Words::new("Underlagets fingeravtryck", "Fingerprint of the inputs").get(self.language);
        format!("{name} (BLAKE3): {}", self.digest)
    }

    fn write_period(&self, first: &str, last: &str, out: &mut String) {
        let say = |sv: &'static str, en: &'static str| Words::new(sv, en).get(self.language);
        let _ = write!(out, " Period: {first}");
        if last != first {
            let _ = write!(out, " {} {last}", say("till", "to"));
        }
        out.push_str(say(", efter när anmälan kom in", ", by receipt"));
        if self.by_discovery.is_some() {
            let _ = write!(
                out,
                "; {}",
                BY_DISCOVERY.counted(self.by_discovery, self.language)
            );
        }
        out.push('.');
    }

    /// First and last month that have a notification.
    fn period(&self) -> Option<(&str, &str)> {
        let months = self.tables.iter().find(|table| table.id == "month")?;
        let keys = months.rows.iter().filter_map(|row| row.first()?.key());
        let mut values = keys.filter(|key| key.is_value()).map(Key::id);
        let first = values.next()?;
        Some((first, values.next_back().unwrap_or(first)))
    }

    /// The period of run.json.
    pub(super) fn period_json(&self) -> Value {
        let period = self.period();
        json!({
            "first": period.map(|ends| ends.0),
            "last": period.map(|ends| ends.1),
            "dated_by": "receipt, else discovery",
            "by_discovery": self.by_discovery.json(),
        })
    }

    /// For each table of run.json, what a reader must know of it.
    pub(super) fn tables_json(&self) -> Value {
        self.tables
            .iter()
            .map(|table| self.table_json(table))
            .collect()
    }

    fn table_json(&self, table: &Table) -> Value {
        let notes = table.noted(self.language, |name| Some(name.to_owned()));
        let mut about = Map::new();
        about.insert("id".to_owned(), json!(table.id));
        about.insert("title".to_owned(), json!(table.title.get(self.language)));
        about.insert("unit".to_owned(), json!(unit(table)));
        if table.is_withheld() {
            about.insert("base".to_owned(), json!(MARK));
            about.insert("excluded".to_owned(), json!(MARK));
        } else if let ([_], Some(base), Some(count)) = (
            table.dimensions().as_slice(),
            table.column("base"),
            table.column("notifications"),
        ) {
            // A table without a row counts nothing.
            let first = table.rows.first();
            about.insert(
                "base".to_owned(),
                first.map_or(json!(0), |row| number(&row[base])),
            );
            let excluded = table
                .rows
                .iter()
                .filter_map(|row| match row.first()?.key()? {
                    Key::Other(other) => Some((other.id().to_owned(), number(&row[count]))),
                    _ => None,
                });
            about.insert("excluded".to_owned(), Value::Object(excluded.collect()));
        } else {
            let (base, excluded) = in_words(table);
            about.insert("base".to_owned(), json!(base.get(self.language)));
            about.insert("excluded".to_owned(), json!(excluded.get(self.language)));
        }
        about.insert("notes".to_owned(), json!(notes));
        Value::Object(about)
    }
}

/// What a table counts.
fn unit(table: &Table) -> &'static str {
    match table.id.as_str() {
        "kind" => "filings",
        "rules" => "findings and notifications",
        "affected" => "data subjects",
        "delay" => "hours and notifications",
        id if id.starts_with(NUMBER) => "the number of the export, and notifications",
        _ => "notifications",
    }
}

/// The base of a table in which each row has its own, and what is outside it.
fn in_words(table: &Table) -> (Words, Words) {
    match table.id.as_str() {
        "delay" => (
            Words::new(
                "anmälningar som kan bedömas, per rad (n)",
                "notifications that can be judged, by row (n)",
            ),
            Words::new(
                "anmälningar som inte kan bedömas",
                "notifications that cannot be judged",
            ),
        ),
        "affected" => (
            Words::new("anmälningar, per rad", "notifications, by row"),
            Words::new(
                "inga; de utan antal står i unknown_n",
                "none; those without a number are in unknown_n",
            ),
        ),
        id if id.starts_with(NUMBER) => (
            Words::new(
                "anmälningar som har ett tal, per rad (number_n)",
                "notifications that have a number, by row (number_n)",
            ),
            Words::new("anmälningar utan tal", "notifications without a number"),
        ),
        "answers" => (
            Words::new("alla anmälningar", "all notifications"),
            Words::new("inga", "none"),
        ),
        "unlisted" => (
            Words::new("svar på öppna listor", "answers to open lists"),
            Words::new(
                "svar som formulärversionen har",
                "answers that the form edition has",
            ),
        ),
        "rules" => (
            Words::new(
                "anmälningar och senare handlingar",
                "notifications and later filings",
            ),
            Words::new(
                "de i not_runnable, per regel",
                "those in not_runnable, by rule",
            ),
        ),
        _ => (
            Words::new(
                "radens anmälningar som har ett värde i den sista dimensionen; i tvåvägstabeller också base_within",
                "the row's notifications that have a value in the last dimension; in two-way tables also base_within",
            ),
            Words::new(
                "vad som inte är ett värde, i egna rader utan procent",
                "what is no value, in rows of its own without percent",
            ),
        ),
    }
}

/// A count, or the mark of a hidden one.
fn number(cell: &Cell) -> Value {
    Figure::of_cell(cell).json()
}

/// BLAKE3 over the sorted raw digests of the inputs, without names.
pub(super) fn digest_of(mut digests: Vec<[u8; 32]>) -> String {
    digests.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    for digest in digests {
        hasher.update(&digest);
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_tells_its_base_and_what_is_outside() {
        let columns = ["value", "label", "kind", "notifications", "percent", "base"];
        let rows = [
            ["2020-12", "2020-12", "value", "7", "", "7"],
            ["2021-01", "2021-01", "value", ":c", "", "7"],
            ["(blank)", "blank", "blank", ":c", "", "7"],
        ];
        let rows = rows.map(|row| row.map(str::to_owned));
        let columns = columns.map(str::to_owned);
        let table = Table::read("month", &columns, rows.iter().map(|row| &row[..]));
        let provenance = Provenance {
            tables: std::slice::from_ref(&table),
            by_discovery: Figure::Told(2),
            digest: "abc".to_owned(),
            copies: Copies::Counted,
            answers: Answers::FirstFiled,
            language: Language::En,
        };
        let about = provenance.tables_json();
        assert_eq!(about[0]["base"], 7);
        assert_eq!(about[0]["excluded"], json!({ "(blank)": ":c" }));
        assert_eq!(provenance.period_json()["last"], "2021-01");
        let told = provenance.paragraph();
        assert!(told.starts_with("Unit: notifications, without supplements and withdrawals. "));
        assert!(told.ends_with(
            "Period: 2020-12 to 2021-01, by receipt; 2 without a known receipt time by their discovery."
        ));
        assert_eq!(
            provenance.fingerprint(),
            "Fingerprint of the inputs (BLAKE3): abc"
        );
    }
}
