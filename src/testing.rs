//! What unit tests of several modules share.

use std::io::Write as _;

/// Says that a test asserts nothing for want of something, where it is seen: what
/// a test prints in the usual way is shown only when it fails.
pub(crate) fn skipped(why: &str) {
    // Nothing is left to tell it to if standard error is closed.
    let _ = writeln!(
        std::io::stderr(),
        "SKIPPED: {why}; this test asserts nothing"
    );
}
