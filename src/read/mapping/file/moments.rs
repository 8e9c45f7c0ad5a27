//! How a mapping file says that moments are written, checked.

use toml::Spanned;

use crate::config::Words;
use crate::moment::is_zone;
use crate::read::mapping::file::{Loader, MappingError};
use crate::read::mapping::fit::Filled;
use crate::read::mapping::moments::{Format, MOST_COLUMNS, Moments, NoTime};
use crate::read::mapping::tables::{FieldTable, SourceTable};
use crate::read::mapping::{Field, Target};

/// A time of day in another zone may be of another day.
const TIME_APART: Words = Words::new(
    "med time_zone behövs datum och klockslag tillsammans: skriv from = [\"Datum\", \"Tid\"] till tidpunkten, såsom incident.discovered",
    "with time_zone, date and time are needed together: say from = [\"Date\", \"Time\"] to the moment, such as incident.discovered",
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
        let formats = table
            .format
            .as_ref()
            .map(|formats| formats.get_ref().clone().into_vec());
        let marks = table
            .no_time
            .as_ref()
            .map(|marks| NoTime::Marks(marks.get_ref().clone().into_vec()));
        let zone = table.time_zone.as_ref().or(source.time_zone.as_ref());
        Ok(Moments {
            formats: formats
                .iter()
                .flatten()
                .map(|format| Format::new(format))
                .collect(),
            prefer: table
                .prefer
                .as_ref()
                .map(|prefer| *prefer.get_ref())
                .unwrap_or_default(),
            no_time: marks.unwrap_or_default(),
            zone: self.zone(zone, to)?,
        })
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
