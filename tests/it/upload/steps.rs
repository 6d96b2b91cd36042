//! The steps of an upload on their own, for people with a flow of their own.

use vrchat_files::types::{CreateFileRequest, CreateFileVersionRequest, FileType, MimeType};
use vrchat_files::{Error, ErrorKind, digest};
use vrchat_files_fake::{Fault, Operation};

use super::{PART, as_a_whole, assert_no_cookie_left, assert_stored, bytes, in_parts, requests};

#[tokio::test]
async fn a_flow_of_ones_own() -> Result<(), Error> {
    let (fake, client) = in_parts().await;
    let folder = tempfile::tempdir().expect("a folder");
    let (path, content) = (folder.path().join("a.vrcw"), bytes(PART + 10));
    std::fs::write(&path, &content).expect("written");

    let digests = digest(&path).await?;
    let signature = digests.signature();
    assert_eq!(digests.size(), content.len() as u64);
    let body = CreateFileRequest::new("a", MimeType::ApplicationXWorld, ".vrcw");
    let id = client.create_file(body).await?.id;
    let body = CreateFileVersionRequest::new(signature.md5(), signature.size());
    let body = body.file_md5(digests.md5()).file_size_in_bytes(digests.size());
    client.create_file_version(&id, body).await?;

    let mut etags = Vec::new();
    let (part, end) = (PART as u64, content.len() as u64);
    for (number, range) in [(1, 0..part), (2, part..end)] {
        let start = client.start_file_data_upload(&id, 1, FileType::File).part_number(number);
        let stored = client.put_part(start.await?.url, &path).range(range.clone()).await?;
        assert_eq!(stored.bytes(), range.end - range.start);
        etags.extend(stored.etag().map(str::to_owned));
    }
    client.finish_file_data_upload(&id, 1, FileType::File).etags(etags).await?;

    let start = client.start_file_data_upload(&id, 1, FileType::Signature).await?;
    let put = client.put_part(start.url, signature);
    let put = put.content_type("application/x-rsync-signature").content_md5(signature.md5());
    assert_eq!(put.await?.md5(), signature.md5());
    let file = client.finish_file_data_upload(&id, 1, FileType::Signature).await?;
    assert_stored(&fake, &file, &content).await;
    assert_no_cookie_left(&fake);
    Ok(())
}

#[tokio::test]
async fn a_part_is_sent_once_and_its_failure_is_shown() {
    let (fake, client) = as_a_whole().await;
    let body = CreateFileRequest::new("a", MimeType::ImagePng, ".png");
    let id = client.create_file(body).await.expect("made").id;
    let digests = digest(bytes(9)).await.expect("digested");
    let body = CreateFileVersionRequest::new(digests.signature().md5(), digests.signature().size());
    let body = body.file_md5(digests.md5()).file_size_in_bytes(9);
    client.create_file_version(&id, body).await.expect("made");
    let url = client.start_file_data_upload(&id, 1, FileType::File).await.expect("given").url;
    let put = || client.put_part(&url, bytes(9));
    let shown = format!("{:?}", put());
    assert!(shown.contains("9 bytes") && !shown.contains("X-Amz"), "{shown}");

    fake.inject(Fault::on(Operation::StoragePut).s3_error(503, "SlowDown"));
    let error = put().await.expect_err("it fails");
    assert_eq!((error.operation(), error.attempts()), (Some("putPart"), 1));
    let line = error.to_string();
    assert!(line.starts_with("putPart: 503 Service Unavailable: SlowDown"), "{line}");
    assert!(!line.contains("X-Amz") && !format!("{error:?}").contains("X-Amz"), "{line}");
    // S3 itself checks the digest that it is told.
    let error = put().content_md5(digests.signature().md5()).await.expect_err("it is another");
    assert_eq!(error.storage().map(|storage| storage.code()), Some("BadDigest"));
    fake.inject(Fault::on(Operation::StoragePut).etag("0123456789abcdef0123456789abcdef"));
    let error = put().await.expect_err("another tag");
    assert_eq!(error.kind(), ErrorKind::Integrity);
    let (rest, last) = url.split_at(url.len() - 1);
    let changed = format!("{rest}{}", if last == "0" { "1" } else { "0" });
    let error = client.put_part(changed, bytes(9)).await.expect_err("the signature is wrong");
    assert!(error.is_forbidden());
    assert_eq!(put().await.expect("stored").bytes(), 9);
    assert_eq!(requests(&fake, Operation::StoragePut).len(), 5);
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused() {
    let (fake, client) = as_a_whole().await;
    let origin = fake.storage_origin();
    let put = || client.put_part(&origin, bytes(9));
    for (put, argument) in [
        (put().range(0..10), "range"),
        (put().range(std::ops::Range { start: 5, end: 4 }), "range"),
        (put().content_type("a\nb"), "content_type"),
        (put().content_md5("é\n"), "content_md5"),
        (client.put_part("planted", bytes(9)), "url"),
        (client.put_part("file:///planted", bytes(9)), "url"),
    ] {
        let error = put.await.expect_err("it is refused");
        assert_eq!(error.parameter(), Some(argument), "{error}");
        assert!(!error.to_string().contains("planted"), "{error}");
    }
    let error = client.put_part(&origin, "/none").await.expect_err("there is no such file");
    assert_eq!(error.kind(), ErrorKind::File);
    assert_eq!(fake.requests().len(), 0);
}
