//! The tables `[rows]` and `[group]` of a mapping file, checked.

use toml::Spanned;

use crate::config::{Message, Words};
use crate::form::{Key, line_of};
use crate::read::mapping::Field;
use crate::read::mapping::file::{Loader, MappingError};
use crate::read::mapping::rows::{Condition, Rows, sources};
use crate::read::mapping::tables::{ConditionTable, GroupTable, RowsTable, SourceTable};
use crate::read::mapping::values::OneOrMany;

/// The most steps that a pattern may take back in one text.
const MOST_STEPS: usize = 100_000;

impl Loader<'_> {
    /// Which rows count, and which of them are one notification.
    pub(super) fn rows(
        &self,
        table: RowsTable,
        group: Option<Spanned<GroupTable>>,
        source: &SourceTable,
        fields: &[Field],
    ) -> Result<Rows, MappingError> {
        let conditions = table.conditions.into_iter();
        let weight = table.weight.map(|one| {
            let (start, name) = (one.span().start, one.into_inner());
            Spanned::new(start..start, OneOrMany::One(name))
        });
        let grouped = group.map(|group| group.into_inner().by);
        if let (Some(weight), true) = (&weight, grouped.is_some()) {
            return self.error(weight.span().start, TOGETHER);
        }
        if let Some(weight) = &weight {
            self.has_no_key(weight.span().start, fields)?;
        }
        Ok(Rows {
            says_header: table.header.is_some(),
            header: table.header.map_or(1, Spanned::into_inner),
            skip: table.skip.map_or(0, Spanned::into_inner),
            required: self.columns(table.required, "required")?,
            fill_down: self.columns(table.fill_down, "fill_down")?,
            conditions: conditions
                .map(|one| self.condition(one))
                .collect::<Result<_, _>>()?,
            until: table.until.map(|one| self.condition(one)).transpose()?,
            weight: self.columns(weight, "weight")?,
            group: self.columns(grouped, "by")?,
            blank: source.blank.clone(),
        })
    }

    /// The columns that a key names; none where the key is not given.
    fn columns(
        &self,
        names: Option<Spanned<OneOrMany>>,
        key: &str,
    ) -> Result<Vec<crate::read::mapping::Source>, MappingError> {
        let Some(names) = names else {
            return Ok(Vec::new());
        };
        let start = names.span().start;
        let names = names.into_inner().into_vec();
        if names.is_empty() || names.iter().any(|name| name.trim().is_empty()) {
            let message = Words::new("{key} nämner ingen kolumn", "{key} names no column");
            return self.error(start, message.with("key", key));
        }
        Ok(sources(names, line_of(self.source, start), false))
    }

    fn condition(&self, table: ConditionTable) -> Result<Condition, MappingError> {
        let start = table.from.span().start;
        let name = Spanned::new(table.from.span(), OneOrMany::One(table.from.into_inner()));
        let texts = |list: Option<Spanned<OneOrMany>>| {
            let list = list.map_or_else(Vec::new, |list| list.into_inner().into_vec());
            list.iter().map(|text| text.trim().to_lowercase()).collect()
        };
        let condition = Condition {
            from: self.columns(Some(name), "from")?.remove(0),
            is: texts(table.is),
            is_not: texts(table.is_not),
            pattern: table
                .pattern
                .map(|one| self.pattern("pattern", &one))
                .transpose()?,
        };
        if condition.says_nothing() {
            return self.error(start, NO_CONDITION);
        }
        Ok(condition)
    }

    /// A pattern, which gives up on a text that takes it too many steps.
    pub(super) fn pattern(
        &self,
        key: &str,
        pattern: &Spanned<String>,
    ) -> Result<fancy_regex::Regex, MappingError> {
        let compiled = fancy_regex::RegexBuilder::new(pattern.get_ref())
            .backtrack_limit(MOST_STEPS)
            .build();
        compiled.or_else(|error| {
            let message = Message::Same(format!("{key}: {error}"));
            self.error(pattern.span().start, message)
        })
    }

    /// A pattern that may be left out.
    pub(super) fn one_pattern(
        &self,
        key: &str,
        pattern: Option<&Spanned<String>>,
    ) -> Result<Option<fancy_regex::Regex>, MappingError> {
        pattern
            .map(|pattern| self.pattern(key, pattern))
            .transpose()
    }

    /// Patterns with what stands in place of what they find.
    pub(super) fn replacements(
        &self,
        table: std::collections::BTreeMap<Spanned<String>, String>,
    ) -> Result<Vec<(fancy_regex::Regex, String)>, MappingError> {
        let one = |(from, to): (Spanned<String>, String)| Ok((self.pattern("replace", &from)?, to));
        table.into_iter().map(one).collect()
    }

    /// A row that stands for many has no key of one.
    fn has_no_key(&self, start: usize, fields: &[Field]) -> Result<(), MappingError> {
        let is_key = |key: &Key| matches!(key, Key::CaseNumber | Key::ControllerReference);
        let filled = fields.iter().flat_map(|field| field.to.keys()).flatten();
        match filled.map(|(key, _)| key).find(is_key) {
            Some(key) => self.error(start, WITH_KEY.with("path", key.path())),
            None => Ok(()),
        }
    }
}

const TOGETHER: Words = Words::new(
    "weight eller [group], inte båda: antingen står en rad för flera anmälningar eller flera rader för en",
    "weight or [group], not both: either a row stands for several notifications or several rows for one",
);
const WITH_KEY: Words = Words::new(
    "med weight står en rad för flera anmälningar, som inte kan ha samma \"{path}\"; ta bort weight eller det fältet",
    "with weight a row stands for several notifications, which cannot share one \"{path}\"; leave out weight or that field",
);
const NO_CONDITION: Words = Words::new(
    "ett villkor säger vad cellen ska innehålla: is = \"...\", is_not = \"...\" eller pattern = '...'",
    "a condition says what the cell holds: is = \"...\", is_not = \"...\" or pattern = '...'",
);
