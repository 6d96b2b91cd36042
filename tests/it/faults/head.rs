//! What goes wrong before an answer has begun.

use tokio::net::TcpSocket;
use vrchat_files::ErrorKind;
use vrchat_files_tests::raw::{RawServer, Step};

use super::{Kind, assert_unharmed, builder, client, connections, each, failing, good, head};

#[tokio::test]
async fn a_refused_connection_is_tried_again_whatever_the_call() {
    each(|kind| async move {
        // A bound socket that does not listen: nobody else can take the port in the meantime.
        let socket = TcpSocket::new_v4().expect("there are sockets");
        socket.bind("127.0.0.1:0".parse().expect("an address")).expect("bound");
        let address = socket.local_addr().expect("bound");
        let client = builder(format!("http://{address}")).build().expect("built");
        let error = kind.call(&client).await.expect_err("nobody listens");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3), "{error}");
        assert!(error.is_retryable() && error.status().is_none(), "{error}");
        let line = format!("{}: no connection to 127.0.0.1: ", kind.operation());
        assert!(error.to_string().starts_with(&line), "{error}");
        let server = RawServer::on(socket.listen(1).expect("it listens"), |_| vec![good("next")]);
        assert_unharmed(&server, &client, kind, "refused").await;
    })
    .await;
}

/// Answers that break off or make no sense in their headers, and what the error says of them.
fn broken_heads() -> Vec<(&'static str, Vec<Step>, &'static str)> {
    let start = || Step::write("HTTP/1.1 200 OK\r\ncontent-le");
    let hold = |bytes: String| vec![Step::Write(bytes.into()), Step::Hold];
    let lines = |lines: &str| hold(head(lines));
    let ended = "connection closed before message completed";
    let header = "invalid HTTP header parsed";
    let length = "invalid content-length parsed";
    // More than hyper has room for, however much of it comes at once.
    let huge = "y".repeat(1 << 20);
    let large = "message head is too large";
    let many: Vec<String> = (0..100).map(|i| format!("x-{i}: y")).collect();
    vec![
        // The system words a reset.
        ("a reset", vec![Step::Reset], ""),
        ("a reset in the headers", vec![start(), Step::Reset], ""),
        ("an end", vec![Step::Close], ended),
        ("half an end", vec![Step::HalfClose, Step::Hold], ended),
        ("an end in the headers", vec![start(), Step::Close], ended),
        ("another protocol", hold("220 mail.example.com\r\n\r\n".into()), "invalid HTTP version"),
        ("another version", hold("HTTP/9.9 200 OK\r\n\r\n".into()), "invalid HTTP version"),
        ("no status", hold("HTTP/1.1 OK\r\n\r\n".into()), "invalid HTTP status-code"),
        ("a status too small", hold("HTTP/1.1 099 No\r\n\r\n".into()), "invalid HTTP status-code"),
        ("a line without a colon", lines("no colon"), header),
        ("a control character", lines("x: \0"), header),
        ("too many headers", lines(&many.join("\r\n")), large),
        ("a huge header", lines(&format!("x: {huge}")), large),
        ("a line without an end", hold("HTTP/1.1 200 ".to_owned() + &huge), large),
        ("two lengths", lines("content-length: 2\r\ncontent-length: 3"), length),
        ("a length in words", lines("content-length: many"), length),
        ("a negative length", lines("content-length: -1"), length),
        ("a length of more than 64 bits", lines("content-length: 18446744073709551616"), length),
    ]
}

#[tokio::test]
async fn a_broken_head_is_a_broken_connection() {
    for (case, steps, says) in broken_heads() {
        each(|kind| {
            let steps = steps.clone();
            async move {
                let server = failing(kind.tries(), steps).await;
                let client = client(&server);
                let error = kind.call(&client).await.expect_err(case);
                assert_eq!(error.kind(), ErrorKind::Transport, "{case}: {error}");
                assert_eq!((error.status(), error.is_retryable()), (None, true), "{case}");
                assert_eq!(error.attempts() as usize, kind.tries(), "{case}: {error}");
                assert_eq!(server.requests().len(), kind.tries(), "{case}: {error}");
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
async fn one_broken_head_is_overcome_where_that_does_no_harm() {
    for (case, steps, _) in broken_heads() {
        for kind in [Kind::Read, Kind::Download] {
            let server = failing(1, steps.clone()).await;
            assert_eq!(kind.call(&client(&server)).await.expect(case), "next", "{case}");
            assert_eq!(connections(&server), [0, 1], "{case}, {kind:?}");
        }
    }
}

/// A connection that was kept is the one that breaks most often: a write on it may have arrived.
#[tokio::test]
async fn a_kept_connection_that_breaks_is_no_reason_to_write_twice() {
    for broken in [Step::Close, Step::Reset] {
        each(|kind| {
            let broken = broken.clone();
            async move {
                let server = RawServer::start(move |number| match number {
                    1 => vec![broken.clone()],
                    _ => vec![good("next")],
                })
                .await;
                let client = client(&server);
                kind.call(&client).await.expect("it answers");
                match kind.call(&client).await {
                    Ok(_) => assert_ne!(kind, Kind::Write),
                    Err(error) => {
                        assert_eq!(kind, Kind::Write, "{error}");
                        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
                        assert_eq!(connections(&server), [0, 0]);
                        kind.call(&client).await.expect("it answers again");
                    }
                }
                assert_eq!(connections(&server), [0, 0, 1]);
            }
        })
        .await;
    }
}

#[tokio::test]
async fn what_is_said_before_the_answer_is_passed_over() {
    for before in ["103 Early Hints\r\nlink: </x>", "100 Continue", "199 Whatever"] {
        each(|kind| async move {
            let before = format!("HTTP/1.1 {before}\r\n\r\n").repeat(20);
            let server =
                RawServer::start(move |_| vec![Step::Write(before.clone().into()), good("next")])
                    .await;
            assert_unharmed(&server, &client(&server), kind, "an answer").await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_switch_to_another_protocol_is_no_success() {
    each(|kind| async move {
        let switch =
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n";
        let server = failing(1, vec![Step::write(switch), Step::Hold]).await;
        let client = client(&server);
        let error = kind.call(&client).await.expect_err("nobody asked for it");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(101));
        drop(error);
        server.hung_up(1).await;
        assert_unharmed(&server, &client, kind, "101").await;
    })
    .await;
}
