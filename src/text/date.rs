//! Calendar dates and intervals, exactly as people write them in front matter and records.
//!
//! Never asks what day it is: the date to judge by is always an argument.

use jiff::Span as CalendarSpan;

/// A calendar date without a time.
pub type Date = jiff::civil::Date;

/// Reads `2026-03-14` and nothing looser: a date that could be read two ways is not a date.
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let written = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    if written { text.parse().ok() } else { None }
}

/// Whole days from one date to another.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A whole number of calendar units, such as a review interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    months: i32,
    days: i32,
}

impl Interval {
    pub const fn months(months: i32) -> Interval {
        Interval { months, days: 0 }
    }

    pub const fn days(days: i32) -> Interval {
        Interval { months: 0, days }
    }

    /// The date this long after `date`; a month end stays a month end; `None` beyond the calendar.
    pub fn after(self, date: Date) -> Option<Date> {
        let span = CalendarSpan::new().try_months(self.months).ok()?.try_days(self.days).ok()?;
        date.checked_add(span).ok()
    }

    /// Months, or days when it has no months.
    pub fn in_units(self) -> (usize, usize) {
        (self.months.unsigned_abs() as usize, self.days.unsigned_abs() as usize)
    }

    /// Longer than twelve months, as auditors count.
    pub fn exceeds_months(self, months: i32) -> bool {
        self.months > months || (self.months == months && self.days > 0) || self.days > months * 31
    }
}

impl std::fmt::Display for Interval {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.months, self.days) {
            (0, 1) => formatter.write_str("1 day"),
            (0, days) => write!(formatter, "{days} days"),
            (1, _) => formatter.write_str("1 month"),
            (months, _) => write!(formatter, "{months} months"),
        }
    }
}

/// Reads `12 months`, `1 year`, `2 weeks`, `90 days`, and the words `monthly`, `quarterly`, `half-yearly`, `yearly`.
pub fn parse_interval(text: &str) -> Option<Interval> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "monthly" => return Some(Interval::months(1)),
        "quarterly" => return Some(Interval::months(3)),
        "half-yearly" | "semi-annual" | "semi-annually" => return Some(Interval::months(6)),
        "yearly" | "annual" | "annually" => return Some(Interval::months(12)),
        _ => {}
    }
    let split = text.find(|character: char| !character.is_ascii_digit())?;
    let count: i32 = text[..split].parse().ok().filter(|count| (1..=1200).contains(count))?;
    match text[split..].trim() {
        "d" | "day" | "days" => Some(Interval::days(count)),
        "w" | "week" | "weeks" => Some(Interval::days(count * 7)),
        "m" | "month" | "months" => Some(Interval::months(count)),
        "y" | "year" | "years" => Some(Interval::months(count * 12)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Interval, parse_date, parse_interval};

    #[test]
    fn reads_only_the_unmistakable_form() {
        assert!(parse_date("2026-03-14").is_some());
        for wrong in ["14.03.2026", "2026-3-14", "2026-02-30", "20260314", "2026-03-14T00:00", "+026-03-14"] {
            assert_eq!(parse_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn intervals_follow_the_calendar() {
        let date = parse_date("2026-01-31").unwrap();
        assert_eq!(parse_interval("1 month").unwrap().after(date).unwrap().to_string(), "2026-02-28");
        assert_eq!(parse_interval("1 year"), Some(Interval::months(12)));
        assert_eq!(parse_interval("12 Months"), Some(Interval::months(12)));
        assert_eq!(parse_interval("soon"), None);
        assert_eq!(parse_interval("0 days"), None);
    }
}
