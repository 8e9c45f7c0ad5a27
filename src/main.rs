//! The program: sets the thread counts, runs the command, prints what went
//! wrong, gives the exit code. Nothing else.

use std::process::ExitCode;

use breach_audit::cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    keep_memory();
    let arguments = cli::parse();
    let threads = arguments.threads();
    limit_polars(threads);
    let voice = arguments.voice();
    match cli::run(arguments, threads) {
        Ok(code) => ExitCode::from(code),
        Err(error) if cli::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            voice.complain(&error);
            ExitCode::from(cli::exit::USAGE)
        }
    }
}

/// A run takes memory and ends: what is given back to the system on the way is
/// only to be cleared and taken anew (a tenth of the time, measured).
#[allow(unsafe_code)]
fn keep_memory() {
    /// `mi_option_purge_delay` of mimalloc.h, which the bindings leave out.
    const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;
    // SAFETY: sets one number among the allocator's options; any number is valid, -1 means never.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, -1) };
}

/// polars reads the size of its thread pool from the environment, once. Its
/// threads and rayon's must not fight over the cores.
#[allow(unsafe_code)]
fn limit_polars(threads: usize) {
    // SAFETY: no other thread exists yet; reading the command line and the configuration starts none.
    unsafe { std::env::set_var("POLARS_MAX_THREADS", threads.to_string()) };
}
