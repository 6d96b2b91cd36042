//! What does not stop the generator when the user says so, and what does all the same.

use vrchat_files_codegen::{Diagnostic, Input, Level, Output, Source, generate};

use crate::input;

fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), text: text.to_owned() }
}

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Things, version: '1'}
servers: [{url: 'https://api.example.com'}]
paths:
  /things:
    get:
      operationId: getThings
      tags: [things]
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
    post:
      operationId: makeThing
      requestBody: {content: {xml: {schema: {type: string}}}}
      responses: {'204': {description: ''}}
  /others:
    get:
      operationId: getOthers
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Holder'}}}}}
    delete:
      operationId: deleteOthers
      responses: {'204': {description: ''}}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: string}}}
    Holder: {type: object, properties: {bad: {$ref: '#/components/schemas/Bad'}}}
    Bad: {type: object, properties: {nowhere: {$ref: '#/components/schemas/Nowhere'}}}
";

fn kept_going(document: &str, tags: &[&str]) -> Result<Output, Vec<Diagnostic>> {
    let mut input = input(source("things.yaml", document), Vec::new(), tags);
    input.leniency.keep_going = true;
    generate(&input)
}

fn messages(diagnostics: &[Diagnostic]) -> Vec<(Level, &str)> {
    diagnostics.iter().map(|one| (one.level(), one.message())).collect()
}

#[test]
fn operations_that_cannot_be_generated_are_left_out_and_listed() {
    let output = kept_going(DOCUMENT, &[]).expect("two operations are left");
    let skipped: Vec<String> = output
        .skipped
        .iter()
        .map(|one| {
            let reasons = one.reasons.join(", ");
            format!("{} {} {} {}: {reasons}", one.place, one.method, one.path, one.operation)
        })
        .collect();
    assert_eq!(
        skipped,
        [
            "things.yaml:10:5 POST /things makeThing: `xml` is no media type that a \
             body can have",
            "things.yaml:15:5 GET /others getOthers: `$ref` points to nothing: \
             #/components/schemas/Nowhere",
        ]
    );
    let warnings = messages(&output.warnings);
    assert!(warnings.iter().all(|(level, _)| *level == Level::Warning), "{warnings:?}");
    assert_eq!(warnings.len(), 2);
    let files: Vec<&str> = output.files.keys().map(String::as_str).collect();
    assert!(files.contains(&"src/operations/get_things.rs"), "{files:?}");
    assert!(files.contains(&"src/operations/delete_others.rs"), "{files:?}");
    assert!(!files.iter().any(|file| file.contains("make_thing") || file.contains("holder")));
    // What is left is the same as if the rest had never been there.
    let mut without: serde_yaml::Value = serde_yaml::from_str(DOCUMENT).expect("it is YAML");
    without["paths"]["/things"].as_mapping_mut().expect("a mapping").remove("post");
    without["paths"]["/others"].as_mapping_mut().expect("a mapping").remove("get");
    let without = serde_yaml::to_string(&without).expect("it can be written");
    let plain = generate(&input(source("things.yaml", &without), Vec::new(), &[]));
    let mut plain = plain.expect("it is correct").files;
    let mut lenient = output.files;
    for files in [&mut plain, &mut lenient] {
        files.remove("manifest.json").expect("it is there");
    }
    assert_eq!(plain, lenient);
}

#[test]
fn without_the_flag_any_problem_is_fatal() {
    let problems = generate(&input(source("things.yaml", DOCUMENT), Vec::new(), &[]));
    let problems = problems.expect_err("two operations cannot be generated");
    assert_eq!(problems.len(), 2);
    assert!(messages(&problems).iter().all(|(level, _)| *level == Level::Error));
}

#[test]
fn what_the_mapping_to_rust_finds_out_is_left_out_too() {
    let hint = "{id: {type: string}}, x-constructor: [nothing]";
    let wrong = DOCUMENT.replace("{id: {type: string}}", hint);
    let output = kept_going(&wrong, &[]).expect("one operation is left");
    let skipped: Vec<&str> = output.skipped.iter().map(|one| one.operation.as_str()).collect();
    assert_eq!(skipped, ["getThings", "makeThing", "getOthers"]);
}

#[test]
fn with_nothing_left_it_is_an_error() {
    let none = DOCUMENT.replace("operationId: deleteOthers", "operationId: 1");
    let none = none.replace("{id: {type: string}}", "{id: {$ref: '#/components/schemas/No'}}");
    let problems = kept_going(&none, &[]).expect_err("nothing is left");
    assert_eq!(problems.len(), 4);
    assert!(messages(&problems).iter().all(|(level, _)| *level == Level::Error));
    // The tag of an operation that was left out is still a tag.
    let problems = kept_going(&none, &["things"]).expect_err("nothing is left");
    assert_eq!(
        messages(&problems),
        [(Level::Error, "`$ref` points to nothing: #/components/schemas/No")]
    );
}

#[test]
fn what_belongs_to_no_operation_is_fatal_all_the_same() {
    let no_server = DOCUMENT.replace("servers:", "x-servers:");
    let problems = kept_going(&no_server, &[]).expect_err("there is no server");
    assert!(messages(&problems).contains(&(Level::Error, "the document names no server")));
    let problems = kept_going("openapi: 3.0.3\npaths: [", &[]).expect_err("it is not YAML");
    assert_eq!(problems.len(), 1);
    let problems = kept_going(DOCUMENT, &["nothing"]).expect_err("there is no such tag");
    assert!(messages(&problems).contains(&(Level::Error, "no operation has the tag `nothing`")));
}

#[test]
fn an_upload_is_left_out_with_an_operation_of_its() {
    let hint = "x-upload: {create: {operation: makeThing}, get: {operation: getThings}}\n";
    let output = kept_going(&format!("{DOCUMENT}{hint}"), &[]).expect("two operations are left");
    assert!(!output.files.contains_key("src/upload.rs"));
    let said = messages(&output.warnings);
    let left_out = "uploads are left out: `x-upload` needs `makeThing`";
    assert!(said.contains(&(Level::Warning, left_out)), "{said:?}");
}

fn with_overlay(actions: &str, allow_stale: bool) -> Result<Output, Vec<Diagnostic>> {
    let overlay = format!("overlay: 1.0.0\nactions:\n{actions}");
    let overlays = vec![source("overlay.yaml", &overlay)];
    let mut input: Input = input(source("things.yaml", DOCUMENT), overlays, &["things"]);
    input.leniency.allow_stale = allow_stale;
    generate(&input)
}

const STALE: &str = "- target: $.paths['/gone']
  description: >-
    The path has a parameter that nobody documents, and without which every answer is empty.
  update: {parameters: []}
- target: $.paths['/things'].get
  description: Is applied whatever becomes of the one before.
  update: {summary: Lists things anew.}
";

#[test]
fn a_stale_action_is_an_error_or_a_warning() {
    let problems = with_overlay(STALE, false).expect_err("an action matches nothing");
    let message = "the overlay action \"The path has a parameter that nobody documents, and without…\" matches \
                   nothing: `$.paths['/gone']`";
    assert_eq!(messages(&problems), [(Level::Error, message)]);
    let output = with_overlay(STALE, true).expect("it goes on");
    assert_eq!(messages(&output.warnings), [(Level::Warning, message)]);
    let place = output.warnings[0].place().expect("it has a place").to_string();
    assert_eq!(place, "overlay.yaml:3:3");
    assert!(output.files.values().any(|text| text.contains("Lists things anew.")));
    // Only that is let through.
    let wrong = format!("{STALE}- target: '$['\n  remove: true\n");
    let problems = with_overlay(&wrong, true).expect_err("a target is not JSONPath");
    assert_eq!(problems.len(), 2);
}

#[test]
fn an_action_that_changes_nothing_is_a_warning() {
    let idle = "- target: $.paths['/things'].get\n  update: {operationId: getThings, tags: []}\n";
    let output = with_overlay(idle, false).expect("it goes on");
    assert_eq!(
        messages(&output.warnings),
        [(Level::Warning, "the overlay action changes nothing")]
    );
}

#[test]
fn problems_of_all_files_and_stages_come_together_in_order() {
    let overlay = "overlay: 1.0.0\nactions:\n- {target: $.gone, remove: true}\n- {target: '$[', remove: true}\n";
    let overlays = vec![source("a-overlay.yaml", overlay)];
    let input = input(source("things.yaml", DOCUMENT), overlays, &["things", "flies"]);
    let bad = input.document.root.text.replace("operationId: getThings", "operationId: 7");
    let input = Input { document: source("things.yaml", &bad).into(), ..input };
    let problems = generate(&input).expect_err("there is much to mend");
    let places: Vec<String> =
        problems.iter().map(|problem| problem.place().expect("it has one").to_string()).collect();
    assert_eq!(
        places,
        ["things.yaml:4:1", "things.yaml:7:7", "a-overlay.yaml:3:4", "a-overlay.yaml:4:4"],
        "the tag, the operation, and the two actions"
    );
    // Of files that cannot be read as well.
    let overlays = vec![source("one.yaml", "a: ["), source("two.yaml", "b: {")];
    let input = Input { document: source("things.yaml", "c: '").into(), overlays, ..input };
    let problems = generate(&input).expect_err("nothing can be read");
    let files: Vec<_> = problems.iter().filter_map(Diagnostic::file).collect();
    assert_eq!(files, ["things.yaml", "one.yaml", "two.yaml"]);
}
