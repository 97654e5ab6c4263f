//! Evidence files and addresses: what names them, what they are, and whether they count.
//!
//! Never opens a file: size and digest were taken when the folder was read.

use std::collections::BTreeMap;

use crate::catalog::Target;
use crate::diagnostic::{Diagnostic, Finding};
use crate::entry::{Document, EvidenceLocation, EvidenceUse, Record};
use crate::handbook::coverage::{EvidenceStanding, FileRef};
use crate::handbook::{HandbookOptions, Item};
use crate::language::Phrase;
use crate::text::{Date, DocPath, FileFact, Sha256, Snapshot, UnreadableReason, nearest};

/// One evidence file or address, with everything that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    pub file: FileRef,
    /// Absent for addresses and missing files.
    pub fact: Option<FileFact>,
    pub uses: Vec<FileUse>,
}

/// One naming of an evidence file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileUse {
    pub by: Item,
    pub title: Option<String>,
    pub standing: EvidenceStanding,
    pub date: Option<Date>,
    pub valid_until: Option<Date>,
    /// The expiry that somebody wrote, not an interval.
    pub expires: Option<Date>,
    /// The digest that was written down for it.
    pub recorded: Option<Sha256>,
    pub targets: Vec<Target>,
}

/// Where a named path leads: from the handbook's folder first, then from the file that names it.
pub fn resolve_path(written: &str, from: &DocPath, snapshot: &Snapshot) -> Option<DocPath> {
    let candidates = [DocPath::new(written), from.join(written)];
    candidates.into_iter().flatten().find(|path| snapshot.fact(path).is_some())
}

/// The pointer of Git LFS that stands where a named file should.
fn pointer_at(written: &str, from: &DocPath, snapshot: &Snapshot) -> Option<DocPath> {
    let is_pointer = |path: &DocPath| {
        let at = snapshot.unreadable.binary_search_by(|file| file.path.cmp(path));
        at.is_ok_and(|at| snapshot.unreadable[at].reason == UnreadableReason::LfsPointer)
    };
    [DocPath::new(written), from.join(written)].into_iter().flatten().find(is_pointer)
}

/// What is wrong with an evidence file: the name of the text that says it.
pub fn broken_file(
    item: &EvidenceUse,
    from: &DocPath,
    snapshot: &Snapshot,
    recorded: &BTreeMap<DocPath, Recorded>,
) -> Option<&'static str> {
    if item.unclear_digest {
        return Some("not_counted.unclear_digest");
    }
    let EvidenceLocation::Path(written) = &item.location.value else {
        return item.sha256.is_none().then_some("not_counted.address");
    };
    let Some(path) = resolve_path(written, from, snapshot) else { return Some("not_counted.missing_file") };
    let differs = |digest: &Sha256| snapshot.fact(&path).is_some_and(|fact| fact.sha256 != *digest);
    let changed = match &item.sha256 {
        Some(digest) => differs(&digest.value),
        None => recorded.get(&path).is_some_and(|recorded| recorded.changed),
    };
    changed.then_some("not_counted.changed_file")
}

/// What `evidence` records say about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recorded {
    pub collected: Option<Date>,
    pub expires: Option<Date>,
    /// The file differs from a digest that one of them holds: it is not what was collected, whoever else names it.
    pub changed: bool,
}

/// What a use is judged by.
#[derive(Clone, Copy)]
pub struct UseContext<'a> {
    pub options: &'a HandbookOptions,
    pub snapshot: &'a Snapshot,
    pub recorded: &'a BTreeMap<DocPath, Recorded>,
    /// The record that names it no longer speaks for its AI system.
    pub outdated: bool,
}

/// Judges one naming. `fallback` is the date of the record that names it; `silenced` says why nothing it names counts.
pub fn judge_use(
    item: &EvidenceUse,
    from: &DocPath,
    fallback: Option<Date>,
    silenced: Option<&'static str>,
    context: &UseContext<'_>,
) -> (FileRef, EvidenceStanding, Option<Date>, Option<Date>) {
    let file = match &item.location.value {
        EvidenceLocation::Address(address) => FileRef::Address(address.clone()),
        EvidenceLocation::Path(written) => {
            let path = resolve_path(written, from, context.snapshot).or_else(|| DocPath::new(written));
            FileRef::Path(path.unwrap_or_else(|| from.clone()))
        }
    };
    let recorded = match &file {
        FileRef::Path(path) => context.recorded.get(path).copied().unwrap_or_default(),
        FileRef::Address(_) => Recorded::default(),
    };
    let own = item.collected.as_ref().or(item.effective_to.as_ref()).map(|date| date.value);
    let date = own.or(recorded.collected).or(fallback);
    let expires = item.expires.as_ref().map(|date| date.value).or(recorded.expires);
    let period_end = item.effective_to.as_ref().map(|date| date.value).or(date);
    let valid_until = expires.or_else(|| period_end.and_then(|end| context.options.evidence_interval.after(end)));
    let unbound = matches!(file, FileRef::Address(_)) && item.sha256.is_none();
    let standing = if let Some(why) = broken_file(item, from, context.snapshot, context.recorded) {
        EvidenceStanding::NotCounted(Phrase::new(why))
    } else if let Some(why) = silenced {
        EvidenceStanding::NotCounted(Phrase::new(why))
    } else if unbound {
        EvidenceStanding::NotCounted(Phrase::new("not_counted.address"))
    } else {
        match date {
            None => EvidenceStanding::NotCounted(Phrase::new("not_counted.no_date")),
            Some(date) if date > context.options.as_of => {
                EvidenceStanding::NotCounted(Phrase::new("not_counted.future_date"))
            }
            Some(_) if valid_until.is_some_and(|until| until < context.options.as_of) => EvidenceStanding::Expired,
            Some(_) => EvidenceStanding::Current,
        }
    };
    let standing = if context.outdated { standing.outdated() } else { standing };
    (file, standing, date, valid_until)
}

/// What is wrong with the evidence that a file names.
pub fn check_uses(uses: &[EvidenceUse], from: &DocPath, snapshot: &Snapshot) -> Vec<Diagnostic> {
    uses.iter().filter_map(|item| check_use(item, from, snapshot)).map(|finding| finding.at(from)).collect()
}

fn check_use(item: &EvidenceUse, from: &DocPath, snapshot: &Snapshot) -> Option<Finding> {
    let EvidenceLocation::Path(written) = &item.location.value else { return None };
    let span = item.location.span;
    let Some(path) = resolve_path(written, from, snapshot) else {
        if DocPath::new(written).is_none() && from.join(written).is_none() {
            return Some(
                Finding::error(
                    "evidence-leaves-folder",
                    span,
                    format!("`{written}` leads out of the handbook's folder"),
                )
                .help("copy the file into the handbook, so that it can be hashed and handed over"),
            );
        }
        if let Some(path) = pointer_at(written, from, snapshot) {
            let message = format!("`{path}` is a pointer of Git LFS, not the file");
            let finding = Finding::error("missing-evidence", span, message).label("counts as no evidence");
            return Some(finding.help("fetch the file: `git lfs pull`"));
        }
        let finding = Finding::error("missing-evidence", span, format!("there is no file `{written}`"))
            .label("counts as no evidence");
        let known = || snapshot.files.keys().map(DocPath::as_str);
        let name = written.rsplit(['/', '\\']).next().unwrap_or("");
        let elsewhere = known().find(|path| path.rsplit('/').next() == Some(name));
        return Some(match elsewhere.or_else(|| nearest(written, known(), 1).first().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("paths start at the handbook's folder"),
        });
    };
    let (recorded, fact) = (item.sha256.as_ref()?, snapshot.fact(&path)?);
    (recorded.value != fact.sha256).then(|| {
        Finding::error("evidence-changed", recorded.span, format!("`{path}` differs from its recorded digest"))
            .label("recorded here")
            .help(format!("the file's digest is {}; find out who changed it before you record that", fact.sha256))
    })
}

/// The targets of a use: its own clauses, even when none of them is known, else those of what names it.
pub fn use_targets<'a>(item: &'a EvidenceUse, others: impl Iterator<Item = &'a Target>) -> Vec<Target> {
    match &item.clauses {
        Some(clauses) => clauses.iter().map(|claim| claim.reference.target.clone()).collect(),
        None => others.cloned().collect(),
    }
}

/// Documents and records as namers of evidence.
pub fn document_targets(document: &Document) -> impl Iterator<Item = &Target> {
    document.claims.iter().map(|claim| &claim.claim.reference.target)
}

pub fn record_targets(record: &Record) -> impl Iterator<Item = &Target> {
    record.clauses.iter().map(|claim| &claim.reference.target)
}
