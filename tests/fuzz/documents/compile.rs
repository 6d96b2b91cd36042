//! What was generated compiles without a warning: many outputs as modules of one crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use vrchat_files_codegen::Files;

use super::oracle::{Finding, plain};

/// Where the crate is written and built.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fuzz")
}

/// The mistakes that the compiler finds, by the module that they are in. A module with one is taken
/// out and the rest compiled again: errors of one phase hide those of the next.
pub fn check(modules: &BTreeMap<String, Files>) -> BTreeMap<String, BTreeSet<Finding>> {
    let mut left: BTreeMap<&String, &Files> = modules.iter().collect();
    let mut found: BTreeMap<String, BTreeSet<Finding>> = BTreeMap::new();
    while !left.is_empty() {
        write(&left);
        let said = compile();
        if said.is_empty() {
            break;
        }
        for (module, finding) in said {
            assert!(modules.contains_key(&module), "of no module: {finding:?}");
            left.remove(&module);
            found.entry(module).or_default().insert(finding);
        }
    }
    for (module, files) in modules {
        let manifest = files.get("Cargo.toml").map(String::as_str).unwrap_or_default();
        let uses =
            files.iter().any(|(path, text)| path.ends_with(".rs") && text.contains("serde_json::"));
        if uses && !manifest.contains("\nserde_json = ") {
            let finding = Finding("serde_json is used and no dependency".to_owned());
            found.entry(module.clone()).or_default().insert(finding);
        }
    }
    found
}

fn write(modules: &BTreeMap<&String, &Files>) {
    let folder = folder().join("crate");
    let src = folder.join("src");
    let _ = fs::remove_dir_all(&src);
    let mut list = String::from("//! Generated.\n");
    for (module, files) in modules {
        list.push_str(&format!("pub mod {module};\n"));
        for (path, text) in files.iter() {
            let Some(path) = path.strip_prefix("src/") else { continue };
            let path = src.join(module).join(if path == "lib.rs" { "mod.rs" } else { path });
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
            fs::write(path, as_module(text, module)).expect("it can be written");
        }
    }
    fs::create_dir_all(&src).expect("it can be made");
    fs::write(src.join("lib.rs"), list).expect("it can be written");
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("it is there");
    let manifest = format!(
        "[package]\nname = \"fuzzed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         vrchat-files-runtime = {{ path = \"{}/codegen/runtime\", default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
         [lints.rust]\nmissing_docs = \"deny\"\nunreachable_pub = \"warn\"\nunsafe_code = \"forbid\"\n",
        root.display()
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("it can be written");
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("it can be copied");
}

/// A file of a crate as one of a module.
fn as_module(text: &str, name: &str) -> String {
    let text = text
        .replace("#![doc = include_str!(\"../README.md\")]", "//! Generated.")
        .replace("#![cfg_attr(docsrs, feature(doc_cfg))]\n", "");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("crate::") {
        let is_path = !before.ends_with(|c: char| c.is_alphanumeric() || "_$".contains(c));
        let inside = if is_path { format!("{name}::") } else { String::new() };
        out.push_str(&format!("{before}crate::{inside}"));
        rest = after;
    }
    out + rest
}

/// What the compiler says, each with its module.
fn compile() -> Vec<(String, Finding)> {
    let mut cargo = Command::new("nice");
    cargo.args([
        "-n",
        "5",
        env!("CARGO"),
        "check",
        "--quiet",
        "--offline",
        "--message-format=short",
    ]);
    if std::env::var_os("FUZZ_DOC").is_some() {
        cargo = Command::new("nice");
        cargo.args([
            "-n",
            "5",
            env!("CARGO"),
            "doc",
            "--quiet",
            "--offline",
            "--no-deps",
            "--message-format=short",
        ]);
    }
    cargo.current_dir(folder().join("crate"));
    cargo.env("CARGO_TARGET_DIR", folder().join("build"));
    cargo.env("RUSTFLAGS", "-D warnings").env("RUSTDOCFLAGS", "-D warnings");
    let ran = cargo.output().expect("cargo runs");
    let text = String::from_utf8_lossy(&ran.stderr).into_owned();
    let lines = text.lines().filter_map(|line| {
        let (module, rest) = line.strip_prefix("src/")?.split_once('/')?;
        let (path, said) = rest.split_once(": ")?;
        let file = path.split(':').next().unwrap_or_default();
        let folder = file.rsplit_once('/').map_or(file, |(folder, _)| folder);
        Some((module.to_owned(), Finding(format!("rustc {folder}: {}", plain(said)))))
    });
    let lines: Vec<_> = lines.collect();
    assert!(ran.status.success() || !lines.is_empty(), "{text}");
    lines
}
