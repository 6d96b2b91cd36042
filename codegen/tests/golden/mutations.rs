//! Whatever is changed in a document, what is said of it says all.
//!
//! Every node of the corpus and of the project's own document is removed, renamed or given another
//! value, one at a time. Of each document that is still one, three things hold, whichever side is
//! taken for the old one: the net of emitted items never has to fire; where emitted code differs,
//! something is said; and where none does, nothing is said but what is documentation.

mod change;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use vrchat_files_codegen::{
    ChangeKind, Comparison, Severity, Source, Surface, compare, corrected, generate, load, surface,
};

use crate::input;
use change::{Mutation, mutations};

/// A document before anything is changed.
struct Base {
    name: String,
    document: Value,
    made: Made,
}

/// What callers see, and the code behind it without documentation.
struct Made {
    surface: Surface,
    code: BTreeMap<String, String>,
}

impl Made {
    fn of(document: &Value) -> Option<Self> {
        let source = Source { name: "things.json".to_owned(), text: document.to_string() };
        let input = input(source, Vec::new(), &[]);
        let surface = surface(&input).ok()?.surface;
        let files = generate(&input).ok()?.files;
        let is_code = |path: &str| path.ends_with(".rs") || path == "Cargo.toml";
        let code = files.into_iter().filter(|(path, _)| is_code(path));
        let code = code.map(|(path, text)| {
            // Of the manifest, only the name is anything that code depends on.
            let is_code = |line: &&str| match path.as_str() {
                "Cargo.toml" => line.starts_with("name ="),
                _ => !line.trim_start().starts_with("//"),
            };
            let lines: Vec<&str> = text.lines().filter(is_code).collect();
            (path, lines.join("\n"))
        });
        Some(Self { surface, code: code.collect() })
    }
}

impl Base {
    fn new(name: &str, document: Value) -> Self {
        let made = Made::of(&document).expect("it can be generated");
        Self { name: name.to_owned(), document, made }
    }

    /// Tries a mutation: what does not hold of it, or nothing where it leaves no document.
    fn tried(&self, mutation: &Mutation) -> Option<Vec<String>> {
        let changed = mutation.apply(&self.document)?;
        let made = Made::of(&changed)?;
        let there = compare(&self.made.surface, &made.surface);
        let back = compare(&made.surface, &self.made.surface);
        let has_other_code = made.code != self.made.code;
        let wrong = [there, back].into_iter().filter_map(|comparison| {
            let what = wrong(&comparison, has_other_code)?;
            let text = comparison.to_text();
            Some(format!("{}, {mutation:?}: {what}\n{text}", self.name))
        });
        Some(wrong.collect())
    }
}

/// What does not hold of a comparison.
fn wrong(comparison: &Comparison, has_other_code: bool) -> Option<&'static str> {
    if comparison.changes.iter().any(|one| one.kind == ChangeKind::Item) {
        return Some("the net fires");
    }
    if has_other_code {
        return comparison.changes.is_empty().then_some("code differs, and nothing is said");
    }
    // What a failure means is documentation, but one that is new is worth more than that.
    let is_code = |one: &vrchat_files_codegen::Change| {
        one.severity != Severity::Documentation && one.kind != ChangeKind::Status
    };
    comparison.changes.iter().any(is_code).then_some("no code differs, and more is said")
}

/// The documents of the corpus.
fn corpus() -> Vec<Base> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/documents");
    let names = crate::cases(&folder, ".yaml");
    let bases = names.iter().map(|name| {
        let source = crate::source(&folder.join(format!("{name}.yaml")));
        Base::new(name, load(&source).expect("it is YAML").value)
    });
    bases.collect()
}

/// The project's own, with its overlay.
fn own() -> Base {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let read = |name: &str| Source::read(&spec.join(name)).expect("it is there");
    let document = corrected(&read("openapi.yaml"), &[read("overlay.yaml")]);
    Base::new("own", document.expect("it applies").value)
}

/// Tries every mutation at a distance of `stride`, and says how many gave a document.
fn try_all(bases: &[Base], stride: usize) -> usize {
    let mut index = 0_usize;
    let mut count = 0;
    let mut wrong = Vec::new();
    for base in bases {
        for mutation in mutations(&base.document) {
            index += 1;
            let tried = index.is_multiple_of(stride).then(|| base.tried(&mutation)).flatten();
            count += usize::from(tried.is_some());
            wrong.extend(tried.into_iter().flatten());
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    count
}

#[test]
fn a_change_of_a_small_document_is_said_in_full() {
    let count = try_all(&corpus(), 211);
    assert!(count > 10, "only {count} mutations gave a document");
}

#[test]
fn a_change_of_the_own_document_is_said_in_full() {
    let count = try_all(&[own()], 1301);
    assert!(count > 2, "only {count} mutations gave a document");
}

/// Every mutation: `cargo test -p vrchat-files-codegen --test golden --release -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn every_change_of_a_small_document_is_said_in_full() {
    let count = try_all(&corpus(), 1);
    assert!(count > 1000, "only {count} mutations gave a document");
}

/// Every seventh, of which there are more than enough.
#[test]
#[ignore = "takes minutes"]
fn many_changes_of_the_own_document_are_said_in_full() {
    let count = try_all(&[own()], 7);
    assert!(count > 500, "only {count} mutations gave a document");
}
