//! The given paths, without those that another one covers. This is decided on the real
//! places, so it does not matter how a path is written or in which order paths come.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::walk;

/// A given path that will be read.
#[derive(Debug)]
pub(super) struct Root {
    /// As given.
    pub(super) path: PathBuf,
    /// Its real place, without links.
    real: PathBuf,
}

impl Root {
    /// The path, as given, to a real place within.
    pub(super) fn way_to(&self, place: &Path) -> Option<PathBuf> {
        place
            .strip_prefix(&self.real)
            .ok()
            .map(|within| self.path.join(within))
    }
}

/// A given path that was left out, because another one covers all that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The path left out.
    pub dropped: PathBuf,
    /// The path that covers it.
    pub kept: PathBuf,
}

/// The paths that will be read, and those left out, in an order that does not depend on
/// the order given.
pub(super) fn without_overlap<'a>(
    paths: impl Iterator<Item = &'a PathBuf>,
) -> (Vec<Root>, Vec<Overlap>) {
    let mut roots: Vec<Root> = paths
        .map(|path| Root {
            path: path.clone(),
            real: path.canonicalize().unwrap_or_else(|_| path.clone()),
        })
        .collect();
    // A path comes before those that it holds. Of equal places the least path comes
    // first.
    roots.sort_by(|a, b| a.real.cmp(&b.real).then_with(|| a.path.cmp(&b.path)));
    let mut kept: Vec<Root> = Vec::with_capacity(roots.len());
    let mut places: HashMap<PathBuf, usize> = HashMap::with_capacity(roots.len());
    let mut notes = Vec::new();
    for root in roots {
        // A shell may give many thousand files, so only the folders above are asked
        // for.
        let above = root.real.ancestors().filter_map(|place| places.get(place));
        let outer = above
            .map(|index| &kept[*index])
            .find(|outer| covers(&outer.real, &root.real));
        if let Some(outer) = outer {
            notes.push(Overlap {
                dropped: root.path,
                kept: outer.path.clone(),
            });
        } else {
            places.insert(root.real.clone(), kept.len());
            kept.push(root);
        }
    }
    (kept, notes)
}

/// Whether a walk through `outer` comes by `inner`: it is within, and nothing between
/// them is hidden or a report folder.
fn covers(outer: &Path, inner: &Path) -> bool {
    let Ok(within) = inner.strip_prefix(outer) else {
        return false;
    };
    let mut place = outer.to_path_buf();
    within.components().all(|component| {
        place.push(component);
        !walk::is_hidden(component.as_os_str()) && !walk::is_own_report(&place)
    })
}
