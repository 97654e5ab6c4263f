//! An approval as it is written, and the text that it approves.
//!
//! The digest of an approval is its form, `v2:`, and 64 hexadecimal digits. It is the SHA-256 of these lines, each ended
//! by `\n`:
//!
//! - `aimsbook approval 2`
//! - `text` and the SHA-256 of the approved text, see below
//! - `rows` and the SHA-256 of the rows, for a Statement of Applicability (see `handbook::approval`)
//! - `file` and the SHA-256 of each file that the body shows or links to, in the order of their first links
//!
//! The approved text is again a list of lines, in which `\` and line ends inside a value are escaped:
//!
//! - `id`, `title` and `version` with their values, when the front matter gives them; runs of blanks are one
//! - `system` with each id of `systems`, sorted
//! - `clause` with each reference of `clauses` as it is written, sorted; in a map behind its framework and a colon
//! - `claim` with the framework of each claim, of headings too, and the reference as it is written, sorted, each once: the
//!   same words claim something else in a part of the handbook with another default framework
//! - `body`, and below it the normal form of the body (see `syntax::markdown::normal_form`)
//!
//! Approvals of the form `v1:` hold on: they begin with `aimsbook approval 1` and have no `claim` lines, so a change of the
//! default framework does not break them. Everything written since is `v2:`.
//!
//! Everything else in the front matter can change without a new approval: owner, review, classification, evidence.
//!
//! Never decides whether an approval still holds: for that the embedded files must be known.

use std::collections::BTreeSet;
use std::fmt;

use crate::diagnostic::Finding;
use crate::syntax::markdown::normal_form;
use crate::syntax::{Fields, Node};
use crate::text::{Date, Sha256, Spanned};

/// An approval in front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub by: Option<Spanned<String>>,
    pub on: Option<Spanned<Date>>,
    pub version: Option<Spanned<String>>,
    pub digest: WrittenDigest,
}

/// The digest that an approval was given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrittenDigest {
    /// The approval is not bound to a text.
    Absent,
    /// It cannot be read, which a finding says.
    Wrong,
    Known(Spanned<ApprovalDigest>),
}

impl WrittenDigest {
    pub fn known(&self) -> Option<&Spanned<ApprovalDigest>> {
        match self {
            WrittenDigest::Known(digest) => Some(digest),
            WrittenDigest::Absent | WrittenDigest::Wrong => None,
        }
    }
}

/// What a digest is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DigestForm {
    /// References as they are written.
    AsWritten,
    /// The framework that each of them means as well.
    AsUnderstood,
}

impl DigestForm {
    const ALL: [DigestForm; 2] = [DigestForm::AsWritten, DigestForm::AsUnderstood];

    pub fn number(self) -> &'static str {
        match self {
            DigestForm::AsWritten => "1",
            DigestForm::AsUnderstood => "2",
        }
    }
}

/// A digest with the number of its form; prints as `v2:…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApprovalDigest {
    pub form: DigestForm,
    digest: Sha256,
}

impl ApprovalDigest {
    /// The digest of lines that say everything.
    pub fn of(form: DigestForm, lines: &str) -> ApprovalDigest {
        ApprovalDigest { form, digest: Sha256::of(lines.as_bytes()) }
    }

    pub fn parse(text: &str) -> Option<ApprovalDigest> {
        let (number, digits) = text.trim().strip_prefix('v')?.split_once(':')?;
        let form = DigestForm::ALL.into_iter().find(|form| form.number() == number)?;
        let bare = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        Sha256::parse(digits).filter(|_| bare).map(|digest| ApprovalDigest { form, digest })
    }

    /// The form and the first 12 digits, enough to tell texts apart on a page.
    pub fn short(&self) -> String {
        format!("v{}:{}", self.form.number(), self.digest.short())
    }
}

impl fmt::Display for ApprovalDigest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "v{}:{}", self.form.number(), self.digest)
    }
}

pub(super) fn read_approval(node: &Node, findings: &mut Vec<Finding>) -> Approval {
    let mut fields = Fields::of(node);
    let approval = Approval {
        by: fields.text("by"),
        on: fields.date("on"),
        version: fields.text("version"),
        digest: fields.text("digest").map_or(WrittenDigest::Absent, |text| read_digest(&text, findings)),
    };
    findings.extend(fields.finish("an approval"));
    approval
}

fn read_digest(text: &Spanned<String>, findings: &mut Vec<Finding>) -> WrittenDigest {
    match ApprovalDigest::parse(&text.value) {
        Some(digest) => WrittenDigest::Known(Spanned::new(digest, text.span)),
        None => {
            findings.push(wrong_approval_digest(text));
            WrittenDigest::Wrong
        }
    }
}

/// A digest that no `aimsbook` wrote, or a newer one.
pub fn wrong_approval_digest(text: &Spanned<String>) -> Finding {
    let other = text.value.trim().strip_prefix('v').and_then(|rest| rest.split_once(':'));
    let known = |form: &str| DigestForm::ALL.iter().any(|known| known.number() == form);
    let newer = other.is_some_and(|(form, _)| !known(form) && form.bytes().all(|byte| byte.is_ascii_digit()));
    let message = if newer { "this form of digest is not known here" } else { "this is not the digest of an approval" };
    Finding::error("wrong-digest", text.span, message)
        .label("what was approved cannot be told")
        .help("`v2:` (`v1:` for assessments) and 64 hexadecimal digits, as `aimsbook approve` writes them")
}

/// What of a document is approved, before its embedded files.
pub struct ApprovedText<'a> {
    pub id: &'a str,
    /// From the front matter; a title that stands in the body is approved with the body.
    pub title: Option<&'a str>,
    pub version: Option<&'a str>,
    pub systems: &'a [Spanned<String>],
    /// The value of `clauses`.
    pub clauses: Option<&'a Node>,
    /// All claims, with the id of their framework; none for a digest of references as they are written.
    pub claims: Vec<(&'a str, &'a str)>,
    pub body: &'a str,
}

impl ApprovedText<'_> {
    pub fn digest(&self) -> Sha256 {
        Sha256::of(self.lines().as_bytes())
    }

    fn lines(&self) -> String {
        let mut lines = line("id", self.id);
        lines.extend(self.title.map(|title| line("title", title)));
        lines.extend(self.version.map(|version| line("version", version)));
        let mut systems: Vec<String> = self.systems.iter().map(|system| line("system", &system.value)).collect();
        let mut clauses = self.clauses.map(written_clauses).unwrap_or_default();
        let claim = |(framework, written): &(&str, &str)| line("claim", &format!("{framework}: {written}"));
        let claims: BTreeSet<String> = self.claims.iter().map(claim).collect();
        systems.sort();
        clauses.sort();
        lines.extend(systems);
        lines.extend(clauses);
        lines.extend(claims);
        lines.push_str("body\n");
        lines.push_str(&normal_form(self.body));
        lines
    }
}

fn written_clauses(node: &Node) -> Vec<String> {
    let listed = |node: &Node, before: &str| -> Vec<String> {
        let texts = node.one_or_many().iter().filter_map(Node::text);
        texts.map(|text| line("clause", &format!("{before}{text}"))).collect()
    };
    match node.map() {
        Some(pairs) => {
            let of_framework = |pair: &crate::syntax::Pair| listed(&pair.value, &format!("{}: ", pair.key.value));
            pairs.iter().flat_map(of_framework).collect()
        }
        None => listed(node, ""),
    }
}

/// A word and its value on one line; runs of blanks are one.
fn line(word: &str, value: &str) -> String {
    let value = value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    format!("{word} {}\n", value.replace('\\', "\\\\"))
}

#[cfg(test)]
mod tests {
    use super::{ApprovalDigest, WrittenDigest};
    use crate::catalog::Library;
    use crate::entry::{Document, EntryOptions, Vocabulary, read_document};
    use crate::schema::Kinds;
    use crate::text::{DocPath, Sha256, Source};

    fn read(text: &str) -> (Document, Vec<&'static str>) {
        let vocabulary = Vocabulary { library: Library::built_in(), kinds: Kinds::built_in() };
        let path = DocPath::new("a.md").unwrap();
        let source = Source { path, text: text.into(), sha256: Sha256::of(text.as_bytes()) };
        let framework = vocabulary.library.framework("iso-42001");
        let options = EntryOptions { enabled: framework.into_iter().collect(), default: framework };
        let (document, findings) = read_document(&source, &vocabulary, &options);
        (document, findings.iter().map(|finding| finding.code).collect())
    }

    const ZERO: &str = "v1:0000000000000000000000000000000000000000000000000000000000000000";
    const BASE: &str = "id: P\ntitle: T\nversion: \"1.0\"\nclauses: [5.2, A.2.2]\n";

    fn digest(front: &str, body: &str) -> Sha256 {
        let text = format!("---\n{front}approval: {{digest: \"{ZERO}\"}}\n---\n{body}");
        read(&text).0.approved_text.unwrap()
    }

    #[test]
    fn the_layout_and_order_of_front_matter_do_not_count() {
        let base = digest(BASE, "text\n");
        let same = [
            "clauses:\n  - A.2.2   # first\n  - \"5.2\"\nversion: 1.0\nid: 'P'\ntitle: >-\n  T\n",
            "id: P\ntitle: T\nversion: \"1.0\"\nclauses: [5.2, A.2.2]\nowner: R\nreview: 12 months\nstatus: approved\n",
            "id: P\ntitle: T\nversion: \"1.0\"\nclauses: [5.2, A.2.2]\napproved: 2026-01-01\nclassification: public\n",
        ];
        for front in same {
            assert_eq!(digest(front, "text\n"), base, "{front}");
        }
        assert_eq!(digest(BASE, "\n\ntext\r\n\r\n"), base);
        let crlf = format!("\u{feff}---\n{BASE}approval: {{digest: \"{ZERO}\"}}\n---\ntext\n").replace('\n', "\r\n");
        assert_eq!(read(&crlf).0.approved_text, Some(base));
        let map = digest("id: P\nclauses: {iso-42001: [5.2], house: [H.1]}\n", "");
        assert_eq!(digest("id: P\nclauses:\n  house: H.1\n  iso-42001:\n    - 5.2\n", ""), map);
    }

    #[test]
    fn what_the_front_matter_says_of_the_text_counts() {
        let base = digest(BASE, "text\n");
        let different = [
            BASE.replace("id: P", "id: Q"),
            BASE.replace("title: T", "title: U"),
            BASE.replace("1.0", "1.1"),
            BASE.replace("1.0", "1.00"),
            BASE.replace(", A.2.2", ""),
            BASE.replace("5.2", "5.20"),
            BASE.replace("5.2", "\"5.2, 5.3\""),
            BASE.replace("[5.2, A.2.2]", "{iso-42001: [5.2, A.2.2]}"),
            format!("{BASE}systems: [SYS-1]\n"),
        ];
        for front in different {
            assert_ne!(digest(&front, "text\n"), base, "{front}");
        }
        assert_ne!(digest(BASE, "text\n\n## More {clauses=\"5.3\"}\n"), digest(BASE, "text\n\n## More\n"));
    }

    #[test]
    fn a_text_is_digested_only_when_an_approval_asks_for_it() {
        assert_eq!(read(&format!("---\n{BASE}approval: {{by: R}}\n---\ntext")).0.approved_text, None);
    }

    #[test]
    fn a_wrong_digest_is_an_error_at_its_place() {
        let digits = &ZERO[3..];
        for wrong in ["abc", digits, &format!("sha256:{digits}"), &format!("v1:sha256:{digits}"), "v1:", "v1:é"] {
            let (document, codes) = read(&format!("---\n{BASE}approval: {{digest: \"{wrong}\"}}\n---\n"));
            assert_eq!((document.approval.unwrap().digest, codes), (WrittenDigest::Wrong, vec!["wrong-digest"]));
        }
        assert_eq!(read(&format!("---\n{BASE}approval: {{digest: \"v3:{digits}\"}}\n---\n")).1, ["wrong-digest"]);
        let second = ZERO.replace("v1", "v2");
        assert_eq!(ApprovalDigest::parse(&second).unwrap().to_string(), second);
        assert_eq!(ApprovalDigest::parse(ZERO).unwrap().to_string(), ZERO);
    }

    /// Approvals stay good only as long as this does not change.
    #[test]
    fn the_digest_itself() {
        let body = "# Data {#d clauses=\"A.7.4\"}\n\nEach *data set* has a [steward](roles.md).\n";
        assert_eq!(digest(BASE, body).to_string(), "8957cd3641db18b571bd8e1dfd1a1d965b81e36830b5d87e055db858b9096a06");
        let second = format!("---\n{BASE}approval: {{digest: \"{}\"}}\n---\n{body}", ZERO.replace("v1", "v2"));
        let second = read(&second).0.approved_text.unwrap().to_string();
        assert_eq!(second, "49f029d58e95ce5df595c26535c67ffd9e11e5077deb0b541e539146fc03578d");
    }
}
