//! Markdown documents as organizations write them: front matter, sections, lists, a table, a footnote, ten links.
//!
//! Never links to what is not there.

use std::fmt::Write as _;

use crate::generate::words::{Chance, Words};

const SIZE: usize = 6_000;

/// Documents of one folder.
const IN_FOLDER: usize = 40;

/// The first ones are read and linked by everyone.
const POPULAR: usize = 60;

/// Folder, prefix of ids and type; more instructions than policies, as everywhere.
const SECTIONS: [(&str, &str, &str); 10] = [
    ("policies", "POL", "policy"),
    ("procedures", "PRC", "procedure"),
    ("procedures", "PRC", "procedure"),
    ("standards", "STD", "standard"),
    ("guidance", "GDL", "guideline"),
    ("guidance", "GDL", "guideline"),
    ("instructions", "WIN", "instruction"),
    ("instructions", "WIN", "instruction"),
    ("instructions", "WIN", "instruction"),
    ("technical-files", "TFL", "technical file"),
];

pub const ROLES: [&str; 8] = [
    "Head of AI governance",
    "Model risk lead",
    "Data protection officer",
    "Head of engineering",
    "Product owner",
    "Quality manager",
    "Managing director",
    "Security officer",
];

/// What documents are made of.
pub struct Library {
    pub words: Words,
    /// Ids of entries that can be covered, for each framework by the name that front matter uses.
    pub clauses: Vec<(&'static str, Vec<String>)>,
    pub documents: usize,
}

impl Library {
    pub fn path(&self, number: usize) -> String {
        let leaf = number / IN_FOLDER;
        let (section, prefix, _) = SECTIONS[leaf % SECTIONS.len()];
        let (area, team) = (leaf / SECTIONS.len() / 4, leaf / SECTIONS.len() % 4);
        format!("{section}/area-{area:02}/team-{team}/{}-{number:05}.md", prefix.to_lowercase())
    }

    pub fn id(&self, number: usize) -> String {
        let (_, prefix, _) = SECTIONS[number / IN_FOLDER % SECTIONS.len()];
        format!("{prefix}-{number:05}")
    }

    /// Every document has four sections with these anchors.
    fn anchor(&self, chance: &mut Chance) -> String {
        format!("part-{}", 1 + chance.below(4))
    }

    fn clause(&self, framework: usize, chance: &mut Chance) -> &String {
        chance.pick(&self.clauses[framework].1)
    }

    /// Another document: mostly a neighbour, sometimes one that everyone links.
    fn other(&self, number: usize, chance: &mut Chance) -> usize {
        let other = match chance.happens(20) {
            true => chance.below(POPULAR.min(self.documents)),
            false => (number + self.documents + chance.below(120) - 60) % self.documents,
        };
        if other == number { (number + 1) % self.documents } else { other }
    }

    pub fn text(&self, number: usize) -> String {
        let mut chance = Chance::of(2, number);
        let mut text = self.front_matter(number, &mut chance);
        let mut links: Vec<String> = (0..10).map(|link| self.link(number, link, &mut chance)).collect();
        text.push_str(&self.paragraph(&mut chance, &mut links));
        let mut section = 0;
        while text.len() < SIZE {
            section += 1;
            self.section(section, &mut chance, &mut links, &mut text);
        }
        text.push_str("[^1]: ");
        text.push_str(&self.words.sentence(&mut chance));
        text.push('\n');
        text
    }

    fn front_matter(&self, number: usize, chance: &mut Chance) -> String {
        let (_, _, kind) = SECTIONS[number / IN_FOLDER % SECTIONS.len()];
        let state = *chance.pick(&["approved", "approved", "approved", "approved", "in-review", "draft"]);
        let classification = *chance.pick(&["public", "internal", "internal", "internal", "confidential"]);
        let mut text = format!(
            "---\nid: {}\ntitle: {}\ntype: {kind}\nversion: \"{}.{}\"\nstatus: {state}\nowner: {}\napprover: {}\n\
             approved: {}\nreview: 12 months\nclassification: {classification}\nsummary: {}\n",
            self.id(number),
            self.words.title(chance),
            1 + chance.below(4),
            chance.below(10),
            chance.pick(&ROLES),
            chance.pick(&ROLES),
            date(chance),
            self.words.sentence(chance),
        );
        let _ = match chance.happens(30) {
            true => write!(
                text,
                "clauses:\n  {}: [{}, {}]\n  {}: [{}]\n",
                self.clauses[0].0,
                self.clause(0, chance),
                self.clause(0, chance),
                self.clauses[1].0,
                self.clause(1, chance)
            ),
            false => writeln!(text, "clauses: [{}, {}]", self.clause(0, chance), self.clause(0, chance)),
        };
        text.push_str("---\n");
        text
    }

    /// Ten links: three by id, three by path, two wiki links with their own text, two to a clause.
    fn link(&self, number: usize, link: usize, chance: &mut Chance) -> String {
        let other = self.other(number, chance);
        match link {
            0..3 => format!("[[{}]]", self.id(other)),
            3..6 => format!("[{}]({})", self.words.title(chance), relative(&self.path(number), &self.path(other))),
            6..8 => format!("[[{}#{}|{}]]", self.id(other), self.anchor(chance), self.words.title(chance)),
            // Several of the frameworks have an A.5.5, so that the link has to say which one is meant.
            _ => format!("[[ISO/IEC 42001 {}]]", self.clause(0, chance)),
        }
    }

    fn paragraph(&self, chance: &mut Chance, links: &mut Vec<String>) -> String {
        let mut text = String::new();
        for _ in 0..3 + chance.below(3) {
            text.push_str(&self.words.sentence(chance));
            text.push(if chance.happens(30) { '\n' } else { ' ' });
        }
        if let Some(link) = links.pop() {
            let _ = write!(text, "See {link} for **{}**.", self.words.name(chance));
        }
        text.push_str("\n\n");
        text
    }

    fn section(&self, section: usize, chance: &mut Chance, links: &mut Vec<String>, text: &mut String) {
        let title = self.words.title(chance);
        let _ = match section {
            1..=2 => {
                writeln!(text, "## {title} {{#part-{section} clauses=\"{}\"}}\n", self.clause(0, chance))
            }
            3..=4 => writeln!(text, "## {title} {{#part-{section}}}\n"),
            _ => writeln!(text, "### {title}\n"),
        };
        text.push_str(&self.paragraph(chance, links));
        match section {
            1 => self.list(chance, links, text),
            2 => self.table(chance, text),
            3 => {
                let _ = writeln!(
                    text,
                    "This follows ISO/IEC 42001 {} and {} of the EU AI Act.[^1]\n",
                    self.clause(0, chance),
                    self.clause(1, chance)
                );
                let _ = writeln!(text, "> [!NOTE]\n> {}\n", self.words.sentence(chance));
            }
            4 => {
                let _ =
                    writeln!(text, "```yaml\nkind: {}\nvalue: {}\n```\n", self.words.name(chance), chance.below(900));
            }
            _ => {}
        }
        text.push_str(&self.paragraph(chance, links));
    }

    fn list(&self, chance: &mut Chance, links: &mut Vec<String>, text: &mut String) {
        for _ in 0..4 {
            let link = links.pop().unwrap_or_default();
            let _ = writeln!(text, "- {} {link}", self.words.sentence(chance));
        }
        text.push('\n');
    }

    fn table(&self, chance: &mut Chance, text: &mut String) {
        text.push_str("| What | Who | When |\n|---|---|---|\n");
        for _ in 0..5 {
            let _ = writeln!(text, "| {} | {} | {} |", self.words.title(chance), chance.pick(&ROLES), date(chance));
        }
        text.push('\n');
    }
}

/// A day of the last one and a half years: some are overdue, most are not.
pub fn date(chance: &mut Chance) -> String {
    let month = chance.below(17);
    format!("{}-{:02}-{:02}", 2025 + (month + 4) / 12, (month + 4) % 12 + 1, 1 + chance.below(28))
}

/// The way from one file to another.
fn relative(from: &str, to: &str) -> String {
    let above = from.matches('/').count();
    format!("{}{to}", "../".repeat(above))
}
