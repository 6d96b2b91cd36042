//! Uploads in which nothing goes wrong: what is sent, in which order, with which headers.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use vrchat_files::types::MimeType;
use vrchat_files::{UploadPhase, UploadProgress};
use vrchat_files_fake::{Fake, Host, Operation, Piece, Request};

use super::{
    PART, as_a_whole, assert_no_cookie_left, assert_stored, bytes, client, in_parts, requests,
};

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).expect("it is JSON")
}

/// Operation and piece of each request, in order of arrival.
fn course(fake: &Fake) -> Vec<(Operation, Option<Piece>)> {
    fake.requests().iter().map(|request| (request.operation, request.piece)).collect()
}

#[tokio::test]
async fn a_small_file_is_sent_as_a_whole() {
    let (fake, client) = as_a_whole().await;
    let folder = tempfile::tempdir().expect("a folder");
    let (path, content) = (folder.path().join("My avatar.vrca"), bytes(10_000));
    std::fs::write(&path, &content).expect("written");
    let file = client.upload(&path).tags(["gallery"]).await.expect("it succeeds");
    assert_eq!((file.name.as_str(), file.extension.as_str()), ("My avatar", ".vrca"));
    assert_stored(&fake, &file, &content).await;
    let (of_file, of_signature) = (Some(Piece::File), Some(Piece::Signature));
    assert_eq!(
        course(&fake),
        [
            (Operation::CreateFile, None),
            (Operation::CreateFileVersion, None),
            (Operation::StartFileDataUpload, of_file),
            (Operation::StoragePut, of_file),
            (Operation::FinishFileDataUpload, of_file),
            (Operation::StartFileDataUpload, of_signature),
            (Operation::StoragePut, of_signature),
            (Operation::FinishFileDataUpload, of_signature),
        ]
    );
    let all = fake.requests();
    let digests = vrchat_files::digest(content).await.expect("digested");
    assert_eq!(
        body(&all[0]),
        json!({"name": "My avatar", "mimeType": "application/x-avatar", "extension": ".vrca", "tags": ["gallery"]})
    );
    assert_eq!(
        body(&all[1]),
        json!({
            "fileMd5": digests.md5(), "fileSizeInBytes": 10_000,
            "signatureMd5": digests.signature().md5(),
            "signatureSizeInBytes": digests.signature().size(),
        })
    );
    for (put, media_type, md5) in [
        (&all[3], "application/x-avatar", digests.md5()),
        (&all[6], "application/x-rsync-signature", digests.signature().md5()),
    ] {
        assert_eq!(put.header("content-type"), Some(media_type));
        assert_eq!(put.header("content-md5"), Some(md5));
        assert_eq!(put.header("content-length"), Some(put.received.to_string().as_str()));
        assert_eq!(put.header("transfer-encoding"), None);
    }
    for start in requests(&fake, Operation::StartFileDataUpload) {
        assert_eq!(start.query, []);
    }
    assert_eq!((all[4].body.len(), all[7].body.len()), (0, 0), "finish has no body");
    assert_no_cookie_left(&fake);
}

#[tokio::test]
async fn a_large_file_is_sent_in_parts() {
    let (fake, client) = in_parts().await;
    let content = bytes(3 * PART + 1000);
    let upload = client.upload(content.clone()).name("World").extension("vrcw");
    let file = upload.part_size(PART as u64).await.expect("it succeeds");
    assert_eq!(file.mime_type, MimeType::ApplicationXWorld);
    assert_stored(&fake, &file, &content).await;

    let of_file = |request: &Request| request.piece == Some(Piece::File);
    let starts = requests(&fake, Operation::StartFileDataUpload).into_iter().filter(of_file);
    let numbers: Vec<_> = starts.map(|start| start.query).collect();
    let number = |part: u32| vec![("partNumber".to_owned(), part.to_string())];
    assert_eq!(numbers, [number(1), number(2), number(3), number(4)], "an address for each part");
    let mut sizes = Vec::new();
    for put in requests(&fake, Operation::StoragePut).into_iter().filter(of_file) {
        assert_eq!((put.header("content-type"), put.header("content-md5")), (None, None));
        assert_eq!(put.header("content-length"), Some(put.received.to_string().as_str()));
        sizes.push((put.part, put.received));
    }
    sizes.sort_unstable();
    let part = PART as u64;
    assert_eq!(sizes, [(Some(1), part), (Some(2), part), (Some(3), part), (Some(4), 1000)]);
    let finish = requests(&fake, Operation::FinishFileDataUpload).remove(0);
    let etags: Vec<String> = content
        .chunks(PART)
        .map(|part| {
            use md5::Digest as _;
            md5::Md5::digest(part).iter().map(|byte| format!("{byte:02x}")).collect()
        })
        .collect();
    assert_eq!(body(&finish), json!({ "etags": etags }), "in the order of the parts");
    assert_no_cookie_left(&fake);
}

#[tokio::test]
async fn the_service_says_how_each_piece_is_sent() {
    for (multipart_from, parts) in
        [(1, [true, true]), (10_000, [true, false]), (1 << 30, [false; 2])]
    {
        let fake = Fake::builder().multipart_from(multipart_from).start().await.expect("started");
        let content = bytes(100_000);
        let upload = client(&fake).upload(content.clone()).name("a").extension(".png");
        let file = upload.await.expect("it succeeds");
        assert_stored(&fake, &file, &content).await;
        for (piece, is_in_parts) in [Piece::File, Piece::Signature].into_iter().zip(parts) {
            let all = fake.requests();
            let of = |operation| {
                all.iter().filter(move |one| one.operation == operation && one.piece == Some(piece))
            };
            let has_parts = of(Operation::StoragePut).all(|put| put.part == Some(1));
            assert_eq!(has_parts, is_in_parts, "{piece:?} from {multipart_from}");
            let asked = of(Operation::GetFileDataUploadStatus).count();
            assert_eq!(asked, usize::from(is_in_parts), "{piece:?} from {multipart_from}");
        }
    }
}

#[tokio::test]
async fn a_version_is_added_to_a_file() {
    let (fake, client) = as_a_whole().await;
    let first = client.upload(bytes(10)).name("a").extension(".jpg").await.expect("it succeeds");
    fake.clear_requests();
    let second = client.upload(bytes(20)).into_file(&first.id).await.expect("it succeeds");
    assert_eq!(second.id, first.id);
    assert_eq!(second.versions.last().map(|version| version.version), Some(2));
    assert_stored(&fake, &second, &bytes(20)).await;
    assert_eq!(requests(&fake, Operation::CreateFile).len(), 0);
    let put = requests(&fake, Operation::StoragePut).remove(0);
    assert_eq!(put.header("content-type"), Some("image/jpg"), "the file's own type");
}

#[tokio::test]
async fn progress_begins_with_the_version_and_ends_with_all_bytes() {
    let (fake, client) = in_parts().await;
    let content = bytes(2 * PART);
    let digests = vrchat_files::digest(content.clone()).await.expect("digested");
    let all = digests.size() + digests.signature().size();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (keep, watched) = (seen.clone(), fake.clone());
    let upload = client.upload(content).name("a").extension(".vrca").part_size(PART as u64);
    let upload = upload.on_progress(move |progress| {
        let mut seen = keep.lock().expect("no holder panics");
        if seen.is_empty() {
            let is_first = watched.requests().iter().all(|request| request.host == Host::Api);
            assert!(is_first, "it comes before any byte");
        }
        seen.push(progress);
    });
    let file = upload.await.expect("it succeeds");
    let seen = seen.lock().expect("no holder panics");
    let UploadProgress::Created { file_id, version, .. } = &seen[0] else {
        panic!("{:?}", seen[0])
    };
    assert_eq!((file_id.as_str(), *version), (file.id.as_str(), 1));
    let mut before = (UploadPhase::File, 0);
    for progress in &seen[1..] {
        let UploadProgress::Moved { phase, bytes, total, .. } = progress else { panic!("twice") };
        assert_eq!(*total, all);
        assert!(*bytes >= before.1, "nothing is sent again");
        before = (*phase, *bytes);
    }
    assert_eq!(before, (UploadPhase::Settling, all));
    let phases = |wanted| {
        let is = |one: &&UploadProgress| matches!(one, UploadProgress::Moved { phase, .. } if *phase == wanted);
        seen.iter().filter(is).count()
    };
    assert!(phases(UploadPhase::File) > 3 && phases(UploadPhase::Signature) > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_parts_are_under_way_at_a_time() {
    for concurrency in [1, 3] {
        let (fake, client) = in_parts().await;
        let put = vrchat_files_fake::Fault::on(Operation::StoragePut).piece(Piece::File);
        fake.inject(put.hold().always());
        let upload = client.upload(bytes(4 * PART)).name("a").extension(".vrca");
        let upload = upload.part_size(PART as u64).concurrency(concurrency);
        let task = tokio::spawn(upload.into_future());
        let last = u32::try_from(concurrency).expect("it is small");
        let is_last =
            |one: &Request| one.operation == Operation::StoragePut && one.part == Some(last);
        assert!(fake.wait_for_request(is_last).await);
        // None of them can end, so there are no more.
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert_eq!(requests(&fake, Operation::StoragePut).len(), concurrency);
        fake.clear_faults();
        while !task.is_finished() {
            fake.release();
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_stored(&fake, &task.await.expect("no panic").expect("ok"), &bytes(4 * PART)).await;
    }
}

#[tokio::test]
async fn media_types_follow_from_the_extension() {
    let (fake, client) = as_a_whole().await;
    for (extension, expected) in [
        ("vrca", "application/x-avatar"),
        ("vrcw", "application/x-world"),
        ("vrcp", "application/x-prop"),
        ("unitypackage", "application/gzip"),
        ("GZ", "application/gzip"),
        ("png", "image/png"),
        ("jpg", "image/jpg"),
        ("bin", "application/octet-stream"),
    ] {
        let file = client.upload(bytes(1)).name("a").extension(extension).await.expect("it works");
        assert_eq!(file.mime_type.as_str(), expected, "{extension}");
    }
    let file = client.upload(bytes(1)).name("a").extension("png").mime_type(MimeType::ImageBmp);
    assert_eq!(file.await.expect("it works").mime_type, MimeType::ImageBmp);
    assert_no_cookie_left(&fake);
}
