//! `aimsbook new`: a document or record with the next free id, in the folder where its like are.
//!
//! Never overwrites a file.

use crate::cli::arguments::New;
use crate::cli::known::{Known, known};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::templates::{DOCUMENT_TYPES, document, record};
use crate::cli::terminal::print;
use crate::outside::create;
use crate::outside::folder::{ReadOptions, read};
use crate::text::{DocPath, nearest};

pub fn run(arguments: &New) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let snapshot = read(root, &ReadOptions::default())?;
    let made = make(&known(&snapshot), &arguments.kind, arguments.title.as_deref())?;
    create::file(root, &made.path, &made.text)?;
    let place = root.strip_prefix(".").unwrap_or(root).join(made.path.as_str());
    print(&format!("{}\n", place.display()))?;
    Ok(Outcome::Clean)
}

/// A file to add.
struct Made {
    path: DocPath,
    text: String,
}

fn make(known: &Known, kind: &str, title: Option<&str>) -> Result<Made, Failure> {
    if let Some(kind) = known.kinds.get(kind) {
        let id = known.next_id(&kind.id, &kind.prefix);
        let title = title.map_or_else(|| format!("New {}", lower_first(&kind.title)), str::to_owned);
        let usual =
            if kind.id == "ai-system" { "systems".to_owned() } else { format!("registers/{}", slug(&kind.plural)) };
        let folder = known.folder(&kind.id).unwrap_or(&usual);
        let text = record(&known.kinds, kind, &id, &title);
        return Ok(Made { path: path(folder, &slug(&id), "yaml")?, text });
    }
    let usual = DOCUMENT_TYPES.iter().find(|(word, ..)| *word == kind);
    if usual.is_none() && !known.entries.iter().any(|entry| entry.kind == kind) {
        return Err(unknown(known, kind));
    }
    let (prefix, usual_folder) = usual.map_or(("DOC", "documents"), |(_, prefix, folder)| (prefix, folder));
    let id = known.next_id(kind, prefix);
    let folder = known.folder(kind).unwrap_or(usual_folder);
    let name = title.map(slug).filter(|name| !name.is_empty()).unwrap_or_else(|| slug(&id));
    let title = title.map_or_else(|| format!("New {kind}"), str::to_owned);
    Ok(Made { path: path(folder, &name, "md")?, text: document(kind, &id, &title) })
}

fn path(folder: &str, name: &str, extension: &str) -> Result<DocPath, Failure> {
    let path = format!("{folder}/{name}.{extension}");
    DocPath::new(&path).ok_or_else(|| Failure(format!("`{path}` is not a path in the handbook")))
}

fn unknown(known: &Known, kind: &str) -> Failure {
    let types = DOCUMENT_TYPES.iter().map(|(word, ..)| *word);
    let kinds = known.kinds.all().iter().map(|kind| kind.id.as_str());
    let near = nearest(kind, types.clone().chain(kinds.clone()), 1);
    let guess = near.first().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    let list = |words: Vec<&str>| words.join(", ");
    Failure(format!(
        "there is no type of document and no kind of record `{kind}`{guess}\n  documents: {}\n  records: {}",
        list(types.collect()),
        list(kinds.collect())
    ))
}

/// A file name from a title: letters and digits of any script, joined by hyphens, not too long.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words: Vec<&str> =
        lower.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut name = String::new();
    for word in words {
        if !name.is_empty() && name.len() + word.len() > 60 {
            break;
        }
        name = if name.is_empty() { word.chars().take(40).collect() } else { format!("{name}-{word}") };
    }
    name
}

/// A word as it stands inside a sentence; one in capitals stays.
fn lower_first(title: &str) -> String {
    let mut characters = title.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(characters).collect(),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{lower_first, slug};

    #[test]
    fn titles_become_file_names() {
        assert_eq!(slug("Data & AI: use/care?"), "data-ai-use-care");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("Überwachung 数据"), "überwachung-数据");
        assert_eq!(slug("???"), "");
        assert!(slug(&"very long ".repeat(50)).len() <= 70);
        assert!(slug(&"ä".repeat(500)).len() <= 80);
        assert_eq!((lower_first("Risk"), lower_first("AI system")), ("risk".to_owned(), "AI system".to_owned()));
    }
}
