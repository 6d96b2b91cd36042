//! A transfer that breaks, shifts and changes in any order: what is saved is whole, and nothing else
//! is left.

use std::time::Duration;

use proptest::prelude::*;
use vrchat_files::Client;
use vrchat_files_tests::server::{Answer, Received, Server};

use crate::run;

/// What a server does with one request. It may be wrong, but it does not lie: a tag stands for the
/// same bytes each time, and a range is the one that it says.
#[derive(Clone, Debug)]
enum Deed {
    /// Sends the whole of one of two contents, up to a break.
    Whole {
        other: bool,
        tagged: bool,
        weak: bool,
        sent: usize,
    },
    /// Sends a part from about where it was asked to, whatever the tag was.
    Part {
        other: bool,
        shift: i64,
        total: bool,
        sent: usize,
    },
    Status(u16),
    Moved,
}

const LENGTH: usize = 4000;

fn content(other: bool) -> Vec<u8> {
    let step = if other { 7 } else { 31 };
    let length = if other { LENGTH + 500 } else { LENGTH };
    (0..length).map(|at| u8::try_from(at * step % 251).expect("small")).collect()
}

fn deed() -> impl Strategy<Value = Deed> {
    let sent = prop_oneof![Just(usize::MAX), 0..LENGTH + 600];
    prop_oneof![
        3 => (any::<bool>(), any::<bool>(), prop::bool::weighted(0.2), sent.clone())
            .prop_map(|(other, tagged, weak, sent)| Deed::Whole { other, tagged, weak, sent }),
        4 => (prop::bool::weighted(0.2), prop_oneof![4 => Just(0_i64), 1 => -50..50_i64], prop::bool::weighted(0.9), sent)
            .prop_map(|(other, shift, total, sent)| Deed::Part { other, shift, total, sent }),
        1 => prop::sample::select(vec![416_u16, 503, 502]).prop_map(Deed::Status),
        1 => Just(Deed::Moved),
    ]
}

fn body(status: u16, content: &[u8], sent: usize) -> Answer {
    let part = content[..sent.min(content.len())].to_vec();
    Answer::new(status, "image/png", part).header("content-length", &content.len().to_string())
}

fn answer(deed: &Deed, received: &Received) -> Answer {
    let range = received.header("range").and_then(|range| range.strip_prefix("bytes="));
    let start: Option<i64> = range.and_then(|range| range.trim_end_matches('-').parse().ok());
    match (deed, start) {
        (Deed::Moved, _) if !received.path.ends_with("/again") => {
            let location = format!("{}/again", received.path);
            Answer::new(307, "text/plain", "").header("location", &location)
        }
        (Deed::Status(status), _) => Answer::new(*status, "text/plain", ""),
        (Deed::Part { other, shift, total, sent }, Some(start)) => {
            let content = content(*other);
            let length = i64::try_from(content.len()).expect("small");
            let start = (start + shift).clamp(0, length - 1);
            let rest = &content[usize::try_from(start).expect("positive")..];
            let total = if *total { length.to_string() } else { "*".to_owned() };
            let range = format!("bytes {start}-{}/{total}", length - 1);
            let answer = body(206, rest, *sent).header("content-range", &range);
            answer.header("etag", if *other { "\"b\"" } else { "\"a\"" })
        }
        (Deed::Whole { other, tagged, weak, sent }, _) => {
            let answer = body(200, &content(*other), *sent);
            let tag = if *other { "\"b\"" } else { "\"a\"" };
            match (tagged, weak) {
                (false, _) => answer,
                (true, false) => answer.header("etag", tag),
                (true, true) => answer.header("etag", &format!("W/{tag}")),
            }
        }
        _ => body(200, &content(false), usize::MAX).header("etag", "\"a\""),
    }
}

proptest! {
    #[test]
    fn what_is_saved_is_whole(deeds in prop::collection::vec(deed(), 0..10)) {
        run(async {
            let number = std::sync::atomic::AtomicUsize::new(0);
            let server = Server::start(move |received| {
                let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let last = Deed::Whole { other: false, tagged: true, weak: false, sent: usize::MAX };
                answer(deeds.get(number).unwrap_or(&last), received)
            })
            .await;
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("a");
            let client = Client::builder().base_url(server.base_url()).user_agent("fuzz/1.0");
            let client = client.retry_wait(Duration::from_micros(10)).build().expect("built");
            let outcome = client.download_file_version("f", 1).save(&path).await;
            let left: Vec<_> = std::fs::read_dir(folder.path()).expect("there").collect();
            match outcome {
                Ok(saved) => {
                    let bytes = std::fs::read(&path).expect("it is there");
                    assert_eq!(saved.bytes(), bytes.len() as u64);
                    assert!(bytes == content(false) || bytes == content(true), "a mixture");
                    assert_eq!(left.len(), 1);
                }
                Err(error) => assert!(left.is_empty(), "{error}: {left:?}"),
            }
        });
    }
}
