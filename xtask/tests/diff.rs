//! What `diff` takes, says, and ends with.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "clippy takes only `#[test]` functions for tests, and not what they call"
)]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

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
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let code = output.status.code().expect("it ends by itself");
    (code, text(output.stdout), text(output.stderr))
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
fn a_program_reads_one_object_a_line() {
    let run = Run::new();
    run.changed("new.yaml", SIZE, "{name: size, in: query, schema: {type: integer, maximum: 9}}");
    let (code, out, errors) = run.files(&["--message-format", "json"]);
    assert_eq!((code, errors.as_str()), (4, ""));
    let objects = objects(&out);
    assert_eq!(objects.len(), 2);
    let change = serde_json::json!({
        "reason": "change", "kind": "setter", "severity": "breaking", "behaviour": true,
        "path": "GetThings::size", "what": "takes less: maximum 9, was none", "documented": "size",
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
fn a_folder_brings_its_own_overlay() {
    let run = Run::new();
    run.write("before/openapi.yaml", DOCUMENT);
    run.write("after/openapi.yaml", DOCUMENT);
    let overlay = "overlay: 1.0.0\nactions:\n- target: $.info['x-crate']\n  \
                   description: The next one.\n  update: {version: 0.2.0}\n\
                   - target: $.paths['/things'].get\n  description: Another name.\n  \
                   update: {operationId: listThings}\n";
    run.write("after/overlay.yaml", overlay);
    let (code, out, errors) = run.diff(&["before", "after/"]);
    assert_eq!((code, errors.as_str()), (4, ""));
    let line =
        "  operation  Client::get_things  is renamed to `list_things`  [after/openapi.yaml:6:5]\n";
    assert!(out.contains(line) && out.contains("version: 0.2.0+1; 0.2.0 is enough\n"), "{out}");
    let (code, _, errors) = run.diff(&["before", "."]);
    assert_eq!(code, 1);
    assert!(errors.contains("./openapi.yaml"), "{errors}");
    assert!(errors.contains("help: a side is a document, a folder with an `openapi.yaml`"));
}

#[test]
fn a_revision_is_read_from_git() {
    let run = Run::new();
    run.write("spec/openapi.yaml", DOCUMENT);
    run.git(&["init", "--quiet"]);
    run.git(&["add", "spec"]);
    run.git(&["commit", "--quiet", "--message", "One"]);
    run.git(&["tag", "v1"]);
    run.changed("spec/openapi.yaml", SIZE, "{name: n, in: query, schema: {type: string}}");
    run.git(&["commit", "--quiet", "--all", "--message", "Two"]);
    for (old, new) in [("v1", "spec"), ("HEAD~1", "HEAD")] {
        let (code, out, errors) = run.diff(&[old, new]);
        assert_eq!((code, errors.as_str()), (4, ""), "{old} {new}");
        assert!(
            out.contains(&format!("GetThings::size  is gone  [{old}:spec/openapi.yaml:9:20]")),
            "{out}"
        );
    }
    let (code, out, _) = run.diff(&["v1", "v1"]);
    assert_eq!(code, 0, "{out}");
    // An overlay at the revision is that side's.
    run.write("spec/overlay.yaml", "overlay: 1.0.0\nactions:\n- {target: $.gone, remove: true}\n");
    run.git(&["add", "spec"]);
    run.git(&["commit", "--quiet", "--message", "Three"]);
    let (code, _, errors) = run.diff(&["v1", "HEAD"]);
    assert_eq!(code, 1);
    assert!(errors.contains("HEAD:spec/overlay.yaml:3:4"), "{errors}");
    let (code, _, errors) = run.diff(&["HEAD^5", "HEAD"]);
    assert_eq!(code, 1);
    assert!(errors.contains("`HEAD^5` is no file, no folder and no git revision"), "{errors}");
    // One without the folder.
    run.git(&["rm", "--quiet", "-r", "spec"]);
    run.git(&["commit", "--quiet", "--message", "Four"]);
    let (code, _, errors) = run.diff(&["v1", "HEAD"]);
    assert_eq!(code, 1);
    assert!(errors.contains("HEAD:spec/openapi.yaml"), "{errors}");
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

#[cfg(unix)]
#[test]
fn a_revision_may_stand_below_the_repository_and_have_links() {
    let run = Run::new();
    let (root, paths) = DOCUMENT.split_once("paths:\n").expect("it has paths");
    let paths = paths.replace("\n  ", "\n").trim_start().to_owned();
    let root = format!("{root}paths: {{$ref: link.yaml}}\n");
    run.write("client/spec/openapi.yaml", &root);
    run.write("client/spec/parts/paths.yaml", &paths);
    let link = run.0.path().join("client/spec/link.yaml");
    std::os::unix::fs::symlink("parts/paths.yaml", &link).expect("it can be made");
    run.git(&["init", "--quiet"]);
    run.git(&["add", "client"]);
    run.git(&["commit", "--quiet", "--message", "One"]);
    let diff = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("diff").args(arguments).current_dir(run.0.path().join("client"));
        said(command.output().expect("it runs"))
    };
    let (code, out, errors) = diff(&["HEAD", "spec"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("summary: nothing changes"), "{out}");
    // One that leads elsewhere is a link, and is not followed there.
    run.write("secret.yaml", &paths);
    fs::remove_file(&link).expect("it is there");
    let outside = run.0.path().join("secret.yaml");
    std::os::unix::fs::symlink(&outside, &link).expect("it can be made");
    run.git(&["commit", "--quiet", "--all", "--message", "Two"]);
    let (code, _, errors) = diff(&["HEAD", "HEAD~1"]);
    assert_eq!(code, 1);
    assert!(errors.contains("HEAD:spec/openapi.yaml:4:9"), "{errors}");
}

#[test]
fn a_side_may_lie_in_several_files() {
    let run = Run::new();
    let (root, paths) = DOCUMENT.split_once("paths:\n").expect("it has paths");
    let paths = paths.replace("\n  ", "\n").trim_start().to_owned();
    run.write("spec/openapi.yaml", &format!("{root}paths: {{$ref: parts/paths.yaml}}\n"));
    run.write("spec/parts/paths.yaml", &paths);
    run.git(&["init", "--quiet"]);
    run.git(&["add", "spec"]);
    run.git(&["commit", "--quiet", "--message", "One"]);
    // As a folder, as a file and at a revision it is the same as in one file.
    for side in ["spec", "spec/openapi.yaml", "HEAD"] {
        let (code, said, errors) = run.diff(&["old.yaml", side, "--overlay", "none"]);
        assert_eq!((code, errors.as_str()), (0, ""), "{side}: {said}");
        assert!(said.starts_with("summary: nothing changes for callers\n"), "{side}: {said}");
    }
    // A change of a part is found, and told by the part's name on either side.
    run.write("spec/parts/paths.yaml", &paths.replace("name: size", "name: count"));
    let (code, said, errors) = run.diff(&["HEAD", "spec"]);
    assert_eq!((code, errors.as_str()), (4, ""), "{said}");
    assert!(said.contains("[spec/parts/paths.yaml:5:18]"), "{said}");
    let (_, said, _) = run.diff(&["spec", "HEAD"]);
    assert!(said.contains("[HEAD:spec/parts/paths.yaml:5:18]"), "{said}");
    // What lies outside is read where it is allowed to be, by both sides.
    fs::rename(run.0.path().join("spec/parts"), run.0.path().join("parts")).expect("moved");
    run.write("spec/openapi.yaml", &format!("{root}paths: {{$ref: ../parts/paths.yaml}}\n"));
    let (code, _, errors) = run.diff(&["spec", "spec"]);
    assert_eq!(code, 1);
    assert!(errors.contains("leads out of the document's folder"), "{errors}");
    let (code, _, errors) = run.diff(&["spec", "spec", "--allow-folder", "parts"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let (code, _, errors) = run.diff(&["spec", "spec", "--allow-folder", "gone"]);
    assert_eq!(code, 1);
    assert!(errors.contains("gone") && errors.contains("the folder cannot be read"), "{errors}");
}

#[test]
fn the_new_side_is_the_workspace_unless_it_is_named() {
    let run = Run::new();
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let (code, out, errors) = run.diff(&[spec]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.contains("nothing changes for callers"), "{out}");
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
