//! Columns of moments: what a cell of one becomes, and what is said of one as a whole.

use std::borrow::Cow;

use crate::check::Rule;
use crate::finding::{Fact, Finding};
use crate::form::{Key, Kind};
use crate::read::mapping::moments::{Clues, Dates, Extent, Told};
use crate::read::mapping::{Field, Mapping, Placed, Target};
use crate::read::{Format, Value};

impl Mapping {
    /// A finding about the column of moments whose bit is `column`, which stands for so
    /// many values, at the line of the first.
    pub(crate) fn about_column(
        &self,
        column: u32,
        format: Format,
        rule: &Rule,
        times: u32,
        line: u32,
    ) -> Finding {
        let entry = self.fields.iter().find(|entry| entry.column == column);
        let field = entry.and_then(|entry| entry.to.keys()[0]);
        let number = field.map_or(0, |(key, _)| self.edition.number(key));
        let name = entry
            .and_then(|entry| entry.from.first())
            .map_or("", |source| source.name.as_str());
        let name = if crate::value::is_safe_label(name) {
            name
        } else {
            "(unlisted)"
        };
        let mut finding = rule
            .finding(number, line)
            .with("column", Fact::Value(name.into()))
            .with("times", times);
        finding.field = field;
        // There is no one object for its path to be looked up in.
        let nothing = Placed::default();
        self.places(std::slice::from_mut(&mut finding), |source| match format {
            Format::Csv | Format::Workbook => source.name.clone(),
            _ => source.path.pointer_in(&nothing),
        });
        finding
    }
}

impl Field {
    /// Whether all columns say something.
    pub(super) fn extent(&self, cells: &[Cow<str>]) -> Extent {
        let told = cells
            .iter()
            .filter(|cell| self.written.non_value(cell).is_none());
        if told.count() < self.from.len() {
            Extent::Part
        } else {
            Extent::Whole
        }
    }

    /// What a text is as a moment; what it shows of its column is added to `clues`.
    fn told<'t>(&self, text: &'t str, extent: Extent, dates: Dates, clues: &mut Clues) -> Told<'t> {
        let (told, shown) = self.written.moments.read(text, extent, self.column, dates);
        *clues = clues.with(shown);
        told
    }

    /// A moment as date and time.
    pub(super) fn moment<'a>(
        &'a self,
        text: Cow<'a, str>,
        extent: Extent,
        dates: Dates,
        clues: &mut Clues,
    ) -> (Value<'a>, Value<'a>) {
        match self.told(&text, extent, dates, clues) {
            Told::One(read) => read.parts(),
            Told::Several => (Value::Lost, Value::Lost),
            Told::No => (Value::Foreign(text), Value::Blank),
            Told::Text(Cow::Owned(text)) => (Value::Text(text.into()), Value::Blank),
            Told::Text(Cow::Borrowed(_)) => (Value::Text(text), Value::Blank),
        }
    }

    /// A text as a moment in one; `None` where it is none, or several.
    pub(super) fn moment_as_stamp(
        &self,
        text: &str,
        dates: Dates,
        clues: &mut Clues,
    ) -> Option<String> {
        match self.told(text, Extent::Whole, dates, clues) {
            Told::One(read) => Some(read.stamp()),
            Told::Text(text) => Some(text.into_owned()),
            Told::Several | Told::No => None,
        }
    }

    /// A date (a receipt time, too) or a time alone.
    pub(super) fn moment_part<'a>(
        &'a self,
        kind: Kind,
        text: Cow<'a, str>,
        extent: Extent,
        dates: Dates,
        clues: &mut Clues,
    ) -> Value<'a> {
        match self.told(&text, extent, dates, clues) {
            Told::One(read) if kind == Kind::Time => read
                .time
                .map_or(Value::Blank, |time| Value::Text(time.into())),
            Told::One(read) if self.is_stamp() => Value::Text(read.stamp().into()),
            Told::One(read) => Value::Text(read.date_alone().into()),
            Told::Several => Value::Lost,
            Told::No => Value::Foreign(text),
            Told::Text(Cow::Owned(text)) => Value::Text(text.into()),
            Told::Text(Cow::Borrowed(_)) => Value::Text(text),
        }
    }

    /// Whether the field holds date and time in one.
    fn is_stamp(&self) -> bool {
        matches!(self.to, Target::Field(Key::Received, ..))
    }
}
