//! What a corpus is to be like.

use crate::form::Edition;
use crate::synth::Format;

/// The corpus to write. Equal options give equal bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// How many notifications.
    pub count: usize,
    /// The seed.
    pub seed: u64,
    /// The format.
    pub format: Format,
    /// How many further files to write that hold no readable notification.
    pub broken: usize,
    /// Whether a file beside the corpus holds the receipt times.
    pub receipts: Receipts,
    /// How many waves of notifications about one event each there are.
    pub waves: usize,
    /// What rows a table has.
    pub rows: Rows,
    /// The edition by whose words it is written, of which [`super::check`] knows the truth.
    pub edition: &'static Edition,
}

impl Default for Options {
    /// A corpus of no notification, to which nothing is added.
    fn default() -> Self {
        Self {
            count: 0,
            seed: 1,
            format: Format::Text,
            broken: 0,
            receipts: Receipts::Without,
            waves: 0,
            rows: Rows::Tidy,
            edition: Edition::default_edition(),
        }
    }
}

/// What rows a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// A header, and one for each notification.
    Tidy,
    /// Also titles, headings and sums, as people keep tables, and notifications that stand twice.
    Untidy,
}

/// Where receipt times are, besides the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receipts {
    /// Nowhere. The truth is that of a run without `--receipts`.
    Without,
    /// In `DIR.receipts.csv`. The truth is that of a run with it.
    Beside,
}
