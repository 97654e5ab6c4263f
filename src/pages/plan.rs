//! The list of all pages of one site, and each of them when it is wanted.
//!
//! Never renders: a page is data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::pages::clause::clause_page;
use crate::pages::crosswalk::crosswalk_matrices;
use crate::pages::documents::{Near, document_page, near, section_pages};
use crate::pages::due::calendar_pages;
use crate::pages::edition::{Chapter, chapters};
use crate::pages::frameworks::{framework_page, frameworks_page, gaps_page};
use crate::pages::gone::gone_page;
use crate::pages::history::history_page;
use crate::pages::home::home_page;
use crate::pages::lists::{
    ShownFindings, contents_page, evidence_pages, findings_list, findings_page, has_evidence, navigation,
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
use crate::pages::versions::versions_page;
use crate::rules::RulesReport;
use crate::schema::Kind;
use crate::text::DocPath;
use crate::view::{CONTROL_KIND, EvidenceSource, Item, Record, Touched, View};

/// One or more pages that are planned together; a handful of bytes, so that a list of all is cheap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Job {
    Home,
    /// The home page of those who see no coverage.
    Trust,
    /// By its position in the handbook.
    Document(usize),
    Section(usize),
    Frameworks,
    Framework(FrameworkIndex),
    Clause(ClauseId),
    Matrices(FrameworkIndex),
    Gaps,
    Statement,
    Road,
    Registers,
    /// A register, by its kind's place among the kinds.
    Register(usize),
    /// A record, by its register and its place in it.
    Record(usize, usize),
    Evidence,
    Calendar,
    Findings,
    Rules,
    Contents,
    NotFound,
    Search,
    Versions,
    /// What happened to a document, by its position in the handbook.
    History(usize),
    /// An address of an earlier version.
    Gone(usize),
}

/// What a site consists of: its jobs, its tree, and what the search finds. Pages are planned one job at a time, because
/// all of them at once can be larger than the site.
pub struct Plan<'v, 'h> {
    planner: Planner<'v, 'h>,
    rules: &'v RulesReport,
    findings: Option<&'v ShownFindings<'v>>,
    /// Documents in reading order: folder by folder.
    order: Vec<usize>,
    /// Of each document: what its page shows because it stands near it.
    near: Arc<BTreeMap<usize, Near>>,
    folders: Vec<&'h str>,
    registers: Vec<(&'h Kind, Vec<(usize, &'h Record)>)>,
    pub jobs: Vec<Job>,
    tree: OnceLock<Vec<NavNode>>,
    search: OnceLock<Vec<SearchEntry>>,
}

impl<'v, 'h> Plan<'v, 'h> {
    /// Lists every page. `findings` are shown on a page of their own when the site is published in spite of them.
    pub fn new(
        view: &'v View<'h>,
        options: &'v PageOptions,
        rules: &'v RulesReport,
        findings: Option<&'v ShownFindings<'v>>,
    ) -> Plan<'v, 'h> {
        let planner = Planner::new(view, options);
        let order: Vec<usize> = planner.folders.values().flatten().copied().collect();
        let near = Arc::new(near(&planner, &order));
        let folders: Vec<&str> = view.folders().chain(view.folders().next().is_none().then_some("")).collect();
        let registers: Vec<_> = view.kinds().all().iter().map(|kind| (kind, view.records_of(&kind.id).items)).collect();
        let (tree, search) = Default::default();
        let mut plan =
            Plan { planner, rules, findings, order, near, folders, registers, jobs: Vec::new(), tree, search };
        plan.jobs = plan.all_jobs();
        plan
    }

    /// The tree of all that the site has; found when it is first asked for, because single pages show none of it.
    pub fn tree(&self) -> &[NavNode] {
        self.tree.get_or_init(|| navigation(&self.planner))
    }

    /// What the search finds; found when it is first asked for.
    pub fn search(&self) -> &[SearchEntry] {
        if let Some(entries) = self.search.get() {
            return entries;
        }
        // Found on all cores, and so before anybody can wait for it.
        let entries = search_entries(&self.planner);
        self.search.get_or_init(|| entries)
    }

    fn all_jobs(&self) -> Vec<Job> {
        let view = self.planner.view;
        let coverage = view.audience().coverage;
        let mut jobs = vec![if coverage { Job::Home } else { Job::Trust }];
        // What takes longest comes first, so that no core waits for it in the end.
        jobs.extend(view.options().frameworks.iter().copied().filter(|_| coverage).map(Job::Matrices));
        jobs.extend(self.order.iter().copied().map(Job::Document));
        jobs.extend((0..self.folders.len()).map(Job::Section));
        jobs.extend(coverage.then_some(Job::Frameworks));
        for framework in view.options().frameworks.iter().copied().filter(|_| coverage) {
            let entries = 0..view.library().at(framework).entries.len() as u16;
            jobs.push(Job::Framework(framework));
            jobs.extend(entries.map(|entry| Job::Clause(ClauseId { framework, entry })));
        }
        jobs.extend([Job::Gaps, Job::Statement, Job::Road, Job::Registers]);
        jobs.extend((coverage || has_evidence(view)).then_some(Job::Evidence));
        jobs.extend(coverage.then_some(Job::Calendar));
        for (register, (kind, records)) in self.registers.iter().enumerate() {
            if !shows_register(&self.planner, kind) {
                continue;
            }
            jobs.push(Job::Register(register));
            jobs.extend((0..records.len()).map(|place| Job::Record(register, place)));
        }
        jobs.extend(self.findings.map(|_| Job::Findings));
        jobs.extend([Job::Rules, Job::Contents, Job::NotFound, Job::Search]);
        if self.planner.options.past.is_some() {
            jobs.extend(self.order.iter().copied().map(Job::History));
        }
        if let Some(across) = &self.planner.options.across {
            jobs.push(Job::Versions);
            jobs.extend((0..across.gone.len()).map(Job::Gone));
        }
        jobs
    }

    /// Puts the pages of what stands in these files first; how many jobs that is.
    pub fn put_first(&mut self, paths: &BTreeSet<DocPath>) -> usize {
        if paths.is_empty() {
            return 0;
        }
        let jobs = std::mem::take(&mut self.jobs);
        let (mut first, rest): (Vec<Job>, Vec<Job>) =
            jobs.into_iter().partition(|job| self.path_of(*job).is_some_and(|path| paths.contains(path)));
        let count = first.len();
        first.extend(rest);
        self.jobs = first;
        count
    }

    /// The file that a page is about.
    fn path_of(&self, job: Job) -> Option<&DocPath> {
        match job {
            Job::Document(at) => self.planner.view.document(at).map(|document| &document.path),
            Job::Record(register, place) => Some(&self.registers[register].1[place].1.path),
            _ => None,
        }
    }

    /// Whether the pages of a job are certainly what they were when no more was touched than this. What shows texts of
    /// others, or all of something, is made again.
    pub fn is_untouched(&self, job: Job, touched: &Touched, near: &BTreeMap<usize, Near>) -> bool {
        match job {
            Job::Document(at) => {
                let same = |now: &Near| near.get(&at) == Some(now) && !now.documents().any(|at| touched.looks(at));
                !touched.item(Item::Document(at)) && self.near.get(&at).is_some_and(same)
            }
            Job::Clause(clause) => !self.is_clause_touched(clause, touched),
            // Documents are named in many places of the others.
            Job::Record(..) | Job::Matrices(_) | Job::Register(_) if touched.looks_differ() => false,
            Job::Record(register, place) => !touched.item(Item::Record(self.registers[register].1[place].0)),
            Job::Matrices(_) | Job::Register(_) => true,
            _ => false,
        }
    }

    /// Whether the page of an entry names a document that looks otherwise, or its picture shows where one leads.
    fn is_clause_touched(&self, clause: ClauseId, touched: &Touched) -> bool {
        let view = self.planner.view;
        let looks = |item: Item| matches!(item, Item::Document(at) if touched.looks(at));
        let documents = view.clause(clause).into_iter().flat_map(|clause| clause.documents.items);
        let mut documents = documents.map(|support| support.document);
        let mut namers =
            view.clause(clause).into_iter().flat_map(|clause| clause.evidence.items).filter_map(|support| {
                let EvidenceSource::File { by, .. } = &support.source else { return None };
                Some(*by)
            });
        let related = self.planner.library().related(clause).iter();
        let mut held = related.filter_map(|related| self.planner.held.get(&related.clause)?.document);
        touched.mentions_of(clause)
            || view.mentions(clause).iter().any(|link| looks(link.from))
            || documents.any(|at| touched.links_of(at) || touched.looks(at))
            || namers.any(looks)
            || held.any(|at| touched.looks(at))
    }

    /// Of each document: what its page shows because it stands near it.
    pub fn near(&self) -> &Arc<BTreeMap<usize, Near>> {
        &self.near
    }

    /// What a print of everything holds.
    pub fn chapters(&self) -> Vec<Chapter> {
        chapters(self)
    }

    pub(super) fn planner(&self) -> &Planner<'v, 'h> {
        &self.planner
    }

    /// Registers that have a record, by their kinds' places among the kinds. The rows of the Statement of Applicability
    /// are in the statement, where there is one.
    pub(super) fn filled_registers(&self) -> Vec<usize> {
        let in_statement = |kind: &Kind| kind.id == CONTROL_KIND && self.planner.view.audience().coverage;
        let filled = self.registers.iter().enumerate().filter(|(_, (kind, records))| {
            !records.is_empty() && !in_statement(kind) && shows_register(&self.planner, kind)
        });
        filled.map(|(register, _)| register).collect()
    }

    /// The pages of one job.
    pub fn pages(&self, job: Job) -> Vec<Page> {
        let planner = &self.planner;
        let one = |page: Option<Page>| page.into_iter().collect();
        match job {
            Job::Home => {
                vec![home_page(planner, self.findings.and_then(|findings| findings_list(planner, findings.counts)))]
            }
            Job::Trust => vec![trust_page(planner)],
            Job::Document(at) => one(self.near.get(&at).and_then(|near| document_page(planner, at, near))),
            Job::Section(folder) => section_pages(planner, self.folders[folder]),
            Job::Frameworks => vec![frameworks_page(planner)],
            Job::Framework(framework) => vec![framework_page(planner, framework)],
            Job::Clause(clause) => one(clause_page(planner, clause)),
            Job::Matrices(framework) => self.matrices(framework),
            Job::Gaps => one(gaps_page(planner)),
            Job::Statement => statement_pages(planner),
            Job::Road => one(road_page(planner)),
            Job::Registers => vec![registers_page(planner)],
            Job::Register(register) => register_pages(planner, self.registers[register].0),
            Job::Record(register, place) => {
                let records = &self.registers[register].1;
                one(record_page(planner, records[place].0, place, records))
            }
            Job::Evidence => evidence_pages(planner),
            Job::Calendar => calendar_pages(planner),
            Job::Findings => self.findings.map(|findings| findings_page(planner, findings)).into_iter().collect(),
            Job::Rules => one(rules_page(planner, self.rules)),
            Job::Contents => vec![contents_page(planner, self.tree().to_vec())],
            Job::NotFound => vec![not_found_page(planner)],
            Job::Search => vec![search_page(planner, self.search().len())],
            Job::Versions => planner.options.across.iter().map(|across| versions_page(planner, &across.list)).collect(),
            Job::History(at) => one(history_page(planner, at)),
            Job::Gone(at) => planner.options.across.iter().map(|across| gone_page(planner, &across.gone[at])).collect(),
        }
    }

    fn matrices(&self, framework: FrameworkIndex) -> Vec<Page> {
        let planner = &self.planner;
        let mut pages = document_matrix(planner, framework);
        pages.extend(record_matrix(planner, framework));
        pages.extend(crosswalk_matrices(planner, framework));
        pages.extend(system_matrix(planner, framework));
        pages
    }
}
