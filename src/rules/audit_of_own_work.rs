//! An audit is done by the role that is audited.
//!
//! Nobody sees their own mistakes. An internal audit needs somebody who does not answer for what is audited: another
//! department, another company, an auditor from outside.
//!
//! ## Example
//! ```yaml
//! kind: audit
//! id: AUD-002
//! auditor: [Head of AI governance]
//! auditee: [Head of AI governance, Head of people]
//! ```
//!
//! ## Fix
//! Let somebody else audit that part, or split the audit. For the audit of the audit process itself, take an auditor from
//! outside.
//!
//! Never compares people, only the roles that the audit names and the owners of the audited controls.

use crate::diagnostic::Level;
use std::collections::BTreeMap;

use crate::catalog::{ClauseId, Target};
use crate::handbook::{Handbook, targets, words};
use crate::rules::applicability::rows;
use crate::rules::records::{of_kind, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "audit-of-own-work", level: Level::Warning, source: include_str!("audit_of_own_work.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let owners = owners_of_controls(handbook);
    let mut violations = Vec::new();
    for (_, audit) in of_kind(handbook, "audit").filter(|(_, audit)| state(audit) != "cancelled") {
        let audited: Vec<String> = words(audit, "auditee").iter().map(|role| folded(role)).collect();
        for item in audit.value("auditor").map_or(&[][..], |value| value.items.as_slice()) {
            let Some(auditor) = item.value.word() else { continue };
            let role = folded(auditor);
            let owns = |target: &Target| owners.get(&target.clause()) == Some(&role);
            let id = &audit.id.value;
            let message = if audited.contains(&role) {
                format!("`{id}` is done by {auditor}, who is also audited")
            } else if let Some(target) = targets(audit, "audited").into_iter().find(owns) {
                let control = &handbook.vocabulary.library.get(target.clause()).id;
                format!("`{id}` is done by {auditor}, who owns the audited control {control}")
            } else {
                continue;
            };
            let help = "let somebody audit who does not answer for what is audited";
            violations.push(Violation::of_record(audit, message, help).at(item.span));
        }
    }
    violations
}

/// Who owns each control, by the Statement of Applicability.
fn owners_of_controls(handbook: &Handbook) -> BTreeMap<ClauseId, String> {
    let rows = rows(handbook).into_iter().filter(|row| row.in_force && row.applies == Some(true));
    rows.filter_map(|row| Some((row.clause, folded(&row.record.owner.as_ref()?.value)))).collect()
}

fn folded(role: &str) -> String {
    role.trim().to_lowercase()
}
