//! What tables and the values in them are called, by their ids alone: for reports that are read
//! back, whatever language they were written in.

use crate::config::{Language, Message, Words};
use crate::form::Edition;
use crate::moment::{HOURS, hours_in_words};
use crate::statistics::dimension::Dimension;
use crate::statistics::labels::Labels;
use crate::table::{Key, Other};

/// The titles of the tables that are neither of one dimension nor of several.
const TITLES: [(&str, Words); 15] = [
    (
        "delay",
        Words::new(
            "Tid från upptäckt till anmälan, timmar",
            "Time from discovery to receipt, hours",
        ),
    ),
    (
        "affected",
        Words::new("Antal registrerade som påverkats", "Data subjects affected"),
    ),
    (
        "answers",
        Words::new("Hur frågorna besvarades", "How the questions were answered"),
    ),
    (
        "unlisted",
        Words::new(
            "Svar på öppna listor som formulärversionen inte har",
            "Answers to open lists that the form edition does not have",
        ),
    ),
    ("rules", Words::new("Regler", "Rules")),
    (
        "promises",
        Words::new("Utlovade kompletteringar", "Promised supplements"),
    ),
    (
        "controller",
        Words::new("Per personuppgiftsansvarig", "By controller"),
    ),
    (
        "history",
        Words::new(
            "Historik per personuppgiftsansvarig",
            "History by controller",
        ),
    ),
    (
        "repeated-causes",
        Words::new("Orsaker som återkommer", "Causes that came back"),
    ),
    (
        "frequent-findings",
        Words::new(
            "Vanligaste fynden per år och personuppgiftsansvarig",
            "Most frequent findings by year and controller",
        ),
    ),
    (
        "incidents",
        Words::new(
            "Incidenter hos flera personuppgiftsansvariga",
            "Incidents of several controllers",
        ),
    ),
    (
        "incident-size",
        Words::new(
            "Incidenter efter antal personuppgiftsansvariga",
            "Incidents by number of controllers",
        ),
    ),
    (
        "processor",
        Words::new("Personuppgiftsbiträden", "Processors"),
    ),
    (
        "reconciliation",
        Words::new("Register och anmälningar", "Register and notifications"),
    ),
    (
        "register",
        Words::new("Register enligt artikel 33.5", "Register of Article 33(5)"),
    ),
];

/// The end of the id of a table without mass incidents.
pub(super) const SUFFIX: &str = "-without-mass-incidents";
const WITHOUT_MASS: Words = Words::new(
    "{title}, utan massincidenter",
    "{title}, without mass incidents",
);

/// The title of such a table.
pub(super) fn without_mass(title: Message) -> Message {
    WITHOUT_MASS.within("title", title)
}

/// The title of a table that is neither of one dimension nor of several; its id, if it has none.
pub(super) fn title(id: &str) -> Message {
    let listed = TITLES.iter().find(|(own, _)| *own == id);
    listed.map_or_else(|| Message::Same(id.into()), |(_, title)| (*title).into())
}

/// The title of a table of one dimension or of several.
pub(super) fn crossed<'d>(dimensions: impl Iterator<Item = &'d Dimension>) -> Message {
    let titles = dimensions.map(|dimension| dimension.title.into());
    Message::Row(Words::same(" × "), titles.collect())
}

/// What the row of all beyond the limit is called, by its value.
fn label_beyond(value: &str, language: Language) -> Option<String> {
    let hours = value.strip_prefix("over-")?;
    let limits: Vec<i64> = match hours.strip_suffix('h') {
        Some(hours) => vec![hours.parse().ok()?],
        None => Vec::new(),
    };
    let (own, label) = beyond(&limits, language);
    (own == value).then_some(label)
}

/// Value and label of the row of all beyond the limit.
pub(super) fn beyond(limits: &[i64], language: Language) -> (String, String) {
    let [hours] = limits else {
        let words = Words::new(
            "Över den egna fristen (för sent)",
            "Beyond its own limit (late)",
        );
        return ("over-limit".to_owned(), words.get(language).to_owned());
    };
    let unit = u32::try_from(*hours).map_or(HOURS, hours_in_words);
    let label = Words::new(
        "Mer än {hours} {unit} (för sent)",
        "More than {hours} {unit} (late)",
    );
    let label = label.with("hours", hours).within("unit", unit);
    (format!("over-{hours}h"), label.get(language))
}

/// The names in one language.
pub(crate) struct Names {
    labels: Labels,
    /// The same in the other language.
    others: Labels,
}

impl Names {
    /// The names of what the built-in editions ask, and of what the program judges.
    pub(crate) fn new(language: Language) -> Self {
        let editions: Vec<&'static Edition> = Edition::all().iter().collect();
        let other = match language {
            Language::Sv => Language::En,
            Language::En => Language::Sv,
        };
        Self {
            labels: Labels::new(language, &editions),
            others: Labels::new(other, &editions),
        }
    }

    /// The title of a table; nothing where only the run knows it.
    pub(crate) fn table(&self, id: &str) -> Option<String> {
        let language = self.labels.language;
        if let Some((_, title)) = TITLES.iter().find(|(own, _)| *own == id) {
            return Some(title.get(language).to_owned());
        }
        if let Some(plain) = id.strip_suffix(SUFFIX) {
            let title = self.table(plain)?;
            return Some(WITHOUT_MASS.with("title", title).get(language));
        }
        let dimensions = id.split("-by-").map(Dimension::named);
        let dimensions = dimensions.collect::<Option<Vec<_>>>()?;
        Some(crossed(dimensions.into_iter()).get(language))
    }

    /// What a row of a table counts: the key in the column `column` of the table `id`. Nothing
    /// where only the run knows what it is called.
    pub(crate) fn value(&self, id: &str, column: &str, key: &Key) -> Option<String> {
        let language = self.labels.language;
        let dimension = match column {
            "value" => id.strip_suffix(SUFFIX).unwrap_or(id),
            column => column,
        };
        match key {
            Key::Total => Some(self.labels.total()),
            // What is counted together there, only the report tells.
            Key::Other(Other::Merged) => None,
            Key::Other(other) => Some(other.words().get(language).to_owned()),
            Key::Cumulative(id) => label_beyond(id, language),
            Key::Value(id) => {
                let dimension = Dimension::named(dimension)?;
                let label = |labels: &Labels| labels.label(dimension, key);
                let own = label(&self.labels);
                // A value may be called by its id in one of the languages.
                (own != *id || label(&self.others) != *id).then_some(own)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_back_is_called_in_the_language_of_the_reader() {
        let names = Names::new(Language::Sv);
        let title = |id| names.table(id).unwrap_or_default();
        assert_eq!(title("sector-by-severity"), "Sektor × Allvarlighetsgrad");
        assert_eq!(
            title("sector-without-mass-incidents"),
            "Sektor, utan massincidenter"
        );
        assert_eq!(title("promises"), "Utlovade kompletteringar");
        assert_eq!(title("extra-unit"), "");
        let value = |id, column, key: Key| names.value(id, column, &key).unwrap_or_default();
        assert_eq!(value("verdict", "value", Key::value("late")), "för sent");
        assert_eq!(
            value("sector-by-verdict", "verdict", Key::value("on-time")),
            "i tid"
        );
        assert_eq!(value("year", "value", Key::value("2024")), "");
        let sent = Key::value("Felskick");
        assert_eq!(value("type-group", "value", sent), "Felskick");
        let english = Names::new(Language::En);
        let late = english.value("verdict", "value", &Key::value("late"));
        assert_eq!(late.as_deref(), Some("late"));
        assert_eq!(value("promises", "year", Key::Total), "totalt");
        assert_eq!(
            value(
                "time-to-report",
                "value",
                Key::Cumulative("over-72h".to_owned())
            ),
            "Mer än 72 timmar (för sent)"
        );
    }
}
