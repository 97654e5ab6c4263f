//! The whole handbook as one page for a printer: pages that were rendered, one after the other, with links that stay
//! inside and a style of their own for the edges of each sheet.
//!
//! Never shows what is not on one of the pages that it is made of, except for their number.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::pages::url::relative;
use crate::render::Renderer;
use crate::render::markup::{Become, Tag, element, unescaped, with_attributes};

/// The edition's page and its own style, both at the root of its folder.
pub const EDITION: &str = "edition.html";
pub const EDITION_STYLE: &str = "edition.css";
/// The numbers of the sheets in the list of contents, which are known only when everything is printed.
pub const EDITION_NUMBERS: &str = "numbers.css";

/// One page of the site that is printed.
pub struct Printed {
    /// Where it stands in the site.
    pub path: String,
    pub html: String,
    /// What the list of contents says.
    pub id: String,
    pub title: String,
    pub version: String,
}

/// Some pages with a title of their own.
pub struct PrintedChapter {
    pub title: String,
    pub depth: usize,
    pub pages: Vec<Printed>,
}

/// The print edition as bytes.
#[derive(Debug)]
pub struct Edition {
    pub html: Vec<u8>,
    pub style: Vec<u8>,
    /// Site paths of the pictures that it shows.
    pub pictures: BTreeSet<String>,
    /// The ids to which the list of contents leads, in its order.
    pub anchors: Vec<String>,
    pub problems: Vec<Diagnostic>,
}

/// What stands on the cover beside what every page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Cover {
    /// The commit that the handbook stands at; empty when no repository keeps it, or it is not for this audience.
    pub commit: String,
    pub dirty: bool,
    pub documents: usize,
}

#[derive(Serialize)]
struct Shown {
    cover: Cover,
    chapters: Vec<ShownChapter>,
}

#[derive(Serialize)]
struct ShownChapter {
    title: String,
    depth: usize,
    parts: Vec<Part>,
}

/// A page of the site as a part of the edition.
#[derive(Serialize)]
struct Part {
    /// In the whole edition.
    anchor: String,
    id: String,
    title: String,
    version: String,
    /// The classes of the page's body.
    class: String,
    wide: bool,
    /// What stands at the edges of its sheets, as strings of a style sheet.
    head: String,
    foot: String,
    /// What the page shows.
    html: String,
}

/// Site paths, each with the id that it has in the edition.
type Anchors = BTreeMap<String, String>;

/// `site` is where the site is, for links that lead out of the edition; without one they are no links.
pub fn edition(renderer: &Renderer<'_>, chapters: &[PrintedChapter], cover: Cover, site: Option<&str>) -> Edition {
    let leaves: Vec<Leaf<'_>> = chapters.iter().flat_map(|chapter| &chapter.pages).filter_map(Leaf::of).collect();
    let mut anchors = Anchors::new();
    for (number, leaf) in leaves.iter().enumerate() {
        anchors.insert(leaf.page.path.clone(), anchor(number));
    }
    for (number, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| leaf.has_rows()) {
        for (row, url) in leaf.rows().into_iter().enumerate() {
            anchors.entry(url).or_insert_with(|| format!("{}-row-{}", anchor(number), row + 1));
        }
    }
    let mut pictures = BTreeSet::new();
    let mut parts = leaves.iter().enumerate().map(|(number, leaf)| leaf.part(number, &anchors, site, &mut pictures));
    let chapters: Vec<ShownChapter> = chapters
        .iter()
        .map(|chapter| {
            let count = chapter.pages.iter().filter_map(Leaf::of).count();
            let parts = parts.by_ref().take(count).collect();
            ShownChapter { title: chapter.title.clone(), depth: chapter.depth, parts }
        })
        .collect();
    drop(parts);
    let shown = Shown { cover, chapters };
    let (html, page_problem) = renderer.render_alone("edition.html", "edition", &shown);
    let (style, style_problem) = renderer.render_alone("edition.css", "edition", &shown);
    let problems = page_problem.into_iter().chain(style_problem).collect();
    Edition { html, style, pictures, anchors: (0..leaves.len()).map(anchor).collect(), problems }
}

fn anchor(number: usize) -> String {
    format!("p{}", number + 1)
}

/// The numbers of the sheets for the list of contents, as a style sheet.
pub fn edition_numbers(sheets: &BTreeMap<String, usize>) -> String {
    let rule = |(anchor, sheet): (&String, &usize)| format!("#to-{anchor}::after {{ content: \"{sheet}\"; }}\n");
    sheets.iter().map(rule).collect()
}

/// What is used of a rendered page.
struct Leaf<'p> {
    page: &'p Printed,
    class: String,
    head: String,
    foot: String,
    main: &'p str,
}

impl<'p> Leaf<'p> {
    /// Nothing for a page without a main part, which only a theme of the user's can make.
    fn of(page: &'p Printed) -> Option<Leaf<'p>> {
        let (body, inside) = element(&page.html, "body")?;
        let (_, main) = element(inside, "main")?;
        let text = |name| unescaped(body.attribute(name).unwrap_or_default());
        Some(Leaf {
            page,
            class: text("class"),
            head: text("data-sheet"),
            foot: text("data-sheet-foot"),
            main: main.trim(),
        })
    }

    /// Whether its rows are what other pages of the site are about.
    fn has_rows(&self) -> bool {
        self.class.split(' ').any(|class| class == "page-full")
    }

    /// Where the first link of each row leads: that is what the row is about.
    fn rows(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut rows = Rows::default();
        with_attributes(self.main, |tag, name, value| {
            if rows.is_first_link(tag, name) {
                found.extend(self.inside(value).map(|(path, _)| path));
            }
            Become::Same
        });
        found
    }

    /// The site path and fragment of an address on this page, unless it leads out of the site.
    fn inside(&self, href: &str) -> Option<(String, String)> {
        let href = unescaped(href);
        let (path, fragment) = href.split_once('#').unwrap_or((&href, ""));
        if path.split(['/', '?']).next().is_some_and(|step| step.contains(':')) {
            return None;
        }
        if path.is_empty() {
            return Some((self.page.path.clone(), decoded(fragment)));
        }
        let mut folder: Vec<&str> = self.page.path.split('/').collect();
        folder.pop();
        let decoded_path = decoded(path);
        for step in decoded_path.split('/') {
            match step {
                ".." => drop(folder.pop()),
                "." => {}
                step => folder.push(step),
            }
        }
        Some((folder.join("/"), decoded(fragment)))
    }

    fn part(&self, number: usize, anchors: &Anchors, site: Option<&str>, pictures: &mut BTreeSet<String>) -> Part {
        let own = anchor(number);
        let mut rows = Rows::default();
        let html = with_attributes(self.main, |tag, name, value| {
            let is_row = rows.is_first_link(tag, name);
            match name {
                "href" => self.link(&own, value, is_row, anchors, site),
                "src" => match self.inside(value) {
                    Some((path, _)) => {
                        let address = relative("", &path);
                        pictures.insert(path);
                        Become::Value(address)
                    }
                    None => Become::Nothing,
                },
                "id" => Become::Value(format!("{own}-{value}")),
                "for" | "headers" | "aria-labelledby" | "aria-describedby" | "aria-controls" => {
                    let ids: Vec<String> = value.split_whitespace().map(|id| format!("{own}-{id}")).collect();
                    Become::Value(ids.join(" "))
                }
                _ if value.starts_with("url(#") => Become::Value(value.replacen("url(#", &format!("url(#{own}-"), 1)),
                _ => Become::Same,
            }
        });
        Part {
            anchor: own,
            id: self.page.id.clone(),
            title: self.page.title.clone(),
            version: self.page.version.clone(),
            wide: self.has_rows(),
            class: self.class.clone(),
            head: style_text(&self.head),
            foot: style_text(&self.foot),
            html,
        }
    }

    /// Inside the edition when it holds what the link leads to, else to the site, else nowhere.
    fn link(&self, own: &str, href: &str, is_row: bool, anchors: &Anchors, site: Option<&str>) -> Become {
        let Some((path, fragment)) = self.inside(href) else { return Become::Same };
        match anchors.get(&path) {
            Some(anchor) if is_row && anchor.starts_with(&format!("{own}-row-")) => {
                Become::Attribute("id", anchor.clone())
            }
            Some(anchor) if fragment.is_empty() || anchor.contains('-') => Become::Value(format!("#{anchor}")),
            Some(anchor) => Become::Value(relative("", &format!("#{anchor}-{fragment}"))),
            None => match site {
                Some(site) => {
                    let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
                    let address =
                        format!("{}/{}", site.trim_end_matches('/'), relative("", &format!("{path}{fragment}")));
                    Become::Value(address.replace('&', "&amp;").replace('"', "&quot;"))
                }
                None => Become::Nothing,
            },
        }
    }
}

/// Finds the first link of every row of a long table.
#[derive(Default)]
struct Rows {
    is_inside: bool,
    is_new: bool,
}

impl Rows {
    fn is_first_link(&mut self, tag: &Tag<'_>, attribute: &str) -> bool {
        match (tag.name, attribute) {
            ("table", "") => self.is_inside = tag.has("data-rows"),
            ("tr", "") => self.is_new = self.is_inside,
            ("a", "href") => return std::mem::take(&mut self.is_new),
            _ => {}
        }
        false
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A text as a string of a style sheet.
fn style_text(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' | '<' => out.push_str(&format!("\\{:x} ", u32::from(character))),
            character if character.is_control() => out.push(' '),
            character => out.push(character),
        }
    }
    out.push('"');
    out
}
