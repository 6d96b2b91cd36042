//! Uploading: what is uploaded, what is known of it, and the whole way to a complete version.
//!
//! The engine knows no endpoint. Its requests go through an [`UploadService`], which emitted code
//! implements over the operations that the document's hint names.

mod abandon;
mod digest;
mod etag;
mod feed;
mod finish;
mod judge;
mod parts;
mod plan;
mod progress;
mod put;
mod run;
mod service;
mod settle;
mod signature;
mod slices;
mod source;
mod tries;
mod turn;
mod version;

use std::fmt;
use std::time::Duration;

pub(crate) use digest::{Changed, Unspooled};
pub use digest::{Digests, digest};
pub(crate) use feed::{Feed, Ledger};
pub use progress::{Piece, UploadPhase, UploadProgress};
pub use put::{PutPart, StoredPart};
pub use service::{
    Announced, FileRecord, NewFile, PieceRecord, Target, UploadService, UploadWords, VersionRecord,
};
pub use signature::Signature;
pub(crate) use source::Content;
pub use source::Source;

use crate::BoxFuture;
use crate::error::Error;
use crate::redact::Hidden;
use plan::Wishes;
use progress::OnUploadProgress;

/// An upload in the making. Emitted builders wrap it.
#[must_use = "nothing is uploaded before it is awaited"]
pub struct UploadBuilder<S> {
    service: S,
    source: Source,
    wishes: Wishes,
    progress: Option<Hidden<OnUploadProgress>>,
}

impl<S: UploadService> UploadBuilder<S> {
    /// Begins an upload of this.
    pub fn new(service: S, source: impl Into<Source>) -> Self {
        Self { service, source: source.into(), wishes: Wishes::default(), progress: None }
    }

    /// Adds a version to this file in place of making one.
    pub fn into_file(mut self, id: String) -> Self {
        self.wishes.file = Some(id);
        self
    }

    /// Gives the new file this name.
    pub fn name(mut self, name: String) -> Self {
        self.wishes.name = Some(name);
        self
    }

    /// Gives the new file this media type.
    pub fn media_type(mut self, media_type: String) -> Self {
        self.wishes.media_type = Some(media_type);
        self
    }

    /// Gives the new file this extension.
    pub fn extension(mut self, extension: String) -> Self {
        self.wishes.extension = Some(extension);
        self
    }

    /// Gives the new file these tags.
    pub fn tags(mut self, tags: Vec<String>) -> Self {
        self.wishes.tags = tags;
        self
    }

    /// Sends parts of so many bytes.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.wishes.part_size = Some(bytes);
        self
    }

    /// Sends so many parts at a time.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.wishes.concurrency = parts;
        self
    }

    /// Tells how far it has come.
    pub fn on_progress(mut self, progress: impl FnMut(UploadProgress) + Send + 'static) -> Self {
        self.progress = Some(Hidden(Box::new(progress)));
        self
    }

    /// Waits for so long until the version is complete.
    pub fn settle_limit(mut self, limit: Duration) -> Self {
        self.wishes.settle_limit = Some(limit);
        self
    }

    /// Deletes an unfinished version that is in the way.
    pub fn replace_unfinished(mut self) -> Self {
        self.wishes.replace_unfinished = true;
        self
    }

    /// Uploads.
    pub fn run(self) -> BoxFuture<Result<S::File, Error>> {
        Box::pin(self.upload())
    }

    /// Deletes the unfinished version that an earlier upload of the same left in the file.
    pub fn abandon(self) -> BoxFuture<Result<S::File, Error>> {
        Box::pin(self.clear())
    }
}

impl<S> fmt::Debug for UploadBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("source", &self.source)
            .field("wishes", &self.wishes)
            .finish_non_exhaustive()
    }
}
