//! A handbook in which everything of each classification carries words of its own.
//!
//! Never puts a word of one classification into something of another, but for links and references.

use aimsbook::schema::{Field, FieldType, Kind, Kinds, RefTarget};
use aimsbook::text::Sha256;
use serde_json::{Map, Value, json};

use crate::support::Files;

/// Lowest first, with the mark that all words of it begin with.
pub const LEVELS: [(&str, &str); 4] =
    [("public", "zqxjp"), ("internal", "zqxji"), ("confidential", "zqxjc"), ("restricted", "zqxjr")];

pub const CONFIGURATION: &str = "\
title: Canaries
frameworks: [iso-42001, eu-ai-act]
audiences:
  public: public
  press: {sees: public, coverage: yes}
  internal: internal
  auditor: confidential
  board: restricted
edit_url: https://example.org/edit/{path}
";

/// Every word that was planted, by the position of its classification.
#[derive(Default)]
pub struct Planted {
    pub files: Files,
    pub words: Vec<(usize, String)>,
}

impl Planted {
    pub fn new() -> Planted {
        let mut planted = Planted::default();
        planted.files.insert("aimsbook.yaml".to_owned(), CONFIGURATION.as_bytes().to_vec());
        for level in 0..LEVELS.len() {
            planted.plant_documents(level);
            planted.plant_texts(level);
            for kind in Kinds::built_in().all() {
                planted.plant_records(level, kind);
            }
        }
        planted
    }

    /// Files of a higher classification, with their digests.
    pub fn above(&self, level: usize) -> impl Iterator<Item = (&String, String)> {
        let marks = LEVELS[level + 1..].iter().map(|(_, mark)| *mark);
        let is_above = move |path: &str| path == "evidence/shared.txt" || marks.clone().any(|mark| path.contains(mark));
        let files = self.files.iter().filter(move |(path, _)| level + 1 < LEVELS.len() && is_above(path));
        files.map(|(path, bytes)| (path, Sha256::of(bytes).to_string()))
    }

    fn word(&mut self, level: usize, what: &str) -> String {
        let word = format!("{}{}", LEVELS[level].1, what.replace(['-', '_'], ""));
        self.words.push((level, word.clone()));
        word
    }

    fn file(&mut self, path: String, bytes: String) {
        self.files.insert(path, bytes.into_bytes());
    }

    /// A folder with a document that has everything, one that is its index, and one in a folder below.
    fn plant_documents(&mut self, level: usize) {
        let mut w = |what: &str| self.word(level, what);
        let (classification, _) = LEVELS[level];
        let folder = w("folder");
        let picture = format!("{folder}/{}.png", w("picturename"));
        let attachment = format!("{folder}/{}.csv", w("attachmentname"));
        let evidence = format!("evidence/{}/{}.txt", w("evidencefolder"), w("evidencename"));
        let mut text = format!(
            "---\nid: {}\ntitle: The {}\ntype: {}\nversion: {}\nstatus: approved\nowner: {}\napprover: {}\napproved: 2026-01-10\n",
            document_id(level),
            w("documenttitle"),
            w("documenttype"),
            w("documentversion"),
            w("documentowner"),
            w("documentapprover"),
        );
        text += &format!("classification: {classification}\nsummary: {}\naliases: [{}]\n", w("summary"), w("alias"));
        text += &format!("clauses: [5.2, A.5.3]\nsystems: [{}]\n", record_id(level, "ai-system"));
        text += &format!(
            "evidence:\n  - {{path: {evidence}, title: {}, collected: 2026-01-10}}\n  - evidence/shared.txt\n---\n",
            w("evidencetitle")
        );
        text += &format!("# {} {{clauses=\"A.2.2\"}}\n\n## {}\n\n", w("headingone"), w("headingtwo"));
        text += &format!("{} *{}* `{}` H~{}~O\n\n", w("bodytext"), w("bodyemphasis"), w("bodycode"), w("bodymore"));
        text += &format!("```\n{}\n```\n\n> [!WARNING]\n> {}\n\n", w("codeblock"), w("alert"));
        text += &format!("| {} |\n|---|\n| {} |\n\n- [ ] {}\n\n", w("tablehead"), w("tablecell"), w("task"));
        text += &format!("Note[^1].\n\n[^1]: {}\n\n{}\n: {}\n\n", w("footnote"), w("term"), w("definition"));
        text += &format!("<kbd title=\"{}\">{}</kbd>\n\n", w("attribute"), w("html"));
        text += &format!(
            "![{}](/{picture} \"{}\") [{}](/{attachment})\n\n",
            w("picturetext"),
            w("picturetitle"),
            w("linktext")
        );
        text += &format!("[out](https://{}.example/{})\n\n", w("host"), w("address"));
        text += "See [[A.6.2.4]] and ISO/IEC 42001 A.7.2.\n\n## Links\n\n";
        for (other, level) in LEVELS.iter().enumerate() {
            text += &format!("- [[{0}]], [[{0}#{1}]], [[{0}|by id]]\n", document_id(other), heading_id(other));
            text += &format!(
                "- [by path](../{0}/{1}.md), [section](/{0}/{1}.md#{2})\n",
                level.1.to_owned() + "folder",
                file_name(other),
                heading_id(other)
            );
            text += &format!("- [[{}]], [folder](/{}folder/)\n", record_id(other, "risk"), level.1);
        }
        let name = w("filename");
        assert_eq!(name, file_name(level));
        let broken = w("unknownclause");
        let deep = format!("{folder}/{}", w("subfolder"));
        let deep_text = format!(
            "---\nid: {}\ntitle: {}\nclassification: {classification}\nclauses: [5.3, {broken}]\nreplaced_by: {}\n---\n{}\n",
            w("deepid"),
            w("deeptitle"),
            document_id(3),
            w("deepbody")
        );
        let deep_name = w("deepname");
        let index =
            format!("---\ntitle: {}\nclassification: {classification}\n---\n{}\n", w("indextitle"), w("indexbody"));
        let (png, csv, txt) = (w("picturebytes"), w("attachmentbytes"), w("evidencebytes"));
        self.words.push((level, document_id(level)));
        self.file(format!("{folder}/{name}.md"), text);
        self.file(format!("{deep}/{deep_name}.md"), deep_text);
        self.file(format!("{folder}/index.md"), index);
        self.file(picture, png);
        self.file(attachment, csv);
        self.file(evidence, txt);
        // Named by documents of every classification: it has the highest.
        self.file("evidence/shared.txt".to_owned(), format!("{}sharedbytes", LEVELS[3].1));
    }

    /// Licensed texts of two clauses.
    fn plant_texts(&mut self, level: usize) {
        let (classification, _) = LEVELS[level];
        let (one, two) = (self.word(level, "licensedtext"), self.word(level, "licensedmore"));
        let clauses = [("4.1", "A.2.2"), ("4.2", "A.2.3"), ("4.3", "A.2.4"), ("4.4", "A.3.2")][level];
        let text = format!(
            "text_for: iso-42001\nclassification: {classification}\ntext:\n  \"{}\": {one}\n  {}: {two}\n",
            clauses.0, clauses.1
        );
        self.file(format!("frameworks/texts-{level}.yaml"), text);
    }

    /// Records of a kind with every field filled, two where a register is easy to forget.
    fn plant_records(&mut self, level: usize, kind: &Kind) {
        let mut records = vec![self.record(level, kind, &record_id(level, &kind.id), "one")];
        if ["risk", "ai-system", "evidence"].contains(&kind.id.as_str()) {
            let id = self.word(level, &format!("{}second", kind.id));
            records.push(self.record(level, kind, &id, "two"));
        }
        self.words.push((level, record_id(level, &kind.id)));
        let file = json!({"kind": kind.id, "records": records});
        let name = format!("registers/{}{}file.yaml", LEVELS[level].1, kind.id);
        self.file(name, serde_json::to_string_pretty(&file).unwrap());
    }

    fn record(&mut self, level: usize, kind: &Kind, id: &str, which: &str) -> Value {
        let mut record = Map::new();
        let prefix = format!("{}{which}", kind.id);
        let given = ["id", "kind", "status", "classification", "links"];
        let kinds = Kinds::built_in();
        for field in kinds.common().iter().chain(&kind.fields).filter(|field| !given.contains(&field.name.as_str())) {
            if let Some(value) = self.value(level, field, &format!("{prefix}{}", field.name)) {
                record.insert(field.name.clone(), value);
            }
        }
        record.insert("id".to_owned(), json!(id));
        record.insert("classification".to_owned(), json!(LEVELS[level].0));
        let counts = kind.evidence.first().and_then(|rule| rule.states.first().cloned());
        let state = counts.or_else(|| kind.status.options.last().map(|state| state.word.clone()));
        if let Some(state) = state.filter(|_| kind.status.field.is_none()) {
            record.insert("status".to_owned(), json!(state));
        }
        let everything: Vec<String> =
            (0..LEVELS.len()).flat_map(|other| [document_id(other), record_id(other, "supplier")]).collect();
        record.insert("links".to_owned(), json!(everything));
        Value::Object(record)
    }

    /// A value that says where it comes from; `None` for what holds no words.
    fn value(&mut self, level: usize, field: &Field, what: &str) -> Option<Value> {
        let value = match &field.field_type {
            FieldType::Text | FieldType::Role => json!(self.word(level, what)),
            FieldType::Markdown => {
                let others: String = (0..LEVELS.len()).map(|other| format!(" [[{}]]", document_id(other))).collect();
                json!(format!("{} **{}**{others}", self.word(level, what), self.word(level, &format!("{what}bold"))))
            }
            FieldType::Date => json!("2026-01-10"),
            FieldType::Interval => json!("12 months"),
            FieldType::Number(_) => json!("3"),
            FieldType::Truth => json!("yes"),
            FieldType::Choice(choices) => json!(choices[0].word),
            FieldType::Clause => json!("A.6.2.4"),
            // The systems decide what is evidence for what, the others show whether a hidden end stays hidden.
            FieldType::Ref(target) => self.reference(level, field, target),
            FieldType::Evidence => {
                let name = format!("evidence/{}.txt", self.word(level, &format!("{what}name")));
                let bytes = self.word(level, &format!("{what}bytes"));
                self.file(name.clone(), bytes);
                json!({"path": name, "title": self.word(level, &format!("{what}title")), "collected": "2026-01-10"})
            }
            FieldType::Link => json!(format!("https://{}.example/", self.word(level, what))),
            FieldType::Group(fields) => {
                let inner = fields.iter().filter_map(|inner| {
                    Some((inner.name.clone(), self.value(level, inner, &format!("{what}{}", inner.name))?))
                });
                Value::Object(inner.collect())
            }
        };
        Some(if field.many && !value.is_array() { json!([value]) } else { value })
    }

    fn reference(&self, level: usize, field: &Field, target: &RefTarget) -> Value {
        let id = |level: usize| match target {
            RefTarget::Any => document_id(level),
            RefTarget::Of { kinds, .. } => {
                kinds.first().map_or_else(|| document_id(level), |kind| record_id(level, kind))
            }
        };
        let is_system =
            matches!(target, RefTarget::Of { kinds, .. } if kinds.first().is_some_and(|kind| kind == "ai-system"));
        match (field.many, is_system) {
            (true, _) => json!((0..LEVELS.len()).map(id).collect::<Vec<_>>()),
            (false, true) => json!(id(level)),
            (false, false) => json!(id(LEVELS.len() - 1)),
        }
    }
}

pub fn document_id(level: usize) -> String {
    format!("{}documentid", LEVELS[level].1)
}

fn file_name(level: usize) -> String {
    format!("{}filename", LEVELS[level].1)
}

fn heading_id(level: usize) -> String {
    format!("{}headingtwo", LEVELS[level].1)
}

pub fn record_id(level: usize, kind: &str) -> String {
    format!("{}{}id", LEVELS[level].1, kind.replace('-', ""))
}
