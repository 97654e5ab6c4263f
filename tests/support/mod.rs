//! A handbook in memory for tests: texts in, a checked handbook and its site out.
//!
//! Never touches the disk, the clock or the network.

#![allow(dead_code, reason = "every test program compiles this on its own and uses a part of it")]

pub mod archive;
pub mod html;
pub mod random;

use std::collections::BTreeMap;

use aimsbook::bundle::Bundle;
use aimsbook::diagnostic::{Diagnostic, concise};
use aimsbook::pipeline::bundle::bundle;
use aimsbook::pipeline::{BuildOptions, Caches, Checked, Settings, build, check};
use aimsbook::site::{Content, Site};
use aimsbook::text::{
    Date, DocPath, FileFact, PictureSize, Sha256, Snapshot, Source, Unreadable, UnreadableReason, parse_date,
};
use aimsbook::view::Audience;

/// Files by path, as they would lie in the handbook's folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A handbook that was checked on a day.
pub struct Book {
    pub snapshot: Snapshot,
    pub checked: Checked,
    caches: Caches,
}

impl Book {
    pub fn new(files: &Files, day: &str) -> Book {
        Book::with_caches(snapshot(files), day, Caches::default())
    }

    pub fn with_caches(snapshot: Snapshot, day: &str, mut caches: Caches) -> Book {
        let checked = check(&snapshot, &settings(day), &mut caches);
        Book { snapshot, checked, caches }
    }

    /// What was kept, for the next round.
    pub fn into_caches(self) -> Caches {
        self.caches
    }

    /// The site of an audience of the configuration, and what the build itself found.
    pub fn build(&mut self, audience: &Audience) -> (Site, Vec<Diagnostic>) {
        let options = BuildOptions { audience: audience.clone(), keep_going: true, version: None };
        build(&self.checked, &self.snapshot, &options, &mut self.caches)
    }

    /// What is packed for an audience.
    pub fn bundle(&mut self, audience: &Audience) -> Bundle {
        let options = BuildOptions { audience: audience.clone(), keep_going: true, version: None };
        bundle(&self.checked, &self.snapshot, &options, None, &mut self.caches).0.unwrap()
    }

    pub fn audience(&self, name: &str) -> Audience {
        let found = &self.checked.config.audiences[name];
        Audience { name: name.to_owned(), sees: found.sees, coverage: found.coverage }
    }

    /// All diagnostics, one a line.
    pub fn said(&self) -> String {
        concise(&self.checked.diagnostics, &self.snapshot)
    }
}

pub fn settings(day: &str) -> Settings {
    Settings { as_of: date(day), folder_name: "handbook".to_owned() }
}

pub fn date(day: &str) -> Date {
    parse_date(day).unwrap_or_else(|| panic!("not a date: {day:?}"))
}

pub fn files<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Files {
    pairs.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
}

/// What reading a folder with these files gives: Markdown and YAML as texts, everything else as size and digest.
pub fn snapshot(files: &Files) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (name, bytes) in files {
        let path = DocPath::new(name).unwrap_or_else(|| panic!("not a path: {name:?}"));
        let sha256 = Sha256::of(bytes);
        if let Some(below) = name.strip_prefix("theme/") {
            snapshot.theme.insert(DocPath::new(below).unwrap(), bytes.clone().into());
        } else if name.starts_with("evidence/") || !is_text(&path) {
            snapshot.files.insert(path, FileFact { size: bytes.len() as u64, sha256, picture: PictureSize::of(bytes) });
        } else {
            match std::str::from_utf8(bytes) {
                Ok(text) => snapshot.sources.push(Source { path, text: text.into(), sha256 }),
                Err(error) => {
                    let reason = UnreadableReason::NotUtf8 { offset: error.valid_up_to() };
                    snapshot.unreadable.push(Unreadable { path, reason });
                }
            }
        }
    }
    snapshot
}

fn is_text(path: &DocPath) -> bool {
    ["md", "markdown", "yaml", "yml"].contains(&path.extension().as_str())
}

/// The bytes at a path of a site; files that are copied come from the handbook.
pub fn bytes_of<'s>(content: &'s Content, files: &'s Files) -> &'s [u8] {
    match content {
        Content::Bytes(bytes) => bytes,
        Content::Copy { from, .. } => &files[from.as_str()],
        Content::Written { .. } => unreachable!("a site in memory holds its bytes"),
    }
}

/// The files inside a ZIP file, unpacked.
pub fn zip_members(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut members = BTreeMap::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut member, &mut bytes).unwrap();
        members.insert(member.name().unwrap().into_owned(), bytes);
    }
    members
}

pub fn page(site: &Site, path: &str) -> String {
    match site.get(path) {
        Some(Content::Bytes(bytes)) => String::from_utf8(bytes.to_vec()).unwrap(),
        other => panic!("no page {path}: {other:?}; there are {:#?}", site.files().keys().collect::<Vec<_>>()),
    }
}

/// The text of a page, every tag as one blank, every run of blanks as one.
pub fn visible_text(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push(' ');
            }
            _ if !in_tag => text.push(character),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
