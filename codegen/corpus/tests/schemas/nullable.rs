//! Null in every place that the document allows.

use serde_json::json;
use vrchat_files_corpus::nullable::types::Holder;

use crate::{kept, read};

#[test]
fn null_stays_where_a_property_is_required() {
    let holder: Holder = kept(json!({
        "mustBeThing": null,
        "mustBeList": null,
        "mustBeMap": null,
        "mustBeColour": null,
        "mustBeNumber": null,
        "mayBeList": ["a", null],
        "mayBeMap": {"a": 1, "b": null},
        "things": [null, {"name": "one"}],
    }));
    assert!(holder.must_be_thing.is_none());
    assert_eq!(holder.may_be_list, Some(vec![Some("a".to_owned()), None]));
}

#[test]
fn what_may_be_absent_may_be_null() {
    let holder: Holder = read(&json!({
        "mustBeThing": {"name": "one"},
        "mustBeList": ["a"],
        "mustBeMap": {"a": "b"},
        "mustBeColour": "green",
        "mustBeNumber": 1,
        "mayBeThing": null,
        "mayBeList": null,
        "mayBeMap": null,
        "mayBeSize": null,
        "things": null,
    }));
    assert_eq!(holder.must_be_colour.unwrap().as_str(), "green");
    assert!(holder.may_be_size.is_none() && holder.may_be_map.is_none());
}
