//! Finding a version to upload to: a new one, or one that an earlier upload left.

use tokio::time::sleep;
use tracing::Span;

use super::run::Run;
use super::service::{NewFile, PieceRecord, UploadService, VersionRecord};
use crate::error::{Advice, Error, Place, UploadStep};
use crate::retry::Retries;

/// How often an unfinished version that keeps changing is looked at again.
const MOST_LOOKS: u32 = 5;

/// Where an upload stands once its version is known.
pub(super) enum Found<F> {
    /// The file has the data already.
    Complete(F),
    /// There is a version to send to.
    Waiting(VersionRecord),
}

/// What the last version of a file means for an upload.
enum Last {
    /// It has the data.
    Complete,
    /// It waits for the data, or processes it.
    Same,
    /// A new version can be made.
    Free,
    /// It is unfinished, and may be somebody's.
    InTheWay { is_same: bool },
}

impl<S: UploadService> Run<S> {
    /// Makes a file.
    pub(super) async fn create(&mut self, new: NewFile) -> Result<S::File, Error> {
        let created = self.service.create(new).await;
        let file = created.map_err(|error| {
            let is_open = error.is_retryable() || error.is_server_error();
            let advice = match is_open && !error.is_connect() {
                true => Advice::LookForFile,
                false => Advice::BeginAnew,
            };
            error.in_upload(Place { advice, ..Place::new(UploadStep::Create) })
        })?;
        self.file_id = Some(S::record(&file).id);
        Ok(file)
    }

    /// Finds the version to send to, or makes it. The file as it is known is looked at first.
    ///
    /// An answer that is lost on the way of making one is no answer: the file tells what came of it.
    pub(super) async fn find_version(
        &mut self,
        known: Option<S::File>,
    ) -> Result<Found<S::File>, Error> {
        Span::current().record("file_id", self.id());
        let mut retries = Retries::new(self.policy());
        let (mut known, mut looks) = (known, MOST_LOOKS);
        loop {
            let file = match known.take() {
                Some(file) => file,
                None => self.look().await?,
            };
            let mut record = S::record(&file);
            self.media_type = record.media_type;
            let last = record.versions.pop();
            match (self.judge(last.as_ref()), last) {
                (Last::Complete, Some(version)) => {
                    self.enter(&version);
                    self.meter.all_moved();
                    return Ok(Found::Complete(file));
                }
                (Last::Same, Some(version)) => {
                    self.enter(&version);
                    return Ok(Found::Waiting(version));
                }
                (Last::InTheWay { .. }, Some(version)) if self.replace_unfinished && looks > 0 => {
                    looks -= 1;
                    if !self.delete(&version).await? {
                        // It is another one by now.
                        continue;
                    }
                }
                (Last::InTheWay { is_same }, Some(version)) => {
                    return Err(self.in_the_way(&version, is_same));
                }
                (_, _) => {}
            }
            let made = self.service.create_version(self.id(), &self.announced()).await;
            let error = match made {
                Ok(file) => {
                    let last = S::record(&file).versions.pop();
                    let Some(version) = last.filter(|last| self.is_same(last)) else {
                        let error = Error::senseless("a version was made, and is not the last one");
                        return Err(error.in_upload(self.at(UploadStep::CreateVersion)));
                    };
                    self.enter(&version);
                    return Ok(Found::Waiting(version));
                }
                Err(error) => error,
            };
            let is_open = error.is_retryable() || error.is_server_error();
            match is_open.then(|| retries.pause(&error)).flatten() {
                Some(pause) => sleep(pause).await,
                None => return Err(error.in_upload(self.at(UploadStep::CreateVersion))),
            }
        }
    }

    /// Deletes the unfinished version that an earlier upload of the same left, if there is one.
    pub(super) async fn abandon(&mut self) -> Result<S::File, Error> {
        let file = self.look().await?;
        let last = S::record(&file).versions.pop();
        let is_ours = match self.judge(last.as_ref()) {
            Last::Complete | Last::Free => return Ok(file),
            Last::Same => true,
            Last::InTheWay { is_same } => is_same || self.replace_unfinished,
        };
        let Some(version) = last else { return Ok(file) };
        if !is_ours {
            return Err(self.in_the_way(&version, false));
        }
        self.version = Some(version.number);
        let deleted = self.service.delete_version(self.id(), version.number).await;
        deleted.map_err(|error| error.in_upload(self.at(UploadStep::Delete)))
    }

    fn judge(&self, last: Option<&VersionRecord>) -> Last {
        let words = Self::WORDS;
        let Some(last) = last.filter(|last| !last.is_deleted) else { return Last::Free };
        let is_same = self.is_same(last);
        match last.status.as_str() {
            status if status == words.complete => match &last.file {
                Some(file) if self.is_file(file) => Last::Complete,
                _ => Last::Free,
            },
            status if status == words.waiting && is_same => Last::Same,
            // The service is busy with the same data: to delete that has to be asked for.
            status if status == words.queued && is_same && !self.replace_unfinished => Last::Same,
            _ => Last::InTheWay { is_same },
        }
    }

    fn is_file(&self, file: &PieceRecord) -> bool {
        file.md5.as_deref() == Some(self.digests.md5()) && file.size == self.digests.size()
    }

    /// Whether a version is of the same data.
    fn is_same(&self, version: &VersionRecord) -> bool {
        let signature = self.digests.signature();
        let is_signature = |piece: &PieceRecord| {
            piece.md5.as_deref() == Some(signature.md5()) && piece.size == signature.size()
        };
        version.file.as_ref().is_some_and(|file| self.is_file(file))
            && version.signature.as_ref().is_some_and(is_signature)
    }

    /// Deletes an unfinished version, if it is still what it was. The service deletes nothing but
    /// the last version, and whoever is uploading may have finished it meanwhile.
    async fn delete(&mut self, version: &VersionRecord) -> Result<bool, Error> {
        let now = self.look().await?;
        if S::record(&now).versions.last() != Some(version) {
            return Ok(false);
        }
        self.version = Some(version.number);
        let deleted = self.service.delete_version(self.id(), version.number).await;
        deleted.map_err(|error| error.in_upload(self.at(UploadStep::Delete)))?;
        self.version = None;
        Ok(true)
    }

    fn enter(&mut self, version: &VersionRecord) {
        self.version = Some(version.number);
        Span::current().record("version", version.number);
        self.meter.created(self.id(), version.number);
    }

    fn in_the_way(&mut self, version: &VersionRecord, is_same: bool) -> Error {
        self.version = Some(version.number);
        let place = Place { advice: Advice::WaitOrReplace, ..self.at(UploadStep::Look) };
        Error::unfinished(&version.status, is_same).in_upload(place)
    }
}
