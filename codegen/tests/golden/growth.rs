//! Documents that are small until overlays and references have their way with them.

use std::fmt::Write as _;
use std::time::Instant;

use vrchat_files_codegen::{Document, apply_overlay, generate, pointers_of};

use crate::input;
use crate::limits::{A_WHILE, first, loaded, source};

/// A document, and what an overlay with one action makes of it.
fn overlaid(document: &str, action: &str) -> Result<Document, String> {
    let document = loaded(document).expect("it is YAML");
    let overlay = loaded(format!("overlay: 1.0.0\nactions:\n- {action}")).expect("it is YAML");
    apply_overlay(document, &overlay).map_err(|problems| first(&problems))
}

#[test]
fn an_overlay_makes_no_more_of_a_document_than_a_file_could() {
    let many = format!("list: [{}]", "{}, ".repeat(1100));
    let update = format!("{{target: '$.list[*]', update: {{more: [{}]}}}}", "1, ".repeat(1000));
    let said = overlaid(&many, &update).expect_err("it is more than a million nodes");
    assert!(said.contains("with this action the document has more than 1000000 nodes"), "{said}");
    let deep = format!("a: {}{}", "[".repeat(99), "]".repeat(99));
    let target = "$.a".to_owned() + &"[0]".repeat(98);
    let said = overlaid(&deep, &format!("{{target: '{target}', update: [[1]]}}"));
    let said = said.expect_err("it is too deep");
    assert!(said.contains("with this action the document has more than 100 levels"), "{said}");
    let once = overlaid("a: []", "{target: \"$['a','a']\", update: 1}").expect("it applies").value;
    assert_eq!(once, serde_json::json!({"a": [1]}), "a node that is selected twice");
    // What is found is found first: it ends, and both are appended once.
    let twice = overlaid("a: []\nb: [[]]", "{target: '$..*', update: []}").expect("it ends").value;
    assert_eq!(twice, serde_json::json!({"a": [[]], "b": [[[]], []]}));
}

#[test]
fn a_target_that_explodes_is_refused() {
    let document = format!("a: {}{}", "[[], ".repeat(60), "]".repeat(60));
    let nested = format!("$[?{}@.a{}]", "(".repeat(1000), ")".repeat(1000));
    for target in ["$..*..*..*..*..*..*", "$..[?@..[?@..[?$..[?$..a]]]]", nested.as_str()] {
        let begun = Instant::now();
        let said = overlaid(&document, &format!("{{target: '{target}', remove: true}}"));
        let said = said.expect_err("it is refused");
        assert!(said.contains("error: the target "), "{said}");
        assert!(begun.elapsed() < A_WHILE);
    }
}

#[test]
fn many_items_of_a_long_list_are_removed_at_once() {
    let items: String = (0..20_000).map(|item| format!("[{item}], ")).collect();
    let after = overlaid(&format!("list: [{items}]"), "{target: '$.list[::2]', remove: true}");
    let after = after.expect("it applies");
    assert_eq!(after.value["list"].as_array().expect("a list").len(), 10_000);
    assert_eq!(after.places.pointers(), pointers_of(&after.value));
}

const HEAD: &str =
    "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nservers: [{url: 'https://a.b'}]\n";

fn not_generated(text: String) -> String {
    let problems = generate(&input(source("file.yaml", text), Vec::new(), &[]));
    first(&problems.expect_err("it is refused"))
}

/// Components that hold each other many times: a few kilobytes, and more than all memory.
#[test]
fn references_are_counted_as_what_they_refer_to() {
    let mut text = format!(
        "{HEAD}paths:\n  /a:\n    post: {{operationId: a, responses: {{'204': {{description: ''}}}}, \
         callbacks: {{c: {{$ref: '#/components/callbacks/c0'}}}}}}\ncomponents:\n  callbacks:\n"
    );
    for (this, next) in (0..12).zip(1..) {
        let entries =
            (0..20).map(|entry| format!("e{entry}: {{$ref: '#/components/callbacks/c{next}'}}"));
        let entries: Vec<String> = entries.collect();
        writeln!(
            text,
            "    c{this}: {{'{{$url}}': {{post: {{callbacks: {{{}}}, responses: {{}}}}}}}}",
            entries.join(", ")
        )
        .expect("it is a string");
    }
    text.push_str("    c12: {}\n");
    let said = not_generated(text);
    assert!(said.contains("with its references written out the document has more than"), "{said}");
}

#[test]
fn a_chain_of_references_ends() {
    for length in [50, 5000] {
        let mut text = format!(
            "{HEAD}paths:\n  /a:\n    get: {{operationId: a, responses: {{'204': {{$ref: \
             '#/components/responses/r0'}}}}}}\ncomponents:\n  responses:\n"
        );
        for (this, next) in (0..length).zip(1..) {
            writeln!(text, "    r{this}: {{$ref: '#/components/responses/r{next}'}}")
                .expect("it is a string");
        }
        writeln!(text, "    r{length}: {{description: ''}}").expect("it is a string");
        if length == 50 {
            let input = input(source("file.yaml", text), Vec::new(), &[]);
            assert!(generate(&input).is_ok());
        } else {
            let said = not_generated(text);
            assert!(said.contains("more than 100 levels"), "{said}");
        }
    }
}
