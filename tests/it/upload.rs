//! Whole uploads into a fake of the service with real S3 behind it.

mod cancelled;
mod changed;
mod edges;
mod faults;
mod finished;
mod hidden;
mod images;
mod killed;
mod leftovers;
mod listening;
mod resumed;
mod settled;
mod signatures;
mod steps;
mod turns;
mod whole;

use std::time::Duration;

use vrchat_files::{Client, ClientBuilder, types};
use vrchat_files_fake::{Fake, Host, Operation, Piece, Request};
pub use vrchat_files_tests::bytes;

/// The size of the smallest part.
const PART: usize = 5 << 20;

/// A client of a fake, which tries again soon.
fn builder(fake: &Fake) -> ClientBuilder {
    Client::builder()
        .base_url(fake.base_url())
        .user_agent("tests/1.0")
        .auth_cookie(fake.auth_cookie())
        .retry_wait(Duration::from_millis(1))
}

fn client(fake: &Fake) -> Client {
    builder(fake).build().expect("built")
}

/// A fake where all but the smallest data is sent in parts, and a client of it.
async fn in_parts() -> (Fake, Client) {
    let fake = Fake::builder().multipart_from(1 << 20).start().await.expect("started");
    let client = client(&fake);
    (fake, client)
}

/// A fake where no data is sent in parts, and a client of it.
async fn as_a_whole() -> (Fake, Client) {
    let fake = Fake::builder().multipart_from(u64::MAX).start().await.expect("started");
    let client = client(&fake);
    (fake, client)
}

/// The requests for an operation.
fn requests(fake: &Fake, operation: Operation) -> Vec<Request> {
    fake.requests().into_iter().filter(|request| request.operation == operation).collect()
}

/// How often an operation was asked for.
fn count(fake: &Fake, operation: Operation) -> usize {
    requests(fake, operation).len()
}

/// The parts of the file that S3 has taken, in the order in which they came.
fn parts_taken(fake: &Fake) -> Vec<u32> {
    let puts = requests(fake, Operation::StoragePut).into_iter();
    let of_file = puts.filter(|put| put.piece == Some(Piece::File) && put.status == Some(200));
    of_file.filter_map(|put| put.part).collect()
}

/// The version that is last in the fake's record of the file, and its status.
fn last_version(fake: &Fake, id: &str) -> (u64, String) {
    let file = fake.file(id).expect("the file is there");
    let last = file["versions"].as_array().and_then(|all| all.last()).expect("it has a version");
    (last["version"].as_u64().expect("a number"), last["status"].as_str().expect("text").to_owned())
}

/// That the file's last version is complete and holds these bytes, at the service and in S3.
async fn assert_stored(fake: &Fake, file: &types::File, expected: &[u8]) {
    let version = file.versions.last().expect("it has a version");
    assert_eq!(version.status, types::FileStatus::Complete);
    let id = file.id.to_string();
    assert_eq!(last_version(fake, &id), (version.version, "complete".to_owned()));
    let stored = fake.stored(&id, version.version, Piece::File).await.expect("S3 has the file");
    assert!(stored == expected, "{} bytes are stored, {} were sent", stored.len(), expected.len());
    let signature = fake.stored(&id, version.version, Piece::Signature).await;
    let digests = vrchat_files::digest(expected.to_vec()).await.expect("digested");
    let ours = digests.signature().to_vec().expect("read");
    assert!(signature.expect("S3 has the signature") == ours, "the signature differs");
}

/// That nothing of the account has reached the storage.
fn assert_no_cookie_left(fake: &Fake) {
    for request in fake.requests().iter().filter(|request| request.host == Host::Storage) {
        let names: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert!(!names.contains(&"cookie") && !names.contains(&"authorization"), "{names:?}");
    }
}
