//! Compares what a bundle turned out to hold with what its lists say: what was added, changed, removed.
//!
//! Never vouches for the lists themselves: whoever can change a file can write a new list, and only the seal or a
//! signature tells.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::bundle::assemble::SUMS;
use crate::bundle::manifest::{MANIFEST, Manifest};
use crate::site::{Clash, Content, Site, is_safe};
use crate::text::{FileFact, Sha256};

/// What was found in a bundle, with paths below its folder.
#[derive(Debug, Default)]
pub struct Found {
    pub files: BTreeMap<String, FileFact>,
    /// The bytes of the two lists, when they are there.
    pub manifest: Option<Vec<u8>>,
    pub sums: Option<Vec<u8>>,
    /// What is wrong already with the container.
    pub faults: BTreeSet<Fault>,
    /// What file managers leave behind wherever somebody looked; it does not count.
    pub ignored: Vec<String>,
}

/// One way in which a bundle is not as it was made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    Added {
        path: String,
        remark: String,
    },
    Changed {
        path: String,
        remark: String,
    },
    Removed {
        path: String,
    },
    /// A list that says nothing reliable.
    Damaged {
        path: String,
        remark: String,
    },
}

impl Fault {
    pub fn added(path: impl Into<String>, remark: impl Into<String>) -> Fault {
        Fault::Added { path: path.into(), remark: remark.into() }
    }

    pub fn changed(path: impl Into<String>, remark: impl Into<String>) -> Fault {
        Fault::Changed { path: path.into(), remark: remark.into() }
    }

    pub fn damaged(path: &str, remark: impl Into<String>) -> Fault {
        Fault::Damaged { path: path.to_owned(), remark: remark.into() }
    }

    pub fn path(&self) -> &str {
        let (Fault::Added { path, .. }
        | Fault::Changed { path, .. }
        | Fault::Removed { path }
        | Fault::Damaged { path, .. }) = self;
        path
    }

    pub fn word(&self) -> &'static str {
        match self {
            Fault::Added { .. } => "added",
            Fault::Changed { .. } => "changed",
            Fault::Removed { .. } => "removed",
            Fault::Damaged { .. } => "damaged",
        }
    }
}

/// `changed  site/index.html: 12 bytes instead of 10`, with every sign in the path visible.
impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:<8} {}", self.word(), self.path().escape_debug())?;
        match self {
            Fault::Added { remark, .. } | Fault::Changed { remark, .. } | Fault::Damaged { remark, .. }
                if !remark.is_empty() =>
            {
                write!(out, ": {remark}")
            }
            _ => Ok(()),
        }
    }
}

/// What there is to say about a bundle.
#[derive(Debug)]
pub struct Verdict {
    /// What the bundle says of itself, when that can be read.
    pub manifest: Option<Manifest>,
    /// Ordered by path.
    pub faults: Vec<Fault>,
    pub files: usize,
    pub bytes: u64,
    /// The digest of the list that all others stand in.
    pub seal: Option<Sha256>,
    pub ignored: Vec<String>,
}

/// What a list says of one file.
struct Listed {
    sha256: Sha256,
    size: Option<u64>,
}

pub fn judge(found: Found) -> Verdict {
    let mut faults = found.faults;
    let sums = found.sums.as_deref().and_then(|bytes| noted(read_sums(bytes), SUMS, &mut faults));
    let manifest = found.manifest.as_deref().and_then(|bytes| noted(Manifest::parse(bytes), MANIFEST, &mut faults));
    if found.sums.is_none() {
        faults.insert(Fault::Removed { path: SUMS.to_owned() });
    }
    if found.manifest.is_none() {
        faults.insert(Fault::Removed { path: MANIFEST.to_owned() });
    }
    let listed = listed(sums.as_ref(), manifest.as_ref(), &mut faults);
    let odd: BTreeSet<String> = faults.iter().map(|fault| fault.path().to_owned()).collect();
    for (path, listed) in &listed {
        match found.files.get(path) {
            Some(fact) if fact.sha256 != listed.sha256 => {
                faults.insert(Fault::changed(path, difference(*fact, listed)));
            }
            Some(fact) if listed.size.is_some_and(|size| size != fact.size) => {
                let remark = format!("it gives `{}` another size than its digest allows", path.escape_debug());
                faults.insert(Fault::damaged(MANIFEST, remark));
            }
            None if !odd.contains(path) => {
                faults.insert(Fault::Removed { path: path.clone() });
            }
            _ => {}
        }
    }
    // Without any list everything would be an addition, which says nothing.
    if sums.is_some() || manifest.is_some() {
        let lists = [MANIFEST, SUMS];
        let added =
            found.files.iter().filter(|(path, _)| !listed.contains_key(*path) && !lists.contains(&path.as_str()));
        faults.extend(added.map(|(path, fact)| Fault::added(path, format!("{} bytes", fact.size))));
    }
    faults.extend(clashes(&found.files));
    if faults.is_empty() {
        faults.extend(other_form(&found.files, manifest.as_ref(), found.manifest.as_deref(), found.sums.as_deref()));
    }
    let mut faults: Vec<Fault> = faults.into_iter().collect();
    faults.sort_by(|left, right| left.path().cmp(right.path()).then(left.cmp(right)));
    Verdict {
        manifest,
        faults,
        files: found.files.len(),
        bytes: found.files.values().map(|fact| fact.size).sum(),
        seal: found.sums.as_deref().map(Sha256::of),
        ignored: found.ignored,
    }
}

fn noted<T>(read: Result<T, String>, path: &str, faults: &mut BTreeSet<Fault>) -> Option<T> {
    read.inspect_err(|remark| {
        faults.insert(Fault::damaged(path, remark));
    })
    .ok()
}

fn read_sums(bytes: &[u8]) -> Result<BTreeMap<String, Sha256>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let mut sums = BTreeMap::new();
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let read = Sha256::parse_sum_line(line.trim_end_matches('\n')).filter(|(path, _)| is_safe(path));
        let (path, sha256) = read.ok_or_else(|| format!("line {} is no digest and path inside a bundle", at + 1))?;
        // What we would read and `sha256sum` not, nobody else checks.
        if sha256.sum_line(&path) != line {
            return Err(format!(
                "line {} is not as `sha256sum -c` reads it: 64 small digits, two blanks, path",
                at + 1
            ));
        }
        if sums.insert(path, sha256).is_some() {
            return Err(format!("line {} names a file again", at + 1));
        }
    }
    Ok(sums)
}

/// Files of which many disks can hold only one.
fn clashes(files: &BTreeMap<String, FileFact>) -> Vec<Fault> {
    let mut taken = Site::default();
    let clash = |path: &String| {
        let remark = match taken.add(path.clone(), Content::text("")).err()? {
            Clash::DiffersInCase { with, .. } => format!("many disks do not tell it from `{}`", with.escape_debug()),
            Clash::FileAndFolder { file, folder } => {
                format!("`{}` is a file and `{}` a folder", file.escape_debug(), folder.escape_debug())
            }
            Clash::Twice { .. } | Clash::Unsafe { .. } => "no bundle has such a path".to_owned(),
        };
        Some(Fault::added(path, remark))
    };
    files.keys().filter_map(clash).collect()
}

/// Lists that say what is right, and not as we write it: what we read in them another program may not.
fn other_form(
    files: &BTreeMap<String, FileFact>,
    manifest: Option<&Manifest>,
    manifest_bytes: Option<&[u8]>,
    sums: Option<&[u8]>,
) -> Vec<Fault> {
    let written = manifest.map(Manifest::write);
    let listed = files.iter().filter(|(path, _)| *path != SUMS);
    let expected: String = listed.map(|(path, fact)| fact.sha256.sum_line(path)).collect();
    let mut faults = Vec::new();
    if written.as_deref().map(str::as_bytes) != manifest_bytes {
        faults.push(Fault::damaged(MANIFEST, "it says more, or in another form, than aimsbook writes"));
    }
    if Some(expected.as_bytes()) != sums {
        faults.push(Fault::damaged(SUMS, "it does not list every file once, in the order of their paths"));
    }
    faults
}

/// Both lists as one; where they contradict each other, neither is right.
fn listed(
    sums: Option<&BTreeMap<String, Sha256>>,
    manifest: Option<&Manifest>,
    faults: &mut BTreeSet<Fault>,
) -> BTreeMap<String, Listed> {
    let mut listed: BTreeMap<String, Listed> = BTreeMap::new();
    for file in manifest.iter().flat_map(|manifest| &manifest.files) {
        if let Some(sha256) = Sha256::parse(&file.sha256) {
            listed.insert(file.path.clone(), Listed { sha256, size: Some(file.size) });
        }
    }
    let Some(sums) = sums else { return listed };
    if !sums.contains_key(MANIFEST) {
        let remark = format!("it does not list {MANIFEST}, so that anybody may have rewritten what that says");
        faults.insert(Fault::damaged(SUMS, remark));
    }
    if manifest.is_some() {
        let contradicts = |(path, listed): &(&String, &Listed)| sums.get(*path) != Some(&listed.sha256);
        let only_there = sums.keys().filter(|path| *path != MANIFEST && !listed.contains_key(*path));
        let paths: Vec<String> =
            listed.iter().filter(contradicts).map(|(path, _)| path).chain(only_there).cloned().collect();
        let remark = |path: &String| format!("it does not agree with {SUMS} about `{}`", path.escape_debug());
        faults.extend(paths.iter().map(|path| Fault::damaged(MANIFEST, remark(path))));
    }
    for (path, sha256) in sums {
        listed.entry(path.clone()).or_insert(Listed { sha256: *sha256, size: None });
    }
    listed
}

fn difference(found: FileFact, listed: &Listed) -> String {
    match listed.size {
        Some(size) if size != found.size => format!("{} bytes instead of {size}", found.size),
        _ => format!("sha256 {} instead of {}", found.sha256.short(), listed.sha256.short()),
    }
}
