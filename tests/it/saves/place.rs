//! Where the bytes go, and that a file that is there stays.

use std::sync::{Arc, Mutex};

use vrchat_files::{ErrorKind, Progress};
use vrchat_files_tests::raw::RawServer;
use vrchat_files_tests::server::{Answer, Server};

use super::{answer, bytes, client, names, save};

#[tokio::test]
async fn a_file_is_saved_with_its_length_and_type_and_nothing_beside_it() {
    let content = bytes(100_000);
    let sent = content.clone();
    let headers =
        "content-type: image/png\r\ncontent-disposition: attachment; filename=\"../evil.png\"\r\n";
    let server = RawServer::start(move |_| answer("200 OK", headers, sent.len(), &sent)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.png");
    let progress = Arc::new(Mutex::new(Vec::new()));
    let kept = progress.clone();
    let saved = save(&server, &path).on_progress(move |p| kept.lock().expect("ok").push(p));
    let saved = saved.await.expect("it is saved");
    assert_eq!((saved.path(), saved.bytes()), (path.as_path(), 100_000));
    assert_eq!((saved.content_type(), saved.is_verified()), (Some("image/png"), false));
    assert_eq!(std::fs::read(&path).expect("it is there"), content);
    assert_eq!(names(folder.path()), ["a.png"], "a name that the server sends is not used");
    let progress: Vec<Progress> = progress.lock().expect("ok").clone();
    assert!(progress.is_sorted_by_key(Progress::bytes), "{progress:?}");
    let last = progress.last().expect("there was some");
    assert_eq!((last.bytes(), last.total()), (100_000, Some(100_000)));
    #[cfg(unix)]
    assert_same_permissions(&path);
}

/// A saved file may be read by whom any new file may be read by.
#[cfg(unix)]
fn assert_same_permissions(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path| std::fs::metadata(path).expect("it is there").permissions().mode();
    let other = path.with_extension("other");
    std::fs::write(&other, "x").expect("written");
    assert_eq!(mode(path), mode(&other));
}

#[tokio::test]
async fn an_empty_file_is_a_file() {
    let server = RawServer::start(|_| answer("200 OK", "", 0, b"")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("empty");
    assert_eq!(save(&server, &path).await.expect("it is saved").bytes(), 0);
    assert_eq!(std::fs::read(&path).expect("it is there"), b"");
}

#[tokio::test]
async fn a_file_that_is_there_stays_unless_it_is_to_be_replaced() {
    let server = RawServer::start(|_| answer("200 OK", "", 3, b"new")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a");
    std::fs::write(&path, "old").expect("written");
    let error = save(&server, &path).await.expect_err("it is there");
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::File, 0));
    assert!(error.to_string().contains("already; `.replace()`"), "{error}");
    let source = std::error::Error::source(&error).and_then(|s| s.downcast_ref::<std::io::Error>());
    assert_eq!(source.map(std::io::Error::kind), Some(std::io::ErrorKind::AlreadyExists));
    assert_eq!(std::fs::read(&path).expect("it is there"), b"old");
    save(&server, &path).replace().await.expect("it is replaced");
    assert_eq!(std::fs::read(&path).expect("it is there"), b"new");
    assert_eq!(names(folder.path()), ["a"]);
}

/// Between the check at the start and the move at the end another one comes.
#[tokio::test]
async fn a_file_that_appears_on_the_way_stays_as_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a");
    let late = path.clone();
    let server = RawServer::start(move |_| {
        std::fs::write(&late, "other").expect("written");
        answer("200 OK", "", 3, b"new")
    })
    .await;
    let error = save(&server, &path).await.expect_err("it is there by now");
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::File, 1));
    assert_eq!(std::fs::read(&path).expect("it is there"), b"other");
    assert_eq!(names(folder.path()), ["a"]);
}

#[tokio::test]
async fn of_two_that_save_to_one_path_one_is_told() {
    let server = RawServer::start(|_| answer("200 OK", "", 3, b"new")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a");
    let (one, other) = tokio::join!(save(&server, &path), save(&server, &path));
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
    assert_eq!(names(folder.path()), ["a"]);
}

#[tokio::test]
async fn a_path_that_cannot_be_written_is_refused_before_anything_is_sent() {
    let server = RawServer::start(|_| answer("200 OK", "", 3, b"new")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing").join("a");
    let error = save(&server, &missing).await.expect_err("there is no such folder");
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.to_string().contains("missing"), "{error}");
    let error = save(&server, folder.path()).replace().await.expect_err("it is a folder");
    assert_eq!(error.kind(), ErrorKind::File, "{error}");
    for path in ["", "/", "..", "a/", "a/."] {
        let error = save(&server, path).await.expect_err("it names no file");
        assert!(error.is_invalid_argument(), "{error}");
    }
    let long = folder.path().join("a".repeat(300));
    let error = save(&server, &long).await.expect_err("no name is so long");
    assert_eq!(error.kind(), ErrorKind::File);
    let error = save(&server, &long).replace().await.expect_err("no name is so long");
    assert_eq!(error.kind(), ErrorKind::File);
    let error = client(&server.base_url()).download_file_version("..", 1);
    let error = error.save(folder.path().join("a")).await.expect_err("refused");
    assert_eq!(error.parameter(), Some("fileId"));
    assert!(server.requests().is_empty() && names(folder.path()).is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_is_something_that_is_there_and_is_replaced_itself() {
    let server = RawServer::start(|_| answer("200 OK", "", 3, b"new")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (link, target) = (folder.path().join("link"), folder.path().join("target"));
    for old in [None, Some("old")] {
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(&target, &link).expect("it is made");
        if let Some(old) = old {
            std::fs::write(&target, old).expect("written");
        }
        save(&server, &link).await.expect_err("it is there, wherever it leads");
        save(&server, &link).replace().await.expect("it is replaced");
        assert!(link.symlink_metadata().expect("it is there").is_file());
        assert_eq!(std::fs::read_to_string(&target).ok().as_deref(), old);
    }
}

/// A move over `/dev/null` would put a file in its place.
#[cfg(unix)]
#[tokio::test]
async fn what_is_no_file_is_not_replaced() {
    use std::os::unix::net::UnixListener;
    let server = RawServer::start(|_| answer("200 OK", "", 3, b"new")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (socket, link) = (folder.path().join("socket"), folder.path().join("link"));
    let _listener = UnixListener::bind(&socket).expect("it is made");
    std::os::unix::fs::symlink(&socket, &link).expect("it is made");
    for path in [&socket, &link] {
        let error = save(&server, path).replace().await.expect_err("it is no file");
        assert_eq!(error.kind(), ErrorKind::File);
        assert!(error.to_string().ends_with("what is there is no file"), "{error}");
    }
    assert!(server.requests().is_empty());
    assert_eq!(names(folder.path()), ["link", "socket"]);
}

/// Set for the process that goes elsewhere: where it is holds for all of its threads.
const MOVING: &str = "VRCHAT_FILES_TESTS_MOVING";

#[test]
fn a_relative_path_is_one_from_where_the_process_was() {
    let itself = std::env::current_exe().expect("it has a path");
    let mut moving = std::process::Command::new(itself);
    moving.args(["--exact", "saves::place::while_the_process_moves", "--nocapture"]);
    let output = moving.env(MOVING, "yes").output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 passed") && said.contains("it moved"), "{said}");
}

/// Run by the test above in a process of its own; it does nothing elsewhere.
#[tokio::test]
async fn while_the_process_moves() {
    if std::env::var_os(MOVING).is_none() {
        return;
    }
    let (here, there) = (tempfile::tempdir(), tempfile::tempdir());
    let (here, there) = (here.expect("a folder"), there.expect("a folder"));
    std::env::set_current_dir(here.path()).expect("it goes there");
    let elsewhere = there.path().to_owned();
    let server = RawServer::start(move |_| {
        std::env::set_current_dir(&elsewhere).expect("it goes there");
        answer("200 OK", "", 3, b"abc")
    })
    .await;
    let saved = save(&server, "a").await.expect("it is saved");
    assert_eq!(saved.path(), std::path::Path::new("a"));
    assert_eq!((names(here.path()), names(there.path()).len()), (vec!["a".to_owned()], 0));
    // Folders are removed from outside.
    std::env::set_current_dir(std::env::temp_dir()).expect("it goes there");
    println!("it moved");
}

#[tokio::test]
async fn cookies_stay_with_the_api_along_the_redirect() {
    let cdn = RawServer::start(|_| answer("200 OK", "", 3, b"abc")).await;
    let location = cdn.base_url() + "/signed?X-Amz-Signature=planted";
    let redirect = Answer::new(302, "text/plain", "").header("location", &location);
    let api = Server::answering(redirect).await;
    let folder = tempfile::tempdir().expect("a folder");
    let save = client(&api.base_url()).download_file_data("file_1", 1, "file");
    save.save(folder.path().join("a")).await.expect("it is saved");
    assert!(api.received()[0].header("cookie").is_some());
    assert_eq!(super::header(&cdn.requests()[0], "cookie"), None);
    assert_eq!(super::header(&cdn.requests()[0], "accept-encoding"), Some("identity"));
}
