//! Where text is: paths, spans, lines, dates, digests, and the Snapshot of everything that was read.
//!
//! Never knows Markdown, YAML or disk.

mod date;
mod digest;
mod fold;
mod line_index;
mod nearest;
mod path;
mod picture;
mod pointer;
mod snapshot;
mod span;
mod terms;

pub use date::{Date, Interval, days_between, parse_date, parse_interval};
pub use digest::{Hasher, Sha256};
pub use fold::name_key;
pub use line_index::LineIndex;
pub use nearest::{is_near, nearest};
pub use path::{DocPath, percent_encoded};
pub use picture::PictureSize;
pub use pointer::is_lfs_pointer;
pub use snapshot::{FileFact, Snapshot, Source, Unreadable, UnreadableReason};
pub use span::{Span, Spanned};
pub use terms::{TermPart, TermPlace, TermShard, Terms};
