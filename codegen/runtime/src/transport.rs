//! Sending requests: base address, cookies, redirects.

mod builder;

use std::sync::Arc;

use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderValue, LOCATION, USER_AGENT};
use reqwest::{Method, Request, Response, StatusCode};
use url::Url;

use crate::call::{Operation, Prepared};
use crate::cookies::Cookies;
use crate::error::Error;
use crate::origin;

pub use builder::TransportBuilder;

/// How many redirects a download follows.
const MOST_REDIRECTS: usize = 10;

/// What a client sends its calls through. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Transport {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    base_url: Url,
    user_agent: HeaderValue,
    cookies: Cookies,
    error_message: &'static [&'static str],
}

impl Transport {
    /// Begins a client of the service at this address, whose error bodies have their message where
    /// one of the JSON pointers leads.
    pub fn builder(
        base_url: &'static str,
        error_message: &'static [&'static str],
    ) -> TransportBuilder {
        TransportBuilder::new(base_url, error_message)
    }

    /// The address that paths are appended to, without a slash at the end.
    pub fn base_url(&self) -> &str {
        self.inner.base_url.as_str().trim_end_matches('/')
    }

    pub(crate) fn error_message(&self) -> &'static [&'static str] {
        self.inner.error_message
    }

    /// Sends a call and returns the answer to it. Redirects are followed for reads alone, and the
    /// cookies stay with the origin of the base address.
    pub(crate) async fn send(
        &self,
        operation: &'static Operation,
        call: Prepared,
        accept: &'static str,
    ) -> Result<Response, Error> {
        let inner = &*self.inner;
        let mut url = self.url(operation, &call)?;
        let mut body = call.body;
        for _ in 0..MOST_REDIRECTS {
            let request = self.request(operation, &url, body.take(), accept);
            let host = url.host_str().unwrap_or_default();
            let answer = inner.http.execute(request).await;
            let answer = answer.map_err(|error| Error::transport(operation.id, host, error))?;
            match redirect(operation, &answer) {
                Some(next) => url = next,
                None => return Ok(answer),
            }
        }
        Err(Error::redirects(operation.id, MOST_REDIRECTS))
    }

    /// The address of a call. What the caller passed cannot lead anywhere but below the path.
    fn url(&self, operation: &'static Operation, call: &Prepared) -> Result<Url, Error> {
        let base = &self.inner.base_url;
        let wanted = format!("{}{}", base.path().trim_end_matches('/'), call.path);
        let mut url = base.clone();
        url.set_path(&wanted);
        if url.path() != wanted {
            let reason = format!("leads elsewhere: {}", url.path());
            return Err(Error::invalid_argument(operation.id, operation.path, &reason));
        }
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&call.query);
        }
        Ok(url)
    }

    fn request(
        &self,
        operation: &Operation,
        url: &Url,
        body: Option<Vec<u8>>,
        accept: &'static str,
    ) -> Request {
        let inner = &*self.inner;
        let mut request = Request::new(operation.method.clone(), url.clone());
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, inner.user_agent.clone());
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        if origin::same(url, &inner.base_url)
            && let Some(cookies) = inner.cookies.header(operation.cookies)
        {
            headers.insert(COOKIE, cookies);
        }
        if let Some(body) = body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(body.into());
        }
        request
    }
}

/// Where the answer sends a read on to. An address that cannot be followed is no redirect: the
/// answer is then an error with its status.
fn redirect(operation: &Operation, answer: &Response) -> Option<Url> {
    let moved = matches!(
        answer.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    if !moved || operation.method != Method::GET {
        return None;
    }
    follow(answer.url(), answer.headers().get(LOCATION)?.to_str().ok()?)
}

/// The address that a redirect names: http or https, and never out of TLS.
fn follow(from: &Url, location: &str) -> Option<Url> {
    let next = from.join(location).ok()?;
    let is_secure = next.scheme() == "https" || from.scheme() == "http";
    (is_secure && matches!(next.scheme(), "http" | "https")).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_never_leaves_tls() {
        let next = |from, location| {
            follow(&Url::parse(from).unwrap(), location).map(|url| url.to_string())
        };
        let secure = "https://api.example.com/file/1";
        assert_eq!(next(secure, "https://cdn.example.com/x").unwrap(), "https://cdn.example.com/x");
        assert_eq!(next(secure, "/y").unwrap(), "https://api.example.com/y");
        for location in
            ["http://cdn.example.com/x", "ftp://cdn.example.com/x", "file:///etc/passwd"]
        {
            assert_eq!(next(secure, location), None, "{location}");
        }
        assert!(next("http://127.0.0.1/", "http://127.0.0.1:1/").is_some());
    }
}
