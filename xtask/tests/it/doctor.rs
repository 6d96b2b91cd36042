//! `cargo xtask doctor` as a maintainer and a program run it.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::{code, text};

/// A size without bounds and an enum of one value, in two operations of other tags.
const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Things, version: '1', x-crate: {name: things, version: 0.1.0, description: Things.}}
servers: [{url: 'https://api.example.com'}]
paths:
  /things:
    get:
      operationId: getThings
      tags: [things]
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {type: object, properties: {fileSize: {type: integer}}}}}
        '429': {description: Too many calls.}
  /others:
    get:
      operationId: getOthers
      tags: [others]
      parameters:
        - {name: kind, in: query, schema: {type: string, enum: [only]}}
      responses:
        '204': {description: ''}
        '429': {description: Too many calls.}
";

const EXCHANGE: &str = r#"{
  "recorded": {"date": "2026-11-20", "document": "1"},
  "arguments": {},
  "request": {"body": null},
  "response": {"status": 200, "json": {"fileSize": 3, "name": "a"}}
}"#;

struct Run {
    folder: TempDir,
}

impl Run {
    fn new(document: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::write(folder.path().join("things.yaml"), document).expect("written");
        Self { folder }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// Runs a command on the document, in its folder.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(self.folder.path()).output().expect("it runs")
    }

    fn doctor(&self, arguments: &[&str]) -> Output {
        let input = ["doctor", "--spec", "things.yaml", "--overlay", "none", "--fixtures", "none"];
        self.run(&[&input[..], arguments].concat())
    }
}

#[test]
fn the_projects_own_document_has_nothing_to_find() {
    let output = Run::new("").run(&["doctor"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("nothing was found ("), "{}", text(&output.stdout));
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn a_person_is_told_the_place_the_check_and_the_action() {
    let output = Run::new(DOCUMENT).doctor(&["--all-tags"]);
    assert_eq!(code(&output), 3);
    let said = text(&output.stderr);
    for part in [
        "warning: `fileSize` is in bytes, and has neither a stated width nor a lower bound",
        " --> things.yaml:12:",
        "= operation: getThings",
        "= check: unbounded-size",
        "  - target: $.paths['/things'].get.responses['200'].content['application/json'].schema.properties.fileSize",
        "      minimum: 0",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(
        text(&output.stdout),
        "2 found (no exchanges):\n    1 unbounded-size\n    1 single-value-enum\n"
    );
}

#[test]
fn what_is_not_valid_is_an_error_that_hides_nothing() {
    let document = DOCUMENT.replace("{fileSize", "{odd: {type: [string]}, fileSize");
    assert_ne!(document, DOCUMENT);
    let run = Run::new(&document);
    let output = run.doctor(&["--all-tags"]);
    assert_eq!(code(&output), 1);
    let said = text(&output.stderr);
    assert!(said.contains("error: ") && said.contains("= check: unbounded-size"), "{said}");
    let counted = text(&output.stdout);
    assert!(
        counted.starts_with("1 error in the document, at which `gen` stops\n2 found"),
        "{counted}"
    );
    let output = run.doctor(&["--all-tags", "--message-format", "json"]);
    let last = text(&output.stdout).lines().last().map(str::to_owned).expect("a summary");
    let summary: Value = serde_json::from_str(&last).expect("JSON");
    assert_eq!((&summary["success"], &summary["errors"]), (&Value::from(false), &Value::from(1)));
    assert_eq!(code(&run.doctor(&["--all-tags", "--actions"])), 1);
}

/// Findings about one list have the same actions, of which the first takes the list out.
#[test]
fn all_that_a_person_is_shown_can_be_pasted() {
    let document = DOCUMENT.replace("only", "'x\u{ff0b}'");
    assert_ne!(document, DOCUMENT);
    let run = Run::new(&document);
    let output = run.doctor(&["--all-tags"]);
    let said = text(&output.stderr);
    assert!(said.contains("= action: those of `look-alike-value` at #/"), "{said}");
    let findings = said.split("\nwarning:");
    let actions: Vec<&str> =
        findings.filter_map(|one| Some(one.split_once("= action:\n")?.1)).collect();
    assert_eq!(actions.len(), 2, "of three findings");
    run.write(
        "mends.yaml",
        &format!(
            "overlay: 1.0.0\ninfo: {{title: All, version: '1'}}\nactions:\n{}\n",
            actions.concat()
        ),
    );
    let left = run.run(&[
        "doctor",
        "--spec",
        "things.yaml",
        "--overlay",
        "mends.yaml",
        "--fixtures",
        "none",
        "--all-tags",
    ]);
    assert_eq!((code(&left), text(&left.stderr).as_str()), (0, ""));
}

#[test]
fn what_is_selected_is_looked_at() {
    let run = Run::new(DOCUMENT);
    let of = |arguments: &[&str]| text(&run.doctor(arguments).stdout);
    assert!(of(&["--tag", "others"]).contains("1 single-value-enum"));
    assert!(!of(&["--tag", "others"]).contains("unbounded-size"));
    assert!(!of(&["--all-tags", "--check", "unbounded-size"]).contains("single-value-enum"));
}

#[test]
fn a_program_gets_an_object_for_each_finding_and_a_summary() {
    let run = Run::new(DOCUMENT);
    run.write("exchanges/get_things/200.json", EXCHANGE);
    run.write("exchanges/get_others/204.json", &EXCHANGE.replace("200", "204"));
    let output = run.run(&[
        "doctor",
        "--spec",
        "things.yaml",
        "--overlay",
        "none",
        "--fixtures",
        "exchanges",
        "--tag",
        "things",
        "--message-format",
        "json",
    ]);
    assert_eq!((code(&output), text(&output.stderr).as_str()), (3, ""));
    let lines = text(&output.stdout);
    let objects: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let [field, size, summary] = objects.as_slice() else { panic!("{lines}") };
    assert_eq!(field["check"], "undocumented-field");
    assert_eq!(field["related"][0]["file"], "exchanges/get_things/200.json");
    assert_eq!(size["reason"], "finding");
    assert_eq!(size["level"], "warning");
    assert_eq!((&size["file"], &size["line"]), (&"things.yaml".into(), &12.into()));
    assert_eq!(size["operation"], "getThings");
    assert_eq!(size["actions"][0]["update"]["format"], "int64");
    assert!(size["yaml"].as_str().expect("a text").starts_with("- target: $.paths"));
    assert_eq!(summary["reason"], "summary");
    assert_eq!(summary["success"], false);
    assert_eq!(summary["findings"], 2);
    assert_eq!(summary["checks"]["unbounded-size"], 1);
    let counts = [&summary["fixtures"], &summary["recorded"], &summary["elsewhere"]];
    assert_eq!(counts, [2, 2, 1]);
}

#[test]
fn the_actions_alone_are_an_overlay_that_leaves_nothing_to_find() {
    let run = Run::new(DOCUMENT);
    run.write("exchanges/get_things/200.json", EXCHANGE);
    let of = |overlay: &str, more: &[&str]| {
        let input = ["--spec", "things.yaml", "--overlay", overlay, "--fixtures", "exchanges"];
        run.run(&[&["doctor", "--all-tags"], &input[..], more].concat())
    };
    let actions = of("none", &["--actions"]);
    assert_eq!((code(&actions), text(&actions.stderr).as_str()), (3, ""));
    run.write("mends.yaml", &text(&actions.stdout));
    let left = of("mends.yaml", &[]);
    assert_eq!(code(&left), 0, "{}", text(&left.stderr));
    assert_eq!(text(&left.stderr), "");
    assert_eq!(text(&left.stdout), "nothing was found (1 of 1 exchanges count)\n");
    let nothing = of("mends.yaml", &["--actions"]);
    assert_eq!((code(&nothing), text(&nothing.stdout).as_str()), (0, ""));
    let generated = run.run(&[
        "gen",
        "--spec",
        "things.yaml",
        "--overlay",
        "mends.yaml",
        "--all-tags",
        "--out",
        "out",
    ]);
    assert_eq!(code(&generated), 0, "{}", text(&generated.stderr));
}

#[test]
fn what_is_wrong_with_the_input_is_told_from_what_is_found() {
    let run = Run::new("openapi: 3.0.3\npaths: {}\n");
    let output = run.doctor(&["--all-tags"]);
    assert_eq!(code(&output), 1);
    let said = text(&output.stderr);
    assert!(said.contains("error: the document has no operation"), "{said}");
    assert!(said.contains("the document was not looked at"), "{said}");
    let output = run.doctor(&["--all-tags", "--message-format", "json"]);
    let last = text(&output.stdout).lines().last().map(str::to_owned).expect("a summary");
    let summary: Value = serde_json::from_str(&last).expect("JSON");
    assert_eq!((&summary["success"], &summary["errors"]), (&false.into(), &1.into()));
}

#[test]
fn a_folder_of_exchanges_that_is_not_there_is_an_error() {
    let run = Run::new(DOCUMENT);
    let output = run.run(&[
        "doctor",
        "--spec",
        "things.yaml",
        "--overlay",
        "none",
        "--all-tags",
        "--fixtures",
        "nowhere",
    ]);
    assert_eq!(code(&output), 1);
    let said = text(&output.stderr);
    assert!(said.contains("error: the folder of exchanges cannot be read"), "{said}");
    assert!(said.contains("nowhere") && said.contains("= help: name an existing folder"), "{said}");
}

#[test]
fn a_check_that_there_is_not_is_a_wrong_command_line() {
    let output = Run::new(DOCUMENT).doctor(&["--check", "no-such-check"]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("look-alike-value"), "{}", text(&output.stderr));
}

#[test]
fn a_check_that_needs_exchanges_is_refused_without_them() {
    let run = Run::new(DOCUMENT);
    for check in ["undocumented-field", "breached-constraint"] {
        let output = run.doctor(&["--all-tags", "--check", "unbounded-size", "--check", check]);
        let said = text(&output.stderr);
        assert_eq!(code(&output), 1, "{said}");
        assert!(
            said.contains(&format!("error: the check `{check}` says nothing without")),
            "{said}"
        );
    }
}

#[test]
fn a_given_folder_without_an_exchange_is_a_warning() {
    let run = Run::new(DOCUMENT);
    run.write("exchanges/readme.txt", "Nothing yet.");
    let input = ["doctor", "--spec", "things.yaml", "--overlay", "none", "--all-tags"];
    let output = run.run(&[&input[..], &["--fixtures", "exchanges"]].concat());
    let said = text(&output.stderr);
    assert_eq!(code(&output), 3, "{said}");
    assert!(said.contains("warning: the folder of exchanges has none"), "{said}");
}
