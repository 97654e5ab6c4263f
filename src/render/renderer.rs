//! One site's pages, one by one, to HTML.
//!
//! Never reads anything but the page, the theme and the facts of the site: the same three give the same bytes.

use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Value};

use crate::diagnostic::Diagnostic;
use crate::pages::model::{Page, PageBody};
use crate::pages::url::root_of;
use crate::render::sidebar::sidebar_rows;
use crate::render::{SiteFacts, Theme};

/// A theme made ready for one site.
pub struct Renderer<'a> {
    theme: &'a Theme,
    /// What every page's context holds.
    shared: Context,
}

/// A page's bytes, and what its template got wrong.
#[derive(Debug)]
pub struct Rendered {
    pub html: Vec<u8>,
    /// A template of the user's theme failed; `html` then comes from the built-in one.
    pub problem: Option<Diagnostic>,
}

impl<'a> Renderer<'a> {
    pub fn new(theme: &'a Theme, facts: &SiteFacts) -> Renderer<'a> {
        let mut shared = Context::new();
        shared.insert("site", facts);
        shared.insert_value("words", theme.texts().clone());
        shared.insert("theme", &theme.extras());
        Renderer { theme, shared }
    }

    /// One page; a failing user template falls back to the built-in one, so that there is always a page.
    pub fn render(&self, page: &Page) -> Rendered {
        let context = self.context(page);
        let template = template_name(&page.body);
        match self.theme.render(template, &context) {
            Ok(html) => Rendered { html, problem: None },
            Err(problem) => Rendered { html: self.theme.render_built_in(template, &context), problem },
        }
    }

    /// A page that stands outside the site, with one value of its own.
    pub(super) fn render_alone(
        &self,
        template: &str,
        name: &'static str,
        value: &impl Serialize,
    ) -> (Vec<u8>, Option<Diagnostic>) {
        let mut context = self.shared.clone();
        context.insert(name, value);
        match self.theme.render(template, &context) {
            Ok(html) => (html, None),
            Err(problem) => (self.theme.render_built_in(template, &context), problem),
        }
    }

    fn context(&self, page: &Page) -> Context {
        let mut context = self.shared.clone();
        let root = root_of(&page.path);
        context.insert_value("sidebar_rows", Value::safe_string(&sidebar_rows(&page.siblings, &root)));
        context.insert_value("root", Value::safe_string(&root));
        context.insert("page", page);
        insert_body(&mut context, &page.body);
        context
    }
}

fn template_name(body: &PageBody) -> &'static str {
    match body {
        PageBody::Home(_) => "home.html",
        PageBody::Trust(_) => "trust.html",
        PageBody::Document(_) => "document.html",
        PageBody::Section(_) => "section.html",
        PageBody::Frameworks(_) => "frameworks.html",
        PageBody::Framework(_) => "framework.html",
        PageBody::Clause(_) => "clause.html",
        PageBody::Matrix(_) => "matrix.html",
        PageBody::Gaps(_) => "gaps.html",
        PageBody::Statement(_) => "statement.html",
        PageBody::Road(_) => "road.html",
        PageBody::Registers(_) => "registers.html",
        PageBody::Register(_) => "register.html",
        PageBody::Record(_) => "record.html",
        PageBody::System(_) => "system.html",
        PageBody::Evidence(_) => "evidence.html",
        PageBody::Calendar(_) => "calendar.html",
        PageBody::Glossary(_) => "glossary.html",
        PageBody::Findings(_) => "findings.html",
        PageBody::Rules(_) => "rules.html",
        PageBody::Contents(_) => "contents.html",
        PageBody::Search(_) => "search.html",
        PageBody::Versions(_) => "versions.html",
        PageBody::History(_) => "history.html",
        PageBody::Gone(_) => "gone.html",
        PageBody::NotFound => "not-found.html",
        PageBody::Review(_) => "review.html",
        PageBody::ReviewMatrix(_) => "review-matrix.html",
        PageBody::ReviewItem(_) => "review-item.html",
    }
}

/// The body under the name `body`, and its long HTML beside it, copied once and never escaped.
fn insert_body(context: &mut Context, body: &PageBody) {
    match body {
        PageBody::Home(body) => {
            context.insert("body", body.as_ref());
            insert_html(context, &body.body_html);
        }
        PageBody::Trust(body) => {
            context.insert("body", body.as_ref());
            insert_html(context, &body.body_html);
        }
        PageBody::Document(body) => {
            context.insert("body", body.as_ref());
            insert_html(context, &body.body_html);
        }
        PageBody::Section(body) => {
            context.insert("body", body);
            insert_html(context, &body.body_html);
        }
        PageBody::Clause(body) => {
            context.insert("body", body.as_ref());
            insert_html(context, &body.licensed_html);
        }
        PageBody::Record(body) => {
            context.insert("body", body.as_ref());
            insert_html(context, &body.description_html);
        }
        PageBody::System(body) => {
            context.insert("body", body.as_ref());
            insert_html(context, &body.record.description_html);
        }
        PageBody::Frameworks(body) => context.insert("body", body),
        PageBody::Framework(body) => context.insert("body", body.as_ref()),
        PageBody::Matrix(body) => context.insert("body", body.as_ref()),
        PageBody::Gaps(body) => context.insert("body", body),
        PageBody::Statement(body) => context.insert("body", body.as_ref()),
        PageBody::Road(body) => context.insert("body", body.as_ref()),
        PageBody::Registers(body) => context.insert("body", body),
        PageBody::Register(body) => context.insert("body", body.as_ref()),
        PageBody::Evidence(body) => context.insert("body", body),
        PageBody::Calendar(body) => context.insert("body", body),
        PageBody::Glossary(body) => context.insert("body", body),
        PageBody::Findings(body) => context.insert("body", body),
        PageBody::Rules(body) => context.insert("body", body.as_ref()),
        PageBody::Contents(body) => context.insert("body", body),
        PageBody::Search(body) => context.insert("body", body),
        PageBody::Review(body) => context.insert("body", body.as_ref()),
        PageBody::ReviewMatrix(body) => context.insert("body", body.as_ref()),
        PageBody::ReviewItem(body) => context.insert("body", body.as_ref()),
        PageBody::Versions(body) => context.insert("body", body.as_ref()),
        PageBody::History(body) => context.insert("body", body.as_ref()),
        PageBody::Gone(body) => context.insert("body", body),
        PageBody::NotFound => {}
    }
}

fn insert_html(context: &mut Context, html: &Arc<str>) {
    context.insert_value("body_html", Value::safe_string(html));
}
