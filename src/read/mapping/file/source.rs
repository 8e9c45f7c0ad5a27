//! The table `[source]` of a mapping file, checked.

use toml::Spanned;

use crate::check::Selected;
use crate::config::Words;
use crate::decode::Charset;
use crate::form::line_of;
use crate::read::mapping::file::{Loader, MappingError};
use crate::read::mapping::path::Path;
use crate::read::mapping::records::Records;
use crate::read::mapping::tables::{GroupTable, RowsTable, SourceTable};
use crate::read::mapping::{Field, Takes};

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

    /// Where the notifications stand in a document.
    pub(super) fn records(
        &self,
        source: &SourceTable,
        rows: &RowsTable,
        fields: &[Field],
    ) -> Result<Records, MappingError> {
        let line = |start: usize| line_of(self.source, start);
        let header = rows.header.as_ref().filter(|header| *header.get_ref() > 0);
        if let (Some(names), Some(_)) = (&source.names, header) {
            return self.error(names.span().start, ONE_HEADER);
        }
        let mut from = fields.iter().flat_map(|field| &field.from);
        let names_at = source.names.as_ref().map(|names| names.span().start);
        let named = names_at.or(header.map(|header| header.span().start));
        let path = source.records.as_ref();
        Ok(Records {
            path: path.map_or_else(Path::default, |path| Path::new(path.get_ref())),
            name: path.map_or_else(String::new, |path| path.get_ref().clone()),
            line: path.map_or(0, |path| line(path.span().start)),
            names: source
                .names
                .as_ref()
                .map(|names| Path::new(names.get_ref())),
            header: header.map_or(0, |header| *header.get_ref()),
            header_line: named.map_or(0, line),
            looks_around: from.any(|source| source.path.levels() > 0),
        })
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

const ONE_HEADER: Words = Words::new(
    "names eller header, inte båda: kolumnernas namn står på ett ställe",
    "names or header, not both: the names of the columns stand in one place",
);
