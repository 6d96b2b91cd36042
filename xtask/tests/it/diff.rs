//! What `diff` takes, says, and ends with.

mod sides;

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::{code, text};

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Things, version: '1', x-crate: {name: things, version: 0.1.0}}
servers: [{url: 'https://api.example.com'}]
paths:
  /things:
    get:
      operationId: getThings
      tags: [files]
      parameters: [{name: size, in: query, schema: {type: integer}}]
      responses: {'204': {description: ''}}
";

struct Run(TempDir);

impl Run {
    fn new() -> Self {
        let run = Self(tempfile::tempdir().expect("a folder can be made"));
        run.write("old.yaml", DOCUMENT);
        run
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// A changed copy of the document.
    fn changed(&self, name: &str, from: &str, to: &str) {
        assert!(DOCUMENT.contains(from), "{from} is there");
        self.write(name, &DOCUMENT.replacen(from, to, 1));
    }

    fn diff(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("diff")
            .args(arguments)
            .current_dir(self.0.path())
            .output();
        said(output.expect("it runs"))
    }

    /// Two files without an overlay.
    fn files(&self, arguments: &[&str]) -> (i32, String, String) {
        self.diff(&[&["old.yaml", "new.yaml", "--overlay", "none"], arguments].concat())
    }

    fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.com"];
        let output = Command::new("git")
            .args(identity)
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .expect("git runs");
        let (code, _, errors) = said(output);
        assert_eq!(code, 0, "{errors}");
    }
}

fn said(output: Output) -> (i32, String, String) {
    (code(&output), text(&output.stdout), text(&output.stderr))
}

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

const SIZE: &str = "{name: size, in: query, schema: {type: integer}}";

#[test]
fn the_exit_code_is_that_of_the_worst_change() {
    let run = Run::new();
    for (from, to, code) in [
        ("getThings", "getThings", 0),
        (
            "responses: {'204': {description: ''}",
            "summary: All.\n      responses: {'204': {description: ''}",
            0,
        ),
        (
            SIZE,
            "{name: size, in: query, schema: {type: integer}}, {name: n, in: query, schema: {type: string}}",
            3,
        ),
        (SIZE, "{name: size, in: query, schema: {type: string}}", 4),
        (SIZE, "{name: size, in: query, required: true, schema: {type: integer}}", 4),
    ] {
        run.changed("new.yaml", from, to);
        let (found, out, errors) = run.files(&[]);
        assert_eq!(found, code, "{to}: {out}{errors}");
        assert_eq!(errors, "");
    }
    assert_eq!(run.diff(&[]).0, 2, "OLD is missing");
    assert_eq!(run.files(&["--tag", "files", "--all-tags"]).0, 2);
}

#[test]
fn a_person_reads_changes_version_and_changelog() {
    let run = Run::new();
    run.changed("new.yaml", SIZE, "{name: size, in: query, schema: {type: string}}");
    let (_, out, _) = run.files(&[]);
    let expected = "breaking (1)
  setter  GetThings::size  takes `impl Into<String>`, took `i64`  [new.yaml:9:20]

summary: 1 breaking, 0 additive, 0 documentation
version: 0.2.0+1; 0.1.0 is too small: give `x-crate` the version 0.2.0 or more
changelog:

## 0.2.0+1

### Changed

- **Breaking:** `GetThings::size` takes `impl Into<String>`, took `i64`.
";
    assert_eq!(out, expected);
    let (code, out, _) = run.files(&["--changelog"]);
    assert_eq!(code, 4);
    assert_eq!(Some(out.as_str()), expected.split_once("changelog:\n\n").map(|(_, entry)| entry));
}

#[test]
fn an_operation_that_moved_to_another_tag_is_still_in_the_document() {
    let run = Run::new();
    let two = format!(
        "{DOCUMENT}  /more:\n    get:\n      operationId: getMore\n      tags: [TAG]\n      \
                       responses: {{'204': {{description: ''}}}}\n"
    );
    run.write("old.yaml", &two.replace("TAG", "files"));
    run.write("new.yaml", &two.replace("TAG", "more"));
    let (code, out, errors) = run.files(&[]);
    assert_eq!((code, errors.as_str()), (4, ""), "{out}");
    let what = "is gone: `GET /more`, which has none of the wanted tags any more  [old.yaml";
    assert!(out.contains(what), "{out}");
    let (_, out, _) = run.diff(&["new.yaml", "old.yaml", "--overlay", "none"]);
    assert!(out.contains("is new: `GET /more`, which had none of the wanted tags  ["), "{out}");
    assert_eq!(run.files(&["--all-tags"]).0, 0);
}

#[test]
fn a_program_reads_one_object_a_line() {
    let run = Run::new();
    run.changed("new.yaml", SIZE, "{name: size, in: query, schema: {type: integer, maximum: 9}}");
    let (code, out, errors) = run.files(&["--message-format", "json"]);
    assert_eq!((code, errors.as_str()), (4, ""));
    let objects = objects(&out);
    assert_eq!(objects.len(), 2);
    let change = serde_json::json!({
        "reason": "change", "kind": "setter", "severity": "breaking", "behaviour": true,
        "path": "GetThings::size", "what": "takes less: maximum 9, where there was none", "documented": "size",
        "operation": "getThings", "side": "new", "file": "new.yaml", "line": 9, "column": 20,
    });
    assert_eq!(objects[0], change);
    let summary = &objects[1];
    assert_eq!(summary["reason"], "summary");
    assert_eq!((&summary["success"], &summary["severity"]), (&true.into(), &"breaking".into()));
    assert_eq!(summary["suggested_version"], "0.2.0+1");
    assert_eq!(summary["new_version_is_enough"], false);
    assert!(summary["changelog"].as_str().expect("a text").starts_with("## 0.2.0+1\n"));
    assert_eq!((&summary["errors"], &summary["warnings"]), (&0.into(), &0.into()));
}

#[test]
fn problems_name_their_side() {
    let run = Run::new();
    run.write("new.yaml", "openapi: 3.0.3\npaths: [");
    let (code, out, errors) = run.files(&[]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(errors.starts_with("of the new side, new.yaml:\n"), "{errors}");
    assert!(errors.ends_with("error: 1 problem; nothing was compared\n"), "{errors}");
    let (code, out, _) = run.files(&["--message-format", "json"]);
    let objects = objects(&out);
    assert_eq!((code, &objects[0]["side"]), (1, &"new".into()));
    assert_eq!(objects[1]["success"], false);
    assert_eq!(objects[1]["errors"], 1);
    let (code, _, errors) = run.diff(&["gone.yaml", "old.yaml", "--overlay", "none"]);
    assert_eq!(code, 1);
    assert!(errors.contains("`gone.yaml` is no file, no folder and no git revision"), "{errors}");
}

#[test]
fn a_stale_overlay_is_a_warning_when_allowed() {
    let run = Run::new();
    let size = "{name: size, in: query, schema: {type: integer}}, {name: n, in: query, schema: {type: string}}";
    run.changed("new.yaml", SIZE, size);
    let overlay = "overlay: 1.0.0\nactions:\n- target: $.paths['/things'].get.parameters[?@.name == 'n']\n  \
                   description: It is a number.\n  update: {schema: {type: integer}}\n";
    run.write("overlay.yaml", overlay);
    let files = ["old.yaml", "new.yaml", "--overlay", "overlay.yaml"];
    let (code, _, errors) = run.diff(&files);
    assert_eq!(code, 1);
    assert!(errors.starts_with("of the old side, old.yaml:\n"), "{errors}");
    let (code, out, errors) = run.diff(&[&files[..], &["--allow-stale"]].concat());
    assert_eq!(code, 3, "{errors}");
    assert!(errors.contains("of the old side") && errors.contains("warning: the overlay action"));
    assert!(out.contains("GetThings::n  is new: takes `i64`"), "{out}");
    // An overlay for the old side alone.
    let (code, _, errors) = run.diff(&[&files[..], &["--old-overlay", "none"]].concat());
    assert_eq!((code, errors.as_str()), (3, ""));
}

#[test]
fn an_overlay_that_no_side_takes_is_an_error() {
    let run = Run::new();
    run.write("spec/openapi.yaml", DOCUMENT);
    let (code, out, errors) = run.diff(&["spec", "spec", "--overlay", "draft.yaml"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(errors.contains("neither side is one"), "{errors}");
    // Either side can have one of its own.
    let overlay =
        "overlay: 1.0.0\nactions:\n- {target: $.info, description: d, update: {title: Other}}\n";
    run.write("draft.yaml", overlay);
    let (code, out, errors) = run.diff(&["spec", "spec", "--new-overlay", "draft.yaml"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.contains("0 breaking, 0 additive, 2 documentation"), "{out}");
}

#[test]
fn what_cannot_be_generated_is_left_out_where_it_is_allowed() {
    let run = Run::new();
    let another = "  /more:\n    post:\n      operationId: makeMore\n      tags: [files]\n      \
                   requestBody: {content: {a=b: {schema: {type: string}}}}\n      \
                   responses: {'204': {description: ''}}\n";
    run.write("new.yaml", &format!("{DOCUMENT}{another}"));
    assert_eq!(run.files(&[]).0, 1);
    let (code, _, errors) = run.files(&["--keep-going"]);
    assert_eq!(code, 0);
    assert!(
        errors.ends_with("left out of the new side, as if it were not in the document: makeMore\n"),
        "{errors}"
    );
}
