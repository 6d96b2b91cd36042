//! A service that stops in the middle of something.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use vrchat_files::{Client, ErrorKind};
use vrchat_files_tests::raw::{RawServer, Step};

use super::{Kind, answer, assert_unharmed, builder, each, failing, file, good, half, head};

/// Long enough for an answer on a busy machine, short enough for a test.
const LIMIT: Duration = Duration::from_millis(400);

#[tokio::test]
async fn silence_before_the_answer_is_waited_for_once() {
    let starts = ["", "HTTP/1.1 200 OK\r\ncontent-le", "HTTP/1.1 100 Continue\r\n\r\n"];
    join_all(starts.map(|start| {
        each(move |kind| async move {
            let server = failing(1, vec![Step::write(start), Step::Hold]).await;
            let client = builder(server.base_url()).answer_timeout(LIMIT).build().expect("built");
            let started = Instant::now();
            let error = kind.call(&client).await.expect_err("it is silent");
            assert!(started.elapsed() >= LIMIT, "{error}");
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1), "{error}");
            assert_eq!((error.status(), error.is_retryable()), (None, true));
            let line = format!("{}: 127.0.0.1 has not answered for 0.4 s", kind.operation());
            assert_eq!(error.to_string(), line);
            server.hung_up(1).await;
            assert_unharmed(&server, &client, kind, start).await;
        })
    }))
    .await;
}

#[tokio::test]
async fn an_answer_that_comes_too_late_belongs_to_no_call() {
    each(|kind| async move {
        let server = RawServer::start(|number| match number {
            0 => vec![Step::Await, good("late")],
            _ => vec![good("next")],
        })
        .await;
        let client = builder(server.base_url()).answer_timeout(LIMIT).build().expect("built");
        let error = kind.call(&client).await.expect_err("it is silent");
        assert!(error.is_timeout(), "{error}");
        server.go_on();
        assert_unharmed(&server, &client, kind, "a late answer").await;
    })
    .await;
}

#[tokio::test]
async fn silence_in_the_body_is_waited_for_once() {
    each(|kind| async move {
        let server = failing(1, vec![half(), Step::Hold]).await;
        let client = builder(server.base_url()).stall_timeout(LIMIT).build().expect("built");
        let started = Instant::now();
        let error = kind.call(&client).await.expect_err("it stops");
        assert!(started.elapsed() >= LIMIT, "{error}");
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, true), "{error}");
        if kind != Kind::Download {
            assert_eq!(error.attempts(), 1);
        }
        let line = format!("{}: 127.0.0.1 has sent nothing for 0.4 s", kind.operation());
        assert_eq!(error.to_string(), line);
        server.hung_up(1).await;
        assert_unharmed(&server, &client, kind, "a stall").await;
    })
    .await;
}

/// The status is known by then, and says more than that the rest is missing.
#[tokio::test]
async fn a_failure_that_stops_or_breaks_off_is_known_by_its_status() {
    let failure = answer("404 Not Found", "", r#"{"error":{"message":"no such file"}}"#);
    let start = failure.slice(..failure.len() - 5);
    join_all([Step::Hold, Step::Close, Step::Reset].map(|then| {
        let steps = vec![Step::Write(start.clone()), then];
        each(move |kind| {
            let steps = steps.clone();
            async move {
                let server = failing(1, steps).await;
                let client =
                    builder(server.base_url()).stall_timeout(LIMIT).build().expect("built");
                let error = kind.call(&client).await.expect_err("it is no success");
                assert_eq!((error.is_not_found(), error.attempts()), (true, 1), "{error}");
                assert_eq!(error.body(), Some(r#"{"error":{"message":"no such fi"#));
                assert_eq!(error.api(), None);
                assert_unharmed(&server, &client, kind, "a failure").await;
            }
        })
    }))
    .await;
}

/// Sends a file a little at a time, for longer than the limit.
async fn slow() -> RawServer {
    let file = file("next");
    let mut steps = vec![Step::Write(head(&format!("content-length: {}", file.len())).into())];
    for part in file.as_bytes().chunks(file.len() / 6) {
        steps.push(Step::Pause(LIMIT / 5));
        steps.push(Step::write(part.to_vec()));
    }
    RawServer::start(move |_| steps.clone()).await
}

#[tokio::test]
async fn slow_is_not_silent_and_only_json_has_a_limit_as_a_whole() {
    each(|kind| async move {
        let server = slow().await;
        let patient = builder(server.base_url()).stall_timeout(LIMIT).answer_timeout(LIMIT);
        let client: Client = patient.clone().call_timeout(None).build().expect("built");
        assert_eq!(kind.call(&client).await.expect("bytes move"), "next");
        let client = patient.call_timeout(LIMIT).build().expect("built");
        match kind.call(&client).await {
            Ok(name) => assert_eq!((kind, name.as_str()), (Kind::Download, "next")),
            Err(error) => {
                assert_ne!(kind, Kind::Download, "{error}");
                assert_eq!(error.kind(), ErrorKind::Timeout);
                let line = format!("{}: the call took longer than 0.4 s", kind.operation());
                assert_eq!(error.to_string(), line);
                server.hung_up(1).await;
            }
        }
        assert_eq!(server.requests().len(), 2);
    })
    .await;
}
