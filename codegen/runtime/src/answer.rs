//! An answer whose headers have come.

use bytes::BytesMut;
use reqwest::header::HeaderMap;
use reqwest::{Method, Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::call::{Call, Operation};
use crate::download::Download;
use crate::error::{ApiError, Error, Exchange};
use crate::reply::Reply;

/// The most of a JSON answer that is taken into memory, in bytes.
const JSON_LIMIT: usize = 16 << 20;

/// The most of the answer to a failed call that is kept, in bytes.
const ERROR_LIMIT: usize = 64 << 10;

/// A success of which nothing has been read yet.
pub(crate) struct Answer {
    operation: &'static Operation,
    method: Method,
    path: String,
    host: String,
    response: Response,
}

impl Call<'_> {
    /// Sends the call. An answer that is no success is an error with what it says.
    pub(crate) async fn answer(self, accept: &'static str) -> Result<Answer, Error> {
        let (transport, operation, prepared) = self.prepare()?;
        let path = prepared.path.clone();
        let mut response = transport.send(operation, prepared, accept).await?;
        mark_cookies(response.headers_mut());
        let host = response.url().host_str().unwrap_or_default().to_owned();
        let method = operation.method.clone();
        let answer = Answer { operation, method, path, host, response };
        if answer.response.status().is_success() {
            Ok(answer)
        } else {
            Err(answer.failure(transport.error_message()).await)
        }
    }
}

/// Keeps cookies that the service sets out of every `Debug`.
fn mark_cookies(headers: &mut HeaderMap) {
    if let reqwest::header::Entry::Occupied(mut cookies) =
        headers.entry(reqwest::header::SET_COOKIE)
    {
        cookies.iter_mut().for_each(|cookie| cookie.set_sensitive(true));
    }
}

impl Answer {
    /// Whether the status is one that means "not yet".
    pub(crate) fn is_pending(&self) -> bool {
        self.operation.pending.contains(&self.response.status().as_u16())
    }

    /// Decodes the body.
    pub(crate) async fn json<T: DeserializeOwned>(mut self) -> Result<Reply<T>, Error> {
        let mut body = BytesMut::new();
        match read(&mut self.response, JSON_LIMIT, &mut body).await {
            Ok(true) => {}
            Ok(false) => {
                let id = self.operation.id;
                return Err(Error::too_large(id, self.exchange(&body, &[]), JSON_LIMIT));
            }
            Err(error) => return Err(Error::transport(self.operation.id, &self.host, error)),
        }
        match decode(&body) {
            Ok(value) => Ok(self.reply(value)),
            Err((path, error)) => {
                let id = self.operation.id;
                Err(Error::decode(id, self.exchange(&body, &[]), path, error))
            }
        }
    }

    /// Reads the body, so that the connection can be used again, and drops it.
    pub(crate) async fn ignore(mut self) -> Result<Reply<()>, Error> {
        match read(&mut self.response, ERROR_LIMIT, &mut BytesMut::new()).await {
            Ok(_) => Ok(self.reply(())),
            Err(error) => Err(Error::transport(self.operation.id, &self.host, error)),
        }
    }

    /// Hands the body over as it comes.
    pub(crate) fn stream(self) -> Reply<Download> {
        let status = self.response.status();
        let headers = self.response.headers().clone();
        let value = Download::new(self.operation.id, self.host, self.response);
        Reply { status, headers, value }
    }

    /// Turns the answer into the error that it reports. A body that breaks off counts as far as it
    /// came: the status is known, and says more.
    async fn failure(mut self, message_at: &[&str]) -> Error {
        let mut body = BytesMut::new();
        let _ = read(&mut self.response, ERROR_LIMIT, &mut body).await;
        Error::answered(self.operation.id, self.exchange(&body, message_at))
    }

    fn exchange(self, body: &[u8], message_at: &[&str]) -> Exchange {
        let body = body.get(..ERROR_LIMIT).unwrap_or(body);
        let body = String::from_utf8_lossy(body).into_owned();
        Exchange {
            method: self.method,
            path: self.path,
            status: self.response.status(),
            headers: self.response.headers().clone(),
            api: ApiError::read(&body, message_at),
            body,
        }
    }

    fn reply<T>(self, value: T) -> Reply<T> {
        let status: StatusCode = self.response.status();
        Reply { status, headers: self.response.headers().clone(), value }
    }
}

/// Decodes JSON, or says where it fails.
fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, (Option<String>, serde_json::Error)> {
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
    response: &mut Response,
    limit: usize,
    body: &mut BytesMut,
) -> Result<bool, reqwest::Error> {
    while let Some(chunk) = response.chunk().await? {
        let room = limit.saturating_sub(body.len());
        match chunk.get(..room) {
            Some(part) if part.len() < chunk.len() => {
                body.extend_from_slice(part);
                return Ok(false);
            }
            _ => body.extend_from_slice(&chunk),
        }
    }
    Ok(true)
}
