//! The floor: what the same Markdown costs when it is only read, rendered, put into one small template and written.
//!
//! Never does anything else that a handbook needs: no links, no checks, no search. It writes as many files of the same
//! sizes at the same places as the site that it is compared with.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

/// One file that the site has.
pub struct Target {
    pub path: String,
    pub size: usize,
}

/// Renders every Markdown file below `root` into the targets that are documents; fills the others.
pub fn build(root: &Path, out: &Path, targets: &[Target]) -> io::Result<()> {
    let mut sources = Vec::new();
    markdown_below(root, &mut sources)?;
    sources.sort();
    let mut folders: Vec<PathBuf> =
        targets.iter().filter_map(|target| Some(out.join(&target.path).parent()?.to_owned())).collect();
    folders.sort();
    folders.dedup();
    folders.iter().try_for_each(fs::create_dir_all)?;
    let filler = filler(targets);
    let (documents, others): (Vec<&Target>, Vec<&Target>) =
        targets.iter().partition(|target| target.path.starts_with("documents/"));
    assert_eq!(documents.len(), sources.len(), "one page a document");
    documents.par_iter().zip(&sources).try_for_each(|(target, source)| {
        let mut page = page(&fs::read_to_string(source)?, target.size);
        let missing = target.size.saturating_sub(page.len());
        page.push_str(&filler[..missing]);
        page.truncate(target.size);
        fs::write(out.join(&target.path), page)
    })?;
    others.par_iter().try_for_each(|target| fs::write(out.join(&target.path), &filler[..target.size]))
}

fn markdown_below(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            markdown_below(&entry.path(), found)?;
        } else if entry.path().extension().is_some_and(|extension| extension == "md") {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// Bytes to reach a file's size with; one character a byte, so that it can be cut anywhere.
fn filler(targets: &[Target]) -> String {
    let longest = targets.iter().map(|target| target.size).max().unwrap_or(0);
    "<!-- filler --> ".repeat(longest / 16 + 1)
}

fn page(source: &str, size: usize) -> String {
    let (title, body) = split(source);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    let mut page = String::with_capacity(size.max(body.len() * 2));
    page.push_str("<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>");
    page.push_str(title);
    page.push_str("</title></head>\n<body><main>\n<h1>");
    page.push_str(title);
    page.push_str("</h1>\n");
    html::push_html(&mut page, Parser::new_ext(body, options));
    page.push_str("</main></body>\n</html>\n");
    page
}

/// Title and body.
fn split(source: &str) -> (&str, &str) {
    let front = source.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let Some((front, body)) = front else { return ("", source) };
    let title = front.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or("");
    (title, body)
}
