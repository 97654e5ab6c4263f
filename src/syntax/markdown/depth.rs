//! HTML that nests deeper than any page needs: what is below the limit is left out, so that reading it takes no longer than
//! it should. For each element, an HTML parser looks at those that are still open.
//!
//! Never leaves out a text, and never decides what is allowed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Browsers stop at a few hundred themselves.
pub(super) const DEEPEST: usize = 200;

/// Elements that never hold another one of their kind, or that end by themselves: nobody has to close them.
const UNCOUNTED: [&str; 29] = [
    "a", "area", "base", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link",
    "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr", "button",
];

/// The HTML without the tags of elements below the limit.
pub(super) fn shallow(html: &str) -> Cow<'_, str> {
    let mut depth = Depth::default();
    let mut kept = String::new();
    let mut from = 0;
    for tag in tags(html) {
        if depth.leaves_out(&tag) {
            kept.push_str(&html[from..tag.range.start]);
            from = tag.range.end;
        }
    }
    if from == 0 { Cow::Borrowed(html) } else { Cow::Owned(kept + &html[from..]) }
}

/// The first tag below the limit in these parts of a source.
pub(super) fn first_below(source: &str, parts: &[Range<usize>]) -> Option<Range<usize>> {
    let mut depth = Depth::default();
    for part in parts {
        let text = source.get(part.clone()).unwrap_or("");
        if let Some(tag) = tags(text).find(|tag| depth.leaves_out(tag)) {
            return Some(part.start + tag.range.start..part.start + tag.range.end);
        }
    }
    None
}

struct Tag {
    range: Range<usize>,
    name: String,
    is_end: bool,
}

/// What is open, by name: an end without its beginning closes nothing.
#[derive(Default)]
struct Depth {
    open: HashMap<String, usize>,
    count: usize,
    /// Beginnings that were left out, whose ends are still to come.
    left_out: HashMap<String, usize>,
}

impl Depth {
    fn leaves_out(&mut self, tag: &Tag) -> bool {
        if UNCOUNTED.contains(&tag.name.as_str()) {
            return false;
        }
        match (tag.is_end, self.count < DEEPEST) {
            (false, true) => {
                *self.open.entry(tag.name.clone()).or_default() += 1;
                self.count += 1;
                false
            }
            (false, false) => {
                *self.left_out.entry(tag.name.clone()).or_default() += 1;
                true
            }
            (true, _) if take_one(&mut self.left_out, &tag.name) => true,
            (true, _) => {
                self.count -= usize::from(take_one(&mut self.open, &tag.name));
                false
            }
        }
    }
}

fn take_one(counts: &mut HashMap<String, usize>, name: &str) -> bool {
    match counts.get_mut(name) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

/// Every tag, comments left out.
fn tags(html: &str) -> impl Iterator<Item = Tag> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + html[at..].find('<')?;
            let rest = &html[start + 1..];
            if rest.starts_with("!--") {
                at = start + 4;
                at += html[at..].find("-->").map_or(html.len() - at, |end| end + 3);
                continue;
            }
            let is_end = rest.starts_with('/');
            let name = &rest[usize::from(is_end)..];
            if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
                at = start + 1;
                continue;
            }
            let length =
                name.find(|letter: char| letter.is_whitespace() || "/>".contains(letter)).unwrap_or(name.len());
            let name_end = start + 1 + usize::from(is_end) + length;
            at = end_of_tag(html, name_end);
            return Some(Tag { range: start..at, name: name[..length].to_ascii_lowercase(), is_end });
        }
    })
}

/// After the `>` that stands in no quotes.
fn end_of_tag(html: &str, from: usize) -> usize {
    let mut quote = None;
    for (at, letter) in html[from..].char_indices() {
        match (quote, letter) {
            (None, '>') => return from + at + 1,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, first_below, shallow};

    #[test]
    fn what_a_page_needs_is_untouched() {
        let rows = "<table>".to_owned() + &"<tr><td>a<br><p>b".repeat(2_000) + "</table>";
        let anchors = "<a name=\"x\">".repeat(2_000);
        let closed = "<div title=\"a > b\"><b>x</b></div><!-- <div> -->".repeat(2_000);
        let unopened = "</div>".repeat(2_000);
        for html in [rows, anchors, closed, unopened, "a < b <".to_owned(), "<div>".repeat(DEEPEST)] {
            assert_eq!(shallow(&html), html.as_str());
        }
    }

    #[test]
    fn below_the_limit_tags_are_left_out_and_texts_stay() {
        let html = "<DIV>".repeat(DEEPEST) + "a<b class='>'>b<i>c</i></b>d" + &"</div>".repeat(DEEPEST) + "<i>e</i>";
        let kept = "<DIV>".repeat(DEEPEST) + "abcd" + &"</div>".repeat(DEEPEST) + "<i>e</i>";
        assert_eq!(shallow(&html), kept.as_str());
        // An end of something else makes no room.
        assert_eq!(shallow(&"<div></b>".repeat(DEEPEST + 5)).matches("<div>").count(), DEEPEST);
    }

    #[test]
    fn the_first_one_below_the_limit_has_its_place() {
        let source = "x ".to_owned() + &"<div>".repeat(DEEPEST) + " y <p><b>";
        let parts = [2..2 + 5 * DEEPEST, source.len() - 6..source.len()];
        let found = first_below(&source, &parts).unwrap();
        assert_eq!((&source[found.clone()], found.end), ("<b>", source.len()));
        assert_eq!(first_below(&source, &parts[..1]), None);
    }
}
