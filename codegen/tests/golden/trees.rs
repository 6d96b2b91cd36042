//! Documents of several files give what the same document in one file does.

use std::path::Path;

use serde_json::Value;
use vrchat_files_codegen::{
    Files, Manifest, Source, Tree, generate, load, load_openapi, pointers_of,
};

use crate::split::{MANNERS, split};
use crate::{assert_golden, cases, folder, input, source};

/// What is generated from a document, but for the list of what it was made from.
fn generated(document: impl Into<Tree>, name: &str) -> Files {
    let mut files = generate(&input(document, Vec::new(), &[]))
        .unwrap_or_else(|problems| panic!("{name}: {}", problems[0]))
        .files;
    assert!(files.remove(Manifest::PATH).is_some());
    files
}

fn assert_same(one: &Files, other: &Files, name: &str) {
    let paths: Vec<_> = one.keys().chain(other.keys()).collect();
    for path in paths {
        let (one, other) = (one.get(path), other.get(path));
        assert!(one == other, "{name}: {path} differs:\n{}\n---\n{}", text(one), text(other));
    }
}

fn text(file: Option<&String>) -> &str {
    file.map_or("(is not there)", String::as_str)
}

/// Beside each folder `name/` stands `name.yaml`: what becomes of its files.
#[test]
fn a_tree_of_files_is_the_document_that_its_golden_file_says() {
    let trees = folder("trees");
    let names = cases(&trees, ".yaml");
    assert!(!names.is_empty());
    for name in names {
        let path = trees.join(&name).join("openapi.yaml");
        let mut tree = Tree::read(&path, &[""; 0]).expect("it can be read");
        tree.root.name = "openapi.yaml".to_owned();
        let document = load_openapi(&tree).unwrap_or_else(|problems| panic!("{}", problems[0]));
        assert_eq!(document.places.pointers(), pointers_of(&document.value), "{name}");
        let golden = trees.join(format!("{name}.yaml"));
        assert_golden(&golden, &serde_yaml::to_string(&document.value).expect("it is YAML"));
        assert_same(&generated(source(&golden), &name), &generated(tree, &name), &name);
    }
}

#[test]
fn every_document_of_the_corpus_may_lie_in_several_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/documents");
    for name in cases(&folder, ".yaml") {
        let document = source(&folder.join(format!("{name}.yaml")));
        let value = load(&document).expect("it is YAML").value;
        if value.get("overlay").is_some() {
            continue;
        }
        for manner in MANNERS {
            let name = format!("{name}, {manner:?}");
            let tree = split(&value, manner, "openapi.json");
            let together = load_openapi(&tree).unwrap_or_else(|e| panic!("{name}: {}", e[0])).value;
            // The same in the order in which the files are found; what nothing leads to is not found.
            let mut expected = value.clone();
            shorten(&mut expected, &value);
            if let Some(sections) = expected.get_mut("components").and_then(Value::as_object_mut) {
                for (section, entries) in sections {
                    arrange(entries, together.pointer(&format!("/components/{section}")));
                }
            }
            assert_eq!(together, expected, "{name}");
            let whole = Source { name: document.name.clone(), text: expected.to_string() };
            assert_same(&generated(whole, &name), &generated(tree, &name), &name);
        }
    }
}

/// Entries in the order of others.
fn arrange(entries: &mut Value, order: Option<&Value>) {
    let Some(old) = entries.as_object_mut() else { return };
    let names = order.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name);
    let new = names.filter_map(|name| old.get(name).map(|entry| (name.clone(), entry.clone())));
    *entries = Value::Object(new.collect());
}

/// Lets every reference to what only refers on lead to its end.
fn shorten(node: &mut Value, document: &Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(|item| shorten(item, document)),
        Value::Object(entries) => {
            for (key, entry) in entries {
                let is_reference = key == "$ref" && entry.is_string();
                let next = |entry: &Value| {
                    document.pointer(entry.as_str()?.strip_prefix('#')?)?.get("$ref").cloned()
                };
                while let Some(next) = Some(&*entry).filter(|_| is_reference).and_then(next) {
                    *entry = next;
                }
                shorten(entry, document);
            }
        }
        _ => {}
    }
}
