//! What the two servers share.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use s3s::crypto::{Checksum, Md5};
use serde_json::Value;
use tokio::sync::watch;
use uuid::Uuid;

use crate::fault::Faults;
use crate::files::Files;
use crate::journal::Journal;
use crate::kept::Kept;
use crate::operation::Piece;
use crate::record::{Data, Image, Record, Version, look_alike, status};
use crate::store::Store;

pub(crate) struct State {
    pub config: Config,
    pub api: SocketAddr,
    pub storage: SocketAddr,
    pub cookie: String,
    pub owner: String,
    pub files: Files,
    pub kept: Kept,
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
            kept: Kept::default(),
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
            image: Image::default(),
            versions: vec![Version::new(0, status::COMPLETE)],
            gate: std::sync::Arc::default(),
        }
    }

    /// Adds a File that gets a version 1 which is complete and whose bytes are in S3. Like many that the
    /// service has, it has no signature.
    pub async fn add_complete(&self, mut record: Record, bytes: Vec<u8>) -> Value {
        let mut version = Version::new(1, status::COMPLETE);
        let size = bytes.len() as u64;
        let mut data = Data {
            piece: Piece::File,
            multipart: size >= self.config.multipart_from,
            file_name: record.file_name(1, Piece::File),
            md5: STANDARD.encode(Md5::checksum(&bytes)),
            size,
            status: status::COMPLETE.to_owned(),
            upload_id: String::new(),
        };
        let key = Store::key(&record.id, 1, Piece::File);
        if self.store.put(&key, &record.mime_type, bytes).await.is_err() {
            // The disk has failed. Who reads the record sees it.
            status::ERROR.clone_into(&mut data.status);
            status::ERROR.clone_into(&mut version.status);
        }
        version.data.push(data);
        record.versions.push(version);
        self.files.add(record)
    }
}

pub(crate) fn base_url(api: SocketAddr) -> String {
    format!("http://{api}/api/1")
}
