//! The program: everything is in the library, so that tests and benchmarks reach it.
//!
//! Never holds more than this.

use std::process::ExitCode;

fn main() -> ExitCode {
    aimsbook::cli::run(std::env::args_os())
}
