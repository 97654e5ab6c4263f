//! Whether a record meets a rule of its kind, judged by the record alone, and until when it does.
//!
//! Never computes a status: that needs the whole handbook.

use std::borrow::Cow;

use crate::entry::{FieldData, Record};
use crate::schema::{Condition, EvidenceRule, FieldPath, Kind, Validity, counts_as_done};
use crate::text::{Date, Interval};

/// Why a record is not evidence, in the words a page can use to say what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotYet {
    /// The field must be filled.
    Missing(FieldPath),
    /// The rule is for records with one of these values.
    OtherValue(Condition),
    /// These options of a choice occur nowhere.
    Incomplete { field: FieldPath, missing: Vec<String> },
    /// The state does not count; `None` when the record has none.
    State(Option<String>),
    /// What is written as its state is none of its kind's.
    UnclearState,
    /// The date is in the future.
    Future(FieldPath),
}

/// The date from which the record is evidence by this rule, or everything that keeps it from being so at `as_of`.
pub fn evidence_date(record: &Record, kind: &Kind, rule: &EvidenceRule, as_of: Date) -> Result<Date, Vec<NotYet>> {
    let mut reasons = Vec::new();
    let state = record.status.as_ref().map(|status| status.value.as_str());
    if record.is_unread("status") {
        reasons.push(NotYet::UnclearState);
    } else if !rule.accepts_state(state) || state.is_some_and(|state| !counts_as_done(state)) {
        reasons.push(NotYet::State(state.map(str::to_owned)));
    }
    for condition in rule.when.iter().filter(|condition| !has_value(record, condition)) {
        reasons.push(NotYet::OtherValue(condition.clone()));
    }
    for path in rule.needs.iter().filter(|path| !is_filled(record, path)) {
        reasons.push(NotYet::Missing(path.clone()));
    }
    reasons.extend(rule.every_option.iter().filter_map(|path| missing_options(record, kind, path)));
    let dates = record.dates_at(&rule.date);
    let date = dates.iter().copied().filter(|date| *date <= as_of).max();
    match date {
        Some(date) if reasons.is_empty() => return Ok(date),
        Some(_) => {}
        None if dates.is_empty() => reasons.push(NotYet::Missing(rule.date.clone())),
        None => reasons.push(NotYet::Future(rule.date.clone())),
    }
    reasons.dedup();
    Err(reasons)
}

/// The last day on which what the record says is valid; `None`: it does not lapse by itself.
///
/// `evidence_date` is where the time starts when neither record nor kind names a date.
pub fn valid_until(record: &Record, kind: &Kind, as_of: Date, evidence_date: Option<Date>) -> Option<Date> {
    let none = Validity::default();
    let validity = kind.validity.as_ref().unwrap_or(&none);
    let until = validity.until.as_ref().and_then(|path| record.dates_at(path).into_iter().max());
    let own = until.or_else(|| record.next_review.as_ref().map(|date| date.value));
    own.or_else(|| {
        let interval = record.review.or_else(|| every(record, validity)).or(validity.interval)?;
        let starts = validity.from.as_ref().map_or_else(Vec::new, |path| record.dates_at(path));
        let start = starts.into_iter().filter(|date| *date <= as_of).max().or(evidence_date)?;
        interval.after(start)
    })
}

fn every(record: &Record, validity: &Validity) -> Option<Interval> {
    let items = record.items_at(validity.every.as_ref()?);
    items.into_iter().find_map(|item| match *item {
        FieldData::Interval(interval) => Some(interval),
        _ => None,
    })
}

/// Whether a field says something: blanks do not.
pub fn is_filled(record: &Record, path: &FieldPath) -> bool {
    record.items_at(path).iter().any(|item| match &**item {
        FieldData::Text(text) | FieldData::Role(text) => says_something(text),
        // What a reader sees of it: a comment or a definition of a link says nothing.
        FieldData::Markdown(markdown) => {
            let passages = &markdown.body.passages;
            passages.iter().any(|passage| says_something(&passage.text) || !passage.labels.is_empty())
                || !markdown.body.headings.is_empty()
                || !markdown.body.links.is_empty()
        }
        _ => true,
    })
}

/// Whether a text has a letter, a digit or any other sign that can be seen.
fn says_something(text: &str) -> bool {
    let is_invisible = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(
                character,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                    | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
                    | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
            )
    };
    !text.chars().all(is_invisible)
}

/// Whether the field has one of the values that a condition asks for.
pub fn has_value(record: &Record, condition: &Condition) -> bool {
    let items = record.items_at(&condition.field);
    items.iter().filter_map(|item| item.word()).any(|word| condition.values.iter().any(|value| value == word))
}

fn missing_options(record: &Record, kind: &Kind, path: &FieldPath) -> Option<NotYet> {
    let items = record.items_at(path);
    let present: Vec<&str> = items.iter().filter_map(|item: &Cow<'_, FieldData>| item.word()).collect();
    let options = path.find(&kind.fields).map_or(&[][..], |field| field.field_type.choices());
    let missing: Vec<String> =
        options.iter().map(|option| option.word.clone()).filter(|word| !present.contains(&word.as_str())).collect();
    (!missing.is_empty()).then(|| NotYet::Incomplete { field: path.clone(), missing })
}

#[cfg(test)]
mod tests {
    use super::{NotYet, evidence_date, valid_until};
    use crate::catalog::Library;
    use crate::entry::{EntryOptions, Record, Vocabulary, read_record_file};
    use crate::schema::{FieldPath, Kind, Kinds};
    use crate::text::{Date, DocPath, Sha256, Source, parse_date};

    fn day(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    fn record(text: &str) -> (Record, Kind) {
        let vocabulary = Vocabulary { library: Library::built_in(), kinds: Kinds::built_in() };
        let source =
            Source { path: DocPath::new("r.yaml").unwrap(), text: text.into(), sha256: Sha256::of(text.as_bytes()) };
        let record = read_record_file(&source, &vocabulary, &EntryOptions::default()).0.remove(0);
        let kind = vocabulary.kinds.get(&record.kind).unwrap().clone();
        (record, kind)
    }

    /// What each rule of the record's kind says on a day: clause ids, then the date or the reasons.
    fn judged(text: &str, as_of: &str) -> Vec<(String, Result<String, Vec<NotYet>>)> {
        let (record, kind) = record(text);
        let judge = |rule: &crate::schema::EvidenceRule| {
            let clauses: Vec<&str> = rule.clauses.iter().map(|clause| clause.id.as_str()).collect();
            let date = evidence_date(&record, &kind, rule, day(as_of)).map(|date| date.to_string());
            (clauses.join(","), date)
        };
        kind.evidence.iter().map(judge).collect()
    }

    const RISK: &str = "kind: risk\nid: RSK-1\ntitle: T\nowner: R\nlikelihood: 2\nimpact: 3\ntreatment: retain\nresidual: {likelihood: 2, impact: 2}\naccepted_by: B\naccepted_on: 2026-02-01\nreviewed: 2026-03-01\n";

    #[test]
    fn an_open_risk_proves_assessment_and_not_treatment() {
        let judged = judged(RISK, "2026-06-01");
        assert_eq!(judged[0], ("6.1.2,8.2".to_owned(), Ok("2026-03-01".to_owned())));
        assert_eq!(judged[1], ("6.1.3".to_owned(), Ok("2026-02-01".to_owned())));
        assert!(judged[2].1.as_ref().is_err_and(|reasons| matches!(reasons[1], NotYet::OtherValue(_))));
        assert_eq!(judged[3].1, Err(vec![NotYet::State(Some("open".to_owned()))]));
    }

    #[test]
    fn draft_future_and_undated_records_never_count() {
        let draft = judged(&format!("{RISK}status: draft\n"), "2026-06-01");
        assert!(draft.iter().all(|(_, result)| result.is_err()), "{draft:?}");
        let future = judged(RISK, "2026-02-28");
        assert_eq!(future[0].1, Err(vec![NotYet::Future(FieldPath::parse("reviewed"))]));
        assert!(judged(RISK, "2026-03-01")[0].1.is_ok(), "the day itself is not the future");
        let undated = judged(&RISK.replace("reviewed: 2026-03-01\n", ""), "2026-06-01");
        assert_eq!(undated[0].1, Err(vec![NotYet::Missing(FieldPath::parse("reviewed"))]));
    }

    #[test]
    fn the_latest_result_that_is_not_in_the_future_dates_an_objective() {
        let objective = "kind: objective\nid: O\ntitle: T\nowner: R\nmeasure: m\ntarget: '5'\ndue: 2026-12-31\nstatus: active\nresults: [{date: 2026-01-01, value: '3'}, {date: 2026-04-01, value: '4'}, {date: 2026-09-01, value: '6'}]\n";
        assert_eq!(judged(objective, "2026-06-01")[0].1, Ok("2026-04-01".to_owned()));
        let without = objective.replace("value: ", "note: ");
        assert_eq!(judged(&without, "2026-06-01")[0].1, Err(vec![NotYet::Missing(FieldPath::parse("results.value"))]));
    }

    #[test]
    fn a_management_review_names_the_inputs_that_it_missed() {
        let review = "kind: management-review\nid: M\ntitle: T\nstatus: held\ndate: 2026-01-01\nchair: C\npresent: [C]\ninputs:\n  - {input: audits, summary: s}\n  - {input: issues, summary: s}\n";
        let judged = judged(review, "2026-06-01");
        let Err(reasons) = &judged[1].1 else { panic!("{judged:?}") };
        let NotYet::Incomplete { missing, .. } = &reasons[0] else { panic!("{reasons:?}") };
        assert_eq!(missing.len(), 5);
        assert!(!missing.contains(&"audits".to_owned()));
    }

    #[test]
    fn the_record_knows_better_than_its_kind_how_long_it_is_valid() {
        let until = |text: &str| {
            let (record, kind) = record(text);
            valid_until(&record, &kind, day("2026-06-01"), None).map(|date| date.to_string())
        };
        assert_eq!(until(RISK).as_deref(), Some("2027-03-01"));
        assert_eq!(until(&format!("{RISK}review: 3 months\n")).as_deref(), Some("2026-06-01"));
        assert_eq!(until(&format!("{RISK}next_review: 2026-08-08\n")).as_deref(), Some("2026-08-08"));
        assert_eq!(until("kind: exception\nid: E\ntitle: T\nuntil: 2026-07-01\n").as_deref(), Some("2026-07-01"));
        assert_eq!(until("kind: validation\nid: V\ntitle: T\ndecided_on: 2026-01-01\n"), None);
    }

    #[test]
    fn a_measurement_lapses_by_its_own_frequency() {
        let (record, kind) = record("kind: measurement\nid: M\ntitle: T\nfrequency: monthly\n");
        let until = valid_until(&record, &kind, day("2026-06-01"), Some(day("2026-05-10")));
        assert_eq!(until, Some(day("2026-06-10")));
    }
}
