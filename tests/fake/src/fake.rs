//! The handle of a running fake.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use tokio::task::AbortHandle;

use crate::builder::FakeBuilder;
use crate::fault::Fault;
use crate::journal::Request;
use crate::lock;
use crate::operation::Piece;
use crate::state::{State, base_url};
use crate::store::Store;

/// A running fake of the service. Clones are handles of the same one, which stops, and whose data goes
/// away, when the last of them is dropped.
#[derive(Clone)]
pub struct Fake(Arc<Running>);

struct Running {
    state: Arc<State>,
    servers: Vec<AbortHandle>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.servers.iter().for_each(AbortHandle::abort);
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Fake").field(&self.base_url()).finish()
    }
}

impl Fake {
    /// Starts one as it is without further words.
    ///
    /// # Errors
    ///
    /// If there is no free port, or no temporary folder can be made.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Sets one up.
    pub fn builder() -> FakeBuilder {
        FakeBuilder::new()
    }

    pub(crate) fn new(state: Arc<State>, servers: Vec<AbortHandle>) -> Self {
        Self(Arc::new(Running { state, servers }))
    }

    /// The base address of the API, as clients are given it.
    pub fn base_url(&self) -> String {
        base_url(self.0.state.api)
    }

    /// Where signed addresses lead: scheme, host and port.
    pub fn storage_origin(&self) -> String {
        format!("http://{}", self.0.state.storage)
    }

    /// The value of the cookie `auth` that the API asks for.
    pub fn auth_cookie(&self) -> &str {
        &self.0.state.cookie
    }

    /// Lets something go wrong. Faults are tried in the order in which they are given; the first that
    /// a request is for happens to it, and no other. Each is used up after its times.
    pub fn inject(&self, fault: Fault) {
        lock(&self.0.state.faults).add(fault);
    }

    /// Nothing goes wrong any more. Requests that are held stay held.
    pub fn clear_faults(&self) {
        lock(&self.0.state.faults).clear();
    }

    /// Lets all requests go on that [`Fault::hold`] keeps at present.
    pub fn release(&self) {
        self.0.state.release.send_modify(|()| {});
    }

    /// Everything that has arrived at both servers, in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.0.state.journal.all()
    }

    /// Forgets what has arrived so far.
    pub fn clear_requests(&self) {
        self.0.state.journal.clear();
    }

    /// Waits until there is such a request among those that have arrived. What is known of a request
    /// grows: its body, how much has been received, the status. After 30 seconds it is `false`.
    pub async fn wait_for_request(&self, matches: impl Fn(&Request) -> bool) -> bool {
        self.0.state.journal.wait_for(matches).await
    }

    /// The record of a File as the API would answer with it, without the effects of asking.
    pub fn file(&self, id: &str) -> Option<Value> {
        self.0.state.files.json(id).ok()
    }

    /// The records of all Files, in the order in which they were created.
    pub fn files(&self) -> Vec<Value> {
        let files = &self.0.state.files;
        files.all().iter().map(|record| files.to_json(record)).collect()
    }

    /// The bytes that S3 has of a piece.
    pub async fn stored(&self, id: &str, version: u64, piece: Piece) -> Option<Vec<u8>> {
        tokio::fs::read(self.stored_path(id, version, piece).await?).await.ok()
    }

    /// The same as a file, for pieces that are better not held in memory. It is gone with the fake, and
    /// not to be written to.
    pub async fn stored_path(&self, id: &str, version: u64, piece: Piece) -> Option<PathBuf> {
        // An id comes from the caller, and is no path.
        self.0.state.files.get(id).ok()?;
        let path = self.0.state.store.path(&Store::key(id, version, piece));
        tokio::fs::try_exists(&path).await.ok()?.then_some(path)
    }

    /// Adds a File whose version 1 is complete and whose bytes are in S3, as if it had been uploaded,
    /// and gives its id. Like many that the service has, it has no signature.
    pub async fn add_file(&self, file: NewFile) -> String {
        let state = &self.0.state;
        let NewFile { name, mime_type, extension, tags, bytes } = file;
        let record = state.new_record(&name, &mime_type, &extension, tags);
        let id = record.id.clone();
        state.add_complete(record, bytes).await;
        id
    }

    /// Adds an asset bundle of the service, which is answered as it is given here.
    pub fn add_admin_asset_bundle(&self, id: impl Into<String>, bundle: Value) {
        self.0.state.kept.add_bundle(id.into(), bundle);
    }

    /// The records of all agreements, in the order in which they were made.
    pub fn agreements(&self) -> Vec<Value> {
        self.0.state.kept.agreements()
    }

    /// The notes on the review of an asset, once there are any.
    pub fn asset_review_notes(&self, asset_review_id: &str) -> Option<String> {
        self.0.state.kept.notes(asset_review_id)
    }

    /// The ids of the files in the gallery of a group, once they have been put in order.
    pub fn gallery_order(&self, gallery_id: &str) -> Option<Vec<String>> {
        self.0.state.kept.order(gallery_id)
    }

    /// Gives a version a status, such as that of one left over from an upload that broke off. Says
    /// whether there is such a version.
    pub fn set_version_status(&self, id: &str, version: u64, status: &str) -> bool {
        let set = self.0.state.files.change_version(id, version, |version| {
            status.clone_into(&mut version.status);
            version.polls = None;
            Ok(())
        });
        set.is_ok()
    }
}

/// A File that is there without having been uploaded, for [`Fake::add_file`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFile {
    /// The name. The service exchanges some punctuation for characters that look alike.
    pub name: String,
    /// What the bytes are.
    pub mime_type: String,
    /// The extension; it gets a leading dot where it has none.
    pub extension: String,
    /// The tags, which may be none.
    pub tags: Vec<String>,
    /// What it holds.
    pub bytes: Vec<u8>,
}
