//! The commands: arguments, one file a command, exit codes, printing, progress.
//!
//! Never holds logic about policies.

mod approve;
mod arguments;
mod build;
mod build_versions;
mod bundle;
mod check;
mod coverage;
mod diff;
mod export;
mod handbook;
mod init;
mod known;
mod lock;
mod new;
mod outcome;
mod print;
mod progress;
mod rules;
mod schema;
mod serve;
mod show;
mod starter;
mod templates;
mod terminal;
mod verify;
mod versions;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::cli::arguments::{Arguments, Command};
use crate::cli::outcome::{COULD_NOT_RUN, Failure, Outcome};

/// Runs the command that the arguments name.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nobody may be there to read it.
            let _ = error.print();
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            return if asked { ExitCode::SUCCESS } else { ExitCode::from(COULD_NOT_RUN) };
        }
    };
    match run_command(&arguments.command) {
        Ok(outcome) => outcome.into(),
        Err(Failure(reason)) => {
            terminal::say(&format!("error: {reason}\n"));
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn run_command(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Init(arguments) => init::run(arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Approve(arguments) => approve::run(arguments),
        Command::Lock(arguments) => lock::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::Build(arguments) => build::run(arguments),
        Command::Bundle(arguments) => bundle::run(arguments),
        Command::Verify(arguments) => verify::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Coverage(arguments) => coverage::run(arguments),
        Command::Rules(arguments) => rules::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
    }
}
