//! A record as plain lines that its layout in the file does not change, for digests of what was approved.
//!
//! Never shows evidence, classification or dates of review: those move on without a new decision.

use crate::catalog::Library;
use crate::entry::{FieldData, Record};
use crate::syntax::markdown::normal_form;

/// Id, title, status, owner and the fields of its kind, each on a line; Markdown as its normal form below its field.
///
/// With a library, a reference stands behind the id of the framework that it means.
pub fn record_form(record: &Record, library: Option<&Library>) -> String {
    let mut form = String::new();
    let mut line = |name: &str, value: &str| {
        let value = value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        form.push_str(&format!("{name} {}\n", value.replace('\\', "\\\\")));
    };
    line("record", &record.id.value);
    line("title", &record.title);
    record.status.iter().for_each(|status| line("status", &status.value));
    record.owner.iter().for_each(|owner| line("owner", &owner.value));
    record.description.iter().for_each(|text| markdown(&mut line, "description", &text.text));
    record.walk(&mut |path, item| {
        let name = path.to_string();
        match &item.value {
            FieldData::Text(text)
            | FieldData::Choice(text)
            | FieldData::Role(text)
            | FieldData::Ref(text)
            | FieldData::Link(text) => line(&name, text),
            FieldData::Markdown(text) => markdown(&mut line, &name, &text.text),
            FieldData::Date(date) => line(&name, &date.to_string()),
            FieldData::Interval(interval) => line(&name, &interval.to_string()),
            FieldData::Number(number) => line(&name, &number.text),
            FieldData::Truth(truth) => line(&name, if *truth { "yes" } else { "no" }),
            FieldData::Clause(reference) => match library.map(|library| reference.meant(library)) {
                Some((framework, written)) => line(&name, &format!("{framework}: {written}")),
                None => line(&name, &reference.written.value),
            },
            FieldData::Group(_) => line(&name, "group"),
            FieldData::Evidence(_) => {}
        }
    });
    form
}

/// Every line of the normal form begins with the field's name, so that no text can look like another field.
fn markdown(line: &mut dyn FnMut(&str, &str), name: &str, text: &str) {
    normal_form(text).lines().for_each(|part| line(name, part));
}
