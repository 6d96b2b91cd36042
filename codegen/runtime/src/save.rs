//! Saving an answer to a file: whole or not at all.

mod disk;
mod resume;
mod sink;
mod transfer;

use std::fmt;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::BoxFuture;
use crate::call::Prepared;
use crate::error::Error;
use crate::operation::Operation;
use crate::redact::Hidden;
use crate::transport::Transport;

pub(crate) use resume::Resume;

/// What the service knows of bytes that it stores, to hold what comes against.
pub trait Checksum {
    /// The md5 digest, in base64.
    fn md5(&self) -> Option<&str>;

    /// The size in bytes.
    fn size(&self) -> Option<u64>;
}

/// Saves the bytes of an answer to a file; awaiting it does.
///
/// They go to a temporary file beside the target, which takes its place at the end: a file at the
/// target's path is always whole. One that is there already is kept, and is an error, unless
/// [`replace`](Self::replace) was called; between the check and the move there is no gap. The
/// temporary file is gone after success, an error, and when the future is dropped; only a process
/// that is killed leaves one, named `.download-….part`.
///
/// A transfer that breaks off or stalls goes on where it was, when the server says that the bytes
/// are still the same, and begins anew otherwise. How often that may happen in a row is the `retries`
/// of the client, counted anew after each break that brought the transfer further than before.
///
/// The length that the server announces is checked, and the digest after
/// [`verify`](Self::verify). A name that the server sends is never used. Memory use does not depend
/// on the size: a few MiB wait for the disk at most.
#[must_use = "nothing is saved before it is awaited"]
pub struct Save {
    operation: &'static Operation,
    call: Result<(Transport, Prepared), Error>,
    path: PathBuf,
    replace: bool,
    expected: Expected,
    progress: Option<Hidden<OnProgress>>,
}

type OnProgress = Box<dyn FnMut(Progress) + Send>;

/// What is known of the bytes before they come.
#[derive(Clone, Copy, Debug, Default)]
struct Expected {
    md5: Option<[u8; 16]>,
    size: Option<u64>,
}

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    bytes: u64,
    total: Option<u64>,
}

/// A file that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    path: PathBuf,
    bytes: u64,
    content_type: Option<String>,
    verified: bool,
}

impl Save {
    pub(crate) fn new(
        operation: &'static Operation,
        call: Result<(Transport, Prepared), Error>,
        path: PathBuf,
    ) -> Self {
        Self {
            operation,
            call,
            path,
            replace: false,
            expected: Expected::default(),
            progress: None,
        }
    }

    /// Replaces the file at the path, if there is one, at the end and at once. A symbolic link is
    /// replaced itself, and not the file that it leads to; a folder, a device and the like stay, and
    /// are an error.
    pub fn replace(mut self) -> Self {
        self.replace = true;
        self
    }

    /// Checks size and digest of what comes against what the service says of it, before the file is
    /// put in place.
    ///
    /// Data without a digest, or with an empty one, is checked by size alone, and
    /// [`Saved::is_verified`] says so. A digest that is none is refused before anything is sent.
    pub fn verify(mut self, data: &impl Checksum) -> Self {
        self.expected.size = data.size();
        self.expected.md5 = None;
        if let Some(text) = data.md5().filter(|text| !text.is_empty()) {
            match digest(text) {
                Some(md5) => self.expected.md5 = Some(md5),
                None if self.call.is_ok() => {
                    let reason = format!("is not the base64 of 16 bytes: {text:?}");
                    self.call = Err(Error::invalid_argument(self.operation.id, "md5", &reason));
                }
                None => {}
            }
        }
        self
    }

    /// Calls this with each piece that came. Where the transfer begins anew, so do the bytes.
    ///
    /// It runs between two reads from the network: let it be quick.
    pub fn on_progress(mut self, progress: impl FnMut(Progress) + Send + 'static) -> Self {
        self.progress = Some(Hidden(Box::new(progress)));
        self
    }
}

impl IntoFuture for Save {
    type Output = Result<Saved, Error>;
    type IntoFuture = BoxFuture<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Save {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Save")
            .field("operation", &self.operation.id)
            .field("path", &self.path)
            .field("replace", &self.replace)
            .field("expected", &self.expected)
            .finish_non_exhaustive()
    }
}

impl Progress {
    /// The bytes that came.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The bytes of the whole, where the server or [`Save::verify`] says so.
    pub fn total(&self) -> Option<u64> {
        self.total
    }
}

impl Saved {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The media type, where the server says so, with its parameters.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Whether the digest was checked.
    pub fn is_verified(&self) -> bool {
        self.verified
    }
}

fn digest(text: &str) -> Option<[u8; 16]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}
