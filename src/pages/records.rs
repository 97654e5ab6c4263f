//! Plans the registers and one page a record.
//!
//! Never drops a filled field.

use crate::catalog::Target;
use crate::language::Phrase;
use crate::pages::addresses;
use crate::pages::approvals::{outdated_notice, outdated_words};
use crate::pages::chart_targets::{OBJECTIVE_KIND, target_chart};
use crate::pages::documents::edit_url;
use crate::pages::model::{
    Area, Card, Crumb, EvidenceFor, Link, Notice, Page, PageBody, RecordPage, RegisterColumn, RegisterPage,
    RegisterRow, RegistersPage, Standing, StateCount, Tone, Value,
};
use crate::pages::parts::in_parts;
use crate::pages::planner::Planner;
use crate::pages::risks::{risk_cell_pages, risk_picture, shown};
use crate::pages::statement::statement_links;
use crate::pages::systems::system_page;
use crate::pages::trust::SUMMARY_KIND;
use crate::schema::{FieldPath, FieldType, Kind};
use crate::view::{CONTROL_KIND, FieldData, Item, RISK_KIND, Reach, Record, SYSTEM_KIND};

pub fn registers_page(planner: &Planner<'_, '_>) -> Page {
    Page {
        path: addresses::REGISTERS.into(),
        title: planner.words.text("registers").to_owned(),
        summary: String::new(),
        area: Area::Registers,
        breadcrumbs: vec![planner.home_crumb()],
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Registers(RegistersPage { registers: register_cards(planner) }),
    }
}

/// One card for each kind; kinds of one group stand together.
pub fn register_cards(planner: &Planner<'_, '_>) -> Vec<Card> {
    let mut groups: Vec<(&str, Vec<Card>)> = Vec::new();
    for kind in planner.view.kinds().all().iter().filter(|kind| shows_register(planner, kind)) {
        let card = Card {
            link: register_link(kind),
            text: kind.description.clone(),
            count: Some(planner.view.records_of(&kind.id).items.len()),
            group: kind.group.clone(),
        };
        match groups.iter_mut().find(|(group, _)| *group == kind.group) {
            Some((_, cards)) => cards.push(card),
            None => groups.push((&kind.group, vec![card])),
        }
    }
    groups.into_iter().flat_map(|(_, cards)| cards).collect()
}

/// An empty register tells those who keep the handbook what they could keep; to anybody else it says nothing.
pub fn shows_register(planner: &Planner<'_, '_>, kind: &Kind) -> bool {
    planner.view.audience().coverage || !planner.view.records_of(&kind.id).items.is_empty()
}

pub fn register_link(kind: &Kind) -> Link {
    Link { id: String::new(), title: kind.plural.clone(), url: addresses::register(&kind.id) }
}

fn registers_crumb(planner: &Planner<'_, '_>) -> Crumb {
    planner.crumb("registers", addresses::REGISTERS)
}

/// The register of one kind, in parts when it is long.
pub fn register_pages(planner: &Planner<'_, '_>, kind: &Kind) -> Vec<Page> {
    let records = planner.view.records_of(&kind.id);
    let columns = columns(planner, kind);
    let states = state_counts(planner, kind, &records.items);
    let named = if planner.shows_clauses() { kind_clauses(planner, kind) } else { Vec::new() };
    let clauses: Vec<_> = named.iter().map(|target| planner.chip(target)).collect();
    let is_risk = kind.id == RISK_KIND && !records.items.is_empty();
    let risk = is_risk.then(|| Box::new(risk_picture(planner, kind, &records.items)));
    let targets = if kind.id == OBJECTIVE_KIND { target_chart(planner, &records.items) } else { None };
    let mut pages = in_parts(&records.items, &addresses::register(&kind.id), |rows, path, parts| {
        let body = RegisterPage {
            description: kind.description.clone(),
            columns: columns.iter().map(|column| column.shown.clone()).collect(),
            rows: rows.iter().map(|(at, record)| register_row(planner, kind, &columns, *at, record)).collect(),
            states: states.clone(),
            hidden: planner.hidden(records.hidden),
            risk: risk.clone().filter(|_| parts.current == 0),
            targets: targets.clone().filter(|_| parts.current == 0),
            parts,
            clauses: clauses.clone(),
        };
        Page {
            path,
            title: kind.plural.clone(),
            summary: kind.description.clone(),
            area: area(kind),
            breadcrumbs: vec![planner.home_crumb(), registers_crumb(planner)],
            siblings: Default::default(),
            notices: statement_notice(planner, kind),
            body: PageBody::Register(Box::new(body)),
        }
    });
    if is_risk {
        pages.extend(risk_cell_pages(planner, kind, &records.items));
    }
    pages
}

/// Some records of a kind, with a reason of their own to stand together.
pub struct RegisterList<'r> {
    pub address: String,
    pub title: String,
    pub description: String,
    pub records: &'r [(usize, &'r Record)],
}

pub fn register_list(planner: &Planner<'_, '_>, kind: &Kind, list: &RegisterList<'_>) -> Vec<Page> {
    let columns = columns(planner, kind);
    in_parts(list.records, &list.address, |rows, path, parts| {
        let body = RegisterPage {
            description: list.description.clone(),
            columns: columns.iter().map(|column| column.shown.clone()).collect(),
            rows: rows.iter().map(|(at, record)| register_row(planner, kind, &columns, *at, record)).collect(),
            states: Vec::new(),
            hidden: 0,
            parts,
            clauses: Vec::new(),
            risk: None,
            targets: None,
        };
        Page {
            path,
            title: list.title.clone(),
            summary: list.description.clone(),
            area: area(kind),
            breadcrumbs: vec![planner.home_crumb(), registers_crumb(planner), register_crumb(kind)],
            siblings: Default::default(),
            notices: Vec::new(),
            body: PageBody::Register(Box::new(body)),
        }
    })
}

fn area(kind: &Kind) -> Area {
    if [SYSTEM_KIND, SUMMARY_KIND].contains(&kind.id.as_str()) { Area::Systems } else { Area::Registers }
}

fn register_crumb(kind: &Kind) -> Crumb {
    Crumb { title: kind.plural.clone(), url: addresses::register(&kind.id) }
}

/// One column of a register with where its cells come from.
pub struct Column {
    pub shown: RegisterColumn,
    from: ColumnFrom,
}

enum ColumnFrom {
    Field(FieldPath),
    Inherent,
    Residual,
}

/// The columns that the kind names; the two numbers of a risk's rating are one column with their level.
pub fn columns(planner: &Planner<'_, '_>, kind: &Kind) -> Vec<Column> {
    let rating = |name: &str, label: &str, from: ColumnFrom| Column {
        shown: RegisterColumn { name: name.to_owned(), label: planner.words.text(label).to_owned(), numeric: false },
        from,
    };
    let mut columns = Vec::new();
    for path in &kind.columns {
        let name = path.to_string();
        match name.as_str() {
            "likelihood" if kind.id == RISK_KIND => {
                columns.push(rating("inherent", "inherent_risk", ColumnFrom::Inherent));
            }
            "impact" if kind.id == RISK_KIND => {}
            "residual" if kind.id == RISK_KIND => {
                columns.push(rating("residual", "residual_risk", ColumnFrom::Residual));
            }
            _ => columns.push(Column { shown: column(planner, kind, path), from: ColumnFrom::Field(path.clone()) }),
        }
    }
    columns
}

pub fn register_row(
    planner: &Planner<'_, '_>,
    kind: &Kind,
    columns: &[Column],
    at: usize,
    record: &Record,
) -> RegisterRow {
    let rating = |rating: Option<crate::view::Rating>| {
        rating.map_or(Value::Empty, |rating| Value::Rating(shown(&planner.risk, rating)))
    };
    let cell = |column: &Column| match &column.from {
        ColumnFrom::Field(path) => cell(planner, kind, at, record, path),
        ColumnFrom::Inherent => rating(planner.view.risk(record).inherent),
        ColumnFrom::Residual => rating(planner.view.risk(record).residual),
    };
    RegisterRow { link: planner.item_link(Item::Record(at)), cells: columns.iter().map(cell).collect() }
}

/// The register holds rows in the order of files; the Statement of Applicability shows every control.
fn statement_notice(planner: &Planner<'_, '_>, kind: &Kind) -> Vec<Notice> {
    let statement = statement_links(planner).into_iter().next().filter(|_| kind.id == CONTROL_KIND);
    let text = planner.words.text("statement.see").to_owned();
    let notice = |link| Notice { tone: Tone::Note, text, link: Some(link) };
    statement.map(notice).into_iter().collect()
}

fn column(planner: &Planner<'_, '_>, kind: &Kind, path: &FieldPath) -> RegisterColumn {
    let field = planner.view.kinds().field(kind, path);
    RegisterColumn {
        name: path.to_string(),
        label: field.map_or_else(|| path.to_string(), |field| field.label.clone()),
        numeric: field.is_some_and(|field| matches!(field.field_type, FieldType::Number(_))),
    }
}

/// The value of one column; several are a list.
fn cell(planner: &Planner<'_, '_>, kind: &Kind, at: usize, record: &Record, path: &FieldPath) -> Value {
    match path.0.as_slice() {
        [only] if only == "id" => {
            let link = planner.item_link(Item::Record(at));
            return Value::Link(Link { id: link.id, title: String::new(), url: link.url });
        }
        [only] if only == "title" => {
            let link = planner.item_link(Item::Record(at));
            return Value::Link(Link { id: String::new(), title: link.title, url: link.url });
        }
        [only] if only == "status" || Some(only) == kind.status.field.as_ref() => {
            let state = planner.record_state(at);
            return if state.is_empty() { Value::Empty } else { Value::Choice(state) };
        }
        [only] if only == "systems" => return systems_cell(planner, at),
        _ => {}
    }
    let Some(field) = planner.view.kinds().field(kind, path) else { return Value::Empty };
    let links = || planner.view.record_links_in(at, &path.to_string());
    let value = |item: &FieldData| match item {
        FieldData::Markdown(text) => Value::Text(planner.first_line(&text.body, &links())),
        item => planner.plain_value(item, field),
    };
    let items = record.items_at(path);
    if let Some((newest, others)) = newest_group(&items) {
        let others = Value::Text(planner.words.counted("and_more", others));
        return Value::List(vec![value(&items[newest]), others]);
    }
    let mut values: Vec<Value> = items.iter().map(|item| value(item)).collect();
    match values.len() {
        0 => Value::Empty,
        1 => values.remove(0),
        _ => Value::List(values),
    }
}

/// A table has room for the newest of many groups: a value, a finding, an action.
fn newest_group(items: &[std::borrow::Cow<'_, FieldData>]) -> Option<(usize, usize)> {
    let date = |item: &FieldData| match item {
        FieldData::Group(values) => {
            let dates = values.iter().flat_map(|value| &value.items).filter_map(|item| match item.value {
                FieldData::Date(date) => Some(date),
                _ => None,
            });
            Some(dates.max())
        }
        _ => None,
    };
    let dates: Option<Vec<_>> = items.iter().map(|item| date(item)).collect();
    let dates = dates.filter(|dates| dates.len() > 1)?;
    let newest = (0..dates.len()).max_by_key(|at| (dates[*at], *at))?;
    Some((newest, dates.len() - 1))
}

fn systems_cell(planner: &Planner<'_, '_>, at: usize) -> Value {
    let links = planner.view.systems_of(at).into_iter().filter(|system| *system != at);
    let mut values: Vec<Value> = links.map(|system| Value::Link(planner.item_link(Item::Record(system)))).collect();
    match values.len() {
        0 => Value::Empty,
        1 => values.remove(0),
        _ => Value::List(values),
    }
}

fn state_counts(planner: &Planner<'_, '_>, kind: &Kind, records: &[(usize, &Record)]) -> Vec<StateCount> {
    let mut counts: Vec<StateCount> =
        kind.status.options.iter().map(|option| StateCount { state: option.label.clone(), count: 0 }).collect();
    for (at, _) in records {
        let state = planner.record_state(*at);
        match counts.iter_mut().find(|count| count.state == state) {
            Some(count) => count.count += 1,
            None if state.is_empty() => {}
            None => counts.push(StateCount { state, count: 1 }),
        }
    }
    counts.retain(|count| count.count > 0);
    counts
}

/// The entries that a kind names in its rules, of enabled frameworks.
fn kind_clauses(planner: &Planner<'_, '_>, kind: &Kind) -> Vec<Target> {
    let library = planner.library();
    let mut targets = Vec::new();
    for named in kind.evidence.iter().flat_map(|rule| &rule.clauses) {
        let clause = library.framework(&named.framework).and_then(|framework| library.find(framework, &named.id));
        let enabled = clause.filter(|clause| planner.view.options().frameworks.contains(&clause.framework));
        if let Some(target) = enabled.map(Target::Entry).filter(|target| !targets.contains(target)) {
            targets.push(target);
        }
    }
    targets.sort();
    targets
}

/// One record; `neighbours` are the records before and after it in its register.
pub fn record_page(
    planner: &Planner<'_, '_>,
    at: usize,
    position: usize,
    register: &[(usize, &Record)],
) -> Option<Page> {
    let view = planner.view;
    let record = view.record(at)?;
    let kind = view.kinds().get(&record.kind)?;
    let item = Item::Record(at);
    let path = planner.addresses.item(item).to_owned();
    let relations = view.relations_from(item);
    let inverse = view.relations_to(item);
    let backlinks = view.backlinks(item);
    let evidence = view.evidence_named_by(item);
    let description = record.description.as_ref().map(|text| planner.record_html(at, 0, text, &path));
    let text = |value: &Option<crate::text::Spanned<String>>| {
        value.as_ref().map(|value| value.value.clone()).unwrap_or_default()
    };
    let due = record.next_review.as_ref().map(|date| date.value);
    let closed = record.status.as_ref().is_some_and(|status| kind.status.is_closed(&status.value));
    let neighbour = |place: Option<usize>| {
        place.and_then(|place| register.get(place)).map(|(at, _)| planner.item_link(Item::Record(*at)))
    };
    let body = RecordPage {
        id: record.id.value.clone(),
        kind: register_link(kind),
        state: planner.record_state(at),
        owner: text(&record.owner),
        date: record.date.as_ref().map(|date| date.value.to_string()).unwrap_or_default(),
        next_review: due.map(|date| date.to_string()).unwrap_or_default(),
        overdue: !closed && due.is_some_and(|due| due < view.options().as_of),
        classification: planner.classification(item),
        clauses: record.clauses.iter().map(|claim| planner.chip(&claim.reference.target)).collect(),
        evidence_for: evidence_for(planner, at),
        description_html: description.unwrap_or_default(),
        fields: planner.fields(at, &record.values, &kind.fields, &path),
        missing: if planner.shows_clauses() { missing(planner, kind, record) } else { Vec::new() },
        relations: planner.related(&relations, |relation| &relation.label, |relation| relation.to),
        inverse: planner.related(&inverse, |relation| &relation.inverse, |relation| relation.from),
        backlinks: backlinks.items.iter().map(|link| planner.backlink(link)).collect(),
        hidden: planner.hidden(relations.hidden + inverse.hidden + backlinks.hidden + evidence.hidden),
        evidence: evidence.items.iter().map(|(file, named)| planner.evidence_item(file, named)).collect(),
        previous: neighbour(position.checked_sub(1)),
        next: neighbour(Some(position + 1)),
        source: record.path.as_str().to_owned(),
        edit_url: edit_url(planner, record.path.as_str()),
    };
    let link = |place: usize| planner.item_link(Item::Record(register[place].0));
    // A dossier says what is there and what is missing: without coverage it would say little, and that wrongly.
    let body = match view.system(at).filter(|_| view.audience().coverage) {
        Some(system) => PageBody::System(Box::new(system_page(planner, at, record, system, body))),
        None => PageBody::Record(Box::new(body)),
    };
    Some(Page {
        path,
        title: record.title.clone(),
        summary: String::new(),
        area: area(kind),
        breadcrumbs: vec![planner.home_crumb(), registers_crumb(planner), register_crumb(kind)],
        siblings: planner.siblings_of(register_link(kind), register.len(), position, link),
        notices: outdated_notice(planner, at).into_iter().collect(),
        body,
    })
}

fn evidence_for(planner: &Planner<'_, '_>, at: usize) -> Vec<EvidenceFor> {
    if !planner.shows_clauses() {
        return Vec::new();
    }
    let enabled = &planner.view.options().frameworks;
    let outdated = outdated_words(planner, at);
    let mut rows = Vec::new();
    for claim in planner.view.record_claims(at) {
        if claim.reach != Reach::Whole || !enabled.contains(&claim.clause.framework) {
            continue;
        }
        let (standing, mut remark) = planner.standing(&claim.standing);
        if standing == Standing::Expired && !outdated.is_empty() {
            remark = outdated.join("; ");
        } else if let (true, Some(until)) = (remark.is_empty(), claim.valid_until) {
            remark = planner.words.say(&Phrase::new("until_day").day("day", until));
        }
        rows.push(EvidenceFor { clause: planner.clause_chip(claim.clause), standing, remark });
    }
    rows.sort_by(|left, right| left.clause.url.cmp(&right.clause.url));
    rows
}

fn missing(planner: &Planner<'_, '_>, kind: &Kind, record: &Record) -> Vec<String> {
    let absent = kind.required.iter().filter(|path| record.items_at(path).is_empty());
    absent.map(|path| column(planner, kind, path).label).collect()
}
