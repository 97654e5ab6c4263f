//! A moving sign of life for work that takes over a second, on a terminal only.
//!
//! Never prints where nobody watches.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::terminal::messages_go_to_a_terminal;

const PATIENCE: Duration = Duration::from_secs(1);
const BEAT: Duration = Duration::from_millis(100);

/// Shows what is being done until it is dropped.
pub struct Progress {
    bar: ProgressBar,
    done: Option<Sender<()>>,
    beats: Option<JoinHandle<()>>,
}

impl Progress {
    pub fn start(doing: &'static str) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if !messages_go_to_a_terminal() {
            return Progress { bar, done: None, beats: None };
        }
        bar.set_style(ProgressStyle::default_spinner());
        bar.set_message(doing);
        let (done, waiting) = channel::<()>();
        let beating = bar.clone();
        let beats = std::thread::spawn(move || {
            if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            beating.set_draw_target(ProgressDrawTarget::stderr());
            while waiting.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                beating.tick();
            }
        });
        Progress { bar, done: Some(done), beats: Some(beats) }
    }

    /// Goes on to the next piece of work.
    pub fn now(&self, doing: &'static str) {
        self.bar.set_message(doing);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(beats) = self.beats.take() {
            // A sign of life that failed is no reason for anything.
            let _ = beats.join();
        }
        self.bar.finish_and_clear();
    }
}
