//! Streams of the caller's: as long as they are, once, and never cut short without a word.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use vrchat_files_runtime::{Blob, Call, ErrorKind};
use vrchat_files_tests::raw::{RawServer, Step};
use vrchat_files_tests::server::{Answer, Server};

use super::{POST, PUT, transport, with_file};

fn chunks(of: &[&'static str]) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let chunks: Vec<_> = of.iter().map(|text| Ok(Bytes::from_static(text.as_bytes()))).collect();
    stream::iter(chunks)
}

async fn server() -> Server {
    Server::answering(Answer::new(200, "application/json", "{}")).await
}

#[tokio::test]
async fn a_stream_is_sent_as_it_comes() {
    let server = server().await;
    let transport = transport(server.base_url());
    let sized = Blob::sized_stream(5, chunks(&["he", "", "llo"]));
    Call::new(&transport, &POST).blob(Some(&sized), None).nothing().await.expect("answered");
    let open = Blob::stream(chunks(&["hello", " world"]));
    Call::new(&transport, &POST).blob(Some(&open), None).nothing().await.expect("answered");
    let received = server.received();
    let header = |at: usize, name: &str| received[at].header(name).map(str::to_owned);
    assert_eq!(
        (&received[0].body[..], &received[1].body[..]),
        (&b"hello"[..], &b"hello world"[..])
    );
    assert_eq!(header(0, "content-length").as_deref(), Some("5"));
    assert_eq!(header(1, "transfer-encoding").as_deref(), Some("chunked"));
    // In a form the length of all of it is known where that of the stream is.
    let sized = Blob::sized_stream(5, chunks(&["hello"]));
    with_file(&transport, &POST, &sized).nothing().await.expect("answered");
    let last = server.received().pop().expect("it came");
    assert_eq!(last.header("content-length"), Some(last.body.len().to_string().as_str()));
}

#[tokio::test]
async fn a_stream_that_is_not_as_long_as_announced_is_no_success() {
    let server = server().await;
    let transport = transport(server.base_url());
    for (bytes, of, says) in [
        (6, &["hello"][..], "ends before"),
        (4, &["hello"], "more bytes than"),
        (5, &["hello", "!"], "more bytes than"),
        (0, &["!"], "more bytes than"),
    ] {
        let blob = Blob::sized_stream(bytes, chunks(of));
        let error = with_file(&transport, &POST, &blob).nothing().await.expect_err(says);
        assert_eq!(error.kind(), ErrorKind::File, "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }
    let whole = server.received().iter().filter(|one| one.body.ends_with(b"--\r\n")).count();
    assert_eq!(whole, 0, "a service must not take it for all there is");
}

#[tokio::test]
async fn a_stream_that_fails_is_told_of_in_its_own_words() {
    let server = server().await;
    let transport = transport(server.base_url());
    let broken = chunks(&["he"]).chain(stream::iter([Err(io::Error::other("the camera is gone"))]));
    let blob = Blob::stream(broken);
    let error = Call::new(&transport, &PUT).blob(Some(&blob), None).nothing().await;
    let error = error.expect_err("it fails");
    let line = "postThing: what is sent cannot be read: the camera is gone";
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::File, line));
}

#[tokio::test]
async fn a_stream_that_was_taken_is_not_sent_again() {
    let server = Server::answering(Answer::new(503, "text/plain", "later")).await;
    let transport = transport(server.base_url());
    let blob = Blob::stream(chunks(&["hello"]));
    let error = Call::new(&transport, &PUT).blob(Some(&blob), None).nothing().await;
    // The error is the service's, and not that there is nothing left to send.
    let error = error.expect_err("it is refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503), "{error}");
    assert_eq!(server.received().len(), 1);
    let error = Call::new(&transport, &PUT).blob(Some(&blob), None).nothing().await;
    let text = error.expect_err("there is nothing left").to_string();
    assert!(text.contains("its stream was sent already"), "{text}");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_stream_that_nobody_took_is_sent_by_the_next_try() {
    // Bound, so that nobody else gets the port, and not yet listening: the first try finds nobody.
    let socket = tokio::net::TcpSocket::new_v4().expect("made");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("bound");
    let address = socket.local_addr().expect("bound");
    let builder = vrchat_files_runtime::Transport::builder("https://api.example.com", &[]);
    let builder = builder.base_url(format!("http://{address}")).user_agent("tests/1.0");
    let transport = builder.retry_wait(Duration::from_millis(200)).build().expect("built");
    let blob = Blob::stream(chunks(&["hello"]));
    let late = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let listener = socket.listen(8).expect("listening");
        RawServer::on(listener, |_| {
            vec![Step::write("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"), Step::Close]
        })
    };
    let call = Call::new(&transport, &POST).blob(Some(&blob), None).nothing();
    let (answer, server) = tokio::join!(call, late);
    answer.expect("answered");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_slow_stream_is_no_stall_of_the_service() {
    let server = server().await;
    let builder = vrchat_files_runtime::Transport::builder("https://api.example.com", &[]);
    let builder = builder.base_url(server.base_url()).user_agent("tests/1.0");
    let hasty = builder.stall_timeout(Duration::from_millis(50));
    let transport = hasty.answer_timeout(Duration::from_secs(5)).build().expect("built");
    let slow = stream::unfold(0, |n| async move {
        tokio::time::sleep(Duration::from_millis(150)).await;
        (n < 3).then(|| (Ok::<_, io::Error>(Bytes::from_static(b"x")), n + 1))
    });
    let blob = Blob::stream(slow);
    Call::new(&transport, &POST).blob(Some(&blob), None).nothing().await.expect("answered");
    assert_eq!(server.received()[0].body, "xxx");
}
