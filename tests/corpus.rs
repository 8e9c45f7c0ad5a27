//! The kept corpus of each fuzz target, whole and changed at random, comes to an end in its
//! reader. `tests/fuzz` gives the same functions to libFuzzer.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::fs;

use breach_audit::trials::READERS;
use common::{files, here};
use proptest::prelude::*;

/// Each file of the corpus with the name of its reader.
fn corpus() -> Vec<(&'static str, Vec<u8>)> {
    let of = |name: &'static str| {
        let files = files(&here(&format!("tests/fuzz/corpus/{name}")));
        assert!(!files.is_empty(), "no corpus of {name}");
        files
            .into_iter()
            .map(move |path| (name, fs::read(path).unwrap()))
    };
    READERS.iter().flat_map(|(name, _)| of(name)).collect()
}

#[test]
fn each_reader_has_a_target_and_reads_its_corpus() {
    for (name, bytes) in corpus() {
        assert!(here(&format!("tests/fuzz/targets/{name}.rs")).exists());
        breach_audit::trials::read(name, &bytes);
    }
}

/// A change of some bytes: where, as a share of the whole, how many go, and what comes.
fn change() -> impl Strategy<Value = (f64, usize, Vec<u8>)> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        prop::sample::select(vec![
            &b"<"[..],
            b"</",
            b"&#x",
            b"\\u-",
            b"{",
            b"}",
            b"\n\n",
            b"--x",
            b"=\r\n",
            b"<< ",
            b" 0 R",
            b"\xFF\xFE",
            b"999999999999",
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    (0.0..1.0, 0_usize..40, piece)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn changed_files_come_to_an_end(changes in prop::collection::vec(change(), 1..8)) {
        for (name, mut bytes) in corpus() {
            for (share, gone, come) in &changes {
                let at = (bytes.len() as f64 * share) as usize;
                let end = (at + gone).min(bytes.len());
                bytes.splice(at..end, come.iter().copied());
            }
            breach_audit::trials::read(name, &bytes);
        }
    }
}
