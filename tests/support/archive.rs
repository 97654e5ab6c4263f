//! Cases as text: a title, some files, and what is expected of them.
//!
//! Never knows what a case is about.

use aimsbook::text::Sha256;

use crate::support::Files;

/// One case of an archive.
pub struct Case {
    pub title: String,
    /// Parts in writing order: the name between the dashes, and the text below it.
    pub parts: Vec<(String, String)>,
}

/// Reads `== title` lines, each followed by parts that begin with `-- name --`. Text above the first part is a comment.
pub fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end();
        if let Some(title) = plain.strip_prefix("== ") {
            cases.push(Case { title: title.to_owned(), parts: Vec::new() });
        } else if let Some(name) = plain.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            let case = cases.last_mut().unwrap_or_else(|| panic!("a part without a case: {plain:?}"));
            case.parts.push((name.to_owned(), String::new()));
        } else if let Some((_, part)) = cases.last_mut().and_then(|case| case.parts.last_mut()) {
            part.push_str(line);
        }
    }
    cases
}

impl Case {
    /// The parts that are files, with `{sha256 PATH}` replaced by the digest of another part.
    pub fn files(&self, is_file: impl Fn(&str) -> bool) -> Files {
        let parts = self.parts.iter().filter(|(name, _)| is_file(name));
        parts.map(|(name, text)| (name.clone(), self.with_digests(text).into_bytes())).collect()
    }

    fn with_digests(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, content) in &self.parts {
            text = text.replace(&format!("{{sha256 {name}}}"), &Sha256::of(content.as_bytes()).to_string());
        }
        text
    }
}
