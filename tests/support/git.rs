//! A git repository for tests.
//!
//! Never uses the identity or the settings of whoever runs them.

use std::path::Path;
use std::process::Command;

/// Runs git in the folder; it has to work.
pub fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
    let done = Command::new("git").arg("-C").arg(folder).args(identity).args(arguments).output().unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// What git answers in the folder; it has to work.
#[allow(dead_code, reason = "every test program compiles this on its own and uses a part of it")]
pub fn answer(folder: &Path, arguments: &[&str]) -> String {
    let done = Command::new("git").arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}
