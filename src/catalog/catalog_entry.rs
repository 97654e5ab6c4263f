//! Reads one entry of a catalog file.
//!
//! Never looks at another entry.

use std::collections::BTreeMap;

use crate::catalog::catalog_file::{EXCLUSION_WORDS, exclusion};
use crate::catalog::{Application, DocumentedInformation, Entry, EntryPart, Exclusion};
use crate::diagnostic::Finding;
use crate::syntax::{Fields, Node};
use crate::text::{Spanned, nearest};

/// An entry as written: its parent is still a name, and what it leaves out is not decided yet.
#[derive(Debug, Clone)]
pub struct WrittenEntry {
    pub id: Spanned<String>,
    pub parent: Option<Spanned<String>>,
    /// Without a word, an entry is assessable when it has no children.
    pub assessable: Option<bool>,
    pub exclusion: Option<Exclusion>,
    /// Everything else; index fields are filled when the framework is put together.
    pub entry: Entry,
}

/// Reads an entry; `None` when it has no id.
pub fn read_entry(node: &Node, applications: &BTreeMap<String, Application>) -> (Option<WrittenEntry>, Vec<Finding>) {
    let mut fields = Fields::of(node);
    let id = fields.text("id").filter(|id| !id.value.trim().is_empty());
    if id.is_none() && node.map().is_some() {
        fields.findings.push(Finding::error("missing-key", node.span, "an entry without `id` cannot be referred to"));
    }
    let title = read_title(&mut fields, id.as_ref());
    let parent = fields.text("parent");
    let assessable = fields.truth("assessable");
    let exclusion = fields.choice("exclusion", &EXCLUSION_WORDS).map(|word| exclusion(word.value));
    let entry = Entry {
        id: id.as_ref().map_or_else(String::new, |id| id.value.trim().to_owned()),
        title,
        alt_titles: texts(&mut fields, "alt_titles"),
        kind: text(&mut fields, "kind").unwrap_or_else(|| "requirement".to_owned()),
        assessable: false,
        parent: None,
        children: Vec::new(),
        documented_information: read_documented_information(&mut fields),
        evidence: text(&mut fields, "evidence"),
        per_system: fields.truth("per_system").unwrap_or(false),
        exclusion: Exclusion::Never,
        core: fields.truth("core").unwrap_or(false),
        applies_to: texts(&mut fields, "applies_to"),
        classes: texts(&mut fields, "classes"),
        scope: text(&mut fields, "scope"),
        application: read_application(&mut fields, applications),
        parts: read_parts(&mut fields),
        guidance: text(&mut fields, "guidance"),
        objective: text(&mut fields, "objective"),
        printed_id: text(&mut fields, "printed_id"),
        paragraphs: texts(&mut fields, "paragraphs"),
        aliases: texts(&mut fields, "aliases"),
        amended: fields.truth("amended").unwrap_or(false),
        built_in: false,
        text: None,
    };
    let written = id.map(|id| WrittenEntry { id, parent, assessable, exclusion, entry });
    (written, fields.finish("an entry"))
}

fn text(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    fields.text(key).map(|text| text.value)
}

fn texts(fields: &mut Fields<'_>, key: &'static str) -> Vec<String> {
    fields.texts(key).into_iter().map(|text| text.value).collect()
}

fn read_title(fields: &mut Fields<'_>, id: Option<&Spanned<String>>) -> String {
    let title = text(fields, "title");
    if let (None, Some(id)) = (&title, id) {
        let finding = Finding::warning("missing-key", id.span, format!("the entry `{}` has no `title`", id.value));
        fields.findings.push(finding.help("a short title is what readers see beside the id"));
    }
    title.or_else(|| id.map(|id| id.value.clone())).unwrap_or_default()
}

fn read_documented_information(fields: &mut Fields<'_>) -> Vec<DocumentedInformation> {
    let mut found = Vec::new();
    for word in fields.texts("documented_information") {
        match word.value.as_str() {
            "maintained" => found.push(DocumentedInformation::Maintained),
            "retained" => found.push(DocumentedInformation::Retained),
            "none" => {}
            _ => fields.findings.push(crate::syntax::wrong_choice(
                "documented_information",
                &word,
                &["maintained", "retained", "none"],
            )),
        }
    }
    found
}

fn read_application(fields: &mut Fields<'_>, applications: &BTreeMap<String, Application>) -> Option<Application> {
    let name = fields.text("application")?;
    let application = applications.get(&name.value).cloned();
    if application.is_none() {
        let finding =
            Finding::error("unknown-application", name.span, format!("no application is called `{}`", name.value));
        let near = nearest(&name.value, applications.keys().map(String::as_str), 1);
        fields.findings.push(match near.first() {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("name the dates under `applications:` in this file"),
        });
    }
    application
}

fn read_parts(fields: &mut Fields<'_>) -> Vec<EntryPart> {
    let mut parts = Vec::new();
    let Some(node) = fields.node("parts") else { return parts };
    for item in node.one_or_many() {
        let mut part = Fields::of(item);
        let locator = text(&mut part, "locator").unwrap_or_default();
        let title = text(&mut part, "title").unwrap_or_default();
        let applies_to = texts(&mut part, "applies_to");
        fields.findings.extend(part.finish("a part"));
        parts.push(EntryPart { locator, title, applies_to });
    }
    parts
}
