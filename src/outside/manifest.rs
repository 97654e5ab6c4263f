//! The list of what we published in a folder: SHA-256 and path of every file, in order, closed by a digest of the list.
//!
//! Never trusts a list that was cut short or edited. `sha256sum -c .aimsbook-manifest` checks a site by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::diagnostic::ordered_map;
use crate::site::is_safe;
use crate::text::Sha256;

/// The manifest's name in the folder of a site.
pub const NAME: &str = ".aimsbook-manifest";

const FIRST: &str = "# published by aimsbook; manifest 1\n";
const LAST: &str = "# end of manifest, sha256:";

/// What was published: digest by path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    pub files: BTreeMap<String, Sha256>,
}

impl Manifest {
    pub fn write(&self) -> String {
        written(&self.files.iter().map(|(path, sha256)| (path.as_str(), *sha256)).collect::<Vec<_>>())
    }

    /// The files in a folder whose name ends with a `/`, and in those in it.
    pub fn below<'m>(&'m self, folder: &str) -> impl Iterator<Item = (&'m str, Sha256)> + use<'m> {
        let folder = folder.to_owned();
        let files = self.files.range(folder.clone()..).map(|(path, sha256)| (path.as_str(), *sha256));
        files.take_while(move |(path, _)| path.starts_with(&folder))
    }

    /// Reads what [`Manifest::write`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Manifest> {
        let (list, end) = text.rsplit_once(LAST)?;
        if Sha256::parse(end.strip_suffix('\n')?)? != Sha256::of(list.as_bytes()) {
            return None;
        }
        let lines: Vec<&str> = list.strip_prefix(FIRST)?.lines().collect();
        let files = ordered_map(&lines, |text| line(text)).into_iter().collect::<Option<_>>()?;
        Some(Manifest { files })
    }

    /// The manifest in this folder; `None` without one, or with one that is not whole.
    pub fn of_folder(folder: &Path) -> Option<Manifest> {
        let path = folder.join(NAME);
        path.symlink_metadata().ok().filter(fs::Metadata::is_file)?;
        Manifest::parse(&fs::read_to_string(path).ok()?)
    }
}

/// The list of these files, which come ordered by their paths.
pub(super) fn written(files: &[(&str, Sha256)]) -> String {
    const TOGETHER: usize = 1000;
    let some: Vec<&[(&str, Sha256)]> = files.chunks(TOGETHER).collect();
    let lines =
        |files: &&[(&str, Sha256)]| -> String { files.iter().map(|(path, sha256)| sha256.sum_line(path)).collect() };
    let mut text = FIRST.to_owned() + &ordered_map(&some, lines).concat();
    let digest = Sha256::of(text.as_bytes());
    let _ = writeln!(text, "{LAST}{digest}");
    text
}

/// Is a site published in this folder?
pub fn is_at(folder: &Path) -> bool {
    folder.join(NAME).symlink_metadata().is_ok_and(|facts| facts.is_file())
}

/// What in a site is not as its manifest says; empty when the site is whole.
pub fn faults(folder: &Path) -> io::Result<Vec<String>> {
    let Some(manifest) = Manifest::of_folder(folder) else {
        return Ok(vec![format!("{NAME} is missing or damaged")]);
    };
    let mut faults: Vec<String> =
        foreign(folder, &manifest)?.iter().map(|path| format!("{path} is not listed")).collect();
    for (path, sha256) in &manifest.files {
        match fs::read(folder.join(path)) {
            Ok(bytes) if Sha256::of(&bytes) == *sha256 => {}
            Ok(_) => faults.push(format!("{path} was changed")),
            Err(error) => faults.push(format!("{path} cannot be read: {error}")),
        }
    }
    Ok(faults)
}

/// What stands in the folder and is not ours, as paths below it; a folder that holds nothing of ours stands for its
/// content. A file manager's own notes do not count.
pub fn foreign(folder: &Path, manifest: &Manifest) -> io::Result<Vec<String>> {
    foreign_beside(folder, manifest, &[])
}

/// The same beside some folders that are known to hold nothing else.
pub(super) fn foreign_beside(folder: &Path, manifest: &Manifest, known: &[String]) -> io::Result<Vec<String>> {
    let mut found = foreign_below(folder, "", manifest, known)?;
    found.sort();
    Ok(found)
}

/// Files that file managers leave behind wherever somebody looked.
pub(super) fn is_file_managers(name: &str) -> bool {
    matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

fn foreign_below(folder: &Path, below: &str, manifest: &Manifest, known: &[String]) -> io::Result<Vec<String>> {
    let (mut found, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = format!("{below}{name}");
        let kind = entry.file_type()?;
        let inside = format!("{path}/");
        if kind.is_symlink() && holds(manifest, &inside) && is_lent(&entry.path(), &path) {
            continue;
        }
        if kind.is_dir() && known.contains(&inside) {
            continue;
        }
        if kind.is_dir() && holds(manifest, &inside) {
            folders.push((entry.path(), inside));
        } else if kind.is_dir() {
            found.push(inside);
        } else if !(kind.is_file() && (path == NAME || manifest.files.contains_key(&path) || is_file_managers(&name))) {
            found.push(path);
        }
    }
    for more in ordered_map(&folders, |(folder, below)| foreign_below(folder, below, manifest, known)) {
        found.extend(more?);
    }
    Ok(found)
}

/// Whether a link stands for a folder of ours that a killed run had not put in its place yet; any other is not ours.
fn is_lent(link: &Path, path: &str) -> bool {
    let Ok(target) = fs::read_link(link) else { return false };
    let up = "../".repeat(path.split('/').count());
    let beside = target.to_str().and_then(|target| target.strip_prefix(&up)?.strip_suffix(&format!("/site/{path}")));
    beside.is_some_and(|staging| staging.starts_with('.') && staging.ends_with(".aimsbook") && !staging.contains('/'))
}

fn holds(manifest: &Manifest, folder: &str) -> bool {
    manifest.below(folder).next().is_some()
}

fn line(line: &str) -> Option<(String, Sha256)> {
    // A manifest is a list of things to delete: none of them may lie outside.
    Sha256::parse_sum_line(line).filter(|(path, _)| is_safe(path))
}

#[cfg(test)]
mod tests {
    use super::Manifest;
    use crate::text::Sha256;

    fn manifest(paths: &[&str]) -> Manifest {
        Manifest { files: paths.iter().map(|path| ((*path).to_owned(), Sha256::of(path.as_bytes()))).collect() }
    }

    #[test]
    fn reads_what_it_writes_whatever_the_names() {
        let manifest = manifest(&["index.html", "a b/ä  c.pdf", "back\\slash", "line\nbreak\r", "# x"]);
        assert_eq!(Manifest::parse(&manifest.write()), Some(manifest));
    }

    #[test]
    fn a_cut_or_edited_list_is_no_list() {
        let text = manifest(&["a", "b"]).write();
        for end in 0..text.len() {
            assert_eq!(Manifest::parse(&text[..end]), None, "cut at {end}");
        }
        assert_eq!(Manifest::parse(&text.replace("  b", "  c")), None);
    }

    #[test]
    fn a_list_that_names_something_outside_is_no_list() {
        assert_eq!(Manifest::parse(&manifest(&["../x"]).write()), None);
        assert_eq!(Manifest::parse(&manifest(&["/etc/passwd"]).write()), None);
    }
}
