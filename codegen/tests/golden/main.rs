//! Golden files: what goes in, and beside it what has to come out.
//!
//! After a change that is meant, `UPDATE_GOLDEN=1 cargo test -p vrchat-files-codegen` writes what
//! comes out; read the difference before you commit it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "clippy takes only `#[test]` functions for tests, and not what they call"
)]

mod comparisons;
mod corpus;
mod diagnostics;
mod doctor;
mod doctor_actions;
mod emitters;
mod folder;
mod growth;
mod leniency;
mod limits;
mod load;
mod many_files;
mod mutations;
mod on_disk;
mod overlay;
mod passes;
mod project;
mod select;
mod split;
mod trees;
mod upload;

use std::fs;
use std::path::{Path, PathBuf};

use vrchat_files_codegen::{Input, Leniency, Runtime, Source, Tree};

/// A folder of golden files.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// The files of a folder whose names end like this, without the ending, sorted.
fn cases(folder: &Path, ending: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("readable").file_name());
    let names = names.map(|name| name.into_string().expect("UTF-8"));
    let mut cases: Vec<String> =
        names.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect();
    cases.sort();
    cases
}

/// Holds a text against its golden file, or writes the file where that is asked for.
fn assert_golden(path: &Path, text: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(path, text).expect("it can be written");
        return;
    }
    let golden = fs::read_to_string(path).unwrap_or_default();
    let difference = similar::TextDiff::from_lines(golden.as_str(), text);
    assert!(
        golden == text,
        "{} differs; UPDATE_GOLDEN=1 writes it anew\n{}",
        path.display(),
        difference.unified_diff()
    );
}

/// A text under a short name, so that golden diagnostics are the same everywhere.
fn source(path: &Path) -> Source {
    let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
    Source { name, text: fs::read_to_string(path).expect("it can be read") }
}

fn input(document: impl Into<Tree>, overlays: Vec<Source>, tags: &[&str]) -> Input {
    Input {
        document: document.into(),
        overlays,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        runtime: Runtime { path: Some("../runtime".to_owned()), version: "0.1.0".to_owned() },
        command: "cargo xtask gen".to_owned(),
        leniency: Leniency::default(),
    }
}
