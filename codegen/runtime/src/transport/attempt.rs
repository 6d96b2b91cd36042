//! One try: a request, and the redirects that a read is sent along.

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, HeaderValue, IF_RANGE, RANGE, USER_AGENT,
};
use reqwest::{Request, Response};
use url::Url;

use super::Transport;
use super::address::redirect;
use super::outgoing::{Outgoing, Progress, Still};
use crate::call::{JSON, Prepared};
use crate::cookies;
use crate::error::Error;
use crate::origin;
use crate::upload::Ledger;

/// How many redirects a read follows.
const MOST_REDIRECTS: usize = 10;

impl Transport {
    /// Sends the call and waits for the headers of the answer. Redirects are followed for reads
    /// alone, and the credentials stay with the origin of the base address.
    pub(super) async fn send(&self, call: &Prepared) -> Result<Response, Error> {
        let inner = &*self.inner;
        let id = call.operation.id;
        let mut url = self.url(call)?;
        for _ in 0..=MOST_REDIRECTS {
            let is_home = origin::same(&url, &inner.base_url);
            let progress = Progress::new(call.body.is_some());
            let ledger = Ledger::new(None);
            // What is given along is for the service alone.
            let body = call.body.as_ref().filter(|_| is_home);
            let body = body.map(|body| body.begin(&ledger)).transpose();
            let body = body.map_err(|error| Error::unsendable(id, error))?;
            url = self.with_keys(call, url);
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
        if is_home {
            let wanted = call.operation.credentials;
            let cookies = cookies::header(&call.cookies, inner.credentials.cookies(wanted));
            headers.extend(cookies.map(|cookies| (COOKIE, cookies)));
            headers.extend(call.headers.iter().cloned());
            inner.credentials.write_headers(wanted, headers);
        }
        if let Some(body) = call.body.as_ref().filter(|_| is_home) {
            headers.insert(CONTENT_TYPE, body.content_type.clone());
        }
        request
    }
}
