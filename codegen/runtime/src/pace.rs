//! The pace of calls that a caller asks for, shared by all clones of a client.

use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::policy::CENTURY;

/// At most so many calls in so much time.
pub(crate) struct Pace {
    limiter: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

impl Pace {
    /// `None` where the numbers allow no call at all.
    pub(crate) fn new(calls: u32, per: Duration) -> Option<Self> {
        let calls = NonZeroU32::new(calls)?;
        let quota = Quota::with_period(per.min(CENTURY) / calls.get())?.allow_burst(calls);
        Some(Self { limiter: RateLimiter::direct(quota), clock: DefaultClock::default() })
    }

    /// Waits for the turn of the next call.
    pub(crate) async fn wait(&self) {
        while let Err(early) = self.limiter.check() {
            tokio::time::sleep(early.wait_time_from(self.clock.now())).await;
        }
    }
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pace(..)")
    }
}
