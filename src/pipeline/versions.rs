//! Several versions of one handbook, each understood at its own date.
//!
//! Never shows in an old version what a newer one keeps from the same readers.

use std::fmt::Write as _;

use crate::config::editions::{Edition, Standing};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Finding};
use crate::entry::is_configuration;
use crate::handbook::Hidden;
use crate::pages::Past;
use crate::pipeline::{Caches, Checked, Settings, check_hiding};
use crate::text::{Date, Sha256, Snapshot, Span};
use crate::view::{Audience, View};

/// A version, understood and checked, with those who may look at it.
pub struct CheckedEdition {
    pub edition: Edition,
    /// With what the configuration of today lays over it.
    pub snapshot: Snapshot,
    /// Of what it really holds.
    pub content: Sha256,
    pub checked: Checked,
    pub audience: Audience,
}

impl CheckedEdition {
    pub fn view(&self) -> View<'_> {
        View::new(&self.checked.handbook, self.audience.clone())
    }
}

/// The folder as it stands, which has the last word on how versions look and who may see what.
#[derive(Clone, Copy)]
pub struct Folder<'a> {
    pub snapshot: &'a Snapshot,
    pub checked: &'a Checked,
}

/// Checks versions, which come oldest first, and leaves out those that hold nothing for the audience. The folder as it
/// stands gives its configuration to versions without one, its theme to all, and its classifications count too. All are judged
/// `on` a day when one is given.
pub fn check_editions(
    found: Vec<(Edition, Snapshot)>,
    folder: Folder<'_>,
    audience: &Audience,
    settings: &Settings,
    on: Option<Date>,
    caches: &mut Caches,
) -> (Vec<CheckedEdition>, Vec<Diagnostic>) {
    caches.parsed.keep_all();
    let config = &folder.checked.config;
    let mut hidden = View::new(&folder.checked.handbook, audience.clone()).hidden(folder.snapshot);
    hidden.extend(hidden_in_force(&found, folder, audience, settings, &hidden, caches));
    let mut checked = Vec::new();
    let mut diagnostics = Vec::new();
    let place = config.versions.as_ref().map(|versions| versions.span).unwrap_or_default();
    let left_out = |edition: &Edition, why: &str| {
        let finding = Finding::warning("version-left-out", place, format!("the version `{}` {why}", edition.name));
        finding.label("it is not published").at(&config::path())
    };
    if audience.sees + 1 < config.classifications.len() {
        diagnostics.extend(unread(folder));
    }
    for (edition, snapshot) in found.into_iter().rev() {
        // A draft is no statement of the organization.
        if !audience.coverage && edition.standing == Standing::Draft {
            continue;
        }
        if snapshot.sources.iter().all(|source| is_configuration(&source.path)) {
            diagnostics.push(left_out(&edition, "has no document and no record in this folder"));
            continue;
        }
        let content = content_digest(&snapshot);
        let snapshot = laid_over(snapshot, folder.snapshot);
        let settings = Settings { as_of: judged_on(&edition, settings, on), ..settings.clone() };
        let one = check_hiding(&snapshot, &settings, hidden.clone(), caches);
        let Some(audience) = audience_in(&one.config, config, audience) else {
            let why = format!("has no classification that `{}` sees today as well", audience.name);
            diagnostics.push(left_out(&edition, &why));
            continue;
        };
        let edition = CheckedEdition { edition, snapshot, content, checked: one, audience };
        let view = edition.view();
        let is_empty = view.documents().next().is_none() && view.records().next().is_none();
        hidden.extend(view.hidden(&edition.snapshot));
        drop(view);
        // An old version without anything for these readers tells them nothing.
        if !is_empty || edition.edition.standing == Standing::InForce {
            checked.push(edition);
        }
    }
    checked.reverse();
    (checked, diagnostics)
}

/// Files of the folder that nobody can judge hide what versions have of them.
fn unread(folder: Folder<'_>) -> impl Iterator<Item = Diagnostic> {
    let unreadable = folder.snapshot.unreadable.iter().map(|file| &file.path);
    folder.checked.handbook.unread.iter().chain(unreadable).map(|path| {
        let message = "this file cannot be read, so that nobody knows who may see it";
        let finding = Finding::warning("unread-hides", Span::default(), message);
        finding.label("what versions have of it is hidden").at(path)
    })
}

/// What the version in force hides, when versions follow it: they are no newer word on who may see what.
fn hidden_in_force(
    found: &[(Edition, Snapshot)],
    folder: Folder<'_>,
    audience: &Audience,
    settings: &Settings,
    hidden: &Hidden,
    caches: &mut Caches,
) -> Hidden {
    let place = found.iter().position(|(edition, _)| edition.standing == Standing::InForce);
    let Some((_, snapshot)) = place.filter(|at| at + 1 < found.len()).map(|at| &found[at]) else {
        return Hidden::default();
    };
    let snapshot = laid_over(snapshot.clone(), folder.snapshot);
    let checked = check_hiding(&snapshot, settings, hidden.clone(), caches);
    let audience = audience_in(&checked.config, &folder.checked.config, audience);
    audience.map(|audience| View::new(&checked.handbook, audience).hidden(&snapshot)).unwrap_or_default()
}

/// What is no longer in force is judged by the day from which it applied, unless somebody asks about another day.
fn judged_on(edition: &Edition, settings: &Settings, on: Option<Date>) -> Date {
    if let Some(on) = on {
        return on;
    }
    match edition.standing {
        Standing::Superseded => edition.date.unwrap_or(settings.as_of),
        Standing::InForce | Standing::Upcoming | Standing::Draft => settings.as_of,
    }
}

/// The audience of today in another version: it never sees there what it would not see today.
fn audience_in(config: &Config, today: &Config, audience: &Audience) -> Option<Audience> {
    let own = config.audiences.get(&audience.name);
    let highest = config.classifications.len().saturating_sub(1);
    let sees = config.seen_in_both(own.map_or(highest, |own| own.sees), today, audience.sees)?;
    let coverage = audience.coverage && own.is_none_or(|own| own.coverage);
    Some(Audience { name: audience.name.clone(), sees, coverage })
}

/// A version from before the first `aimsbook.yaml` is read with today's, and with the frameworks and kinds of today where
/// it has none. All versions look as the site does today.
fn laid_over(mut snapshot: Snapshot, current: &Snapshot) -> Snapshot {
    snapshot.theme = current.theme.clone();
    if snapshot.source(&config::path()).is_some() {
        return snapshot;
    }
    for folder in ["frameworks", "kinds"] {
        if !snapshot.sources.iter().any(|source| source.path.is_below(folder)) {
            let of_today = current.sources.iter().filter(|source| source.path.is_below(folder));
            snapshot.sources.extend(of_today.cloned());
        }
    }
    snapshot.sources.extend(current.source(&config::path()).cloned());
    snapshot.sources.sort_by(|left, right| left.path.cmp(&right.path));
    snapshot
}

/// Stands for all that a state of the folder holds.
pub fn content_digest(snapshot: &Snapshot) -> Sha256 {
    let mut lines: Vec<String> =
        snapshot.sources.iter().map(|source| source.sha256.sum_line(source.path.as_str())).collect();
    lines.extend(snapshot.files.iter().map(|(path, fact)| fact.sha256.sum_line(path.as_str())));
    lines.extend(snapshot.unreadable.iter().map(|file| format!("unread {}\n", file.path)));
    lines.sort();
    Sha256::of(lines.concat().as_bytes())
}

/// Stands for everything that the pages of a superseded version follow from: as long as it stays the same, so do they.
/// The versions come oldest first, up to the one that is meant.
pub fn tree_key(versions: &[CheckedEdition], past: &Past, theme: &Sha256) -> Sha256 {
    let mut text = format!("1 {} {theme}\n", env!("CARGO_PKG_VERSION"));
    for version in versions {
        let CheckedEdition { edition, audience, snapshot, checked, .. } = version;
        let options = &checked.handbook.options;
        let _ = writeln!(text, "{:?} {:?} {:?} {}", edition.name, edition.title, edition.date, options.as_of);
        let _ = writeln!(text, "{} {audience:?}", content_digest(snapshot));
        // What newer versions hide of it, by its effect.
        let handbook = &checked.handbook;
        let _ = writeln!(text, "{:?} {:?} {:?}", handbook.document_levels, handbook.record_levels, handbook.files);
        let _ = writeln!(text, "{}", checked.words.digest());
    }
    // The texts are in the contents above; who wrote them is not.
    for change in past.values().flatten() {
        let _ = writeln!(text, "{:?} {:?}", change.change.id, change.authors);
    }
    Sha256::of(text.as_bytes())
}
