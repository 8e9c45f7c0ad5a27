//! The style `sv` of CSV files, which spreadsheets open as tables: headings and words in the
//! language of the run, a decimal comma, dates as spreadsheets know them. What was written so,
//! in either language, comes back as it was: one list serves both directions.

use std::borrow::Cow;

use crate::config::Language;
use crate::row::{Held, Stored};
use crate::table;

mod figures;
mod glossary;
mod sheet;
use glossary::{Glossary, Headings};
pub(crate) use sheet::{Sheet, unmarked};

/// What begins a file in this style, so that a spreadsheet takes it for UTF-8.
pub(crate) const MARK: &str = "\u{feff}";
/// What parts its cells.
pub(crate) const DELIMITER: u8 = b';';

/// How the cells of one column are told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    shape: Shape,
    words: &'static Glossary,
}

/// What the cells of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A text, or one of the words.
    Text,
    /// A text that may be a month.
    Label,
    /// The same, or a band.
    Key,
    /// Several words, joined by `|`.
    Several,
    /// A whole number.
    Whole,
    /// A number with so many decimals.
    Decimal(usize),
    /// An instant, a day, or the first and the last of several days.
    Moment,
    /// What `reconciliation.csv` sets side by side: a text, a moment or a band.
    Compared,
}

impl Told {
    /// The cells of a column of the records.
    pub(crate) fn of_record(name: &str) -> Self {
        let shape = match (Stored::of(name), Held::of(name)) {
            (Stored::Instant, _) => Shape::Moment,
            (Stored::Decimal, _) => Shape::Decimal(2),
            (Stored::Count | Stored::Bound, _) => Shape::Whole,
            (Stored::Text, Held::Labels) => Shape::Several,
            (Stored::Text, Held::Bands) => Shape::Key,
            (Stored::Text, _) => Shape::Text,
        };
        Self {
            shape,
            words: Glossary::of(name),
        }
    }

    /// The cells of a column of findings.csv or files.csv.
    pub(crate) fn of_list(name: &str) -> Self {
        const NUMBERS: [&str; 5] = ["record", "line", "question", "bytes", "notifications"];
        Self {
            shape: if NUMBERS.contains(&name) {
                Shape::Whole
            } else {
                Shape::Text
            },
            words: Glossary::of(if name == "severity" { "level" } else { name }),
        }
    }

    /// The cells of a column of a table.
    pub(crate) fn of_table(column: &table::Column) -> Self {
        use table::Kind;
        let name = column.name.as_str();
        let shape = match column.kind {
            Kind::Key => Shape::Key,
            Kind::Text if name.ends_with("label") => Shape::Label,
            Kind::Text if name == "evidence" => Shape::Several,
            Kind::Text if name.ends_with("_earliest") || name.ends_with("_latest") => Shape::Moment,
            // Those of the register and of its reconciliation, which no label stands beside.
            Kind::Text => match name {
                "occurred" | "discovered" | "received" => Shape::Moment,
                "in_register" | "in_folder" => Shape::Compared,
                "data_subjects" => Shape::Key,
                // Months, of causes that came back.
                "first" | "last" => Shape::Label,
                _ => Shape::Text,
            },
            Kind::Count | Kind::Base | Kind::Few | Kind::Change => Shape::Whole,
            Kind::Share(..) | Kind::ChangeShare => Shape::Decimal(1),
            Kind::Hours => Shape::Decimal(2),
        };
        // The codes of a table stay codes, since their labels stand beside them.
        let words = match (shape, name) {
            (Shape::Key | Shape::Label, _) => Glossary::of(""),
            (_, "severity") => Glossary::of("level"),
            (_, "reasons") => Glossary::of("delay_reason"),
            _ => Glossary::of(name),
        };
        Self { shape, words }
    }

    /// Whether its cells are moments.
    pub(crate) fn is_moment(self) -> bool {
        self.shape == Shape::Moment
    }

    /// What a word is called that may stand in any column, as `(unlisted)`; another text as it is.
    pub(crate) fn word(word: &str, language: Language) -> String {
        let said = Glossary::of("").write(word, language);
        said.unwrap_or(word).to_owned()
    }

    /// Whether its cells are texts, which a spreadsheet must not take for formulas.
    pub(crate) fn is_text(self) -> bool {
        !matches!(self.shape, Shape::Whole | Shape::Decimal(_) | Shape::Moment)
    }

    /// A cell of style `standard` in this style. [`Self::read`] gives it back.
    pub(crate) fn write(self, cell: &str, language: Language) -> Cow<'_, str> {
        self.each(cell, |cell| match self.words.write(cell, language) {
            Some(said) => Cow::Borrowed(said),
            None => self.escaped(cell, self.shape.write(cell)),
        })
    }

    /// A cell of style `standard` as people read it, of which nothing is read back: no text has
    /// an apostrophe in front.
    pub(crate) fn say(self, cell: &str, language: Language) -> Cow<'_, str> {
        self.each(cell, |cell| match self.words.write(cell, language) {
            Some(said) => Cow::Borrowed(said),
            None => self.shape.write(cell),
        })
    }

    /// A cell of which each word is told so.
    fn each<'c>(self, cell: &'c str, one: impl Fn(&'c str) -> Cow<'c, str>) -> Cow<'c, str> {
        if self.shape == Shape::Several && cell.contains('|') {
            let all = cell.split('|').map(&one);
            return Cow::Owned(all.collect::<Vec<_>>().join("|"));
        }
        one(cell)
    }

    /// What would be read as something else has an apostrophe in front.
    fn escaped<'c>(self, cell: &'c str, said: Cow<'c, str>) -> Cow<'c, str> {
        if !self.is_text() || self.read_one(&said) == cell {
            said
        } else if self.read_one(cell) == cell {
            Cow::Borrowed(cell)
        } else {
            Cow::Owned(format!("'{cell}"))
        }
    }

    /// A cell of this style, in either language, as style `standard` has it.
    pub(crate) fn read(self, cell: &str) -> Cow<'_, str> {
        if self.shape == Shape::Several && cell.contains('|') {
            let all = cell.split('|').map(|one| self.read_one(one));
            return Cow::Owned(all.collect::<Vec<_>>().join("|"));
        }
        self.read_one(cell)
    }

    fn read_one(self, said: &str) -> Cow<'_, str> {
        let read = match self.words.read(said) {
            Some(word) => Cow::Borrowed(word),
            None => self.shape.read(said),
        };
        match said.strip_prefix('\'') {
            Some(rest) if self.is_text() && self.read_one(rest) != rest => Cow::Borrowed(rest),
            _ => read,
        }
    }
}

impl Shape {
    fn write(self, cell: &str) -> Cow<'_, str> {
        let said = match self {
            Self::Text | Self::Several | Self::Whole => None,
            Self::Label => figures::write_month(cell),
            Self::Key => figures::write_month(cell).or_else(|| figures::write_band(cell)),
            Self::Decimal(_) => cell.contains('.').then(|| cell.replace('.', ",")),
            Self::Moment => figures::write_moment(cell),
            Self::Compared => figures::write_moment(cell).or_else(|| figures::write_band(cell)),
        };
        said.map_or(Cow::Borrowed(cell), Cow::Owned)
    }

    fn read(self, said: &str) -> Cow<'_, str> {
        let cell = match self {
            Self::Text | Self::Several => None,
            Self::Label => figures::read_month(said),
            Self::Key => figures::read_month(said).or_else(|| figures::read_band(said)),
            Self::Whole => figures::read_number(said, 0),
            Self::Decimal(decimals) => figures::read_number(said, decimals),
            Self::Moment => figures::read_moment(said),
            Self::Compared => figures::read_moment(said).or_else(|| figures::read_band(said)),
        };
        cell.map_or(Cow::Borrowed(said), Cow::Owned)
    }
}

/// The headings of some columns, in their order.
pub(crate) fn headings(names: &[&str], language: Language) -> Vec<String> {
    let headings = Headings::get();
    let heading = |name: &&str| headings.write(name, names, language);
    names.iter().map(heading).collect()
}

/// What ends the name of a column of the other of two years.
const BEFORE: &str = "_before";

/// The headings of the columns of a table that sets two years side by side: they name these.
pub(crate) fn headings_of_years(
    names: &[&str],
    [now, before]: [&str; 2],
    language: Language,
) -> Vec<String> {
    let plain = headings(names, language);
    let place = |own: &str| names.iter().position(|name| *name == own);
    let heading = |(at, name): (usize, &&str)| match name.strip_suffix(BEFORE).and_then(place) {
        Some(own) => format!("{} {before}", plain[own]),
        None if place(&[name, BEFORE].concat()).is_some() => format!("{} {now}", plain[at]),
        None => plain[at].clone(),
    };
    names.iter().enumerate().map(heading).collect()
}

/// The names of columns by their headings; a heading that no column has is its own name.
pub(crate) fn names(headings: &[String]) -> Vec<String> {
    let known = Headings::get();
    let mut years: Vec<&str> = Vec::new();
    let names = headings.iter().map(|heading| {
        let Some((name, year)) = known.of_year(heading, headings) else {
            return known.read(heading, headings);
        };
        if !years.contains(&year) {
            years.push(year);
        }
        // The first year that is named is the one that is told of.
        let ending = if years[0] == year { "" } else { BEFORE };
        [&name, ending].concat()
    });
    names.collect()
}

#[cfg(test)]
mod tests;
