//! The sample handbook's site, and a large one, in a browser: `tests/browser/run` with the program that was just built.
//!
//! That script installs what it needs and is not there, or says what is missing; nothing is skipped.

use std::process::Command;

#[test]
fn the_site_holds_in_a_browser() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/run");
    let status = Command::new(script).arg(env!("CARGO_BIN_EXE_aimsbook")).status();
    let status = status.unwrap_or_else(|error| panic!("{script} needs bash: {error}"));
    assert!(status.success(), "{script}: {status}; what failed is above");
}
