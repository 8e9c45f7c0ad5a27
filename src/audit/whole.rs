//! What only all notifications together show, in the order in which one step needs another:
//! copies, supplements in free form, cases, incidents, promises.

use std::collections::BTreeMap;

use crate::audit::again::Shared;
use crate::audit::{Book, Input, Receipts, Settings, supplements};
use crate::memory;
use crate::row::{Rows, Scope};

/// The inputs, and the place of a source among them.
pub(super) type Sources<'s> = (&'s mut [Input], &'s dyn Fn(u32) -> usize);

/// What only all notifications together show. Gives the names of processors.
pub(super) fn look_across(
    rows: &mut Rows,
    scope: &Scope,
    ((inputs, place), letters): (Sources, &supplements::Letters),
    shared: Shared,
    (receipts, settings): (&Receipts, &Settings),
) -> BTreeMap<Box<str>, Box<str>> {
    memory::give_back();
    let families = match shared {
        Shared::Some => {
            let digest = |source: u32| inputs[place(source)].digest.as_ref();
            crate::across::mark_copies(rows, scope, digest)
        }
        Shared::Nothing => Vec::new(),
    };
    let named = if letters.is_empty() {
        BTreeMap::new()
    } else {
        supplements::add(letters, rows, (inputs, place), (receipts, settings))
    };
    crate::across::tie_cases(rows, (&families, &named), scope, &settings.selected);
    memory::give_back();
    let processors = crate::across::mark_incidents(rows, scope, &settings.selected);
    crate::across::check(
        rows,
        (scope, settings.thresholds.overdue_days),
        &settings.selected,
        settings.register.as_deref().map(Book::supplemented),
    );
    processors
}
