//! What only a disk can hold: symbolic links, special files, huge files, names that are no text.
//!
//! Never leaves anything behind.
