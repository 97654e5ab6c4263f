//! What a rule is: a name, a level, its documentation, and a check over the whole handbook.
//!
//! Never holds documentation twice: what users read about a rule is the head of its own file.

use crate::diagnostic::Level;
use crate::entry::{Document, Record};
use crate::handbook::Handbook;
use crate::text::{DocPath, Span};

/// One rule: what it is called, how bad its findings are, and how they are found.
pub struct Rule {
    /// Describes the fault, so that "allow <name>" reads well.
    pub name: &'static str,
    pub level: Level,
    /// The rule's own file, whose module documentation is the documentation for users.
    pub source: &'static str,
    pub check: fn(&Handbook) -> Vec<Violation>,
}

impl Rule {
    /// One sentence: the fault.
    pub fn summary(&self) -> String {
        let sentence: Vec<&str> = head_of(self.source).take_while(|line| !line.is_empty()).collect();
        sentence.join(" ")
    }

    /// Why it matters, an example, and how to mend it, as Markdown.
    pub fn explanation(&self) -> String {
        let lines: Vec<&str> = head_of(self.source).skip_while(|line| !line.is_empty()).skip(1).collect();
        lines.join("\n")
    }

    /// The explanation in its parts.
    pub fn documentation(&self) -> Documentation {
        let explanation = self.explanation();
        let (why, rest) = explanation.split_once("\n## Example\n").unwrap_or((&explanation, ""));
        let (example, rest) = rest.split_once("\n## Fix\n").unwrap_or((rest, ""));
        let (fix, limits) = rest.rsplit_once("\n\nNever ").unwrap_or((rest, ""));
        let limits = if limits.is_empty() { String::new() } else { format!("Never {limits}") };
        let plain = |text: &str| text.trim().to_owned();
        Documentation { why: plain(why), example: plain(example), fix: plain(fix), limits }
    }
}

/// The parts of a rule's explanation, as Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Documentation {
    pub why: String,
    pub example: String,
    pub fix: String,
    /// Where it does not look, on purpose.
    pub limits: String,
}

/// The lines at the head of a file that document it.
fn head_of(source: &'static str) -> impl Iterator<Item = &'static str> {
    let head = source.lines().map_while(|line| line.strip_prefix("//!"));
    head.map(|line| line.strip_prefix(' ').unwrap_or(line))
}

/// One place that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The id that it is about, by which it can be waived.
    pub about: String,
    pub path: DocPath,
    pub span: Span,
    pub message: String,
    pub help: &'static str,
}

impl Violation {
    pub fn of_document(document: &Document, message: String, help: &'static str) -> Violation {
        let (about, span) = (document.id.value.clone(), document.id.span);
        Violation { about, path: document.path.clone(), span, message, help }
    }

    pub fn of_record(record: &Record, message: String, help: &'static str) -> Violation {
        let (about, span) = (record.id.value.clone(), record.id.span);
        Violation { about, path: record.path.clone(), span, message, help }
    }

    /// Points at a smaller piece than the id.
    pub fn at(self, span: Span) -> Violation {
        Violation { span, ..self }
    }
}
