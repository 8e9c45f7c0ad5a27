//! Decides which rows are counted together before a table is withheld. The steps are data: first
//! all that is no value, then rare values and narrow bands, up to a bound that grows. Nothing is
//! counted or merged in this module.

use std::collections::BTreeMap;

use crate::statistics::{Dimension, Structure, Tells};
use crate::table::{Key, Other, Table};
use crate::value::{Band, parse_band};

/// What a step of the ladder counts together, in tables that need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rung {
    /// All that is no value, in every two-way table.
    NonValues,
    /// Values of fewer notifications than so many times the least count.
    Rare(u64),
}

/// The steps, in their order.
pub(super) const LADDER: [Rung; 6] = [
    Rung::NonValues,
    Rung::Rare(2),
    Rung::Rare(5),
    Rung::Rare(10),
    Rung::Rare(20),
    Rung::Rare(40),
];

/// What counts everything together that is not shown by itself.
pub(super) const MERGED: Key = Key::Other(Other::Merged);

/// For each dimension of a table, the keys that are counted under another key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Merge(pub(super) [BTreeMap<Key, Key>; 2]);

impl Merge {
    /// The key under which a key of a dimension is counted.
    pub(super) fn to<'k>(&'k self, axis: usize, key: &'k Key) -> &'k Key {
        self.0[axis].get(key).unwrap_or(key)
    }
}

/// The merges of tables, by id.
pub(super) type Merges = BTreeMap<String, Merge>;

/// How values lie beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// They have no order. Rare ones are counted together.
    None,
    /// They are bands or years. A rare one is counted with its neighbour.
    Spans,
    /// A notification may have several of them, or another table counts parts of them. They
    /// stay apart.
    Fixed,
}

/// Values of one dimension that are counted together.
#[derive(Debug, Clone)]
struct Group {
    members: Vec<Key>,
    total: u64,
}

/// The values of one dimension of a table while they are merged.
#[derive(Debug)]
struct Axis {
    order: Order,
    groups: Vec<Group>,
    /// What is not shown by itself.
    rest: Group,
}

/// Merges what is no value, in all these tables.
pub(super) fn non_values(tables: &[&Table]) -> Merges {
    let merge = |table: &&Table| {
        let mut merge = Merge::default();
        for (axis, at) in table.keys().into_iter().take(2).enumerate() {
            let keys = table.rows.iter().filter_map(|row| row[at].key());
            let others = keys.filter(|key| matches!(key, Key::Other(_)));
            merge.0[axis] = others.map(|key| (key.clone(), MERGED)).collect();
        }
        (table.id.clone(), merge)
    };
    tables.iter().map(merge).collect()
}

/// Merges values of a two-way table that count fewer notifications than `bound`, the rarest
/// first. At least half of its rows of two values are kept, and at least three.
pub(super) fn rare(table: &Table, bound: u64, orders: [Order; 2]) -> Merge {
    let mut axes = axes(table, orders);
    let rows = |axes: &[Axis; 2]| axes[0].groups.len() * axes[1].groups.len();
    let least = rows(&axes).div_ceil(2).max(3);
    while let Some((_, axis)) = (0..2)
        .filter_map(|at| Some((axes[at].rarest(bound)?, at)))
        .min()
    {
        let other = axes[1 - axis].groups.len();
        if (axes[axis].groups.len() - 1) * other < least {
            axes[axis].order = Order::Fixed;
        } else {
            axes[axis].merge();
        }
    }
    Merge(axes.map(Axis::keys))
}

fn axes(table: &Table, orders: [Order; 2]) -> [Axis; 2] {
    let count = table.column("notifications");
    let mut at = 0;
    orders.map(|order| {
        let mut totals: BTreeMap<&Key, u64> = BTreeMap::new();
        for row in &table.rows {
            if let (Some(key), Some(count)) = (row[at].key(), count) {
                *totals.entry(key).or_default() += row[count].count().unwrap_or(0);
            }
        }
        at += 2;
        let group = |(key, total): (&Key, &u64)| Group {
            members: vec![key.clone()],
            total: *total,
        };
        let values = totals.iter().filter(|(key, _)| key.is_value());
        let mut groups: Vec<Group> = values.map(|(key, total)| group((key, total))).collect();
        groups.sort_by_key(|own| parse_band(own.members[0].id()).map(|band| band.min));
        let others = totals.iter().filter(|(key, _)| !key.is_value());
        Axis {
            order,
            groups,
            rest: Group {
                members: others.clone().map(|(key, _)| (*key).clone()).collect(),
                total: others.map(|(_, total)| total).sum(),
            },
        }
    })
}

impl Axis {
    /// The total of the rarest group, if it counts too few. What is not shown by itself must
    /// count enough, too.
    fn rarest(&self, bound: u64) -> Option<u64> {
        let least = self.groups.iter().map(|own| own.total).min();
        let rest = Some(self.rest.total).filter(|rest| *rest > 0 && self.order == Order::None);
        let rarest = least.into_iter().chain(rest).min();
        rarest.filter(|total| *total < bound && self.order != Order::Fixed && self.groups.len() > 2)
    }

    /// Counts the rarest value with others.
    fn merge(&mut self) {
        let totals = self.groups.iter().map(|own| own.total).enumerate();
        let Some((at, _)) = totals.min_by_key(|(_, total)| *total) else {
            return;
        };
        let rare = self.groups.remove(at);
        let into = match self.order {
            Order::None | Order::Fixed => &mut self.rest,
            Order::Spans => {
                let of = |at: usize| self.groups.get(at).map_or(u64::MAX, |own| own.total);
                let before = at.checked_sub(1);
                let nearest = before.filter(|before| of(*before) <= of(at)).unwrap_or(at);
                &mut self.groups[nearest]
            }
        };
        into.total += rare.total;
        into.members.extend(rare.members);
        into.members
            .sort_by_key(|own| parse_band(own.id()).map(|band| band.min));
    }

    /// The keys that are counted under another.
    fn keys(self) -> BTreeMap<Key, Key> {
        let rest = self.rest.members.into_iter().map(|key| (key, MERGED));
        let several = self.groups.into_iter().filter(|own| own.members.len() > 1);
        let spans = several.flat_map(|own| {
            let key = span(&own.members);
            own.members
                .into_iter()
                .map(move |member| (member, key.clone()))
        });
        rest.chain(spans).collect()
    }
}

/// The key of bands or years that are counted together, in their order: `101-10000`, `2020-2021`.
fn span(members: &[Key]) -> Key {
    let bands: Option<Vec<Band>> = members.iter().map(|own| parse_band(own.id())).collect();
    let Some([first, .., last]) = bands.as_deref() else {
        return MERGED;
    };
    let (min, max) = (first.min, last.max);
    Key::value(Band { min, max }.code())
}

/// How the values of the dimensions of a two-way table lie. `crossed` are the tables of the run
/// of two dimensions: where one of them counts parts of what this one counts, nothing is merged.
pub(super) fn orders(table: &Table, crossed: &[&Table], structure: &Structure) -> [Order; 2] {
    let own = structure.dimensions(table);
    let family = |one: &Dimension| structure.family(one);
    let families: Vec<&str> = own.iter().map(|one| family(one)).collect();
    let is_part = |other: &&&Table| {
        let dimensions = structure.dimensions(other);
        other.id != table.id && dimensions.iter().all(|one| families.contains(&family(one)))
    };
    let is_alone = !crossed.iter().any(|other| is_part(&other));
    [0, 1].map(|at| {
        own.get(at).map_or(Order::Fixed, |one| {
            if !is_alone || one.is_kind() || structure.is_multiple(one) {
                return Order::Fixed;
            }
            let keys = table.rows.iter().filter_map(|row| row[at * 2].key());
            let mut values = keys.filter(|key| key.is_value());
            match one.tells() {
                Tells::Dates if one.coarser().is_none() => Order::Spans,
                Tells::Dates | Tells::Delay => Order::Fixed,
                _ if values.all(|key| parse_band(key.id()).is_some() && one.is_banded()) => {
                    Order::Spans
                }
                _ => Order::None,
            }
        })
    })
}
