//! The theme: built-in templates and files, with the user's own laid over them one by one.
//!
//! Never fails: a user's template that does not work is reported and left out.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Error, ErrorKind, Tera, Value};

use crate::diagnostic::{Diagnostic, Finding};
use crate::language::Words;
use crate::render::{built_in, filters, words};
use crate::text::{DocPath, Hasher, Sha256, Span, nearest};

/// Under this prefix a user's template reaches the one it replaces: `{% extends "default/document.html" %}`.
const BUILT_IN_PREFIX: &str = "default/";

/// Where the site keeps the theme's files.
const ASSETS: &str = "assets/";

/// Templates, words and files of one theme, in one language.
pub struct Theme {
    templates: Tera,
    /// The same without the user's templates, when there are any.
    built_in: Option<Tera>,
    words: Words,
    /// The words as templates look them up.
    texts: Value,
    /// Site path and bytes.
    assets: BTreeMap<String, Arc<[u8]>>,
    /// The user's templates, to find the place of an error.
    sources: BTreeMap<String, Arc<str>>,
    digest: Sha256,
}

/// Files that a template mentions only when the user's theme has them.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Extras {
    style: bool,
    script: bool,
    logo: bool,
}

impl Theme {
    /// The built-in theme with the files of the user's `theme/` folder (paths below it) laid over it.
    pub fn load(overrides: &BTreeMap<DocPath, Arc<[u8]>>, language: &Words) -> (Theme, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut sources = BTreeMap::new();
        let mut assets: BTreeMap<String, Arc<[u8]>> =
            built_in::ASSETS.iter().map(|(name, bytes)| (format!("{ASSETS}{name}"), Arc::from(*bytes))).collect();
        assets.insert(format!("{ASSETS}words.js"), words::script(language).into());
        for (path, bytes) in overrides {
            match path.as_str().split_once('/') {
                Some(("assets", _)) => {
                    assets.insert(path.as_str().to_owned(), bytes.clone());
                }
                Some(("templates", name)) => match std::str::from_utf8(bytes) {
                    Ok(text) => {
                        sources.insert(name.to_owned(), Arc::from(text));
                    }
                    Err(error) => diagnostics.push(not_text(path, error.valid_up_to())),
                },
                // The words came before the theme: they are in every page's value.
                Some(("language", _)) if path.extension() == "yaml" => {}
                _ => diagnostics.extend(unknown_file(path)),
            }
        }
        let base = built_in_templates(language);
        let templates = overlaid(&base, &mut sources, &mut diagnostics);
        let theme = Theme {
            templates: templates.clone().unwrap_or_else(|| base.clone()),
            built_in: templates.is_some().then_some(base),
            texts: words::words(language),
            words: language.clone(),
            assets,
            sources,
            digest: digest(overrides, language),
        };
        (theme, diagnostics)
    }

    /// The theme's files: site path and bytes.
    pub fn assets(&self) -> &BTreeMap<String, Arc<[u8]>> {
        &self.assets
    }

    /// Over every file of the theme; part of the key of every rendered page.
    pub fn digest(&self) -> Sha256 {
        self.digest
    }

    pub(super) fn words(&self) -> &Words {
        &self.words
    }

    pub(super) fn texts(&self) -> &Value {
        &self.texts
    }

    pub(super) fn extras(&self) -> Extras {
        let has = |name: &str| self.assets.contains_key(name);
        Extras { style: has("assets/custom.css"), script: has("assets/custom.js"), logo: has("assets/logo.svg") }
    }

    /// The page, or what is wrong with the user's template.
    pub(super) fn render(&self, name: &str, context: &Context) -> Result<Vec<u8>, Option<Diagnostic>> {
        let mut html = Vec::with_capacity(16 * 1024);
        match self.templates.render_to(name, context, &mut html) {
            Ok(()) => Ok(html),
            Err(error) => Err(Some(describe(&error, name, &self.sources))),
        }
    }

    /// The page from the built-in template, which fails only if it is wrong itself.
    pub(super) fn render_built_in(&self, name: &str, context: &Context) -> Vec<u8> {
        let mut html = Vec::new();
        let outcome = self.built_in.as_ref().unwrap_or(&self.templates).render_to(name, context, &mut html);
        debug_assert!(outcome.is_ok(), "{name}: {}", outcome.err().map(|error| error.to_string()).unwrap_or_default());
        html
    }
}

fn digest(overrides: &BTreeMap<DocPath, Arc<[u8]>>, language: &Words) -> Sha256 {
    let mut hasher = Hasher::default();
    let built_in = built_in::TEMPLATES.iter().map(|(name, text)| (*name, text.as_bytes()));
    let spoken = language.digest().to_string();
    let words = std::iter::once((language.tag(), spoken.as_bytes()));
    let own = overrides.iter().map(|(path, bytes)| (path.as_str(), &**bytes));
    for (name, bytes) in built_in.chain(words).chain(own) {
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    hasher.finish()
}

fn empty_templates(language: &Words) -> Tera {
    let mut tera = Tera::new();
    // Only fails when templates were added before.
    let prefixed = tera.set_fallback_prefixes([BUILT_IN_PREFIX]);
    debug_assert!(prefixed.is_ok());
    filters::register(&mut tera, language);
    tera
}

fn built_in_templates(language: &Words) -> Tera {
    let mut tera = empty_templates(language);
    let named = built_in::TEMPLATES.iter().map(|(name, text)| (format!("{BUILT_IN_PREFIX}{name}"), *text));
    let added = tera.add_raw_templates(named);
    debug_assert!(added.is_ok(), "{}", added.err().map(|error| error.to_string()).unwrap_or_default());
    tera
}

/// The user's templates over the built-in ones; those that do not work leave `sources` with a diagnostic.
fn overlaid(base: &Tera, sources: &mut BTreeMap<String, Arc<str>>, diagnostics: &mut Vec<Diagnostic>) -> Option<Tera> {
    while !sources.is_empty() {
        let mut tera = base.clone();
        let Err(error) = tera.add_raw_templates(sources.iter().map(|(name, text)| (name, &**text))) else {
            return Some(tera);
        };
        let broken = template_at_fault(&error, sources).unwrap_or_else(|| first_name(sources));
        diagnostics.push(describe(&error, &broken, sources));
        sources.remove(&broken);
    }
    None
}

fn first_name(sources: &BTreeMap<String, Arc<str>>) -> String {
    sources.keys().next().cloned().unwrap_or_default()
}

fn template_at_fault(error: &Error, sources: &BTreeMap<String, Arc<str>>) -> Option<String> {
    let name = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report.filename().to_owned(),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => tpl.clone(),
        ErrorKind::MissingParent { current, .. } => current.clone(),
        ErrorKind::Msg(message) => located(message)?.0.to_owned(),
        _ => return None,
    };
    sources.contains_key(&name).then_some(name)
}

/// Template name, line and column in a report such as `--> document.html:3:14`.
fn located(message: &str) -> Option<(&str, usize, usize)> {
    let place = message.split_once("--> ")?.1.lines().next()?;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.trim().parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?, line, column))
}

/// An error of a template as a diagnostic at its place; `name` is the template to blame when the error names none.
fn describe(error: &Error, name: &str, sources: &BTreeMap<String, Arc<str>>) -> Diagnostic {
    let (file, span, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let range = report.span().range.clone();
            (report.filename().to_owned(), Span::new(range.start, range.end), report.message().to_owned())
        }
        kind => {
            let text = kind.to_string();
            let first_line = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            match located(&text) {
                Some((file, line, column)) => (file.to_owned(), span_at(sources.get(file), line, column), first_line),
                None => (name.to_owned(), Span::default(), first_line),
            }
        }
    };
    let message = lower_first(&message);
    // A built-in template fails only through what the user's theme gave it, so the blame stays with the user's file.
    let path = format!("theme/templates/{}", if sources.contains_key(&file) { file.as_str() } else { name });
    let finding = Finding::error("theme-template", span, message)
        .label("here")
        .help("the built-in template is used until this one works");
    finding.at(&DocPath::new(&path).unwrap_or_else(theme_folder))
}

fn theme_folder() -> DocPath {
    DocPath::new("theme").expect("a fixed path")
}

fn span_at(source: Option<&Arc<str>>, line: usize, column: usize) -> Span {
    let Some(source) = source else { return Span::default() };
    let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let inside = source[start..].char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at);
    Span::new(start + inside, start + inside + 1)
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().collect::<String>() + characters.as_str())
}

fn in_theme(path: &DocPath) -> DocPath {
    DocPath::new(&format!("theme/{path}")).unwrap_or_else(theme_folder)
}

fn not_text(path: &DocPath, offset: usize) -> Diagnostic {
    Finding::error("not-utf8", Span::new(offset, offset + 1), "this template is not UTF-8 text").at(&in_theme(path))
}

/// Files beside `templates/` and `assets/` do nothing, which their author should hear; notes to oneself are fine.
fn unknown_file(path: &DocPath) -> Option<Diagnostic> {
    if path.extension() == "md" || path.file_name().starts_with('.') {
        return None;
    }
    let known = built_in::TEMPLATES
        .iter()
        .map(|(name, _)| format!("templates/{name}"))
        .chain(built_in::ASSETS.iter().map(|(name, _)| format!("assets/{name}")));
    let known: Vec<String> = known.collect();
    let name = path.file_name();
    let meant = known.iter().find(|known| known.ends_with(&format!("/{name}")));
    let close = || nearest(path.as_str(), known.iter().map(String::as_str), 1).into_iter().next().map(str::to_owned);
    let finding =
        Finding::warning("unknown-theme-file", Span::default(), format!("nothing in the theme uses `{path}`"));
    let help = match meant.cloned().or_else(close) {
        Some(meant) => format!("did you mean `theme/{meant}`?"),
        None => {
            "templates belong in `theme/templates/`, words in `theme/language/`, all other files in `theme/assets/`"
                .to_owned()
        }
    };
    Some(finding.help(help).at(&in_theme(path)))
}
