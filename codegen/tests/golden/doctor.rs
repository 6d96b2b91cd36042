//! `doctor`: for each check a document with what it finds and what it must not find, what is said, and
//! that the actions mend it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use vrchat_files_codegen::{
    Checkup, Diagnostic, Finding, Fixture, Report, Source, checks, doctor, generate, overlay_of,
};

use crate::{assert_golden, cases, folder, input, source};

/// The documents whose exchanges cannot be looked at.
const WRONG: [&str; 2] = ["bad-exchanges", "too-many-choices"];

/// Where a mend leads to another finding, which has to be mended in turn.
const FOLLOWED: [&str; 1] = ["consequences"];

/// What is not valid beside what is found.
const REFUSED: [&str; 2] = ["found-twice", "not-valid"];

/// A document of the folder, with its exchanges.
pub(crate) fn checkup(name: &str) -> Checkup {
    let folder = folder("doctor");
    let mut fixtures = Vec::new();
    let exchanges = folder.join(format!("{name}.fixtures"));
    for operation in folders(&exchanges) {
        for case in cases(&exchanges.join(&operation), ".json") {
            let text = fs::read_to_string(exchanges.join(&operation).join(format!("{case}.json")));
            let text = text.expect("it can be read");
            let source = Source { name: format!("{operation}/{case}.json"), text };
            fixtures.push(Fixture { operation: operation.clone(), case, source });
        }
    }
    Checkup {
        document: source(&folder.join(format!("{name}.yaml"))).into(),
        overlays: Vec::new(),
        tags: Vec::new(),
        allow_stale: false,
        fixtures: Some(fixtures),
        checks: Vec::new(),
    }
}

fn folders(path: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let names = entries.map(|entry| entry.expect("readable").file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

fn documents() -> Vec<String> {
    let mut names = cases(&folder("doctor"), ".yaml");
    names.retain(|name| !WRONG.contains(&name.as_str()));
    names
}

pub(crate) fn found(checkup: &Checkup) -> Report {
    doctor(checkup).unwrap_or_else(|problems| panic!("{}", texts(&problems)))
}

pub(crate) fn texts(problems: &[Diagnostic]) -> String {
    problems.iter().map(|problem| format!("{problem}\n\n")).collect()
}

/// All actions, of which none may be left out.
pub(crate) fn overlay(checkup: &Checkup, report: &Report) -> String {
    let (overlay, left_out) = overlay_of(checkup, &report.findings).expect("it can be read");
    assert_eq!(texts(&left_out), "");
    overlay
}

/// The checkup with one more overlay.
pub(crate) fn mended(checkup: &Checkup, overlay: String) -> Checkup {
    let mut mended = checkup.clone();
    mended.overlays.push(Source { name: "mends.yaml".to_owned(), text: overlay });
    mended
}

#[test]
fn every_check_says_what_its_golden_file_says() {
    let folder = folder("doctor");
    let names = documents();
    for check in checks() {
        assert!(names.iter().any(|name| name == check), "{check} has no document");
    }
    for name in names {
        let report = found(&checkup(&name));
        let findings = report.findings.iter();
        let findings =
            findings.map(|Finding { check, diagnostic, .. }| format!("[{check}] {diagnostic}\n\n"));
        let text: String = std::iter::once(texts(&report.refused)).chain(findings).collect();
        for finding in &report.findings {
            let Finding { check, diagnostic, actions } = finding;
            assert!(diagnostic.place().is_some(), "{name}: {diagnostic}");
            assert!(diagnostic.node().is_some(), "{name}: {diagnostic}");
            assert!(!diagnostic.help().is_empty(), "{name}: {diagnostic}");
            assert!(!actions.is_empty(), "{name}: nothing mends {check}: {diagnostic}");
        }
        assert_golden(&folder.join(format!("{name}.txt")), &text);
        assert_golden(&folder.join(format!("{name}.mends")), &overlay(&checkup(&name), &report));
        let json: Vec<Value> = report.findings.iter().map(Finding::to_json).collect();
        if checks().first() == Some(&name.as_str()) {
            let json = serde_json::to_string_pretty(&json).expect("it is JSON");
            assert_golden(&folder.join(format!("{name}.json")), &format!("{json}\n"));
        }
    }
}

#[test]
fn the_actions_mend_what_was_found_and_the_crate_is_generated() {
    for name in documents() {
        let checkup = checkup(&name);
        let report = found(&checkup);
        assert!(!report.findings.is_empty(), "{name}");
        let mended = mended(&checkup, overlay(&checkup, &report));
        let left = found(&mended);
        let diagnostics: Vec<Diagnostic> =
            left.findings.iter().map(|finding| finding.diagnostic.clone()).collect();
        assert_eq!(texts(&diagnostics), "", "{name}: this is left");
        assert_eq!(texts(&left.warnings), "", "{name}: an action does nothing");
        // Mends are for what is valid, and what is not is still said.
        assert_eq!(left.refused.is_empty(), !REFUSED.contains(&name.as_str()), "{name}");
        let Checkup { document, overlays, .. } = mended;
        let generated = generate(&input(document, overlays, &[]));
        let is_refused = REFUSED.contains(&name.as_str());
        assert!(
            generated.is_ok() != is_refused,
            "{name}: {}",
            texts(&generated.err().unwrap_or_default())
        );
    }
}

/// Whoever takes only some of the mends has to be able to paste them as well.
#[test]
fn each_finding_is_mended_by_its_own_actions() {
    for name in documents() {
        let checkup = checkup(&name);
        let findings = found(&checkup).findings;
        for finding in &findings {
            let actions = finding.yaml();
            let overlay =
                format!("overlay: 1.0.0\ninfo: {{title: One, version: '1'}}\nactions:\n{actions}");
            let left = found(&mended(&checkup, overlay));
            assert_eq!(texts(&left.warnings), "", "{name}: an action does nothing\n{actions}");
            let Finding { check, diagnostic, .. } = finding;
            let is_left = |other: &&Finding| {
                other.check == *check
                    && other.diagnostic.node() == diagnostic.node()
                    && other.diagnostic.message() == diagnostic.message()
            };
            let left: Vec<&Finding> = left.findings.iter().filter(is_left).collect();
            assert!(left.is_empty(), "{name}: {}\n{actions}", finding.diagnostic);
        }
    }
}

/// Nor may one undo what another has done, in whatever order they are pasted. Those of several findings are
/// shown once.
#[test]
fn the_actions_of_all_findings_mend_them_one_after_another() {
    for name in documents().into_iter().filter(|name| !FOLLOWED.contains(&name.as_str())) {
        let checkup = checkup(&name);
        let mut lists = BTreeSet::new();
        let mut findings = found(&checkup).findings;
        findings.retain(|finding| lists.insert(finding.actions.as_ptr()));
        let actions: Vec<String> = findings.iter().map(Finding::yaml).collect();
        let backwards: Vec<String> = actions.iter().rev().cloned().collect();
        for actions in [actions, backwards] {
            let actions = actions.concat();
            let overlay =
                format!("overlay: 1.0.0\ninfo: {{title: All, version: '1'}}\nactions:\n{actions}");
            let left = found(&mended(&checkup, overlay));
            let left: Vec<Diagnostic> =
                left.findings.iter().map(|finding| finding.diagnostic.clone()).collect();
            assert_eq!(texts(&left), "", "{name}\n{actions}");
        }
    }
}

#[test]
fn exchanges_that_cannot_be_read_are_said() {
    for name in WRONG {
        let problems = doctor(&checkup(name)).expect_err("it cannot be read");
        assert_golden(&folder("doctor").join(format!("{name}.stderr")), &texts(&problems));
    }
}

#[test]
fn checks_can_be_chosen_and_exchanges_left_out() {
    let of = |checks: &[&str], with_fixtures: bool| -> BTreeSet<&'static str> {
        let mut checkup = checkup("breached-constraint");
        checkup.checks = checks.iter().map(|check| (*check).to_owned()).collect();
        checkup.fixtures = checkup.fixtures.filter(|_| with_fixtures);
        found(&checkup).findings.iter().map(|finding| finding.check).collect()
    };
    let all = of(&[], true);
    assert!(all.contains("breached-constraint") && all.contains("look-alike-value"), "{all:?}");
    assert_eq!(of(&["look-alike-value"], true), BTreeSet::from(["look-alike-value"]));
    assert_eq!(of(&[], false), BTreeSet::from(["look-alike-value"]));
}

#[test]
fn only_recorded_exchanges_of_operations_in_the_document_count() {
    let counts = found(&checkup("undocumented-field")).exchanges;
    assert_eq!((counts.read, counts.recorded, counts.elsewhere), (3, 2, 1));
}

/// An allowance of a check that did not run is not stale.
#[test]
fn an_allowance_is_stale_only_where_its_check_ran() {
    let mut checkup = checkup("stale-allowance");
    checkup.checks = vec!["stale-allowance".to_owned(), "untyped-object".to_owned()];
    let findings = found(&checkup).findings;
    assert!(findings.iter().all(|finding| {
        finding.check == "stale-allowance"
            && finding.diagnostic.message().contains("`x-doctor` cannot")
    }));
}
