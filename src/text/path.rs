//! A path of a file inside the handbook: relative, with `/`, without `.` and `..`.
//!
//! Never touches the disk.

use std::fmt;
use std::sync::Arc;

/// A normalized path below the handbook's folder; the empty path is the folder itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocPath(Arc<str>);

impl DocPath {
    /// Normalizes a relative path; `None` when it leaves the folder.
    pub fn new(path: &str) -> Option<DocPath> {
        normalize([path]).map(DocPath)
    }

    /// The path that `target`, written in this file, leads to; a leading `/` starts at the handbook's folder.
    pub fn join(&self, target: &str) -> Option<DocPath> {
        match target.strip_prefix('/') {
            Some(absolute) => DocPath::new(absolute),
            None => normalize([self.folder(), target]).map(DocPath),
        }
    }

    /// The path of `name` in this folder.
    pub fn join_name(&self, name: &str) -> Option<DocPath> {
        normalize([self.as_str(), name]).map(DocPath)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds this file, `""` at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The file name without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem)
    }

    /// The last extension in lower case, `""` without one.
    pub fn extension(&self) -> String {
        let name = self.file_name();
        name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(String::new(), |(_, end)| end.to_lowercase())
    }

    pub fn is_below(&self, folder: &str) -> bool {
        let folder = folder.trim_end_matches('/');
        folder.is_empty() || self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

fn normalize<const N: usize>(parts: [&str; N]) -> Option<Arc<str>> {
    let mut kept: Vec<&str> = Vec::new();
    for step in parts.iter().flat_map(|part| part.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                kept.pop()?;
            }
            step => kept.push(step),
        }
    }
    Some(kept.join("/").into())
}

impl fmt::Display for DocPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for DocPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, formatter)
    }
}

/// A path as an address has it, its steps kept apart.
pub fn percent_encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::DocPath;

    #[test]
    fn joins_and_refuses_to_leave_the_folder() {
        let path = DocPath::new("policies/./ai.md").unwrap();
        assert_eq!(path.join("../registers/risks.yaml").unwrap().as_str(), "registers/risks.yaml");
        assert_eq!(path.join("/x.md").unwrap().as_str(), "x.md");
        assert_eq!(path.join("../../etc/passwd"), None);
        assert_eq!((path.folder(), path.stem(), path.extension().as_str()), ("policies", "ai", "md"));
        assert!(path.is_below("policies/") && !path.is_below("pol"));
    }
}
