//! What goes wrong once an answer has begun: its length, its chunks, its end.

use vrchat_files::ErrorKind;
use vrchat_files_tests::raw::{RawServer, Step};

use super::{
    Kind, answer, assert_unharmed, client, connections, each, failing, file, good, half, head,
};

/// Bodies that break off or make no sense, and what the error says of them.
fn broken_bodies() -> Vec<(&'static str, Vec<Step>, &'static str)> {
    let chunked = |body: &str, then| {
        vec![Step::Write((head("transfer-encoding: chunked") + body).into()), then]
    };
    let size = "invalid chunk size";
    let trailers: String = (0..2000).map(|i| format!("x-{i}: y\r\n")).collect();
    vec![
        ("an end", vec![half(), Step::Close], "end of file before message length reached"),
        ("half an end", vec![half(), Step::HalfClose, Step::Hold], "before message length"),
        ("no last chunk", chunked("2\r\n{}\r\n", Step::Close), "unexpected EOF"),
        ("an end in a chunk", chunked("9\r\n{}", Step::Close), "before message length"),
        ("a size of no digits", chunked("2\r\n{}\r\nzz\r\n", Step::Hold), ""),
        ("a negative size", chunked("-1\r\n{}\r\n", Step::Hold), ""),
        ("an empty size", chunked("\r\n{}\r\n", Step::Hold), ""),
        ("a size of more than 64 bits", chunked("fffffffffffffffff\r\n{}", Step::Hold), size),
        ("a chunk beyond its size", chunked("2\r\n{}{}\r\n0\r\n\r\n", Step::Hold), ""),
        ("an endless extension", chunked(&format!("2;{}", "x".repeat(20_000)), Step::Hold), ""),
        ("endless trailers", chunked(&format!("2\r\n{{}}\r\n0\r\n{trailers}"), Step::Hold), ""),
    ]
}

#[tokio::test]
async fn a_broken_body_is_a_broken_connection() {
    for (case, steps, says) in broken_bodies() {
        each(|kind| {
            let steps = steps.clone();
            async move {
                // What has been handed over cannot be taken back: a transfer is not repeated.
                let sent = if kind == Kind::Read { 3 } else { 1 };
                let server = failing(sent, steps).await;
                let client = client(&server);
                let error = kind.call(&client).await.expect_err(case);
                assert_eq!(error.kind(), ErrorKind::Transport, "{case}: {error}");
                assert_eq!((error.status(), error.is_retryable()), (None, true), "{case}");
                assert_eq!(server.requests().len(), sent, "{case}: {error}");
                if kind != Kind::Download {
                    assert_eq!(error.attempts() as usize, sent, "{case}: {error}");
                }
                let line = format!("{}: the connection broke to 127.0.0.1: ", kind.operation());
                let text = error.to_string();
                assert!(text.starts_with(&line) && text.contains(says), "{case}: {text}");
                assert_unharmed(&server, &client, kind, case).await;
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_reset_in_the_body_is_not_its_end() {
    for kind in [Kind::Read, Kind::Write] {
        let server = failing(kind.tries(), vec![half(), Step::Reset]).await;
        let client = client(&server);
        let error = kind.call(&client).await.expect_err("it breaks off");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None), "{error}");
        assert_eq!(error.attempts() as usize, kind.tries(), "{error}");
        assert_unharmed(&server, &client, kind, "a reset").await;
    }
    let server = failing(1, vec![half(), Step::Await, Step::Reset]).await;
    let client = client(&server);
    let mut download = client.download_file_version("file_1", 1).await.expect("it begins");
    let chunk = download.chunk().await.expect("it comes").expect("there is some");
    assert_eq!(chunk, file("half").as_bytes()[..20]);
    server.go_on();
    let error = download.chunk().await.expect_err("it breaks off");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Transport, true), "{error}");
    assert_eq!(download.chunk().await.expect("it is over"), None);
    assert_unharmed(&server, &client, Kind::Download, "a reset").await;
}

/// What a cache or a proxy that has lost count might send behind an answer.
fn surplus() -> Vec<u8> {
    answer("200 OK", "content-type: application/json\r\n", file("planted")).to_vec()
}

#[tokio::test]
async fn what_comes_behind_an_answer_belongs_to_no_call() {
    each(|kind| async move {
        let whole = answer("200 OK", "", file("this"));
        let chunks = format!("{:x}\r\n{}\r\n0\r\n\r\n", file("this").len(), file("this"));
        let chunks = head("transfer-encoding: chunked") + &chunks;
        for body in [whole.to_vec(), chunks.into_bytes()] {
            let server = failing(1, vec![Step::write([body, surplus()].concat())]).await;
            let client = client(&server);
            assert_eq!(kind.call(&client).await.expect("it is whole"), "this");
            server.hung_up(1).await;
            assert_unharmed(&server, &client, kind, "a surplus").await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_comes_late_behind_an_answer_ends_the_connection() {
    each(|kind| async move {
        let steps = vec![good("this"), Step::Await, Step::write(surplus())];
        let server = failing(1, steps).await;
        let client = client(&server);
        assert_eq!(kind.call(&client).await.expect("it is whole"), "this");
        server.go_on();
        server.hung_up(1).await;
        assert_unharmed(&server, &client, kind, "a late surplus").await;
    })
    .await;
}

#[tokio::test]
async fn an_answer_without_a_body_has_none_whatever_follows() {
    for head in ["HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"]
    {
        each(|kind| async move {
            let server =
                failing(1, vec![Step::write([head.as_bytes(), &surplus()].concat())]).await;
            let client = client(&server);
            if kind == Kind::Download && head.contains("200") {
                assert!(super::download(&client).await.expect("it is empty").is_empty());
            } else {
                let error = kind.call(&client).await.expect_err("nothing is no file");
                assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
                assert_eq!(error.body(), Some(""));
            }
            server.hung_up(1).await;
            assert_unharmed(&server, &client, kind, head).await;
        })
        .await;
    }
}

#[tokio::test]
async fn an_answer_that_ends_with_its_connection_is_whole() {
    for version in ["HTTP/1.0", "HTTP/1.1"] {
        each(|kind| async move {
            let text = format!("{version} 200 OK\r\n\r\n{}", file("this"));
            let server = failing(1, vec![Step::Write(text.into()), Step::Close]).await;
            let client = client(&server);
            assert_eq!(kind.call(&client).await.expect("it is whole"), "this");
            assert_unharmed(&server, &client, kind, version).await;
        })
        .await;
    }
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read_to_its_end() {
    let (mut steps, chunk) = (vec![Step::write(head("transfer-encoding: chunked"))], [b' '; 4096]);
    for _ in 0..10 {
        steps.push(Step::write([b"1000\r\n", &chunk[..], b"\r\n"].concat()));
    }
    steps.push(Step::Hold);
    let announced = vec![Step::write(head("content-length: 99999999999") + &file("x")), Step::Hold];
    for (steps, limit) in [(steps, 30_000), (announced, 10)] {
        for kind in [Kind::Read, Kind::Write] {
            let server = failing(1, steps.clone()).await;
            let client =
                super::builder(server.base_url()).answer_limit(limit).build().expect("built");
            let error = kind.call(&client).await.expect_err("it is too large");
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1), "{error}");
            assert_eq!(error.body().map(str::len), Some(limit));
            assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
            server.hung_up(1).await;
            assert_eq!(connections(&server), [0]);
        }
    }
    // The same limit as a file has bytes.
    let server = RawServer::start(|_| vec![good("next")]).await;
    let limit = file("next").len();
    let client = super::builder(server.base_url()).answer_limit(limit).build().expect("built");
    assert_eq!(Kind::Read.call(&client).await.expect("it fits"), "next");
}
