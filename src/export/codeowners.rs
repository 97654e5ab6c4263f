//! Who is asked when a file of the handbook changes, as the file `CODEOWNERS` that GitHub and GitLab read.
//!
//! Never leaves a hole without saying so: what nobody is asked for stands in it as a comment, and is a finding.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::changes::{approver_of, decider};
use crate::diagnostic::{Diagnostic, Finding};
use crate::text::{DocPath, Spanned};
use crate::view::View;

/// What is known of roles outside the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeownersOptions {
    /// Where the handbook lies in its repository: empty, or with a `/` at its end.
    pub place: String,
    /// Handles by role in small letters.
    pub handles: BTreeMap<String, Vec<String>>,
    /// Who is asked for what names nobody.
    pub default: Vec<String>,
}

/// One file and the roles that decide on it.
#[derive(Default)]
struct Owned {
    roles: BTreeMap<String, Spanned<String>>,
    /// Something in it names no role.
    is_open: bool,
}

/// The text, and a finding for each role that nobody is asked for.
///
/// A file's line names the approver of what is in it, or the owner where no approver is named: an owner who could approve
/// would be asked to check themselves. A later line overrules an earlier one.
pub fn codeowners(view: &View<'_>, options: &CodeownersOptions) -> (String, Vec<Diagnostic>) {
    let mut out =
        String::from("# Who is asked for a change; made by `aimsbook export codeowners`, change `roles:` instead.\n");
    let everything = if options.place.is_empty() { "*".to_owned() } else { format!("/{}", pattern(&options.place)) };
    match options.default.is_empty() {
        true => {
            let _ =
                writeln!(out, "# Nobody is asked for what stands below in no line: `default: yes` for a role would.");
        }
        false => {
            let _ = writeln!(out, "{everything} {}", options.default.join(" "));
        }
    }
    let mut without: BTreeMap<String, (Spanned<String>, DocPath, BTreeSet<DocPath>)> = BTreeMap::new();
    for (path, owned) in owned_files(view) {
        let mut asked: Vec<&String> = Vec::new();
        let mut unknown: Vec<&str> = Vec::new();
        for (key, role) in &owned.roles {
            match options.handles.get(key).filter(|handles| !handles.is_empty()) {
                Some(handles) => {
                    asked.extend(handles.iter().filter(|handle| !asked.contains(handle)).collect::<Vec<_>>())
                }
                None => {
                    unknown.push(&role.value);
                    let entry =
                        without.entry(key.clone()).or_insert_with(|| (role.clone(), path.clone(), BTreeSet::new()));
                    entry.2.insert(path.clone());
                }
            }
        }
        if asked.is_empty() {
            asked.extend(&options.default);
        }
        let line = format!("/{}{}", pattern(&options.place), pattern(path.as_str()));
        for role in unknown {
            let _ = writeln!(out, "# no handle for the role: {}", comment(role));
        }
        if owned.roles.is_empty() || owned.is_open {
            let _ = writeln!(out, "# names no role: {}", comment(path.as_str()));
        }
        let names: Vec<&str> = asked.iter().map(|handle| handle.as_str()).collect();
        let _ = match names.is_empty() {
            true => writeln!(out, "# nobody is asked: {line}"),
            false => writeln!(out, "{line} {}", names.join(" ")),
        };
    }
    let findings = without.into_values().map(|(role, path, files)| {
        let count = files.len();
        let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        let message = format!("the role `{}` has no handle, and is not asked in {files}", role.value);
        let finding = Finding::warning("role-without-handle", role.span, message);
        finding.help("name one under `roles:` in aimsbook.yaml").at(&path)
    });
    (out, findings.collect())
}

/// All files with documents and records that this audience sees, by path.
fn owned_files(view: &View<'_>) -> BTreeMap<DocPath, Owned> {
    let mut files: BTreeMap<DocPath, Owned> = BTreeMap::new();
    let mut add = |path: &DocPath, role: Option<Spanned<String>>| {
        let file = files.entry(path.clone()).or_default();
        match role.filter(|role| !role.value.trim().is_empty()) {
            Some(role) => {
                let key = role.value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
                file.roles.entry(key).or_insert(role);
            }
            None => file.is_open = true,
        }
    };
    for (_, document) in view.documents() {
        add(&document.path, approver_of(document).or(document.owner.as_ref()).cloned());
    }
    for (_, record) in view.records() {
        add(&record.path, decider(record).or_else(|| record.owner.clone()));
    }
    files
}

/// A path as both forges read it. A blank is escaped; what one of them would read as a sign stands for itself by `?`,
/// which is any one character, because they do not escape alike.
fn pattern(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            ' ' => out.push_str("\\ "),
            '*' | '?' | '[' | ']' | '\\' | '!' | '#' | '@' | '^' => out.push('?'),
            control if control.is_control() => out.push('?'),
            plain => out.push(plain),
        }
    }
    out
}

/// A role stays on its line.
fn comment(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn a_path_means_itself_on_both_forges() {
        let cases = [
            ("policies/ai.md", "policies/ai.md"),
            ("My policies/a b.md", "My\\ policies/a\\ b.md"),
            ("a#b[1]*!.md", "a?b?1???.md"),
            ("gr\u{f6}\u{df}e.md", "gr\u{f6}\u{df}e.md"),
            ("a\\b\tc@d.md", "a?b?c?d.md"),
        ];
        for (path, expected) in cases {
            assert_eq!(pattern(path), expected);
        }
    }
}
