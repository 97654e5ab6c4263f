//! An exclusion has lapsed: nobody has looked at it for longer than it holds.
//!
//! What was not needed at the time of a decision may be needed today: a supplier was added, a system has users now. A
//! decision to leave something out holds until its review date, or for the interval that it or its kind names (12 months).
//! After that day it excludes nothing, and the entry is in the figures again.
//!
//! ## Example
//! ```yaml
//! kind: control
//! id: CTL-031
//! control: A.10.3
//! applicable: no
//! justification_exclusion: We buy no AI systems.
//! decided_on: 2024-02-01      # looked at two years later
//! ```
//!
//! ## Fix
//! Look at it again, and set `decided_on` (`approved_on` of an exclusion) to the day of that; where a longer interval is
//! right, say so with `review: 3 years`.
//!
//! Never fires on a decision that would exclude nothing if it held: a draft, one without a day, one without a reason.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::{CONTROL_KIND, Handbook, date, excludes, lapsed};
use crate::rules::records::of_kind;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "exclusion-lapsed", level: Level::Warning, source: include_str!("exclusion_lapsed.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let rows = of_kind(handbook, CONTROL_KIND).map(|(_, record)| (record, "decided_on"));
    let exclusions = of_kind(handbook, "exclusion").map(|(_, record)| (record, "approved_on"));
    rows.chain(exclusions).filter_map(|(record, field)| violation(handbook, record, field)).collect()
}

fn violation(handbook: &Handbook, record: &Record, field: &str) -> Option<Violation> {
    let as_of = handbook.options.as_of;
    let until = lapsed(record, &handbook.vocabulary.kinds, as_of)?;
    if !excludes(record, &handbook.vocabulary.library, as_of) {
        return None;
    }
    let since = date(record, field)?;
    let message = format!("`{}` was decided on {since} and held until {until}: it excludes nothing", record.id.value);
    let place = record.value(field).and_then(|value| value.items.first()).map_or(record.id.span, |item| item.span);
    Some(Violation::of_record(record, message, "look at it again, and write the day of that").at(place))
}
