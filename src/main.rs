//! The program: sets the thread counts, runs the command, prints what went
//! wrong, gives the exit code. Nothing else.

use std::process::ExitCode;

use breach_audit::cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = cli::parse();
    limit_polars(arguments.threads());
    match cli::run(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(error) if cli::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            cli::complain(&error);
            ExitCode::from(cli::exit::USAGE)
        }
    }
}

/// polars reads the size of its thread pool from the environment, once. Its
/// threads and rayon's must not fight over the cores.
#[allow(unsafe_code)]
fn limit_polars(threads: usize) {
    // SAFETY: no other thread exists yet; parsing the command line starts none.
    unsafe { std::env::set_var("POLARS_MAX_THREADS", threads.to_string()) };
}
