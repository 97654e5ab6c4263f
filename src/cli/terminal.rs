//! Printing: results to standard output, everything about the run to standard error.
//!
//! Never fails because the reader has gone: `aimsbook check | head` is no mistake.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::PathBuf;

use crate::cli::outcome::Failure;
use crate::diagnostic::Colour;

/// Prints a result.
pub fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

pub fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure(format!("cannot write the output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something about the run. When even that fails there is nobody left to tell.
pub fn say(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

pub fn colour_of_output() -> Colour {
    colour(io::stdout().is_terminal())
}

pub fn colour_of_messages() -> Colour {
    colour(io::stderr().is_terminal())
}

pub fn messages_go_to_a_terminal() -> bool {
    io::stderr().is_terminal()
}

/// The folder that is the user's own.
pub fn home() -> Option<PathBuf> {
    env::home_dir().filter(|home| !home.as_os_str().is_empty())
}

fn colour(is_terminal: bool) -> Colour {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
    if is_terminal && !set("NO_COLOR") && !dumb { Colour::Styled } else { Colour::Plain }
}
