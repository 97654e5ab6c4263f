//! The whole tree of the site as one script that every page shares, so that a new document does not change every page.
//!
//! Never loaded before a reader asks for the tree.

use crate::pages::model::NavNode;

/// `assets/nav.js`: a call with nested lists of `[id, title, url, children]`; empty ends are left out.
pub fn navigation_script(tree: &[NavNode]) -> Vec<u8> {
    let mut out = String::from("aimsbook.tree(");
    write_nodes(&mut out, tree);
    out.push_str(");\n");
    out.into_bytes()
}

fn write_nodes(out: &mut String, nodes: &[NavNode]) {
    out.push('[');
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            out.push_str(",\n");
        }
        out.push('[');
        write_text(out, &node.link.id);
        out.push(',');
        write_text(out, &node.link.title);
        out.push(',');
        write_text(out, &node.link.url);
        if !node.children.is_empty() {
            out.push(',');
            write_nodes(out, &node.children);
        }
        out.push(']');
    }
    out.push(']');
}

/// A string of JavaScript that is also a string of JSON.
pub(super) fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            // Line separators were line ends in older scripts; `<` keeps a copied script harmless inside HTML.
            '\u{2028}' | '\u{2029}' | '<' | '\0'..='\u{1f}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            character => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::navigation_script;
    use crate::pages::model::{Link, NavNode};

    #[test]
    fn writes_nested_lists_and_escapes_hostile_titles() {
        let leaf = NavNode {
            link: Link { id: "POL-001".into(), title: "</script>\"\n".into(), url: "a.html".into() },
            children: Vec::new(),
        };
        let root = NavNode {
            link: Link { id: String::new(), title: "Policies".into(), url: "p/index.html".into() },
            children: vec![leaf],
        };
        let script = String::from_utf8(navigation_script(&[root])).unwrap();
        let expected = "aimsbook.tree([[\"\",\"Policies\",\"p/index.html\",\
                        [[\"POL-001\",\"\\u003c/script>\\\"\\n\",\"a.html\"]]]]);\n";
        assert_eq!(script, expected);
    }
}
