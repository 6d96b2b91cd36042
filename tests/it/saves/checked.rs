//! Length and digest of what comes.

use vrchat_files::ErrorKind;
use vrchat_files::types::FileData;
use vrchat_files_tests::raw::{RawServer, Step};

use super::{answer, broken, chunked, names, ranges, save};

/// Of the 11 bytes `hello world`.
const MD5: &str = "XrY7u+Ae7tCTyyK7j1rNww==";

fn data(md5: Option<&str>, size: u64) -> FileData {
    let json = serde_json::json!({
        "category": "simple", "fileName": "a", "status": "complete", "md5": md5, "sizeInBytes": size,
    });
    serde_json::from_value(json).expect("it is one")
}

#[tokio::test]
async fn a_file_is_verified_before_it_is_put_in_place() {
    let server = RawServer::start(|_| answer("200 OK", "", 11, b"hello world")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let saved = save(&server, folder.path().join("a")).verify(&data(Some(MD5), 11)).await;
    assert!(saved.expect("it is the one").is_verified());
    let other = "AAAAAAAAAAAAAAAAAAAAAA==";
    let error = save(&server, folder.path().join("b")).verify(&data(Some(other), 11)).await;
    let error = error.expect_err("it is another one");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Integrity, false));
    assert!(error.to_string().contains("md5 of the 11 bytes"), "{error}");
    assert_eq!(names(folder.path()), ["a"]);
}

#[tokio::test]
async fn a_digest_is_that_of_all_pieces_and_of_no_others() {
    for (case, second) in [
        (
            "goes on",
            answer("206 P", "etag: \"x\"\r\ncontent-range: bytes 5-10/11\r\n", 6, b" world"),
        ),
        ("begins anew", answer("200 OK", "", 11, b"hello world")),
    ] {
        let server = RawServer::start(move |number| match number {
            0 => broken("200 OK", "etag: \"x\"\r\n", 11, b"hello"),
            _ => second.clone(),
        })
        .await;
        let folder = tempfile::tempdir().expect("a folder");
        let saved = save(&server, folder.path().join("a")).verify(&data(Some(MD5), 11)).await;
        assert!(saved.unwrap_or_else(|error| panic!("{case}: {error}")).is_verified());
    }
}

#[tokio::test]
async fn data_without_a_digest_is_checked_by_its_size() {
    let server = RawServer::start(|_| answer("200 OK", "", 11, b"hello world")).await;
    let folder = tempfile::tempdir().expect("a folder");
    for (name, md5) in [("a", None), ("b", Some(""))] {
        let saved = save(&server, folder.path().join(name)).verify(&data(md5, 11)).await;
        assert!(!saved.expect("the size is right").is_verified(), "it says that none was checked");
    }
    let error = save(&server, folder.path().join("c")).verify(&data(None, 12)).await;
    let error = error.expect_err("the size is another");
    assert_eq!(error.kind(), ErrorKind::Integrity);
    assert!(
        error.to_string().contains("11 bytes came or were announced, and 12 were expected"),
        "{error}"
    );
    assert_eq!(names(folder.path()), ["a", "b"]);
}

#[tokio::test]
async fn a_digest_that_is_none_is_refused_before_anything_is_sent() {
    let server = RawServer::start(|_| answer("200 OK", "", 11, b"hello world")).await;
    let folder = tempfile::tempdir().expect("a folder");
    // Four bytes, as some recordings have, and no base64.
    for md5 in ["dGVzdA==", "hello"] {
        let error = save(&server, folder.path().join("a")).verify(&data(Some(md5), 11)).await;
        assert_eq!(error.expect_err("refused").parameter(), Some("md5"));
    }
    assert!(server.requests().is_empty() && names(folder.path()).is_empty());
}

#[tokio::test]
async fn more_or_less_than_expected_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let verified = async |server: &RawServer, size| {
        let error = save(server, folder.path().join("a")).verify(&data(None, size)).await;
        error.expect_err("the size is another").kind()
    };
    let chunks = RawServer::start(|_| chunked("", &[b"hello ", b"world"], true)).await;
    assert_eq!(verified(&chunks, 10).await, ErrorKind::Integrity, "more");
    assert_eq!(verified(&chunks, 12).await, ErrorKind::Integrity, "less");
    assert_eq!(
        chunks.requests().len(),
        2,
        "what the server calls the whole is not asked for again"
    );
    assert!(names(folder.path()).is_empty());
}

/// An answer that ends with its connection, as HTTP/1.0 has it, may always be a part.
#[tokio::test]
async fn an_answer_without_an_end_is_refused_unless_its_size_is_known() {
    let head = "HTTP/1.1 200 OK\r\n\r\n";
    let server = RawServer::start(move |number| {
        let body = if number == 1 { "hello" } else { "hello world" };
        vec![Step::write(format!("{head}{body}")), Step::Close]
    })
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let error = save(&server, folder.path().join("a")).await.expect_err("nobody can tell");
    assert_eq!(error.kind(), ErrorKind::Integrity);
    assert!(error.to_string().contains("nobody could tell whether all came"), "{error}");
    let saved = save(&server, folder.path().join("a")).verify(&data(Some(MD5), 11)).await;
    assert_eq!(saved.expect("the second try has all").bytes(), 11);
    assert_eq!(ranges(&server).len(), 3);
}

#[tokio::test]
async fn an_answer_in_pieces_has_an_end_however_it_is_spelled() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n";
    let server =
        RawServer::start(move |_| vec![Step::write(format!("{head}3\r\nabc\r\n0\r\n\r\n"))]).await;
    let folder = tempfile::tempdir().expect("a folder");
    let saved = save(&server, folder.path().join("a")).await;
    assert_eq!(saved.expect("it has an end").bytes(), 3);
}

#[tokio::test]
async fn an_answer_of_a_known_size_needs_no_end() {
    let server =
        RawServer::start(|_| vec![Step::write("HTTP/1.1 200 OK\r\n\r\nhello world"), Step::Hold])
            .await;
    let folder = tempfile::tempdir().expect("a folder");
    let saved = save(&server, folder.path().join("a")).verify(&data(Some(MD5), 11)).await;
    assert!(saved.expect("all is there").is_verified());
}

#[tokio::test]
async fn a_success_that_is_no_file_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    for status in ["204 No Content", "206 Partial Content", "202 Accepted"] {
        let length = if status.starts_with("204") { 0 } else { 3 };
        let server = RawServer::start(move |_| answer(status, "", length, &b"abc"[..length])).await;
        let error = save(&server, folder.path().join("a")).await.expect_err("it is no file");
        assert_eq!(error.kind(), ErrorKind::Decode, "{status}: {error}");
        assert_eq!(server.requests().len(), 1, "{status}");
    }
    let zipped = "content-encoding: gzip\r\n";
    let hidden = format!("content-encoding: identity\r\n{zipped}");
    let below = "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    for steps in [
        answer("200 OK", zipped, 3, b"abc"),
        answer("200 OK", &hidden, 3, b"abc"),
        vec![Step::write(below)],
    ] {
        let encoded = RawServer::start(move |_| steps.clone()).await;
        let error = save(&encoded, folder.path().join("a")).await.expect_err("it is encoded");
        assert!(error.to_string().contains("encoded as gzip"), "{error}");
    }
    assert!(names(folder.path()).is_empty());
}
