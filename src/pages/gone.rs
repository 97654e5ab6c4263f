//! Plans pages for addresses of earlier versions that the one in force no longer has: a way on instead of an error.
//!
//! Never says what replaced something unless a document says so.

use crate::pages::model::{Area, GonePage, Page, PageBody};
use crate::pages::planner::Planner;

/// An address that once was a page, and the page for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    pub path: String,
    pub title: String,
    pub page: GonePage,
}

pub fn gone_page(planner: &Planner<'_, '_>, gone: &Gone) -> Page {
    Page {
        path: gone.path.clone(),
        title: gone.title.clone(),
        summary: String::new(),
        area: Area::Other,
        breadcrumbs: vec![planner.home_crumb()],
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Gone(gone.page.clone()),
    }
}
