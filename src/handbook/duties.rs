//! What each AI system owes: articles that follow from its roles and class, and entries that every system owes.
//!
//! Never confirms anything: a duty that follows from a role and a class is a proposal until an obligation record says so.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{Applies, ClauseId, Entry, Exclusion, FrameworkIndex, Library, Situation};
use crate::entry::Record;
use crate::handbook::Coverage;
use crate::handbook::coverage::{
    ClauseCoverage, EvidenceSource, EvidenceStanding, Reach, SystemFact, owes, statuses_of,
};
use crate::handbook::status::Status;
use crate::handbook::systems::targets;

/// The kind whose records confirm duties.
const OBLIGATION_KIND: &str = "obligation";

/// An AI system with everything that follows from what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemDuties {
    pub fact: SystemFact,
    /// In the order of the frameworks; empty for a retired system.
    pub duties: Vec<Duty>,
}

/// One entry that a system owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    pub clause: ClauseId,
    /// It follows from role and class; otherwise every system owes it.
    pub follows: bool,
    /// From when it applies, where the catalog knows dates.
    pub applies: Option<Applies>,
    /// How this system stands with it.
    pub status: Status,
    /// Obligation records that name the entry for this system, in any state.
    pub records: Vec<usize>,
    /// Evidence in date for the whole entry that is about this system.
    pub evidence: Vec<EvidenceSource>,
}

/// The duties of every system, by the system's position.
pub fn duties(
    library: &Library,
    enabled: &[FrameworkIndex],
    facts: &[SystemFact],
    records: &[Arc<Record>],
    record_systems: &[Vec<usize>],
    coverage: &Coverage,
) -> BTreeMap<usize, SystemDuties> {
    let obligations = obligations(records, record_systems);
    let mut found: BTreeMap<usize, SystemDuties> =
        facts.iter().map(|fact| (fact.record, SystemDuties { fact: fact.clone(), duties: Vec::new() })).collect();
    for clause in enabled.iter().flat_map(|framework| clauses(library, *framework)) {
        let entry = library.get(clause);
        let follows = entry.exclusion == Exclusion::RoleAndClass;
        let Some(covered) = coverage.clause(clause).filter(|_| entry.assessable && (follows || entry.per_system))
        else {
            continue;
        };
        let owing: Vec<&SystemFact> = facts.iter().filter(|fact| is_owed(entry, fact)).collect();
        let positions: Vec<usize> = owing.iter().map(|fact| fact.record).collect();
        let statuses = statuses_of(covered, entry.per_system, &positions);
        let mut evidence = evidence_by_system(covered);
        for (fact, status) in owing.iter().zip(statuses) {
            let situation = Situation { roles: &fact.roles, class: fact.class.as_deref(), placed: fact.placed };
            let named = |system: Option<usize>| obligations.get(&(clause, system)).cloned().unwrap_or_default();
            let mut records = named(Some(fact.record));
            records.extend(named(None).into_iter().filter(|_| !entry.per_system));
            let applies = library.applies(clause, &situation);
            let evidence = evidence.remove(&fact.record).unwrap_or_default();
            let duty = Duty { clause, follows, applies, status, records, evidence };
            found.entry(fact.record).and_modify(|system| system.duties.push(duty));
        }
    }
    found
}

/// In one pass over what supports an entry, because there can be as many systems as records.
fn evidence_by_system(coverage: &ClauseCoverage) -> BTreeMap<usize, Vec<EvidenceSource>> {
    let mut found: BTreeMap<usize, Vec<EvidenceSource>> = BTreeMap::new();
    let whole = coverage.evidence.iter().filter(|support| support.reach == Reach::Whole);
    for support in whole.filter(|support| support.standing == EvidenceStanding::Current) {
        for system in &support.systems {
            found.entry(*system).or_default().push(support.source.clone());
        }
    }
    found
}

fn clauses(library: &Library, framework: FrameworkIndex) -> impl Iterator<Item = ClauseId> {
    (0..library.at(framework).entries.len() as u16).map(move |entry| ClauseId { framework, entry })
}

/// A system that is out of scope still has its class, and somebody has to look at what follows from it; what every
/// system of the management system owes is owed by those in scope.
fn is_owed(entry: &Entry, fact: &SystemFact) -> bool {
    let follows = entry.exclusion == Exclusion::RoleAndClass;
    !fact.retired && owes(entry, fact) && (follows || fact.in_scope)
}

/// Obligation records by the entry and the system they name; without a system they are about the organization.
fn obligations(
    records: &[Arc<Record>],
    record_systems: &[Vec<usize>],
) -> BTreeMap<(ClauseId, Option<usize>), Vec<usize>> {
    let mut found: BTreeMap<(ClauseId, Option<usize>), Vec<usize>> = BTreeMap::new();
    for (at, record) in records.iter().enumerate().filter(|(_, record)| record.kind == OBLIGATION_KIND) {
        let mut clauses: Vec<ClauseId> = targets(record, "requirement").iter().map(|target| target.clause()).collect();
        clauses.sort();
        clauses.dedup();
        for clause in clauses {
            let systems = &record_systems[at];
            let of_all = systems.is_empty() && record.systems.is_empty();
            let named = systems.iter().copied().map(Some).chain(of_all.then_some(None));
            named.for_each(|system| found.entry((clause, system)).or_default().push(at));
        }
    }
    found
}
