//! An approval, as the change of one file: what `aimsbook approve` would write.
//!
//! For a document: `approval` with approver, day, version and digest, and `status: approved`; `approver` and `approved`
//! follow when they are there and say something else. For an assessment, validation or release: who decided it and
//! when, its state, and `assessed` with the version and digest of what it speaks for. Every other byte stays.
//!
//! Never writes: the text is returned, after it was read again and found to be approved.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Finding, Level};
use crate::entry::{ApprovalDigest, Document, Record, WrittenState};
use crate::handbook::{Binding, Handbook, Item, Speaker, approved_on, speaker, word};
use crate::pipeline::{Caches, Checked, Settings, check};
use crate::syntax::{Node, Setting, Step, parse_yaml, set_keys, split_front_matter};
use crate::text::{Date, DocPath, Sha256, Snapshot, Source, Span};

/// Who approves what, and when.
#[derive(Debug, Clone)]
pub struct ApprovalRequest {
    pub id: String,
    /// A role.
    pub by: String,
    pub on: Date,
    /// The version that is meant, so that nobody approves another one by mistake.
    pub version: Option<String>,
}

/// A file with its approval in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    pub path: DocPath,
    /// The whole file before and after.
    pub before: Arc<str>,
    pub after: String,
    pub id: String,
    pub title: String,
    pub version: Option<String>,
    pub digest: ApprovalDigest,
    /// What keeps it from counting all the same, in a few words.
    pub but: Vec<String>,
}

/// Why nothing is approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub message: String,
    /// Errors in the file.
    pub findings: Vec<Diagnostic>,
}

impl<T: Into<String>> From<T> for Refusal {
    fn from(message: T) -> Refusal {
        Refusal { message: message.into(), findings: Vec::new() }
    }
}

/// Stands for a digest that is not known yet.
const PLACEHOLDER: &str = "v2:0000000000000000000000000000000000000000000000000000000000000000";

/// The file as it is when the request is granted. The day of the settings is today.
pub fn approve(
    snapshot: &Snapshot,
    settings: &Settings,
    request: &ApprovalRequest,
    caches: &mut Caches,
) -> Result<Approved, Refusal> {
    if request.by.trim().is_empty() {
        return Err("nobody is named who approves it".into());
    }
    if request.on > settings.as_of {
        return Err(format!("{} is in the future: an approval has been given", request.on).into());
    }
    let checked = check(snapshot, settings, caches);
    let mut round = Round { snapshot, settings, request, caches };
    let item = find(&checked.handbook, &request.id)?;
    // A path or an alias may lead to something whose id is given more than once.
    find(&checked.handbook, id_of(&checked.handbook, item))?;
    refuse_errors(&checked, item)?;
    match item {
        Item::Document(at) => round.document(&checked.handbook, at),
        Item::Record(at) => round.record(&checked.handbook, at),
    }
}

/// Nothing is approved whose file says something wrong; a digest that is wrong is written anew.
fn refuse_errors(checked: &Checked, item: Item) -> Result<(), Refusal> {
    let path = match item {
        Item::Document(at) => &checked.handbook.documents[at].path,
        Item::Record(at) => &checked.handbook.records[at].path,
    };
    let wrong = |found: &&Diagnostic| {
        found.path == *path && found.finding.level == Level::Error && found.finding.code != "wrong-digest"
    };
    let findings: Vec<Diagnostic> = checked.diagnostics.iter().filter(wrong).cloned().collect();
    if findings.is_empty() {
        return Ok(());
    }
    let message = format!("`{path}` has errors: nothing is approved that says something wrong");
    Err(Refusal { message, findings })
}

/// The one thing with this id, alias or path.
fn find(handbook: &Handbook, id: &str) -> Result<Item, Refusal> {
    let documents = handbook.documents.iter().enumerate().filter(|(_, document)| document.id.value == id);
    let records = handbook.records.iter().enumerate().filter(|(_, record)| record.id.value == id);
    let mut found: Vec<(Item, &DocPath)> = documents.map(|(at, found)| (Item::Document(at), &found.path)).collect();
    found.extend(records.map(|(at, found)| (Item::Record(at), &found.path)));
    match found.as_slice() {
        [(item, _)] => Ok(*item),
        [] => {
            let by_path = || DocPath::new(id).and_then(|path| handbook.ids.document_at(&path)).map(Item::Document);
            handbook.ids.item(id).or_else(by_path).ok_or_else(|| unknown(handbook, id))
        }
        several => {
            let places: Vec<String> = several.iter().map(|(_, path)| format!("\n  {path}")).collect();
            Err(format!("`{id}` is given more than once; give each an id of its own:{}", places.concat()).into())
        }
    }
}

fn id_of(handbook: &Handbook, item: Item) -> &str {
    match item {
        Item::Document(at) => &handbook.documents[at].id.value,
        Item::Record(at) => &handbook.records[at].id.value,
    }
}

fn unknown(handbook: &Handbook, id: &str) -> Refusal {
    let near = handbook.ids.nearest(id);
    let near = near.first().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("nothing is called `{id}`{near}").into()
}

struct Round<'a> {
    snapshot: &'a Snapshot,
    settings: &'a Settings,
    request: &'a ApprovalRequest,
    caches: &'a mut Caches,
}

impl<'a> Round<'a> {
    fn document(&mut self, handbook: &Handbook, at: usize) -> Result<Approved, Refusal> {
        let document = &handbook.documents[at];
        let source = self.source(&document.path)?;
        let version = self.version_of(document)?;
        if document.state == WrittenState::Retired {
            return Err(format!("`{}` is retired: nothing retired is approved", self.request.id).into());
        }
        let Some(front) = split_front_matter(&source.text).front else {
            return Err(without_front_matter(document).into());
        };
        refuse_unwritten(document)?;
        let request = self.request;
        let write = |digest: &str| {
            set_keys(
                &source.text,
                front.range(),
                &[],
                &document_settings(request, document, version.as_deref(), digest),
            )
            .ok_or_else(|| by_hand(&document.path, "approval"))
        };
        // The text has to be read with an approval to know its digest; the approval is no part of what is digested.
        let drafted = write(PLACEHOLDER)?;
        let (checked, position) = self.check_document(source, &drafted)?;
        let digest = checked.handbook.approval_digests[position].ok_or("the text cannot be digested")?;
        let after = write(&digest.to_string())?;
        let (checked, position) = self.check_document(source, &after)?;
        let state = checked.handbook.states[position];
        let approved = &checked.handbook.documents[position];
        if state.binding != Binding::Bound || approved_on(approved) != Some(self.request.on) {
            return Err(by_hand(&document.path, "approval"));
        }
        Ok(Approved {
            path: document.path.clone(),
            before: Arc::clone(&source.text),
            after,
            id: document.id.value.clone(),
            title: document.title.clone(),
            version,
            digest,
            but: Vec::new(),
        })
    }

    /// The version that is approved: the document's own, or the one that is given to a document without one.
    fn version_of(&self, document: &Document) -> Result<Option<String>, Refusal> {
        let own = document.version.as_deref().map(str::trim).filter(|version| !version.is_empty());
        let wanted = self.request.version.as_deref().map(str::trim);
        match (own, wanted) {
            (Some(own), Some(wanted)) if own != wanted => Err(other_version(&self.request.id, own, wanted)),
            _ => Ok(own.or(wanted).map(str::to_owned)),
        }
    }

    fn record(&mut self, handbook: &Handbook, at: usize) -> Result<Approved, Refusal> {
        let record = &handbook.records[at];
        let speaker = speaker(&record.kind).ok_or_else(|| not_approvable(handbook, record))?;
        let (system, version) = self.system_of(handbook, record, speaker)?;
        let source = self.source(&record.path)?;
        let digest = *handbook.assessment_digests.get(&system).ok_or("what it speaks for cannot be digested")?;
        let (by, on) = (self.request.by.trim().to_owned(), self.request.on.to_string());
        let mut assessed: Vec<(String, String)> =
            version.iter().map(|version| ("version".to_owned(), version.clone())).collect();
        assessed.push(("digest".to_owned(), digest.to_string()));
        let mut settings: Vec<(String, Setting)> = Vec::new();
        if record.status.as_ref().is_none_or(|status| status.value != speaker.state) {
            settings.push(("status".to_owned(), Setting::Text(speaker.state.to_owned())));
        }
        settings.push((speaker.by.to_owned(), Setting::Text(by)));
        settings.push((speaker.on.to_owned(), Setting::Text(on)));
        settings.push(("assessed".to_owned(), Setting::Map(assessed)));
        let way = way_to(&source.text, record.span).ok_or_else(|| by_hand(&record.path, "assessed"))?;
        let after = set_keys(&source.text, 0..source.text.len(), &way, &settings)
            .ok_or_else(|| by_hand(&record.path, "assessed"))?;
        let checked = self.check_file(source, &after)?;
        let Some(Item::Record(position)) = checked.handbook.ids.item(&record.id.value) else {
            return Err(by_hand(&record.path, "assessed"));
        };
        let reasons = checked.handbook.outdated.get(&position).map_or(&[][..], Vec::as_slice);
        let name = |at: usize| Some(checked.handbook.records[at].id.value.clone());
        let but = reasons.iter().map(|reason| reason.words(&name).to_string()).collect();
        Ok(Approved {
            path: record.path.clone(),
            before: Arc::clone(&source.text),
            after,
            id: record.id.value.clone(),
            title: record.title.clone(),
            version,
            digest,
            but,
        })
    }

    /// The system that the record speaks for, with its version; refuses what would be outdated at once.
    fn system_of(
        &self,
        handbook: &Handbook,
        record: &Record,
        speaker: &Speaker,
    ) -> Result<(usize, Option<String>), Refusal> {
        let id = &record.id.value;
        let state = record.status.as_ref().map_or("", |status| &status.value);
        if matches!(state, "superseded" | "withdrawn") {
            return Err(format!("`{id}` is {state}: nothing {state} is approved").into());
        }
        if speaker.kind != "impact-assessment" && word(record, "result").is_none() {
            return Err(format!("`{id}` has no `result`: an approval would decide nothing").into());
        }
        let named = handbook.relations_from(item_of(handbook, record)?).find(|relation| relation.field == "system");
        let Some(Item::Record(system)) = named.map(|relation| relation.to) else {
            return Err(format!("`{id}` names no AI system in `system`, so there is nothing to bind it to").into());
        };
        let trimmed = |record: &Record, field| word(record, field).map(|word| word.trim().to_owned());
        let (own, now) = (trimmed(record, speaker.version), trimmed(&handbook.records[system], "version"));
        let about = own.clone().or_else(|| now.clone());
        if let (Some(wanted), Some(about)) = (self.request.version.as_deref().map(str::trim), about.as_deref())
            && wanted != about
        {
            return Err(other_version(id, about, wanted));
        }
        if let (Some(own), Some(now)) = (&own, &now)
            && own != now
        {
            let system = &handbook.records[system].id.value;
            return Err(format!(
                "`{id}` is about version {own}, and `{system}` says version {now}: bring the record of the system up to \
                 date first, so that the approval binds what was assessed"
            )
            .into());
        }
        Ok((system, now))
    }

    fn source(&self, path: &DocPath) -> Result<&'a Source, Refusal> {
        self.snapshot.source(path).ok_or_else(|| format!("`{path}` cannot be read").into())
    }

    /// The handbook with the file's new text, and where the document is in it.
    fn check_document(&mut self, source: &Source, text: &str) -> Result<(Checked, usize), Refusal> {
        let checked = self.check_file(source, text)?;
        let position = checked.handbook.ids.document_at(&source.path);
        position.map(|position| (checked, position)).ok_or_else(|| by_hand(&source.path, "approval"))
    }

    /// The handbook with the file's new text, which may have no errors.
    fn check_file(&mut self, source: &Source, text: &str) -> Result<Checked, Refusal> {
        let mut snapshot = self.snapshot.clone();
        let Ok(at) = snapshot.sources.binary_search_by(|known| known.path.cmp(&source.path)) else {
            return Err(format!("`{}` cannot be read", source.path).into());
        };
        snapshot.sources[at] =
            Source { path: source.path.clone(), text: text.into(), sha256: Sha256::of(text.as_bytes()) };
        let checked = check(&snapshot, self.settings, self.caches);
        let mut wrong = checked.diagnostics.iter().filter(|found| found.path == source.path);
        match wrong.find(|found| found.finding.level == Level::Error) {
            Some(found) => Err(format!("`{}` would have an error then: {}", source.path, found.finding.message).into()),
            None => Ok(checked),
        }
    }
}

/// What the front matter says when the document is approved.
fn document_settings(
    request: &ApprovalRequest,
    document: &Document,
    version: Option<&str>,
    digest: &str,
) -> Vec<(String, Setting)> {
    let (by, on) = (request.by.trim().to_owned(), request.on.to_string());
    let mut settings = Vec::new();
    let mut set = |key: &str, value: String| settings.push((key.to_owned(), Setting::Text(value)));
    if let Some(version) = version.filter(|_| document.version.is_none()) {
        set("version", version.to_owned());
    }
    if document.state != WrittenState::Approved {
        set("status", "approved".to_owned());
    }
    if document.approver.as_ref().is_some_and(|approver| approver.value.trim() != by) {
        set("approver", by.clone());
    }
    if document.approved.as_ref().is_some_and(|approved| approved.value != request.on) {
        set("approved", on.clone());
    }
    let mut approval = vec![("by".to_owned(), by), ("on".to_owned(), on)];
    approval.extend(version.map(|version| ("version".to_owned(), version.to_owned())));
    approval.push(("digest".to_owned(), digest.to_owned()));
    settings.push(("approval".to_owned(), Setting::Map(approval)));
    settings
}

fn item_of(handbook: &Handbook, record: &Record) -> Result<Item, Refusal> {
    handbook.ids.item(&record.id.value).ok_or_else(|| unknown(handbook, &record.id.value))
}

/// The way to the map of a record in its file.
fn way_to(text: &str, span: Span) -> Option<Vec<Step>> {
    let root = parse_yaml(text, 0).root?;
    if root.get("records").is_none() {
        return Some(Vec::new());
    }
    let position = root.get("records").and_then(Node::list)?.iter().position(|item| item.span == span)?;
    Some(vec![Step::Key("records".to_owned()), Step::Item(position)])
}

fn other_version(id: &str, own: &str, wanted: &str) -> Refusal {
    format!("`{id}` is version {own}, not {wanted}: approve what is there, or change its version first").into()
}

fn not_approvable(handbook: &Handbook, record: &Record) -> Refusal {
    let kind = handbook.vocabulary.kinds.get(&record.kind).map_or(record.kind.as_str(), |kind| &kind.title);
    format!(
        "`{}` is a record of the kind {kind}: documents, impact assessments, validations and releases are approved",
        record.id.value
    )
    .into()
}

/// An approval of words that are still to come would be one of nothing.
fn refuse_unwritten(document: &Document) -> Result<(), Refusal> {
    let id = &document.id.value;
    if document.body.is_empty() {
        return Err(format!("`{id}` has no text yet: there is nothing to approve").into());
    }
    if document.body.unwritten.is_empty() {
        return Ok(());
    }
    let finding = |span: &Span| {
        let finding = Finding::error("approved-unwritten", *span, "this is still to be written");
        finding.help("write it, or take it out").at(&document.path)
    };
    let findings = document.body.unwritten.iter().map(finding).collect();
    Err(Refusal { message: format!("`{id}` is not written yet: nothing is approved"), findings })
}

fn without_front_matter(document: &Document) -> String {
    format!(
        "`{}` has no front matter, where its approval would stand; start the file with\n  ---\n  id: {}\n  title: {}\n  \
         version: \"1.0\"\n  ---",
        document.path, document.id.value, document.title
    )
}

/// The file is written in a way that no change of ours leaves unharmed.
fn by_hand(path: &DocPath, key: &str) -> Refusal {
    format!("`{key}` cannot be written into `{path}` without changing something else; write its keys as plain lines")
        .into()
}
