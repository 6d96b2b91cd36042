//! Sizes at which something changes, and what is refused before anything is made.

use std::path::Path;

use vrchat_files::{Client, ErrorKind, Source, UploadStep};
use vrchat_files_fake::{Fake, Operation, Piece};

use super::{PART, assert_stored, bytes, client, count, in_parts, requests};

#[tokio::test]
async fn files_of_every_size_arrive() {
    // The block of a signature, and what begins to be sent in parts.
    let fake = Fake::builder().multipart_from(4096).start().await.expect("started");
    let client = client(&fake);
    for size in [0, 1, 2047, 2048, 2049, 4095, 4096, 4097, 300_000] {
        let upload = client.upload(bytes(size)).name("a").extension(".png");
        let file = upload.await.unwrap_or_else(|error| panic!("{size}: {error}"));
        assert_stored(&fake, &file, &bytes(size)).await;
    }
}

#[tokio::test]
async fn nothing_at_all_arrives_as_one_part_too() {
    let fake = Fake::builder().multipart_from(0).start().await.expect("started");
    let upload = client(&fake).upload(Vec::new()).name("a").extension(".png");
    assert_stored(&fake, &upload.await.expect("it succeeds"), &[]).await;
    let put = requests(&fake, Operation::StoragePut).remove(0);
    assert_eq!((put.part, put.header("content-length")), (Some(1), Some("0")));
}

#[tokio::test]
async fn parts_end_where_they_should() {
    let (fake, client) = in_parts().await;
    for (size, parts) in [
        (PART - 1, 1),
        (PART, 1),
        (PART + 1, 2),
        (2 * PART - 1, 2),
        (2 * PART, 2),
        (2 * PART + 1, 3),
    ] {
        fake.clear_requests();
        let upload = client.upload(bytes(size)).name("a").extension(".png");
        let file = upload.part_size(PART as u64).await.expect("it succeeds");
        assert_stored(&fake, &file, &bytes(size)).await;
        let puts = requests(&fake, Operation::StoragePut).into_iter();
        assert_eq!(puts.filter(|put| put.piece == Some(Piece::File)).count(), parts, "{size}");
    }
}

/// That an upload is refused for this reason, and that the service hears nothing of it.
async fn assert_refused(fake: &Fake, upload: vrchat_files::Upload, kind: ErrorKind, reason: &str) {
    let error = upload.await.expect_err("it is refused");
    assert_eq!(error.kind(), kind, "{error}");
    assert!(matches!(error.step(), Some(UploadStep::Check)), "{error}");
    let line = error.to_string();
    assert!(line.contains(reason), "{line}");
    assert!(line.starts_with("upload: ") && line.ends_with("; nothing was made"), "{line}");
    assert_eq!((error.file_id(), error.version(), error.attempts()), (None, None, 0));
    assert_eq!(error.remedy(), Some(vrchat_files::Remedy::BeginAnew));
    assert_eq!(fake.requests().len(), 0);
}

#[tokio::test]
async fn what_cannot_be_uploaded_is_refused_before_anything_is_made() {
    let (fake, client) = in_parts().await;
    let folder = tempfile::tempdir().expect("a folder");
    let small = folder.path().join("a.png");
    std::fs::write(&small, b"x").expect("written");
    let of = |source: &Path| client.upload(source);

    let none = folder.path().join("none.png");
    assert_refused(&fake, of(&none), ErrorKind::File, "none.png cannot be read: ").await;
    let named = folder.path().join("folder.png");
    std::fs::create_dir(&named).expect("made");
    assert_refused(&fake, of(&named), ErrorKind::File, "cannot be read: it is a folder").await;
    #[cfg(unix)]
    {
        let device = client.upload("/dev/null").extension(".png");
        assert_refused(&fake, device, ErrorKind::File, "it is no regular file").await;
    }

    let argument = ErrorKind::InvalidArgument;
    for (name, reason) in [
        ("a/b", "`name` contains a slash or a backslash: \"a/b\""),
        ("a\\b", "`name` contains a slash or a backslash"),
        ("a\nb", "`name` contains a control character: \"a\\nb\""),
        ("..", "`name` is no name"),
    ] {
        assert_refused(&fake, of(&small).name(name), argument, reason).await;
    }
    assert_refused(&fake, of(&small).extension("a/b"), argument, "`extension` contains").await;
    let bare = folder.path().join("bare");
    std::fs::write(&bare, b"x").expect("written");
    assert_refused(&fake, of(&bare), argument, "call `.extension(…)`").await;
    let unnamed = client.upload(b"x".as_slice()).extension(".png");
    assert_refused(&fake, unnamed, argument, "call `.name(…)`").await;

    let parts = of(&small).part_size(PART as u64 - 1);
    assert_refused(&fake, parts, argument, "`part_size` must be from 5242880 to").await;
    let reason = "`concurrency` must be from 1 to 16, but is 0";
    assert_refused(&fake, of(&small).concurrency(0), argument, reason).await;
    let reason = "`concurrency` must be from 1 to 16, but is 17";
    assert_refused(&fake, of(&small).concurrency(17), argument, reason).await;
}

#[tokio::test]
async fn what_is_refused_of_a_file_that_is_there_is_said_so() {
    let (fake, client) = in_parts().await;
    let upload = || client.upload(bytes(1)).into_file("file_1");
    for upload in [upload().concurrency(0), client.upload("/none").into_file("file_1")] {
        let line = upload.await.expect_err("it is refused").to_string();
        assert!(line.starts_with("upload to file_1: "), "{line}");
        assert!(line.ends_with("; nothing was sent"), "{line}");
    }
    assert_eq!(fake.requests().len(), 0);
    // A file that is not there cannot be gone on with.
    let line = upload().await.expect_err("there is none").to_string();
    assert!(
        line.contains("404 Not Found: File not found (GET /api/1/file/file_1)")
            || line.ends_with("file/file_1)"),
        "{line}"
    );
}

/// Holes are a matter of the file system, and NTFS makes none unasked.
#[cfg(unix)]
#[tokio::test]
async fn more_parts_than_s3_takes_are_refused_before_a_byte_is_read() {
    let (fake, client) = in_parts().await;
    let folder = tempfile::tempdir().expect("a folder");
    // A file with a hole: it has no bytes on the disk.
    let large = folder.path().join("large.vrcw");
    let file = std::fs::File::create(&large).expect("made");
    file.set_len(10_000 * PART as u64 + 1).expect("the file system knows holes");
    let upload = client.upload(&large).part_size(PART as u64);
    let reason = "makes 10001 parts, and S3 takes 10000: give at least 5242881 bytes";
    assert_refused(&fake, upload, ErrorKind::InvalidArgument, reason).await;
}

#[tokio::test]
async fn ids_that_lead_elsewhere_are_refused() {
    let (fake, client) = in_parts().await;
    for id in ["", "..", "a/b", "a\\..\\auth"] {
        let into = || client.upload(bytes(1)).into_file(id);
        for error in [into().await, into().abandon().await].map(Result::unwrap_err) {
            assert!(error.is_invalid_argument(), "{error}");
            assert_eq!(error.parameter(), Some("into_file"));
        }
    }
    assert_eq!(fake.requests().len(), 0);
}

#[tokio::test]
async fn an_upload_can_be_sent_to_another_task() {
    fn assert_send<T: Send + 'static>(value: T) -> T {
        value
    }
    let (fake, client) = in_parts().await;
    let upload = |client: &Client| client.upload(Source::from(bytes(9))).name("a").extension("png");
    let file = tokio::spawn(assert_send(upload(&client)).into_future());
    assert_stored(&fake, &file.await.expect("no panic").expect("it succeeds"), &bytes(9)).await;
    assert_eq!(count(&fake, Operation::CreateFile), 1);
    assert_eq!(format!("{:?}", upload(&client)).matches("9 bytes").count(), 1);
}
