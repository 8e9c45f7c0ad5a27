//! Which of several versions of one notification counts.

use crate::across::copies::{Filed, Order, Several, Times};

/// The version that counts comes first: the one received before the others, else one
/// that promises a supplement, else one with a known receipt, else the first.
pub(in crate::across) fn in_order<'r>(
    filed: impl Fn(usize) -> Filed<'r>,
    mut versions: Vec<Vec<usize>>,
) -> Several {
    if versions.len() == 1 {
        return Several {
            versions,
            order: Order::Single,
        };
    }
    versions.sort_by_key(|version| version.iter().min().copied());
    let received = |version: &Vec<usize>| {
        version
            .iter()
            .filter_map(|at| filed(*at).row.received.ends())
            .min()
    };
    let ends: Vec<_> = versions.iter().map(received).collect();
    let is_before = |at: usize| {
        let others = ends.iter().enumerate().filter(|(other, _)| *other != at);
        ends[at].is_some_and(|own| {
            others
                .into_iter()
                .all(|(_, other)| other.is_some_and(|other| own.1 < other.0))
        })
    };
    let promises = |version: &Vec<usize>| {
        version
            .iter()
            .any(|at| filed(*at).row.promises_supplement())
    };
    let times = if ends[0].is_some() && ends.iter().all(|other| *other == ends[0]) {
        Times::Equal
    } else {
        Times::Unknown
    };
    let promising = (0..versions.len()).filter(|at| promises(&versions[*at]));
    let (counted, order) = if let Some(first) = (0..versions.len()).find(|at| is_before(*at)) {
        (first, Order::Receipt)
    } else if let Some(first) = promising
        .clone()
        .find(|at| ends[*at].is_some())
        .or(promising.clone().next())
    {
        (first, Order::Promise(times))
    } else if let Some(first) = ends.iter().position(Option::is_some)
        && times == Times::Unknown
    {
        (first, Order::Known)
    } else {
        (0, Order::Place(times))
    };
    let version = versions.remove(counted);
    versions.insert(0, version);
    Several { versions, order }
}
