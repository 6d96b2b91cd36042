//! What a change of a document does to callers: pairs of documents, and what is said of each.

use std::fmt::Write as _;

use vrchat_files_codegen::{Comparison, Severity, Source, Surface, compare, surface};

use crate::{assert_golden, cases, folder, input, source};

fn surface_of(document: Source) -> Surface {
    match surface(&input(document, Vec::new(), &[])) {
        Ok(outline) => outline.surface,
        Err(problems) => panic!("{}", problems.first().expect("there is one")),
    }
}

fn compared(name: &str) -> Comparison {
    let folder = folder("comparisons");
    let side = |side: &str| surface_of(source(&folder.join(format!("{name}.{side}.yaml"))));
    compare(&side("old"), &side("new"))
}

#[test]
fn every_change_is_said_as_its_golden_file_says() {
    let folder = folder("comparisons");
    let names = cases(&folder, ".old.yaml");
    assert!(names.len() >= 30, "only {} cases", names.len());
    let mut kinds: Vec<(&str, Severity)> = Vec::new();
    for name in names {
        let comparison = compared(&name);
        kinds.extend(comparison.changes.iter().map(|one| (one.kind.as_str(), one.severity)));
        let text = format!("{}\n{}", comparison.to_text(), comparison.changelog());
        assert_golden(&folder.join(format!("{name}.txt")), &text);
        let mut json = String::new();
        for object in comparison.to_json() {
            writeln!(json, "{object}").expect("it can be written");
        }
        assert_golden(&folder.join(format!("{name}.json")), &json);
        for change in &comparison.changes {
            assert_ne!(change.kind.as_str(), "item", "{name}: {change:?} is not explained");
            assert!(change.place.is_some(), "{name}: {change:?} has no place");
        }
    }
    let is_there = |kind, severity| kinds.contains(&(kind, severity));
    for kind in ["credential", "operation", "setter", "type", "field", "variant", "status"] {
        assert!(is_there(kind, Severity::Breaking), "nothing breaking of kind {kind}");
        assert!(is_there(kind, Severity::Additive), "nothing additive of kind {kind}");
    }
    for kind in ["crate", "argument", "answer"] {
        assert!(is_there(kind, Severity::Breaking), "nothing breaking of kind {kind}");
    }
}
