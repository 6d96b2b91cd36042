//! However the files are named on the command line, the same is generated.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Things, version: '1'}
servers: [{url: 'https://api.example.com'}]
paths:
  /things:
    get:
      operationId: getThings
      responses: {'200': {$ref: parts/Things.yaml}}
";

const ANSWER: &str = "description: Things.
content: {application/json: {schema: {$ref: ../../common/Thing.yaml}}}
";

const OVERLAY: &str = "overlay: 1.0.0
actions: [{target: $.info, update: {title: Others}}]
";

/// A document of three files, one of them in another folder, with its overlay.
fn write(folder: &Path) {
    for (name, text) in [
        ("api/openapi.yaml", DOCUMENT),
        ("api/parts/Things.yaml", ANSWER),
        ("common/Thing.yaml", "type: object\nproperties: {name: {type: string}}\n"),
        ("overlays/mend.yaml", OVERLAY),
    ] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, text).expect("written");
    }
}

/// Runs `gen` in a folder; says what is said.
fn run(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("gen")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(()),
        false => Err(text(&output.stdout) + &text(&output.stderr)),
    }
}

fn workspace() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().expect("it is in the workspace").canonicalize().expect("it is there")
}

fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("readable"));
    let found = entries.map(|entry| entry.path()).map(|path| match path.is_dir() {
        true => texts(&path),
        false => vec![(path.clone(), fs::read_to_string(&path).expect("UTF-8"))],
    });
    found.flatten().collect()
}

#[test]
fn a_document_outside_of_the_workspace_may_be_spelt_in_any_way() {
    let temporary = tempfile::tempdir().expect("a folder can be made");
    let root = temporary.path().canonicalize().expect("it is there");
    let (here, there) = (root.join("here"), root.join("there"));
    write(&here);
    let ways = ["--all-tags", "--allow-folder", "common", "--out", "out", "--overlay"];
    let first = [&ways[..], &["overlays/mend.yaml", "--spec", "api/openapi.yaml"]].concat();
    run(&here, &first).unwrap_or_else(|said| panic!("{said}"));
    let manifest = fs::read_to_string(here.join("out/manifest.json")).expect("it is there");
    let manifest: Value = serde_json::from_str(&manifest).expect("it is JSON");
    let inputs = manifest["inputs"].as_array().expect("a list");
    let names: Vec<&str> =
        inputs.iter().map(|input| input["name"].as_str().expect("a text")).collect();
    let expected =
        ["openapi.yaml", "../common/Thing.yaml", "parts/Things.yaml", "../overlays/mend.yaml"];
    assert_eq!(names, expected);
    // No file tells where on this machine anything is.
    let (root, workspace) = (root.display().to_string(), workspace().display().to_string());
    for (path, text) in texts(&here.join("out")) {
        let tells = text.contains(&root) || text.contains(&format!("\"{workspace}"));
        assert!(!tells, "{}: {text}", path.display());
    }
    let absolute = |name: &str| here.join(name).display().to_string();
    let check = |folder: &str, spec: &str, overlay: &str, allowed: &str, out: &str| {
        let arguments = ["--check", "--all-tags", "--spec", spec, "--overlay", overlay];
        let arguments = [&arguments[..], &["--allow-folder", allowed, "--out", out]].concat();
        let outcome = run(&here.join(folder), &arguments);
        assert!(outcome.is_ok(), "{folder} {spec} {overlay}: {outcome:?}");
    };
    check("", "./api/openapi.yaml", "./overlays/mend.yaml", "./common", "./out");
    check(
        "",
        "api/../api//openapi.yaml",
        "api/../overlays/mend.yaml",
        "api/../common",
        "api/../out",
    );
    check("api", "openapi.yaml", "../overlays/mend.yaml", "../common", "../out");
    check("overlays", "../api/openapi.yaml", "mend.yaml", "../common", "../out");
    let (spec, overlay) = (absolute("api/openapi.yaml"), absolute("overlays/mend.yaml"));
    check("", &spec, &overlay, &absolute("common"), &absolute("out"));
    check("", &spec, "overlays/mend.yaml", "common", "out");
    check("api", "openapi.yaml", &overlay, &absolute("common"), "../out");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&here, &there).expect("a link can be made");
        let there = |name: &str| there.join(name).display().to_string();
        let (spec, overlay) = (there("api/openapi.yaml"), there("overlays/mend.yaml"));
        check("", &spec, &overlay, &there("common"), &there("out"));
    }
    // The same in another place.
    #[cfg(unix)]
    fs::remove_file(&there).expect("it is there");
    fs::rename(&here, &there).expect("it can be moved");
    let outcome = run(&there, &[&["--check"], &first[..]].concat());
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn the_workspace_s_own_document_may_be_spelt_in_any_way() {
    let workspace = workspace();
    let absolute = |name: &str| workspace.join(name).display().to_string();
    let (spec, overlay) = (absolute("spec/openapi.yaml"), absolute("spec/overlay.yaml"));
    for (folder, spec, overlay) in [
        ("", "spec/openapi.yaml", "./spec/overlay.yaml"),
        ("spec", "openapi.yaml", "overlay.yaml"),
        ("xtask/src", "../../spec/openapi.yaml", "../../spec/overlay.yaml"),
        ("codegen", &spec, &overlay),
    ] {
        let arguments = ["--check", "--spec", spec, "--overlay", overlay];
        let outcome = run(&workspace.join(folder), &arguments);
        assert!(outcome.is_ok(), "{folder} {spec}: {outcome:?}");
    }
}
