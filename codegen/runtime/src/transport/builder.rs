//! Building a transport, and refusing what would leak or fail later.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use serde::de::DeserializeOwned;
use url::Url;

use super::clients::{Clients, Configure};
use super::{Inner, Transport};
use crate::answer::Failures;
use crate::credential::{Credential, Credentials};
use crate::drift::{self, DriftReport, Observe};
use crate::error::Error;
use crate::origin;
use crate::pace::Pace;
use crate::policy::Policy;
use crate::redact::Hidden;

/// What a [`Transport`] is made of. Emitted client builders wrap it.
#[derive(Clone, Debug)]
#[must_use = "nothing is built before `build`"]
pub struct TransportBuilder {
    /// Not checked yet: it may have a password in it.
    base_url: Hidden<String>,
    failures: Failures,
    user_agent: Option<String>,
    http: Option<Hidden<reqwest::Client>>,
    credentials: Credentials,
    plain_http: bool,
    configure: Option<Configure>,
    policy: Policy,
    pace: Option<(u32, Duration)>,
}

impl TransportBuilder {
    pub(super) fn new(base_url: &'static str, error_message: &'static [&'static str]) -> Self {
        Self {
            base_url: Hidden(base_url.to_owned()),
            failures: Failures { message_at: error_message, report: None, on_drift: None },
            user_agent: None,
            http: None,
            credentials: Credentials::default(),
            plain_http: false,
            configure: None,
            policy: Policy::default(),
            pace: None,
        }
    }

    /// Sends this as `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Talks to this address in place of the documented one.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Hidden(base_url.into());
        self
    }

    /// Sets the value of this credential.
    pub fn credential(mut self, credential: Credential, value: impl Into<String>) -> Self {
        self.credentials.set(credential, value.into());
        self
    }

    /// Sets the user and the password of this scheme.
    pub fn basic(
        mut self,
        scheme: &'static str,
        user: impl AsRef<str>,
        password: impl AsRef<str>,
    ) -> Self {
        self.credentials.set_basic(scheme, user.as_ref(), password.as_ref());
        self
    }

    /// Uses this HTTP client in place of one of its own.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(Hidden(http));
        self
    }

    /// Permits a base address without TLS that is not this machine.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Configures both HTTP clients.
    pub fn configure(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.configure = Some(Hidden(Arc::new(configure)));
        self
    }

    /// Lets a connection take this long.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.policy.connect_timeout = limit;
        self
    }

    /// Lets the headers of an answer take this long.
    pub fn answer_timeout(mut self, limit: Duration) -> Self {
        self.policy.answer_timeout = limit;
        self
    }

    /// Lets nothing move for this long while a body is read.
    pub fn stall_timeout(mut self, limit: Duration) -> Self {
        self.policy.stall_timeout = limit;
        self
    }

    /// Lets a call with a JSON answer take this long.
    pub fn call_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.policy.call_timeout = limit.into();
        self
    }

    /// Tries a call again this often.
    pub fn retries(mut self, retries: u32) -> Self {
        self.policy.retries = retries;
        self
    }

    /// Waits this long before a call is tried again for the first time.
    pub fn retry_wait(mut self, wait: Duration) -> Self {
        self.policy.retry_wait = wait;
        self
    }

    /// Tries a call again within this time.
    pub fn retry_time(mut self, limit: Duration) -> Self {
        self.policy.retry_time = limit;
        self
    }

    /// Lets the service ask for a wait of this long.
    pub fn longest_wait(mut self, limit: Duration) -> Self {
        self.policy.longest_wait = limit;
        self
    }

    /// Takes JSON answers of so many bytes.
    pub fn answer_limit(mut self, bytes: usize) -> Self {
        self.policy.answer_limit = bytes;
        self
    }

    /// Sends at most so many calls in so much time.
    pub fn rate_limit(mut self, calls: u32, per: Duration) -> Self {
        self.pace = Some((calls, per));
        self
    }

    /// Holds the bodies of failures against this type.
    pub fn failure_body<T: DeserializeOwned + Observe>(mut self) -> Self {
        self.failures.report = Some(drift::report_failure::<T>);
        self
    }

    /// Reports what answers hold that the document does not list.
    pub fn on_drift(mut self, listen: impl Fn(&DriftReport) + Send + Sync + 'static) -> Self {
        self.failures.on_drift = Some(Hidden(Arc::new(listen)));
        self
    }

    /// Checks everything and builds the transport. Nothing is sent.
    pub fn build(self) -> Result<Transport, Error> {
        let user_agent = user_agent(self.user_agent.as_deref())?;
        let base_url = base_url(&self.base_url.0, self.plain_http)?;
        self.credentials.validate().map_err(Error::configuration)?;
        if self.http.is_none() {
            check_tls(&base_url)?;
        }
        let pace = self.pace.map(|(calls, per)| {
            Pace::new(calls, per).ok_or_else(|| {
                Error::configuration("the rate limit lets no call through: give at least one call")
            })
        });
        let inner = Inner {
            clients: Clients::build(
                self.http.map(|http| http.0),
                self.configure.as_ref(),
                &self.policy,
            )?,
            base_url,
            user_agent,
            credentials: self.credentials,
            policy: self.policy,
            pace: pace.transpose()?,
            failures: self.failures,
        };
        Ok(Transport { inner: Arc::new(inner) })
    }
}

fn user_agent(text: Option<&str>) -> Result<HeaderValue, Error> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Err(Error::configuration(
            "no user agent is set. The service turns away a client that does not say what it is \
             and whom to ask about it: call `.user_agent(\"name/version (contact)\")`",
        ));
    };
    HeaderValue::from_str(text).map_err(|_| {
        Error::configuration("the user agent has characters that a header cannot hold")
    })
}

fn base_url(text: &str, plain_http: bool) -> Result<Url, Error> {
    let refuse = |why: &str| Err(Error::configuration(format!("the base address {why}")));
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(error) => return refuse(&format!("is no URL: {error}")),
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return refuse("is neither http nor https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("has a user name in it, which would be sent along with every call");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse("has a query or a fragment, and paths are appended to it");
    }
    if url.scheme() == "http" && !plain_http && !origin::is_loopback(&url) {
        return refuse(
            "is not https, and credentials would cross the network in the clear: call \
             `.allow_plain_http()` where that is meant",
        );
    }
    Ok(url)
}

/// Whether an address can be reached at all with what is compiled in.
fn check_tls(base_url: &Url) -> Result<(), Error> {
    if base_url.scheme() == "https" && !cfg!(any(feature = "rustls", feature = "native-tls")) {
        return Err(Error::configuration(
            "the base address is https, and no TLS is compiled in: enable the feature `rustls` or \
             `native-tls`, or pass an `http_client`",
        ));
    }
    Ok(())
}
