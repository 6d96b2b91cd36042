//! How far an upload has come.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What an upload tells of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UploadProgress {
    /// There is a version to upload to: whoever keeps this can go on with the upload, or abandon it,
    /// however it ends. It comes first and once, before any byte is sent.
    #[non_exhaustive]
    Created {
        /// The file's id.
        file_id: String,
        /// The version's number.
        version: u64,
    },
    /// The upload has come further, or has to send something again.
    #[non_exhaustive]
    Moved {
        /// What is going on.
        phase: UploadPhase,
        /// The bytes that are sent, those of the signature included.
        bytes: u64,
        /// The bytes of file and signature together.
        total: u64,
    },
}

/// What an upload is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadPhase {
    /// It sends the file.
    File,
    /// It sends the file's signature.
    Signature,
    /// All is sent, and the service processes it.
    Settling,
}

/// One of the two pieces of data that make up an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Piece {
    /// The file itself.
    File,
    /// The file's rsync signature.
    Signature,
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "file",
            Self::Signature => "signature",
        })
    }
}

pub(crate) type OnUploadProgress = Box<dyn FnMut(UploadProgress) + Send>;

/// Adds up what moves, and tells whoever wants to know.
pub(crate) struct Meter {
    state: Mutex<State>,
}

struct State {
    phase: UploadPhase,
    bytes: u64,
    total: u64,
    listen: Option<OnUploadProgress>,
}

impl Meter {
    pub(super) fn new(total: u64, listen: Option<OnUploadProgress>) -> Self {
        Self { state: Mutex::new(State { phase: UploadPhase::File, bytes: 0, total, listen }) }
    }

    /// There is a version.
    pub(super) fn created(&self, file_id: &str, version: u64) {
        let created = UploadProgress::Created { file_id: file_id.to_owned(), version };
        if let Some(listen) = &mut self.lock().listen {
            listen(created);
        }
    }

    /// Something else begins.
    pub(super) fn enter(&self, phase: UploadPhase) {
        self.change(|state| state.phase = phase);
    }

    /// So many bytes were sent, or need not be.
    pub(super) fn moved(&self, bytes: u64) {
        self.change(|state| state.bytes += bytes);
    }

    /// Nothing has to be sent any more.
    pub(super) fn all_moved(&self) {
        self.change(|state| {
            (state.phase, state.bytes) = (UploadPhase::Settling, state.total);
        });
    }

    /// So many bytes were sent in vain.
    pub(super) fn take_back(&self, bytes: u64) {
        self.change(|state| state.bytes = state.bytes.saturating_sub(bytes));
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let state = &mut *self.lock();
        change(state);
        let State { phase, bytes, total, ref mut listen } = *state;
        if let Some(listen) = listen {
            listen(UploadProgress::Moved { phase, bytes, total });
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Meter(..)")
    }
}
