//! How a fake is set up.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::fake::Fake;
use crate::operation::Host;
use crate::serve::accept;
use crate::state::{Config, State};
use crate::store::Store;

/// Sets up a [`Fake`]; from [`Fake::builder`].
#[derive(Clone, Debug)]
#[must_use = "nothing is started before `start`"]
pub struct FakeBuilder {
    config: Config,
}

impl FakeBuilder {
    pub(crate) fn new() -> Self {
        let config = Config {
            multipart_from: 8 * 1024 * 1024,
            queued_polls: 0,
            url_lifetime: Duration::from_secs(60 * 60),
        };
        Self { config }
    }

    /// The size from which on a piece is uploaded in parts, in bytes; 8 MiB unless it is set.
    pub fn multipart_from(mut self, bytes: u64) -> Self {
        self.config.multipart_from = bytes;
        self
    }

    /// How often a File is answered with a version that is still `queued`, once all of it has been
    /// uploaded; never unless it is set.
    pub fn queued_polls(mut self, count: u32) -> Self {
        self.config.queued_polls = count;
        self
    }

    /// How long signed addresses are good for, in whole seconds; an hour unless it is set.
    pub fn url_lifetime(mut self, lifetime: Duration) -> Self {
        self.config.url_lifetime = lifetime;
        self
    }

    /// Starts it on two free ports of 127.0.0.1, within the current runtime.
    ///
    /// # Errors
    ///
    /// If there is no free port, or no temporary folder can be made.
    pub async fn start(self) -> io::Result<Fake> {
        let api = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let storage = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let (at, stored_at) = (api.local_addr()?, storage.local_addr()?);
        let state = Arc::new(State::new(self.config, at, stored_at, Store::open().await?));
        let servers = vec![
            tokio::spawn(accept(api, Host::Api, state.clone())).abort_handle(),
            tokio::spawn(accept(storage, Host::Storage, state.clone())).abort_handle(),
        ];
        Ok(Fake::new(state, servers))
    }
}
