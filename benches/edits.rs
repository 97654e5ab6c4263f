//! What `serve` does after a document was saved, over and over, with everything kept from the round before.
//!
//! Never believes a quick answer: in the end the site must be the one that a cold build makes, byte by byte.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use aimsbook::outside::folder::{self, Memory, ReadOptions};
use aimsbook::outside::preview::Preview;
use aimsbook::pipeline::{self, Caches};
use aimsbook::site::{Outlet, Site};
use aimsbook::text::Snapshot;

use crate::generate::{Generator, Size};
use crate::program::{options, settings};

const EDITS: usize = 7;

/// Milliseconds from the saved file to its page, and to everything.
#[derive(Debug, Default)]
pub struct Edits {
    pub text_page: Vec<f64>,
    pub text_all: Vec<f64>,
    pub title_page: Vec<f64>,
    pub title_all: Vec<f64>,
}

impl Edits {
    /// Reads lines `text PAGE ALL` and `title PAGE ALL`.
    pub fn read(answer: &str) -> Edits {
        let mut edits = Edits::default();
        for line in answer.lines() {
            let [what, page, all] = line.split(' ').collect::<Vec<_>>()[..] else { continue };
            let (Ok(page), Ok(all)) = (page.parse(), all.parse()) else { continue };
            let (pages, alls) = match what {
                "text" => (&mut edits.text_page, &mut edits.text_all),
                _ => (&mut edits.title_page, &mut edits.title_all),
            };
            pages.push(page);
            alls.push(all);
        }
        edits
    }
}

/// Builds once, then saves document after document.
pub fn run(root: &Path, size: Size) -> io::Result<()> {
    let generator = Generator::new(size);
    let root = root.canonicalize()?;
    let mut served = Served::new(&root)?;
    for number in 0..EDITS {
        let document = size.documents / EDITS * number + 17;
        let (path, text) = (root.join(generator.path(document)), generator.text(document));
        let with_text = format!("{text}\nA new sentence about evaluation number {number}.\n");
        served.save("text", &path, &with_text)?;
        let with_title = text.replacen("title: ", "title: Renamed ", 1);
        served.save("title", &path, &with_title)?;
    }
    served.compare_with_cold()
}

struct Served<'r> {
    root: &'r Path,
    read: ReadOptions,
    memory: Memory,
    snapshot: Snapshot,
    caches: Caches,
    preview: Preview,
}

impl<'r> Served<'r> {
    fn new(root: &'r Path) -> io::Result<Served<'r>> {
        let (read, mut memory) = (ReadOptions::default(), Memory::default());
        let snapshot = folder::read_remembering(root, &read, &mut memory).map_err(io::Error::other)?;
        let mut served =
            Served { root, read, memory, snapshot, caches: Caches::default(), preview: Preview::new(root, 0) };
        let site = build(&served.snapshot, &mut served.caches);
        served.preview.show(site);
        Ok(served)
    }

    fn save(&mut self, what: &str, path: &PathBuf, text: &str) -> io::Result<()> {
        fs::write(path, text)?;
        let start = Instant::now();
        let changed = BTreeSet::from([path.clone()]);
        let snapshot = folder::update(self.root, &self.read, &self.snapshot, &changed, &mut self.memory)
            .map_err(io::Error::other)?;
        let first = snapshot.changed_since(&self.snapshot);
        self.snapshot = snapshot;
        let mut ahead = Ahead { preview: &self.preview, start, page: None };
        let checked = pipeline::check(&self.snapshot, &settings(), &mut self.caches);
        let caches = &mut self.caches;
        let (site, _) = pipeline::build_into(&checked, &self.snapshot, &options(), caches, &first, &mut ahead);
        let page = ahead.page;
        let told = self.preview.show(site);
        let all = start.elapsed().as_secs_f64() * 1e3;
        let (Some(page), true) = (page, told.is_some()) else {
            return Err(io::Error::other("an edit changed nothing"));
        };
        println!("{what} {page} {all}");
        Ok(())
    }

    fn compare_with_cold(&self) -> io::Result<()> {
        let snapshot = folder::read(self.root, &self.read).map_err(io::Error::other)?;
        let cold = build(&snapshot, &mut Caches::default());
        let warm = self.preview.moment().site;
        match warm.files() == cold.files() {
            true => Ok(()),
            false => Err(io::Error::other("after the edits the site is not the one that a cold build makes")),
        }
    }
}

/// Looks at the clock when the saved page is shown.
struct Ahead<'a> {
    preview: &'a Preview,
    start: Instant,
    page: Option<f64>,
}

impl Outlet for Ahead<'_> {
    fn show_first(&mut self, pages: &[(String, Arc<[u8]>)]) {
        if self.preview.show_first(pages).is_some() {
            self.page.get_or_insert(self.start.elapsed().as_secs_f64() * 1e3);
        }
    }
}

fn build(snapshot: &Snapshot, caches: &mut Caches) -> Site {
    let checked = pipeline::check(snapshot, &settings(), caches);
    pipeline::build(&checked, snapshot, &options(), caches).0
}
