//! Written references and what they mean, as a table: text in, text out.
//!
//! Never looks at how a reference is read.

use aimsbook::catalog::{Bare, FrameworkIndex, Library, Reading, Reference, Target, read_references};
use aimsbook::diagnostic::Finding;
use aimsbook::text::Span;

/// One line a case: the context, what is written, what it means.
const TABLE: &str = include_str!("clause_references.txt");

#[test]
fn every_written_variant_means_what_the_table_says() {
    let mut context = "";
    let mut wrong = String::new();
    let mut count = 0;
    for line in TABLE.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("== ") {
            context = name.trim();
            continue;
        }
        let (written, expected) = line.split_once(" => ").unwrap_or_else(|| panic!("no ` => ` in {line:?}"));
        let written = written.trim().replace("\\n", "\n").replace("\\u{a0}", "\u{a0}");
        let found = meaning(context, &written);
        count += 1;
        if found != expected.trim() {
            wrong.push_str(&format!("[{context}] {line}\n  but found: {found}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 120, "only {count} variants");
}

/// `default iso-42001; eu-ai-act` reads bare ids in the first; `one of iso-42001; iso-27001` must fit one.
fn meaning(context: &str, written: &str) -> String {
    let library = Library::built_in();
    let (bare, names) = match context.strip_prefix("default ") {
        Some(names) => (Bare::Default, names),
        None => (Bare::MustFitOne, context.strip_prefix("one of ").unwrap()),
    };
    let enabled: Vec<FrameworkIndex> =
        names.split(';').map(|name| library.framework(name).unwrap_or_else(|| panic!("{name}"))).collect();
    let default = (bare == Bare::Default).then_some(enabled[0]);
    let reading = Reading { library: &library, enabled: &enabled, default };
    let (references, findings) = read_references(written, Span::new(0, written.len()), &reading, bare);
    let mut shown: Vec<String> = references.iter().map(|reference| show(reference, &library, enabled[0])).collect();
    shown.dedup();
    shown.extend(findings.iter().map(|finding| show_finding(finding, written)));
    if shown.len() > 6 {
        return format!("{} … {} ({} entries)", shown[0], shown[shown.len() - 1], shown.len());
    }
    shown.join(", ")
}

/// The label, with a word for what does not count and the framework where it is not the first one.
fn show(reference: &Reference, library: &Library, first: FrameworkIndex) -> String {
    let target = &reference.target;
    let word = match target {
        Target::Entry(_) => "",
        Target::Part { .. } => "part ",
        Target::Heading(_) => "heading ",
        Target::Guidance { .. } => "guidance ",
    };
    let framework = target.clause().framework;
    let place = if framework == first { String::new() } else { format!(" in {}", library.at(framework).id) };
    format!("{word}{}{place}", target.label(library))
}

/// The code, what is marked, and the first suggestion.
fn show_finding(finding: &Finding, written: &str) -> String {
    let marked = &written[finding.span.range()];
    let help = finding.help.as_deref().unwrap_or("");
    format!("!{} `{marked}` {help}", finding.code).trim().to_owned()
}
