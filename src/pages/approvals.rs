//! What pages say of approvals, and of records that no longer speak for their AI system.
//!
//! Never names an item that the audience may not see.

use crate::pages::model::{Field, Notice, Tone, Value};
use crate::pages::planner::Planner;
use crate::view::{Binding, Document, Item, Phase, approved_by, approved_on, speaker, stands_for_rows};

/// The line of a document's header that says what its approval is bound to; nothing for what nobody approved.
pub fn approval_field(planner: &Planner<'_, '_>, at: usize, document: &Document) -> Option<Field> {
    let words = match planner.view.document_state(at).binding {
        Binding::NotApproved => return None,
        Binding::Unbound if approved_on(document).is_none() => return None,
        Binding::Unbound => "not bound to a text".to_owned(),
        Binding::Bound => {
            let digest = planner.view.approval_digest(at).map(|digest| digest.short()).unwrap_or_default();
            format!("bound to this text, {digest}")
        }
        Binding::TextChanged | Binding::VersionChanged => "changed since approval".to_owned(),
        Binding::Unreadable => "its digest cannot be read".to_owned(),
    };
    Some(Field { label: "Approval".to_owned(), value: Value::Text(words) })
}

/// What a reader must know about an approval that no longer holds.
pub fn approval_notice(planner: &Planner<'_, '_>, at: usize, document: &Document) -> Option<Notice> {
    let state = planner.view.document_state(at);
    let by = approved_by(document).map(|by| format!(" by {by}")).unwrap_or_default();
    let on = approved_on(document).map(|on| format!(" on {on}")).unwrap_or_default();
    let until = "It counts as a draft until it is approved again.";
    let text = match state.binding {
        _ if state.phase == Phase::Retired => return None,
        Binding::NotApproved | Binding::Unbound | Binding::Bound => return None,
        Binding::TextChanged if stands_for_rows(document, planner.library()) => format!(
            "Changed since approval: this text, or a row of the Statement of Applicability, differs from what was \
             approved{by}{on}. {until}"
        ),
        Binding::TextChanged => {
            format!("Changed since approval: this text differs from what was approved{by}{on}. {until}")
        }
        Binding::VersionChanged => {
            let approval = document.approval.as_ref().and_then(|approval| approval.version.as_ref());
            let approved = approval.map(|version| version.value.clone()).unwrap_or_default();
            let now =
                document.version.as_ref().map_or("one without a version".to_owned(), |now| format!("version {now}"));
            format!("Changed since approval: version {approved} was approved{by}{on}, and this is {now}. {until}")
        }
        Binding::Unreadable => {
            format!("The digest of its approval cannot be read, so that nothing shows which text was approved. {until}")
        }
    };
    Some(Notice { tone: Tone::Warning, text, link: None })
}

/// Why a record no longer speaks for its AI system; empty when it does, or never did.
pub fn outdated_words(planner: &Planner<'_, '_>, at: usize) -> Vec<String> {
    let name = |at: usize| planner.view.record(at).map(|record| record.id.value.clone());
    planner.view.outdated(at).iter().map(|reason| reason.words(&name)).collect()
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
    let text = format!("This no longer speaks for its AI system: {}.", reasons.join("; "));
    Some(Notice { tone: Tone::Warning, text, link: system })
}
