//! Waiting for an answer that is not there yet.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::time::{Instant, sleep, timeout};

use crate::error::Error;
use crate::operation::Operation;
use crate::readiness::Readiness;
use crate::reply::Reply;

/// The pause after the first question; each further one is twice as long, up to the longest, and
/// each is lengthened at random.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The longest pause, before it is lengthened.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// The pauses between questions, without an end.
pub(crate) fn pauses() -> impl Iterator<Item = Duration> {
    ExponentialBuilder::new()
        .with_min_delay(FIRST_PAUSE)
        .with_max_delay(LONGEST_PAUSE)
        .with_jitter()
        .without_max_times()
        .build()
}

/// Asks until the answer is ready, an error comes, or the limit is over. A question that is under
/// way then is dropped.
pub async fn wait_until_ready<T, F>(
    operation: &'static Operation,
    limit: Duration,
    mut ask: impl FnMut() -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<Reply<Readiness<T>>, Error>>,
{
    let started = Instant::now();
    let mut asked = 0;
    for pause in pauses() {
        asked += 1;
        let left = limit.saturating_sub(started.elapsed());
        match timeout(left, ask()).await {
            Err(_) => break,
            Ok(reply) => {
                if let Readiness::Ready(answer) = reply?.into_inner() {
                    return Ok(answer);
                }
            }
        }
        if started.elapsed() + pause >= limit {
            break;
        }
        sleep(pause).await;
    }
    Err(Error::still_pending(operation.id, started.elapsed(), asked))
}
