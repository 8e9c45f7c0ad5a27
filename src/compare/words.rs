//! A comparison in the words of its reader: what tables, columns, options and counts are called.
//! The CSV has their names, which are the same in every language.

use super::basis::SHOWN_OF_DIGEST;
use super::{Difference, Named, Section};
use crate::config::{Language, Words, decimal};
use crate::dialect::{Told, headings};
use crate::statistics::{Names, thousands};
use crate::table::{Cell, SHOWN_MARK};

/// The facts and counts of run.json, and the options that have no flag of their name.
const FACTS: [(&str, Words); 31] = [
    (
        "version",
        Words::new("programmets version", "version of the program"),
    ),
    ("as_of", Words::new("körningens klocka", "clock of the run")),
    ("policy.key", Words::new("regelverk", "policy")),
    (
        "policy.limit_hours",
        Words::new("tidsfrist i timmar", "limit in hours"),
    ),
    ("forms", Words::new("formulärversioner", "form editions")),
    (
        "input_digest",
        Words::new("kontrollsumma för indata", "digest of the inputs"),
    ),
    (
        "rules.run",
        Words::new("regler som kördes", "rules that ran"),
    ),
    (
        "rules.ignored",
        Words::new("regler som valdes bort", "rules that were ignored"),
    ),
    (
        "levels",
        Words::new("egna nivåer för regler", "own levels of rules"),
    ),
    (
        "per_path_ignores",
        Words::new(
            "regler som valdes bort för vissa filer",
            "rules that were ignored for some files",
        ),
    ),
    ("mapping.name", Words::new("mappning", "mapping")),
    (
        "mapping.digest",
        Words::new("kontrollsumma för mappningen", "digest of the mapping"),
    ),
    ("register.name", Words::new("register", "register")),
    (
        "register.digest",
        Words::new("kontrollsumma för registret", "digest of the register"),
    ),
    (
        "register.mapping",
        Words::new("registrets mappning", "mapping of the register"),
    ),
    (
        "register.mapping.name",
        Words::new("registrets mappning", "mapping of the register"),
    ),
    (
        "register.mapping.digest",
        Words::new(
            "kontrollsumma för registrets mappning",
            "digest of the register's mapping",
        ),
    ),
    (
        "register.with_free_text",
        Words::new("--with-free-text", "--with-free-text"),
    ),
    (
        "archives",
        Words::new("gränser för arkiv", "limits of archives"),
    ),
    (
        "discovered",
        Words::new("indata som hittades", "inputs found"),
    ),
    ("read", Words::new("indata som lästes", "inputs read")),
    (
        "unreadable",
        Words::new(
            "indata som inte kunde läsas",
            "inputs that could not be read",
        ),
    ),
    (
        "skipped",
        Words::new(
            "indata som inte är anmälningar",
            "inputs that are no notification",
        ),
    ),
    (
        "notifications",
        Words::new("lästa handlingar", "filings read"),
    ),
    (
        "reported",
        Words::new("handlingar i urvalet", "filings selected"),
    ),
    (
        "copies",
        Words::new("kopior och senare versioner", "copies and later versions"),
    ),
    (
        "withdrawn",
        Words::new("återkallade anmälningar", "withdrawn notifications"),
    ),
    (
        "undated",
        Words::new(
            "handlingar utan säkert datum",
            "filings without a certain date",
        ),
    ),
    ("findings.error", Words::new("fel", "errors")),
    ("findings.warning", Words::new("varningar", "warnings")),
    ("findings.info", Words::new("upplysningar", "notes")),
];

const THRESHOLD: Words = Words::new("tröskel {name}", "threshold {name}");
const LIMIT: Words = Words::new("gräns för arkiv, {name}", "limit of archives, {name}");
const QUESTION: Words = Words::new("fråga {number}", "question {number}");
const YES: Words = Words::new("ja", "yes");
const NO: Words = Words::new("nej", "no");

/// The words of one language.
pub(super) struct Reader {
    pub(super) language: Language,
    names: Names,
}

impl Reader {
    pub(super) fn new(language: Language) -> Self {
        Self {
            language,
            names: Names::new(language),
        }
    }

    /// What a difference is about.
    pub(super) fn subject(&self, one: &Difference) -> String {
        match one.section {
            Section::Basis | Section::Count => self.fact(&one.subject),
            Section::Table => self.table(&one.subject),
            _ => one.subject.clone(),
        }
    }

    /// The title of a table; its id, where only the run knows it.
    pub(super) fn table(&self, id: &str) -> String {
        self.names.table(id).unwrap_or_else(|| id.to_owned())
    }

    /// What a row counts: the key of its column in the table `id`. The label of the report
    /// stands for what only the run knows.
    pub(super) fn key(&self, id: &str, one: &Named) -> String {
        let code = one.key.id();
        match one.column.as_str() {
            "question" => return QUESTION.with("number", code).get(self.language),
            "certainty" => {
                let words = Told::of_record("incident_certainty");
                return words.write(code, self.language).into_owned();
            }
            _ => {}
        }
        let known = self.names.value(id, &one.column, &one.key);
        let own = || {
            if one.label.is_empty() {
                code
            } else {
                &one.label
            }
            .to_owned()
        };
        known.unwrap_or_else(own)
    }

    /// The part of what a difference is about.
    pub(super) fn item(&self, one: &Difference) -> String {
        if one.section != Section::Table {
            return one.item.clone();
        }
        let keys = one.keys.iter().map(|key| self.key(&one.subject, key));
        keys.collect::<Vec<_>>().join(", ")
    }

    /// What is compared.
    pub(super) fn measure(&self, one: &Difference) -> String {
        match (one.section, one.measure.as_str()) {
            (_, "") => String::new(),
            (Section::Finding, number) => QUESTION.with("number", number).get(self.language),
            (_, name) => headings(&[name], self.language).concat(),
        }
    }

    fn fact(&self, name: &str) -> String {
        if let Some((_, words)) = FACTS.iter().find(|(own, _)| *own == name) {
            return words.get(self.language).to_owned();
        }
        let part = |of: &str| name.strip_prefix(of);
        match (part("thresholds."), part("archives.")) {
            (Some(name), _) => THRESHOLD.with("name", name).get(self.language),
            (_, Some(name)) => LIMIT.with("name", name).get(self.language),
            _ => format!("--{}", name.replace('_', "-")),
        }
    }

    /// A cell of a difference.
    pub(super) fn cell(&self, one: &Difference, cell: &Cell) -> String {
        let words = match one.section {
            Section::Notification | Section::Verdict | Section::State => {
                Some(Told::of_record(&one.measure))
            }
            Section::Input => Some(Told::of_list(&one.measure)),
            _ => None,
        };
        match (cell, words) {
            (Cell::Hidden, _) => SHOWN_MARK.to_owned(),
            (Cell::Text(code), Some(words)) => words.write(code, self.language).into_owned(),
            (Cell::Text(text), None) if one.section == Section::Basis && text == "true" => {
                YES.get(self.language).to_owned()
            }
            (Cell::Text(text), None) if one.section == Section::Basis && text == "false" => {
                NO.get(self.language).to_owned()
            }
            // Enough of a digest to tell two apart.
            (Cell::Text(digest), None) if one.subject.ends_with("digest") => {
                digest.chars().take(SHOWN_OF_DIGEST).collect()
            }
            // A number of an option is no count.
            (Cell::Count(count), _) if one.section != Section::Basis => thousands(*count),
            (Cell::Unbounded, _) => Words::new("ingen gräns", "no bound")
                .get(self.language)
                .to_owned(),
            (Cell::Hours(_), _) => decimal(&cell.to_string(), self.language),
            (cell, _) => cell.to_string(),
        }
    }
}
