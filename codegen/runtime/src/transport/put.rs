//! Sending bytes to an address outside the service.

use reqwest::header::{CONTENT_LENGTH, HeaderMap, USER_AGENT};
use reqwest::{Body, Method, Request};
use tokio::time::Instant;
use tracing::{Instrument, Span, field};
use url::Url;

use super::Transport;
use super::outgoing::{Outgoing, Progress, Still};
use crate::answer::Head;
use crate::body::Sending;
use crate::error::Error;
use crate::operation::Operation;
use crate::upload::Feed;

/// Sending bytes to a presigned URL, as an operation: its URL is the service's secret.
pub(crate) static PUT_PART: Operation = Operation {
    id: "putPart",
    method: Method::PUT,
    path: "",
    credentials: &[],
    pending: &[],
    repeatable: false,
    sensitive: true,
};

/// That the storage has taken the bytes.
pub(crate) struct Taken {
    host: String,
    headers: HeaderMap,
}

impl Taken {
    /// The host that took them.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// What it says of them.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

impl Transport {
    /// Sends bytes to an address that the service gave out, in one try. Nothing of the account goes
    /// along, wherever the address leads.
    pub(crate) async fn put(
        &self,
        url: &str,
        headers: HeaderMap,
        feed: Feed,
    ) -> Result<Taken, Error> {
        let url = self.elsewhere(url)?;
        let span = tracing::info_span!(
            "put",
            host = url.host_str().unwrap_or_default(),
            bytes = feed.left(),
            status = field::Empty,
            elapsed_ms = field::Empty,
        );
        let run = async {
            let started = Instant::now();
            let outcome = self.put_once(url, headers, feed).await;
            let elapsed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            Span::current().record("elapsed_ms", elapsed);
            outcome.map_err(|error| error.after(1))
        };
        run.instrument(span).await
    }

    async fn put_once(&self, url: Url, headers: HeaderMap, feed: Feed) -> Result<Taken, Error> {
        let inner = &*self.inner;
        let host = url.host_str().unwrap_or_default().to_owned();
        let path = url.path().to_owned();
        let mut request = Request::new(PUT_PART.method.clone(), url);
        *request.headers_mut() = headers;
        request.headers_mut().insert(USER_AGENT, inner.user_agent.clone());
        // It would be left out where there are no bytes, and S3 wants to know that there are none.
        request.headers_mut().insert(CONTENT_LENGTH, feed.left().into());
        let progress = Progress::new(true);
        let body = Outgoing::new(Sending::of_feed(feed), progress.clone());
        *request.body_mut() = Some(Body::wrap(body));
        let answer = progress.wait(&inner.policy, inner.clients.transfers.0.execute(request));
        let answer = answer.await.map_err(|still| match still {
            Still::Body(limit) => Error::untaken(PUT_PART.id, &host, limit),
            Still::Answer(limit) => Error::silent(PUT_PART.id, &host, limit),
        })?;
        let mut response = answer.map_err(|error| Error::transport(PUT_PART.id, &host, error))?;
        let head = Head::new(&PUT_PART, path, &mut response, false);
        Span::current().record("status", head.status.as_u16());
        if !head.status.is_success() {
            return Err(head.failure(response, &inner.policy, &inner.failures).await);
        }
        let reply = head.whole(response, &inner.policy).await?.ignore();
        Ok(Taken { host, headers: reply.headers })
    }

    /// The address that a text is: http or https, and never out of TLS.
    fn elsewhere(&self, url: &str) -> Result<Url, Error> {
        let refuse = |why: &str| Err(Error::invalid_argument(PUT_PART.id, "url", why));
        let Ok(url) = Url::parse(url) else { return refuse("is no URL") };
        let is_secure = url.scheme() == "https" || self.inner.base_url.scheme() == "http";
        match url.scheme() {
            "http" | "https" if is_secure => Ok(url),
            "http" => refuse("is not https, and the service is"),
            _ => refuse("is neither http nor https"),
        }
    }
}
