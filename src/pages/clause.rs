//! Plans one page a clause: what supports it, what is missing, and where else to look.
//!
//! Never counts anything: the status was computed once, for everyone.

use crate::catalog::{ClauseId, Entry};
use crate::pages::addresses;
use crate::pages::approvals::outdated_words;
use crate::pages::clause_relations::clause_relations;
use crate::pages::crosswalk::related_clauses;
use crate::pages::frameworks::{depth, entry_row, framework_link, frameworks_crumb};
use crate::pages::model::{
    Area, ClausePage, Crumb, DocumentSupport, EvidenceItem, Page, PageBody, RecordSupport, Standing, SystemStatus,
};
use crate::pages::planner::{Planner, phase_word, short_name, standing, status};
use crate::view::{
    ClauseView, DocumentLevel, EvidenceSource, EvidenceSupport, ExclusionReason, Item, Phase, Reach, Seen,
    Status as CoverageStatus,
};

pub fn clause_page(planner: &Planner<'_, '_>, clause: ClauseId) -> Option<Page> {
    let library = planner.library();
    let (framework, entry) = (library.at(clause.framework), library.get(clause));
    let view = planner.view.clause(clause)?;
    let records = records(planner, clause, &view);
    let evidence = files(planner, clause, &view);
    let shows_coverage = planner.view.audience().coverage;
    let neighbour = |entry: Option<u16>| {
        let entry = entry.filter(|entry| usize::from(*entry) < framework.entries.len())?;
        Some(planner.clause_link(ClauseId { framework: clause.framework, entry }))
    };
    let child = |entry: &u16| entry_row(planner, ClauseId { framework: clause.framework, entry: *entry });
    let body = ClausePage {
        framework: framework_link(planner, clause.framework),
        edition: framework.edition.clone(),
        digest: framework.digest.short(),
        id: entry.id.clone(),
        alt_title: entry.alt_titles.first().cloned().unwrap_or_default(),
        kind: entry.kind.clone(),
        status: view.status.map(status),
        reason: reason(planner, entry, &view),
        systems: systems(planner, &view),
        documents: view.documents.items.iter().filter_map(|support| document(planner, support)).collect(),
        hidden_documents: if shows_coverage { view.documents.hidden } else { 0 },
        relations: clause_relations(planner, clause, &view, &evidence),
        records,
        hidden_records: if shows_coverage { view.evidence.hidden } else { 0 },
        evidence,
        mentions: planner.view.mentions(clause).into_iter().map(|link| planner.backlink(link)).collect(),
        related: related_clauses(planner, clause),
        missing: view.missing(),
        advice_documents: advice_on_documents(entry),
        advice_evidence: entry.evidence.clone().unwrap_or_default(),
        licensed_html: licensed(planner, entry).into(),
        children: entry.children.iter().map(child).collect(),
        previous: neighbour(clause.entry.checked_sub(1)),
        next: neighbour(clause.entry.checked_add(1)),
    };
    Some(Page {
        path: planner.addresses.clause(clause).to_owned(),
        title: format!("{} {}", entry.id, entry.title),
        summary: String::new(),
        area: Area::Frameworks,
        breadcrumbs: breadcrumbs(planner, clause),
        siblings: siblings(planner, clause),
        notices: Vec::new(),
        body: PageBody::Clause(Box::new(body)),
    })
}

fn breadcrumbs(planner: &Planner<'_, '_>, clause: ClauseId) -> Vec<Crumb> {
    let framework = planner.library().at(clause.framework);
    let mut above = Vec::new();
    let mut parent = planner.library().get(clause).parent;
    while let Some(entry) = parent {
        let link = planner.clause_link(ClauseId { framework: clause.framework, entry });
        above.push(Crumb { title: link.id, url: link.url });
        parent = framework.entries[usize::from(entry)].parent;
    }
    let top =
        Crumb { title: short_name(framework).to_owned(), url: addresses::framework(planner.view, clause.framework) };
    let mut crumbs = vec![planner.home_crumb(), frameworks_crumb(), top];
    crumbs.extend(above.into_iter().rev());
    crumbs
}

fn siblings(planner: &Planner<'_, '_>, clause: ClauseId) -> crate::pages::model::Siblings {
    let framework = planner.library().at(clause.framework);
    let parent = planner.library().get(clause).parent;
    let entries: Vec<u16> = match parent {
        Some(parent) => framework.entries[usize::from(parent)].children.clone(),
        None => (0..framework.entries.len() as u16).filter(|entry| depth(framework, *entry) == 0).collect(),
    };
    let current = entries.iter().position(|entry| *entry == clause.entry).unwrap_or(0);
    let above = match parent {
        Some(entry) => planner.clause_link(ClauseId { framework: clause.framework, entry }),
        None => framework_link(planner, clause.framework),
    };
    planner.siblings_of(above, entries.len(), current, |place| {
        planner.clause_link(ClauseId { framework: clause.framework, entry: entries[place] })
    })
}

fn document(planner: &Planner<'_, '_>, support: &crate::view::DocumentSupport) -> Option<DocumentSupport> {
    let row = planner.document_row(support.document)?;
    let sections = support.headings.iter().filter_map(|heading| planner.section_link(support.document, *heading));
    let state = planner.view.document_state(support.document);
    let phase = state.phase;
    let (locator, remark) = match &support.reach {
        Reach::Whole if phase == Phase::Approved => (String::new(), String::new()),
        Reach::Whole if state.binding.is_broken() => (String::new(), "changed since approval".to_owned()),
        Reach::Whole => (String::new(), phase_word(phase).to_owned()),
        Reach::Part(locator) => (locator.clone(), "in part, which counts in neither figure".to_owned()),
        Reach::Hint => (String::new(), "refers to the heading, which counts nowhere".to_owned()),
        Reach::Guidance(written) => (String::new(), format!("refers to the guidance {written}, which counts nowhere")),
    };
    let counts = support.reach == Reach::Whole && support.level == DocumentLevel::Approved;
    Some(DocumentSupport { document: row, sections: sections.collect(), locator, counts, remark })
}

fn of_records<'s>(view: &'s ClauseView<'_>) -> impl Iterator<Item = (usize, &'s EvidenceSupport)> {
    view.evidence.items.iter().filter_map(|support| match &support.source {
        EvidenceSource::Record(at) => Some((*at, *support)),
        EvidenceSource::File { .. } => None,
    })
}

fn records(planner: &Planner<'_, '_>, _clause: ClauseId, view: &ClauseView<'_>) -> Vec<RecordSupport> {
    let mut rows = Vec::new();
    for (at, support) in of_records(view) {
        let Some(record) = planner.view.record(at) else { continue };
        let (standing, mut remark) = standing(&support.standing);
        if let Reach::Part(locator) = &support.reach {
            remark = format!("for {locator} only, which counts in neither figure");
        }
        if remark.is_empty() && standing == Standing::Expired {
            remark = outdated_words(planner, at).join("; ");
        }
        rows.push(RecordSupport {
            record: planner.item_link(Item::Record(at)),
            kind: planner.view.kinds().get(&record.kind).map(|kind| kind.title.clone()).unwrap_or_default(),
            state: planner.record_state(at),
            date: support.date.map(|date| date.to_string()).unwrap_or_default(),
            valid_until: support.valid_until.map(|date| date.to_string()).unwrap_or_default(),
            standing,
            remark,
        });
    }
    rows
}

fn files(planner: &Planner<'_, '_>, clause: ClauseId, view: &ClauseView<'_>) -> Vec<EvidenceItem> {
    let mut items: Vec<EvidenceItem> = Vec::new();
    for support in &view.evidence.items {
        let EvidenceSource::File { by, file } = &support.source else { continue };
        let Seen { items: named, .. } = planner.view.evidence_named_by(*by);
        let used = named
            .iter()
            .find(|(known, used)| known.file == *file && used.targets.iter().any(|target| target.clause() == clause));
        let Some((known, used)) = used else { continue };
        let mut item = planner.evidence_item(known, used);
        let namer = planner.item_link(*by);
        // A file that several items name is one file; supports come best first.
        match items.iter_mut().find(|known: &&mut EvidenceItem| known.path == item.path && known.href == item.href) {
            Some(known) if known.used_by.contains(&namer) => {}
            Some(known) => known.used_by.push(namer),
            None => {
                item.used_by = vec![namer];
                items.push(item);
            }
        }
    }
    items
}

fn systems(planner: &Planner<'_, '_>, view: &ClauseView<'_>) -> Vec<SystemStatus> {
    if !planner.view.audience().coverage {
        return Vec::new();
    }
    let row = |system: &&crate::view::SystemCoverage| {
        let about = |support: &&&EvidenceSupport| support.systems.contains(&system.record);
        let in_date = |support: &&&EvidenceSupport| {
            support.reach == Reach::Whole && standing(&support.standing).0 == Standing::Current
        };
        let shown = view.evidence.items.iter().filter(about).filter(in_date).count();
        let has_evidence = matches!(system.status, CoverageStatus::Evidenced | CoverageStatus::Practised);
        let reason = match shown {
            0 if has_evidence => "by evidence that this edition does not show".to_owned(),
            0 => "no evidence in date for this system".to_owned(),
            1 => "1 piece of evidence in date".to_owned(),
            count => format!("{count} pieces of evidence in date"),
        };
        SystemStatus { system: planner.item_link(Item::Record(system.record)), status: status(system.status), reason }
    };
    view.systems.items.iter().map(row).collect()
}

/// One sentence: why it has this status.
fn reason(planner: &Planner<'_, '_>, entry: &Entry, view: &ClauseView<'_>) -> String {
    let Some(status) = view.status else {
        return if entry.assessable {
            String::new()
        } else {
            "A heading: it is never assessed, and refers to the entries below.".to_owned()
        };
    };
    match (status, view.exclusion) {
        (_, Some(ExclusionReason::NoSystem)) => {
            "No AI system in scope has the role and class that this concerns.".to_owned()
        }
        (_, Some(ExclusionReason::Recorded(at))) => match planner.view.record(*at) {
            Some(record) => format!("Excluded with a justification by {} {}.", record.id.value, record.title),
            None => "Excluded with a recorded justification.".to_owned(),
        },
        _ if !view.systems.items.is_empty() => {
            let done = view.systems.items.iter().filter(|system| system.status == CoverageStatus::Evidenced).count();
            format!(
                "Owed for each AI system: {done} of {} are evidenced; the worst one decides.",
                view.systems.items.len() + view.systems.hidden
            )
        }
        (CoverageStatus::Gap, _) => "No document refers to it, and there is no evidence.".to_owned(),
        (CoverageStatus::Planned, _) => "Only a draft refers to it, and there is no evidence yet.".to_owned(),
        (CoverageStatus::Stale, _) => "Its document's review is overdue, or its evidence has expired.".to_owned(),
        (CoverageStatus::Practised, _) => "There is evidence in date, but no approved document.".to_owned(),
        (CoverageStatus::Documented, _) => {
            "An approved document in date answers it; there is no evidence in date yet.".to_owned()
        }
        (CoverageStatus::Evidenced, _) => {
            "An approved document in date answers it, and evidence in date shows that it is done.".to_owned()
        }
        (CoverageStatus::Excluded, None) => "Excluded.".to_owned(),
    }
}

fn advice_on_documents(entry: &Entry) -> String {
    let words: Vec<&str> = entry.documented_information.iter().map(|kind| kind.word()).collect();
    match words.as_slice() {
        [] => String::new(),
        words => format!("Documented information is usually {} here.", words.join(" and ")),
    }
}

/// The licensed text as paragraphs, when this audience may read it.
fn licensed(planner: &Planner<'_, '_>, entry: &Entry) -> String {
    let Some(text) = entry.text.as_ref().filter(|text| planner.view.sees_classification(&text.classification)) else {
        return String::new();
    };
    let paragraphs = text.text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| format!("<p>{}</p>\n", crate::syntax::markdown::escaped(paragraph))).collect()
}
