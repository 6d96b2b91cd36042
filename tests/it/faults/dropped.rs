//! A caller that does not want the answer any more.

use std::time::Duration;

use vrchat_files::Client;
use vrchat_files_tests::raw::{RawServer, Step};

use super::{Kind, assert_unharmed, client, each, failing, half, head};

/// Makes a call and drops it once the service has it, with time for what the service says to it.
async fn dropped(kind: Kind, client: &Client, server: &RawServer) {
    let call = kind.call(client);
    let under_way = async {
        while server.requests().is_empty() {
            tokio::task::yield_now().await;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    tokio::select! {
        outcome = call => panic!("it is not answered: {outcome:?}"),
        () = under_way => {}
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_ends_its_connection() {
    for start in [Step::write(""), Step::write("HTTP/1.1 200 OK\r\ncontent-le"), half()] {
        each(|kind| {
            let steps = vec![start.clone(), Step::Hold];
            async move {
                let server = failing(1, steps).await;
                let client = client(&server);
                dropped(kind, &client, &server).await;
                server.hung_up(1).await;
                assert_unharmed(&server, &client, kind, "dropped").await;
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_transfer_that_is_dropped_ends_its_connection() {
    let endless = head("transfer-encoding: chunked") + "2\r\n{}\r\n";
    let long = head("content-length: 9999999") + "{}";
    for start in [endless, long] {
        let server = failing(1, vec![Step::Write(start.into()), Step::Hold]).await;
        let client = client(&server);
        let mut download = client.download_file_version("file_1", 1).await.expect("it begins");
        assert_eq!(download.chunk().await.expect("it comes").as_deref(), Some(&b"{}"[..]));
        drop(download);
        server.hung_up(1).await;
        assert_unharmed(&server, &client, Kind::Download, "dropped").await;
    }
}

#[tokio::test]
async fn a_transfer_that_nobody_reads_ends_its_connection() {
    let long = head("content-length: 9999999") + "{}";
    let server = failing(1, vec![Step::Write(long.into()), Step::Hold]).await;
    let client = client(&server);
    drop(client.download_file_version("file_1", 1).await.expect("it begins"));
    server.hung_up(1).await;
    assert_unharmed(&server, &client, Kind::Download, "dropped").await;
}
