//! Sending calls: every try of them, with pauses between, and an event for each.

mod address;
mod attempt;
mod builder;
mod clients;
mod outgoing;
mod put;

use std::sync::Arc;

use reqwest::Response;
use reqwest::header::HeaderValue;
use tokio::time::{Instant, sleep, timeout};
use tracing::{Instrument, Span, field};
use url::Url;

use crate::answer::{Answer, Failures, Head};
use crate::body::Body;
use crate::call::Prepared;
use crate::credential::Credentials;
use crate::download::Download;
use crate::error::Error;
use crate::origin;
use crate::pace::Pace;
use crate::policy::Policy;
use crate::reply::Reply;
use crate::retry::Retries;

pub use builder::TransportBuilder;
use clients::Clients;
pub(crate) use put::PUT_PART;

/// What a client sends its calls through. Cheap to clone; clones share connections and the pace.
#[derive(Clone, Debug)]
pub struct Transport {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    clients: Clients,
    base_url: Url,
    user_agent: HeaderValue,
    credentials: Credentials,
    policy: Policy,
    pace: Option<Pace>,
    failures: Failures,
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

    /// What the document says of failures, and who listens to drift.
    pub(crate) fn failures(&self) -> &Failures {
        &self.inner.failures
    }

    /// The client's limits.
    pub(crate) fn policy(&self) -> &Policy {
        &self.inner.policy
    }

    /// Sends a call and reads the whole answer, within the time that a call may take.
    pub(crate) async fn whole(&self, call: Prepared) -> Result<Answer, Error> {
        let id = call.operation.id;
        // A file may take any time, as long as it moves.
        let is_long = call.body.as_ref().is_some_and(Body::is_long);
        match self.inner.policy.call_timeout.filter(|_| !is_long) {
            Some(limit) => match timeout(limit, self.tries(call)).await {
                Ok(outcome) => outcome,
                Err(_) => Err(Error::overdue(id, limit)),
            },
            None => self.tries(call).await,
        }
    }

    /// Sends a call and hands the answer over as it comes, which may take any time.
    pub(crate) async fn stream(&self, call: Prepared) -> Result<Reply<Download>, Error> {
        self.tries(call).await
    }

    /// Tries until one try succeeds, or there is none left.
    async fn tries<T: Read>(&self, mut call: Prepared) -> Result<T, Error> {
        let operation = call.operation;
        if let Some(body) = &mut call.body {
            body.open(operation.id).await?;
        }
        let span = tracing::info_span!(
            "call",
            operation = operation.id,
            status = field::Empty,
            attempts = field::Empty,
            elapsed_ms = field::Empty,
        );
        let started = Instant::now();
        let run = async {
            let mut retries = Retries::new(&self.inner.policy);
            let mut attempts: u32 = 0;
            loop {
                attempts += 1;
                let outcome = self.attempt(&call).await;
                finish(&Span::current(), attempts, started, outcome.as_ref().err());
                let error = match outcome {
                    Ok(value) => return Ok(value),
                    Err(error) => error.after(attempts),
                };
                let is_there = call.body.as_ref().is_none_or(Body::is_there);
                let next = is_there.then(|| retries.next(operation, &error)).flatten();
                let Some(wait) = next else { return Err(error) };
                tracing::debug!(
                    attempt = attempts,
                    kind = ?error.kind(),
                    status = error.status().map(|status| status.as_u16()),
                    wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                    "trying again"
                );
                sleep(wait).await;
            }
        };
        run.instrument(span).await
    }

    async fn attempt<T: Read>(&self, call: &Prepared) -> Result<T, Error> {
        if let Some(pace) = &self.inner.pace {
            pace.wait().await;
        }
        let mut response = self.send(call).await?;
        let is_home = origin::same(response.url(), &self.inner.base_url);
        let head = Head::of(call, &mut response, is_home);
        Span::current().record("status", head.status.as_u16());
        let is_answer = head.status.is_success() || (head.status.is_redirection() && !call.follows);
        if is_answer {
            T::read(head, response, &self.inner.policy).await
        } else {
            let inner = &*self.inner;
            Err(head.failure(response, &inner.policy, &inner.failures).await)
        }
    }
}

/// What a call wants of a success whose headers have come.
trait Read: Sized {
    fn read(
        head: Head,
        response: Response,
        policy: &Policy,
    ) -> impl Future<Output = Result<Self, Error>> + Send;
}

impl Read for Answer {
    async fn read(head: Head, response: Response, policy: &Policy) -> Result<Self, Error> {
        head.whole(response, policy).await
    }
}

impl Read for Reply<Download> {
    async fn read(head: Head, response: Response, policy: &Policy) -> Result<Self, Error> {
        if !head.is_whole() {
            return Err(head.no_file());
        }
        let download = Download::new(&head, response, policy.stall_timeout)?;
        Ok(head.reply(download))
    }
}

/// Notes on the span how a try ended.
fn finish(span: &Span, attempts: u32, started: Instant, error: Option<&Error>) {
    let elapsed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.record("attempts", attempts);
    span.record("elapsed_ms", elapsed);
    match error {
        None => tracing::debug!(attempt = attempts, "answered"),
        Some(error) => tracing::debug!(attempt = attempts, kind = ?error.kind(), "failed"),
    }
}
