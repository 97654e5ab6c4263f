//! Whether a document still is what was approved, and the digest that an approval of it has today.
//!
//! The document that introduces the Statement of Applicability (its type is `statement-of-applicability`) stands for the
//! rows: all records of the kind `control`. Its approval binds them too, as the line `rows` of the digest: the SHA-256 of the
//! form of each row (see `entry::record_form`, with the frameworks meant where the digest has them), the rows sorted by their ids. So a changed row makes the whole
//! statement "changed since approval".
//!
//! Never approves anything.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalog::Library;
use crate::entry::{ApprovalDigest, DigestForm, Document, Record, WrittenDigest, WrittenState, record_form};
use crate::handbook::statement::stands_for_rows;
use crate::handbook::{CONTROL_KIND, LinkEnd};
use crate::text::{Sha256, Snapshot};

/// How an approval is bound to what was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Binding {
    /// Nobody says that the document is approved.
    NotApproved,
    /// Approved, without a digest that could tell of what.
    Unbound,
    /// The text is the approved one.
    Bound,
    /// Text, claims or embedded files differ from what was approved.
    TextChanged,
    /// The approval names another version than the document.
    VersionChanged,
    /// The digest of the approval cannot be read, so that nothing shows what was approved.
    Unreadable,
}

impl Binding {
    /// The document must be approved again before it counts as approved.
    pub fn is_broken(self) -> bool {
        matches!(self, Binding::TextChanged | Binding::VersionChanged | Binding::Unreadable)
    }
}

/// Judges the approval of a document by its digest of today.
pub fn binding(document: &Document, today: Option<ApprovalDigest>) -> Binding {
    if document.state != WrittenState::Approved {
        return Binding::NotApproved;
    }
    let Some(approval) = &document.approval else { return Binding::Unbound };
    let approved = approval.version.as_ref().map(|version| version.value.trim());
    let other_version = approved.is_some_and(|approved| document.version.as_deref().map(str::trim) != Some(approved));
    match &approval.digest {
        WrittenDigest::Wrong => Binding::Unreadable,
        _ if other_version => Binding::VersionChanged,
        WrittenDigest::Absent => Binding::Unbound,
        WrittenDigest::Known(digest) if Some(digest.value) == today => Binding::Bound,
        WrittenDigest::Known(_) => Binding::TextChanged,
    }
}

/// The digest that an approval of the document has today; only for documents whose approval has one.
///
/// `ends` are the ends of its links, `rows` the digest of the rows if it stands for them.
pub fn approval_digest(
    document: &Document,
    ends: &[LinkEnd],
    snapshot: &Snapshot,
    rows: Option<Sha256>,
) -> Option<ApprovalDigest> {
    let text = document.approved_text?;
    let form = document.approval.as_ref()?.digest.known()?.value.form;
    let mut lines = format!("aimsbook approval {}\ntext {text}\n", form.number());
    lines.extend(rows.map(|rows| format!("rows {rows}\n")));
    let mut seen = BTreeSet::new();
    for end in ends {
        if let LinkEnd::File(path) = end
            && seen.insert(path)
            && let Some(fact) = snapshot.fact(path)
        {
            lines.push_str(&format!("file {}\n", fact.sha256));
        }
    }
    Some(ApprovalDigest::of(form, &lines))
}

/// The digest of all rows of the Statement of Applicability.
fn rows_digest(records: &[Arc<Record>], form: DigestForm, library: &Library) -> Sha256 {
    let library = (form == DigestForm::AsUnderstood).then_some(library);
    let mut rows: Vec<&Arc<Record>> = records.iter().filter(|record| record.kind == CONTROL_KIND).collect();
    rows.sort_by(|left, right| left.id.value.cmp(&right.id.value));
    let forms: String = rows.into_iter().map(|row| record_form(row, library)).collect();
    Sha256::of(forms.as_bytes())
}

/// The digests of all documents whose approval has one, beside the documents.
pub fn approval_digests(
    documents: &[Arc<Document>],
    links: &[Vec<LinkEnd>],
    records: &[Arc<Record>],
    snapshot: &Snapshot,
    library: &Library,
) -> Vec<Option<ApprovalDigest>> {
    let stands = |document: &Document| document.approved_text.is_some() && stands_for_rows(document, library);
    // Hardly more than one document stands for them.
    let rows = |document: &Document| {
        let form = document.approval.as_ref()?.digest.known()?.value.form;
        stands(document).then(|| rows_digest(records, form, library))
    };
    let digest =
        |(document, ends): (&Arc<Document>, &Vec<LinkEnd>)| approval_digest(document, ends, snapshot, rows(document));
    documents.iter().zip(links).map(digest).collect()
}
