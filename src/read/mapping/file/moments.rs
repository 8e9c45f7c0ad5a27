//! How a mapping file says that moments are written, checked.

use toml::Spanned;

use crate::config::Words;
use crate::moment::{HeadingZone, is_zone, zone_of_heading};
use crate::read::mapping::file::{Loader, MappingError};
use crate::read::mapping::fit::Filled;
use crate::read::mapping::moments::{Format, MOST_COLUMNS, Moments, NoTime, Place};
use crate::read::mapping::names::{self, Names};
use crate::read::mapping::periods::FiscalYear;
use crate::read::mapping::tables::{FieldTable, SourceTable};
use crate::read::mapping::values::OneOrMany;
use crate::read::mapping::{Field, Target};

/// A time of day in another zone may be of another day.
const TIME_APART: Words = Words::new(
    "med time_zone behövs datum och klockslag tillsammans: skriv from = [\"Datum\", \"Tid\"] till tidpunkten, såsom incident.discovered",
    "with time_zone, date and time are needed together: say from = [\"Date\", \"Time\"] to the moment, such as incident.discovered",
);

const NO_FORMAT: Words = Words::new(
    "format = [] säger inte hur datum skrivs; ta bort nyckeln eller skriv till exempel \"%d/%m/%Y\"",
    "format = [] does not say how dates are written; leave the key out, or say for instance \"%d/%m/%Y\"",
);
const ZONE_IN_DOUBT: Words = Words::new(
    "\"{word}\" i format kan betyda en tidszon, men inte säkert vilken; skriv bredvid vilken klockslagen är i, till exempel time_zone = \"{example}\"",
    "\"{word}\" in format may mean a time zone, but not for certain which one; say beside it in which one the times are, for instance time_zone = \"{example}\"",
);
const HEADING_IN_DOUBT: Words = Words::new(
    "\"{name}\" säger inte säkert vilken tidszon klockslagen är i; skriv det med time_zone, till exempel time_zone = \"Europe/Stockholm\"",
    "\"{name}\" does not say for certain in which time zone the times are; say it with time_zone, for instance time_zone = \"Europe/Stockholm\"",
);
const NO_FISCAL_YEAR: Words = Words::new(
    "fiscal_year är månad och dag då året börjar (dag 1 till 28), såsom \"04-01\"",
    "fiscal_year is the month and day on which the year begins (day 1 to 28), such as \"04-01\"",
);

/// Gives each column of moments its bit.
pub(super) fn number_columns(fields: &mut [Field]) {
    let is_moment = |field: &&mut Field| {
        field.constant.is_none() && matches!(Filled::of(field.to), Filled::Moment | Filled::Time)
    };
    for (at, field) in fields
        .iter_mut()
        .filter(is_moment)
        .take(MOST_COLUMNS)
        .enumerate()
    {
        field.column = 1 << at;
    }
}

impl Loader<'_> {
    /// How the moments of an entry are written.
    pub(super) fn moments(
        &self,
        table: &FieldTable,
        source: &SourceTable,
        to: Target,
    ) -> Result<Moments, MappingError> {
        if let Some(format) = table
            .format
            .as_ref()
            .filter(|one| one.get_ref().names() == 0)
        {
            return self.error(format.span().start, NO_FORMAT);
        }
        let formats = table
            .format
            .as_ref()
            .map(|formats| formats.get_ref().clone().into_vec());
        let place = Place {
            names: self.names,
            fiscal: self.fiscal(table.fiscal_year.as_ref())?,
        };
        let marks = table
            .no_time
            .as_ref()
            .map(|marks| NoTime::Marks(marks.get_ref().clone().into_vec()));
        let zone = table.time_zone.as_ref().or(source.time_zone.as_ref());
        let formats: Vec<Format> = formats
            .iter()
            .flatten()
            .map(|format| Format::of_source(format, place))
            .collect();
        let doubt = formats.iter().find_map(Format::doubt);
        if let (Some((word, example)), None, Some(format)) = (doubt, zone, &table.format) {
            let message = ZONE_IN_DOUBT.with("word", word).with("example", example);
            return self.error(format.span().start, message);
        }
        Ok(Moments {
            formats,
            prefer: table
                .prefer
                .as_ref()
                .map(|prefer| *prefer.get_ref())
                .unwrap_or_default(),
            no_time: marks.unwrap_or_default(),
            zone: match zone {
                None if Filled::of(to) == Filled::Moment => self.zone_of(&table.from)?,
                zone => self.zone(zone, to)?,
            },
        })
    }

    /// The zone that the names of columns say.
    fn zone_of(&self, from: &Spanned<OneOrMany>) -> Result<Option<String>, MappingError> {
        for name in from.get_ref().clone().into_vec() {
            match zone_of_heading(&name) {
                HeadingZone::Own => {}
                HeadingZone::Named(zone) => return Ok(Some(zone.to_owned())),
                HeadingZone::Doubtful => {
                    let message = HEADING_IN_DOUBT.with("name", name);
                    return self.error(from.span().start, message);
                }
            }
        }
        Ok(None)
    }

    /// When a year of the source begins.
    fn fiscal(&self, day: Option<&Spanned<String>>) -> Result<FiscalYear, MappingError> {
        let Some(day) = day else {
            return Ok(FiscalYear::default());
        };
        FiscalYear::parse(day.get_ref())
            .map_or_else(|| self.error(day.span().start, NO_FISCAL_YEAR), Ok)
    }

    /// The names of months in the language of the source.
    pub(super) fn names(
        &self,
        language: Option<&Spanned<String>>,
    ) -> Result<Option<&'static Names>, MappingError> {
        let Some(language) = language else {
            return Ok(None);
        };
        let found = names::of(language.get_ref());
        if found.is_some() {
            return Ok(found);
        }
        let codes: Vec<&str> = names::LANGUAGES.iter().map(|names| names.code).collect();
        let message = Words::new(
            "språket \"{text}\" är inte känt; kända: {codes}",
            "the language \"{text}\" is not known; known: {codes}",
        );
        let message = message
            .with("text", language.get_ref())
            .with("codes", codes.join(", "));
        self.error(language.span().start, message)
    }

    /// The zone of what an entry fills, where that is a moment.
    fn zone(
        &self,
        zone: Option<&Spanned<String>>,
        to: Target,
    ) -> Result<Option<String>, MappingError> {
        let Some(zone) = zone else { return Ok(None) };
        let name = zone.get_ref();
        if !is_zone(name) {
            let message = Words::new(
                "det finns ingen tidszon \"{name}\"; till exempel Europe/London, America/New_York",
                "there is no time zone \"{name}\"; for instance Europe/London, America/New_York",
            )
            .with("name", name);
            return self.error(zone.span().start, message);
        }
        match Filled::of(to) {
            Filled::Moment => Ok(Some(name.clone())),
            Filled::Time => self.error(zone.span().start, TIME_APART),
            _ => Ok(None),
        }
    }
}
