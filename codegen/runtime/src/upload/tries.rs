//! Sending one range of bytes, until it is stored.

use std::io;
use std::ops::Range;

use reqwest::header::HeaderMap;
use tokio::time::sleep;

use super::parts::Sending;
use super::progress::Piece;
use super::put::{Put, PutError, StoredPart};
use super::run::Run;
use super::service::UploadService;
use crate::error::{Error, ErrorKind, Place, Remedy, UploadStep};
use crate::retry::Retries;

/// After how many broken connections in a row an address counts as expired.
const MOST_BROKEN: u32 = 2;

impl<S: UploadService> Run<S> {
    /// Asks for an address and sends the range to it; what fails in passing is tried again. The
    /// address serves for all tries until it expires, which S3 says with a status 403. Should it say
    /// so and hang up while bytes are sent, that may look like a broken connection: an address on
    /// which two tries in a row broke is not used again either.
    pub(super) async fn put(
        &self,
        sending: &Sending<'_>,
        part: Option<u64>,
        range: Range<u64>,
        headers: &HeaderMap,
    ) -> Result<StoredPart, Error> {
        let place = |step| Place { part, ..sending.place(self, step) };
        let md5 = self.known_md5(sending, part.unwrap_or(1), &range);
        let mut retries = Retries::new(self.policy());
        let mut address: Option<String> = None;
        let (mut attempts, mut broken) = (0, 0);
        loop {
            let url = match &address {
                Some(url) => url,
                None => match self.service.start(&sending.target, part).await {
                    Ok(url) => address.insert(url),
                    Err(error) => {
                        let pause = error.is_open().then(|| retries.pause_of_transfer(&error));
                        let Some(pause) = pause.flatten() else {
                            return Err(error.in_upload(place(UploadStep::Start)));
                        };
                        sleep(pause).await;
                        continue;
                    }
                },
            };
            attempts += 1;
            let put = Put {
                transport: self.service.transport(),
                url,
                headers: headers.clone(),
                content: sending.content,
                range: range.clone(),
                slices: sending.slices,
                md5: md5.as_deref(),
                meter: Some(&self.meter),
            };
            let error = match put.send().await {
                Ok(stored) => return Ok(stored),
                Err(PutError::Unreadable(error)) => {
                    return Err(self.unreadable(error, place(UploadStep::Put)).after(attempts));
                }
                // What was refused before it was sent is no attempt.
                Err(PutError::Failed(error)) if error.is_invalid_argument() => error.after(0),
                Err(PutError::Failed(error)) => error.after(attempts),
            };
            broken = if error.kind() == ErrorKind::Transport { broken + 1 } else { 0 };
            if error.is_expired() || broken == MOST_BROKEN {
                (address, broken) = (None, 0);
            }
            let pause = error.is_storage_passing().then(|| retries.pause_of_transfer(&error));
            let Some(pause) = pause.flatten() else {
                // The storage has given up what the version is sent to.
                let remedy = if error.is_not_found() { Remedy::Abandon } else { Remedy::GoOn };
                return Err(error.in_upload(Place { remedy, ..place(UploadStep::Put) }));
            };
            tracing::debug!(part, attempts, kind = ?error.kind(), "sending again");
            sleep(pause).await;
        }
    }

    /// The error of a source that cannot be read any more, or is not what was digested: then what was
    /// announced to the service is of no use.
    pub(super) fn unreadable(&self, error: io::Error, place: Place) -> Error {
        let error = match place.piece {
            Some(Piece::Signature) => Error::source(&self.digests.signature().into(), error),
            _ => Error::source(&self.source, error),
        };
        let remedy = match error.kind() {
            ErrorKind::Integrity => Remedy::Replace,
            _ => Remedy::GoOn,
        };
        error.in_upload(Place { remedy, ..place })
    }
}
