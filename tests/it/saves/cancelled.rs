//! A save that is given up leaves nothing behind.

use std::future::IntoFuture;
use std::time::Duration;

use vrchat_files_tests::raw::{RawServer, Step};

use super::{answer, bytes, names, save};

#[tokio::test]
async fn a_dropped_save_removes_its_file_at_once_and_ends_the_transfer() {
    let sent = bytes(100_000);
    let server = RawServer::start(move |_| {
        [answer("200 OK", "", 200_000, &sent), vec![Step::Hold]].concat()
    })
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let save = save(&server, folder.path().join("a"))
        .on_progress(move |progress| sender.send(progress.bytes()).expect("it is received"));
    let mut saving = save.into_future();
    tokio::select! {
        outcome = &mut saving => panic!("it ends: {outcome:?}"),
        () = async { while receiver.recv().await.expect("progress") < 100_000 {} } => {}
    }
    let named = names(folder.path());
    assert!(named.len() == 1 && named[0].starts_with(".download-"), "{named:?}");
    drop(saving);
    assert!(names(folder.path()).is_empty(), "it is gone when `drop` returns");
    tokio::time::timeout(Duration::from_secs(10), server.hung_up(1)).await.expect("it hangs up");
}

#[tokio::test]
async fn a_save_runs_on_another_task_and_is_aborted_there() {
    let server = RawServer::start(|_| vec![Step::Hold]).await;
    let folder = tempfile::tempdir().expect("a folder");
    let task = tokio::spawn(save(&server, folder.path().join("a")).into_future());
    while server.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    task.abort();
    assert!(task.await.expect_err("it is aborted").is_cancelled());
    assert!(names(folder.path()).is_empty());
}

#[tokio::test]
async fn a_progress_callback_that_panics_leaves_nothing_either() {
    let server = RawServer::start(|_| answer("200 OK", "", 3, b"abc")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let save = save(&server, folder.path().join("a")).on_progress(|_| panic!("the caller's"));
    assert!(tokio::spawn(save.into_future()).await.expect_err("it panics").is_panic());
    assert!(names(folder.path()).is_empty());
}
