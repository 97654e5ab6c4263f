//! Changes for a terminal: short lines, redlines with signs.
//!
//! Never colours: signs carry the meaning.

use std::fmt::Write as _;

use crate::changes::{BlockChange, Changes, DocumentChange, FieldChange, RecordChange, RedlineBlock, RunChange};
use crate::view::Status;

/// Everything, in the order in which a reviewer asks.
pub fn changes_text(changes: &Changes) -> String {
    let mut out = String::new();
    if changes.is_empty() {
        return "No change to the handbook.\n".to_owned();
    }
    let _ = writeln!(out, "{}", summary(changes).join("\n"));
    heading(&mut out, "Coverage", changes.clauses.is_empty());
    for clause in &changes.clauses {
        let mark = if clause.is_regression() { "lost  " } else { "      " };
        let (before, after) = (status(clause.before), status(clause.after));
        let _ = writeln!(out, "  {mark}{} {}: {before} -> {after}", clause.id, clause.title);
    }
    heading(&mut out, "Documents", changes.documents.is_empty());
    changes.documents.iter().for_each(|change| document(&mut out, change));
    heading(&mut out, "Statement of Applicability", changes.statement.is_empty());
    changes.statement.iter().for_each(|change| record(&mut out, change));
    heading(&mut out, "Records", changes.records.is_empty());
    changes.records.iter().for_each(|change| record(&mut out, change));
    heading(&mut out, "Evidence", changes.evidence.is_empty());
    for evidence in &changes.evidence {
        let _ = writeln!(out, "  {} {}", evidence.kind.word(), evidence.name);
    }
    heading(&mut out, "Findings", changes.findings.is_empty());
    for finding in &changes.findings {
        let word = if finding.is_new { "new  " } else { "fixed" };
        let _ = writeln!(out, "  {word} {}[{}] {}: {}", finding.level, finding.code, finding.path, finding.message);
    }
    heading(&mut out, "Who must approve", changes.approvers.is_empty());
    for (role, ids) in &changes.approvers {
        let _ = writeln!(out, "  {role}: {}", ids.iter().cloned().collect::<Vec<_>>().join(", "));
    }
    out
}

/// One line for each thing that a reviewer must not overlook.
pub(super) fn summary(changes: &Changes) -> Vec<String> {
    let line = |(key, count): (&str, usize)| {
        let (one, many) = match key {
            "regressions" => ("entry loses coverage", "entries lose coverage"),
            "approvals" => ("approval does not cover the new text", "approvals do not cover the new text"),
            "weaker" => ("obligation weakened or lost", "obligations weakened or lost"),
            "stronger" => ("obligation strengthened or gained", "obligations strengthened or gained"),
            "documents" => ("document changed", "documents changed"),
            "records" => ("record changed", "records changed"),
            "evidence" => ("evidence file changed", "evidence files changed"),
            _ => ("new finding", "new findings"),
        };
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
    };
    changes.counts().into_iter().filter_map(line).collect()
}

fn heading(out: &mut String, title: &str, empty: bool) {
    if !empty {
        let _ = write!(out, "\n{title}\n");
    }
}

pub(super) fn status(status: Option<Status>) -> &'static str {
    status.map_or("not in the catalog", Status::word)
}

fn document(out: &mut String, change: &DocumentChange) {
    let _ = writeln!(out, "  {} {} {} ({})", change.kind.word(), change.id, change.title, change.path);
    if change.approval_void {
        let _ = writeln!(out, "    the approval does not cover this text: approve it again");
    }
    answers(out, &change.owner, &change.approver);
    fields(out, &change.fields);
    for obligation in &change.obligations {
        let text = if obligation.after.is_empty() { &obligation.before } else { &obligation.after };
        let _ = writeln!(out, "    obligation {}: {}", obligation.change.word(), shortened(text, 100));
    }
    for block in change.redline.blocks.iter().filter(|block| block.change != BlockChange::Same) {
        let _ = writeln!(out, "    {}", redline_line(block));
    }
}

fn record(out: &mut String, change: &RecordChange) {
    let _ = writeln!(
        out,
        "  {} {} {} ({})",
        change.kind.word(),
        change.id,
        change.title,
        change.record_kind.to_lowercase()
    );
    answers(out, &change.owner, &change.approver);
    fields(out, &change.fields);
}

fn answers(out: &mut String, owner: &str, approver: &str) {
    let line = answer_words(owner, approver);
    if !line.is_empty() {
        let _ = writeln!(out, "    {line}");
    }
}

/// Who answers for it: `owned by Head, approved by Director`.
pub(super) fn answer_words(owner: &str, approver: &str) -> String {
    match (owner, approver) {
        ("", "") => String::new(),
        (owner, "") => format!("owned by {owner}"),
        ("", approver) => format!("approved by {approver}"),
        (owner, approver) if owner == approver => format!("owned and approved by {owner}"),
        (owner, approver) => format!("owned by {owner}, approved by {approver}"),
    }
}

fn fields(out: &mut String, fields: &[FieldChange]) {
    for field in fields {
        let (before, after) = (shortened(&field.before, 60), shortened(&field.after, 60));
        let _ = match (field.before.is_empty(), field.after.is_empty()) {
            (true, _) => writeln!(out, "    {}: {after}", field.label),
            (_, true) => writeln!(out, "    {}: {before} -> (nothing)", field.label),
            _ => writeln!(out, "    {}: {before} -> {after}", field.label),
        };
    }
}

/// `[-deleted-]` and `{+inserted+}`, which read without colour.
pub(super) fn redline_line(block: &RedlineBlock) -> String {
    let cells: Vec<String> = block
        .texts
        .iter()
        .map(|runs| {
            let show = |run: &crate::changes::Run| match run.change {
                RunChange::Same => run.text.clone(),
                RunChange::Inserted => format!("{{+{}+}}", run.text),
                RunChange::Deleted => format!("[-{}-]", run.text),
            };
            runs.iter().map(show).collect()
        })
        .collect();
    let text = cells.join(" | ");
    match block.change {
        BlockChange::MovedAway => format!("moved away: {}", shortened(&text, 80)),
        BlockChange::MovedHere => format!("moved here: {}", shortened(&text, 80)),
        _ => text,
    }
}

pub(super) fn shortened(text: &str, length: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(length) {
        Some((end, _)) => format!("{}\u{2026}", line[..end].trim_end()),
        None => line,
    }
}
