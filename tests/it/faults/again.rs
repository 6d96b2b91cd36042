//! Failures that pass, and what the service says about when.

use std::time::{Duration, Instant};

use vrchat_files::ErrorKind;
use vrchat_files_tests::raw::{RawServer, Step};

use super::{Kind, answer, builder, client, connections, each, failing, good, half, head};

/// An answer of that status, which asks for this wait.
fn busy(status: &str, retry_after: &str) -> Step {
    let body = r#"{"error":{"message":"in passing"}}"#;
    if retry_after.is_empty() {
        return Step::Write(answer(status, "", body));
    }
    Step::Write(answer(status, &format!("retry-after: {retry_after}\r\n"), body))
}

const LATE: &str = "Fri, 31 Dec 9999 23:59:59 GMT";

#[tokio::test]
async fn a_failure_that_passes_is_overcome_where_that_does_no_harm() {
    for (status, retry_after) in [
        ("502 Bad Gateway", ""),
        ("503 Service Unavailable", ""),
        ("503 Service Unavailable", "0"),
        ("503 Service Unavailable", "when it is over"),
        ("504 Gateway Timeout", "Wed, 21 Oct 2015 07:28:00 GMT"),
        ("429 Too Many Requests", "0"),
    ] {
        each(|kind| async move {
            let server = failing(2, vec![busy(status, retry_after)]).await;
            match kind.call(&client(&server)).await {
                Ok(name) => {
                    assert_eq!(name, "next");
                    assert_ne!(kind, Kind::Write, "{status}");
                    // On one connection: a failure that is read to its end leaves it whole.
                    assert_eq!(connections(&server), [0, 0, 0], "{status}, {kind:?}");
                }
                Err(error) => {
                    assert_eq!(kind, Kind::Write, "{error}");
                    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1));
                    assert_eq!(server.requests().len(), 1, "{error}");
                }
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_failure_that_lasts_is_reported_as_it_was_last() {
    each(|kind| async move {
        let server = failing(9, vec![busy("503 Service Unavailable", "")]).await;
        let error = kind.call(&client(&server)).await.expect_err("it lasts");
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Status, true));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
        assert_eq!(error.attempts() as usize, kind.tries(), "{error}");
        assert_eq!(server.requests().len(), kind.tries(), "{error}");
        let line = format!("{}: 503 Service Unavailable: in passing (", kind.operation());
        assert!(error.to_string().starts_with(&line), "{error}");
    })
    .await;
}

#[tokio::test]
async fn no_call_is_repeated_without_a_word_on_when_or_too_late() {
    for (status, retry_after) in [
        ("429 Too Many Requests", ""),
        ("429 Too Many Requests", "when it is over"),
        ("429 Too Many Requests", "61"),
        ("429 Too Many Requests", LATE),
        ("503 Service Unavailable", "61"),
        ("503 Service Unavailable", "18446744073709551615"),
        ("503 Service Unavailable", LATE),
    ] {
        each(|kind| async move {
            let server = failing(1, vec![busy(status, retry_after)]).await;
            let client = client(&server);
            let error = kind.call(&client).await.expect_err("it is not waited for");
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1), "{error}");
            assert_eq!(Some(error.status().expect("one").as_str()), status.get(..3));
            assert!(error.is_retryable(), "{error}");
            let minute = Duration::from_secs(60);
            let asks = matches!(retry_after, "" | "when it is over");
            assert_eq!(error.retry_after().is_none_or(|wait| wait <= minute), asks, "{error}");
            assert_eq!(kind.call(&client).await.expect("the caller waited"), "next");
            assert_eq!(connections(&server), [0, 0]);
        })
        .await;
    }
}

#[tokio::test]
async fn a_wait_that_is_asked_for_is_kept_to() {
    each(|kind| async move {
        let server = failing(1, vec![busy("429 Too Many Requests", "1")]).await;
        let started = Instant::now();
        let outcome = kind.call(&client(&server)).await;
        assert_eq!(outcome.is_ok(), kind != Kind::Write, "{outcome:?}");
        assert!(outcome.is_err() || started.elapsed() >= Duration::from_secs(1));
        assert_eq!(server.requests().len(), if kind == Kind::Write { 1 } else { 2 });
    })
    .await;
}

/// Fails in another way each time.
async fn out_of_luck() -> RawServer {
    RawServer::start(|number| match number {
        0 => vec![Step::Reset],
        1 => vec![busy("503 Service Unavailable", "")],
        // What is missing of a failure does not matter.
        2 => {
            vec![Step::write(head("").replace("200 OK", "502 Bad Gateway") + "<html"), Step::Close]
        }
        3 => vec![Step::write("nonsense\r\n\r\n"), Step::Close],
        4 => vec![busy("429 Too Many Requests", "0")],
        _ => vec![good("next")],
    })
    .await
}

#[tokio::test]
async fn every_failure_counts_as_one_try() {
    for kind in [Kind::Read, Kind::Download] {
        let server = out_of_luck().await;
        let client = builder(server.base_url()).retries(5).build().expect("built");
        assert_eq!(kind.call(&client).await.expect("the sixth try succeeds"), "next");
        assert_eq!(connections(&server), [0, 1, 1, 2, 3, 3]);
        let server = out_of_luck().await;
        let client = builder(server.base_url()).retries(3).build().expect("built");
        let error = kind.call(&client).await.expect_err("it gives up");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 4), "{error}");
        assert!(error.to_string().ends_with("after 4 attempts"), "{error}");
        assert_eq!(server.requests().len(), 4);
    }
}

/// The bytes of the first try are not the beginning of the second's.
#[tokio::test]
async fn a_second_answer_begins_from_nothing() {
    let server = failing(2, vec![half(), Step::Close]).await;
    assert_eq!(Kind::Read.call(&client(&server)).await.expect("the third is whole"), "next");
    assert_eq!(connections(&server), [0, 1, 2]);
}
