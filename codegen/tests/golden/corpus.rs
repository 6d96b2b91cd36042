//! The corpus: each of its documents, and the emitted `src/` of it as a module of one crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use vrchat_files_codegen::{Source, generate};

use crate::{assert_golden, cases, input, source};

/// Text by path below `src/`, with slashes.
type Sources = BTreeMap<String, String>;

#[test]
fn every_document_of_the_corpus_gives_what_is_checked_in() {
    let mut expected = Sources::new();
    let names = documents();
    assert!(!names.is_empty());
    for name in &names {
        expected.extend(module(name));
    }
    expected.insert("lib.rs".to_owned(), list(&names));
    let src = folder().join("src");
    let found = files_below(&src, "");
    for path in &found {
        if !expected.contains_key(path) {
            assert!(
                std::env::var_os("UPDATE_GOLDEN").is_some(),
                "{path} comes from no document; UPDATE_GOLDEN=1 removes it"
            );
            remove(&src, path);
        }
    }
    for (path, text) in &expected {
        let path = src.join(path);
        // A file that stays as it is keeps its time, and cargo what it has built.
        if fs::read_to_string(&path).is_ok_and(|found| found == *text) {
            continue;
        }
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        }
        assert_golden(&path, text);
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The names of the documents, each a name of a module.
fn documents() -> Vec<String> {
    let names = cases(&folder().join("documents"), ".yaml");
    let (overlays, names): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| name.ends_with(".overlay"));
    for overlay in overlays {
        let document = overlay.trim_end_matches(".overlay").to_owned();
        assert!(names.contains(&document), "{overlay}.yaml is an overlay of no document");
    }
    names
}

/// What is generated from a document, as a module of this name.
fn module(name: &str) -> Sources {
    let documents = folder().join("documents");
    let overlay = documents.join(format!("{name}.overlay.yaml"));
    let mut overlays = vec![named(name)];
    overlays.extend(overlay.exists().then(|| source(&overlay)));
    let document = source(&documents.join(format!("{name}.yaml")));
    let mut input = input(document, overlays, &[]);
    input.command = "UPDATE_GOLDEN=1 cargo test -p vrchat-files-codegen corpus".to_owned();
    let files = generate(&input).unwrap_or_else(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{name}:\n{}", problems.join("\n"))
    });
    let files = files.files.into_iter().filter_map(|(path, text)| {
        let path = path.strip_prefix("src/")?;
        let path = if path == "lib.rs" { "mod.rs" } else { path };
        Some((format!("{name}/{path}"), as_module(&text, name)))
    });
    files.collect()
}

/// An overlay that gives the crate a name which no text of a document holds by chance.
fn named(name: &str) -> Source {
    let name = crate_name(name);
    let text = format!(
        "overlay: 1.0.0\n\
         info: {{title: The name of the crate, version: '1'}}\n\
         actions:\n\
         - target: $.info\n  \
           update: {{x-crate: {{name: {name}}}}}\n"
    );
    Source { name: "corpus.overlay.yaml".to_owned(), text }
}

fn crate_name(name: &str) -> String {
    format!("corpus_of_{name}")
}

/// A file of a crate as one of a module.
fn as_module(text: &str, name: &str) -> String {
    let about = format!("//! What is generated from `documents/{name}.yaml`.");
    let text = text
        .replace("#![doc = include_str!(\"../README.md\")]", &about)
        .replace("#![cfg_attr(docsrs, feature(doc_cfg))]\n", "")
        .replace(&format!("{}::", crate_name(name)), &format!("vrchat_files_corpus::{name}::"));
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

/// `lib.rs`.
fn list(names: &[String]) -> String {
    let modules: String =
        names.iter().map(|name| format!("\n#[rustfmt::skip]\npub mod {name};\n")).collect();
    format!(
        "//! What the generator makes of each document in `documents/`, as a module of that name.\n\
         //!\n\
         //! `UPDATE_GOLDEN=1 cargo test -p vrchat-files-codegen corpus` writes all of it.\n\
         {modules}"
    )
}

/// The files below a folder, by path.
fn files_below(folder: &Path, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.expect("readable");
        let name = entry.file_name().into_string().expect("UTF-8");
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            found.extend(files_below(&entry.path(), &format!("{path}/")));
        } else {
            found.push(path);
        }
    }
    found
}

/// Removes a file, and the folders that it leaves empty.
fn remove(src: &Path, path: &str) {
    let path = src.join(path);
    fs::remove_file(&path).expect("it can be removed");
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != src) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}
