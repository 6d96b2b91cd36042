//! Each pass of `normalise`, before and after. What comes out is still OpenAPI.

use std::fs;

use vrchat_files_codegen::{PASSES, load};

use crate::{assert_golden, cases, folder, source};

#[test]
fn every_pass_does_what_its_golden_files_say() {
    let folder = folder("passes");
    let mut names: Vec<&str> = PASSES.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(cases(&folder, ".before.yaml"), names, "one pair of files a pass");
    for (name, pass) in PASSES {
        let before = source(&folder.join(format!("{name}.before.yaml")));
        let mut value = load(&before).expect("it is YAML").value;
        let input = value.clone();
        pass(&mut value);
        assert_ne!(value, input, "{name}: does nothing");
        let _: openapiv3::OpenAPI = serde_json::from_value(value.clone())
            .unwrap_or_else(|error| panic!("{name}: not OpenAPI any more: {error}"));
        let text = serde_yaml::to_string(&value).expect("it is YAML");
        assert_golden(&folder.join(format!("{name}.after.yaml")), &text);
        // A second run finds nothing to do, so no pass depends on running once.
        let once = value.clone();
        pass(&mut value);
        if !["answers", "names"].contains(&name) {
            assert_eq!(value, once, "{name}: is not finished after one run");
        }
    }
}

#[test]
fn golden_files_of_passes_have_both_halves() {
    let folder = folder("passes");
    assert_eq!(cases(&folder, ".before.yaml"), cases(&folder, ".after.yaml"));
    let count = fs::read_dir(&folder).expect("the folder is there").count();
    assert_eq!(count, 2 * PASSES.len());
}
