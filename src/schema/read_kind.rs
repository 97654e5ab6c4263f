//! Reads one kind file, over the kind that it extends when there is one.
//!
//! Never keeps an evidence rule that is wrong somewhere: a rule with a hole in it would count too much.

use std::collections::BTreeSet;

use crate::diagnostic::Finding;
use crate::schema::read_due::read_due;
use crate::schema::read_fields::{read_choices, read_fields};
use crate::schema::read_rules::{read_files_for, read_rules, rules_still_fit};
use crate::schema::{Choice, Field, FieldPath, FieldType, Kind, Status, Validity, label_from_word};
use crate::syntax::{Fields, Node, wrong_choice};
use crate::text::{DocPath, Spanned, nearest};

/// What a kind file is read among.
pub(super) struct Surroundings<'a> {
    /// `None` for a built-in kind.
    pub(super) source: Option<&'a DocPath>,
    pub(super) common: &'a [Field],
    pub(super) known_kinds: &'a BTreeSet<String>,
}

/// The fields that columns, rules and dates of a kind can name.
pub(super) struct Names<'a> {
    pub(super) own: &'a [Field],
    pub(super) common: &'a [Field],
}

impl Names<'_> {
    /// The field that `text` names; one that does not exist is a finding.
    pub(super) fn find(&self, text: &Spanned<String>, findings: &mut Vec<Finding>) -> Option<(FieldPath, &Field)> {
        let path = FieldPath::parse(&text.value);
        let field = path.find(self.own.iter().chain(self.common));
        if field.is_none() {
            findings.push(self.unknown(text));
        }
        field.map(|field| (path, field))
    }

    /// The same for a field that must be of one type.
    pub(super) fn find_typed(
        &self,
        text: &Spanned<String>,
        word: &str,
        findings: &mut Vec<Finding>,
    ) -> Option<FieldPath> {
        let (path, field) = self.find(text, findings)?;
        if field.field_type.word() == word {
            return Some(path);
        }
        let message = format!("`{path}` is a field of type `{}`, here only `{word}` fits", field.field_type.word());
        findings.push(Finding::error("wrong-field-type", text.span, message));
        None
    }

    fn unknown(&self, text: &Spanned<String>) -> Finding {
        let finding = Finding::error("unknown-field", text.span, format!("this kind has no field `{}`", text.value));
        let mut names = Vec::new();
        self.own.iter().chain(self.common).for_each(|field| collect_names("", field, &mut names));
        match nearest(&text.value, names.iter().map(String::as_str), 1).first() {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding,
        }
    }
}

fn collect_names(before: &str, field: &Field, names: &mut Vec<String>) {
    let name = format!("{before}{}", field.name);
    field.field_type.inner().iter().for_each(|inner| collect_names(&format!("{name}."), inner, names));
    names.push(name);
}

/// Reads a kind file whose id is known already.
pub(super) fn read_kind(
    id: &Spanned<String>,
    root: &Node,
    base: Option<&Kind>,
    around: &Surroundings<'_>,
) -> (Kind, Vec<Finding>) {
    let mut kind = base.cloned().unwrap_or_else(|| new_kind(&id.value, around.source.is_none()));
    let mut fields = Fields::of(root);
    fields.node("id");
    read_words(&mut kind, &mut fields);
    if let Some(node) = fields.node("fields") {
        kind.fields = read_fields(node, &kind.fields, around.known_kinds, &mut fields.findings);
        refuse_common_names(node, &mut kind.fields, around.common, &mut fields.findings);
    }
    read_status(&mut kind, &mut fields);
    let own = kind.fields.clone();
    let names = Names { own: &own, common: around.common };
    read_uses(&mut kind, &mut fields, &names);
    read_evidence(&mut kind, &mut fields, &names, around);
    if let Some(node) = fields.node("due") {
        let due = read_due(node, &names, &kind.status, &mut fields.findings);
        kind.due.extend(due);
    }
    (kind, fields.finish("a kind"))
}

fn new_kind(id: &str, built_in: bool) -> Kind {
    let title = label_from_word(id);
    let column = |name: &str| FieldPath::parse(name);
    Kind {
        id: id.to_owned(),
        plural: title.clone(),
        title,
        prefix: id.chars().filter(char::is_ascii_alphanumeric).take(3).collect::<String>().to_uppercase(),
        group: "Other records".to_owned(),
        description: String::new(),
        fields: Vec::new(),
        required: Vec::new(),
        status: Status::default(),
        systems_from: None,
        files_for: None,
        columns: ["id", "title", "owner", "date", "status", "next_review"].map(column).to_vec(),
        validity: None,
        evidence: Vec::new(),
        due: Vec::new(),
        built_in,
    }
}

fn read_words(kind: &mut Kind, fields: &mut Fields<'_>) {
    let (title, plural) = (fields.text("title"), fields.text("plural"));
    if let Some(title) = title {
        // A kind that names no plural calls its register by its title.
        if kind.plural == kind.title {
            kind.plural.clone_from(&title.value);
        }
        kind.title = title.value;
    }
    if let Some(plural) = plural {
        kind.plural = plural.value;
    }
    if let Some(group) = fields.text("group") {
        kind.group = group.value;
    }
    if let Some(description) = fields.text("description") {
        kind.description = description.value;
    }
    if let Some(prefix) = fields.text("prefix") {
        if prefix.value.chars().all(char::is_alphanumeric) && !prefix.value.is_empty() {
            kind.prefix = prefix.value;
        } else {
            let message = format!("`{}` cannot start ids", prefix.value);
            fields.findings.push(
                Finding::error("wrong-prefix", prefix.span, message).help("use letters and digits, such as `VRV`"),
            );
        }
    }
}

/// An own field with the name of a common one would hide it.
fn refuse_common_names(node: &Node, own: &mut Vec<Field>, common: &[Field], findings: &mut Vec<Finding>) {
    let taken = |name: &str| common.iter().any(|field| field.name == name);
    for pair in node.map().unwrap_or(&[]).iter().filter(|pair| taken(&pair.key.value)) {
        let message = format!("every record has a field `{}` already", pair.key.value);
        findings.push(
            Finding::error("field-name-taken", pair.key.span, message)
                .label("not read")
                .help("use it without declaring it, or give this field another name"),
        );
    }
    own.retain(|field| !taken(&field.name));
}

fn read_status(kind: &mut Kind, fields: &mut Fields<'_>) {
    let Some(node) = fields.node("status") else {
        kind.status.options = status_options(kind);
        return;
    };
    if node.map().is_none() {
        kind.status = Status { options: read_choices(node, &mut fields.findings), ..Status::default() };
        return;
    }
    let mut keys = Fields::of(node);
    let field = keys.text("field");
    let options = keys.node("options").map(|node| read_choices(node, &mut keys.findings));
    let (default, closed) = (keys.text("default"), keys.texts("closed"));
    kind.status = Status { options: options.unwrap_or_default(), ..Status::default() };
    if let Some(field) = field {
        match kind.own_field(&field.value).map(|known| &known.field_type) {
            Some(FieldType::Choice(_)) => kind.status.field = Some(field.value),
            _ => keys.findings.push(
                Finding::error("unknown-field", field.span, format!("this kind has no choice `{}`", field.value))
                    .help("the status is the common field `status` or a field of type `choice`"),
            ),
        }
    }
    kind.status.options = status_options(kind);
    kind.status.default = default.and_then(|word| state(word, &kind.status, "default", &mut keys.findings));
    kind.status.closed =
        closed.into_iter().filter_map(|word| state(word, &kind.status, "closed", &mut keys.findings)).collect();
    fields.findings.extend(keys.finish("the status"));
}

fn status_options(kind: &Kind) -> Vec<Choice> {
    let field = kind.status.field.as_ref().and_then(|name| kind.own_field(name));
    field.map_or_else(|| kind.status.options.clone(), |field| field.field_type.choices().to_vec())
}

/// A word that must be one of the states; any word when the states are open.
pub(super) fn state(word: Spanned<String>, status: &Status, key: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let known: Vec<&str> = status.options.iter().map(|option| option.word.as_str()).collect();
    if known.is_empty() || known.contains(&word.value.as_str()) {
        return Some(word.value);
    }
    findings.push(wrong_choice(key, &word, &known));
    None
}

/// Everything that names fields.
fn read_uses(kind: &mut Kind, fields: &mut Fields<'_>, names: &Names<'_>) {
    let required = fields.texts("required");
    for (path, _) in required.iter().filter_map(|text| names.find(text, &mut fields.findings)) {
        if !kind.required.contains(&path) {
            kind.required.push(path);
        }
    }
    let columns = fields.texts("columns");
    if !columns.is_empty() {
        kind.columns =
            columns.iter().filter_map(|text| names.find(text, &mut fields.findings)).map(|(path, _)| path).collect();
    }
    if let Some(text) = fields.text("systems_from") {
        kind.systems_from = systems_field(&text, names, &mut fields.findings);
    }
    if let Some(node) = fields.node("files_for") {
        kind.files_for = read_files_for(node, names, &mut fields.findings);
    }
    if let Some(node) = fields.node("validity") {
        kind.validity = Some(read_validity(node, names, &mut fields.findings));
    }
}

fn systems_field(text: &Spanned<String>, names: &Names<'_>, findings: &mut Vec<Finding>) -> Option<String> {
    if text.value == "id" {
        return Some(text.value.clone());
    }
    let (path, field) = names.find(text, findings)?;
    match &field.field_type {
        FieldType::Ref(target) if path.0.len() == 1 && target.accepts_kind("ai-system") => Some(text.value.clone()),
        _ => {
            let message = format!("`{path}` does not lead to AI systems");
            findings.push(Finding::error("wrong-field-type", text.span, message));
            None
        }
    }
}

/// `12 months`, or a map that says from when, until when, or how often.
fn read_validity(node: &Node, names: &Names<'_>, findings: &mut Vec<Finding>) -> Validity {
    if node.text().is_some() {
        let pair = crate::syntax::Pair { key: Spanned::new("for".to_owned(), node.span), value: node.clone() };
        let map = Node { span: node.span, value: crate::syntax::Value::Map(vec![pair]) };
        return read_validity(&map, names, findings);
    }
    let mut keys = Fields::of(node);
    let interval = keys.interval("for").map(|interval| interval.value);
    let [every, from, until] = [("every", "interval"), ("from", "date"), ("until", "date")]
        .map(|(key, word)| keys.text(key).and_then(|text| names.find_typed(&text, word, &mut keys.findings)));
    findings.extend(keys.finish("the validity"));
    Validity { interval, every, from, until }
}

fn read_evidence(kind: &mut Kind, fields: &mut Fields<'_>, names: &Names<'_>, around: &Surroundings<'_>) {
    let inherited = kind.evidence.len();
    if let Some(node) = fields.node("evidence") {
        let rules = read_rules(node, names, &kind.status, around.source, &mut fields.findings);
        kind.evidence.extend(rules);
    }
    if let Some(status) = fields.node("status").or(fields.node("fields")) {
        rules_still_fit(kind, inherited, status, &mut fields.findings);
    }
}
