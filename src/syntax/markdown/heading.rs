//! Heading ids and the attributes written behind a heading.
//!
//! Never gives two headings of one page the same id.

use std::collections::BTreeMap;

use crate::text::{Span, Spanned};

/// `{#id clauses="A.7.4, A.7.5"}` behind a heading.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    pub id: Option<Spanned<String>>,
    pub clauses: Option<Spanned<String>>,
    /// Keys that mean nothing here.
    pub others: Vec<Spanned<String>>,
}

/// Reads the attributes from the source of a heading, which starts at `offset` of its file.
pub(super) fn attributes(source: &str, offset: usize) -> Attributes {
    let line = source.trim_end();
    // An underlined heading can have several lines, with the attributes at the end of the last.
    let underlined = line.ends_with(['=', '-']).then(|| line.rfind('\n')).flatten();
    let line = underlined.map_or(line, |end| line[..end].trim_end());
    let line = line.trim_end_matches(|character: char| character == '#' || character.is_whitespace());
    let mut attributes = Attributes::default();
    let Some(inner) = line.strip_suffix('}') else { return attributes };
    let Some(open) = inner.rfind('{') else { return attributes };
    let mut at = open + 1;
    while let Some((word, start)) = next_word(inner, at) {
        at = start + word.len();
        let place = |skip: usize, text: &str| {
            let from = offset + start + skip;
            Spanned::new(text.to_owned(), Span::new(from, from + text.len()))
        };
        if let Some(id) = word.strip_prefix('#') {
            attributes.id = Some(place(1, id));
        } else if let Some(value) = word.strip_prefix("clauses=") {
            let quote = usize::from(value.starts_with(['"', '\'']));
            attributes.clauses = Some(place("clauses=".len() + quote, value.trim_matches(['"', '\''])));
        } else if let Some((key, _)) = word.split_once('=') {
            attributes.others.push(place(0, key));
        }
    }
    attributes
}

/// The next word from `at`; quotes keep blanks together.
fn next_word(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let rest = &text[start..];
    let mut quote = None;
    let end = rest.find(|character: char| match quote {
        Some(open) => {
            if character == open {
                quote = None;
            }
            false
        }
        None => {
            if character == '"' || character == '\'' {
                quote = Some(character);
            }
            character.is_whitespace()
        }
    });
    let word = &rest[..end.unwrap_or(rest.len())];
    (!word.is_empty()).then_some((word, start))
}

/// Lower case words joined by hyphens, as GitHub does it.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.trim().chars() {
        match character {
            ' ' | '\t' | '-' | '\u{a0}' => slug.push('-'),
            '_' => slug.push('_'),
            character if character.is_alphanumeric() => slug.extend(character.to_lowercase()),
            _ => {}
        }
    }
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// Ids that are taken, each with the number to try when it is wanted again.
pub(super) type TakenIds = BTreeMap<String, usize>;

/// `wanted`, or `wanted-1`, `wanted-2`… when it is taken.
pub(super) fn unique(wanted: String, taken: &mut TakenIds) -> String {
    let Some(mut number) = taken.get(&wanted).copied() else {
        taken.insert(wanted.clone(), 1);
        return wanted;
    };
    let mut free = format!("{wanted}-{number}");
    while taken.contains_key(&free) {
        number += 1;
        free = format!("{wanted}-{number}");
    }
    taken.insert(wanted, number + 1);
    taken.insert(free.clone(), 1);
    free
}

#[cfg(test)]
mod tests {
    use super::{attributes, slug};

    #[test]
    fn reads_ids_and_clauses_with_blanks() {
        let source = "## Data quality {#dq clauses=\"A.7.4, A.7.5\"}\n";
        let found = attributes(source, 100);
        assert_eq!(found.id.unwrap().value, "dq");
        let clauses = found.clauses.unwrap();
        assert_eq!(clauses.value, "A.7.4, A.7.5");
        assert_eq!(clauses.span.start as usize, 100 + source.find("A.7.4").unwrap());
        for underlined in ["Data {#dq}\n---\n", "Data\nquality {#dq}\n===\n"] {
            let id = attributes(underlined, 0).id.unwrap();
            assert_eq!((id.value.as_str(), &underlined[id.span.range()]), ("dq", "dq"), "{underlined}");
        }
        assert_eq!(attributes("## Plain {braces} here", 0), super::Attributes::default());
    }

    #[test]
    fn slugs_keep_every_script() {
        assert_eq!(slug("Data Quality: § 3 (draft)"), "data-quality--3-draft");
        assert_eq!(slug("Über Größe"), "über-größe");
        assert_eq!(slug("データ品質"), "データ品質");
        assert_eq!(slug("???"), "section");
    }
}
