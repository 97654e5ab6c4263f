//! How far apart the things stand that are done every year.
//!
//! Never looks at a record.

use crate::text::{Date, Interval};

/// The longest time that auditors accept between two audits or reviews.
pub const YEAR: Interval = Interval::months(12);

/// Two dates that are more than a year apart: the later one is absent when nothing has followed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub after: Date,
    pub until: Option<Date>,
}

/// The gap that is open on the day, and the one that ended last when it ended within the last year: older ones are
/// history that nobody can mend.
pub fn gaps(mut dates: Vec<Date>, as_of: Date) -> Vec<Gap> {
    dates.retain(|date| *date <= as_of);
    dates.sort_unstable();
    let too_long = |from: Date, to: Date| YEAR.after(from).is_some_and(|due| due < to);
    let recent = |date: Date| YEAR.after(date).is_none_or(|year_later| year_later >= as_of);
    let closed = dates.windows(2).filter(|pair| too_long(pair[0], pair[1]) && recent(pair[1]));
    let mut gaps: Vec<Gap> = closed.map(|pair| Gap { after: pair[0], until: Some(pair[1]) }).collect();
    let open = dates.last().copied().filter(|last| too_long(*last, as_of));
    gaps.extend(open.map(|after| Gap { after, until: None }));
    gaps
}

#[cfg(test)]
mod tests {
    use super::gaps;
    use crate::text::{Date, parse_date};

    fn said(dates: &[&str], as_of: &str) -> String {
        let day = |text: &&str| parse_date(text).unwrap();
        let text = |date: Option<Date>| date.map_or("now".to_owned(), |date| date.to_string());
        let found = gaps(dates.iter().map(day).collect(), day(&as_of));
        found.iter().map(|gap| format!("{} to {}", gap.after, text(gap.until))).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_year_to_the_day_is_in_time() {
        assert_eq!(said(&["2025-01-10", "2026-01-10"], "2027-01-10"), "");
        assert_eq!(said(&["2026-01-11", "2025-01-10"], "2026-06-01"), "2025-01-10 to 2026-01-11");
        assert_eq!(said(&["2025-01-10"], "2026-01-11"), "2025-01-10 to now");
    }

    #[test]
    fn old_gaps_are_history_and_the_future_is_not_there_yet() {
        assert_eq!(said(&["2022-01-10", "2024-01-10", "2025-01-09", "2026-01-08"], "2026-06-01"), "");
        assert_eq!(said(&["2024-01-10", "2026-07-01"], "2026-06-01"), "2024-01-10 to now");
        assert_eq!(said(&[], "2026-06-01"), "");
    }
}
