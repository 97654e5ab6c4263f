//! Coverage: for each assessable entry of each enabled framework, its status on the day, and what supports it.
//!
//! The one place where a status is computed. Never counts a reference that does not resolve to a whole assessable entry.

use std::collections::BTreeMap;

use crate::catalog::{ClauseId, Entry, Exclusion, FrameworkIndex, Library};
use crate::handbook::Item;
use crate::handbook::status::{DocumentLevel, EvidenceLevel, Status};
use crate::language::Phrase;
use crate::text::{Date, DocPath};

/// A document that refers to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSupport {
    /// The document's position.
    pub document: usize,
    /// Headings that make the claim; empty when the front matter makes it.
    pub headings: Vec<usize>,
    pub reach: Reach,
    pub level: DocumentLevel,
    /// The systems that the document is about; `None`: all of them.
    pub systems: Option<Vec<usize>>,
}

/// How far a reference reaches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The whole entry: the only reach that counts.
    Whole,
    /// A part of the entry, such as `(2)(a)`.
    Part(String),
    /// The entry is a heading, which is never assessed.
    Hint,
    /// The guidance beside a control.
    Guidance(String),
}

/// Something that shows an entry is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceSupport {
    pub source: EvidenceSource,
    pub reach: Reach,
    pub standing: EvidenceStanding,
    /// The date that makes it evidence.
    pub date: Option<Date>,
    /// The last day on which it is in date.
    pub valid_until: Option<Date>,
    /// The systems that it is about; empty when it names none.
    pub systems: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceSource {
    /// A record whose kind says that it is evidence.
    Record(usize),
    /// A file or address that an item names.
    File { by: Item, file: FileRef },
}

/// A file in the folder, or an address outside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileRef {
    Path(DocPath),
    Address(String),
}

/// Whether evidence counts on the day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceStanding {
    Current,
    Expired,
    /// Why it is no evidence yet, or not at all.
    NotCounted(Phrase),
}

impl EvidenceStanding {
    /// The standing when what it speaks for has changed: it showed something once.
    pub fn outdated(&self) -> EvidenceStanding {
        match self {
            EvidenceStanding::Current => EvidenceStanding::Expired,
            other => other.clone(),
        }
    }
}

/// What coverage needs to know of an AI system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemFact {
    /// The record's position.
    pub record: usize,
    /// Not known counts as in scope.
    pub in_scope: bool,
    /// Neither only planned nor retired on the day.
    pub live: bool,
    pub retired: bool,
    pub roles: Vec<String>,
    pub class: Option<String>,
    /// Placed on the market or put into service on this day.
    pub placed: Option<Date>,
}

/// A recorded exclusion of an entry, with its justification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedExclusion {
    pub record: usize,
    pub by: Exclusion,
}

/// Why an entry is excluded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExclusionReason {
    /// A row of the Statement of Applicability, or an exclusion record.
    Recorded(usize),
    /// No system in scope has the role and the class.
    NoSystem,
}

/// How one system stands with an entry that every system owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemCoverage {
    pub record: usize,
    pub status: Status,
}

/// One entry: its status and everything that supports it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClauseCoverage {
    /// Absent for entries that are never assessed.
    pub status: Option<Status>,
    pub documents: Vec<DocumentSupport>,
    pub evidence: Vec<EvidenceSupport>,
    /// For entries that are owed per system.
    pub systems: Vec<SystemCoverage>,
    pub exclusion: Option<ExclusionReason>,
}

/// The figures of one framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkCoverage {
    pub framework: FrameworkIndex,
    /// By status, in the order of [`Status::ALL`].
    pub counts: [usize; 7],
}

impl FrameworkCoverage {
    pub fn count(&self, status: Status) -> usize {
        self.counts[status as usize]
    }

    pub fn assessable(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The denominator of both figures.
    pub fn applicable(&self) -> usize {
        self.assessable() - self.count(Status::Excluded)
    }

    /// Applicable entries with an approved document in date.
    pub fn documented(&self) -> usize {
        self.count(Status::Documented) + self.count(Status::Evidenced)
    }

    /// Those that also have evidence in date.
    pub fn evidenced(&self) -> usize {
        self.count(Status::Evidenced)
    }
}

/// Everything that coverage is computed from.
#[derive(Debug, Default)]
pub struct Supports {
    pub documents: Vec<(ClauseId, DocumentSupport)>,
    pub evidence: Vec<(ClauseId, EvidenceSupport)>,
    pub systems: Vec<SystemFact>,
    pub exclusions: Vec<(ClauseId, RecordedExclusion)>,
}

/// The coverage of all enabled frameworks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    clauses: BTreeMap<ClauseId, ClauseCoverage>,
    pub frameworks: Vec<FrameworkCoverage>,
}

impl Coverage {
    /// The coverage of an entry of an enabled framework.
    pub fn clause(&self, clause: ClauseId) -> Option<&ClauseCoverage> {
        self.clauses.get(&clause)
    }

    /// All entries of enabled frameworks.
    pub fn clauses(&self) -> impl Iterator<Item = (ClauseId, &ClauseCoverage)> {
        self.clauses.iter().map(|(clause, coverage)| (*clause, coverage))
    }

    /// The coverage of all entries of an enabled framework, in catalog order.
    pub fn of(&self, framework: FrameworkIndex) -> impl Iterator<Item = (&ClauseId, &ClauseCoverage)> {
        let entry = |entry| ClauseId { framework, entry };
        self.clauses.range(entry(0)..=entry(u16::MAX))
    }

    pub fn framework(&self, framework: FrameworkIndex) -> Option<&FrameworkCoverage> {
        self.frameworks.iter().find(|coverage| coverage.framework == framework)
    }
}

/// Computes every status once.
pub fn coverage(library: &Library, enabled: &[FrameworkIndex], supports: Supports) -> Coverage {
    let Supports { documents, evidence, systems, exclusions } = supports;
    let mut clauses: BTreeMap<ClauseId, ClauseCoverage> = BTreeMap::new();
    for framework in enabled {
        for entry in 0..library.at(*framework).entries.len() {
            clauses.insert(ClauseId { framework: *framework, entry: entry as u16 }, ClauseCoverage::default());
        }
    }
    for (clause, support) in documents {
        if let Some(coverage) = clauses.get_mut(&clause) {
            add_document(coverage, support);
        }
    }
    for (clause, support) in evidence {
        if let Some(coverage) = clauses.get_mut(&clause) {
            coverage.evidence.push(support);
        }
    }
    let mut frameworks: Vec<FrameworkCoverage> =
        enabled.iter().map(|framework| FrameworkCoverage { framework: *framework, counts: [0; 7] }).collect();
    for (clause, coverage) in &mut clauses {
        let entry = library.get(*clause);
        order(coverage);
        if !entry.assessable {
            continue;
        }
        judge(coverage, entry, &systems, exclusions.iter().filter(|(excluded, _)| excluded == clause));
        let status = coverage.status.unwrap_or(Status::Gap);
        if let Some(counted) = frameworks.iter_mut().find(|counted| counted.framework == clause.framework) {
            counted.counts[status as usize] += 1;
        }
    }
    Coverage { clauses, frameworks }
}

/// Several claims of one document with the same reach are one support with several headings.
fn add_document(coverage: &mut ClauseCoverage, support: DocumentSupport) {
    let mut of_document = coverage.documents.iter_mut().rev().take_while(|known| known.document == support.document);
    match of_document.find(|known| known.reach == support.reach) {
        Some(known) => known.headings.extend(support.headings),
        None => coverage.documents.push(support),
    }
}

/// Best first: counting before hints, approved before drafts, current before expired.
fn order(coverage: &mut ClauseCoverage) {
    coverage.documents.sort_by(|left, right| {
        left.reach.cmp(&right.reach).then(right.level.cmp(&left.level)).then(left.document.cmp(&right.document))
    });
    coverage.evidence.sort_by(|left, right| {
        (&left.reach, &left.standing)
            .cmp(&(&right.reach, &right.standing))
            .then(right.date.cmp(&left.date))
            .then(left.source.cmp(&right.source))
    });
}

fn judge<'e>(
    coverage: &mut ClauseCoverage,
    entry: &Entry,
    systems: &[SystemFact],
    exclusions: impl Iterator<Item = &'e (ClauseId, RecordedExclusion)>,
) {
    coverage.exclusion = exclusion(entry, systems, exclusions);
    if coverage.exclusion.is_some() {
        coverage.status = Some(Status::Excluded);
        return;
    }
    if entry.per_system {
        let owing = systems.iter().filter(|system| system.in_scope && system.live && owes(entry, system));
        let owing: Vec<usize> = owing.map(|system| system.record).collect();
        let statuses = statuses_of(coverage, true, &owing);
        let standing = owing.into_iter().zip(statuses);
        coverage.systems = standing.map(|(record, status)| SystemCoverage { record, status }).collect();
    }
    let worst = coverage.systems.iter().map(|system| system.status).min();
    // Where every system owes an entry, what is about systems that do not matter shows nothing.
    let matters = |at: &usize| systems.iter().any(|system| system.record == *at && system.in_scope && !system.retired);
    let counts = |about: &[usize]| !entry.per_system || about.is_empty() || about.iter().any(matters);
    coverage.status = Some(worst.unwrap_or_else(|| status_by(coverage, counts)));
}

/// How each of some systems stands with an entry, in their order, in one pass over what supports it.
///
/// A document that names no system is about all of them. Evidence that names none shows nothing about a single system
/// where every system owes the entry.
pub fn statuses_of(coverage: &ClauseCoverage, per_system: bool, systems: &[usize]) -> Vec<Status> {
    if matches!(coverage.exclusion, Some(ExclusionReason::Recorded(_))) {
        return vec![Status::Excluded; systems.len()];
    }
    let mut documents: BTreeMap<Option<usize>, DocumentLevel> = BTreeMap::new();
    for support in coverage.documents.iter().filter(|support| support.reach == Reach::Whole) {
        let about =
            support.systems.as_ref().map_or_else(|| vec![None], |about| about.iter().copied().map(Some).collect());
        for system in about {
            let best = documents.entry(system).or_insert(DocumentLevel::None);
            *best = support.level.max(*best);
        }
    }
    let mut evidence: BTreeMap<Option<usize>, EvidenceLevel> = BTreeMap::new();
    for support in coverage.evidence.iter().filter(|support| support.reach == Reach::Whole) {
        let general = (support.systems.is_empty() && !per_system).then_some(None);
        for system in support.systems.iter().copied().map(Some).chain(general) {
            let best = evidence.entry(system).or_insert(EvidenceLevel::None);
            *best = evidence_level(&support.standing).max(*best);
        }
    }
    let status = |system: &usize| {
        let document = [Some(*system), None].iter().filter_map(|key| documents.get(key)).max();
        let shown = [Some(*system), None].iter().filter_map(|key| evidence.get(key)).max();
        let document = document.copied().unwrap_or(DocumentLevel::None);
        Status::of(document, shown.copied().unwrap_or(EvidenceLevel::None))
    };
    systems.iter().map(status).collect()
}

/// The status by those supports whose systems count.
fn status_by(coverage: &ClauseCoverage, counts: impl Fn(&[usize]) -> bool) -> Status {
    let concerns = |support: &&DocumentSupport| support.systems.as_ref().is_none_or(|about| counts(about));
    let documents = coverage.documents.iter().filter(|support| support.reach == Reach::Whole).filter(concerns);
    let whole = coverage.evidence.iter().filter(|support| support.reach == Reach::Whole);
    let evidence = whole.filter(|support| counts(&support.systems));
    let document = documents.map(|support| support.level).max().unwrap_or(DocumentLevel::None);
    let evidence = evidence.map(|support| evidence_level(&support.standing)).max().unwrap_or(EvidenceLevel::None);
    Status::of(document, evidence)
}

fn evidence_level(standing: &EvidenceStanding) -> EvidenceLevel {
    match standing {
        EvidenceStanding::Current => EvidenceLevel::Current,
        EvidenceStanding::Expired => EvidenceLevel::Expired,
        EvidenceStanding::NotCounted(_) => EvidenceLevel::None,
    }
}

fn exclusion<'e>(
    entry: &Entry,
    systems: &[SystemFact],
    mut recorded: impl Iterator<Item = &'e (ClauseId, RecordedExclusion)>,
) -> Option<ExclusionReason> {
    match entry.exclusion {
        Exclusion::Never => None,
        Exclusion::StatementOfApplicability | Exclusion::Justification => recorded
            .find(|(_, exclusion)| exclusion.by == entry.exclusion)
            .map(|(_, exclusion)| ExclusionReason::Recorded(exclusion.record)),
        Exclusion::RoleAndClass => {
            let mut present = systems.iter().filter(|system| system.in_scope && !system.retired).peekable();
            let nothing_known = present.peek().is_none();
            let owed = nothing_known || present.any(|system| owes(entry, system));
            (!owed).then_some(ExclusionReason::NoSystem)
        }
    }
}

/// Whether a system has the role and the class that an entry is for; unknown ones have.
pub fn owes(entry: &Entry, system: &SystemFact) -> bool {
    let roles: Vec<&str> = system.roles.iter().map(String::as_str).collect();
    entry.is_owed_by(&roles, system.class.as_deref())
}
