//! Whatever the network or the service does wrong is an error that says so, is repeated where that
//! does no harm and nowhere else, and leaves nothing behind for the next call.

mod again;
mod body;
mod content;
mod dropped;
mod head;
mod redirects;
mod stalls;

use std::collections::HashSet;
use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use vrchat_files::types::{CreateFileRequest, File};
use vrchat_files::{Client, ClientBuilder, Error};
use vrchat_files_tests::raw::{RawServer, Step};

/// The calls that take a failure differently.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Answered with JSON, and repeated.
    Read,
    /// Answered with JSON, and not repeated.
    Write,
    /// Answered with bytes, and repeated until they begin.
    Download,
}

impl Kind {
    /// Makes such a call and gives the name of the file that it is answered with. A call that would
    /// take forever fails the test.
    async fn call(self, client: &Client) -> Result<String, Error> {
        let limit = Duration::from_secs(30);
        tokio::time::timeout(limit, self.unlimited(client)).await.expect("it ends")
    }

    async fn unlimited(self, client: &Client) -> Result<String, Error> {
        match self {
            Self::Read => Ok(client.get_file("file_1").await?.name),
            Self::Write => {
                let body = CreateFileRequest::new("new", "image/png", ".png");
                Ok(client.create_file(body).await?.name)
            }
            Self::Download => {
                let bytes = download(client).await?;
                let file: File = serde_json::from_slice(&bytes).expect("the file, and no more");
                Ok(file.name)
            }
        }
    }

    /// The operation, as errors name it.
    fn operation(self) -> &'static str {
        match self {
            Self::Read => "getFile",
            Self::Write => "createFile",
            Self::Download => "downloadFileVersion",
        }
    }

    /// How often a call is sent that fails each time in a way that passes.
    fn tries(self) -> usize {
        if self == Self::Write { 1 } else { 3 }
    }
}

/// Runs a test for every kind, side by side.
async fn each<F: Future<Output = ()>>(test: impl Fn(Kind) -> F) {
    join_all([Kind::Read, Kind::Write, Kind::Download].map(test)).await;
}

/// Downloads to the end, which an error is as well.
async fn download(client: &Client) -> Result<Vec<u8>, Error> {
    let mut download = client.download_file_version("file_1", 1).await?;
    let mut bytes = Vec::new();
    loop {
        match download.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Ok(bytes),
            Err(error) => {
                assert_eq!(download.chunk().await.expect("it is over"), None);
                return Err(error);
            }
        }
    }
}

/// A builder whose clients try everything up to three times.
fn builder(base_url: String) -> ClientBuilder {
    Client::builder()
        .base_url(base_url)
        .user_agent("tests/1.0")
        .retries(2)
        .retry_wait(Duration::from_millis(5))
        // There is no TLS here, and reading the system's roots takes longer than a call.
        .configure(|http| http.tls_certs_only([]))
}

fn client(server: &RawServer) -> Client {
    builder(server.base_url()).build().expect("built")
}

/// Plays the steps for so many requests, and then answers with a file named `next`.
async fn failing(times: usize, steps: Vec<Step>) -> RawServer {
    RawServer::start(move |number| match number < times {
        true => steps.clone(),
        false => vec![good("next")],
    })
    .await
}

/// A file as the service sends it.
fn file(name: &str) -> String {
    serde_json::json!({
        "extension": ".png", "id": "file_1", "mimeType": "image/png", "name": name,
        "ownerId": "usr_1", "tags": [], "versions": [],
    })
    .to_string()
}

/// The headers of a success, with these lines among them.
fn head(lines: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{lines}\r\n\r\n")
}

/// The headers of a file and the start of it.
fn half() -> Step {
    let file = file("half");
    Step::Write((head(&format!("content-length: {}", file.len())) + &file[..20]).into())
}

/// An answer of that status, with these header lines and this body, whose length is announced.
fn answer(status: &str, lines: &str, body: impl AsRef<[u8]>) -> Bytes {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{lines}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat().into()
}

/// A success with the file of this name.
fn good(name: &str) -> Step {
    Step::Write(answer("200 OK", "content-type: application/json\r\n", file(name)))
}

/// The connections that the requests came on.
fn connections(server: &RawServer) -> Vec<usize> {
    server.requests().iter().map(|request| request.connection).collect()
}

/// What is asked next is answered, and comes on a connection that nothing went wrong on.
async fn assert_unharmed(server: &RawServer, client: &Client, kind: Kind, case: &str) {
    let sent = server.requests().len();
    assert_eq!(kind.call(client).await.expect(case), "next", "{case}, {kind:?}");
    let expected: Vec<usize> = (0..=sent).collect();
    assert_eq!(connections(server), expected, "{case}, {kind:?}");
    // However often it was sent, it was the same request.
    let requests = server.requests().into_iter().map(|request| (request.head, request.body));
    let requests: HashSet<_> = requests.collect();
    assert_eq!(requests.len(), 1, "{case}: {requests:?}");
}
