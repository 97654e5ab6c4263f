//! The text of a new document or record, made from its type or kind.
//!
//! Never fills in what only its owner knows.

use serde_yaml::Value;

use crate::schema::{Field, FieldType, Kind, Kinds, RefTarget};

/// A usual type of document: word, prefix of its ids, folder.
pub const DOCUMENT_TYPES: [(&str, &str, &str); 8] = [
    ("policy", "POL", "policies"),
    ("procedure", "PROC", "procedures"),
    ("instruction", "WI", "instructions"),
    ("plan", "PLN", "plans"),
    ("guideline", "GDE", "guidance"),
    ("report", "REP", "reports"),
    ("minutes", "MIN", "reviews"),
    ("template", "TPL", "templates"),
];

/// A draft of a document.
pub fn document(kind: &str, id: &str, title: &str) -> String {
    let line = |key: &str, value: &str| format!("{key}: {}\n", scalar(value));
    let head = line("id", id) + &line("title", title) + &line("type", kind);
    format!(
        "---\n{head}version: \"0.1\"\nstatus: draft            # draft, in-review, approved or retired\n\
         owner:                   # a role\napprover:\napproved:                # the date, once it is\n\
         review: 12 months\nclassification: internal\nclauses: []              # such as [5.2, A.2.2]\n---\n\
         ## Purpose\n\n## Rules\n\n## Records\n"
    )
}

/// A record with every field of its kind: what it needs to be filled in, the rest behind a `#`.
pub fn record(kinds: &Kinds, kind: &Kind, id: &str, title: &str) -> String {
    let mut text = format!("# {}\nkind: {}\nid: {}\ntitle: {}\n", kind.description, kind.id, scalar(id), scalar(title));
    let status = kind.status.field.as_deref().unwrap_or("status");
    let states: Vec<&str> = kind.status.options.iter().map(|option| option.word.as_str()).collect();
    if let Some(first) = states.iter().find(|state| **state == "draft").or(states.first()) {
        text += &noted(&format!("{status}: {}", scalar(first)), &states.join(", "));
    }
    let needed = |field: &Field| kind.required.iter().any(|path| path.first() == field.name);
    let skipped = ["id", "title", "kind", "status", status];
    // What every record has comes first: its owner, its date.
    let fields: Vec<&Field> = kinds.common().iter().chain(&kind.fields).collect();
    let fields = || fields.iter().filter(|field| !skipped.contains(&field.name.as_str()));
    fields().filter(|field| needed(field)).for_each(|field| text += &field_lines(field, "", ""));
    text += "\n# Further fields: take away the # of those you use.\n";
    fields().filter(|field| !needed(field)).for_each(|field| text += &field_lines(field, "# ", ""));
    text
}

/// The lines of a field; `indent` may hold the dash of the list item that it begins.
fn field_lines(field: &Field, before: &str, indent: &str) -> String {
    let FieldType::Group(inner) = &field.field_type else {
        let empty = if field.many { " []" } else { "" };
        return noted(&format!("{before}{indent}{}:{empty}", field.name), &note(field));
    };
    let under = indent.replace('-', " ");
    let (first, others) = if field.many {
        (format!("{under}  - "), format!("{under}    "))
    } else {
        (format!("{under}  "), format!("{under}  "))
    };
    let mut text = noted(&format!("{before}{indent}{}:", field.name), &note(field));
    for (at, field) in inner.iter().enumerate() {
        text += &field_lines(field, before, if at == 0 { &first } else { &others });
    }
    text
}

/// What a field wants, in a few words.
fn note(field: &Field) -> String {
    let words = match &field.field_type {
        FieldType::Choice(choices) => {
            let words: Vec<&str> = choices.iter().map(|choice| choice.word.as_str()).collect();
            format!("{}: {}", if field.many { "any of" } else { "one of" }, words.join(", "))
        }
        FieldType::Date => "year-month-day".to_owned(),
        FieldType::Interval => "such as 12 months".to_owned(),
        FieldType::Truth => "yes or no".to_owned(),
        FieldType::Number(range) => match (&range.min, &range.max) {
            (Some(min), Some(max)) => format!("{} to {}", min.text, max.text),
            _ => "a number".to_owned(),
        },
        FieldType::Role => "a role".to_owned(),
        FieldType::Clause => "such as A.6.2.4".to_owned(),
        FieldType::Ref(RefTarget::Of { kinds, documents }) => {
            let all: Vec<&str> = kinds.iter().map(String::as_str).chain(documents.then_some("document")).collect();
            format!("the id of: {}", all.join(", "))
        }
        FieldType::Ref(RefTarget::Any) => "ids".to_owned(),
        FieldType::Evidence => "a path in the handbook or an address".to_owned(),
        FieldType::Link => "an address".to_owned(),
        FieldType::Text | FieldType::Markdown | FieldType::Group(_) => String::new(),
    };
    match (&field.help, &field.field_type) {
        (None, _) => words,
        (Some(help), FieldType::Choice(_) | FieldType::Number(_) | FieldType::Date) => format!("{words}. {help}"),
        (Some(help), _) => help.clone(),
    }
}

fn noted(line: &str, note: &str) -> String {
    if note.is_empty() { format!("{line}\n") } else { format!("{line:<28} # {note}\n") }
}

fn scalar(value: &str) -> String {
    serde_yaml::to_string(&Value::from(value)).unwrap_or_default().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{document, record};
    use crate::schema::Kinds;
    use crate::syntax::{parse_yaml, split_front_matter};

    #[test]
    fn every_kind_has_a_template_that_reads_back_and_names_all_its_fields() {
        let kinds = Kinds::built_in();
        for kind in kinds.all() {
            let text = record(&kinds, kind, "X-001", "A: \"title\" #1");
            // Also with every further field taken in.
            for text in
                [text.clone(), text.replace("\n# ", "\n").replacen("Further", "# Further", 1).replacen("# ", "", 1)]
            {
                let text = text.trim_start_matches(|first: char| first != '\n').to_owned();
                let parsed = parse_yaml(&text, 0);
                assert_eq!(parsed.findings, [], "{}:\n{text}", kind.id);
                let root = parsed.root.unwrap();
                assert_eq!(root.get("title").and_then(|node| node.text()), Some("A: \"title\" #1"), "{}", kind.id);
            }
            for field in kind.fields.iter().chain(kinds.common()) {
                let other_word_for_status = field.name == "status" && kind.status.field.is_some();
                assert!(
                    other_word_for_status || text.contains(&format!("{}:", field.name)),
                    "{}: {}",
                    kind.id,
                    field.name
                );
            }
        }
    }

    #[test]
    fn a_record_shows_what_is_needed_first() {
        let kinds = Kinds::built_in();
        let text = record(&kinds, kinds.get("risk").unwrap(), "RSK-001", "Drift");
        let expected = "kind: risk\nid: RSK-001\ntitle: Drift\n\
            status: draft                # draft, open, treated, accepted, closed\n\
            owner:                       # The role that answers for it, not a person's name.\n\
            likelihood:                  # 1 to 5\nimpact:                      # 1 to 5\n\
            treatment:                   # one of: modify, avoid, share, retain\n\
            \n# Further fields: take away the # of those you use.\n";
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("# actions:\n#   - action:\n#     responsible:           # a role\n"), "{text}");
    }

    #[test]
    fn a_document_has_front_matter_that_reads_back() {
        let text = document("policy", "POL-002", "Data: use & care");
        let split = split_front_matter(&text);
        let root = parse_yaml(&text[split.front.unwrap().range()], 0).root.unwrap();
        assert_eq!(root.get("title").and_then(|node| node.text()), Some("Data: use & care"));
        assert_eq!(root.get("status").and_then(|node| node.text()), Some("draft"));
    }
}
