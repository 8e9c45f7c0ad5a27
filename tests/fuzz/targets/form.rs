//! Gives any bytes to the reader `form` of `src/trials.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| breach_audit::trials::read("form", bytes));
