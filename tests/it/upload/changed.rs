//! Files that change while they are uploaded: an error before anything is finished.

use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use vrchat_files::{Client, Error, ErrorKind, UploadProgress};
use vrchat_files_fake::{Fake, Operation};

use super::{PART, as_a_whole, assert_stored, bytes, count, in_parts, last_version};

/// Uploads a file that is changed once its version is made, which is after it was digested.
async fn changed(
    fake: &Fake,
    client: &Client,
    path: &Path,
    change: impl Fn(&Path) + Send + 'static,
) -> Error {
    let at = path.to_owned();
    let upload = client.upload(path).part_size(PART as u64).on_progress(move |progress| {
        if matches!(progress, UploadProgress::Created { .. }) {
            change(&at);
        }
    });
    let error = upload.await.expect_err("it changed");
    assert_eq!(count(fake, Operation::FinishFileDataUpload), 0, "{error}");
    assert_eq!(error.kind(), ErrorKind::Integrity, "{error}");
    let line = error.to_string();
    assert!(line.contains("a.vrca changes while it is uploaded; the same call with"), "{line}");
    assert!(line.ends_with(".replace_unfinished()` begins anew"), "{line}");
    error
}

fn overwrite(path: &Path, at: u64) {
    let mut file = OpenOptions::new().write(true).open(path).expect("opened");
    file.seek(SeekFrom::Start(at)).expect("found");
    file.write_all(b"other").expect("written");
}

#[tokio::test]
async fn other_bytes_are_noticed_wherever_they_are() {
    let size = 2 * PART + 1000;
    for at in [0, PART - 2, PART, 2 * PART - 5, size - 5] {
        let (fake, client) = in_parts().await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.vrca");
        std::fs::write(&path, bytes(size)).expect("written");
        let error = changed(&fake, &client, &path, move |path| overwrite(path, at as u64)).await;
        // No part that is whole has wrong bytes in it.
        let part = error.part().expect("it is known");
        assert_eq!(part, (at / PART) as u64 + 1);
        let id = error.file_id().expect("it is known").to_owned();
        assert_eq!(last_version(&fake, &id), (1, "waiting".to_owned()));

        // What is there by now can be uploaded in place of it.
        let now = std::fs::read(&path).expect("read");
        let upload = client.upload(&path).into_file(&id).replace_unfinished();
        assert_stored(&fake, &upload.await.expect("it succeeds"), &now).await;
    }
}

#[tokio::test]
async fn a_small_file_is_watched_as_well() {
    for at in [0, 99_995] {
        let (fake, client) = as_a_whole().await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.vrca");
        std::fs::write(&path, bytes(100_000)).expect("written");
        changed(&fake, &client, &path, move |path| overwrite(path, at)).await;
    }
}

#[tokio::test]
async fn a_file_that_shrinks_or_grows_is_noticed() {
    for size in [0, PART as u64, 2 * PART as u64 - 1, 2 * PART as u64 + 1] {
        let (fake, client) = in_parts().await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.vrca");
        std::fs::write(&path, bytes(2 * PART)).expect("written");
        let resize = move |path: &Path| {
            OpenOptions::new()
                .write(true)
                .open(path)
                .expect("opened")
                .set_len(size)
                .expect("resized");
        };
        changed(&fake, &client, &path, resize).await;
    }
}

#[tokio::test]
async fn another_file_at_the_path_is_another_file() {
    let (fake, client) = in_parts().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.vrca");
    std::fs::write(&path, bytes(PART + 1)).expect("written");
    let (at, other) = (path.clone(), folder.path().join("other"));
    let upload = client.upload(&path).part_size(PART as u64).on_progress(move |progress| {
        if matches!(progress, UploadProgress::Created { .. }) {
            std::fs::write(&other, b"other").expect("written");
            // Windows does not replace a file that is open; then the path stays what it is.
            let _ = std::fs::rename(&other, &at);
        }
    });
    // What was opened is uploaded.
    assert_stored(&fake, &upload.await.expect("it succeeds"), &bytes(PART + 1)).await;
}
