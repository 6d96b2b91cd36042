//! Saves on runtimes with few threads, and on one that ends before they do.

use std::future::IntoFuture;
use std::sync::mpsc;
use std::time::Duration;

use tokio::runtime::Builder;
use vrchat_files_tests::raw::{RawServer, Step};
use vrchat_files_tests::server::{Answer, Server};

use super::{answer, client, names, save};

/// Looking up a host takes one of the threads that may block: a save that waits for an answer must
/// not hold one.
#[test]
fn saves_do_not_keep_each_other_from_looking_up_a_host() {
    let runtime = Builder::new_current_thread().max_blocking_threads(1).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let cdn = RawServer::start(|_| answer("200 OK", "", 3, b"abc")).await;
        let location = cdn.base_url().replace("127.0.0.1", "localhost");
        let redirect = Answer::new(302, "text/plain", "").header("location", &location);
        let api = Server::answering(redirect).await;
        let client = client(&api.base_url().replace("127.0.0.1", "localhost"));
        let folder = tempfile::tempdir().expect("a folder");
        let tasks: Vec<_> = (0..20)
            .map(|number| {
                let path = folder.path().join(number.to_string());
                tokio::spawn(client.download_file_version("file_1", 1).save(path).into_future())
            })
            .collect();
        for task in tasks {
            let saved = tokio::time::timeout(Duration::from_secs(8), task).await;
            saved.expect("in time").expect("no panic").expect("it is saved");
        }
        assert_eq!(names(folder.path()).len(), 20);
    });
}

#[test]
fn a_runtime_ends_while_a_save_is_not_dropped_yet() {
    let (sender, ended) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let save = runtime.block_on(async {
            let sent = || [answer("200 OK", "", 10, b"abc"), vec![Step::Hold]].concat();
            let server = RawServer::start(move |_| sent()).await;
            save(&server, folder.path().join("a"))
        });
        let mut saving = save.into_future();
        runtime.block_on(async {
            let waited = tokio::time::timeout(Duration::from_millis(100), &mut saving).await;
            waited.expect_err("it waits for the rest");
        });
        drop(runtime);
        assert_eq!(names(folder.path()).len(), 1);
        drop(saving);
        assert!(names(folder.path()).is_empty());
        sender.send(()).expect("it is awaited");
    });
    ended.recv_timeout(Duration::from_secs(8)).expect("the runtime ends");
}
