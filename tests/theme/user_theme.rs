//! A user's theme: files laid over the built-in ones, and what is said about those that do not work.

use std::collections::BTreeMap;
use std::sync::Arc;

use aimsbook::diagnostic::{Colour, Diagnostic, concise, full};
use aimsbook::language::Words;
use aimsbook::render::{Renderer, Theme};
use aimsbook::text::{DocPath, Snapshot};

use crate::gallery;

type Files = BTreeMap<DocPath, Arc<[u8]>>;

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, text)| (DocPath::new(path).unwrap(), Arc::from(text.as_bytes()))).collect()
}

/// The document page under these overrides, and everything that was said.
fn document_with(overrides: &Files) -> (String, Vec<Diagnostic>) {
    let (theme, mut diagnostics) = Theme::load(overrides, Words::english());
    let facts = gallery::facts();
    let page = gallery::pages().into_iter().find(|page| page.path.ends_with("POL-001.html")).unwrap();
    let rendered = Renderer::new(&theme, &facts).render(&page);
    diagnostics.extend(rendered.problem);
    (String::from_utf8(rendered.html).unwrap(), diagnostics)
}

/// Path, marked text and message of the only diagnostic.
fn only(overrides: &Files, diagnostics: &[Diagnostic]) -> (String, String, String) {
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    let diagnostic = &diagnostics[0];
    let below = diagnostic.path.as_str().strip_prefix("theme/").unwrap();
    let text = String::from_utf8(overrides[&DocPath::new(below).unwrap()].to_vec()).unwrap();
    let marked = text.get(diagnostic.finding.span.range()).unwrap_or_default().to_owned();
    (diagnostic.path.to_string(), marked, diagnostic.finding.message.clone())
}

#[test]
fn a_block_can_be_replaced_and_the_rest_kept() {
    let overrides = files(&[(
        "templates/document.html",
        "{% extends \"default/document.html\" %}{% block control %}<p>ours</p>{{ super() }}{% endblock %}",
    )]);
    let (html, diagnostics) = document_with(&overrides);
    assert_eq!(diagnostics, []);
    assert!(html.contains("<p>ours</p>") && html.contains("class=\"control\"") && html.contains("id=\"purpose\""));
}

#[test]
fn the_layout_of_all_pages_can_be_replaced() {
    let overrides = files(&[(
        "templates/page.html",
        "{% extends \"default/page.html\" %}{% block footer %}<footer>ours</footer>{% endblock %}",
    )]);
    let (html, diagnostics) = document_with(&overrides);
    assert_eq!(diagnostics, []);
    assert!(html.contains("<footer>ours</footer>") && !html.contains("class=\"bottom\""));
}

#[test]
fn own_files_are_shipped_and_linked() {
    let overrides =
        files(&[("assets/custom.css", "body{}"), ("assets/logo.svg", "<svg/>"), ("assets/fonts/a.woff2", "x")]);
    let (html, diagnostics) = document_with(&overrides);
    assert_eq!(diagnostics, []);
    assert!(html.contains("../../assets/custom.css") && html.contains("../../assets/logo.svg"));
    let (theme, _) = Theme::load(&overrides, Words::english());
    assert_eq!(&*theme.assets()["assets/fonts/a.woff2"], b"x");
}

#[test]
fn a_syntax_error_is_reported_at_its_place_and_the_built_in_template_used() {
    let overrides = files(&[("templates/document.html", "<p>\n{% if %}</p>")]);
    let (html, diagnostics) = document_with(&overrides);
    assert!(html.contains("class=\"control\""));
    let (path, marked, _) = only(&overrides, &diagnostics);
    assert_eq!((path.as_str(), marked.as_str()), ("theme/templates/document.html", "%}"));
}

#[test]
fn the_line_of_a_template_is_shown() {
    let overrides = files(&[("templates/document.html", "<p>\n  {{ page.title | uppr }}</p>")]);
    let (_, diagnostics) = Theme::load(&overrides, Words::english());
    let snapshot = Snapshot { theme: overrides, ..Snapshot::default() };
    let said = concise(&diagnostics, &snapshot);
    assert!(said.starts_with("theme/templates/document.html:2:19: error[theme-template]: unknown filter"), "{said}");
    let said = full(&diagnostics, &snapshot, Colour::Plain);
    assert!(said.contains("2 |   {{ page.title | uppr }}</p>"), "{said}");
}

#[test]
fn an_unknown_filter_is_reported_at_its_place() {
    let overrides = files(&[("templates/document.html", "<p>{{ page.title | uppr }}</p>")]);
    let (html, diagnostics) = document_with(&overrides);
    assert!(html.contains("class=\"control\""));
    let (_, marked, message) = only(&overrides, &diagnostics);
    assert!(message.contains("uppr"), "{message}");
    assert_eq!(marked, "u");
}

#[test]
fn an_undefined_variable_is_reported_when_the_page_is_made() {
    let overrides = files(&[("templates/document.html", "<p>{{ body.nonsense }}</p>")]);
    let (html, diagnostics) = document_with(&overrides);
    assert!(html.contains("class=\"control\""), "the built-in page takes over");
    let (path, marked, _) = only(&overrides, &diagnostics);
    assert_eq!(path, "theme/templates/document.html");
    assert!(marked.contains("nonsense"), "{marked:?}");
}

#[test]
fn a_broken_template_leaves_the_other_ones_at_work() {
    let overrides = files(&[
        ("templates/home.html", "{% extends \"nowhere.html\" %}"),
        ("templates/page.html", "{% extends \"default/page.html\" %}{% block footer %}ours{% endblock %}"),
    ]);
    let (html, diagnostics) = document_with(&overrides);
    assert!(html.contains("ours"));
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].path.as_str(), "theme/templates/home.html");
}

#[test]
fn a_file_in_the_wrong_place_is_named_with_the_right_one() {
    let overrides = files(&[("style.css", "x"), ("templates.zip", "x"), ("README.md", "notes")]);
    let (_, diagnostics) = Theme::load(&overrides, Words::english());
    let said: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.path.as_str(), diagnostic.finding.help.as_deref().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            ("theme/style.css", "did you mean `theme/assets/style.css`?"),
            (
                "theme/templates.zip",
                "templates belong in `theme/templates/`, words in `theme/language/`, all other files in `theme/assets/`"
            ),
        ]
    );
}

#[test]
fn the_digest_changes_with_any_file() {
    let digest = |list: &[(&str, &str)]| Theme::load(&files(list), Words::english()).0.digest();
    assert_eq!(digest(&[]), digest(&[]));
    assert_ne!(digest(&[]), digest(&[("assets/a.css", "x")]));
    assert_ne!(digest(&[("assets/a.css", "x")]), digest(&[("assets/a.css", "y")]));
}
