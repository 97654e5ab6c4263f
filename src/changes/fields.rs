//! Two sets of labelled values side by side.
//!
//! Never keeps a value that stayed.

use crate::changes::change::FieldChange;

/// What differs, in the order of the later edition; what only the earlier one has stands last.
pub(super) fn field_changes(before: &[(String, String)], after: &[(String, String)]) -> Vec<FieldChange> {
    let value = |fields: &[(String, String)], label: &str| {
        fields.iter().find(|(known, _)| known == label).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut labels: Vec<&String> = after.iter().map(|(label, _)| label).collect();
    labels
        .extend(before.iter().map(|(label, _)| label).filter(|label| !after.iter().any(|(known, _)| known == *label)));
    let change =
        |label: &String| FieldChange { label: label.clone(), before: value(before, label), after: value(after, label) };
    labels.into_iter().map(change).filter(|change| change.before != change.after).collect()
}
