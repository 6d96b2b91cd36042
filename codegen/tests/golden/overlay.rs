//! Applying overlays: what changes, and whose place it then has.

use serde_json::json;
use vrchat_files_codegen::{Document, Pointer, Source, apply_overlay, load};

fn document(name: &str, text: &str) -> Document {
    load(&Source { name: name.to_owned(), text: text.to_owned() }).expect("it is YAML")
}

const DOCUMENT: &str = "openapi: 3.0.3\nlist: [a, b, c]\nobject:\n  kept: 1\n  changed: old\n  inner: {x: 1}\n  many:\n    - {name: one}\n    - {name: two}\n    - {name: three}\n";

fn applied(actions: &str) -> Document {
    let overlay = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}");
    let document = document("document.yaml", DOCUMENT);
    let overlay = self::document("overlay.yaml", &overlay);
    let applied = apply_overlay(document, &overlay);
    let applied = applied.unwrap_or_else(|problems| panic!("{}", problems[0]));
    assert_eq!(
        applied.places.pointers(),
        vrchat_files_codegen::pointers_of(&applied.value),
        "values and places stay of one shape"
    );
    applied
}

fn place(document: &Document, tokens: &[&str]) -> String {
    document.places.locate(&Pointer::of(tokens)).to_string()
}

#[test]
fn an_update_merges_into_an_object() {
    let after = applied(
        "- target: $.object\n  update:\n    changed: new\n    added: {deep: [1]}\n    inner: {y: 2}\n",
    );
    let object = &after.value["object"];
    assert_eq!(object["kept"], 1);
    assert_eq!(object["changed"], "new");
    assert_eq!(object["added"], json!({"deep": [1]}));
    assert_eq!(object["inner"], json!({"x": 1, "y": 2}));
    assert_eq!(place(&after, &["object", "kept"]), "document.yaml:4:3");
    assert_eq!(place(&after, &["object", "changed"]), "overlay.yaml:6:5");
    assert_eq!(place(&after, &["object", "added", "deep", "0"]), "overlay.yaml:7:20");
    assert_eq!(place(&after, &["object", "inner", "x"]), "document.yaml:6:11");
    assert_eq!(place(&after, &["object", "inner", "y"]), "overlay.yaml:8:13");
}

#[test]
fn an_update_is_appended_to_an_array() {
    let after = applied(
        "- target: $.list\n  update: d\n- target: $.object\n  update: {many: [{name: four}]}\n",
    );
    assert_eq!(after.value["list"], json!(["a", "b", "c", "d"]));
    assert_eq!(after.value["object"]["many"][3]["name"], "four");
    assert_eq!(place(&after, &["list", "2"]), "document.yaml:2:14");
    assert_eq!(place(&after, &["list", "3"]), "overlay.yaml:5:3");
}

#[test]
fn what_is_removed_takes_its_place_along() {
    let after = applied("- target: $.object.many[?@.name != 'two']\n  remove: true\n");
    assert_eq!(after.value["object"]["many"], json!([{"name": "two"}]));
    assert_eq!(place(&after, &["object", "many", "0", "name"]), "document.yaml:9:8");
    let after = applied(
        "- target: $.object.many\n  remove: true\n- target: $.object\n  update: {many: [x]}\n",
    );
    assert_eq!(after.value["object"]["many"], json!(["x"]));
    assert_eq!(place(&after, &["object", "many"]), "overlay.yaml:7:12");
}

#[test]
fn an_action_sees_what_the_one_before_it_did() {
    let after = applied(
        "- target: $.object\n  update: {new: {}}\n- target: $.object.new\n  update: {x: 1}\n",
    );
    assert_eq!(after.value["object"]["new"], json!({"x": 1}));
}

#[test]
fn what_is_removed_is_what_was_selected_in_whatever_order() {
    for target in ["$.list[1,0]", "$.object.many[1,0]", "$.object.many[0,0,1]"] {
        let target = target.replace("$.list", "$.object.many");
        let after = applied(&format!("- target: {target}\n  remove: true\n"));
        assert_eq!(after.value["object"]["many"], json!([{"name": "three"}]), "{target}");
        assert_eq!(place(&after, &["object", "many", "0", "name"]), "document.yaml:10:8");
    }
}
