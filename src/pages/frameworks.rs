//! Plans the pages of frameworks: the list, one page each with its tree, and the gaps.
//!
//! Never computes a status or a figure; it only lays them out.

use crate::catalog::{ClauseId, Framework, FrameworkIndex};
use crate::language::Phrase;
use crate::pages::addresses;
use crate::pages::chart_coverage::coverage_chart;
use crate::pages::crosswalk::{crossed_frameworks, crosswalk_title};
use crate::pages::model::{
    Area, Card, Crumb, EntryRow, Figures, FrameworkCard, FrameworkGaps, FrameworkPage, FrameworksPage, GapRow,
    GapsPage, Link, Page, PageBody, Status, StatusCount,
};
use crate::pages::planner::{Planner, status};
use crate::pages::road::road_link;
use crate::pages::statement::{statement_link, statement_links};
use crate::pages::system_matrix::has_system_matrix;
use crate::view::{ExclusionReason, Reach, Status as CoverageStatus};

/// The figures of a framework with all that makes them mean something.
pub fn figures(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Option<Figures> {
    let coverage = planner.view.figures(framework)?;
    let catalog = planner.library().at(framework);
    let count = |shown: Status| {
        let of = CoverageStatus::ALL.into_iter().find(|known| status(*known) == shown);
        StatusCount { status: shown, count: of.map_or(0, |known| coverage.count(known)) }
    };
    Some(Figures {
        framework: framework_link(planner, framework),
        edition: catalog.edition.clone(),
        digest: catalog.digest.short(),
        documented: coverage.documented(),
        evidenced: coverage.evidenced(),
        applicable: coverage.applicable(),
        assessable: coverage.assessable(),
        counts: Status::ALL.into_iter().map(count).filter(|count| count.count > 0).collect(),
    })
}

pub fn framework_link(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Link {
    let catalog = planner.library().at(framework);
    Link { id: String::new(), title: catalog.name.clone(), url: addresses::framework(planner.view, framework) }
}

/// What leads across a framework: its matrices, its gaps, its Statement of Applicability.
fn framework_links(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Vec<Link> {
    if planner.view.figures(framework).is_none() {
        return Vec::new();
    }
    let gaps = format!("{}#{}", addresses::GAPS, planner.library().at(framework).id);
    let mut links = matrix_links(planner, framework);
    links.push(planner.link("gaps", &gaps));
    if planner.library().at(framework).assessable().any(|(_, entry)| entry.is_control()) {
        links.push(statement_link(planner, framework));
    }
    links
}

/// The matrices of a framework: its entries against documents, kinds of records, and other frameworks.
pub fn matrix_links(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Vec<Link> {
    if planner.view.figures(framework).is_none() {
        return Vec::new();
    }
    let mut links = vec![
        planner.link("matrix.documents", &addresses::document_matrix(planner.view, framework)),
        planner.link("matrix.records", &addresses::record_matrix(planner.view, framework)),
    ];
    if has_system_matrix(planner, framework) {
        links.push(planner.link("matrix.systems", &addresses::system_matrix(planner.view, framework)));
    }
    for other in crossed_frameworks(planner, framework) {
        let title = crosswalk_title(planner, other);
        links.push(Link { id: String::new(), title, url: addresses::crosswalk(planner.view, framework, other) });
    }
    links
}

pub fn frameworks_page(planner: &Planner<'_, '_>) -> Page {
    let mut cards = Vec::new();
    for framework in &planner.view.options().frameworks {
        if let Some(figures) = figures(planner, *framework) {
            let title = planner.library().at(*framework).title.clone();
            cards.push(FrameworkCard { title, figures, links: framework_links(planner, *framework) });
        }
    }
    let mut links = Vec::new();
    if cards.is_empty() {
        let card = |framework: &FrameworkIndex| Card {
            link: framework_link(planner, *framework),
            text: planner.library().at(*framework).title.clone(),
            count: None,
            group: String::new(),
        };
        links.extend(planner.view.options().frameworks.iter().map(card));
    } else {
        links.push(Card {
            link: planner.link("gaps", addresses::GAPS),
            text: planner.words.text("across.gaps").to_owned(),
            count: None,
            group: String::new(),
        });
        links.extend(across(planner));
    }
    Page {
        path: addresses::FRAMEWORKS.into(),
        title: planner.words.text("frameworks_and_coverage").to_owned(),
        summary: String::new(),
        area: Area::Frameworks,
        breadcrumbs: vec![planner.home_crumb()],
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Frameworks(FrameworksPage { frameworks: cards, links }),
    }
}

/// Pages that stand beside the frameworks: Statements of Applicability, and the road to certification.
fn across(planner: &Planner<'_, '_>) -> Vec<Card> {
    let card = |link: Link, word: &str| Card {
        link,
        text: planner.words.text(word).to_owned(),
        count: None,
        group: String::new(),
    };
    let statements = statement_links(planner);
    let mut cards: Vec<Card> = statements.into_iter().map(|link| card(link, "across.statement")).collect();
    cards.extend(road_link(planner).map(|link| card(link, "across.road")));
    cards
}

pub fn frameworks_crumb(planner: &Planner<'_, '_>) -> Crumb {
    planner.crumb("frameworks", addresses::FRAMEWORKS)
}

pub fn framework_page(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Page {
    let catalog = planner.library().at(framework);
    let entry = |entry: u16| entry_row(planner, ClauseId { framework, entry });
    let entries: Vec<EntryRow> = (0..catalog.entries.len() as u16).map(entry).collect();
    let body = FrameworkPage {
        full_title: catalog.title.clone(),
        figures: figures(planner, framework),
        chart: coverage_chart(&entries),
        entries,
        links: framework_links(planner, framework),
    };
    Page {
        path: addresses::framework(planner.view, framework),
        title: catalog.name.clone(),
        summary: catalog.title.clone(),
        area: Area::Frameworks,
        breadcrumbs: vec![planner.home_crumb(), frameworks_crumb(planner)],
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Framework(Box::new(body)),
    }
}

pub fn entry_row(planner: &Planner<'_, '_>, clause: ClauseId) -> EntryRow {
    let view = planner.view.clause(clause);
    let shown = view.as_ref().and_then(|view| view.status);
    let counted = planner.view.audience().coverage;
    let (documents, evidence) = match &view {
        Some(view) if counted => {
            let whole = view.documents.items.iter().filter(|support| support.reach == Reach::Whole).count();
            let shows = view.evidence.items.iter().filter(|support| support.reach == Reach::Whole).count();
            (whole + view.documents.hidden, shows + view.evidence.hidden)
        }
        _ => (0, 0),
    };
    EntryRow {
        link: planner.clause_link(clause),
        depth: depth(planner.library().at(clause.framework), clause.entry),
        status: shown.map(status),
        kind: planner.entry_kind(clause),
        documents,
        evidence,
        note: view.map(|view| note(planner, &view)).unwrap_or_default(),
    }
}

/// "3 of 4 systems", or why it is excluded.
fn note(planner: &Planner<'_, '_>, view: &crate::view::ClauseView<'_>) -> String {
    let systems: Vec<CoverageStatus> = view.systems.items.iter().map(|system| system.status).collect();
    if planner.view.audience().coverage && view.systems.hidden == 0 && !systems.is_empty() {
        let done = systems.iter().filter(|status| **status == CoverageStatus::Evidenced).count();
        return planner.words.say(&Phrase::new("note.systems").count("done", done).count("all", systems.len()));
    }
    match view.exclusion {
        Some(ExclusionReason::NoSystem) => planner.words.text("note.no_system").to_owned(),
        Some(ExclusionReason::Recorded(at)) => match planner.view.record(*at) {
            Some(record) => planner.words.say(&Phrase::new("note.excluded_by").text("id", &record.id.value)),
            None => planner.words.text("note.excluded").to_owned(),
        },
        None => String::new(),
    }
}

pub fn depth(framework: &Framework, entry: u16) -> u8 {
    let mut depth = 0;
    let mut above = framework.entries[usize::from(entry)].parent;
    while let Some(parent) = above {
        depth += 1;
        above = framework.entries[usize::from(parent)].parent;
    }
    depth
}

/// All entries that are not evidenced and not excluded, framework by framework.
pub fn gaps_page(planner: &Planner<'_, '_>) -> Option<Page> {
    let mut frameworks = Vec::new();
    for framework in &planner.view.options().frameworks {
        let Some(figures) = figures(planner, *framework) else { continue };
        let entries = planner.library().at(*framework).assessable();
        let clauses = entries.map(|(entry, _)| ClauseId { framework: *framework, entry });
        let gaps = clauses.filter_map(|clause| gap_row(planner, clause)).collect();
        frameworks.push(FrameworkGaps { id: planner.library().at(*framework).id.clone(), figures, gaps });
    }
    if frameworks.is_empty() {
        return None;
    }
    Some(Page {
        path: addresses::GAPS.into(),
        title: planner.words.text("gaps").to_owned(),
        summary: planner.words.text("gaps_summary").to_owned(),
        area: Area::Frameworks,
        breadcrumbs: vec![planner.home_crumb(), frameworks_crumb(planner)],
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Gaps(GapsPage { frameworks }),
    })
}

fn gap_row(planner: &Planner<'_, '_>, clause: ClauseId) -> Option<GapRow> {
    let view = planner.view.clause(clause)?;
    let found = view.status.filter(|status| !matches!(status, CoverageStatus::Evidenced | CoverageStatus::Excluded))?;
    let best = view.documents.items.iter().find(|support| support.reach == Reach::Whole);
    Some(GapRow {
        clause: planner.clause_link(clause),
        status: status(found),
        missing: planner.words.say_all(&view.missing()),
        document: best.and_then(|support| planner.document_row(support.document)),
        related: answered_elsewhere(planner, clause),
    })
}

/// Related entries of other enabled frameworks that have support: look here too, never counted.
pub fn answered_elsewhere(planner: &Planner<'_, '_>, clause: ClauseId) -> Vec<crate::pages::model::ClauseChip> {
    let enabled = &planner.view.options().frameworks;
    let related = planner.library().related(clause).iter().map(|related| related.clause);
    let answered = related.filter(|clause| enabled.contains(&clause.framework)).filter(|clause| {
        let status = planner.view.clause(*clause).and_then(|view| view.status);
        status.is_some_and(|status| !matches!(status, CoverageStatus::Gap | CoverageStatus::Excluded))
    });
    answered.take(4).map(|clause| planner.clause_chip(clause)).collect()
}
