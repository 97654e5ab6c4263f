//! The only room that touches disk, network and clock: reads the folder, publishes the site.
//!
//! Never thinks about policies.

pub mod browser;
pub mod clock;
pub mod create;
pub mod folder;
pub mod git;
mod ignored;
mod load;
pub mod manifest;
pub mod preview;
pub mod publish;
pub mod replace;
pub mod server;
mod staging;
mod walk;
pub mod watch;
