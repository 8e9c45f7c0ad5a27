//! Tests that need programs of others. Where these are not set up the tests are reported as
//! ignored, which the usual harness cannot decide at run time. With `CI` set they fail instead.

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// A test with its name.
pub(crate) type Test<'t> = (&'t str, &'t dyn Fn());

/// Runs the tests that the command line names, or all of them.
pub(crate) fn run(tests: &[Test], is_set_up: bool, setup: &str) -> ExitCode {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .take_while(|word| !word.starts_with('-'))
        .collect();
    let chosen =
        |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let mut counts = [0; 3];
    for (name, test) in tests.iter().filter(|(name, _)| chosen(name)) {
        let (outcome, told) = if is_set_up {
            match catch_unwind(AssertUnwindSafe(test)) {
                Ok(()) => (0, "ok".to_owned()),
                Err(_) => (1, "FAILED".to_owned()),
            }
        } else if must_run(setup) {
            (1, format!("FAILED, not set up; {setup} does it"))
        } else {
            (2, format!("ignored, not set up; {setup} does it"))
        };
        counts[outcome] += 1;
        say(&format!("test {name} ... {told}"));
    }
    let [passed, failed, ignored] = counts;
    let word = if failed == 0 { "ok" } else { "FAILED" };
    say(&format!(
        "\ntest result: {word}. {passed} passed; {failed} failed; {ignored} ignored\n"
    ));
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Whether a missing program is a failure: in CI, unless its setup was tried and failed.
fn must_run(setup: &str) -> bool {
    let failed = std::env::var("NOT_SET_UP").unwrap_or_default();
    std::env::var_os("CI").is_some() && failed.split(' ').all(|one| one != setup)
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
}
