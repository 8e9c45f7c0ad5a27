//! Family to come.

use crate::check::Rule;

pub(super) const RULES: &[Rule] = &[];
