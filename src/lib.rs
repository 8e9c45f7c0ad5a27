//! `breach-audit`: reads notifications of personal data breaches, checks and counts them.

pub mod audit;
pub mod bind;
pub mod check;
pub mod cli;
pub mod config;
pub mod deadline;
pub mod decode;
pub mod discover;
pub mod finding;
pub mod form;
pub mod intake;
pub mod moment;
pub mod notification;
pub mod read;
pub mod report;
pub mod row;
pub mod statistics;
pub mod synth;
pub mod table;
pub mod value;
