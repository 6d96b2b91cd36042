//! Each diagnostic: a document that is wrong, and what is said about it. The other files of `name.yaml`
//! stand in the folder `name.files`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use vrchat_files_codegen::{InMemory, Source, Tree, generate};

use crate::{assert_golden, cases, folder, input, source};

#[test]
fn every_problem_is_reported_as_its_golden_file_says() {
    let folder = folder("diagnostics");
    let names: Vec<String> =
        cases(&folder, ".yaml").into_iter().filter(|name| !name.ends_with(".overlay")).collect();
    assert!(names.len() >= 40, "only {} cases", names.len());
    for name in names {
        let document = source(&folder.join(format!("{name}.yaml")));
        let overlay = folder.join(format!("{name}.overlay.yaml"));
        let overlays: Vec<Source> =
            if overlay.exists() { vec![source(&overlay)] } else { Vec::new() };
        let tags: &[&str] = match name.as_str() {
            "unknown_tag" => &["flies"],
            "upload_hint_deselected" => &["all"],
            _ => &[],
        };
        let files = folder.join(format!("{name}.files"));
        let tree = match files.exists() {
            true => Tree { root: document, reader: Arc::new(InMemory(texts(&files, ""))) },
            false => document.into(),
        };
        let problems = match generate(&input(tree, overlays, tags)) {
            Ok(_) => panic!("{name}: is generated, and should not be"),
            Err(problems) => problems,
        };
        for problem in &problems {
            assert!(problem.place().is_some(), "{name}: {problem}");
            assert!(!problem.help().is_empty(), "{name}: {problem}");
        }
        let text: String = problems.iter().map(|problem| format!("{problem}\n\n")).collect();
        assert_golden(&folder.join(format!("{name}.stderr")), &text);
    }
}

/// The files below a folder, by address.
fn texts(folder: &Path, prefix: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(texts(&path, &format!("{prefix}{name}/")));
        } else {
            let text = fs::read_to_string(&path).expect("it can be read");
            found.insert(format!("{prefix}{name}"), text);
        }
    }
    found
}
