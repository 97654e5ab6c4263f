//! Opens an address in the user's browser.
//!
//! Never waits for the browser, and never hands it anything but our own address.

use std::process::{Command, Stdio};

/// Asks the desktop to open the address; says so when it cannot.
pub fn open(address: &str) -> Result<(), String> {
    let mut command = opener();
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(|_| ()).map_err(|error| format!("no browser could be opened: {error}"))
}

#[cfg(target_os = "macos")]
fn opener() -> Command {
    Command::new("open")
}

#[cfg(target_os = "windows")]
fn opener() -> Command {
    let mut command = Command::new("cmd");
    command.args(["/C", "start", ""]);
    command
}

#[cfg(not(any(target_os = "macos", target_os = "windows")))]
fn opener() -> Command {
    Command::new("xdg-open")
}
