//! `aimsbook`: a folder of policies and records becomes a cross-linked, versioned handbook.
pub mod catalog;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod entry;
pub mod export;
pub mod handbook;
pub mod outside;
pub mod pages;
pub mod pipeline;
pub mod render;
pub mod rules;
pub mod schema;
pub mod site;
pub mod syntax;
pub mod text;
pub mod view;
