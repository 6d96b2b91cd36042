//! One try: a request, and the redirects that a read is sent along.

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, HeaderValue, IF_RANGE, LOCATION, RANGE,
    USER_AGENT,
};
use reqwest::{Method, Request, Response, StatusCode};
use url::Url;

use super::Transport;
use super::outgoing::{Outgoing, Progress, Still};
use crate::call::{JSON, Prepared};
use crate::error::Error;
use crate::operation::Operation;
use crate::origin;
use crate::upload::Ledger;

/// How many redirects a read follows.
const MOST_REDIRECTS: usize = 10;

impl Transport {
    /// Sends the call and waits for the headers of the answer. Redirects are followed for reads
    /// alone, and the cookies stay with the origin of the base address.
    pub(super) async fn send(&self, call: &Prepared) -> Result<Response, Error> {
        let inner = &*self.inner;
        let id = call.operation.id;
        let mut url = self.url(call)?;
        for _ in 0..=MOST_REDIRECTS {
            let is_home = origin::same(&url, &inner.base_url);
            let progress = Progress::new(call.body.is_some());
            let ledger = Ledger::new(None);
            let body = call.body.as_ref().map(|body| body.begin(&ledger)).transpose();
            let body = body.map_err(|error| Error::unsendable(id, error))?;
            let mut request = self.request(call, &url, is_home);
            if let Some(body) = body {
                let body = Outgoing::new(body, progress.clone());
                *request.body_mut() = Some(reqwest::Body::wrap(body));
            }
            let host = url.host_str().unwrap_or_default();
            let client = if is_home { &inner.clients.api } else { &inner.clients.transfers };
            let answer = progress.wait(&inner.policy, client.0.execute(request)).await;
            let answer = answer.map_err(|still| match still {
                Still::Body(limit) => Error::untaken(id, host, limit),
                Still::Answer(limit) => Error::silent(id, host, limit),
            })?;
            let answer = answer.map_err(|error| match ledger.failure() {
                Some(failure) => Error::unsendable(id, failure),
                None => Error::transport(id, host, error),
            })?;
            match redirect(call.operation, &answer).filter(|_| call.follows) {
                Some(next) => url = next,
                None => return Ok(answer),
            }
        }
        Err(Error::redirects(id, MOST_REDIRECTS))
    }

    /// The address of a call. What the caller passed cannot lead anywhere but below the path.
    fn url(&self, call: &Prepared) -> Result<Url, Error> {
        let base = &self.inner.base_url;
        let wanted = format!("{}{}", base.path().trim_end_matches('/'), call.path);
        let mut url = base.clone();
        url.set_path(&wanted);
        if url.path() != wanted {
            let reason = format!("leads elsewhere: {}", url.path());
            let operation = call.operation;
            return Err(Error::invalid_argument(operation.id, operation.path, &reason));
        }
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&call.query);
        }
        Ok(url)
    }

    /// The request without its body.
    fn request(&self, call: &Prepared, url: &Url, is_home: bool) -> Request {
        let inner = &*self.inner;
        let mut request = Request::new(call.operation.method.clone(), url.clone());
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, inner.user_agent.clone());
        headers.extend(HeaderValue::try_from(call.accept).map(|accept| (ACCEPT, accept)));
        if call.accept != JSON {
            // Bytes are wanted as they are stored: their length and digest are known.
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        if let Some(resume) = &call.resume {
            let range = format!("bytes={}-", resume.from);
            headers.extend(HeaderValue::try_from(range).map(|range| (RANGE, range)));
            headers.insert(IF_RANGE, resume.tag.clone());
        }
        if is_home && let Some(cookies) = inner.cookies.header(call.operation.cookies) {
            headers.insert(COOKIE, cookies);
        }
        if let Some(body) = &call.body {
            headers.insert(CONTENT_TYPE, body.content_type.clone());
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

    static OPERATION: Operation = Operation {
        id: "getFile",
        method: Method::GET,
        path: "/file/{fileId}",
        cookies: &[],
        pending: &[],
        repeatable: true,
        sensitive: false,
    };

    #[test]
    fn a_path_that_a_url_parser_would_change_is_refused() {
        let url = |path: &str| {
            let transport = Transport::builder("https://api.example.com/api/1/", &[]);
            let transport = transport.user_agent("tests/1.0").build().unwrap();
            let (query, body) = (Vec::new(), None);
            let operation = &OPERATION;
            let (path, accept, resume, follows) = (path.to_owned(), JSON, None, true);
            let call = Prepared { operation, path, query, body, accept, follows, resume };
            transport.url(&call).map(|url| url.to_string())
        };
        assert_eq!(url("/file/file_1").unwrap(), "https://api.example.com/api/1/file/file_1");
        for path in ["/file/%2e%2e/auth", "/file/./1", "/file\\1", "/file/\t1", "/file/a b"] {
            let error = url(path).unwrap_err();
            assert!(error.is_invalid_argument(), "{path}: {error}");
        }
    }

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
