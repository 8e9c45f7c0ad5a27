//! Where a row of the register and its notification cannot both be right, with both values:
//! dates, numbers and words, no free text.

use crate::config::Words;
use crate::form::{Key, squash};
use crate::moment::Moment;
use crate::read::receipts::Cell;
use crate::read::register::{Entry, Notified, Persons};
use crate::row::{Row, Scope, column};
use crate::value::{Band, parse_band};

/// A field in which register and notification differ, with both values.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub field: Field,
    pub in_register: String,
    pub in_folder: String,
}

/// What is held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Notified,
    CaseNumber,
    Discovered,
    Received,
    DataSubjects,
    Informed,
}

impl Field {
    /// What it is called in messages.
    pub(crate) fn words(self) -> Words {
        match self {
            Self::Notified => Words::new("om incidenten är anmäld", "whether it was notified"),
            Self::CaseNumber => Words::new("diarienummer", "the case number"),
            Self::Discovered => Words::new("upptäckt", "the discovery"),
            Self::Received => Words::new("när anmälan kom in", "the receipt"),
            Self::DataSubjects => Words::new("antal registrerade", "the number of data subjects"),
            Self::Informed => Words::new(
                "om de registrerade är informerade",
                "whether the data subjects were told",
            ),
        }
    }

    /// Its name in reconciliation.csv.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Notified => "notified",
            Self::CaseNumber => "case_number",
            Self::Discovered => "discovered",
            Self::Received => "received",
            Self::DataSubjects => "data_subjects",
            Self::Informed => "informed",
        }
    }
}

/// Where a row of the register and its notification cannot both be right.
pub(crate) fn differences(entry: &Entry, row: &Row, scope: &Scope) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut add = |field, in_register: String, in_folder: String| {
        found.push(Difference {
            field,
            in_register,
            in_folder,
        });
    };
    if entry.notified == Notified::No {
        add(Field::Notified, "no".into(), "yes".into());
    }
    let case_number = row.case_number().text().filter(|own| {
        let other = &entry.receipt.case_number;
        !other.is_empty() && squash(own) != squash(other)
    });
    if let Some(own) = case_number {
        add(
            Field::CaseNumber,
            safe(&entry.receipt.case_number),
            own.to_owned(),
        );
    }
    let moments = [
        (Field::Discovered, &entry.discovered, row.start().moment()),
        (
            Field::Received,
            &entry.receipt.received,
            row.received.moment(),
        ),
    ];
    for (field, own, other) in moments {
        if let Some((own, other)) = own.given().zip(other)
            && own.disagrees(other)
        {
            add(field, shown(own), shown(other));
        }
    }
    let persons = entry.persons.given().zip(persons(row, scope));
    if let Some((own, (least, most))) = persons.filter(|(own, ends)| own.disagrees(row, *ends)) {
        add(Field::DataSubjects, own.shown(), range(least, most));
    }
    let cell = cell(row, scope, "informed");
    let informed = match cell.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if let (Cell::Given(own), Some(other)) = (entry.informed, informed)
        && own != other
    {
        add(Field::Informed, yes_or_no(own).into(), cell);
    }
    found
}

/// A number of a register as it may be shown.
pub(crate) fn safe(number: &str) -> String {
    let number = crate::value::mask(number);
    if crate::value::is_safe_reference(&number) {
        number.replace('|', "¦")
    } else {
        crate::notification::MASKED.to_owned()
    }
}

/// The word for yes or no.
pub(crate) fn yes_or_no(is_yes: bool) -> &'static str {
    if is_yes { "yes" } else { "no" }
}

/// A moment as it is precise: a day, an instant, or the first and the last day of several.
pub(crate) fn shown(moment: &Moment) -> String {
    let minutes = moment.earliest.minutes_to(moment.latest);
    let (first, last) = (moment.earliest.date(), moment.latest.date());
    if minutes < 2 {
        let mut out = String::new();
        moment.earliest.write_to(&mut out);
        out
    } else if first == last {
        first.to_string()
    } else {
        format!("{first}/{last}")
    }
}

/// The cell of a column as it is written.
pub(crate) fn cell(row: &Row, scope: &Scope, name: &str) -> String {
    let mut out = String::new();
    if let Some(column) = column(name) {
        column.cell(row, scope).write(&mut out);
    }
    out
}

/// The least and the most data subjects of a notification, if it says any number.
fn persons(row: &Row, scope: &Scope) -> Option<(u64, Option<u64>)> {
    let least = cell(row, scope, "data_subjects_min").parse().ok()?;
    Some((least, cell(row, scope, "data_subjects_max").parse().ok()))
}

fn range(least: u64, most: Option<u64>) -> String {
    Band {
        min: least,
        max: most,
    }
    .code()
}

impl Persons {
    /// Whether the number cannot be one within these bounds. What is about a number is taken
    /// for any in the band of the form that holds it.
    fn disagrees(self, row: &Row, (least, most): (u64, Option<u64>)) -> bool {
        let own = match self {
            Self::Exactly(count) => Band {
                min: count,
                max: Some(count),
            },
            Self::About(count) => {
                let question = row.edition.place(Key::AffectedDataSubjectsRange);
                let bands = question.map_or(&[][..], |(question, _)| &question.bands);
                let mut bands = bands.iter().filter_map(|code| parse_band(code));
                let exactly = Band {
                    min: count,
                    max: Some(count),
                };
                bands.find(|band| band.contains(count)).unwrap_or(exactly)
            }
            Self::Within(band) => band,
        };
        own.max.is_some_and(|max| max < least) || most.is_some_and(|most| most < own.min)
    }

    /// The number as it is written: `34`, `~100`, `101-1000`.
    pub(crate) fn shown(self) -> String {
        match self {
            Self::Exactly(count) => count.to_string(),
            Self::About(count) => format!("~{count}"),
            Self::Within(band) => band.code(),
        }
    }
}
