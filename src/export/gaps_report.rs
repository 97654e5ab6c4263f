//! The gap assessment as plain data: what each entry lacks, and what usually fills it.
//!
//! Never lists what is evidenced or excluded, and never says more than the catalog's advice: advice decides nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::catalog::{ClauseId, Entry, FrameworkIndex};
use crate::export::coverage_report::{Counts, counts};
use crate::view::{Status, Verdict, View};

/// The gaps of some frameworks on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapsReport {
    pub as_of: String,
    pub frameworks: Vec<FrameworkGaps>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FrameworkGaps {
    pub id: String,
    pub name: String,
    pub edition: String,
    /// Of the catalog, so that two assessments can be compared.
    pub digest: String,
    pub counts: Counts,
    /// The chapters with gaps, in catalog order.
    pub groups: Vec<GapGroup>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapGroup {
    pub id: String,
    pub title: String,
    pub gaps: Vec<Gap>,
}

/// One entry that is not evidenced yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    pub id: String,
    pub title: String,
    pub status: &'static str,
    /// What would bring it further.
    pub missing: Vec<String>,
    /// Owed for each AI system.
    pub per_system: bool,
    /// The catalog's advice: `maintained` for a document that is kept current, `retained` for records.
    pub documented_information: Vec<&'static str>,
    /// The catalog's advice on what usually shows that it is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual_evidence: Option<String>,
    /// Kinds of records that can be evidence for it.
    pub record_kinds: Vec<String>,
}

impl FrameworkGaps {
    pub fn len(&self) -> usize {
        self.groups.iter().map(|group| group.gaps.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

/// The gaps of these frameworks as the view's audience sees them.
pub fn gaps_report(view: &View<'_>, frameworks: &[FrameworkIndex]) -> GapsReport {
    let kinds = kinds_by_entry(view);
    GapsReport {
        as_of: view.options().as_of.to_string(),
        frameworks: frameworks.iter().filter_map(|framework| framework_gaps(view, *framework, &kinds)).collect(),
    }
}

/// Which kinds of records their rules make evidence for which entry.
fn kinds_by_entry(view: &View<'_>) -> BTreeMap<ClauseId, Vec<String>> {
    let library = view.library();
    let mut found: BTreeMap<ClauseId, Vec<String>> = BTreeMap::new();
    for kind in view.kinds().all() {
        for named in kind.evidence.iter().flat_map(|rule| &rule.clauses) {
            let clause = library.framework(&named.framework).and_then(|framework| library.find(framework, &named.id));
            if let Some(clause) = clause {
                let kinds = found.entry(clause).or_default();
                if !kinds.contains(&kind.id) {
                    kinds.push(kind.id.clone());
                }
            }
        }
    }
    found
}

fn framework_gaps(
    view: &View<'_>,
    index: FrameworkIndex,
    kinds: &BTreeMap<ClauseId, Vec<String>>,
) -> Option<FrameworkGaps> {
    let figures = view.figures(index)?;
    let framework = view.library().at(index);
    let mut groups: Vec<(u16, GapGroup)> = Vec::new();
    for (at, entry) in framework.assessable() {
        let clause = ClauseId { framework: index, entry: at };
        let Some(gap) = gap(view, clause, entry, kinds) else { continue };
        let top = top(&framework.entries, at);
        match groups.last_mut().filter(|(known, _)| *known == top) {
            Some((_, group)) => group.gaps.push(gap),
            None => {
                let chapter = &framework.entries[usize::from(top)];
                let group = GapGroup { id: chapter.id.clone(), title: chapter.title.clone(), gaps: vec![gap] };
                groups.push((top, group));
            }
        }
    }
    Some(FrameworkGaps {
        id: framework.id.clone(),
        name: framework.name.clone(),
        edition: framework.edition.clone(),
        digest: framework.digest.to_string(),
        counts: counts(figures),
        groups: groups.into_iter().map(|(_, group)| group).collect(),
    })
}

/// The chapter that an entry stands in.
fn top(entries: &[Entry], at: u16) -> u16 {
    let mut top = at;
    while let Some(parent) = entries[usize::from(top)].parent {
        top = parent;
    }
    top
}

fn gap(view: &View<'_>, clause: ClauseId, entry: &Entry, kinds: &BTreeMap<ClauseId, Vec<String>>) -> Option<Gap> {
    let seen = view.clause(clause)?;
    let status = seen.status.filter(|status| !matches!(status, Status::Evidenced | Status::Excluded))?;
    let mut missing: Vec<String> = seen.missing().iter().map(ToString::to_string).collect();
    let verdict = view.verdict(clause).filter(|verdict| entry.is_control() && !verdict.is_decided());
    missing.extend(verdict.map(|verdict| match verdict.words().filter(|_| verdict != Verdict::Missing) {
        None => "the Statement of Applicability does not decide it".to_owned(),
        Some(why) => format!("the Statement of Applicability does not decide it: {why}"),
    }));
    Some(Gap {
        id: entry.id.clone(),
        title: entry.title.clone(),
        status: status.word(),
        missing,
        per_system: entry.per_system,
        documented_information: entry.documented_information.iter().map(|kind| kind.word()).collect(),
        usual_evidence: entry.evidence.clone(),
        record_kinds: kinds.get(&clause).cloned().unwrap_or_default(),
    })
}
