//! What the preview shows right now: the last good site, its version, and what an edit broke since.
//!
//! Never changes the site itself: what only a preview needs is added to a response by the server.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use crate::site::{Content, Site};

/// One moment of the preview.
#[derive(Debug, Clone)]
pub struct Moment {
    pub site: Arc<Site>,
    /// Differs for every site that was shown, also after the program was started anew.
    pub version: u64,
    /// The findings that keep a newer site from being shown.
    pub problems: Option<Arc<str>>,
}

/// What open pages are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Pages of another version should load again.
    Site { version: u64 },
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
        let moment = Moment { site: Arc::default(), version, problems: None };
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
        let difference = difference(&moment.site, &site);
        if difference == Difference::None {
            return None;
        }
        moment.site = Arc::new(site);
        moment.version += 1;
        let version = moment.version;
        Some(if difference == Difference::OnlyStyles { News::Style { version } } else { News::Site { version } })
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
    fn problems_are_told_when_they_change() {
        let preview = Preview::new(Path::new("."), 0);
        assert_eq!(preview.set_problems(None), None);
        assert_eq!(preview.set_problems(Some("broken".into())), Some(News::Problems(Some("broken".into()))));
        assert_eq!(preview.set_problems(Some("broken".into())), None);
        assert_eq!(preview.set_problems(None), Some(News::Problems(None)));
    }
}
