//! Transfers that break off go on where they were, if the server can say that it is the same file.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use vrchat_files::Client;
use vrchat_files_tests::raw::{RawServer, Step};
use vrchat_files_tests::server::{Answer, Server};

use super::{
    ETAG, WHOLE, answer, broken, bytes, chunked, client, from, part, ranges, save, saved_as,
};

#[tokio::test]
async fn a_broken_transfer_goes_on_where_it_was() {
    let content = bytes(5000);
    let sent = content.clone();
    // More breaks than there are repetitions: each piece that came gives new ones.
    let server = RawServer::start(move |number| match number {
        0 => broken("200 OK", ETAG, 5000, &sent[..1000]),
        4 => part(&sent, 4000, 5000),
        _ => part(&sent, number * 1000, (number + 1) * 1000),
    })
    .await;
    saved_as(&server, &content).await;
    let asked: Vec<_> = (1..5).map(|number| from(number * 1000, "\"one\"")).collect();
    assert_eq!(ranges(&server), [vec![WHOLE], asked].concat());
}

#[tokio::test]
async fn the_api_is_asked_again_for_an_address() {
    let content = bytes(2000);
    let sent = content.clone();
    let cdn = RawServer::start(move |number| match number {
        0 => broken("200 OK", ETAG, 2000, &sent[..700]),
        _ => part(&sent, 700, 2000),
    })
    .await;
    let (base, asked) = (cdn.base_url(), Arc::new(Mutex::new(0)));
    let api = Server::start(move |_| {
        let mut asked = asked.lock().expect("no holder panics");
        *asked += 1;
        Answer::new(302, "text/plain", "").header("location", &format!("{base}/signed/{asked}"))
    })
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a");
    let save = client(&api.base_url()).download_file_version("file_1", 1).save(&path);
    save.await.expect("it is saved");
    assert!(std::fs::read(&path).expect("it is there") == content);
    assert_eq!(ranges(&cdn), [WHOLE, from(700, "\"one\"")]);
    let lines: Vec<String> =
        cdn.requests().iter().filter_map(|r| r.head.lines().next().map(str::to_owned)).collect();
    assert!(lines[0].contains("/signed/1 ") && lines[1].contains("/signed/2 "), "{lines:?}");
}

#[tokio::test]
async fn a_stall_is_a_break_as_well() {
    let content = bytes(2000);
    let sent = content.clone();
    let server = RawServer::start(move |number| match number {
        0 => [answer("200 OK", ETAG, 2000, &sent[..700]), vec![Step::Hold]].concat(),
        _ => part(&sent, 700, 2000),
    })
    .await;
    saved_as(&server, &content).await;
    assert_eq!(ranges(&server), [WHOLE, from(700, "\"one\"")]);
}

/// Silent when it is asked to go on, it is asked again.
#[tokio::test]
async fn silence_on_going_on_is_a_stall_as_well() {
    let content = bytes(2000);
    let sent = content.clone();
    let server = RawServer::start(move |number| match number {
        0 => broken("200 OK", ETAG, 2000, &sent[..700]),
        1 => vec![Step::Hold],
        _ => part(&sent, 700, 2000),
    })
    .await;
    saved_as(&server, &content).await;
    assert_eq!(ranges(&server), [WHOLE, from(700, "\"one\""), from(700, "\"one\"")]);
}

#[tokio::test]
async fn a_part_of_the_rest_is_followed_by_the_rest_of_it() {
    let content = bytes(3000);
    let sent = content.clone();
    let server = RawServer::start(move |number| match number {
        0 => broken("200 OK", ETAG, 3000, &sent[..1000]),
        1 => {
            let range = format!("{ETAG}content-range: bytes 1000-1999/3000\r\n");
            answer("206 Partial Content", &range, 1000, &sent[1000..2000])
        }
        _ => part(&sent, 2000, 3000),
    })
    .await;
    saved_as(&server, &content).await;
    assert_eq!(ranges(&server), [WHOLE, from(1000, "\"one\""), from(2000, "\"one\"")]);
}

/// Without a strong tag nobody can tell whether the rest is of the same bytes.
#[tokio::test]
async fn bytes_in_pieces_without_a_length_go_on_as_well() {
    let content = bytes(2000);
    let sent = content.clone();
    let server = RawServer::start(move |number| match number {
        0 => chunked(ETAG, &[&sent[..400], &sent[400..700]], false),
        _ => part(&sent, 700, 2000),
    })
    .await;
    saved_as(&server, &content).await;
    assert_eq!(ranges(&server), [WHOLE, from(700, "\"one\"")]);
}

/// An answer to `If-Range` names no type where the whole did.
#[tokio::test]
async fn the_type_is_that_of_the_whole() {
    let content = bytes(2000);
    let sent = content.clone();
    let typed = format!("{ETAG}content-type: image/png\r\n");
    let server = RawServer::start(move |number| match number {
        0 => broken("200 OK", &typed, 2000, &sent[..700]),
        _ => part(&sent, 700, 2000),
    })
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let saved = save(&server, folder.path().join("a")).await.expect("it is saved");
    assert_eq!(saved.content_type(), Some("image/png"));
}

/// There is nothing left to ask for: `Range` from the end on is refused.
#[tokio::test]
async fn a_break_behind_the_last_byte_is_an_end() {
    let content = bytes(2000);
    let sent = content.clone();
    let server = RawServer::start(move |number| match number {
        0 => broken("200 OK", ETAG, 2000, &sent[..700]),
        1 => {
            let range = format!("{ETAG}content-range: bytes 700-1999/2000\r\n");
            let mut steps = chunked(&range, &[&sent[700..]], false);
            if let Step::Write(bytes) = &mut steps[0] {
                *bytes = [&b"HTTP/1.1 206 PC"[..], &bytes[15..]].concat().into();
            }
            steps
        }
        _ => answer("416 Range Not Satisfiable", "", 0, b""),
    })
    .await;
    saved_as(&server, &content).await;
    assert_eq!(server.requests().len(), 2);
}

/// What is kept of an address, a tag and a total is that of the last answer.
#[tokio::test]
async fn there_is_a_pause_before_it_goes_on() {
    let content = bytes(2000);
    let sent = content.clone();
    let server = RawServer::start(move |number| match number {
        0 => broken("200 OK", ETAG, 2000, &sent[..700]),
        _ => part(&sent, 700, 2000),
    })
    .await;
    let wait = Duration::from_millis(300);
    let client = Client::builder().base_url(server.base_url()).user_agent("tests/1.0");
    let client = client.retry_wait(wait).build().expect("built");
    let folder = tempfile::tempdir().expect("a folder");
    let started = Instant::now();
    let save = client.download_file_version("file_1", 1).save(folder.path().join("a"));
    save.await.expect("it is saved");
    assert!(started.elapsed() >= wait, "it took {:?}", started.elapsed());
}

/// However slow it is, as long as bytes move.
#[tokio::test]
async fn a_slow_transfer_is_not_a_stall() {
    let content = bytes(40);
    let sent = content.clone();
    let server = RawServer::start(move |_| {
        let mut steps = answer("200 OK", "", 40, b"");
        for byte in sent.chunks(4) {
            steps.extend([Step::Pause(Duration::from_millis(60)), Step::write(byte.to_vec())]);
        }
        steps
    })
    .await;
    saved_as(&server, &content).await;
    assert_eq!(server.requests().len(), 1);
}
