//! Transfers that break off and cannot go on: they begin anew, or end with an error.

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vrchat_files::ErrorKind;
use vrchat_files_tests::raw::{RawServer, Step};
use vrchat_files_tests::server::{Answer, Server};

use super::{
    ETAG, WHOLE, answer, broken, bytes, chunked, client, from, names, ranges, save, saved_as,
};

#[tokio::test]
async fn it_begins_anew_where_the_server_will_not_go_on() {
    let content = bytes(3000);
    let range = |range: &str, tag: &str| format!("etag: {tag}\r\ncontent-range: bytes {range}\r\n");
    let other = bytes(1000);
    // What comes in place of the rest, and whether the whole has to be asked for once more.
    let cases: [(&str, Vec<Step>, bool); 10] = [
        ("200 with other bytes", answer("200 OK", "etag: \"two\"\r\n", 3000, &content), false),
        (
            "416",
            answer("416 Range Not Satisfiable", "content-range: bytes */700\r\n", 0, b""),
            true,
        ),
        ("another start", answer("206 P", &range("0-999/3000", "\"one\""), 1000, &other), true),
        ("another total", answer("206 P", &range("700-1699/4000", "\"one\""), 1000, &other), true),
        ("no total", answer("206 P", &range("700-1699/*", "\"one\""), 1000, &other), true),
        ("no range", answer("206 P", ETAG, 1000, &other), true),
        (
            "another tag",
            answer("206 P", &range("700-2999/3000", "\"two\""), 2300, &content[700..]),
            true,
        ),
        (
            "a length that is not the range's",
            answer("206 P", &range("700-1699/3000", "\"one\""), 2300, &content[..2300]),
            true,
        ),
        (
            "several parts",
            answer("206 P", "content-type: multipart/byteranges; boundary=x\r\n", 1000, &other),
            true,
        ),
        (
            "a weak tag",
            answer("206 P", &range("700-2999/3000", "W/\"one\""), 2300, &content[700..]),
            true,
        ),
    ];
    for (case, instead, again) in cases {
        let (sent, reply) = (content.clone(), instead.clone());
        let server = RawServer::start(move |number| match number {
            0 => broken("200 OK", ETAG, 3000, &sent[..700]),
            1 => reply.clone(),
            _ => answer("200 OK", ETAG, 3000, &sent),
        })
        .await;
        saved_as(&server, &content).await;
        let mut expected = vec![WHOLE, from(700, "\"one\"")];
        if again {
            expected.push(WHOLE);
        }
        assert_eq!(ranges(&server), expected, "{case}");
    }
}

#[tokio::test]
async fn without_a_strong_tag_it_begins_anew() {
    let content = bytes(2000);
    for tag in ["", "etag: W/\"weak\"\r\n"] {
        let sent = content.clone();
        let server = RawServer::start(move |number| match number {
            0 => broken("200 OK", tag, 2000, &sent[..700]),
            _ => answer("200 OK", tag, 2000, &sent),
        })
        .await;
        saved_as(&server, &content).await;
        assert_eq!(ranges(&server), [WHOLE, WHOLE], "{tag:?}");
    }
}

#[tokio::test]
async fn more_than_the_range_that_a_part_names_is_an_error() {
    let content = bytes(3000);
    let server = RawServer::start(move |number| match number {
        0 => broken("200 OK", ETAG, 3000, &content[..700]),
        _ => {
            let range = format!("{ETAG}content-range: bytes 700-1699/3000\r\n");
            let mut steps = chunked(&range, &[&content[..1001]], true);
            if let Step::Write(bytes) = &mut steps[0] {
                *bytes = [&b"HTTP/1.1 206 PC"[..], &bytes[15..]].concat().into();
            }
            steps
        }
    })
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let error = save(&server, folder.path().join("a")).await.expect_err("it is no such part");
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Integrity, 2), "{error}");
    assert!(names(folder.path()).is_empty());
}

#[tokio::test]
async fn hosts_and_tags_may_change_on_the_way() {
    let content = bytes(4000);
    let two = |range: &str| format!("etag: \"two\"\r\ncontent-range: bytes {range}/4000\r\n");
    let (sent, rest) =
        (content.clone(), answer("206 P", &two("2000-3999"), 2000, &content[2000..]));
    let one = RawServer::start(move |number| match number {
        0 => broken("200 OK", ETAG, 5000, &[7; 1000]),
        _ => rest.clone(),
    })
    .await;
    let other = RawServer::start(move |number| match number {
        0 => answer("416 Range Not Satisfiable", "content-range: bytes */500\r\n", 0, b""),
        _ => broken("200 OK", "etag: \"two\"\r\n", 4000, &sent[..2000]),
    })
    .await;
    let (hosts, asked) = ([one.base_url(), other.base_url()], Arc::new(Mutex::new(0)));
    let api = Server::start(move |_| {
        let mut asked = asked.lock().expect("no holder panics");
        let host = &hosts[[0, 1, 1, 0][*asked]];
        *asked += 1;
        Answer::new(302, "text/plain", "").header("location", host)
    })
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a");
    let save = client(&api.base_url()).download_file_version("file_1", 1).save(&path);
    save.await.expect("it is saved");
    assert!(std::fs::read(&path).expect("it is there") == content);
    assert_eq!(ranges(&one), [WHOLE, from(2000, "\"two\"")]);
    assert_eq!(ranges(&other), [from(1000, "\"one\""), WHOLE]);
}

#[tokio::test]
async fn it_gives_up_where_nothing_new_comes() {
    let folder = tempfile::tempdir().expect("a folder");
    let content = bytes(2000);
    // The same piece again and again, because the server does not go on.
    let server = RawServer::start(move |_| broken("200 OK", "", 2000, &content[..700])).await;
    let error = save(&server, folder.path().join("a")).await.expect_err("it never ends");
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Transport, 3), "{error}");
    assert_eq!(error.attempts(), 3);
    assert!(names(folder.path()).is_empty());
}

#[tokio::test]
async fn an_error_on_going_on_is_the_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = RawServer::start(move |number| match number {
        0 => broken("200 OK", ETAG, 2000, &[1; 700]),
        _ => answer("404 Not Found", "", 2, b"{}"),
    })
    .await;
    let error = save(&server, folder.path().join("a")).await.expect_err("it is gone");
    assert!(error.is_not_found(), "{error}");
    assert!(names(folder.path()).is_empty());
}

#[tokio::test]
async fn what_begins_anew_may_be_shorter() {
    let content = bytes(500);
    let sent = content.clone();
    let server = RawServer::start(move |number| match number {
        0 => {
            // Time to write what came first.
            let more = [Step::Pause(Duration::from_millis(50)), Step::write(vec![7; 1000])];
            let first = answer("200 OK", ETAG, 3000, &[7; 1000]);
            [first, more.to_vec(), vec![Step::Close]].concat()
        }
        _ => answer("200 OK", "etag: \"two\"\r\n", 500, &sent),
    })
    .await;
    saved_as(&server, &content).await;
}

#[tokio::test]
async fn a_range_that_nobody_asked_for_is_not_asked_for_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = RawServer::start(|_| answer("416 Range Not Satisfiable", "", 0, b"")).await;
    let saving = save(&server, folder.path().join("a")).into_future();
    let outcome = tokio::time::timeout(Duration::from_secs(5), saving).await;
    let error = outcome.expect("it ends").expect_err("it is refused");
    assert_eq!((error.status().map(|s| s.as_u16()), server.requests().len()), (Some(416), 1));
}
