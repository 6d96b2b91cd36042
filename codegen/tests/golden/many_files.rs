//! Files that refer to each other without end, or more often than anybody needs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use vrchat_files_codegen::{Diagnostic, InMemory, Leniency, Tree, generate};

use crate::input;
use crate::limits::{A_WHILE, first, source};

const ROOT: &str = "openapi: 3.0.3\n\
                    info: {title: Things, version: '1'}\n\
                    servers: [{url: 'https://api.example.com'}]\n";

fn tree(root: &str, files: impl IntoIterator<Item = (String, String)>) -> Tree {
    let files: BTreeMap<String, String> = files.into_iter().collect();
    Tree {
        root: source("openapi.yaml", format!("{ROOT}{root}")),
        reader: Arc::new(InMemory(files)),
    }
}

/// Generates within a while, on the stack of a test.
fn outcome(tree: Tree) -> Result<(), Vec<Diagnostic>> {
    let began = Instant::now();
    let outcome = generate(&input(tree, Vec::new(), &[])).map(|_| ());
    assert!(began.elapsed() < A_WHILE, "it takes {:?}", began.elapsed());
    outcome
}

fn refused(tree: Tree, says: &str) {
    let said = first(&outcome(tree).expect_err("it is refused"));
    assert!(said.contains(says), "{said}");
}

/// An operation that answers with a schema.
fn answering(schema: &str) -> String {
    format!(
        "paths: {{/things: {{get: {{operationId: getThings, responses: {{'200': {{description: '', \
         content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}\n"
    )
}

#[test]
fn files_that_double_with_each_are_not_written_out() {
    // What has no name of its own is written out where it is referred to.
    let files = (0..40).map(|number| {
        let next = format!("{{$ref: f{}.yaml}}", number + 1);
        (format!("f{number}.yaml"), format!("a: {next}\nb: {next}\nc: [{}]\n", "1, ".repeat(1000)))
    });
    let tags = "tags: {$ref: f0.yaml}\n".to_owned() + &answering("{type: string}");
    refused(tree(&tags, files), "with its files put together the document has more than 1000000");
    let deep = (0..40).map(|number| {
        let next = format!("{}{{$ref: f{}.yaml}}{}", "[".repeat(9), number + 1, "]".repeat(9));
        (format!("f{number}.yaml"), next)
    });
    refused(tree(&tags, deep), "with its files put together the document has more than 100 levels");
}

#[test]
fn files_that_double_with_each_are_refused_before_any_is_written_out() {
    let files = (0..31).map(|number| {
        let next = format!("{{$ref: f{}.yaml}}", number + 1);
        (format!("f{number}.yaml"), format!("a: {next}\nb: {next}\n"))
    });
    let files = files.chain([("f31.yaml".to_owned(), "a: 1".to_owned())]);
    let tags = "tags: {$ref: f0.yaml}\n".to_owned() + &answering("{type: string}");
    let problems = outcome(tree(&tags, files)).expect_err("it is too large");
    let place = problems[0].place().expect("it has a place").to_string();
    assert_eq!((place.as_str(), problems.len()), ("openapi.yaml:4:8", 1), "{}", problems[0]);
    // What has a name is not written out, however often it is referred to.
    let property = |number| format!("p{number}: {{type: string, xml: {{$ref: Large.yaml}}}}");
    let properties: Vec<String> = (0..30).map(property).collect();
    let item = answering(&format!("{{type: object, properties: {{{}}}}}", properties.join(", ")));
    let root = "paths: {/things: {$ref: 'item.yaml#/paths/~1things'}}\n\
                components: {schemas: {Large: {$ref: Large.yaml}}}\n";
    let named: Vec<String> = (0..50_000).map(|number| format!("k{number}: 1")).collect();
    let large = format!("type: string\nexternalDocs: {{{}}}\n", named.join(", "));
    let files = [("item.yaml".to_owned(), item), ("Large.yaml".to_owned(), large)];
    let problems = outcome(tree(root, files));
    assert!(problems.is_ok(), "{}", first(&problems.expect_err("checked")));
}

#[test]
fn a_long_way_is_gone_once() {
    let chain = |count: usize, last: &str| {
        let files = (0..count)
            .map(|number| (format!("s{number}.yaml"), format!("$ref: s{}.yaml", number + 1)));
        files.chain([(format!("s{count}.yaml"), last.to_owned())]).collect::<Vec<_>>()
    };
    let began = Instant::now();
    let problems = outcome(tree(&answering("{$ref: s0.yaml}"), chain(9000, "type: string")));
    assert!(problems.is_ok(), "{}", first(&problems.expect_err("checked")));
    let circle = tree(&answering("{$ref: s0.yaml}"), chain(9000, "$ref: s0.yaml"));
    refused(circle, "`$ref` goes in a circle");
    refused(tree("paths: {$ref: s0.yaml}", chain(9000, "/things: {}")), "would never end");
    assert!(began.elapsed() < A_WHILE / 3, "it takes {:?}", began.elapsed());
}

#[test]
fn long_ways_from_file_to_file_end() {
    // One schema holds the next.
    let held = (0..500).map(|number| {
        let next = format!("{{$ref: s{}.yaml}}", number + 1);
        (format!("s{number}.yaml"), format!("type: object\nproperties: {{next: {next}}}\n"))
    });
    let held = held.chain([("s500.yaml".to_owned(), "type: string".to_owned())]);
    let problems = outcome(tree(&answering("{$ref: s0.yaml}"), held));
    assert!(problems.is_ok(), "{}", first(&problems.expect_err("checked")));
    // One is nothing but a reference to the next.
    let chain = |last: &str| {
        let files = (0..500)
            .map(|number| (format!("s{number}.yaml"), format!("$ref: s{}.yaml", number + 1)));
        files.chain([("s500.yaml".to_owned(), last.to_owned())]).collect::<Vec<_>>()
    };
    let problems = outcome(tree(&answering("{$ref: s0.yaml}"), chain("type: string")));
    assert!(problems.is_ok(), "{}", first(&problems.expect_err("checked")));
    refused(tree(&answering("{$ref: s0.yaml}"), chain("$ref: s0.yaml")), "`$ref` goes in a circle");
    let paths = "paths: {$ref: s0.yaml}";
    refused(tree(paths, chain("/things: {}")), "includes what it stands in");
    // A pointer through references.
    let pointer = "{$ref: 's0.yaml#/properties/a'}";
    let last = "properties: {a: {type: string}}";
    refused(tree(&answering(pointer), chain(last)), "leads through references that go in a circle");
    let short = chain(last).split_off(450).into_iter();
    let short = short.chain([("s0.yaml".to_owned(), "$ref: s450.yaml".to_owned())]);
    assert!(outcome(tree(&answering(pointer), short)).is_ok());
}

#[test]
fn there_are_limits_for_all_files_together() {
    let properties: Vec<String> =
        (0..10_001).map(|number| format!("p{number}: {{$ref: f{number}.yaml}}")).collect();
    let all = format!("{{type: object, properties: {{{}}}}}", properties.join(", "));
    let files = |text: &str, count: usize| {
        let text = text.to_owned();
        (0..count).map(move |number| (format!("f{number}.yaml"), text.clone()))
    };
    refused(
        tree(&answering(&all), files("type: string", 10_001)),
        "the document has more than 10000 files",
    );
    let nodes = format!("a: &a [{}]\nb: [{}]", "1, ".repeat(1000), "*a, ".repeat(600));
    refused(
        tree(&answering(&all), files(&nodes, 2)),
        "the document's files have more than 1000000 nodes",
    );
    refused(
        tree(&answering(&all), files(&"x".repeat(64 << 20), 1)),
        "the document's files are larger than 64 MiB",
    );
}

#[test]
fn there_is_a_limit_for_what_the_files_become() {
    // Every level of a schema is a component of its own, which holds those below it as well.
    let levels = 0..30;
    let leaf = format!("x-data: [{}]", "1, ".repeat(50_000));
    let levels = levels.fold(leaf, |inner, _| format!("properties: {{a: {{{inner}}}}}"));
    let level = |number: usize| {
        format!("p{number}: {{$ref: 'levels.yaml#{}'}}", "/properties/a".repeat(number + 1))
    };
    let all: Vec<String> = (0..30).map(level).collect();
    let all = answering(&format!("{{type: object, properties: {{{}}}}}", all.join(", ")));
    refused(
        tree(&all, [("levels.yaml".to_owned(), levels)]),
        "with its files put together the document has more than 1000000 nodes",
    );
    let tags = format!("tags: [{}]\n", "{$ref: large.yaml}, ".repeat(20));
    let large = format!("name: {}", "x".repeat(4 << 20));
    refused(
        tree(&(tags + &answering("{type: string}")), [("large.yaml".to_owned(), large)]),
        "with its files put together the document has more than 64 MiB of text",
    );
}

#[test]
fn an_operation_whose_files_are_not_there_can_be_left_out() {
    let operations = "paths:\n\
                      \x20 /things: {get: {operationId: getThings, responses: {'200': {$ref: gone.yaml}}}}\n\
                      \x20 /others: {get: {operationId: getOthers, responses: {'204': {description: ''}}}}\n";
    let mut input = input(tree(operations, []), Vec::new(), &[]);
    assert!(generate(&input).is_err());
    input.leniency = Leniency { keep_going: true, ..Leniency::default() };
    let output = generate(&input).expect("one is left");
    assert_eq!(output.skipped.len(), 1);
    assert_eq!(output.skipped[0].reasons, ["`$ref` leads to a file that is not there: gone.yaml"]);
}

#[test]
fn what_is_not_wanted_may_lead_nowhere() {
    let operations = "paths:\n\
                      \x20 /things: {get: {operationId: getThings, responses: {'200': {$ref: gone.yaml}}}}\n\
                      \x20 /others: {get: {operationId: getOthers, tags: [others], responses: {'204': {description: ''}}}}\n";
    let outcome = generate(&input(tree(operations, []), Vec::new(), &["others"]));
    assert!(outcome.is_ok(), "{}", outcome.expect_err("checked")[0]);
}

#[test]
fn an_overlay_can_mend_what_leads_nowhere() {
    let operations = "paths:\n\
                      \x20 /things: {get: {operationId: getThings, responses: {'200': {$ref: gone.yaml}}}}\n";
    let overlay = "overlay: 1.0.0\n\
                   actions:\n\
                   - target: $.paths['/things'].get\n\
                   \x20 update: {responses: {'200': {$ref: '#/components/responses/Done'}}}\n\
                   - target: $\n\
                   \x20 update: {components: {responses: {Done: {description: Done.}}}}\n";
    let overlays = vec![source("overlay.yaml", overlay.to_owned())];
    let outcome = generate(&input(tree(operations, []), overlays, &[]));
    assert!(outcome.is_ok(), "{}", outcome.expect_err("checked")[0]);
}

#[test]
fn what_nothing_is_generated_from_is_a_warning() {
    let root = "tags: [{name: others, description: {$ref: 'others.yaml#/descriptio'}}]\n"
        .to_owned()
        + &answering("{type: string}");
    let files = [("others.yaml".to_owned(), "description: Others.".to_owned())];
    let output = generate(&input(tree(&root, files), Vec::new(), &[])).expect("it is generated");
    let warning = output.warnings.first().expect("there is one");
    assert_eq!(warning.help(), "did you mean `description`?");
    assert_eq!(warning.place().expect("it has a place").to_string(), "openapi.yaml:4:37");
}
