//! All kinds of one handbook: the built-in ones and those of its `kinds/` folder.
//!
//! Never fails on a user's file: what is wrong in it becomes a diagnostic, and the rest of it still counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::diagnostic::{Diagnostic, Finding, Place};
use crate::schema::built_in::{COMMON, DOCUMENT, KIND_FILES};
use crate::schema::labels::Labels;
use crate::schema::read_fields::read_fields;
use crate::schema::read_kind::{Surroundings, read_kind};
use crate::schema::{Field, FieldPath, Kind};
use crate::syntax::{Node, parse_yaml};
use crate::text::{DocPath, Sha256, Span, Spanned, nearest};

/// An immutable set of kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct Kinds {
    kinds: Vec<Kind>,
    common: Vec<Field>,
    /// The keys of front matter.
    front_matter: Vec<Field>,
    digest: Sha256,
}

impl Kinds {
    /// The kinds that an AIMS needs, parsed once.
    pub fn built_in() -> Kinds {
        static BUILT_IN: OnceLock<Kinds> = OnceLock::new();
        BUILT_IN.get_or_init(|| read_built_in().0).clone()
    }

    /// The built-in kinds as a language calls them and their fields; in English when it has no labels.
    pub fn in_language(tag: &str) -> Kinds {
        static READ: OnceLock<BTreeMap<&'static str, Kinds>> = OnceLock::new();
        let all = || Labels::all().into_iter().map(|(tag, labels)| (tag, Kinds::built_in().called(&labels))).collect();
        READ.get_or_init(all).get(tag).cloned().unwrap_or_else(Kinds::built_in)
    }

    fn called(mut self, labels: &Labels) -> Kinds {
        self.kinds.iter_mut().for_each(|kind| labels.kind(kind));
        labels.fields(&mut self.common, "common");
        labels.fields(&mut self.front_matter, "document");
        self.digest = digest_of(&self.kinds, &self.common);
        self
    }

    /// The built-in kinds with the files of the `kinds/` folder.
    pub fn with_user_files(files: &[(DocPath, Node)]) -> (Kinds, Vec<Diagnostic>) {
        Kinds::built_in().extended(files)
    }

    /// These kinds with the files of the `kinds/` folder: each adds a kind or extends a built-in one.
    pub fn extended(self, files: &[(DocPath, Node)]) -> (Kinds, Vec<Diagnostic>) {
        let mut kinds = self;
        let known = kinds.kinds.iter().map(|kind| kind.id.clone()).chain(files.iter().filter_map(id_of)).collect();
        let mut added: BTreeMap<String, (DocPath, Span)> = BTreeMap::new();
        let mut diagnostics = Vec::new();
        for (path, root) in files {
            let Some(id) = id_or_finding(path, root, &mut diagnostics) else { continue };
            if let Some((earlier, span)) = added.get(&id.value) {
                let place = Place { path: earlier.clone(), span: Some(*span) };
                diagnostics.push(defined_twice(&id).at(path).related(place, "first here"));
                continue;
            }
            added.insert(id.value.clone(), (path.clone(), id.span));
            kinds.add(path, &id, root, &known, &mut diagnostics);
        }
        if !files.is_empty() {
            kinds.digest = digest_of(&kinds.kinds, &kinds.common);
        }
        (kinds, diagnostics)
    }

    pub fn all(&self) -> &[Kind] {
        &self.kinds
    }

    pub fn get(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }

    /// The fields of every record, whatever its kind.
    pub fn common(&self) -> &[Field] {
        &self.common
    }

    /// The keys of a document's front matter, described like the fields of records.
    pub fn front_matter(&self) -> &[Field] {
        &self.front_matter
    }

    /// The same in English.
    pub fn document() -> Vec<Field> {
        read_document_fields().0
    }

    /// A field that a record of this kind can have, its own or a common one.
    pub fn field<'k>(&'k self, kind: &'k Kind, path: &FieldPath) -> Option<&'k Field> {
        path.find(kind.fields.iter().chain(&self.common))
    }

    /// Ids near a mistyped one, best first.
    pub fn nearest(&self, id: &str) -> Vec<&str> {
        nearest(id, self.kinds.iter().map(|kind| kind.id.as_str()), 3)
    }

    /// Over everything that a kind says.
    pub fn digest(&self) -> Sha256 {
        self.digest
    }

    fn add(
        &mut self,
        path: &DocPath,
        id: &Spanned<String>,
        root: &Node,
        known: &BTreeSet<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let at = self.kinds.iter().position(|kind| kind.id == id.value);
        let around = Surroundings { source: Some(path), common: &self.common, known_kinds: known };
        let (kind, mut findings) = read_kind(id, root, at.map(|at| &self.kinds[at]), &around);
        findings.extend(self.prefix_taken(&kind, id, root));
        diagnostics.extend(findings.into_iter().map(|finding| finding.at(path)));
        match at {
            Some(at) => self.kinds[at] = kind,
            None => self.kinds.push(kind),
        }
    }

    /// Two kinds with one prefix would propose the same ids for new records.
    fn prefix_taken(&self, kind: &Kind, id: &Spanned<String>, root: &Node) -> Option<Finding> {
        let other = self.kinds.iter().find(|other| other.id != kind.id && other.prefix == kind.prefix)?;
        let span = root.get("prefix").map_or(id.span, |node| node.span);
        let message = format!("the prefix `{}` already belongs to the kind `{}`", kind.prefix, other.id);
        Some(Finding::warning("prefix-taken", span, message).help("give the kind a `prefix` of its own"))
    }
}

/// The built-in kinds, and what is wrong with them: nothing, as a test makes sure.
fn read_built_in() -> (Kinds, Vec<Finding>) {
    let common_root = parse_yaml(COMMON, 0).root.unwrap_or_else(empty_map);
    let mut findings = Vec::new();
    let known: BTreeSet<String> = KIND_FILES.iter().map(|(id, _)| (*id).to_owned()).collect();
    let common = common_root.get("fields").map_or_else(Vec::new, |node| read_fields(node, &[], &known, &mut findings));
    let mut kinds = Vec::new();
    for (id, text) in KIND_FILES {
        let parsed = parse_yaml(text, 0);
        findings.extend(parsed.findings);
        let root = parsed.root.unwrap_or_else(empty_map);
        let around = Surroundings { source: None, common: &common, known_kinds: &known };
        let (kind, more) = read_kind(&Spanned::new(id.to_owned(), root.span), &root, None, &around);
        findings.extend(more);
        kinds.push(kind);
    }
    let digest = digest_of(&kinds, &common);
    (Kinds { kinds, common, front_matter: read_document_fields().0, digest }, findings)
}

fn read_document_fields() -> (Vec<Field>, Vec<Finding>) {
    let root = parse_yaml(DOCUMENT, 0).root.unwrap_or_else(empty_map);
    let known: BTreeSet<String> = KIND_FILES.iter().map(|(id, _)| (*id).to_owned()).collect();
    let mut findings = Vec::new();
    let fields = root.get("fields").map_or_else(Vec::new, |node| read_fields(node, &[], &known, &mut findings));
    (fields, findings)
}

fn empty_map() -> Node {
    Node { span: Span::default(), value: crate::syntax::Value::Map(Vec::new()) }
}

/// The debug form names every field of every kind, so it changes whenever anything does.
fn digest_of(kinds: &[Kind], common: &[Field]) -> Sha256 {
    Sha256::of(format!("{kinds:?}{common:?}").as_bytes())
}

fn id_of((_, root): &(DocPath, Node)) -> Option<String> {
    root.get("id")?.text().map(str::to_owned)
}

fn id_or_finding(path: &DocPath, root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
    if root.map().is_none() {
        let message = format!("a kind file is a map of keys, this is {}", root.shape());
        diagnostics.push(Finding::error("wrong-type", root.span, message).at(path));
        return None;
    }
    let id = root.get("id").and_then(Node::spanned_text);
    let Some(id) = id else {
        let place = Span::new(root.span.start as usize, root.span.start as usize);
        let finding = Finding::error("missing-id", place, "this kind has no `id`")
            .help("such as `id: vendor-review`; records then say `kind: vendor-review`");
        diagnostics.push(finding.at(path));
        return None;
    };
    if is_kind_id(&id.value) {
        return Some(id);
    }
    let finding = Finding::error("wrong-kind-id", id.span, format!("`{}` cannot be the id of a kind", id.value))
        .help("use lower-case letters, digits and hyphens, such as `vendor-review`; `any` and `document` are taken");
    diagnostics.push(finding.at(path));
    None
}

/// It becomes part of file names and addresses.
fn is_kind_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.bytes().all(plain)
        && !id.ends_with('-')
        && id != "any"
        && id != "document"
}

fn defined_twice(id: &Spanned<String>) -> Finding {
    Finding::error("duplicate-kind", id.span, format!("the kind `{}` is given in two files", id.value))
        .label("not read")
        .help("put both into one file")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Kinds, read_built_in, read_document_fields};
    use crate::diagnostic::{Diagnostic, Level};
    use crate::schema::{Field, FieldPath, FieldType, RefTarget};
    use crate::syntax::parse_yaml;
    use crate::text::DocPath;

    /// Reads kind files, each a text, named `kinds/0.yaml` and so on.
    fn read(texts: &[&str]) -> (Kinds, Vec<Diagnostic>) {
        let file = |(at, text): (usize, &&str)| {
            (DocPath::new(&format!("kinds/{at}.yaml")).unwrap(), parse_yaml(text, 0).root.unwrap())
        };
        Kinds::with_user_files(&texts.iter().enumerate().map(file).collect::<Vec<_>>())
    }

    /// Code and the text at which each finding points.
    fn findings(text: &str) -> Vec<(&'static str, &str)> {
        let (_, diagnostics) = read(&[text]);
        diagnostics.iter().map(|diagnostic| (diagnostic.finding.code, &text[diagnostic.finding.span.range()])).collect()
    }

    fn relations<'f>(fields: &'f [Field], found: &mut Vec<&'f Field>) {
        for field in fields {
            if field.field_type.is_relation() {
                found.push(field);
            }
            relations(field.field_type.inner(), found);
        }
    }

    #[test]
    fn every_built_in_kind_is_complete() {
        let (kinds, findings) = read_built_in();
        assert_eq!(findings, []);
        assert_eq!(kinds.all().len(), 29);
        let mut prefixes = BTreeSet::new();
        for kind in kinds.all() {
            assert!(kind.description.ends_with('.'), "{}: a description is a sentence", kind.id);
            assert!(!kind.fields.is_empty() && !kind.group.is_empty(), "{}", kind.id);
            assert!(kind.columns.len() >= 4, "{}: a register shows more", kind.id);
            assert!(prefixes.insert(&kind.prefix), "{}: its prefix is taken", kind.id);
            assert!(!kind.status.options.is_empty(), "{}: states", kind.id);
            let mut found = Vec::new();
            relations(&kind.fields, &mut found);
            for field in found {
                assert!(field.inverse.is_some(), "{}.{}: no label at the other end", kind.id, field.name);
            }
        }
    }

    #[test]
    fn the_keys_of_front_matter_are_complete() {
        let (fields, findings) = read_document_fields();
        assert_eq!((fields.len(), findings), (23, Vec::new()));
    }

    #[test]
    fn what_a_rule_demands_can_be_filled() {
        let kinds = Kinds::built_in();
        for kind in kinds.all() {
            for rule in &kind.evidence {
                assert!(!rule.states.is_empty(), "{}: a built-in rule names its states", kind.id);
                assert!(!rule.needs.is_empty(), "{}: a built-in rule names what must be filled", kind.id);
                assert!(kinds.field(kind, &rule.date).is_some_and(|field| field.field_type == FieldType::Date));
                assert!(!rule.clauses.is_empty() || rule.clauses_from.is_some(), "{}", kind.id);
            }
        }
    }

    #[test]
    fn a_statement_of_applicability_row_is_evidence_for_nothing_but_the_statement() {
        let kinds = Kinds::built_in();
        let rules = &kinds.get("control").unwrap().evidence;
        assert!(rules.iter().all(|rule| rule.clauses_from.is_none()));
        assert!(rules.iter().flat_map(|rule| &rule.clauses).all(|clause| clause.id == "6.1.3"));
        assert!(kinds.get("exclusion").unwrap().evidence.is_empty());
    }

    #[test]
    fn an_own_kind_needs_only_an_id_and_fields() {
        let (kinds, diagnostics) = read(&["id: vendor-review\nfields: {score: {type: number, min: 0, max: 10}}\n"]);
        assert_eq!(diagnostics, []);
        let kind = kinds.get("vendor-review").unwrap();
        assert_eq!(
            (kind.title.as_str(), kind.plural.as_str(), kind.prefix.as_str()),
            ("Vendor review", "Vendor review", "VEN")
        );
        assert!(!kind.built_in);
        assert_ne!(kinds.digest(), Kinds::built_in().digest());
    }

    #[test]
    fn an_extension_changes_what_it_names_and_keeps_the_rest() {
        let text = "id: risk\nfields:\n  appetite: text\n  likelihood: {max: 10}\n  treatment: {options: [modify, retain]}\nrequired: [appetite]\ncolumns: [id, appetite]\n";
        let (kinds, diagnostics) = read(&[text]);
        assert_eq!(diagnostics, []);
        let (built_in, risk) = (Kinds::built_in(), kinds.get("risk").unwrap());
        let before = built_in.get("risk").unwrap();
        assert_eq!(risk.fields.len(), before.fields.len() + 1);
        assert_eq!(risk.columns.len(), 2);
        assert_eq!(risk.required.len(), before.required.len() + 1);
        assert_eq!(risk.evidence, before.evidence);
        let FieldType::Number(range) = &risk.own_field("likelihood").unwrap().field_type else { panic!() };
        assert_eq!((range.min.as_ref().unwrap().value, range.max.as_ref().unwrap().value), (1.0, 10.0));
        assert_eq!(risk.own_field("likelihood").unwrap().label, "Likelihood");
        assert_eq!(risk.own_field("treatment").unwrap().field_type.choices().len(), 2);
    }

    #[test]
    fn own_kinds_can_refer_to_each_other_in_any_order() {
        let (kinds, diagnostics) = read(&[
            "id: beta\nfields: {alpha: {type: ref, to: [alpha, document]}}\n",
            "id: alpha\nfields: {beta: {type: ref, to: beta}}\n",
        ]);
        assert_eq!(diagnostics, []);
        let beta = kinds.get("beta").unwrap();
        let target = RefTarget::Of { kinds: vec!["alpha".to_owned()], documents: true };
        assert_eq!(beta.own_field("alpha").unwrap().field_type, FieldType::Ref(target));
    }

    #[test]
    fn every_mistake_in_a_kind_file_has_its_place() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            ("- x", &[("wrong-type", "- x")]),
            ("title: X", &[("missing-id", "")]),
            ("id: Vendor Review", &[("wrong-kind-id", "Vendor Review")]),
            ("id: any", &[("wrong-kind-id", "any")]),
            ("id: x\nfeilds: {}", &[("unknown-key", "feilds")]),
            ("id: x\nfields: [a]", &[("wrong-type", "[a]")]),
            ("id: x\nfields: {a.b: text}", &[("wrong-field-name", "a.b")]),
            ("id: x\nfields: {a: {label: A}}", &[("missing-type", "a")]),
            ("id: x\nfields: {a: txt}", &[("unknown-field-type", "txt")]),
            ("id: x\nfields: {a: {type: dates}}", &[("unknown-field-type", "dates")]),
            ("id: x\nfields: {a: {type: text, max: 3}}", &[("unknown-key", "max")]),
            ("id: x\nfields: {a: {type: choice}}", &[("missing-details", "choice")]),
            ("id: x\nfields: {a: {type: choice, options: [p, p]}}", &[("duplicate-option", "p")]),
            ("id: x\nfields: {a: {type: number, min: low}}", &[("wrong-type", "low")]),
            ("id: x\nfields: {a: {type: number, min: 3, max: 1}}", &[("wrong-range", "1")]),
            ("id: x\nfields: {a: {type: ref, to: rsk}}", &[("unknown-kind", "rsk")]),
            ("id: x\nfields: {a: {type: group, fields: {b: dat}}}", &[("unknown-field-type", "dat")]),
            ("id: x\nfields: {owner: text}", &[("field-name-taken", "owner")]),
            ("id: risk\nfields: {likelihood: text}", &[("field-type-changed", "text")]),
            ("id: x\nprefix: V-", &[("wrong-prefix", "V-")]),
            ("id: x\nprefix: RSK", &[("prefix-taken", "RSK")]),
            ("id: x\ncolumns: [id, ownr]", &[("unknown-field", "ownr")]),
            ("id: x\nrequired: [a]", &[("unknown-field", "a")]),
            ("id: x\nvalidity: often", &[("wrong-type", "often")]),
            ("id: x\nvalidity: {for: 1 year, from: title}", &[("wrong-field-type", "title")]),
            ("id: x\nvalidity: {for: 1 year, form: date}", &[("unknown-key", "form")]),
            ("id: x\nsystems_from: owner", &[("wrong-field-type", "owner")]),
            ("id: x\nfiles_for: owner", &[("wrong-field-type", "owner")]),
            ("id: x\nfiles_for: {when: {owner: [x]}}", &[("wrong-field-type", "owner")]),
            ("id: x\nfiles_for: {}", &[("missing-clauses", "{}")]),
            ("id: x\nstatus: {options: [a], default: b}", &[("wrong-choice", "b")]),
            ("id: x\nstatus: {field: stage}", &[("unknown-field", "stage")]),
            ("id: x\nevidence: [{needs: [owner]}]", &[("missing-clauses", "{needs: [owner]}")]),
            ("id: x\nevidence: [{clauses: [9.1], needs: [a]}]", &[("unknown-field", "a")]),
            ("id: x\nevidence: [{clauses: [9.1], date: owner}]", &[("wrong-field-type", "owner")]),
            ("id: x\nevidence: [{clauses: [9.1], states: [planned]}]", &[("state-never-counts", "planned")]),
            ("id: x\nevidence: [{clauses: [9.1], when: {owner: [x]}}]", &[("wrong-field-type", "owner")]),
            ("id: risk\nevidence: [{clauses: [9.1], when: {treatment: [avert]}}]", &[("wrong-choice", "avert")]),
            ("id: risk\nevidence: [{clauses_from: owner}]", &[("wrong-field-type", "owner")]),
            ("id: risk\nstatus: [new]", &[("evidence-lost", "[new]"); 4]),
        ];
        for (text, expected) in cases {
            assert_eq!(findings(text), *expected, "{text}");
        }
    }

    #[test]
    fn a_rule_with_a_mistake_never_counts() {
        let (kinds, _) =
            read(&["id: x\nevidence: [{clauses: [9.1], needs: [ownr]}, {clauses: [9.1], needs: [owner]}]"]);
        assert_eq!(kinds.get("x").unwrap().evidence.len(), 1);
        assert_eq!(kinds.get("x").unwrap().evidence[0].date, FieldPath::parse("date"));
    }

    #[test]
    fn a_second_file_for_the_same_kind_is_said_with_the_first_place() {
        let (kinds, diagnostics) = read(&["id: x\ntitle: First", "id: x\ntitle: Second"]);
        assert_eq!(diagnostics[0].finding.code, "duplicate-kind");
        assert_eq!(diagnostics[0].finding.level, Level::Error);
        assert_eq!(diagnostics[0].related[0].0.path.as_str(), "kinds/0.yaml");
        assert_eq!(kinds.get("x").unwrap().title, "First");
    }
}
