//! Building a transport, and refusing what would leak or fail later.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use url::Url;

use super::{Inner, Transport};
use crate::cookies::Cookies;
use crate::error::Error;
use crate::origin;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long nothing may move while an answer is awaited or read.
const STALL_TIMEOUT: Duration = Duration::from_secs(60);

/// What a [`Transport`] is made of. Emitted client builders wrap it.
#[derive(Clone, Debug)]
#[must_use = "nothing is built before `build`"]
pub struct TransportBuilder {
    base_url: String,
    error_message: &'static [&'static str],
    user_agent: Option<String>,
    http: Option<reqwest::Client>,
    cookies: Cookies,
    plain_http: bool,
}

impl TransportBuilder {
    pub(super) fn new(base_url: &'static str, error_message: &'static [&'static str]) -> Self {
        Self {
            base_url: base_url.to_owned(),
            error_message,
            user_agent: None,
            http: None,
            cookies: Cookies::default(),
            plain_http: false,
        }
    }

    /// Sends this as `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Talks to this address in place of the documented one.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// Sets the value of the cookie of this name.
    pub fn cookie(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.cookies.set(name, value.into());
        self
    }

    /// Uses this HTTP client in place of one of its own.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Permits a base address without TLS that is not this machine.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Checks everything and builds the transport. Nothing is sent.
    pub fn build(self) -> Result<Transport, Error> {
        let user_agent = user_agent(self.user_agent.as_deref())?;
        let base_url = base_url(&self.base_url, self.plain_http)?;
        self.cookies.validate().map_err(Error::configuration)?;
        let http = match self.http {
            Some(http) => http,
            None => http_client(&base_url)?,
        };
        let (cookies, error_message) = (self.cookies, self.error_message);
        let inner = Inner { http, base_url, user_agent, cookies, error_message };
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
            "is not https, and cookies would cross the network in the clear: call \
             `.allow_plain_http()` where that is meant",
        );
    }
    Ok(url)
}

/// A client without a total timeout, which would cut long transfers, and without redirects, which
/// the transport follows itself.
fn http_client(base_url: &Url) -> Result<reqwest::Client, Error> {
    if base_url.scheme() == "https" && !cfg!(any(feature = "rustls", feature = "native-tls")) {
        return Err(Error::configuration(
            "the base address is https, and no TLS is compiled in: enable the feature `rustls` or \
             `native-tls`, or pass an `http_client`",
        ));
    }
    reqwest::Client::builder()
        .redirect(Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(STALL_TIMEOUT)
        .build()
        .map_err(|error| Error::configuration(format!("the HTTP client fails: {error}")))
}
