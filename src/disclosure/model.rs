//! The counts of a run as cells and networks. A cell is one count, wherever it is published. A
//! network says which cells add up to which. Its edges are cells, and its nodes are sums: what
//! flows into a node flows out of it. Nothing is suppressed in this module.

use std::collections::BTreeMap;

use crate::table::Key;

/// Whether a cell is published, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// The cell is published.
    Open,
    /// The cell is not published, because it is small itself.
    Primary,
    /// The cell is not published, because small cells could be worked out from it.
    Secondary,
}

/// The id of a dimension.
pub(super) type Id = &'static str;

/// Which part of one dimension a cell counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// One value, as a row of a table counts it.
    Of(Key),
    /// All values together: the base.
    Values,
    /// All that is not a value, such as blank and unknown.
    Others,
    /// All values of a multiple choice, with each notification counted once.
    Any,
    /// All notifications that were shown the question.
    Shown,
    /// All values that are part of one value of a coarser dimension, or of one class.
    Group(Key),
}

impl Part {
    /// The part that a row with this key counts.
    pub(super) fn of(key: &Key) -> Self {
        Self::Of(key.clone())
    }

    /// The whole that a key belongs to: all values, or all that is not a value.
    pub(super) fn whole(key: &Key) -> Self {
        if key.is_value() {
            Self::Values
        } else {
            Self::Others
        }
    }
}

/// What a cell counts: a part of each dimension, in the order of the dimensions' ids.
pub(super) type Name = Vec<(Id, Part)>;

/// One count.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) name: Name,
    pub(super) value: u64,
    pub(super) state: State,
    /// Whether the cell stands in a table. Other cells follow from published ones.
    pub(super) shown: bool,
    /// Whether a witness shows that the cell may have enough other values.
    pub(super) safe: bool,
    /// What else is lost if the cell is suppressed.
    pub(super) extra: u64,
    /// The least value that the cell can have, from what everybody knows. A row that is
    /// written only if it counts something is at least 1. Those who were late are at least
    /// those whose time to report lies beyond the limit.
    pub(super) floor: u64,
    /// How much of the value the release before published. Only what came since can be otherwise.
    pub(super) before: u64,
    /// The cell that it is part of, where no table shows the rest of that cell.
    pub(super) part_of: Option<usize>,
}

impl Cell {
    /// Whether it counts single values, and is no sum.
    fn is_leaf(&self) -> bool {
        self.name
            .iter()
            .all(|(_, part)| matches!(part, Part::Of(_)))
    }

    /// Whether it counts what is no value, of some dimension.
    pub(super) fn is_aside(&self) -> bool {
        let is_other = |part: &Part| match part {
            Part::Of(key) => !key.is_value(),
            Part::Others => true,
            Part::Values | Part::Any | Part::Shown | Part::Group(_) => false,
        };
        self.name.iter().any(|(_, part)| is_other(part))
    }

    /// By how much the true value could be less.
    pub(super) fn slack(&self) -> u64 {
        self.value.saturating_sub(self.floor.max(self.before))
    }

    /// What a cell counts beside this one, its part: what of it came since the release before.
    fn rest(&self, whole: &Self) -> u64 {
        let now = whole.value.saturating_sub(self.value);
        now.saturating_sub(whole.before.saturating_sub(self.before))
    }

    /// By how much the true value could be more. A part of a published cell is no more than that.
    pub(super) fn head(&self, cells: &[Self]) -> u64 {
        let whole = self.part_of.map(|at| &cells[at]);
        let whole = whole.filter(|whole| whole.state == State::Open);
        whole.map_or(u64::MAX, |whole| self.rest(whole))
    }

    /// By how much the cell may shrink with all others of one way. A floor of 1 is not heeded:
    /// it costs a way one value at most.
    pub(super) fn room(&self) -> u64 {
        if self.floor > 1 {
            self.slack()
        } else {
            self.value.saturating_sub(self.before)
        }
    }
}

/// A cell as an edge between two sums.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) cell: usize,
}

/// The nodes that stand for the values of a dimension.
#[derive(Debug, Clone, Default)]
pub(super) struct Axis {
    pub(super) dimension: Id,
    pub(super) nodes: BTreeMap<Key, usize>,
}

impl Axis {
    /// The node of the value that a cell of a one-way table counts.
    pub(super) fn node(&self, cell: &Cell) -> Option<usize> {
        match cell.name.as_slice() {
            [(id, Part::Of(key))] if *id == self.dimension => self.nodes.get(key).copied(),
            _ => None,
        }
    }
}

/// A pair of values. Notifications may be moved from one to the other without a change of any
/// published count. The two sums of a cross table may differ by that much.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) capacity: u64,
}

/// The cells of one table, and how they add up.
#[derive(Debug, Clone, Default)]
pub(super) struct Net {
    /// The dimensions of its table.
    pub(super) dimensions: Vec<Id>,
    pub(super) edges: Vec<Edge>,
    /// For each node, its edges.
    pub(super) around: Vec<Vec<usize>>,
    /// The rows and columns of a cross table. A one-way table has none.
    pub(super) rows: Axis,
    pub(super) columns: Axis,
    pub(super) passages: Vec<Passage>,
}

/// The node from which every sum of a one-way table comes: all notifications.
pub(super) const ROOT: usize = 0;
/// The node that every value of a one-way table ends in.
pub(super) const SINK: usize = 1;

impl Net {
    /// A network of two nodes, the root and the sink.
    pub(super) fn new(dimensions: &[Id]) -> Self {
        Self {
            dimensions: dimensions.to_vec(),
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

    /// The cells of single values, which the others are sums of.
    pub(super) fn leaves(&self, cells: &[Cell]) -> Vec<usize> {
        let all = self.edges.iter().map(|edge| edge.cell);
        all.filter(|at| cells[*at].is_leaf()).collect()
    }

    /// The cells that are sums, each with the cells of single values that it is the sum of.
    pub(super) fn sums(&self, cells: &[Cell]) -> Vec<(usize, Vec<usize>)> {
        let axes = [&self.rows, &self.columns];
        let is_end = |node: usize| {
            let is_axis = |axis: &&Axis| axis.nodes.values().any(|own| *own == node);
            axes.iter().any(is_axis) || self.is_one_way() && (node == ROOT || node == SINK)
        };
        let mut sums = Vec::new();
        for edge in self.edges.iter().filter(|edge| !cells[edge.cell].is_leaf()) {
            // From the row or from the root on, what flows on is the sum; else what flows in is.
            let onwards = !is_end(edge.to);
            let (mut nodes, mut leaves) =
                (vec![if onwards { edge.to } else { edge.from }], Vec::new());
            while let Some(node) = nodes.pop() {
                for at in &self.around[node] {
                    let other = self.edges[*at];
                    let (near, far) = if onwards {
                        (other.from, other.to)
                    } else {
                        (other.to, other.from)
                    };
                    if near != node {
                        continue;
                    }
                    if cells[other.cell].is_leaf() {
                        leaves.push(other.cell);
                    } else {
                        nodes.push(far);
                    }
                }
            }
            sums.push((edge.cell, leaves));
        }
        sums
    }

    pub(super) fn is_one_way(&self) -> bool {
        self.dimensions.len() == 1
    }
}

/// Adds an option of a multiple choice. It does not add up to anything, but it is part of a
/// base.
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
    /// Cells that hold the same count by definition.
    pub(super) twins: Vec<(usize, usize)>,
    index: BTreeMap<Name, usize>,
}

/// The name of a cell from its parts, in any order.
fn name(parts: impl IntoIterator<Item = (Id, Part)>) -> Name {
    let mut name: Name = parts.into_iter().collect();
    name.sort();
    name
}

impl Model {
    /// The cell of these parts. It is made when it is first asked for.
    pub(super) fn cell(
        &mut self,
        parts: impl IntoIterator<Item = (Id, Part)>,
        value: u64,
    ) -> usize {
        let name = name(parts);
        if let Some(at) = self.index.get(&name) {
            return *at;
        }
        self.cells.push(Cell {
            name: name.clone(),
            value,
            state: State::Open,
            shown: false,
            safe: false,
            extra: 0,
            floor: 0,
            before: 0,
            part_of: None,
        });
        self.index.insert(name, self.cells.len() - 1);
        self.cells.len() - 1
    }

    /// A cell that stands in a table.
    pub(super) fn shown(
        &mut self,
        parts: impl IntoIterator<Item = (Id, Part)>,
        value: u64,
    ) -> usize {
        let at = self.cell(parts, value);
        self.cells[at].shown = true;
        at
    }

    /// A cell whose row is written only because it counts something.
    pub(super) fn at_least_one(&mut self, at: usize) {
        let cell = &mut self.cells[at];
        cell.floor = cell.value.min(1);
    }

    /// A cell that can be no less than others together.
    pub(super) fn at_least(&mut self, at: usize, least: u64) {
        let cell = &mut self.cells[at];
        cell.floor = cell.floor.max(least).min(cell.value);
    }

    /// Says that a cell is part of another, of which no table shows the rest.
    pub(super) fn part(&mut self, at: usize, whole: usize) {
        if self.cells[at].value <= self.cells[whole].value {
            self.cells[at].part_of = Some(whole);
        }
    }

    /// The parts whose rest would be a small count that published counts tell: it is the whole
    /// less its part.
    pub(super) fn telling(&self, least: u64) -> Vec<usize> {
        let is_small = |count: u64| (1..least).contains(&count);
        let tells = |cell: &Cell| {
            let whole = cell.part_of.map(|at| &self.cells[at]);
            whole.is_some_and(|whole| {
                let now = whole.value.saturating_sub(cell.value);
                whole.state == State::Open && (is_small(now) || is_small(cell.rest(whole)))
            })
        };
        let places = 0..self.cells.len();
        places.filter(|at| tells(&self.cells[*at])).collect()
    }

    /// The cell of these parts, if the run counts it.
    pub(super) fn find(&self, parts: impl IntoIterator<Item = (Id, Part)>) -> Option<usize> {
        self.index.get(&name(parts)).copied()
    }

    /// Whether the cell of these parts is suppressed. A cell that the run does not count is
    /// not.
    pub(super) fn is_hidden(&self, parts: impl IntoIterator<Item = (Id, Part)>) -> bool {
        self.find(parts)
            .is_some_and(|at| self.cells[at].state != State::Open)
    }

    /// The same cells with what came since the release before as their values.
    pub(super) fn of_differences(&self) -> Self {
        let cell = |cell: &Cell| Cell {
            value: cell.room(),
            name: cell.name.clone(),
            ..*cell
        };
        Self {
            cells: self.cells.iter().map(cell).collect(),
            index: self.index.clone(),
            ..Self::default()
        }
    }

    /// Whether any cell with a fitting name is suppressed.
    pub(super) fn hides_any(&self, fits: impl Fn(&[(Id, Part)]) -> bool) -> bool {
        self.cells
            .iter()
            .any(|cell| cell.state != State::Open && fits(&cell.name))
    }
}
