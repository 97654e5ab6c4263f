//! The words of the interface as pages say them: links, states, statuses, standings, intervals, sizes.
//!
//! Never says what an author wrote in other words.

use crate::catalog::ClauseId;
use crate::language::Words;
use crate::pages::model::{Crumb, Link, Standing, Status};
use crate::pages::planner::Planner;
use crate::text::Interval;
use crate::view::{EvidenceStanding, Item, Phase, RiskScale};

impl<'v> Planner<'v, '_> {
    /// A step whose title is a word of the interface.
    pub fn crumb(&self, word: &str, url: &str) -> Crumb {
        Crumb { title: self.words.text(word).to_owned(), url: url.to_owned() }
    }

    /// A link whose title is a word of the interface.
    pub fn link(&self, word: &str, url: &str) -> Link {
        Link { id: String::new(), title: self.words.text(word).to_owned(), url: url.to_owned() }
    }

    /// The state of a document inside a sentence.
    pub fn phase(&self, phase: Phase) -> &'v str {
        self.words.find("phase", phase_name(phase)).unwrap_or_default()
    }

    /// The status of an entry inside a sentence.
    pub fn status_word(&self, status: Status) -> String {
        self.words.in_sentence(self.words.find("status", status.word()).unwrap_or_default())
    }

    /// What an entry of a framework is, in one word.
    pub fn entry_kind(&self, clause: ClauseId) -> String {
        let kind = self.library().get(clause).kind.as_str();
        self.words.find("entry_kind", kind).unwrap_or(kind).to_owned()
    }

    /// Whether evidence counts, and why it does not.
    pub fn standing(&self, standing: &EvidenceStanding) -> (Standing, String) {
        match standing {
            EvidenceStanding::Current => (Standing::Current, String::new()),
            EvidenceStanding::Expired => (Standing::Expired, String::new()),
            EvidenceStanding::NotCounted(why) => (Standing::NotCounted, self.words.say(why)),
        }
    }

    /// What a usual classification is called; one that the configuration names stays as it is.
    pub fn classification(&self, item: Item) -> String {
        self.words.name("classifications", self.view.classification_of(item)).to_owned()
    }

    /// Some months or days.
    pub fn interval(&self, interval: Interval) -> String {
        let (months, days) = interval.in_units();
        match months {
            0 => self.words.counted("days", days),
            months => self.words.counted("months", months),
        }
    }
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Draft => "draft",
        Phase::InReview => "in-review",
        Phase::Approved => "approved",
        Phase::Overdue => "overdue",
        Phase::Retired => "retired",
    }
}

/// The state of a document in English, inside a sentence.
pub fn phase_word(phase: Phase) -> &'static str {
    Words::english().find("phase", phase_name(phase)).unwrap_or_default()
}

/// A scale that the configuration does not name is said in the words of the language.
pub fn spoken_scale(scale: &RiskScale, words: &Words) -> RiskScale {
    let usual = RiskScale::default();
    let mut spoken = scale.clone();
    let say = |group: &str, names: &mut Vec<String>| {
        names.iter_mut().for_each(|name| *name = words.name(group, name).to_owned());
    };
    if scale.likelihood == usual.likelihood {
        say("scale.likelihood", &mut spoken.likelihood);
    }
    if scale.impact == usual.impact {
        say("scale.impact", &mut spoken.impact);
    }
    if scale.levels == usual.levels {
        spoken.levels.iter_mut().for_each(|level| level.name = words.name("scale.level", &level.name).to_owned());
    }
    spoken
}

/// "84 KB", for people; the digest is what proves anything.
pub fn human_size(bytes: u64, words: &Words) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0).replace('.', words.text("decimal")),
    }
}
