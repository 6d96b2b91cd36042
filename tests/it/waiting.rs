//! Waiting for an answer whose 202 means "not yet".

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use vrchat_files::ErrorKind;
use vrchat_files_tests::fixture::Fixture;
use vrchat_files_tests::server::Server;

use crate::calls::client;

/// Says "not yet" so often, then answers.
async fn pending(times: usize) -> Server {
    let not_yet = Fixture::named("get_file_analysis", "202").answer();
    let ready = Fixture::named("get_file_analysis", "200").answer();
    let asked = AtomicUsize::new(0);
    Server::start(move |_| match asked.fetch_add(1, Ordering::Relaxed) < times {
        true => not_yet.clone(),
        false => ready.clone(),
    })
    .await
}

#[tokio::test]
async fn it_asks_until_the_answer_is_there() {
    let server = pending(1).await;
    let limit = Duration::from_secs(60);
    let analysis = client(&server).get_file_analysis("file_1", 1).wait(limit).await;
    assert!(analysis.expect("it is there").success);
    assert_eq!(server.received().len(), 2);
    let server = pending(0).await;
    let analysis = client(&server).get_file_analysis_security("file_1", 1).wait(limit).await;
    assert!(analysis.is_ok());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn it_ends_with_the_limit_and_says_how_long_and_how_often_it_asked() {
    let server = pending(usize::MAX).await;
    let limit = Duration::from_millis(400);
    let started = Instant::now();
    let error = client(&server).get_file_analysis("file_1", 1).wait(limit).await;
    let error = error.expect_err("it is never there");
    assert!(started.elapsed() <= limit + Duration::from_secs(5));
    assert_eq!((error.kind(), error.is_still_pending()), (ErrorKind::StillPending, true));
    assert_eq!((error.asked(), server.received().len()), (1, 1));
    let line = error.to_string();
    assert!(line.starts_with("getFileAnalysis: not ready after 0."), "{line}");
    assert!(line.ends_with(" s, asked 1 time"), "{line}");
}

#[tokio::test]
async fn an_error_ends_it_at_once() {
    let server = Server::answering(Fixture::named("get_file_analysis", "404").answer()).await;
    let limit = Duration::from_secs(60);
    let error = client(&server).get_file_analysis_standard("file_1", 1).wait(limit).await;
    assert!(error.expect_err("there is no such file").is_not_found());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn dropping_it_stops_asking() {
    let server = pending(usize::MAX).await;
    let wait = client(&server).get_file_analysis("file_1", 1).wait(Duration::from_secs(600));
    let task = tokio::spawn(wait);
    while server.received().is_empty() {
        tokio::task::yield_now().await;
    }
    task.abort();
    assert!(task.await.is_err_and(|error| error.is_cancelled()));
    assert_eq!(server.received().len(), 1);
}
