//! What one round of making pages leaves to the next: the pages, and what all of them followed from.
//!
//! Never decides what a page shows: a page is handed out again only when it would be made as it was.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::handbook::{Handbook, Touched};
use crate::pages::{Job, Near, PageOptions, Plan};
use crate::render::Preview;
use crate::view::Audience;

/// A page with everything that the site makes of it.
#[derive(Clone)]
pub(super) struct MadePage {
    pub path: Arc<str>,
    /// Stands for everything that the bytes follow from; zero where no round follows.
    pub key: u64,
    pub bytes: Arc<[u8]>,
    pub problem: Option<Diagnostic>,
    /// The rows of a table whose other rows are on other pages.
    pub rows: Option<Arc<[u8]>>,
    pub preview: Option<Preview>,
}

/// What pages follow from besides their jobs.
pub(super) struct Ground {
    pub handbook: Arc<Handbook>,
    pub audience: Audience,
    pub options: PageOptions,
    /// Stands for what is the same on every page, and for the theme.
    pub shared: u64,
    /// What stands near each document.
    pub near: Arc<BTreeMap<usize, Near>>,
}

/// A round.
#[derive(Default)]
pub(super) struct Round {
    pages: HashMap<Arc<str>, MadePage>,
    jobs: HashMap<Job, Vec<Arc<str>>>,
    ground: Option<Ground>,
}

impl Round {
    /// A page that failed is made again next time, so that its finding is not forgotten.
    pub fn keep(&mut self, job: Job, pages: &[MadePage]) {
        for page in pages.iter().filter(|page| page.problem.is_none()) {
            self.pages.insert(Arc::clone(&page.path), page.clone());
        }
        self.jobs.insert(job, pages.iter().map(|page| Arc::clone(&page.path)).collect());
    }

    /// Says what the pages followed from.
    pub fn stand_on(&mut self, ground: Ground) {
        self.ground = Some(ground);
    }

    /// What was made at a path.
    pub fn page(&self, path: &str) -> Option<&MadePage> {
        self.pages.get(path)
    }

    /// What differs now; nothing when that is not known, or everything may.
    pub fn touched(&self, now: &Ground) -> Option<Touched> {
        let before = self.ground.as_ref()?;
        let is_same = before.audience == now.audience && before.options == now.options && before.shared == now.shared;
        is_same.then(|| Touched::between(&before.handbook, &now.handbook))?
    }

    /// The pages of a job that would come out as they are.
    pub fn untouched(&self, plan: &Plan<'_, '_>, job: Job, touched: Option<&Touched>) -> Option<Vec<MadePage>> {
        let near = &self.ground.as_ref()?.near;
        touched.filter(|touched| plan.is_untouched(job, touched, near))?;
        self.jobs.get(&job)?.iter().map(|path| self.pages.get(path).cloned()).collect()
    }
}
