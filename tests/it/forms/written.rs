//! What the caller gives, byte by byte.

use std::io::Write as _;

use vrchat_files_runtime::{Blob, Call, ErrorKind, Limits};
use vrchat_files_tests::server::{Answer, Received, Server};

use super::{POST, PUT, transport, with_file};

async fn server() -> Server {
    Server::answering(Answer::new(200, "application/json", "{}")).await
}

fn only(server: &Server) -> Received {
    let [received]: [Received; 1] = server.received().try_into().expect("one request");
    received
}

/// The body of a form with its boundary written `B`.
fn form(received: &Received) -> String {
    let kind = received.header("content-type").expect("it has one");
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").expect("a form");
    let text = String::from_utf8(received.body.to_vec()).expect("UTF-8");
    text.replace(boundary, "B")
}

#[tokio::test]
async fn texts_come_before_files_and_are_not_quoted() {
    let server = server().await;
    let transport = transport(server.base_url());
    let frames = Limits::NONE.at_least(2.0).at_most(64.0);
    let call = Call::new(&transport, &POST)
        .file("file", Some(&Blob::from(&b"PNG"[..])), Some("blob"), "image/png")
        .field("tag", Some(&"sticker".to_owned()))
        .field_within("frames", Some(&8_u64), &frames)
        .field("loopStyle", None::<&String>)
        .field("labels", Some(&vec!["a".to_owned(), "b".to_owned()]))
        .field_as("note", Some(&"n".to_owned()), "text/markdown", &Limits::NONE)
        .json_field("place", Some(&serde_json::json!({ "x": 1 })), &Limits::NONE)
        .multipart(true);
    call.nothing().await.expect("answered");
    let received = only(&server);
    assert_eq!(
        form(&received),
        "--B\r\nContent-Disposition: form-data; name=\"tag\"\r\n\r\nsticker\r\n\
         --B\r\nContent-Disposition: form-data; name=\"frames\"\r\n\r\n8\r\n\
         --B\r\nContent-Disposition: form-data; name=\"labels\"\r\n\r\na\r\n\
         --B\r\nContent-Disposition: form-data; name=\"labels\"\r\n\r\nb\r\n\
         --B\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/markdown\r\n\r\nn\r\n\
         --B\r\nContent-Disposition: form-data; name=\"place\"\r\nContent-Type: application/json\r\n\r\n{\"x\":1}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"blob\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n\
         --B--\r\n"
    );
    let length = received.body.len().to_string();
    assert_eq!(received.header("content-length"), Some(length.as_str()));
}

#[tokio::test]
async fn a_form_within_no_bounds_is_not_sent() {
    let server = server().await;
    let transport = transport(server.base_url());
    let frames = Limits::NONE.at_least(2.0).at_most(64.0);
    for (given, says) in
        [(1_u64, "must be at least 2, but is 1"), (65, "must be at most 64, but is 65")]
    {
        let call = Call::new(&transport, &POST).field_within("frames", Some(&given), &frames);
        let error = call.multipart(true).nothing().await.expect_err("out of bounds");
        let line = format!("postThing: `frames` {says}; nothing was sent");
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::InvalidArgument, line));
    }
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn what_a_caller_says_of_bytes_stands_in_the_form() {
    let server = server().await;
    let transport = transport(server.base_url());
    let blob = Blob::from(&b"x"[..]).filename("a \"b\"\r\n.png").media_type("image/webp");
    with_file(&transport, &POST, &blob).nothing().await.expect("answered");
    let text = form(&only(&server));
    let head = "; filename=\"a %22b%22%0D%0A.png\"\r\nContent-Type: image/webp\r\n\r\nx\r\n";
    assert!(text.contains(head), "{text}");
    // A line end in a media type would begin a header of the caller's choice.
    let blob = Blob::from(&b"x"[..]).media_type("image/png\r\nX-Evil: 1");
    let error = with_file(&transport, &POST, &blob).nothing().await.expect_err("refused");
    assert!(error.is_invalid_argument() && error.to_string().contains("media type"), "{error}");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_file_has_its_own_name_where_the_document_gives_none() {
    let server = server().await;
    let transport = transport(server.base_url());
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path().join("picture.png");
    let bytes = vec![7; 700_000];
    std::fs::File::create(&path).expect("made").write_all(&bytes).expect("written");
    let call = Call::new(&transport, &POST);
    let call = call.file("file", Some(&Blob::from(&path)), None, "image/png").multipart(true);
    call.nothing().await.expect("answered");
    let received = only(&server);
    let head = b"name=\"file\"; filename=\"picture.png\"\r\nContent-Type: image/png\r\n\r\n";
    let at = received.body.windows(head.len()).position(|part| part == head).expect("it is there");
    assert_eq!(received.body[at + head.len()..][..bytes.len()], bytes);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_told_of_by_its_path() {
    let server = server().await;
    let transport = transport(server.base_url());
    let error = with_file(&transport, &POST, &Blob::from("no/such.png")).nothing().await;
    let error = error.expect_err("it is not there");
    assert_eq!(error.kind(), ErrorKind::File, "{error}");
    assert!(error.to_string().starts_with("postThing: no/such.png cannot be read: "), "{error}");
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn a_file_is_sent_again_from_its_start() {
    let tries = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |_| {
        let first = tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        Answer::new(if first { 503 } else { 200 }, "application/json", "{}")
    })
    .await;
    let transport = transport(server.base_url());
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path().join("a.bin");
    std::fs::write(&path, vec![1; 300_000]).expect("written");
    let blob = Blob::from(&path);
    Call::new(&transport, &PUT).blob(Some(&blob), None).nothing().await.expect("answered");
    let bodies: Vec<usize> = server.received().iter().map(|request| request.body.len()).collect();
    assert_eq!(bodies, [300_000, 300_000]);
}

#[tokio::test]
async fn other_bodies_arrive_as_what_they_are() {
    let server = server().await;
    let transport = transport(server.base_url());
    let call = || Call::new(&transport, &POST);
    let text = "größe & co".to_owned();
    call().text(Some(&text), "text/plain", &Limits::NONE).nothing().await.expect("answered");
    let fields = call().field("a b", Some(&text)).field("n", Some(&1.5_f64));
    fields.urlencoded(true).nothing().await.expect("answered");
    let bytes = Blob::from(&b"\0\xff"[..]);
    call().blob(Some(&bytes), Some("image/png")).nothing().await.expect("answered");
    call().blob(Some(&bytes), None).nothing().await.expect("answered");
    let named = bytes.media_type("image/webp");
    call().blob(Some(&named), None).nothing().await.expect("answered");
    let json = serde_json::json!([]);
    call().body_as(Some(&json), "application/vnd.thing+json").nothing().await.expect("answered");
    let got: Vec<(String, Vec<u8>)> = server
        .received()
        .iter()
        .map(|one| (one.header("content-type").unwrap_or_default().to_owned(), one.body.to_vec()))
        .collect();
    let expected: [(&str, &[u8]); 6] = [
        ("text/plain", text.as_bytes()),
        ("application/x-www-form-urlencoded", b"a+b=gr%C3%B6%C3%9Fe+%26+co&n=1.5"),
        ("image/png", b"\0\xff"),
        ("application/octet-stream", b"\0\xff"),
        ("image/webp", b"\0\xff"),
        ("application/vnd.thing+json", b"[]"),
    ];
    let expected = expected.map(|(kind, body)| (kind.to_owned(), body.to_vec()));
    assert_eq!(got, expected);
}

#[tokio::test]
async fn nothing_given_is_nothing_sent() {
    let server = server().await;
    let transport = transport(server.base_url());
    let call = || Call::new(&transport, &POST);
    call().multipart(false).nothing().await.expect("answered");
    call().urlencoded(false).nothing().await.expect("answered");
    call().blob(None, Some("image/png")).nothing().await.expect("answered");
    call().text(None::<&String>, "text/plain", &Limits::NONE).nothing().await.expect("answered");
    for received in server.received() {
        assert_eq!((received.header("content-type"), received.body.len()), (None, 0));
    }
    // A form that has to be there is there, without fields.
    call().urlencoded(true).nothing().await.expect("answered");
    let kind = server.received().pop().expect("it came");
    assert_eq!(kind.header("content-type"), Some("application/x-www-form-urlencoded"));
}
