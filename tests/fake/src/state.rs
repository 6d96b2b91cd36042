//! What the two servers share.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;
use uuid::Uuid;

use crate::fault::Faults;
use crate::files::Files;
use crate::journal::Journal;
use crate::record::{Record, Version, look_alike, status};
use crate::store::Store;

pub(crate) struct State {
    pub config: Config,
    pub api: SocketAddr,
    pub storage: SocketAddr,
    pub cookie: String,
    pub owner: String,
    pub files: Files,
    pub store: Store,
    pub faults: Mutex<Faults>,
    pub journal: Journal,
    /// Changes whenever held requests are let go.
    pub release: watch::Sender<()>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Config {
    pub multipart_from: u64,
    pub queued_polls: u32,
    pub url_lifetime: Duration,
}

impl State {
    pub fn new(config: Config, api: SocketAddr, storage: SocketAddr, store: Store) -> Self {
        Self {
            config,
            api,
            storage,
            cookie: format!("authcookie_{}", Uuid::new_v4()),
            owner: format!("usr_{}", Uuid::new_v4()),
            files: Files::new(base_url(api)),
            store,
            faults: Mutex::default(),
            journal: Journal::default(),
            release: watch::Sender::new(()),
        }
    }

    /// A File that has nothing yet but its version 0.
    pub fn new_record(
        &self,
        name: &str,
        mime_type: &str,
        extension: &str,
        tags: Vec<String>,
    ) -> Record {
        let dot = if extension.starts_with('.') { "" } else { "." };
        Record {
            id: format!("file_{}", Uuid::new_v4()),
            owner: self.owner.clone(),
            name: look_alike(name),
            extension: format!("{dot}{extension}"),
            mime_type: mime_type.to_owned(),
            tags,
            versions: vec![Version::new(0, status::COMPLETE)],
            gate: std::sync::Arc::default(),
        }
    }
}

pub(crate) fn base_url(api: SocketAddr) -> String {
    format!("http://{api}/api/1")
}
