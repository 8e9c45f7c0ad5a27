//! The counts of a run as cells and networks. A cell is one count, wherever it
//! is published. A network says which cells add up to which: its nodes are sums
//! that hold, its edges are cells, and what flows into a node flows out of it.
//! Nothing is suppressed here.

use std::collections::BTreeMap;

/// Why a cell is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It is published.
    Open,
    /// It is small itself.
    Primary,
    /// Others could be worked out from it.
    Secondary,
}

/// One count.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) value: u64,
    pub(super) state: State,
    /// Whether it stands in a table; others follow from published ones.
    pub(super) shown: bool,
    /// Whether a witness shows that it may have enough other values.
    pub(super) safe: bool,
    /// What is lost with it, besides itself.
    pub(super) extra: u64,
    /// The least that it may be for all that is known: a row that is written
    /// only when it counts something is at least 1.
    pub(super) floor: u64,
}

impl Cell {
    /// By how much it may be less.
    pub(super) fn slack(&self) -> u64 {
        self.value.saturating_sub(self.floor)
    }
}

/// A cell between two sums.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) cell: usize,
}

/// The nodes that stand for the values of a dimension.
#[derive(Debug, Clone, Default)]
pub(super) struct Axis {
    pub(super) dimension: String,
    pub(super) nodes: BTreeMap<String, usize>,
}

/// A pair of values between which notifications may be moved without any
/// published count changing: what the two sums of a cross table may differ by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) capacity: u64,
}

/// The cells of one table and how they add up.
#[derive(Debug, Clone, Default)]
pub(super) struct Net {
    /// The table's id.
    pub(super) table: String,
    pub(super) edges: Vec<Edge>,
    /// For each node its edges.
    pub(super) around: Vec<Vec<usize>>,
    /// Rows and columns of a cross table; none of a one-way table.
    pub(super) rows: Axis,
    pub(super) columns: Axis,
    pub(super) passages: Vec<Passage>,
}

/// The node that every sum of a one-way table comes from: all notifications.
pub(super) const ROOT: usize = 0;
/// The node that every value of a one-way table ends in.
pub(super) const SINK: usize = 1;

impl Net {
    /// A net of two nodes, root and sink.
    pub(super) fn new(table: &str) -> Self {
        Self {
            table: table.to_owned(),
            around: vec![Vec::new(), Vec::new()],
            ..Self::default()
        }
    }

    pub(super) fn node(&mut self) -> usize {
        self.around.push(Vec::new());
        self.around.len() - 1
    }

    pub(super) fn edge(&mut self, from: usize, to: usize, cell: usize) {
        let at = self.edges.len();
        self.edges.push(Edge { from, to, cell });
        self.around[from].push(at);
        self.around[to].push(at);
    }

    pub(super) fn is_one_way(&self) -> bool {
        self.rows.nodes.is_empty()
    }
}

/// An option of a multiple choice: it adds up to nothing, but is part of a base.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loose {
    pub(super) cell: usize,
    pub(super) base: usize,
}

/// All cells of a run.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) cells: Vec<Cell>,
    pub(super) nets: Vec<Net>,
    pub(super) loose: Vec<Loose>,
    /// Cells that are the same count by definition.
    pub(super) twins: Vec<(usize, usize)>,
    index: BTreeMap<String, usize>,
}

/// What a cell counts: values of dimensions, in any order.
pub(super) fn key(parts: &[(&str, &str)]) -> String {
    let mut parts: Vec<String> = parts
        .iter()
        .map(|(dimension, value)| format!("{dimension}\u{1f}{value}"))
        .collect();
    parts.sort();
    parts.join("\u{1e}")
}

/// Stands for all values of a dimension together: the base.
pub(super) const VALUES: &str = "\u{1f}values";
/// Stands for all non-values together.
pub(super) const OTHERS: &str = "\u{1f}others";

impl Model {
    /// The cell of a key; a new one the first time.
    pub(super) fn cell(&mut self, key: String, value: u64) -> usize {
        if let Some(at) = self.index.get(&key) {
            return *at;
        }
        self.cells.push(Cell {
            value,
            state: State::Open,
            shown: false,
            safe: false,
            extra: 0,
            floor: 0,
        });
        self.index.insert(key, self.cells.len() - 1);
        self.cells.len() - 1
    }

    /// A cell that stands in a table.
    pub(super) fn shown(&mut self, key: String, value: u64) -> usize {
        let at = self.cell(key, value);
        self.cells[at].shown = true;
        at
    }

    /// A cell whose row tells that it counts something.
    pub(super) fn at_least_one(&mut self, at: usize) {
        let cell = &mut self.cells[at];
        cell.floor = cell.value.min(1);
    }

    pub(super) fn find(&self, parts: &[(&str, &str)]) -> Option<usize> {
        self.index.get(&key(parts)).copied()
    }

    /// Whether the cell of a key is suppressed; one that is not counted is not.
    pub(super) fn is_hidden(&self, parts: &[(&str, &str)]) -> bool {
        self.find(parts)
            .is_some_and(|at| self.cells[at].state != State::Open)
    }
}

impl Model {
    /// All cells with their keys, in the order of the keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&str, &Cell)> {
        self.index
            .iter()
            .map(|(name, at)| (name.as_str(), &self.cells[*at]))
    }
}
