//! An attacker on published figures. The attacker knows the definitions of the
//! tables, has everything that a run published, and wants to know the suppressed
//! cells. Each count is an unknown. Each definition and each published figure is a
//! constraint. A linear program gives the bounds of every suppressed cell. The
//! attacker shares no code with the suppression.
#![allow(dead_code, unreachable_pub, reason = "no test file uses all of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

mod definitions;
mod solve;

pub use definitions::{COLUMNS, DIMENSIONS, DRAFT, Form, IMY, OTHER, WITHHELD};

/// How the names of counts begin that no table shows.
const FOLLOWS: &str = "follows: ";

/// One published table.
#[derive(Debug, Clone)]
pub struct Published {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// All published tables by id.
pub type Tables = BTreeMap<String, Published>;

/// The tables of a report folder.
pub fn read(folder: &Path) -> Tables {
    let mut tables = Tables::new();
    for entry in std::fs::read_dir(folder.join("tables")).expect("tables") {
        let path = entry.expect("an entry").path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        assert_eq!(ending, Some("csv"), "nobody attacks {}", path.display());
        let id = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let mut reader = csv::Reader::from_path(&path).expect("a CSV file");
        let header = reader
            .headers()
            .expect("a header")
            .iter()
            .map(str::to_owned)
            .collect();
        let rows = reader
            .records()
            .map(|row| row.expect("a row").iter().map(str::to_owned).collect());
        tables.insert(id, Published::new(header, rows.collect()));
    }
    tables
}

impl Published {
    /// A table as published; one that is withheld has no rows to learn from.
    pub fn new(header: Vec<String>, mut rows: Vec<Vec<String>>) -> Self {
        rows.retain(|row| row[0] != "(withheld)");
        Self { header, rows }
    }

    pub fn at(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }
}

/// `sum of coefficient * unknown` lies between two bounds.
#[derive(Debug, Clone)]
pub struct Constraint {
    pub terms: Vec<(usize, f64)>,
    pub low: f64,
    pub high: f64,
    /// What says so.
    pub why: String,
}

/// What is known.
#[derive(Debug, Default)]
pub struct System {
    names: BTreeMap<String, usize>,
    /// The published value of each unknown, if it is published.
    pub known: Vec<Option<f64>>,
    pub constraints: Vec<Constraint>,
    /// Suppressed cells, by unknown, with the tables that show them.
    pub targets: BTreeMap<usize, BTreeSet<String>>,
    /// Unknowns that count something, since their row is there.
    pub positive: BTreeSet<usize>,
    /// How many notifications there are.
    pub all: f64,
    /// The form that they are made on.
    pub form: Form,
}

/// Bounds of a suppressed cell.
#[derive(Debug, Clone)]
pub struct Bounds {
    pub cell: String,
    pub tables: BTreeSet<String>,
    pub low: f64,
    pub high: f64,
}

impl Bounds {
    /// How many whole numbers lie within.
    pub fn values(&self) -> i64 {
        (self.high + 1e-6).floor() as i64 - (self.low - 1e-6).ceil() as i64 + 1
    }
}

impl System {
    /// Everything that the tables and their definitions say, of notifications on the form
    /// of the default edition. `all` is their number, which the summary tells.
    pub fn new(tables: &Tables, all: u64) -> Self {
        Self::on(IMY, tables, all)
    }

    /// The same of notifications on another form.
    pub fn on(form: Form, tables: &Tables, all: u64) -> Self {
        let mut system = Self {
            all: all as f64,
            form,
            ..Self::default()
        };
        definitions::state(&mut system, tables);
        system
    }

    /// Everything that two releases say of which the second counts what the first does, and more:
    /// no count of the second is less. The differences are unknowns, too; those that `is_target`
    /// says are attacked.
    pub fn after(self, before: &Self, is_target: impl Fn(&str) -> bool) -> Self {
        let mut both = self;
        let names: Vec<(String, usize)> = before
            .names
            .iter()
            .map(|(name, at)| (name.clone(), *at))
            .collect();
        let mut places = vec![0; before.known.len()];
        for (name, at) in &names {
            let own = both.unknown(&format!("before: {name}"));
            places[*at] = own;
            both.known[own] = before.known[*at];
            if let Some(tables) = before.targets.get(at) {
                both.targets.insert(own, tables.clone());
            }
            if before.positive.contains(at) {
                both.positive.insert(own);
            }
        }
        for constraint in &before.constraints {
            let terms = constraint.terms.iter();
            let terms = terms.map(|(at, factor)| (places[*at], *factor)).collect();
            let why = format!("before: {}", constraint.why);
            both.between(terms, constraint.low, constraint.high, why);
        }
        for (name, at) in names {
            let Some(now) = both.names.get(&name).copied() else {
                continue;
            };
            let difference = both.unknown(&format!("difference: {name}"));
            let known = both.known[now].zip(before.known[at]);
            both.known[difference] = known.map(|(now, before)| now - before);
            if is_target(&name) {
                let told = BTreeSet::from(["both".to_owned()]);
                both.targets.insert(difference, told);
            }
            let terms = vec![(now, 1.0), (places[at], -1.0), (difference, -1.0)];
            both.equal(terms, 0.0, format!("difference: {name}"));
        }
        both
    }

    /// What is true of a name.
    pub fn truth(&self, name: &str) -> Option<f64> {
        self.value(name)
    }

    /// The unknown of a name.
    pub fn unknown(&mut self, name: &str) -> usize {
        if let Some(at) = self.names.get(name) {
            return *at;
        }
        self.known.push(None);
        self.names.insert(name.to_owned(), self.known.len() - 1);
        self.known.len() - 1
    }

    /// The names of all unknowns.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    pub fn has(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The unknown of a published cell: fixed if it is told, a target if not.
    pub fn cell(&mut self, name: &str, text: &str, table: &str) -> usize {
        let at = self.unknown(name);
        if text == ":c" {
            self.targets.entry(at).or_default().insert(table.to_owned());
        } else if let Ok(value) = text.parse::<f64>() {
            self.known[at] = Some(value);
        }
        at
    }

    pub fn equal(&mut self, terms: Vec<(usize, f64)>, value: f64, why: impl Into<String>) {
        self.between(terms, value, value, why);
    }

    pub fn between(
        &mut self,
        terms: Vec<(usize, f64)>,
        low: f64,
        high: f64,
        why: impl Into<String>,
    ) {
        self.constraints.push(Constraint {
            terms,
            low,
            high,
            why: why.into(),
        });
    }

    /// A count that no table shows and that others make up: attacked like a suppressed cell. Only
    /// where it is small is it a secret.
    pub fn follows(&mut self, name: &str, mut terms: Vec<(usize, f64)>) {
        let own = self.unknown(&format!("{FOLLOWS}{name}"));
        let known = terms
            .iter()
            .map(|(at, factor)| Some(self.known[*at]? * factor));
        self.known[own] = known.sum();
        let nowhere = BTreeSet::from(["no table".to_owned()]);
        self.targets.insert(own, nowhere);
        terms.push((own, -1.0));
        self.equal(terms, 0.0, format!("{name} follows"));
    }

    /// Whether a cell of this name is a secret, as is true: no zero, and no count that follows
    /// from others and is not small.
    pub fn is_secret(&self, cell: &str, least: u64) -> bool {
        let is_small = |count: f64| (1.0..least as f64).contains(&count);
        if cell.starts_with(FOLLOWS) {
            return self.value(cell).is_some_and(is_small);
        }
        !self.is_zero(cell)
    }

    /// What is true of a name. What is counted together is the sum of what it counts.
    fn value(&self, name: &str) -> Option<f64> {
        if let Some(at) = self.names.get(name) {
            return self.known[*at];
        }
        let parts = definitions::counted(name)?;
        // A combination that is not written counts nothing.
        let of = |name: &String| self.names.get(name).map_or(Some(0.0), |at| self.known[*at]);
        parts.iter().map(of).sum()
    }

    /// What the truth breaks: a definition that the attacker has wrong.
    pub fn broken_by(&self, truth: &Self) -> Vec<String> {
        let value: BTreeMap<usize, f64> = self
            .names
            .iter()
            .filter_map(|(name, at)| Some((*at, truth.value(name)?)))
            .collect();
        let mut broken = Vec::new();
        for constraint in &self.constraints {
            let terms: Option<Vec<f64>> = constraint
                .terms
                .iter()
                .map(|(at, factor)| Some(value.get(at)? * factor))
                .collect();
            let Some(terms) = terms else { continue };
            let sum: f64 = terms.iter().sum();
            if sum < constraint.low - 1e-6 || sum > constraint.high + 1e-6 {
                broken.push(constraint.why.clone());
            }
        }
        broken
    }

    /// Whether the cell of this name is known to be zero.
    pub fn is_zero(&self, cell: &str) -> bool {
        self.value(cell) == Some(0.0)
    }

    /// The suppressed cells of which fewer than `least` values are possible, and
    /// how many cells were attacked.
    pub fn attack(&self, least: u64) -> (Vec<Bounds>, usize) {
        let name_of: BTreeMap<usize, &String> =
            self.names.iter().map(|(name, at)| (*at, name)).collect();
        let bounds = solve::bounds(self, least);
        let all: Vec<Bounds> = bounds
            .into_iter()
            .map(|(at, (low, high))| Bounds {
                cell: name_of[&at].clone(),
                tables: self.targets[&at].clone(),
                low,
                high,
            })
            .collect();
        let attacked = all.len();
        (
            all.into_iter()
                .filter(|bounds| bounds.values() < least as i64)
                .collect(),
            attacked,
        )
    }
}
