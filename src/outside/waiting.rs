//! Work that waits for a disk: no core stands still for it.
//!
//! Never computes, and never waits for work on all cores: a core that waited here for the others could be the only one.

use std::io;
use std::panic::resume_unwind;
use std::thread::scope;

/// So many things wait at a time.
const AT_A_TIME: usize = 4;

/// Does with every item what mostly waits, some at a time whatever the number of cores; the first error of any.
pub(super) fn some_at_a_time<T: Sync>(items: &[T], work: impl Fn(&T) -> io::Result<()> + Sync) -> io::Result<()> {
    let shares = items.chunks(items.len().div_ceil(AT_A_TIME).max(1));
    scope(|scope| {
        let work = &work;
        let running: Vec<_> = shares.map(|share| scope.spawn(move || share.iter().try_for_each(work))).collect();
        let ended = running.into_iter().map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)));
        // Each is waited for, also when one before it failed.
        ended.collect::<Vec<_>>().into_iter().collect()
    })
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Mutex;

    use super::some_at_a_time;

    #[test]
    fn every_item_is_worked_on_once_and_an_error_is_told() {
        let seen = Mutex::new(Vec::new());
        let work = |item: &usize| {
            seen.lock().unwrap().push(*item);
            if *item == 8 { Err(io::Error::other("eight")) } else { Ok(()) }
        };
        let items: Vec<usize> = (0..10).collect();
        assert_eq!(some_at_a_time(&items, work).unwrap_err().to_string(), "eight");
        some_at_a_time(&[], work).unwrap();
        let mut seen = seen.into_inner().unwrap();
        seen.sort_unstable();
        assert!(seen.len() >= 9 && seen.windows(2).all(|two| two[0] < two[1]), "{seen:?}");
    }
}
