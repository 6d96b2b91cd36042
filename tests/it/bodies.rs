//! Bodies on their way out: as slow as they like, as long as they move.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use vrchat_files::{Client, Error};
use vrchat_files_tests::fixture::Fixture;

const ANSWER: Duration = Duration::from_secs(1);

/// A server that takes so many MiB of a request, each after a pause, and then answers.
fn server(pause: Duration, takes: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback can be bound");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut piece = vec![0; 1 << 20];
        for _ in 0..takes {
            std::thread::sleep(pause);
            stream.read_exact(&mut piece).expect("it comes");
        }
        let fixture = Fixture::named("finish_file_data_upload", "200").body();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", fixture.len());
        stream.write_all(&[head.as_bytes(), &fixture].concat()).expect("it is taken");
        // Open until the client ends it.
        while matches!(stream.read(&mut piece), Ok(1..)) {}
    });
    format!("http://{address}")
}

/// A server that takes nothing, as long as the listener is kept.
fn deaf() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback can be bound");
    let address = listener.local_addr().expect("it is bound");
    (listener, format!("http://{address}"))
}

/// Sends a body of so many bytes and a few more.
async fn send(base_url: String, length: usize) -> Result<(), Error> {
    let client = Client::builder().base_url(base_url).user_agent("tests/1.0").retries(0);
    let client = client.answer_timeout(ANSWER).stall_timeout(Duration::from_millis(400));
    let client = client.build().expect("built");
    let etag = "e".repeat(length);
    client.finish_file_data_upload("file_1", 1, "file").etags([etag]).await.map(|_| ())
}

#[tokio::test]
async fn a_slow_but_steady_upload_is_not_cut() {
    let base_url = server(Duration::from_millis(40), 40);
    let started = Instant::now();
    send(base_url, 40 << 20).await.expect("it moves all the time");
    assert!(started.elapsed() > ANSWER, "it took {:?}", started.elapsed());
}

#[tokio::test]
async fn an_upload_that_stalls_is_given_up_on() {
    let (_deaf, base_url) = deaf();
    let error = send(base_url, 40 << 20).await.expect_err("nothing is taken");
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("127.0.0.1 has taken nothing for 0.4 s"), "{error}");
}

#[tokio::test]
async fn an_upload_that_is_taken_and_not_answered_is_given_up_on() {
    let (_deaf, base_url) = deaf();
    let error = send(base_url, 10).await.expect_err("nothing is answered");
    assert!(error.to_string().contains("127.0.0.1 has not answered for 1 s"), "{error}");
}
