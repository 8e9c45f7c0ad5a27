//! A mapping laid on the header of one table: which column each entry reads. Of
//! columns with one name none is passed over: an answer that may have several
//! values takes them all, any other cannot be read.

use std::borrow::Cow;

use crate::check::form::UNREADABLE_VALUE;
use crate::config::Words;
use crate::finding::{Fact, Finding};
use crate::form::{Key, squash};
use crate::read::mapping::fit::Filled;
use crate::read::mapping::rows::ROWS_DISAGREE;
use crate::read::mapping::{BETWEEN, Dates, Field, Mapping, RowPlan, Source};
use crate::read::sieve::Roles;
use crate::read::workbook::{ERROR, TYPED, UNSAVED};
use crate::read::{Reason, Record, Value};
use crate::value::typed_count;

/// A mapping laid on the header of one file.
#[derive(Debug)]
pub(crate) struct Plan<'m> {
    mapping: &'m Mapping,
    /// The columns that hold dates.
    dates: Dates,
    /// For each entry and each of its sources the positions of its columns.
    columns: Vec<Vec<Vec<usize>>>,
    /// The rules for rows, if the mapping has any.
    pub(in crate::read) rows: Option<RowPlan<'m>>,
}

/// Why a mapping does not fit a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// What is wrong with it.
    pub reason: Reason,
    /// How many of the columns that the mapping names were found.
    pub found: usize,
}

/// The names of a header, as written and squashed.
struct Names<'h> {
    written: &'h [String],
    squashed: Vec<String>,
    /// The names that the mapping has.
    named: Vec<&'h str>,
    /// Whether columns without a name may belong to the name left of them.
    has_unnamed: bool,
}

/// The signs of a name that say something, as `%` and `#` do.
fn signs(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| "%‰#&+=<>§€$£°".contains(*c))
}

impl<'h> Names<'h> {
    fn new(written: &'h [String], named: Vec<&'h str>) -> Self {
        Self {
            written,
            named,
            has_unnamed: false,
            squashed: written.iter().map(|name| squash(name)).collect(),
        }
    }

    /// The columns of a name: those that have it, or differ in case, blanks and punctuation
    /// alone. Where one has it as it is written, those that another entry names so are
    /// that entry's, and a sign such as `%` makes another name.
    fn columns(&self, source: &Source) -> Vec<usize> {
        let all =
            |is: &dyn Fn(usize) -> bool| (0..self.written.len()).filter(|at| is(*at)).collect();
        let has = |at: usize, name: &str| self.written[at] == name;
        if (0..self.written.len()).any(|at| has(at, &source.name)) {
            let is_taken = |at| self.named.iter().any(|name| has(at, name));
            return all(&|at| {
                has(at, &source.name)
                    || self.squashed[at] == source.squashed
                        && !is_taken(at)
                        && signs(&self.written[at]).eq(signs(&source.name))
            });
        }
        if let Some((name, number)) = &source.place {
            let named = all(&|at| name.is_empty() || self.squashed[at] == *name);
            if let Some(column) = named.get(number - 1) {
                return vec![*column];
            }
        }
        all(&|at| self.squashed[at] == source.squashed)
    }

    /// The columns whose name programs made of that of another by numbering those of one name
    /// (`Name.1`, `Name_1`, `Name2`), where no entry names them.
    fn numbered(&self, at: usize) -> Vec<usize> {
        let base = self.written[at].as_str();
        if base.is_empty() || base.ends_with(|c: char| c.is_ascii_digit()) {
            return Vec::new();
        }
        let column = |name: String| {
            let is_free = !self.named.iter().any(|own| **own == name);
            let own = |column: &usize| self.written[*column] == name;
            (at + 1..self.written.len()).find(own).filter(|_| is_free)
        };
        let of = |mark: &str, first: usize| -> Vec<usize> {
            (first..)
                .map_while(|number| column(format!("{base}{mark}{number}")))
                .collect()
        };
        let is_beside =
            |columns: &Vec<usize>| columns.iter().copied().eq(at + 1..=at + columns.len());
        let beside = [("_", 1), ("_", 2), ("", 2)];
        let beside = beside.map(|(mark, first)| of(mark, first));
        let dotted = [of(".", 1), of(".", 2)];
        let all = dotted
            .into_iter()
            .chain(beside.into_iter().filter(is_beside));
        all.max_by_key(Vec::len).unwrap_or_default()
    }

    /// The columns without a name right of another, as a merged heading is saved in a text.
    fn unnamed(&self, at: usize) -> Vec<usize> {
        let is_unnamed = |column: &usize| self.has_unnamed && self.written[*column].is_empty();
        (at + 1..self.written.len())
            .take_while(is_unnamed)
            .collect()
    }

    /// The one column of a name.
    fn column(&self, source: &Source) -> Result<usize, Reason> {
        let (name, line) = (source.name.clone(), source.line);
        match self.columns(source)[..] {
            [] => Err(Reason::LacksColumn(name, line)),
            [one] => Ok(one),
            ref several => Err(Reason::RepeatedColumn(name, several.len() as u32, line)),
        }
    }
}

impl Mapping {
    /// How many columns of a table it names.
    pub(in crate::read) fn width(&self) -> usize {
        let mut names: Vec<&str> = self
            .sources()
            .map(|source| source.squashed.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }

    /// How many rows the header of a table has.
    pub(in crate::read) fn header_rows(&self) -> usize {
        self.rows.header
    }

    /// The headers that a table may have, by the row at which each begins. Of several rows
    /// the names of a column are joined; a blank above has the name to its left.
    pub(in crate::read) fn headers(&self, rows: &[Vec<String>]) -> Vec<Vec<String>> {
        match self.rows.header {
            0 => rows
                .first()
                .map(|row| vec![String::new(); row.len()])
                .into_iter()
                .collect(),
            1 => rows.iter().take(MOST_HEADERS).cloned().collect(),
            count => rows.windows(count).map(joined).collect(),
        }
    }

    /// Lays the mapping on a header. Names are compared without regard to case,
    /// blanks and punctuation.
    ///
    /// # Errors
    /// The first column that is not there, or that is there more than once though its
    /// answer has one value.
    pub(crate) fn plan(&self, header: &[String]) -> Result<Plan<'_>, Misfit> {
        self.lay(header, false)
    }

    /// The same of a header in a text, where one that was merged stands in the first of its columns
    /// alone.
    ///
    /// # Errors
    /// As those of [`Self::plan`].
    pub(crate) fn plan_of_text(&self, header: &[String]) -> Result<Plan<'_>, Misfit> {
        self.lay(header, true)
    }

    /// Whether the mapping names columns by their places alone, and does not say that there is a
    /// header.
    pub(in crate::read) fn has_no_names(&self) -> bool {
        let is_place =
            |source: &Source| matches!(&source.place, Some((name, _)) if name.is_empty());
        let mut sources = self.sources().peekable();
        !self.rows.says_header
            && self.rows.header == 1
            && sources.peek().is_some()
            && sources.all(is_place)
    }

    fn lay(&self, header: &[String], has_unnamed: bool) -> Result<Plan<'_>, Misfit> {
        let of_fields = || self.fields.iter().flat_map(|field| &field.from);
        let all = || of_fields().chain(self.rows.sources());
        let named = all().map(|source| source.name.as_str()).collect();
        let names = Names {
            has_unnamed,
            ..Names::new(header, named)
        };
        let found = all()
            .filter(|source| !names.columns(source).is_empty())
            .count();
        let misfit = |reason| Misfit { reason, found };
        if let Some(lacking) =
            all().find(|source| !source.optional && names.columns(source).is_empty())
        {
            return Err(misfit(Reason::LacksColumn(
                lacking.name.clone(),
                lacking.line,
            )));
        }
        let columns = self
            .fields
            .iter()
            .map(|field| field.columns(&names).map_err(misfit));
        Ok(Plan {
            mapping: self,
            dates: 0,
            columns: columns.collect::<Result<_, _>>()?,
            rows: self.row_plan(&names).map_err(misfit)?,
        })
    }

    fn row_plan(&self, names: &Names) -> Result<Option<RowPlan<'_>>, Reason> {
        if self.rows.says_nothing() {
            return Ok(None);
        }
        self.rows.plan(|source| names.column(source)).map(Some)
    }
}

/// How many rows are looked at for a header.
const MOST_HEADERS: usize = 20;

/// The names of columns over several rows, as one.
fn joined(rows: &[Vec<String>]) -> Vec<String> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut names = vec![String::new(); width];
    for (at, row) in rows.iter().enumerate() {
        let mut left = "";
        for (column, name) in names.iter_mut().enumerate() {
            let own = row.get(column).map_or("", String::as_str);
            // The lowest row names each column by itself.
            let own = if own.is_empty() && at + 1 < rows.len() {
                left
            } else {
                own
            };
            left = own;
            if !own.is_empty() && !name.is_empty() {
                name.push(' ');
            }
            name.push_str(own);
        }
    }
    names
}

impl Field {
    /// The columns of each source. Where an entry names one name several times, each
    /// stands for the next column that has it.
    fn columns(&self, names: &Names) -> Result<Vec<Vec<usize>>, Reason> {
        let of_source = |(at, source): (usize, &Source)| {
            let columns = names.columns(source);
            let same = |other: &&Source| {
                other.squashed == source.squashed && names.columns(other) == columns
            };
            let (named, before) = (
                self.from.iter().filter(same).count(),
                self.from[..at].iter().filter(same),
            );
            let refused = |columns: &[usize]| {
                let (name, line) = (source.name.clone(), source.line);
                Reason::RepeatedColumn(name, columns.len() as u32, line)
            };
            match columns.len() {
                1 if named == 1 && source.place.is_none() => {
                    let all = self.with_others(names, columns[0]);
                    all.map_err(|all| refused(&all))
                }
                0 | 1 if named == 1 => Ok(columns),
                count if named > 1 && count == named => Ok(vec![columns[before.count()]]),
                _ if named == 1 && self.takes_several() => Ok(columns),
                _ => Err(refused(&columns)),
            }
        };
        self.from.iter().enumerate().map(of_source).collect()
    }

    /// A column with those that had its name before a program changed it, or the same as an
    /// error where the answer has one value.
    fn with_others(&self, names: &Names, at: usize) -> Result<Vec<usize>, Vec<usize>> {
        let numbered = names.numbered(at);
        let behind = |column: &usize| names.written[*column].get(names.written[at].len()..);
        let is_dotted = |column| behind(column).is_some_and(|number| number.starts_with('.'));
        let is_certain = numbered.iter().any(is_dotted);
        let mut all = vec![at];
        let is_list = self.takes_several() && self.option.is_none();
        let last = numbered.last().copied().unwrap_or(at);
        if is_list || is_certain {
            all.extend(numbered);
        }
        if is_list {
            all.extend(names.unnamed(last));
        }
        if self.takes_several() || all.len() == 1 {
            Ok(all)
        } else {
            Err(all)
        }
    }

    /// A cell without the mark of its type, which only moments and numbers need.
    pub(super) fn unmarked<'a>(&self, cell: Cow<'a, str>) -> Cow<'a, str> {
        match cell.strip_prefix(TYPED) {
            Some(plain) => match Filled::of(self.to) {
                Filled::Moment | Filled::Time | Filled::Number => cell,
                Filled::Amount => Cow::Owned(typed_count(plain)),
                _ => Cow::Owned(plain.to_owned()),
            },
            None => cell,
        }
    }

    /// The cells of a row made of several: an answer that may have several values has
    /// them all. Whether the rows disagree on one that has a single value, which is told.
    fn unite<'a>(
        &self,
        cells: &mut [Vec<Cow<'a, str>>],
        record: &mut Record<'a>,
        line: u32,
    ) -> bool {
        let mut most = 0;
        for cells in cells.iter_mut() {
            let pieces = cells
                .iter()
                .flat_map(|cell| pieces(cell))
                .collect::<Vec<_>>();
            if pieces.len() < 2 {
                continue;
            }
            *cells = pieces;
            if !self.takes_several() {
                let told = |cell: &Cow<str>| self.written.non_value(cell).is_none();
                if cells.iter().any(told) {
                    cells.retain(told);
                }
                most = most.max(cells.len());
                cells.truncate(1);
            }
        }
        if most < 2 {
            return false;
        }
        let field = self.to.keys()[0];
        let number = field.map_or(0, |(key, _)| record.edition.number(key));
        let mut finding = UNREADABLE_VALUE.finding(number, line).saying(ROWS_DISAGREE);
        let asked = field.and_then(|(key, _)| record.edition.place(key));
        let part = match (asked, self.from.first()) {
            (Some((question, part)), _) => {
                let label = part.label.as_ref().unwrap_or(&question.label);
                Fact::Words(Words::new(&label.sv, &label.en))
            }
            (None, source) => Fact::Value(source.map_or("", |source| &source.name).into()),
        };
        finding = finding.with("part", part).with("times", most as i64);
        finding.field = field;
        record.findings.push(finding);
        true
    }

    /// Whether the answer that it fills may have several values.
    fn takes_several(&self) -> bool {
        self.option.is_some() || Filled::of(self.to) == Filled::Choices
    }
}

/// The values of a cell of a row made of several.
fn pieces<'a>(cell: &Cow<'a, str>) -> Vec<Cow<'a, str>> {
    match cell {
        Cow::Borrowed(cell) => cell.split(BETWEEN).map(Cow::Borrowed).collect(),
        Cow::Owned(cell) => cell
            .split(BETWEEN)
            .map(|piece| Cow::Owned(piece.to_owned()))
            .collect(),
    }
}

impl<'m> Plan<'m> {
    /// Tells which columns hold dates.
    pub(in crate::read) fn hold(&mut self, dates: Dates) {
        self.dates = dates;
    }

    /// Says of findings about rows in which column they are.
    pub(in crate::read) fn place(&self, findings: &mut [Finding]) {
        self.mapping.places(findings, |source| source.name.clone());
    }

    /// How many rows the header has.
    pub(in crate::read) fn header_rows(&self) -> usize {
        self.mapping.header_rows()
    }

    /// Whether a row may be made of several.
    fn is_grouped(&self) -> bool {
        self.rows
            .as_ref()
            .is_some_and(|rows| !rows.group.is_empty())
    }

    /// Says what the columns hold.
    pub(in crate::read) fn roles(&self, roles: &mut Roles) {
        for (field, columns) in self.mapping.fields.iter().zip(&self.columns) {
            let is_controller = matches!(
                field.to.keys()[0],
                Some((Key::ControllerName | Key::ControllerOrganisationNumber, _))
            );
            roles.keys.is_of_one |= is_controller && field.constant.is_some();
            for at in columns.iter().flatten() {
                match field.to.keys()[0] {
                    Some(key) => roles.field(*at, key, self.mapping.edition),
                    None => roles.other(*at),
                }
            }
        }
    }

    /// One row as a record; `cell` gives the text of a column.
    pub(in crate::read) fn record<'a>(
        &self,
        line: u32,
        cell: impl Fn(usize) -> Option<Cow<'a, str>>,
    ) -> Record<'a>
    where
        'm: 'a,
    {
        let mapping = self.mapping;
        let mut record = mapping.record(line);
        let mut noes = Vec::new();
        for (field, columns) in mapping.fields.iter().zip(&self.columns) {
            let (mut lost, mut failed, mut unsaved) = (false, false, false);
            let mut text = |column: &usize| {
                let text = cell(*column);
                lost |= text.is_none();
                failed |= text.as_deref() == Some(ERROR);
                unsaved |= text.as_deref() == Some(UNSAVED);
                text
            };
            let read = columns.iter().filter(|columns| !columns.is_empty());
            let mut cells: Vec<Vec<Cow<str>>> = read
                .map(|columns| columns.iter().filter_map(&mut text).collect())
                .collect();
            let several = self.is_grouped() && field.unite(&mut cells, &mut record, line);
            if lost || several {
                field.give(&mut record, line, Value::Lost);
            } else if failed {
                field.give(&mut record, line, Value::Malformed);
            } else if unsaved {
                field.give(&mut record, line, Value::Unsaved);
            } else {
                noes.extend(mapping.fill(&mut record, field, cells, line, self.dates));
            }
        }
        mapping.tell_nones(&mut record, &noes);
        record
    }
}
