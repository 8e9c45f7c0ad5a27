//! `breach-audit`: reads notifications of personal data breaches, checks and counts them.

pub mod config;
pub mod deadline;
pub mod finding;
pub mod form;
pub mod moment;
