//! The program: sets the thread counts, runs the command, prints what went
//! wrong, gives the exit code. Nothing else.

use std::process::ExitCode;

use breach_audit::{cli, memory};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    memory::keep();
    let arguments = cli::parse();
    let threads = arguments.threads();
    memory::limit_polars(threads);
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
