//! Where in an upload an error came about, and how to go on from there.

use std::fmt;
use std::io;
use std::time::Duration;

use super::{Error, ErrorKind};
use crate::transport::PUT_PART;
use crate::upload::{Changed, Piece, Source, Unspooled};

/// Where in an upload something went wrong.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) step: UploadStep,
    pub(crate) file_id: Option<String>,
    pub(crate) version: Option<u64>,
    pub(crate) piece: Option<Piece>,
    pub(crate) part: Option<u64>,
    pub(crate) remedy: Remedy,
}

/// What to do after an upload has failed. An error's line says the same in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// Nothing was made or sent: mend what is wrong, and call again.
    BeginAnew,
    /// Whether a file was made cannot be known: look for it before you begin anew.
    LookForFile,
    /// There is nothing to go on with, such as a file that does not exist.
    None,
    /// What was done counts: the same call goes on from there, into the file of the error.
    GoOn,
    /// What was sent is of no use any more: the same call, told to replace what is unfinished,
    /// begins anew.
    Replace,
    /// The version cannot be finished: abandon it, and begin anew.
    Abandon,
    /// Somebody may be uploading: wait for that, or replace what is unfinished.
    WaitOrReplace,
    /// All bytes are sent: the same call waits on.
    AskAgain,
}

/// The steps of an upload, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadStep {
    /// What was asked for is checked.
    Check,
    /// The file is read and digested.
    Digest,
    /// A file is made at the service.
    Create,
    /// The service's file is read, and a version to upload to is found.
    Look,
    /// An unfinished version is deleted.
    Delete,
    /// A version is made.
    CreateVersion,
    /// The service is asked what is stored already.
    Status,
    /// The service is asked for an address to send to.
    Start,
    /// Bytes are sent.
    Put,
    /// The service is told that a piece is there.
    Finish,
    /// The service processes what was sent.
    Settle,
}

impl Error {
    /// The file at the service that an upload went to: the failed upload goes on with it. `None`
    /// where there is none yet, and for what is no upload.
    pub fn file_id(&self) -> Option<&str> {
        self.0.upload.as_ref()?.file_id.as_deref()
    }

    /// The version that an upload went to.
    pub fn version(&self) -> Option<u64> {
        self.0.upload.as_ref()?.version
    }

    /// The step of an upload that failed.
    pub fn step(&self) -> Option<UploadStep> {
        Some(self.0.upload.as_ref()?.step)
    }

    /// The piece of an upload that failed.
    pub fn piece(&self) -> Option<Piece> {
        self.0.upload.as_ref()?.piece
    }

    /// The number of the part that failed, from 1, where a piece is sent in parts.
    pub fn part(&self) -> Option<u64> {
        self.0.upload.as_ref()?.part
    }

    /// What to do after an upload has failed; `None` for what is no upload.
    pub fn remedy(&self) -> Option<Remedy> {
        Some(self.0.upload.as_ref()?.remedy)
    }

    /// An unfinished version is in the way: wait for whoever uploads it, or replace it.
    pub fn is_unfinished(&self) -> bool {
        self.kind() == ErrorKind::Unfinished
    }

    /// Says where in an upload it happened.
    pub(crate) fn in_upload(mut self, place: Place) -> Self {
        self.0.upload = Some(Box::new(place));
        self
    }

    /// What is to be uploaded cannot be read, or changed since it was digested.
    pub(crate) fn source(source: &Source, error: io::Error) -> Self {
        Self::unreadable_source(None, source, error)
    }

    /// What goes along with a call cannot be read, or changes while it is sent.
    pub(crate) fn unreadable(operation: &'static str, source: &Source, error: io::Error) -> Self {
        Self::unreadable_source(Some(operation), source, error)
    }

    fn unreadable_source(
        operation: Option<&'static str>,
        source: &Source,
        error: io::Error,
    ) -> Self {
        let what = match source.path() {
            Some(path) => path.display().to_string(),
            None => "what is uploaded from memory or from a temporary file".to_owned(),
        };
        let (kind, detail) = match error.get_ref() {
            Some(inner) if inner.is::<Changed>() => {
                (ErrorKind::Integrity, format!("{what} changes while it is uploaded"))
            }
            Some(inner) if inner.is::<Unspooled>() => (ErrorKind::File, inner.to_string()),
            _ => (ErrorKind::File, format!("{what} cannot be read: {error}")),
        };
        let mut error_out = Self::new(kind, operation, detail);
        error_out.0.source = Some(Box::new(error));
        error_out
    }

    /// What a caller asks of an upload cannot be.
    pub(crate) fn refused(argument: &str, reason: &str) -> Self {
        let detail = format!("`{argument}` {reason}");
        let mut error = Self::new(ErrorKind::InvalidArgument, None, detail);
        error.0.parameter = Some(argument.to_owned());
        error
    }

    /// The entity tag of a storage is not the digest of what was sent to it.
    pub(crate) fn other_etag(host: &str, bytes: u64) -> Self {
        let detail = format!("{host} has stored something else than the {bytes} bytes sent to it");
        Self::new(ErrorKind::Integrity, Some(PUT_PART.id), detail)
    }

    /// A storage says that it has all before all was sent.
    pub(crate) fn too_early(host: &str) -> Self {
        let detail = format!("{host} calls the bytes stored before all of them were sent");
        Self::new(ErrorKind::Integrity, Some(PUT_PART.id), detail)
    }

    /// A storage gives no entity tag, without which an upload in parts cannot be finished.
    pub(crate) fn no_etag() -> Self {
        let detail = "the storage gives no entity tag for a part".to_owned();
        Self::new(ErrorKind::Decode, Some(PUT_PART.id), detail)
    }

    /// The service's answer makes no sense for an upload.
    pub(crate) fn senseless(detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Decode, None, detail.into())
    }

    /// An unfinished version is in the way.
    pub(crate) fn unfinished(status: &str, is_same: bool, is_over: bool) -> Self {
        let what = if is_same { "the same data" } else { "other data" };
        let end = if is_over { "its upload failed" } else { "its upload may be under way" };
        let detail = format!("the version is `{status}` with {what}, and {end}");
        Self::new(ErrorKind::Unfinished, None, detail)
    }

    /// Another upload of this process has its turn, and keeps it.
    pub(crate) fn busy() -> Self {
        let detail = "another upload of this process goes into the file: drop its future first";
        Self::new(ErrorKind::Unfinished, None, detail.to_owned())
    }

    /// A version that was sent is marked as failed.
    pub(crate) fn rejected(status: &str) -> Self {
        let detail = format!("the service has marked the version as `{status}`");
        Self::new(ErrorKind::Rejected, None, detail)
    }

    /// A version is not complete when the wait for it is over. The last answer may have been a
    /// failure.
    pub(crate) fn unsettled(
        status: &str,
        waited: Duration,
        asked: u32,
        failed: Option<Self>,
    ) -> Self {
        let s = if asked == 1 { "" } else { "s" };
        let seconds = waited.as_secs_f32();
        let last =
            failed.as_ref().map_or(String::new(), |error| format!("; the last time: {error}"));
        let detail = format!(
            "all bytes are sent, and the version is still `{status}`, as far as is known, after \
             {seconds:.1} s, asked {asked} time{s}{last}"
        );
        let mut error = Self::new(ErrorKind::StillPending, None, detail).after_asking(asked);
        error.0.source = failed.map(Into::into);
        error
    }

    /// The request may have been carried out, or may be another time. The waits of a rate limit are
    /// minutes: without a word on how long, asking again soon only makes it worse.
    pub(crate) fn is_open(&self) -> bool {
        match self.status().map(|status| status.as_u16()) {
            Some(429) => self.retry_after().is_some(),
            _ => self.is_retryable() || self.is_server_error(),
        }
    }

    /// S3 says that an address, or what it was signed with, has expired.
    pub(crate) fn is_expired(&self) -> bool {
        let code = self.storage().map(|storage| storage.code());
        self.is_forbidden() || code == Some("ExpiredToken")
    }

    /// Whether bytes that could not be stored may be sent again: S3's failures that pass, and what
    /// happens on the way.
    pub(crate) fn is_storage_passing(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout => true,
            ErrorKind::Integrity => true,
            ErrorKind::Status => {
                let code = self.storage().map(|storage| storage.code());
                match self.status().map(|status| status.as_u16()) {
                    Some(403 | 429 | 500 | 502..=504) => true,
                    Some(400) => code.is_some_and(|code| PASSING.contains(&code)),
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

/// Failures of status 400 by which S3 says that the bytes were lost or maimed on the way, or that
/// another address is needed.
const PASSING: [&str; 4] = ["RequestTimeout", "IncompleteBody", "BadDigest", "ExpiredToken"];

impl Place {
    /// A step before there is a file.
    pub(crate) fn new(step: UploadStep) -> Self {
        let (file_id, version, piece, part) = (None, None, None, None);
        Self { step, file_id, version, piece, part, remedy: Remedy::BeginAnew }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("upload")?;
        match (&self.file_id, self.version) {
            (Some(id), Some(version)) => write!(f, " to version {version} of {id}")?,
            (Some(id), None) => write!(f, " to {id}")?,
            (None, _) => {}
        }
        match (self.piece, self.part) {
            (Some(piece), Some(part)) => write!(f, ", part {part} of the {piece}"),
            (Some(piece), None) => write!(f, ", the {piece}"),
            (None, _) => Ok(()),
        }
    }
}

impl Place {
    pub(super) fn write_remedy(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(id) = &self.file_id else {
            return match self.remedy {
                Remedy::LookForFile => f.write_str(
                    "; a file may have been made all the same: look for it before you begin anew",
                ),
                _ => f.write_str("; nothing was made"),
            };
        };
        match self.remedy {
            Remedy::None => Ok(()),
            Remedy::BeginAnew | Remedy::LookForFile => f.write_str("; nothing was sent"),
            Remedy::Abandon => write!(
                f,
                "; `.into_file({id:?}).abandon()` removes the version, and the same call then begins \
                 anew"
            ),
            Remedy::GoOn => {
                write!(f, "; the same call with `.into_file({id:?})` goes on from here")
            }
            Remedy::Replace => write!(
                f,
                "; the same call with `.into_file({id:?}).replace_unfinished()` begins anew"
            ),
            Remedy::WaitOrReplace => f.write_str(
                "; wait until it is done, or call `.replace_unfinished()` if nobody is at it",
            ),
            Remedy::AskAgain => {
                write!(f, "; the same call with `.into_file({id:?})` waits on and sends nothing")
            }
        }
    }
}
