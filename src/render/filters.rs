//! What templates can ask for beyond the template language itself: addresses, the tree, words with gaps, days, empty
//! cells, fast escaping.
//!
//! Never marks a text as safe that came from a document.

use std::io::Write;

use tera::{Error, Kwargs, State, Tera, Value};

use crate::language::{Words, filled};
use crate::pages::url::{push_relative, relative};

pub(super) fn register(tera: &mut Tera, words: &Words) {
    tera.set_escape_fn(escape_runs);
    tera.register_filter("url", url);
    tera.register_filter("tree", tree);
    tera.register_filter("empty_cells", empty_cells);
    tera.register_filter("fill", fill);
    tera.register_filter("upper_first", upper_first);
    let spoken = words.clone();
    tera.register_filter("counted", move |forms: &Value, gaps: Kwargs, _: &State<'_>| counted(&spoken, forms, &gaps));
    let spoken = words.clone();
    tera.register_filter("day", move |iso: &str, _: Kwargs, _: &State<'_>| spoken.day_of(iso));
}

/// `{{ link.url | url }}`: a site path as an address relative to this page.
///
/// Nothing is left in it that HTML could misread, so it is not escaped again.
fn url(url: &str, _: Kwargs, state: &State<'_>) -> Result<Value, Error> {
    Ok(Value::safe_string(&relative(root(state)?.as_str().unwrap_or_default(), url)))
}

fn root(state: &State<'_>) -> Result<Value, Error> {
    state.get::<Value>("root")?.ok_or_else(|| {
        Error::message("an address needs the variable `root`; inside a component declare it as the argument `@root`")
    })
}

/// `{{ body.tree | tree }}`: nested lists of links, as deep as the folders are.
fn tree(nodes: &Value, _: Kwargs, state: &State<'_>) -> Result<Value, Error> {
    let root = root(state)?;
    let mut out = String::new();
    write_tree(&mut out, nodes, root.as_str().unwrap_or_default());
    Ok(Value::safe_string(&out))
}

fn write_tree(out: &mut String, nodes: &Value, root: &str) {
    let Some(nodes) = nodes.as_array().filter(|nodes| !nodes.is_empty()) else { return };
    out.push_str("<ul>\n");
    for node in nodes {
        let text = |path: &'static str| node.get_from_path(path).and_then(Value::as_str).unwrap_or_default();
        out.push_str("<li><a href=\"");
        push_relative(out, root, text("link.url"));
        out.push_str("\">");
        push_name(out, text("link.id"), text("link.title"));
        out.push_str("</a>");
        if let Some(children) = node.get_from_path("children") {
            write_tree(out, children, root);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>");
}

/// What a link shows in a list: the id, when there is one, and the title.
pub(super) fn push_name(out: &mut String, id: &str, title: &str) {
    if !id.is_empty() {
        out.push_str("<span class=\"id\">");
        push_escaped(out, id);
        out.push_str("</span> ");
    }
    push_escaped(out, title);
}

/// `{{ 3 | empty_cells }}`: that many empty cells of a table. Most cells of a matrix are empty, and HTML closes them itself.
fn empty_cells(count: usize, _: Kwargs, _: &State<'_>) -> Value {
    Value::safe_string(&"<td>".repeat(count))
}

/// `{{ words.some | fill(n=3, all=8) }}`: a text with its gaps filled.
fn fill(text: &str, gaps: Kwargs, _: &State<'_>) -> Result<String, Error> {
    filled_with(text, &gaps)
}

/// `{{ words.hidden | counted(n=3) }}`: the form of a text that goes with a number, with its gaps filled.
fn counted(words: &Words, forms: &Value, gaps: &Kwargs) -> Result<String, Error> {
    let number: usize = gaps.must_get("n")?;
    let form = forms.get_from_path(words.form_for(number)).or_else(|| forms.get_from_path("other"));
    match form.and_then(Value::as_str) {
        Some(text) => filled_with(text, gaps),
        None => Err(Error::message("a text with a number has at least the form `other`")),
    }
}

fn filled_with(text: &str, gaps: &Kwargs) -> Result<String, Error> {
    let mut lacks = None;
    let out = filled(text, &mut |gap, out| match gaps.get::<Value>(gap) {
        Ok(Some(value)) => out.push_str(&value.to_string()),
        _ => lacks = Some(gap.to_owned()),
    });
    lacks.map_or(Ok(out), |gap| Err(Error::message(format!("nothing fills the gap `{gap}`"))))
}

/// `{{ kind | upper_first }}`: the first letter as a capital, and the rest as it is.
fn upper_first(text: &str, _: Kwargs, _: &State<'_>) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What HTML is told instead of a byte; nothing for nearly all of them. For some it has no word.
const ENTITIES: [&str; 256] = {
    let mut entities = [""; 256];
    let mut byte = 0;
    while byte < 128 {
        entities[byte] = match byte as u8 {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            0..=8 | 11 | 12 | 14..=31 | 127 => "\u{fffd}",
            _ => "",
        };
        byte += 1;
    }
    entities
};

/// The start of a text up to its first special character, what stands for that, and the rest; `None` when there is none.
fn next_entity(text: &str) -> Option<(&str, &'static str, &str)> {
    let at = text.bytes().position(|byte| !ENTITIES[usize::from(byte)].is_empty())?;
    Some((&text[..at], ENTITIES[usize::from(text.as_bytes()[at])], &text[at + 1..]))
}

/// HTML escaping that copies the runs between special characters, which is nearly all of a text, in one piece.
fn escape_runs(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let mut rest = text;
    while let Some((run, entity, after)) = next_entity(rest) {
        out.write_all(run.as_bytes())?;
        out.write_all(entity.as_bytes())?;
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// The same at the end of what is written already.
fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((run, entity, after)) = next_entity(rest) {
        out.push_str(run);
        out.push_str(entity);
        rest = after;
    }
    out.push_str(rest);
}
