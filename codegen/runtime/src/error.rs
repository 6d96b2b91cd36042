//! The one error of the client.

mod api;
mod build;
mod display;
mod storage;
mod upload;

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

pub use api::ApiError;
pub(crate) use build::{Exchange, Said};
pub use storage::StorageError;
pub(crate) use upload::Place;
pub use upload::{Remedy, UploadStep};

/// What went wrong with a call, to which operation.
///
/// Its `Display` tells the whole story in one line. Decide by the predicates and by
/// [`status`](Self::status), never by comparing texts: the service writes its messages with
/// characters that only look like ASCII punctuation.
///
/// Neither `Display` nor `Debug` shows a cookie or a URL's query.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    /// What happened, without the operation in front.
    detail: String,
    /// How often the call was tried; 0 where nothing was sent.
    attempts: u32,
    /// How often a waiting call asked; 0 where nothing was waited for.
    asked: u32,
    /// The parameter that was refused.
    parameter: Option<String>,
    /// Where in an answer decoding failed.
    json_path: Option<String>,
    exchange: Option<Exchange>,
    /// Where in an upload.
    upload: Option<Box<upload::Place>>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of failure, for callers who want to tell them apart at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be built from what it was given.
    Configuration,
    /// An argument breaches a documented bound or cannot stand in a path. Nothing was sent.
    InvalidArgument,
    /// No connection came about. The request did not reach the service.
    Connect,
    /// Nothing moved for too long.
    Timeout,
    /// The connection broke while the request or the answer was under way.
    Transport,
    /// The service answered with a status that is no success.
    Status,
    /// The service answered with success, and with something else than the document says.
    Decode,
    /// The answer is larger than the client takes into memory.
    TooLarge,
    /// What was waited for is not ready when the wait is over.
    StillPending,
    /// A file on this machine could not be made, read or written; its source is the
    /// [`std::io::Error`].
    File,
    /// The bytes that came, or that are sent, are not those that were expected: their number or their
    /// digest differs.
    Integrity,
    /// A version of a file is not finished, and may be somebody's upload that is under way.
    Unfinished,
    /// The service took all bytes of an upload and then marked the version as failed.
    Rejected,
}

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation, by its documented id such as `getFile`. `None` where the client was built.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The status of the answer, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.exchange.as_ref().map(|exchange| exchange.status)
    }

    /// The headers of the answer, if one came. `Debug` of it shows no cookie, and addresses in it
    /// have lost their query.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.exchange.as_ref().map(|exchange| &exchange.headers)
    }

    /// How long the service asks to wait, from `Retry-After` in seconds or as a date. A date in the
    /// past is no time at all.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.exchange.as_ref()?.retry_after()
    }

    /// The text of the answer as it came, up to 64 KiB of it, be it JSON, HTML or anything else.
    ///
    /// `None` where no answer came, and where its text is not kept because it may hold what nobody
    /// should see: the answer of an operation that gives out addresses or keys, and the answer of a
    /// host that files are fetched from.
    pub fn body(&self) -> Option<&str> {
        match &self.0.exchange.as_ref()?.said {
            Said::Text { body, .. } => Some(body),
            Said::Message(_) | Said::Storage(_) => None,
        }
    }

    /// What the service says went wrong, where its answer could be read.
    pub fn api(&self) -> Option<&ApiError> {
        match &self.0.exchange.as_ref()?.said {
            Said::Text { api, .. } | Said::Message(api) => api.as_ref(),
            Said::Storage(_) => None,
        }
    }

    /// What the host says that files are fetched from, where its answer could be read.
    pub fn storage(&self) -> Option<&StorageError> {
        match &self.0.exchange.as_ref()?.said {
            Said::Storage(storage) => storage.as_ref(),
            Said::Text { .. } | Said::Message(_) => None,
        }
    }

    /// How often the request was sent before this error was the outcome; 0 where nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The argument that was refused, by its documented name.
    pub fn parameter(&self) -> Option<&str> {
        self.0.parameter.as_deref()
    }

    /// Where in the answer decoding failed, such as `versions[0].status`.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// The thing asked for does not exist: status 404.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// The service does not know who is asking, or wants the second factor: status 401.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// The service knows who is asking and does not permit it: status 403. A client without a
    /// descriptive user agent is turned away with it as well.
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Too many calls: status 429. The service seldom says for how long in
    /// [`retry_after`](Self::retry_after); its waits are minutes.
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// The service failed: status 500 to 599.
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// Nothing moved for too long.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// No connection came about; the request did not reach the service.
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// What was waited for is not ready yet: wait on, or ask again later.
    pub fn is_still_pending(&self) -> bool {
        self.kind() == ErrorKind::StillPending
    }

    /// How often the service was asked before a wait was over; 0 where nothing was waited for.
    pub fn asked(&self) -> u32 {
        self.0.asked
    }

    /// Whether a transfer that fails so may go on.
    pub(crate) fn is_break(&self) -> bool {
        matches!(self.kind(), ErrorKind::Transport | ErrorKind::Timeout)
    }

    /// The server has no such part of a file.
    pub(crate) fn is_range_refused(&self) -> bool {
        self.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE)
    }

    /// An argument was refused before anything was sent.
    pub fn is_invalid_argument(&self) -> bool {
        self.kind() == ErrorKind::InvalidArgument
    }

    /// The same call may succeed later: connection failures, timeouts, and the statuses 429, 502,
    /// 503 and 504. Whether repeating it is safe depends on the operation: one that creates
    /// something may have done so before its answer was lost.
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Status => {
                self.status().is_some_and(|status| matches!(status.as_u16(), 429 | 502..=504))
            }
            _ => false,
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
