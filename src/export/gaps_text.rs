//! The gap assessment for a terminal and for spreadsheets.
//!
//! Never prints a count without its catalog and denominator.

use std::fmt::Write as _;

use crate::export::coverage_csv::cell;
use crate::export::{FrameworkGaps, Gap, GapGroup, GapsReport};

const WIDTH: usize = 100;

/// Chapter by chapter: what is missing, and what usually fills it.
pub fn gaps_text(report: &GapsReport) -> String {
    let mut text = String::new();
    for framework in &report.frameworks {
        if !text.is_empty() {
            text.push('\n');
        }
        head(&mut text, framework, &report.as_of);
        framework.groups.iter().for_each(|group| chapter(&mut text, group));
    }
    text
}

fn head(text: &mut String, framework: &FrameworkGaps, as_of: &str) {
    let counts = &framework.counts;
    let digest = framework.digest.get(..12).unwrap_or(&framework.digest);
    let _ = writeln!(text, "{}, edition {}, catalog {digest}, on {as_of}", framework.name, framework.edition);
    let _ = writeln!(
        text,
        "  {} of {} applicable entries are not evidenced yet ({} of {} assessable entries apply)",
        framework.len(),
        counts.applicable,
        counts.applicable,
        counts.assessable
    );
}

fn chapter(text: &mut String, group: &GapGroup) {
    let _ = writeln!(text, "\n  {} {}", group.id, group.title);
    for gap in &group.gaps {
        let _ = writeln!(text, "\n    {} {}  [{}]", gap.id, gap.title, gap.status);
        line(text, "missing", &gap.missing.join("; "));
        line(text, "document", &document_advice(gap));
        line(text, "evidence", gap.usual_evidence.as_deref().unwrap_or(""));
        line(text, "records", &gap.record_kinds.join(", "));
    }
}

fn document_advice(gap: &Gap) -> String {
    let usual = match gap.documented_information.as_slice() {
        [] => String::new(),
        words => format!("usually documented information that is {}", words.join(" and ")),
    };
    let each = if gap.per_system { "owed for each AI system" } else { "" };
    [usual.as_str(), each].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A labelled line, wrapped below its start; nothing when there is nothing to say.
fn line(text: &mut String, label: &str, words: &str) {
    if words.is_empty() {
        return;
    }
    let start = format!("      {label:<10}");
    let mut column = start.len();
    text.push_str(&start);
    for (at, word) in words.split_whitespace().enumerate() {
        let long = column + 1 + word.chars().count() > WIDTH;
        if at > 0 && long {
            let _ = write!(text, "\n{}", " ".repeat(start.len()));
            column = start.len();
        } else if at > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += word.chars().count();
    }
    text.push('\n');
}

const HEAD: &str = "as_of,framework,edition,digest,chapter,id,title,status,missing,per_system,documented_information,\
                    usual_evidence,record_kinds\n";

/// One row a gap.
pub fn gaps_csv(report: &GapsReport) -> String {
    let mut text = HEAD.to_owned();
    for framework in &report.frameworks {
        for group in &framework.groups {
            group.gaps.iter().for_each(|gap| text += &row(report, framework, group, gap));
        }
    }
    text
}

fn row(report: &GapsReport, framework: &FrameworkGaps, group: &GapGroup, gap: &Gap) -> String {
    let cells = [
        report.as_of.as_str(),
        &framework.name,
        &framework.edition,
        &framework.digest,
        &format!("{} {}", group.id, group.title),
        &gap.id,
        &gap.title,
        gap.status,
        &gap.missing.join("; "),
        if gap.per_system { "yes" } else { "no" },
        &gap.documented_information.join("; "),
        gap.usual_evidence.as_deref().unwrap_or(""),
        &gap.record_kinds.join("; "),
    ];
    cells.map(cell).join(",") + "\n"
}
