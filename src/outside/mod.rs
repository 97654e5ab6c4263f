//! The only room that touches disk, network and clock: reads the folder, publishes the site, packs bundles.
//!
//! Never thinks about policies.

mod archive;
mod archive_entry;
pub mod browser;
pub mod chromium;
pub mod clock;
mod copy;
pub mod create;
pub mod folder;
pub mod git;
pub mod git_authors;
pub mod git_known;
mod ignored;
pub mod inspect;
pub mod kept;
mod load;
pub mod lock;
pub mod manifest;
pub mod output;
pub mod pack;
pub mod parts;
pub mod preview;
pub mod publish;
pub mod replace;
pub mod server;
mod staging;
mod waiting;
mod walk;
pub mod watch;
