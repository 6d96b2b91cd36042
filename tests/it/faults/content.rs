//! Answers that are whole, and are not what was asked for.

use bytes::Bytes;
use vrchat_files::{ErrorKind, reqwest};
use vrchat_files_tests::raw::Step;

use super::{Kind, answer, builder, client, connections, download, each, failing, file};

/// Bodies that are no file, with their status, and what the error says of them.
fn wrong_bodies() -> Vec<(&'static str, &'static str, Vec<u8>, &'static str)> {
    let of = |text: &str| text.as_bytes().to_vec();
    let whole = file("name");
    let ok = "200 OK";
    let nested = |open: &str| open.repeat(200_000).into_bytes();
    let no_utf8 = file("\u{fffd}").replace('\u{fffd}', "?").into_bytes();
    let no_utf8 = no_utf8.into_iter().map(|byte| if byte == b'?' { 0xff } else { byte }).collect();
    let utf16: Vec<u8> = whole.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("a text that is not UTF-8", ok, no_utf8, "at `name`: invalid unicode code point"),
        ("UTF-16", ok, [&[0xff, 0xfe], &utf16[..]].concat(), "expected value at line 1 column 1"),
        ("half a file", ok, of(&whole[..20]), "EOF while parsing"),
        ("a file and more", ok, of(&(whole.clone() + "x")), "trailing characters"),
        ("two files", ok, of(&whole.repeat(2)), "trailing characters"),
        ("HTML", ok, of("<html>maintenance</html>"), "expected value at line 1 column 1"),
        ("nothing", ok, of(""), "EOF while parsing a value"),
        ("blanks", ok, of(" \r\n"), "EOF while parsing a value"),
        ("no content", "204 No Content", of(""), "EOF while parsing a value"),
        ("no content of another kind", "205 Reset Content", of(""), "EOF while parsing a value"),
        ("null", ok, of("null"), "invalid type: null"),
        ("an error with success", ok, of(r#"{"error":{"message":"no"}}"#), "missing field"),
        ("lists without end", ok, nested("["), ""),
        ("an unknown field without end", ok, nested(r#"{"x":"#), ""),
    ]
}

#[tokio::test]
async fn a_wrong_body_is_an_error_and_asked_for_once() {
    for (case, status, body, says) in wrong_bodies() {
        each(|kind| {
            let body = body.clone();
            async move {
                let server = failing(1, vec![Step::Write(answer(status, "", &body))]).await;
                let client = client(&server);
                if kind == Kind::Download && status != "200 OK" {
                    let error = download(&client).await.expect_err(case);
                    assert!(error.to_string().contains("the answer holds no file"), "{error}");
                } else if kind == Kind::Download {
                    // Bytes are bytes.
                    assert_eq!(download(&client).await.expect(case), body, "{case}");
                } else {
                    let error = kind.call(&client).await.expect_err(case);
                    assert_eq!(error.kind(), ErrorKind::Decode, "{case}: {error}");
                    assert!(!error.is_retryable(), "{case}: {error}");
                    let code = status[..3].parse().expect("a status");
                    assert_eq!(error.status().map(|status| status.as_u16()), Some(code), "{case}");
                    let text = error.to_string();
                    let line = format!("{}: the answer is not what the ", kind.operation());
                    assert!(text.starts_with(&line) && text.contains(says), "{case}: {text}");
                    let kept = error.body().expect(case);
                    let start = &body[..body.len().min(64 << 10)];
                    assert_eq!(kept, String::from_utf8_lossy(start), "{case}");
                }
                // HTTP is content with it, so the connection is kept.
                assert_eq!(kind.call(&client).await.expect(case), "next", "{case}");
                assert_eq!(connections(&server), [0, 0], "{case}, {kind:?}");
            }
        })
        .await;
    }
}

/// 64 MiB of blanks in 66 kB of gzip: the same block for each MiB, packed by zlib.
fn bomb() -> Bytes {
    let start = b"\xec\xc1\x31\x01\x00\x00\x00\xc2\xa0\x2a\xeb\x9f\xd2\x10\xbe\x40\x01";
    let block = [&start[..], &[0; 1015], b"\x7c\x06\x00\x00\xff\xff"].concat();
    let (head, end) = (b"\x1f\x8b\x08\0\0\0\0\0\x02\xff", b"\x03\0\xec\xd3\xbf\x97\0\0\0\x04");
    [&head[..], &block.repeat(64), end].concat().into()
}

#[tokio::test]
async fn what_is_packed_unasked_is_not_unpacked() {
    let garbage = Bytes::from_static(b"\x1f\x8b\x08 no gzip at all");
    for encoding in ["gzip", "br", "deflate", "zstd", "gzip, gzip"] {
        for packed in [garbage.clone(), bomb()] {
            each(|kind| {
                let packed = packed.clone();
                async move {
                    let line = format!("content-encoding: {encoding}\r\n");
                    let server =
                        failing(1, vec![Step::Write(answer("200 OK", &line, &packed))]).await;
                    let client = client(&server);
                    let error = kind.call(&client).await.expect_err(encoding);
                    // Unpacked, the bomb would be larger than the client takes.
                    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
                    if kind == Kind::Download {
                        let says =
                            format!("the bytes are encoded as {encoding}, which was not ask");
                        assert!(error.to_string().contains(&says), "{error}");
                        assert_eq!(error.attempts(), 1);
                    }
                    assert_eq!(server.requests().len(), 1);
                    assert_eq!(kind.call(&client).await.expect(encoding), "next");
                }
            })
            .await;
        }
    }
}

/// A client of the caller's may unpack; what comes of it has to fit.
#[tokio::test]
async fn what_is_unpacked_is_not_larger_than_may_be_taken() {
    for kind in [Kind::Read, Kind::Write] {
        let packed = answer("200 OK", "content-encoding: gzip\r\n", bomb());
        let server = failing(1, vec![Step::Write(packed)]).await;
        let own = reqwest::Client::builder().tls_certs_only([]).build().expect("built");
        let limited = builder(server.base_url()).http_client(own).answer_limit(1 << 20);
        let client = limited.build().expect("built");
        let error = kind.call(&client).await.expect_err("it is too large");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1), "{error}");
        assert_eq!(error.body(), Some(" ".repeat(64 << 10).as_str()));
        assert_eq!(kind.call(&client).await.expect("it fits"), "next");
    }
}
