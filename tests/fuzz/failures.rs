//! The bodies of failures, the service's and those of a host of files: always an error with its
//! status, on one line, and never more of a sensitive one than its message.

use proptest::prelude::*;
use proptest::sample::Index;
use vrchat_files::{Client, Error};
use vrchat_files_tests::server::{Answer, Server};

use crate::mutation::{apply, changes, recorded};
use crate::run;

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.base_url()).user_agent("fuzz/1.0").retries(0);
    builder.build().expect("built")
}

fn check(error: &Error, status: u16) {
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    for line in [error.to_string(), format!("{error:?}")] {
        assert!(!line.chars().any(char::is_control) && line.chars().count() < 2000, "{line}");
    }
    let _ = (error.retry_after(), error.api().map(|api| api.message().map(str::len)));
}

fn status() -> impl Strategy<Value = u16> {
    prop::sample::select(vec![300_u16, 400, 401, 403, 404, 409, 416, 422, 429, 500, 502, 503, 599])
}

/// XML that looks like S3's, more or less.
fn xml() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("<Error>".to_owned()),
        Just("</Error>".to_owned()),
        Just("<Code>AccessDenied</Code>".to_owned()),
        Just("<Message>Request &amp; has &#x65;xpired &nope;</Message>".to_owned()),
        Just("<RequestId>1</RequestId>".to_owned()),
        Just("<!DOCTYPE a [<!ENTITY b \"&b;&b;\">]>".to_owned()),
        Just("<![CDATA[planted]]>".to_owned()),
        Just("<?xml version=\"1.0\"?>".to_owned()),
        Just("<StringToSign>planted</StringToSign>".to_owned()),
        "[<>/&;A-Za-z ]{0,12}",
    ];
    prop::collection::vec(part, 0..10).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn changed_recordings(index: Index, changes in changes(), status in status(), wait in "[0-9A-Za-z, :]{0,30}") {
        let all = ["get_file", "create_file", "start_file_data_upload", "delete_file_version"];
        let body = apply(recorded(&all, index), &changes).to_string();
        run(async {
            let answer = Answer::new(status, "application/json", body.clone()).header("retry-after", &wait);
            let client = client(&Server::answering(answer).await);
            let error = client.get_file("f").await.expect_err("it fails");
            check(&error, status);
            let kept = error.body().expect("it is kept");
            assert!(body.starts_with(kept) && (kept.len() == body.len() || kept.len() > 60_000));
            let error = client.start_file_data_upload("f", 1, "file").await.expect_err("it fails");
            check(&error, status);
            assert_eq!(error.body(), None);
        });
    }

    #[test]
    fn any_bytes(body: Vec<u8>, status in status()) {
        run(async {
            let client = client(&Server::answering(Answer::new(status, "text/html", body)).await);
            check(&client.get_file("f").await.expect_err("it fails"), status);
        });
    }

    #[test]
    fn of_a_host_of_files(body in xml(), status in status()) {
        run(async {
            let cdn = Server::answering(Answer::new(status, "application/xml", body)).await;
            let location = format!("http://{}/key?signature=planted", cdn.address());
            let found = Answer::new(302, "text/plain", "").header("location", &location);
            let client = client(&Server::answering(found).await);
            let error = client.download_file_version("f", 1).await.expect_err("it fails");
            check(&error, status);
            assert_eq!(error.body(), None);
            let shown = format!("{error} {error:?} {:?}", error.storage().map(|s| s.code().len()));
            assert!(!shown.contains("signature") && !shown.contains("StringToSign"), "{shown}");
        });
    }
}
