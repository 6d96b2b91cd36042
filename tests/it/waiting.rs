//! Waiting for an answer whose 202 means "not yet".

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
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

/// On a clock that jumps to whatever is due next.
#[tokio::test(start_paused = true)]
async fn pauses_grow_to_a_quarter_of_a_minute_and_differ() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let not_yet = Fixture::named("get_file_analysis", "202").answer();
        let (started, times) = (tokio::time::Instant::now(), Arc::new(Mutex::new(Vec::new())));
        let noted = times.clone();
        let server = Server::start(move |_| {
            noted.lock().expect("no holder panics").push(started.elapsed());
            not_yet.clone()
        })
        .await;
        let wait = client(&server).get_file_analysis("file_1", 1).wait(Duration::from_secs(600));
        let error = wait.await.expect_err("it is never there");
        assert!(error.is_still_pending() && started.elapsed() <= Duration::from_secs(600));
        let times = times.lock().expect("no holder panics").clone();
        assert_eq!(error.asked() as usize, times.len());
        let mut least = Duration::from_millis(500);
        for pair in times.windows(2) {
            let pause = pair[1] - pair[0];
            // A clock of milliseconds; each pause is lengthened by up to as much again.
            let most = least * 2 + Duration::from_millis(2);
            assert!((least..=most).contains(&pause), "{least:?}: {pause:?}");
            least = (least * 2).min(Duration::from_secs(15));
        }
        assert!(least == Duration::from_secs(15), "it asks {} times", times.len());
        seen.push(times);
    }
    assert_ne!(seen[0], seen[1], "two clients ask at once");
}

/// On the same clock.
#[tokio::test(start_paused = true)]
async fn a_question_that_is_under_way_at_the_limit_is_dropped() {
    let not_yet = Fixture::named("get_file_analysis", "202").answer();
    let mut never = Fixture::named("get_file_analysis", "200").answer();
    never.chunks[0].0 = Duration::from_secs(3600);
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |_| match asked.fetch_add(1, Ordering::Relaxed) {
        0 => not_yet.clone(),
        _ => never.clone(),
    })
    .await;
    let started = tokio::time::Instant::now();
    let limit = Duration::from_secs(10);
    let error = client(&server).get_file_analysis("file_1", 1).wait(limit).await;
    let error = error.expect_err("it does not come in time");
    assert_eq!((error.is_still_pending(), error.asked()), (true, 2), "{error}");
    let most = limit + Duration::from_millis(2);
    assert!((limit..=most).contains(&started.elapsed()), "{:?}", started.elapsed());
    assert_eq!(server.received().len(), 2);
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
