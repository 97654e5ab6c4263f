//! Reads references to clauses wherever people write them.
//!
//! Never guesses: what does not resolve is a finding, and never a reference.

use std::ops::Range;

use crate::catalog::expand::{RangeFault, expand_range};
use crate::catalog::items::{Item, Piece, read_pieces};
use crate::catalog::lookup::{Meant, look_up};
use crate::catalog::problems::{
    ambiguous_clause, bad_range, framework_alone, no_reference, text_not_understood, title_mismatch, unknown_clause,
    unknown_edition,
};
use crate::catalog::titles::{TitleFit, title_fit};
use crate::catalog::written::{Form, Written};
use crate::catalog::{Bare, ClauseId, FrameworkIndex, Reading, Reference, Target};
use crate::diagnostic::Finding;
use crate::text::{Span, Spanned};

/// A list of references longer than this, in bytes, is something else.
const LONGEST_LIST: usize = 20_000;

/// Reads all references in `text`, which stands at `span`; every part of it is understood or reported.
pub fn read_references(text: &str, span: Span, reading: &Reading, bare: Bare) -> (Vec<Reference>, Vec<Finding>) {
    let mut reader = Reader { text, span, reading, bare, references: Vec::new(), findings: Vec::new() };
    if text.len() > LONGEST_LIST {
        let finding =
            Finding::error("reference-not-understood", span, "this text is too long for a list of references");
        return (Vec::new(), vec![finding]);
    }
    let pieces = read_pieces(text, reading.library);
    if pieces.is_empty() {
        let finding = Finding::error("unknown-clause", span, "there is no clause reference here");
        return (Vec::new(), vec![finding]);
    }
    pieces.iter().for_each(|piece| reader.piece(piece));
    (reader.references, reader.findings)
}

struct Reader<'a> {
    text: &'a str,
    span: Span,
    reading: &'a Reading<'a>,
    bare: Bare,
    references: Vec<Reference>,
    findings: Vec<Finding>,
}

/// What one item means.
enum Outcome {
    Targets(Vec<Target>),
    Problem(Finding),
}

impl Reader<'_> {
    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Item(item) => self.item(item),
            Piece::FrameworkAlone(named, range) => {
                let span = self.place(range.clone());
                self.findings.push(match &named.wrong_edition {
                    Some(edition) => unknown_edition(named, edition, self.reading.library, span),
                    None => framework_alone(named, self.reading.library, span),
                });
            }
            Piece::Unreadable(range) => {
                let frameworks = self.bare_frameworks();
                let span = self.place(range.clone());
                self.findings.push(no_reference(&self.text[range.clone()], &frameworks, self.reading, span));
            }
        }
    }

    fn item(&mut self, item: &Item) {
        let wrong = [item.framework.as_ref(), item.to.as_ref().and_then(|to| to.framework.as_ref())];
        for named in wrong.into_iter().flatten() {
            if let Some(edition) = &named.wrong_edition {
                let span = self.place(named.start..named.end);
                self.findings.push(unknown_edition(named, edition, self.reading.library, span));
                return;
            }
        }
        match self.resolve(item) {
            Outcome::Problem(finding) => self.findings.push(finding),
            Outcome::Targets(targets) => match self.check_title(item, &targets) {
                Some(finding) => self.findings.push(finding),
                None => {
                    let written =
                        Spanned::new(self.text[item.range.clone()].to_owned(), self.place(item.range.clone()));
                    let references = targets.into_iter().map(|target| Reference { target, written: written.clone() });
                    self.references.extend(references);
                }
            },
        }
    }

    fn resolve(&self, item: &Item) -> Outcome {
        if let Some(named) = &item.framework {
            let end = item.to.as_ref().and_then(|to| to.framework.as_ref());
            if end.is_some_and(|end| end.framework != named.framework) {
                return Outcome::Problem(self.range_problem(item, &RangeFault::AcrossFamilies));
            }
            return self.resolve_in(item, named.framework);
        }
        let range_name = item.to.as_ref().and_then(|to| to.framework.as_ref());
        if let Some(named) = range_name {
            return self.resolve_in(item, named.framework);
        }
        match (self.bare, self.reading.default) {
            (Bare::Default, Some(default)) => match self.targets(item, default, Meant::Surely) {
                Err(RangeFault::UnknownStart) if names_its_framework(&item.from) => {
                    self.resolve_anywhere(item, &[default])
                }
                _ => self.resolve_in(item, default),
            },
            _ => self.resolve_anywhere(item, self.reading.enabled),
        }
    }

    /// Resolves in the one framework that is meant.
    fn resolve_in(&self, item: &Item, framework: FrameworkIndex) -> Outcome {
        match self.targets(item, framework, Meant::Surely) {
            Ok(targets) => Outcome::Targets(targets),
            Err(fault) => Outcome::Problem(self.fault(item, &fault, &[framework])),
        }
    }

    /// Resolves in the one enabled framework that it fits; `asked` are those a finding speaks of.
    fn resolve_anywhere(&self, item: &Item, asked: &[FrameworkIndex]) -> Outcome {
        let meant = if self.reading.enabled.len() == 1 { Meant::Surely } else { Meant::Perhaps };
        let results: Vec<_> =
            self.reading.enabled.iter().map(|framework| (*framework, self.targets(item, *framework, meant))).collect();
        let fits: Vec<&Vec<Target>> = results.iter().filter_map(|(_, result)| result.as_ref().ok()).collect();
        match fits.as_slice() {
            [only] => Outcome::Targets((*only).clone()),
            [] => {
                let faults = results.iter().filter_map(|(framework, result)| Some((framework, result.as_ref().err()?)));
                let known = faults.filter(|(_, fault)| **fault != RangeFault::UnknownStart).collect::<Vec<_>>();
                Outcome::Problem(match known.first() {
                    Some((framework, fault)) => self.fault(item, fault, &[**framework]),
                    None => self.fault(item, &RangeFault::UnknownStart, asked),
                })
            }
            several => match self.chosen_by_title(item, several) {
                Some(targets) => Outcome::Targets(targets),
                None => {
                    let candidates: Vec<ClauseId> =
                        several.iter().filter_map(|targets| Some(targets.first()?.clause())).collect();
                    let id = &self.text[item.range.clone()];
                    let span = self.place(item.range.clone());
                    Outcome::Problem(ambiguous_clause(id, &candidates, self.reading.library, span))
                }
            },
        }
    }

    fn targets(&self, item: &Item, framework: FrameworkIndex, meant: Meant) -> Result<Vec<Target>, RangeFault> {
        let library = self.reading.library;
        match &item.to {
            Some(to) => expand_range(self.text, &item.from, &to.written, framework, meant, library),
            None => match look_up(self.text, &item.from, framework, meant, library) {
                Some(target) => Ok(vec![target]),
                None => Err(RangeFault::UnknownStart),
            },
        }
    }

    /// The title beside an id tells which framework is meant.
    fn chosen_by_title(&self, item: &Item, fits: &[&Vec<Target>]) -> Option<Vec<Target>> {
        let title = &self.text[item.title.clone()?];
        let mut titled = fits.iter().filter(|targets| {
            let clauses: Vec<ClauseId> = targets.iter().map(Target::clause).collect();
            title_fit(title, &clauses, &[], self.reading.library) == TitleFit::Fits
        });
        let only = titled.next()?;
        titled.next().is_none().then(|| (*only).clone())
    }

    fn check_title(&self, item: &Item, targets: &[Target]) -> Option<Finding> {
        let range = item.title.clone()?;
        let title = &self.text[range.clone()];
        let clauses: Vec<ClauseId> = targets.iter().map(Target::clause).collect();
        let own = *clauses.first()?;
        let library = self.reading.library;
        let span = self.place(range);
        match title_fit(title, &clauses, self.reading.enabled, library) {
            TitleFit::Fits => None,
            TitleFit::FitsBetter(better) => Some(title_mismatch(title, own, better, library, span)),
            TitleFit::Unknown => Some(text_not_understood(title, own, library, span)),
        }
    }

    fn fault(&self, item: &Item, fault: &RangeFault, frameworks: &[FrameworkIndex]) -> Finding {
        let title = item.title.clone().map(|range| &self.text[range]);
        let unknown = |written: &Written| {
            let span = self.place(written.range.clone());
            unknown_clause(self.text, written, title, frameworks, self.reading, span)
        };
        match fault {
            RangeFault::UnknownStart => unknown(&item.from),
            RangeFault::UnknownEnd(end) => unknown(end),
            _ => self.range_problem(item, fault),
        }
    }

    fn range_problem(&self, item: &Item, fault: &RangeFault) -> Finding {
        bad_range(fault, &self.text[item.range.clone()], item.range.clone(), |range| self.place(range))
    }

    fn bare_frameworks(&self) -> Vec<FrameworkIndex> {
        match (self.bare, self.reading.default) {
            (Bare::Default, Some(default)) => vec![default],
            _ => self.reading.enabled.to_vec(),
        }
    }

    /// The place of a part of the text; quotes around a YAML text move it by one, other escapes hide it.
    fn place(&self, range: Range<usize>) -> Span {
        match (self.span.end - self.span.start) as usize {
            length if length == self.text.len() => self.span.within(range),
            length if length == self.text.len() + 2 => self.span.within(range.start + 1..range.end + 1),
            _ => self.span,
        }
    }
}

/// The form alone says which framework is meant: a function's name, or the user's own id.
fn names_its_framework(written: &Written) -> bool {
    match &written.form {
        Form::Function { number, .. } => !number.is_empty(),
        Form::Own(_) => true,
        _ => false,
    }
}
