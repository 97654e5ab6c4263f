//! The files of the built-in theme, compiled in.
//!
//! Never holds a text of its own: everything comes from `themes/default/`.

/// Name and text of every template.
pub(super) const TEMPLATES: &[(&str, &str)] = &[
    ("calendar.html", include_str!("../../themes/default/templates/calendar.html")),
    ("clause.html", include_str!("../../themes/default/templates/clause.html")),
    ("contents.html", include_str!("../../themes/default/templates/contents.html")),
    ("document.html", include_str!("../../themes/default/templates/document.html")),
    ("edition.css", include_str!("../../themes/default/templates/edition.css")),
    ("edition.html", include_str!("../../themes/default/templates/edition.html")),
    ("evidence.html", include_str!("../../themes/default/templates/evidence.html")),
    ("findings.html", include_str!("../../themes/default/templates/findings.html")),
    ("framework.html", include_str!("../../themes/default/templates/framework.html")),
    ("frameworks.html", include_str!("../../themes/default/templates/frameworks.html")),
    ("gaps.html", include_str!("../../themes/default/templates/gaps.html")),
    ("glossary.html", include_str!("../../themes/default/templates/glossary.html")),
    ("gone.html", include_str!("../../themes/default/templates/gone.html")),
    ("history.html", include_str!("../../themes/default/templates/history.html")),
    ("home.html", include_str!("../../themes/default/templates/home.html")),
    ("matrix.html", include_str!("../../themes/default/templates/matrix.html")),
    ("not-found.html", include_str!("../../themes/default/templates/not-found.html")),
    ("page.html", include_str!("../../themes/default/templates/page.html")),
    ("parts.html", include_str!("../../themes/default/templates/parts.html")),
    ("record.html", include_str!("../../themes/default/templates/record.html")),
    ("register.html", include_str!("../../themes/default/templates/register.html")),
    ("registers.html", include_str!("../../themes/default/templates/registers.html")),
    ("review-item.html", include_str!("../../themes/default/templates/review-item.html")),
    ("review-matrix.html", include_str!("../../themes/default/templates/review-matrix.html")),
    ("review-page.html", include_str!("../../themes/default/templates/review-page.html")),
    ("review.html", include_str!("../../themes/default/templates/review.html")),
    ("road.html", include_str!("../../themes/default/templates/road.html")),
    ("rules.html", include_str!("../../themes/default/templates/rules.html")),
    ("search.html", include_str!("../../themes/default/templates/search.html")),
    ("section.html", include_str!("../../themes/default/templates/section.html")),
    ("start-here.html", include_str!("../../themes/default/templates/start-here.html")),
    ("system.html", include_str!("../../themes/default/templates/system.html")),
    ("statement.html", include_str!("../../themes/default/templates/statement.html")),
    ("trust.html", include_str!("../../themes/default/templates/trust.html")),
    ("versions.html", include_str!("../../themes/default/templates/versions.html")),
];

/// Name and bytes of every file that the site ships.
pub(super) const ASSETS: &[(&str, &[u8])] = &[
    ("icon.svg", include_bytes!("../../themes/default/assets/icon.svg")),
    ("missing.svg", include_bytes!("../../themes/default/assets/missing.svg")),
    ("not-found.js", include_bytes!("../../themes/default/assets/not-found.js")),
    ("previews.js", include_bytes!("../../themes/default/assets/previews.js")),
    ("search.js", include_bytes!("../../themes/default/assets/search.js")),
    ("site.js", include_bytes!("../../themes/default/assets/site.js")),
    ("style.css", include_bytes!("../../themes/default/assets/style.css")),
    ("tables.js", include_bytes!("../../themes/default/assets/tables.js")),
    ("theme.js", include_bytes!("../../themes/default/assets/theme.js")),
];

/// What all versions of a handbook share, so that it is no part of any of them.
pub(super) const VERSIONS_SCRIPT: &str = include_str!("../../themes/default/assets/versions.js");
