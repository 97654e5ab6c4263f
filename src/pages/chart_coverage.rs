//! Plans the picture of a framework: one bar for each group of entries, with a part for each status.
//!
//! Never asks for a status: it lays out the rows that the page shows anyway, so that both say the same.

use crate::pages::bars::segments;
use crate::pages::model::{CoverageBar, CoverageChart, EntryRow, Link, Status};

/// `None` when there is nothing to compare: no status is shown, or there is only one group.
pub fn coverage_chart(entries: &[EntryRow]) -> Option<CoverageChart> {
    let groups = groups(entries);
    let occurs = |status: &Status| groups.iter().any(|group| group.count(*status) > 0);
    let statuses: Vec<Status> = Status::ALL.into_iter().filter(occurs).collect();
    let bars: Vec<CoverageBar> = groups.iter().map(|group| group.bar(&statuses)).collect();
    (bars.len() > 1).then_some(CoverageChart { statuses, groups: bars })
}

struct Group<'e> {
    link: &'e Link,
    statuses: Vec<Status>,
}

impl Group<'_> {
    fn count(&self, status: Status) -> usize {
        self.statuses.iter().filter(|known| **known == status).count()
    }

    fn bar(&self, statuses: &[Status]) -> CoverageBar {
        let counts: Vec<(Status, usize)> = statuses.iter().map(|status| (*status, self.count(*status))).collect();
        CoverageBar {
            link: self.link.clone(),
            total: self.statuses.len(),
            segments: segments(&counts, self.statuses.len()),
            counts: counts.into_iter().map(|(_, count)| count).collect(),
        }
    }
}

/// Entries of the first level, each with all below it; those that hold nothing to assess are left out.
fn groups(entries: &[EntryRow]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for entry in entries {
        if entry.depth == 0 {
            groups.push(Group { link: &entry.link, statuses: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.statuses.extend(entry.status);
        }
    }
    groups.retain(|group| !group.statuses.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::coverage_chart;
    use crate::pages::model::{EntryRow, Link, Status};

    /// One row a line: stars for the depth, the id, and the status where there is one.
    fn rows(text: &str) -> Vec<EntryRow> {
        let row = |line: &str| {
            let mut words = line.split_whitespace();
            let depth = words.next().unwrap().len() as u8 - 1;
            let link = Link { id: words.next().unwrap().to_owned(), ..Link::default() };
            let status = words.next().map(|word| Status::ALL.into_iter().find(|known| known.word() == word).unwrap());
            EntryRow { link, depth, status, kind: "clause".to_owned(), documents: 0, evidence: 0, note: String::new() }
        };
        text.lines().map(row).collect()
    }

    fn drawn(text: &str) -> String {
        let Some(chart) = coverage_chart(&rows(text)) else { return "nothing".to_owned() };
        let mut drawn = chart.statuses.iter().map(|status| status.word()).collect::<Vec<_>>().join(" ");
        for group in chart.groups {
            let parts: Vec<String> =
                group.segments.iter().map(|part| format!("{} {} {}", part.of.word(), part.count, part.width)).collect();
            drawn += &format!("\n{} {} {:?}: {}", group.link.id, group.total, group.counts, parts.join(", "));
        }
        drawn
    }

    #[test]
    fn a_group_counts_all_that_stands_below_it() {
        let text = "\
* 4
** 4.1 evidenced
** 4.2 gap
*** 4.2.1 evidenced
** 4.3
* 5
** 5.1 excluded";
        let expected = "\
evidenced gap excluded
4 3 [2, 1, 0]: evidenced 2 66.67%, gap 1 33.33%
5 1 [0, 0, 1]: excluded 1 100.00%";
        assert_eq!(drawn(text), expected);
    }

    #[test]
    fn a_group_that_is_assessed_itself_counts_itself() {
        assert_eq!(
            drawn("* R1 gap\n* R2 stale"),
            "stale gap\nR1 1 [0, 1]: gap 1 100.00%\nR2 1 [1, 0]: stale 1 100.00%"
        );
    }

    #[test]
    fn there_is_no_picture_without_statuses_or_with_one_group() {
        assert_eq!(drawn("* 4\n** 4.1\n* 5\n** 5.1"), "nothing");
        assert_eq!(drawn("* 4\n** 4.1 gap\n* 5\n** 5.1"), "nothing");
    }
}
