//! `aimsbook approve`: an approval, written into the file that it is about.
//!
//! Never approves what it did not read again and find approved.

use crate::cli::arguments::Approve;
use crate::cli::handbook::{default_output, say_findings, settings};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::{print, say};
use crate::outside::folder::{ReadOptions, read};
use crate::outside::replace::replace;
use crate::pipeline::Caches;
use crate::pipeline::approve::{ApprovalRequest, Approved, Refusal, approve};

pub fn run(arguments: &Approve) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let progress = Progress::start("reading");
    let snapshot = read(root, &ReadOptions { output: Some(default_output(root)), ..ReadOptions::default() })?;
    progress.now("checking");
    let settings = settings(root, None);
    let request = ApprovalRequest {
        id: arguments.id.clone(),
        by: arguments.by.clone(),
        on: arguments.on.unwrap_or(settings.as_of),
        version: arguments.version.clone(),
    };
    let approved = approve(&snapshot, &settings, &request, &mut Caches::default());
    drop(progress);
    match approved {
        Ok(approved) => {
            print(&changed_lines(&approved.before, &approved.after))?;
            if !arguments.dry_run {
                replace(root, &approved.path, &approved.before, &approved.after)?;
            }
            say(&summary(arguments.dry_run, &request, &approved));
            Ok(Outcome::Clean)
        }
        Err(Refusal { message, findings }) if findings.is_empty() => Err(Failure(message)),
        Err(Refusal { message, findings }) => {
            say_findings(&findings, &snapshot);
            say(&format!("error: {message}\n"));
            Ok(Outcome::Findings)
        }
    }
}

fn summary(dry_run: bool, request: &ApprovalRequest, approved: &Approved) -> String {
    let version = approved.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
    let (id, title, path) = (&approved.id, &approved.title, &approved.path);
    let word = if dry_run { "would be approved" } else { "approved" };
    let mut text = format!("{id} {title}{version}: {word} by {} on {}, in {path}\n", request.by.trim(), request.on);
    for reason in &approved.but {
        text.push_str(&format!("  it does not count all the same: {reason}\n"));
    }
    text
}

/// The lines that go, after `-`, and those that come, after `+`, each group below its place.
fn changed_lines(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let first = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = (old.len() - first).min(new.len() - first);
    let last = (0..rest).take_while(|at| old[old.len() - 1 - at] == new[new.len() - 1 - at]).count();
    let (old, new) = (&old[first..old.len() - last], &new[first..new.len() - last]);
    let mut text = String::new();
    let (mut from, mut to) = (0, 0);
    for (kept_old, kept_new) in common(old, new).into_iter().chain([(old.len(), new.len())]) {
        if from < kept_old || to < kept_new {
            text.push_str(&format!("@@ line {}\n", first + to + 1));
        }
        old[from..kept_old].iter().for_each(|line| text.push_str(&format!("-{line}\n")));
        new[to..kept_new].iter().for_each(|line| text.push_str(&format!("+{line}\n")));
        (from, to) = (kept_old + 1, kept_new + 1);
    }
    text
}

/// The lines that both have, in order: as many as possible.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut longest = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for from in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            longest[from][to] = match old[from] == new[to] {
                true => longest[from + 1][to + 1] + 1,
                false => longest[from + 1][to].max(longest[from][to + 1]),
            };
        }
    }
    let (mut from, mut to, mut pairs) = (0, 0, Vec::new());
    while from < old.len() && to < new.len() {
        if old[from] == new[to] {
            pairs.push((from, to));
            (from, to) = (from + 1, to + 1);
        } else if longest[from + 1][to] >= longest[from][to + 1] {
            from += 1;
        } else {
            to += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::changed_lines;

    #[test]
    fn only_the_changed_lines_are_shown() {
        let before = "a\nstatus: draft\nb\nc\nd\n";
        let after = "a\nstatus: approved\nb\nc\napproval:\n  by: x\nd\n";
        let shown = "@@ line 2\n-status: draft\n+status: approved\n@@ line 5\n+approval:\n+  by: x\n";
        assert_eq!(changed_lines(before, after), shown);
        assert_eq!(changed_lines("a\n", "a\n"), "");
    }
}
