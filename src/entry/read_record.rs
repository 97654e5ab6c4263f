//! Reads one record by its kind.
//!
//! Never invents a value: the default state of a kind is the only thing that is filled in.

use crate::diagnostic::{Finding, Level};
use crate::entry::claim::{read_claims, read_digest, read_evidence};
use crate::entry::classification::read_classification;
use crate::entry::field_value::{FieldReader, unknown_field};
use crate::entry::front_matter::usable_id;
use crate::entry::markdown_text::read_markdown;
use crate::entry::search_terms::LazyTerms;
use crate::entry::{EntryOptions, EvidenceUse, FieldData, FieldValue, Record, Vocabulary};
use crate::schema::{FieldPath, Kind, counts_as_done};
use crate::syntax::{Fields, Node};
use crate::text::{Date, Source, Span, Spanned};

/// The record at `node`; `None` when it has no id, because then nothing can lead to it.
pub(super) fn read_record(
    source: &Source,
    kind: &Kind,
    node: &Node,
    vocabulary: &Vocabulary,
    options: &EntryOptions,
) -> (Option<Record>, Vec<Finding>) {
    let reader = FieldReader { source: &source.text, reading: options.reading(vocabulary), findings: Vec::new() };
    let mut reading = RecordReading { kind, node, reader, fields: Fields::of(node) };
    let mut record = reading.record(source);
    let RecordReading { reader, fields, .. } = reading;
    let mut findings = fields.findings;
    findings.extend(reader.findings);
    if let Some(record) = &mut record {
        record.unread = unread(kind, node, &findings);
    }
    findings.extend(unknown_fields(kind, node, vocabulary));
    (record, findings)
}

struct RecordReading<'a> {
    kind: &'a Kind,
    node: &'a Node,
    /// For the fields of the kind.
    reader: FieldReader<'a>,
    /// For the common ones.
    fields: Fields<'a>,
}

impl RecordReading<'_> {
    fn record(&mut self, source: &Source) -> Option<Record> {
        let values = self.reader.values(&self.kind.fields, self.node.map().unwrap_or(&[]));
        let id = self.id();
        let place = id.as_ref().map_or_else(|| start_of(self.node), |id| id.span);
        let title = self.title(place);
        let status = self.status(&values, place);
        let own = self.fields.texts("systems");
        let systems = all_systems(self.kind, own, &values, id.as_ref());
        let unfinished = status.as_ref().is_some_and(|status| !counts_as_done(&status.value));
        self.missing_fields(place, &values, &systems, unfinished);
        self.fields.node("kind");
        let evidence = self.evidence(&values);
        let record = Record {
            path: source.path.clone(),
            kind: self.kind.id.clone(),
            title: title.or_else(|| id.as_ref().map(|id| id.value.clone())).unwrap_or_default(),
            id: id.unwrap_or_else(|| Spanned::new(String::new(), place)),
            status,
            owner: self.fields.text("owner"),
            date: self.fields.date("date"),
            clauses: self
                .fields
                .node("clauses")
                .map_or_else(Vec::new, |node| read_claims(node, &self.reader.reading, &mut self.reader.findings)),
            systems,
            links: self.fields.texts("links"),
            evidence,
            classification: read_classification(&mut self.fields, self.node, |key| self.kind.own_field(key).is_some()),
            next_review: self.fields.date("next_review"),
            review: self.fields.interval("review").map(|interval| interval.value),
            retention: self.fields.interval("retention").map(|interval| interval.value),
            description: self.fields.text("description").map(|text| {
                let reader = &mut self.reader;
                read_markdown(&text.value, text.span, reader.source, &reader.reading, &mut reader.findings)
            }),
            values,
            unread: Vec::new(),
            lazy_terms: LazyTerms::default(),
            span: self.node.span,
        };
        (!record.id.value.is_empty()).then_some(record)
    }

    fn id(&mut self) -> Option<Spanned<String>> {
        let written = self.fields.node("id").is_some();
        let id = self.fields.text("id").and_then(|id| usable_id(id, &mut self.fields.findings));
        if !written {
            self.fields.findings.push(
                Finding::error("missing-id", start_of(self.node), format!("this {} has no `id`", self.name()))
                    .label("not read")
                    .help(format!("give it one that was never used, such as {}-001", self.kind.prefix)),
            );
        }
        id
    }

    fn title(&mut self, place: Span) -> Option<String> {
        let written = self.fields.node("title").is_some();
        let title = self.fields.text("title").map(|title| title.value.trim().to_owned());
        if !written {
            let message = format!("this {} has no `title`", self.name());
            self.fields.findings.push(Finding::error("missing-title", place, message).label("shown by its id"));
        }
        title.filter(|title| !title.is_empty())
    }

    fn status(&mut self, values: &[FieldValue], place: Span) -> Option<Spanned<String>> {
        let status = &self.kind.status;
        let default = || status.default.clone().map(|word| Spanned::new(word, place));
        let written = self.fields.text("status");
        if let Some(field) = &status.field {
            if let Some(written) = written {
                let message = format!("the status of this kind is its `{field}`");
                let finding = Finding::warning("unknown-field", written.span, message).label("not read");
                self.fields.findings.push(finding.help(format!("write it as `{field}:`")));
            }
            let value = values.iter().find(|value| value.name == *field).and_then(|value| value.items.first());
            let word = value.and_then(|item| item.value.word().map(|word| Spanned::new(word.to_owned(), item.span)));
            let is_written = self.node.get(field).is_some_and(|node| !node.is_null());
            return if is_written { word } else { default() };
        }
        let Some(written) = written else {
            // A list or a map was said to be wrong: what it means is unknown, not the kind's default.
            let is_written = self.node.get("status").is_some_and(|node| !node.is_null());
            return if is_written { None } else { default() };
        };
        if status.options.is_empty() {
            return Some(written);
        }
        let word = self.reader.choice("status", &status.options, &written)?;
        Some(Spanned::new(word, written.span))
    }

    /// The evidence list, and the kind's own evidence fields with what stands beside them.
    fn evidence(&mut self, values: &[FieldValue]) -> Vec<EvidenceUse> {
        let findings = &mut self.reader.findings;
        let mut evidence = self
            .fields
            .node("evidence")
            .map_or_else(Vec::new, |node| read_evidence(node, &self.reader.reading, findings));
        let beside = Beside::of(self.kind, self.node, values, findings);
        for item in values.iter().flat_map(|value| &value.items) {
            if let FieldData::Evidence(item) = &item.value {
                evidence.push(beside.complete(item));
            }
        }
        evidence
    }

    /// What a draft still lacks is worth a note; it counts nowhere before it is finished.
    fn missing_fields(&mut self, place: Span, values: &[FieldValue], systems: &[Spanned<String>], unfinished: bool) {
        for path in &self.kind.required {
            let systems_given = self.kind.systems_from.as_deref() == Some(path.first()) && !systems.is_empty();
            if !systems_given && !self.is_written(path, values) {
                let message = format!("this {} has no `{path}`", self.name());
                let cause = format!("{}:{path}", self.kind.id);
                let level = if unfinished { Level::Note } else { Level::Warning };
                let finding = Finding { level, ..Finding::warning("missing-field", place, message) };
                self.fields.findings.push(finding.cause(cause));
            }
        }
    }

    /// A field that was written wrong is not missing: it was said already.
    fn is_written(&self, path: &FieldPath, values: &[FieldValue]) -> bool {
        let written = |node: &Node| !node.is_null() && node.list().is_none_or(|items| !items.is_empty());
        let mut at = self.node;
        for step in &path.0 {
            match at.get(step) {
                Some(node) if written(node) => at = node,
                // Inside a list of groups, one of them is enough.
                _ => return values.iter().any(|value| value.name == path.first()) && at.list().is_some(),
            }
        }
        true
    }

    fn name(&self) -> String {
        self.kind.title.to_lowercase()
    }
}

/// The fields whose value has an error inside.
fn unread(kind: &Kind, node: &Node, findings: &[Finding]) -> Vec<String> {
    let wrong: Vec<Span> =
        findings.iter().filter(|finding| finding.level == Level::Error).map(|finding| finding.span).collect();
    let pairs = node.map().unwrap_or(&[]).iter();
    let is_wrong = |pair: &&crate::syntax::Pair| wrong.iter().any(|span| pair.value.span.holds(*span));
    let mut names: Vec<String> = pairs.filter(is_wrong).map(|pair| pair.key.value.clone()).collect();
    if kind.status.field.as_ref().is_some_and(|field| names.contains(field)) {
        names.push("status".to_owned());
    }
    names
}

fn start_of(node: &Node) -> Span {
    node.map().and_then(|pairs| pairs.first()).map_or(node.span, |pair| pair.key.span)
}

fn unknown_fields(kind: &Kind, node: &Node, vocabulary: &Vocabulary) -> Vec<Finding> {
    let fields = kind.fields.iter().chain(vocabulary.kinds.common());
    let known: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
    let what = format!("the kind `{}`", kind.id);
    let unknown = |pair: &&crate::syntax::Pair| !known.contains(&pair.key.value.as_str());
    let pairs = node.map().unwrap_or(&[]).iter();
    pairs.filter(unknown).map(|pair| unknown_field(&pair.key, &what, &known)).collect()
}

/// `systems`, the kind's own field for them, and the record itself when it is a system; each once.
fn all_systems(
    kind: &Kind,
    mut systems: Vec<Spanned<String>>,
    values: &[FieldValue],
    id: Option<&Spanned<String>>,
) -> Vec<Spanned<String>> {
    let mut add = |found: Spanned<String>| {
        if !systems.iter().any(|known| known.value == found.value) {
            systems.push(found);
        }
    };
    match kind.systems_from.as_deref() {
        Some("id") => id.into_iter().cloned().for_each(&mut add),
        Some(name) => {
            for item in values.iter().filter(|value| value.name == name).flat_map(|value| &value.items) {
                if let FieldData::Ref(id) = &item.value {
                    add(Spanned::new(id.clone(), item.span));
                }
            }
        }
        None => {}
    }
    systems
}

/// Digest and dates that a kind keeps in fields beside its evidence field, as the kind `evidence` does.
struct Beside {
    sha256: Option<Spanned<crate::text::Sha256>>,
    unclear_digest: bool,
    from: Option<Spanned<Date>>,
    to: Option<Spanned<Date>>,
    collected: Option<Spanned<Date>>,
    expires: Option<Spanned<Date>>,
}

impl Beside {
    fn of(kind: &Kind, node: &Node, values: &[FieldValue], findings: &mut Vec<Finding>) -> Beside {
        let declared = kind.own_field("sha256").is_some();
        let written = node.get("sha256").filter(|node| declared && !node.is_null());
        let digest = written.and_then(Node::spanned_text);
        let period = values.iter().find(|value| value.name == "effective").and_then(|value| value.items.first());
        let inner = match period.map(|item| &item.value) {
            Some(FieldData::Group(inner)) => inner.as_slice(),
            _ => &[],
        };
        let sha256 = digest.and_then(|text| read_digest(&text, findings));
        let [from, to] = ["from", "to"].map(|name| date_in(inner, name));
        let [collected, expires] = ["collected_on", "expires"].map(|name| date_in(values, name));
        let unclear_digest = written.is_some() && sha256.is_none();
        Beside { sha256, unclear_digest, from, to, collected, expires }
    }

    fn complete(&self, item: &EvidenceUse) -> EvidenceUse {
        let item = item.clone();
        EvidenceUse {
            sha256: item.sha256.or_else(|| self.sha256.clone()),
            unclear_digest: item.unclear_digest || self.unclear_digest,
            effective_from: item.effective_from.or_else(|| self.from.clone()),
            effective_to: item.effective_to.or_else(|| self.to.clone()),
            collected: item.collected.or_else(|| self.collected.clone()),
            expires: item.expires.or_else(|| self.expires.clone()),
            ..item
        }
    }
}

fn date_in(values: &[FieldValue], name: &str) -> Option<Spanned<Date>> {
    let item = values.iter().find(|value| value.name == name)?.items.first()?;
    match item.value {
        FieldData::Date(date) => Some(Spanned::new(date, item.span)),
        _ => None,
    }
}
