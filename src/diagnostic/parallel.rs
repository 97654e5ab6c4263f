//! The parallel helpers: an ordered map over a slice, findings and results in input order; two things side by side.
//!
//! Never shares state between calls.

use rayon::prelude::*;

/// Items are worked on in so many pieces for each core: no core waits long for what another one does last.
const PIECES: usize = 32;

/// Applies `work` to every item on all cores; the results stand in the order of the items.
pub fn ordered_map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let together = items.len() / (PIECES * rayon::current_num_threads());
    items.par_iter().with_max_len(together.max(1)).map(&work).collect()
}

/// Does two things side by side.
pub fn both<L: Send, R: Send>(left: impl FnOnce() -> L + Send, right: impl FnOnce() -> R + Send) -> (L, R) {
    rayon::join(left, right)
}
