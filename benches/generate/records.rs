//! Records of every built-in kind, filled by what the kind says about its fields.
//!
//! Never names a field of a kind, but for digests: a new kind or field is generated without a change here.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use aimsbook::schema::{Field, FieldType, Kind, Kinds, NumberRange, RefTarget};

use crate::generate::documents::{Library, ROLES, date};
use crate::generate::words::Chance;

const IN_FILE: usize = 50;

/// Fields that need not be filled are filled this often, in percent.
const FILLED: usize = 50;

/// One evidence file for so many records.
pub const RECORDS_PER_EVIDENCE_FILE: usize = 20;

pub fn evidence_path(number: usize) -> String {
    format!("evidence/2026/{:02}/report-{number:04}.pdf", number % 12 + 1)
}

pub struct Registers<'l> {
    kinds: Kinds,
    library: &'l Library,
    counts: BTreeMap<String, usize>,
    evidence: usize,
}

impl<'l> Registers<'l> {
    pub fn new(library: &'l Library, records: usize) -> Registers<'l> {
        let kinds = Kinds::built_in();
        let shares: usize = kinds.all().iter().map(share).sum();
        let count = |kind: &Kind| (kind.id.clone(), (records * share(kind)).div_ceil(shares));
        let counts = kinds.all().iter().map(count).collect();
        Registers { counts, library, evidence: records / RECORDS_PER_EVIDENCE_FILE, kinds }
    }

    /// Path and text of every record file.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        for kind in self.kinds.all() {
            let numbers: Vec<usize> = (0..self.counts[&kind.id]).collect();
            for (file, numbers) in numbers.chunks(IN_FILE).enumerate() {
                let mut text = format!("kind: {}\nrecords:\n", kind.id);
                numbers.iter().for_each(|number| self.record(kind, *number, &mut text));
                files.push((format!("registers/{}/{}-{file:03}.yaml", kind.id, kind.id), text));
            }
        }
        files
    }

    fn record(&self, kind: &Kind, number: usize, text: &mut String) {
        let sort = kind.id.bytes().fold(3, |sort: u64, byte| sort.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let mut chance = Chance::of(sort, number);
        let chance = &mut chance;
        let _ = writeln!(text, "  - id: {}", record_id(kind, number));
        let _ = writeln!(text, "    title: {}", self.library.words.title(chance));
        let _ = writeln!(text, "    owner: {}", chance.pick(&ROLES));
        let _ = writeln!(text, "    next_review: {}", date(chance).replace("2025", "2027"));
        if kind.id != "ai-system" {
            let _ = writeln!(text, "    systems: [{}]", self.id_of("ai-system", chance));
        }
        if let (None, Some(state)) = (&kind.status.field, kind.status.options.get(1)) {
            let _ = writeln!(text, "    status: {}", state.word);
        }
        for field in &kind.fields {
            let required = kind.required.iter().any(|path| path.first() == field.name);
            // A wrong digest is an error, and no chance finds a right one.
            if field.name != "sha256" && (required || chance.happens(FILLED)) {
                let value = self.values(field, chance);
                let _ = writeln!(text, "    {}: {value}", field.name);
            }
        }
    }

    fn values(&self, field: &Field, chance: &mut Chance) -> String {
        let count = if field.many { 1 + chance.below(3) } else { 1 };
        let values: Vec<String> = (0..count).filter_map(|_| self.value(field, chance)).collect();
        if field.many { format!("[{}]", values.join(", ")) } else { values.join("") }
    }

    fn value(&self, field: &Field, chance: &mut Chance) -> Option<String> {
        let words = &self.library.words;
        Some(match &field.field_type {
            // Of the right shape, and of nothing: what it vouches for counts as changed.
            FieldType::Text if field.name == "digest" => format!("v1:{:064x}", chance.below(usize::MAX)),
            FieldType::Text => words.title(chance),
            FieldType::Markdown => {
                format!("\"{} See [[{}]]. {}\"", words.sentence(chance), self.document(chance), words.sentence(chance))
            }
            FieldType::Date => date(chance),
            FieldType::Interval => "12 months".to_owned(),
            FieldType::Number(range) => number(range, chance),
            FieldType::Truth => "yes".to_owned(),
            FieldType::Choice(choices) => chance.pick(choices).word.clone(),
            FieldType::Role => (*chance.pick(&ROLES)).to_owned(),
            FieldType::Clause => chance.pick(&self.library.clauses[0].1).clone(),
            FieldType::Ref(RefTarget::Any) => self.document(chance),
            FieldType::Ref(RefTarget::Of { kinds, documents }) => match kinds.first() {
                Some(kind) if !documents => self.id_of(kind, chance),
                _ => self.document(chance),
            },
            FieldType::Evidence => evidence_path(chance.below(self.evidence)),
            FieldType::Link => format!("https://example.org/{}", chance.below(1000)),
            FieldType::Group(fields) => {
                let inner = fields.iter().map(|field| format!("{}: {}", field.name, self.values(field, chance)));
                format!("{{{}}}", inner.collect::<Vec<_>>().join(", "))
            }
        })
    }

    fn document(&self, chance: &mut Chance) -> String {
        self.library.id(chance.below(self.library.documents))
    }

    fn id_of(&self, kind: &str, chance: &mut Chance) -> String {
        let found = self.kinds.get(kind).map(|kind| record_id(kind, chance.below(self.counts[&kind.id])));
        found.unwrap_or_default()
    }
}

fn record_id(kind: &Kind, number: usize) -> String {
    format!("{}-{number:05}", kind.prefix)
}

/// Risks, incidents and the like fill registers; systems, and what is decided once, do not.
fn share(kind: &Kind) -> usize {
    match kind.id.as_str() {
        "risk" | "incident" | "change" | "measurement" | "competence" | "evidence" => 30,
        "ai-system" | "audit" | "management-review" | "control" => 2,
        // Not every entry can be excluded.
        "exclusion" => 0,
        _ => 10,
    }
}

fn number(range: &NumberRange, chance: &mut Chance) -> String {
    let limit = |number: &Option<aimsbook::schema::Number>, default: f64| {
        number.as_ref().map_or(default, |number| number.value)
    };
    let (min, max) = (limit(&range.min, 0.0), limit(&range.max, 100.0));
    (min as usize + chance.below((max - min) as usize + 1)).to_string()
}
