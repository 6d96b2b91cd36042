//! Each diagnostic: a document that is wrong, and what is said about it.

use vrchat_files_codegen::{Source, generate};

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
        let problems = match generate(&input(document, overlays, tags)) {
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
