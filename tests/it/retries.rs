//! Calls that fail in passing are tried again, and those that could do harm twice are not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use vrchat_files::types::CreateFileRequest;
use vrchat_files::{Client, ClientBuilder, ErrorKind};
use vrchat_files_tests::fixture::Fixture;
use vrchat_files_tests::server::{Answer, Server};

use crate::calls::call;

const FIRST: Duration = Duration::from_millis(20);

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(server.base_url()).user_agent("tests/1.0").retry_wait(FIRST)
}

fn client(server: &Server) -> Client {
    builder(server).build().expect("built")
}

fn status(status: u16) -> Answer {
    Answer::new(status, "application/json", r#"{"error":{"message":"in passing"}}"#)
}

/// Fails so often in this way, then answers with a list of no files.
async fn failing(times: usize, failure: Answer) -> Server {
    let asked = AtomicUsize::new(0);
    Server::start(move |_| {
        if asked.fetch_add(1, Ordering::Relaxed) < times {
            failure.clone()
        } else {
            Answer::new(200, "application/json", "[]")
        }
    })
    .await
}

#[tokio::test]
async fn a_read_is_tried_again_after_a_status_that_passes() {
    for passing in [502, 503, 504] {
        let server = failing(3, status(passing)).await;
        let started = Instant::now();
        client(&server).get_files().await.expect("the fourth try succeeds");
        assert_eq!(server.received().len(), 4);
        // Once, twice and four times as long, each with up to as much again.
        assert!(started.elapsed() >= FIRST * 7, "{:?}", started.elapsed());
    }
}

/// On a clock that jumps to whatever is due next.
#[tokio::test(start_paused = true)]
async fn a_client_waits_half_a_second_first_and_tries_for_two_minutes() {
    let plain = |server: &Server| {
        Client::builder().base_url(server.base_url()).user_agent("tests/1.0").retries(9)
    };
    let server = failing(1, status(503)).await;
    let started = tokio::time::Instant::now();
    plain(&server).build().expect("built").get_files().await.expect("the second try succeeds");
    let millis = started.elapsed().as_millis();
    assert!((500..=1001).contains(&millis), "{millis} ms");
    // As long as may be asked for: a third wait would end after three minutes.
    let server = failing(9, status(503).header("retry-after", "60")).await;
    let started = tokio::time::Instant::now();
    let error = plain(&server).build().expect("built").get_files().await;
    assert_eq!(error.expect_err("it gives up").attempts(), 3);
    assert_eq!(started.elapsed().as_secs(), 120);
}

/// On a clock that jumps to whatever is due next.
#[tokio::test(start_paused = true)]
async fn waits_grow_to_the_longest_and_differ() {
    let mut took = Vec::new();
    for _ in 0..2 {
        let server = failing(6, status(503)).await;
        let (first, longest) = (Duration::from_secs(100), Duration::from_secs(250));
        let patient = builder(&server).retries(6).retry_wait(first).longest_wait(longest);
        let patient = patient.retry_time(longest * 20).call_timeout(None).build().expect("built");
        let started = tokio::time::Instant::now();
        patient.get_files().await.expect("the seventh try succeeds");
        // Once and twice as long, then the longest, each with up to as much again.
        let least = first * 3 + longest * 4;
        took.push(started.elapsed());
        assert!(took.iter().all(|took| (least..=least * 2).contains(took)), "{took:?}");
    }
    assert_ne!(took[0], took[1], "two clients come back at once");
}

#[tokio::test]
async fn it_gives_up_and_says_how_often_it_tried() {
    let server = failing(9, status(503)).await;
    let error = client(&server).get_files().await.expect_err("it gives up");
    assert_eq!((error.attempts(), server.received().len()), (4, 4));
    assert!(error.to_string().ends_with("(GET /files) after 4 attempts"), "{error}");
    let server = failing(9, status(503)).await;
    let once = builder(&server).retries(0).build().expect("built");
    let error = once.get_files().await.expect_err("it does not try again");
    assert_eq!((error.attempts(), server.received().len()), (1, 1));
}

#[tokio::test]
async fn other_statuses_are_not_tried_again() {
    for lasting in [400, 401, 403, 404, 422, 429, 500, 501, 505, 520, 599] {
        let server = failing(1, status(lasting)).await;
        let error = client(&server).get_files().await.expect_err("it fails");
        assert_eq!(server.received().len(), 1, "{error}");
    }
    // Retry-After sets a wait; it makes no status one that passes.
    let server = failing(1, status(401).header("retry-after", "1")).await;
    client(&server).get_files().await.expect_err("it fails");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_wait_that_the_service_asks_for_is_kept() {
    let second = Duration::from_secs(1);
    let server = failing(1, status(429).header("retry-after", "1")).await;
    let just = builder(&server).longest_wait(second).build().expect("built");
    let started = Instant::now();
    just.get_files().await.expect("the second try succeeds");
    assert!(started.elapsed() >= second, "{:?}", started.elapsed());
    // Too long a wait is the caller's to decide on, and minutes are too long.
    let server = failing(1, status(503).header("retry-after", "61")).await;
    let error = client(&server).get_files().await.expect_err("it would wait too long");
    assert_eq!(error.retry_after(), Some(second * 61));
    assert_eq!(server.received().len(), 1);
    let server = failing(1, status(503).header("retry-after", "1")).await;
    let impatient = builder(&server).longest_wait(second / 2).build().expect("built");
    impatient.get_files().await.expect_err("it would wait too long");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn it_tries_no_longer_than_it_may() {
    let server = failing(9, status(503).header("retry-after", "1")).await;
    let time = Duration::from_millis(1500);
    let hasty = builder(&server).retry_time(time).build().expect("built");
    let error = hasty.get_files().await.expect_err("it gives up");
    // After one wait of a second another would go beyond.
    assert_eq!((error.attempts(), server.received().len()), (2, 2));
}

#[tokio::test]
async fn a_write_is_not_repeated_unless_the_document_says_so() {
    let server = failing(1, status(503)).await;
    let client = client(&server);
    let body = CreateFileRequest::new("name", "image/png", ".png");
    client.create_file(body).await.expect_err("it could have been made");
    client.delete_file("file_1").await.expect_err("`[]` is no File");
    assert_eq!(server.received().len(), 2);
    // The overlay says that it does no harm to ask for an address again, or to state an order again.
    for operation in ["start_file_data_upload", "set_group_gallery_file_order"] {
        let fixture = Fixture::named(operation, "200");
        let server = failing_once(fixture.answer()).await;
        call(&self::client(&server), &fixture).await.expect("the second try succeeds");
        let received = server.received();
        assert_eq!(received.len(), 2, "{operation}");
        assert_eq!(received[0].body, received[1].body, "{operation}");
    }
    // Of these it says nothing: another agreement could be made, and somebody told of notes twice.
    for operation in ["submit_content_agreement", "update_asset_review_notes", "upload_image"] {
        let fixture = Fixture::named(operation, "200");
        let server = failing_once(fixture.answer()).await;
        call(&self::client(&server), &fixture).await.expect_err("it is tried once");
        assert_eq!(server.received().len(), 1, "{operation}");
    }
}

/// Fails in passing, then gives this answer.
async fn failing_once(answer: Answer) -> Server {
    let asked = AtomicUsize::new(0);
    Server::start(move |_| match asked.fetch_add(1, Ordering::Relaxed) {
        0 => status(502),
        _ => answer.clone(),
    })
    .await
}

#[tokio::test]
async fn a_body_that_breaks_off_is_read_again() {
    let cut = Answer::new(200, "application/json", "[").header("content-length", "2");
    let server = failing(2, cut.clone()).await;
    client(&server).get_files().await.expect("the third try succeeds");
    assert_eq!(server.received().len(), 3);
    let server = failing(1, cut).await;
    let body = CreateFileRequest::new("name", "image/png", ".png");
    let error = client(&server).create_file(body).await.expect_err("it is made already");
    assert_eq!((error.kind(), server.received().len()), (ErrorKind::Transport, 1));
}

#[tokio::test]
async fn whatever_never_reached_the_service_is_sent_again() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let address = listener.local_addr().expect("bound");
    drop(listener);
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .user_agent("tests/1.0")
        .retry_wait(FIRST)
        .build()
        .expect("built");
    let body = CreateFileRequest::new("name", "image/png", ".png");
    let error = client.create_file(body).await.expect_err("nobody listens");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 4));
    assert!(error.to_string().ends_with("after 4 attempts"), "{error}");
}
