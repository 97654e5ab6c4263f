//! Which pages exist, and the plain data that each shows.
//!
//! Never imports the handbook: pages are planned from what an audience may see.

pub mod model;
pub mod url;
