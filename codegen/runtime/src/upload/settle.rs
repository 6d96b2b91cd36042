//! Waiting until the service has processed what was sent.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::run::Run;
use super::service::UploadService;
use crate::error::{Error, Place, Remedy, UploadStep};
use crate::wait;

/// How long the service may take for so many bytes, begun ones included, and at most: what VRChat's
/// own uploader waits.
const TIME: Duration = Duration::from_secs(120);
const TIME_PER: u64 = 50 << 20;
const MOST_TIME: Duration = Duration::from_secs(600);

/// How long to wait after a rate limit that does not say: its waits are minutes.
const LIMITED: Duration = Duration::from_secs(60);

impl<S: UploadService> Run<S> {
    /// Asks for the file until the version is complete, after a look at the file as it is known.
    pub(super) async fn settle(&self, known: Option<S::File>) -> Result<S::File, Error> {
        let words = Self::WORDS;
        let limit = self.settle_limit.unwrap_or_else(|| limit(self.content.size()));
        let place = || Place { remedy: Remedy::AskAgain, ..self.at(UploadStep::Settle) };
        let started = Instant::now();
        let (mut asked, mut known, mut failed) = (0, known, None);
        let mut status = words.waiting.to_owned();
        for mut pause in wait::pauses() {
            let left = limit.saturating_sub(started.elapsed());
            let file = match known.take() {
                Some(file) => Ok(file),
                None => {
                    asked += 1;
                    match timeout(left, self.service.get(self.id())).await {
                        Ok(answer) => answer,
                        Err(_) => break,
                    }
                }
            };
            match file {
                Ok(file) => {
                    failed = None;
                    status = self.ours(&file, UploadStep::Settle)?.status;
                    if status == words.complete {
                        return Ok(file);
                    }
                }
                // The client has tried that again already; there is time for more.
                Err(error) if error.is_open() || error.is_rate_limited() => {
                    if error.is_rate_limited() {
                        pause = error.retry_after().unwrap_or(LIMITED).max(pause);
                    }
                    failed = Some(error);
                }
                Err(error) => return Err(error.in_upload(place())),
            }
            if started.elapsed().saturating_add(pause) >= limit {
                break;
            }
            sleep(pause).await;
        }
        let error = Error::unsettled(&status, started.elapsed(), asked, failed);
        Err(error.in_upload(place()))
    }
}

/// How long to wait for so many bytes.
fn limit(size: u64) -> Duration {
    let times = u32::try_from(size.div_ceil(TIME_PER).max(1)).unwrap_or(u32::MAX);
    TIME.saturating_mul(times).min(MOST_TIME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_grows_with_the_size_to_a_bound() {
        let seconds = |size| limit(size).as_secs();
        assert_eq!((seconds(0), seconds(1), seconds(TIME_PER)), (120, 120, 120));
        assert_eq!((seconds(TIME_PER + 1), seconds(4 * TIME_PER)), (240, 480));
        assert_eq!((seconds(5 * TIME_PER), seconds(u64::MAX)), (600, 600));
    }
}
