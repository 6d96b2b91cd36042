//! Objects of every openness.

use serde_json::json;
use vrchat_files_corpus::objects::types::{Closed, Holder, OnlyRequired, Open, Typed};

use crate::{kept, read};

#[test]
fn what_an_open_object_holds_beside_its_fields_is_kept() {
    let open: Open = kept(json!({"a": "x", "extra": "y", "more": {"z": [null, 1.5]}, "n": null}));
    assert_eq!(open.extra.as_deref(), Some("y"));
    assert_eq!(open.extra_2.len(), 2);
    let typed: Typed = kept(json!({"a": "x", "b": 1, "c": -2}));
    assert_eq!(typed.extra["c"], -2);
    let _: Holder = kept(json!({"anything": null, "typedObjects": {"a": "x", "c": {"b": "y"}}}));
}

#[test]
fn objects_without_fields_keep_everything() {
    let free = json!({"a": [1, "b", {}], "c": null});
    let holder: Holder = kept(json!({
        "anything": [free],
        "freeForm": free,
        "emptyProperties": free,
        "openAll": free,
        "inlineFree": free,
        "inlineEmpty": free,
        "any": "text",
        "mapOfText": {"a": "b"},
        "mapOfLists": {"a": [1, 2], "b": []},
        "untyped": {"a": "x"},
    }));
    assert_eq!(holder.inline_free.unwrap()["c"], json!(null));
}

#[test]
fn a_closed_object_is_read_with_more_in_it() {
    let closed: Closed = read(&json!({"a": "x", "b": 1}));
    assert_eq!(closed.a, "x");
}

#[test]
fn what_is_required_and_not_described_is_there() {
    let value: OnlyRequired = kept(json!({"a": "x", "ghost": {"any": "thing"}}));
    assert_eq!(value.ghost["any"], "thing");
    assert!(serde_json::from_str::<OnlyRequired>(r#"{"a": "x"}"#).is_err());
}
