//! Files that are saved: whole or not at all, whatever happens on the way.

mod anew;
mod cancelled;
mod checked;
mod disk;
mod place;
mod resumed;
mod runtimes;

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use vrchat_files::{Client, Save};
use vrchat_files_tests::raw::{RawRequest, RawServer, Step};

/// Bytes that differ from place to place.
fn bytes(count: usize) -> Vec<u8> {
    (0..count).map(|at| u8::try_from(at * 31 % 251).expect("small")).collect()
}

/// A client that repeats a call twice, at once.
fn client(base_url: &str) -> Client {
    Client::builder()
        .base_url(base_url)
        .user_agent("tests/1.0")
        .auth_cookie(crate::calls::AUTH)
        .retries(2)
        .retry_wait(Duration::from_millis(1))
        .stall_timeout(Duration::from_millis(300))
        .answer_timeout(Duration::from_secs(1))
        .build()
        .expect("built")
}

fn save(server: &RawServer, path: impl AsRef<Path>) -> Save {
    client(&server.base_url()).download_file_version("file_1", 1).save(path.as_ref())
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("it is there");
    let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.map(|entry| name(entry.expect("readable"))).collect();
    names.sort();
    names
}

/// An answer with these headers and the length of a body of which only a part is sent.
fn answer(status: &str, headers: &str, length: usize, sent: &[u8]) -> Vec<Step> {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n");
    vec![Step::write([head.as_bytes(), sent].concat())]
}

/// The same, followed by a reset when the client has what was sent.
fn broken(status: &str, headers: &str, length: usize, sent: &[u8]) -> Vec<Step> {
    let mut steps = answer(status, headers, length, sent);
    steps.push(Step::Close);
    steps
}

fn header<'r>(request: &'r RawRequest, name: &str) -> Option<&'r str> {
    request.head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// What each request asks for: `Range` and `If-Range`.
fn ranges(server: &RawServer) -> Vec<(Option<String>, Option<String>)> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let requests = server.requests();
    let asked = requests.iter().map(|r| (owned(header(r, "range")), owned(header(r, "if-range"))));
    asked.collect()
}

const WHOLE: (Option<String>, Option<String>) = (None, None);

fn from(start: usize, tag: &str) -> (Option<String>, Option<String>) {
    (Some(format!("bytes={start}-")), Some(tag.to_owned()))
}

/// A chunked body, with or without its end.
fn chunked(headers: &str, chunks: &[&[u8]], end: bool) -> Vec<Step> {
    let mut all =
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n{headers}\r\n").into_bytes();
    for chunk in chunks {
        all.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        all.extend_from_slice(chunk);
        all.extend_from_slice(b"\r\n");
    }
    if end {
        all.extend_from_slice(b"0\r\n\r\n");
    }
    vec![Step::Write(Bytes::from(all)), Step::Close]
}

const ETAG: &str = "etag: \"one\"\r\n";

/// Saves what a server sends and checks that it comes out as these bytes and nothing else is left.
async fn saved_as(server: &RawServer, expected: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a");
    let saved = save(server, &path).await.expect("it is saved");
    assert_eq!(saved.bytes(), expected.len() as u64);
    assert!(std::fs::read(&path).expect("it is there") == expected, "other bytes");
    assert_eq!(names(folder.path()), ["a"]);
}

fn part(content: &[u8], start: usize, end: usize) -> Vec<Step> {
    let range =
        format!("{ETAG}content-range: bytes {start}-{}/{}\r\n", content.len() - 1, content.len());
    let length = content.len() - start;
    if end == content.len() {
        answer("206 Partial Content", &range, length, &content[start..end])
    } else {
        broken("206 Partial Content", &range, length, &content[start..end])
    }
}
