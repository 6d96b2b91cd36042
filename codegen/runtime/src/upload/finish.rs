//! Telling the service that a piece is there, and believing its records alone.

use tokio::time::sleep;

use super::parts::Sending;
use super::progress::Piece;
use super::run::Run;
use super::service::UploadService;
use crate::blocking::blocking;
use crate::error::{Error, Place, Remedy, UploadStep};
use crate::retry::Retries;

impl<S: UploadService> Run<S> {
    /// Finishes a piece, and gives the file where that is answered. Whatever is answered but a
    /// success, the file's record tells whether the piece is there: an answer may be lost after all
    /// was done.
    pub(super) async fn finish(
        &self,
        sending: &Sending<'_>,
        etags: Option<Vec<String>>,
    ) -> Result<Option<S::File>, Error> {
        if sending.piece == Piece::File {
            self.check_size().await?;
        }
        let mut retries = Retries::new(self.policy());
        let mut attempts = 0;
        loop {
            attempts += 1;
            let finished = self.service.finish(&sending.target, etags.clone()).await;
            let error = match finished {
                Ok(file) => return self.ours(&file, UploadStep::Finish).map(|_| Some(file)),
                Err(error) => error,
            };
            // The record is read until it can be: nothing else knows what became of it.
            loop {
                match self.is_complete(sending).await {
                    Ok(true) => return Ok(None),
                    Ok(false) => break,
                    Err(unread) => {
                        let pause = unread.is_open().then(|| retries.pause_of_transfer(&unread));
                        let Some(pause) = pause.flatten() else { return Err(unread) };
                        sleep(pause).await;
                    }
                }
            }
            match error.is_open().then(|| retries.pause_of_transfer(&error)).flatten() {
                Some(pause) => sleep(pause).await,
                None => {
                    // What is refused with all parts there will be so another time.
                    let remedy = match is_refusal(&error) && !error.is_server_error() {
                        true => Remedy::Abandon,
                        false => Remedy::GoOn,
                    };
                    let place = Place { remedy, ..sending.place(self, UploadStep::Finish) };
                    return Err(error.after(attempts).in_upload(place));
                }
            }
        }
    }

    /// Whether the service has the piece, by its own records.
    pub(super) async fn is_complete(&self, sending: &Sending<'_>) -> Result<bool, Error> {
        let words = Self::WORDS;
        let version = self.ours(&self.look().await?, UploadStep::Look)?;
        let piece = match sending.piece {
            Piece::File => &version.file,
            Piece::Signature => &version.signature,
        };
        // A version that is in the queue or complete has all that it waited for.
        Ok(version.status == words.queued
            || version.status == words.complete
            || piece.as_ref().is_some_and(|piece| piece.status == words.complete))
    }

    /// A file that grew was still being written, and what was sent of it is half of something.
    async fn check_size(&self) -> Result<(), Error> {
        let content = self.content.clone();
        let place = Place { piece: Some(Piece::File), ..self.at(UploadStep::Put) };
        match blocking(move || content.size_now()).await {
            Ok(size) if size == self.content.size() => Ok(()),
            Ok(_) => Err(self.unreadable(super::digest::changed(), place)),
            Err(error) => Err(self.unreadable(error, place)),
        }
    }
}

/// Whether the service refuses to finish what it is told is there. The failures of a gateway say
/// nothing of it, and neither do those of who is asking.
pub(super) fn is_refusal(error: &Error) -> bool {
    let status = error.status().map(|status| status.as_u16());
    matches!(status, Some(400 | 404 | 409 | 412 | 422 | 500))
}
