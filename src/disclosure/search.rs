//! Finds the cheapest ways through a network. A way is a set of cells that change together when
//! one cell has another value and every sum still holds. Nothing is decided in this module.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::disclosure::model::{Cell, Net, State};

/// One cell on a way, or one passage between two values of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The cell grows by the amount that flows.
    More(usize),
    /// The cell shrinks by that amount.
    Less(usize),
    /// A passage, named by its position.
    Along(usize),
}

/// A way and its cost.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    pub(super) steps: Vec<Step>,
    pub(super) cost: u64,
}

/// Which cells must be able to take part in a move of `need` notifications at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// The cells that shrink.
    Shrinking,
    /// The cells that grow, because the move is searched for in the other direction.
    Growing,
    /// None. What the way can take is examined afterwards.
    Any,
}

/// What a search may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits<'l> {
    /// How far a cell must be able to move.
    pub(super) need: u64,
    pub(super) strength: Strength,
    /// An edge that the search must not use.
    pub(super) not: Option<usize>,
    /// Whether the search may use passages between values.
    pub(super) passages: bool,
    /// How far each edge has been moved already, if there are several ways. Such ways heed
    /// the floor of every cell.
    pub(super) moved: Option<&'l [i64]>,
}

/// What it costs to suppress a cell. It costs nothing if the cell is suppressed already, more if
/// it is large, and very much if it is zero. What is no value costs half: readers ask for it least.
pub(super) fn cost(cell: &Cell) -> u64 {
    if cell.state != State::Open {
        return 0;
    }
    let size = match (cell.shown, cell.is_aside()) {
        (false, _) => 0,
        (true, is_aside) => {
            let size = 10 + 3 * u64::from(64 - cell.value.leading_zeros());
            if is_aside { size / 2 } else { size }
        }
    };
    let zero = if cell.value == 0 { 4000 } else { 0 };
    size + zero + cell.extra
}

/// Finds the cheapest way from one node to another.
pub(super) fn cheapest(
    net: &Net,
    cells: &[Cell],
    from: usize,
    to: usize,
    limits: Limits,
) -> Option<Way> {
    let mut best: Vec<u64> = vec![u64::MAX; net.around.len()];
    let mut came: Vec<Option<(usize, Step)>> = vec![None; net.around.len()];
    let mut heap = BinaryHeap::from([Reverse((0u64, from))]);
    best[from] = 0;
    while let Some(Reverse((so_far, node))) = heap.pop() {
        if node == to {
            break;
        }
        if so_far > best[node] {
            continue;
        }
        let mut reach = |next: usize, step: Step, cost: u64| {
            let total = so_far + cost + 1;
            if total < best[next] {
                best[next] = total;
                came[next] = Some((node, step));
                heap.push(Reverse((total, next)));
            }
        };
        for at in &net.around[node] {
            let edge = net.edges[*at];
            if limits.not == Some(*at) {
                continue;
            }
            let cell = &cells[edge.cell];
            let left = limits.moved.map_or(cell.room(), |moved| {
                cell.slack().saturating_add_signed(moved[*at])
            });
            if edge.from == node
                && let Some(penalty) = grows(left, limits)
            {
                reach(edge.to, Step::More(*at), cost(cell) + penalty);
            }
            if edge.to == node
                && let Some(penalty) = shrinks(left, limits)
            {
                reach(edge.from, Step::Less(*at), cost(cell) + penalty);
            }
        }
        for (at, passage) in net.passages.iter().enumerate().filter(|_| limits.passages) {
            let enough = if limits.strength == Strength::Any {
                1
            } else {
                limits.need
            };
            if passage.from == node && passage.capacity >= enough {
                reach(passage.to, Step::Along(at), 0);
            }
        }
    }
    walked(&came, from, to).map(|steps| Way {
        steps,
        cost: best[to],
    })
}

/// The penalty if a cell grows, or `None` if it cannot grow so far.
fn grows(left: u64, limits: Limits) -> Option<u64> {
    match limits.strength {
        Strength::Growing => (left >= limits.need).then_some(0),
        _ => Some(0),
    }
}

/// The penalty if a cell shrinks, or `None` if it cannot shrink so far.
fn shrinks(left: u64, limits: Limits) -> Option<u64> {
    match limits.strength {
        Strength::Shrinking => (left >= limits.need).then_some(0),
        Strength::Growing => Some(0),
        Strength::Any => (left > 0).then_some(if left < limits.need { 15 } else { 0 }),
    }
}

fn walked(came: &[Option<(usize, Step)>], from: usize, to: usize) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut node = to;
    while node != from {
        let (before, step) = came[node]?;
        steps.push(step);
        node = before;
    }
    steps.reverse();
    Some(steps)
}

/// How far all cells of a way may move together. The smallest cell that shrinks limits the move
/// in one direction, the smallest that grows limits it in the other. A part of a published cell
/// also limits how far it may grow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) up: u64,
    pub(super) down: u64,
}

impl Room {
    /// The room of a way without steps, which has no bound.
    pub(super) const FREE: Self = Self {
        up: u64::MAX,
        down: u64::MAX,
    };

    /// The room if these steps limit it, too.
    pub(super) fn through(mut self, steps: &[Step], net: &Net, cells: &[Cell]) -> Self {
        for step in steps {
            match step {
                Step::More(at) => {
                    let cell = &cells[net.edges[*at].cell];
                    self.down = self.down.min(cell.room());
                    self.up = self.up.min(cell.head(cells));
                }
                Step::Less(at) => {
                    let cell = &cells[net.edges[*at].cell];
                    self.up = self.up.min(cell.room());
                    self.down = self.down.min(cell.head(cells));
                }
                Step::Along(at) => {
                    let passage = net.passages[*at];
                    self.up = self.up.min(passage.capacity);
                    let back = net
                        .passages
                        .iter()
                        .find(|other| other.from == passage.to && other.to == passage.from)
                        .map_or(0, |other| other.capacity);
                    self.down = self.down.min(back);
                }
            }
        }
        self
    }

    /// How many values that makes, besides the true one.
    pub(super) fn span(self) -> u64 {
        self.up.saturating_add(self.down)
    }
}
