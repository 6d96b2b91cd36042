//! A list in pages, walked through item by item.

use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use vrchat_files::types::File;
use vrchat_files::{Error, Items};
use vrchat_files_tests::server::{Answer, Received, Server};

use crate::calls::client;

fn file(id: &str) -> Value {
    json!({
        "extension": ".png", "id": id, "mimeType": "image/png", "name": "a", "ownerId": "usr_1",
        "tags": [], "versions": [],
    })
}

fn page(ids: impl IntoIterator<Item = u64>) -> Answer {
    let files: Vec<Value> = ids.into_iter().map(|id| file(&format!("file_{id}"))).collect();
    Answer::new(200, "application/json", Value::from(files).to_string())
}

fn asked(received: &Received, name: &str) -> Option<u64> {
    let found = received.query.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.parse().expect("a number"))
}

/// A server of a list of so many files, and what happens to it before the second page.
async fn serving(
    count: u64,
    change: impl Fn(u64, &mut Vec<u64>) + Send + Sync + 'static,
) -> Server {
    Server::start(move |received| {
        let (n, offset) = (asked(received, "n").unwrap_or(60), asked(received, "offset"));
        let offset = offset.unwrap_or(0);
        let mut all: Vec<u64> = (0..count).collect();
        change(offset, &mut all);
        let start = usize::try_from(offset).expect("small");
        page(all.into_iter().skip(start).take(usize::try_from(n).expect("small")))
    })
    .await
}

async fn ids(items: Items<File>) -> Vec<String> {
    let items: Result<Vec<File>, Error> = items.try_collect().await;
    items.expect("nothing fails").into_iter().map(|file| file.id.to_string()).collect()
}

fn numbered(range: impl IntoIterator<Item = u64>) -> Vec<String> {
    range.into_iter().map(|id| format!("file_{id}")).collect()
}

#[tokio::test]
async fn items_come_one_by_one_until_a_short_page() {
    let server = serving(250, |_, _| {}).await;
    let stream = client(&server).get_files().tag("gallery").stream();
    assert!(server.received().is_empty(), "nothing is asked before the first item is wanted");
    assert_eq!(ids(stream).await, numbered(0..250));
    let received = server.received();
    let pages: Vec<_> = received.iter().map(|r| (asked(r, "n"), asked(r, "offset"))).collect();
    assert_eq!(pages, [(Some(100), Some(0)), (Some(100), Some(100)), (Some(100), Some(200))]);
    let tagged = |received: &Received| received.query.contains(&("tag".into(), "gallery".into()));
    assert!(received.iter().all(tagged), "every page is of the same list");
}

#[tokio::test]
async fn a_page_is_asked_for_when_it_is_needed() {
    let server = serving(25, |_, _| {}).await;
    let mut items = client(&server).get_files().n(10).stream();
    for _ in 0..10 {
        items.next_item().await.expect("nothing fails").expect("there are more");
    }
    assert_eq!((server.received().len(), items.offset()), (1, 10));
    items.next_item().await.expect("nothing fails").expect("there are more");
    assert_eq!((server.received().len(), items.offset()), (2, 11));
}

#[tokio::test]
async fn a_list_of_whole_pages_ends_with_an_empty_one() {
    for (count, calls) in [(0, 1), (9, 1), (10, 2), (20, 3)] {
        let server = serving(count, |_, _| {}).await;
        let items = client(&server).get_files().n(10).stream();
        assert_eq!(ids(items).await, numbered(0..count));
        assert_eq!(server.received().len(), calls, "{count}");
    }
}

#[tokio::test]
async fn an_item_that_pages_shift_into_the_next_is_not_repeated() {
    // Three files are added in front before the second page.
    let grown = |offset, all: &mut Vec<u64>| {
        if offset > 0 {
            all.splice(0..0, [100, 101, 102]);
        }
    };
    let server = serving(25, grown).await;
    assert_eq!(ids(client(&server).get_files().n(10).stream()).await, numbered(0..25));
}

/// A page that holds nothing new is no circle, as often as the list grows by a page.
#[tokio::test]
async fn a_list_may_grow_by_whole_pages() {
    let grown = |offset, all: &mut Vec<u64>| match offset {
        0 => {}
        10 | 20 => drop(all.splice(0..0, 100..110)),
        _ => drop(all.splice(0..0, 100..120)),
    };
    let server = serving(40, grown).await;
    assert_eq!(ids(client(&server).get_files().n(10).stream()).await, numbered(0..40));
}

/// Pages may be so small that what is added fills several.
#[tokio::test]
async fn small_pages_that_shift_by_more_than_one_are_walked_through() {
    let grown = |offset, all: &mut Vec<u64>| {
        if offset >= 5 {
            all.splice(0..0, 100..105);
        }
    };
    let server = serving(8, grown).await;
    assert_eq!(ids(client(&server).get_files().n(1).stream()).await, numbered(0..8));
}

#[tokio::test]
async fn an_offset_that_nobody_heeds_is_an_error_and_not_a_circle() {
    let server = Server::answering(page(0..10)).await;
    let mut items = client(&server).get_files().n(10).stream();
    let mut count = 0;
    let error = loop {
        match items.next_item().await {
            Ok(item) => count += u32::from(item.expect("an end would be a lie").id.as_str() != ""),
            Err(error) => break error,
        }
    };
    assert_eq!((count, server.received().len()), (10, 3));
    assert!(error.to_string().contains("in front of offset 30"), "{error}");
    assert!(items.next_item().await.expect("it is over").is_none());
}

#[tokio::test]
async fn an_error_ends_it_and_says_where_to_go_on() {
    let server = Server::start(|received| match asked(received, "offset") {
        Some(10) => Answer::new(500, "application/json", "{}"),
        Some(offset) => page(offset..(offset + 10).min(25)),
        None => page(0..10),
    })
    .await;
    let client = client(&server);
    let mut items = client.get_files().n(10).stream();
    let mut got = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(file) => got.push(file.id.to_string()),
            Err(error) => assert!(error.is_server_error(), "{error}"),
        }
    }
    assert_eq!((got, items.offset()), (numbered(0..10), 10));
    assert!(items.next().await.is_none(), "it stays ended");
    let rest = client.get_files().n(10).offset(15).stream();
    assert_eq!(ids(rest).await, numbered(15..25));
}

#[tokio::test]
async fn a_page_of_a_size_that_is_out_of_bounds_is_never_asked_for() {
    let server = serving(5, |_, _| {}).await;
    for n in [0, 101] {
        let mut items = client(&server).get_files().n(n).stream();
        let error = items.next_item().await.expect_err("refused");
        assert_eq!((error.is_invalid_argument(), error.parameter()), (true, Some("n")));
        assert!(items.next_item().await.expect("it is over").is_none());
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_stream_can_be_moved_to_another_task() {
    let server = serving(3, |_, _| {}).await;
    let items = client(&server).get_files().stream();
    let ids = tokio::spawn(ids(items)).await.expect("it does not panic");
    assert_eq!(ids, numbered(0..3));
}
