//! What day it is, for those who did not say which day to judge by.
//!
//! Never asked below this room: everything else takes the day as an argument.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use jiff::ZonedDateTime;

use crate::text::Date;

/// Today, where this machine stands.
pub fn today() -> Date {
    ZonedDateTime::now().date()
}

/// A number that is larger at every start of the program.
pub fn now_in_milliseconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}

/// Measures how long something takes, to say it.
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    pub fn milliseconds(&self) -> u128 {
        self.0.elapsed().as_millis()
    }
}
