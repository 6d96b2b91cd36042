//! Schemas that are put together of several.

use serde_json::json;
use vrchat_files_corpus::all_of::types::{Deep, Holder, Inline, Refs, Required, WithChoice};

use crate::kept;

#[test]
fn all_members_are_there() {
    let refs: Refs = kept(json!({"id": "a", "note": "b", "size": 3, "more": [1]}));
    assert_eq!((refs.id.as_str(), refs.size), ("a", Some(3)));
    assert_eq!(refs.extra["more"], json!([1]));
    let inline: Inline = kept(json!({"id": "a", "own": ["b"], "beside": true}));
    assert_eq!((inline.own.len(), inline.beside), (1, Some(true)));
    let deep: Deep = kept(json!({"id": "a", "own": [], "deep": {"id": "b", "deeper": "c"}}));
    assert_eq!(deep.deep.unwrap().deeper.as_deref(), Some("c"));
}

#[test]
fn a_member_may_do_no_more_than_require() {
    let required: Required = kept(json!({"id": "a", "note": null}));
    assert_eq!(required.note, None);
    let holder: Holder = kept(json!({"colour": "red", "eitherRequired": {"b": "x"}}));
    assert_eq!(holder.either_required.unwrap().b.as_deref(), Some("x"));
}

#[test]
fn a_choice_among_the_members_holds_the_rest_too() {
    let left: WithChoice = kept(json!({"id": "a", "left": "b"}));
    assert!(matches!(&left, WithChoice::Left(left) if left.id == "a"));
    let more: WithChoice = kept(json!({"id": "a", "size": 1, "anything": null}));
    assert!(matches!(&more, WithChoice::More(more) if more.size == Some(1)));
}
