//! Bytes as they come.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use vrchat_files_tests::server::{Answer, Server};

use crate::calls::client;

#[tokio::test]
async fn a_download_is_a_stream_with_length_and_type() {
    let mut answer = Answer::new(200, "application/x-avatar", "");
    answer.chunks = (0..5).map(|i| (Duration::ZERO, Bytes::from(vec![i; 1000]))).collect();
    answer.content_length = true;
    let server = Server::answering(answer).await;
    let download =
        client(&server).download_file_data("file_1", 1, "file").await.expect("it starts");
    assert_eq!(download.content_length(), Some(5000));
    assert_eq!(download.content_type(), Some("application/x-avatar"));
    let chunks: Vec<_> = download.map(|chunk| chunk.expect("it comes")).collect().await;
    let whole: Vec<u8> = chunks.concat();
    let expected: Vec<u8> = (0..5).flat_map(|i| vec![i; 1000]).collect();
    assert_eq!(whole, expected);
    assert_eq!(server.received()[0].path, "/api/1/file/file_1/1/file");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_error_and_not_an_end() {
    let answer = Answer::new(200, "image/png", "half").header("content-length", "8");
    let server = Server::answering(answer).await;
    let mut download = client(&server).download_file_version("file_1", 1).await.expect("it starts");
    let error = loop {
        match download.chunk().await {
            Ok(Some(chunk)) => assert_eq!(&chunk[..], b"half"),
            Ok(None) => panic!("half a body is taken for a whole one"),
            Err(error) => break error,
        }
    };
    assert!(error.is_retryable(), "{error:?}");
    assert!(error.to_string().starts_with("downloadFileVersion: the connection broke"), "{error}");
    assert_eq!(download.chunk().await.expect("it is over"), None);
}

/// On a clock that jumps to whatever is due next: the transfer takes 80 seconds of it, which a
/// client with a total timeout of 15 seconds, as progenitor's has, does not live to see.
#[tokio::test(start_paused = true)]
async fn a_slow_transfer_is_not_cut() {
    let mut answer = Answer::new(200, "image/png", "");
    answer.chunks = (0..4).map(|_| (Duration::from_secs(20), Bytes::from_static(b"x"))).collect();
    let server = Server::answering(answer).await;
    let started = tokio::time::Instant::now();
    let mut download = client(&server).download_file_version("file_1", 1).await.expect("it starts");
    let mut length = 0;
    while let Some(chunk) = download.chunk().await.expect("it is not cut") {
        length += chunk.len();
    }
    assert_eq!(length, 4);
    assert!(started.elapsed() >= Duration::from_secs(80));
}

/// On the same clock: nothing moves for longer than the client waits.
#[tokio::test(start_paused = true)]
async fn a_service_that_stalls_is_not_waited_for_forever() {
    let mut answer = Answer::new(200, "image/png", "");
    answer.chunks = vec![(Duration::from_secs(3600), Bytes::from_static(b"x"))];
    let server = Server::answering(answer).await;
    let mut download = client(&server).download_file_version("file_1", 1).await.expect("it starts");
    let started = tokio::time::Instant::now();
    let error = download.chunk().await.expect_err("nothing comes");
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
    assert_eq!(started.elapsed().as_secs(), 60);
}
