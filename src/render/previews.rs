//! What a link leads to in a few words, for readers who point at it: one line for every document, clause and record, in
//! scripts by shard of the address, so that a change touches one of them.
//!
//! Never says more than the page itself does.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::language::Words;
use crate::pages::model::{DocumentPage, Page, PageBody, RecordPage};
use crate::render::Theme;
use crate::render::navigation::write_text;

/// Enough that a shard of a large handbook is read at once; previews.js counts with the same number.
const SHARDS: usize = 64;

/// One page as a reader sees it who points at a link, written for the script of its shard.
#[derive(Debug, Clone)]
pub struct Preview {
    shard: usize,
    line: Arc<str>,
}

/// What a preview says.
struct Told {
    /// What kind of thing it is, with its version.
    head: String,
    title: String,
    /// Class and word of its state: `state-approved`, Approved.
    sign: (String, String),
    /// Who answers for it and until when; for a clause, why it has its status.
    facts: String,
}

/// The preview of a page, when it is one that people link to.
pub fn preview(page: &Page, theme: &Theme) -> Option<Preview> {
    let told = told(page, theme.words())?;
    let mut line = String::new();
    write_text(&mut line, &page.path);
    let texts = [&told.head, &told.title, &told.sign.0, &told.sign.1, &told.facts, &page.summary];
    for (at, text) in texts.into_iter().enumerate() {
        line.push_str(if at == 0 { ":[" } else { "," });
        write_text(&mut line, text);
    }
    line.push(']');
    Some(Preview { shard: shard(&page.path, SHARDS), line: line.into() })
}

/// The scripts, by their paths in the site; in whatever order the pages were made, the bytes are the same.
pub fn preview_files(previews: Vec<Preview>) -> BTreeMap<String, Arc<[u8]>> {
    let mut shards: BTreeMap<usize, Vec<Arc<str>>> = BTreeMap::new();
    for preview in previews {
        shards.entry(preview.shard).or_default().push(preview.line);
    }
    let file = |(number, mut lines): (usize, Vec<Arc<str>>)| {
        lines.sort_unstable();
        let script = format!("aimsbook.previews({{\n{}\n}});\n", lines.join(",\n"));
        (format!("assets/previews/{number}.js"), Arc::from(script.into_bytes()))
    };
    shards.into_iter().map(file).collect()
}

/// Which of so many scripts knows a text: the same sum as in previews.js and versions.js, as JavaScript counts it.
pub(super) fn shard(text: &str, shards: usize) -> usize {
    let sum: u32 = text.encode_utf16().fold(0, |sum, unit| (sum * 31 + u32::from(unit)) % 65_521);
    sum as usize % shards
}

fn told(page: &Page, words: &Words) -> Option<Told> {
    let with =
        |head: String, title: String, sign: (String, String), facts: String| Some(Told { head, title, sign, facts });
    match &page.body {
        PageBody::Document(body) => {
            let sign = sign(words, "state", body.control.state);
            with(document_head(body, words), named(&body.control.id, &page.title), sign, document_facts(body, words))
        }
        PageBody::Clause(body) => {
            let sign = body.status.map(|status| sign(words, "status", status)).unwrap_or_default();
            with(body.framework.title.clone(), page.title.clone(), sign, body.reason.clone())
        }
        PageBody::Record(body) => {
            with(body.kind.title.clone(), named(&body.id, &page.title), record_sign(body), record_facts(body, words))
        }
        PageBody::System(system) => {
            let body = &system.record;
            with(body.kind.title.clone(), named(&body.id, &page.title), record_sign(body), record_facts(body, words))
        }
        _ => None,
    }
}

fn record_sign(body: &RecordPage) -> (String, String) {
    let class = if body.overdue { "state-overdue" } else { "" };
    (class.to_owned(), body.state.clone())
}

fn record_facts(body: &RecordPage, words: &Words) -> String {
    joined([body.owner.clone(), dated(words, "next_review", &words.day_of(&body.next_review))])
}

fn document_head(body: &DocumentPage, words: &Words) -> String {
    let control = &body.control;
    let mut kind = control.kind.chars();
    let kind = kind.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + kind.as_str());
    joined([kind, dated(words, "version", &control.version)])
}

fn document_facts(body: &DocumentPage, words: &Words) -> String {
    let control = &body.control;
    joined([control.owner.clone(), dated(words, "next_review", &words.day_of(&control.next_review))])
}

/// `Version 2.1`, or nothing.
fn dated(words: &Words, word: &str, value: &str) -> String {
    match value {
        "" => String::new(),
        value => format!("{} {value}", words.text(word)),
    }
}

fn joined<const COUNT: usize>(texts: [String; COUNT]) -> String {
    let filled: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    filled.join(" \u{b7} ")
}

fn named(id: &str, title: &str) -> String {
    if id.is_empty() { title.to_owned() } else { format!("{id} {title}") }
}

/// The class and the word of a state or a status.
fn sign(words: &Words, group: &str, value: impl Serialize) -> (String, String) {
    let name = serde_json::to_value(value).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
    (format!("{group}-{name}"), words.find(group, &name).unwrap_or_default().to_owned())
}
