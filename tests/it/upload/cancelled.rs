//! Dropping an upload stops it at once, and what it did can be gone on with.

use std::time::Duration;

use vrchat_files_fake::{Fault, Operation, Piece, Request};

use super::{PART, assert_stored, bytes, in_parts, last_version, requests};

fn is_put(request: &Request) -> bool {
    request.operation == Operation::StoragePut && request.piece == Some(Piece::File)
}

#[tokio::test]
async fn nothing_more_is_sent() {
    let (fake, client) = in_parts().await;
    fake.inject(Fault::on(Operation::StoragePut).piece(Piece::File).throttle(8 << 20).always());
    // Larger parts than the system takes unread.
    let part = 4 * PART;
    let content = bytes(4 * part);
    let upload =
        |content| client.upload(content).name("a").extension(".vrca").part_size(part as u64);
    let task = tokio::spawn(upload(content.clone()).into_future());
    // It is in the middle of parts.
    assert!(fake.wait_for_request(|one| is_put(one) && one.received > 200_000).await);
    task.abort();
    assert!(task.await.expect_err("it was aborted").is_cancelled());
    // What the system has taken by then still arrives.
    let received =
        || requests(&fake, Operation::StoragePut).iter().map(|put| put.received).sum::<u64>();
    let mut before = received();
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = received();
        if now == before {
            break;
        }
        before = now;
    }
    assert!(before < 2 * part as u64, "{before} bytes arrived although nobody wants them sent");
    let taken =
        requests(&fake, Operation::StoragePut).into_iter().find(|put| put.status == Some(200));
    assert!(taken.is_none(), "a part was taken: {taken:?}");

    // The version stays, and another call goes on with it.
    let id = fake.files()[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(last_version(&fake, &id), (1, "waiting".to_owned()));
    fake.clear_faults();
    let file = upload(content.clone()).into_file(&id).await.expect("it goes on");
    assert_stored(&fake, &file, &content).await;
    assert_eq!(last_version(&fake, &id).0, 1);
}

/// Holes are a matter of the file system, and NTFS makes none unasked.
#[cfg(unix)]
#[tokio::test]
async fn a_digest_that_nobody_wants_is_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    // Minutes of work, in a file that is a hole.
    let large = folder.path().join("large.vrcw");
    let file = std::fs::File::create(&large).expect("made");
    file.set_len(1 << 40).expect("the file system knows holes");
    let digest = vrchat_files::digest(&large);
    let in_time = tokio::time::timeout(Duration::from_millis(50), digest).await;
    assert!(in_time.is_err(), "it takes minutes");
    // The runtime waits for its threads when the test ends, and the test's limit for the runtime.
}
