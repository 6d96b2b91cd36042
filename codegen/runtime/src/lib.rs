//! The half of the [`vrchat-files`] client that does not depend on the API document.
//!
//! Emitted code is data and signatures over this crate: an [`Operation`] says what a call is, a
//! [`Call`] carries its arguments, a [`Transport`] sends it, and an [`Error`] tells what went wrong.
//! Nothing here knows an endpoint. Use it through the generated crate, which re-exports what a
//! caller needs; on its own it promises no stability to anyone else.
//!
//! [`vrchat-files`]: https://docs.rs/vrchat-files

mod answer;
mod blocking;
mod body;
mod call;
mod check;
mod choice;
mod cookies;
mod credential;
mod download;
mod drift;
mod error;
mod items;
mod number;
mod open_enum;
mod operation;
mod origin;
mod outcome;
mod pace;
mod parameter;
mod path;
mod policy;
mod readiness;
mod redact;
mod redirect;
mod reply;
mod retry;
mod save;
mod style;
mod text;
mod timestamp;
mod transport;
mod upload;
mod wait;

use std::future::Future;
use std::pin::Pin;

pub use body::Blob;
pub use call::Call;
pub use check::{Breach, Check, Limits, check_field};
pub use choice::{Choice, choose};
pub use credential::Credential;
pub use download::Download;
pub use drift::{Drift, DriftReport, Observe, Observer};
pub use error::{ApiError, Error, ErrorKind, Remedy, StorageError, UploadStep};
pub use items::Items;
pub use open_enum::{OpenEnum, UnknownValue};
pub use operation::Operation;
pub use outcome::{OneOf, Outcome};
pub use readiness::Readiness;
pub use redact::Hidden;
pub use redirect::Redirect;
pub use reply::Reply;
pub use save::{Checksum, Progress, Save, Saved};
pub use style::{Param, Style};
pub use timestamp::{InvalidTimestamp, Timestamp};
pub use transport::{Transport, TransportBuilder};
pub use upload::{
    Announced, Digests, FileRecord, NewFile, Piece, PieceRecord, PutPart, Signature, Source,
    StoredPart, Target, UploadBuilder, UploadPhase, UploadProgress, UploadService, UploadWords,
    VersionRecord, digest,
};
pub use wait::wait_until_ready;

pub use bytes::Bytes;
pub use reqwest;

/// What the macros of this crate need to name.
#[doc(hidden)]
pub mod macros {
    pub use serde;
}

/// A future on the heap, what awaiting a request gives. Dropping it stops the call.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;
