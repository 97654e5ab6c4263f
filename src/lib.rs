//! `aimsbook`: a folder of policies and records becomes a cross-linked, versioned handbook.
//!
//! *Read* the outside into a Snapshot; *parse* each file alone; *link* them into a Handbook; *check* it; look at it
//! through an audience as a View; *plan* Pages; *render* them into a Site; *write* it.
//!
//! The rooms, bottom to top; a room imports only rooms below it (`tests/structure.rs` keeps that true). Read
//! [`pipeline`] first: it composes everything in a page of code.

// Where text is: paths, spans, dates, digests, terms, and the Snapshot of everything that was read.
pub mod text;

// What is wrong and where; one renderer for each output format; the one parallel helper.
pub mod diagnostic;

// One text to spanned trees: YAML, front matter, Markdown. Hides the parser crates.
pub mod syntax;

// The words of each language, and what is to be said in one of them.
pub mod language;

// Frameworks: entries, the grammar of references, the crosswalk; built-in catalogs as data.
pub mod catalog;

// Record kinds: fields, relations, validity, evidence rules; built-in kinds as data.
pub mod schema;

// One file understood alone: a document or records, with claims and findings; the parse cache.
pub mod entry;

// All files together: ids, links, relations, evidence, coverage.
pub mod handbook;

// One file a rule: what is not wrong, but not right either.
pub mod rules;

// The handbook as one audience may see it; pages and exports know nothing else.
pub mod view;

// Two Views compared: documents, records, coverage, word-level redlines.
pub mod changes;

// Which pages exist, and the plain data each shows.
pub mod pages;

// A Page to bytes with the theme; the search index.
pub mod render;

// A View to figures for terminals, spreadsheets and programs.
pub mod export;

// All outputs as one ordered map from path to content; clashes are findings.
pub mod site;

// A site with its exports, closed by lists that say what belongs to it; what became of it since.
pub mod bundle;

// `aimsbook.yaml` to one small options struct a stage.
pub mod config;

// The few calls that every command composes.
pub mod pipeline;

// The only code that touches disk, network and clock.
pub mod outside;

// Arguments, commands, exit codes, printing.
pub mod cli;
