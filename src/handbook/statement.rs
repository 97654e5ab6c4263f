//! The Statement of Applicability: which record speaks for which control, what it decides, and which document introduces it.
//!
//! Never takes a row for a decision that is still a draft, has no day, lies in the future, or leaves a control out
//! without a reason or for longer than that was decided.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{ClauseId, FrameworkIndex, Library};
use crate::entry::{Document, FieldData, Record, Vocabulary, is_filled};
use crate::handbook::document_state::DocumentState;
use crate::handbook::systems::{CONTROL_KIND, applicable, date, lapsed, targets, word};
use crate::handbook::{Phase, Reach};
use crate::language::Phrase;
use crate::schema::{FieldPath, Kinds, counts_as_done};
use crate::text::Date;

/// All rows that were not withdrawn, by the control that they name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    pub rows: BTreeMap<ClauseId, Vec<StatementRow>>,
    /// Rows that name no control of an enabled framework: nothing written is left out.
    pub loose: Vec<StatementRow>,
    /// The document that introduces it; its version and approval are those of the whole.
    pub document: Option<usize>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// The record's position.
    pub record: usize,
    pub decision: Decision,
    /// Another decided row says the opposite.
    pub contradicted: bool,
}

/// What a row says about its control on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    Applicable,
    Excluded,
    /// Nothing that holds yet, and why.
    Open(Open),
}

/// Why a row decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Open {
    Draft,
    /// It does not say whether the control applies.
    Silent,
    /// It does not say when this was decided.
    Undated,
    Future,
    /// It leaves the control out without saying why.
    Unjustified,
    /// It left the control out, and nobody has looked at that for longer than it holds.
    Lapsed,
    /// What it says about its state cannot be read.
    Unclear,
}

impl Open {
    pub fn words(self) -> Phrase {
        Phrase::new(match self {
            Open::Draft => "undecided.draft",
            Open::Silent => "undecided.silent",
            Open::Undated => "undecided.undated",
            Open::Future => "undecided.future",
            Open::Unjustified => "undecided.unjustified",
            Open::Lapsed => "undecided.lapsed",
            Open::Unclear => "undecided.unclear",
        })
    }
}

/// How all rows of one control together stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Applicable,
    Excluded,
    /// There is a row, and it decides nothing.
    Open(Open),
    /// Two decided rows say the opposite.
    Contradicted,
    /// There is no row.
    Missing,
}

impl Verdict {
    /// Whether the Statement of Applicability decides the control.
    pub fn is_decided(self) -> bool {
        matches!(self, Verdict::Applicable | Verdict::Excluded)
    }

    /// Why it does not; nothing when it does.
    pub fn words(self) -> Option<Phrase> {
        match self {
            Verdict::Applicable | Verdict::Excluded => None,
            Verdict::Open(open) => Some(open.words()),
            Verdict::Contradicted => Some(Phrase::new("undecided.contradicted")),
            Verdict::Missing => Some(Phrase::new("undecided.missing")),
        }
    }
}

impl Statement {
    pub fn verdict(&self, control: ClauseId) -> Verdict {
        let rows = self.rows.get(&control).map_or(&[][..], Vec::as_slice);
        if rows.iter().any(|row| row.contradicted) {
            return Verdict::Contradicted;
        }
        match rows.first().map(|row| row.decision) {
            None => Verdict::Missing,
            Some(Decision::Applicable) => Verdict::Applicable,
            Some(Decision::Excluded) => Verdict::Excluded,
            Some(Decision::Open(open)) => Verdict::Open(open),
        }
    }

    /// Puts a row in its place; the position is the record's.
    fn add(&mut self, row: StatementRow, record: &Record, library: &Library, enabled: &[FrameworkIndex]) {
        let controls: Vec<ClauseId> = targets(record, "control")
            .iter()
            .filter(|target| target.counts())
            .map(|target| target.clause())
            .filter(|clause| enabled.contains(&clause.framework) && library.get(*clause).is_control())
            .collect();
        if controls.is_empty() {
            self.loose.push(row);
            return;
        }
        for control in controls {
            self.rows.entry(control).or_default().push(row.clone());
        }
    }
}

/// Puts the rows of all records in their places; decided ones first.
pub fn statement(
    documents: &[Arc<Document>],
    states: &[DocumentState],
    records: &[Arc<Record>],
    vocabulary: &Vocabulary,
    enabled: &[FrameworkIndex],
    as_of: Date,
) -> Statement {
    let library = &vocabulary.library;
    let mut statement = Statement { document: statement_document(documents, states, library), ..Statement::default() };
    for (at, record) in records.iter().enumerate().filter(|(_, record)| record.kind == CONTROL_KIND) {
        let withdrawn = record.status.as_ref().is_some_and(|status| status.value == "withdrawn");
        if !withdrawn {
            let row =
                StatementRow { record: at, decision: decision(record, &vocabulary.kinds, as_of), contradicted: false };
            statement.add(row, record, library, enabled);
        }
    }
    for rows in statement.rows.values_mut() {
        rows.sort_by_key(|row| (row.decision, row.record));
        // A row that cannot be read, and may say that the control applies, contradicts as well.
        let may_apply = |row: &StatementRow| !applicable(&records[row.record], as_of).is_empty();
        let excluded = rows.iter().any(|row| row.decision == Decision::Excluded);
        if excluded && rows.iter().any(may_apply) {
            rows.iter_mut().for_each(|row| row.contradicted = !matches!(row.decision, Decision::Open(_)));
        }
    }
    statement
}

fn decision(record: &Record, kinds: &Kinds, as_of: Date) -> Decision {
    let done = record.status.as_ref().is_none_or(|status| counts_as_done(&status.value));
    let applicable = word(record, "applicable");
    let reason = is_filled(record, &FieldPath::parse("justification_exclusion"));
    match (applicable.as_deref(), date(record, "decided_on")) {
        _ if record.is_unread("status") => Decision::Open(Open::Unclear),
        _ if !done => Decision::Open(Open::Draft),
        (None, _) => Decision::Open(Open::Silent),
        (_, None) => Decision::Open(Open::Undated),
        (_, Some(day)) if day > as_of => Decision::Open(Open::Future),
        (Some("no"), _) if !reason => Decision::Open(Open::Unjustified),
        (Some("no"), _) if lapsed(record, kinds, as_of).is_some() => Decision::Open(Open::Lapsed),
        (Some("no"), _) => Decision::Excluded,
        _ => Decision::Applicable,
    }
}

/// The document whose `type` is the Statement of Applicability; without one, the document that answers 6.1.3 and is
/// called so. Documents in force come before drafts, and nothing that is retired speaks.
fn statement_document(documents: &[Arc<Document>], states: &[DocumentState], library: &Library) -> Option<usize> {
    let candidates = documents.iter().enumerate().filter(|(at, _)| states[*at].phase != Phase::Retired);
    let ranked = candidates.filter_map(|(at, document)| {
        let rank = says_statement(document, library)?;
        Some((rank, !states[at].is_in_force(), at))
    });
    ranked.min().map(|(_, _, at)| at)
}

/// How a document says that it is the Statement of Applicability: by its type, or by what it is called and answers.
fn says_statement(document: &Document, library: &Library) -> Option<usize> {
    match () {
        () if is_statement_type(&document.kind) => Some(0),
        () if plain(&document.title).contains(NAME) && answers_treatment(document, library) => Some(1),
        () => None,
    }
}

/// Whether an approval of the document approves the rows of the Statement of Applicability too.
pub fn stands_for_rows(document: &Document, library: &Library) -> bool {
    says_statement(document, library).is_some()
}

const NAME: &str = "statement of applicability";

/// Whether a document's type says that it is the Statement of Applicability.
fn is_statement_type(kind: &str) -> bool {
    matches!(plain(kind).as_str(), NAME | "soa")
}

fn plain(text: &str) -> String {
    text.to_lowercase().replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn answers_treatment(document: &Document, library: &Library) -> bool {
    document.claims.iter().map(|claim| &claim.claim.reference.target).any(|target| {
        let reach = crate::handbook::record_evidence::reach(target);
        reach == Reach::Whole && library.get(target.clause()).id == "6.1.3"
    })
}

/// The implementation that a row states, as its kind words it.
pub fn implementation(record: &Record) -> Option<&str> {
    let value = record.value("implementation")?;
    value.items.iter().find_map(|item| match &item.value {
        FieldData::Choice(word) => Some(word.as_str()),
        _ => None,
    })
}
