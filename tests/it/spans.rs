//! A span for each call and an event for each try, with nothing secret in them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use vrchat_files::Client;
use vrchat_files_tests::server::{Answer, Server};

use crate::calls::{AUTH, SECOND};
use crate::log::Log;

#[tokio::test]
async fn a_call_is_a_span_and_each_try_an_event() {
    let log = Log::listen();
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |_| match asked.fetch_add(1, Ordering::Relaxed) {
        0 => Answer::new(503, "application/json", r#"{"error":{"message":"planted message"}}"#),
        _ => Answer::new(200, "application/json", "[]").header("set-cookie", "auth=planted_cookie"),
    })
    .await;
    let client = Client::builder()
        .base_url(server.base_url())
        .user_agent("tests/1.0")
        .auth_cookie(AUTH)
        .two_factor_auth_cookie(SECOND)
        .retry_wait(Duration::from_millis(1))
        .build()
        .expect("built");
    client.get_files().tag("planted_query").await.expect("the second try succeeds");
    let text = log.text();
    let ours: Vec<&str> = text.lines().filter(|line| line.contains("vrchat_files")).collect();
    let closed = ours.iter().find(|line| line.contains("close")).expect("the span is closed");
    for part in ["operation=\"getFiles\"", "status=200", "attempts=2", "elapsed_ms="] {
        assert!(closed.contains(part), "{part}: {closed}");
    }
    let again = ours.iter().find(|line| line.contains("trying again")).expect("there is a wait");
    for part in ["attempt=1", "kind=Status", "status=503", "wait_ms="] {
        assert!(again.contains(part), "{part}: {again}");
    }
    for secret in [AUTH, SECOND, "planted"] {
        assert!(!ours.join("\n").contains(secret), "{secret}: {text}");
    }
}
