//! YAML text to a [`Node`] tree with places, over the events of granit-parser.
//!
//! Never expands aliases (a few lines of them can stand for gigabytes), never drops a repeated key in silence.

use std::collections::HashSet;

use granit_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::diagnostic::Finding;
use crate::syntax::{Node, Pair, Value};
use crate::text::{Span, Spanned};

/// Nesting beyond this is not a record but an attack or an accident.
const DEEPEST: usize = 64;

/// The first document of a YAML text, and what is wrong with the text.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Absent when the text is empty or broken.
    pub root: Option<Node>,
    pub findings: Vec<Finding>,
}

/// Reads one YAML document; `offset` is where `text` starts in its file.
pub fn parse_yaml(text: &str, offset: usize) -> Parsed {
    let mut builder = Builder { text, offset, stack: Vec::new(), root: None, findings: Vec::new() };
    let mut documents = 0;
    for next in Parser::new_from_str(text) {
        let (event, span) = match next {
            Ok(next) => next,
            Err(error) => {
                builder.broken(&error);
                builder.root = None;
                return Parsed { root: None, findings: builder.findings };
            }
        };
        let range = span.byte_range().unwrap_or(0..0);
        match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents == 2 {
                    let span = builder.place(range);
                    builder.findings.push(
                        Finding::error("yaml-several-documents", span, "a second YAML document in the same file")
                            .label("everything from here is not read")
                            .help("put all records under one `records:` list, or split the file"),
                    );
                    break;
                }
            }
            event => {
                if builder.event(event, range).is_err() {
                    return Parsed { root: None, findings: builder.findings };
                }
            }
        }
    }
    Parsed { root: builder.root, findings: builder.findings }
}

/// A list or map that is still open.
enum Open {
    List { start: usize, items: Vec<Node> },
    Map { start: usize, pairs: Vec<Pair>, keys: HashSet<String>, key: Option<Spanned<String>> },
}

struct Builder<'a> {
    text: &'a str,
    offset: usize,
    stack: Vec<Open>,
    root: Option<Node>,
    findings: Vec<Finding>,
}

/// The tree is given up; the finding says why.
struct GiveUp;

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) -> Result<(), GiveUp> {
        match event {
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                let empty = plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value = if empty { Value::Null } else { Value::Scalar { text: text.into_owned(), plain } };
                let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
                let inner = if quoted && range.len() >= 2 { range.start + 1..range.end - 1 } else { range };
                let span = self.place(inner);
                self.add(Node { span, value });
            }
            Event::SequenceStart(..) => self.open(Open::List { start: range.start, items: Vec::new() }, range)?,
            Event::MappingStart(..) => {
                let (pairs, keys) = (Vec::new(), HashSet::new());
                self.open(Open::Map { start: range.start, pairs, keys, key: None }, range)?
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let span = self.place(range);
                self.findings.push(
                    Finding::error("yaml-alias", span, "aliases (`*name`) are not read here")
                        .label("an alias")
                        .help("write the value out; if a text starts with `*`, put it in quotes"),
                );
                self.add(Node { span, value: Value::Null });
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, open: Open, range: std::ops::Range<usize>) -> Result<(), GiveUp> {
        if self.stack.len() >= DEEPEST {
            let span = self.place(range);
            self.findings.push(Finding::error(
                "yaml-too-deep",
                span,
                format!("nested more than {DEEPEST} levels deep"),
            ));
            return Err(GiveUp);
        }
        self.stack.push(open);
        Ok(())
    }

    fn close(&mut self, range: std::ops::Range<usize>) {
        let Some(open) = self.stack.pop() else { return };
        let (start, value) = match open {
            Open::List { start, items } => (start, Value::List(items)),
            Open::Map { start, pairs, .. } => (start, Value::Map(pairs)),
        };
        let end = self.trimmed_end(start, range.end);
        let span = self.place(start..end);
        self.add(Node { span, value });
    }

    /// Block collections end where the next thing starts; their own text ends before the white space.
    fn trimmed_end(&self, start: usize, end: usize) -> usize {
        let end = end.min(self.text.len());
        self.text.get(start..end).map_or(end, |inner| start + inner.trim_end().len())
    }

    fn add(&mut self, node: Node) {
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { pairs, keys, key, .. }) => match key.take() {
                None => *key = Some(key_of(&node, &mut self.findings)),
                Some(key) => {
                    if !keys.insert(key.value.clone()) {
                        self.findings.push(repeated_key(&key));
                    }
                    pairs.push(Pair { key, value: node });
                }
            },
        }
    }

    fn place(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(range.start, range.end).shifted(self.offset)
    }

    fn broken(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        let said = error.info().contains("tab");
        let tab = if said { indenting_tab(self.text, at, usize::MAX) } else { tab_around(self.text, at) };
        let info = if tab.is_some() && !said { "a tab in the indentation".to_owned() } else { error.info() };
        let at = tab.unwrap_or(at);
        let end = self.text[at..].chars().next().map_or(at, |character| at + character.len_utf8());
        let span = self.place(at..end);
        self.findings.push(
            Finding::error("yaml-syntax", span, format!("this is not YAML: {info}"))
                .label("the reader stopped here")
                .help(match tab {
                    Some(_) => "indent with blanks: YAML takes no tabs there",
                    None => "a text that contains `: ` or ` #`, or starts with one of `*&!%@`{[`, needs quotes",
                }),
        );
    }
}

/// A tab in the indentation where the reader stopped, or on the line before or after: it says other things, too, when it
/// stumbles over one.
fn tab_around(text: &str, at: usize) -> Option<usize> {
    let start = text[..at].rfind('\n').unwrap_or(0);
    indenting_tab(text, start, 3)
}

/// The first tab in the indentation of some lines, from the line of `at` on; the reader stops before the line with it.
fn indenting_tab(text: &str, at: usize, lines: usize) -> Option<usize> {
    let mut start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    for line in text[start..].split_inclusive('\n').take(lines) {
        let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..indentation].find('\t') {
            return Some(start + tab);
        }
        start += line.len();
    }
    None
}

fn key_of(node: &Node, findings: &mut Vec<Finding>) -> Spanned<String> {
    node.spanned_text().unwrap_or_else(|| {
        if !node.is_null() {
            findings.push(Finding::error(
                "yaml-key",
                node.span,
                format!("a key must be a text, this is {}", node.shape()),
            ));
        }
        Spanned::new(String::new(), node.span)
    })
}

fn repeated_key(key: &Spanned<String>) -> Finding {
    Finding::error("duplicate-key", key.span, format!("the key `{}` is given twice", key.value))
        .label("the first value is used")
        .help("remove one of the two")
}

#[cfg(test)]
mod tests {
    use super::parse_yaml;
    use crate::syntax::Node;

    fn codes(text: &str) -> Vec<&'static str> {
        parse_yaml(text, 0).findings.iter().map(|finding| finding.code).collect()
    }

    fn root(text: &str) -> Node {
        parse_yaml(text, 0).root.unwrap()
    }

    #[test]
    fn text_stays_text_and_knows_its_place() {
        let text = "clauses: [7.10, no]\ntitle: Äpfel # comment\n";
        let tree = root(text);
        let clause = &tree.get("clauses").unwrap().list().unwrap()[0];
        assert_eq!(clause.text(), Some("7.10"));
        assert_eq!(&text[clause.span.range()], "7.10");
        let title = tree.get("title").unwrap();
        assert_eq!(&text[title.span.range()], "Äpfel");
        let quoted = "a: \"9(2)\"\n";
        assert_eq!(&quoted[root(quoted).get("a").unwrap().span.range()], "9(2)");
    }

    #[test]
    fn a_repeated_key_is_said_and_kept() {
        let parsed = parse_yaml("a: 1\nb: 2\na: 3\n", 0);
        assert_eq!(parsed.findings[0].span.start, 10);
        assert_eq!(parsed.root.unwrap().map().unwrap().len(), 3);
    }

    #[test]
    fn bombs_do_not_explode() {
        assert_eq!(codes("a: &a [x, x]\nb: *a\n"), ["yaml-alias"]);
        assert!(codes(&"[".repeat(10_000)).len() == 1);
        assert!(codes(&format!("a: {}", "{a: ".repeat(200))).len() == 1);
    }

    #[test]
    fn broken_yaml_has_a_place() {
        let parsed = parse_yaml("a: 1\nb: [1, 2\nc: 3\n", 100);
        assert_eq!(parsed.findings[0].code, "yaml-syntax");
        assert!(parsed.findings[0].span.start >= 105);
        assert!(parsed.root.is_none());
    }

    #[test]
    fn a_tab_is_pointed_at_where_it_stands() {
        let texts = [
            "a:\n  - b: c\n\td: e\n",
            "a: x\n\tb: y\n",
            "a:\n\tb: y\n",
            "\ta: x\nb: y\n",
            "a: [x]\n\tb: y\n",
            "a: |\n  x\n\ty\nb: z\n",
            "a: x # why\n\tb: y\n",
        ];
        for text in texts {
            let parsed = parse_yaml(text, 0);
            let found = &parsed.findings[0];
            assert_eq!((found.code, &text[found.span.range()]), ("yaml-syntax", "\t"), "{text:?}: {found:?}");
            assert!(found.help.as_ref().unwrap().contains("blanks"), "{text:?}");
        }
    }

    #[test]
    fn spans_follow_the_offset() {
        let parsed = parse_yaml("a: x", 10);
        assert_eq!(parsed.root.unwrap().get("a").unwrap().span.start, 13);
    }
}
