//! One line that tells the whole story, and the parts of it for code.

use std::time::Duration;

use serde_json::json;
use vrchat_files::{Error, ErrorKind, types};
use vrchat_files_tests::fixture::Fixture;
use vrchat_files_tests::server::{Answer, Server};

use crate::calls::client;

async fn failing(answer: Answer) -> Error {
    let server = Server::answering(answer).await;
    client(&server).get_file("file_1").await.expect_err("it fails")
}

#[tokio::test]
async fn the_line_says_operation_status_message_and_path() {
    let line =
        |case| async move { failing(Fixture::named("get_file", case).answer()).await.to_string() };
    assert_eq!(
        line("401").await,
        "getFile: 401 Unauthorized: Missing Credentials (GET /file/file_1)"
    );
    assert_eq!(
        line("500_empty_body").await,
        "getFile: 500 Internal Server Error (GET /file/file_1)"
    );
    let waits = line("429_retry_after").await;
    assert!(waits.ends_with("; retry after 120 s (GET /file/file_1)"), "{waits}");
}

#[tokio::test]
async fn html_is_kept_and_shortened_to_a_line() {
    let page = format!("<html>\n<body>\n{}\n</body></html>", "Bad gateway. ".repeat(100));
    let error = failing(Answer::new(502, "text/html", page.clone())).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert_eq!(error.body(), Some(page.as_str()));
    assert_eq!(error.api(), None);
    let line = error.to_string();
    assert!(line.starts_with("getFile: 502 Bad Gateway: <html> <body> Bad gateway."), "{line}");
    assert!(line.chars().count() < 260 && !line.contains('\n'), "{line}");
}

#[tokio::test]
async fn an_answer_of_another_form_names_the_place() {
    let wrong = json!({
        "extension": ".png", "id": "file_1", "mimeType": "image/png", "name": "a", "ownerId": "usr_1",
        "tags": [], "versions": [{"created_at": "2026-07-21T02:09:29.602Z", "status": 7, "version": 0}],
    });
    let error = failing(Answer::new(200, "application/json", wrong.to_string())).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("versions[0].status"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert!(!error.is_retryable());
    let line = error.to_string();
    assert!(line.contains("at `versions[0].status`: invalid type: integer `7`"), "{line}");
    assert!(line.ends_with("(GET /file/file_1, status 200)"), "{line}");
    assert_eq!(error.body(), Some(wrong.to_string().as_str()));
}

#[tokio::test]
async fn a_success_that_is_no_json_keeps_its_text() {
    let error = failing(Answer::new(200, "text/html", "<html>down for maintenance</html>")).await;
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, None));
    assert_eq!(error.body(), Some("<html>down for maintenance</html>"));
    // Two values are not one.
    let server = Server::answering(Answer::new(200, "application/json", "[] []")).await;
    let trailing = client(&server).get_files().await.expect_err("it is not JSON");
    assert_eq!(trailing.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn what_the_service_says_beyond_the_message_can_be_read() {
    let error = failing(Fixture::named("get_file", "403_waf_code").answer()).await;
    assert!(error.is_forbidden());
    let api = error.api().expect("it is JSON");
    assert_eq!(api.body()["error"]["waf_code"], 13799);
    let typed: types::Error = api.decode().expect("it is documented");
    assert!(matches!(
        typed.error,
        Some(types::ErrorError::Response(response)) if response.waf_code == Some(13799)
    ));
}

#[tokio::test]
async fn retry_after_is_read_as_seconds_and_as_a_date() {
    let wait = |text: &'static str| async move {
        let answer = Answer::new(429, "application/json", "{}").header("retry-after", text);
        failing(answer).await.retry_after().map(|wait| wait.as_secs())
    };
    assert_eq!(wait("300").await, Some(300));
    assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT").await, Some(0));
    let late = wait("Fri, 31 Dec 9999 23:59:59 GMT").await;
    assert!(late.is_some_and(|seconds| seconds > 1_000_000_000));
    assert_eq!(wait("soon").await, None);
}

#[tokio::test]
async fn a_huge_answer_is_an_error_and_not_memory() {
    let chunk = bytes::Bytes::from(vec![b' '; 1 << 20]);
    let mut answer = Answer::new(200, "application/json", "");
    answer.chunks = (0..17).map(|_| (Duration::ZERO, chunk.clone())).collect();
    let error = failing(answer).await;
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.to_string().contains("16777216 bytes"), "{error}");
}

/// On a clock that jumps to whatever is due next.
#[tokio::test(start_paused = true)]
async fn what_is_kept_of_a_failure_is_not_waited_for_longer_than_needed() {
    let (now, never) = (Duration::ZERO, Duration::from_secs(3600));
    let started = tokio::time::Instant::now();
    let mut failure = Answer::new(500, "text/plain", "");
    failure.chunks = vec![(now, vec![b'x'; 100_000].into()), (never, "more".into())];
    let error = failing(failure.clone()).await;
    assert_eq!(error.body().map(str::len), Some(64 << 10));
    assert_eq!(started.elapsed(), now);
    // One that breaks off is kept as far as it came, and its status is known.
    failure.chunks = vec![(now, "as far as it came".into()), (never, "more".into())];
    let error = failing(failure).await;
    assert_eq!(error.body(), Some("as far as it came"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
}

#[tokio::test]
async fn an_answer_that_may_hold_something_sensitive_is_not_shown() {
    let planted = r#""https://s3.example.com/?X-Amz-Signature=planted""#;
    let server = Server::answering(Answer::new(200, "application/json", planted)).await;
    let start = client(&server).start_file_data_upload("file_1", 1, "file");
    let error = start.await.expect_err("a text is no object");
    assert_eq!((error.kind(), error.body()), (ErrorKind::Decode, None));
    let shown = format!("{error} {error:?} {:?}", std::error::Error::source(&error));
    assert!(!shown.contains("planted"), "{shown}");
    assert!(shown.contains("the answer, which is not shown"), "{shown}");
}
