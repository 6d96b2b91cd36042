//! Deleting what an upload left.

use std::time::Duration;

use tokio::time::timeout;

use super::judge::{Judge, in_the_way};
use super::service::UploadService;
use super::{UploadBuilder, digest, turn};
use crate::error::{Error, Place, UploadStep};
use crate::path;

/// How long to wait for an upload of this process that goes into the same file. Whoever keeps its
/// future and does not poll it would wait for ever.
const PATIENCE: Duration = Duration::from_secs(5);

impl<S: UploadService> UploadBuilder<S> {
    /// Deletes the unfinished version that an earlier upload of the same left, if there is one.
    pub(super) async fn clear(self) -> Result<S::File, Error> {
        let Self { service, source, wishes, .. } = self;
        let refused = |reason: &str| {
            Error::refused("into_file", reason).in_upload(Place::new(UploadStep::Check))
        };
        let Some(id) = wishes.file else {
            return Err(refused(
                "names the file whose unfinished version to delete, and is not set",
            ));
        };
        if let Some(reason) = path::refuse(&id) {
            return Err(refused(reason));
        }
        let at = |step| Place { file_id: Some(id.clone()), ..Place::new(step) };
        // Whatever it holds is to go, or what is like the source.
        let digests = match wishes.replace_unfinished {
            true => None,
            false => {
                let opened = digest::open(&source).await;
                let content = opened.map_err(|error| error.in_upload(at(UploadStep::Check)))?;
                let survey = digest::survey(&source, &content, u64::MAX).await;
                Some(survey.map_err(|error| error.in_upload(at(UploadStep::Digest)))?.0)
            }
        };
        let turn = timeout(PATIENCE, turn::take(service.transport().base_url(), &id)).await;
        let _turn = turn.map_err(|_| Error::busy().in_upload(at(UploadStep::Look)))?;
        let looked = service.get(&id).await;
        let file = looked.map_err(|error| error.in_upload(at(UploadStep::Look)))?;
        let Some(version) = S::record(&file).versions.pop().filter(|last| !last.is_deleted) else {
            return Ok(file);
        };
        if version.status == S::WORDS.complete {
            return Ok(file);
        }
        if let Some(digests) = &digests {
            let is_same = Judge { words: S::WORDS, digests }.is_same(&version);
            // What is in the queue may be complete in a moment.
            if !is_same || version.status == S::WORDS.queued {
                return Err(in_the_way(S::WORDS, &version, is_same, at(UploadStep::Look)));
            }
        }
        let deleted = service.delete_version(&id, version.number).await;
        deleted.map_err(|error| {
            error.in_upload(Place { version: Some(version.number), ..at(UploadStep::Delete) })
        })
    }
}
