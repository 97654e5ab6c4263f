//! The built-in theme over hand-made pages of every kind: well-formed, escaped, linked, overridable.
//!
//! With `GALLERY=folder` the pages are also written there, to be looked at in a browser.

mod gallery;
#[path = "../support/html.rs"]
mod html;
mod pages;
mod speed;
mod user_theme;
