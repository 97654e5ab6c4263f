//! Which ids, types, kinds and folders a handbook already uses, so that a new entry fits in.
//!
//! Never judges what it reads: a file with mistakes still has its id.

use std::collections::BTreeMap;

use crate::schema::Kinds;
use crate::syntax::{Node, parse_yaml, split_front_matter};
use crate::text::{DocPath, Snapshot};

/// A document or record as far as a new one has to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownEntry {
    pub id: String,
    /// The type of a document, or the kind of a record.
    pub kind: String,
    pub folder: String,
    /// It has a file of its own.
    pub alone: bool,
}

/// What is known of a handbook.
pub struct Known {
    pub entries: Vec<KnownEntry>,
    pub kinds: Kinds,
}

pub fn known(snapshot: &Snapshot) -> Known {
    let mut entries = Vec::new();
    let mut kind_files = Vec::new();
    for source in &snapshot.sources {
        let path = &source.path;
        if matches!(path.extension().as_str(), "md" | "markdown") {
            entries.extend(document(path, &source.text));
        } else if path.is_below("kinds") {
            kind_files.extend(parse_yaml(&source.text, 0).root.map(|root| (path.clone(), root)));
        } else if !path.is_below("frameworks") && path.as_str() != "aimsbook.yaml" {
            entries.extend(parse_yaml(&source.text, 0).root.map(|root| records(path, &root)).unwrap_or_default());
        }
    }
    Known { entries, kinds: Kinds::with_user_files(&kind_files).0 }
}

impl Known {
    /// The prefix that most entries of this kind have, with the next number: `RSK-008`.
    pub fn next_id(&self, kind: &str, usual_prefix: &str) -> String {
        let own = self.entries.iter().filter(|entry| entry.kind == kind).filter_map(|entry| numbered(&entry.id));
        let prefix = most_frequent(own.map(|(prefix, ..)| prefix)).unwrap_or(usual_prefix);
        let taken = self.entries.iter().filter_map(|entry| numbered(&entry.id));
        let taken = taken.filter(|(other, ..)| other.eq_ignore_ascii_case(prefix));
        let (number, width) = taken.fold((0, 3), |(number, width), (_, other, other_width)| {
            (other.max(number), if other >= number { other_width } else { width })
        });
        format!("{prefix}-{:0width$}", number.saturating_add(1))
    }

    /// The folder in which most entries of this kind have a file of their own.
    pub fn folder(&self, kind: &str) -> Option<&str> {
        most_frequent(self.entries.iter().filter(|entry| entry.alone && entry.kind == kind).map(|entry| &*entry.folder))
    }
}

fn document(path: &DocPath, text: &str) -> Option<KnownEntry> {
    let front = split_front_matter(text).front?;
    let root = parse_yaml(&text[front.range()], 0).root?;
    let kind = root.get("type").and_then(Node::text).unwrap_or("").to_owned();
    Some(KnownEntry { id: id_of(&root)?, kind, folder: path.folder().to_owned(), alone: true })
}

fn records(path: &DocPath, root: &Node) -> Vec<KnownEntry> {
    let kind_of = |node: &Node| node.get("kind").and_then(Node::text).map(str::to_owned);
    let shared = kind_of(root).unwrap_or_default();
    let entry = |node: &Node, alone| {
        let kind = kind_of(node).unwrap_or_else(|| shared.clone());
        Some(KnownEntry { id: id_of(node)?, kind, folder: path.folder().to_owned(), alone })
    };
    match root.get("records").and_then(Node::list) {
        Some(list) => list.iter().filter_map(|node| entry(node, false)).collect(),
        None => entry(root, true).into_iter().collect(),
    }
}

fn id_of(node: &Node) -> Option<String> {
    node.get("id").and_then(Node::text).map(|id| id.trim().to_owned())
}

/// Prefix, number and count of digits of an id such as `RSK-007`.
fn numbered(id: &str) -> Option<(&str, u64, usize)> {
    let (prefix, digits) = id.rsplit_once('-')?;
    let plain = !prefix.is_empty() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    Some((prefix, digits.parse().ok().filter(|_| plain)?, digits.len()))
}

fn most_frequent<'a>(words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    // Of equals the first by name, so that the answer does not depend on the order of files.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::{Known, KnownEntry};
    use crate::schema::Kinds;

    fn known(entries: &[(&str, &str, &str)]) -> Known {
        let entry = |(id, kind, folder): &(&str, &str, &str)| KnownEntry {
            id: (*id).to_owned(),
            kind: (*kind).to_owned(),
            folder: (*folder).to_owned(),
            alone: true,
        };
        Known { entries: entries.iter().map(entry).collect(), kinds: Kinds::built_in() }
    }

    #[test]
    fn the_next_id_is_above_every_one_in_use() {
        let next = |entries: &[(&str, &str, &str)]| known(entries).next_id("risk", "RSK");
        assert_eq!(next(&[]), "RSK-001");
        assert_eq!(next(&[("RSK-007", "risk", ""), ("RSK-002", "risk", "")]), "RSK-008");
        assert_eq!(next(&[("rsk-0041", "other", "")]), "RSK-0042");
        assert_eq!(next(&[("RSK-999", "risk", "")]), "RSK-1000");
        assert_eq!(next(&[("R-AI-09", "risk", ""), ("R-AI-10", "risk", ""), ("RSK-1", "risk", "")]), "R-AI-11");
        assert_eq!(next(&[("drift", "risk", ""), ("RSK-x", "risk", "")]), "RSK-001");
        assert_eq!(next(&[("RSK-99999999999999999999999", "risk", "")]), "RSK-001");
    }

    #[test]
    fn the_usual_folder_is_where_most_are() {
        let known = known(&[("a", "policy", "b"), ("b", "policy", "a"), ("c", "policy", "b"), ("d", "plan", "c")]);
        assert_eq!(known.folder("policy"), Some("b"));
        assert_eq!(known.folder("risk"), None);
    }
}
