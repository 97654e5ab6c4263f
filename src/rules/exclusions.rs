//! Everything that records say does not apply, whether it may be excluded or not.
//!
//! Never decides what is wrong.

use crate::catalog::{ClauseId, Exclusion, FrameworkIndex, Library, Target};
use crate::entry::{FieldData, Record};
use crate::handbook::{CONTROL_KIND, Handbook, is_in_force, word};
use crate::rules::records::of_kind;
use crate::text::Span;

/// One entry that a record in force excludes.
pub struct Excluding<'h> {
    pub record: &'h Record,
    pub target: &'h Target,
    pub span: Span,
}

/// Rows of the Statement of Applicability that say no, then exclusions.
pub fn excluding(handbook: &Handbook) -> Vec<Excluding<'_>> {
    let says_no = |record: &Record| word(record, "applicable").as_deref() == Some("no");
    let rows = of_kind(handbook, CONTROL_KIND).filter(|(_, record)| says_no(record));
    let rows = rows.map(|(_, record)| (record, "control"));
    let exclusions = of_kind(handbook, "exclusion").map(|(_, record)| (record, "entries"));
    let mut found = Vec::new();
    for (record, field) in rows.chain(exclusions).filter(|(record, _)| is_in_force(record)) {
        for item in record.value(field).map_or(&[][..], |value| value.items.as_slice()) {
            if let FieldData::Clause(reference) = &item.value {
                found.push(Excluding { record, target: &reference.target, span: item.span });
            }
        }
    }
    found
}

/// Whether a framework divides into controls, which can be excluded, and requirements, which cannot.
pub fn has_controls(library: &Library, framework: FrameworkIndex) -> bool {
    library.at(framework).entries.iter().any(|entry| entry.exclusion == Exclusion::StatementOfApplicability)
}

/// The assessable entries that a reference reaches: itself, or all below a heading.
pub fn reached(library: &Library, target: &Target) -> Vec<ClauseId> {
    match target {
        Target::Entry(clause) => vec![*clause],
        Target::Heading(clause) => below(library, *clause),
        Target::Part { .. } | Target::Guidance { .. } => Vec::new(),
    }
}

fn below(library: &Library, clause: ClauseId) -> Vec<ClauseId> {
    let children = &library.get(clause).children;
    let child = |entry: &u16| ClauseId { framework: clause.framework, entry: *entry };
    let reach = |clause| if library.get(clause).assessable { vec![clause] } else { below(library, clause) };
    children.iter().map(child).flat_map(reach).collect()
}
