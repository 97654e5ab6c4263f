//! Plans the picture of objectives: the newest result of each against its target.
//!
//! Never reads a number out of a sentence: an objective whose target or result is no plain number is only counted.

use crate::pages::bars::share;
use crate::pages::model::{Link, Reached, TargetBar, TargetChart};
use crate::pages::planner::Planner;
use crate::view::{FieldData, FieldValue, Item, Record};

/// The kind whose register has this picture.
pub const OBJECTIVE_KIND: &str = "objective";

/// Bars in the picture; the register lists all.
const SHOWN: usize = 30;

pub fn target_chart(planner: &Planner<'_, '_>, records: &[(usize, &Record)]) -> Option<TargetChart> {
    let objective = |(at, record): &(usize, &Record)| {
        let (date, value) = newest(record).unwrap_or_default();
        Objective {
            link: planner.item_link(Item::Record(*at)),
            target: word(record.value("target")),
            value,
            date,
            unit: word(record.value("unit")),
            direction: word(record.value("direction")),
        }
    };
    chart(records.iter().map(objective))
}

/// An objective as it is written.
struct Objective {
    link: Link,
    target: String,
    value: String,
    date: String,
    unit: String,
    direction: String,
}

/// Date and value of the newest result that has both.
fn newest(record: &Record) -> Option<(String, String)> {
    let results = record.value("results")?.items.iter();
    let dated = results.filter_map(|result| match &result.value {
        FieldData::Group(fields) => {
            let field = |name: &str| fields.iter().find(|field| field.name == name);
            match field("date")?.items.first().map(|item| &item.value) {
                Some(FieldData::Date(date)) => Some((date.to_string(), word(field("value")))),
                _ => None,
            }
        }
        _ => None,
    });
    dated.filter(|(_, value)| !value.is_empty()).max_by(|left, right| left.0.cmp(&right.0))
}

fn word(field: Option<&FieldValue>) -> String {
    let first = field.and_then(|field| field.items.first());
    first.and_then(|item| item.value.word()).unwrap_or_default().to_owned()
}

fn chart(objectives: impl Iterator<Item = Objective>) -> Option<TargetChart> {
    let (mut bars, mut more, mut without) = (Vec::new(), 0, 0);
    for objective in objectives {
        match bar(objective) {
            None => without += 1,
            Some(_) if bars.len() == SHOWN => more += 1,
            Some(bar) => bars.push(bar),
        }
    }
    (!bars.is_empty()).then_some(TargetChart { bars, more, without })
}

/// Each bar has a scale of its own, from nothing to a little more than the larger of both.
fn bar(objective: Objective) -> Option<TargetBar> {
    let (value, target) = (thousandths(&objective.value)?, thousandths(&objective.target)?);
    let whole = value.max(target) / 10 * 11 + 1;
    let reached = match objective.direction.as_str() {
        "at-least" if value >= target => Reached::Reached,
        "at-most" if value <= target => Reached::Reached,
        "at-least" | "at-most" => Reached::NotReached,
        _ => Reached::NotSaid,
    };
    Some(TargetBar {
        width: share(value, whole),
        mark: share(target, whole),
        link: objective.link,
        value: objective.value,
        target: objective.target,
        unit: objective.unit,
        date: objective.date,
        reached,
    })
}

/// A plain number, perhaps in percent, in thousandths.
fn thousandths(text: &str) -> Option<usize> {
    let text = text.trim();
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || whole.len() > 12 {
        return None;
    }
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    format!("{whole}{fraction}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Objective, chart};
    use crate::pages::model::Link;

    /// One objective a line: value, target, direction.
    fn drawn(text: &str) -> String {
        let objective = |line: &str| {
            let words: Vec<&str> = line.split(',').map(str::trim).collect();
            Objective {
                link: Link::default(),
                value: words[0].to_owned(),
                target: words[1].to_owned(),
                direction: words[2].to_owned(),
                date: String::new(),
                unit: String::new(),
            }
        };
        let Some(chart) = chart(text.lines().map(objective)) else { return "nothing".to_owned() };
        let mut drawn = format!("more {} without {}", chart.more, chart.without);
        for bar in chart.bars {
            drawn += &format!("\n{} of {}: {} mark {} {:?}", bar.value, bar.target, bar.width, bar.mark, bar.reached);
        }
        drawn
    }

    #[test]
    fn a_result_is_held_against_its_target() {
        let text = "97.0, 95, at-least\n67, 100, at-least\n3, 4 %, at-most\n0.5, 0.25, at-most\n1, 2, ";
        let expected = "\
more 0 without 0
97.0 of 95: 90.91% mark 89.03% Reached
67 of 100: 60.91% mark 90.91% NotReached
3 of 4 %: 68.17% mark 90.89% Reached
0.5 of 0.25: 90.74% mark 45.37% NotReached
1 of 2: 45.43% mark 90.87% NotSaid";
        assert_eq!(drawn(text), expected);
    }

    #[test]
    fn what_is_no_plain_number_is_counted_and_not_drawn() {
        assert_eq!(drawn("75 (3 of 4), 100, at-least\n-1, 5, at-most\n, 5, at-most\n1, two, at-least"), "nothing");
        assert!(drawn("1, 1, at-least\nmany, 1, at-least").starts_with("more 0 without 1\n"));
    }

    #[test]
    fn zero_against_zero_is_drawn() {
        assert_eq!(drawn("0, 0, at-most"), "more 0 without 0\n0 of 0: 0.00% mark 0.00% Reached");
    }

    #[test]
    fn a_long_list_is_counted() {
        assert!(drawn(&"1, 1, at-least\n".repeat(40)).starts_with("more 10 without 0\n"));
    }
}
