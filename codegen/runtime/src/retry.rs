//! Whether a call that failed is tried again, and when.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use tokio::time::Instant;

use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::policy::{Policy, later};

/// The tries that a call has left.
pub(crate) struct Retries {
    left: u32,
    time: Duration,
    until: Instant,
    longest_wait: Duration,
    wait: Duration,
    /// Made for the first wait.
    waits: Option<ExponentialBackoff>,
}

impl Retries {
    pub(crate) fn new(policy: &Policy) -> Self {
        Self {
            left: policy.retries,
            time: policy.retry_time,
            until: later(Instant::now(), policy.retry_time),
            longest_wait: policy.longest_wait,
            wait: policy.retry_wait,
            waits: None,
        }
    }

    /// How long to wait before the next try; `None` where there is none.
    pub(crate) fn next(&mut self, operation: &Operation, error: &Error) -> Option<Duration> {
        if may_repeat(operation, error) { self.pause(error) } else { None }
    }

    /// Each wait is twice as long as the last, and lengthened by a random part, so that many clients
    /// do not come back at once.
    fn next_wait(&mut self) -> Option<Duration> {
        let waits = self.waits.get_or_insert_with(|| {
            ExponentialBuilder::new()
                .with_min_delay(self.wait)
                .with_max_delay(self.longest_wait)
                .with_jitter()
                .without_max_times()
                .build()
        });
        waits.next()
    }

    /// The same for a transfer, whose tries take any time: the time for more is counted from here.
    pub(crate) fn pause_of_transfer(&mut self, error: &Error) -> Option<Duration> {
        self.until = later(Instant::now(), self.time);
        self.pause(error)
    }

    /// The same for a failure that does not forbid another try.
    pub(crate) fn pause(&mut self, error: &Error) -> Option<Duration> {
        self.left = self.left.checked_sub(1)?;
        let wait = match error.retry_after() {
            Some(asked) if asked > self.longest_wait => return None,
            Some(asked) => asked,
            None => self.next_wait()?,
        };
        (later(Instant::now(), wait) <= self.until).then_some(wait)
    }
}

/// A request that never reached the service may always be repeated, anything else only where the
/// operation does no harm twice.
fn may_repeat(operation: &Operation, error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Connect => true,
        ErrorKind::Transport => operation.repeatable,
        ErrorKind::Status => operation.repeatable && is_passing(error),
        _ => false,
    }
}

/// Statuses that pass by themselves. The waits of a rate limit are minutes: without a word on how
/// long, asking again soon only makes it worse.
fn is_passing(error: &Error) -> bool {
    match error.status().map(|status| status.as_u16()) {
        Some(502..=504) => true,
        Some(429) => error.retry_after().is_some(),
        _ => false,
    }
}
