//! The table `[source]` of a mapping file, checked.

use toml::Spanned;

use crate::check::Selected;
use crate::config::Words;
use crate::decode::Charset;
use crate::form::line_of;
use crate::read::mapping::Takes;
use crate::read::mapping::file::{Loader, MappingError};
use crate::read::mapping::tables::{GroupTable, RowsTable, SourceTable};

impl Loader<'_> {
    pub(super) fn charset(
        &self,
        label: Option<&Spanned<String>>,
    ) -> Result<Option<Charset>, MappingError> {
        let Some(label) = label else { return Ok(None) };
        if let Some(charset) = Charset::named(label.get_ref()) {
            return Ok(Some(charset));
        }
        let (start, label) = (label.span().start, label.get_ref());
        let message = Words::new(
            "teckenkodningen \"{label}\" är inte känd; till exempel utf-8, windows-1252",
            "the encoding \"{label}\" is not known; for instance utf-8, windows-1252",
        )
        .with("label", label);
        self.error(start, message)
    }

    pub(super) fn delimiter(
        &self,
        text: Option<&Spanned<String>>,
    ) -> Result<Option<u8>, MappingError> {
        let Some(text) = text else { return Ok(None) };
        if let [byte] = text.get_ref().as_bytes() {
            return Ok(Some(*byte));
        }
        let message = Words::new(
            "delimiter är ett enda tecken, såsom \";\" eller \"\\t\"",
            "delimiter is one character, such as \";\" or \"\\t\"",
        );
        self.error(text.span().start, message)
    }

    /// The rules that are left where some say nothing about the source.
    pub(super) fn rules(&self, ignored: &[Spanned<String>]) -> Result<Selected, MappingError> {
        let mut left = Selected::new(&[], &[]).map_or(Selected(u128::MAX), |all| all);
        for word in ignored {
            match Selected::new(&[], std::slice::from_ref(word.get_ref())) {
                Ok(others) => left = Selected(left.0 & others.0),
                Err(unknown) => {
                    let message = Words::same("ignore: {why}").within("why", unknown.wording());
                    return self.error(word.span().start, message);
                }
            }
        }
        Ok(left)
    }

    /// The format that the file names, which takes all keys of the source.
    pub(super) fn takes(
        &self,
        source: &SourceTable,
        rows: &RowsTable,
        group: Option<&Spanned<GroupTable>>,
    ) -> Result<Takes, MappingError> {
        let Some(format) = &source.format else {
            return Ok(Takes::Any);
        };
        let takes = self.format(format)?;
        let group = group.map(|group| ("group", Takes::Csv, group.span().start));
        let mut given = source.given().chain(rows.given()).chain(group);
        if let Some((name, _, start)) = given.find(|(_, of, _)| *of != takes) {
            let format = format.get_ref();
            let message = Words::new(
                "{name} gör ingenting för {format}; ta bort det, eller format",
                "{name} does nothing for {format}; leave it out, or format",
            )
            .with("name", name)
            .with("format", format);
            return self.error(start, message);
        }
        Ok(takes)
    }

    /// The first key that only tables take, with its line.
    pub(super) fn of_tables(
        &self,
        rows: &RowsTable,
        group: Option<&Spanned<GroupTable>>,
    ) -> Option<(&'static str, usize)> {
        let rows = rows.given().map(|(name, _, start)| (name, start));
        let group = group.map(|group| ("[group]", group.span().start));
        let (name, start) = rows.chain(group).next()?;
        Some((name, line_of(self.source, start)))
    }

    fn format(&self, format: &Spanned<String>) -> Result<Takes, MappingError> {
        match format.get_ref().as_str() {
            "csv" => Ok(Takes::Csv),
            "json" | "ndjson" => Ok(Takes::Json),
            other => {
                let message = Words::new(
                    "format är csv, json eller ndjson, inte \"{other}\"",
                    "format is csv, json or ndjson, not \"{other}\"",
                )
                .with("other", other);
                self.error(format.span().start, message)
            }
        }
    }
}
