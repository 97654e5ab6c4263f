//! Fills the holes of a rendered body: links, labels, images, mentions, the clauses of headings.
//!
//! Never shows a title or address of something that the audience may not see.

use crate::catalog::Reference;
use crate::pages::addresses;
use crate::pages::model::ClauseChip;
use crate::pages::planner::Planner;
use crate::pages::url::{push_fragment, push_relative, root_of};
use crate::syntax::markdown::{ALERTS, Body, Fill, LinkKind, escape};
use crate::view::{Item, LinkEnd, Shown};

/// The picture that stands for one that is not there.
const MISSING_IMAGE: &str = "assets/missing.svg";

/// The body as HTML for the page at `page`. `chips` holds the clauses of each heading.
pub fn compose(
    planner: &Planner<'_, '_>,
    body: &Body,
    links: &[Shown<'_>],
    mentions: &[Reference],
    chips: &[Vec<ClauseChip>],
    page: &str,
) -> String {
    let root = root_of(page);
    body.filled(|fill, out| match fill {
        Fill::Link(number) => link_attributes(planner, links.get(number), &root, out),
        Fill::Label(number) => escape(&label_text(planner, body, links, number), out),
        Fill::Image(number) => {
            out.push_str(" src=\"");
            image(links.get(number), &root, out);
            out.push('"');
            let is_raw = body.links.get(number).is_some_and(|link| link.kind == LinkKind::RawImage);
            if let Some(Shown::End(LinkEnd::File(path))) = links.get(number).filter(|_| !is_raw)
                && let Some(size) = planner.view.picture(path)
            {
                // The page keeps the place, so that nothing jumps when the picture comes.
                out.push_str(&format!(" width=\"{}\" height=\"{}\"", size.width, size.height));
            }
        }
        Fill::Mention(number) => mention(planner, mentions.get(number), &root, out),
        Fill::HeadingEnd(number) => {
            heading_chips(planner, chips.get(number).map_or(&[], Vec::as_slice), &root, out);
        }
        Fill::Alert(kind) => {
            let title = ALERTS.get(kind).and_then(|kind| planner.words.find("alert", kind));
            escape(title.unwrap_or_default(), out);
        }
    })
}

fn link_attributes(planner: &Planner<'_, '_>, end: Option<&Shown<'_>>, root: &str, out: &mut String) {
    let end = match end {
        Some(Shown::End(end)) => *end,
        Some(Shown::Hidden) => {
            out.push_str(" class=\"hidden-link\" title=\"");
            escape(planner.words.text("not_shown"), out);
            return out.push('"');
        }
        None => &LinkEnd::Broken,
    };
    match end {
        LinkEnd::Broken => return out.push_str(" class=\"broken-link\""),
        LinkEnd::Outside(address) => {
            out.push_str(" href=\"");
            escape(address, out);
            return out.push_str("\" class=\"external\" rel=\"noreferrer\"");
        }
        LinkEnd::Clause(_) if !planner.shows_clauses() => return out.push_str(" class=\"clause-name\""),
        _ => {}
    }
    out.push_str(" href=\"");
    site_address(planner, end, root, out);
    out.push('"');
    if matches!(end, LinkEnd::Clause(_)) {
        out.push_str(" class=\"clause-link\"");
    }
}

/// Where a link inside the site leads.
fn site_address(planner: &Planner<'_, '_>, end: &LinkEnd, root: &str, out: &mut String) {
    match end {
        LinkEnd::Document { at, fragment } => {
            push_relative(out, root, planner.addresses.item(Item::Document(*at)));
            if !fragment.is_empty() {
                push_fragment(out, fragment);
            }
        }
        LinkEnd::Record(at) => push_relative(out, root, planner.addresses.item(Item::Record(*at))),
        LinkEnd::Register(kind) => push_relative(out, root, &addresses::register(kind)),
        LinkEnd::Clause(clause) => push_relative(out, root, planner.addresses.clause(*clause)),
        LinkEnd::File(path) => push_relative(out, root, &addresses::file(path)),
        LinkEnd::Folder(folder) => push_relative(out, root, &addresses::section(folder)),
        LinkEnd::Outside(_) | LinkEnd::Broken => {}
    }
}

/// The text of a link that was written without one; the id or title of something hidden is never it.
pub fn label_text(planner: &Planner<'_, '_>, body: &Body, links: &[Shown<'_>], number: usize) -> String {
    match links.get(number) {
        Some(Shown::Hidden) => "\u{2026}".to_owned(),
        end => end
            .and_then(|end| label(planner, end))
            .unwrap_or_else(|| body.links.get(number).map(|link| link.target.clone()).unwrap_or_default()),
    }
}

/// What a wiki link without a text of its own shows.
fn label(planner: &Planner<'_, '_>, end: &Shown<'_>) -> Option<String> {
    let Shown::End(end) = end else { return None };
    match end {
        LinkEnd::Document { at, fragment } if !fragment.is_empty() => {
            let document = planner.view.document(*at)?;
            let heading = document.body.headings.iter().find(|heading| heading.id == *fragment)?;
            let link = planner.item_link(Item::Document(*at));
            let name = if link.id.is_empty() { link.title } else { link.id };
            Some(format!("{name}: {}", heading.text))
        }
        LinkEnd::Document { at, .. } => Some(named(planner, Item::Document(*at))),
        LinkEnd::Record(at) => Some(named(planner, Item::Record(*at))),
        LinkEnd::Clause(clause) => {
            let entry = planner.library().get(*clause);
            Some(format!("{} {}", planner.clause_chip(*clause).label, entry.title))
        }
        _ => None,
    }
}

fn named(planner: &Planner<'_, '_>, item: Item) -> String {
    let link = planner.item_link(item);
    if link.id.is_empty() { link.title } else { format!("{} {}", link.id, link.title) }
}

fn image(end: Option<&Shown<'_>>, root: &str, out: &mut String) {
    match end {
        Some(Shown::End(LinkEnd::File(path))) => push_relative(out, root, &addresses::file(path)),
        _ => push_relative(out, root, MISSING_IMAGE),
    }
}

fn mention(planner: &Planner<'_, '_>, reference: Option<&Reference>, root: &str, out: &mut String) {
    let Some(reference) = reference else { return };
    let clause = reference.target.clause();
    let written = &reference.written.value;
    if !planner.shows_clauses() || !planner.view.options().frameworks.contains(&clause.framework) {
        return escape(written, out);
    }
    out.push_str("<a href=\"");
    push_relative(out, root, planner.addresses.clause(clause));
    out.push_str("\" class=\"clause-link\" title=\"");
    escape(&planner.library().get(clause).title, out);
    out.push_str("\">");
    escape(written, out);
    out.push_str("</a>");
}

fn heading_chips(planner: &Planner<'_, '_>, chips: &[ClauseChip], root: &str, out: &mut String) {
    if chips.is_empty() {
        return;
    }
    out.push_str("<ul class=\"section-clauses\">");
    for chip in chips {
        let tag = if chip.url.is_empty() { "span" } else { "a" };
        out.push_str(&format!("<li><{tag} class=\"chip\""));
        if !chip.url.is_empty() {
            out.push_str(" href=\"");
            push_relative(out, root, &chip.url);
            out.push('"');
        }
        out.push_str(" title=\"");
        escape(&chip.title, out);
        match chip.status {
            Some(status) => {
                out.push_str(" (");
                escape(&planner.status_word(status), out);
                let class = status.word();
                out.push_str(&format!(")\"><span class=\"shape status-{class}\" aria-hidden=\"true\"></span>"));
            }
            None => out.push_str("\">"),
        }
        escape(&chip.label, out);
        out.push_str(&format!("</{tag}></li>"));
    }
    out.push_str("</ul>\n");
}
