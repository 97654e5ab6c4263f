//! Plans the Statement of Applicability: every control of the catalog with its decision, as one document to print.
//!
//! Never leaves a control out: one without a row is shown as undecided.

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::language::Phrase;
use crate::pages::addresses;
use crate::pages::frameworks::{framework_link, frameworks_crumb};
use crate::pages::model::{
    Area, Field, Link, Page, PageBody, RowVerdict, StatementCounts, StatementEvidence, StatementGroup, StatementPage,
    StatementRow, Value,
};
use crate::pages::planner::{Planner, short_name};
use crate::schema::{FieldPath, Kind};
use crate::view::{
    Binding, CONTROL_KIND, Decision, EvidenceSource, EvidenceStanding, EvidenceSupport, FileRef, Item, Reach, Record,
    StatementRow as WrittenRow, Verdict, approved_by, implementation,
};

/// Evidence of one control on the page; the control's own page has all of it.
const EVIDENCE_SHOWN: usize = 4;

/// The frameworks that have a Statement of Applicability of their own: built-in ones with controls. Own frameworks add
/// their controls to the first of them, or have one together when there is no other.
pub fn statement_frameworks(planner: &Planner<'_, '_>) -> Vec<FrameworkIndex> {
    if !planner.view.audience().coverage {
        return Vec::new();
    }
    let with_controls = planner
        .view
        .options()
        .frameworks
        .iter()
        .copied()
        .filter(|framework| planner.library().at(*framework).assessable().any(|(_, entry)| entry.is_control()));
    let (built_in, own): (Vec<_>, Vec<_>) =
        with_controls.partition(|framework| planner.library().at(*framework).built_in);
    if built_in.is_empty() { own.into_iter().take(1).collect() } else { built_in }
}

/// Links to all Statements of Applicability.
pub fn statement_links(planner: &Planner<'_, '_>) -> Vec<Link> {
    let frameworks = statement_frameworks(planner);
    let link = |(number, framework): (usize, &FrameworkIndex)| Link {
        id: String::new(),
        title: title(planner, *framework, frameworks.len()),
        url: addresses::statement(planner.view, *framework, number == 0),
    };
    frameworks.iter().enumerate().map(link).collect()
}

/// Where the controls of a framework stand: on a page of their own, or with those of the first framework.
pub fn statement_link(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Link {
    let place = statement_frameworks(planner).iter().position(|known| *known == framework).unwrap_or(0);
    statement_links(planner).into_iter().nth(place).unwrap_or_default()
}

fn title(planner: &Planner<'_, '_>, framework: FrameworkIndex, count: usize) -> String {
    match count {
        1 => planner.words.text("statement.title").to_owned(),
        _ => {
            let name = short_name(planner.library().at(framework));
            planner.words.say(&Phrase::new("statement.title_of").text("framework", name))
        }
    }
}

pub fn statement_pages(planner: &Planner<'_, '_>) -> Vec<Page> {
    let frameworks = statement_frameworks(planner);
    let links = statement_links(planner);
    frameworks
        .iter()
        .enumerate()
        .map(|(number, framework)| statement_page(planner, *framework, number, &links))
        .collect()
}

fn statement_page(planner: &Planner<'_, '_>, framework: FrameworkIndex, number: usize, links: &[Link]) -> Page {
    let path = links[number].url.clone();
    let catalog = planner.library().at(framework);
    let mut groups = groups(planner, framework, &path);
    let mut counts = counts(planner, framework);
    if number == 0 {
        for own in own_frameworks(planner, framework) {
            groups.extend(self::groups(planner, own, &path));
            counts = added(counts, self::counts(planner, own));
        }
        groups.extend(loose_rows(planner, &path));
    }
    let document = planner.view.statement_document();
    let written = document.and_then(|at| planner.view.document(at));
    let body = StatementPage {
        framework: framework_link(planner, framework),
        edition: catalog.edition.clone(),
        digest: catalog.digest.short(),
        document: document.and_then(|at| planner.document_row(at)),
        approver: written.and_then(approved_by).map(str::to_owned).unwrap_or_default(),
        binding: document.map(|at| binding(planner, at)).unwrap_or_default(),
        counts,
        groups,
        links: other_links(planner, links, number),
    };
    Page {
        path,
        title: links[number].title.clone(),
        summary: String::new(),
        area: Area::Frameworks,
        breadcrumbs: vec![planner.home_crumb(), frameworks_crumb(planner)],
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Statement(Box::new(body)),
    }
}

fn other_links(planner: &Planner<'_, '_>, links: &[Link], number: usize) -> Vec<Link> {
    let others = links.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, link)| link.clone());
    let register = planner.view.kinds().get(CONTROL_KIND).map(crate::pages::records::register_link);
    others.chain(register).collect()
}

/// Whether the approval holds for these rows, in one sentence.
pub fn binding(planner: &Planner<'_, '_>, at: usize) -> String {
    let words = match planner.view.document_state(at).binding {
        Binding::NotApproved => Phrase::new("statement.not_approved"),
        Binding::Unbound => Phrase::new("statement.unbound"),
        Binding::Bound => {
            let digest = planner.view.approval_digest(at).map(|digest| digest.short()).unwrap_or_default();
            Phrase::new("statement.bound").text("digest", digest)
        }
        Binding::TextChanged => Phrase::new("statement.text_changed"),
        Binding::VersionChanged => Phrase::new("statement.version_changed"),
        Binding::Unreadable => Phrase::new("statement.unreadable"),
    };
    planner.words.say(&words)
}

/// Own frameworks with controls, besides the one that the page is about.
pub fn own_frameworks(planner: &Planner<'_, '_>, besides: FrameworkIndex) -> Vec<FrameworkIndex> {
    let enabled = planner.view.options().frameworks.iter().copied();
    enabled.filter(|framework| *framework != besides && !planner.library().at(*framework).built_in).collect()
}

/// The controls of a framework in catalog order.
pub fn controls(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Vec<ClauseId> {
    let entries = planner.library().at(framework).assessable();
    entries.filter(|(_, entry)| entry.is_control()).map(|(entry, _)| ClauseId { framework, entry }).collect()
}

fn groups(planner: &Planner<'_, '_>, framework: FrameworkIndex, page: &str) -> Vec<StatementGroup> {
    let mut groups: Vec<(Option<u16>, StatementGroup)> = Vec::new();
    for control in controls(planner, framework) {
        let parent = planner.library().get(control).parent;
        if groups.last().is_none_or(|(known, _)| *known != parent) {
            groups.push((parent, StatementGroup { title: objective(planner, framework, parent), rows: Vec::new() }));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.rows.extend(rows_of(planner, control, page));
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The objective above a control; an own framework says its name.
fn objective(planner: &Planner<'_, '_>, framework: FrameworkIndex, parent: Option<u16>) -> Link {
    let catalog = planner.library().at(framework);
    let mut link = match parent {
        Some(entry) => planner.clause_link(ClauseId { framework, entry }),
        None => framework_link(planner, framework),
    };
    if !catalog.built_in && parent.is_some() {
        link.title = format!("{} ({})", link.title, catalog.name);
    }
    link
}

/// All rows of one control; one that says "undecided" when there is none to show.
fn rows_of(planner: &Planner<'_, '_>, control: ClauseId, page: &str) -> Vec<StatementRow> {
    let rows = planner.view.statement_rows(control);
    let verdict = planner.view.verdict(control).unwrap_or(Verdict::Missing);
    if rows.items.is_empty() {
        let shown = match verdict {
            Verdict::Applicable => RowVerdict::Applicable,
            Verdict::Excluded => RowVerdict::Excluded,
            _ => RowVerdict::Undecided,
        };
        let why = verdict.words().filter(|_| rows.hidden == 0);
        let remark = why.map(|why| planner.words.say(&why)).unwrap_or_default();
        return vec![StatementRow { hidden: rows.hidden, remark, ..empty_row(planner, Some(control), shown) }];
    }
    rows.items.iter().filter_map(|row| written_row(planner, Some(control), row, page)).collect()
}

/// Rows that name no control of the catalogs.
fn loose_rows(planner: &Planner<'_, '_>, page: &str) -> Option<StatementGroup> {
    let loose = planner.view.loose_statement_rows();
    let rows: Vec<StatementRow> = loose.items.iter().filter_map(|row| written_row(planner, None, row, page)).collect();
    let title = Link { id: String::new(), title: planner.words.text("statement.loose").to_owned(), url: String::new() };
    (!rows.is_empty()).then_some(StatementGroup { title, rows })
}

fn empty_row(planner: &Planner<'_, '_>, control: Option<ClauseId>, verdict: RowVerdict) -> StatementRow {
    StatementRow {
        control: control.map(|control| planner.clause_link(control)),
        status: control.and_then(|control| planner.status(control)),
        record: None,
        verdict,
        remark: String::new(),
        justifications: Vec::new(),
        unjustified: false,
        rests_on: Vec::new(),
        implementation: Value::Empty,
        planned_for: String::new(),
        owner: String::new(),
        how: Vec::new(),
        evidence: Vec::new(),
        more_evidence: 0,
        hidden: 0,
        decided_by: String::new(),
        decided_on: String::new(),
    }
}

fn written_row(
    planner: &Planner<'_, '_>,
    control: Option<ClauseId>,
    row: &WrittenRow,
    page: &str,
) -> Option<StatementRow> {
    let record = planner.view.record(row.record)?;
    let kind = planner.view.kinds().get(CONTROL_KIND)?;
    let (verdict, mut remark) = match row.decision {
        Decision::Applicable => (RowVerdict::Applicable, None),
        Decision::Excluded => (RowVerdict::Excluded, None),
        Decision::Open(open) => (RowVerdict::Undecided, Some(open.words())),
    };
    if row.contradicted {
        remark = Verdict::Contradicted.words();
    }
    let fields = planner.fields(row.record, &record.values, &kind.fields, page);
    let named = |name: &str| field(&fields, kind, name);
    let justifications: Vec<Field> =
        ["justification_inclusion", "justification_exclusion"].iter().filter_map(|name| named(name)).collect();
    let rests_on = ["risks", "impact_assessments", "obligations"].iter().filter_map(|name| named(name)).collect();
    let (evidence, more_evidence) = match (control, verdict) {
        (_, RowVerdict::Excluded) | (None, _) => (Vec::new(), 0),
        (Some(control), _) => evidence(planner, control, row.record),
    };
    Some(StatementRow {
        record: Some(planner.item_link(Item::Record(row.record))),
        remark: remark.map(|why| planner.words.say(&why)).unwrap_or_default(),
        unjustified: lacks_its_justification(record, verdict),
        justifications,
        rests_on,
        implementation: named("implementation").map_or(Value::Empty, |field| field.value),
        planned_for: text(named("planned_for")),
        owner: record.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default(),
        how: ["how", "how_note"].iter().filter_map(|name| named(name)).map(|field| field.value).collect(),
        evidence,
        more_evidence,
        decided_by: text(named("decided_by")),
        decided_on: text(named("decided_on")),
        ..empty_row(planner, control, verdict)
    })
}

fn field(fields: &[Field], kind: &Kind, name: &str) -> Option<Field> {
    let label = &kind.own_field(name)?.label;
    fields.iter().find(|field| field.label == *label).cloned()
}

fn text(field: Option<Field>) -> String {
    match field.map(|field| field.value) {
        Some(Value::Text(text) | Value::Date(text) | Value::Role(text)) => text,
        _ => String::new(),
    }
}

fn lacks_its_justification(record: &Record, verdict: RowVerdict) -> bool {
    let empty = |name: &str| record.items_at(&FieldPath::parse(name)).is_empty();
    match verdict {
        RowVerdict::Applicable => empty("justification_inclusion"),
        RowVerdict::Excluded => empty("justification_exclusion"),
        RowVerdict::Undecided => false,
    }
}

/// What shows a control in operation on the day, and how much more there is than the page shows.
fn evidence(planner: &Planner<'_, '_>, control: ClauseId, row: usize) -> (Vec<StatementEvidence>, usize) {
    let Some(view) = planner.view.clause(control) else { return (Vec::new(), 0) };
    let current: Vec<&EvidenceSupport> = view
        .evidence
        .items
        .into_iter()
        .filter(|support| support.reach == Reach::Whole && support.standing == EvidenceStanding::Current)
        .collect();
    let of_row = |support: &&&EvidenceSupport| matches!(&support.source, EvidenceSource::File { by: Item::Record(at), .. } if *at == row);
    let first = current.iter().filter(of_row);
    let rest = current.iter().filter(|support| !of_row(support));
    let shown: Vec<StatementEvidence> =
        first.chain(rest).take(EVIDENCE_SHOWN).filter_map(|support| piece(planner, support)).collect();
    let more = current.len() - current.len().min(EVIDENCE_SHOWN);
    (shown, more)
}

fn piece(planner: &Planner<'_, '_>, support: &EvidenceSupport) -> Option<StatementEvidence> {
    let date = support.date.map(|date| date.to_string()).unwrap_or_default();
    match &support.source {
        EvidenceSource::Record(at) => {
            Some(StatementEvidence { link: planner.item_link(Item::Record(*at)), href: String::new(), date })
        }
        EvidenceSource::File { by, file } => {
            let named = planner.view.evidence_named_by(*by);
            let (known, used) = named.items.iter().find(|(known, _)| known.file == *file)?;
            let item = planner.evidence_item(known, used);
            let id = match file {
                FileRef::Path(_) => String::new(),
                FileRef::Address(_) => planner.words.text("statement.external").to_owned(),
            };
            Some(StatementEvidence { link: Link { id, title: item.title, url: item.url }, href: item.href, date })
        }
    }
}

/// Counts controls, not rows.
fn counts(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> StatementCounts {
    let mut counts = StatementCounts::default();
    for control in controls(planner, framework) {
        counts.controls += 1;
        counts.of_framework += usize::from(planner.library().at(framework).built_in);
        match planner.view.verdict(control) {
            Some(Verdict::Applicable) => {
                counts.applicable += 1;
                *implemented(planner, control, &mut counts) += 1;
            }
            Some(Verdict::Excluded) => counts.excluded += 1,
            _ => counts.undecided += 1,
        }
    }
    counts
}

/// The counter of how far a control is, by its first row.
fn implemented<'c>(planner: &Planner<'_, '_>, control: ClauseId, counts: &'c mut StatementCounts) -> &'c mut usize {
    let rows = planner.view.statement_rows(control);
    let record = rows.items.first().and_then(|row| planner.view.record(row.record));
    match record.and_then(implementation) {
        Some("implemented") => &mut counts.implemented,
        Some("partly") => &mut counts.partly,
        Some("planned") => &mut counts.planned,
        Some("not-implemented") => &mut counts.not_implemented,
        _ => &mut counts.unstated,
    }
}

fn added(left: StatementCounts, right: StatementCounts) -> StatementCounts {
    StatementCounts {
        controls: left.controls + right.controls,
        of_framework: left.of_framework + right.of_framework,
        applicable: left.applicable + right.applicable,
        excluded: left.excluded + right.excluded,
        undecided: left.undecided + right.undecided,
        implemented: left.implemented + right.implemented,
        partly: left.partly + right.partly,
        planned: left.planned + right.planned,
        not_implemented: left.not_implemented + right.not_implemented,
        unstated: left.unstated + right.unstated,
    }
}
