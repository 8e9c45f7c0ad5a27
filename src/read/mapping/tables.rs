//! The mapping file as it is written in TOML, before it is checked.

use serde::Deserialize;
use toml::Spanned;

use crate::read::mapping::Takes;
use crate::read::mapping::moments::Prefer;
use crate::read::mapping::values::{Compare, OneOrMany, Unmapped};

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) form: Option<Spanned<String>>,
    pub(super) language: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) ignore: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) asked: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) source: SourceTable,
    #[serde(default)]
    pub(super) rows: RowsTable,
    pub(super) group: Option<Spanned<GroupTable>>,
    #[serde(default)]
    pub(super) constants: std::collections::BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub(super) values: std::collections::BTreeMap<Spanned<String>, MapTable>,
    #[serde(default, rename = "field")]
    pub(super) fields: Vec<FieldTable>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceTable {
    pub(super) format: Option<Spanned<String>>,
    pub(super) delimiter: Option<Spanned<String>>,
    pub(super) encoding: Option<Spanned<String>>,
    pub(super) skip_lines: Option<Spanned<usize>>,
    pub(super) records: Option<Spanned<String>>,
    pub(super) names: Option<Spanned<String>>,
    pub(super) time_zone: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) unescape: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    pub(super) blank: Vec<String>,
    #[serde(default)]
    pub(super) unknown: Vec<String>,
}

/// Which rows of a table count.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RowsTable {
    pub(super) header: Option<Spanned<usize>>,
    pub(super) skip: Option<Spanned<usize>>,
    pub(super) required: Option<Spanned<OneOrMany>>,
    pub(super) fill_down: Option<Spanned<OneOrMany>>,
    #[serde(default, rename = "where")]
    pub(super) conditions: Vec<ConditionTable>,
    pub(super) until: Option<ConditionTable>,
    pub(super) weight: Option<Spanned<String>>,
}

/// What a cell must say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionTable {
    pub(super) from: Spanned<String>,
    pub(super) is: Option<Spanned<OneOrMany>>,
    pub(super) is_not: Option<Spanned<OneOrMany>>,
    pub(super) pattern: Option<Spanned<String>>,
}

/// Which rows are one notification.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupTable {
    pub(super) by: Spanned<OneOrMany>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MapTable {
    #[serde(default)]
    pub(super) compare: Compare,
    #[serde(default)]
    pub(super) unmapped: Unmapped,
    pub(super) map: std::collections::BTreeMap<Spanned<String>, Spanned<OneOrMany>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldTable {
    pub(super) to: Spanned<String>,
    pub(super) from: Spanned<OneOrMany>,
    #[serde(default)]
    pub(super) optional: bool,
    pub(super) join: Option<Spanned<String>>,
    pub(super) combine: Option<Spanned<Combine>>,
    pub(super) option: Option<Spanned<String>>,
    pub(super) extract: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) replace: std::collections::BTreeMap<Spanned<String>, String>,
    pub(super) fold_case: Option<Spanned<bool>>,
    pub(super) split: Option<Spanned<String>>,
    pub(super) split_pattern: Option<Spanned<String>>,
    pub(super) values: Option<Spanned<toml::Value>>,
    #[serde(default)]
    pub(super) blank: Vec<String>,
    #[serde(default)]
    pub(super) unknown: Vec<String>,
    pub(super) format: Option<Spanned<OneOrMany>>,
    pub(super) fiscal_year: Option<Spanned<String>>,
    pub(super) no_time: Option<Spanned<OneOrMany>>,
    pub(super) prefer: Option<Spanned<Prefer>>,
    pub(super) time_zone: Option<Spanned<String>>,
    pub(super) thousands: Option<Spanned<String>>,
    pub(super) unit: Option<Spanned<OneOrMany>>,
}

/// Where a value stands that is given.
fn start<T>(value: Option<&Spanned<T>>) -> Option<usize> {
    value.map(|value| value.span().start)
}

impl SourceTable {
    /// The keys that only one format takes, with that format and where each stands.
    pub(super) fn given(&self) -> impl Iterator<Item = (&'static str, Takes, usize)> {
        let keys = [
            ("delimiter", Takes::Csv, start(self.delimiter.as_ref())),
            ("skip_lines", Takes::Csv, start(self.skip_lines.as_ref())),
            ("records", Takes::Json, start(self.records.as_ref())),
            ("names", Takes::Json, start(self.names.as_ref())),
        ];
        keys.into_iter()
            .filter_map(|(name, takes, start)| Some((name, takes, start?)))
    }
}

impl RowsTable {
    /// Its keys that only tables take.
    pub(super) fn given(&self) -> impl Iterator<Item = (&'static str, Takes, usize)> {
        let keys = [
            ("fill_down", start(self.fill_down.as_ref())),
            ("weight", start(self.weight.as_ref())),
        ];
        keys.into_iter()
            .filter_map(|(name, start)| Some((name, Takes::Csv, start?)))
    }
}

impl FieldTable {
    /// The keys that depend on what is filled, with where each stands.
    pub(super) fn given(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let keys = [
            ("join", start(self.join.as_ref())),
            ("combine", start(self.combine.as_ref())),
            ("option", start(self.option.as_ref())),
            ("fold_case", start(self.fold_case.as_ref())),
            ("split", start(self.split.as_ref())),
            ("split_pattern", start(self.split_pattern.as_ref())),
            ("values", start(self.values.as_ref())),
            ("format", start(self.format.as_ref())),
            ("fiscal_year", start(self.fiscal_year.as_ref())),
            ("no_time", start(self.no_time.as_ref())),
            ("prefer", start(self.prefer.as_ref())),
            ("time_zone", start(self.time_zone.as_ref())),
            ("thousands", start(self.thousands.as_ref())),
            ("unit", start(self.unit.as_ref())),
        ];
        keys.into_iter()
            .filter_map(|(name, start)| Some((name, start?)))
    }
}

/// The name of a map, or a map on the spot.
pub(super) enum MapChoice {
    Named(String),
    Here(Vec<(String, OneOrMany)>),
}

impl MapChoice {
    /// `None` for anything else, such as a table that says how to compare.
    pub(super) fn of(value: toml::Value) -> Option<Self> {
        match value {
            toml::Value::String(name) => Some(Self::Named(name)),
            toml::Value::Table(table) => {
                let entries = table.into_iter().map(|(from, to)| match to {
                    toml::Value::String(to) if !matches!(from.as_str(), "compare" | "unmapped") => {
                        Some((from, OneOrMany::One(to)))
                    }
                    toml::Value::Array(several) => {
                        let texts = several.iter().map(|one| one.as_str().map(str::to_owned));
                        let texts: Option<Vec<String>> = texts.collect();
                        Some((from, OneOrMany::Many(texts?)))
                    }
                    _ => None,
                });
                entries.collect::<Option<_>>().map(Self::Here)
            }
            _ => None,
        }
    }
}

/// How the numbers of several columns become one amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Combine {
    /// They are added; a column that is blank adds nothing.
    Sum,
    /// The first that says something.
    First,
    /// The last that says something.
    Last,
    /// The lower and the upper end of a band; of moments, from the first day to the last.
    Span,
}
