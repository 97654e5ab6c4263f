//! Handbooks in which anything can be broken: whatever it is, the pipeline ends with a site and findings in place.
//!
//! Never random: the same seeds give the same edits.
