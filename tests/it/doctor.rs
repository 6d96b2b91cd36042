//! `doctor` compares exchanges with the document by itself. Here it is held against a validator for JSON
//! Schema: what that calls drift, `doctor` has to find, and nothing else.

use std::collections::BTreeSet;

use serde_json::json;
use vrchat_files_codegen::{Checkup, Fixture as Exchange, Places, Pointer, Source, doctor, load};
use vrchat_files_tests::fixture::Fixture;

use crate::document;

/// The document says by a hint that the value has two spellings; for a validator one of them is drift.
const OTHER_SPELLING: &str = "get_file/200_svg_fullwidth_plus";

#[test]
fn what_drifts_is_what_doctor_finds_where_every_exchange_counts() {
    let mut checkup = Checkup {
        document: document::source("spec/openapi.yaml").into(),
        overlays: vec![document::source("spec/overlay.yaml")],
        tags: vec!["files".to_owned()],
        allow_stale: false,
        fixtures: None,
        checks: vec!["breached-constraint".to_owned(), "undocumented-field".to_owned()],
    };
    let files = document::files();
    let operations = document::operations(&files);
    let mut compared = 0;
    for fixture in Fixture::all() {
        let operation = operations.iter().find(|(name, _)| *name == fixture.operation);
        let (_, operation) = operation.expect("it is known");
        // Of a status that nobody documented there is no schema to breach.
        let is_declared = !operation["responses"][fixture.status().to_string()].is_null();
        if fixture.json().is_none() || !is_declared || fixture.name() == OTHER_SPELLING {
            continue;
        }
        let (source, places) = as_recorded(&fixture);
        let Fixture { operation, case, .. } = fixture.clone();
        checkup.fixtures = Some(vec![Exchange { operation, case, source }]);
        let report = doctor(&checkup).expect("it can be compared");
        let line = |pointer: &str| {
            places.locate(&pointer.split('/').skip(1).fold(Pointer::root(), |at, token| {
                at.child(token.replace("~1", "/").replace("~0", "~"))
            }))
        };
        let answer = line("/response/json").line;
        // What is sent can breach the document as well, and comes before the answer.
        let related = report.findings.iter().flat_map(|one| one.diagnostic.related_places());
        let found: BTreeSet<usize> =
            related.map(|one| one.place.line).filter(|line| *line >= answer).collect();
        let drift = fixture.drift();
        let listed: BTreeSet<usize> =
            drift.iter().map(|at| line(&format!("/response/json{at}")).line).collect();
        // A finding shows two of its places at most.
        assert!(found.is_subset(&listed), "{}: {found:?} {listed:?}", fixture.name());
        assert_eq!(found.is_empty(), listed.is_empty(), "{}: {listed:?}", fixture.name());
        assert!(found.len() * 4 >= listed.len(), "{}: {found:?} {listed:?}", fixture.name());
        compared += 1;
    }
    assert!(compared >= 80, "only {compared} exchanges");
}

/// The exchange as if it had been recorded, with the places of its nodes.
fn as_recorded(fixture: &Fixture) -> (Source, Places) {
    let mut content = fixture.content().clone();
    content["source"] = json!("recorded: for this test");
    let text = serde_json::to_string_pretty(&content).expect("it is JSON");
    let source = Source { name: fixture.name(), text };
    let places = load(&source).expect("it is JSON").places;
    (source, places)
}
