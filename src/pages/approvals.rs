//! What pages say of approvals, and of records that no longer speak for their AI system.
//!
//! Never names an item that the audience may not see.

use crate::language::Phrase;
use crate::pages::model::{Field, Notice, Tone, Value};
use crate::pages::planner::Planner;
use crate::view::{Binding, Document, Item, Phase, approved_by, approved_on, speaker, stands_for_rows};

/// The line of a document's header that says what its approval is bound to; nothing for what nobody approved.
pub fn approval_field(planner: &Planner<'_, '_>, at: usize, document: &Document) -> Option<Field> {
    let words = match planner.view.document_state(at).binding {
        Binding::NotApproved => return None,
        Binding::Unbound if approved_on(document).is_none() => return None,
        Binding::Unbound => Phrase::new("approval.unbound"),
        Binding::Bound => {
            let digest = planner.view.approval_digest(at).map(|digest| digest.short()).unwrap_or_default();
            Phrase::new("approval.bound").text("digest", digest)
        }
        Binding::TextChanged | Binding::VersionChanged => Phrase::new("approval.changed"),
        Binding::Unreadable => Phrase::new("approval.unreadable"),
    };
    let label = planner.words.text("approval.label").to_owned();
    Some(Field { label, value: Value::Text(planner.words.say(&words)) })
}

/// What a reader must know about an approval that no longer holds.
pub fn approval_notice(planner: &Planner<'_, '_>, at: usize, document: &Document) -> Option<Notice> {
    let state = planner.view.document_state(at);
    let by = approved_by(document).map(|by| planner.words.say(&Phrase::new("approval.by").text("by", by)));
    let on = approved_on(document).map(|on| planner.words.say(&Phrase::new("approval.on").day("on", on)));
    let approved = |key| Phrase::new(key).text("by", by.unwrap_or_default()).text("on", on.unwrap_or_default());
    let text = match state.binding {
        _ if state.phase == Phase::Retired => return None,
        Binding::NotApproved | Binding::Unbound | Binding::Bound => return None,
        Binding::TextChanged if stands_for_rows(document, planner.library()) => approved("approval.rows_differ"),
        Binding::TextChanged => approved("approval.text_differs"),
        Binding::VersionChanged => {
            let approval = document.approval.as_ref().and_then(|approval| approval.version.as_ref());
            let version = approval.map(|version| version.value.clone()).unwrap_or_default();
            let now = document
                .version
                .as_ref()
                .map_or(Phrase::new("approval.no_version"), |now| Phrase::new("approval.version").text("version", now));
            approved("approval.version_differs").text("approved", version).phrase("now", now)
        }
        Binding::Unreadable => Phrase::new("approval.unreadable_digest"),
    };
    let again = planner.words.text("approval.until_again");
    let text = format!("{} {again}", planner.words.say(&text));
    Some(Notice { tone: Tone::Warning, text, link: None })
}

/// Why a record no longer speaks for its AI system; empty when it does, or never did.
pub fn outdated_words(planner: &Planner<'_, '_>, at: usize) -> Vec<String> {
    let name = |at: usize| planner.view.record(at).map(|record| record.id.value.clone());
    planner.view.outdated(at).iter().map(|reason| planner.words.say(&reason.words(&name))).collect()
}

/// What a reader must know about a record that no longer speaks for its AI system.
pub fn outdated_notice(planner: &Planner<'_, '_>, at: usize) -> Option<Notice> {
    let record = planner.view.record(at)?;
    let speaker = speaker(&record.kind)?;
    let reasons = outdated_words(planner, at);
    // Drafts and superseded records do not claim to speak for anything.
    let claims = record.status.as_ref().is_some_and(|status| status.value == speaker.state);
    if reasons.is_empty() || !claims {
        return None;
    }
    let system = planner.view.systems_of(at).first().map(|system| planner.item_link(Item::Record(*system)));
    let text = planner.words.say(&Phrase::new("outdated.notice").text("reasons", reasons.join("; ")));
    Some(Notice { tone: Tone::Warning, text, link: system })
}
