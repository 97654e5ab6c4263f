//! Walks through the tags of a page that was rendered, to give ids and links another meaning, or to cut something out.
//!
//! Never reads HTML that somebody else wrote: texts in it are escaped already, so that a `<` begins a tag.

/// What becomes of an attribute.
pub enum Become {
    Same,
    Nothing,
    Value(String),
    /// Another attribute.
    Attribute(&'static str, String),
}

/// The HTML with every attribute as `change` says; it gets the tag, the attribute's name, and its value as written. For
/// every tag it is asked once without an attribute, before those that the tag has.
pub fn with_attributes(html: &str, mut change: impl FnMut(&Tag<'_>, &str, &str) -> Become) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let Some(tag) = Tag::at(&rest[start..]) else {
            out.push('<');
            rest = &rest[start + 1..];
            continue;
        };
        write_tag(&mut out, &tag, &mut change);
        rest = &rest[start + tag.length..];
    }
    out.push_str(rest);
    out
}

fn write_tag(out: &mut String, tag: &Tag<'_>, change: &mut impl FnMut(&Tag<'_>, &str, &str) -> Become) {
    out.push('<');
    out.push_str(tag.name);
    change(tag, "", "");
    for (name, value) in &tag.attributes {
        let Some(value) = value else {
            out.push_str(&format!(" {name}"));
            continue;
        };
        match change(tag, name, value) {
            Become::Same => out.push_str(&format!(" {name}=\"{value}\"")),
            Become::Nothing => {}
            Become::Value(value) => out.push_str(&format!(" {name}=\"{value}\"")),
            Become::Attribute(name, value) => out.push_str(&format!(" {name}=\"{value}\"")),
        }
    }
    out.push_str(tag.end);
}

/// An opening tag.
pub struct Tag<'h> {
    pub name: &'h str,
    pub attributes: Vec<(&'h str, Option<&'h str>)>,
    /// What closes it: `>` or `/>`.
    end: &'h str,
    /// Bytes from `<` to `>`.
    length: usize,
}

impl<'h> Tag<'h> {
    /// The opening tag at the beginning of this text.
    fn at(html: &'h str) -> Option<Tag<'h>> {
        let mut at = 1;
        let name = word(html, &mut at);
        if name.is_empty() {
            return None;
        }
        let mut attributes = Vec::new();
        loop {
            at += html[at..].len() - html[at..].trim_start().len();
            let rest = &html[at..];
            for end in [">", "/>"] {
                if rest.starts_with(end) {
                    return Some(Tag { name, attributes, end: &rest[..end.len()], length: at + end.len() });
                }
            }
            let attribute = word(html, &mut at);
            if attribute.is_empty() {
                return None;
            }
            let value = value(html, &mut at)?;
            attributes.push((attribute, value));
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(known, _)| *known == name)
    }

    pub fn attribute(&self, name: &str) -> Option<&'h str> {
        self.attributes.iter().find(|(known, _)| *known == name).and_then(|(_, value)| *value)
    }
}

/// The first opening tag of this name, and what stands between it and its last closing tag.
pub fn element<'h>(html: &'h str, name: &str) -> Option<(Tag<'h>, &'h str)> {
    let start = html.find(&format!("<{name}"))?;
    let tag = Tag::at(&html[start..]).filter(|tag| tag.name == name)?;
    let inside = start + tag.length;
    let end = html.rfind(&format!("</{name}>")).filter(|end| *end >= inside)?;
    Some((tag, &html[inside..end]))
}

fn word<'h>(html: &'h str, at: &mut usize) -> &'h str {
    let rest = &html[*at..];
    let end = rest.find(|character: char| !(character.is_alphanumeric() || "-_:.@".contains(character)));
    let word = &rest[..end.unwrap_or(rest.len())];
    *at += word.len();
    word
}

/// The value after a `=`; the inner `None` when there is none, the outer when the tag does not end.
fn value<'h>(html: &'h str, at: &mut usize) -> Option<Option<&'h str>> {
    let rest = &html[*at..];
    let Some(rest) = rest.strip_prefix('=') else { return Some(None) };
    let (value, length) = match rest.chars().next()? {
        quote @ ('"' | '\'') => {
            let value = &rest[1..1 + rest[1..].find(quote)?];
            (value, value.len() + 2)
        }
        _ => {
            let value = &rest[..rest.find(|character: char| character.is_whitespace() || character == '>')?];
            (value, value.len())
        }
    };
    *at += 1 + length;
    Some(Some(value))
}

/// A value of an attribute as the text that it means.
pub fn unescaped(value: &str) -> String {
    let mut text = value.to_owned();
    for (entity, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(entity, sign);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Become, element, unescaped, with_attributes};

    #[test]
    fn only_attributes_change() {
        let html = "<p id=\"a\">id=\"a\" &lt;b id=\"a\"> 3 < 4 <br/><input disabled id=a></p><!-- <i> -->";
        let changed = with_attributes(html, |tag, name, value| match (tag.name, name) {
            ("p", "id") => Become::Value(format!("x-{value}")),
            ("input", "id") => Become::Nothing,
            _ => Become::Same,
        });
        assert_eq!(changed, "<p id=\"x-a\">id=\"a\" &lt;b id=\"a\"> 3 < 4 <br/><input disabled></p><!-- <i> -->");
    }

    #[test]
    fn an_element_is_cut_out_with_what_its_tag_says() {
        let (tag, inside) = element("<body class='a'><main id=m><p>x</p></main></body>", "main").unwrap();
        assert_eq!((tag.attribute("id"), inside), (Some("m"), "<p>x</p>"));
        assert!(element("<body></body>", "main").is_none());
        assert_eq!(unescaped("a &amp;lt; &quot;"), "a &lt; \"");
    }
}
