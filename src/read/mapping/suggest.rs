//! A first mapping for a foreign export. Filled in later in this file.

/// Suggests a mapping.
pub fn suggest() {}
