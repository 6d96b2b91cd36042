//! Redirects that lead nowhere, in circles, or to where something else goes wrong.

use std::time::Duration;

use tokio::net::TcpSocket;
use vrchat_files::ErrorKind;
use vrchat_files_tests::raw::{RawServer, Step};

use super::{Kind, answer, builder, client, connections, each, failing};

/// Sends a caller on to this address.
fn found(status: &str, location: &[u8]) -> Step {
    let line = [b"location: ", location, b"\r\n"].concat();
    let answer = answer(status, "x-mark: x\r\n", "");
    let at = answer.windows(11).position(|window| window == b"x-mark: x\r\n").expect("it is there");
    Step::write([&answer[..at], &line, &answer[at + 11..]].concat())
}

#[tokio::test]
async fn a_circle_is_left_after_ten_rounds() {
    for location in ["", "?", "/api/1/file/file_1"] {
        each(|kind| async move {
            let rounds = if kind == Kind::Write { 1 } else { 11 };
            let server =
                failing(rounds, vec![found("307 Temporary Redirect", location.as_bytes())]);
            let server = server.await;
            let client = builder(server.base_url()).retries(2).build().expect("built");
            let error = kind.call(&client).await.expect_err("it leads nowhere");
            assert_eq!(error.attempts(), 1, "{error}");
            if kind == Kind::Write {
                assert_eq!(error.kind(), ErrorKind::Status, "{error}");
                assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
            } else {
                assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, None));
                assert!(!error.is_retryable(), "{error}");
                let line = format!("{}: the service redirects more than 10 ti", kind.operation());
                assert!(error.to_string().starts_with(&line), "{error}");
            }
            assert_eq!(server.requests().len(), rounds, "{error}");
            assert_eq!(kind.call(&client).await.expect("it answers"), "next");
            assert_eq!(connections(&server), vec![0; rounds + 1]);
        })
        .await;
    }
}

#[tokio::test]
async fn ten_redirects_are_followed() {
    for kind in [Kind::Read, Kind::Download] {
        let server = failing(10, vec![found("302 Found", b"/elsewhere")]).await;
        let client = builder(server.base_url()).retries(2).build().expect("built");
        assert_eq!(kind.call(&client).await.expect("the eleventh answers"), "next");
        assert_eq!(server.requests().len(), 11);
    }
}

#[tokio::test]
async fn a_redirect_that_cannot_be_followed_is_an_error_with_its_status() {
    let moved = "302 Found";
    let cases: [(&str, &[u8]); 12] = [
        (moved, b"http://"),
        (moved, b"http://[::1"),
        (moved, b"http://127.0.0.1:99999/"),
        (moved, b"//"),
        (moved, b"ftp://127.0.0.1/file"),
        (moved, b"file:///etc/hostname"),
        (moved, b"data:application/json,{}"),
        (moved, b"/\xff\xfe"),
        ("300 Multiple Choices", b"/elsewhere"),
        ("304 Not Modified", b"/elsewhere"),
        ("305 Use Proxy", b"/elsewhere"),
        ("399 Whatever", b"/elsewhere"),
    ];
    for (status, location) in cases {
        each(|kind| async move {
            let case = format!("{status} to {}", String::from_utf8_lossy(location));
            let server = failing(1, vec![found(status, location)]).await;
            let client = client(&server);
            let error = kind.call(&client).await.expect_err(&case);
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1), "{case}");
            assert_eq!(Some(error.status().expect("one").as_str()), status.get(..3), "{case}");
            assert!(!error.is_retryable(), "{case}");
            assert_eq!(server.requests().len(), 1, "{case}");
            assert_eq!(kind.call(&client).await.expect(&case), "next", "{case}");
        })
        .await;
    }
    // Nor one that does not say where to.
    let server = failing(1, vec![Step::Write(answer(moved, "", ""))]).await;
    let error = Kind::Read.call(&client(&server)).await.expect_err("it leads nowhere");
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Status, 1));
}

#[tokio::test]
async fn every_kind_of_redirect_is_followed_by_a_read_alone() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        each(|kind| async move {
            let server = failing(1, vec![found(status, b"/elsewhere")]).await;
            let outcome = kind.call(&client(&server)).await;
            assert_eq!(outcome.is_ok(), kind != Kind::Write, "{status}: {outcome:?}");
            let requests = server.requests();
            assert_eq!(requests.len(), if kind == Kind::Write { 1 } else { 2 }, "{status}");
            if let Some(second) = requests.get(1) {
                assert!(second.head.starts_with("GET /elsewhere HTTP/1.1\r\n"), "{}", second.head);
            }
        })
        .await;
    }
}

#[tokio::test]
async fn an_address_is_taken_relative_to_the_one_that_it_came_from() {
    for (location, path) in [
        ("else?x=1", "/api/1/file/else?x=1"),
        ("../else#there", "/api/1/else"),
        ("?x=1", "/api/1/file/file_1?x=1"),
    ] {
        let server = failing(1, vec![found("302 Found", location.as_bytes())]).await;
        assert_eq!(Kind::Read.call(&client(&server)).await.expect("it follows"), "next");
        let head = &server.requests()[1].head;
        assert!(head.starts_with(&format!("GET {path} HTTP/1.1\r\n")), "{location}: {head}");
    }
}

#[tokio::test]
async fn what_a_redirect_says_besides_is_not_read() {
    for kind in [Kind::Read, Kind::Download] {
        let head = "HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 99999999\r\n\r\n<html>";
        let server = failing(1, vec![Step::write(head), Step::Hold]).await;
        let client = client(&server);
        assert_eq!(kind.call(&client).await.expect("it follows"), "next");
        server.hung_up(1).await;
        assert_eq!(connections(&server), [0, 1]);
    }
}

#[tokio::test]
async fn where_a_redirect_leads_to_can_fail_like_anything_else() {
    for kind in [Kind::Read, Kind::Download] {
        // To a port where nobody listens: the way there is gone again each time.
        let socket = TcpSocket::new_v4().expect("there are sockets");
        socket.bind("127.0.0.1:0".parse().expect("an address")).expect("bound");
        let away = format!("http://{}/x", socket.local_addr().expect("bound"));
        let server = failing(3, vec![found("302 Found", away.as_bytes())]).await;
        let error = kind.call(&client(&server)).await.expect_err("nobody listens");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3), "{error}");
        assert_eq!(server.requests().len(), 3);
        // To a host that breaks off, and then does not.
        let other = failing(2, vec![Step::Reset]).await;
        let away = other.base_url();
        let server = RawServer::start(move |_| vec![found("302 Found", away.as_bytes())]).await;
        assert_eq!(kind.call(&client(&server)).await.expect("the third try succeeds"), "next");
        assert_eq!((server.requests().len(), other.requests().len()), (3, 3));
        // To a host that says nothing.
        let other = failing(1, vec![Step::Hold]).await;
        let away = other.base_url();
        let server = RawServer::start(move |_| vec![found("302 Found", away.as_bytes())]).await;
        let hasty = builder(server.base_url()).answer_timeout(Duration::from_millis(400));
        let hasty = hasty.build().expect("built");
        let error = kind.call(&hasty).await.expect_err("it is silent");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1), "{error}");
        other.hung_up(1).await;
        assert_eq!(kind.call(&hasty).await.expect("it answers"), "next");
    }
}

#[tokio::test]
async fn a_redirect_that_ends_its_connection_is_followed_on_another() {
    for kind in [Kind::Read, Kind::Download] {
        let server = failing(1, vec![found("302 Found", b"/elsewhere"), Step::Close]).await;
        assert_eq!(kind.call(&client(&server)).await.expect("it follows"), "next");
        assert_eq!(connections(&server), [0, 1]);
    }
}
