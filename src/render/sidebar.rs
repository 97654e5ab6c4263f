//! The rows of the sidebar as HTML: every page has up to thirty, so they are written here and not by a template's loop.
//!
//! Never decides which rows there are.

use std::fmt::Write as _;

use crate::pages::model::Siblings;
use crate::pages::url::push_relative;
use crate::render::filters::push_name;

/// One line for each entry beside the page whose way up to the site's root is `root`, each with a line break before it.
pub(super) fn sidebar_rows(siblings: &Siblings, root: &str) -> String {
    let mut out = String::with_capacity(siblings.items.len() * 128);
    for item in &siblings.items {
        out.push_str("\n<li");
        if item.depth > 0 {
            let _ = write!(out, " class=\"depth-{}\"", item.depth);
        }
        out.push_str("><a href=\"");
        push_relative(&mut out, root, &item.link.url);
        out.push_str(if item.current { "\" aria-current=\"page\">" } else { "\">" });
        push_name(&mut out, &item.link.id, &item.link.title);
        out.push_str("</a></li>");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::sidebar_rows;
    use crate::pages::model::{Link, Sibling, Siblings};

    #[test]
    fn each_entry_is_one_escaped_row_relative_to_its_page() {
        let entry = |id: &str, title: &str, current, depth| Sibling {
            link: Link { id: id.into(), title: title.into(), url: "documents/a b.html".into() },
            current,
            depth,
        };
        let items = vec![entry("POL-<1>", "Risk & care", true, 0), entry("", "\"Data\"\u{7}", false, 2)];
        let siblings = Siblings { items, ..Siblings::default() };
        let expected = "
<li><a href=\"../documents/a%20b.html\" aria-current=\"page\"><span class=\"id\">POL-&lt;1&gt;</span> Risk &amp; care</a></li>
<li class=\"depth-2\"><a href=\"../documents/a%20b.html\">&quot;Data&quot;\u{fffd}</a></li>";
        assert_eq!(sidebar_rows(&siblings, "../"), expected);
    }
}
