//! What the actions of `doctor` reach, and what they do to the generated crate.

use std::fs;

use vrchat_files_codegen::{Checkup, Source, generate, overlay_of};

use crate::doctor::{checkup, found, mended, overlay, texts};
use crate::{folder, input};

/// An action for many operations at once must not reach those that were not looked at.
#[test]
fn operations_without_the_wanted_tag_are_left_alone() {
    let name = "undeclared-status";
    let path = folder("doctor").join(format!("{name}.yaml"));
    let text = fs::read_to_string(path).expect("it can be read");
    let tagged = ["getA", "getB", "getC", "getD"].into_iter().fold(text, |text, id| {
        text.replacen(
            &format!("operationId: {id}\n"),
            &format!("operationId: {id}\n      tags: [other, 'it''s']\n"),
            1,
        )
    });
    let outside = "  /e:\n    get:\n      operationId: getE\n      tags: [beyond]\n      security: [{key: []}]\n      \
                   responses:\n        '204': {description: ''}\n";
    let text = tagged.replacen("  /open:\n", &format!("{outside}  /open:\n"), 1);
    let mut checkup = checkup(name);
    checkup.document = Source { name: "tagged.yaml".to_owned(), text }.into();
    checkup.fixtures = None;
    let of = |checkup: &Checkup, tag: &str| {
        let mut checkup = checkup.clone();
        checkup.tags = vec![tag.to_owned()];
        (found(&checkup).findings, checkup)
    };
    let (findings, wanted) = of(&checkup, "it's");
    assert_eq!(findings.len(), 2, "401 and 429, for four operations each");
    let (overlay, _) = overlay_of(&wanted, &findings).expect("it can be read");
    let mended = mended(&checkup, overlay);
    assert_eq!(of(&mended, "it's").0.len(), 0);
    assert_eq!(of(&mended, "beyond").0.len(), 2, "they are as they were");
}

/// What takes null for the generator does for `doctor`, and its mends say it in words that the generator
/// hears, beside a `type` or not.
#[test]
fn null_means_the_same_to_the_generator() {
    let checkup = checkup("nullable");
    let names: Vec<String> = ('a'..='r').map(String::from).collect();
    let optional = |checkup: &Checkup| -> Vec<String> {
        let Checkup { document, overlays, .. } = checkup.clone();
        let output = generate(&input(document, overlays, &[])).expect("it can be generated");
        let text = output.files.get("src/types/thing.rs").expect("it has a type");
        let is_optional = |name: &&String| text.contains(&format!("pub {name}: Option<"));
        names.iter().filter(is_optional).cloned().collect()
    };
    let report = found(&checkup);
    let is_found = |name: &&String| {
        let at = format!("/components/schemas/Thing/properties/{name}");
        report
            .findings
            .iter()
            .any(|one| one.diagnostic.node().is_some_and(|node| node.as_str() == at))
    };
    let taken: Vec<String> = names.iter().filter(|name| !is_found(name)).cloned().collect();
    assert!(taken.len() > 10 && taken.len() < names.len(), "{taken:?}");
    assert_eq!(optional(&checkup), taken);
    assert_eq!(optional(&mended(&checkup, overlay(&checkup, &report))), names);
}

/// An overlay takes no target of more than 4096 bytes.
#[test]
fn an_action_that_cannot_be_laid_over_is_left_out_and_said() {
    let mut checkup = checkup("unused-component");
    let text = fs::read_to_string(folder("doctor").join("unused-component.yaml"));
    let text = text.expect("it can be read");
    let name = "long".repeat(225);
    let deep = (0..5).fold("{type: object}".to_owned(), |inner, _| {
        format!("{{type: object, properties: {{{name}: {inner}}}}}")
    });
    let text = text.replacen(
        "{kind: {type: string}}",
        &format!("{{kind: {{type: string}}, deep: {deep}}}"),
        1,
    );
    checkup.document = Source { name: "long.yaml".to_owned(), text }.into();
    let report = found(&checkup);
    let (overlay, left_out) = overlay_of(&checkup, &report.findings).expect("it can be read");
    assert!(
        texts(&left_out).contains("the target is longer than 4096 bytes"),
        "{}",
        texts(&left_out)
    );
    let left = found(&mended(&checkup, overlay)).findings;
    assert_eq!(left.len(), 1, "only what was left out is found again");
}
