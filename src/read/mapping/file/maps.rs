//! The named maps of a mapping file: what stands in an export, and what it means to the
//! form. A map that could not work is a mistake with its line.

use toml::Spanned;

use super::{Loader, MappingError};
use crate::config::Words;
use crate::config::suggestion::nearest;
use crate::form::{Choice, Kind, line_of};
use crate::notification::NONE_OF_THESE;
use crate::read::mapping::Target;
use crate::read::mapping::fit::{Filled, did_you_mean};
use crate::read::mapping::tables::{MapChoice, MapTable};
use crate::read::mapping::values::{Compare, Mapped, ValueMap};

impl Loader<'_> {
    /// The named maps.
    pub(super) fn maps(
        &mut self,
        tables: std::collections::BTreeMap<Spanned<String>, MapTable>,
    ) -> Result<(), MappingError> {
        for (name, table) in tables {
            if table.map.is_empty() {
                let (start, name) = (name.span().start, name.get_ref());
                return self.error(
                    start,
                    Words::new(
                        "värdena \"{name}\" är tomma",
                        "the values \"{name}\" are empty",
                    )
                    .with("name", name),
                );
            }
            let patterns = if table.compare == Compare::Pattern {
                let patterns = table.map.keys().map(|from| self.pattern("map", from));
                patterns.collect::<Result<_, _>>()?
            } else {
                Vec::new()
            };
            let entries = table.map.into_iter();
            let entries = entries
                .map(|(from, to)| (from.into_inner(), Mapped::written(to.into_inner())))
                .collect();
            let map = ValueMap {
                compare: table.compare,
                unmapped: table.unmapped,
                entries,
                patterns,
            };
            self.maps.push((
                name.get_ref().clone(),
                line_of(self.source, name.span().start),
                map,
                false,
            ));
        }
        Ok(())
    }

    /// A map by name or on the spot.
    pub(super) fn map(
        &mut self,
        choice: Option<Spanned<toml::Value>>,
    ) -> Result<Option<ValueMap>, MappingError> {
        let Some(choice) = choice else {
            return Ok(None);
        };
        let start = choice.span().start;
        let Some(choice) = MapChoice::of(choice.into_inner()) else {
            return self.error(
                start,
                Words::new(
                    "values är namnet på en lista eller { \"som det står\" = \"kod\" }; compare och unmapped står i en egen lista, [values.NAMN]",
                    "values is the name of a map or { \"as found\" = \"code\" }; compare and unmapped stand in a map of its own, [values.NAME]",
                ),
            );
        };
        let map = match choice {
            MapChoice::Here(map) => {
                let entries = map
                    .into_iter()
                    .map(|(from, to)| (from, Mapped::written(to)))
                    .collect();
                ValueMap {
                    entries,
                    ..ValueMap::default()
                }
            }
            MapChoice::Named(name) => {
                let Some(known) = self.maps.iter_mut().find(|(known, ..)| *known == name) else {
                    let message = Words::new(
                        "det finns inga värden \"{name}\"; skriv [values.{name}]",
                        "there are no values \"{name}\"; write [values.{name}]",
                    )
                    .with("name", name);
                    return self.error(start, message);
                };
                known.3 = true;
                known.2.clone()
            }
        };
        Ok(Some(map))
    }

    /// Where there are options, a text is the code of one.
    pub(super) fn is_option(
        &self,
        start: usize,
        text: &str,
        options: &[Choice],
    ) -> Result<(), MappingError> {
        let is_known = text == NONE_OF_THESE
            || options.is_empty()
            || options.iter().any(|option| option.code == text);
        if is_known {
            Ok(())
        } else {
            self.unknown_option(start, text, options)
        }
    }

    /// Only an answer that may have several values becomes several options.
    pub(super) fn may_be_several(
        &self,
        start: usize,
        map: &ValueMap,
        to: Target,
    ) -> Result<(), MappingError> {
        if !map.has_several() || Filled::of(to) == Filled::Choices {
            return Ok(());
        }
        let message = Words::new(
            "ett värde kan bara bli flera alternativ där frågan tar flera",
            "a value becomes several options only where the question takes several",
        );
        self.error(start, message)
    }

    /// In the column of an option values say whether it is chosen.
    pub(super) fn is_yes_or_no(&self, start: usize, text: &str) -> Result<(), MappingError> {
        if matches!(text, "yes" | "no") {
            return Ok(());
        }
        let message = Words::new(
"med option säger values om alternativet är valt: yes, no, (unknown) eller (undeterminable), inte \"{text}\"",
"with option, values say whether it is chosen: yes, no, (unknown) or (undeterminable), not \"{text}\"",
).with("text", text);
        self.error(start, message)
    }

    pub(super) fn unknown_option<T>(
        &self,
        start: usize,
        text: &str,
        options: &[Choice],
    ) -> Result<T, MappingError> {
        let codes: Vec<&str> = options
            .iter()
            .map(|option| option.code.as_str())
            .filter(|code| !code.is_empty())
            .collect();
        let near = nearest(text, codes.iter().copied());
        let hint = near.map_or_else(
            || Words::new("kända: {codes}", "known: {codes}").with("codes", codes.join(", ")),
            did_you_mean,
        );
        let message = Words::new(
            "formulärversionen har inget alternativ med koden \"{text}\"; {hint}",
            "the edition has no option with the code \"{text}\"; {hint}",
        )
        .with("text", text)
        .within("hint", hint);
        self.error(start, message)
    }

    pub(super) fn options(&self, to: Target) -> &'static [Choice] {
        match to {
            Target::Field(key, _, Kind::Choice | Kind::Choices) => self
                .edition
                .place(key)
                .map_or(&[], |(question, _)| &question.options),
            Target::Extra(at) => &self.edition.extras[usize::from(at)].question.options,
            _ => &[],
        }
    }
}
