//! `roles:` of the configuration: who a role is on a forge and in the history of the files.
//!
//! Never guesses: a name or an address speaks for a role only when the configuration says so.

use std::collections::BTreeMap;

use crate::config::map_of;
use crate::diagnostic::Finding;
use crate::export::CodeownersOptions;
use crate::syntax::{Fields, Node};
use crate::text::Spanned;

/// Every configured role, in the order of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles {
    roles: Vec<Role>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Role {
    name: String,
    /// Who is asked on a forge: `@org/team`, `@user`, or an address.
    forge: Vec<String>,
    /// Names and addresses under which it commits, folded.
    git: Vec<String>,
    /// Whether it is asked for what names nobody.
    is_default: bool,
}

impl Roles {
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    /// The role that the author of a commit has; an address says more than a name.
    pub fn role_of_author(&self, name: &str, email: &str) -> Option<&str> {
        let of = |identity: &str| {
            let identity = folded(identity);
            let found = self.roles.iter().find(|role| !identity.is_empty() && role.git.contains(&identity));
            found.map(|role| role.name.as_str())
        };
        of(email).or_else(|| of(name))
    }

    /// Who is asked on a forge for a role.
    pub fn handles(&self, role: &str) -> &[String] {
        let found = self.roles.iter().find(|known| folded(&known.name) == folded(role));
        found.map_or(&[], |role| &role.forge)
    }

    /// What a list of code owners needs to know; `place` is where the handbook lies in its repository.
    pub fn codeowners_options(&self, place: &str) -> CodeownersOptions {
        let default = self.roles.iter().find(|role| role.is_default);
        CodeownersOptions {
            place: place.to_owned(),
            handles: self.roles.iter().map(|role| (folded(&role.name), role.forge.clone())).collect(),
            default: default.map(|role| role.forge.clone()).unwrap_or_default(),
        }
    }
}

/// Roles are called the same whatever their capitals and blanks.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// `role: {forge: [@org/team], git: [address or name], default: yes}`.
pub(super) fn read_roles(node: Option<&Node>, findings: &mut Vec<Finding>) -> Roles {
    let mut roles = Roles::default();
    let mut speakers: BTreeMap<String, String> = BTreeMap::new();
    let Some(node) = node else { return roles };
    for pair in map_of(node, "roles", findings) {
        let name = pair.key.value.trim().to_owned();
        if roles.roles.iter().any(|known| folded(&known.name) == folded(&name)) {
            let message = format!("the role `{name}` is there twice");
            findings.push(Finding::error("duplicate-role", pair.key.span, message).help("put both into one"));
            continue;
        }
        let mut fields = Fields::of(&pair.value);
        let forge = fields.texts("forge");
        let git = fields.texts("git");
        let is_default = fields.truth("default").unwrap_or(false);
        findings.extend(fields.finish("a role"));
        let forge = forge.into_iter().filter_map(|handle| read_handle(handle, findings)).collect();
        let mut identities = Vec::new();
        for identity in git {
            identities.extend(read_identity(&identity, &name, &mut speakers, findings));
        }
        if is_default && roles.roles.iter().any(|role| role.is_default) {
            let message = "two roles are asked for what names nobody";
            findings.push(Finding::error("duplicate-role", pair.key.span, message).help("`default: yes` for one role"));
        }
        roles.roles.push(Role { name, forge, git: identities, is_default });
    }
    roles
}

/// `@org/team`, `@user` or an address; anything else would name nobody, or somebody else.
fn read_handle(handle: Spanned<String>, findings: &mut Vec<Finding>) -> Option<String> {
    let text = handle.value.trim();
    let plain = |part: &str| {
        let sign = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
        !part.is_empty() && part.chars().all(sign)
    };
    let is_handle = text.strip_prefix('@').is_some_and(|rest| rest.split('/').all(plain));
    let is_address = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && name.chars().all(|sign| sign.is_ascii_graphic() && sign != '@') && plain(host)
    });
    if is_handle || is_address {
        return Some(text.to_owned());
    }
    let finding = Finding::error("wrong-handle", handle.span, format!("`{text}` is no handle of a forge"));
    findings.push(finding.help("write `@team`, `@organization/team`, or an address"));
    None
}

/// An address, a name, or both as git writes them: `Head of AI <head@example.org>` is told by its address.
fn read_identity(
    identity: &Spanned<String>,
    role: &str,
    speakers: &mut BTreeMap<String, String>,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let text = identity.value.trim();
    let inside = text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')).map(|(_, address)| address);
    let key = folded(inside.unwrap_or(text));
    if key.is_empty() {
        findings.push(Finding::error("wrong-type", identity.span, "an author of commits is a name or an address"));
        return None;
    }
    if let Some(other) = speakers.get(&key) {
        let message = match other == role {
            true => format!("`{text}` is there twice"),
            false => format!("`{text}` is `{other}` already"),
        };
        findings.push(Finding::error("duplicate-author", identity.span, message).help("an author has one role"));
        return None;
    }
    speakers.insert(key.clone(), role.to_owned());
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::{Roles, read_roles};
    use crate::diagnostic::Finding;
    use crate::syntax::parse_yaml;

    fn read(yaml: &str) -> (Roles, Vec<Finding>) {
        let mut findings = Vec::new();
        let roles = read_roles(parse_yaml(yaml, 0).root.as_ref(), &mut findings);
        (roles, findings)
    }

    #[test]
    fn an_address_tells_the_role_of_an_author_before_a_name_does() {
        let (roles, findings) = read(
            "Head of AI governance: {git: ['Head of AI governance <ai@example.org>', old@example.net, AI officer]}\n\
             Board: {git: [board@example.org], forge: '@org/board'}\n",
        );
        assert_eq!(findings, []);
        for (name, email, expected) in [
            ("Anyone", "AI@Example.org", Some("Head of AI governance")),
            ("AI  Officer", "new@example.org", Some("Head of AI governance")),
            ("AI officer", "board@example.org", Some("Board")),
            ("Somebody", "else@example.org", None),
            ("", "", None),
        ] {
            assert_eq!(roles.role_of_author(name, email), expected, "{name} <{email}>");
        }
        assert_eq!(roles.handles("board "), ["@org/board"]);
        assert_eq!(roles.handles("Auditor"), [""; 0]);
    }

    #[test]
    fn what_cannot_be_told_apart_is_a_finding() {
        let cases = [
            ("Head: {forje: '@a'}\n", "unknown-key"),
            ("Head: {}\nhead: {}\n", "duplicate-role"),
            ("A: {default: yes}\nB: {default: yes}\n", "duplicate-role"),
            ("A: {git: [a@b.org]}\nB: {git: ['Name <A@b.org>']}\n", "duplicate-author"),
            ("A: {forge: [org/team]}\n", "wrong-handle"),
            ("A: {forge: ['@org team']}\n", "wrong-handle"),
            ("A: {forge: ['@org//team']}\n", "wrong-handle"),
            ("A: text\n", "wrong-type"),
        ];
        for (yaml, code) in cases {
            let codes: Vec<&str> = read(yaml).1.iter().map(|finding| finding.code).collect();
            assert_eq!(codes, [code], "{yaml}");
        }
    }
}
