//! The catalog entries that evidence rules of kinds name.
//!
//! Never lets a rule support a heading or a part: what a rule names must be an entry that has a status.

use std::collections::BTreeMap;

use crate::catalog::{Bare, ClauseId, FrameworkIndex, Library, Reading, read_references};
use crate::diagnostic::{Diagnostic, Finding};
use crate::entry::Vocabulary;
use crate::entry::claim::unknown_framework;
use crate::schema::{EvidenceRule, RuleClause};
use crate::text::Spanned;

/// For each kind, and each of its rules in order, the entries it supports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleTargets(BTreeMap<String, Vec<Vec<ClauseId>>>);

impl RuleTargets {
    /// Resolves the rules of all kinds once; what does not resolve in a user's kind is said at its place.
    pub fn of(vocabulary: &Vocabulary) -> (RuleTargets, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut targets = BTreeMap::new();
        for kind in vocabulary.kinds.all() {
            let mut resolve = |rule| rule_targets(rule, &vocabulary.library, &mut diagnostics);
            let rules: Vec<Vec<ClauseId>> = kind.evidence.iter().map(&mut resolve).collect();
            targets.insert(kind.id.clone(), rules);
        }
        (RuleTargets(targets), diagnostics)
    }

    /// The entries that rule number `rule` of a kind names.
    pub fn get(&self, kind: &str, rule: usize) -> &[ClauseId] {
        self.0.get(kind).and_then(|rules| rules.get(rule)).map_or(&[], Vec::as_slice)
    }
}

fn rule_targets(rule: &EvidenceRule, library: &Library, diagnostics: &mut Vec<Diagnostic>) -> Vec<ClauseId> {
    let mut targets = Vec::new();
    for clause in &rule.clauses {
        let (found, findings) = clause_targets(clause, library);
        targets.extend(found);
        // Built-in kinds are checked by a test, and have no file to point at.
        if let Some(path) = &rule.source {
            diagnostics.extend(findings.into_iter().map(|finding| finding.at(path)));
        }
    }
    targets.sort();
    targets.dedup();
    targets
}

fn clause_targets(clause: &RuleClause, library: &Library) -> (Vec<ClauseId>, Vec<Finding>) {
    let Some(framework) = library.framework(&clause.framework) else {
        let name = Spanned::new(clause.framework.clone(), clause.span);
        return (Vec::new(), vec![unknown_framework(&name, library)]);
    };
    match library.find(framework, &clause.id) {
        Some(exact) if library.get(exact).assessable => (vec![exact], Vec::new()),
        Some(_) => (Vec::new(), vec![covers_nothing(clause)]),
        None => written_otherwise(clause, framework, library),
    }
}

/// Any spelling that a reference can have elsewhere: a range, an article, a short form.
fn written_otherwise(
    clause: &RuleClause,
    framework: FrameworkIndex,
    library: &Library,
) -> (Vec<ClauseId>, Vec<Finding>) {
    let reading = Reading { library, enabled: &[framework], default: Some(framework) };
    let (references, mut findings) = read_references(&clause.id, clause.span, &reading, Bare::Default);
    if references.iter().any(|reference| !reference.target.counts()) {
        findings.push(covers_nothing(clause));
    }
    let counting = references.iter().filter(|reference| reference.target.counts());
    (counting.map(|reference| reference.target.clause()).collect(), findings)
}

fn covers_nothing(clause: &RuleClause) -> Finding {
    Finding::error("rule-covers-nothing", clause.span, format!("`{}` is not an entry that has a status", clause.id))
        .help("name the entries below it, or the whole entry instead of a part")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{RuleTargets, clause_targets};
    use crate::catalog::Library;
    use crate::entry::Vocabulary;
    use crate::schema::{FieldPath, Kinds};
    use crate::syntax::parse_yaml;
    use crate::text::DocPath;

    fn vocabulary(own: &str) -> Vocabulary {
        let file = (DocPath::new("kinds/own.yaml").unwrap(), parse_yaml(own, 0).root.unwrap());
        Vocabulary { library: Library::built_in(), kinds: Kinds::with_user_files(&[file]).0 }
    }

    #[test]
    fn every_entry_that_a_built_in_kind_names_exists_and_has_a_status() {
        let library = Library::built_in();
        for kind in Kinds::built_in().all() {
            for clause in kind.evidence.iter().flat_map(|rule| &rule.clauses) {
                let (found, findings) = clause_targets(clause, &library);
                assert_eq!((found.len(), findings.len()), (1, 0), "{}: {}", kind.id, clause.id);
            }
        }
    }

    #[test]
    fn evidence_for_entries_owed_per_system_says_for_which_system() {
        let library = Library::built_in();
        let mut seen = BTreeSet::new();
        for kind in Kinds::built_in().all() {
            for clause in kind.evidence.iter().flat_map(|rule| &rule.clauses) {
                let (found, _) = clause_targets(clause, &library);
                if library.get(found[0]).per_system {
                    seen.insert(clause.id.clone());
                    assert!(kind.systems_from.is_some(), "{}: {}", kind.id, clause.id);
                }
            }
        }
        assert!(seen.contains("8.4"), "{seen:?}");
    }

    #[test]
    fn roles_and_classes_of_a_system_are_those_of_the_law() {
        let (library, kinds) = (Library::built_in(), Kinds::built_in());
        let law = library.at(library.framework("eu-ai-act").unwrap());
        let system = kinds.get("ai-system").unwrap();
        let words = |name: &str| -> Vec<String> {
            let field = FieldPath::parse(name).find(&system.fields).unwrap();
            field.field_type.choices().iter().map(|choice| choice.word.clone()).collect()
        };
        assert_eq!(words("eu_roles"), law.roles);
        assert_eq!(words("eu_class"), law.classes);
    }

    #[test]
    fn what_an_own_rule_names_wrongly_is_said_and_supports_nothing() {
        let own =
            "id: own\nevidence: [{clauses: ['9.1', '6.1', 'A.7.2-A.7.4', '9.9']}, {clauses: {iso-4200: ['9.1']}}]";
        let (targets, diagnostics) = RuleTargets::of(&vocabulary(own));
        let said: Vec<(&str, &str)> =
            diagnostics.iter().map(|said| (said.finding.code, &own[said.finding.span.range()])).collect();
        assert_eq!(said, [("rule-covers-nothing", "6.1"), ("unknown-clause", "9.9"), ("unknown-framework", "9.1")]);
        assert_eq!(targets.get("own", 0).len(), 4);
        assert!(targets.get("own", 1).is_empty() && targets.get("own", 2).is_empty());
    }
}
