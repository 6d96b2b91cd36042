//! What `gen` says, to a person and to a program, and the flags that decide what stops it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::text;

/// One operation without a tag, one that cannot be generated, and one of `things`.
const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Things, version: '1'}
servers: [{url: 'https://api.example.com'}]
paths:
  /things:
    get:
      operationId: getThings
      tags: [things]
      responses: {'204': {description: ''}}
    post:
      operationId: makeThing
      requestBody: {content: {application=xml: {schema: {type: string}}}}
      responses: {'204': {description: ''}}
  /others:
    get:
      operationId: getOthers
      responses: {'204': {description: ''}}
";

struct Run {
    folder: TempDir,
}

impl Run {
    fn new(document: &str, overlay: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::write(folder.path().join("things.yaml"), document).expect("written");
        if let Some(overlay) = overlay {
            fs::write(folder.path().join("overlay.yaml"), overlay).expect("written");
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Runs `gen` on the document, in its folder.
    fn gen_with(&self, arguments: &[&str]) -> Output {
        let has_overlay = Path::new(&self.path("overlay.yaml")).exists();
        let overlay = if has_overlay { "overlay.yaml" } else { "none" };
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["gen", "--spec", "things.yaml", "--overlay", overlay, "--out", "out"])
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .expect("it runs")
    }

    /// The same, read as a program reads it.
    fn objects(&self, arguments: &[&str]) -> (i32, Vec<Value>) {
        let output = self.gen_with(&[&["--message-format", "json"], arguments].concat());
        assert_eq!(text(&output.stderr), "", "nothing is said to a person");
        let lines = text(&output.stdout);
        let objects = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        (output.status.code().expect("it ends by itself"), objects)
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("out/src/operations")).expect("it is there");
        let names = entries.map(|entry| entry.expect("readable").file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().expect("UTF-8")).collect();
        names.sort();
        names
    }
}

fn of<'o>(objects: &'o [Value], reason: &str) -> Vec<&'o Value> {
    objects.iter().filter(|object| object["reason"] == reason).collect()
}

#[test]
fn a_person_is_shown_the_line_without_colours_where_there_is_no_terminal() {
    let run = Run::new(DOCUMENT, None);
    let output = run.gen_with(&["--all-tags"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    let said = text(&output.stderr);
    assert!(!said.contains('\u{1b}'), "{said:?}");
    let line = "12 |       requestBody: {content: {application=xml: {schema: {type: string}}}}\n   \
                |                               ^^^^^^^^^^^^^^^\n";
    assert!(said.contains(" --> things.yaml:12:31\n") && said.contains(line), "{said}");
    assert!(said.ends_with("error: 1 problem; nothing was written\n"), "{said}");
}

#[test]
fn a_program_reads_one_object_a_line_and_a_summary() {
    let run = Run::new(DOCUMENT, None);
    let (code, objects) = run.objects(&["--all-tags"]);
    assert_eq!(code, 1);
    let problem = serde_json::json!({
        "reason": "diagnostic",
        "level": "error",
        "message": "`application=xml` is no media type that a body can have",
        "file": "things.yaml",
        "line": 12,
        "column": 31,
        "end_column": 46,
        "pointer": "#/paths/~1things/post/requestBody/content/application=xml",
        "operation": "makeThing",
        "help": objects[0]["help"],
        "related": [],
    });
    assert_eq!(objects[0], problem);
    assert!(problem["help"].is_string());
    let summary = serde_json::json!({
        "reason": "summary", "success": false, "errors": 1, "warnings": 0, "skipped": 0,
        "added": null, "changed": null, "removed": null, "files": null,
    });
    assert_eq!(objects[1], summary);
    assert_eq!(objects.len(), 2);
    // Other places, and files that cannot be read.
    let twice = Run::new(&DOCUMENT.replace("getOthers", "getThings"), None);
    let (_, objects) = twice.objects(&["--all-tags"]);
    let related = &of(&objects, "diagnostic")[1]["related"][0];
    assert_eq!(
        (&related["line"], &related["column"], &related["end_column"]),
        (&7.into(), &7.into(), &18.into())
    );
    fs::remove_file(run.path("things.yaml")).expect("it is there");
    let (code, objects) = run.objects(&[]);
    assert_eq!((code, objects.len()), (1, 2), "{objects:?}");
    assert_eq!((&objects[0]["file"], &objects[0]["line"]), (&"things.yaml".into(), &Value::Null));
}

#[test]
fn all_operations_or_those_with_a_tag() {
    let run = Run::new(&DOCUMENT.replace("application=xml", "application/json"), None);
    let output = run.gen_with(&["--all-tags"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(run.files(), ["get_others.rs", "get_things.rs", "make_thing.rs", "mod.rs"]);
    let output = run.gen_with(&["--tag", "things"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(run.files(), ["get_things.rs", "mod.rs"]);
    // By default those of the project; and not both.
    let output = run.gen_with(&[]);
    assert!(text(&output.stderr).contains("no operation has the tag `files`"));
    let output = run.gen_with(&["--all-tags", "--tag", "things"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_cannot_be_generated_is_listed() {
    let run = Run::new(DOCUMENT, None);
    let output = run.gen_with(&["--all-tags", "--keep-going"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(run.files(), ["get_others.rs", "get_things.rs", "mod.rs"]);
    let said = text(&output.stderr);
    assert!(said.starts_with("warning: `application=xml` is no media type"), "{said}");
    let list = "warning: 1 operation was left out:\n  \
                POST /things (makeThing), things.yaml:10:5\n    \
                `application=xml` is no media type that a body can have\n";
    assert!(said.ends_with(list), "{said}");
    let (code, objects) = run.objects(&["--all-tags", "--keep-going"]);
    assert_eq!(code, 0);
    let skipped = serde_json::json!({
        "reason": "skipped",
        "operation": "makeThing",
        "method": "POST",
        "path": "/things",
        "file": "things.yaml",
        "line": 10,
        "column": 5,
        "reasons": ["`application=xml` is no media type that a body can have"],
    });
    assert_eq!(of(&objects, "skipped"), [&skipped]);
    let summary = objects.last().expect("there is one");
    assert_eq!((&summary["success"], &summary["skipped"]), (&true.into(), &1.into()));
    assert_eq!((&summary["errors"], &summary["warnings"]), (&0.into(), &1.into()));
}

#[test]
fn stale_actions_are_warnings_when_allowed() {
    let overlay = "overlay: 1.0.0\nactions:\n- {target: $.gone, description: Once was needed., remove: true}\n";
    let run = Run::new(DOCUMENT, Some(overlay));
    let output = run.gen_with(&["--tag", "things"]);
    assert_eq!(output.status.code(), Some(1));
    let output = run.gen_with(&["--tag", "things", "--allow-stale"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.starts_with("warning: the overlay action \"Once was needed.\" matches nothing"),
        "{said}"
    );
    assert!(said.contains("--> overlay.yaml:3:4"), "{said}");
    assert_eq!(run.files(), ["get_things.rs", "mod.rs"]);
}

#[test]
fn a_program_is_told_how_the_folder_differs() {
    let run = Run::new(DOCUMENT, None);
    let (code, objects) = run.objects(&["--tag", "things", "--check"]);
    assert_eq!(code, 1);
    let differences = of(&objects, "difference");
    assert!(differences.iter().any(|one| one["file"] == "src/operations/get_things.rs"));
    assert!(differences[0]["diff"].as_str().expect("a text").starts_with("--- /dev/null\n"));
    assert!(!Path::new(&run.path("out")).exists());
    let (code, objects) = run.objects(&["--tag", "things"]);
    assert_eq!((code, objects.len()), (0, 1));
    assert_eq!(objects[0]["added"], objects[0]["files"]);
    fs::write(run.path("out/src/lib.rs"), "edited").expect("written");
    let (code, objects) = run.objects(&["--tag", "things"]);
    assert_eq!(code, 1);
    let problem = objects[0]["message"].as_str().expect("a text");
    assert!(problem.contains("lib.rs has been edited by hand"), "{problem}");
}

#[test]
fn check_says_what_has_moved() {
    let run = Run::new(&DOCUMENT.replace("application=xml", "application/json"), None);
    assert_eq!(run.gen_with(&["--all-tags"]).status.code(), Some(0));
    let checked = |arguments: &[&str]| {
        let output = run.gen_with(&[&["--check"], arguments].concat());
        let said = text(&output.stderr);
        let notes = said.lines().filter_map(|line| line.strip_prefix("note: "));
        (output.status.code(), notes.map(str::to_owned).collect::<Vec<_>>())
    };
    assert_eq!(checked(&["--all-tags"]), (Some(0), Vec::new()));
    let tags = "other operations are wanted: the tags things, and before all operations";
    assert_eq!(checked(&["--tag", "things"]), (Some(1), vec![tags.to_owned()]));
    // Of the two that changed both are named; a comment is a change as well, for the manifest.
    let overlay =
        "overlay: 1.0.0\nactions:\n- {target: $.info, description: d, update: {title: T}}\n";
    fs::write(run.path("overlay.yaml"), overlay).expect("written");
    let document = fs::read_to_string(run.path("things.yaml")).expect("it is there");
    fs::write(run.path("things.yaml"), document + "# A comment.\n").expect("written");
    let notes = [
        "the document has changed: things.yaml".to_owned(),
        "a further overlay is applied: overlay.yaml".to_owned(),
    ];
    assert_eq!(checked(&["--all-tags"]), (Some(1), notes.to_vec()));
    let (_, objects) = run.objects(&["--all-tags", "--check"]);
    let parts: Vec<_> = of(&objects, "moved").iter().map(|moved| &moved["part"]).collect();
    assert_eq!(parts, ["document", "overlay"]);
}

#[test]
fn a_document_may_lie_in_several_files() {
    let run = Run::new(&DOCUMENT.replace("application=xml", "application/json"), None);
    assert_eq!(run.gen_with(&["--all-tags"]).status.code(), Some(0));
    let whole = run.files();
    let split = DOCUMENT.split_once("paths:\n").expect("it has paths");
    let paths = split.1.replace("application=xml", "application/json").replace("\n  ", "\n");
    let folder = run.folder.path();
    fs::create_dir(folder.join("api")).expect("it can be made");
    fs::write(folder.join("things.yaml"), format!("{}paths: {{$ref: api/paths.yaml}}\n", split.0))
        .expect("written");
    fs::write(folder.join("api/paths.yaml"), paths.trim_start()).expect("written");
    // The same crate, and no change in it.
    let output = run.gen_with(&["--all-tags"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(run.files(), whole);
    assert!(text(&output.stdout).contains("0 added, 1 changed, 0 removed"), "the manifest");
    assert_eq!(run.gen_with(&["--all-tags", "--check"]).status.code(), Some(0));
    let manifest = fs::read_to_string(run.path("out/manifest.json")).expect("it is there");
    assert!(manifest.contains("\"things.yaml\"") && manifest.contains("\"api/paths.yaml\""));
    // The folder is that of the document, wherever the command is run.
    fs::rename(folder.join("things.yaml"), folder.join("api/things.yaml")).expect("moved");
    fs::rename(folder.join("api/paths.yaml"), folder.join("paths.yaml")).expect("moved");
    let document = fs::read_to_string(folder.join("api/things.yaml")).expect("it is there");
    let document = document.replace("api/paths.yaml", "../paths.yaml");
    fs::write(folder.join("api/things.yaml"), document).expect("written");
    let spec = ["--spec", "api/things.yaml", "--overlay", "none", "--out", "out", "--all-tags"];
    let run_on = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("gen").args(spec).args(more).current_dir(folder).output().expect("it runs")
    };
    let output = run_on(&[]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("leads out of the document's folder"), "{said}");
    assert!(said.contains(" --> api/things.yaml:4:9\n"), "{said}");
    assert!(said.contains("`--allow-folder`"), "{said}");
    assert_eq!(run_on(&["--allow-folder", "."]).status.code(), Some(0));
    let manifest = fs::read_to_string(run.path("out/manifest.json")).expect("it is there");
    assert!(manifest.contains("\"../paths.yaml\""), "{manifest}");
}
