//! Plans the pages that list things across the handbook: evidence, contents, findings, search, not found.
//!
//! Never lists what the audience may not see.

use std::collections::BTreeMap;

use crate::diagnostic::{Counts, Diagnostic, Level};
use crate::pages::addresses;
use crate::pages::chart_evidence::evidence_chart;
use crate::pages::frameworks::framework_link;
use crate::pages::model::{
    Area, AttentionItem, AttentionList, ContentsPage, EvidenceItem, EvidencePage, FindingGroup, FindingRow,
    FindingsPage, Link, NavNode, Page, PageBody, SearchPage, Tone,
};
use crate::pages::parts::in_parts;
use crate::pages::planner::Planner;
use crate::pages::records::{register_link, shows_register};
use crate::pages::road::road_link;
use crate::pages::statement::statement_links;
use crate::view::{EvidenceFile, FileUse, Item, View};

/// All evidence files and addresses, each once.
pub fn evidence_pages(planner: &Planner<'_, '_>) -> Vec<Page> {
    let files = planner.view.evidence();
    let used = files.items.iter().filter_map(|file| best_use(file));
    let dated: Vec<_> = used.map(|used| (planner.standing(&used.standing).0, used.date)).collect();
    let as_of = planner.view.options().as_of;
    in_parts(&files.items, addresses::EVIDENCE, |rows, path, parts| {
        let items = rows.iter().filter_map(|file| evidence_row(planner, file)).collect();
        let sums = Link { id: String::new(), title: addresses::SUMS.into(), url: addresses::SUMS.into() };
        let chart = if parts.current == 0 { evidence_chart(as_of, &dated) } else { None };
        let body = EvidencePage { sums, chart, items, hidden: planner.hidden(files.hidden), parts };
        Page {
            path,
            title: planner.words.text("evidence").to_owned(),
            summary: planner.words.text("evidence_summary").to_owned(),
            area: Area::Evidence,
            breadcrumbs: vec![planner.home_crumb()],
            siblings: Default::default(),
            notices: Vec::new(),
            body: PageBody::Evidence(body),
        }
    })
}

fn best_use(file: &EvidenceFile) -> Option<&FileUse> {
    file.uses.iter().min_by(|left, right| left.standing.cmp(&right.standing))
}

/// The file by its best use, with everything that names it.
fn evidence_row(planner: &Planner<'_, '_>, file: &EvidenceFile) -> Option<EvidenceItem> {
    let best = best_use(file)?;
    let mut row = planner.evidence_item(file, best);
    for named in &file.uses {
        let link = planner.item_link(named.by);
        if !row.used_by.contains(&link) {
            row.used_by.push(link);
        }
        for target in &named.targets {
            let chip = planner.chip(target);
            if !row.clauses.contains(&chip) {
                row.clauses.push(chip);
            }
        }
    }
    Some(row)
}

/// The whole tree of the site.
pub fn navigation(planner: &Planner<'_, '_>) -> Vec<NavNode> {
    let leaf = |link: Link| NavNode { link, children: Vec::new() };
    let frameworks =
        planner.view.options().frameworks.iter().map(|framework| leaf(framework_link(planner, *framework)));
    let beside = statement_links(planner).into_iter().chain(road_link(planner)).map(leaf);
    let kinds = planner.view.kinds().all().iter().filter(|kind| shows_register(planner, kind));
    let registers: Vec<NavNode> = kinds.map(|kind| leaf(register_link(kind))).collect();
    if !planner.view.audience().coverage {
        return trust_navigation(planner, registers);
    }
    vec![
        leaf(planner.link("home", addresses::HOME)),
        NavNode { link: planner.link("documents", addresses::SECTIONS), children: folder_nodes(planner, "") },
        NavNode {
            link: planner.link("frameworks", addresses::FRAMEWORKS),
            children: frameworks.chain(beside).collect(),
        },
        NavNode { link: planner.link("registers", addresses::REGISTERS), children: registers },
        leaf(planner.link("evidence", addresses::EVIDENCE)),
        leaf(planner.link("what_is_due.title", addresses::CALENDAR)),
        leaf(planner.link("rules.title", addresses::RULES)),
    ]
}

/// The tree of a site without coverage: only what there is something in.
fn trust_navigation(planner: &Planner<'_, '_>, registers: Vec<NavNode>) -> Vec<NavNode> {
    let leaf = |link: Link| NavNode { link, children: Vec::new() };
    let documents = folder_nodes(planner, "");
    let mut nodes = vec![leaf(planner.link("home", addresses::HOME))];
    if !documents.is_empty() {
        nodes.push(NavNode { link: planner.link("documents", addresses::SECTIONS), children: documents });
    }
    nodes.extend(registers);
    nodes.extend(has_evidence(planner.view).then(|| leaf(planner.link("evidence", addresses::EVIDENCE))));
    nodes
}

/// Whether the evidence index has anything in it.
pub fn has_evidence(view: &View<'_>) -> bool {
    !view.evidence().items.is_empty()
}

fn folder_nodes(planner: &Planner<'_, '_>, folder: &str) -> Vec<NavNode> {
    let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for child in planner.view.folders().filter(|child| !child.is_empty()) {
        children.entry(child.rsplit_once('/').map_or("", |(above, _)| above)).or_default().push(child);
    }
    nodes_below(planner, folder, &children)
}

fn nodes_below(planner: &Planner<'_, '_>, folder: &str, children: &BTreeMap<&str, Vec<&str>>) -> Vec<NavNode> {
    let documents = planner.folders.get(folder).map_or(&[][..], Vec::as_slice);
    let document = |at: &usize| NavNode { link: planner.item_link(Item::Document(*at)), children: Vec::new() };
    let mut nodes: Vec<NavNode> = documents.iter().map(document).collect();
    for child in children.get(folder).map_or(&[][..], Vec::as_slice) {
        let link = Link { id: String::new(), title: planner.folder_title(child), url: addresses::section(child) };
        nodes.push(NavNode { link, children: nodes_below(planner, child, children) });
    }
    nodes
}

pub fn contents_page(planner: &Planner<'_, '_>, tree: Vec<NavNode>) -> Page {
    plain_page(planner, addresses::CONTENTS, "contents", PageBody::Contents(ContentsPage { tree }))
}

pub fn search_page(planner: &Planner<'_, '_>, pages: usize) -> Page {
    plain_page(planner, addresses::SEARCH, "search", PageBody::Search(SearchPage { pages }))
}

pub fn not_found_page(planner: &Planner<'_, '_>) -> Page {
    plain_page(planner, addresses::NOT_FOUND, "page_not_found", PageBody::NotFound)
}

/// A page outside the areas, one step from the home page; its title is a word of the interface.
pub fn plain_page(planner: &Planner<'_, '_>, path: &str, title: &str, body: PageBody) -> Page {
    Page {
        path: path.into(),
        title: planner.words.text(title).to_owned(),
        summary: String::new(),
        area: Area::Other,
        breadcrumbs: vec![planner.home_crumb()],
        siblings: Default::default(),
        notices: Vec::new(),
        body,
    }
}

/// What the check found, as far as the audience may read it.
pub struct ShownFindings<'d> {
    /// Of all findings.
    pub counts: Counts,
    /// Those that it may read.
    pub seen: Vec<LocatedFinding<'d>>,
}

/// A finding with what a page shows of its place.
pub struct LocatedFinding<'d> {
    pub diagnostic: &'d Diagnostic,
    pub line: usize,
    pub column: usize,
    pub excerpt: String,
}

/// Findings of one code or cause on the page; the rest is counted.
const SHOWN_IN_GROUP: usize = 25;

/// Of findings that the audience may not read it sees only how many there are.
pub fn findings_page(planner: &Planner<'_, '_>, findings: &ShownFindings<'_>) -> Page {
    let mut groups: Vec<FindingGroup> = Vec::new();
    let counts = findings.counts;
    let mut hidden = counts.errors + counts.warnings + counts.notes;
    for located in findings.seen.iter().filter(|located| located.diagnostic.finding.waived.is_none()) {
        hidden -= 1;
        let finding = &located.diagnostic.finding;
        let title = finding.cause.clone().unwrap_or_else(|| finding.code.replace('-', " "));
        let row = FindingRow {
            place: format!("{}:{}:{}", located.diagnostic.path, located.line, located.column),
            message: finding.message.clone(),
            excerpt: located.excerpt.clone(),
            page: None,
        };
        let same = |group: &&mut FindingGroup| group.code == finding.code && group.title == title;
        match groups.iter_mut().find(same) {
            Some(group) if group.findings.len() >= SHOWN_IN_GROUP => group.more += 1,
            Some(group) => group.findings.push(row),
            None => groups.push(FindingGroup {
                tone: tone(finding.level),
                code: finding.code.to_owned(),
                title,
                help: finding.help.clone().unwrap_or_default(),
                findings: vec![row],
                more: 0,
            }),
        }
    }
    groups.sort_by(|left, right| right.tone.cmp(&left.tone).then(left.code.cmp(&right.code)));
    let rules = planner.view.audience().coverage.then(|| planner.link("rules.title", addresses::RULES));
    let body = FindingsPage {
        errors: counts.errors,
        warnings: counts.warnings,
        notes: counts.notes,
        waived: counts.waived,
        hidden,
        groups,
        rules,
    };
    plain_page(planner, addresses::FINDINGS, "findings", PageBody::Findings(body))
}

pub fn tone(level: Level) -> Tone {
    match level {
        Level::Error => Tone::Error,
        Level::Warning => Tone::Warning,
        Level::Note => Tone::Note,
    }
}

/// What the home page says about findings in a site that was published all the same.
pub fn findings_list(planner: &Planner<'_, '_>, counts: Counts) -> Option<AttentionList> {
    if counts.errors + counts.warnings == 0 {
        return None;
    }
    let link = planner.link("findings", addresses::FINDINGS);
    let words = planner.words;
    let reason = format!("{}, {}", words.counted("errors", counts.errors), words.counted("warnings", counts.warnings));
    let item = AttentionItem { link: link.clone(), owner: String::new(), date: String::new(), reason };
    Some(AttentionList {
        title: words.text("findings_of_the_check").to_owned(),
        tone: if counts.errors > 0 { Tone::Error } else { Tone::Warning },
        items: vec![item],
        more: 0,
        all: Some(link),
    })
}
