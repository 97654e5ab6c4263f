//! Waivers: findings that somebody answers for until a day, with a reason.
//!
//! Never makes a finding disappear: a waived one is a note that says who waived it, until when and why.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Finding};
use crate::rules::{Rule, Violation};
use crate::text::{Date, DocPath, Span, Spanned};

/// One entry of `waivers` that says everything it must.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    pub rule: Spanned<String>,
    /// Ids, or paths of files.
    pub targets: Vec<Spanned<String>>,
    pub reason: String,
    /// The role that answers for it.
    pub by: String,
    /// The last day on which it is in force.
    pub until: Spanned<Date>,
}

impl Waiver {
    pub fn is_in_force(&self, as_of: Date) -> bool {
        as_of <= self.until.value
    }

    /// Who waived it, until when and why.
    pub fn words(&self) -> String {
        format!("waived until {} by {}: {}", self.until.value, self.by, self.reason)
    }
}

/// Finds the waiver of a violation, and remembers which waivers were of use.
pub struct Waivers<'w> {
    waivers: &'w [Waiver],
    by_target: BTreeMap<(&'w str, &'w str), Vec<(usize, usize)>>,
    /// Beside each waiver, beside each of its targets.
    matched: Vec<Vec<usize>>,
}

impl<'w> Waivers<'w> {
    pub fn new(waivers: &'w [Waiver]) -> Waivers<'w> {
        let mut by_target: BTreeMap<(&str, &str), Vec<(usize, usize)>> = BTreeMap::new();
        for (at, waiver) in waivers.iter().enumerate() {
            for (number, target) in waiver.targets.iter().enumerate() {
                let key = (waiver.rule.value.as_str(), target.value.as_str());
                by_target.entry(key).or_default().push((at, number));
            }
        }
        let matched = waivers.iter().map(|waiver| vec![0; waiver.targets.len()]).collect();
        Waivers { waivers, by_target, matched }
    }

    /// The waiver that covers a violation on the day; one that has expired is remembered, and covers nothing.
    pub fn cover(&mut self, rule: &str, violation: &Violation, as_of: Date) -> Option<usize> {
        let mut covering = None;
        for target in [violation.about.as_str(), violation.path.as_str()] {
            for (at, number) in self.by_target.get(&(rule, target)).map_or(&[][..], Vec::as_slice) {
                self.matched[*at][*number] += 1;
                if self.waivers[*at].is_in_force(as_of) {
                    covering = covering.or(Some(*at));
                }
            }
        }
        covering
    }

    /// How many findings each waiver matches.
    pub fn matches(&self) -> Vec<usize> {
        self.matched.iter().map(|targets| targets.iter().sum()).collect()
    }

    /// Waivers that have expired, and those that waive nothing.
    pub fn findings(&self, rules: &[Rule], as_of: Date, configuration: &DocPath) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let is_known = |waiver: &Waiver| rules.iter().any(|rule| rule.name == waiver.rule.value);
        // What names no rule was said already.
        for (at, waiver) in self.waivers.iter().enumerate().filter(|(_, waiver)| is_known(waiver)) {
            let expired = !waiver.is_in_force(as_of);
            if expired {
                findings.push(expired_waiver(waiver, self.matched[at].iter().any(|count| *count > 0)));
            }
            for (number, target) in waiver.targets.iter().enumerate() {
                if !expired && self.matched[at][number] == 0 {
                    findings.push(unused_waiver(waiver, target));
                }
            }
        }
        findings.into_iter().map(|finding| finding.at(configuration)).collect()
    }
}

fn expired_waiver(waiver: &Waiver, still_needed: bool) -> Finding {
    let message = format!("the waiver of `{}` ended on {}", waiver.rule.value, waiver.until.value);
    let finding = Finding::warning("expired-waiver", waiver.until.span, message);
    if still_needed {
        finding.label("its findings count again").help("mend what it covers, or decide again and move `until`")
    } else {
        finding.help("take it out: there is nothing left that it would cover")
    }
}

fn unused_waiver(waiver: &Waiver, target: &Spanned<String>) -> Finding {
    let message = format!("`{}` has no finding `{}` to waive", target.value, waiver.rule.value);
    let finding = Finding::warning("unused-waiver", target.span, message);
    finding.help("take it out, or write the id or the path exactly as the finding does")
}

/// A waiver that does not say who, why and until when is none.
pub fn incomplete_waiver(span: Span, missing: &[&str]) -> Finding {
    let message = format!("this waiver has no {}", missing.join(", no "));
    Finding::error("incomplete-waiver", span, message)
        .label("waives nothing")
        .help("a waiver has `rule`, `for` (an id or a path), `reason`, `by` (a role) and `until` (a date)")
}
