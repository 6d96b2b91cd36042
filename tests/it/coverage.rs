//! Every operation of the document has a fixture for every documented status, and the answers that
//! nobody documented have theirs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use vrchat_files_tests::fixture::Fixture;

use crate::document;

#[test]
fn every_operation_and_status_has_a_fixture() {
    let document = document::files();
    let mut recorded: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for fixture in Fixture::all() {
        let statuses = recorded.entry(fixture.operation.clone()).or_default();
        statuses.insert(fixture.status().to_string());
    }
    let operations = document::operations(&document);
    assert_eq!(operations.len(), 22);
    let mut missing = Vec::new();
    for (name, node) in &operations {
        for status in node["responses"].as_object().expect("responses").keys() {
            if !recorded.get(name).is_some_and(|statuses| statuses.contains(status)) {
                missing.push(format!("tests/fixtures/{name}/{status}.json"));
            }
        }
    }
    assert!(missing.is_empty(), "record these fixtures: {missing:#?}");
    let known: BTreeSet<&String> = operations.iter().map(|(name, _)| name).collect();
    let stale: Vec<_> = recorded.keys().filter(|name| !known.contains(name)).collect();
    assert!(stale.is_empty(), "the document has no such operation: {stale:?}");
}

#[test]
fn every_undocumented_answer_has_a_fixture() {
    let fixtures = Fixture::all();
    let some = |what: &str, holds: &dyn Fn(&Fixture) -> bool| {
        assert!(fixtures.iter().any(holds), "no fixture shows {what}");
    };
    let at = |fixture: &Fixture, pointer: &str| {
        fixture.json().and_then(|json| json.pointer(pointer)).cloned().unwrap_or_default()
    };
    let header = |fixture: &Fixture, name: &str| fixture.response_header(name).is_some();
    some("an error that is a text", &|f| at(f, "/error").is_string());
    some("a waf_code", &|f| at(f, "/error/waf_code") == 13799);
    some("a waf_list", &|f| !at(f, "/error/waf_list").is_null());
    some("a 502 in HTML", &|f| f.status() == 502 && f.body().starts_with(b"<"));
    some("a message in quotes", &|f| {
        f.status() == 401 && at(f, "/error/message").as_str().is_some_and(|m| m.starts_with('"'))
    });
    some("a 401 with Retry-After", &|f| f.status() == 401 && header(f, "retry-after"));
    some("a 422", &|f| f.status() == 422);
    some("a 429 with Retry-After", &|f| f.status() == 429 && header(f, "retry-after"));
    some("a 429 without Retry-After", &|f| f.status() == 429 && !header(f, "retry-after"));
    some("raycastCount", &|f| !at(f, "/avatarStats/raycastCount").is_null());
    some("cdns", &|f| at(f, "/versions/1/file/cdns").is_array());
    some("a file without md5", &|f| {
        at(f, "/versions/1/file").as_object().is_some_and(|file| !file.contains_key("md5"))
    });
    some("a version without a signature", &|f| {
        let version = at(f, "/versions/1");
        version.as_object().is_some_and(|v| v.contains_key("file") && !v.contains_key("signature"))
    });
    some("an empty url", &|f| at(f, "/versions/1/file/url") == "");
    some("a size of 3,000,000,000 bytes", &|f| {
        at(f, "/versions/1/file/sizeInBytes") == 3_000_000_000_u64
    });
    some("a legacy owner id", &|f| at(f, "/ownerId") == "8JoV9XEdpo");
    some("image/svg+xml", &|f| at(f, "/mimeType") == "image/svg+xml");
    some("null for an optional list", &|f| {
        f.json().and_then(|json| json.pointer("/versions/1/file/cdns")) == Some(&Value::Null)
    });
    some("an unknown enum value", &|f| f.drift().iter().any(|at| at.ends_with("/status")));
}
