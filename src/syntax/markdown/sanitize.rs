//! The allow-list that raw HTML in a document has to pass.
//!
//! Never runs over a document without raw HTML, and never lets a script, a style or a form through.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex};

use crate::syntax::markdown::depth::shallow;
use crate::syntax::markdown::holes;

/// Classes that the renderer itself writes.
const OWN_CLASSES: [&str; 18] = [
    "align-center",
    "align-left",
    "align-right",
    "alert",
    "alert-note",
    "alert-tip",
    "alert-important",
    "alert-warning",
    "alert-caution",
    "alert-title",
    "anchor",
    "footnote",
    "footnote-back",
    "footnotes",
    "table-scroll",
    "task",
    "task-done",
    "task-open",
];

/// What came out of the sanitizer.
pub(super) struct Clean {
    pub html: String,
    /// Targets of raw `<a href>` and `<img src>`, numbered from `first_link` on; `true` for images.
    pub links: Vec<(String, bool)>,
    pub anchors: Vec<String>,
}

/// What the attribute filter meets on its way; behind a lock because the sanitizer asks for `Sync`.
#[derive(Default)]
struct Met {
    links: Vec<(String, bool)>,
    anchors: Vec<String>,
}

/// Cleans the HTML of a whole body; links in it become holes numbered from `first_link` on.
pub(super) fn sanitize(html: &str, first_link: usize) -> Clean {
    let met = Arc::new(Mutex::new(Met::default()));
    let filled = Arc::clone(&met);
    let mut builder = base();
    builder.attribute_filter(move |element, attribute, value| match (element, attribute) {
        ("a", "href") | ("img", "src") if value.starts_with('\u{1}') => Some(value.into()),
        ("a", "href") if value.starts_with("#fn") => Some(value.into()),
        ("a", "href") | ("img", "src") => {
            let mut met = filled.lock().ok()?;
            let number = first_link + met.links.len();
            met.links.push((value.to_owned(), element == "img"));
            Some(if element == "img" { holes::image(number) } else { holes::link(number) }.into())
        }
        (_, "id" | "name") => {
            filled.lock().ok()?.anchors.push(value.to_owned());
            Some(value.into())
        }
        (_, "class") => own_classes(value).map(Cow::Owned),
        (_, "tabindex") => (value == "0").then_some(Cow::Borrowed("0")),
        _ => Some(value.into()),
    });
    let html = builder.clean(&shallow(html)).to_string();
    let met = met.lock().map(|mut met| std::mem::take(&mut *met)).unwrap_or_default();
    Clean { html, links: met.links, anchors: met.anchors }
}

/// Elements that the allow-list leaves out: each name with the first place where it stands in these parts of a source.
pub(super) fn dropped(source: &str, parts: &[Range<usize>]) -> Vec<(String, Range<usize>)> {
    static ALLOWED: LazyLock<HashSet<&str>> = LazyLock::new(|| base().clone_tags());
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    let mut met: HashSet<String> = HashSet::new();
    for part in parts {
        let text = source.get(part.clone()).unwrap_or("");
        for (at, _) in text.match_indices('<') {
            let name: String = text[at + 1..].chars().take_while(|letter| letter.is_ascii_alphanumeric()).collect();
            let place = part.start + at..part.start + at + 1 + name.len();
            let name = name.to_ascii_lowercase();
            let is_element = name.starts_with(|first: char| first.is_ascii_alphabetic());
            if is_element && !ALLOWED.contains(name.as_str()) && met.insert(name.clone()) {
                found.push((name, place));
            }
        }
    }
    found
}

fn own_classes(value: &str) -> Option<String> {
    let known = |class: &&str| OWN_CLASSES.contains(class) || class.starts_with("language-");
    let kept: Vec<&str> = value.split_whitespace().filter(known).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

fn base() -> ammonia::Builder<'static> {
    static GENERIC: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        ["id", "class", "lang", "dir", "title", "role", "aria-label", "aria-labelledby", "tabindex"]
            .into_iter()
            .collect()
    });
    let mut builder = ammonia::Builder::default();
    builder
        .add_tags(["section", "figure", "figcaption", "dl", "dt", "dd"])
        .generic_attributes(GENERIC.clone())
        .add_tag_attributes("a", ["name"])
        .add_tag_attributes("th", ["scope"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("details", ["open"])
        .add_url_schemes(["tel"])
        .link_rel(None);
    builder
}
