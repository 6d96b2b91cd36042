//! Many uploads at once.

use futures_util::future::join_all;
use vrchat_files_fake::{Operation, Request};

use super::{PART, assert_stored, bytes, client, in_parts, last_version};

#[tokio::test(flavor = "multi_thread")]
async fn ten_files_at_once() {
    let (fake, client) = in_parts().await;
    let content = |number: usize| bytes(PART + 1000 + number);
    let uploads = (0..10).map(|number| {
        let upload = client.upload(content(number)).name(format!("file {number}"));
        tokio::spawn(upload.extension(".vrca").part_size(PART as u64).into_future())
    });
    for (number, file) in join_all(uploads).await.into_iter().enumerate() {
        let file = file.expect("no panic").expect("it succeeds");
        assert_eq!(file.name, format!("file {number}"));
        assert_stored(&fake, &file, &content(number)).await;
    }
    assert_eq!(fake.files().len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_uploads_into_one_file_take_turns() {
    let (fake, first) = in_parts().await;
    let file = first.upload(bytes(9)).name("a").extension(".vrca").await.expect("it succeeds");
    fake.clear_requests();
    let content = |number: usize| bytes((1 << 20) + 1 + number);
    let uploads = (0..10).map(|number| {
        // Each by a client of its own, as different parts of a program may have.
        let upload = client(&fake).upload(content(number)).into_file(&file.id);
        tokio::spawn(upload.into_future())
    });
    let mut versions = Vec::new();
    for (number, file) in join_all(uploads).await.into_iter().enumerate() {
        let file = file.expect("no panic").expect("it succeeds");
        let version = file.versions.last().expect("it has one");
        versions.push(version.version);
        let stored = fake.stored(file.id.as_ref(), version.version, vrchat_files_fake::Piece::File);
        assert!(stored.await.expect("S3 has it") == content(number));
    }
    versions.sort_unstable();
    assert_eq!(versions, (2..=11).collect::<Vec<_>>());
    assert_eq!(last_version(&fake, file.id.as_ref()), (11, "complete".to_owned()));
    // A version is made only after the one before was sent.
    let of_version = |request: &Request| request.version.is_some();
    let order: Vec<_> = fake.requests().into_iter().filter(of_version).collect();
    assert!(order.is_sorted_by_key(|request| request.version), "they take turns");
    assert!(order.iter().all(|request| request.operation != Operation::DeleteFileVersion));
}

#[tokio::test]
async fn the_same_twice_into_one_file_is_sent_once() {
    let (fake, client) = in_parts().await;
    let file = client.upload(bytes(9)).name("a").extension(".vrca").await.expect("it succeeds");
    fake.clear_requests();
    let upload = || client.upload(bytes(2000)).into_file(&file.id).into_future();
    let (one, other) = tokio::join!(upload(), upload());
    assert_eq!(one.expect("it succeeds"), other.expect("it succeeds"));
    assert_eq!(last_version(&fake, file.id.as_ref()).0, 2);
    assert_eq!(super::count(&fake, Operation::StoragePut), 2);
}
