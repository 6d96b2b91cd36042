//! How long to wait, how often to try again, and how much to take in.

use std::time::Duration;

use tokio::time::Instant;

/// What any longer time counts as: the clocks of a process end somewhere.
pub(crate) const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The moment that is so much later.
pub(crate) fn later(moment: Instant, time: Duration) -> Instant {
    moment + time.min(CENTURY)
}

/// The settings of a client, with their defaults.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    /// How long a connection may take to come about.
    pub(crate) connect_timeout: Duration,
    /// How long the headers of an answer may take after all of a request was sent.
    pub(crate) answer_timeout: Duration,
    /// How long nothing may move while a body is sent or read.
    pub(crate) stall_timeout: Duration,
    /// How long a call may take that is answered with JSON, repetitions included.
    pub(crate) call_timeout: Option<Duration>,
    /// How often a call is tried again.
    pub(crate) retries: u32,
    /// The first wait before a call is tried again; each further one is twice as long.
    pub(crate) retry_wait: Duration,
    /// After how long a call is not tried again.
    pub(crate) retry_time: Duration,
    /// The longest wait that the service may ask for.
    pub(crate) longest_wait: Duration,
    /// The most of a JSON answer that is taken into memory, in bytes, after decompression.
    pub(crate) answer_limit: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            answer_timeout: Duration::from_secs(60),
            stall_timeout: Duration::from_secs(60),
            call_timeout: Some(Duration::from_secs(300)),
            retries: 3,
            retry_wait: Duration::from_millis(500),
            retry_time: Duration::from_secs(120),
            longest_wait: Duration::from_secs(60),
            answer_limit: 16 << 20,
        }
    }
}
