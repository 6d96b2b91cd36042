//! `cargo xtask gen` as a user runs it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::SystemTime;

use tempfile::TempDir;

fn workspace() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Runs the command with these arguments.
fn xtask(arguments: &[&str]) -> Output {
    static BUILT: OnceLock<std::path::PathBuf> = OnceLock::new();
    let program = BUILT.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "xtask", "--message-format", "json"])
            .current_dir(workspace())
            .output()
            .expect("cargo runs");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let messages = String::from_utf8(built.stdout).expect("cargo writes UTF-8");
        let executable = messages.lines().rev().find_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            message["executable"].as_str().map(std::path::PathBuf::from)
        });
        executable.expect("xtask is a program")
    });
    Command::new(program).args(arguments).current_dir(workspace()).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

/// A folder with the crate in it.
fn generated() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let out = folder.path().join("out").display().to_string();
    let output = xtask(&["gen", "--out", &out]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    (folder, out)
}

/// Every file with its content and time.
fn state(folder: &str) -> Vec<(String, Vec<u8>, SystemTime)> {
    fn walk(folder: &Path, found: &mut Vec<(String, Vec<u8>, SystemTime)>) {
        for entry in fs::read_dir(folder).expect("it is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                let time = fs::metadata(&path).and_then(|data| data.modified()).expect("a time");
                found.push((path.display().to_string(), fs::read(&path).expect("text"), time));
            }
        }
    }
    let mut found = Vec::new();
    walk(Path::new(folder), &mut found);
    found.sort();
    found
}

#[test]
fn the_committed_crate_is_up_to_date() {
    let output = xtask(&["gen", "--check"]);
    let said = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(code(&output), 0, "{said}");
    assert!(said.contains("is up to date"), "{said}");
}

#[test]
fn two_runs_write_the_same_bytes_and_the_second_rewrites_nothing() {
    let (_first, one) = generated();
    let (_second, other) = generated();
    let bytes = |out: &str| -> Vec<(String, Vec<u8>)> {
        let files = state(out).into_iter();
        files.map(|(path, bytes, _)| (path.replace(out, ""), bytes)).collect()
    };
    assert_eq!(bytes(&one), bytes(&other));
    let before = state(&one);
    let folder = || fs::metadata(&one).and_then(|data| data.modified()).expect("a time");
    let made = folder();
    let output = xtask(&["gen", "--out", &one]);
    assert!(text(&output.stdout).contains("is up to date"));
    assert_eq!(state(&one), before);
    assert_eq!(folder(), made, "the folder itself is another");
}

#[test]
fn a_change_rewrites_only_the_files_that_it_changes() {
    let (folder, out) = generated();
    let before = state(&out);
    let spec = folder.path().join("openapi.yaml");
    let document = fs::read_to_string(workspace().join("spec/openapi.yaml")).expect("it is there");
    let changed = document.replace("- image/webp", "- image/webp\n        - image/avif");
    let overlay = fs::read_to_string(workspace().join("spec/overlay.yaml")).expect("it is there");
    let overlay_file = folder.path().join("overlay.yaml");
    fs::write(&overlay_file, overlay.replace("- image/webp", "- image/webp\n        - image/avif"))
        .expect("written");
    fs::write(&spec, changed).expect("written");
    let output = xtask(&[
        "gen",
        "--spec",
        &spec.display().to_string(),
        "--overlay",
        &overlay_file.display().to_string(),
        "--out",
        &out,
    ]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let after = state(&out);
    let changed: Vec<&str> = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| before != after)
        .filter_map(|(before, _)| before.0.strip_prefix(&format!("{out}/")))
        .collect();
    assert_eq!(changed, ["manifest.json", "src/types/mime_type.rs"]);
}

#[test]
fn check_writes_nothing_and_shows_the_difference() {
    let (_folder, out) = generated();
    let file = Path::new(&out).join("src/types/tag.rs");
    fs::remove_file(&file).expect("it is there");
    fs::remove_file(Path::new(&out).join("src/types/file.rs")).expect("it is there");
    let before = state(&out);
    let output = xtask(&["gen", "--check", "--out", &out]);
    assert_eq!(code(&output), 1);
    assert_eq!(state(&out), before);
    let said = text(&output.stdout);
    assert!(said.contains("--- /dev/null\n+++ b/src/types/tag.rs\n"), "{said}");
    assert!(said.contains("+pub struct Tag(String);"), "{said}");
    let said = text(&output.stderr);
    assert!(said.contains("note: the folder has changed: src/types/tag.rs is missing"), "{said}");
    assert!(said.contains("2 to add") && said.contains("run `cargo xtask gen`"), "{said}");
}

#[test]
fn a_file_that_is_not_the_generators_stops_it() {
    let (_folder, out) = generated();
    let foreign = Path::new(&out).join("src/notes.txt");
    fs::write(&foreign, "mine").expect("written");
    // What cargo itself leaves there does not.
    fs::write(Path::new(&out).join("Cargo.lock"), "# cargo's").expect("written");
    fs::create_dir_all(Path::new(&out).join("target/debug")).expect("made");
    let before = state(&out);
    let output = xtask(&["gen", "--out", &out]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 1);
    assert!(said.contains("src/notes.txt is not among the files"), "{said}");
    assert!(!said.contains("Cargo.lock") && !said.contains("target"), "{said}");
    assert_eq!(state(&out), before);
    // By force it goes on, and still loses nothing that is not its own.
    fs::remove_file(Path::new(&out).join("src/types/tag.rs")).expect("it is there");
    let output = xtask(&["gen", "--force", "--out", &out]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(&foreign).expect("it is there"), "mine");
    assert!(Path::new(&out).join("target/debug").is_dir());
    assert!(Path::new(&out).join("Cargo.lock").is_file());
    assert!(Path::new(&out).join("src/types/tag.rs").is_file());
}

#[test]
fn a_file_that_was_edited_stops_it() {
    let (_folder, out) = generated();
    let file = Path::new(&out).join("src/types/tag.rs");
    let original = fs::read_to_string(&file).expect("it is there");
    fs::write(&file, format!("{original}// by hand\n")).expect("written");
    let output = xtask(&["gen", "--out", &out]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 1);
    assert!(said.contains("src/types/tag.rs has been edited by hand"), "{said}");
    assert!(said.contains("--force"), "{said}");
    let output = xtask(&["gen", "--check", "--out", &out]);
    assert_eq!(code(&output), 1);
    assert!(text(&output.stdout).contains("-// by hand"), "{}", text(&output.stdout));
    let output = xtask(&["gen", "--force", "--out", &out]);
    assert_eq!(code(&output), 0);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), original);
}

#[test]
fn a_folder_of_somebody_elses_is_not_taken_over() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("thesis.txt"), "years of work").expect("written");
    let out = folder.path().display().to_string();
    let output = xtask(&["gen", "--out", &out]);
    assert_eq!(code(&output), 1);
    assert!(text(&output.stderr).contains("thesis.txt is not among the files"));
    assert_eq!(state(&out).len(), 1);
}

#[test]
fn bad_input_is_a_diagnostic_and_leaves_the_output_alone() {
    let (folder, out) = generated();
    let before = state(&out);
    let spec = folder.path().join("bad.yaml");
    let spec_name = spec.display().to_string();
    let openapi =
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nservers: [{url: 'https://a.b'}]\n";
    for (content, says) in [
        ("paths: [", "not YAML or JSON"),
        ("hello", "not an OpenAPI document"),
        ("openapi: 3.1.0\n", "this is OpenAPI 3.1.0"),
        (&format!("{openapi}paths: {{}}\n"), "no operation has the tag `files`"),
    ] {
        fs::write(&spec, content).expect("written");
        let output = xtask(&["gen", "--spec", &spec_name, "--overlay", "none", "--out", &out]);
        let said = text(&output.stderr);
        assert_eq!(code(&output), 1, "{said}");
        assert!(said.contains(says) && said.contains("bad.yaml:"), "{said}");
        assert!(said.contains("= help: "), "{said}");
    }
    let output = xtask(&["gen", "--spec", "no/such/file.yaml", "--out", &out]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 1);
    assert!(said.contains("--> no/such/file.yaml") && said.contains("cannot be read"), "{said}");
    let output = xtask(&["gen", "--tag", "nobody", "--out", &out]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 1);
    assert!(said.contains("no operation has the tag `nobody`"), "{said}");
    assert!(said.contains("the tags of this document are: files"), "{said}");
    assert_eq!(state(&out), before);
    let output = xtask(&["gen", "--nonsense"]);
    assert_eq!(code(&output), 2);
}

/// The generator stays a small program: it neither fetches nor serves.
#[test]
fn the_generator_needs_no_network_crates() {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--package",
            "xtask",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
        ])
        .current_dir(workspace())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let tree = text(&output.stdout);
    for name in ["reqwest", "tokio", "hyper"] {
        assert!(!tree.lines().any(|line| line.split(' ').next() == Some(name)), "{name}:\n{tree}");
    }
    assert!(tree.contains("progenitor v"));
}
