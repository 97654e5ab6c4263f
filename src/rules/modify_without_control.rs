//! A risk is to be modified, and no control is named that does it.
//!
//! To modify a risk means to do something: a control that makes it less likely or less grave. Without one, the treatment is
//! a word, and the Statement of Applicability does not know that a control is needed.
//!
//! ## Example
//! ```yaml
//! kind: risk
//! id: RSK-007
//! treatment: modify
//! controls: []
//! ```
//!
//! ## Fix
//! Name the controls: `controls: [A.6.2.6]`. A control of your own needs an own framework in `frameworks/`. If nothing is
//! done on purpose, the treatment is `retain`.
//!
//! Never fires on a draft or a closed risk.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::{Handbook, word};
use crate::rules::records::{filled, of_kind, place, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "modify-without-control",
    level: Level::Warning,
    source: include_str!("modify_without_control.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let modified = |risk: &Record| word(risk, "treatment").as_deref() == Some("modify");
    let live = of_kind(handbook, "risk").filter(|(_, risk)| !matches!(state(risk), "draft" | "closed"));
    let message = |risk: &Record| format!("`{}` is to be modified, and names no control that does it", risk.id.value);
    let help = "add `controls:` with the controls that treat it";
    live.filter(|(_, risk)| modified(risk) && !filled(risk, "controls"))
        .map(|(_, risk)| Violation::of_record(risk, message(risk), help).at(place(risk, "treatment")))
        .collect()
}
