//! What the document does not list, reported to whoever listens.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use vrchat_files::{Client, Drift};
use vrchat_files_tests::fixture::Fixture;
use vrchat_files_tests::schemas::drift_by_schema;
use vrchat_files_tests::server::{Answer, Server};

use crate::calls::{builder, call};

/// A client that keeps what is reported to it as lines.
pub fn listening(server: &Server) -> (Client, Arc<Mutex<Vec<String>>>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = lines.clone();
    let client = builder(server)
        .on_drift(move |report| {
            assert!(!report.findings().is_empty());
            kept.lock().expect("no holder panics").push(report.to_string());
        })
        .build()
        .expect("built");
    (client, lines)
}

const FILE: &str = r#"{"extension":".png","id":"file_1","mimeType":"image/heic","name":"a","ownerId":"usr_1",
    "tags":["gallery"],"shelf":{"planted":1},"versions":[{"created_at":"2026-07-21T02:09:29.602Z","status":"archived",
    "version":1,"file":{"category":"simple","fileName":"a","sizeInBytes":1,"status":"complete","e tag":"planted"}}]}"#;

#[tokio::test]
async fn a_report_names_operation_status_place_and_kind() {
    let server = Server::answering(Answer::new(200, "application/json", FILE)).await;
    let (client, lines) = listening(&server);
    client.get_file("file_1").await.expect("drift is no failure");
    let lines = lines.lock().expect("no holder panics");
    assert_eq!(
        *lines,
        [concat!(
            "getFile: 200: not documented: field `shelf` (object); value \"image/heic\" at `mimeType`; ",
            "field `versions[0].file[\"e tag\"]` (string); value \"archived\" at `versions[0].status`"
        )]
    );
}

#[tokio::test]
async fn findings_can_be_told_apart() {
    let server = Server::answering(Answer::new(200, "application/json", format!("[{FILE}]"))).await;
    let found = Arc::new(Mutex::new(Vec::new()));
    let kept = found.clone();
    let client = builder(&server).on_drift(move |report| {
        assert_eq!((report.operation(), report.status().as_u16()), ("getFiles", 200));
        for finding in report.findings() {
            let what = match finding {
                Drift::UnknownField { holds, .. } => format!("a field that holds {holds}"),
                Drift::UnknownValue { value, .. } => value.clone(),
                _ => String::new(),
            };
            kept.lock().expect("ok").push((finding.json_path().to_owned(), what));
        }
    });
    client.build().expect("built").get_files().await.expect("drift is no failure");
    let found = found.lock().expect("no holder panics");
    assert_eq!(found[0], ("[0].shelf".to_owned(), "a field that holds object".to_owned()));
    assert_eq!(found[1], ("[0].mimeType".to_owned(), "image/heic".to_owned()));
}

#[tokio::test]
async fn failures_and_what_is_not_ready_are_reported_on_as_well() {
    let body = r#"{"error":{"message":"m","status_code":404,"trace":"t"}}"#;
    let server = Server::answering(Answer::new(404, "application/json", body)).await;
    let (client, lines) = listening(&server);
    client.get_file("file_1").await.expect_err("it fails");
    let pending = Server::answering(Answer::new(202, "application/json", body)).await;
    let (waiting, more) = listening(&pending);
    assert!(waiting.get_file_analysis("file_1", 1).await.expect("accepted").is_pending());
    let line = "getFile: 404: not documented: field `error.trace` (string)";
    assert_eq!(*lines.lock().expect("no holder panics"), [line]);
    let line = "getFileAnalysis: 202: not documented: field `error.trace` (string)";
    assert_eq!(*more.lock().expect("no holder panics"), [line]);
}

/// The document says nothing of them.
#[tokio::test]
async fn failures_of_the_host_of_files_are_not_reported_on() {
    let body = r#"{"error":{"message":"m","status_code":404,"trace":"t"}}"#;
    let cdn = Server::answering(Answer::new(404, "application/json", body)).await;
    let location = cdn.base_url();
    let moved = Answer::new(302, "text/plain", "").header("location", &location);
    let server = Server::answering(moved).await;
    let (client, lines) = listening(&server);
    client.download_file_version("file_1", 1).await.expect_err("it fails");
    assert!(lines.lock().expect("no holder panics").is_empty());
}

/// The document's schemas say what drift is; the client has to find just that.
#[tokio::test]
async fn every_fixture_is_reported_on_as_its_schema_says() {
    let (mut checked, mut drifting) = (0, 0);
    for (fixture, breaches) in drift_by_schema(Fixture::all()) {
        let found = Arc::new(Mutex::new(BTreeSet::new()));
        let kept = found.clone();
        let server = Server::answering(fixture.answer()).await;
        let client = builder(&server).on_drift(move |report| {
            let paths = report.findings().iter().map(|finding| finding.json_path().to_owned());
            kept.lock().expect("no holder panics").extend(paths);
        });
        let _ = call(&client.build().expect("built"), &fixture).await;
        let body = fixture.json().expect("it has one");
        let unknown = breaches.iter().filter(|(_, is_unknown)| *is_unknown);
        let expected: BTreeSet<String> = unknown.map(|(at, _)| json_path(body, at)).collect();
        let found = found.lock().expect("no holder panics").clone();
        assert_eq!(found, expected, "{}: found, and expected", fixture.name());
        checked += 1;
        drifting += usize::from(!expected.is_empty());
    }
    assert!(checked >= 80 && drifting >= 10, "{checked} bodies, {drifting} of them drift");
}

/// A JSON pointer as the client writes it.
fn json_path(body: &Value, pointer: &str) -> String {
    let mut path = String::new();
    let mut at = body;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match at {
            Value::Array(items) => {
                path += &format!("[{token}]");
                at = &items[token.parse::<usize>().expect("an index")];
            }
            _ if token.chars().all(|c| c.is_ascii_alphanumeric() || "_-$".contains(c)) => {
                path += if path.is_empty() { "" } else { "." };
                path += &token;
                at = &at[&token];
            }
            _ => {
                path += &format!("[{token:?}]");
                at = &at[&token];
            }
        }
    }
    path
}
