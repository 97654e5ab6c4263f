//! Makes the Handbook out of entries that were each understood alone.
//!
//! Never keeps anything from an earlier round: it is all done again each time, and stays linear.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::{ClauseId, Reading};
use crate::diagnostic::{Diagnostic, both, ordered_map};
use crate::entry::{ApprovalDigest, Classification, Document, EvidenceUse, FieldData, Record, RuleTargets, Vocabulary};
use crate::handbook::approval::{approval_digests, binding};
use crate::handbook::coverage::{Supports, coverage};
use crate::handbook::document_state::document_state;
use crate::handbook::due::due;
use crate::handbook::duties::duties;
use crate::handbook::evidence::{UseContext, broken_file, check_uses};
use crate::handbook::file_levels::{FileSurroundings, file_levels};
use crate::handbook::ids::index;
use crate::handbook::links::{Surroundings, folders, resolve_links, wiki_names};
use crate::handbook::outdated::{SYSTEM_FIELD, assessment_digest, outdated, system_of, wrong_digests};
use crate::handbook::record_evidence::Judge;
use crate::handbook::relations::{document_relations, record_relations};
use crate::handbook::statement::statement;
use crate::handbook::supports::{Files, document_supports, record_supports, recorded_files};
use crate::handbook::systems::{SYSTEM_KIND, applicable, exclusions, system_fact};
use crate::handbook::{
    Backlink, DocumentNames, DocumentState, FileNames, Handbook, HandbookOptions, Ids, Item, LinkEnd, Outdated,
    RecordClaim, RecordNames, RecordText, Relation, speaker, unclear_classification, unknown_classification,
};
use crate::syntax::markdown::Body;
use crate::text::{Date, DocPath, PictureSize, Snapshot, Spanned};

/// All files of one edition, each understood alone.
pub struct Entries {
    /// Sorted by path.
    pub documents: Vec<Arc<Document>>,
    /// Sorted by path, in writing order.
    pub records: Vec<Arc<Record>>,
    /// Record files of which something could not be read.
    pub unread: BTreeSet<DocPath>,
}

/// Connects and judges everything; what does not fit together becomes diagnostics.
pub fn connect(
    entries: Entries,
    snapshot: &Snapshot,
    vocabulary: Arc<Vocabulary>,
    targets: &RuleTargets,
    options: HandbookOptions,
    default_framework: Option<crate::catalog::FrameworkIndex>,
) -> (Handbook, Vec<Diagnostic>) {
    let Entries { documents, mut records, unread } = entries;
    // Kinds come in their own order, so that a register is one slice.
    let rank: BTreeMap<&str, usize> =
        vocabulary.kinds.all().iter().enumerate().map(|(at, kind)| (kind.id.as_str(), at)).collect();
    records.sort_by_key(|record| rank.get(record.kind.as_str()).copied().unwrap_or(usize::MAX));

    let bodies = documents.iter().map(|document| &document.body);
    let ((ids, mut diagnostics), wiki_names) = both(|| index(&documents, &records), || wiki_names(bodies));
    let folders = folders(documents.iter().map(|document| &document.path));
    let reading = Reading { library: &vocabulary.library, enabled: &options.frameworks, default: default_framework };
    let record_kinds = |at: usize| records[at].kind.as_str();
    let around = Surroundings {
        documents: &documents,
        record_kinds: &record_kinds,
        ids: &ids,
        snapshot,
        folders: &folders,
        reading,
        clauses: Default::default(),
    };
    let around = around.with_clauses(&wiki_names);
    let links = resolve_document_links(&documents, &around, &mut diagnostics);
    let record_texts = resolve_record_links(&records, &around, &mut diagnostics);
    let relations = resolve_relations(&documents, &records, &ids, &vocabulary, &mut diagnostics);
    let mut document_levels =
        levels(documents.iter().map(|d| (&d.classification, &d.path)), &options, &mut diagnostics);
    let mut record_levels = levels(records.iter().map(|r| (&r.classification, &r.path)), &options, &mut diagnostics);
    hide(&documents, &records, snapshot, &options, &mut document_levels, &mut record_levels);
    let document_systems = systems_of(documents.iter().map(|document| document.systems.as_slice()), &ids, &records);
    let record_systems = systems_of(records.iter().map(|record| record.systems.as_slice()), &ids, &records);
    let approval_digests = approval_digests(&documents, &links, &records, snapshot, &vocabulary.library);
    let stand = |(document, today): (&Arc<Document>, &Option<ApprovalDigest>)| {
        document_state(document, binding(document, *today), &options)
    };
    let states: Vec<DocumentState> = documents.iter().zip(&approval_digests).map(stand).collect();

    for document in &documents {
        diagnostics.extend(check_uses(&document.evidence, &document.path, snapshot));
    }
    for record in &records {
        diagnostics.extend(check_uses(&record.evidence, &record.path, snapshot));
    }
    let recorded = recorded_files(&records, snapshot);
    let broken = |record: &Record, item: &EvidenceUse| broken_file(item, &record.path, snapshot, &recorded);
    let judge = Judge { targets, kinds: &vocabulary.kinds, options: &options, broken_file: &broken };
    let (outdated, assessment_digests) =
        outdated_records(&records, &record_systems, &ids, options.as_of, &mut diagnostics);
    let record_claims: Vec<_> = ordered_map(&records, |record| judge.claims(record));
    let record_claims = without_outdated(record_claims, &outdated);
    let context = UseContext { options: &options, snapshot, recorded: &recorded, outdated: false };
    let counted = || {
        let mut supports = Supports::default();
        let mut files = Files::default();
        for (at, document) in documents.iter().enumerate() {
            document_supports(at, document, states[at], &document_systems[at], &mut supports);
            files.add_document(at, document, states[at], &document_systems[at], &context, &mut supports);
        }
        for (at, record) in records.iter().enumerate() {
            let systems = speaks_for(record, &record_systems[at], &ids, &records);
            record_supports(at, &record_claims[at], &systems, &mut supports);
            let context = UseContext { outdated: outdated.contains_key(&at), ..context };
            files.add_record(at, record, &systems, &judge, &context, &mut supports);
            supports.systems.extend(system_fact(at, record, options.as_of));
            supports.exclusions.extend(exclusions(at, record, &vocabulary, options.as_of));
        }
        // Rows that contradict each other exclude nothing.
        let applicable: BTreeSet<ClauseId> =
            records.iter().flat_map(|record| applicable(record, options.as_of)).collect();
        supports.exclusions.retain(|(clause, _)| !applicable.contains(clause));
        let (enabled, day) = (&options.frameworks, options.as_of);
        let statement = statement(&documents, &states, &records, &vocabulary, enabled, day);
        let evidence = files.finish(snapshot);
        let facts = supports.systems.clone();
        let coverage = coverage(&vocabulary.library, &options.frameworks, supports);
        let systems = duties(&vocabulary.library, &options.frameworks, &facts, &records, &record_systems, &coverage);
        (statement, evidence, coverage, systems)
    };
    let named = || backlinks(&documents, &links, &records, &record_texts);
    let ((statement, evidence, coverage, systems), (backlinks, mentions)) = both(counted, named);
    let level_of = |item: Item| match item {
        Item::Document(at) => document_levels[at],
        Item::Record(at) => record_levels[at],
    };
    let highest = options.classifications.len().saturating_sub(1);
    let around = FileSurroundings { ids: &ids, snapshot, unread: &unread, level_of: &level_of, highest };
    let mut file_levels = file_levels(&links, &record_texts, &evidence, &around);
    if !options.hidden.is_empty() {
        let hidden =
            file_levels.iter_mut().filter(|(path, _)| options.hidden.hides_file(&FileNames::of(path, snapshot)));
        hidden.for_each(|(_, level)| *level = options.nobody());
    }
    let mut handbook = Handbook {
        ids,
        states,
        approval_digests,
        links,
        document_levels,
        record_levels,
        record_texts,
        record_claims,
        record_systems,
        outdated,
        assessment_digests,
        relations,
        backlinks,
        mentions,
        evidence,
        pictures: pictures(&file_levels, snapshot),
        files: file_levels,
        folders,
        coverage,
        systems,
        due: Vec::new(),
        statement,
        documents,
        records,
        unread,
        options,
        vocabulary,
    };
    handbook.due = due(&handbook);
    (handbook, diagnostics)
}

/// The AI systems that a record can be evidence for. An assessment, validation or release is judged against the one that
/// it is about, and shows nothing of others that it names.
fn speaks_for(record: &Record, named: &[usize], ids: &Ids, records: &[Arc<Record>]) -> Vec<usize> {
    if speaker(&record.kind).is_none() {
        return named.to_vec();
    }
    let about = record.value(SYSTEM_FIELD).map_or(&[][..], |value| value.items.as_slice());
    let system = about.iter().find_map(|item| match &item.value {
        FieldData::Ref(id) => match ids.item(id) {
            Some(Item::Record(at)) if records[at].kind == SYSTEM_KIND => Some(at),
            _ => None,
        },
        _ => None,
    });
    system.into_iter().collect()
}

/// Why records no longer speak for their systems, and the digests of all systems that something speaks for.
fn outdated_records(
    records: &[Arc<Record>],
    systems: &[Vec<usize>],
    ids: &Ids,
    as_of: Date,
    diagnostics: &mut Vec<Diagnostic>,
) -> (BTreeMap<usize, Vec<Outdated>>, BTreeMap<usize, ApprovalDigest>) {
    let around = crate::handbook::outdated::Surroundings::new(records, systems, ids, as_of);
    let (mut found, mut digests) = (BTreeMap::new(), BTreeMap::new());
    for (at, record) in records.iter().enumerate().filter(|(_, record)| speaker(&record.kind).is_some()) {
        diagnostics.extend(wrong_digests(record));
        if let Some(system) = system_of(record, &around) {
            digests.entry(system).or_insert_with(|| assessment_digest(system, &around));
        }
        let reasons = outdated(record, &digests, &around);
        if !reasons.is_empty() {
            found.insert(at, reasons);
        }
    }
    (found, digests)
}

/// What an outdated record showed is no longer shown.
fn without_outdated(
    mut claims: Vec<Vec<RecordClaim>>,
    outdated: &BTreeMap<usize, Vec<Outdated>>,
) -> Vec<Vec<RecordClaim>> {
    for at in outdated.keys() {
        for claim in &mut claims[*at] {
            claim.standing = claim.standing.outdated();
        }
    }
    claims
}

fn resolve_document_links(
    documents: &[Arc<Document>],
    around: &Surroundings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<LinkEnd>> {
    let resolved = ordered_map(documents, |document| resolve_links(&document.path, &document.body, around));
    let mut links = Vec::with_capacity(documents.len());
    for (ends, found) in resolved {
        links.push(ends);
        diagnostics.extend(found);
    }
    links
}

/// The Markdown fields of a record, `description` first, then in walking order.
pub fn record_bodies(record: &Record) -> Vec<(String, &Body)> {
    let mut bodies: Vec<(String, &Body)> = Vec::new();
    bodies.extend(record.description.as_ref().map(|text| ("description".to_owned(), &text.body)));
    record.walk(&mut |path, item| {
        if let FieldData::Markdown(text) = &item.value {
            bodies.push((path.to_string(), &text.body));
        }
    });
    bodies
}

fn resolve_record_links(
    records: &[Arc<Record>],
    around: &Surroundings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<RecordText>> {
    let resolved = ordered_map(records, |record| {
        let mut found = Vec::new();
        let texts: Vec<RecordText> = record_bodies(record)
            .into_iter()
            .map(|(field, body)| {
                let (links, more) = resolve_links(&record.path, body, around);
                found.extend(more);
                RecordText { field, links }
            })
            .collect();
        (texts, found)
    });
    let mut texts = Vec::with_capacity(records.len());
    for (text, found) in resolved {
        texts.push(text);
        diagnostics.extend(found);
    }
    texts
}

fn resolve_relations(
    documents: &[Arc<Document>],
    records: &[Arc<Record>],
    ids: &Ids,
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Relation> {
    let mut relations = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        let (found, wrong) = document_relations(at, document, records, ids, &vocabulary.kinds);
        relations.extend(found);
        diagnostics.extend(wrong);
    }
    for (at, record) in records.iter().enumerate() {
        let (found, wrong) = record_relations(at, record, records, ids, &vocabulary.kinds);
        relations.extend(found);
        diagnostics.extend(wrong);
    }
    relations
}

/// What nobody knows how to classify is shown to nobody but those who see everything.
fn levels<'a>(
    items: impl Iterator<Item = (&'a Classification, &'a DocPath)>,
    options: &HandbookOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let mut levels = Vec::new();
    for (classification, path) in items {
        let finding = match classification {
            Classification::Unsaid => {
                levels.push(options.default_classification);
                continue;
            }
            Classification::Said(name) => match options.classification(&name.value) {
                Some(level) => {
                    levels.push(level);
                    continue;
                }
                None => unknown_classification(name, &options.classifications),
            },
            Classification::Unclear(span) => unclear_classification(*span),
        };
        diagnostics.push(finding.label("shown only to those who see everything").at(path));
        let level = options.classifications.len().saturating_sub(1);
        levels.push(level);
    }
    levels
}

/// What a later edition keeps to itself has a level above all classifications.
fn hide(
    documents: &[Arc<Document>],
    records: &[Arc<Record>],
    snapshot: &Snapshot,
    options: &HandbookOptions,
    document_levels: &mut [usize],
    record_levels: &mut [usize],
) {
    if options.hidden.is_empty() {
        return;
    }
    for (document, level) in documents.iter().zip(document_levels) {
        if options.hidden.hides_document(&DocumentNames::of(document, snapshot)) {
            *level = options.nobody();
        }
    }
    for (record, level) in records.iter().zip(record_levels) {
        if options.hidden.hides_record(&RecordNames::of(record)) {
            *level = options.nobody();
        }
    }
}

fn systems_of<'a>(
    ids_of_items: impl Iterator<Item = &'a [Spanned<String>]>,
    ids: &Ids,
    records: &[Arc<Record>],
) -> Vec<Vec<usize>> {
    let system = |id: &Spanned<String>| match ids.item(&id.value) {
        Some(Item::Record(at)) if records[at].kind == SYSTEM_KIND => Some(at),
        _ => None,
    };
    let distinct = |named: &[Spanned<String>]| {
        let found: BTreeSet<usize> = named.iter().filter_map(system).collect();
        found.into_iter().collect()
    };
    ids_of_items.map(distinct).collect()
}

fn pictures(files: &BTreeMap<DocPath, usize>, snapshot: &Snapshot) -> BTreeMap<DocPath, PictureSize> {
    let size = |path: &DocPath| Some((path.clone(), snapshot.fact(path)?.picture?));
    files.keys().filter_map(size).collect()
}

type Backlinks = (BTreeMap<Item, Vec<Backlink>>, BTreeMap<ClauseId, Vec<Backlink>>);

fn backlinks(
    documents: &[Arc<Document>],
    links: &[Vec<LinkEnd>],
    records: &[Arc<Record>],
    record_texts: &[Vec<RecordText>],
) -> Backlinks {
    let mut backlinks: BTreeMap<Item, Vec<Backlink>> = BTreeMap::new();
    let mut mentions: BTreeMap<ClauseId, Vec<Backlink>> = BTreeMap::new();
    let mut add = |end: &LinkEnd, from: Item, heading: Option<usize>| {
        let backlink = Backlink { from, heading };
        match end {
            LinkEnd::Document { at, .. } if from != Item::Document(*at) => {
                backlinks.entry(Item::Document(*at)).or_default().push(backlink);
            }
            LinkEnd::Record(at) if from != Item::Record(*at) => {
                backlinks.entry(Item::Record(*at)).or_default().push(backlink);
            }
            LinkEnd::Clause(clause) => mentions.entry(*clause).or_default().push(backlink),
            _ => {}
        }
    };
    for (at, document) in documents.iter().enumerate() {
        for (link, end) in document.body.links.iter().zip(&links[at]) {
            add(end, Item::Document(at), link.heading);
        }
        for reference in &document.mentions {
            add(&LinkEnd::Clause(reference.target.clause()), Item::Document(at), None);
        }
    }
    for (at, record) in records.iter().enumerate() {
        let ends = record_texts[at].iter().flat_map(|text| &text.links);
        ends.for_each(|end| add(end, Item::Record(at), None));
        if let Some(text) = &record.description {
            for reference in &text.mentions {
                add(&LinkEnd::Clause(reference.target.clause()), Item::Record(at), None);
            }
        }
    }
    for list in backlinks.values_mut().chain(mentions.values_mut()) {
        list.sort();
        list.dedup();
    }
    (backlinks, mentions)
}
