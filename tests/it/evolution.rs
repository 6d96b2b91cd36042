//! What is generated compiles: a document that grows breaks nobody, and every construct that the
//! emitters have a golden file for is Rust without a warning.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use vrchat_files_codegen::{Files, Folder, Input, Leniency, Runtime, Source, generate};

use crate::document::source;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("it is there")
}

fn generated(document: Source, overlays: Vec<Source>) -> Files {
    let runtime = workspace().join("codegen/runtime").display().to_string();
    let input = Input {
        document: document.into(),
        overlays,
        tags: Vec::new(),
        runtime: Runtime { path: Some(runtime), version: "0.1.0".to_owned() },
        command: "the test `evolution`".to_owned(),
        leniency: Leniency::default(),
    };
    generate(&input).unwrap_or_else(|problems| panic!("{}", problems[0])).files
}

fn write(folder: &Path, files: &Files) {
    Folder::read(folder).and_then(|old| old.write(folder, files)).expect("it can be written");
}

/// The crate from the grown document, with the consumer's code beside it.
fn grown(folder: &Path) {
    let overlays = vec![source("spec/overlay.yaml"), source("tests/consumer/grown.overlay.yaml")];
    let files = generated(source("spec/openapi.yaml"), overlays);
    assert!(files.contains_key("src/operations/get_file_comment.rs"));
    assert!(files["src/operations/get_files.rs"].contains("pub fn sort("));
    assert!(files["src/types/create_file_request.rs"].contains("pub fn comment("));
    assert!(files["src/types/file.rs"].contains("pub comment: Option<String>"));
    assert!(files["src/types/file_status.rs"].contains("Archived"));
    write(&folder.join("vrchat-files"), &files);
    let manifest = "[package]\nname = \"consumer\"\nedition = \"2024\"\n[dependencies]\n\
                    vrchat-files = { path = \"../vrchat-files\", default-features = false }\n\
                    futures-util = { version = \"0.3\", default-features = false }\n\
                    tokio = { version = \"1\", features = [\"rt\", \"time\"] }\n";
    let code = source("tests/consumer/main.rs").text;
    let files = [("Cargo.toml", manifest.to_owned()), ("src/main.rs", code)];
    write_plain(&folder.join("consumer"), &files);
}

/// A crate for each golden document of the emitters, named after it.
fn goldens(folder: &Path) -> usize {
    let documents = workspace().join("codegen/tests/golden/emitters");
    let entries = fs::read_dir(documents).expect("the golden files are there");
    let mut count = 0;
    for path in entries.map(|entry| entry.expect("readable").path()) {
        if path.extension() == Some("yaml".as_ref()) {
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            let mut files = generated(Source::read(&path).expect("it is there"), Vec::new());
            let manifest = files.get_mut("Cargo.toml").expect("there is one");
            let line = manifest.lines().find(|line| line.starts_with("name = ")).expect("a name");
            *manifest = manifest.replace(line, &format!("name = \"golden-{name}\""));
            write(&folder.join("goldens").join(name), &files);
            count += 1;
        }
    }
    count
}

fn write_plain(folder: &Path, files: &[(&str, String)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it has a parent")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
}

#[test]
fn the_consumer_and_every_golden_crate_compile() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("grown");
    // What an earlier run left may be of another form; what cargo built stays.
    let crates = folder.join("crates");
    if crates.exists() {
        fs::remove_dir_all(&crates).expect("it can be removed");
    }
    grown(&crates);
    assert!(goldens(&crates) >= 20);
    let manifest = "[workspace]\nresolver = \"3\"\n\
                    members = [\"consumer\", \"vrchat-files\", \"goldens/*\"]\n";
    // The same versions as here, so that nothing has to be fetched.
    let lock = source("Cargo.lock").text;
    write_plain(&crates, &[("Cargo.toml", manifest.to_owned()), ("Cargo.lock", lock)]);
    let output = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--no-default-features", "--offline", "--quiet"])
        .current_dir(&crates)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("warning"), "{said}");
}
