//! How errors come about.

use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};

use super::{ApiError, Error, ErrorKind, Inner, StorageError};
use crate::redact;
use crate::upload::Changed;

/// The answer that an error is about.
pub(crate) struct Exchange {
    pub(crate) method: Method,
    /// The path without the query, which may be secret.
    pub(crate) path: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The host that answered, where it is not the service's own.
    pub(crate) host: Option<String>,
    pub(crate) said: Said,
}

/// What is kept of the text of an answer.
pub(crate) enum Said {
    /// All of it, up to a limit.
    Text { body: String, api: Option<ApiError> },
    /// The message alone: the answer may hold something sensitive.
    Message(Option<ApiError>),
    /// What a host of files says, without the request that it repeats.
    Storage(Option<StorageError>),
}

impl Exchange {
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let text = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        match text.parse() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) => {
                let date = httpdate::parse_http_date(text).ok()?;
                Some(date.duration_since(SystemTime::now()).unwrap_or_default())
            }
        }
    }
}

impl Error {
    pub(super) fn new(kind: ErrorKind, operation: Option<&'static str>, detail: String) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            detail,
            attempts: 0,
            asked: 0,
            parameter: None,
            json_path: None,
            exchange: None,
            upload: None,
            source: None,
        }))
    }

    pub(crate) fn configuration(detail: impl Into<String>) -> Self {
        let detail = format!("the client cannot be built: {}", detail.into());
        Self::new(ErrorKind::Configuration, None, detail)
    }

    pub(crate) fn invalid_argument(operation: &'static str, parameter: &str, reason: &str) -> Self {
        let detail = format!("`{parameter}` {reason}; nothing was sent");
        let mut error = Self::new(ErrorKind::InvalidArgument, Some(operation), detail);
        error.0.parameter = Some(parameter.to_owned());
        error
    }

    /// A failure below HTTP. The URL is taken out of it: its query may be secret.
    pub(crate) fn transport(operation: &'static str, host: &str, error: reqwest::Error) -> Self {
        let error = error.without_url();
        let (kind, what) = if error.is_timeout() && !error.is_connect() {
            (ErrorKind::Timeout, "nothing moved for too long between here and")
        } else if error.is_builder() {
            (ErrorKind::Configuration, "no request can be made to")
        } else if error.is_connect() {
            (ErrorKind::Connect, "no connection to")
        } else {
            (ErrorKind::Transport, "the connection broke to")
        };
        let detail = format!("{what} {host}: {}", root_cause(&error));
        let mut error_out = Self::new(kind, Some(operation), detail);
        error_out.0.source = Some(Box::new(error));
        error_out
    }

    pub(crate) fn answered(operation: &'static str, exchange: Exchange) -> Self {
        let mut error = Self::new(ErrorKind::Status, Some(operation), String::new());
        error.0.exchange = Some(exchange);
        error
    }

    pub(crate) fn decode(
        operation: &'static str,
        exchange: Exchange,
        path: Option<String>,
        source: serde_json::Error,
    ) -> Self {
        let place = path.as_ref().map_or(String::new(), |path| format!(" at `{path}`"));
        // The decoder quotes what it finds, which may be an address with a signature.
        let said = source.to_string();
        let shown = redact::queries(&said).into_owned();
        let detail = format!("the answer is not what the document says{place}: {shown}");
        let mut error = Self::new(ErrorKind::Decode, Some(operation), detail);
        error.0.json_path = path;
        error.0.exchange = Some(exchange);
        error.0.source = Some(if shown == said { Box::new(source) } else { shown.into() });
        error
    }

    /// An answer that holds something sensitive is not what it should be; nothing of it is shown,
    /// and nothing of the decoder's words, which quote it.
    pub(crate) fn decode_unseen(
        operation: &'static str,
        exchange: Exchange,
        path: Option<String>,
    ) -> Self {
        let place = path.as_ref().map_or(String::new(), |path| format!(" at `{path}`"));
        let detail =
            format!("the answer, which is not shown, is not what the document says{place}");
        let mut error = Self::new(ErrorKind::Decode, Some(operation), detail);
        error.0.json_path = path;
        error.0.exchange = Some(exchange);
        error
    }

    /// What goes along with a call cannot be read to its end.
    pub(crate) fn unsendable(operation: &'static str, error: io::Error) -> Self {
        let is_changed = error.get_ref().is_some_and(|inner| inner.is::<Changed>());
        let (kind, detail) = match is_changed {
            true => (ErrorKind::Integrity, "a file changes while it is sent".to_owned()),
            false => (ErrorKind::File, format!("what is sent cannot be read: {error}")),
        };
        let mut error_out = Self::new(kind, Some(operation), detail);
        error_out.0.source = Some(Box::new(error));
        error_out
    }

    /// The headers of an answer did not come in time.
    pub(crate) fn silent(operation: &'static str, host: &str, limit: Duration) -> Self {
        let detail = format!("{host} has not answered for {} s", limit.as_secs_f32());
        Self::new(ErrorKind::Timeout, Some(operation), detail)
    }

    /// Nothing of a request's body was taken for too long.
    pub(crate) fn untaken(operation: &'static str, host: &str, limit: Duration) -> Self {
        let detail = format!("{host} has taken nothing for {} s", limit.as_secs_f32());
        Self::new(ErrorKind::Timeout, Some(operation), detail)
    }

    /// Nothing of a body moved for too long.
    pub(crate) fn stalled(operation: &'static str, host: &str, limit: Duration) -> Self {
        let detail = format!("{host} has sent nothing for {} s", limit.as_secs_f32());
        Self::new(ErrorKind::Timeout, Some(operation), detail)
    }

    /// The call as a whole took too long.
    pub(crate) fn overdue(operation: &'static str, limit: Duration) -> Self {
        let detail = format!("the call took longer than {} s", limit.as_secs_f32());
        Self::new(ErrorKind::Timeout, Some(operation), detail)
    }

    /// An answer is compressed although none was asked for so.
    pub(crate) fn encoded(operation: &'static str, encoding: &str) -> Self {
        let detail = format!("the bytes are encoded as {encoding}, which was not asked for");
        Self::new(ErrorKind::Decode, Some(operation), detail)
    }

    /// Says how often the call was tried.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// What is waited for is not ready when the wait is over.
    pub(crate) fn still_pending(operation: &'static str, waited: Duration, asked: u32) -> Self {
        let s = if asked == 1 { "" } else { "s" };
        let seconds = waited.as_secs_f32();
        let detail = format!("not ready after {seconds:.1} s, asked {asked} time{s}");
        Self::new(ErrorKind::StillPending, Some(operation), detail).after_asking(asked)
    }

    pub(super) fn after_asking(mut self, times: u32) -> Self {
        self.0.asked = times;
        self
    }

    /// A success that comes without a file.
    pub(crate) fn no_file(operation: &'static str, exchange: Exchange) -> Self {
        let detail = "the answer holds no file, or a part of one that was not asked for".to_owned();
        let mut error = Self::new(ErrorKind::Decode, Some(operation), detail);
        error.0.exchange = Some(exchange);
        error
    }

    /// A file on this machine could not be made or written.
    pub(crate) fn file(operation: &'static str, path: &Path, error: io::Error) -> Self {
        let path = path.display();
        let detail = match error.kind() {
            io::ErrorKind::AlreadyExists => {
                format!("there is something at {path} already; `.replace()` would replace a file")
            }
            _ => format!("{path} cannot be written: {error}"),
        };
        let mut error_out = Self::new(ErrorKind::File, Some(operation), detail);
        error_out.0.source = Some(Box::new(error));
        error_out
    }

    /// The bytes that came are not those that were expected.
    pub(crate) fn other_digest(operation: &'static str, bytes: u64) -> Self {
        let detail = format!("the md5 of the {bytes} bytes that came is not the one expected");
        Self::new(ErrorKind::Integrity, Some(operation), detail)
    }

    /// There are more or fewer bytes than expected.
    pub(crate) fn other_length(operation: &'static str, bytes: u64, expected: u64) -> Self {
        let detail = format!("{bytes} bytes came or were announced, and {expected} were expected");
        Self::new(ErrorKind::Integrity, Some(operation), detail)
    }

    /// A body ends before what was announced.
    pub(crate) fn cut_short(operation: &'static str, bytes: u64, expected: u64) -> Self {
        let detail = format!("the bytes end after {bytes} of {expected}");
        Self::new(ErrorKind::Transport, Some(operation), detail)
    }

    /// A body whose end cannot be told from a break.
    pub(crate) fn endless(operation: &'static str) -> Self {
        let detail = "the server does not say how many bytes there are, so nobody could tell whether \
                      all came; `.verify(…)` says what to expect";
        Self::new(ErrorKind::Integrity, Some(operation), detail.to_owned())
    }

    /// A list in pages has no end.
    pub(crate) fn same_pages(operation: &'static str, offset: u64) -> Self {
        let detail = format!(
            "the pages in front of offset {offset} hold nothing but what came before: the service does \
             not heed the offset, or the list changes faster than it is read"
        );
        Self::new(ErrorKind::Decode, Some(operation), detail)
    }

    pub(crate) fn redirects(operation: &'static str, most: usize) -> Self {
        let detail = format!("the service redirects more than {most} times");
        Self::new(ErrorKind::Decode, Some(operation), detail)
    }

    pub(crate) fn too_large(operation: &'static str, exchange: Exchange, limit: usize) -> Self {
        let detail = format!("the answer has more than {limit} bytes, which is the most taken");
        let mut error = Self::new(ErrorKind::TooLarge, Some(operation), detail);
        error.0.exchange = Some(exchange);
        error
    }
}

/// The innermost of the errors behind an error, which says most.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
