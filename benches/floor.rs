//! The floor that whole runs are held against: the same walk over the same
//! files on the same threads, only reading their bytes.
//!
//! `cargo bench --bench floor -- THREADS PATH` prints files, bytes and seconds.

#![allow(clippy::print_stdout, reason = "its output is what it is for")]

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::Instant;

use rayon::prelude::*;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let (Some(threads), Some(path)) = (arguments.next(), arguments.next()) else {
        // `cargo bench` without arguments and `cargo test --benches` have nothing to do here.
        println!("usage: cargo bench --bench floor -- THREADS PATH");
        return;
    };
    let threads = threads.parse().expect("the number of threads");
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("a thread pool");
    let start = Instant::now();
    let (files, bytes) = pool.install(|| read_all(PathBuf::from(path)));
    println!(
        "{files} files, {bytes} bytes, {:.3} s",
        start.elapsed().as_secs_f64()
    );
}

fn read_all(path: PathBuf) -> (usize, u64) {
    let discovered = breach_audit::discover::discover(&[path]).expect("a path that exists");
    let bytes: u64 = discovered
        .sources
        .par_iter()
        .map_init(
            || vec![0; 1 << 20],
            |buffer, source| {
                let mut file = File::open(&source.path).expect("a file that can be opened");
                let mut total = 0;
                loop {
                    match file.read(buffer).expect("a file that can be read") {
                        0 => return total,
                        read => total += read as u64,
                    }
                }
            },
        )
        .sum();
    (discovered.sources.len(), bytes)
}
