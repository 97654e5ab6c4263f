//! The Handbook: everything that is known when all files have been understood together.
//!
//! Never changes once it is made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::ClauseId;
use crate::entry::{ApprovalDigest, Document, Record, Vocabulary};
use crate::handbook::{
    Coverage, DocumentState, Due, EvidenceFile, HandbookOptions, Ids, Item, LinkEnd, Outdated, RecordClaim, Relation,
    Statement, SystemDuties,
};
use crate::text::{DocPath, PictureSize};

/// All documents and records, connected and judged.
pub struct Handbook {
    pub vocabulary: Arc<Vocabulary>,
    pub options: HandbookOptions,
    pub ids: Ids,
    /// Sorted by path.
    pub documents: Vec<Arc<Document>>,
    /// Beside each document: how it stands.
    pub states: Vec<DocumentState>,
    /// Beside each document: the digest that an approval of it has today, when its approval has one.
    pub approval_digests: Vec<Option<ApprovalDigest>>,
    /// Beside each document: where each link of its body leads.
    pub links: Vec<Vec<LinkEnd>>,
    /// Beside each document: the position of its classification.
    pub document_levels: Vec<usize>,
    /// Sorted by kind, then in the order of files and writing.
    pub records: Vec<Arc<Record>>,
    pub record_levels: Vec<usize>,
    /// Record files of which something could not be read.
    pub unread: BTreeSet<DocPath>,
    /// Beside each record: where the links of its Markdown fields lead.
    pub record_texts: Vec<Vec<RecordText>>,
    /// Beside each record: what it is evidence for by its kind.
    pub record_claims: Vec<Vec<RecordClaim>>,
    /// Beside each record: the AI systems it is about, by position.
    pub record_systems: Vec<Vec<usize>>,
    /// Why records no longer speak for their AI systems, by position of the record.
    pub outdated: BTreeMap<usize, Vec<Outdated>>,
    /// By position of the system: the digest that an assessment of it has today.
    pub assessment_digests: BTreeMap<usize, ApprovalDigest>,
    pub relations: Vec<Relation>,
    pub backlinks: BTreeMap<Item, Vec<Backlink>>,
    /// Links and mentions of entries in running text; they count nowhere.
    pub mentions: BTreeMap<ClauseId, Vec<Backlink>>,
    pub evidence: Vec<EvidenceFile>,
    /// Files that some page shows or offers, with the lowest classification that sees them.
    pub files: BTreeMap<DocPath, usize>,
    /// How large those of them are that are pictures.
    pub pictures: BTreeMap<DocPath, PictureSize>,
    /// Folders that hold documents.
    pub folders: BTreeSet<String>,
    pub coverage: Coverage,
    /// AI systems by position, with what they owe.
    pub systems: BTreeMap<usize, SystemDuties>,
    /// Everything with a date by which somebody must act, soonest first.
    pub due: Vec<Due>,
    pub statement: Statement,
}

/// A place that links somewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    pub from: Item,
    /// The heading under which the link stands.
    pub heading: Option<usize>,
}

/// The links of one Markdown field of a record, in the order in which the record's fields are walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordText {
    /// The name of the field, or `description`.
    pub field: String,
    pub links: Vec<LinkEnd>,
}

impl Handbook {
    pub fn level(&self, item: Item) -> usize {
        match item {
            Item::Document(at) => self.document_levels[at],
            Item::Record(at) => self.record_levels[at],
        }
    }

    /// Why a record no longer speaks for its AI system; empty when it does.
    pub fn outdated_record(&self, record: &Record) -> &[Outdated] {
        let at = match self.ids.item(&record.id.value) {
            Some(Item::Record(at)) => self.outdated.get(&at),
            _ => None,
        };
        at.map_or(&[][..], Vec::as_slice)
    }

    /// Relations that start at an item.
    pub fn relations_from(&self, item: Item) -> impl Iterator<Item = &Relation> {
        let start = self.relations.partition_point(|relation| relation.from < item);
        self.relations[start..].iter().take_while(move |relation| relation.from == item)
    }
}
