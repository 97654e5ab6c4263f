//! Coverage for a terminal: the two figures of each framework, what is missing, and on demand every entry.
//!
//! Never prints a percentage without its counts, edition and digest.

use std::fmt::Write as _;

use crate::export::{CoverageReport, FrameworkReport};
use crate::view::Status;

/// How much to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// The figures and the ids behind them.
    Figures,
    /// Every entry on a line of its own.
    Entries,
}

const WIDTH: usize = 100;

pub fn coverage_text(report: &CoverageReport, detail: Detail) -> String {
    let mut text = String::new();
    for framework in &report.frameworks {
        if !text.is_empty() {
            text.push('\n');
        }
        head(&mut text, framework, &report.as_of);
        match detail {
            Detail::Figures => statuses(&mut text, framework),
            Detail::Entries => entries(&mut text, framework),
        }
    }
    text
}

fn head(text: &mut String, framework: &FrameworkReport, as_of: &str) {
    let counts = &framework.counts;
    let digest = framework.digest.get(..12).unwrap_or(&framework.digest);
    let _ = writeln!(text, "{}, edition {}, catalog {digest}, on {as_of}", framework.name, framework.edition);
    for (name, count) in [("documented", counts.documented), ("evidenced", counts.evidenced)] {
        let of = counts.applicable;
        let _ = writeln!(text, "  {name:<11} {count:>4} of {of} applicable{}", percentage(count, of));
    }
    let excluded = counts.assessable - counts.applicable;
    if excluded > 0 {
        let _ = writeln!(text, "  {excluded} of {} assessable entries are excluded", counts.assessable);
    }
}

/// Rounded down: only all of them are 100 %.
fn percentage(count: usize, of: usize) -> String {
    (count * 100).checked_div(of).map_or(String::new(), |percent| format!(" ({percent} %)"))
}

fn statuses(text: &mut String, framework: &FrameworkReport) {
    text.push('\n');
    for status in Status::ALL {
        let word = status.word();
        let ids: Vec<&str> =
            framework.entries.iter().filter(|entry| entry.status == word).map(|entry| &*entry.id).collect();
        // What is done needs no list.
        let list = if status == Status::Evidenced { String::new() } else { ids.join(", ") };
        let line = format!("  {word:<11} {:>4}  ", ids.len());
        text.push_str(wrapped(&line, &list).trim_end());
        text.push('\n');
    }
}

fn wrapped(start: &str, list: &str) -> String {
    let mut text = start.to_owned();
    let mut column = start.len();
    for (at, item) in list.split(", ").enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        if column + comma.len() + item.chars().count() > WIDTH {
            text += &format!("{}\n{}", comma.trim_end(), " ".repeat(start.len()));
            column = start.len();
        } else {
            text += comma;
            column += comma.len();
        }
        text += item;
        column += item.chars().count();
    }
    text
}

fn entries(text: &mut String, framework: &FrameworkReport) {
    let width = framework.entries.iter().map(|entry| entry.id.chars().count()).max().unwrap_or(0);
    text.push('\n');
    for entry in &framework.entries {
        let documents = entry.documents.iter().map(|document| document.id.as_str());
        let evidence = entry.evidence.iter().filter(|item| item.standing == "current").map(|item| item.by.as_str());
        let mut support: Vec<&str> = documents.chain(evidence).collect();
        support.dedup();
        let support = if support.is_empty() { String::new() } else { format!("  [{}]", support.join(", ")) };
        let _ = writeln!(text, "  {:<10}  {:<width$}  {}{support}", entry.status, entry.id, entry.title);
    }
}

#[cfg(test)]
mod tests {
    use super::{percentage, wrapped};

    #[test]
    fn only_all_of_them_are_a_hundred_percent() {
        assert_eq!(percentage(199, 200), " (99 %)");
        assert_eq!(percentage(200, 200), " (100 %)");
        assert_eq!(percentage(0, 0), "");
    }

    #[test]
    fn a_long_list_is_wrapped_below_its_start() {
        let list = vec!["A.6.2.4"; 30].join(", ");
        let text = wrapped("  gap           30  ", &list);
        assert!(text.lines().count() > 1 && text.lines().all(|line| line.len() <= 101), "{text}");
        assert_eq!(text.replace("\n                   ", " ").matches("A.6.2.4").count(), 30);
    }
}
