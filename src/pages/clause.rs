//! Plans one page a clause: what supports it, what is missing, and where else to look.
//!
//! Never counts anything: the status was computed once, for everyone.

use crate::catalog::{ClauseId, Entry};
use crate::language::Phrase;
use crate::pages::addresses;
use crate::pages::approvals::outdated_words;
use crate::pages::clause_relations::clause_relations;
use crate::pages::crosswalk::related_clauses;
use crate::pages::frameworks::{depth, entry_row, framework_link, frameworks_crumb};
use crate::pages::model::{
    Area, ClausePage, Crumb, DocumentSupport, EvidenceItem, Page, PageBody, RecordSupport, Standing, SystemStatus,
};
use crate::pages::planner::{Planner, short_name, status};
use crate::view::{
    ClauseView, DocumentLevel, EvidenceSource, EvidenceStanding, EvidenceSupport, ExclusionReason, Item, Phase, Reach,
    Seen, Status as CoverageStatus,
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
        kind: planner.entry_kind(clause),
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
        missing: view.missing().iter().map(|missing| planner.words.say(missing)).collect(),
        advice_documents: advice_on_documents(planner, entry),
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
    let mut crumbs = vec![planner.home_crumb(), frameworks_crumb(planner), top];
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
        Reach::Whole if state.binding.is_broken() => (String::new(), planner.words.text("approval.changed").to_owned()),
        Reach::Whole => (String::new(), planner.phase(phase).to_owned()),
        Reach::Part(locator) => (locator.clone(), planner.words.text("support.part").to_owned()),
        Reach::Hint => (String::new(), planner.words.text("support.hint").to_owned()),
        Reach::Guidance(written) => {
            (String::new(), planner.words.say(&Phrase::new("support.guidance").text("guidance", written)))
        }
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
        let (standing, mut remark) = planner.standing(&support.standing);
        if let Reach::Part(locator) = &support.reach {
            remark = planner.words.say(&Phrase::new("support.part_only").text("part", locator));
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
            support.reach == Reach::Whole && support.standing == EvidenceStanding::Current
        };
        let shown = view.evidence.items.iter().filter(about).filter(in_date).count();
        let has_evidence = matches!(system.status, CoverageStatus::Evidenced | CoverageStatus::Practised);
        let reason = match shown {
            0 if has_evidence => planner.words.text("support.unseen").to_owned(),
            0 => planner.words.text("support.none").to_owned(),
            count => planner.words.counted("support.pieces", count),
        };
        SystemStatus { system: planner.item_link(Item::Record(system.record)), status: status(system.status), reason }
    };
    view.systems.items.iter().map(row).collect()
}

/// One sentence: why it has this status.
fn reason(planner: &Planner<'_, '_>, entry: &Entry, view: &ClauseView<'_>) -> String {
    let because = match (view.status, view.exclusion) {
        (None, _) if entry.assessable => return String::new(),
        (None, _) => Phrase::new("because.heading"),
        (_, Some(ExclusionReason::NoSystem)) => Phrase::new("because.no_system"),
        (_, Some(ExclusionReason::Recorded(at))) => match planner.view.record(*at) {
            Some(record) => {
                Phrase::new("because.excluded_by").text("id", &record.id.value).text("title", &record.title)
            }
            None => Phrase::new("because.excluded_hidden"),
        },
        _ if !view.systems.items.is_empty() => {
            let done = view.systems.items.iter().filter(|system| system.status == CoverageStatus::Evidenced).count();
            let all = view.systems.items.len() + view.systems.hidden;
            Phrase::new("because.per_system").count("done", done).count("all", all)
        }
        (Some(CoverageStatus::Gap), _) => Phrase::new("because.gap"),
        (Some(CoverageStatus::Planned), _) => Phrase::new("because.planned"),
        (Some(CoverageStatus::Stale), _) => Phrase::new("because.stale"),
        (Some(CoverageStatus::Practised), _) => Phrase::new("because.practised"),
        (Some(CoverageStatus::Documented), _) => Phrase::new("because.documented"),
        (Some(CoverageStatus::Evidenced), _) => Phrase::new("because.evidenced"),
        (Some(CoverageStatus::Excluded), None) => Phrase::new("because.excluded"),
    };
    planner.words.say(&because)
}

fn advice_on_documents(planner: &Planner<'_, '_>, entry: &Entry) -> String {
    let kinds: Vec<&str> =
        entry.documented_information.iter().filter_map(|kind| planner.words.find("information", kind.word())).collect();
    match kinds.as_slice() {
        [] => String::new(),
        kinds => {
            let kinds = kinds.join(planner.words.text("and"));
            planner.words.say(&Phrase::new("information.usual").text("kinds", kinds))
        }
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
