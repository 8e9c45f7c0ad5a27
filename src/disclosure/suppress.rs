//! Decides which cells are suppressed. A small cell is, and with it as many others as are
//! needed so that every suppressed cell has a witness. A witness is a set of suppressed cells
//! that can move up and down together through at least N values, while every sum still holds
//! and no published cell changes. So whoever computes the bounds of a suppressed cell from all
//! that is published finds at least N values within them.

use crate::disclosure::model::{Id, Model, Net, Passage, SINK, State};
use crate::disclosure::search::{Limits, Room, Step, Strength, Way, cheapest};

/// The tables for which no witness was found. They must not be published.
#[derive(Debug, Default)]
pub(super) struct Failed {
    /// The dimensions of such cross tables.
    pub(super) tables: Vec<Vec<Id>>,
    /// The dimensions of which nothing can be published.
    pub(super) dimensions: Vec<Id>,
}

/// Marks small cells, and those that would tell a small count that no table shows.
pub(super) fn primary(model: &mut Model, least: u64) {
    for cell in model
        .cells
        .iter_mut()
        .filter(|cell| cell.shown && (1..least).contains(&cell.value))
    {
        cell.state = State::Primary;
    }
    // Whoever reads the whole and its part knows the rest.
    for at in model.telling(least) {
        let cell = &mut model.cells[at];
        (cell.state, cell.shown) = (State::Primary, true);
    }
}

/// Suppresses until every suppressed cell has its witness.
pub(super) fn secondary(model: &mut Model, least: u64) -> Failed {
    let mut failed = Failed::default();
    // The search asks for twice what the rule asks. The networks do not know every figure
    // that is published (percentages of other rows, sums of data subjects), and those
    // figures may take something from a witness. The attacker of the tests knows them.
    let need = (least - 1) * 2;
    // The cells of one way move together, so floors of 1 cost the way at most one value up
    // and one down. Where there are several ways, each may lose that much.
    let flow_need = need.saturating_sub(2).max(least);
    let failed_edges = model
        .nets
        .iter()
        .map(|net| vec![false; net.edges.len()])
        .collect();
    let mut work = Work {
        need,
        flow_need,
        failed: failed_edges,
    };
    loop {
        Work::twins(model);
        let found = (0..model.nets.len())
            .flat_map(|net| (0..model.nets[net].edges.len()).map(move |edge| (net, edge)))
            .find(|(net, edge)| work.is_open_question(model, *net, *edge));
        let Some((net, edge)) = found else { break };
        let is_one_way = model.nets[net].is_one_way();
        let done = if is_one_way {
            work.one_way(model, net, edge)
        } else {
            work.cross(model, net, edge)
        };
        if !done {
            work.failed[net][edge] = true;
            match model.nets[net].dimensions.as_slice() {
                [one] => insert(&mut failed.dimensions, *one),
                several => insert(&mut failed.tables, several.to_vec()),
            }
        }
    }
    options(model, work.need);
    failed
}

fn insert<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// An option of a multiple choice may be any number up to its base. If the base is small, it is
/// suppressed too.
fn options(model: &mut Model, need: u64) {
    for loose in model.loose.clone() {
        let (cell, base) = (&model.cells[loose.cell], &model.cells[loose.base]);
        let room = base.room().saturating_sub(cell.room());
        if cell.state != State::Open && room < need && base.state == State::Open {
            model.cells[loose.base].state = State::Secondary;
        }
    }
}

/// The state of the search for witnesses.
struct Work {
    need: u64,
    /// What a witness of several ways must reach, with the floors counted in.
    flow_need: u64,
    /// For each network, the edges for which no witness was found.
    failed: Vec<Vec<bool>>,
}

/// A witness in the network of one dimension, with the ways through the cross tables that have
/// that dimension.
struct Move {
    own: Vec<Step>,
    elsewhere: Vec<(usize, Way)>,
    cost: u64,
    room: Room,
    from: usize,
    to: usize,
}

impl Work {
    /// Whether a cell is suppressed and has no witness yet.
    fn is_open_question(&self, model: &Model, net: usize, edge: usize) -> bool {
        let at = model.nets[net].edges[edge].cell;
        let cell = &model.cells[at];
        let matters = cell.shown || model.twins.iter().any(|(a, b)| *a == at || *b == at);
        cell.state != State::Open && !cell.safe && matters && !self.failed[net][edge]
    }

    /// Suppresses a count in both of its places if it is suppressed in one of them.
    fn twins(model: &mut Model) {
        let mut changed = true;
        while changed {
            changed = false;
            for (a, b) in model.twins.clone() {
                for (from, to) in [(a, b), (b, a)] {
                    if model.cells[from].state != State::Open
                        && model.cells[to].state == State::Open
                    {
                        model.cells[to].state = State::Secondary;
                        changed = true;
                    }
                }
            }
        }
    }

    /// Looks for a witness of a cell in a cross table: a cycle within that table.
    fn cross(&self, model: &mut Model, at: usize, edge: usize) -> bool {
        let net = &model.nets[at];
        let this = net.edges[edge];
        let value = model.cells[this.cell].room();
        let mut best: Option<Way> = None;
        for strength in [Strength::Shrinking, Strength::Growing, Strength::Any] {
            if strength == Strength::Growing && value < self.need
                || strength == Strength::Any && best.is_some()
            {
                continue;
            }
            let limits = Limits {
                need: self.need,
                strength,
                not: Some(edge),
                passages: true,
                moved: None,
            };
            let Some(mut way) = cheapest(net, &model.cells, this.to, this.from, limits) else {
                continue;
            };
            way.steps.push(Step::More(edge));
            let room = Room::FREE.through(&way.steps, net, &model.cells);
            if room.span() >= self.need && best.as_ref().is_none_or(|best| way.cost < best.cost) {
                best = Some(way);
            }
        }
        if let Some(way) = best {
            hide(model, at, &way.steps, Mark::Safe);
            return true;
        }
        self.flow(model, at, edge)
    }

    /// Looks for a witness of several ways, which together move up and down as far as the
    /// cells allow.
    fn flow(&self, model: &mut Model, at: usize, edge: usize) -> bool {
        let net = &model.nets[at];
        let this = net.edges[edge];
        let mut used: Vec<Step> = Vec::new();
        let mut total = 0;
        for (start, goal, most) in [
            (this.to, this.from, u64::MAX),
            (this.from, this.to, model.cells[this.cell].slack()),
        ] {
            let mut moved = vec![0i64; net.edges.len()];
            let mut sent = 0;
            while total < self.flow_need && sent < most {
                let limits = Limits {
                    need: self.flow_need - total,
                    strength: Strength::Any,
                    not: Some(edge),
                    passages: false,
                    moved: Some(&moved),
                };
                let Some(way) = cheapest(net, &model.cells, start, goal, limits) else {
                    break;
                };
                let mut amount = (self.flow_need - total).min(most - sent);
                for step in &way.steps {
                    if let Step::Less(at) = step {
                        let left = model.cells[net.edges[*at].cell]
                            .slack()
                            .saturating_add_signed(moved[*at]);
                        amount = amount.min(left);
                    }
                }
                for step in &way.steps {
                    match step {
                        Step::More(at) => moved[*at] += amount as i64,
                        Step::Less(at) => moved[*at] -= amount as i64,
                        Step::Along(_) => {}
                    }
                }
                used.extend(&way.steps);
                total += amount;
                sent += amount;
            }
        }
        if total < self.flow_need {
            return false;
        }
        hide(model, at, &used, Mark::Only);
        model.cells[this.cell].safe = true;
        true
    }

    /// Looks for a witness of a cell in a one-way table: notifications that move from one
    /// value to another, in every cross table too.
    fn one_way(&self, model: &mut Model, at: usize, edge: usize) -> bool {
        let net = &model.nets[at];
        let leaves: Vec<usize> = (0..net.edges.len())
            .filter(|leaf| net.edges[*leaf].to == SINK)
            .collect();
        let parents = parents(net);
        let mut pairs: Vec<(u64, usize, usize)> = Vec::new();
        for x in leaves
            .iter()
            .filter(|leaf| above(net, &parents, **leaf).contains(&edge))
        {
            for y in leaves
                .iter()
                .filter(|leaf| !above(net, &parents, **leaf).contains(&edge))
            {
                let steps = between(net, &parents, *x, *y);
                if Room::FREE.through(&steps, net, &model.cells).span() < self.need {
                    continue;
                }
                let cost = steps.iter().map(|step| self.price(model, net, *step)).sum();
                pairs.push((cost, *x, *y));
            }
        }
        pairs.sort_unstable();
        let mut best: Option<Move> = None;
        for (cost, x, y) in pairs.into_iter().take(12) {
            if best.as_ref().is_some_and(|best| best.cost <= cost) {
                break;
            }
            if let Some(found) = self.moved(model, at, (x, y), &parents)
                && best.as_ref().is_none_or(|best| found.cost < best.cost)
            {
                best = Some(found);
            }
        }
        let Some(found) = best else { return false };
        hide(model, at, &found.own, Mark::Safe);
        for (net, way) in &found.elsewhere {
            hide(model, *net, &way.steps, Mark::Safe);
        }
        Self::open_passage(model, at, &found);
        true
    }

    /// What a step of a one-way table costs. It costs more where there is little room.
    fn price(&self, model: &Model, net: &Net, step: Step) -> u64 {
        let (Step::More(at) | Step::Less(at)) = step else {
            return 0;
        };
        let cell = &model.cells[net.edges[at].cell];
        let weak = matches!(step, Step::Less(_)) && cell.room() < self.need;
        crate::disclosure::search::cost(cell) + u64::from(weak) * 15
    }

    /// The cheapest way to move notifications from value `y` to `x`, or from `x` to `y`,
    /// through every table that has the dimension.
    fn moved(
        &self,
        model: &Model,
        at: usize,
        (x, y): (usize, usize),
        parents: &[Option<usize>],
    ) -> Option<Move> {
        let net = &model.nets[at];
        let own = between(net, parents, x, y);
        let room = Room::FREE.through(&own, net, &model.cells);
        let (from, to) = (net.edges[x].cell, net.edges[y].cell);
        let own_cost = own.iter().map(|step| self.price(model, net, *step)).sum();
        let mut best: Option<Move> = None;
        for strength in [Strength::Shrinking, Strength::Growing, Strength::Any] {
            let bears = match strength {
                Strength::Shrinking => room.up >= self.need,
                Strength::Growing => room.down >= self.need,
                Strength::Any => room.span() >= self.need && best.is_none(),
            };
            if !bears {
                continue;
            }
            let mut found = Move {
                own: own.clone(),
                elsewhere: Vec::new(),
                cost: own_cost,
                room,
                from,
                to,
            };
            if self.routes(model, net.dimensions[0], strength, &mut found)
                && found.room.span() >= self.need
                && best.as_ref().is_none_or(|best| found.cost < best.cost)
            {
                best = Some(found);
            }
        }
        best
    }

    /// Adds the ways of a move through the cross tables. It gives false if one of them has
    /// no way.
    fn routes(&self, model: &Model, dimension: Id, strength: Strength, found: &mut Move) -> bool {
        for (at, net) in model
            .nets
            .iter()
            .enumerate()
            .filter(|(_, net)| !net.is_one_way())
        {
            for (axis, is_row) in [(&net.rows, true), (&net.columns, false)] {
                if axis.dimension != dimension {
                    continue;
                }
                let node = |cell: usize| axis.node(&model.cells[cell]);
                let (Some(x), Some(y)) = (node(found.from), node(found.to)) else {
                    // The cross table has no row for a value that
                    // counts 0.
                    return false;
                };
                let limits = Limits {
                    need: self.need,
                    strength,
                    not: None,
                    passages: false,
                    moved: None,
                };
                let (start, goal) = if is_row { (x, y) } else { (y, x) };
                let Some(way) = cheapest(net, &model.cells, start, goal, limits) else {
                    return false;
                };
                found.room = found.room.through(&way.steps, net, &model.cells);
                found.cost += way.cost;
                found.elsewhere.push((at, way));
            }
        }
        true
    }

    /// Lets other witnesses pass between the two values of a move.
    fn open_passage(model: &mut Model, at: usize, found: &Move) {
        let dimension = model.nets[at].dimensions[0];
        for at in 0..model.nets.len() {
            if model.nets[at].is_one_way() {
                continue;
            }
            for is_row in [true, false] {
                let net = &model.nets[at];
                let axis = if is_row { &net.rows } else { &net.columns };
                if axis.dimension != dimension {
                    continue;
                }
                let node = |cell: usize| axis.node(&model.cells[cell]);
                let (Some(x), Some(y)) = (node(found.from), node(found.to)) else {
                    continue;
                };
                let (x, y) = if is_row { (x, y) } else { (y, x) };
                // Row x grows by what leaves row y.
                model.nets[at].passages.extend([
                    Passage {
                        from: y,
                        to: x,
                        capacity: found.room.up,
                    },
                    Passage {
                        from: x,
                        to: y,
                        capacity: found.room.down,
                    },
                ]);
            }
        }
    }
}

/// Whether all cells of a way have their witness once this way is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Safe,
    Only,
}

/// Suppresses the cells of a way.
fn hide(model: &mut Model, net: usize, steps: &[Step], mark: Mark) {
    for step in steps {
        let (Step::More(at) | Step::Less(at)) = step else {
            continue;
        };
        let cell = &mut model.cells[model.nets[net].edges[*at].cell];
        if cell.state == State::Open {
            cell.state = State::Secondary;
        }
        cell.safe |= mark == Mark::Safe;
    }
}

/// For each node of a one-way network, the edge that leads to it.
fn parents(net: &Net) -> Vec<Option<usize>> {
    let mut parents = vec![None; net.around.len()];
    for (at, edge) in net
        .edges
        .iter()
        .enumerate()
        .filter(|(_, edge)| edge.to != SINK)
    {
        parents[edge.to] = Some(at);
    }
    parents
}

/// The edges from a leaf to the root, with the leaf first.
fn above(net: &Net, parents: &[Option<usize>], leaf: usize) -> Vec<usize> {
    let mut edges = vec![leaf];
    let mut node = net.edges[leaf].from;
    while let Some(edge) = parents[node] {
        edges.push(edge);
        node = net.edges[edge].from;
    }
    edges
}

/// What changes if notifications move from leaf `y` to leaf `x`.
fn between(net: &Net, parents: &[Option<usize>], x: usize, y: usize) -> Vec<Step> {
    let (up, down) = (above(net, parents, x), above(net, parents, y));
    let more = up
        .iter()
        .filter(|edge| !down.contains(edge))
        .map(|edge| Step::More(*edge));
    let less = down
        .iter()
        .filter(|edge| !up.contains(edge))
        .map(|edge| Step::Less(*edge));
    more.chain(less).collect()
}
