//! The list of all pages of one site.
//!
//! Never renders: a page is data.

use crate::catalog::ClauseId;
use crate::diagnostic::{Counts, Diagnostic, ordered_map};
use crate::pages::clause::clause_page;
use crate::pages::crosswalk::crosswalk_matrices;
use crate::pages::documents::{document_page, section_pages};
use crate::pages::due::calendar_pages;
use crate::pages::frameworks::{framework_page, frameworks_page, gaps_page};
use crate::pages::home::home_page;
use crate::pages::lists::{
    LocatedFinding, contents_page, evidence_pages, findings_list, findings_page, has_evidence, navigation,
    not_found_page, search_page,
};
use crate::pages::matrices::{document_matrix, record_matrix};
use crate::pages::model::{NavNode, Page, SearchEntry};
use crate::pages::planner::{PageOptions, Planner};
use crate::pages::records::{record_page, register_pages, registers_page, shows_register};
use crate::pages::road::road_page;
use crate::pages::rules::rules_page;
use crate::pages::search_entries::search_entries;
use crate::pages::statement::statement_pages;
use crate::pages::system_matrix::system_matrix;
use crate::pages::trust::trust_page;
use crate::rules::RulesReport;
use crate::view::View;

/// All pages of a site, its tree, and what the search finds.
pub struct Plan {
    pub pages: Vec<Page>,
    pub tree: Vec<NavNode>,
    /// What the search finds.
    pub search: Vec<SearchEntry>,
}

/// Plans every page. `findings` are shown on a page of their own when the site is published in spite of them.
pub fn plan(
    view: &View<'_>,
    options: &PageOptions,
    rules: &RulesReport,
    findings: Option<&[LocatedFinding<'_>]>,
) -> Plan {
    let planner = Planner::new(view, options);
    let mut pages = Vec::new();
    let counted = findings.map(|findings| {
        let all: Vec<Diagnostic> = findings.iter().map(|located| located.diagnostic.clone()).collect();
        Counts::of(&all)
    });
    let coverage = view.audience().coverage;
    pages.push(match coverage {
        true => home_page(&planner, counted.and_then(findings_list)),
        false => trust_page(&planner),
    });
    pages.extend(document_pages(&planner));
    for folder in view.folders().chain(view.folders().next().is_none().then_some("")) {
        pages.extend(section_pages(&planner, folder));
    }
    pages.extend(coverage.then(|| frameworks_page(&planner)));
    for framework in view.options().frameworks.iter().filter(|_| coverage) {
        pages.push(framework_page(&planner, *framework));
        let entries: Vec<u16> = (0..view.library().at(*framework).entries.len() as u16).collect();
        let planned =
            ordered_map(&entries, |entry| clause_page(&planner, ClauseId { framework: *framework, entry: *entry }));
        pages.extend(planned.into_iter().flatten());
        pages.extend(document_matrix(&planner, *framework));
        pages.extend(record_matrix(&planner, *framework));
        pages.extend(crosswalk_matrices(&planner, *framework));
        pages.extend(system_matrix(&planner, *framework));
    }
    pages.extend(gaps_page(&planner));
    pages.extend(statement_pages(&planner));
    pages.extend(road_page(&planner));
    pages.push(registers_page(&planner));
    for kind in view.kinds().all().iter().filter(|kind| shows_register(&planner, kind)) {
        pages.extend(register_pages(&planner, kind));
        let records = view.records_of(&kind.id).items;
        let numbered: Vec<(usize, usize)> = records.iter().enumerate().map(|(place, (at, _))| (place, *at)).collect();
        let planned = ordered_map(&numbered, |(place, at)| record_page(&planner, *at, *place, &records));
        pages.extend(planned.into_iter().flatten());
    }
    if coverage || has_evidence(view) {
        pages.extend(evidence_pages(&planner));
    }
    if coverage {
        pages.extend(calendar_pages(&planner));
    }
    pages.extend(findings.map(|findings| findings_page(&planner, findings)));
    pages.extend(rules_page(&planner, rules));
    let tree = navigation(&planner);
    pages.push(contents_page(&planner, tree.clone()));
    pages.push(not_found_page(&planner));
    let search = search_entries(&planner);
    pages.push(search_page(&planner, search.len()));
    Plan { pages, tree, search }
}

/// Documents in reading order: folder by folder.
fn document_pages(planner: &Planner<'_, '_>) -> Vec<Page> {
    let order: Vec<usize> = planner.folders.values().flatten().copied().collect();
    let numbered: Vec<(usize, usize)> = order.iter().copied().enumerate().collect();
    let planned = ordered_map(&numbered, |(position, at)| document_page(planner, *at, &order, *position));
    planned.into_iter().flatten().collect()
}
