//! `aimsbook coverage`: the figures of each framework, and what supports each entry.
//!
//! Never computes a figure.

use crate::catalog::FrameworkIndex;
use crate::cli::arguments::{Coverage, CoverageFormat};
use crate::cli::handbook::{default_output, guess, open};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::{print, say};
use crate::export::{Detail, coverage_csv, coverage_report, coverage_text, gaps_csv, gaps_report, gaps_text};
use crate::pipeline::Checked;
use crate::view::{Audience, View};

pub fn run(arguments: &Coverage) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let progress = Progress::start("reading");
    let opened = open(root, default_output(root), arguments.day.as_of, &progress)?;
    let frameworks = frameworks(&opened.checked, arguments.framework.as_deref())?;
    // Who has the folder can read all of it.
    let highest = opened.checked.config.classifications.len().saturating_sub(1);
    let everyone = Audience { name: String::new(), sees: highest, coverage: true };
    let view = View::new(&opened.checked.handbook, everyone);
    let text =
        if arguments.gaps { gaps(&view, &frameworks, arguments) } else { figures(&view, &frameworks, arguments) }?;
    drop(progress);
    print(&text)?;
    let errors = opened.checked.counts().errors;
    if errors > 0 {
        say(&format!("the handbook has errors ({errors}), which can change these figures: see `aimsbook check`\n"));
    }
    Ok(Outcome::Clean)
}

fn figures(view: &View<'_>, frameworks: &[FrameworkIndex], arguments: &Coverage) -> Result<String, Failure> {
    let report = coverage_report(view, frameworks);
    let detail = if arguments.framework.is_some() { Detail::Entries } else { Detail::Figures };
    Ok(match arguments.format {
        CoverageFormat::Text => coverage_text(&report, detail),
        CoverageFormat::Csv => coverage_csv(&report),
        CoverageFormat::Json => serde_json::to_string_pretty(&report)? + "\n",
    })
}

fn gaps(view: &View<'_>, frameworks: &[FrameworkIndex], arguments: &Coverage) -> Result<String, Failure> {
    let report = gaps_report(view, frameworks);
    Ok(match arguments.format {
        CoverageFormat::Text => gaps_text(&report),
        CoverageFormat::Csv => gaps_csv(&report),
        CoverageFormat::Json => serde_json::to_string_pretty(&report)? + "\n",
    })
}

/// The enabled frameworks, or the one of them that is named.
fn frameworks(checked: &Checked, name: Option<&str>) -> Result<Vec<FrameworkIndex>, Failure> {
    let enabled = &checked.config.frameworks;
    let Some(name) = name else { return Ok(enabled.clone()) };
    let library = &checked.handbook.vocabulary.library;
    let known: Vec<&str> = enabled.iter().map(|framework| library.at(*framework).id.as_str()).collect();
    match library.framework(name) {
        Some(framework) if enabled.contains(&framework) => Ok(vec![framework]),
        Some(framework) => {
            let name = &library.at(framework).name;
            Err(Failure(format!(
                "{name} is not among the `frameworks` of this handbook\n  known: {}",
                known.join(", ")
            )))
        }
        None => Err(Failure(format!("there is no framework `{name}`{}", guess(name, &known)))),
    }
}
