//! What the print edition holds, in the order of its sheets: documents folder by folder, statements, registers.
//!
//! Never plans a page of its own: the edition is what the pages of the site say, one after the other.

use crate::pages::addresses;
use crate::pages::model::{Page, PageBody};
use crate::pages::plan::{Job, Plan};

/// A part of the edition with a title of its own in the list of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    pub title: String,
    /// How many chapters it stands in.
    pub depth: usize,
    pub jobs: Vec<Job>,
}

/// The chapters in their order; those that hold nothing, and lead to nothing that does, are left out.
pub fn chapters(plan: &Plan<'_, '_>) -> Vec<Chapter> {
    let mut chapters = document_chapters(plan);
    let chapter = |title: &str, jobs: Vec<Job>| Chapter { title: title.to_owned(), depth: 0, jobs };
    chapters.push(chapter("", vec![Job::Statement]));
    let registers = plan.filled_registers().into_iter().map(Job::Register).collect();
    chapters.push(chapter(plan.planner().options.words.text("registers"), registers));
    chapters
}

/// In the order of the tree: a folder's documents, then the folders in it.
fn document_chapters(plan: &Plan<'_, '_>) -> Vec<Chapter> {
    let planner = plan.planner();
    let mut chapters: Vec<(&str, Chapter)> = Vec::new();
    for folder in planner.view.folders() {
        let jobs = planner.folders.get(folder).into_iter().flatten().copied().map(Job::Document).collect();
        let depth = if folder.is_empty() { 0 } else { folder.matches('/').count() };
        chapters.push((folder, Chapter { title: planner.folder_title(folder), depth, jobs }));
    }
    chapters.sort_by_cached_key(|(folder, _)| folder.split('/').map(str::to_owned).collect::<Vec<_>>());
    chapters.into_iter().map(|(_, chapter)| chapter).collect()
}

/// Whether a page of a job is printed: a list of the risks in one cell would say some of them twice.
pub fn is_printed(page: &Page) -> bool {
    match &page.body {
        PageBody::Register(_) => page.path.matches('/').count() == addresses::REGISTERS.matches('/').count(),
        _ => true,
    }
}
