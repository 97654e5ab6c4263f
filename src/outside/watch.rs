//! Waits for changes in the handbook's folder and hands them over in batches.
//!
//! Never reports that a file was merely read: otherwise a rebuild would set off the next one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// So long nothing may happen before a batch is handed over: saving a file is several events.
const QUIET: Duration = Duration::from_millis(50);

/// So long a batch may grow while something goes on happening.
const LONGEST: Duration = Duration::from_secs(1);

/// Watches one folder and everything below it.
pub struct Watch {
    root: PathBuf,
    events: Receiver<notify::Result<Event>>,
    _watcher: RecommendedWatcher,
}

impl Watch {
    pub fn start(root: &Path) -> Result<Watch, String> {
        let (sender, events) = channel();
        let handler = move |event| {
            // Nobody listens any more: the program is about to end.
            let _ = sender.send(event);
        };
        let failed = |error: notify::Error| format!("`{}` cannot be watched: {error}", root.display());
        let mut watcher = notify::recommended_watcher(handler).map_err(failed)?;
        watcher.watch(root, RecursiveMode::Recursive).map_err(failed)?;
        Ok(Watch { root: root.into(), events, _watcher: watcher })
    }

    /// Waits for a change, then until it is over; the paths that it touched. `None` when watching has ended.
    pub fn next_batch(&self) -> Option<BTreeSet<PathBuf>> {
        let mut batch = BTreeSet::new();
        while batch.is_empty() {
            self.take(self.events.recv().ok()?, &mut batch);
        }
        let started = Instant::now();
        while started.elapsed() < LONGEST {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => self.take(event, &mut batch),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        Some(batch)
    }

    fn take(&self, event: notify::Result<Event>, batch: &mut BTreeSet<PathBuf>) {
        match event {
            // Events were lost: everything may have changed.
            Ok(event) if event.need_rescan() => {
                batch.insert(self.root.clone());
            }
            Ok(event) if !matches!(event.kind, EventKind::Access(_)) => batch.extend(event.paths),
            Ok(_) => {}
            Err(error) => batch.extend(error.paths),
        }
    }
}
