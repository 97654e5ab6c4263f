//! Plans the picture of the year: what nobody kept, and a column for each month with what becomes due in it.
//!
//! Never looks for what is due: it lays out what the page lists.

use crate::pages::due::Period;
use crate::pages::model::{DueChart, DueColumn, DuePart, DueState, Percent};
use crate::text::Date;

/// A year from a day within a month ends within that month.
const MONTHS: i32 = 13;

/// Pixels above the columns, for their numbers, and the height of the tallest one.
const ABOVE: u32 = 18;
const TALLEST: u32 = 112;

/// `None` when nothing is due.
pub fn due_chart(as_of: Date, dates: &[(Period, Date)]) -> Option<DueChart> {
    if dates.is_empty() {
        return None;
    }
    let first = month_number(as_of);
    let is_late = |period: Period| matches!(period, Period::Stale | Period::Overdue);
    let in_period = |wanted: Period| dates.iter().filter(|(period, _)| *period == wanted).count();
    let in_month = |month: i32| {
        dates.iter().filter(|(period, date)| !is_late(*period) && month_number(*date) == first + month).count()
    };
    let late = [(DueState::Overdue, in_period(Period::Overdue)), (DueState::Stale, in_period(Period::Stale))];
    let months: Vec<usize> = (0..MONTHS).map(in_month).collect();
    let fullest = months.iter().copied().chain([late[0].1 + late[1].1]).max().unwrap_or(0);
    let column = |(place, count): (usize, &usize)| {
        let number = first + place as i32;
        DueColumn {
            year: (number.div_euclid(12)) as i16,
            month: format!("{:02}", number.rem_euclid(12) + 1),
            says_year: place == 0 || number.rem_euclid(12) == 0,
            // What is late stands half a column apart.
            ..stack(2 * place as u32 + 3, &[(DueState::Due, *count)], fullest)
        }
    };
    Some(DueChart { late: stack(0, &late, fullest), months: months.iter().enumerate().map(column).collect() })
}

/// Months since the year 0.
fn month_number(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// A column whose place is counted in halves of a column.
fn stack(halves: u32, counts: &[(DueState, usize)], fullest: usize) -> DueColumn {
    let half = Percent::WHOLE.0 / (2 * MONTHS as u32 + 3);
    let mut parts = Vec::new();
    let mut top = ABOVE + TALLEST;
    for (of, count) in counts.iter().copied().filter(|(_, count)| *count > 0) {
        // Whatever there is can be seen.
        let height = (count as u64 * u64::from(TALLEST) / fullest.max(1) as u64).max(2) as u32;
        top = top.saturating_sub(height);
        parts.push(DuePart { of, count, top, height });
    }
    DueColumn {
        year: 0,
        month: String::new(),
        says_year: false,
        count: counts.iter().map(|(_, count)| count).sum(),
        start: Percent(halves * half + half / 5),
        width: Percent(2 * half - 2 * (half / 5)),
        middle: Percent(halves * half + half),
        top,
        parts,
    }
}

#[cfg(test)]
mod tests {
    use super::due_chart;
    use crate::pages::due::Period;
    use crate::text::parse_date;

    /// One date a line, with its period.
    fn drawn(as_of: &str, text: &str) -> String {
        let date = |line: &str| {
            let (date, period) = line.split_once(' ').unwrap();
            let period = match period {
                "stale" => Period::Stale,
                "overdue" => Period::Overdue,
                _ => Period::Days365,
            };
            (period, parse_date(date).unwrap())
        };
        let dates: Vec<_> = text.lines().map(date).collect();
        let Some(chart) = due_chart(parse_date(as_of).unwrap(), &dates) else { return "nothing".to_owned() };
        let mut drawn = format!("late {}", chart.late.count);
        for part in &chart.late.parts {
            drawn += &format!(" {:?} {} at {}+{}", part.of, part.count, part.top, part.height);
        }
        for month in chart.months.iter().filter(|month| month.says_year || month.count > 0) {
            let height = month.parts.first().map_or(0, |part| part.height);
            let said = if month.says_year { " says" } else { "" };
            drawn += &format!("\n{}-{}{said} {} +{height}", month.year, month.month, month.count);
        }
        drawn
    }

    #[test]
    fn every_date_of_the_page_stands_in_one_column() {
        let text = "\
2025-01-01 stale
2026-11-23 overdue
2026-11-24 due
2026-11-30 due
2026-11-30 due
2027-11-24 due";
        let expected = "\
late 2 Overdue 1 at 93+37 Stale 1 at 56+37
2026-11 says 3 +112
2027-01 says 0 +0
2027-11 1 +37";
        assert_eq!(drawn("2026-11-24", text), expected);
    }

    #[test]
    fn a_little_is_still_seen_beside_much() {
        let much = "2026-05-01 due\n".repeat(500) + "2026-06-01 due";
        assert_eq!(
            drawn("2026-01-01", &much),
            "late 0\n2026-01 says 0 +0\n2026-05 500 +112\n2026-06 1 +2\n2027-01 says 0 +0"
        );
    }

    #[test]
    fn columns_stay_within_the_picture_and_apart() {
        let dates = [(Period::Days30, parse_date("2026-01-01").unwrap())];
        let chart = due_chart(dates[0].1, &dates).unwrap();
        let mut end = 0;
        for column in std::iter::once(&chart.late).chain(&chart.months) {
            assert!(column.start.0 > end, "{column:?}");
            end = column.start.0 + column.width.0;
        }
        assert!(end <= 10_000);
        assert_eq!(chart.months.len(), 13);
    }

    #[test]
    fn nothing_due_is_no_picture() {
        assert_eq!(drawn("2026-11-24", ""), "nothing");
    }
}
