//! The bodies of the fixtures against the document: what breaches it is listed as drift, and
//! nothing else is.

use std::collections::BTreeSet;

use vrchat_files_tests::fixture::Fixture;
use vrchat_files_tests::schemas::drift_by_schema;

#[test]
fn fixtures_list_exactly_the_drift_that_they_show() {
    let all = Fixture::all();
    assert!(assert_drift_is_listed(all) >= 80, "there are bodies");
}

/// Holds each fixture with a JSON body against the document, and gives their number.
pub fn assert_drift_is_listed(fixtures: Vec<Fixture>) -> usize {
    let all = drift_by_schema(fixtures);
    for (fixture, found) in &all {
        let found: BTreeSet<String> = found.iter().map(|(at, _)| at.clone()).collect();
        let listed: BTreeSet<String> = fixture.drift().into_iter().collect();
        assert_eq!(found, listed, "{}: found, and listed", fixture.name());
    }
    all.len()
}
