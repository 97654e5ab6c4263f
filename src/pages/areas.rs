//! The main parts of a site, as its top navigation lists them.
//!
//! Never leads to a part that has nothing in it, where a reader could not help that.

use crate::language::Words;
use crate::pages::addresses;
use crate::pages::lists::has_evidence;
use crate::pages::model::{Area, Link};
use crate::pages::trust::{SHOWN_KINDS, SUMMARY_KIND};
use crate::view::{SYSTEM_KIND, View};

/// The parts in their order.
pub fn main_areas(view: &View<'_>, words: &Words) -> Vec<(Area, Link)> {
    let area = |area: Area, word: &str, url: &str| {
        (area, Link { id: String::new(), title: words.text(word).to_owned(), url: url.to_owned() })
    };
    let documents = area(Area::Documents, "documents", addresses::SECTIONS);
    let systems = |kind: &str| area(Area::Systems, "systems", &addresses::register(kind));
    let registers = area(Area::Registers, "registers", addresses::REGISTERS);
    let evidence = area(Area::Evidence, "evidence", addresses::EVIDENCE);
    if view.audience().coverage {
        let frameworks = area(Area::Frameworks, "frameworks", addresses::FRAMEWORKS);
        return vec![documents, frameworks, systems(SYSTEM_KIND), registers, evidence];
    }
    let has = |kind: &str| !view.records_of(kind).items.is_empty();
    let mut areas = Vec::new();
    areas.extend(view.documents().next().map(|_| documents));
    let kind = [SUMMARY_KIND, SYSTEM_KIND].into_iter().find(|kind| has(kind));
    areas.extend(kind.map(systems));
    let is_other = |kind: &str| !SHOWN_KINDS.contains(&kind);
    areas.extend(view.records().any(|(_, record)| is_other(&record.kind)).then_some(registers));
    areas.extend(has_evidence(view).then_some(evidence));
    areas
}
