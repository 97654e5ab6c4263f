//! What one version of the handbook says of itself, so that others can be told beside it without opening it again.
//!
//! Never holds what the readers of the version do not see.

use serde::{Deserialize, Serialize};

use crate::pages::addresses::{Addresses, framework as framework_address};
use crate::pages::planner::shown_id;
use crate::text::Snapshot;
use crate::view::{Document, IdOrigin, Item, View, approved_on};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct VersionFacts {
    pub documents: Vec<DocumentFacts>,
    pub records: Vec<RecordFacts>,
    /// One for each framework that the readers see figures of.
    pub coverage: Vec<CoverageFacts>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFacts {
    /// What it is called in all versions: its id, or the place of its page when it has none.
    pub key: String,
    pub id: String,
    /// Empty when the id is only the path.
    pub shown_id: String,
    pub title: String,
    pub file: String,
    /// The digest of the file.
    pub content: String,
    pub page: String,
    /// An id, or empty.
    pub replaced_by: String,
    /// The document's own version.
    pub edition: String,
    /// An ISO date, or empty.
    pub approved_on: String,
    /// Whether it applies, as far as its own status says.
    pub applies: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFacts {
    pub id: String,
    pub title: String,
    pub page: String,
}

/// How far a framework is covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageFacts {
    pub framework: String,
    pub name: String,
    pub edition: String,
    /// Of the catalog.
    pub digest: String,
    pub page: String,
    pub applicable: usize,
    pub documented: usize,
    pub evidenced: usize,
}

impl VersionFacts {
    pub fn of(view: &View<'_>, snapshot: &Snapshot) -> VersionFacts {
        let addresses = Addresses::new(view);
        let documents = view.documents().map(|(at, document)| {
            let page = addresses.item(Item::Document(at)).to_owned();
            let applies = view.document_state(at).is_in_force();
            let content = snapshot.source(&document.path).map(|source| source.sha256.to_string()).unwrap_or_default();
            document_facts(document, page, applies, content)
        });
        let records = view.records().map(|(at, record)| RecordFacts {
            id: record.id.value.clone(),
            title: record.title.clone(),
            page: addresses.item(Item::Record(at)).to_owned(),
        });
        VersionFacts { documents: documents.collect(), records: records.collect(), coverage: coverage(view) }
    }

    /// The page of every document and record, by what they are called everywhere.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let documents = self.documents.iter().map(|document| (document.key.as_str(), document.page.as_str()));
        documents.chain(self.records.iter().map(|record| (record.id.as_str(), record.page.as_str())))
    }
}

fn document_facts(document: &Document, page: String, applies: bool, content: String) -> DocumentFacts {
    let key = match document.id_origin {
        IdOrigin::FrontMatter => document.id.value.clone(),
        IdOrigin::Path => format!("/{page}"),
    };
    DocumentFacts {
        key,
        id: document.id.value.clone(),
        shown_id: shown_id(document),
        title: document.title.clone(),
        file: document.path.as_str().to_owned(),
        content,
        page,
        replaced_by: document.replaced_by.as_ref().map(|id| id.value.clone()).unwrap_or_default(),
        edition: document.version.clone().unwrap_or_default(),
        approved_on: approved_on(document).map(|day| day.to_string()).unwrap_or_default(),
        applies,
    }
}

fn coverage(view: &View<'_>) -> Vec<CoverageFacts> {
    let frameworks = view.options().frameworks.iter();
    let facts = frameworks.filter_map(|framework| {
        let figures = view.figures(*framework)?;
        let catalog = view.library().at(*framework);
        Some(CoverageFacts {
            framework: catalog.id.clone(),
            name: catalog.name.clone(),
            edition: catalog.edition.clone(),
            digest: catalog.digest.to_string(),
            page: framework_address(view, *framework),
            applicable: figures.applicable(),
            documented: figures.documented(),
            evidenced: figures.evidenced(),
        })
    });
    facts.collect()
}
