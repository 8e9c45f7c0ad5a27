//! What suppression and rounding do to small tables.
