//! The mapping file: TOML as written, checked entry by entry, so that every
//! mistake is told with its line before anything is read.

use toml::Spanned;

use crate::config::suggestion::nearest;
use crate::config::{Message, Words, toml_mistake};
use crate::form::{Edition, Key, line_of};
use crate::read::Questions;
use crate::read::mapping::fit::{Filled, did_you_mean, filled_twice, question};
use crate::read::mapping::names::Names;
use crate::read::mapping::nones::OptionColumns;
use crate::read::mapping::rows::sources;
use crate::read::mapping::tables::{FieldTable, File, SourceTable};
use crate::read::mapping::thousands::Thousands;
use crate::read::mapping::units::Units;
use crate::read::mapping::values::OneOrMany;
use crate::read::mapping::values::{Split, ValueMap, Written};
use crate::read::mapping::{Field, Mapping, Target, combine};

mod asked;
mod maps;
mod moments;
mod rows;
mod source;

/// What is wrong in a mapping file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MappingError {
    /// The line, 1-based; 0 where it cannot be told.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: Message,
}

impl MappingError {
    /// The mistake with its line, in words that a person understands.
    pub(crate) fn message(&self) -> Message {
        Words::new("rad {line}: {mistake}", "line {line}: {mistake}")
            .with("line", self.line)
            .within("mistake", &self.message)
    }

    /// The mistake at a byte of the file.
    fn at(source: &str, offset: usize, message: impl Into<Message>) -> Self {
        Self {
            line: line_of(source, offset),
            message: message.into(),
        }
    }
}

/// A checked file in the making.
struct Loader<'s> {
    source: &'s str,
    edition: &'static Edition,
    maps: Vec<(String, usize, ValueMap, bool)>,
    /// The questions listed as asked.
    asked: Option<Questions>,
    /// The names of months in the language of the source.
    names: Option<&'static Names>,
}

impl Mapping {
    /// Reads a mapping file. `edition` finds the edition of a name or file.
    ///
    /// # Errors
    /// The first mistake, with its line.
    pub(crate) fn load(
        source: &str,
        edition: impl FnOnce(&str) -> Result<&'static Edition, Message>,
    ) -> Result<Mapping, MappingError> {
        let file: File = toml::from_str(source).map_err(|error| {
            let (line, message) = toml_mistake(&error, source);
            MappingError { line, message }
        })?;
        let edition = match &file.form {
            None => Edition::default_edition(),
            Some(form) => edition(form.get_ref())
                .map_err(|message| MappingError::at(source, form.span().start, message))?,
        };
        let mut loader = Loader {
            source,
            edition,
            maps: Vec::new(),
            asked: None,
            names: None,
        };
        loader.names = loader.names(file.language.as_ref())?;
        loader.asked = loader.asked(&file.asked)?;
        loader.maps(file.values)?;
        let fields = loader.fields(file.fields, file.constants, &file.source)?;
        if let Some((name, line, ..)) = loader.maps.iter().find(|(.., used)| !used) {
            let message = Words::new(
"inget fält använder värdena \"{name}\"; skriv values = \"{name}\" i ett [[field]], eller ta bort dem",
"no field uses the values \"{name}\"; say values = \"{name}\" in a [[field]], or leave them out",
).with("name", name);
            return Err(MappingError {
                line: *line,
                message,
            });
        }
        let (absent, not_asked) = loader.never_had(&fields);
        Ok(Mapping {
            edition,
            charset: loader.charset(file.source.encoding.as_ref())?,
            delimiter: loader.delimiter(file.source.delimiter.as_ref())?,
            skip_lines: file
                .source
                .skip_lines
                .as_ref()
                .map_or(0, |lines| *lines.get_ref()),
            digest: blake3::hash(source.as_bytes()).to_hex().to_string(),
            records: loader.records(&file.source, &file.rows, &fields)?,
            rules: loader.rules(&file.ignore)?,
            of_tables: loader.of_tables(&file.rows, file.group.as_ref()),
            takes: loader.takes(&file.source, &file.rows, file.group.as_ref())?,
            rows: loader.rows(file.rows, file.group, &file.source, &fields)?,
            absent,
            not_asked,
            option_columns: OptionColumns::of(&fields),
            fields,
            witness: None,
        })
    }
}

impl Loader<'_> {
    fn error<T>(&self, offset: usize, message: impl Into<Message>) -> Result<T, MappingError> {
        Err(MappingError::at(self.source, offset, message))
    }

    /// All entries and constants.
    fn fields(
        &mut self,
        tables: Vec<FieldTable>,
        constants: std::collections::BTreeMap<Spanned<String>, Spanned<String>>,
        source: &SourceTable,
    ) -> Result<Vec<Field>, MappingError> {
        if tables.is_empty() {
            return self.error(
                0,
                Words::new(
                    "en mappning behöver minst ett [[field]] med to och from",
                    "a mapping needs at least one [[field]] with to and from",
                ),
            );
        }
        let mut fields = Vec::new();
        let mut starts = Vec::new();
        for table in tables {
            starts.push(table.to.span().start);
            fields.push(self.field(table, source)?);
        }
        for (to, constant) in constants {
            let target = self.target(&to)?;
            starts.push(to.span().start);
            self.fits(target, &constant)?;
            fields.push(Field {
                to: target,
                from: Vec::new(),
                join: String::new(),
                combine: None,
                option: None,
                constant: Some(constant.into_inner()),
                shared: false,
                column: 0,
                split: None,
                written: Written::default(),
            });
        }
        self.once(&fields, &starts)?;
        self.among_asked(&fields, &starts)?;
        for at in 0..fields.len() {
            let to = fields[at].to;
            fields[at].shared = fields.iter().filter(|other| other.to == to).count() > 1;
        }
        moments::number_columns(&mut fields);
        Ok(fields)
    }

    /// A field that holds one value is filled by one entry.
    fn once(&self, fields: &[Field], starts: &[usize]) -> Result<(), MappingError> {
        for (at, field) in fields.iter().enumerate() {
            for earlier in &fields[..at] {
                let options = field.option.is_some() && earlier.option.is_some();
                let number = match field.to {
                    Target::Number(at) if earlier.to == field.to => self
                        .edition
                        .numbers
                        .get(usize::from(at))
                        .map(|number| number.column.as_str()),
                    _ => None,
                };
                let field = filled_twice(earlier.to, field.to, options).map(Key::path);
                if let Some(path) = field.or(number) {
                    let message = Words::new(
                        "\"{path}\" fylls av en post ovanför; det har ett enda värde",
                        "\"{path}\" is filled by an entry above; it holds one value",
                    )
                    .with("path", path);
                    return self.error(starts[at], message);
                }
            }
        }
        Ok(())
    }

    /// A constant is a value of the field.
    fn fits(&self, to: Target, constant: &Spanned<String>) -> Result<(), MappingError> {
        let filled = Filled::of(to);
        if filled.takes(constant.get_ref(), question(to, self.edition), self.edition) {
            return Ok(());
        }
        let (start, text) = (constant.span().start, constant.get_ref());
        match filled {
            Filled::Choice | Filled::Choices => self.unknown_option(start, text, self.options(to)),
            filled => self.error(
                start,
                Words::new("\"{text}\" är inte {filled}", "\"{text}\" is not {filled}")
                    .with("text", text)
                    .within("filled", filled.name()),
            ),
        }
    }

    /// An entry has no key that does nothing for what it fills, and formats that can read it.
    fn keys(&self, table: &FieldTable, to: Target) -> Result<(), MappingError> {
        let filled = Filled::of(to);
        if let Some((name, start)) = table
            .given()
            .find(|(name, _)| !filled.keys().contains(name))
        {
            let (filled, takes) = (filled.name(), filled.keys().join(", "));
            let message = Words::new(
                "{name} gör ingenting för {filled}, som tar {takes}",
                "{name} does nothing for {filled}, which takes {takes}",
            )
            .with("name", name)
            .within("filled", filled)
            .with("takes", takes);
            return self.error(start, message);
        }
        let Some(format) = &table.format else {
            return Ok(());
        };
        for text in format.get_ref().clone().into_vec() {
            if let Some(lack) = filled.lacks(&text) {
                let message = Words::new(
                    "formatet \"{text}\" går inte att använda: {lack}",
                    "the format \"{text}\" is of no use: {lack}",
                )
                .with("text", text)
                .within("lack", lack);
                return self.error(format.span().start, message);
            }
        }
        Ok(())
    }

    fn field(&mut self, table: FieldTable, source: &SourceTable) -> Result<Field, MappingError> {
        let to = self.target(&table.to)?;
        self.keys(&table, to)?;
        let moments = self.moments(&table, source, to)?;
        let start = table.from.span().start;
        if let Some((at, message)) = combine::mistake(&table, to) {
            return self.error(at.unwrap_or(start), message);
        }
        let names = table.from.into_inner().into_vec();
        if names.is_empty() || names.iter().any(|name| name.trim().is_empty()) {
            return self.error(
                start,
                Words::new("from nämner ingen kolumn", "from names no column"),
            );
        }
        let line = line_of(self.source, start);
        let units = self.units(table.unit, to, &names);
        let from = sources(names, line, table.optional);
        let options = self.options(to);
        if let Some(option) = &table.option {
            self.is_option(option.span().start, option.get_ref(), options)?;
        }
        let start = table
            .values
            .as_ref()
            .map_or(0, |values| values.span().start);
        let map = self.map(table.values)?;
        if let Some(map) = &map {
            self.may_be_several(start, map, to)?;
        }
        for text in map.iter().flat_map(ValueMap::texts) {
            match &table.option {
                Some(_) => self.is_yes_or_no(start, text)?,
                None => self.is_option(start, text, options)?,
            }
        }
        let both =
            |own: Vec<String>, all: &[String]| own.into_iter().chain(all.iter().cloned()).collect();
        let thousands = self.thousands(table.thousands.as_ref())?;
        let written = Written {
            unescape: source
                .unescape
                .iter()
                .map(|(from, to)| (from.clone(), to.clone()))
                .collect(),
            extract: self.one_pattern("extract", table.extract.as_ref())?,
            replace: self.replacements(table.replace)?,
            folds_case: table.fold_case.is_some_and(Spanned::into_inner),
            map,
            blank: both(table.blank, &source.blank),
            unknown: both(table.unknown, &source.unknown),
            moments,
            thousands,
            units,
        };
        Ok(Field {
            to,
            from,
            join: table
                .join
                .map_or_else(|| " ".to_owned(), Spanned::into_inner),
            combine: table.combine.map(Spanned::into_inner),
            option: table.option.map(Spanned::into_inner),
            constant: None,
            shared: false,
            column: 0,
            split: self.split(
                table.split.map(Spanned::into_inner),
                table.split_pattern.as_ref(),
            )?,
            written,
        })
    }

    fn split(
        &self,
        text: Option<String>,
        pattern: Option<&Spanned<String>>,
    ) -> Result<Option<Split>, MappingError> {
        match (text.filter(|text| !text.is_empty()), pattern) {
            (None, None) => Ok(None),
            (Some(text), None) => Ok(Some(Split::Text(text))),
            (Some(_), Some(pattern)) => {
                let message = Words::new(
                    "split eller split_pattern, inte båda",
                    "split or split_pattern, not both",
                );
                self.error(pattern.span().start, message)
            }
            (None, Some(pattern)) => {
                let compiled = self.pattern("split_pattern", pattern)?;
                Ok(Some(Split::Pattern(Box::new(compiled))))
            }
        }
    }

    /// The units that an extra number may have: those of the mapping, else what its name, its
    /// labels and its columns tell.
    fn units(&self, unit: Option<Spanned<OneOrMany>>, to: Target, columns: &[String]) -> Units {
        match (unit, to) {
            (Some(unit), _) => Units::named(&unit.into_inner().into_vec()),
            (None, Target::Number(at)) => {
                let number = &self.edition.numbers[usize::from(at)];
                let labels = [number.name.as_str(), &number.label.sv, &number.label.en];
                Units::told_by(labels.into_iter().chain(columns.iter().map(String::as_str)))
            }
            _ => Units::default(),
        }
    }

    /// What `to` names: a field, a moment, an amount, or an extra dimension or number.
    fn target(&self, to: &Spanned<String>) -> Result<Target, MappingError> {
        let name = to.get_ref().as_str();
        if let Some(number) = name.strip_prefix("number.") {
            let mut known = self.edition.numbers.iter();
            if let Some(at) = known.position(|known| known.name == number) {
                return Ok(Target::Number(at as u16));
            }
            let message = Words::new(
                "formulärversionen {edition} har inget extra tal \"{number}\"",
                "the edition {edition} has no extra number \"{number}\"",
            )
            .with("edition", &self.edition.name)
            .with("number", number);
            return self.error(to.span().start, message);
        }
        if let Some(extra) = name.strip_prefix("extra.") {
            if let Some(at) = self
                .edition
                .extras
                .iter()
                .position(|known| known.name == extra)
            {
                return Ok(Target::Extra(at as u16));
            }
            let edition = &self.edition.name;
            let message = Words::new(
                "formulärversionen {edition} har ingen extra dimension \"{extra}\"",
                "the edition {edition} has no extra dimension \"{extra}\"",
            )
            .with("edition", edition)
            .with("extra", extra);
            return self.error(to.span().start, message);
        }
        if let Some((key, index)) = field(name) {
            self.refuse_unasked(to, &[key])?;
            return Ok(Target::Field(key, index, self.edition.kind(key)));
        }
        let pair = |first: &str, second: &str| {
            let (first, index) = field(&format!("{name}.{first}"))?;
            Some((first, field(&format!("{name}.{second}"))?.0, index))
        };
        if let Some((date, time, index)) = pair("date", "time") {
            self.refuse_unasked(to, &[date])?;
            return Ok(Target::Moment(date, time, index));
        }
        if let Some((exact, band, _)) = pair("exact", "range") {
            self.refuse_unasked(to, &[exact, band])?;
            return Ok(Target::Amount(exact, band));
        }
        let mut message = Words::new(
            "det finns inget fält \"{name}\"",
            "there is no field \"{name}\"",
        )
        .with("name", name);
        if let Some(hint) = nearest(name, Key::ALL.iter().map(|key| key.path())).map(did_you_mean) {
            message = Message::Row(Words::same("; "), vec![message, hint]);
        }
        self.error(to.span().start, message)
    }

    /// Refuses a target of which the edition has no field: what is read there would be lost.
    fn refuse_unasked(&self, to: &Spanned<String>, keys: &[Key]) -> Result<(), MappingError> {
        let is_asked = |key: &Key| key.is_envelope() || self.edition.position(*key).is_some();
        if keys.iter().any(is_asked) {
            return Ok(());
        }
        let message = Words::new(
            "formulärversionen {edition} frågar inte efter \"{name}\"",
            "the edition {edition} does not ask for \"{name}\"",
        )
        .with("edition", &self.edition.name)
        .with("name", to.get_ref());
        self.error(to.span().start, message)
    }

    fn thousands(&self, mark: Option<&Spanned<String>>) -> Result<Option<Thousands>, MappingError> {
        let Some(mark) = mark else { return Ok(None) };
        if let [one] = mark.get_ref().chars().collect::<Vec<_>>()[..] {
            return Ok(Some(Thousands(one)));
        }
        let message = Words::new("thousands är ett enda tecken", "thousands is one character");
        self.error(mark.span().start, message)
    }
}

/// A field by its path; of a list with the number of the repetition from 1.
fn field(name: &str) -> Option<(Key, u16)> {
    if let Some(key) = Key::from_path(name) {
        return Some((key, 0));
    }
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let list = name[..at].strip_suffix('.')?;
    let (number, rest) = name[at..].split_once('.')?;
    let index = number.parse::<u16>().ok()?.checked_sub(1)?;
    let key = Key::from_path(&format!("{list}.{rest}"))?;
    (key.list() == Some(list)).then_some((key, index))
}
