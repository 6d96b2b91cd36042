//! The two HTTP clients: one for the API, one for everything that it sends a client on to.

use std::sync::Arc;

use reqwest::ClientBuilder;
use reqwest::redirect::Policy as Redirects;

use crate::error::Error;
use crate::policy::Policy;
use crate::redact::Hidden;

/// What a caller does to both clients, for a proxy or for root certificates.
pub(super) type Configure = Hidden<Arc<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>>;

#[derive(Debug)]
pub(super) struct Clients {
    /// For the origin of the base address, with the credentials.
    pub(super) api: Hidden<reqwest::Client>,
    /// For the hosts of files, without anything of the account.
    pub(super) transfers: Hidden<reqwest::Client>,
}

impl Clients {
    pub(super) fn build(
        api: Option<reqwest::Client>,
        configure: Option<&Configure>,
        policy: &Policy,
    ) -> Result<Self, Error> {
        // The caller's own client is not configured again.
        let api = match api {
            Some(api) => api,
            None => client(configure, policy)?,
        };
        Ok(Self { api: Hidden(api), transfers: Hidden(client(configure, policy)?) })
    }
}

/// A client without a total timeout, which would cut long transfers; without redirects, which the
/// transport follows itself; and without decompression, even where another crate turns reqwest's
/// on: a transfer has the length and the digest of the stored bytes.
fn client(configure: Option<&Configure>, policy: &Policy) -> Result<reqwest::Client, Error> {
    let mut builder = reqwest::Client::builder().connect_timeout(policy.connect_timeout);
    if let Some(Hidden(configure)) = configure {
        builder = configure(builder);
    }
    builder
        .redirect(Redirects::none())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .build()
        .map_err(|error| Error::configuration(format!("the HTTP client fails: {error}")))
}
