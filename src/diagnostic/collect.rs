//! Puts diagnostics in order once, and counts them.
//!
//! Never drops one that differs from its neighbour in any way.

use crate::diagnostic::{Diagnostic, Level};

/// Sorted by file, place and code, exact repeats removed.
pub fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|left, right| key(left).cmp(&key(right)));
    diagnostics.dedup();
    diagnostics
}

fn key(diagnostic: &Diagnostic) -> (&str, u32, std::cmp::Reverse<Level>, &str, &str) {
    let finding = &diagnostic.finding;
    (diagnostic.path.as_str(), finding.span.start, std::cmp::Reverse(finding.level), finding.code, &finding.message)
}

/// How many findings of each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    /// Without the waived ones.
    pub notes: usize,
    /// Findings that somebody answers for until a day.
    pub waived: usize,
}

impl Counts {
    pub fn of(diagnostics: &[Diagnostic]) -> Counts {
        let count = |level| diagnostics.iter().filter(|diagnostic| diagnostic.finding.level == level).count();
        let waived = diagnostics.iter().filter(|diagnostic| diagnostic.finding.waived.is_some()).count();
        let notes = count(Level::Note) - waived;
        Counts { errors: count(Level::Error), warnings: count(Level::Warning), notes, waived }
    }

    /// Both together.
    pub fn and(self, other: Counts) -> Counts {
        Counts {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            notes: self.notes + other.notes,
            waived: self.waived + other.waived,
        }
    }
}
