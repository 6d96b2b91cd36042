//! Schemas that hold themselves.

use serde_json::{Value, json};
use vrchat_files_corpus::recursive::types::{Choice, Direct, Holder, Json};

use crate::kept;

#[test]
fn every_kind_of_circle_is_read_and_written() {
    let holder: Holder = kept(json!({
        "direct": {"inner": {"inner": {}}},
        "required": {"next": {"next": null}},
        "tree": {"children": [{"children": []}]},
        "map": {"a": {"b": {}}},
        "list": [[], [[]]],
        "choice": {"choice": {"choice": "end"}},
        "json": {"a": ["b", {"c": []}]},
        "ping": {"pong": {"ping": {}}},
        "extended": {"inner": {"inner": {}}, "more": {"more": {}}},
    }));
    assert_eq!(holder.clone(), holder);
    assert!(matches!(holder.json, Some(Json::Map(_))));
    let Some(Choice::Holder(outer)) = holder.choice else { panic!("it is a holder") };
    assert!(matches!(*outer.choice, Choice::Holder(_)));
}

#[test]
fn a_hundred_levels_are_read() {
    let deep = (0..100).fold(json!({}), |inner: Value, _| json!({ "inner": inner }));
    let _: Direct = kept(deep);
}

#[test]
fn a_circle_is_built_without_boxes() {
    let inner = Direct::new().inner(Direct::new());
    assert_eq!(serde_json::to_value(inner).unwrap(), json!({"inner": {}}));
}
