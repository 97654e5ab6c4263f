//! Fills the holes of a rendered body: links, labels, images, mentions, the clauses of headings.
//!
//! Never shows a title or address of something that the audience may not see.

use crate::catalog::Reference;
use crate::pages::addresses;
use crate::pages::model::{ClauseChip, Status};
use crate::pages::planner::Planner;
use crate::pages::url::{relative, root_of};
use crate::syntax::markdown::{Body, Piece};
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
    let length = body.pieces.iter().map(|piece| if let Piece::Html(html) = piece { html.len() } else { 60 }).sum();
    let mut out = String::with_capacity(length);
    for piece in &body.pieces {
        match piece {
            Piece::Html(html) => out.push_str(html),
            Piece::Link(number) => link_attributes(planner, links.get(*number), &root, &mut out),
            Piece::Label(number) => escape(&label_text(planner, body, links, *number), &mut out),
            Piece::Image(number) => {
                let url = image(links.get(*number), &root);
                out.push_str(&format!(" src=\"{url}\""));
            }
            Piece::Mention(number) => mention(planner, mentions.get(*number), &root, &mut out),
            Piece::HeadingEnd(number) => heading_chips(chips.get(*number).map_or(&[], Vec::as_slice), &root, &mut out),
        }
    }
    out
}

/// Where a link leads as a site path, or outside.
enum Way {
    Site(String),
    Outside(String),
    Nowhere,
}

fn way(planner: &Planner<'_, '_>, end: &Shown<'_>) -> Way {
    let Shown::End(end) = end else { return Way::Nowhere };
    match end {
        LinkEnd::Document { at, fragment } => {
            let address = planner.addresses.item(Item::Document(*at));
            Way::Site(if fragment.is_empty() { address.to_owned() } else { format!("{address}#{fragment}") })
        }
        LinkEnd::Record(at) => Way::Site(planner.addresses.item(Item::Record(*at)).to_owned()),
        LinkEnd::Register(kind) => Way::Site(addresses::register(kind)),
        LinkEnd::Clause(clause) => Way::Site(addresses::clause(planner.view, *clause)),
        LinkEnd::File(path) => Way::Site(addresses::file(path)),
        LinkEnd::Folder(folder) => Way::Site(addresses::section(folder)),
        LinkEnd::Outside(address) => Way::Outside(address.clone()),
        LinkEnd::Broken => Way::Nowhere,
    }
}

fn link_attributes(planner: &Planner<'_, '_>, end: Option<&Shown<'_>>, root: &str, out: &mut String) {
    match end.map(|end| (way(planner, end), end)) {
        Some((Way::Site(path), end)) => {
            out.push_str(" href=\"");
            out.push_str(&relative(root, &path));
            out.push('"');
            if matches!(end, Shown::End(LinkEnd::Clause(_))) {
                out.push_str(" class=\"clause-link\"");
            }
        }
        Some((Way::Outside(address), _)) => {
            out.push_str(" href=\"");
            escape(&address, out);
            out.push_str("\" class=\"external\" rel=\"noreferrer\"");
        }
        Some((Way::Nowhere, Shown::Hidden)) => {
            out.push_str(" class=\"hidden-link\" title=\"not shown in this edition\"");
        }
        Some((Way::Nowhere, _)) | None => out.push_str(" class=\"broken-link\""),
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

fn image(end: Option<&Shown<'_>>, root: &str) -> String {
    match end {
        Some(Shown::End(LinkEnd::File(path))) => relative(root, &addresses::file(path)),
        _ => relative(root, MISSING_IMAGE),
    }
}

fn mention(planner: &Planner<'_, '_>, reference: Option<&Reference>, root: &str, out: &mut String) {
    let Some(reference) = reference else { return };
    let clause = reference.target.clause();
    let written = &reference.written.value;
    if !planner.view.options().frameworks.contains(&clause.framework) {
        return escape(written, out);
    }
    let url = relative(root, &addresses::clause(planner.view, clause));
    out.push_str(&format!("<a href=\"{url}\" class=\"clause-link\" title=\""));
    escape(&planner.library().get(clause).title, out);
    out.push_str("\">");
    escape(written, out);
    out.push_str("</a>");
}

fn heading_chips(chips: &[ClauseChip], root: &str, out: &mut String) {
    if chips.is_empty() {
        return;
    }
    out.push_str("<ul class=\"section-clauses\">");
    for chip in chips {
        out.push_str(&format!("<li><a class=\"chip\" href=\"{}\" title=\"", relative(root, &chip.url)));
        escape(&chip.title, out);
        match chip.status.map(Status::word) {
            Some(status) => out
                .push_str(&format!(" ({status})\"><span class=\"shape status-{status}\" aria-hidden=\"true\"></span>")),
            None => out.push_str("\">"),
        }
        escape(&chip.label, out);
        out.push_str("</a></li>");
    }
    out.push_str("</ul>\n");
}

/// Plain text as HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            character => out.push(character),
        }
    }
}
