//! What the preview shows right now: the last good site, its version, and what an edit broke since.
//!
//! Never changes the site itself: what only a preview needs is added to a response by the server.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use crate::site::{Content, Site};

/// One moment of the preview.
#[derive(Debug, Clone)]
pub struct Moment {
    pub site: Arc<Site>,
    /// Pages of the site that is coming, which are shown already.
    coming: Arc<BTreeMap<String, Content>>,
    /// Differs for every site that was shown, also after the program was started anew.
    pub version: u64,
    /// The findings that keep a newer site from being shown.
    pub problems: Option<Arc<str>>,
}

impl Moment {
    /// What is shown at a path, and its version: a page that is ahead of the site has the next one.
    pub fn get(&self, path: &str) -> Option<(&Content, u64)> {
        let coming = self.coming.get(path).map(|content| (content, self.version + 1));
        coming.or_else(|| self.site.get(path).map(|content| (content, self.version)))
    }
}

/// What open pages are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Pages of another version should load again.
    Site { version: u64 },
    /// These pages of the coming site are there already; they should load again unless they have its version.
    Pages { version: u64, paths: Vec<String> },
    /// Only styles differ from the version before.
    Style { version: u64 },
    /// Findings to show, or that there are none any more.
    Problems(Option<Arc<str>>),
}

/// How a site differs from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    None,
    OnlyStyles,
    More,
}

/// The shared state of builder and server.
#[derive(Debug)]
pub struct Preview {
    root: PathBuf,
    moment: RwLock<Moment>,
}

impl Preview {
    /// Nothing to show yet; `version` must differ from those of earlier runs.
    pub fn new(root: &Path, version: u64) -> Preview {
        let moment = Moment { site: Arc::default(), coming: Arc::default(), version, problems: None };
        Preview { root: root.into(), moment: RwLock::new(moment) }
    }

    /// The folder that copied files lie in.
    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn moment(&self) -> Moment {
        self.moment.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows a new site; what open pages have to be told, if anything.
    pub fn show(&self, site: Site) -> Option<News> {
        let mut moment = self.moment.write().unwrap_or_else(PoisonError::into_inner);
        let was_ahead = !std::mem::take(&mut moment.coming).is_empty();
        let difference = difference(&moment.site, &site);
        // A page that was ahead has the next version already, whatever became of it.
        if difference == Difference::None && !was_ahead {
            return None;
        }
        moment.site = Arc::new(site);
        moment.version += 1;
        let version = moment.version;
        Some(if difference == Difference::OnlyStyles && !was_ahead {
            News::Style { version }
        } else {
            News::Site { version }
        })
    }

    /// Shows some pages of the site that is coming before the rest of it is made.
    pub fn show_first(&self, pages: &[(String, Arc<[u8]>)]) -> Option<News> {
        let mut moment = self.moment.write().unwrap_or_else(PoisonError::into_inner);
        let differs = |(path, bytes): &&(String, Arc<[u8]>)| {
            !moment.site.get(path).is_some_and(|content| same_content(content, &Content::Bytes(Arc::clone(bytes))))
        };
        let changed: Vec<&(String, Arc<[u8]>)> = pages.iter().filter(differs).collect();
        let paths: Vec<String> = changed.iter().map(|(path, _)| path.clone()).collect();
        let coming =
            changed.into_iter().map(|(path, bytes)| (path.clone(), Content::Bytes(Arc::clone(bytes)))).collect();
        moment.coming = Arc::new(coming);
        (!paths.is_empty()).then_some(News::Pages { version: moment.version + 1, paths })
    }

    /// Takes back what was shown ahead: the rest of the site does not come.
    pub fn drop_coming(&self) {
        self.moment.write().unwrap_or_else(PoisonError::into_inner).coming = Arc::default();
    }

    /// Shows findings above the last good site, or takes them away.
    pub fn set_problems(&self, problems: Option<String>) -> Option<News> {
        let mut moment = self.moment.write().unwrap_or_else(PoisonError::into_inner);
        let problems: Option<Arc<str>> = problems.map(Into::into);
        if moment.problems == problems {
            return None;
        }
        moment.problems.clone_from(&problems);
        Some(News::Problems(problems))
    }
}

/// Compares two sites by their content.
pub fn difference(old: &Site, new: &Site) -> Difference {
    let same = |path: &String, content: &Content| old.get(path).is_some_and(|before| same_content(before, content));
    let gone = old.files().keys().any(|path| new.get(path).is_none());
    let mut changed =
        new.files().iter().filter(|(path, content)| !same(path, content)).map(|(path, _)| path).peekable();
    match (gone, changed.peek().is_some()) {
        (false, false) => Difference::None,
        (false, true) if changed.all(|path| path.ends_with(".css") && old.get(path).is_some()) => {
            Difference::OnlyStyles
        }
        _ => Difference::More,
    }
}

/// Bytes that a cache handed out again are the same without a look.
fn same_content(one: &Content, other: &Content) -> bool {
    match (one, other) {
        (Content::Bytes(one), Content::Bytes(other)) if Arc::ptr_eq(one, other) => true,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{News, Preview};
    use crate::site::{Content, Site};

    fn site(files: &[(&str, &str)]) -> Site {
        let mut site = Site::default();
        files.iter().for_each(|(path, text)| site.add(*path, Content::text(*text)).unwrap());
        site
    }

    #[test]
    fn pages_hear_of_changes_and_of_nothing_else() {
        let preview = Preview::new(Path::new("."), 7);
        let first = [("a.html", "1"), ("s.css", "1")];
        assert_eq!(preview.show(site(&first)), Some(News::Site { version: 8 }));
        assert_eq!(preview.show(site(&first)), None);
        assert_eq!(preview.show(site(&[("a.html", "1"), ("s.css", "2")])), Some(News::Style { version: 9 }));
        assert_eq!(preview.show(site(&[("a.html", "2"), ("s.css", "3")])), Some(News::Site { version: 10 }));
        assert_eq!(preview.show(site(&[("a.html", "2")])), Some(News::Site { version: 11 }));
        assert_eq!(preview.show(site(&[("a.html", "2"), ("new.css", "1")])), Some(News::Site { version: 12 }));
    }

    #[test]
    fn a_page_ahead_of_its_site_loads_once() {
        let preview = Preview::new(Path::new("."), 7);
        preview.show(site(&[("a.html", "1"), ("b.html", "1")]));
        let ahead = [("a.html".to_owned(), b"2".to_vec().into()), ("b.html".to_owned(), b"1".to_vec().into())];
        let told = News::Pages { version: 9, paths: vec!["a.html".to_owned()] };
        assert_eq!(preview.show_first(&ahead), Some(told));
        assert_eq!(preview.moment().get("a.html"), Some((&Content::text("2"), 9)));
        assert_eq!(preview.moment().get("b.html"), Some((&Content::text("1"), 8)));
        // The whole site has the version that the page had already.
        assert_eq!(preview.show(site(&[("a.html", "2"), ("b.html", "3")])), Some(News::Site { version: 9 }));
        assert_eq!(preview.moment().get("b.html"), Some((&Content::text("3"), 9)));
    }

    #[test]
    fn a_page_whose_site_does_not_come_is_taken_back() {
        let preview = Preview::new(Path::new("."), 7);
        preview.show(site(&[("a.html", "1")]));
        preview.show_first(&[("a.html".to_owned(), b"2".to_vec().into())]);
        preview.drop_coming();
        assert_eq!(preview.moment().get("a.html"), Some((&Content::text("1"), 8)));
    }

    #[test]
    fn problems_are_told_when_they_change() {
        let preview = Preview::new(Path::new("."), 0);
        assert_eq!(preview.set_problems(None), None);
        assert_eq!(preview.set_problems(Some("broken".into())), Some(News::Problems(Some("broken".into()))));
        assert_eq!(preview.set_problems(Some("broken".into())), None);
        assert_eq!(preview.set_problems(None), Some(News::Problems(None)));
    }
}
