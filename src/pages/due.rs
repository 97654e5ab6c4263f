//! What is stale, overdue, or due in the next 30, 90 and 365 days, grouped by who has to act.
//!
//! Never asks what day it is: everything is counted from the day of the build.

use std::collections::BTreeMap;

use crate::pages::addresses;
use crate::pages::chart_due::due_chart;
use crate::pages::model::{
    Area, AttentionItem, CalendarPage, Link, OwnerCounts, OwnerItems, Page, PageBody, Period as PeriodList, Tone,
};
use crate::pages::parts::in_parts;
use crate::pages::planner::Planner;
use crate::text::{Date, days_between};
use crate::view::{After, Due, FileRef};

/// Something that waits for somebody.
#[derive(Clone)]
pub struct Waiting {
    pub period: Period,
    pub date: Date,
    pub item: AttentionItem,
}

/// How urgent it is, counted from the day of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// It was in date and no longer is.
    Stale,
    Overdue,
    Days30,
    Days90,
    Days365,
}

impl Period {
    pub const ALL: [Period; 5] = [Period::Stale, Period::Overdue, Period::Days30, Period::Days90, Period::Days365];

    pub fn title(self, planner: &Planner<'_, '_>) -> String {
        planner.words.find("period", self.id()).unwrap_or_default().to_owned()
    }

    fn id(self) -> &'static str {
        match self {
            Period::Stale => "stale",
            Period::Overdue => "overdue",
            Period::Days30 => "days-30",
            Period::Days90 => "days-90",
            Period::Days365 => "days-365",
        }
    }

    pub fn tone(self) -> Tone {
        match self {
            Period::Stale | Period::Overdue => Tone::Warning,
            _ => Tone::Note,
        }
    }

    /// `None` when it is further away than a year, or nothing that anybody could be late with.
    fn of(due: &Due, as_of: Date) -> Option<Period> {
        match (days_between(as_of, due.date), due.after) {
            (..0, After::Stale) => Some(Period::Stale),
            (..0, After::Late) => Some(Period::Overdue),
            (..0, After::Past) => None,
            (..=30, _) => Some(Period::Days30),
            (..=90, _) => Some(Period::Days90),
            (..=365, _) => Some(Period::Days365),
            _ => None,
        }
    }
}

/// Everything within the periods: by period, then by owner, then by date.
pub fn waiting(planner: &Planner<'_, '_>) -> Vec<Waiting> {
    let as_of = planner.view.options().as_of;
    let mut found: Vec<Waiting> = Vec::new();
    for due in planner.view.due() {
        if let Some(period) = Period::of(due, as_of) {
            found.push(Waiting { period, date: due.date, item: attention(planner, due) });
        }
    }
    // What is due comes sorted by date, and stays so.
    found.sort_by(|left, right| (left.period, &left.item.owner).cmp(&(right.period, &right.item.owner)));
    found
}

fn attention(planner: &Planner<'_, '_>, due: &Due) -> AttentionItem {
    let file = due.file.as_ref().map(|file| match file {
        FileRef::Path(path) => path.as_str().rsplit('/').next().unwrap_or("").to_owned(),
        FileRef::Address(address) => address.clone(),
    });
    AttentionItem {
        link: planner.item_link(due.item),
        owner: due.owner.clone(),
        date: due.date.to_string(),
        reason: match (planner.words.say(&due.reason), file) {
            (reason, Some(file)) => format!("{file}: {reason}"),
            (reason, None) => reason,
        },
    }
}

pub fn calendar_pages(planner: &Planner<'_, '_>) -> Vec<Page> {
    let waiting = waiting(planner);
    let as_of = planner.view.options().as_of;
    let later = planner.view.due().filter(|due| days_between(as_of, due.date) > 365).count();
    let counts = |period: Period| waiting.iter().filter(|one| one.period == period).count();
    let totals = Period::ALL.map(|period| (period, counts(period)));
    let dates: Vec<(Period, Date)> = waiting.iter().map(|one| (one.period, one.date)).collect();
    in_parts(&waiting, addresses::CALENDAR, |rows, path, parts| {
        let first = parts.current == 0;
        let periods = totals.iter().map(|(period, count)| list(planner, *period, *count, rows));
        let body = CalendarPage {
            chart: if first { due_chart(as_of, &dates) } else { None },
            owners: if first { owners(&waiting) } else { Vec::new() },
            periods: periods.filter(|list| first || !list.owners.is_empty()).collect(),
            later,
            file: Link { id: String::new(), title: "calendar.ics".into(), url: addresses::CALENDAR_FILE.into() },
            parts,
        };
        Page {
            path,
            title: planner.words.text("what_is_due.title").to_owned(),
            summary: planner.words.text("what_is_due.summary").to_owned(),
            area: Area::Other,
            breadcrumbs: vec![planner.home_crumb()],
            siblings: Default::default(),
            notices: Vec::new(),
            body: PageBody::Calendar(body),
        }
    })
}

fn list(planner: &Planner<'_, '_>, period: Period, count: usize, rows: &[Waiting]) -> PeriodList {
    let mut owners: Vec<OwnerItems> = Vec::new();
    for row in rows.iter().filter(|row| row.period == period) {
        match owners.last_mut().filter(|owner| owner.owner == row.item.owner) {
            Some(owner) => owner.items.push(row.item.clone()),
            None => owners.push(OwnerItems { owner: row.item.owner.clone(), items: vec![row.item.clone()] }),
        }
    }
    PeriodList { id: period.id().into(), title: period.title(planner), tone: period.tone(), count, owners }
}

fn owners(waiting: &[Waiting]) -> Vec<OwnerCounts> {
    let mut counted: BTreeMap<&str, [usize; Period::ALL.len()]> = BTreeMap::new();
    for one in waiting {
        counted.entry(&one.item.owner).or_default()[one.period as usize] += 1;
    }
    let row = |(owner, counts): (&str, [usize; Period::ALL.len()])| OwnerCounts {
        owner: owner.to_owned(),
        total: counts.iter().sum(),
        counts: counts.to_vec(),
    };
    counted.into_iter().map(row).collect()
}
