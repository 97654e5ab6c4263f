//! Changes as a comment under a pull request: short first, details folded.
//!
//! Never longer than a comment may be, and always with the same first line, so that a later run can update it in place.

use std::fmt::Write as _;

use crate::changes::{BlockChange, Changes, DocumentChange, FieldChange, RecordChange, RedlineBlock, RunChange};
use crate::export::changes_text::{answer_words, shortened, status, summary};

/// The first line of every comment.
const MARKER: &str = "<!-- aimsbook diff -->";

/// Comments may have 65,536 characters; the rest is for whoever wraps this one.
const LONGEST: usize = 60_000;

/// The whole comment.
pub fn changes_markdown(changes: &Changes) -> String {
    let mut out = format!("{MARKER}\n### What this change does to the handbook\n\n");
    if changes.is_empty() {
        out.push_str("Nothing that a reader or an auditor would see.\n");
        return out;
    }
    for line in summary(changes) {
        let _ = writeln!(out, "- {line}");
    }
    for (role, ids) in &changes.approvers {
        let _ = writeln!(out, "- to be approved by **{}**: {}", escaped(role), list(ids.iter()));
    }
    out.push('\n');
    let mut sections = Sections { out, left_out: 0 };
    sections.add(|| coverage(changes));
    for change in &changes.documents {
        sections.add(|| document(change));
    }
    sections.add(|| records("Statement of Applicability", &changes.statement));
    sections.add(|| records("Records", &changes.records));
    sections.add(|| evidence(changes));
    sections.add(|| findings(changes));
    sections.finish()
}

/// Sections until the comment is full; then they are counted.
struct Sections {
    out: String,
    left_out: usize,
}

impl Sections {
    fn add(&mut self, section: impl FnOnce() -> String) {
        let section = section();
        if self.out.len() + section.len() > LONGEST - 200 {
            self.left_out += 1;
        } else {
            self.out.push_str(&section);
        }
    }

    fn finish(mut self) -> String {
        if self.left_out > 0 {
            let _ = writeln!(self.out, "\n{} more sections do not fit here; `aimsbook diff` shows all.", self.left_out);
        }
        self.out
    }
}

fn coverage(changes: &Changes) -> String {
    if changes.clauses.is_empty() {
        return String::new();
    }
    let mut out = String::from("| entry | before | after | |\n|---|---|---|---|\n");
    for clause in &changes.clauses {
        let remark = if clause.is_regression() { "**lost**" } else { "" };
        let _ = writeln!(
            out,
            "| {} {} | {} | {} | {remark} |",
            escaped(&clause.id),
            escaped(&clause.title),
            status(clause.before),
            status(clause.after)
        );
    }
    out.push('\n');
    out
}

fn document(change: &DocumentChange) -> String {
    let void = if change.approval_void { ": **the approval does not cover this text**" } else { "" };
    let mut out = format!(
        "<details><summary>{} {} {}{}</summary>\n\n",
        change.kind.word(),
        html(&change.id),
        html(&change.title),
        if change.approval_void { " (approval void)" } else { "" }
    );
    let _ = writeln!(out, "`{}`{void}\n", change.path.replace('`', ""));
    let answers = answer_words(&change.owner, &change.approver);
    if !answers.is_empty() {
        let _ = writeln!(out, "{}\n", escaped(&answers));
    }
    out.push_str(&fields(&change.fields));
    for obligation in &change.obligations {
        let text = if obligation.after.is_empty() { &obligation.before } else { &obligation.after };
        let _ = writeln!(out, "- obligation **{}**: {}", obligation.change.word(), escaped(&shortened(text, 200)));
    }
    if !change.obligations.is_empty() {
        out.push('\n');
    }
    for block in change.redline.blocks.iter().filter(|block| block.change != BlockChange::Same) {
        let _ = writeln!(out, "> {}\n", redline(block));
    }
    out.push_str("</details>\n\n");
    out
}

/// Deleted words struck through, inserted ones bold: readable without colour.
fn redline(block: &RedlineBlock) -> String {
    let run = |run: &crate::changes::Run| {
        let text = html(&run.text);
        match run.change {
            RunChange::Same => text,
            RunChange::Inserted => format!("<ins><b>{text}</b></ins>"),
            RunChange::Deleted => format!("<del>{text}</del>"),
        }
    };
    let cells: Vec<String> = block.texts.iter().map(|runs| runs.iter().map(run).collect::<String>()).collect();
    let text = cells.join(" &#124; ").replace('\n', "<br>");
    match block.change {
        BlockChange::MovedAway => format!("<i>moved away:</i> {text}"),
        BlockChange::MovedHere => format!("<i>moved here:</i> {text}"),
        _ => text,
    }
}

fn records(title: &str, changes: &[RecordChange]) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let mut out = format!("<details><summary>{title} ({})</summary>\n\n", changes.len());
    for change in changes {
        let answers = answer_words(&change.owner, &change.approver);
        let answers = if answers.is_empty() { answers } else { format!(" ({})", escaped(&answers)) };
        let (id, title) = (escaped(&change.id), escaped(&change.title));
        let _ = writeln!(out, "**{}** {id} {title}{answers}\n", change.kind.word());
        out.push_str(&fields(&change.fields));
    }
    out.push_str("</details>\n\n");
    out
}

fn fields(fields: &[FieldChange]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let mut out = String::from("| field | before | after |\n|---|---|---|\n");
    for field in fields {
        let (before, after) = (escaped(&shortened(&field.before, 300)), escaped(&shortened(&field.after, 300)));
        let _ = writeln!(out, "| {} | {before} | {after} |", escaped(&field.label));
    }
    out.push('\n');
    out
}

fn evidence(changes: &Changes) -> String {
    if changes.evidence.is_empty() {
        return String::new();
    }
    let mut out = format!("<details><summary>Evidence ({})</summary>\n\n", changes.evidence.len());
    for evidence in &changes.evidence {
        let _ = writeln!(out, "- {} `{}`", evidence.kind.word(), evidence.name.replace('`', ""));
    }
    out.push_str("\n</details>\n\n");
    out
}

fn findings(changes: &Changes) -> String {
    if changes.findings.is_empty() {
        return String::new();
    }
    let new = changes.new_findings().count();
    let mut out =
        format!("<details><summary>Findings: {new} new, {} fixed</summary>\n\n", changes.findings.len() - new);
    for finding in &changes.findings {
        let word = if finding.is_new { "**new**" } else { "fixed" };
        let _ = writeln!(
            out,
            "- {word} {} `{}` in `{}`: {}",
            finding.level,
            finding.code,
            finding.path,
            escaped(&finding.message)
        );
    }
    out.push_str("\n</details>\n\n");
    out
}

fn list<'a>(items: impl Iterator<Item = &'a String>) -> String {
    items.map(|item| escaped(item)).collect::<Vec<_>>().join(", ")
}

/// Text as it is, whatever signs it holds.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => out.push(' '),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("\\|"),
            '*' | '_' | '`' | '[' | ']' | '\\' | '~' | '#' | '@' => {
                out.push('\\');
                out.push(character);
            }
            character => out.push(character),
        }
    }
    out
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "&#64;")
}
