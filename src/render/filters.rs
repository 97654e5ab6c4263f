//! What templates can ask for beyond the template language itself: addresses, the tree, empty cells, fast escaping.
//!
//! Never marks a text as safe that came from a document.

use std::io::Write;

use tera::{Error, Kwargs, State, Tera, Value};

use crate::pages::url::relative;

pub(super) fn register(tera: &mut Tera) {
    tera.set_escape_fn(escape_runs);
    tera.register_filter("url", url);
    tera.register_filter("tree", tree);
    tera.register_filter("empty_cells", empty_cells);
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
    let mut out = Vec::new();
    write_tree(&mut out, nodes, root.as_str().unwrap_or_default())?;
    Ok(Value::safe_string(&String::from_utf8(out)?))
}

fn write_tree(out: &mut Vec<u8>, nodes: &Value, root: &str) -> Result<(), Error> {
    let Some(nodes) = nodes.as_array().filter(|nodes| !nodes.is_empty()) else { return Ok(()) };
    out.extend_from_slice(b"<ul>\n");
    for node in nodes {
        let text = |path: &'static str| node.get_from_path(path).and_then(Value::as_str).unwrap_or_default();
        out.extend_from_slice(b"<li><a href=\"");
        escape_runs(&relative(root, text("link.url")), out)?;
        out.extend_from_slice(b"\">");
        if !text("link.id").is_empty() {
            out.extend_from_slice(b"<span class=\"id\">");
            escape_runs(text("link.id"), out)?;
            out.extend_from_slice(b"</span> ");
        }
        escape_runs(text("link.title"), out)?;
        out.extend_from_slice(b"</a>");
        if let Some(children) = node.get_from_path("children") {
            write_tree(out, children, root)?;
        }
        out.extend_from_slice(b"</li>\n");
    }
    out.extend_from_slice(b"</ul>");
    Ok(())
}

/// `{{ 3 | empty_cells }}`: that many empty cells of a table. Most cells of a matrix are empty, and HTML closes them itself.
fn empty_cells(count: usize, _: Kwargs, _: &State<'_>) -> Value {
    Value::safe_string(&"<td>".repeat(count))
}

/// HTML escaping that copies the runs between special characters, which is nearly all of a text, in one piece.
fn escape_runs(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let bytes = text.as_bytes();
    let mut copied = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let entity: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' => b"&quot;",
            b'\'' => b"&#39;",
            // HTML has no word for these.
            0..=8 | 11 | 12 | 14..=31 | 127 => b"\xef\xbf\xbd",
            _ => continue,
        };
        out.write_all(&bytes[copied..at])?;
        out.write_all(entity)?;
        copied = at + 1;
    }
    out.write_all(&bytes[copied..])
}
