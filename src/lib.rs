//! `breach-audit` reads notifications of personal data breaches to Sweden's data
//! protection authority, checks them and counts them.
//!
//! The road of a notification, each module using only those before it:
//!
//! 1. [`discover`] turns paths into sorted sources, [`intake`] reads their bytes,
//!    [`archive`] those of members; [`decode`] makes them text, [`pdf`] those of a PDF copy.
//! 2. [`read`] makes a record of raw answers with their places, whatever the format.
//! 3. [`bind`] makes it a typed [`notification`] by a [`form`] edition.
//! 4. [`deadline`] gives the verdict, [`check`] the findings, [`excerpt`] what may
//!    be shown beside them, [`row`] one flat row.
//! 5. [`audit`] runs all this for every input in parallel and puts it in order;
//!    [`across`] looks at all notifications at once.
//! 6. [`statistics`] counts rows into [`table`]s, [`report`] writes the folder;
//!    [`records`] reads its records back, from which the tables come again;
//!    [`compare`] lays two folders side by side. [`disclosure`] suppresses or rounds
//!    small cells where asked.
//!
//! [`config`] is what a run needs, [`cli`] what the user types, [`destination`]
//! where it is written without harm. [`moment`],
//! [`value`] and [`finding`] are the words the others speak; [`synth`] makes
//! corpora with their truth, [`trials`] names readers for tests. [`memory`] is that of the process. Everything between `intake` and `report` is pure:
//! it is given its clock, touches no file, and meets bad data with a finding.

pub(crate) mod across;
pub(crate) mod archive;
pub mod audit;
pub mod bind;
pub(crate) mod bytes;
pub mod check;
pub mod cli;
pub(crate) mod colour;
pub(crate) mod compare;
pub mod config;
pub mod deadline;
pub mod decode;
pub(crate) mod destination;
pub(crate) mod dialect;
pub mod disclosure;
pub mod discover;
pub(crate) mod excerpt;
pub(crate) mod finding;
pub mod form;
pub(crate) mod intake;
pub(crate) mod mail;
pub mod memory;
pub mod moment;
pub(crate) mod notification;
pub(crate) mod pdf;
pub mod read;
pub mod records;
pub mod report;
pub mod row;
pub(crate) mod shown;
pub mod statistics;
pub(crate) mod synth;
pub mod table;
#[cfg(test)]
mod testing;
pub mod trials;
pub(crate) mod value;
