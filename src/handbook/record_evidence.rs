//! Whether a record is evidence for an entry, by the rules of its kind.
//!
//! Never lets a planned, drafted, undated or future record count.

use crate::catalog::{ClauseId, FrameworkIndex, Target};
use crate::entry::{EvidenceUse, FieldData, NotYet, Record, RuleTargets, evidence_date, has_value, valid_until};
use crate::handbook::HandbookOptions;
use crate::handbook::coverage::{EvidenceStanding, Reach};
use crate::language::{Part, Phrase};
use crate::schema::{EvidenceRule, FieldPath, FieldType, Kind, Kinds, counts_as_done};
use crate::text::Date;

/// What a record shows about one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordClaim {
    pub clause: ClauseId,
    pub reach: Reach,
    pub standing: EvidenceStanding,
    pub date: Option<Date>,
    pub valid_until: Option<Date>,
}

/// What records are judged by.
pub struct Judge<'a> {
    /// The entries that the rules of kinds name.
    pub targets: &'a RuleTargets,
    pub kinds: &'a Kinds,
    pub options: &'a HandbookOptions,
    /// What is wrong with an evidence file: the name of the text that says it; `None` when nothing is.
    pub broken_file: &'a (dyn Fn(&Record, &EvidenceUse) -> Option<&'static str> + Sync),
}

impl Judge<'_> {
    /// All entries that the record is evidence for by its kind, the best claim for each.
    pub fn claims(&self, record: &Record) -> Vec<RecordClaim> {
        let Some(kind) = self.kinds.get(&record.kind) else { return Vec::new() };
        let mut claims: Vec<RecordClaim> = Vec::new();
        for (number, rule) in kind.evidence.iter().enumerate() {
            let (standing, date, valid_until) = self.standing(rule, kind, record);
            for (clause, reach) in self.clauses(kind, number, rule, record) {
                let claim = RecordClaim { clause, reach, standing: standing.clone(), date, valid_until };
                match claims.iter_mut().find(|known| known.clause == claim.clause && known.reach == claim.reach) {
                    Some(known) if claim.standing < known.standing => *known = claim,
                    Some(_) => {}
                    None => claims.push(claim),
                }
            }
        }
        claims
    }

    /// The date that stands for a record as a whole, for files that have none of their own. A kind that says what its
    /// files are for lends them no date.
    pub fn date_of(&self, record: &Record) -> Option<Date> {
        let kind = self.kinds.get(&record.kind).filter(|kind| kind.files_for.is_none())?;
        let by_rule = kind.evidence.iter().filter_map(|rule| past_date(record, &rule.date, self.options.as_of)).max();
        by_rule.or_else(|| record.date.as_ref().map(|date| date.value))
    }

    /// What the files of a record are for by its kind, besides the entries that the record is about.
    pub fn file_targets(&self, record: &Record) -> Vec<Target> {
        let Some(files_for) = self.kinds.get(&record.kind).and_then(|kind| kind.files_for.as_ref()) else {
            return Vec::new();
        };
        if !files_for.when.iter().all(|condition| has_value(record, condition)) {
            return Vec::new();
        }
        let target = |item: &FieldData| match item {
            FieldData::Clause(reference) => Some(reference.target.clone()),
            _ => None,
        };
        record.items_at(&files_for.clauses_from).iter().filter_map(|item| target(item)).collect()
    }

    /// Whether a record in its state can speak for the files that it names.
    pub fn is_done(&self, record: &Record) -> bool {
        if record.is_unread("status") {
            return false;
        }
        let state = record.status.as_ref().map(|status| status.value.as_str());
        let rules = self.kinds.get(&record.kind).map_or(&[][..], |kind| kind.evidence.as_slice());
        match rules {
            [] => state.is_none_or(counts_as_done),
            rules => rules.iter().any(|rule| rule.accepts_state(state)),
        }
    }

    fn clauses(&self, kind: &Kind, number: usize, rule: &EvidenceRule, record: &Record) -> Vec<(ClauseId, Reach)> {
        let named = self.targets.get(&kind.id, number).iter().filter(|clause| self.is_enabled(clause.framework));
        let mut clauses: Vec<_> = named.map(|clause| (*clause, Reach::Whole)).collect();
        for item in rule.clauses_from.iter().flat_map(|path| record.items_at(path)) {
            if let FieldData::Clause(reference) = &*item {
                clauses.push((reference.target.clause(), reach(&reference.target)));
            }
        }
        clauses
    }

    fn is_enabled(&self, framework: FrameworkIndex) -> bool {
        self.options.frameworks.contains(&framework)
    }

    fn standing(
        &self,
        rule: &EvidenceRule,
        kind: &Kind,
        record: &Record,
    ) -> (EvidenceStanding, Option<Date>, Option<Date>) {
        let not_counted = |why: Phrase| (EvidenceStanding::NotCounted(why), None, None);
        let date = match evidence_date(record, kind, rule, self.options.as_of) {
            Ok(date) => date,
            Err(reasons) => {
                return not_counted(
                    reasons.first().map_or(Phrase::new("not_counted.no_state"), |why| self.words(kind, why)),
                );
            }
        };
        if let Some(why) = rule.needs.iter().find_map(|path| self.broken_evidence(record, path)) {
            return not_counted(Phrase::new(why));
        }
        let valid_until = valid_until(record, kind, self.options.as_of, Some(date))
            .or_else(|| self.options.evidence_interval.after(date));
        let expired = valid_until.is_some_and(|until| until < self.options.as_of);
        (if expired { EvidenceStanding::Expired } else { EvidenceStanding::Current }, Some(date), valid_until)
    }

    /// Why a record does not count, in a few words.
    fn words(&self, kind: &Kind, why: &NotYet) -> Phrase {
        let label = |path: &FieldPath| {
            self.kinds.field(kind, path).map_or_else(|| path.to_string(), |field| field.label.clone())
        };
        match why {
            NotYet::Missing(path) => Phrase::new("not_counted.empty").text("field", label(path)),
            NotYet::OtherValue(condition) => {
                let field = self.kinds.field(kind, &condition.field);
                let value = |word: &String| match (word.as_str(), field.map(|field| &field.field_type)) {
                    ("yes", Some(FieldType::Truth)) => Part::Phrase(Phrase::new("yes")),
                    ("no", Some(FieldType::Truth)) => Part::Phrase(Phrase::new("no")),
                    (word, Some(field_type)) => Part::Text(field_type.label(word).to_owned()),
                    (word, None) => Part::Text(word.to_owned()),
                };
                let values = Part::AnyOf(condition.values.iter().map(value).collect());
                Phrase::new("not_counted.other_value").text("field", label(&condition.field)).part("values", values)
            }
            NotYet::Incomplete { field, missing } => {
                let known = self.kinds.field(kind, field).map(|field| &field.field_type);
                let name = |word: &String| known.map_or(word.as_str(), |known| known.label(word)).to_owned();
                let missing = missing.iter().map(name).collect::<Vec<_>>().join(", ");
                Phrase::new("not_counted.incomplete").text("field", label(field)).text("missing", missing)
            }
            NotYet::State(Some(state)) => Phrase::new("not_counted.state").text("state", kind.status.label(state)),
            NotYet::UnclearState => Phrase::new("not_counted.unclear_state"),
            NotYet::State(None) => Phrase::new("not_counted.no_state"),
            NotYet::Future(path) => Phrase::new("not_counted.future").text("field", label(path)),
        }
    }

    /// What is wrong with a file in a field; what the record says beside the field, such as its digest, belongs to it.
    fn broken_evidence(&self, record: &Record, path: &FieldPath) -> Option<&'static str> {
        let whole = |file: &EvidenceUse| record.evidence.iter().find(|whole| whole.location == file.location);
        record.items_at(path).iter().find_map(|item| match &**item {
            FieldData::Evidence(file) => (self.broken_file)(record, whole(file).unwrap_or(file)),
            _ => None,
        })
    }
}

/// How far a reference reaches.
pub fn reach(target: &Target) -> Reach {
    match target {
        Target::Entry(_) => Reach::Whole,
        Target::Part { locator, .. } => Reach::Part(locator.clone()),
        Target::Heading(_) => Reach::Hint,
        Target::Guidance { written, .. } => Reach::Guidance(written.clone()),
    }
}

/// The latest date at a path that is not in the future.
fn past_date(record: &Record, path: &FieldPath, as_of: Date) -> Option<Date> {
    record.dates_at(path).into_iter().filter(|date| *date <= as_of).max()
}
