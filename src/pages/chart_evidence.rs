//! Plans the picture of evidence by age: one bar for each age, with a part for each standing.
//!
//! Never judges evidence: age is the distance to the day of the build, and the standing comes with it.

use crate::pages::bars::segments;
use crate::pages::model::{Age, AgeBar, EvidenceChart, Standing};
use crate::text::{Date, Interval};

const STANDINGS: [Standing; 3] = [Standing::Current, Standing::Expired, Standing::NotCounted];

/// `None` when there is no evidence.
pub fn evidence_chart(as_of: Date, files: &[(Standing, Option<Date>)]) -> Option<EvidenceChart> {
    if files.is_empty() {
        return None;
    }
    let aged: Vec<(Age, Standing)> = files.iter().map(|(standing, date)| (age(as_of, *date), *standing)).collect();
    let count = |age: Age, standing: Standing| aged.iter().filter(|known| **known == (age, standing)).count();
    let occurs = |standing: &Standing| aged.iter().any(|(_, known)| known == standing);
    let standings: Vec<Standing> = STANDINGS.into_iter().filter(occurs).collect();
    let of_age = |age: Age| aged.iter().filter(|(known, _)| *known == age).count();
    let fullest = Age::ALL.into_iter().map(of_age).max().unwrap_or(0);
    let bar = |age: Age| {
        let counts: Vec<(Standing, usize)> =
            standings.iter().map(|standing| (*standing, count(age, *standing))).collect();
        AgeBar {
            age,
            total: of_age(age),
            segments: segments(&counts, fullest),
            counts: counts.into_iter().map(|(_, count)| count).collect(),
        }
    };
    Some(EvidenceChart { ages: Age::ALL.into_iter().map(bar).collect(), standings })
}

/// What is exactly three months old is no longer under three months; a date to come is no age yet.
fn age(as_of: Date, date: Option<Date>) -> Age {
    let Some(date) = date else { return Age::Undated };
    let within = |months: i32| Interval::months(-months).after(as_of).is_none_or(|border| date > border);
    match () {
        () if within(3) => Age::Under3,
        () if within(6) => Age::From3To6,
        () if within(12) => Age::From6To12,
        () => Age::Over12,
    }
}

#[cfg(test)]
mod tests {
    use super::evidence_chart;
    use crate::pages::model::Standing;
    use crate::text::parse_date;

    /// One file a line: its date, or a dash, and its standing.
    fn drawn(text: &str) -> String {
        let file = |line: &str| {
            let (date, standing) = line.split_once(' ').unwrap();
            let standing = match standing {
                "current" => Standing::Current,
                "expired" => Standing::Expired,
                _ => Standing::NotCounted,
            };
            (standing, parse_date(date))
        };
        let files: Vec<_> = text.lines().map(file).collect();
        let Some(chart) = evidence_chart(parse_date("2026-11-30").unwrap(), &files) else {
            return "nothing".to_owned();
        };
        let bar = |bar: &super::AgeBar| {
            let parts: Vec<String> = bar.segments.iter().map(|part| format!("{:?} {}", part.of, part.width)).collect();
            format!("\n{:?} {} {:?} {}", bar.age, bar.total, bar.counts, parts.join(", "))
        };
        format!("{:?}{}", chart.standings, chart.ages.iter().map(bar).collect::<String>())
    }

    #[test]
    fn every_file_stands_in_one_bar() {
        let text = "\
2026-11-30 current
2026-08-31 current
2026-08-30 expired
2026-05-31 current
2026-05-30 current
2025-12-01 current
2025-11-30 expired
2019-01-01 expired
- not-counted
2027-01-01 not-counted";
        let expected = "\
[Current, Expired, NotCounted]
Under3 3 [2, 0, 1] Current 66.67%, NotCounted 33.33%
From3To6 2 [1, 1, 0] Current 33.33%, Expired 33.34%
From6To12 2 [2, 0, 0] Current 66.67%
Over12 2 [0, 2, 0] Expired 66.67%
Undated 1 [0, 0, 1] NotCounted 33.33%";
        assert_eq!(drawn(text), expected);
    }

    #[test]
    fn no_evidence_is_no_picture() {
        assert_eq!(drawn(""), "nothing");
    }
}
