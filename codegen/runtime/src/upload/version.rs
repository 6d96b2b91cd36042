//! Finding a version to upload to: a new one, or one that an earlier upload left.

use tokio::time::sleep;

use super::judge::Last;
use super::run::Run;
use super::service::{NewFile, UploadService, VersionRecord};
use crate::error::{Error, Place, Remedy, UploadStep};
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

impl<S: UploadService> Run<S> {
    /// Makes a file.
    pub(super) async fn create(&mut self, new: NewFile) -> Result<S::File, Error> {
        let created = self.service.create(new).await;
        let file = created.map_err(|error| {
            // No answer, one of a service that failed, and a success that cannot be read.
            let is_refused = error.is_connect()
                || error.is_invalid_argument()
                || error.status().is_some_and(|status| status.is_client_error());
            let remedy = if is_refused { Remedy::BeginAnew } else { Remedy::LookForFile };
            error.in_upload(Place { remedy, ..Place::new(UploadStep::Create) })
        })?;
        let id = S::record(&file).id;
        tracing::debug!(file_id = id, "made a file");
        self.file_id = Some(id);
        Ok(file)
    }

    /// Finds the version to send to, or makes it. The file as it is known is looked at first.
    ///
    /// An answer that is lost on the way of making one is no answer: the file tells what came of it.
    pub(super) async fn find_version(
        &mut self,
        known: Option<S::File>,
    ) -> Result<Found<S::File>, Error> {
        self.span.record("file_id", self.id());
        let mut retries = Retries::new(self.policy());
        let (mut known, mut looks, mut attempts) = (known, MOST_LOOKS, 0);
        loop {
            let file = match known.take() {
                Some(file) => file,
                None => self.look().await?,
            };
            let mut record = S::record(&file);
            self.media_type = record.media_type;
            let last = record.versions.pop();
            match (self.judge().last(last.as_ref(), self.replace_unfinished), last) {
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
                    if let Some(file) = self.delete(&version).await? {
                        // It is another one by now.
                        known = Some(file);
                        continue;
                    }
                }
                (Last::InTheWay { is_same }, Some(version)) => {
                    return Err(self.in_the_way(&version, is_same));
                }
                (_, _) => {}
            }
            attempts += 1;
            let made = self.service.create_version(self.id(), &self.announced()).await;
            let error = match made {
                Ok(file) => {
                    let last = S::record(&file).versions.pop();
                    let Some(version) = last.filter(|last| self.judge().is_same(last)) else {
                        let error = Error::senseless("a version was made, and is not the last one");
                        return Err(error.in_upload(self.at(UploadStep::CreateVersion)));
                    };
                    self.enter(&version);
                    return Ok(Found::Waiting(version));
                }
                Err(error) => error,
            };
            match error.is_open().then(|| retries.pause(&error)).flatten() {
                Some(pause) => sleep(pause).await,
                None => {
                    let error = error.after(attempts);
                    return Err(error.in_upload(self.at(UploadStep::CreateVersion)));
                }
            }
        }
    }

    /// Deletes an unfinished version, if it is still what it was; else gives the file as it is now.
    /// The service deletes nothing but the last version, and whoever is uploading may have finished
    /// it meanwhile.
    async fn delete(&mut self, version: &VersionRecord) -> Result<Option<S::File>, Error> {
        let now = self.look().await?;
        if S::record(&now).versions.last() != Some(version) {
            return Ok(Some(now));
        }
        self.version = Some(version.number);
        let deleted = self.service.delete_version(self.id(), version.number).await;
        deleted.map_err(|error| error.in_upload(self.at(UploadStep::Delete)))?;
        self.version = None;
        Ok(None)
    }

    fn enter(&mut self, version: &VersionRecord) {
        self.version = Some(version.number);
        self.span.record("version", version.number);
        self.meter.created(self.id(), version.number);
    }
}
