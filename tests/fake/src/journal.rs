//! Everything that has arrived.

use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use hyper::http::request::Parts;
use tokio::sync::{Notify, oneshot};

use crate::lock;
use crate::operation::{Host, Operation, Piece};
use crate::route::Route;

/// How long a test waits for a request that does not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request as it arrived.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// The server that it arrived at.
    pub host: Host,
    /// What it asks for.
    pub operation: Operation,
    /// The method.
    pub method: String,
    /// The path as it stood in the request line, still encoded.
    pub path: String,
    /// The query's pairs, decoded.
    pub query: Vec<(String, String)>,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The File that it is about.
    pub file_id: Option<String>,
    /// The version that it is about.
    pub version: Option<u64>,
    /// The piece that it is about.
    pub piece: Option<Piece>,
    /// The number of the part that it is about.
    pub part: Option<u32>,
    /// The body of a request to the API, once it has arrived. That of one to the storage is not kept.
    pub body: Bytes,
    /// How many bytes of the body have arrived so far.
    pub received: u64,
    /// The status of the answer. `None` while there is no answer, and where the connection was broken
    /// instead.
    pub status: Option<u16>,
}

impl Request {
    /// The value of a header, by its name in lower case; the first one, if it stands more than once.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn new(route: &Route, head: &Parts) -> Self {
        let headers = head.headers.iter().map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        Self {
            host: route.host,
            operation: route.operation,
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: route.query.clone(),
            headers: headers.collect(),
            file_id: route.file_id.clone(),
            version: route.version,
            piece: route.piece,
            part: route.part,
            body: Bytes::new(),
            received: 0,
            status: None,
        }
    }
}

/// All requests in order of arrival, and those who wait for one.
#[derive(Default)]
pub(crate) struct Journal {
    entries: Mutex<Entries>,
    changed: Notify,
}

#[derive(Default)]
struct Entries {
    requests: Vec<Request>,
    /// How many have been cleared away, which the numbers of later ones begin after.
    cleared: usize,
}

/// The number of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry(usize);

impl Journal {
    pub fn arrived(&self, request: Request) -> Entry {
        let mut entries = lock(&self.entries);
        entries.requests.push(request);
        let entry = Entry(entries.cleared + entries.requests.len() - 1);
        drop(entries);
        self.changed.notify_waiters();
        entry
    }

    /// Notes something about a request, unless it has been cleared away.
    pub fn note(&self, entry: Entry, note: impl FnOnce(&mut Request)) {
        let mut entries = lock(&self.entries);
        let index = entry.0.checked_sub(entries.cleared);
        if let Some(request) = index.and_then(|index| entries.requests.get_mut(index)) {
            note(request);
        }
        drop(entries);
        self.changed.notify_waiters();
    }

    pub fn all(&self) -> Vec<Request> {
        lock(&self.entries).requests.clone()
    }

    pub fn clear(&self) {
        let mut entries = lock(&self.entries);
        entries.cleared += entries.requests.len();
        entries.requests.clear();
    }

    pub async fn wait_for(&self, matches: impl Fn(&Request) -> bool) -> bool {
        let wait = async {
            loop {
                let changed = self.changed.notified();
                tokio::pin!(changed);
                // What changes between the look and the wait is not to be missed.
                changed.as_mut().enable();
                if lock(&self.entries).requests.iter().any(&matches) {
                    return;
                }
                changed.await;
            }
        };
        let (_waiting, expired) = patience();
        tokio::select! {
            biased;
            () = wait => true,
            _ = expired => false,
        }
    }
}

/// Says when a test has waited for long enough, by the clock on the wall: that of tokio may be one that
/// a test moves. It ends early when the first of the two is dropped.
fn patience() -> (mpsc::Sender<()>, oneshot::Receiver<()>) {
    let (waiting, waiter) = mpsc::channel::<()>();
    let (expire, expired) = oneshot::channel();
    thread::spawn(move || {
        if waiter.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
            let _ = expire.send(());
        }
    });
    (waiting, expired)
}
