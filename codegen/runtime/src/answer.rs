//! An answer that has come as a whole.

use bytes::{Bytes, BytesMut};
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::call::Prepared;
use crate::drift::{self, DriftReport, Observe, OnDrift};
use crate::error::{ApiError, Error, Exchange, Said, StorageError};
use crate::operation::Operation;
use crate::policy::Policy;
use crate::redact::{self, Hidden};
use crate::redirect::Redirect;
use crate::reply::Reply;

/// The most of the answer to a failed call that is kept, in bytes.
const ERROR_LIMIT: usize = 64 << 10;

/// What the document says of failures, and what the caller wants to know of them.
#[derive(Clone, Debug)]
pub(crate) struct Failures {
    /// JSON pointers that may lead to the message.
    pub(crate) message_at: &'static [&'static str],
    /// Reports on a body.
    pub(crate) report: Option<ReportFailure>,
    pub(crate) on_drift: Option<OnDrift>,
}

/// How the body of a failure is held against its documented type.
pub(crate) type ReportFailure = fn(&Operation, StatusCode, &[u8]) -> Option<DriftReport>;

impl Failures {
    fn observe(&self, head: &Head, body: &[u8]) {
        let (Some(on_drift), Some(report)) = (&self.on_drift, self.report) else { return };
        if let Some(report) = report(head.operation, head.status, body).filter(|_| head.is_home) {
            (on_drift.0)(&report);
        }
    }
}

/// The headers of an answer, and what it answers.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) operation: &'static Operation,
    pub(crate) path: String,
    pub(crate) host: String,
    /// Whether the service itself answers, and not a host that it sent the call on to.
    is_home: bool,
    /// Whether a part of the answer was asked for.
    is_ranged: bool,
    /// Where the service sends the caller on to, with the query that its header has lost. Looked at
    /// where it is not followed.
    location: Option<Hidden<String>>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

/// A success with its body.
pub(crate) struct Answer {
    head: Head,
    body: Bytes,
}

impl Head {
    pub(crate) fn of(call: &Prepared, response: &mut Response, is_home: bool) -> Self {
        let location = response.headers().get(LOCATION).filter(|_| !call.follows);
        let location = location.and_then(|location| location.to_str().ok());
        let location = location.and_then(|location| response.url().join(location).ok());
        let location = location.map(|location| Hidden(location.into()));
        let head = Self::new(call.operation, call.path.clone(), response, is_home);
        Self { is_ranged: call.resume.is_some(), location, ..head }
    }

    pub(crate) fn new(
        operation: &'static Operation,
        path: String,
        response: &mut Response,
        is_home: bool,
    ) -> Self {
        let mut headers = std::mem::take(response.headers_mut());
        redact::headers(&mut headers);
        let host = response.url().host_str().unwrap_or_default().to_owned();
        let status = response.status();
        let (is_ranged, location) = (false, None);
        Self { operation, path, host, is_home, is_ranged, location, status, headers }
    }

    /// The error that the answer reports. A body that breaks off counts as far as it came: the
    /// status is known, and says more.
    pub(crate) async fn failure(
        self,
        mut response: Response,
        policy: &Policy,
        failures: &Failures,
    ) -> Error {
        let mut body = BytesMut::new();
        let _ = read(&self, &mut response, ERROR_LIMIT, policy, &mut body).await;
        failures.observe(&self, &body);
        Error::answered(self.operation.id, self.exchange(&body, failures.message_at))
    }

    /// The error that a success without a file is.
    pub(crate) fn no_file(self) -> Error {
        Error::no_file(self.operation.id, self.exchange(b"", &[]))
    }

    /// Reads the body of a success, up to the client's limit.
    pub(crate) async fn whole(
        self,
        mut response: Response,
        policy: &Policy,
    ) -> Result<Answer, Error> {
        let mut body = BytesMut::new();
        let limit = policy.answer_limit;
        if read(&self, &mut response, limit, policy, &mut body).await? {
            Ok(Answer { head: self, body: body.freeze() })
        } else {
            let id = self.operation.id;
            Err(Error::too_large(id, self.exchange(&body, &[]), limit))
        }
    }

    pub(crate) fn reply<T>(self, value: T) -> Reply<T> {
        Reply { status: self.status, headers: self.headers, value }
    }

    /// Whether the status is one that a file, or the part that was asked for, comes with.
    pub(crate) fn is_whole(&self) -> bool {
        match self.status {
            StatusCode::OK | StatusCode::NON_AUTHORITATIVE_INFORMATION => true,
            StatusCode::PARTIAL_CONTENT => self.is_ranged,
            _ => false,
        }
    }

    /// Whether nothing of the body may be shown.
    fn is_hidden(&self) -> bool {
        self.operation.sensitive || !self.is_home
    }

    fn exchange(self, body: &[u8], message_at: &[&str]) -> Exchange {
        let body = body.get(..ERROR_LIMIT).unwrap_or(body);
        let body = String::from_utf8_lossy(body).into_owned();
        let said = if !self.is_home {
            Said::Storage(StorageError::read(&body))
        } else if self.operation.sensitive {
            Said::Message(ApiError::read(&body, message_at).map(ApiError::message_alone))
        } else {
            Said::Text { api: ApiError::read(&body, message_at), body }
        };
        Exchange {
            method: self.operation.method.clone(),
            path: self.path,
            status: self.status,
            headers: self.headers,
            host: (!self.is_home).then_some(self.host),
            said,
        }
    }
}

impl Answer {
    /// Whether the status is one that means "not yet".
    pub(crate) fn is_pending(&self) -> bool {
        self.head.operation.pending.contains(&self.head.status.as_u16())
    }

    /// Decodes the body.
    pub(crate) fn json<T: DeserializeOwned + Observe>(
        self,
        on_drift: Option<&OnDrift>,
    ) -> Result<Reply<T>, Error> {
        match decode(&self.body) {
            Ok(value) => {
                if let Some(on_drift) = on_drift {
                    self.observe(&value, on_drift);
                }
                Ok(self.head.reply(value))
            }
            Err((path, _)) if self.head.is_hidden() => {
                let id = self.head.operation.id;
                Err(Error::decode_unseen(id, self.head.exchange(&self.body, &[]), path))
            }
            Err((path, error)) => {
                let id = self.head.operation.id;
                Err(Error::decode(id, self.head.exchange(&self.body, &[]), path, error))
            }
        }
    }

    fn observe<T: Observe>(&self, value: &T, on_drift: &OnDrift) {
        let Head { operation, status, .. } = self.head;
        let json = serde_json::from_slice(&self.body).ok();
        let report = json.and_then(|json| drift::report(operation, status, &json, value));
        if let Some(report) = report {
            (on_drift.0)(&report);
        }
    }

    /// Drops the body, which says in the form of a failure why there is no more.
    pub(crate) fn pending(self, failures: &Failures) -> Reply<()> {
        failures.observe(&self.head, &self.body);
        self.head.reply(())
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The body as it is.
    pub(crate) fn into_bytes(self) -> Reply<Bytes> {
        self.head.reply(self.body)
    }

    /// Drops the body, and says where the service sends the caller on to.
    pub(crate) fn redirect(mut self) -> Reply<Redirect> {
        let location = self.head.location.take().map(|location| location.0);
        self.head.reply(Redirect::new(location))
    }

    /// Drops the body.
    pub(crate) fn ignore(self) -> Reply<()> {
        self.head.reply(())
    }
}

/// Decodes JSON, or says where it fails. Keeping track of the place takes time, so it is looked for
/// when there is one to find.
fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, (Option<String>, serde_json::Error)> {
    serde_json::from_slice(body).or_else(|_| decode_slowly(body))
}

fn decode_slowly<T: DeserializeOwned>(
    body: &[u8],
) -> Result<T, (Option<String>, serde_json::Error)> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        ((path != ".").then_some(path), error.into_inner())
    })?;
    json.end().map_err(|error| (None, error))?;
    Ok(value)
}

/// Reads up to `limit` bytes, and says whether that was all.
async fn read(
    head: &Head,
    response: &mut Response,
    limit: usize,
    policy: &Policy,
    body: &mut BytesMut,
) -> Result<bool, Error> {
    let (id, host) = (head.operation.id, &head.host);
    loop {
        let chunk = tokio::time::timeout(policy.stall_timeout, response.chunk()).await;
        let chunk = chunk.map_err(|_| Error::stalled(id, host, policy.stall_timeout))?;
        let Some(chunk) = chunk.map_err(|error| Error::transport(id, host, error))? else {
            return Ok(true);
        };
        let room = limit.saturating_sub(body.len());
        match chunk.get(..room) {
            Some(part) if part.len() < chunk.len() => {
                body.extend_from_slice(part);
                return Ok(false);
            }
            _ => body.extend_from_slice(&chunk),
        }
    }
}
