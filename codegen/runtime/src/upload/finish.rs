//! Telling the service that a piece is there, and believing its records alone.

use tokio::time::sleep;

use super::parts::Sending;
use super::progress::Piece;
use super::run::Run;
use super::service::UploadService;
use crate::blocking::blocking;
use crate::error::{Error, Place, UploadStep};
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
        let place = || Place { piece: Some(sending.piece), ..self.at(UploadStep::Finish) };
        if sending.piece == Piece::File {
            self.check_size().await?;
        }
        let mut retries = Retries::new(self.policy());
        let mut attempts = 0;
        loop {
            attempts += 1;
            let finished = self.service.finish(&sending.target, etags.clone()).await;
            let error = match finished {
                Ok(file) => return Ok(Some(file)),
                Err(error) => error,
            };
            if self.is_complete(sending).await? {
                return Ok(None);
            }
            let is_open = error.is_retryable() || error.is_server_error();
            match is_open.then(|| retries.pause_of_transfer(&error)).flatten() {
                Some(pause) => sleep(pause).await,
                None => return Err(error.after(attempts).in_upload(place())),
            }
        }
    }

    /// Whether the service has the piece, by its own records.
    pub(super) async fn is_complete(&self, sending: &Sending<'_>) -> Result<bool, Error> {
        let words = Self::WORDS;
        let file = self.look().await?;
        let versions = S::record(&file).versions;
        let version = versions.iter().find(|version| version.number == sending.target.version);
        let Some(version) = version.filter(|version| !version.is_deleted) else {
            let error = Error::senseless("the version that was uploaded to is gone");
            return Err(error.in_upload(self.at(UploadStep::Look)));
        };
        let piece = match sending.piece {
            Piece::File => &version.file,
            Piece::Signature => &version.signature,
        };
        // A version that is not waiting any more has all that it waited for.
        Ok(version.status != words.waiting
            || piece.as_ref().is_some_and(|piece| piece.status == words.complete))
    }

    /// A file that grew was still being written, and what was sent of it is half of something.
    async fn check_size(&self) -> Result<(), Error> {
        let content = self.content.clone();
        let place = Place { piece: Some(Piece::File), ..self.at(UploadStep::Put) };
        match blocking(move || content.size_now()).await {
            Ok(size) if size == self.content.size() => Ok(()),
            Ok(_) => Err(self.unreadable(&super::digest::changed(), place)),
            Err(error) => Err(self.unreadable(&error, place)),
        }
    }
}
