//! Collects what documents, records and files show about entries, for coverage to judge.
//!
//! Never computes a status.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::Target;
use crate::entry::{Document, EvidenceLocation, EvidenceUse, Record};
use crate::handbook::coverage::{DocumentSupport, EvidenceSource, EvidenceSupport, FileRef, Supports};
use crate::handbook::evidence::{
    EvidenceFile, FileUse, Recorded, UseContext, document_targets, judge_use, record_targets, resolve_path, use_targets,
};
use crate::handbook::record_evidence::{Judge, RecordClaim, reach};
use crate::handbook::{DocumentState, Item, Phase};
use crate::text::{DocPath, Sha256, Snapshot};

/// The kind whose records give files their dates.
const EVIDENCE_KIND: &str = "evidence";

/// Claims of one document, without those that reach nothing.
pub fn document_supports(
    at: usize,
    document: &Document,
    state: DocumentState,
    systems: &[usize],
    supports: &mut Supports,
) {
    if state.phase == Phase::Retired {
        return;
    }
    for claim in &document.claims {
        let target = &claim.claim.reference.target;
        let support = DocumentSupport {
            document: at,
            headings: claim.heading.into_iter().collect(),
            reach: reach(target),
            level: state.level(),
            systems: (!document.systems.is_empty()).then(|| systems.to_vec()),
        };
        supports.documents.push((target.clause(), support));
    }
}

/// What records are evidence for by their kinds.
pub fn record_supports(at: usize, claims: &[RecordClaim], systems: &[usize], supports: &mut Supports) {
    for claim in claims {
        let support = EvidenceSupport {
            source: EvidenceSource::Record(at),
            reach: claim.reach.clone(),
            standing: claim.standing.clone(),
            date: claim.date,
            valid_until: claim.valid_until,
            systems: systems.to_vec(),
        };
        supports.evidence.push((claim.clause, support));
    }
}

/// What the `evidence` records in force say about the files that they hold.
pub fn recorded_files(records: &[Arc<Record>], snapshot: &Snapshot) -> BTreeMap<DocPath, Recorded> {
    let mut files: BTreeMap<DocPath, Recorded> = BTreeMap::new();
    let current = |record: &&Arc<Record>| {
        let said = record.status.as_ref().is_none_or(|status| status.value == "current");
        record.kind == EVIDENCE_KIND && said && !record.is_unread("status")
    };
    for record in records.iter().filter(current) {
        let named = record.value("path").map_or(&[][..], |value| value.items.as_slice());
        for item in record.evidence.iter().filter(|item| named.iter().any(|named| named.span == item.location.span)) {
            let EvidenceLocation::Path(written) = &item.location.value else { continue };
            let Some(path) = resolve_path(written, &record.path, snapshot) else { continue };
            let date = |name: &str| crate::handbook::systems::date(record, name);
            let differs = |digest: Sha256| snapshot.fact(&path).is_some_and(|fact| fact.sha256 != digest);
            let changed = item.unclear_digest || item.sha256.as_ref().is_some_and(|digest| differs(digest.value));
            let file = files.entry(path).or_default();
            *file = Recorded {
                collected: date("collected_on"),
                expires: date("expires"),
                changed: file.changed || changed,
            };
        }
    }
    files
}

/// Files that documents and records name, each with its uses, and what they support.
#[derive(Default)]
pub struct Files {
    by_file: BTreeMap<FileRef, Vec<FileUse>>,
}

impl Files {
    pub fn add_document(
        &mut self,
        at: usize,
        document: &Document,
        state: DocumentState,
        systems: &[usize],
        context: &UseContext<'_>,
        supports: &mut Supports,
    ) {
        let silenced = (state.phase == Phase::Retired).then_some("not_counted.retired");
        for item in &document.evidence {
            let judged = judge_use(item, &document.path, None, silenced, context);
            let targets = use_targets(item, document_targets(document));
            self.add(Item::Document(at), item, judged, targets, systems, supports);
        }
    }

    pub fn add_record(
        &mut self,
        at: usize,
        record: &Record,
        systems: &[usize],
        judge: &Judge<'_>,
        context: &UseContext<'_>,
        supports: &mut Supports,
    ) {
        let silenced = (!judge.is_done(record)).then_some("not_counted.not_done");
        let mut named: Vec<Target> = record_targets(record).cloned().collect();
        named.extend(
            judge.file_targets(record).into_iter().filter(|target| !named.contains(target)).collect::<Vec<_>>(),
        );
        for item in &record.evidence {
            let judged = judge_use(item, &record.path, judge.date_of(record), silenced, context);
            let targets = use_targets(item, named.iter());
            self.add(Item::Record(at), item, judged, targets, systems, supports);
        }
    }

    fn add(
        &mut self,
        by: Item,
        item: &EvidenceUse,
        judged: (FileRef, crate::handbook::EvidenceStanding, Option<crate::text::Date>, Option<crate::text::Date>),
        targets: Vec<Target>,
        systems: &[usize],
        supports: &mut Supports,
    ) {
        let (file, standing, date, valid_until) = judged;
        for target in &targets {
            let support = EvidenceSupport {
                source: EvidenceSource::File { by, file: file.clone() },
                reach: reach(target),
                standing: standing.clone(),
                date,
                valid_until,
                systems: systems.to_vec(),
            };
            supports.evidence.push((target.clause(), support));
        }
        let expires = item.expires.as_ref().map(|date| date.value);
        let recorded = item.sha256.as_ref().map(|digest| digest.value);
        let named = FileUse { by, title: item.title.clone(), standing, date, valid_until, expires, recorded, targets };
        self.by_file.entry(file).or_default().push(named);
    }

    /// The evidence index, by path, addresses last.
    pub fn finish(self, snapshot: &Snapshot) -> Vec<EvidenceFile> {
        let file = |(file, uses): (FileRef, Vec<FileUse>)| {
            let fact = match &file {
                FileRef::Path(path) => snapshot.fact(path),
                FileRef::Address(_) => None,
            };
            EvidenceFile { file, fact, uses }
        };
        self.by_file.into_iter().map(file).collect()
    }
}
