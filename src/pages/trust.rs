//! Plans the home page for an audience that sees no coverage: the face that an organization shows to its customers.
//!
//! Never shows a draft as a statement, and never a certificate that does not hold on the day of the site.

use crate::pages::addresses;
use crate::pages::documents::claimed;
use crate::pages::home::welcome;
use crate::pages::model::{
    Address, Area, CertificateStanding, Link, Page, PageBody, TrustCertificate, TrustContact, TrustDocument, TrustPage,
    TrustSystem,
};
use crate::pages::planner::Planner;
use crate::pages::records::register_cards;
use crate::text::Date;
use crate::view::{FieldData, Item, Phase, Record, SYSTEM_KIND, approved_on};

/// What stands for the systems where the systems themselves are not shown.
pub const SUMMARY_KIND: &str = "system-summary";
const CERTIFICATE_KIND: &str = "certificate";
const CONTACT_KIND: &str = "contact";

/// Kinds that the page shows itself.
pub const SHOWN_KINDS: [&str; 4] = [SUMMARY_KIND, CERTIFICATE_KIND, CONTACT_KIND, SYSTEM_KIND];

/// Documents in the table; the sections have the rest.
const SHOWN_DOCUMENTS: usize = 20;

/// Signs of a text on the page; the record's own page has all of it.
const TEXT_LENGTH: usize = 420;

pub fn trust_page(planner: &Planner<'_, '_>) -> Page {
    let mut documents: Vec<TrustDocument> =
        planner.folders.values().flatten().filter_map(|at| document(planner, *at)).collect();
    let more_documents = documents.len().saturating_sub(SHOWN_DOCUMENTS);
    documents.truncate(SHOWN_DOCUMENTS);
    let other = |url: &str| !SHOWN_KINDS.iter().any(|kind| addresses::register(kind) == url);
    let body = TrustPage {
        body_html: welcome(planner),
        systems: systems(planner),
        certificates: certificates(planner),
        documents,
        more_documents,
        all_documents: planner.link("trust.all_documents", addresses::SECTIONS),
        contacts: of_kind(planner, CONTACT_KIND).filter(is_current).map(|entry| contact(planner, entry)).collect(),
        registers: register_cards(planner)
            .into_iter()
            .filter(|card| card.count != Some(0) && other(&card.link.url))
            .collect(),
    };
    Page {
        path: addresses::HOME.into(),
        title: planner.options.title.clone(),
        summary: String::new(),
        area: Area::Home,
        breadcrumbs: Vec::new(),
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Trust(Box::new(body)),
    }
}

type Entry<'h> = (usize, &'h Record);

fn of_kind<'h>(planner: &Planner<'_, 'h>, kind: &str) -> impl Iterator<Item = Entry<'h>> {
    planner.view.records_of(kind).items.into_iter()
}

/// A draft is no statement, and what has ended is none any more.
fn is_current((_, record): &Entry<'_>) -> bool {
    record.status.as_ref().is_some_and(|status| status.value == "current")
}

/// Summaries first; a system whose record itself may be seen has its own words.
fn systems(planner: &Planner<'_, '_>) -> Vec<TrustSystem> {
    let summaries = of_kind(planner, SUMMARY_KIND)
        .filter(is_current)
        .map(|entry| system(planner, entry, "summary", "in_use_since"));
    let records = of_kind(planner, SYSTEM_KIND).map(|entry| system(planner, entry, "purpose", "deployed_on"));
    summaries.chain(records).collect()
}

fn system(planner: &Planner<'_, '_>, entry: Entry<'_>, text: &str, since: &str) -> TrustSystem {
    let started = date(entry.1, since).filter(|day| *day <= planner.view.options().as_of);
    TrustSystem {
        link: link(planner, entry),
        text: words(planner, entry, text),
        since: started.map(|day| day.to_string()).unwrap_or_default(),
        reviewed: words(planner, entry, "reviewed"),
    }
}

/// What holds comes first.
fn certificates(planner: &Planner<'_, '_>) -> Vec<TrustCertificate> {
    let mut all: Vec<TrustCertificate> =
        of_kind(planner, CERTIFICATE_KIND).filter_map(|entry| certificate(planner, entry)).collect();
    all.sort_by_key(|certificate| certificate.standing != CertificateStanding::Certified);
    all
}

/// What has ended is no news to a customer.
fn certificate(planner: &Planner<'_, '_>, entry: Entry<'_>) -> Option<TrustCertificate> {
    let say = |name: &str| words(planner, entry, name);
    Some(TrustCertificate {
        link: link(planner, entry),
        standard: say("standard"),
        scope: say("scope"),
        standing: standing(entry.1, planner.view.options().as_of)?,
        issued_by: say("issued_by"),
        number: say("number"),
        issued_on: say("issued_on"),
        valid_until: say("valid_until"),
        planned_for: say("planned_for"),
        check_at: address(entry.1, "check_at"),
    })
}

/// A record that says "certified" has to say by whom, under which number, from when and until when.
fn standing(record: &Record, as_of: Date) -> Option<CertificateStanding> {
    let has = |name: &str| record.value(name).is_some();
    let state = record.status.as_ref().map_or("", |status| status.value.as_str());
    Some(match (state, date(record, "issued_on"), date(record, "valid_until")) {
        ("ended", ..) => return None,
        ("withdrawn", ..) => CertificateStanding::Withdrawn,
        ("suspended", ..) => CertificateStanding::Suspended,
        ("certified", _, Some(until)) if until < as_of => CertificateStanding::Lapsed,
        ("certified", Some(from), Some(_)) if from <= as_of && has("issued_by") && has("number") => {
            CertificateStanding::Certified
        }
        ("certified", ..) => CertificateStanding::Unconfirmed,
        _ => CertificateStanding::Preparing,
    })
}

/// What to say instead of "certified" about a record that says so and is no certificate on this day: the name of the text.
pub fn no_certificate(record: &Record, as_of: Date) -> Option<&'static str> {
    let claims = record.kind == CERTIFICATE_KIND && record.status.as_ref()?.value == "certified";
    match standing(record, as_of).filter(|_| claims)? {
        CertificateStanding::Lapsed => Some("certificate.lapsed"),
        CertificateStanding::Unconfirmed => Some("certificate.unconfirmed"),
        _ => None,
    }
}

/// Only what is approved today is a statement.
fn document(planner: &Planner<'_, '_>, at: usize) -> Option<TrustDocument> {
    let document = planner.view.document(at)?;
    let state = planner.view.document_state(at);
    let is_approved = matches!(state.phase, Phase::Approved | Phase::Overdue);
    is_approved.then(|| TrustDocument {
        link: planner.item_link(Item::Document(at)),
        summary: document.summary.clone(),
        version: document.version.clone().unwrap_or_default(),
        since: approved_on(document).map(|day| day.to_string()).unwrap_or_default(),
        next_review: state.next_review.map(|day| day.to_string()).unwrap_or_default(),
        answers: claimed(planner, document),
    })
}

fn contact(planner: &Planner<'_, '_>, entry: Entry<'_>) -> TrustContact {
    let say = |name: &str| words(planner, entry, name);
    TrustContact {
        link: link(planner, entry),
        purpose: say("purpose"),
        address: address(entry.1, "address"),
        phone: say("phone"),
        post: say("post"),
        languages: say("languages"),
        answers_within: say("answers_within"),
    }
}

fn link(planner: &Planner<'_, '_>, (at, _): Entry<'_>) -> Link {
    planner.item_link(Item::Record(at))
}

/// All that a field holds, as one line; nothing for what is no text.
fn words(planner: &Planner<'_, '_>, (at, record): Entry<'_>, name: &str) -> String {
    let Some(value) = record.value(name) else { return String::new() };
    let links = planner.view.record_links_in(at, name);
    let word = |item: &FieldData| match item {
        FieldData::Text(text) | FieldData::Role(text) => text.clone(),
        FieldData::Markdown(text) => planner.first_words(&text.body, &links, TEXT_LENGTH),
        FieldData::Date(date) => date.to_string(),
        _ => String::new(),
    };
    value.items.iter().map(|item| word(&item.value)).collect::<Vec<_>>().join(", ")
}

fn date(record: &Record, name: &str) -> Option<Date> {
    record.value(name)?.items.iter().find_map(|item| match item.value {
        FieldData::Date(date) => Some(date),
        _ => None,
    })
}

fn address(record: &Record, name: &str) -> Option<Address> {
    record.value(name)?.items.iter().find_map(|item| match &item.value {
        FieldData::Link(href) => Some(Address { title: plain(href), href: href.clone() }),
        _ => None,
    })
}

/// An address as people read it.
fn plain(href: &str) -> String {
    let shown = ["mailto:", "https://", "http://"].iter().find_map(|scheme| href.strip_prefix(scheme)).unwrap_or(href);
    shown.trim_end_matches('/').to_owned()
}
