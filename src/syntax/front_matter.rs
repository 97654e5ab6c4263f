//! Separates YAML front matter from the Markdown below it.
//!
//! Never takes a thematic break for front matter, and never loses a line: the body is a range of the same text.

use crate::diagnostic::Finding;
use crate::text::Span;

/// Where the two parts of a document stand.
#[derive(Debug, PartialEq, Eq)]
pub struct Split {
    /// The YAML between the fences, without them.
    pub front: Option<Span>,
    /// Everything below the closing fence, or the whole text.
    pub body: Span,
    pub findings: Vec<Finding>,
}

/// Front matter starts with `---` on the first line that is not blank, and ends with `---` or `...` on a line of its own.
pub fn split_front_matter(text: &str) -> Split {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let blank: usize = text[mark..].split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let start = mark + blank;
    let whole = Split { front: None, body: Span::new(start, text.len()), findings: Vec::new() };
    if text[start..].lines().next().is_some_and(|line| line.trim_end() == "+++") {
        return other_format(text, start, whole);
    }
    let mut lines = lines_with_offsets(text, start);
    let Some((_, after_fence)) = lines.next().filter(|(line, _)| line.trim_end() == "---") else { return whole };
    let Some(closing) = lines.find(|(line, _)| matches!(line.trim_end(), "---" | "...")) else {
        return unclosed(text, start, after_fence, whole);
    };
    let (fence, after) = closing;
    let end = after - fence.len();
    let front = &text[after_fence..end];
    if !front.trim().is_empty() && !looks_like_keys(front) {
        return whole;
    }
    Split { front: Some(Span::new(after_fence, end)), body: Span::new(after, text.len()), findings: Vec::new() }
}

/// A first line `---` that nothing closes: front matter when keys follow at once, else a thematic break.
fn unclosed(text: &str, start: usize, after_fence: usize, whole: Split) -> Split {
    let first = text[after_fence..].lines().next().unwrap_or("");
    if !is_key_line(first) {
        return whole;
    }
    let finding =
        Finding::error("front-matter-not-closed", Span::new(start, start + 3), "the front matter is never closed")
            .label("opened here")
            .help("write `---` on a line of its own below the last key; until then everything is read as text");
    Split { findings: vec![finding], ..whole }
}

/// Front matter between `+++` is TOML, which is not read.
fn other_format(text: &str, start: usize, whole: Split) -> Split {
    if !text[start..].lines().skip(1).any(|line| line.trim_end() == "+++") {
        return whole;
    }
    let message = "this front matter is TOML, and is read as text";
    let finding = Finding::warning("front-matter-not-yaml", Span::new(start, start + 3), message)
        .cause("front matter in TOML")
        .help("write it as YAML between two lines `---`");
    Split { findings: vec![finding], ..whole }
}

/// Lines with their ends, each with the offset where the next one starts.
fn lines_with_offsets(text: &str, start: usize) -> impl Iterator<Item = (&str, usize)> {
    text[start..].split_inclusive('\n').scan(start, |at, line| {
        *at += line.len();
        Some((line, *at))
    })
}

fn looks_like_keys(front: &str) -> bool {
    let meaningful = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    front.lines().find(meaningful).is_none_or(|line| is_key_line(line) || line.trim_start().starts_with(['{', '<']))
}

/// `key:`, `key: value`, `"key": value`.
fn is_key_line(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    let key = key.trim().trim_matches(['"', '\'']);
    let named =
        !key.is_empty() && key.chars().all(|character| character.is_alphanumeric() || "_-. ".contains(character));
    named && key.split(' ').count() <= 3 && (rest.is_empty() || rest.starts_with([' ', '\t', '\r']))
}

#[cfg(test)]
mod tests {
    use super::{Split, split_front_matter};

    fn parts(text: &str) -> (Option<&str>, &str, usize) {
        let Split { front, body, findings } = split_front_matter(text);
        (front.map(|span| &text[span.range()]), &text[body.range()], findings.len())
    }

    #[test]
    fn splits_at_the_fences() {
        assert_eq!(parts("---\na: b\n---\ntext\n"), (Some("a: b\n"), "text\n", 0));
        assert_eq!(parts("\u{feff}---\r\na: b\r\n---\r\ntext"), (Some("a: b\r\n"), "text", 0));
        assert_eq!(parts("---\n---\ntext"), (Some(""), "text", 0));
        assert_eq!(parts("---\na: b\n...\ntext"), (Some("a: b\n"), "text", 0));
        assert_eq!(parts("\n \n---\na: b\n---\ntext"), (Some("a: b\n"), "text", 0));
    }

    #[test]
    fn a_thematic_break_on_the_first_line_is_text() {
        for text in
            ["---\n\nA paragraph.\n\n---\nmore\n", "---\n# Title\ntext\n---\n", "---\n", "text\n---\na: b\n---\n"]
        {
            let (front, body, findings) = parts(text);
            assert_eq!((body, findings), (text, 0), "{text:?}");
            assert_eq!(front, None, "{text:?}");
        }
    }

    #[test]
    fn half_fenced_front_matter_is_said() {
        let text = "---\ntitle: AI policy\n\n# AI policy\n";
        assert_eq!(parts(text), (None, text, 1));
    }
}
