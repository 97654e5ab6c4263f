//! Finds references in running text, and only those that nobody can take for anything else.
//!
//! Never covers anything: a mention is a link.

use std::ops::Range;

use crate::catalog::items::{skip_after_name, skip_range_sign};
use crate::catalog::lookup::{Meant, look_up};
use crate::catalog::names::Named;
use crate::catalog::problems::unknown_clause;
use crate::catalog::read_written::{Inherited, read_written, skip_of};
use crate::catalog::scan::{first, is_dash, is_space, skip_one, skip_one_of, skip_space, skip_while};
use crate::catalog::written::{Form, Marker, Written};
use crate::catalog::{FrameworkIndex, Mention, Numbering, Reading, Reference, Target};
use crate::text::{Span, Spanned};

/// Finds the unmistakable references in running text: a framework is named (`AI Act, Article 9`), or the id can only
/// be one (`A.6.2.4` where one enabled framework has it, `GOVERN 1.1`, `HR-01`).
pub fn mentions(text: &str, reading: &Reading) -> Vec<Mention> {
    if reading.enabled.is_empty() || !may_hold_a_mention(text) {
        return Vec::new();
    }
    let search = Search { text, reading };
    let mut found = Vec::new();
    let mut at = skip_to_word(text, 0);
    while at < text.len() {
        let end = search.mentions_at(at, &mut found).unwrap_or_else(|| skip_word(text, at));
        at = skip_to_word(text, end.max(at + 1));
    }
    found
}

/// Every reference holds a digit, except to an annex with a Roman number.
fn may_hold_a_mention(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) || text.contains("Annex") || text.contains("Chapter")
}

fn skip_word(text: &str, at: usize) -> usize {
    let ascii = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    match text.as_bytes().get(at + ascii) {
        Some(byte) if !byte.is_ascii() => skip_while(text, at + ascii, char::is_alphanumeric),
        _ => at + ascii,
    }
}

fn skip_to_word(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    let is_sign = |byte: &&u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    let ascii = text.as_bytes()[at..].iter().take_while(is_sign).count();
    match text.as_bytes().get(at + ascii) {
        Some(byte) if !byte.is_ascii() => skip_while(text, at + ascii, |character| !character.is_alphanumeric()),
        _ => at + ascii,
    }
}

struct Search<'a> {
    text: &'a str,
    reading: &'a Reading<'a>,
}

/// Ids that belong together: a list, or the ends of a range.
struct Group {
    ids: Vec<Written>,
    end: usize,
}

impl Search<'_> {
    /// Adds the mentions that start with the word at `at`; returns where they end.
    fn mentions_at(&self, at: usize, found: &mut Vec<Mention>) -> Option<usize> {
        let may_be_name = self.reading.library.names().may_start(self.text, at);
        if !may_be_name && !may_start_an_id(self.text, at) && !self.may_start_own_id(at) {
            return None;
        }
        if self.text[..at].ends_with(['.', '-', '_', '/', '\\', '@', '#', '$', '=', '~', '%']) {
            return None;
        }
        match self.enabled_name(at) {
            Some(named) => self.named_before(at, &named, found),
            None => {
                if !may_start_an_id(self.text, at) && !self.may_start_own_id(at) {
                    return None;
                }
                let group = self.group(at)?;
                self.named_behind(&group, found).or_else(|| self.standing_alone(&group, found))
            }
        }
    }

    /// A framework's full name, in its own edition, when the framework is enabled.
    fn enabled_name(&self, at: usize) -> Option<Named> {
        let named = self.reading.library.names().at(self.text, at)?;
        let is_meant = !named.is_number && named.wrong_edition.is_none();
        (is_meant && self.reading.enabled.contains(&named.framework)).then_some(named)
    }

    /// `ISO/IEC 42001:2023, A.6.2.4`.
    fn named_before(&self, at: usize, named: &Named, found: &mut Vec<Mention>) -> Option<usize> {
        let start = skip_after_name(self.text, named.end);
        if start == named.end || start - named.end > 6 || self.text[named.end..start].contains('\n') {
            return None;
        }
        let group = self.group(start)?;
        let first = group.ids.first().filter(|first| self.is_plain(first, named.framework))?;
        let is_known = look_up(self.text, first, named.framework, Meant::Surely, self.reading.library).is_some();
        if !is_known && !first.is_strong() {
            return None;
        }
        for (number, written) in group.ids.iter().enumerate() {
            let range = if number == 0 { at..written.range.end } else { written.range.clone() };
            self.add(written, range, named.framework, found);
        }
        Some(group.end)
    }

    /// `Articles 9 and 10 of the AI Act`.
    fn named_behind(&self, group: &Group, found: &mut Vec<Mention>) -> Option<usize> {
        let sign = skip_while(self.text, group.end, |character| is_space(character) || matches!(character, '(' | ','));
        let start = skip_of(self.text, sign);
        let named =
            self.enabled_name(start).filter(|_| start > group.end && !self.text[group.end..start].contains('\n'))?;
        let next = skip_while(self.text, named.end, |character| {
            is_space(character) || matches!(character, ':' | ',') || is_dash(character)
        });
        let leads_on =
            next > named.end && self.group(next).is_some_and(|next| self.is_plain(&next.ids[0], named.framework));
        let is_plain = group.ids.iter().all(|written| self.is_plain(written, named.framework));
        if leads_on || !is_plain {
            return None;
        }
        let last = group.ids.len() - 1;
        for (number, written) in group.ids.iter().enumerate() {
            let end = if number == last { named.end } else { written.range.end };
            self.add(written, written.range.start..end, named.framework, found);
        }
        Some(named.end)
    }

    /// `Annex A.7.5`, `GOVERN 1.1`, `HR-01`: no name, and only one enabled framework that it can be;
    /// what follows in a list has to stand alone too.
    fn standing_alone(&self, group: &Group, found: &mut Vec<Mention>) -> Option<usize> {
        let first = group.ids.first()?;
        let mut fits = self.reading.enabled.iter().filter(|framework| {
            self.is_unmistakable(first, **framework)
                && look_up(self.text, first, **framework, Meant::Perhaps, self.reading.library).is_some()
        });
        let framework = *fits.next()?;
        if fits.next().is_some() {
            return None;
        }
        self.add(first, first.range.clone(), framework, found);
        Some(first.range.end)
    }

    fn add(&self, written: &Written, range: Range<usize>, framework: FrameworkIndex, found: &mut Vec<Mention>) {
        if self.is_whole_annex(written, framework) {
            return;
        }
        let span = Span::new(range.start, range.end);
        let reference = match look_up(self.text, written, framework, Meant::Surely, self.reading.library) {
            Some(target) => Ok(self.reference(target, span)),
            None => Err(unknown_clause(self.text, written, None, &[framework], self.reading, span)),
        };
        found.push(Mention { range, reference });
    }

    /// `Annex A of ISO/IEC 42001`: it exists and is nothing to link to, so that the sentence is right as it stands.
    fn is_whole_annex(&self, written: &Written, framework: FrameworkIndex) -> bool {
        let Form::Dotted { letter: Some(letter), parts, .. } = &written.form else { return false };
        let annexes = &self.reading.library.at(framework).annexes;
        parts.is_empty() && annexes.iter().any(|annex| annex.id.eq_ignore_ascii_case(&letter.to_string()))
    }

    fn reference(&self, target: Target, span: Span) -> Reference {
        Reference { target, written: Spanned::new(self.text[span.range()].to_owned(), span) }
    }

    /// The id at `at` with what follows as a list or a range.
    fn group(&self, at: usize) -> Option<Group> {
        let own_ids = self.reading.library.own_ids();
        let first = read_written(self.text, at, Inherited::default(), own_ids)?;
        let mut group = Group { end: first.range.end, ids: vec![first] };
        while let Some((start, is_range)) = skip_list_sign(self.text, group.end) {
            let last = &group.ids[group.ids.len() - 1];
            let next = read_written(self.text, start, Inherited::from(last), own_ids);
            let Some(next) = next.filter(|next| self.belongs(&group.ids[0], next, is_range)) else { break };
            group.end = next.range.end;
            group.ids.push(next);
        }
        Some(group)
    }

    /// A bare number belongs to a list only after a plural (`Articles 13 and 50`) or as the end of a range.
    fn belongs(&self, first: &Written, next: &Written, is_range: bool) -> bool {
        match (&first.form, &next.form) {
            (Form::Own(_), Form::Own(_)) | (Form::Function { .. }, Form::Function { .. }) => true,
            (Form::Roman { .. }, Form::Roman { .. }) => first.plural,
            (Form::Dotted { letter, .. }, Form::Dotted { letter: other, .. }) => {
                let is_written = next.marker != Marker::None && !next.inherited;
                let carries_on = next.inherited && (first.plural || is_range);
                match other {
                    Some(_) => letter.is_some() && self.is_upper(next),
                    None => is_written && next.marker == first.marker || carries_on,
                }
            }
            _ => false,
        }
    }

    /// Beside its framework's name, this is how an id is written.
    fn is_plain(&self, written: &Written, framework: FrameworkIndex) -> bool {
        match (&written.form, self.reading.library.at(framework).numbering) {
            (Form::Own(clauses), _) => clauses.iter().any(|clause| clause.framework == framework),
            (_, Numbering::Plain) => true,
            (Form::Dotted { letter: Some(_), .. }, Numbering::Iso) => self.is_upper(written),
            (Form::Dotted { parts, .. }, Numbering::Iso) => parts.len() > 1 || is_of_iso(written.marker),
            (Form::Dotted { .. } | Form::Roman { .. }, Numbering::Law) => {
                matches!(written.marker, Marker::Article | Marker::Annex | Marker::Chapter)
            }
            (Form::Function { number, .. }, Numbering::NistAiRmf) => !number.is_empty() && self.is_upper(written),
            _ => false,
        }
    }

    /// Without a name, this id can be nothing else.
    fn is_unmistakable(&self, written: &Written, framework: FrameworkIndex) -> bool {
        let id = &self.text[written.id.clone()];
        match (&written.form, self.reading.library.at(framework).numbering) {
            (Form::Own(clauses), _) => {
                let is_exact = |framework: FrameworkIndex| {
                    let own = clauses.iter().filter(|clause| clause.framework == framework);
                    own.map(|clause| self.reading.library.get(*clause))
                        .any(|entry| entry.id == id || entry.aliases.iter().any(|alias| alias == id))
                };
                is_exact(framework) && id.contains(|character: char| character.is_ascii_digit()) && id.len() > 3
            }
            (Form::Dotted { letter: Some('a'), parts, .. }, Numbering::Iso) => {
                parts.len() > 1 && id.starts_with("A.") && !id.contains(char::is_whitespace)
            }
            (Form::Dotted { letter: Some(_), parts, .. }, Numbering::Iso) => {
                parts.len() > 1 && written.marker == Marker::Annex && self.is_upper(written)
            }
            (Form::Function { number, .. }, Numbering::NistAiRmf) => {
                let letters = id.chars().take_while(|character| character.is_alphabetic());
                number.contains('.') && letters.clone().count() > 1 && letters.clone().all(char::is_uppercase)
            }
            _ => false,
        }
    }

    fn is_upper(&self, written: &Written) -> bool {
        self.text[written.id.clone()].starts_with(char::is_uppercase)
    }

    fn may_start_own_id(&self, at: usize) -> bool {
        let own_ids = self.reading.library.own_ids();
        let lower = || first(self.text, at).and_then(|character| character.to_lowercase().next());
        !own_ids.is_empty() && lower().is_some_and(|lower| own_ids.contains_key(&lower))
    }
}

/// Words of another kind than these start no id of a built-in catalog.
fn may_start_an_id(text: &str, at: usize) -> bool {
    let rest = &text.as_bytes()[at..];
    match rest {
        [b'A' | b'B', b'.' | b'-', digit, ..] => digit.is_ascii_digit(),
        [b'A' | b'C' | b'a' | b'c', ..] => {
            ["Art", "Annex", "Control", "Clause", "Chapter", "art", "annex", "control", "clause", "chapter"]
                .iter()
                .any(|word| rest.starts_with(word.as_bytes()))
        }
        [b'G' | b'M', second, ..] => second.is_ascii_uppercase(),
        _ => false,
    }
}

fn is_of_iso(marker: Marker) -> bool {
    matches!(marker, Marker::Clause | Marker::Control | Marker::Annex)
}

/// Past `,`, `and`, `&` or a dash between two ids; is it the sign of a range?
fn skip_list_sign(text: &str, at: usize) -> Option<(usize, bool)> {
    if let Some(end) = skip_range_sign(text, at) {
        return Some((end, true));
    }
    let start = skip_space(text, at);
    let comma = skip_one(text, start, |character| matches!(character, ',' | '&' | '/'));
    let after = skip_space(text, comma.unwrap_or(start));
    let word = skip_one_of(text, after, &["and", "or"]).filter(|_| after > at);
    let end = skip_space(text, word.unwrap_or(after));
    (comma.is_some() || word.is_some()).then_some((end, false))
}

#[cfg(test)]
mod tests {
    use super::mentions;
    use crate::catalog::{FrameworkIndex, Library, Reading};

    /// Each mention as `marked text -> label in framework`, or the code of its finding.
    fn found(text: &str, enabled: &[&str]) -> Vec<String> {
        let library = Library::built_in();
        let enabled: Vec<FrameworkIndex> = enabled.iter().map(|name| library.framework(name).unwrap()).collect();
        let reading = Reading { library: &library, enabled: &enabled, default: enabled.first().copied() };
        let show = |mention: &crate::catalog::Mention| match &mention.reference {
            Ok(reference) => {
                assert_eq!(reference.written.span.range(), mention.range);
                let framework = library.at(reference.target.clause().framework);
                format!("{} -> {} in {}", &text[mention.range.clone()], reference.target.label(&library), framework.id)
            }
            Err(finding) => format!("{} -> {}", &text[mention.range.clone()], finding.code),
        };
        mentions(text, &reading).iter().map(show).collect()
    }

    const ALL: [&str; 5] = ["iso-42001", "eu-ai-act", "nist-ai-rmf", "iso-27001", "iso-9001"];

    #[test]
    fn the_unmistakable_is_found() {
        for (text, expected) in [
            ("See ISO/IEC 42001 A.6.2.4.", vec!["ISO/IEC 42001 A.6.2.4 -> A.6.2.4 in iso-42001"]),
            ("(ISO/IEC 42001:2023, 6.1.2)", vec!["ISO/IEC 42001:2023, 6.1.2 -> 6.1.2 in iso-42001"]),
            ("per ISO 9001 clause 8, and", vec!["ISO 9001 clause 8 -> 8 in iso-9001"]),
            ("EU AI Act Article 9(2)(a) asks", vec!["EU AI Act Article 9(2)(a) -> Art.9(2)(a) in eu-ai-act"]),
            ("Art. 9 AI Act", vec!["Art. 9 AI Act -> Art.9 in eu-ai-act"]),
            ("Article 4a of the EU AI Act", vec!["Article 4a of the EU AI Act -> Art.4a in eu-ai-act"]),
            (
                "Articles 13 and 50 of the AI Act.",
                vec!["Articles 13 -> Art.13 in eu-ai-act", "50 of the AI Act -> Art.50 in eu-ai-act"],
            ),
            ("the AI Act, Annex III point 4", vec!["AI Act, Annex III point 4 -> Annex.III point 4 in eu-ai-act"]),
            ("Annex IV of the AI Act", vec!["Annex IV of the AI Act -> Annex.IV in eu-ai-act"]),
            (
                "as GOVERN 1.1 and MS-2.10 say",
                vec!["GOVERN 1.1 -> GOVERN 1.1 in nist-ai-rmf", "MS-2.10 -> MEASURE 2.10 in nist-ai-rmf"],
            ),
            ("action GV-1.2-002", vec!["GV-1.2-002 -> GOVERN 1.2-002 in nist-ai-rmf"]),
            (
                "Control A.6.2.6 and Annex\u{a0}A.5.31",
                vec!["Control A.6.2.6 -> A.6.2.6 in iso-42001", "Annex\u{a0}A.5.31 -> A.5.31 in iso-27001"],
            ),
            (
                "ISO/IEC 27001 A.5.2, A.5.3",
                vec!["ISO/IEC 27001 A.5.2 -> A.5.2 in iso-27001", "A.5.3 -> A.5.3 in iso-27001"],
            ),
            (
                "ISO/IEC 42001 A.7.2–A.7.6",
                vec!["ISO/IEC 42001 A.7.2 -> A.7.2 in iso-42001", "A.7.6 -> A.7.6 in iso-42001"],
            ),
            ("ISO/IEC 42001 B.6.2.4", vec!["ISO/IEC 42001 B.6.2.4 -> B.6.2.4 in iso-42001"]),
            ("ISO/IEC 42001 A.6.2.14 says", vec!["ISO/IEC 42001 A.6.2.14 -> unknown-clause"]),
            ("ISO 27001 A.12.4.1", vec!["ISO 27001 A.12.4.1 -> unknown-clause"]),
        ] {
            assert_eq!(found(text, &ALL), expected, "{text}");
        }
    }

    #[test]
    fn what_could_be_anything_else_is_not() {
        for text in [
            "see map 1 and manage 4, or Map 1",
            "MAP 1 of the building",
            "Article 5 alone, Art. 9 GDPR, Article 6(1)(f) of the GDPR",
            "version 7.5, v6.1.2, 6.1.2, 2026-03-14, 9.1 percent",
            "A.5.2 alone fits two",
            "A.5.2 and A.8.2 alone fit two",
            "clause 6.1.2 of the contract",
            "Annex III of the contract, Annex C",
            "ISO 42001 is from 2023; ISO 9001 in 8.5 weeks",
            "ISO 27001:2013 A.12.4.1",
            "the AI Act 2024, the AI Act 9 times",
            "https://example.org/A.6.2.4 and file-A.6.2.4",
            "NIST AI RMF 1.0 and the AI RMF",
            "IaaS 3.2 Article",
            "section A.1 and A.B.2",
            "held against Annex A of ISO/IEC 42001; ISO/IEC 42001, Annex C",
        ] {
            assert_eq!(found(text, &ALL), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn only_enabled_frameworks_are_linked() {
        assert_eq!(found("AI Act Art. 9, GOVERN 1.1", &["iso-42001"]), Vec::<String>::new());
        assert_eq!(found("A.5.2", &["iso-42001"]), ["A.5.2 -> A.5.2 in iso-42001"]);
        assert_eq!(found("Annex A.7.5", &["iso-42001", "eu-ai-act"]), ["Annex A.7.5 -> A.7.5 in iso-42001"]);
    }
}
