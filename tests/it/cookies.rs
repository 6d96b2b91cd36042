//! The account's cookies go to the origin of the base address, and are shown nowhere.

use vrchat_files::Client;
use vrchat_files_tests::server::{Answer, Server};

use crate::calls::{AUTH, SECOND, client};

fn found() -> Answer {
    Answer::new(302, "text/plain", "")
}

#[tokio::test]
async fn a_redirect_to_another_origin_loses_the_cookies() {
    let cdn = Server::answering(Answer::new(200, "image/png", "bytes")).await;
    let signed = format!("http://{}/signed/file?X-Amz-Signature=planted", cdn.address());
    let api = Server::answering(found().header("location", &signed)).await;
    let mut download = client(&api).download_file_version("file_1", 1).await.expect("it follows");
    assert_eq!(download.chunk().await.expect("it is there").as_deref(), Some(&b"bytes"[..]));
    assert_eq!(download.chunk().await.expect("it ends"), None);
    assert!(api.received()[0].header("cookie").is_some_and(|cookie| cookie.contains(AUTH)));
    let at_cdn = &cdn.received()[0];
    assert_eq!(at_cdn.path, "/signed/file");
    assert_eq!(at_cdn.header("cookie"), None);
    assert!(at_cdn.header("user-agent").is_some(), "it still says who it is");
}

#[tokio::test]
async fn a_redirect_back_gets_them_again_and_a_circle_ends() {
    let api = Server::start(|received| match received.path.as_str() {
        "/api/1/file/file_1/1" => found().header("location", "/elsewhere"),
        "/elsewhere" => Answer::new(200, "image/png", "bytes"),
        _ => found().header("location", "/api/1/file/circle/1"),
    })
    .await;
    let client = client(&api);
    client.download_file_version("file_1", 1).await.expect("it follows");
    assert!(api.received()[1].header("cookie").is_some());
    let error = client.download_file_version("circle", 1).await.expect_err("it gives up");
    assert!(error.to_string().contains("redirects more than 10 times"), "{error}");
}

#[tokio::test]
async fn a_write_is_never_sent_on() {
    let other = Server::answering(Answer::new(200, "application/json", "{}")).await;
    let location = format!("http://{}/", other.address());
    let answer = Answer::new(307, "text/plain", "").header("location", &location);
    let api = Server::answering(answer).await;
    let error = client(&api).delete_file("file_1").await.expect_err("it is no success");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    assert!(other.received().is_empty());
}

#[tokio::test]
async fn only_the_cookies_that_are_set_are_sent() {
    let api = Server::answering(Answer::new(200, "application/json", "[]")).await;
    let builder = || Client::builder().base_url(api.base_url()).user_agent("tests/1.0");
    builder().build().expect("built").get_files().await.expect("it answers");
    builder().auth_cookie(AUTH).build().expect("built").get_files().await.expect("it answers");
    let second = builder().two_factor_auth_cookie(SECOND).build().expect("built");
    second.get_files().await.expect("it answers");
    let received = api.received();
    assert_eq!(received[0].header("cookie"), None);
    assert_eq!(received[1].header("cookie"), Some(format!("auth={AUTH}").as_str()));
    assert_eq!(received[2].header("cookie"), Some(format!("twoFactorAuth={SECOND}").as_str()));
}

#[tokio::test]
async fn nothing_public_shows_a_cookie() {
    let answer = Answer::new(401, "application/json", r#"{"error":{"message":"no"}}"#)
        .header("set-cookie", "auth=planted_by_the_service");
    let api = Server::answering(answer).await;
    let client = client(&api);
    let request = client.get_file("file_1");
    let shown = [
        format!("{client:?}"),
        format!("{:?}", Client::builder().auth_cookie(AUTH)),
        format!("{request:#?}"),
    ];
    let error = request.await.expect_err("it is unauthorized");
    let mut chain = format!("{error} {error:?} {:?}", error.headers());
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        chain.push_str(&format!("{cause} {cause:?}"));
        source = cause.source();
    }
    let ok = Answer::new(200, "application/json", "[]").header("set-cookie", "auth=planted_by");
    let api = Server::answering(ok).await;
    let reply = crate::calls::client(&api).get_files().send().await.expect("it answers");
    let reply = format!("{reply:?}");
    for text in shown.iter().chain([&chain, &reply]) {
        for secret in [AUTH, SECOND, "planted"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_fails_shows_no_query() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let address = listener.local_addr().expect("bound");
    drop(listener);
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .user_agent("tests/1.0")
        .build()
        .expect("built");
    let error = client.get_files().tag("planted").await.expect_err("nobody listens");
    assert!(error.is_connect() && error.is_retryable(), "{error:?}");
    let source = std::error::Error::source(&error).expect("there is a cause");
    let shown = format!("{error} {error:?} {source} {source:?}");
    assert!(shown.contains("getFiles: no connection to 127.0.0.1"), "{shown}");
    assert!(!shown.contains("planted"), "{shown}");
}

/// A client of the caller's follows redirects by itself; the cookies stay behind all the same.
#[tokio::test]
async fn a_client_of_the_callers_own_loses_the_cookies_along_a_redirect_too() {
    let cdn = Server::answering(Answer::new(200, "image/png", "bytes")).await;
    let location = format!("http://{}/signed", cdn.address());
    let api = Server::answering(found().header("location", &location)).await;
    let client = Client::builder()
        .base_url(api.base_url())
        .user_agent("tests/1.0")
        .auth_cookie(AUTH)
        .http_client(vrchat_files::reqwest::Client::new())
        .build()
        .expect("built");
    client.download_file_version("file_1", 1).await.expect("it follows");
    assert!(api.received()[0].header("cookie").is_some_and(|cookie| cookie.contains(AUTH)));
    assert_eq!(cdn.received()[0].header("cookie"), None);
}
